# Juna "Amsel", 17, Dortmund and Moenchengladbach. All persons are fictional. JHD Jugendhilfedienst, TaZ Team auf Zeit.
title Juna: homeless and back, coming of age, two offices that dispute, aftercare, an end and a way back
clock 2026-03-02T08:00:00Z

organisation dortmund YOUTH_OFFICE Jugendamt Dortmund
unit jhd-nord dortmund JHD Nord
unit vormundschaft dortmund Amtsvormundschaft
person adler dortmund/jhd-nord CASE_WORKER Frau Adler
person specht dortmund/jhd-nord CASE_WORKER Herr Specht
person eule dortmund/jhd-nord DEPARTMENT_HEAD Frau Eule
person drossel dortmund/vormundschaft CASE_WORKER Frau Drossel
person meise dortmund/vormundschaft CASE_WORKER Herr Meise
deputy adler specht
deputy drossel meise
organisation gladbach YOUTH_OFFICE Jugendamt Moenchengladbach
unit ost gladbach Team Ost
person falke gladbach/ost CASE_WORKER Herr Falke
person sommer gladbach/ost CASE_WORKER Frau Sommer
deputy falke sommer
organisation kosydo COORDINATION_OFFICE KoSyDo Dortmund
person wachtel kosydo COORDINATOR Frau Wachtel
person zeisig kosydo COORDINATOR Herr Zeisig
deputy wachtel zeisig
organisation traeger PROVIDER Haus Uferlos e.V.
person biber traeger PROVIDER_WORKER Herr Biber
person otter traeger PROVIDER_WORKER Frau Otter
deputy biber otter
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Kauz

let heard {"young_person": {"heard": true}, "family": {"heard": true}}
let alone {"young_person": {"heard": true}}

step 1 Frau Adler inquires for Juna; the office of guardianship declares in person that it represents her.
do adler SubmitInquiry {"unit_id": "$jhd-nord", "deputy_person_id": "$specht", "office_organisation_id": "$kosydo",
  "competent_organisation_id": "$dortmund", "symptoms": ["SYMPTOM_NO_SCHOOL"],
  "broken_off_supports": [{"kind": "HELP_KIND_RESIDENTIAL_GROUP", "ended_at": "2025-11-14T10:00:00Z",
    "account": "Wohngruppe Leuchtfeuer beendet, Juna kam nachts nicht heim"},
    {"kind": "HELP_KIND_OUTPATIENT", "ended_at": "2026-01-20T10:00:00Z", "account": "Erziehungsbeistand aufgegeben"}],
  "tonight_kind": "TONIGHT_KIND_FAMILY", "young_person_name": "Juna Amsel", "summary": "Juna Amsel schlaeft bei der Tante"}
keep inquiry inquiry_id
do wachtel AssessInquiry {"inquiry_id": "$inquiry"}
expect state INQUIRY_STATE_ELIGIBLE
ask adler GetInquiry {"inquiry_id": "$inquiry"}
keep case inquiry.case_id
do adler RecordBirthDate {"case_id": "$case", "birth_date": "2008-09-14"}
do adler NameGuardian {"case_id": "$case", "kind": "GUARDIAN_KIND_OFFICE", "to_organisation_id": "$dortmund",
  "to_unit_id": "$vormundschaft", "to_person_id": "$drossel", "to_deputy_person_id": "$meise"}
ask drossel ListInbox {}
expect items[kind=INBOX_ITEM_KIND_GUARDIANSHIP].case_id $case
do drossel DeclareGuardianship {"case_id": "$case"}
ask adler GetCase {"case_id": "$case"}
expect case.guardianship.holder.person_id $drossel
expect case.holder.person_id $adler

step 2 A team of three, an understanding, and a place of her own.
do wachtel ProposeTeam {"case_id": "$case", "case_worker_person_id": "$adler", "coordinator_deputy_person_id": "$zeisig", "seats": [
  {"organisation_id": "$kosydo", "person_id": "$wachtel", "discipline": "DISCIPLINE_SOCIAL_WORK", "lead": false},
  {"organisation_id": "$dortmund", "person_id": "$adler", "discipline": "DISCIPLINE_SOCIAL_WORK", "lead": true},
  {"organisation_id": "$traeger", "person_id": "$biber", "discipline": "DISCIPLINE_RESIDENTIAL_CARE", "lead": false}]}
keep team team_id
do wachtel CommitToTeam {"case_id": "$case", "team_id": "$team"}
do adler CommitToTeam {"case_id": "$case", "team_id": "$team"}
do biber CommitToTeam {"case_id": "$case", "team_id": "$team"}
ask adler GetCase {"case_id": "$case"}
expect case.shared true
do wachtel ActivateTeam {"case_id": "$case", "team_id": "$team", "review_due": "$now+180d"}
do wachtel RecordCaseUnderstanding {"case_id": "$case", "participation": "$heard",
  "understanding": "Juna prueft, ob jemand sie sucht", "good_reason": "Wer gesucht wird, ist jemandem wichtig"}
do biber ListEntry {"kind": "CATALOGUE_KIND_OFFER", "topics": ["CATALOGUE_TOPIC_HOUSING"], "display_name": "Zimmer ueber der Werkstatt",
  "description": "zwei Zimmer, abends ist Herr Biber da"}
keep rooms entry_id
refuse B8 adler TellPlaces {"entry_id": "$rooms", "places": 2, "free": 2}
do biber TellPlaces {"entry_id": "$rooms", "places": 2, "free": 1}
do biber ProposeSetting {"case_id": "$case", "participation": "$heard", "idea": "Zimmer ueber der Fahrradwerkstatt",
  "components": [{"kind": "COMPONENT_KIND_RESIDENTIAL", "organisation_id": "$traeger"}]}
keep room setting_id
do biber AnswerSetting {"case_id": "$case", "setting_id": "$room", "answer": "ANSWER_YES", "why": "Endlich eine Tuer zum Abschliessen"}
do adler AdoptSetting {"case_id": "$case", "setting_id": "$room", "participation": "$heard"}
do biber StartSetting {"case_id": "$case", "setting_id": "$room", "deputy_person_id": "$otter"}

do biber RecordConfidence {"case_id": "$case", "confidence": "CONFIDENCE_SURE", "question_version": 1,
  "occasion": "CONFIDENCE_OCCASION_TEAM_MEETING"}
do adler RecordConfidence {"case_id": "$case", "confidence": "CONFIDENCE_UNSURE", "question_version": 1,
  "occasion": "CONFIDENCE_OCCASION_TEAM_MEETING"}

advance 40d
step 3 Juna is gone. Nobody ends anything: a named person searches at once, the room stays hers, and the case rests with a date.
do biber RecordSetback {"case_id": "$case", "kinds": ["SETBACK_KIND_ABSCONDING"], "account": "Juna ist seit zwei Naechten weg"}
refuse N9 adler EndSetting {"case_id": "$case", "setting_id": "$room"}
refuse N8 adler EndSetting {"case_id": "$case", "setting_id": "$room", "next_tonight": {"kind": "TONIGHT_KIND_WHEREABOUTS_UNKNOWN",
  "holder": {"organisation_id": "$dortmund", "unit_id": "$jhd-nord", "person_id": "$adler", "deputy_person_id": "$specht"}}}
do biber ReportMissing {"case_id": "$case"}
ask adler ListInbox {"filter": {"clocks": ["CLOCK_KIND_SEARCH_CONTACT"]}}
expect items[0].case_id $case
refuse D4 biber EndSetting {"case_id": "$case", "setting_id": "$room"}
refuse N12 adler EnterStandby {"case_id": "$case", "reason": "STANDBY_REASON_UNREACHABLE", "next_contact_due": "$now+60d",
  "participation": {"young_person": {"heard": false, "reason": "NOT_HEARD_REASON_UNREACHABLE", "retry_due": "$now+20d"},
  "family": {"heard": true}}}
do adler EnterStandby {"case_id": "$case", "reason": "STANDBY_REASON_UNREACHABLE", "next_contact_due": "$now+20d",
  "participation": {"young_person": {"heard": false, "reason": "NOT_HEARD_REASON_UNREACHABLE", "retry_due": "$now+20d"},
  "family": {"heard": true}}}
refuse N15 biber RequestLawfulEnd {"case_id": "$case", "ground": "unbekannt verzogen"}
refuse N14 adler RequestLawfulEnd {"case_id": "$case", "ground": "MOVED_ABROAD", "evidence": "Jemand hat sie in Venlo gesehen",
  "confirmed_at": "$now", "participation": "$heard"}
ask adler GetCase {"case_id": "$case"}
expect case.phase CASE_PHASE_STANDBY
expect case.tonight.kind TONIGHT_KIND_WHEREABOUTS_UNKNOWN
expect case.tonight.holder.person_id $adler
expect case.kept_setting_id $room
ask specht ListUnitWork {"filter": {"clocks": ["CLOCK_KIND_STANDBY_CONTACT"]}}
expect items[0].person_id $adler
expect items[0].kind INBOX_ITEM_KIND_DUE

advance 12d
step 4 She sends a message; the same people are there, and the room above the workshop is still hers. Nothing is adopted anew for it.
do biber RecordContactWithYoungPerson {"case_id": "$case", "channel": "CONTACT_CHANNEL_MESSAGE",
  "note": "Juna fragt, ob ihr Fahrrad noch da ist"}
ask adler GetCase {"case_id": "$case"}
expect case.phase CASE_PHASE_ACTIVE
expect case.holder.person_id $adler
expect case.shared true
refuse A11 biber ProposeSetting {"case_id": "$case", "participation": "$heard", "idea": "wieder die Werkstatt",
  "components": [{"kind": "COMPONENT_KIND_RESIDENTIAL", "organisation_id": "$traeger"}]}
do wachtel RecordCaseUnderstanding {"case_id": "$case", "participation": "$heard",
  "understanding": "Sie ging, als der Geburtstag der Schwester ohne sie gefeiert wurde", "good_reason": "Fehlen tat weniger weh als Zusehen"}
keep understood result.position
refuse N9 adler VouchForTonight {"case_id": "$case", "tonight": {"kind": "TONIGHT_KIND_PLACEMENT",
  "holder": {"organisation_id": "$traeger", "person_id": "$biber"}}}
do biber ReportBack {"case_id": "$case", "deputy_person_id": "$otter"}
refuse A23 adler RecordConfidence {"case_id": "$case", "confidence": "CONFIDENCE_SURE", "question_version": 7,
  "occasion": "CONFIDENCE_OCCASION_REVIEW"}
do adler RecordConfidence {"case_id": "$case", "confidence": "CONFIDENCE_SURE", "question_version": 1,
  "occasion": "CONFIDENCE_OCCASION_REVIEW"}
ask adler GetCase {"case_id": "$case"}
expect case.tonight.kind TONIGHT_KIND_PLACEMENT
expect case.tonight.holder.person_id $biber

advance 165d
step 5 Juna is 18: nobody represents her any more, what others had agreed to is asked anew, and nothing ends.
ask adler GetCase {"case_id": "$case"}
expect case.of_age true
expect case.holder.person_id $adler
expect case.clocks[kind=CLOCK_KIND_CONSENT_RENEWAL].kind CLOCK_KIND_CONSENT_RENEWAL
do adler RecordConsents {"case_id": "$case", "answer": "ANSWER_PARTLY", "why": "Ja zur Werkstatt, nein zu Briefen an die Tante"}
do adler RecordTransitionCheck {"case_id": "$case", "participation": "$alone", "note": "Ausbildung, Wohnung, Jobcenter angesehen"}
do adler PlanHelp {"case_id": "$case", "planned_end": "$now+400d", "participation": "$alone"}

step 6 She lives in Moenchengladbach now. Paper moves nothing; the other office refuses, and who holds goes on.
do adler DetermineCompetence {"case_id": "$case", "organisation_id": "$dortmund", "basis": "LEGAL_BASIS_SGB8_86",
  "effective_since": "2026-03-02T08:00:00Z"}
keep competence competence_id
do adler DetectCompetenceChange {"case_id": "$case", "cause": "COMPETENCE_CHANGE_CAUSE_YOUNG_ADULT_MOVED",
  "organisation_id": "$gladbach", "account": "Lehrstelle und Zimmer bei der Schwester in Rheydt"}
keep change change_id
do adler InformAgency {"case_id": "$case", "change_id": "$change", "to_organisation_id": "$gladbach", "to_unit_id": "$ost",
  "to_person_id": "$falke", "to_deputy_person_id": "$sommer"}
do biber DocumentDiagnostics {"case_id": "$case", "text": "Was Juna Herrn Biber ueber den Sommer erzaehlt hat"}
keep told result.position
refuse § 65 adler SendAgencyData {"case_id": "$case", "change_id": "$change", "package": [{"position": "$told",
  "confidentiality": "CONFIDENTIALITY_ENTRUSTED", "basis": "TRANSFER_BASIS_CONSENT"}]}
do biber RegisterConsent {"case_id": "$case", "matter": "CONSENT_MATTER_ENTRUSTED", "organisation_id": "$gladbach",
  "given_by": "CONSENT_GIVER_YOUNG_PERSON", "given_on": "$now", "until": "$now+60d", "words": "Der Sommer darf in die neue Akte"}
keep consent consent_id
do adler SendAgencyData {"case_id": "$case", "change_id": "$change", "package": [{"position": "$told",
  "confidentiality": "CONFIDENTIALITY_ENTRUSTED", "basis": "TRANSFER_BASIS_CONSENT", "consent_id": "$consent"}]}
do biber WithdrawConsent {"case_id": "$case", "consent_id": "$consent", "withdrawn_by": "CONSENT_GIVER_YOUNG_PERSON",
  "words": "Juna will es lieber selbst erzaehlen"}
refuse § 65 adler SendAgencyData {"case_id": "$case", "change_id": "$change", "package": [{"position": "$told",
  "confidentiality": "CONFIDENTIALITY_ENTRUSTED", "basis": "TRANSFER_BASIS_CONSENT", "consent_id": "$consent"}]}
refuse N7 falke AcceptContinuedService {"case_id": "$case", "change_id": "$change"}
do falke RefuseCompetence {"case_id": "$case", "change_id": "$change", "reason": "COMPETENCE_REFUSAL_REASON_LAW_DISPUTED",
  "argument": "Hilfe fuer junge Volljaehrige begann in Dortmund, § 86a Absatz 4"}
ask adler GetCase {"case_id": "$case"}
expect case.competence_change.contested true
expect case.holder.person_id $adler
ask adler ListInbox {"filter": {"clocks": ["CLOCK_KIND_OMBUDS_OFFER"]}}
expect items[0].case_id $case
do adler OfferOmbuds {"case_id": "$case", "change_id": "$change", "participation": "$alone"}

advance 20d
step 7 Where she stays, an office acts for the time being; facts come out, and the past of the law changes, not that of who held.
do adler AskProvisionalTakeover {"case_id": "$case", "change_id": "$change", "to_organisation_id": "$gladbach", "to_unit_id": "$ost",
  "to_person_id": "$falke", "to_deputy_person_id": "$sommer", "cause": "PROVISIONAL_CAUSE_DISPUTED"}
do falke AcceptProvisionalTakeover {"case_id": "$case", "change_id": "$change"}
ask falke GetCase {"case_id": "$case"}
expect case.holder.person_id $falke
expect case.provisional true
expect case.packages_owed[0].giver.person_id $adler
refuse N6 falke PackAfterwards {"case_id": "$case", "to_organisation_id": "$gladbach", "nothing_needed": true}
refuse N6 adler PackAfterwards {"case_id": "$case", "to_organisation_id": "$gladbach", "package": [{"position": "$understood",
  "confidentiality": "CONFIDENTIALITY_ORDINARY"}]}
do adler PackAfterwards {"case_id": "$case", "to_organisation_id": "$gladbach", "package": [{"position": "$understood",
  "confidentiality": "CONFIDENTIALITY_ORDINARY", "basis": "TRANSFER_BASIS_SGB8_64_1"}]}
do falke DetermineCompetence {"case_id": "$case", "organisation_id": "$gladbach", "basis": "LEGAL_BASIS_SGB8_86",
  "effective_since": "2026-09-20T08:00:00Z", "corrects_competence_id": "$competence"}
ask falke GetCase {"case_id": "$case"}
expect case.provisional true
refuse A6 adler DetermineCompetence {"case_id": "$case", "organisation_id": "$dortmund", "basis": "LEGAL_BASIS_SGB8_86",
  "effective_since": "2026-09-20T08:00:00Z"}
do adler DetermineCompetence {"case_id": "$case", "organisation_id": "$gladbach", "basis": "LEGAL_BASIS_SGB8_86",
  "effective_since": "2026-09-20T08:00:00Z"}
ask falke GetCase {"case_id": "$case"}
expect case.provisional false
expect case.competences[0].corrected true
expect case.holder.person_id $falke
expect case.tonight.holder.person_id $biber

advance 30d
step 8 Her own flat: the setting ends with somebody who knows where she is, and aftercare has a rhythm.
do falke EndSetting {"case_id": "$case", "setting_id": "$room", "next_tonight": {"kind": "TONIGHT_KIND_FAMILY",
  "holder": {"organisation_id": "$gladbach", "unit_id": "$ost", "person_id": "$falke", "deputy_person_id": "$sommer"}}}
do falke BeginAftercare {"case_id": "$case", "unit_id": "$ost", "person_id": "$sommer", "deputy_person_id": "$falke",
  "until": "$now+180d", "contact_every_days": 30, "participation": "$alone"}
ask sommer ListInbox {}
expect items[clock=CLOCK_KIND_AFTERCARE_CONTACT].kind INBOX_ITEM_KIND_DUE

advance 20d
step 9 She decides to go on alone, is told of the way back, and two weeks later she may; then she comes back.
do falke RequestLawfulEnd {"case_id": "$case", "ground": "OWN_DECISION", "birth_date": "2008-09-14", "informed": true,
  "given_in_person": true, "participation": "$alone"}
keep end end_id
refuse N14 falke ApproveLawfulEnd {"case_id": "$case", "end_id": "$end"}
do wachtel ApproveLawfulEnd {"case_id": "$case", "end_id": "$end"}
advance 15d
ask falke GetCase {"case_id": "$case"}
expect case.phase CASE_PHASE_LAWFULLY_ENDED
advance 40d
do falke ReopenCase {"case_id": "$case"}
ask falke GetCase {"case_id": "$case"}
expect case.phase CASE_PHASE_ACTIVE
expect case.holder.person_id $falke
expect case.shared true

step 10 The steering group looks at the project as a whole, by figures that the log tells anybody again.
do wachtel FoundMembership {"kind": "MEMBERSHIP_KIND_STEERING_GROUP", "display_name": "Steuerungsgruppe", "deputy_person_id": "$zeisig",
  "seats": [{"organisation_id": "$dortmund", "person_id": "$eule", "lead": true},
  {"organisation_id": "$traeger", "person_id": "$otter"}]}
keep steering membership_id
do eule AcceptMembership {"membership_id": "$steering", "deputy_person_id": "$adler"}
do otter AcceptMembership {"membership_id": "$steering", "deputy_person_id": "$biber"}
ask auditor GetReport {}
keep figures position
refuse B14 eule OpenMembershipDecision {"membership_id": "$steering", "subject": "DECISION_SUBJECT_PROJECT_EVALUATION",
  "question": "Geht der Weg nach der Foerderung weiter?", "answer_due": "$now+14d", "evaluation": {"kind": "PROJECT_KIND_PROJECT",
  "from": "2026-03-02T08:00:00Z", "until": "$now", "judgement": "PROJECT_JUDGEMENT_CONTINUE"}}
do eule OpenMembershipDecision {"membership_id": "$steering", "subject": "DECISION_SUBJECT_PROJECT_EVALUATION",
  "question": "Geht der Weg nach der Foerderung weiter?", "answer_due": "$now+14d", "evaluation": {"kind": "PROJECT_KIND_PROJECT",
  "from": "2026-03-02T08:00:00Z", "until": "$now", "figures_position": "$figures", "judgement": "PROJECT_JUDGEMENT_CONTINUE"}}
keep evaluation decision_id
do eule CastVote {"decision_id": "$evaluation", "vote": "VOTE_YES"}
do otter CastVote {"decision_id": "$evaluation", "vote": "VOTE_YES"}
ask eule GetJointDecision {"decision_id": "$evaluation"}
expect decision.evaluated_by_person_id $eule
ask auditor GetReport {}
expect evaluations.agreed[code=CONTINUE].count 1
expect confidence.answered 2
expect confidence.compared 1
expect confidence.rose 1
expect without_setting.cases 1
expect without_setting.open 1
expect capacity.places 2
expect capacity.free 1
expect capacity.topics[topic=HOUSING].offers 1
