# Milo "Falke", 15, Dortmund. All persons are fictional. JHD Jugendhilfedienst, KoSyDo coordination office, TaZ Team auf
# Zeit, KJP child and adolescent psychiatry, KIT crisis intervention team.
title Milo: the coordination office, a Team auf Zeit, a relapse, standby and return
clock 2026-03-02T08:00:00Z

organisation jugendamt YOUTH_OFFICE Jugendamt Dortmund
unit jhd-nord jugendamt JHD Nord
person adler jugendamt/jhd-nord CASE_WORKER Frau Adler
person specht jugendamt/jhd-nord CASE_WORKER Herr Specht
person habicht jugendamt/jhd-nord TEAM_LEAD Frau Habicht
deputy adler specht
organisation kosydo COORDINATION_OFFICE KoSyDo Dortmund
person wachtel kosydo COORDINATOR Frau Wachtel
person zeisig kosydo COORDINATOR Herr Zeisig
deputy wachtel zeisig
organisation schule SCHOOL Gesamtschule am Hafen
person lerche schule SCHOOL Herr Lerche
organisation klinik CLINIC KJP am Park
person reiher klinik CLINIC Frau Doktor Reiher
organisation traeger PROVIDER Haus Uferlos e.V.
person biber traeger PROVIDER_WORKER Herr Biber
person otter traeger PROVIDER_WORKER Frau Otter
deputy biber otter
organisation kit CRISIS_TEAM KIT Dortmund
person dachs kit CRISIS_WORKER Frau Dachs
person iltis kit CRISIS_WORKER Herr Iltis
deputy dachs iltis
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Eule

let heard {"young_person": {"heard": true}, "family": {"heard": true}}
let mother-later {"young_person": {"heard": true},
  "family": {"heard": false, "reason": "NOT_HEARD_REASON_UNREACHABLE", "retry_due": "2026-05-30T10:00:00Z"}}
let milo-later {"young_person": {"heard": false, "reason": "NOT_HEARD_REASON_REFUSED", "retry_due": "2026-05-20T10:00:00Z"},
  "family": {"heard": true}}

step 1 A teacher writes to the coordination office: a dialog, no case.
do lerche ReceiveContact {"source": "CONTACT_SOURCE_SCHOOL", "receiving_organisation_id": "$kosydo",
  "owner_person_id": "$wachtel", "young_person_identifiable": true, "young_person_name": "Milo Falke",
  "summary": "Ein Schueler, Milo Falke, kommt seit Wochen nicht mehr; wer kann helfen?"}
expect kind CONTACT_KIND_DIALOG
expect refer_to REFER_TO_RESPONSIBLE_CASE_WORKER
refuse A1 lerche SubmitInquiry {"unit_id": "$jhd-nord", "office_organisation_id": "$kosydo",
  "tonight_kind": "TONIGHT_KIND_FAMILY"}

step 2 Case worker Frau Adler sends an inquiry; one support broken off is not enough, a second one is added.
do adler SubmitInquiry {"unit_id": "$jhd-nord", "deputy_person_id": "$specht", "office_organisation_id": "$kosydo",
  "competent_organisation_id": "$jugendamt",
  "symptoms": ["SYMPTOM_NO_SCHOOL", "SYMPTOM_RISK_TO_SELF_OR_OTHERS", "SYMPTOM_SUBSTANCES"],
  "broken_off_supports": [{"kind": "HELP_KIND_RESIDENTIAL_GROUP", "ended_at": "2025-11-14T10:00:00Z",
    "account": "Wohngruppe Seestern nach drei Wochen beendet, Streit mit einem Betreuer"}],
  "tonight_kind": "TONIGHT_KIND_FAMILY", "young_person_name": "Milo Falke",
  "summary": "Milo Falke schlaeft bei der Mutter, geht nicht zur Schule, trinkt"}
keep inquiry inquiry_id
do wachtel AssessInquiry {"inquiry_id": "$inquiry"}
expect state INQUIRY_STATE_NEEDS_INFO
expect missing MISSING_INFO_BROKEN_OFF_SUPPORTS
expect holder.person_id $adler
do adler AddBrokenOffSupport {"inquiry_id": "$inquiry", "support": {"kind": "HELP_KIND_OUTPATIENT",
  "ended_at": "2026-01-20T10:00:00Z", "account": "Erziehungsbeistand kam dreimal vor verschlossene Tuer"}}
do wachtel AssessInquiry {"inquiry_id": "$inquiry"}
expect state INQUIRY_STATE_ELIGIBLE
ask adler GetInquiry {"inquiry_id": "$inquiry"}
expect inquiry.state INQUIRY_STATE_OPENED
expect inquiry.young_person_name Milo Falke
keep case inquiry.case_id
ask adler GetCase {"case_id": "$case"}
expect case.holder.person_id $adler
expect case.holder.unit_id $jhd-nord
expect case.tonight.kind TONIGHT_KIND_FAMILY
deny NOT_FOUND reiher GetCase {"case_id": "$case"}

advance 3d
step 3 The coordinator proposes a Team auf Zeit; it is formed only when every member has accepted in person.
do wachtel ProposeTeam {"case_id": "$case", "case_worker_person_id": "$adler",
  "coordinator_deputy_person_id": "$zeisig", "seats": [
  {"organisation_id": "$kosydo", "person_id": "$wachtel", "discipline": "DISCIPLINE_SOCIAL_WORK", "lead": false},
  {"organisation_id": "$jugendamt", "person_id": "$adler", "discipline": "DISCIPLINE_SOCIAL_WORK", "lead": true},
  {"organisation_id": "$schule", "person_id": "$lerche", "discipline": "DISCIPLINE_EDUCATION", "lead": false},
  {"organisation_id": "$klinik", "person_id": "$reiher", "discipline": "DISCIPLINE_PSYCHIATRY", "lead": false},
  {"organisation_id": "$traeger", "person_id": "$biber", "discipline": "DISCIPLINE_RESIDENTIAL_CARE", "lead": false}]}
keep team team_id
do wachtel CommitToTeam {"case_id": "$case", "team_id": "$team"}
do adler CommitToTeam {"case_id": "$case", "team_id": "$team"}
do lerche CommitToTeam {"case_id": "$case", "team_id": "$team"}
do reiher CommitToTeam {"case_id": "$case", "team_id": "$team"}
ask wachtel GetTeam {"case_id": "$case", "team_id": "$team"}
expect team.state TEAM_STATE_PROPOSED
refuse A7 wachtel ActivateTeam {"case_id": "$case", "team_id": "$team", "review_due": "$now+180d"}
refuse A9 otter CommitToTeam {"case_id": "$case", "team_id": "$team"}
do biber CommitToTeam {"case_id": "$case", "team_id": "$team"}
ask wachtel GetTeam {"case_id": "$case", "team_id": "$team"}
expect team.state TEAM_STATE_FORMED
do wachtel ActivateTeam {"case_id": "$case", "team_id": "$team", "review_due": "$now+180d"}
ask biber GetTeam {"case_id": "$case", "team_id": "$team"}
expect team.state TEAM_STATE_ACTIVE
ask adler GetCase {"case_id": "$case"}
expect case.shared true
expect case.coordination.person_id $wachtel

advance 7d
step 4 A setting is proposed before anybody has understood the case.
refuse A11 biber ProposeSetting {"case_id": "$case", "participation": "$heard",
  "components": [{"kind": "COMPONENT_KIND_RESIDENTIAL", "organisation_id": "$traeger"}],
  "idea": "Einzelplatz im Haus am Kanal"}

advance 14d
step 5 Diagnosis, understanding, Milo's answer, and a setting of his own.
do reiher DocumentDiagnostics {"case_id": "$case",
  "text": "Erweiterte Diagnostik: Bindungsstoerung, kein Anhalt fuer eine Psychose"}
refuse A16 wachtel RecordCaseUnderstanding {"case_id": "$case", "understanding": "ohne Beteiligung"}
do wachtel RecordCaseUnderstanding {"case_id": "$case", "participation": "$heard",
  "understanding": "Milo laeuft vor jedem Abschied davon, den er kommen sieht",
  "good_reason": "Wer zuerst geht, wird nicht verlassen"}
do biber ProposeSetting {"case_id": "$case", "participation": "$heard",
  "components": [{"kind": "COMPONENT_KIND_RESIDENTIAL", "organisation_id": "$traeger"},
    {"kind": "COMPONENT_KIND_SCHOOLING", "organisation_id": "$schule"}],
  "idea": "Einzelplatz am Kanal mit Werkstatt, Schule zwei Stunden am Tag"}
keep setting setting_id
do biber AnswerSetting {"case_id": "$case", "setting_id": "$setting", "answer": "ANSWER_PARTLY",
  "why": "Werkstatt ja, frueh aufstehen nein"}
do adler AdoptSetting {"case_id": "$case", "setting_id": "$setting", "participation": "$mother-later"}
do biber StartSetting {"case_id": "$case", "setting_id": "$setting", "deputy_person_id": "$otter"}
ask adler GetCase {"case_id": "$case"}
expect case.settings[0].phase SETTING_PHASE_RUNNING
expect case.settings[0].version 1
expect case.settings[0].answer ANSWER_PARTLY
expect case.tonight.kind TONIGHT_KIND_PLACEMENT
expect case.tonight.holder.person_id $biber

advance 30d
step 6 A relapse with violence; the provider gives notice tonight and must hold on until the crisis team has taken over.
do biber RecordSetback {"case_id": "$case", "kinds": ["SETBACK_KIND_RELAPSE", "SETBACK_KIND_VIOLENCE"],
  "account": "Milo hat getrunken und einem Betreuer die Nase gebrochen"}
do biber GiveSettingNotice {"case_id": "$case", "setting_id": "$setting", "wished_end": "$now",
  "account": "Die Nachtschicht traut sich nicht mehr in die Wohnung"}
refuse N9 biber EndSetting {"case_id": "$case", "setting_id": "$setting"}
ask adler GetCase {"case_id": "$case"}
expect case.tonight.holder.person_id $biber
expect case.settings[0].phase SETTING_PHASE_NOTICE
do adler RequestDeployment {"case_id": "$case", "mode": "DEPLOYMENT_MODE_OVERNIGHT", "crisis_team_organisation_id": "$kit",
  "situation": "Milo sitzt im Treppenhaus, ruhig, will nicht zurueck in die Gruppe"}
keep deployment deployment_id
do dachs AcceptDeployment {"case_id": "$case", "deployment_id": "$deployment", "deputy_person_id": "$iltis"}
ask adler GetCase {"case_id": "$case"}
expect case.tonight.kind TONIGHT_KIND_CRISIS_TEAM
expect case.tonight.holder.person_id $dachs
expect case.settings[0].phase SETTING_PHASE_ENDED
expect case.holder.person_id $adler
expect case.seats[4].committed true

advance 2d
step 7 Somebody wants to be rid of him. The system says no and remembers.
refuse N15 biber RequestLawfulEnd {"case_id": "$case", "ground": "discharge: nicht gruppenfaehig"}

advance 5d
step 8 Milo refuses everything: standby, the holder stays, the next contact has a date. It is missed.
do adler EnterStandby {"case_id": "$case", "reason": "STANDBY_REASON_REFUSAL", "next_contact_due": "$now+14d",
  "participation": "$milo-later"}
ask wachtel GetTeam {"case_id": "$case", "team_id": "$team"}
expect team.state TEAM_STATE_PAUSED
advance 15d
ask adler GetCase {"case_id": "$case"}
expect case.phase CASE_PHASE_STANDBY
expect case.clocks[kind=CLOCK_KIND_STANDBY_CONTACT].overdue true
expect case.holder.person_id $adler
advance 1d
ask specht ListInbox {}
expect items[clock=CLOCK_KIND_STANDBY_CONTACT].step ESCALATION_STEP_DEPUTY
advance 1d
ask habicht ListInbox {}
expect items[clock=CLOCK_KIND_STANDBY_CONTACT].step ESCALATION_STEP_TEAM_LEAD
expect items[clock=CLOCK_KIND_STANDBY_CONTACT].kind INBOX_ITEM_KIND_OVERDUE

step 9 Milo texts the outreach worker. The same team is there.
do biber RecordContactWithYoungPerson {"case_id": "$case", "channel": "CONTACT_CHANNEL_MESSAGE",
  "note": "Milo schreibt: seid ihr noch da? Ja."}
ask adler GetCase {"case_id": "$case"}
expect case.phase CASE_PHASE_ACTIVE
expect case.holder.person_id $adler
expect case.holder.unit_id $jhd-nord
expect case.shared true
ask wachtel GetTeam {"case_id": "$case", "team_id": "$team"}
expect team.state TEAM_STATE_ACTIVE
expect team.seats[4].person_id $biber
