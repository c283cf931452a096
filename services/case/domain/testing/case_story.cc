// Long, because it is a list: people, commands and cases that tests begin with.
#include "services/case/domain/testing/case_story.h"

#include "libs/base/time.h"

namespace fallverbund::casework::testing {

care::Holder Holder(const Person& person, const Person& deputy, common::v1::LegalBasis basis) {
  return {person.organisation, person.unit, person.id, deputy.id, basis};
}

common::v1::Tonight Tonight(common::v1::TonightKind kind, const Person& person) {
  return care::ToProto(care::Tonight{kind, {person.organisation, person.unit, person.id, ""}});
}

HolderFacts Known(bool public_body) {
  return {.public_body = public_body,
          .person_known = true,
          .deputy_known = true,
          .reachable = true,
          .may_receive = true};
}

common::v1::Participation BothHeard() {
  common::v1::Participation participation;
  participation.mutable_young_person()->set_heard(true);
  participation.mutable_family()->set_heard(true);
  return participation;
}

common::v1::Participation YoungPersonRefused(absl::Time retry_due) {
  common::v1::Participation participation = BothHeard();
  participation.mutable_young_person()->set_heard(false);
  participation.mutable_young_person()->set_reason(common::v1::NOT_HEARD_REASON_REFUSED);
  *participation.mutable_young_person()->mutable_retry_due() = ToProto(retry_due);
  return participation;
}

common::v1::Sealed Text(const std::string& box) {
  common::v1::Sealed sealed;
  sealed.set_key_id("key");
  sealed.set_box(box);
  return sealed;
}

v1::Invitation Seat(const Person& person, team::v1::Discipline discipline, bool lead) {
  v1::Invitation invitation;
  invitation.set_organisation_id(person.organisation);
  invitation.set_person_id(person.id);
  invitation.set_discipline(discipline);
  invitation.set_lead(lead);
  return invitation;
}

OpenCase Open(const Person& holder, const Person& deputy) {
  OpenCase open{{}, Known()};
  open.opened.set_subject_id("subject");
  open.opened.mutable_origin()->set_kind(v1::ORIGIN_KIND_INQUIRY);
  open.opened.mutable_origin()->set_aggregate_id("inquiry");
  open.opened.mutable_origin()->set_position(7);
  *open.opened.mutable_holder() = care::ToProto(Holder(holder, deputy));
  *open.opened.mutable_tonight() = Tonight(common::v1::TONIGHT_KIND_FAMILY, holder);
  return open;
}

OfferHandover Offer(const Person& to, const Person& deputy) {
  OfferHandover offer{{}, Known()};
  *offer.offer.mutable_to() = care::ToProto(Holder(to, deputy));
  *offer.offer.mutable_participation() = BothHeard();
  return offer;
}

RecordHandoverMeeting Meeting(const std::string& handover_id, const std::vector<Person>& persons,
                              absl::Time held_at) {
  RecordHandoverMeeting meeting;
  meeting.meeting.set_handover_id(handover_id);
  for (const Person& person : persons) meeting.meeting.add_person_ids(person.id);
  *meeting.meeting.mutable_held_at() = ToProto(held_at);
  *meeting.meeting.mutable_participation() = BothHeard();
  return meeting;
}

AcceptHandover Accept(const std::string& handover_id, const Person& who) {
  return {handover_id, who.unit};
}

RefuseHandover Refuse(const std::string& handover_id, const Person& who) {
  RefuseHandover refuse{{}, who.unit};
  refuse.refusal.set_handover_id(handover_id);
  refuse.refusal.set_reason(v1::HANDOVER_REFUSAL_REASON_BAD_MOMENT);
  *refuse.refusal.mutable_counter_proposal() = Text("after the holidays");
  return refuse;
}

InviteTeam Invite(const std::string& team_id) {
  return {
      team_id,
      care::ToProto(Holder(kKrause, kKrause, common::v1::LEGAL_BASIS_AGREEMENT)),
      kAdler.id,
      {Seat(kAdler, team::v1::DISCIPLINE_SOCIAL_WORK), Seat(kKrause, team::v1::DISCIPLINE_SOCIAL_WORK, true),
       Seat(kKranich, team::v1::DISCIPLINE_PSYCHIATRY), Seat(kFuchs, team::v1::DISCIPLINE_RESIDENTIAL_CARE)}};
}

ReplaceInvitation ReplaceSeat(const Person& leaving, const v1::Invitation& next, const std::string& team_id) {
  ReplaceInvitation replace;
  replace.replacement.set_team_id(team_id);
  replace.replacement.set_person_id(leaving.id);
  *replace.replacement.mutable_invitation() = next;
  return replace;
}

OfferCoordination OfferToCoordinate(const Person& to, const Person& deputy) {
  OfferCoordination offer{{}, Known(false)};
  offer.offer.set_team_id("team");
  *offer.offer.mutable_to() = care::ToProto(Holder(to, deputy));
  return offer;
}

RefuseCoordination RefuseToCoordinate(const std::string& offer_id, const Person& who) {
  return {offer_id, who.unit, Text("no time until autumn; ask the school")};
}

NameSeatSuccessor Follow(const Person& leaving, const v1::Invitation& next) {
  NameSeatSuccessor follow{{}, true};
  follow.replacement.set_team_id("team");
  follow.replacement.set_person_id(leaving.id);
  *follow.replacement.mutable_invitation() = next;
  return follow;
}

RecordCaseUnderstanding Understand() {
  RecordCaseUnderstanding understand;
  *understand.understanding.mutable_understanding() = Text("what he shows us");
  *understand.understanding.mutable_participation() = BothHeard();
  return understand;
}

ProposeSetting Propose(const Person& provider, v1::ComponentKind kind) {
  ProposeSetting propose;
  v1::SettingComponent& component = *propose.proposal.add_components();
  component.set_kind(kind);
  component.set_organisation_id(provider.organisation);
  *propose.proposal.mutable_participation() = BothHeard();
  return propose;
}

AnswerSetting AnswerWith(const std::string& setting_id, v1::Answer answer) {
  AnswerSetting command;
  command.answer.set_setting_id(setting_id);
  command.answer.set_answer(answer);
  return command;
}

AdoptSetting Adopt(const std::string& setting_id) {
  AdoptSetting adopt;
  adopt.adoption.set_setting_id(setting_id);
  *adopt.adoption.mutable_participation() = BothHeard();
  return adopt;
}

StartSetting Start(const std::string& setting_id, const Person& who) {
  return {setting_id, who.unit, "", false};
}

GiveSettingNotice Notice(const std::string& setting_id) {
  GiveSettingNotice notice;
  notice.notice.set_setting_id(setting_id);
  return notice;
}

EndSetting End(const std::string& setting_id, common::v1::TonightKind kind, const Person& voucher) {
  return {setting_id, Tonight(kind, voucher), Known()};
}

BeginCrisisLead CrisisOf(const Person& lead, const Person& deputy, uint32_t episode) {
  BeginCrisisLead command;
  command.begins.set_crisis_id("crisis");
  command.begins.set_episode(episode);
  *command.begins.mutable_to() = care::ToProto(Holder(lead, deputy, common::v1::LEGAL_BASIS_AGREEMENT));
  return command;
}

AcceptCrisisLead LeadCrisis(const Person& who, const Person& deputy) {
  return {who.unit, deputy.id, /*deputy_known=*/true};
}

EndCrisisLead CrisisOver(uint32_t episode) {
  EndCrisisLead command;
  command.ends.set_crisis_id("crisis");
  command.ends.set_episode(episode);
  return command;
}

MoveForClinic ToClinic(const Person& doctor) {
  return {"stay", Tonight(common::v1::TONIGHT_KIND_CLINIC, doctor)};
}

MoveForClinic IntoCare(const Person& office) {
  return {"care", Tonight(common::v1::TONIGHT_KIND_IN_CARE, office)};
}
MoveForClinic FromCare(common::v1::TonightKind kind, const Person& next) {
  return {"care", Tonight(kind, next), true};
}
MoveForClinic FromClinic(common::v1::TonightKind kind, const Person& next) {
  return {"stay", Tonight(kind, next), /*leaves=*/true};
}

TakeOverTonight TakeOver(const Person& who, const std::string& deployment_id) {
  return {deployment_id, care::ToProto(Holder(who, Person{}, common::v1::LEGAL_BASIS_AGREEMENT))};
}

RecordSetback Setback(v1::SetbackKind kind) {
  RecordSetback setback;
  setback.setback.add_kinds(kind);
  return setback;
}

EnterStandby Rest(v1::StandbyReason reason, absl::Time next_contact_due, absl::Time retry_due) {
  EnterStandby rest;
  rest.standby.set_reason(reason);
  *rest.standby.mutable_next_contact_due() = ToProto(next_contact_due);
  *rest.standby.mutable_participation() = YoungPersonRefused(retry_due);
  return rest;
}

RecordContactWithYoungPerson Contact() {
  RecordContactWithYoungPerson contact;
  contact.contact.set_channel(v1::CONTACT_CHANNEL_MESSAGE);
  return contact;
}

RecordHearing Hear(const common::v1::Participation& participation) {
  RecordHearing hear;
  *hear.hearing.mutable_participation() = participation;
  return hear;
}

namespace {

v1::Participant At(v1::Party party, const Person& person) {
  v1::Participant participant;
  participant.set_party(party);
  participant.set_organisation_id(person.organisation);
  participant.set_person_id(person.id);
  return participant;
}

}  // namespace

RecordResourceCheck CheckResources() {
  RecordResourceCheck command;
  *command.check.add_participants() = At(v1::PARTY_ASD, kAdler);
  command.check.add_participants()->set_party(v1::PARTY_SCHOOL);
  return command;
}

RecordPeerConsultation Consult() {
  RecordPeerConsultation command{{}, {kAdler.id, kWiesel.id}};
  *command.consultation.add_participants() = At(v1::PARTY_ASD, kAdler);
  *command.consultation.add_participants() = At(v1::PARTY_FINANCE, kWiesel);
  *command.consultation.mutable_childs_view() = Text("wants to stay with Lea");
  *command.consultation.mutable_parents_view() = Text("cannot sleep any more");
  *command.consultation.mutable_participation() = BothHeard();
  return command;
}

ClassifyNeed Classify(v1::NeedClass need_class) {
  ClassifyNeed command;
  command.classification.set_need_class(need_class);
  return command;
}

OpenRiskAssessment SeeSigns() {
  OpenRiskAssessment command;
  *command.opened.mutable_signs() = Text("a bruise");
  return command;
}

RecordRiskAssessment Assess(const std::string& assessment_id) {
  RecordRiskAssessment command{{}, {kAdler.id, kHabicht.id}};
  command.made.set_assessment_id(assessment_id);
  *command.made.add_assessors() = At(v1::PARTY_ASD, kAdler);
  *command.made.add_assessors() = At(v1::PARTY_ASD, kHabicht);
  command.made.set_outcome(v1::RISK_OUTCOME_LATENT);
  *command.made.mutable_participation() = BothHeard();
  return command;
}

CallCommission LayBefore(const std::string& setting_id) {
  CallCommission command;
  command.call.set_setting_id(setting_id);
  return command;
}

VoteInCommission Vote(const std::string& commission_id, v1::CommissionSeat seat, bool approves) {
  VoteInCommission command;
  command.vote.set_commission_id(commission_id);
  command.vote.set_seat(seat);
  command.vote.set_approves(approves);
  if (!approves) command.returned.set_reason(v1::RETURN_REASON_RESOURCES_LEFT_OUT);
  return command;
}

EnterRecord Contribute(v1::RecordKind kind) {
  EnterRecord command{{}, true};
  v1::RecordEntered& record = command.record;
  record.set_kind(kind);
  record.set_source(v1::RECORD_SOURCE_FAMILY);
  record.set_basis(v1::RECORD_BASIS_SGB8_62_2);
  record.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  *record.mutable_text() = Text("what was said");
  if (kind == v1::RECORD_KIND_STRUCTURAL_GAP) record.set_gap(v1::GAP_KIND_SMALL_SETTING);
  if (kind == v1::RECORD_KIND_DEPARTMENT_ROLE) {
    record.mutable_role()->set_department(v1::PARTY_FINANCE);
    record.mutable_role()->set_organisation_id(kWiesel.organisation);
    record.mutable_role()->set_person_id(kWiesel.id);
    record.mutable_role()->set_task(v1::DEPARTMENT_TASK_PAYS);
  }
  return command;
}

AssessRight Right(v1::RightDomain domain, bool covered, absl::Time since) {
  AssessRight command;
  command.right.set_domain(domain);
  command.right.set_covered(covered);
  *command.right.mutable_since() = ToProto(since);
  return command;
}

RegisterConsent Consented(const std::string& organisation_id, v1::ConsentGiver given_by) {
  RegisterConsent command;
  command.consent.set_matter(v1::CONSENT_MATTER_ENTRUSTED);
  command.consent.set_organisation_id(organisation_id);
  command.consent.set_given_by(given_by);
  *command.consent.mutable_given_on() = ToProto(kStart);
  *command.consent.mutable_until() = ToProto(kStart + Days(180));
  return command;
}
WithdrawConsent Withdrawn(const std::string& consent_id) {
  WithdrawConsent command;
  command.withdrawal.set_consent_id(consent_id);
  command.withdrawal.set_withdrawn_by(v1::CONSENT_GIVER_YOUNG_PERSON);
  return command;
}

RecordConfidence Sure(v1::Confidence confidence) {
  RecordConfidence command;
  command.recorded.set_confidence(confidence);
  command.recorded.set_question_version(1);
  command.recorded.set_occasion(v1::CONFIDENCE_OCCASION_TEAM_MEETING);
  return command;
}

BeginTrial Try(const std::string& setting_id, absl::Time until) {
  BeginTrial command;
  command.trial.set_setting_id(setting_id);
  *command.trial.mutable_until() = ToProto(until);
  return command;
}

EvaluateSetting Evaluate(const std::string& setting_id, v1::EvaluationOutcome outcome) {
  EvaluateSetting command;
  command.evaluation.set_setting_id(setting_id);
  command.evaluation.set_outcome(outcome);
  *command.evaluation.mutable_participation() = BothHeard();
  return command;
}

DecideFunding Fund(const std::string& setting_id, v1::FundingDecision decision) {
  DecideFunding command;
  command.funding.set_setting_id(setting_id);
  command.funding.set_decision(decision);
  command.funding.set_payer(v1::PAYER_YOUTH_OFFICE);
  *command.funding.mutable_from() = ToProto(kStart);
  return command;
}

EnterResidentialPhase Phase(const std::string& setting_id, v1::ResidentialPhase phase) {
  EnterResidentialPhase command{{}, Known()};
  command.entered.set_setting_id(setting_id);
  command.entered.set_phase(phase);
  *command.entered.mutable_participation() = BothHeard();
  if (phase == v1::RESIDENTIAL_PHASE_RETURN) {
    *command.entered.mutable_receiver() = care::ToProto(Holder(kSpecht, kAdler));
    *command.entered.mutable_return_planned_at() = ToProto(kStart + Days(60));
  }
  return command;
}

AnswerReturn Receives(const std::string& setting_id, bool accepts) {
  AnswerReturn command;
  command.answer.set_setting_id(setting_id);
  command.answer.set_accepted(accepts);
  if (!accepts) *command.answer.mutable_reason() = Text("on leave by then");
  return command;
}

v1::OfferFoundUnsuitable Lacked(const std::string& setting_id, const Person& provider) {
  v1::OfferFoundUnsuitable offer;
  offer.set_setting_id(setting_id);
  offer.set_organisation_id(provider.organisation);
  offer.set_kind(v1::COMPONENT_KIND_RESIDENTIAL);
  offer.add_because(v1::UNSUITABLE_BECAUSE_NIGHTS_NOT_COVERED);
  return offer;
}

FollowUpHandover FollowUp(const std::string& handover_id, v1::FollowUpOutcome outcome) {
  FollowUpHandover command;
  command.follow_up.set_handover_id(handover_id);
  command.follow_up.set_outcome(outcome);
  *command.follow_up.mutable_participation() = BothHeard();
  return command;
}

TakeBackHandover TakeBack(const std::string& handover_id, const Person& who) {
  TakeBackHandover command{{}, who.unit};
  command.taken_back.set_handover_id(handover_id);
  *command.taken_back.mutable_reason() = Text("nobody went there");
  command.to = Known();
  return command;
}

BeginAftercare StayInContact() {
  BeginAftercare begin{{}, Known()};
  *begin.aftercare.mutable_holder() = care::ToProto(Holder(kSpecht, kAdler));
  *begin.aftercare.mutable_until() = ToProto(kStart + Days(365));
  begin.aftercare.set_contact_every_days(30);
  *begin.aftercare.mutable_participation() = BothHeard();
  return begin;
}

RequestLawfulEnd AskToEnd(Ground ground) {
  RequestLawfulEnd ask{ground};
  ask.born = absl::CivilDay(ground == Ground::kAge27 ? 1998 : 2007, 5, 1);
  *ask.request.mutable_evidence() = Text("what was seen");
  *ask.request.mutable_birth_date() = Text("when");
  ask.request.set_informed(true);
  ask.request.set_given_in_person(true);
  *ask.request.mutable_confirmed_at() = ToProto(kStart);
  ask.request.set_continued_in_case_id("another case");
  ask.request.set_continued_in_commit_id("commit of another log");
  ask.home_log_origin = "another log";
  ask.other_case = {true, false, care::ToProto(Holder(kAmsel, kStar))};
  if (ground != Ground::kDeath && ground != Ground::kRecordedInError)
    *ask.request.mutable_participation() = BothHeard();
  return ask;
}

DetermineCompetence Determine(const Person& competent, absl::Time since) {
  DetermineCompetence command{{}, true};
  command.determined.set_organisation_id(competent.organisation);
  command.determined.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
  *command.determined.mutable_effective_since() = ToProto(since);
  return command;
}

DetectCompetenceChange Detect(const std::string& organisation_id) {
  DetectCompetenceChange command{{}, true};
  command.detected.set_cause(v1::COMPETENCE_CHANGE_CAUSE_PARENTS_MOVED);
  command.detected.set_organisation_id(organisation_id);
  return command;
}

InformAgency Inform(const std::string& change_id, const Person& to, const Person& deputy) {
  InformAgency command{{}, Known()};
  command.informed.set_change_id(change_id);
  *command.informed.mutable_to() = care::ToProto(Holder(to, deputy, common::v1::LEGAL_BASIS_SGB8_86));
  return command;
}

SendAgencyData Send(const std::string& change_id) {
  SendAgencyData command;
  command.sent.set_change_id(change_id);
  return command;
}

PackAfterwards PackLater(const Person& to, uint64_t position) {
  PackAfterwards command;
  command.packed.set_to_organisation_id(to.organisation);
  v1::PackageItem& item = *command.packed.add_package();
  item.set_position(position);
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  return command;
}

PrepareHandover Prepare(const std::string& to_organisation, const std::vector<uint64_t>& positions) {
  PrepareHandover command;
  command.prepared.set_to_organisation_id(to_organisation);
  for (const uint64_t position : positions) {
    v1::PackageItem& item = *command.prepared.add_package();
    item.set_position(position);
    item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
    item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  }
  return command;
}

PrepareHandover PutAway() {
  PrepareHandover command;
  command.prepared.set_put_away(true);
  return command;
}

PackAfterwards NothingLeft(const Person& to) {
  PackAfterwards command;
  command.packed.set_to_organisation_id(to.organisation);
  command.packed.set_nothing_needed(true);
  return command;
}

RecordAgencyConversation Talk(const std::string& change_id, const std::vector<Person>& persons,
                              absl::Time held_at) {
  RecordAgencyConversation command;
  command.conversation.set_change_id(change_id);
  for (const Person& person : persons) command.conversation.add_person_ids(person.id);
  *command.conversation.mutable_held_at() = ToProto(held_at);
  *command.conversation.mutable_participation() = BothHeard();
  return command;
}

ReportContinuedService GoesOn(const std::string& change_id, absl::Time since) {
  ReportContinuedService command;
  command.report.set_change_id(change_id);
  *command.report.mutable_continued_since() = ToProto(since);
  *command.report.mutable_evidence() = Text("came every week");
  return command;
}

AcceptContinuedService TakeOn(const std::string& change_id, const Person& who) {
  return {change_id, who.unit};
}

RefuseCompetence Deny(const std::string& change_id, const Person& who) {
  RefuseCompetence command{{}, who.unit};
  command.refusal.set_change_id(change_id);
  command.refusal.set_reason(v1::COMPETENCE_REFUSAL_REASON_LAW_DISPUTED);
  *command.refusal.mutable_argument() = Text("the father has custody");
  return command;
}

AskProvisionalTakeover AskToAct(const std::string& change_id, const Person& to, const Person& deputy,
                                v1::ProvisionalCause cause) {
  AskProvisionalTakeover command{{}, Known()};
  command.asked.set_change_id(change_id);
  *command.asked.mutable_to() = care::ToProto(Holder(to, deputy, common::v1::LEGAL_BASIS_SGB8_86D));
  command.asked.set_cause(cause);
  return command;
}

AcceptProvisionalTakeover Act(const std::string& change_id, const Person& who) {
  return {change_id, who.unit};
}

OfferOmbuds TellOfOmbuds(const std::string& change_id) {
  OfferOmbuds command;
  command.offered.set_change_id(change_id);
  *command.offered.mutable_participation() = BothHeard();
  return command;
}

RecordBirthDate Born(std::optional<absl::CivilDay> day) {
  RecordBirthDate command{{}, {}, day};
  *command.recorded.mutable_birth_date() = Text("when");
  return command;
}

RecordBirthDate Rather(absl::CivilDay day) {
  RecordBirthDate command = Born(day);
  *command.recorded.mutable_correction_reason() = Text("the certificate says so");
  *command.proposed.mutable_birth_date() = Text("when");
  *command.proposed.mutable_reason() = Text("the certificate says so");
  return command;
}

NameGuardian NameParents() {
  NameGuardian command;
  command.named.set_kind(v1::GUARDIAN_KIND_PARENTS);
  *command.named.mutable_name() = Text("who");
  return command;
}

NameGuardian NameOffice(const Person& guardian) {
  NameGuardian command{{}, Known()};
  command.named.set_kind(v1::GUARDIAN_KIND_OFFICE);
  *command.named.mutable_holder() =
      care::ToProto(Holder(guardian, Person{}, common::v1::LEGAL_BASIS_SGB8_87C));
  return command;
}

PlanHelp Plan(absl::Time end) {
  PlanHelp command;
  *command.plan.mutable_planned_end() = ToProto(end);
  *command.plan.mutable_participation() = BothHeard();
  return command;
}

RecordTransitionCheck LookAhead() {
  RecordTransitionCheck command;
  *command.check.mutable_note() = Text("the job centre was there");
  *command.check.mutable_participation() = BothHeard();
  return command;
}

CaseStory& CaseStory::Given(const Person& who, const Command& command) {
  const Decision decision = When(who, command);
  EXPECT_FALSE(decision.refused()) << "given, but refused: " << Facts(decision)[0];
  return *this;
}

CaseStory& CaseStory::Met() {
  const care::Holder& from = state_.responsibility.holder();
  const Person giver{from.organisation_id, from.unit_id, from.person_id};
  return Given(giver, Meeting(handover(), {giver, {"", "", state_.handover.open()->to.person_id}}, now_));
}

Decision CaseStory::When(const Person& who, const Command& command) {
  const std::string id = "id-" + std::to_string(++commands_);
  const decider::Given given{{who.organisation, who.id, who.role}, now_, now_, id};
  Command wish = command;
  if (state_.opened()) wish.office_id = state_.responsibility.holder().organisation_id;
  wish.terms = terms_;
  wish.others_terms = others_terms_;
  Decision decision = CaseDecider::Decide(state_, wish, given);
  if (decision.refused()) return decision;
  for (const auto& event : decision.events()) state_ = CaseDecider::Evolve(std::move(state_), event, given);
  return decision;
}

CaseStory& CaseStory::Takes(const common::v1::OfficeTerms& office, const common::v1::OfficeTerms& others) {
  terms_ = office;
  others_terms_ = others;
  return *this;
}

CaseStory OpenedCase() {
  return std::move(CaseStory().Given(kService, Open()));
}

CaseStory CaseWithTeam() {
  CaseStory story = OpenedCase();
  story.Given(kService, Invite());
  for (const Person& member : {kAdler, kKrause, kKranich, kFuchs}) story.Given(member, CommitToTeam{"team"});
  return story;
}

CaseStory CaseWithCoordinationOffered() {
  return std::move(CaseWithTeam().Given(kKrause, OfferToCoordinate(kUhu, kKrause)));
}

CaseStory CaseWithProposal(v1::ComponentKind kind) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Understand()).Given(kAdler, Propose(kFuchs, kind));
  return story;
}

CaseStory CaseWithRunningSetting(v1::ComponentKind kind) {
  CaseStory story = CaseWithProposal(kind);
  const std::string setting = story.setting();
  story.Given(kAdler, AnswerWith(setting, v1::ANSWER_PARTLY)).Given(kAdler, Adopt(setting));
  story.Given(kFuchs, Start(setting, kFuchs));
  return story;
}

CaseStory RestingCase() {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Rest(v1::STANDBY_REASON_REFUSAL, story.now() + Days(14), story.now() + Days(60)));
  return story;
}

CaseStory CaseOfferedToBerg() {
  return std::move(OpenedCase().Given(kAdler, Offer(kBerg, kLerche)).Met());
}

CaseStory CaseMovedToBerg() {
  CaseStory story = CaseOfferedToBerg();
  const std::string handover = story.handover();
  return std::move(story.Given(kBerg, Accept(handover, kBerg)));
}

CaseStory CaseMovedToAmsel() {
  CaseStory story = std::move(CaseWithTeam().Given(kAdler, Offer(kAmsel, kStar)).Met());
  const std::string handover = story.handover();
  return std::move(story.Given(kAmsel, Accept(handover, kAmsel)));
}

CaseStory CaseInQuestion() {
  return std::move(OpenedCase().Given(kAdler, Detect(kAmsel.organisation)));
}

CaseStory CaseToldToAmsel() {
  CaseStory story = CaseInQuestion();
  return std::move(story.Given(kAdler, Inform(story.change(), kAmsel, kStar)));
}

CaseStory CaseContinuedByAmsel() {
  CaseStory story = CaseToldToAmsel();
  const std::string change = story.change();
  story.Given(kAdler, Send(change)).Given(kAmsel, Talk(change, {kAdler, kAmsel}, story.now()));
  return std::move(story.Given(kAdler, GoesOn(change)));
}

CaseStory ContestedCase() {
  CaseStory story = CaseToldToAmsel();
  return std::move(story.Given(kAmsel, Deny(story.change(), kAmsel)));
}

CaseStory ClassifiedCase() {
  return std::move(
      OpenedCase().Given(kAdler, CheckResources()).Given(kAdler, Consult()).Given(kAdler, Classify()));
}

CaseStory CaseBeforeTheCommission() {
  CaseStory story = ClassifiedCase();
  story.Given(kAdler, Understand()).Given(kFuchs, Propose(kFuchs));
  const std::string setting = story.setting();
  return std::move(
      story.Given(kAdler, AnswerWith(setting, v1::ANSWER_YES)).Given(kAdler, LayBefore(setting)));
}

CaseStory CaseWithEndAskedFor(Ground ground) {
  CaseStory story = CaseWithTeam();
  const RequestLawfulEnd ask = AskToEnd(ground);
  if (ground == Ground::kOwnDecision || ground == Ground::kAge27) story.Given(kAdler, Born(ask.born));
  return std::move(story.Given(kAdler, ask));
}

CaseStory CaseWithEndApproved(Ground ground) {
  CaseStory story = CaseWithEndAskedFor(ground);
  const std::string end = story.end();
  if (ground == Ground::kRecordedInError) story.Given(kAmsel, ApproveLawfulEnd{end});
  return std::move(story.Given(kFuchs, ApproveLawfulEnd{end}));
}

CaseStory EndedCase(Ground ground) {
  CaseStory story = CaseWithEndApproved(ground);
  const PassDeadline over = ObjectionPeriodOver(story);
  story.Wait(Days(14));
  return std::move(story.Given(kService, over));
}

PassDeadline ObjectionPeriodOver(const CaseStory& story) {
  return {common::v1::CLOCK_KIND_OBJECTION_PERIOD, story.end(), *story.state().ending->objection_until,
          story.state().ending->continued_in};
}

::testing::AssertionResult RefusedWith(const Decision& decision, refusal::Reason reason) {
  if (decision.refused() && decision.refusal().reason == reason) return ::testing::AssertionSuccess();
  std::string answer;
  for (const std::string& fact : Facts(decision)) answer += " " + fact;
  return ::testing::AssertionFailure()
         << "expected a refusal with " << refusal::Text(reason).code << ", got" << answer;
}

std::vector<std::string> Facts(const Decision& decision) {
  if (decision.refused()) return {"<" + std::string(refusal::Text(decision.refusal().reason).code) + ">"};
  std::vector<std::string> facts;
  for (const auto& event : decision.events()) {
    const auto* field = event.GetDescriptor()->FindFieldByNumber(event.event_case());
    facts.push_back(field == nullptr ? "nothing" : field->message_type()->name());
  }
  return facts;
}

}  // namespace fallverbund::casework::testing
