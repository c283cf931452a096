# Finn (9) and Lea (6) "Dachs", Rheydt-Ost. All persons are fictional. ASD Allgemeiner Sozialer Dienst, WJH Wirtschaftliche
# Jugendhilfe.
title Finn and Lea: a social-space team, approval in order, endangerment, a worker who leaves, the way home
clock 2026-03-02T08:00:00Z

organisation gladbach YOUTH_OFFICE Jugendamt Moenchengladbach
unit team-05 gladbach Team 05 Rheydt Ost
unit wjh gladbach Wirtschaftliche Jugendhilfe
person rabe gladbach ADMINISTRATOR Herr Rabe
person fink gladbach/team-05 CASE_WORKER Frau Fink
person star gladbach/team-05 CASE_WORKER Herr Star
person elster gladbach/team-05 CASE_WORKER Frau Elster
person gans gladbach/team-05 TEAM_LEAD Frau Gans
person pirol gladbach/wjh TEAM_LEAD_FINANCE Herr Pirol
deputy fink star
deputy elster star
organisation kita SCHOOL Kita Regenbogen
person maus kita SCHOOL Frau Maus
organisation schule SCHOOL Grundschule Rheydt
person spatz schule SCHOOL Frau Spatz
organisation traeger PROVIDER Haus Niers
person igel traeger PROVIDER_WORKER Herr Igel
person luchs traeger PROVIDER_WORKER Frau Luchs
deputy igel luchs
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Eule

let heard {"young_person": {"heard": true}, "family": {"heard": true}}

step 1 The day care calls. Nobody knows the street, and Team 05 owns it from the first contact.
do maus ReceiveContact {"source": "CONTACT_SOURCE_DAY_CARE", "receiving_organisation_id": "$gladbach", "receiving_unit_id": "$team-05",
  "owner_person_id": "$fink", "deputy_person_id": "$star", "young_person_identifiable": true, "young_person_name": "Finn Dachs",
  "summary": "Finn Dachs holt seine Schwester ab, seit Wochen ohne Fruehstueck"}
expect kind CONTACT_KIND_FIRST_CONTACT
keep finn-contact contact_id
do maus ReceiveContact {"source": "CONTACT_SOURCE_DAY_CARE", "receiving_organisation_id": "$gladbach", "receiving_unit_id": "$team-05",
  "owner_person_id": "$fink", "deputy_person_id": "$star", "young_person_identifiable": true, "young_person_name": "Lea Dachs",
  "summary": "Lea Dachs schlaeft im Morgenkreis ein"}
keep lea-contact contact_id
ask fink RouteStreet {"street": "Am Ende der Welt"}
expect hints[] 0
expect owner.person_id $fink
do fink RequestCaseOpening {"contact_id": "$finn-contact", "tonight": {"kind": "TONIGHT_KIND_FAMILY",
  "holder": {"organisation_id": "$gladbach", "unit_id": "$team-05", "person_id": "$fink", "deputy_person_id": "$star"}}}
do fink RequestCaseOpening {"contact_id": "$lea-contact", "tonight": {"kind": "TONIGHT_KIND_FAMILY",
  "holder": {"organisation_id": "$gladbach", "unit_id": "$team-05", "person_id": "$fink", "deputy_person_id": "$star"}}}
ask fink GetContact {"contact_id": "$finn-contact"}
keep finn contact.case_id
ask fink GetContact {"contact_id": "$lea-contact"}
keep lea contact.case_id
ask fink GetCase {"case_id": "$finn"}
expect case.holder.unit_id $team-05
expect case.holder.person_id $fink

step 2 In this office help follows an approval, and the way there has an order: whoever asks for it early is refused.
do rabe SetWorkingRules {"organisation_id": "$gladbach", "adopts_after_approval": true}
do fink RecordCaseUnderstanding {"case_id": "$finn", "participation": "$heard",
  "understanding": "Finn ist der Erwachsene der Familie", "good_reason": "Wer aufpasst, verliert Lea nicht"}
do fink ProposeSetting {"case_id": "$finn", "participation": "$heard", "idea": "Jemand kommt abends und kocht mit beiden",
  "components": [{"kind": "COMPONENT_KIND_OUTPATIENT", "organisation_id": "$traeger"}]}
keep evenings setting_id
refuse C8 fink CallCommission {"case_id": "$finn", "setting_id": "$evenings"}
refuse C6 fink RecordPeerConsultation {"case_id": "$finn", "participation": "$heard", "advice": "zu frueh",
  "childs_view": "-", "parents_view": "-", "participants": [
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$fink"},
  {"party": "PARTY_FINANCE", "organisation_id": "$gladbach", "person_id": "$pirol"}]}
do fink RecordResourceCheck {"case_id": "$finn", "resources": "Oma in Odenkirchen, Fussballtrainer, Kita bis 16 Uhr", "participants": [
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$fink"},
  {"party": "PARTY_DAY_CARE", "organisation_id": "$kita", "person_id": "$maus"}]}
refuse C7 fink ClassifyNeed {"case_id": "$finn", "need_class": "NEED_CLASS_GREY", "reason": "ohne Beratung"}
refuse C8 fink CallCommission {"case_id": "$finn", "setting_id": "$evenings"}
ask fink GetCase {"case_id": "$finn"}
expect case.planning.step PLANNING_STEP_RESOURCES_CHECKED

step 3 Two departments consult; the child and the parents have their say; the grey area.
refuse C6 fink RecordPeerConsultation {"case_id": "$finn", "participation": "$heard", "advice": "nur wir",
  "childs_view": "Ich passe auf Lea auf", "parents_view": "Wir schaffen das", "participants": [
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$fink"},
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$star"}]}
do fink RecordPeerConsultation {"case_id": "$finn", "participation": "$heard",
  "advice": "Familienhilfe, und wer kocht abends?", "childs_view": "Finn sagt: Ich passe auf Lea auf",
  "parents_view": "Die Mutter sagt: Nachtschicht, anders reicht es nicht", "participants": [
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$fink"},
  {"party": "PARTY_FINANCE", "organisation_id": "$gladbach", "person_id": "$pirol"}]}
do fink ClassifyNeed {"case_id": "$finn", "need_class": "NEED_CLASS_GREY", "reason": "Versorgung abends offen, kein Hinweis auf Gewalt"}
ask fink GetCase {"case_id": "$finn"}
expect case.planning.step PLANNING_STEP_CLASSIFIED
expect case.planning.classifications[0].need_class NEED_CLASS_GREY

advance 2d
step 4 The school social worker hints at violence: endangerment opens an assessment at once, and one person alone does not make it.
do spatz ReceiveContact {"source": "CONTACT_SOURCE_SCHOOL", "receiving_organisation_id": "$gladbach", "receiving_unit_id": "$team-05",
  "owner_person_id": "$fink", "deputy_person_id": "$star", "summary": "Ein Junge der dritten Klasse zeigt blaue Flecken am Arm"}
keep hint contact_id
do star ReceiveContact {"source": "CONTACT_SOURCE_NEIGHBOUR", "receiving_organisation_id": "$gladbach", "receiving_unit_id": "$team-05",
  "owner_person_id": "$fink", "deputy_person_id": "$star", "summary": "Eine Nachbarin hoert nachts Geschrei"}
keep neighbour contact_id
do fink ClassifyNeed {"case_id": "$finn", "need_class": "NEED_CLASS_ENDANGERMENT", "reason": "Finn zeigt der Lehrerin den Arm"}
ask fink ListInbox {"filter": {"clocks": ["CLOCK_KIND_RISK_ASSESSMENT"]}}
expect items[0].case_id $finn
ask fink GetCase {"case_id": "$finn"}
expect case.planning.classifications[1].need_class NEED_CLASS_ENDANGERMENT
keep assessment case.planning.open_assessment_id
refuse C7 fink RecordRiskAssessment {"case_id": "$finn", "assessment_id": "$assessment", "outcome": "RISK_OUTCOME_ACUTE",
  "assessment": "allein", "participation": "$heard",
  "assessors": [{"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$fink"}]}
do fink RecordRiskAssessment {"case_id": "$finn", "assessment_id": "$assessment", "outcome": "RISK_OUTCOME_ACUTE",
  "assessment": "Nicht in dieser Wohnung, solange der Freund der Mutter dort lebt", "participation": "$heard", "assessors": [
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$fink"},
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$star"}]}
# § 64(4) SGB VIII, § 4(4) KKG: three answers to who reported as a professional, none to a neighbour.
refuse § 64 fink TellReporter {"contact_id": "$hint", "confirmed": true, "still_active": true}
do fink TellReporter {"contact_id": "$hint", "confirmed": true, "acted": true, "still_active": true}
ask spatz GetReporterFeedback {"contact_id": "$hint"}
expect feedback.confirmed true
expect feedback.acted true
expect feedback.still_active true
refuse § 64 fink TellReporter {"contact_id": "$neighbour", "confirmed": true, "acted": true, "still_active": true}
deny NOT_FOUND maus GetReporterFeedback {"contact_id": "$hint"}
# She calls Herr Star again, who wrote down what she told: he has nothing to read out to her.
refuse § 64 star GetReporterFeedback {"contact_id": "$neighbour"}

step 5 The commission waits for whoever is missing; complete, it approves a place in which both children live together.
do fink ProposeSetting {"case_id": "$finn", "participation": "$heard", "idea": "Haus Niers, beide Kinder in einer Gruppe",
  "components": [{"kind": "COMPONENT_KIND_RESIDENTIAL", "organisation_id": "$traeger"}]}
keep finn-setting setting_id
do fink AnswerSetting {"case_id": "$finn", "setting_id": "$finn-setting", "answer": "ANSWER_YES", "why": "Nur mit Lea"}
refuse C8 fink AdoptSetting {"case_id": "$finn", "setting_id": "$finn-setting", "participation": "$heard"}
do fink CallCommission {"case_id": "$finn", "setting_id": "$finn-setting"}
keep finn-commission commission_id
do fink VoteInCommission {"case_id": "$finn", "commission_id": "$finn-commission", "seat": "COMMISSION_SEAT_CASE", "approves": true}
do gans VoteInCommission {"case_id": "$finn", "commission_id": "$finn-commission", "seat": "COMMISSION_SEAT_TEAM_LEAD", "approves": true}
refuse C8 gans VoteInCommission {"case_id": "$finn", "commission_id": "$finn-commission", "seat": "COMMISSION_SEAT_FINANCE_LEAD",
  "approves": true}
ask fink GetCase {"case_id": "$finn"}
expect case.planning.commission.missing[0] COMMISSION_SEAT_FINANCE_LEAD
ask pirol ListInbox {}
expect items[kind=INBOX_ITEM_KIND_COMMISSION].case_id $finn
refuse C8 fink AdoptSetting {"case_id": "$finn", "setting_id": "$finn-setting", "participation": "$heard"}
do pirol VoteInCommission {"case_id": "$finn", "commission_id": "$finn-commission", "seat": "COMMISSION_SEAT_FINANCE_LEAD",
  "approves": true}
do fink AdoptSetting {"case_id": "$finn", "setting_id": "$finn-setting", "participation": "$heard"}
do igel StartSetting {"case_id": "$finn", "setting_id": "$finn-setting", "deputy_person_id": "$luchs"}
# What comes home is procured by competition (Wettbewerb), residential help by a flexible way.
ask fink GetCase {"case_id": "$finn"}
expect case.settings[setting_id=$evenings].components[0].procurement PROCUREMENT_COMPETITION
expect case.settings[setting_id=$finn-setting].components[0].kind COMPONENT_KIND_RESIDENTIAL
expect case.settings[setting_id=$finn-setting].components[0].procurement PROCUREMENT_FLEXIBLE
expect case.settings[setting_id=$finn-setting].approved true
expect case.tonight.holder.person_id $igel
do fink RecordResourceCheck {"case_id": "$lea", "resources": "Oma in Odenkirchen, Kita", "participants": [
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$fink"}]}
do fink RecordPeerConsultation {"case_id": "$lea", "participation": "$heard", "advice": "Geschwister zusammen",
  "childs_view": "Lea will bei Finn schlafen", "parents_view": "Die Mutter will beide am Wochenende", "participants": [
  {"party": "PARTY_ASD", "organisation_id": "$gladbach", "person_id": "$fink"},
  {"party": "PARTY_FINANCE", "organisation_id": "$gladbach", "person_id": "$pirol"}]}
do fink ClassifyNeed {"case_id": "$lea", "need_class": "NEED_CLASS_GREY", "reason": "Dieselbe Wohnung, andere Not"}
do fink RecordCaseUnderstanding {"case_id": "$lea", "participation": "$heard",
  "understanding": "Lea schlaeft, wo Finn wacht", "good_reason": "Schlaf, wo es sicher ist"}
do fink ProposeSetting {"case_id": "$lea", "participation": "$heard", "idea": "Haus Niers, im Zimmer neben Finn",
  "components": [{"kind": "COMPONENT_KIND_RESIDENTIAL", "organisation_id": "$traeger"}]}
keep lea-setting setting_id
do fink AnswerSetting {"case_id": "$lea", "setting_id": "$lea-setting", "answer": "ANSWER_YES", "why": "Wenn Finn da ist"}
do fink CallCommission {"case_id": "$lea", "setting_id": "$lea-setting"}
keep lea-commission commission_id
do fink VoteInCommission {"case_id": "$lea", "commission_id": "$lea-commission", "seat": "COMMISSION_SEAT_CASE", "approves": true}
do gans VoteInCommission {"case_id": "$lea", "commission_id": "$lea-commission", "seat": "COMMISSION_SEAT_TEAM_LEAD", "approves": true}
do pirol VoteInCommission {"case_id": "$lea", "commission_id": "$lea-commission", "seat": "COMMISSION_SEAT_FINANCE_LEAD",
  "approves": true}
do fink AdoptSetting {"case_id": "$lea", "setting_id": "$lea-setting", "participation": "$heard"}
do igel StartSetting {"case_id": "$lea", "setting_id": "$lea-setting", "deputy_person_id": "$luchs"}
ask fink GetCase {"case_id": "$lea"}
expect case.settings[0].components[0].kind COMPONENT_KIND_RESIDENTIAL
expect case.settings[0].components[0].procurement PROCUREMENT_FLEXIBLE
expect case.settings[0].components[0].organisation_id $traeger
expect case.tonight.holder.organisation_id $traeger
expect case.tonight.holder.person_id $igel

advance 20d
step 6 Frau Fink resigns, with four cases. Her account stays until somebody has accepted each of them; her deputy acts from now on.
do spatz ReceiveContact {"source": "CONTACT_SOURCE_SCHOOL", "receiving_organisation_id": "$gladbach", "receiving_unit_id": "$team-05",
  "owner_person_id": "$fink", "deputy_person_id": "$star", "young_person_identifiable": true, "young_person_name": "Kalle Hermelin",
  "summary": "Kalle Hermelin sitzt nach Schulschluss bis abends auf dem Hof"}
keep kalle-contact contact_id
do maus ReceiveContact {"source": "CONTACT_SOURCE_DAY_CARE", "receiving_organisation_id": "$gladbach", "receiving_unit_id": "$team-05",
  "owner_person_id": "$fink", "deputy_person_id": "$star", "young_person_identifiable": true, "young_person_name": "Ronja Wiesel",
  "summary": "Ronja Wiesel kommt im Winter ohne Schuhe"}
keep ronja-contact contact_id
do fink RequestCaseOpening {"contact_id": "$kalle-contact", "tonight": {"kind": "TONIGHT_KIND_FAMILY",
  "holder": {"organisation_id": "$gladbach", "unit_id": "$team-05", "person_id": "$fink", "deputy_person_id": "$star"}}}
do fink RequestCaseOpening {"contact_id": "$ronja-contact", "tonight": {"kind": "TONIGHT_KIND_FAMILY",
  "holder": {"organisation_id": "$gladbach", "unit_id": "$team-05", "person_id": "$fink", "deputy_person_id": "$star"}}}
ask fink GetContact {"contact_id": "$kalle-contact"}
keep kalle contact.case_id
ask fink GetContact {"contact_id": "$ronja-contact"}
keep ronja contact.case_id
do rabe RequestDeactivation {"organisation_id": "$gladbach", "person_id": "$fink"}
refuse N11 rabe RequestDeactivation {"organisation_id": "$gladbach", "person_id": "$fink"}
ask gans GetPerson {"person_id": "$fink"}
expect person.leaving.deactivated false
expect person.leaving.open.cases 4
expect person.leaving.acting_deputy_person_id $star
ask star ListInbox {"filter": {"kinds": ["INBOX_ITEM_KIND_CASE_HELD"]}}
expect items[] 4
expect items[case_id=$kalle].person_id $fink
ask gans GetWorkload {"organisation_id": "$gladbach", "unit_id": "$team-05"}
expect people[person_id=$fink].cases 4
expect team.cases 4
do gans OfferCasesOfPerson {"organisation_id": "$gladbach", "person_id": "$fink", "to_organisation_id": "$gladbach",
  "to_unit_id": "$team-05", "to_person_id": "$elster", "to_deputy_person_id": "$star", "basis": "LEGAL_BASIS_SGB8_36A",
  "participation": "$heard"}
ask elster ListInbox {"filter": {"kinds": ["INBOX_ITEM_KIND_HANDOVER_OFFERED"]}}
expect items[] 4
ask elster GetCase {"case_id": "$finn"}
keep finn-handover case.open_handover.handover_id
ask elster GetCase {"case_id": "$lea"}
keep lea-handover case.open_handover.handover_id
ask elster GetCase {"case_id": "$kalle"}
keep kalle-handover case.open_handover.handover_id
ask elster GetCase {"case_id": "$ronja"}
keep ronja-handover case.open_handover.handover_id
# Each by itself: it is talked over, and then accepted.
do star RecordHandoverMeeting {"case_id": "$finn", "handover_id": "$finn-handover", "held_at": "$now",
  "person_ids": ["$star", "$elster"], "participation": "$heard"}
refuse N6 elster AcceptHandover {"case_id": "$kalle", "handover_id": "$kalle-handover"}
do elster AcceptHandover {"case_id": "$finn", "handover_id": "$finn-handover"}
do star RecordHandoverMeeting {"case_id": "$kalle", "handover_id": "$kalle-handover", "held_at": "$now",
  "person_ids": ["$star", "$elster"], "participation": "$heard"}
do elster AcceptHandover {"case_id": "$kalle", "handover_id": "$kalle-handover"}
do star RecordHandoverMeeting {"case_id": "$ronja", "handover_id": "$ronja-handover", "held_at": "$now",
  "person_ids": ["$star", "$elster"], "participation": "$heard"}
do elster AcceptHandover {"case_id": "$ronja", "handover_id": "$ronja-handover"}
ask elster GetCase {"case_id": "$ronja"}
expect case.holder.person_id $elster
expect case.tonight.holder.person_id $elster
# The fourth is refused. A first no leaves it with the giver, and it is offered again; a second one climbs to the team lead.
do elster RefuseHandover {"case_id": "$lea", "handover_id": "$lea-handover", "reason": "HANDOVER_REFUSAL_REASON_BAD_MOMENT",
  "counter_proposal": "Lea kennt Herrn Star, er soll es sein"}
ask elster GetCase {"case_id": "$lea"}
expect case.holder.person_id $fink
ask gans ListInbox {"filter": {"clocks": ["CLOCK_KIND_HANDOVER_ANSWER"]}}
expect items[] 0
do gans OfferHandover {"case_id": "$lea", "to_organisation_id": "$gladbach", "to_unit_id": "$team-05", "to_person_id": "$elster",
  "to_deputy_person_id": "$star", "basis": "LEGAL_BASIS_SGB8_36A", "participation": "$heard"}
keep lea-again handover_id
do elster RefuseHandover {"case_id": "$lea", "handover_id": "$lea-again", "reason": "HANDOVER_REFUSAL_REASON_OTHER",
  "counter_proposal": "Noch einmal: Herr Star"}
ask gans ListInbox {"filter": {"clocks": ["CLOCK_KIND_HANDOVER_ANSWER"]}}
expect items[] 1
expect items[0].case_id $lea
expect items[0].object_id $lea-again
expect items[0].step ESCALATION_STEP_TEAM_LEAD
ask gans ListUnitWork {"filter": {"kinds": ["INBOX_ITEM_KIND_CASE_HELD"]}}
expect items[case_id=$lea].person_id $fink
refuse N11 rabe RequestDeactivation {"organisation_id": "$gladbach", "person_id": "$fink"}
ask gans GetPerson {"person_id": "$fink"}
expect person.leaving.deactivated false
expect person.leaving.open.cases 1
# What is only prepared asks nobody and moves nothing (PREPARED); then a handover says how far it has come.
do gans PrepareHandover {"case_id": "$lea", "to_organisation_id": "$gladbach"}
ask gans GetCase {"case_id": "$lea"}
expect case.holder.person_id $fink
expect case.kept_handover.state HANDOVER_STATE_REJECTED
expect case.prepared_handover.state HANDOVER_STATE_PREPARED
keep lea-prepared case.prepared_handover.handover_id
ask gans ListUnitWork {"filter": {"kinds": ["INBOX_ITEM_KIND_HANDOVER_PREPARED"]}}
expect items[0].object_id $lea-prepared
ask star ListInbox {"filter": {"kinds": ["INBOX_ITEM_KIND_HANDOVER_OFFERED"]}}
expect items[] 0
do gans OfferHandover {"case_id": "$lea", "to_organisation_id": "$gladbach", "to_unit_id": "$team-05", "to_person_id": "$star",
  "to_deputy_person_id": "$elster", "basis": "LEGAL_BASIS_SGB8_36A", "participation": "$heard", "prepared_handover_id": "$lea-prepared"}
keep lea-third handover_id
ask star ListInbox {"filter": {"kinds": ["INBOX_ITEM_KIND_HANDOVER_OFFERED"]}}
expect items[0].object_id $lea-prepared
expect items[0].handover_state HANDOVER_STATE_OFFERED
do gans RecordHandoverMeeting {"case_id": "$lea", "handover_id": "$lea-third", "held_at": "$now",
  "person_ids": ["$fink", "$star"], "participation": "$heard"}
ask gans GetCase {"case_id": "$lea"}
expect case.open_handover.state HANDOVER_STATE_MEETING_SET
do star AcceptHandover {"case_id": "$lea", "handover_id": "$lea-third"}
ask gans GetCase {"case_id": "$lea"}
expect case.holder.person_id $star
expect case.last_move.state HANDOVER_STATE_ACCEPTED
ask gans ListInbox {"filter": {"clocks": ["CLOCK_KIND_HANDOVER_ANSWER"]}}
expect items[] 0
ask gans GetPerson {"person_id": "$fink"}
expect person.leaving.deactivated true
deny PERMISSION_DENIED fink ListInbox {}

advance 14d
ask star GetCase {"case_id": "$finn"}
expect case.last_move.state HANDOVER_STATE_FOLLOWUP_DUE
do star FollowUpHandover {"case_id": "$finn", "handover_id": "$finn-handover", "outcome": "FOLLOW_UP_OUTCOME_HOLDS",
  "participation": "$heard", "note": "Finn kennt Frau Elster schon vom Sommerfest"}

advance 90d
step 7 The way home is planned from the day the place is taken, names who receives and says yes to it, and ends with somebody who vouches for the night.
do igel EnterResidentialPhase {"case_id": "$finn", "setting_id": "$finn-setting", "phase": "RESIDENTIAL_PHASE_COURSE",
  "participation": "$heard", "plan": "Schule, Fussball, jeden Sonntag Mutter"}
refuse C17 igel EnterResidentialPhase {"case_id": "$finn", "setting_id": "$finn-setting", "phase": "RESIDENTIAL_PHASE_RETURN",
  "participation": "$heard", "plan": "ohne jemanden, der empfaengt"}
refuse C17 igel EnterResidentialPhase {"case_id": "$finn", "setting_id": "$finn-setting", "phase": "RESIDENTIAL_PHASE_RETURN",
  "return_planned_at": "$now", "participation": "$heard", "plan": "ab heute",
  "receiver": {"organisation_id": "$gladbach", "unit_id": "$team-05", "person_id": "$elster", "deputy_person_id": "$star"}}
do igel EnterResidentialPhase {"case_id": "$finn", "setting_id": "$finn-setting", "phase": "RESIDENTIAL_PHASE_RETURN",
  "return_planned_at": "$now+30d", "participation": "$heard", "plan": "Die Mutter hat eine neue Wohnung und Tagschicht",
  "receiver": {"organisation_id": "$gladbach", "unit_id": "$team-05", "person_id": "$elster", "deputy_person_id": "$star"}}
ask elster ListInbox {}
expect items[kind=INBOX_ITEM_KIND_RETURN_OFFERED].object_id $finn-setting
do elster AnswerReturn {"case_id": "$finn", "setting_id": "$finn-setting", "accepts": true}
ask elster GetCase {"case_id": "$finn"}
expect case.settings[setting_id=$finn-setting].return_accepted true
advance 30d
do elster EndSetting {"case_id": "$finn", "setting_id": "$finn-setting", "next_tonight": {"kind": "TONIGHT_KIND_FAMILY",
  "holder": {"organisation_id": "$gladbach", "unit_id": "$team-05", "person_id": "$elster", "deputy_person_id": "$star"}}}
ask elster GetCase {"case_id": "$finn"}
expect case.tonight.kind TONIGHT_KIND_FAMILY
ask elster ListInbox {"filter": {"kinds": ["INBOX_ITEM_KIND_RETURN_HELD"]}}
expect items[0].object_id $finn-setting
do elster RecordContactWithYoungPerson {"case_id": "$finn", "channel": "CONTACT_CHANNEL_IN_PERSON",
  "note": "Finn zeigt mir sein Zimmer; freitags komme ich wieder"}
ask elster ListInbox {"filter": {"kinds": ["INBOX_ITEM_KIND_RETURN_HELD"]}}
expect items[] 0
do igel RecordSetback {"case_id": "$lea", "kinds": ["SETBACK_KIND_RELAPSE"], "account": "Lea isst nicht, seit Finn zu Hause ist"}
refuse N15 igel RequestLawfulEnd {"case_id": "$lea", "ground": "nicht gruppenfaehig"}
# A setback closes nothing: a new plan is due, before which the case is understood anew.
ask star GetCase {"case_id": "$lea"}
expect case.setbacks 1
expect case.cycle 2
expect case.understood_this_cycle false
expect case.clocks[kind=CLOCK_KIND_CASE_REVIEW].due $now+7d
expect case.clocks[kind=CLOCK_KIND_CASE_REVIEW].overdue false
expect case.settings[0].phase SETTING_PHASE_RUNNING
expect case.phase CASE_PHASE_ACTIVE
expect case.holder.person_id $star
expect case.tonight.holder.person_id $igel
ask star ListInbox {"filter": {"clocks": ["CLOCK_KIND_CASE_REVIEW"]}}
expect items[0].case_id $lea

step 8 The quarter ends: two of three conferences were held, the third is overdue; and who carries how much.
do gans OpenCalendar {"kind": "CALENDAR_KIND_CONFERENCE", "area": "West", "unit_id": "$team-05", "deputy_person_id": "$star",
  "interval_days": 30, "first_due": "$now+10d"}
keep west calendar_id
do gans PlanSession {"calendar_id": "$west", "due": "$now+10d"}
keep first-session session_id
do gans PlanSession {"calendar_id": "$west", "due": "$now+40d"}
keep second-session session_id
do gans PlanSession {"calendar_id": "$west", "due": "$now+70d"}
advance 10d
do gans RecordSession {"calendar_id": "$west", "session_id": "$first-session", "held_at": "$now",
  "attendances": [{"organisation_id": "$gladbach", "people": 3}, {"organisation_id": "$traeger", "people": 1}]}
advance 30d
do gans RecordSession {"calendar_id": "$west", "session_id": "$second-session", "held_at": "$now",
  "attendances": [{"organisation_id": "$gladbach", "people": 4}]}
ask gans GetConferenceCoverage {"from": "$now-40d", "until": "$now+50d"}
expect coverages[area=West].planned 3
expect coverages[area=West].held 2
expect coverages[area=West].overdue 0
advance 31d
ask gans GetConferenceCoverage {"from": "$now-80d", "until": "$now+10d"}
expect coverages[area=West].planned 3
expect coverages[area=West].held 2
expect coverages[area=West].overdue 1
expect coverages[area=West].missed 0
ask gans GetCalendar {"calendar_id": "$west"}
expect calendar.overdue true
ask gans GetWorkload {"organisation_id": "$gladbach", "unit_id": "$team-05"}
expect people[person_id=$elster].cases 3
expect people[person_id=$star].cases 1
expect team.cases 4
ask auditor GetReport {}
expect cases_open 4
expect handovers.offered 6
expect handovers.accepted 4
expect handovers.refused 2
