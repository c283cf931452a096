# Baby Nuri and Selin "Spatz", prevention chain. All persons are fictional.
title Nuri and Selin: counted without a name, handed over warm, forgotten when she says so
clock 2026-01-12T08:00:00Z

organisation jugendamt YOUTH_OFFICE Jugendamt Musterstadt
unit asd jugendamt ASD Nord
unit fruehe jugendamt Praeventionskette
person eule jugendamt/asd TEAM_LEAD Frau Eule
person adler jugendamt/asd CASE_WORKER Frau Adler
person specht jugendamt/asd CASE_WORKER Herr Specht
person steuer jugendamt/fruehe STEERING_GROUP Frau Steuer
deputy adler specht
organisation babylotsen PROVIDER Babylotsendienst am Klinikum
person amsel babylotsen NAVIGATOR Frau Amsel
person drossel babylotsen NAVIGATOR Herr Drossel
organisation buero PROVIDER Familienbuero Nord
person birke buero NAVIGATOR Frau Birke
person buche buero NAVIGATOR Herr Buche
organisation kita PROVIDER Kita-Sozialarbeit Nord
person kiesel kita NAVIGATOR Frau Kiesel
person kies kita NAVIGATOR Herr Kies
person linde buero PROVIDER_WORKER Frau Linde
organisation koordination COORDINATION_OFFICE Koordination Praeventionskette
person wachtel koordination COORDINATOR Frau Wachtel
person zeisig koordination COORDINATOR Herr Zeisig
organisation pruefung OTHER Pruefstelle
person auditor pruefung AUDITOR Frau Kauz

let heard {"young_person": {"heard": true}, "family": {"heard": true}}

step 1 At the clinic somebody asks. It is counted, and nobody's name is.
do eule DefineSocialSpace {"display_name": "Nordstadt", "unit_id": "$asd", "person_id": "$adler", "deputy_person_id": "$specht"}
keep nord social_space_id
do eule DefineSocialSpace {"display_name": "Suedstadt", "unit_id": "$asd", "person_id": "$adler", "deputy_person_id": "$specht"}
keep sued social_space_id
do amsel CountAnonymousContact {"service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$nord",
  "language_need": "LANGUAGE_NEED_INTERPRETER", "purpose": "CONTACT_PURPOSE_INFORMATION"}
refuse E7 amsel CountAnonymousContact {"service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$buero",
  "language_need": "LANGUAGE_NEED_NONE", "purpose": "CONTACT_PURPOSE_ADVICE"}

step 2 Selin agrees, with an interpreter, and the guide is her navigator from then on.
refuse E9 amsel BeginTransition {"navigator_person_id": "$amsel", "deputy_person_id": "$drossel",
  "service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$nord", "language_need": "LANGUAGE_NEED_INTERPRETER",
  "interpreted": true, "expected": [{"phase": "LIFE_PHASE_AT_HOME", "due": "$now+30d"}]}
refuse E8 amsel BeginTransition {"navigator_person_id": "$amsel", "deputy_person_id": "$drossel",
  "service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$nord", "language_need": "LANGUAGE_NEED_INTERPRETER",
  "consent_by": "CONSENT_GIVER_ONE_PARENT", "expected": [{"phase": "LIFE_PHASE_AT_HOME", "due": "$now+30d"}],
  "family_name": "Selin Spatz am Klinikbett"}
refuse E5 amsel BeginTransition {"navigator_person_id": "$amsel", "deputy_person_id": "$amsel",
  "service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$nord", "language_need": "LANGUAGE_NEED_NONE",
  "consent_by": "CONSENT_GIVER_ONE_PARENT", "expected": [{"phase": "LIFE_PHASE_AT_HOME", "due": "$now+30d"}],
  "family_name": "Selin Spatz ohne Vertretung"}
do amsel BeginTransition {"navigator_person_id": "$amsel", "deputy_person_id": "$drossel",
  "service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$nord", "language_need": "LANGUAGE_NEED_INTERPRETER",
  "interpreted": true, "consent_by": "CONSENT_GIVER_ONE_PARENT",
  "expected": [{"phase": "LIFE_PHASE_AT_HOME", "due": "$now+30d"}, {"phase": "LIFE_PHASE_DAY_CARE", "due": "$now+200d"}],
  "family_name": "Selin und Nuri Spatz", "language": "Tuerkisch, Dialekt aus Antep", "agreed": "Frau Amsel darf dem Familienbuero von uns erzaehlen"}
keep weg transition_id
ask amsel GetTransition {"transition_id": "$weg"}
expect transition.navigator.person_id $amsel
expect transition.family_name Selin und Nuri Spatz
deny NOT_FOUND birke GetTransition {"transition_id": "$weg"}
deny PERMISSION_DENIED adler GetTransition {"transition_id": "$weg"}
do amsel RecordFamilyDecision {"transition_id": "$weg", "subject": "FAMILY_DECISION_SUBJECT_GOALS", "participation": {
  "family": {"heard": true}, "young_person": {"heard": false, "reason": "NOT_HEARD_REASON_TOO_YOUNG", "retry_due": "$now+80d"}},
  "decision": "Selin will schlafen lernen und die Nachbarschaft kennen"}
do amsel BeginTransition {"navigator_person_id": "$amsel", "deputy_person_id": "$drossel",
  "service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$sued", "language_need": "LANGUAGE_NEED_NONE",
  "consent_by": "CONSENT_GIVER_BOTH_PARENTS", "expected": [{"phase": "LIFE_PHASE_AT_HOME", "due": "$now+900d"}],
  "family_name": "Familie Zaunkoenig aus der Suedstadt"}
do drossel BeginTransition {"navigator_person_id": "$drossel", "deputy_person_id": "$amsel",
  "service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$sued", "language_need": "LANGUAGE_NEED_NONE",
  "consent_by": "CONSENT_GIVER_BOTH_PARENTS", "expected": [{"phase": "LIFE_PHASE_AT_HOME", "due": "$now+900d"}],
  "family_name": "Familie Rotkehlchen aus der Suedstadt"}
do amsel BeginTransition {"navigator_person_id": "$amsel", "deputy_person_id": "$drossel",
  "service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$nord", "language_need": "LANGUAGE_NEED_INTERPRETER",
  "interpreted": true, "consent_by": "CONSENT_GIVER_BOTH_PARENTS", "expected": [{"phase": "LIFE_PHASE_AT_HOME", "due": "$now+900d"}],
  "family_name": "Familie Stieglitz aus der Nordstadt"}
keep stieglitz transition_id
do drossel BeginTransition {"navigator_person_id": "$drossel", "deputy_person_id": "$amsel",
  "service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$nord", "language_need": "LANGUAGE_NEED_INTERPRETER",
  "interpreted": true, "consent_by": "CONSENT_GIVER_BOTH_PARENTS", "expected": [{"phase": "LIFE_PHASE_AT_HOME", "due": "$now+900d"}],
  "family_name": "Familie Zeisig aus der Nordstadt"}

step 3 Handed over warm to the family office: nobody comes, so it stays with the guide; the second time Selin is there, too.
refuse E4 amsel OfferWarmHandover {"transition_id": "$weg", "to_organisation_id": "$buero", "to_person_id": "$birke",
  "to_line": "SERVICE_LINE_FAMILY_OFFICE", "for_phase": "LIFE_PHASE_AT_HOME", "participation": "$heard"}
do steuer SetProcessChain {"from_line": "SERVICE_LINE_BABY_GUIDE", "to_line": "SERVICE_LINE_FAMILY_OFFICE",
  "required_items": ["HANDOVER_ITEM_HOW_TO_REACH", "HANDOVER_ITEM_LANGUAGE"], "answer_within": "604800s", "check_after": "4838400s",
  "description": "Vom Klinikbett ins Quartier: wer wen wann anruft"}
refuse E4 amsel OfferWarmHandover {"transition_id": "$weg", "to_organisation_id": "$buero", "to_person_id": "$birke",
  "to_line": "SERVICE_LINE_FAMILY_OFFICE", "for_phase": "LIFE_PHASE_AT_HOME", "participation": "$heard",
  "items": ["HANDOVER_ITEM_HOW_TO_REACH"]}
refuse E10 amsel OfferWarmHandover {"transition_id": "$weg", "to_organisation_id": "$buero", "to_person_id": "$birke",
  "to_line": "SERVICE_LINE_FAMILY_OFFICE", "for_phase": "LIFE_PHASE_AT_HOME",
  "items": ["HANDOVER_ITEM_HOW_TO_REACH", "HANDOVER_ITEM_LANGUAGE"]}
do amsel OfferWarmHandover {"transition_id": "$weg", "to_organisation_id": "$buero", "to_person_id": "$birke",
  "to_line": "SERVICE_LINE_FAMILY_OFFICE", "for_phase": "LIFE_PHASE_AT_HOME", "participation": "$heard",
  "items": ["HANDOVER_ITEM_HOW_TO_REACH", "HANDOVER_ITEM_LANGUAGE"], "note": "Selin mag keine Telefonate, lieber Nachrichten"}
keep warm handover_id
ask birke ListOfferedTransitions {"organisation_id": "$buero"}
expect offered[] 1
expect offered[0].transition_id $weg
expect offered[0].handover_id $warm
expect offered[0].to_person_id $birke
expect offered[0].navigator_person_id $amsel
deny NOT_FOUND amsel ListOfferedTransitions {"organisation_id": "$buero"}
do amsel RecordWarmMeeting {"transition_id": "$weg", "handover_id": "$warm", "family_present": true, "interpreted": true,
  "note": "Vom Familienbuero kam niemand, Selin war enttaeuscht"}
expect missing MISSING_AT_MEETING_RECEIVER
refuse E1 birke AcceptWarmHandover {"transition_id": "$weg", "handover_id": "$warm", "deputy_person_id": "$buche"}
ask amsel GetTransition {"transition_id": "$weg"}
expect transition.navigator.person_id $amsel
expect transition.handover.failed_attempts 1
advance 2d
do amsel RecordWarmMeeting {"transition_id": "$weg", "handover_id": "$warm", "receiver_person_id": "$birke",
  "family_present": true, "interpreted": true, "note": "Frau Birke brachte Tee mit, Selin hat gelacht"}
refuse E1 amsel AcceptWarmHandover {"transition_id": "$weg", "handover_id": "$warm", "deputy_person_id": "$drossel"}
do birke AcceptWarmHandover {"transition_id": "$weg", "handover_id": "$warm", "deputy_person_id": "$buche"}
ask birke GetTransition {"transition_id": "$weg"}
expect transition.navigator.person_id $birke
expect transition.reached LIFE_PHASE_AT_HOME
expect transition.check_due $now+56d
ask birke ListOfferedTransitions {"organisation_id": "$buero"}
expect offered[] 0
advance 55d
ask amsel ListMissedTransitions {"organisation_id": "$babylotsen"}
expect missed[] 0
advance 1d
ask amsel ListMissedTransitions {"organisation_id": "$babylotsen"}
expect missed[kind=CLOCK_KIND_WARM_HANDOVER_CHECK].transition_id $weg
refuse E1 birke CompleteTransition {"transition_id": "$weg", "participation": "$heard"}
refuse E1 birke CheckWarmHandover {"transition_id": "$weg", "handover_id": "$warm", "outcome": "ARRIVAL_OUTCOME_ARRIVED"}
do amsel CheckWarmHandover {"transition_id": "$weg", "handover_id": "$warm", "outcome": "ARRIVAL_OUTCOME_ARRIVED",
  "note": "Selin kommt jeden Dienstag ins Elterncafe"}
deny NOT_FOUND amsel GetTransition {"transition_id": "$weg"}

step 4 Nuri is old enough for day care, and the date passes: it is on the list until the day care's social work has accepted.
ask birke ListMissedTransitions {"organisation_id": "$buero"}
expect missed[] 0
advance 150d
ask birke ListMissedTransitions {"organisation_id": "$buero"}
expect missed[kind=CLOCK_KIND_LIFE_PHASE].transition_id $weg
expect missed[kind=CLOCK_KIND_LIFE_PHASE].phase LIFE_PHASE_DAY_CARE
expect missed[kind=CLOCK_KIND_LIFE_PHASE].navigator_person_id $birke
deny NOT_FOUND amsel ListMissedTransitions {"organisation_id": "$buero"}
do steuer SetProcessChain {"from_line": "SERVICE_LINE_FAMILY_OFFICE", "to_line": "SERVICE_LINE_DAY_CARE_SOCIAL_WORK",
  "required_items": ["HANDOVER_ITEM_WISHES"], "answer_within": "604800s", "check_after": "4838400s",
  "description": "Vom Familienbuero in die Kita: Eingewoehnung zu dritt"}
do birke OfferWarmHandover {"transition_id": "$weg", "to_organisation_id": "$kita", "to_person_id": "$kiesel",
  "to_line": "SERVICE_LINE_DAY_CARE_SOCIAL_WORK", "for_phase": "LIFE_PHASE_DAY_CARE", "participation": "$heard",
  "items": ["HANDOVER_ITEM_WISHES"], "note": "Nuri schlaeft nur mit dem Hasen ein"}
keep kitaweg handover_id
do birke RecordWarmMeeting {"transition_id": "$weg", "handover_id": "$kitaweg", "receiver_person_id": "$kiesel",
  "family_present": true, "interpreted": true, "note": "Der Hase hat jetzt ein Fach mit Namen"}
do kiesel AcceptWarmHandover {"transition_id": "$weg", "handover_id": "$kitaweg", "deputy_person_id": "$kies"}
ask kiesel ListMissedTransitions {"organisation_id": "$kita"}
expect missed[] 0
ask birke ListMissedTransitions {"organisation_id": "$buero"}
expect missed[] 0
ask kiesel GetTransition {"transition_id": "$weg"}
expect transition.navigator.person_id $kiesel
expect transition.moves 2

step 5 Somebody wants notes of prevention in a file of help: not without a basis that is written down.
do adler ReceiveContact {"source": "CONTACT_SOURCE_FAMILY", "receiving_organisation_id": "$jugendamt", "receiving_unit_id": "$asd",
  "owner_person_id": "$adler", "deputy_person_id": "$specht", "young_person_identifiable": true,
  "young_person_name": "Tarik Meise", "summary": "Tarik bleibt der Schule fern"}
keep kontakt contact_id
do adler RequestCaseOpening {"contact_id": "$kontakt", "tonight": {"kind": "TONIGHT_KIND_FAMILY",
  "holder": {"organisation_id": "$jugendamt", "unit_id": "$asd", "person_id": "$adler", "deputy_person_id": "$specht"}}}
ask adler GetContact {"contact_id": "$kontakt"}
keep case contact.case_id
refuse E13 birke ReceiveContact {"source": "CONTACT_SOURCE_FAMILY", "receiving_organisation_id": "$jugendamt", "receiving_unit_id": "$asd",
  "owner_person_id": "$adler", "deputy_person_id": "$specht", "young_person_identifiable": true,
  "young_person_name": "Tarik Meise", "summary": "Was Selin im Elterncafe ueber Tarik erzaehlte"}
refuse E13 adler EnterRecord {"case_id": "$case", "kind": "RECORD_KIND_CONTRIBUTION", "source": "RECORD_SOURCE_PREVENTION",
  "basis": "RECORD_BASIS_SGB8_64_1", "confidentiality": "CONFIDENTIALITY_ORDINARY", "text": "Was Selin im Elterncafe ueber Tarik sagte"}
deny PERMISSION_DENIED birke EnterRecord {"case_id": "$case", "kind": "RECORD_KIND_CONTRIBUTION", "source": "RECORD_SOURCE_PREVENTION",
  "basis": "RECORD_BASIS_CONSENT", "confidentiality": "CONFIDENTIALITY_ORDINARY", "text": "Auch so nicht aus dem Elterncafe"}
refuse § 65 adler EnterRecord {"case_id": "$case", "kind": "RECORD_KIND_CONTRIBUTION", "source": "RECORD_SOURCE_PREVENTION",
  "basis": "RECORD_BASIS_CONSENT", "confidentiality": "CONFIDENTIALITY_ORDINARY", "text": "Mit Einwilligung, von der nichts steht"}
do adler RegisterConsent {"case_id": "$case", "matter": "CONSENT_MATTER_FAMILY", "organisation_id": "$jugendamt",
  "given_by": "CONSENT_GIVER_GUARDIAN", "given_on": "$now", "until": "$now+180d", "words": "Das Elterncafe darf vom Vorlesen erzaehlen"}
keep vorlesen consent_id
do adler EnterRecord {"case_id": "$case", "kind": "RECORD_KIND_CONTRIBUTION", "source": "RECORD_SOURCE_PREVENTION",
  "basis": "RECORD_BASIS_CONSENT", "consent_id": "$vorlesen", "confidentiality": "CONFIDENTIALITY_ORDINARY",
  "text": "Mit Einwilligung: Tarik hilft dort beim Vorlesen"}
ask specht ListCaseDocuments {"case_id": "$case"}
expect documents[field=text].text Mit Einwilligung: Tarik hilft dort beim Vorlesen
do adler WithdrawConsent {"case_id": "$case", "consent_id": "$vorlesen", "withdrawn_by": "CONSENT_GIVER_GUARDIAN"}
ask specht ListCaseDocuments {"case_id": "$case"}
expect documents[field=text].state TEXT_STATE_WITHHELD

step 6 Selin withdraws. Sharing stops at once, the keys are forgotten, and what was counted stays: one of the three families of the
  Nordstadt has withdrawn before the quarter is counted, and they are three; Selin withdraws after, and they are three still.
do drossel WithdrawPreventionConsent {"transition_id": "$stieglitz", "withdrawn_by": "CONSENT_GIVER_BOTH_PARENTS"}
do steuer PublishPreventionTable {"year": 2026, "quarter": 1}
keep gezaehlt table.figures_position
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=$nord&service_line=SERVICE_LINE_BABY_GUIDE].count 3
ask birke GetTransition {"transition_id": "$weg"}
expect transition.family_name Selin und Nuri Spatz
do kiesel WithdrawPreventionConsent {"transition_id": "$weg", "withdrawn_by": "CONSENT_GIVER_ONE_PARENT"}
deny NOT_FOUND birke GetTransition {"transition_id": "$weg"}
ask kiesel GetTransition {"transition_id": "$weg"}
expect transition.state TRANSITION_STATE_CONSENT_WITHDRAWN
expect transition.family_name [erased]
expect transition.language [erased]
expect transition.agreed [erased]
refuse E5 kiesel RecordFamilyDecision {"transition_id": "$weg", "subject": "FAMILY_DECISION_SUBJECT_GOALS", "participation": "$heard",
  "decision": "Doch noch etwas aufschreiben"}
ask steuer GetPreventionTable {"year": 2026, "quarter": 1}
expect table.figures_position $gezaehlt
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=$nord&service_line=SERVICE_LINE_BABY_GUIDE].count 3
ask auditor VerifyLog {}
expect erasures 2
expect findings_total 0
expect gaps 0

step 7 The quarter's figures: the two families of the Suedstadt are hidden, and so is the total, from which the three of the Nordstadt would
  be taken away. These are told, Selin among them still: without her they would be two. Asked again, it is the same table.
refuse E12 steuer PublishPreventionTable {"year": 2026, "quarter": 4}
do steuer PublishPreventionTable {"year": 2026, "quarter": 1}
expect table.figures_position $gezaehlt
expect table.figures[0].measure PREVENTION_MEASURE_FAMILIES
expect table.figures[0].hidden true
expect table.figures[0].count 0
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=$nord&service_line=SERVICE_LINE_BABY_GUIDE].hidden false
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=$nord&service_line=SERVICE_LINE_BABY_GUIDE].count 3
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=$sued].hidden true
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=$sued].count 0
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=$sued&service_line=SERVICE_LINE_BABY_GUIDE].hidden true
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=&service_line=SERVICE_LINE_BABY_GUIDE].hidden true
expect table.figures[measure=PREVENTION_MEASURE_FAMILIES&social_space_id=&service_line=SERVICE_LINE_BABY_GUIDE].count 0
expect table.figures[measure=PREVENTION_MEASURE_CONTACTS].hidden true
do amsel CountAnonymousContact {"service_line": "SERVICE_LINE_BABY_GUIDE", "social_space_id": "$sued",
  "language_need": "LANGUAGE_NEED_NONE", "purpose": "CONTACT_PURPOSE_GROUP"}
do steuer PublishPreventionTable {"year": 2026, "quarter": 1}
expect table.figures_position $gezaehlt
ask amsel GetPreventionTable {"year": 2026, "quarter": 1}
expect table.figures_position $gezaehlt
deny PERMISSION_DENIED adler GetPreventionTable {"year": 2026, "quarter": 1}

step 8 The network of the quarter: an offer is listed once, and the AG nach § 78 votes on it.
do eule AddQuarter {"social_space_id": "$nord", "display_name": "Hafenviertel", "valid_from": "$now-1d"}
keep hafen quarter_id
do birke ListEntry {"kind": "CATALOGUE_KIND_OFFER", "topics": ["CATALOGUE_TOPIC_FAMILY"], "display_name": "Elterncafe Hafen",
  "description": "dienstags, ohne Anmeldung, mit Sprachmittlung", "social_space_id": "$nord", "quarter_id": "$hafen"}
keep cafe entry_id
refuse E11 kiesel ListEntry {"kind": "CATALOGUE_KIND_OFFER", "topics": ["CATALOGUE_TOPIC_FAMILY"], "display_name": "ELTERNCAFE  Hafen",
  "description": "noch einmal dasselbe", "social_space_id": "$nord", "quarter_id": "$hafen"}
do wachtel FoundMembership {"kind": "MEMBERSHIP_KIND_WORKING_GROUP_78", "display_name": "AG nach Paragraph 78", "deputy_person_id": "$zeisig",
  "seats": [{"organisation_id": "$jugendamt", "person_id": "$eule", "lead": true},
  {"organisation_id": "$buero", "person_id": "$linde"}]}
keep ag membership_id
do eule AcceptMembership {"membership_id": "$ag", "deputy_person_id": "$adler"}
do linde AcceptMembership {"membership_id": "$ag", "deputy_person_id": "$birke"}
refuse E6 eule OpenMembershipDecision {"membership_id": "$ag", "subject": "DECISION_SUBJECT_OFFER",
  "question": "Soll das Elterncafe bleiben?", "answer_due": "$now+14d"}
do eule OpenMembershipDecision {"membership_id": "$ag", "subject": "DECISION_SUBJECT_OFFER", "offer_entry_id": "$cafe",
  "question": "Soll das Elterncafe auch freitags oeffnen?", "answer_due": "$now+14d"}
keep votum decision_id
do eule CastVote {"decision_id": "$votum", "vote": "VOTE_YES"}
do linde CastVote {"decision_id": "$votum", "vote": "VOTE_YES"}
