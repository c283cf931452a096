# Ayla "Luchs", 13, group home, Saturday 23:10. All persons are fictional. KJP child and adolescent psychiatry.
title Ayla: a Saturday-night crisis, five legs at once, the clinic and the way back
clock 2026-03-02T22:10:00Z

organisation dortmund YOUTH_OFFICE Jugendamt Dortmund
unit jhd-nord dortmund JHD Nord
person adler dortmund/jhd-nord CASE_WORKER Frau Adler
person specht dortmund/jhd-nord CASE_WORKER Herr Specht
person habicht dortmund/jhd-nord TEAM_LEAD Frau Habicht
deputy adler specht
organisation kosydo COORDINATION_OFFICE KoSyDo Dortmund
person wachtel kosydo COORDINATOR Frau Wachtel
person zeisig kosydo COORDINATOR Herr Zeisig
organisation traeger PROVIDER Wohngruppe Birkenhof e.V.
person biber traeger PROVIDER_WORKER Herr Biber
person otter traeger PROVIDER_WORKER Frau Otter
deputy biber otter
organisation klinik CLINIC KJP am Park
person reiher klinik CLINIC Frau Doktor Reiher
person ibis klinik CLINIC Herr Ibis
organisation fremd PROVIDER Haus Ohne Unterschrift
person igel fremd PROVIDER_WORKER Frau Igel
person dachs fremd PROVIDER_WORKER Herr Dachs
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Eule

let heard {"young_person": {"heard": true}, "family": {"heard": true}}

step 0 Ayla lives at Birkenhof; youth office, provider and clinic have signed the agreement on crises.
do habicht AdoptAgreement {"display_name": "Kooperationsvereinbarung Krise", "unit_id": "$jhd-nord", "deputy_person_id": "$adler",
  "procedure": {"legs": [{"party": "CRISIS_PARTY_YOUTH_OFFICE", "acknowledge_minutes": 30},
    {"party": "CRISIS_PARTY_PROVIDER", "acknowledge_minutes": 30},
    {"party": "CRISIS_PARTY_LEGAL_REPRESENTATIVE", "acknowledge_minutes": 30},
    {"party": "CRISIS_PARTY_RESCUE_SERVICE", "acknowledge_minutes": 10}, {"party": "CRISIS_PARTY_CLINIC", "acknowledge_minutes": 15}],
    "court_approval_hours": 24, "meeting_days": 14}}
do habicht SignAgreement {"contact_person_id": "$habicht", "deputy_person_id": "$adler"}
do biber SignAgreement {"contact_person_id": "$biber", "deputy_person_id": "$otter"}
do reiher SignAgreement {"contact_person_id": "$reiher", "deputy_person_id": "$ibis"}
do adler SubmitInquiry {"unit_id": "$jhd-nord", "deputy_person_id": "$specht", "office_organisation_id": "$kosydo",
  "competent_organisation_id": "$dortmund", "symptoms": ["SYMPTOM_RISK_TO_SELF_OR_OTHERS"],
  "broken_off_supports": [{"kind": "HELP_KIND_RESIDENTIAL_GROUP", "ended_at": "2025-09-14T10:00:00Z",
    "account": "Wohngruppe am Deich beendet nach vier Monaten"},
    {"kind": "HELP_KIND_FOSTER_CARE", "ended_at": "2025-12-20T10:00:00Z", "account": "Bereitschaftspflege ging nicht weiter"}],
  "tonight_kind": "TONIGHT_KIND_FAMILY", "young_person_name": "Ayla Luchs", "summary": "Ayla Luchs ritzt sich, die Mutter ist erschoepft"}
keep inquiry inquiry_id
do wachtel AssessInquiry {"inquiry_id": "$inquiry"}
ask adler GetInquiry {"inquiry_id": "$inquiry"}
keep case inquiry.case_id
do adler RecordCaseUnderstanding {"case_id": "$case", "participation": "$heard",
  "understanding": "Ayla verletzt sich, wenn jemand Abschied nimmt", "good_reason": "Schmerz, den sie selbst macht, kommt nicht ueberraschend"}
do adler ProposeSetting {"case_id": "$case", "participation": "$heard", "idea": "Zimmer am Garten, Nachtdienst nebenan",
  "components": [{"kind": "COMPONENT_KIND_RESIDENTIAL", "organisation_id": "$traeger"}]}
keep place setting_id
do adler AnswerSetting {"case_id": "$case", "setting_id": "$place", "answer": "ANSWER_YES", "why": "Wenn die Katze bleiben darf"}
do adler AdoptSetting {"case_id": "$case", "setting_id": "$place", "participation": "$heard"}
do biber StartSetting {"case_id": "$case", "setting_id": "$place", "deputy_person_id": "$otter"}
do biber RegisterConsent {"case_id": "$case", "matter": "CONSENT_MATTER_ENTRUSTED", "organisation_id": "$dortmund",
  "given_by": "CONSENT_GIVER_YOUNG_PERSON", "given_on": "$now", "until": "$now+180d", "words": "Adler darf das mit den Nachrichten wissen"}
keep anvertraut consent_id
do biber EnterRecord {"case_id": "$case", "kind": "RECORD_KIND_CONTRIBUTION", "source": "RECORD_SOURCE_YOUNG_PERSON",
  "basis": "RECORD_BASIS_CONSENT", "consent_id": "$anvertraut", "confidentiality": "CONFIDENTIALITY_ENTRUSTED",
  "text": "Ayla hat mir anvertraut, dass sie Nachrichten vom Vater bekommt"}

advance 5d
step 1 Self-harm on Saturday night: the provider raises the alarm, and five legs begin at once.
do biber OpenCrisis {"request_id": "0b5e7f0a-1f5c-4c43-9d52-2a4f5be0a7c1", "case_id": "$case", "kind": "CRISIS_KIND_SELF_HARM",
  "risk_to_self": true, "deputy_person_id": "$otter", "account": "Ayla hat sich tief in den Unterarm geschnitten",
  "clinic_organisation_id": "$klinik"}
keep crisis crisis_id
ask reiher GetCrisis {"crisis_id": "$crisis"}
expect crisis.state CRISIS_STATE_LEGS_RUNNING
expect crisis.legs[0].organisation_id $dortmund
expect crisis.legs[1].organisation_id $traeger
expect crisis.legs[2].party CRISIS_PARTY_LEGAL_REPRESENTATIVE
expect crisis.legs[3].party CRISIS_PARTY_RESCUE_SERVICE
expect crisis.legs[4].organisation_id $klinik
ask adler GetCase {"case_id": "$case"}
expect case.crisis_lead.person_id $biber
expect case.crisis_id $crisis
ask adler ListInbox {}
expect items[kind=INBOX_ITEM_KIND_CRISIS_LEG].object_id $crisis
ask reiher ListInbox {}
expect items[kind=INBOX_ITEM_KIND_CRISIS_LEG].object_id $crisis

step 2 The mother is not reached three times; that is overdue and blocks nothing.
do biber RecordLegAttempt {"crisis_id": "$crisis", "party": "CRISIS_PARTY_LEGAL_REPRESENTATIVE", "channel": "CONTACT_CHANNEL_PHONE",
  "account": "Mailbox von Frau Luchs"}
do biber RecordLegAttempt {"crisis_id": "$crisis", "party": "CRISIS_PARTY_LEGAL_REPRESENTATIVE", "channel": "CONTACT_CHANNEL_PHONE"}
do biber RecordLegAttempt {"crisis_id": "$crisis", "party": "CRISIS_PARTY_LEGAL_REPRESENTATIVE", "channel": "CONTACT_CHANNEL_MESSAGE"}
refuse D2 biber AcknowledgeLeg {"crisis_id": "$crisis", "party": "CRISIS_PARTY_RESCUE_SERVICE"}
do biber AcknowledgeLeg {"crisis_id": "$crisis", "party": "CRISIS_PARTY_RESCUE_SERVICE",
  "told_by_channel": "CONTACT_CHANNEL_EMERGENCY_CALL"}
do biber AcknowledgeLeg {"crisis_id": "$crisis", "party": "CRISIS_PARTY_PROVIDER"}
do reiher AcknowledgeLeg {"crisis_id": "$crisis", "party": "CRISIS_PARTY_CLINIC"}
advance 35m
ask biber GetCrisis {"crisis_id": "$crisis"}
expect crisis.legs[2].attempts 3
expect crisis.legs[2].overdue true
expect crisis.legs[4].acknowledged true
do adler AcknowledgeLeg {"crisis_id": "$crisis", "party": "CRISIS_PARTY_YOUTH_OFFICE"}

step 3 The answer was lost: the same request_id gives the same crisis. The alarm is raised again after a timeout, and by the youth office,
  which says a danger nobody has said: it is one crisis, and who leads must hear of that danger.
do biber OpenCrisis {"request_id": "0b5e7f0a-1f5c-4c43-9d52-2a4f5be0a7c1", "case_id": "$case", "kind": "CRISIS_KIND_SELF_HARM",
  "risk_to_self": true, "deputy_person_id": "$otter", "account": "Ayla hat sich tief in den Unterarm geschnitten",
  "clinic_organisation_id": "$klinik"}
expect crisis_id $crisis
ask adler GetCrisis {"crisis_id": "$crisis"}
expect crisis.alarms 1
expect crisis.episode 1
expect crisis.legs[] 5
expect crisis.legs[2].attempts 3
ask auditor GetReport {}
expect crises.alarms_repeated 0
do biber OpenCrisis {"case_id": "$case", "kind": "CRISIS_KIND_SELF_HARM", "risk_to_self": true, "deputy_person_id": "$otter",
  "account": "Noch einmal gesendet: Ayla blutet, der Wagen ist unterwegs"}
expect crisis_id $crisis
ask reiher ListInbox {}
expect items[kind=INBOX_ITEM_KIND_ALARM_REPEATED].object_id $crisis
ask biber ListInbox {}
expect items[kind=INBOX_ITEM_KIND_CRISIS_LEAD_HELD].object_id $crisis
do adler OpenCrisis {"case_id": "$case", "kind": "CRISIS_KIND_SELF_HARM", "risk_to_self": true, "risk_to_others": true,
  "deputy_person_id": "$specht", "account": "Ayla hat das Messer noch und bedroht, wer naeher kommt"}
expect crisis_id $crisis
ask biber ListInbox {}
expect items[kind=INBOX_ITEM_KIND_NEW_DANGER].object_id $crisis
expect items[kind=INBOX_ITEM_KIND_DUE&clock=CLOCK_KIND_NEW_DANGER].object_id $crisis
ask reiher ListInbox {}
expect items[kind=INBOX_ITEM_KIND_NEW_DANGER].object_id $crisis
ask reiher GetCrisis {"crisis_id": "$crisis"}
expect crisis.alarms 3
expect crisis.episode 1
expect crisis.risk_to_others true
expect crisis.repeated_alarms[] 2
expect crisis.repeated_alarms[0].first_said[] 0
expect crisis.repeated_alarms[1].first_said[0] DANGER_RISK_TO_OTHERS
expect crisis.repeated_alarms[1].account Ayla hat das Messer noch und bedroht, wer naeher kommt
expect crisis.not_heard_organisation_ids[] 3
ask auditor GetReport {}
expect crises.alarms_repeated 2
expect crises.dangers_unheard 1
do reiher AcknowledgeAlarm {"crisis_id": "$crisis"}
ask auditor GetReport {}
expect crises.dangers_unheard 1
do biber AcknowledgeAlarm {"crisis_id": "$crisis"}
do adler AcknowledgeAlarm {"crisis_id": "$crisis"}
ask auditor GetReport {}
expect crises.dangers_said_later 1
expect crises.dangers_unheard 0
ask adler GetCrisis {"crisis_id": "$crisis"}
expect crisis.not_heard_organisation_ids[] 0
ask biber ListInbox {"filter": {"kinds": ["INBOX_ITEM_KIND_NEW_DANGER", "INBOX_ITEM_KIND_ALARM_REPEATED"]}}
expect items[] 0
do adler AcceptCrisisLead {"case_id": "$case", "deputy_person_id": "$specht"}
ask biber GetCase {"case_id": "$case"}
expect case.crisis_lead.person_id $adler

step 4 Inobhutnahme with detention until Sunday is over; then the clinic, placed by the guardian, with the court's approval.
do adler TakeIntoCare {"crisis_id": "$crisis", "detention": true, "deputy_person_id": "$specht", "account": "Ayla will weglaufen und sich etwas antun"}
ask adler GetCrisis {"crisis_id": "$crisis"}
expect crisis.detention_until 2026-03-08T23:00:00Z
ask adler GetCase {"case_id": "$case"}
expect case.tonight.kind TONIGHT_KIND_IN_CARE
expect case.tonight.holder.person_id $adler
ask adler ListInbox {"filter": {"kinds": ["INBOX_ITEM_KIND_DETENTION_LIMIT"]}}
expect items[0].due 2026-03-08T23:00:00Z
deny NOT_FOUND reiher GetCase {"case_id": "$case"}
do reiher AdmitToClinic {"crisis_id": "$crisis", "basis": "CLINIC_BASIS_BGB_1631B", "deputy_person_id": "$ibis"}
keep stay stay_id
ask adler GetCase {"case_id": "$case"}
expect case.tonight.kind TONIGHT_KIND_CLINIC
expect case.tonight.holder.person_id $reiher
expect case.holder.person_id $adler
expect case.kept_setting_id $place
advance 25h
ask adler GetCrisis {"crisis_id": "$crisis"}
expect crisis.detained_in_clinic true
ask adler ListInbox {"filter": {"clocks": ["CLOCK_KIND_COURT_APPROVAL"]}}
expect items[kind=INBOX_ITEM_KIND_OVERDUE].object_id $crisis
ask reiher ListInbox {"filter": {"clocks": ["CLOCK_KIND_COURT_APPROVAL"]}}
expect items[kind=INBOX_ITEM_KIND_COURT_APPROVAL].object_id $crisis
ask adler GetCase {"case_id": "$case"}
expect case.tonight.holder.person_id $reiher
refuse § 1631b adler RecordCourtDecision {"crisis_id": "$crisis", "detention": "DETENTION_CLINIC", "granted": true,
  "decided_at": "$now", "until": "$now+10d"}
do adler RecordCourtDecision {"crisis_id": "$crisis", "detention": "DETENTION_CLINIC", "granted": true,
  "decided_at": "$now", "until": "$now+10d", "why_late": "Der Bereitschaftsrichter war bis Sonntagabend in einer anderen Anhoerung",
  "file_number": "Az. 12 F 345/26"}
ask adler ListInbox {"filter": {"clocks": ["CLOCK_KIND_COURT_APPROVAL"]}}
expect items[] 0
do adler EndCare {"crisis_id": "$crisis", "reason": "CARE_END_REASON_HELP_DECIDED"}

step 5 The clinic sees the facts of the crisis, not what Ayla entrusted to somebody; who must read more says why, and two look at it. The
  second one is late: that is overdue until it is done.
ask reiher ListCaseDocuments {"case_id": "$case"}
expect documents[field=understanding].state TEXT_STATE_OPENED
expect documents[field=text].state TEXT_STATE_RESTRICTED
refuse § 62 reiher BreakGlass {"case_id": "$case", "reason": "GLASS_REASON_MEDICAL_DECISION", "endangered": true}
do reiher BreakGlass {"case_id": "$case", "reason": "GLASS_REASON_MEDICAL_DECISION", "endangered": true,
  "account": "Ayla spricht von Nachrichten, die ihr Angst machen, und sagt nicht, von wem"}
keep reading reading_id
ask reiher ListCaseDocuments {"case_id": "$case"}
expect documents[field=text].text Ayla hat mir anvertraut, dass sie Nachrichten vom Vater bekommt
ask adler ListInbox {}
expect items[kind=INBOX_ITEM_KIND_GLASS_BROKEN].object_id $reading
refuse § 62 reiher ReviewReading {"case_id": "$case", "reading_id": "$reading", "finding": "GLASS_FINDING_JUSTIFIED"}
do adler ReviewReading {"case_id": "$case", "reading_id": "$reading", "finding": "GLASS_FINDING_JUSTIFIED"}
advance 5h
ask reiher ListCaseDocuments {"case_id": "$case"}
expect documents[field=text].state TEXT_STATE_RESTRICTED
ask adler ListInbox {"filter": {"clocks": ["CLOCK_KIND_GLASS_REVIEW"]}}
expect items[kind=INBOX_ITEM_KIND_DUE].object_id $reading
advance 3d
ask adler ListInbox {"filter": {"clocks": ["CLOCK_KIND_GLASS_REVIEW"]}}
expect items[kind=INBOX_ITEM_KIND_OVERDUE].object_id $reading
ask adler GetCase {"case_id": "$case"}
expect case.holder.person_id $adler
ask biber ListInbox {}
expect items[kind=INBOX_ITEM_KIND_GLASS_BROKEN].object_id $reading
do biber ReviewReading {"case_id": "$case", "reading_id": "$reading", "finding": "GLASS_FINDING_JUSTIFIED",
  "remark": "Ich haette es ihr auch gesagt"}
ask adler ListInbox {"filter": {"clocks": ["CLOCK_KIND_GLASS_REVIEW"]}}
expect items[] 0

step 6 The provider wants to free the bed; the place is kept.
do biber GiveSettingNotice {"case_id": "$case", "setting_id": "$place", "wished_end": "$now", "account": "Die Warteliste ist lang"}
refuse D4 biber EndSetting {"case_id": "$case", "setting_id": "$place"}
ask adler GetCase {"case_id": "$case"}
expect case.settings[0].phase SETTING_PHASE_NOTICE
expect case.kept_setting_id $place

step 7 Nothing is concluded without the way back and the meeting of the five; then both, with Ayla.
refuse D4 adler ConcludeCrisis {"crisis_id": "$crisis"}
refuse D4 reiher LeaveClinic {"crisis_id": "$crisis", "planned": true, "participation": "$heard"}
do biber PlanClinicLeave {"crisis_id": "$crisis", "kind": "TONIGHT_KIND_PLACEMENT", "deputy_person_id": "$otter", "on": "$now+1d",
  "participation": "$heard"}
do adler EndDetention {"crisis_id": "$crisis", "detention": "DETENTION_CLINIC"}
advance 1d
do reiher LeaveClinic {"crisis_id": "$crisis", "planned": true, "participation": "$heard"}
ask adler GetCase {"case_id": "$case"}
expect case.tonight.kind TONIGHT_KIND_PLACEMENT
expect case.tonight.holder.person_id $biber
refuse D3 adler ConcludeCrisis {"crisis_id": "$crisis"}
do adler AgreeAfterClinicTask {"crisis_id": "$crisis", "domain": "AFTER_CLINIC_DOMAIN_SCHOOL_VISITS", "doer_organisation_id": "$traeger",
  "due": "$now+10d", "task": "Frau Otter begleitet Ayla die ersten drei Schultage"}
keep school task_id
do reiher AgreeAfterClinicTask {"crisis_id": "$crisis", "domain": "AFTER_CLINIC_DOMAIN_HELP_BY_DIAGNOSIS",
  "doer_organisation_id": "$klinik", "due": "$now+20d", "task": "Ambulante Gespraeche alle zwei Wochen",
  "diagnosis": "Anpassungsstoerung mit Selbstverletzung"}
do adler InvolveParents {"crisis_id": "$crisis", "participation": "$heard", "account": "Die Mutter kommt mittwochs zum Abendessen"}
do adler ScheduleAftercareMeeting {"crisis_id": "$crisis", "on": "$now+3d"}
keep meeting meeting_id
refuse D3 adler ConcludeCrisis {"crisis_id": "$crisis"}
ask adler GetCrisis {"crisis_id": "$crisis"}
expect crisis.state CRISIS_STATE_AFTERCARE_MEETING_SET
expect crisis.meeting_held false
expect crisis.meeting_present[] 0
advance 3d
refuse D3 adler RecordAftercareMeeting {"crisis_id": "$crisis", "meeting_id": "$meeting", "held_at": "$now", "participation": "$heard",
  "present": [{"party": "CRISIS_PARTY_YOUTH_OFFICE", "organisation_id": "$dortmund", "person_id": "$adler"},
    {"party": "CRISIS_PARTY_PROVIDER", "organisation_id": "$traeger", "person_id": "$biber"}]}
do adler RecordAftercareMeeting {"crisis_id": "$crisis", "meeting_id": "$meeting", "held_at": "$now", "participation": "$heard",
  "present": [{"party": "CRISIS_PARTY_YOUTH_OFFICE", "organisation_id": "$dortmund", "person_id": "$adler"},
    {"party": "CRISIS_PARTY_PROVIDER", "organisation_id": "$traeger", "person_id": "$biber"},
    {"party": "CRISIS_PARTY_CLINIC", "organisation_id": "$klinik", "person_id": "$reiher"}],
  "outcome": "Ayla bleibt am Birkenhof, die Katze auch; wer sie nachts hoert, weckt Frau Otter"}
ask reiher GetCrisis {"crisis_id": "$crisis"}
expect crisis.meeting_id $meeting
expect crisis.meeting_held true
expect crisis.meeting_present[] 3
expect crisis.meeting_present[party=CRISIS_PARTY_YOUTH_OFFICE].person_id $adler
expect crisis.meeting_present[party=CRISIS_PARTY_PROVIDER].person_id $biber
expect crisis.meeting_present[party=CRISIS_PARTY_CLINIC].person_id $reiher
expect crisis.meeting_participation.young_person.heard true
expect crisis.meeting_participation.family.heard true
expect crisis.meeting_outcome Ayla bleibt am Birkenhof, die Katze auch; wer sie nachts hoert, weckt Frau Otter
do adler ConcludeCrisis {"crisis_id": "$crisis"}
do biber RecordAfterClinicTaskDone {"crisis_id": "$crisis", "task_id": "$school"}
ask adler ListCrises {"case_id": "$case"}
expect crises[0].state CRISIS_STATE_CONCLUDED
ask adler GetCase {"case_id": "$case"}
expect case.holder.person_id $adler

step 8 The round table meets after the quarter: who sits there sees how many crises there were, from three on, and nobody's case.
refuse D6 wachtel GetRoundTableFigures {"year": 2026, "quarter": 1}
do wachtel OpenCalendar {"kind": "CALENDAR_KIND_ROUND_TABLE", "area": "Dortmund", "deputy_person_id": "$zeisig", "interval_days": 92,
  "first_due": "$now+60d"}
keep tisch calendar_id
do wachtel PlanSession {"calendar_id": "$tisch", "due": "$now+21d", "invited_organisation_ids": ["$dortmund", "$klinik"]}
keep sitzung session_id
deny INVALID_ARGUMENT wachtel GetRoundTableFigures {"year": 2026, "quarter": 1}
advance 21d
ask wachtel GetRoundTableFigures {"year": 2026, "quarter": 1}
expect figures[] 8
expect figures[0].hidden true
expect figures[kind=CRISIS_KIND_SELF_HARM].hidden true
expect figures[kind=CRISIS_KIND_SELF_HARM].count 0
ask habicht GetRoundTableFigures {"year": 2026, "quarter": 1}
ask reiher GetRoundTableFigures {"year": 2026, "quarter": 1}
refuse D6 biber GetRoundTableFigures {"year": 2026, "quarter": 1}
deny PERMISSION_DENIED adler GetRoundTableFigures {"year": 2026, "quarter": 1}
do wachtel RecordSession {"calendar_id": "$tisch", "session_id": "$sitzung", "held_at": "$now",
  "attendances": [{"organisation_id": "$kosydo", "people": 1}, {"organisation_id": "$klinik", "people": 2}],
  "results": [{"kind": "SESSION_RESULT_KIND_GAP", "text": "Nachts fehlt ein Platz zwischen Wohngruppe und Klinik"}]}
ask reiher GetCalendar {"calendar_id": "$tisch"}
expect calendar.sessions[0].results[0].text Nachts fehlt ein Platz zwischen Wohngruppe und Klinik
ask auditor GetReport {}
expect crises.legs[party=CLINIC].acknowledged 1
ask auditor GetReport {"for_others": true, "from": "2026-01-01T00:00:00Z", "until": "2026-04-01T00:00:00Z"}
expect crises.kinds[code=SELF_HARM].hidden true
expect crises.kinds[code=SELF_HARM].count 0
expect crises.legs[party=CLINIC].acknowledged 0
expect crises.legs[party=CLINIC].hidden[0] acknowledged
expect cases_opened 0
deny INVALID_ARGUMENT auditor GetReport {"for_others": true, "from": "2026-01-01T00:00:00Z", "until": "2026-03-08T00:00:00Z"}

step 9 Who has not signed the agreement finds the crisis channel closed.
refuse D9 wachtel OpenCrisis {"case_id": "$case", "kind": "CRISIS_KIND_OTHER", "deputy_person_id": "$zeisig"}
deny NOT_FOUND igel OpenCrisis {"case_id": "$case", "kind": "CRISIS_KIND_OTHER", "deputy_person_id": "$dachs"}
do adler ProposeSetting {"case_id": "$case", "participation": "$heard", "idea": "Begleitung in der Schule, bis Ayla es allein will",
  "components": [{"kind": "COMPONENT_KIND_OUTPATIENT", "organisation_id": "$fremd"}]}
keep begleitung setting_id
do adler AnswerSetting {"case_id": "$case", "setting_id": "$begleitung", "answer": "ANSWER_YES", "why": "Frau Igel kennt sie schon"}
do adler AdoptSetting {"case_id": "$case", "setting_id": "$begleitung", "participation": "$heard"}
ask igel GetCase {"case_id": "$case"}
expect case.holder.person_id $adler
refuse D9 igel OpenCrisis {"case_id": "$case", "kind": "CRISIS_KIND_OTHER", "deputy_person_id": "$dachs"}
do igel SignAgreement {"contact_person_id": "$igel", "deputy_person_id": "$dachs"}
do igel OpenCrisis {"case_id": "$case", "kind": "CRISIS_KIND_OTHER", "deputy_person_id": "$dachs", "account": "Ayla ist nicht in der Schule"}
keep wieder crisis_id
ask adler GetCrisis {"crisis_id": "$wieder"}
expect crisis.episode 2
