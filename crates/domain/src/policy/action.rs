//! The operations of the API, by name.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// An operation of the API. The code is its `operationId`.
    pub enum Action: "action", from fixed("decisione di progetto", "project decision") {
        /// The service's status.
        ReadStatus = "read_status", "leggere lo stato del servizio", "read the service's status";
        /// The page as data.
        ReadProgramme = "read_programme", "leggere il programma", "read the programme";
        /// The seven areas.
        ListAreas = "list_areas", "elencare le aree", "list the areas";
        /// One area with its links.
        ReadArea = "read_area", "leggere un'area", "read an area";
        /// The codes of faults, findings, warnings and events.
        ListCodes = "list_codes", "elencare i codici", "list the codes";
        /// The kinds of members.
        ListMemberKinds = "list_member_kinds", "elencare i tipi di membro",
            "list the kinds of members";
        /// The sections of the register.
        ListAccreditationSections = "list_accreditation_sections",
            "elencare le sezioni di accreditamento", "list the accreditation sections";
        /// The six objectives.
        ListObjectives = "list_objectives", "elencare gli obiettivi", "list the objectives";
        /// The catalogue of tracks.
        ListStudyTracks = "list_study_tracks", "elencare gli indirizzi di studio",
            "list the study tracks";
        /// ATECO codes, searched.
        ListAtecoCodes = "list_ateco_codes", "cercare codici ATECO", "search ATECO codes";
        /// One ATECO code.
        ReadAtecoCode = "read_ateco_code", "leggere un codice ATECO", "read an ATECO code";
        /// The rulesets.
        ListRulesets = "list_rulesets", "elencare gli insiemi di regole", "list the rulesets";
        /// One ruleset.
        ReadRuleset = "read_ruleset", "leggere un insieme di regole", "read a ruleset";
        /// Calls.
        ListCalls = "list_calls", "elencare i bandi", "list calls";
        /// One call.
        ReadCall = "read_call", "leggere un bando", "read a call";
        /// A new call.
        CreateCall = "create_call", "creare un bando", "create a call";
        /// A call changes.
        ChangeCall = "change_call", "modificare un bando", "change a call";
        /// A draft call is deleted.
        RemoveCall = "remove_call", "eliminare un bando", "delete a call";
        /// A call is published.
        PublishCall = "publish_call", "pubblicare un bando", "publish a call";
        /// A call's window is extended.
        ExtendCall = "extend_call", "prorogare un bando", "extend a call";
        /// A call that has closed is reopened.
        ReopenCall = "reopen_call", "riaprire i termini di un bando", "reopen a call";
        /// A call is withdrawn.
        WithdrawCall = "withdraw_call", "revocare un bando", "withdraw a call";
        /// A call is archived.
        ArchiveCall = "archive_call", "archiviare un bando", "archive a call";
        /// The clock of a call.
        ReadCallClock = "read_call_clock", "leggere i termini di un bando",
            "read the clock of a call";
        /// What may be done with a call.
        ListCallActions = "list_call_actions", "elencare le azioni su un bando",
            "list the actions on a call";
        /// Poles.
        ListPoles = "list_poles", "elencare i poli", "list poles";
        /// One pole.
        ReadPole = "read_pole", "leggere un polo", "read a pole";
        /// A new pole.
        CreatePole = "create_pole", "creare un polo", "create a pole";
        /// A pole changes.
        ChangePole = "change_pole", "modificare un polo", "change a pole";
        /// A draft pole is deleted.
        RemovePole = "remove_pole", "eliminare un polo", "delete a pole";
        /// What may be done with a pole.
        ListPoleActions = "list_pole_actions", "elencare le azioni su un polo",
            "list the actions on a pole";
        /// The members of a pole.
        ListMembers = "list_members", "elencare i membri", "list members";
        /// One member.
        ReadMember = "read_member", "leggere un membro", "read a member";
        /// A new member.
        AddMember = "add_member", "aggiungere un membro", "add a member";
        /// A member changes.
        ChangeMember = "change_member", "modificare un membro", "change a member";
        /// A member is deleted.
        RemoveMember = "remove_member", "eliminare un membro", "delete a member";
        /// Replaces the members of a draft.
        ReplaceMembers = "replace_members", "sostituire i membri di un polo in bozza",
            "replace the members of a draft";
        /// Where an organisation takes part.
        SearchMembers = "search_members", "cercare dove partecipa un'organizzazione",
            "search where an organisation takes part";
        /// The report of a pole.
        ReadCompliance = "read_compliance", "leggere la conformità di un polo",
            "read a pole's compliance";
        /// The timeline of a pole.
        ReadTimeline = "read_timeline", "leggere lo scadenzario di un polo",
            "read a pole's timeline";
        /// The report of anything.
        EvaluateNetwork = "evaluate_network", "valutare una rete", "evaluate a network";
        /// What the service makes of a token.
        ReadMe = "read_me", "leggere la propria identità", "read one's own identity";
        /// Applications.
        ListApplications = "list_applications", "elencare le candidature", "list applications";
        /// A new application.
        SubmitApplication = "submit_application", "presentare una candidatura",
            "submit an application";
        /// One application.
        ReadApplication = "read_application", "leggere una candidatura", "read an application";
        /// What was frozen when it was received.
        ReadSnapshot = "read_snapshot", "leggere la copia immodificabile di una candidatura",
            "read the snapshot of an application";
        /// The receipt of an application.
        ReadReceipt = "read_receipt", "leggere la ricevuta di una candidatura",
            "read the receipt of an application";
        /// The receipts about an application.
        ListApplicationReceipts = "list_application_receipts",
            "elencare le ricevute di una candidatura", "list the receipts of an application";
        /// The receipts about a pole.
        ListPoleReceipts = "list_pole_receipts", "elencare le ricevute di un polo",
            "list the receipts of a pole";
        /// One receipt.
        ReadActReceipt = "read_act_receipt", "leggere la ricevuta di un atto del richiedente",
            "read the receipt of an act of the applicant";
        /// Differences from the frozen snapshot.
        ReadApplicationChanges = "read_application_changes",
            "leggere che cosa è cambiato dopo la candidatura",
            "read what changed since the application";
        /// What may be done with an application.
        ListApplicationActions = "list_application_actions",
            "elencare le azioni su una candidatura", "list the actions on an application";
        /// An application is examined.
        ReviewApplication = "review_application", "istruire una candidatura",
            "review an application";
        /// An integration is requested.
        RequestIntegration = "request_integration", "richiedere un'integrazione",
            "request an integration";
        /// An integration is submitted.
        SubmitIntegration = "submit_integration", "presentare un'integrazione",
            "submit an integration";
        /// Notice of a rejection is given.
        NotifyRejection = "notify_rejection", "comunicare un preavviso di rigetto",
            "give notice of a rejection";
        /// The applicant submits observations.
        SubmitObservations = "submit_observations", "presentare osservazioni",
            "submit observations";
        /// An application is admitted.
        AdmitApplication = "admit_application", "ammettere una candidatura",
            "admit an application";
        /// An application is rejected.
        RejectApplication = "reject_application", "respingere una candidatura",
            "reject an application";
        /// A decision is annulled.
        AnnulDecision = "annul_decision", "annullare una decisione", "annul a decision";
        /// How an act of the office reached the applicant.
        RecordDelivery = "record_delivery", "registrare la consegna di un atto",
            "record the delivery of an act";
        /// The applicant has read the acts of the office.
        AcknowledgeActs = "acknowledge_acts", "dichiarare la lettura degli atti",
            "state that the acts have been read";
        /// An application is withdrawn.
        WithdrawApplication = "withdraw_application", "ritirare una candidatura",
            "withdraw an application";
        /// Requests to change networks, across poles.
        ListChangeRequests = "list_change_requests", "elencare le richieste di variazione",
            "list change requests";
        /// Requests to change one network.
        ListPoleChangeRequests = "list_pole_change_requests",
            "elencare le richieste di variazione di un polo", "list the change requests of a pole";
        /// A new request.
        FileChangeRequest = "file_change_request", "presentare una richiesta di variazione",
            "file a change request";
        /// One request.
        ReadChangeRequest = "read_change_request", "leggere una richiesta di variazione",
            "read a change request";
        /// What may be done with a request.
        ListChangeRequestActions = "list_change_request_actions",
            "elencare le azioni su una richiesta di variazione",
            "list the actions on a change request";
        /// A request is examined.
        ReviewChangeRequest = "review_change_request", "istruire una richiesta di variazione",
            "review a change request";
        /// An integration of a request is asked for.
        RequestChangeIntegration = "request_change_integration",
            "richiedere l'integrazione di una richiesta di variazione",
            "request the integration of a change request";
        /// It is submitted.
        SubmitChangeIntegration = "submit_change_integration",
            "integrare una richiesta di variazione", "submit the integration of a change request";
        /// Notice of a refusal is given.
        NotifyRefusal = "notify_refusal", "comunicare un preavviso di diniego",
            "give notice of a refusal";
        /// The lead submits observations.
        SubmitChangeObservations = "submit_change_observations",
            "presentare osservazioni su una richiesta di variazione",
            "submit observations on a change request";
        /// A request is accepted.
        AcceptChangeRequest = "accept_change_request", "accogliere una richiesta di variazione",
            "accept a change request";
        /// A request is refused.
        RefuseChangeRequest = "refuse_change_request", "respingere una richiesta di variazione",
            "refuse a change request";
        /// A request is withdrawn.
        WithdrawChangeRequest = "withdraw_change_request",
            "rinunciare a una richiesta di variazione", "withdraw a change request";
        /// Facts about networks that were communicated or recorded.
        ListCommunications = "list_communications", "elencare le comunicazioni",
            "list communications";
        /// Those about one network.
        ListPoleCommunications = "list_pole_communications",
            "elencare le comunicazioni di un polo", "list the communications about a pole";
        /// A fact is communicated.
        FileCommunication = "file_communication", "comunicare un fatto che riguarda un polo",
            "communicate a fact about a pole";
        /// One communication.
        ReadCommunication = "read_communication", "leggere una comunicazione",
            "read a communication";
        /// The office takes note of a communication.
        NoteCommunication = "note_communication", "prendere atto di una comunicazione",
            "take note of a communication";
        /// The office contests a communication.
        ContestCommunication = "contest_communication", "contestare una comunicazione",
            "contest a communication";
        /// The Region records what its own registers say.
        RecordOfficeAct = "record_office_act", "registrare un atto d'ufficio",
            "record an act of office";
        /// What waits for the office.
        ReadWorkload = "read_workload", "leggere il carico di lavoro dell'ufficio",
            "read the workload of the office";
        /// Receipts are checked.
        VerifyReceipt = "verify_receipt", "verificare una ricevuta", "verify a receipt";
        /// Findings that officials settled.
        ListDeterminations = "list_determinations", "elencare i rilievi definiti",
            "list the findings that were settled";
        /// A finding is settled.
        SettleFinding = "settle_finding", "definire un rilievo", "settle a finding";
        /// A pole is warned.
        WarnPole = "warn_pole", "diffidare il capofila di un polo", "warn the lead of a pole";
        /// A reorganisation is recorded.
        RecordReorganisation = "record_reorganisation", "registrare un dimensionamento",
            "record a reorganisation";
        /// What a reorganisation would do.
        PreviewReorganisation = "preview_reorganisation",
            "verificare gli effetti di un dimensionamento", "preview a reorganisation";
        /// Reorganisations.
        ListReorganisations = "list_reorganisations", "elencare i dimensionamenti",
            "list reorganisations";
        /// One reorganisation.
        ReadReorganisation = "read_reorganisation", "leggere un dimensionamento",
            "read a reorganisation";
        /// A pole is suspended.
        SuspendPole = "suspend_pole", "sospendere il riconoscimento di un polo",
            "suspend the recognition of a pole";
        /// An application is assigned to a person.
        AssignApplication = "assign_application", "assegnare una candidatura",
            "assign an application";
        /// A protocol number of the Region is recorded on an application.
        RecordReference = "record_reference", "annotare gli estremi regionali di una candidatura",
            "record a protocol number on an application";
        /// The suspension of a pole is extended.
        ExtendSuspension = "extend_suspension", "prorogare la sospensione di un polo",
            "extend the suspension of a pole";
        /// A pole is reinstated.
        ReinstatePole = "reinstate_pole", "ripristinare l'efficacia del riconoscimento di un polo",
            "reinstate the recognition of a pole";
        /// A pole is revoked.
        RevokePole = "revoke_pole", "revocare il riconoscimento di un polo",
            "revoke the recognition of a pole";
        /// What a court decided of an act on a pole is recorded.
        RecordCourtOrder = "record_court_order",
            "registrare un provvedimento del giudice su un atto di un polo",
            "record a court's decision on an act on a pole";
        /// The delivery of an act on a pole is recorded.
        RecordPoleDelivery = "record_pole_delivery", "registrare la consegna di un atto di un polo",
            "record the delivery of an act on a pole";
        /// A pole is dissolved.
        DissolvePole = "dissolve_pole", "sciogliere un polo", "dissolve a pole";
        /// A pole is transferred.
        TransferPole = "transfer_pole", "trasferire un polo ad altro soggetto", "transfer a pole";
        /// Whether a pole is recognised.
        ReadRecognition = "read_recognition", "leggere il riconoscimento di un polo",
            "read the recognition of a pole";
        /// Which organisations belong to recognised poles.
        SearchRecognitions = "search_recognitions", "cercare i riconoscimenti di organizzazioni",
            "search the recognitions of organisations";
        /// Memberships of one's own body.
        ListMemberships = "list_memberships", "elencare le proprie adesioni",
            "list one's own memberships";
        /// A member confirms its membership.
        ConfirmMembership = "confirm_membership", "confermare la propria adesione",
            "confirm one's own membership";
        /// The change feed.
        ListEvents = "list_events", "leggere il registro degli eventi", "read the change feed";
        /// The history of a call.
        ListCallEvents = "list_call_events", "leggere la storia di un bando",
            "read the history of a call";
        /// The versions of a pole.
        ListPoleVersions = "list_pole_versions", "elencare le versioni di un polo",
            "list the versions of a pole";
        /// The difference of two versions of a pole.
        ComparePoleVersions = "compare_pole_versions", "confrontare due versioni di un polo",
            "compare two versions of a pole";
        /// The history of a pole.
        ListPoleEvents = "list_pole_events", "leggere la storia di un polo",
            "read the history of a pole";
        /// The history of an application.
        ListApplicationEvents = "list_application_events", "leggere la storia di una candidatura",
            "read the history of an application";
    }
}
