"""What schemathesis cannot read in the contract: which things exist, which members exclude one
another, and for which reasons a request that the schemas allow is rightly refused.

PTP_BASE_URL says where the service answers, PTP_OFFICIAL is the token of an official, who sees
everything: whoever the run speaks for, it asks for things that exist.
"""

import itertools
import json
import os
import sys
import urllib.request
import zlib

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

# Why a request that the schemas allow may be refused: a reason, and the codes that stand for it.
# Any other refusal of such a request fails the run.
REFUSALS = {
    "a cursor is opaque: only an answer of the service holds one": "cursor cursor_of_another_list",
    "an instant is signed: only an answer of the service holds one": "submission_instant changed_since",
    "it depends on what is stored": """
        no_such_act recognition_contested already_suspended already_annulled nothing_to_lift
        too_much_ahead too_many_orders too_many_references
        suspension_not_longer admission_suspended_by_court
        no_such_call no_such_pole no_such_member not_an_extension nothing_to_settle not_recognised
        id_taken ruleset_version study_track_unknown nothing_changes not_yet_a_member has_left
        joined_on_in_the_past
        predecessor_nowhere track_nowhere too_many_poles
        not_notified not_awaiting_delivery not_replaceable observations_unanswered
        already_received too_many_deliveries""",
    "only the log of events knows its places": "beyond_the_head another_event",
    "it depends on the day": """
        closes_in_the_past before_first_day beyond_horizon act_in_the_future act_before_receipt
        known_at_in_the_future order_in_the_future order_before_act reference_in_the_future
        delivery_in_the_future delivery_before_act effective_before_act
        suspension_ends_before_it_begins
        effective_before_receipt effective_after_acceptance fact_in_the_future
        effective_too_late order_before_receipt
        act_before_recognition act_before_suspension
        act_before_reference_date due_before_reference_date act_before_decision
        self_redress_over delivery_before_act delivery_in_the_future""",
    "two members, dates or lists are compared": """
        another_day another_member area_stays not_a_fact
        closes_before_opening ends_before_start revoked_before_valid lead_not_a_member
        versions_backwards
        recorded_by_the_region
        duplicate_member id_repeated too_many_codes too_many_members
        too_many_changes_over_time members_too_large continuation_of_another_kind
        continuation_twice continuation_in_a_circle continuation_of_another_track
        successor_of_another_kind company_has_no_tracks reorganisation_in_a_circle
        handed_over_twice successor_told_otherwise
        continuation_not_before derogation_missing ateco_primary_missing ateco_primary_twice""",
    "one member excludes or demands another, and the kind of a member its blocks": """
        suspension_without_end suspension_by_court_has_no_end effect_reason_required
        effective_on_required conflict_not_excluded nothing_awaited
        not_of_this_kind required not_a_judgment not_an_act responsible_officer_required code_or_title one_of_two no_codes pole_or_pole_id
        changes_need_pole_id ruleset_or_call""",
    "no pattern knows the calendar, or the hour that is missing in spring": """
        instant_format instant_precision date_format date_out_of_range local_time_missing local_time_ambiguous""",
    "a form that is judged once blanks and dots are gone, a province or a check digit": """
        vat_number_format vat_number_check tax_code_length tax_code_format tax_code_check tax_code_date tax_code_office tax_code_zero
        school_code_length school_code_format school_code_province school_code_check
        school_code_liceo ateco_length ateco_format rea_format rea_province province_unknown
        email_format email_length email_domain email_local_part""",
    "it depends on an official list": """
        ateco_unknown ateco_too_general municipality_in_other_province""",
    "no pattern knows what is only shown, or what nobody sees": "read_only invisible_character",
    "a person's tax code is not searched, nor tried on somebody else's pole": """
        person_tax_code person_hidden""",
}
CODES = frozenset(" ".join(REFUSALS.values()).split())


def _ids():
    """The identifiers of calls, poles, members and applications."""

    def items(path):
        request = urllib.request.Request(
            f"{os.environ['PTP_BASE_URL']}/v1/{path}",
            headers={"Authorization": f"Bearer {os.environ['PTP_OFFICIAL']}"},
        )
        with urllib.request.urlopen(request) as answer:
            return [item["id"] for item in json.load(answer)["items"]]

    poles = items("poles?limit=100")
    return {
        "call_id": items("calls?limit=100"),
        "application_id": items("applications?limit=100"),
        "pole_id": poles,
        # A member is addressed below its pole.
        "member_id": {pole: items(f"poles/{pole}/members?limit=100") for pole in poles},
    }


IDS = _ids()
KEYS = itertools.count()
BLOCKS = {
    "technical_institute": "school",
    "vocational_institute": "school",
    "company": "company",
    "its_academy": "its",
}


def _chance(case, salt):
    """A number that depends on the request alone, so that a run can be repeated."""
    text = json.dumps([salt, case.path_parameters, case.query, case.body], default=str)
    return zlib.crc32(text.encode())


def _existing(case, name, known):
    """One of ten stays unknown."""
    chance = _chance(case, name)
    return known[chance // 10 % len(known)] if known and chance % 10 else None


@schemathesis.hook
def before_call(context, case, kwargs):
    if not case.meta or not case.meta.generation.mode.is_positive:
        return
    if "Idempotency-Key" in case.headers:
        # Another body with a used key is refused before anybody looks at it.
        case.headers["Idempotency-Key"] = f"key-{next(KEYS)}"
    if _chance(case, "instant") % 10:
        # Behind an invented instant nothing would ever be reached.
        case.headers.pop("Submission-Instant", None)
    # In a stateful sequence the identifiers come from earlier answers.
    if case.meta.phase.name.value != "stateful":
        parameters = case.path_parameters
        for name in ("call_id", "pole_id", "application_id"):
            if name in parameters:
                parameters[name] = _existing(case, name, IDS[name]) or parameters[name]
        if "member_id" in parameters:
            members = IDS["member_id"].get(parameters["pole_id"])
            parameters["member_id"] = (
                _existing(case, "member_id", members) or parameters["member_id"]
            )
    if isinstance(case.body, dict):
        _exclude(case, case.operation.definition.raw.get("operationId"))


def _of_its_kind(member):
    """Leaves the blocks out that a member of this kind cannot have."""
    if isinstance(member, dict) and "kind" in member:
        for block in {"school", "company", "its"} - {BLOCKS.get(member["kind"])}:
            member.pop(block, None)
        if member["kind"] != "other":
            member.pop("other_kind", None)
        _of_the_classification(member.get("company"))


def _of_the_classification(company):
    """Few invented codes exist: nine of ten become one that both classifications have."""
    for activity in (company or {}).get("ateco") or []:
        if "code" in activity and zlib.crc32(str(activity["code"]).encode()) % 10:
            activity["code"] = "28.41"


def _exclude(case, operation):
    """Members that exclude one another: now the one, now the other."""
    body = case.body
    _of_its_kind(body)
    for pole in (body, body.get("pole") or {}):
        # What is new has no identifier yet that could be the lead's.
        if "members" in pole:
            pole.pop("lead_member_id", None)
    for member in [
        *(body.get("members") or []),
        *((body.get("pole") or {}).get("members") or []),
        *((body.get("changes") or {}).get("add") or []),
    ]:
        _of_its_kind(member)
    if operation == "evaluate_network":
        if "pole" in body and (_chance(case, "pole") % 2 or "pole_id" not in body):
            body.pop("pole_id", None)
            body.pop("changes", None)
        else:
            body.pop("pole", None)
            if "pole_id" in body:
                body["pole_id"] = _existing(case, "pole_id", IDS["pole_id"]) or body["pole_id"]
        if "ruleset" in body:
            body.pop("call_id", None)
    if operation == "search_members" and "tax_code" in body:
        body.pop("school_code", None)
    if operation == "search_recognitions" and not (
        body.get("tax_codes") or body.get("school_codes")
    ):
        body["school_codes"] = ["MIIS08900V"]
    if operation == "submit_application":
        for name in ("call_id", "pole_id"):
            body[name] = _existing(case, name, IDS[name]) or body[name]


def _put_right(value):
    """What the guide lists under "What is read leniently", as far as a body may have it."""
    if isinstance(value, dict):
        return {name: _put_right(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_put_right(one) for one in value]
    if isinstance(value, str):
        return value.strip().lower()
    return value


def _is_lenient(case):
    """Whether a body that the schemas refuse has something that is read leniently."""
    query = {name: text for name, text in (case.query or {}).items() if text is not None}
    return any(_put_right(part) != part for part in (case.body, query))


def _fails_by_item(case, response):
    """Whether a search says what is wrong with one organisation beside the others."""
    if not case.operation.path.endswith("/recognitions/search"):
        return False
    return any("error" in item for item in response.json()["items"])


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether a failure counts: those of a refusal alone may not."""
    if not isinstance(failure, (RejectedPositiveData, AcceptedNegativeData)):
        return True
    if response.status_code == 412:
        # An invented If-Match is the tag of no version, whatever else the request is.
        return case.headers.get("If-Match") == "*"
    if isinstance(failure, AcceptedNegativeData):
        return not (_is_lenient(case) or _fails_by_item(case, response))
    if response.status_code not in (400, 422):
        return True
    problem = response.json()
    if problem["type"] == "/problems/not-compliant":
        return False  # submit_application: the rules say so, and the report says why
    codes = {error["code"] for error in problem.get("errors", [])}
    if codes and codes <= CODES:
        return False
    # The answer is printed cut, and may be cut before the code that nobody expected.
    print(case.operation.label, "is refused for:", *sorted(codes - CODES), file=sys.stderr)
    return True
