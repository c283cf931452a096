# Joris "Dohle", 15, Dortmund. All persons are fictional. JHD Jugendhilfedienst, TaZ Team auf Zeit.
title Joris: whoever coordinates goes, a provider goes and stays after all, and an office ends with its project
clock 2026-03-02T08:00:00Z

organisation dortmund YOUTH_OFFICE Jugendamt Dortmund
unit jhd-nord dortmund JHD Nord
person adler dortmund/jhd-nord CASE_WORKER Frau Adler
person specht dortmund/jhd-nord CASE_WORKER Herr Specht
deputy adler specht
organisation kosydo COORDINATION_OFFICE KoSyDo Dortmund
person wachtel kosydo COORDINATOR Frau Wachtel
person zeisig kosydo COORDINATOR Herr Zeisig
person uhu kosydo COORDINATOR Frau Uhu
person rabe kosydo ADMINISTRATOR Herr Rabe
deputy wachtel zeisig
organisation west COORDINATION_OFFICE Koordinierungsstelle West
person star west COORDINATOR Frau Star
person pirol west COORDINATOR Herr Pirol
organisation traeger PROVIDER Haus Uferlos e.V.
person biber traeger PROVIDER_WORKER Herr Biber
person otter traeger PROVIDER_WORKER Frau Otter
person igel traeger ADMINISTRATOR Frau Igel
deputy biber otter
organisation schule SCHOOL Anne-Frank-Gesamtschule
person lerche schule SCHOOL Frau Lerche
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Kauz

let heard {"young_person": {"heard": true}, "family": {"heard": true}}

step 1 Frau Adler inquires for Joris, who has been in and out of five groups.
do adler SubmitInquiry {"unit_id": "$jhd-nord", "deputy_person_id": "$specht", "office_organisation_id": "$kosydo",
  "competent_organisation_id": "$dortmund", "symptoms": ["SYMPTOM_NO_SCHOOL"],
  "broken_off_supports": [{"kind": "HELP_KIND_RESIDENTIAL_GROUP", "ended_at": "2025-11-14T10:00:00Z",
    "account": "Gruppe Steinbruch beendet, Joris hat die Tuer eingetreten"},
    {"kind": "HELP_KIND_OUTPATIENT", "ended_at": "2026-01-20T10:00:00Z", "account": "Die Familienhilfe kam nicht mehr hinein"}],
  "tonight_kind": "TONIGHT_KIND_FAMILY", "young_person_name": "Joris Dohle", "summary": "Joris Dohle schlaeft beim Grossvater"}
keep inquiry inquiry_id
do wachtel AssessInquiry {"inquiry_id": "$inquiry"}
expect state INQUIRY_STATE_ELIGIBLE
ask adler GetInquiry {"inquiry_id": "$inquiry"}
keep case inquiry.case_id

step 2 A team of three, an understanding, and a place.
do wachtel ProposeTeam {"case_id": "$case", "case_worker_person_id": "$adler", "coordinator_deputy_person_id": "$zeisig", "seats": [
  {"organisation_id": "$kosydo", "person_id": "$wachtel", "discipline": "DISCIPLINE_SOCIAL_WORK", "lead": false},
  {"organisation_id": "$dortmund", "person_id": "$adler", "discipline": "DISCIPLINE_SOCIAL_WORK", "lead": true},
  {"organisation_id": "$traeger", "person_id": "$biber", "discipline": "DISCIPLINE_RESIDENTIAL_CARE", "lead": false}]}
keep team team_id
do wachtel CommitToTeam {"case_id": "$case", "team_id": "$team"}
do adler CommitToTeam {"case_id": "$case", "team_id": "$team"}
do biber CommitToTeam {"case_id": "$case", "team_id": "$team"}
do wachtel ActivateTeam {"case_id": "$case", "team_id": "$team", "review_due": "$now+180d"}
do wachtel RecordCaseUnderstanding {"case_id": "$case", "participation": "$heard",
  "understanding": "Joris geht, bevor man ihn wegschickt", "good_reason": "Wer selbst geht, wird nicht verlassen"}
do biber ProposeSetting {"case_id": "$case", "participation": "$heard", "idea": "Zimmer beim Bootsverleih",
  "components": [{"kind": "COMPONENT_KIND_RESIDENTIAL", "organisation_id": "$traeger"}]}
keep room setting_id
do biber AnswerSetting {"case_id": "$case", "setting_id": "$room", "answer": "ANSWER_YES", "why": "Wenn ich das Boot streichen darf"}
do adler AdoptSetting {"case_id": "$case", "setting_id": "$room", "participation": "$heard"}
do biber StartSetting {"case_id": "$case", "setting_id": "$room", "deputy_person_id": "$otter"}

advance 30d
step 3 Frau Wachtel leaves. Her deputy acts at once; her account closes once somebody coordinates in person.
do rabe RequestDeactivation {"organisation_id": "$kosydo", "person_id": "$wachtel"}
refuse N11 rabe RequestDeactivation {"organisation_id": "$kosydo", "person_id": "$wachtel"}
ask zeisig ListInbox {}
expect items[kind=INBOX_ITEM_KIND_COORDINATION_HELD].person_id $wachtel
refuse A7 zeisig NameSeatSuccessor {"case_id": "$case", "team_id": "$team", "person_id": "$wachtel",
  "successor": {"organisation_id": "$kosydo", "person_id": "$uhu", "discipline": "DISCIPLINE_SOCIAL_WORK"}}
do zeisig OfferCoordination {"case_id": "$case", "team_id": "$team", "to_organisation_id": "$kosydo", "to_person_id": "$uhu",
  "to_deputy_person_id": "$zeisig"}
keep first offer_id
ask uhu ListInbox {}
expect items[kind=INBOX_ITEM_KIND_COORDINATION_OFFERED].object_id $first
ask adler GetCase {"case_id": "$case"}
expect case.coordination.person_id $wachtel
do uhu RefuseCoordination {"case_id": "$case", "offer_id": "$first", "account": "Joris kennt mich nicht, erst wollen wir rudern gehen"}

advance 7d
do adler OfferCoordination {"case_id": "$case", "team_id": "$team", "to_organisation_id": "$kosydo", "to_person_id": "$uhu",
  "to_deputy_person_id": "$zeisig"}
keep second offer_id
refuse A9 zeisig AcceptCoordination {"case_id": "$case", "offer_id": "$second"}
do uhu AcceptCoordination {"case_id": "$case", "offer_id": "$second"}
ask adler GetCase {"case_id": "$case"}
expect case.coordination.person_id $uhu
expect case.seats[0].person_id $uhu
expect case.shared true
ask rabe GetPerson {"person_id": "$wachtel"}
expect person.leaving.deactivated true
do uhu RecordTeamMeeting {"case_id": "$case", "team_id": "$team", "held_at": "$now", "person_ids": ["$uhu", "$adler", "$biber"],
  "review_due": "$now+180d", "results": [{"kind": "SESSION_RESULT_KIND_AGREEMENT", "text": "Das Boot wird im Mai zu Wasser gelassen"}]}

advance 30d
step 4 Haus Uferlos says that it closes in autumn, and two weeks later that it does not.
do igel ReportOrganisationLeaving {"organisation_id": "$traeger", "cause": "LEAVING_CAUSE_LEAVES", "until": "$now+150d"}
ask adler GetCase {"case_id": "$case"}
expect case.successions[0].organisation_id $traeger
expect case.settings[0].phase SETTING_PHASE_NOTICE
expect case.tonight.holder.person_id $biber
do adler NameSeatSuccessor {"case_id": "$case", "team_id": "$team", "person_id": "$biber",
  "successor": {"organisation_id": "$schule", "person_id": "$lerche", "discipline": "DISCIPLINE_EDUCATION"}}
ask biber GetCase {"case_id": "$case"}
expect case.seats[2].person_id $biber
advance 14d
do igel WithdrawOrganisationLeaving {"organisation_id": "$traeger"}
ask biber GetCase {"case_id": "$case"}
expect case.settings[0].phase SETTING_PHASE_RUNNING
expect case.seats[2].person_id $biber
refuse N10 igel WithdrawOrganisationLeaving {"organisation_id": "$traeger"}

advance 30d
step 5 The project that paid for the office ends. Another office follows, because a person there says yes.
do rabe ReportOrganisationLeaving {"organisation_id": "$kosydo", "cause": "LEAVING_CAUSE_LEAVES", "until": "$now+90d"}
refuse N11 adler OfferCoordination {"case_id": "$case", "team_id": "$team", "to_organisation_id": "$kosydo",
  "to_person_id": "$zeisig", "to_deputy_person_id": "$uhu"}
do uhu OfferCoordination {"case_id": "$case", "team_id": "$team", "to_organisation_id": "$west", "to_person_id": "$star",
  "to_deputy_person_id": "$pirol"}
keep third offer_id
do star AcceptCoordination {"case_id": "$case", "offer_id": "$third"}
ask star GetTeam {"case_id": "$case", "team_id": "$team"}
expect team.coordinator.person_id $star
do star RecordTeamMeeting {"case_id": "$case", "team_id": "$team", "held_at": "$now", "person_ids": ["$star", "$adler", "$biber"],
  "review_due": "$now+180d", "results": [{"kind": "SESSION_RESULT_KIND_AGREEMENT", "text": "Joris zeigt Frau Star den Hafen"}]}
ask adler GetCase {"case_id": "$case"}
expect case.coordination.organisation_id $west
expect case.holder.person_id $adler

advance 30d
step 6 The family moves to Basel, where the office there goes on; the house closes meanwhile. In winter Joris is back, and is waited for.
do adler EndSetting {"case_id": "$case", "setting_id": "$room", "next_tonight": {"kind": "TONIGHT_KIND_FAMILY",
  "holder": {"organisation_id": "$dortmund", "unit_id": "$jhd-nord", "person_id": "$adler", "deputy_person_id": "$specht"}}}
do adler RequestLawfulEnd {"case_id": "$case", "ground": "MOVED_ABROAD", "confirmed_at": "$now", "participation": "$heard",
  "evidence": "Schreiben der Behoerde in Basel"}
keep end end_id
do star ApproveLawfulEnd {"case_id": "$case", "end_id": "$end"}
advance 15d
ask adler GetCase {"case_id": "$case"}
expect case.phase CASE_PHASE_LAWFULLY_ENDED
do igel ReportOrganisationLeaving {"organisation_id": "$traeger", "cause": "LEAVING_CAUSE_LEAVES", "until": "$now+150d"}
advance 60d
do star ReopenCase {"case_id": "$case"}
ask adler GetCase {"case_id": "$case"}
expect case.phase CASE_PHASE_ACTIVE
expect case.holder.person_id $adler
expect case.successions[0].organisation_id $traeger
expect case.seats[2].person_id $biber
