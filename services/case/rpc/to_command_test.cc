// Long, because one test per request.
//
// Each request becomes its command: every field arrives, texts arrive sealed, malformed ones are named.
#include "services/case/rpc/to_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "services/case/rpc/testing/fake_edge.h"

namespace fallverbund::casework {
namespace {

using testing::Complaint;
using ::testing::ElementsAre;
using testing::FakeEdge;
using ::testing::IsEmpty;
using testing::Parsed;

google::protobuf::Timestamp At(int day) {
  return fallverbund::ToProto(absl::UnixEpoch() + Days(day));
}

common::v1::Participation BothHeard() {
  common::v1::Participation heard;
  heard.mutable_young_person()->set_heard(true);
  heard.mutable_family()->set_heard(true);
  return heard;
}

template <class Message>
::testing::AssertionResult Same(const Message& a, const Message& b) {
  if (a.SerializeAsString() == b.SerializeAsString()) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << a.ShortDebugString() << " is not " << b.ShortDebugString();
}

TEST(ToCommand, WhatIsPreparedIsAPackageOrNothing) {
  v1::PrepareHandoverRequest request;
  request.set_to_organisation_id("office");
  request.add_package()->set_position(7);
  const auto command = Parsed<PrepareHandover>(request);
  EXPECT_EQ(command.prepared.to_organisation_id(), "office");
  ASSERT_EQ(command.prepared.package_size(), 1);
  EXPECT_EQ(command.prepared.package(0).position(), 7u);
  FakeEdge edge;
  request.set_put_away(true);
  EXPECT_EQ(ToCommand(request, edge).status().code(), absl::StatusCode::kInvalidArgument);
  request.clear_package();
  EXPECT_EQ(ToCommand(request, edge).status().code(), absl::StatusCode::kInvalidArgument);
  request.clear_to_organisation_id();
  EXPECT_TRUE(Parsed<PrepareHandover>(request).prepared.put_away());
  request.clear_put_away();
  for (int i = 0; i <= 1000; ++i) request.add_package();
  EXPECT_EQ(ToCommand(request, edge).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ToCommand, AnOfferNamesTheReceiverAsTheDirectoryKnowsThem) {
  v1::OfferHandoverRequest request;
  request.set_to_organisation_id("office");
  request.set_to_unit_id("east");
  request.set_to_person_id("sommer");
  request.set_to_deputy_person_id("drossel");
  request.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
  *request.mutable_participation() = BothHeard();
  auto command = Parsed<OfferHandover>(request);
  const common::v1::Holder& to = command.offer.to();
  EXPECT_THAT((std::vector{to.organisation_id(), to.unit_id(), to.person_id(), to.deputy_person_id()}),
              ElementsAre("office", "east", "sommer", "drossel"));
  EXPECT_EQ(to.basis(), common::v1::LEGAL_BASIS_SGB8_86);
  EXPECT_TRUE(Same(command.offer.participation(), BothHeard()));
  EXPECT_TRUE(command.to.public_body && command.to.person_known && command.to.deputy_known);
  EXPECT_FALSE(command.offer.has_answer_due()) << "left to the rule";
  *request.mutable_answer_due() = At(9);
  EXPECT_TRUE(Same(Parsed<OfferHandover>(request).offer.answer_due(), At(9)));
  EXPECT_FALSE(command.offer.cold());
  request.set_cold(true);
  request.add_package()->set_position(7);
  EXPECT_TRUE(Parsed<OfferHandover>(request).offer.cold());
  request.set_prepared_handover_id("draft");
  EXPECT_EQ(Parsed<OfferHandover>(request).prepared_id, "draft");
  EXPECT_EQ(Parsed<OfferHandover>(request).offer.package(0).position(), 7u);
  for (int i = 0; i < 1000; ++i) request.add_package();
  EXPECT_EQ(Complaint(request), "package has more than 1000 entries");
}

TEST(ToCommand, AftercareIsHeldByTheCallersOrganisation) {
  v1::BeginAftercareRequest request;
  request.set_unit_id("east");
  request.set_person_id("sommer");
  request.set_deputy_person_id("drossel");
  *request.mutable_until() = At(300);
  request.set_contact_every_days(30);
  *request.mutable_participation() = BothHeard();
  const auto command = Parsed<BeginAftercare>(request);
  const common::v1::Holder& holder = command.aftercare.holder();
  EXPECT_THAT((std::vector{holder.organisation_id(), holder.unit_id(), holder.person_id(),
                           holder.deputy_person_id()}),
              ElementsAre("office", "east", "sommer", "drossel"));
  EXPECT_TRUE(command.holder.person_known && command.holder.deputy_known);
  EXPECT_TRUE(Same(command.aftercare.until(), At(300)));
  EXPECT_EQ(command.aftercare.contact_every_days(), 30u);
  EXPECT_TRUE(Same(command.aftercare.participation(), BothHeard()));
}

TEST(ToCommand, AFollowUpAndATakeBack) {
  v1::FollowUpHandoverRequest look;
  look.set_handover_id("offer");
  look.set_outcome(v1::FOLLOW_UP_OUTCOME_SHAKY);
  look.set_note("went there");
  *look.mutable_participation() = BothHeard();
  const auto follow_up = Parsed<FollowUpHandover>(look).follow_up;
  EXPECT_EQ(follow_up.handover_id(), "offer");
  EXPECT_EQ(follow_up.outcome(), v1::FOLLOW_UP_OUTCOME_SHAKY);
  EXPECT_EQ(follow_up.note().box(), "HandoverFollowedUp.3 went there");
  EXPECT_TRUE(Same(follow_up.participation(), BothHeard()));
  v1::TakeBackHandoverRequest back;
  back.set_handover_id("offer");
  back.set_reason("nobody there");
  EXPECT_EQ(Parsed<TakeBackHandover>(back).taken_back.handover_id(), "offer");
  EXPECT_EQ(Parsed<TakeBackHandover>(back).taken_back.reason().box(), "HandoverTakenBack.3 nobody there");
  EXPECT_EQ(Parsed<TakeBackHandover>(back).actor_unit_id, "north");
}

TEST(ToCommand, ASuccessorAndAVoucherAreLookedUp) {
  v1::NameSeatSuccessorRequest seat;
  seat.set_team_id("team");
  seat.set_person_id("fuchs");
  seat.mutable_successor()->set_organisation_id("home");
  EXPECT_FALSE(Parsed<NameSeatSuccessor>(seat).successor_known);
  seat.mutable_successor()->set_person_id("dachs");
  const auto named = Parsed<NameSeatSuccessor>(seat);
  EXPECT_TRUE(named.successor_known);
  EXPECT_EQ(named.replacement.team_id(), "team");
  EXPECT_EQ(named.replacement.person_id(), "fuchs");
  EXPECT_EQ(named.replacement.invitation().person_id(), "dachs");
  v1::VouchForTonightRequest vouch;
  vouch.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_OUTREACH);
  vouch.mutable_tonight()->mutable_holder()->set_person_id("sommer");
  EXPECT_EQ(Parsed<VouchForTonight>(vouch).tonight.kind(), common::v1::TONIGHT_KIND_OUTREACH);
  EXPECT_TRUE(Parsed<VouchForTonight>(vouch).next.person_known);
}

TEST(ToCommand, ADeputyIsOfTheUnitThatHolds) {
  FakeEdge edge;
  edge.shown.mutable_holder()->set_organisation_id("office");
  edge.shown.mutable_holder()->set_unit_id("north");
  edge.shown.mutable_holder()->set_person_id("adler");
  v1::NameCaseDeputyRequest request;
  request.set_deputy_person_id("drossel");
  auto named = Get<NameCaseDeputy>(*ToCommand(request, edge));
  EXPECT_EQ(named.deputy_person_id, "drossel");
  EXPECT_TRUE(named.deputy_known);
  EXPECT_TRUE(named.reachable);
  EXPECT_FALSE(named.deputy_unreachable);
  v1::NameCaseDeputyRequest without_role;
  without_role.set_deputy_person_id("nobody's role");
  EXPECT_TRUE(Get<NameCaseDeputy>(*ToCommand(without_role, edge)).deputy_unreachable);
  EXPECT_TRUE(named.actor_acts);
  edge.shown.mutable_holder()->set_unit_id("south");
  edge.shown.mutable_holder()->set_person_id("berg");
  named = Get<NameCaseDeputy>(*ToCommand(request, edge));
  EXPECT_FALSE(named.deputy_known);
  EXPECT_FALSE(named.actor_acts);
}

TEST(ToCommand, CoordinationIsOfferedTakenRefusedAndTakenBack) {
  v1::OfferCoordinationRequest offer;
  offer.set_team_id("team");
  offer.set_to_organisation_id("kosydo");
  offer.set_to_unit_id("east");
  offer.set_to_person_id("sommer");
  offer.set_to_deputy_person_id("drossel");
  *offer.mutable_answer_due() = At(9);
  const auto offered = Parsed<OfferCoordination>(offer);
  const common::v1::Holder& to = offered.offer.to();
  EXPECT_THAT((std::vector{to.organisation_id(), to.unit_id(), to.person_id(), to.deputy_person_id()}),
              ElementsAre("kosydo", "east", "sommer", "drossel"));
  EXPECT_EQ(offered.offer.team_id(), "team");
  EXPECT_TRUE(Same(offered.offer.answer_due(), At(9)));
  EXPECT_TRUE(offered.to.person_known && offered.to.deputy_known);
  offer.set_to_person_id("leaver");
  EXPECT_TRUE(Parsed<OfferCoordination>(offer).to.leaves);
  v1::AcceptCoordinationRequest accept;
  accept.set_offer_id("offer");
  EXPECT_EQ(Parsed<AcceptCoordination>(accept).offer_id, "offer");
  EXPECT_FALSE(Parsed<AcceptCoordination>(accept).receiver_leaves);
  FakeEdge edge;
  edge.leaves = true;
  EXPECT_TRUE(Get<AcceptCoordination>(*ToCommand(accept, edge)).receiver_leaves);
  v1::AcceptCrisisLeadRequest lead;
  lead.set_deputy_person_id("specht");
  EXPECT_EQ(Parsed<AcceptCrisisLead>(lead).deputy_person_id, "specht");
  EXPECT_TRUE(Get<AcceptCrisisLead>(*ToCommand(lead, edge)).receiver_leaves);
  v1::RefuseCoordinationRequest refuse;
  refuse.set_offer_id("offer");
  EXPECT_TRUE(Parsed<RefuseCoordination>(refuse).account.box().empty());
  refuse.set_account("no time");
  EXPECT_EQ(Parsed<RefuseCoordination>(refuse).account.box(), "SuccessionOfferEnded.7 no time");
  EXPECT_EQ(Parsed<RefuseCoordination>(refuse).offer_id, "offer");
  EXPECT_EQ(Parsed<RefuseCoordination>(refuse).actor_unit_id, "north");
  v1::RevokeCoordinationRequest revoke;
  revoke.set_offer_id("offer");
  EXPECT_EQ(Parsed<RevokeCoordination>(revoke).offer_id, "offer");
}

TEST(ToCommand, AllCasesOfAPersonAreOfferedAtOnce) {
  v1::OfferCasesOfPersonRequest request;
  request.set_organisation_id("office");
  request.set_person_id("adler");
  request.set_to_organisation_id("office");
  request.set_to_unit_id("east");
  request.set_to_person_id("sommer");
  request.set_to_deputy_person_id("drossel");
  request.set_basis(common::v1::LEGAL_BASIS_SGB8_36A);
  *request.mutable_answer_due() = At(9);
  *request.mutable_participation() = BothHeard();
  FakeEdge edge;
  const auto command = *ToCommand(request, {"one", "two"}, edge);
  EXPECT_EQ(command.offered.person_id(), "adler");
  EXPECT_EQ(command.offered.organisation_id(), "office");
  EXPECT_EQ(command.offered.to().unit_id(), "east");
  EXPECT_EQ(command.offered.to().basis(), common::v1::LEGAL_BASIS_SGB8_36A);
  EXPECT_TRUE(Same(command.offered.answer_due(), At(9)));
  EXPECT_TRUE(Same(command.offered.participation(), BothHeard()));
  EXPECT_THAT(command.offered.case_ids(), ElementsAre("one", "two"));
  EXPECT_TRUE(command.to.person_known && command.of_actors_organisation);
}

TEST(ToCommand, WhatIsPackedAfterwardsIsWhatItsRecordSaysAndWhatTheGiverRead) {
  v1::PackAfterwardsRequest pack;
  pack.set_to_organisation_id("elsewhere");
  pack.add_package()->set_position(65);
  const auto packed = Parsed<PackAfterwards>(pack);
  EXPECT_EQ(packed.packed.to_organisation_id(), "elsewhere");
  EXPECT_EQ(packed.packed.package(0).confidentiality(), common::v1::CONFIDENTIALITY_ENTRUSTED);
  EXPECT_FALSE(packed.not_the_givers);
  pack.add_package()->set_position(86);
  EXPECT_TRUE(Parsed<PackAfterwards>(pack).not_the_givers);
  FakeEdge edge;
  for (const char* organisation : {"office", "another"}) {
    edge.shown.clear_withheld();
    edge.shown.add_withheld()->set_position(65);
    edge.shown.mutable_withheld(0)->set_organisation_id(organisation);
    pack.mutable_package()->RemoveLast();
    const auto command = Get<PackAfterwards>(*ToCommand(pack, edge));
    EXPECT_EQ(command.not_the_givers, std::string(organisation) == "another") << "§ 65";
    *pack.add_package() = pack.package(0);
  }
  v1::PackAfterwardsRequest nothing;
  nothing.set_nothing_needed(true);
  EXPECT_TRUE(Parsed<PackAfterwards>(nothing).packed.nothing_needed());
}

TEST(ToCommand, WhoLeavesIsSeenBeforeAnythingIsTaken) {
  FakeEdge edge;
  const auto refused = [&](const auto& request) {
    return Visit(
        [](const auto& command) {
          if constexpr (requires { command.receiver_leaves; }) return command.receiver_leaves;
          return false;
        },
        *ToCommand(request, edge));
  };
  EXPECT_FALSE(refused(v1::AcceptHandoverRequest()) || refused(v1::CommitToTeamRequest()) ||
               refused(v1::StartSettingRequest()) || refused(v1::DeclareGuardianshipRequest()) ||
               refused(v1::AcceptContinuedServiceRequest()) ||
               refused(v1::AcceptProvisionalTakeoverRequest()));
  edge.leaves = true;
  EXPECT_TRUE(refused(v1::CommitToTeamRequest()) && refused(v1::StartSettingRequest()) &&
              refused(v1::DeclareGuardianshipRequest()));
  edge.shown.mutable_open_handover()->mutable_to()->set_person_id("leaver");
  EXPECT_TRUE(refused(v1::AcceptHandoverRequest()));
  edge.shown.mutable_competence_change()->mutable_to()->set_person_id("leaver");
  EXPECT_TRUE(refused(v1::AcceptContinuedServiceRequest()));
  auto& asked = *edge.shown.mutable_competence_change()->add_asked();
  asked.set_person_id("leaver");
  asked.set_organisation_id("elsewhere");
  EXPECT_FALSE(refused(v1::AcceptProvisionalTakeoverRequest())) << "of another office";
  asked.set_organisation_id("office");
  EXPECT_TRUE(refused(v1::AcceptProvisionalTakeoverRequest()));
}

TEST(ToCommand, WhoHasNoRoleToActInIsSeenBeforeAnythingIsTaken) {
  FakeEdge edge;
  const auto refused = [&](const auto& request) {
    return Visit(
        [](const auto& command) {
          if constexpr (requires { command.receiver_unreachable; }) return command.receiver_unreachable;
          return false;
        },
        *ToCommand(request, edge));
  };
  common::v1::Holder nobody;
  nobody.set_organisation_id("office");
  nobody.set_person_id("nobody's role");
  EXPECT_FALSE(refused(v1::AcceptHandoverRequest()) || refused(v1::AcceptContinuedServiceRequest()) ||
               refused(v1::AcceptProvisionalTakeoverRequest()));
  *edge.shown.mutable_open_handover()->mutable_to() = nobody;
  *edge.shown.mutable_competence_change()->mutable_to() = nobody;
  *edge.shown.mutable_competence_change()->add_asked() = nobody;
  EXPECT_TRUE(refused(v1::AcceptHandoverRequest()) && refused(v1::AcceptContinuedServiceRequest()) &&
              refused(v1::AcceptProvisionalTakeoverRequest()))
      << "R0";
}

TEST(ToCommand, WhatWasEntrustedIsSoByItsRecordWhateverThePackageCallsIt) {
  v1::OfferHandoverRequest offer;
  offer.add_package()->set_position(65);
  offer.add_package()->set_position(7);
  const auto offered = Parsed<OfferHandover>(offer).offer;
  EXPECT_EQ(offered.package(0).confidentiality(), common::v1::CONFIDENTIALITY_ENTRUSTED) << "§ 65";
  EXPECT_EQ(offered.package(1).confidentiality(), common::v1::CONFIDENTIALITY_UNSPECIFIED);
  v1::SendAgencyDataRequest send;
  v1::AskProvisionalTakeoverRequest ask;
  ask.add_package()->set_position(65);
  EXPECT_EQ(Parsed<AskProvisionalTakeover>(ask).asked.package(0).confidentiality(),
            common::v1::CONFIDENTIALITY_ENTRUSTED);
  send.add_package()->set_position(65);
  EXPECT_EQ(Parsed<SendAgencyData>(send).sent.package(0).confidentiality(),
            common::v1::CONFIDENTIALITY_ENTRUSTED);
}

TEST(ToCommand, AMeetingHasADateAndNotTooManyPeople) {
  v1::RecordHandoverMeetingRequest request;
  request.set_handover_id("offer");
  request.add_person_ids("adler");
  request.add_person_ids("sommer");
  *request.mutable_participation() = BothHeard();
  EXPECT_EQ(Complaint(request), "held_at is missing");
  *request.mutable_held_at() = At(3);
  const auto meeting = Parsed<RecordHandoverMeeting>(request).meeting;
  EXPECT_EQ(meeting.handover_id(), "offer");
  EXPECT_TRUE(Same(meeting.held_at(), At(3)));
  EXPECT_THAT(meeting.person_ids(), ElementsAre("adler", "sommer"));
  EXPECT_TRUE(Same(meeting.participation(), BothHeard()));
  while (request.person_ids_size() < 32) request.add_person_ids("more");
  Parsed<RecordHandoverMeeting>(request);
  request.add_person_ids("one too many");
  EXPECT_EQ(Complaint(request), "person_ids has more than 32 entries");
}

// N11: of a side of which nobody answers any more, whoever of that office was there.
TEST(ToCommand, AMeetingForAGiverWhoHasLeftIsHeldByAColleague) {
  const auto acting = [](const std::string& holder, const std::string& deputy, bool open = true) {
    FakeEdge edge;
    common::v1::Holder& giver =
        open ? *edge.shown.mutable_holder() : *edge.shown.mutable_last_move()->mutable_giver();
    giver.set_organisation_id("office");
    giver.set_person_id(holder);
    giver.set_deputy_person_id(deputy);
    edge.shown.mutable_open_handover()->set_handover_id(open ? "offer" : "another");
    v1::RecordHandoverMeetingRequest request;
    request.set_handover_id("offer");
    *request.mutable_held_at() = At(3);
    for (const char* person : {"sommer", "stranger"}) request.add_person_ids(person);
    return Get<RecordHandoverMeeting>(*ToCommand(request, edge)).acting;
  };
  EXPECT_THAT(acting("left", "left too"), ElementsAre("sommer"));
  EXPECT_THAT(acting("left", ""), ElementsAre("sommer"));
  EXPECT_THAT(acting("left", "left too", false), ElementsAre("sommer")) << "caught up with later";
  EXPECT_THAT(acting("adler", "left"), IsEmpty());
  EXPECT_THAT(acting("left", "adler"), IsEmpty());
  EXPECT_THAT(acting("", ""), IsEmpty());
}

TEST(ToCommand, AnswersToAnOfferComeFromTheActorsUnit) {
  v1::AcceptHandoverRequest accept;
  accept.set_handover_id("offer");
  EXPECT_EQ(Parsed<AcceptHandover>(accept).handover_id, "offer");
  EXPECT_EQ(Parsed<AcceptHandover>(accept).actor_unit_id, "north");

  v1::RefuseHandoverRequest refuse;
  refuse.set_handover_id("offer");
  refuse.set_reason(v1::HANDOVER_REFUSAL_REASON_BAD_MOMENT);
  EXPECT_FALSE(Parsed<RefuseHandover>(refuse).refusal.has_counter_proposal());
  refuse.set_counter_proposal("later");
  const auto refused = Parsed<RefuseHandover>(refuse);
  EXPECT_EQ(refused.refusal.handover_id(), "offer");
  EXPECT_EQ(refused.refusal.reason(), v1::HANDOVER_REFUSAL_REASON_BAD_MOMENT);
  EXPECT_EQ(refused.refusal.counter_proposal().box(), "HandoverRefused.3 later");
  EXPECT_EQ(refused.actor_unit_id, "north");

  v1::RevokeHandoverRequest revoke;
  revoke.set_handover_id("offer");
  EXPECT_EQ(Parsed<RevokeHandover>(revoke).handover_id, "offer");
}

TEST(ToCommand, ASeatIsTakenInATeam) {
  v1::CommitToTeamRequest request;
  request.set_team_id("team");
  EXPECT_EQ(Parsed<CommitToTeam>(request).team_id, "team");
}

TEST(ToCommand, DiagnosticsAreMedicalAndNeedAText) {
  v1::DocumentDiagnosticsRequest request;
  EXPECT_EQ(Complaint(request), "text is missing");
  request.set_text("findings");
  EXPECT_EQ(Parsed<DocumentDiagnostics>(request).diagnostics.text().box(),
            "DiagnosticsDocumented.2 [medical] findings");
}

TEST(ToCommand, AnUnderstandingNeedsATextAndMayNameAGoodReason) {
  v1::RecordCaseUnderstandingRequest request;
  request.set_good_reason("fear");
  *request.mutable_participation() = BothHeard();
  EXPECT_EQ(Complaint(request), "understanding is missing");
  request.set_understanding("lonely");
  const auto recorded = Parsed<RecordCaseUnderstanding>(request).understanding;
  EXPECT_EQ(recorded.understanding().box(), "CaseUnderstandingRecorded.2 lonely");
  EXPECT_EQ(recorded.good_reason().box(), "CaseUnderstandingRecorded.3 fear");
  EXPECT_TRUE(Same(recorded.participation(), BothHeard()));
  request.clear_good_reason();
  EXPECT_FALSE(Parsed<RecordCaseUnderstanding>(request).understanding.has_good_reason());
}

TEST(ToCommand, AProposalHasAnIdeaAndNotTooManyComponents) {
  v1::ProposeSettingRequest request;
  auto& component = *request.add_components();
  component.set_kind(v1::COMPONENT_KIND_RESIDENTIAL);
  component.set_organisation_id("provider");
  *component.mutable_from() = At(1);
  request.set_idea("a boat");
  *request.mutable_participation() = BothHeard();
  const auto proposal = Parsed<ProposeSetting>(request).proposal;
  ASSERT_EQ(proposal.components_size(), 1);
  EXPECT_TRUE(Same(proposal.components(0), component));
  EXPECT_EQ(proposal.idea().box(), "SettingProposed.3 a boat");
  EXPECT_TRUE(Same(proposal.participation(), BothHeard()));
  while (request.components_size() < 33) request.add_components();
  EXPECT_EQ(Complaint(request), "components has more than 32 entries");
}

TEST(ToCommand, ASettingIsAnsweredAdoptedStartedNoticedAndEnded) {
  v1::AnswerSettingRequest answer;
  answer.set_setting_id("setting");
  answer.set_answer(v1::ANSWER_PARTLY);
  answer.set_why("too far");
  const auto answered = Parsed<AnswerSetting>(answer).answer;
  EXPECT_EQ(answered.setting_id(), "setting");
  EXPECT_EQ(answered.answer(), v1::ANSWER_PARTLY);
  EXPECT_EQ(answered.why().box(), "SettingAnswered.3 too far");

  v1::AdoptSettingRequest adopt;
  adopt.set_setting_id("setting");
  *adopt.mutable_participation() = BothHeard();
  EXPECT_EQ(Parsed<AdoptSetting>(adopt).adoption.setting_id(), "setting");
  EXPECT_TRUE(Same(Parsed<AdoptSetting>(adopt).adoption.participation(), BothHeard()));
  EXPECT_TRUE(Parsed<AdoptSetting>(adopt).approval_required) << "as the office works";

  v1::StartSettingRequest start;
  start.set_setting_id("setting");
  start.set_deputy_person_id("stranger");
  EXPECT_FALSE(Parsed<StartSetting>(start).deputy_known);
  start.set_deputy_person_id("otter");
  const auto started = Parsed<StartSetting>(start);
  EXPECT_EQ(started.setting_id, "setting");
  EXPECT_EQ(started.actor_unit_id, "north");
  EXPECT_EQ(started.deputy_person_id, "otter");
  EXPECT_TRUE(started.deputy_known);

  Parsed<ReportMissing>(v1::ReportMissingRequest());
  v1::ReportBackRequest back;
  back.set_deputy_person_id("stranger");
  EXPECT_FALSE(Parsed<ReportBack>(back).deputy_known);
  back.set_deputy_person_id("adler");
  EXPECT_TRUE(Parsed<ReportBack>(back).deputy_known) << "also of a body that will go (N10)";
  EXPECT_EQ(Parsed<ReportBack>(back).actor_unit_id, "north");
  EXPECT_EQ(Parsed<ReportBack>(back).deputy_person_id, "adler");

  v1::GiveSettingNoticeRequest notice;
  notice.set_setting_id("setting");
  EXPECT_FALSE(Parsed<GiveSettingNotice>(notice).notice.has_wished_end());
  *notice.mutable_wished_end() = At(5);
  notice.set_account("a fight");
  const auto noticed = Parsed<GiveSettingNotice>(notice).notice;
  EXPECT_EQ(noticed.setting_id(), "setting");
  EXPECT_TRUE(Same(noticed.wished_end(), At(5)));
  EXPECT_EQ(noticed.account().box(), "SettingNoticeGiven.3 a fight");

  v1::EndSettingRequest end;
  end.set_setting_id("setting");
  end.mutable_next_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  end.mutable_next_tonight()->mutable_holder()->set_person_id("sommer");
  const auto ended = Parsed<EndSetting>(end);
  EXPECT_EQ(ended.setting_id, "setting");
  EXPECT_TRUE(Same(ended.next_tonight, end.next_tonight()));
  EXPECT_TRUE(ended.next.person_known);
  auto& lacked = *end.add_unsuitable();
  lacked.set_setting_id("setting");
  lacked.set_organisation_id("home");
  lacked.set_kind(v1::COMPONENT_KIND_RESIDENTIAL);
  lacked.add_because(v1::UNSUITABLE_BECAUSE_LANGUAGE);
  const auto offer = Parsed<EndSetting>(end).unsuitable.at(0);
  EXPECT_EQ(offer.setting_id() + offer.organisation_id(), "settinghome");
  EXPECT_EQ(offer.kind(), v1::COMPONENT_KIND_RESIDENTIAL);
  EXPECT_THAT(offer.because(), ElementsAre(v1::UNSUITABLE_BECAUSE_LANGUAGE));
  while (end.unsuitable_size() < 33) end.add_unsuitable();
  EXPECT_EQ(Complaint(end), "unsuitable has more than 32 entries");
}

TEST(ToCommand, ASetbackHasKindsAndAnAccount) {
  v1::RecordSetbackRequest request;
  request.add_kinds(v1::SETBACK_KIND_RELAPSE);
  request.add_kinds(v1::SETBACK_KIND_VIOLENCE);
  request.set_account("at night");
  const auto setback = Parsed<RecordSetback>(request).setback;
  EXPECT_THAT(setback.kinds(), ElementsAre(v1::SETBACK_KIND_RELAPSE, v1::SETBACK_KIND_VIOLENCE));
  EXPECT_EQ(setback.account().box(), "SetbackRecorded.2 at night");
  request.add_unsuitable()->set_setting_id("setting");
  EXPECT_EQ(Parsed<RecordSetback>(request).unsuitable.at(0).setting_id(), "setting");
  while (request.unsuitable(0).because_size() < 33)
    request.mutable_unsuitable(0)->add_because(v1::UNSUITABLE_BECAUSE_OTHER);
  EXPECT_EQ(Complaint(request), "because has more than 32 entries");
  request.clear_unsuitable();
  while (request.kinds_size() < 33) request.add_kinds(v1::SETBACK_KIND_OTHER);
  EXPECT_EQ(Complaint(request), "kinds has more than 32 entries");
}

TEST(ToCommand, RestContactAndHearingArriveWhole) {
  v1::EnterStandbyRequest rest;
  rest.set_reason(v1::STANDBY_REASON_ABROAD);
  *rest.mutable_participation() = BothHeard();
  EXPECT_FALSE(Parsed<EnterStandby>(rest).standby.has_next_contact_due()) << "the rule refuses it, N12";
  *rest.mutable_next_contact_due() = At(14);
  const auto standby = Parsed<EnterStandby>(rest).standby;
  EXPECT_EQ(standby.reason(), v1::STANDBY_REASON_ABROAD);
  EXPECT_TRUE(Same(standby.next_contact_due(), At(14)));
  EXPECT_TRUE(Same(standby.participation(), BothHeard()));

  v1::RecordContactWithYoungPersonRequest contact;
  contact.set_channel(v1::CONTACT_CHANNEL_PHONE);
  contact.set_note("laughed");
  EXPECT_EQ(Parsed<RecordContactWithYoungPerson>(contact).contact.channel(), v1::CONTACT_CHANNEL_PHONE);
  EXPECT_EQ(Parsed<RecordContactWithYoungPerson>(contact).contact.note().box(),
            "ContactWithYoungPersonRecorded.3 laughed");

  v1::RecordHearingRequest hearing;
  *hearing.mutable_participation() = BothHeard();
  EXPECT_TRUE(Same(Parsed<RecordHearing>(hearing).hearing.participation(), BothHeard()));
}

// N11: the night's or the coordination's holder is whose colleague the deputy has to be.
TEST(ToCommand, ADeputyOfAnotherStrandIsOfTheOrganisationThatHoldsIt) {
  FakeEdge edge;
  edge.shown.mutable_tonight()->mutable_holder()->set_organisation_id("office");
  edge.shown.mutable_coordination()->set_organisation_id("home");
  edge.shown.mutable_coordination()->set_person_id("adler");
  v1::NameStrandDeputyRequest request;
  request.set_deputy_person_id("sommer");
  request.set_strand(common::v1::STRAND_TONIGHT);
  auto named = Get<NameStrandDeputy>(*ToCommand(request, edge));
  EXPECT_TRUE(named.deputy_known);
  EXPECT_FALSE(named.actor_acts);
  EXPECT_EQ(named.deputy_person_id, "sommer");
  request.set_strand(common::v1::STRAND_COORDINATION);
  named = Get<NameStrandDeputy>(*ToCommand(request, edge));
  EXPECT_FALSE(named.deputy_known);
  EXPECT_TRUE(named.actor_acts);
  EXPECT_EQ(named.strand, common::v1::STRAND_COORDINATION);
}

TEST(ToCommand, TheTextOfAGroundIsReadAndNotKept) {
  v1::RequestLawfulEndRequest request;
  request.set_ground("kein Platz");
  EXPECT_EQ(Parsed<RequestLawfulEnd>(request).ground, Ground::kForbidden);
  request.set_ground("moved abroad");
  EXPECT_EQ(Parsed<RequestLawfulEnd>(request).ground, Ground::kMovedAbroad);
}

TEST(ToCommand, AnEndCarriesWhatItsGroundNeedsAndTheBirthDateOnlySealed) {
  v1::RequestLawfulEndRequest request;
  request.set_ground("own decision");
  request.set_evidence("said so in the office");
  request.set_birth_date("2007-05-01");
  request.set_informed(true);
  request.set_given_in_person(true);
  request.set_guardian_agrees(true);
  *request.mutable_confirmed_at() = At(3);
  request.set_continued_in_case_id("another case");
  *request.mutable_participation() = BothHeard();
  const auto command = Parsed<RequestLawfulEnd>(request);
  EXPECT_EQ(command.ground, Ground::kOwnDecision);
  EXPECT_EQ(command.born, absl::CivilDay(2007, 5, 1));
  EXPECT_EQ(command.request.evidence().box(), "LawfulEndRequested.3 said so in the office");
  EXPECT_EQ(command.request.birth_date().box(), "LawfulEndRequested.4 2007-05-01");
  EXPECT_TRUE(command.request.informed());
  EXPECT_TRUE(command.request.given_in_person());
  EXPECT_TRUE(command.request.guardian_agrees());
  EXPECT_TRUE(Same(command.request.confirmed_at(), At(3)));
  EXPECT_EQ(command.request.continued_in_case_id(), "another case");
  EXPECT_TRUE(command.other_case.open);
  EXPECT_EQ(command.home_log_origin, "home/log");
  request.set_continued_in_commit_id("not an id");
  EXPECT_EQ(Complaint(request), "continued_in_commit_id must be 32 lower-case hex digits");
  request.set_continued_in_commit_id("0123456789abcdef0123456789abcdef");
  EXPECT_EQ(Parsed<RequestLawfulEnd>(request).request.continued_in_commit_id(),
            "0123456789abcdef0123456789abcdef");
  EXPECT_TRUE(Same(command.request.participation(), BothHeard()));
  EXPECT_FALSE(command.reviewer_may_approve);
  request.set_reviewer_organisation_id("clinic");
  request.set_reviewer_person_id("kranich");
  const auto reviewed = Parsed<RequestLawfulEnd>(request);
  EXPECT_EQ(reviewed.request.reviewer_organisation_id(), "clinic");
  EXPECT_EQ(reviewed.request.reviewer_person_id(), "kranich");
  EXPECT_TRUE(reviewed.reviewer_may_approve);
  request.set_birth_date("1 May 2007");
  EXPECT_EQ(Complaint(request), "birth_date is not of the form YYYY-MM-DD");
  request.set_ground("kein Platz");  // refused as it stands
  EXPECT_FALSE(Parsed<RequestLawfulEnd>(request).request.has_evidence());
}

TEST(ToCommand, ApprovingObjectingAndReopening) {
  v1::ApproveLawfulEndRequest approve;
  approve.set_end_id("end");
  EXPECT_EQ(Parsed<ApproveLawfulEnd>(approve).end_id, "end");
  v1::ObjectLawfulEndRequest object;
  object.set_end_id("end");
  object.set_for_young_person(true);
  object.set_account("not yet");
  EXPECT_EQ(Parsed<ObjectLawfulEnd>(object).end_id, "end");
  EXPECT_TRUE(Parsed<ObjectLawfulEnd>(object).for_young_person);
  EXPECT_EQ(Parsed<ObjectLawfulEnd>(object).account.box(), "LawfulEndStopped.3 not yet");
  Parsed<ReopenCase>(v1::ReopenCaseRequest());
}

TEST(ToCommand, ACompetenceIsOfABodyAndFromADate) {
  v1::DetermineCompetenceRequest request;
  request.set_organisation_id("east");
  request.set_basis(common::v1::LEGAL_BASIS_SGB8_86_6);
  EXPECT_FALSE(Parsed<DetermineCompetence>(request).determined.has_effective_since())
      << "the rule asks for it";
  *request.mutable_effective_since() = At(1);
  request.set_corrects_competence_id("entry");
  const auto command = Parsed<DetermineCompetence>(request);
  EXPECT_EQ(command.determined.organisation_id(), "east");
  EXPECT_EQ(command.determined.basis(), common::v1::LEGAL_BASIS_SGB8_86_6);
  EXPECT_TRUE(Same(command.determined.effective_since(), At(1)));
  EXPECT_EQ(command.determined.corrects_competence_id(), "entry");
  EXPECT_TRUE(command.public_body);
}

TEST(ToCommand, AChangeOfCompetenceStepByStep) {
  v1::DetectCompetenceChangeRequest detect;
  detect.set_cause(v1::COMPETENCE_CHANGE_CAUSE_RELEASED);
  detect.set_organisation_id("east");
  *detect.mutable_since() = At(2);
  detect.set_account("out since May");
  const auto detected = Parsed<DetectCompetenceChange>(detect);
  EXPECT_EQ(detected.detected.cause(), v1::COMPETENCE_CHANGE_CAUSE_RELEASED);
  EXPECT_EQ(detected.detected.organisation_id(), "east");
  EXPECT_TRUE(Same(detected.detected.since(), At(2)));
  EXPECT_EQ(detected.detected.account().box(), "CompetenceChangeDetected.7 out since May");
  EXPECT_TRUE(detected.public_body);

  v1::InformAgencyRequest inform;
  inform.set_change_id("change");
  inform.set_to_organisation_id("east");
  inform.set_to_unit_id("west");
  inform.set_to_person_id("sommer");
  inform.set_to_deputy_person_id("drossel");
  const auto informed = Parsed<InformAgency>(inform);
  EXPECT_EQ(informed.informed.change_id(), "change");
  EXPECT_EQ(informed.informed.to().unit_id(), "west");
  EXPECT_EQ(informed.informed.to().basis(), common::v1::LEGAL_BASIS_SGB8_86);
  EXPECT_TRUE(informed.to.person_known && informed.to.deputy_known);

  v1::SendAgencyDataRequest send;
  send.set_change_id("change");
  send.add_package()->set_position(7);
  EXPECT_EQ(Parsed<SendAgencyData>(send).sent.package(0).position(), 7u);
  EXPECT_EQ(Parsed<SendAgencyData>(send).sent.change_id(), "change");
  for (int i = 0; i < 1000; ++i) send.add_package();
  EXPECT_EQ(Complaint(send), "package has more than 1000 entries");

  v1::RecordAgencyConversationRequest talk;
  talk.set_change_id("change");
  talk.add_person_ids("adler");
  *talk.mutable_participation() = BothHeard();
  EXPECT_EQ(Complaint(talk), "held_at is missing");
  *talk.mutable_held_at() = At(3);
  const auto talked = Parsed<RecordAgencyConversation>(talk).conversation;
  EXPECT_EQ(talked.change_id(), "change");
  EXPECT_TRUE(Same(talked.held_at(), At(3)));
  EXPECT_THAT(talked.person_ids(), ElementsAre("adler"));
  EXPECT_TRUE(Same(talked.participation(), BothHeard()));

  v1::ReportContinuedServiceRequest report;
  report.set_change_id("change");
  *report.mutable_continued_since() = At(4);
  report.set_evidence("came every week");
  const auto reported = Parsed<ReportContinuedService>(report).report;
  EXPECT_EQ(reported.change_id(), "change");
  EXPECT_TRUE(Same(reported.continued_since(), At(4)));
  EXPECT_EQ(reported.evidence().box(), "ServiceContinuationReported.4 came every week");

  v1::AcceptContinuedServiceRequest accept;
  accept.set_change_id("change");
  EXPECT_EQ(Parsed<AcceptContinuedService>(accept).change_id, "change");
  EXPECT_EQ(Parsed<AcceptContinuedService>(accept).actor_unit_id, "north");
}

TEST(ToCommand, ADisputeStepByStep) {
  v1::RefuseCompetenceRequest refuse;
  refuse.set_change_id("change");
  refuse.set_reason(v1::COMPETENCE_REFUSAL_REASON_FACTS_DISPUTED);
  refuse.set_argument("never lived here");
  const auto refused = Parsed<RefuseCompetence>(refuse);
  EXPECT_EQ(refused.refusal.change_id(), "change");
  EXPECT_EQ(refused.refusal.reason(), v1::COMPETENCE_REFUSAL_REASON_FACTS_DISPUTED);
  EXPECT_EQ(refused.refusal.argument().box(), "CompetenceRefused.3 never lived here");
  EXPECT_EQ(refused.actor_unit_id, "north");

  v1::AskProvisionalTakeoverRequest ask;
  ask.set_change_id("change");
  ask.set_to_person_id("sommer");
  ask.set_cause(v1::PROVISIONAL_CAUSE_IDLE);
  const auto asked = Parsed<AskProvisionalTakeover>(ask);
  EXPECT_EQ(asked.asked.change_id(), "change");
  EXPECT_EQ(asked.asked.cause(), v1::PROVISIONAL_CAUSE_IDLE);
  EXPECT_EQ(asked.asked.to().basis(), common::v1::LEGAL_BASIS_SGB8_86D);
  EXPECT_TRUE(asked.to.person_known && asked.to.public_body);

  v1::AcceptProvisionalTakeoverRequest act;
  act.set_change_id("change");
  EXPECT_EQ(Parsed<AcceptProvisionalTakeover>(act).change_id, "change");
  EXPECT_EQ(Parsed<AcceptProvisionalTakeover>(act).actor_unit_id, "north");
  v1::OfferOmbudsRequest ombuds;
  ombuds.set_change_id("change");
  *ombuds.mutable_participation() = BothHeard();
  EXPECT_EQ(Parsed<OfferOmbuds>(ombuds).offered.change_id(), "change");
  EXPECT_TRUE(Same(Parsed<OfferOmbuds>(ombuds).offered.participation(), BothHeard()));
}

TEST(ToCommand, ABirthDateIsSeenOnceAndKeptSealed) {
  v1::RecordBirthDateRequest request;
  EXPECT_EQ(Parsed<RecordBirthDate>(request).born, std::nullopt);
  request.set_birth_date("2009-05-01");
  EXPECT_EQ(Parsed<RecordBirthDate>(request).born, absl::CivilDay(2009, 5, 1));
  EXPECT_EQ(Parsed<RecordBirthDate>(request).recorded.birth_date().box(), "BirthDateRecorded.1 2009-05-01");
  EXPECT_FALSE(Parsed<RecordBirthDate>(request).recorded.has_correction_reason());
  EXPECT_FALSE(Parsed<RecordBirthDate>(request).proposed.has_birth_date());
  request.set_correction_reason("the certificate says so");
  const auto correction = Parsed<RecordBirthDate>(request);
  EXPECT_EQ(correction.recorded.correction_reason().box(), "BirthDateRecorded.6 the certificate says so");
  EXPECT_EQ(correction.proposed.birth_date().box(), "BirthDateCorrectionProposed.1 2009-05-01");
  EXPECT_EQ(correction.proposed.reason().box(), "BirthDateCorrectionProposed.2 the certificate says so");
  request.set_birth_date("May");
  EXPECT_EQ(Complaint(request), "birth_date is not of the form YYYY-MM-DD");
}

TEST(ToCommand, WhatAgeBringsArrivesWhole) {
  v1::NameGuardianRequest guardian;
  guardian.set_kind(v1::GUARDIAN_KIND_OFFICE);
  guardian.set_to_organisation_id("office");
  guardian.set_to_person_id("sommer");
  guardian.set_name("somebody");
  const auto named = Parsed<NameGuardian>(guardian);
  EXPECT_EQ(named.named.kind(), v1::GUARDIAN_KIND_OFFICE);
  EXPECT_EQ(named.named.holder().person_id(), "sommer");
  EXPECT_EQ(named.named.name().box(), "GuardianNamed.3 somebody");
  EXPECT_TRUE(named.holder.person_known);
  Parsed<DeclareGuardianship>(v1::DeclareGuardianshipRequest());

  v1::RecordConsentsRequest consents;
  consents.set_answer(v1::ANSWER_PARTLY);
  consents.set_why("not the school");
  EXPECT_EQ(Parsed<RecordConsents>(consents).consents.answer(), v1::ANSWER_PARTLY);
  EXPECT_EQ(Parsed<RecordConsents>(consents).consents.why().box(), "ConsentsAskedAnew.2 not the school");

  v1::PlanHelpRequest plan;
  EXPECT_FALSE(Parsed<PlanHelp>(plan).plan.has_planned_end());
  *plan.mutable_planned_end() = At(99);
  plan.set_extension_reason("an apprenticeship");
  *plan.mutable_participation() = BothHeard();
  EXPECT_TRUE(Same(Parsed<PlanHelp>(plan).plan.planned_end(), At(99)));
  EXPECT_EQ(Parsed<PlanHelp>(plan).plan.extension_reason().box(), "HelpPlanned.2 an apprenticeship");
  EXPECT_TRUE(Same(Parsed<PlanHelp>(plan).plan.participation(), BothHeard()));

  v1::RecordTransitionCheckRequest check;
  EXPECT_EQ(Complaint(check), "note is missing");
  check.set_note("the job centre was there");
  *check.mutable_participation() = BothHeard();
  EXPECT_EQ(Parsed<RecordTransitionCheck>(check).check.note().box(),
            "TransitionChecked.1 the job centre was there");
  EXPECT_TRUE(Same(Parsed<RecordTransitionCheck>(check).check.participation(), BothHeard()));
}

// A text that cannot be sealed is never let through, nor is anybody taken for known.
TEST(ToCommand, WhatTheEdgeCannotDoStopsTheCommand) {
  FakeEdge edge;
  edge.status = absl::UnavailableError("the vault does not answer");
  const auto stopped = [&](const auto& request) { return ToCommand(request, edge).status() == edge.status; };
  v1::RefuseHandoverRequest refuse;
  refuse.set_counter_proposal("x");
  v1::DocumentDiagnosticsRequest diagnostics;
  diagnostics.set_text("x");
  v1::RecordCaseUnderstandingRequest understanding;
  understanding.set_understanding("x");
  v1::ProposeSettingRequest proposal;
  proposal.set_idea("x");
  v1::AnswerSettingRequest answer;
  answer.set_why("x");
  v1::GiveSettingNoticeRequest notice;
  notice.set_account("x");
  v1::RecordSetbackRequest setback;
  setback.set_account("x");
  v1::RecordContactWithYoungPersonRequest contact;
  contact.set_note("x");
  EXPECT_TRUE(stopped(refuse) && stopped(diagnostics) && stopped(understanding) && stopped(proposal) &&
              stopped(answer) && stopped(notice) && stopped(setback) && stopped(contact));
  EXPECT_TRUE(stopped(v1::OfferHandoverRequest()) && stopped(v1::AcceptHandoverRequest()) &&
              stopped(v1::StartSettingRequest()) && stopped(v1::EndSettingRequest()) &&
              stopped(v1::AdoptSettingRequest()));
}

}  // namespace
}  // namespace fallverbund::casework
