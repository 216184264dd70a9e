//! `docs/procedure.md`: the steps of applications, poles and calls, and who takes them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::NaiveDate;
use ptp_domain::application::{self, ApplicationStatus, SELF_REDRESS, SelfRedress};
use ptp_domain::call::{self, CallStatus, Phase};
use ptp_domain::change_request::{self, RequestStatus, RequestStep};
use ptp_domain::communication::{self, Answering, CommunicationKind, CommunicationStatus};
use ptp_domain::fault::Invalid;
use ptp_domain::pole::{self, Admission, Ahead, Extending, PoleStatus};
use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::rules::ruleset::NetworkChanges;
use ptp_domain::vocabulary::Vocabulary;

use super::application_states::all_facts;
use super::change_requests::procedures;
use super::members::day;
use super::tables::{golden, row};
use super::timing::unfit;

/// The operations that take a step. The policy determines who may call them.
enum Takes {
    /// Taken by callers of one of these.
    By(&'static [Action]),
    /// Taken as a side effect of one of these on another resource.
    With(&'static [Action]),
}

impl Takes {
    fn operations(&self) -> String {
        let (Self::By(actions) | Self::With(actions)) = self;
        if actions.is_empty() {
            return "–".to_owned();
        }
        actions.iter().map(|action| format!("`{}`", action.code())).collect::<Vec<_>>().join(", ")
    }

    /// The roles that the policy allows to take it, on their own resources or on all.
    fn who(&self) -> String {
        let Self::By(actions) = self else { return "service".to_owned() };
        let roles = Role::ALL
            .iter()
            .filter(|role| actions.iter().any(|action| grant(**role, *action) >= Grant::Own));
        roles.map(|role| role.code()).collect::<Vec<_>>().join(", ")
    }
}

fn of_an_application(step: application::Step) -> Takes {
    use application::Step;
    Takes::By(match step {
        Step::Review => &[Action::ReviewApplication],
        Step::RequestIntegration => &[Action::RequestIntegration],
        Step::Integrate => &[Action::SubmitIntegration],
        Step::NotifyRejection => &[Action::NotifyRejection],
        Step::Observe => &[Action::SubmitObservations],
        Step::Admit => &[Action::AdmitApplication],
        Step::Reject => &[Action::RejectApplication],
        Step::Annul => &[Action::AnnulDecision],
        Step::Assent => return Takes::With(&[]),
        Step::Deliver => &[Action::RecordDelivery],
        Step::Acknowledge => &[Action::AcknowledgeActs],
        Step::Withdraw => &[Action::WithdrawApplication],
        Step::Lapse => return Takes::With(&[Action::WithdrawCall]),
    })
}

fn of_a_pole(step: pole::Step) -> Takes {
    use pole::Step;
    Takes::By(match step {
        Step::Change => &[Action::ChangePole],
        Step::Redefine => &[Action::ChangePole, Action::ReplaceMembers],
        Step::ChangeMembers => &[Action::ChangeMember],
        Step::ChangeNetwork => &[Action::AddMember, Action::ChangeMember, Action::ChangePole],
        Step::StrikeMember => &[Action::RemoveMember],
        Step::Delete => &[Action::RemovePole],
        Step::Submit => &[Action::SubmitApplication],
        Step::Return => {
            return Takes::With(&[
                Action::RejectApplication,
                Action::WithdrawApplication,
                Action::WithdrawCall,
            ]);
        }
        Step::Recognise => return Takes::With(&[Action::AdmitApplication]),
        Step::Annul => return Takes::With(&[Action::AnnulDecision]),
        Step::Suspend => &[Action::SuspendPole],
        Step::ExtendSuspension => &[Action::ExtendSuspension],
        Step::RecordOrder => &[Action::RecordCourtOrder],
        Step::Deliver => &[Action::RecordPoleDelivery],
        Step::Reinstate => &[Action::ReinstatePole],
        Step::Warn => &[Action::WarnPole],
        Step::Revoke => &[Action::RevokePole],
        Step::Dissolve => &[Action::DissolvePole],
        Step::Transfer => &[Action::TransferPole],
        Step::Confirm => &[Action::ConfirmMembership],
        Step::RequestChange => &[Action::FileChangeRequest],
        Step::Communicate => &[Action::FileCommunication],
        Step::Record => &[Action::RecordOfficeAct],
    })
}

fn of_a_communication(answer: Answering) -> Takes {
    Takes::By(match answer {
        Answering::Note => &[Action::NoteCommunication],
        Answering::Contest => &[Action::ContestCommunication],
    })
}

fn of_a_request(step: RequestStep) -> Takes {
    Takes::By(match step {
        RequestStep::Review => &[Action::ReviewChangeRequest],
        RequestStep::RequestIntegration => &[Action::RequestChangeIntegration],
        RequestStep::Integrate => &[Action::SubmitChangeIntegration],
        RequestStep::NotifyRefusal => &[Action::NotifyRefusal],
        RequestStep::Observe => &[Action::SubmitChangeObservations],
        RequestStep::Accept => &[Action::AcceptChangeRequest],
        RequestStep::Refuse => &[Action::RefuseChangeRequest],
        RequestStep::Withdraw => &[Action::WithdrawChangeRequest],
        RequestStep::Lapse => {
            return Takes::With(&[
                Action::RevokePole,
                Action::DissolvePole,
                Action::AnnulDecision,
                Action::ChangeMember,
                Action::FileCommunication,
            ]);
        }
    })
}

fn of_a_call(step: call::Step) -> Takes {
    use call::Step;
    Takes::By(match step {
        Step::Change | Step::Correct => &[Action::ChangeCall],
        Step::Delete => &[Action::RemoveCall],
        Step::Publish => &[Action::PublishCall],
        Step::Extend => &[Action::ExtendCall],
        Step::Reopen => &[Action::ReopenCall],
        Step::Withdraw => &[Action::WithdrawCall],
        Step::Archive => &[Action::ArchiveCall],
    })
}

/// The obstacles, with their messages.
type Refusals = BTreeMap<&'static str, BTreeSet<String>>;

/// The status after a step, and the possible obstacles, over all facts.
fn cell<S: Vocabulary>(
    answers: impl Iterator<Item = Result<S, Invalid>>,
    refusals: &mut Refusals,
) -> String {
    let (mut after, mut unless) = (BTreeSet::new(), BTreeSet::new());
    for answer in answers {
        match answer {
            Ok(status) => {
                after.insert(format!("`{}`", status.code()));
            }
            Err(Invalid { code: "wrong_state", .. }) => {}
            Err(Invalid { code, message }) => {
                unless.insert(format!("`{code}`"));
                refusals.entry(code).or_default().insert(message.en.into_owned());
            }
        }
    }
    let words = |words: BTreeSet<_>| words.into_iter().collect::<Vec<_>>().join(", ");
    match (after.is_empty(), unless.is_empty()) {
        (true, true) => "–".to_owned(),
        (false, true) => words(after),
        (true, false) => format!("no: {}", words(unless)),
        (false, false) => format!("{} unless {}", words(after), words(unless)),
    }
}

/// A table with steps as rows and statuses as columns.
fn table<S: Vocabulary, T: Vocabulary, I: Iterator<Item = Result<S, Invalid>>>(
    takes: fn(T) -> Takes,
    answers: impl Fn(S, T) -> I,
) -> String {
    let mut refusals = Refusals::new();
    let headings = ["step", "operation", "by whom"].into_iter();
    let mut text = row(headings.chain(S::ALL.iter().map(|status| status.code())));
    text += &row(std::iter::repeat_n("---", 3 + S::ALL.len()));
    for step in T::ALL {
        let takes = takes(*step);
        let step_and_takes = [format!("`{}`", step.code()), takes.operations(), takes.who()];
        let after = S::ALL.iter().map(|status| cell(answers(*status, *step), &mut refusals));
        let cells: Vec<_> = step_and_takes.into_iter().chain(after).collect();
        text += &row(cells.iter().map(String::as_str));
    }
    text.push('\n');
    for (code, sentences) in refusals {
        let sentences = sentences.into_iter().collect::<Vec<_>>().join(" / ");
        writeln!(text, "- `{code}`: {sentences}").expect("a line");
    }
    text
}

pub(crate) fn pole_facts() -> impl Iterator<Item = pole::Facts> {
    use Admission::{Annulled, Stands};
    let today = Some(day("2027-02-10"));
    let warnings = [None, Some(day("2027-02-09")), today];
    let requested = NetworkChanges::Requested;
    let of_network = [
        (false, requested, false),
        (true, requested, false),
        (true, requested, true),
        (false, NetworkChanges::Recorded, false),
    ];
    let facts = warnings.into_iter().flat_map(move |warning_due_on| {
        [false, true].into_iter().flat_map(move |integration_open| {
            of_network.map(|(fails, network_changes, cure_pending)| pole::Facts {
                integration_open,
                warning_due_on,
                today,
                fails,
                network_changes,
                cure_pending,
                ..pole::Facts::default()
            })
        })
    });
    let suspensions = [Extending::Possible, Extending::Done, Extending::ByCourt];
    let acts = [None, Some(Ahead::Undelivered), Some(Ahead::Later)];
    facts.flat_map(move |facts| {
        suspensions.into_iter().flat_map(move |extending| {
            acts.into_iter().flat_map(move |ahead| {
                let admissions = [(false, Stands), (true, Stands), (true, Annulled)];
                admissions.map(|(contestable, admission)| pole::Facts {
                    extending,
                    ahead,
                    contestable,
                    admission,
                    ..facts
                })
            })
        })
    })
}

pub(crate) fn call_facts() -> impl Iterator<Item = call::Facts> {
    let facts = |phase: &Phase| {
        let phase = *phase;
        let pending = [false, true].map(|pending| call::Facts { phase, pending, unfit: None });
        let unfit = unfit().into_iter().map(Some);
        let unfit = unfit.map(move |unfit| call::Facts { phase, pending: false, unfit });
        pending.into_iter().chain(unfit)
    };
    Phase::ALL.iter().flat_map(facts)
}

#[test]
#[expect(clippy::too_many_lines, reason = "the text of a document, from its beginning to its end")]
fn the_procedure_document_is_up_to_date() {
    let mut text = String::from(
        "# The procedure\n\n\
         Generated by a test from the tables in `crates/domain/src/application/states.rs`, \
         `pole/states.rs`, `change_request/states.rs` and `call/states.rs`: do not edit.\n\n\
         A cell shows the status that a step leads to from the status above it, and the possible \
         obstacles; – if there is no such step. By whom: an `official`, the `applicant` that owns the \
         resource, or the `service` itself as an effect of the operation. Dates are examples.\n",
    );
    text += "\n## Applications\n\nThe applicant creates one with `submit_application`: it is `submitted`.\n\n";
    text += "A measure requires a recognised pole: while the pole is suspended, and once it is revoked, \
             dissolved or its recognition annulled, the application cannot be admitted. It stays \
             pending until an official rejects it (with a prior notice, if the call requires one) \
             or the applicant withdraws it.\n\n\
             A decision can be annulled even if the pole has been revoked or dissolved since: the \
             application is under review again, the pole does not change, and the application can \
             be rejected or withdrawn, but not admitted. Otherwise annulling an admission makes \
             the pole a candidate again, and so does annulling the rejection of a draft.\n\n\
             Nothing is admitted before the reference date, on which the pole is judged. From then to \
             the decision the requirements must be met without a break, unless the call says less \
             (`continuity`); who joined after the closing remedies nothing. An admission with reserve \
             (`reserved`) rests on the order of a court instead.\n\n\
             Somebody is responsible from the beginning (L. 241/1990, art. 5): the officer in charge whom \
             the call names, until the application is assigned to a person who has declared to have no \
             conflict of interest (art. 6-bis). Assigning it and recording protocol numbers are possible \
             in any state.\n\n\
             Terms of the applicant run from the day on which a request, a notice or a decision reaches \
             it, as the call says (`notification`): from the day of the act (`recorded`), from its \
             delivery (`delivered`), or from its first reading on the portal (`portal`), which the \
             applicant states, or a delivery. An answer shows that it has arrived. Until then no term \
             runs, and the review does not resume. The term of the office is suspended by a request \
             from the day after it, for thirty days at most, however late it is delivered; by a notice \
             from the day after its receipt.\n\n\
             What the silence of the office means is chosen before the call is published (`silence`): \
             `nothing`, and the application goes on waiting; or `assent`, by the provision that \
             `silence_basis` states. Then the application is admitted by itself from the day after the \
             last day to decide, whatever the rules say of its pole, unless its pole cannot be \
             recognised or gain by a measure any more. Nothing else is decided on it then: the admission \
             can be annulled, and after an annulment silence decides nothing.\n\n";
    text += &table(of_an_application, |from: ApplicationStatus, step| {
        all_facts().map(move |facts| application::attempt(from, step, &facts))
    });
    text += "\n### Annulment of an admission\n\n\
             It states its ground: self-redress within a term from the day of the act that is annulled \
             (L. 241/1990, art. 21-nonies), a criminal judgment, or a judgment. A rejection is annulled \
             at any time, and on the ground `interim_order` if a court suspends it: the application is \
             decided anew, and may be admitted with reserve (`reserved`). The terms are to be verified against the text in force before production \
             (**V**).\n\n";
    text += &row(["acts from", "months", "source"]);
    text += &row(["---"; 3]);
    for SelfRedress { from, months, source } in &SELF_REDRESS {
        let from = if *from == NaiveDate::MIN { "–".to_owned() } else { from.to_string() };
        let months = months.map_or_else(|| "a reasonable time".to_owned(), |many| many.to_string());
        text += &row([from.as_str(), months.as_str(), source.en.as_ref()]);
    }
    text += "\n## Poles\n\n\
             A restrictive act (a suspension, a revocation) has effect when it is communicated (L. \
             241/1990, art. 21-bis): on the day of its delivery, or on the day on which it is recorded \
             if nothing is said; an act may state another day, not before its own, and why. One that \
             awaits its delivery has been taken and has no effect yet; meanwhile no other suspension or \
             revocation is.\n\n\
             A suspension by the administration says until when (art. 21-quater): it can be extended \
             once, and ends by itself on the day after its last one. One by a court lasts until its order \
             falls, when the pole is reinstated. That a suspension by the administration may not outlast \
             the term of self-redress is left to the office (**V**).\n\n\
             A court may decide on any act after the recognition. An interim order suspends the act from \
             its day on: a revocation that is suspended revives the recognition, provisionally, and the \
             answers say so. An annulment by a court undoes the act from the beginning. Either can be \
             lifted. The pole then stands where the acts left in force put it. If a court suspends the \
             recognition itself, the pole is suspended; if it annuls it, the admission is annulled on the \
             ground `judgment`.\n\n";
    text += &table(of_a_pole, |from: PoleStatus, step| {
        pole_facts().map(move |facts| pole::attempt(from, step, facts))
    });
    text += "\n## Change requests\n\n\
             The lead of a recognised pole files one with `file_change_request`: it is `submitted`. A \
             member joins, one replaces another, another lead, another plan. It has the clock, the \
             suspension and the notice of an application. Accepted, the change takes effect on the day \
             that the decision or the request names, or else on that of the act, never before the day \
             of receipt. Two that are pending have no member in common; an exit or a communication \
             about a member supersedes one, and a pole that ends lets all of them lapse. While one that \
             would restore the requirements, received within the term of a warning, waits for its \
             decision, the recognition is not revoked for them.\n\n";
    text += &table(of_a_request, |from: RequestStatus, step| {
        procedures()
            .map(move |(procedure, today)| change_request::attempt(from, step, &procedure, today))
    });
    text += "\n## Communications and acts of office\n\n\
             The lead, a member about itself, or its successor communicates facts of law or of public \
             registers with `file_communication`: name, seat, contacts, codes, ATECO as registered, a \
             member that ceases or leaves, a merger. They take effect when they are filed, from the day \
             of the fact on, with its source; the office takes note (`note_communication`) or contests \
             (`contest_communication`), and cannot refuse. That of a successor from outside the network \
             takes effect once it is noted. A contestation is shown and does not change the report. What the Region's own registers say an \
             official records with `record_office_act`, by an act.\n\n";
    text += &table(of_a_communication, |from: CommunicationStatus, answer| {
        let kinds = CommunicationKind::ALL.iter();
        kinds.map(move |kind| communication::attempt(*kind, from, answer))
    });
    text += "\n## Calls\n\n\
             An extension defers the closing before it has come, for all: the reference date and the \
             term to decide of every application that waits for a decision follow, and each of them \
             has an event that says so. Until the closing an applicant may replace its \
             application (`replaces`), or withdraw it, change its pole and submit another. A reopening comes after the closing, by an act of its \
             own: who applied before keeps its dates, unless the act compares everybody as of the new \
             closing. Decided applications keep their dates, and a term that has expired does not \
             revive.\n\n";
    text += &table(of_a_call, |from: CallStatus, step| {
        call_facts().map(move |facts| call::attempt(from, step, &facts))
    });
    golden("procedure.md", &text);
}

/// Answers are up to the applicant, decisions to the Region.
#[test]
fn no_applicant_decides_on_an_application() {
    for step in application::Step::ALL {
        use application::Step::{Acknowledge, Assent, Integrate, Lapse, Observe, Withdraw};
        let expected = match step {
            Integrate | Observe | Acknowledge | Withdraw => "applicant",
            Assent | Lapse => "service",
            _ => "official",
        };
        assert_eq!(of_an_application(*step).who(), expected, "{step:?}");
    }
}
