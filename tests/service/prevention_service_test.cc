// Long, because one test per promise of the chain.
//
// The prevention chain end to end: a nameless contact, a warm handover, a withdrawal, and figures without
// people.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "fallverbund/intake/v1/intake_service.grpc.pb.h"
#include "fallverbund/intake/v1/prevention_service.grpc.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "services/intake/rpc/intake_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::intake {
namespace {

using testing::IdOf;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Stub = v1::PreventionService::Stub;

const Who kGuide = {IdOf("babylotsendienst"), IdOf("lotsin"), common::v1::ROLE_NAVIGATOR};
const Who kGuideDeputy = {IdOf("babylotsendienst"), IdOf("vertretung"), common::v1::ROLE_NAVIGATOR};
const Who kDesk = {IdOf("babylotsendienst"), IdOf("empfang"), common::v1::ROLE_PROVIDER_WORKER};
const Who kOfficer = {IdOf("familienbuero"), IdOf("buero"), common::v1::ROLE_NAVIGATOR};
const Who kOfficerDeputy = {IdOf("familienbuero"), IdOf("buero zwei"), common::v1::ROLE_NAVIGATOR};
const Who kSchool = {IdOf("schulzentrum"), IdOf("zentrum"), common::v1::ROLE_NAVIGATOR};
const Who kSteering = {IdOf("jugendamt"), IdOf("steuerung"), common::v1::ROLE_STEERING_GROUP};
const Who kAdler = {IdOf("jugendamt"), IdOf("adler"), common::v1::ROLE_CASE_WORKER};
const std::string kNorthSpace = IdOf("sozialraum nord"), kSouthSpace = IdOf("sozialraum sued");

class PreventionServiceTest : public ::testing::Test {
 protected:
  PreventionServiceTest() {
    using testing::Register;
    Register(service_, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "", {kSteering, kAdler});
    Register(service_, team::v1::ORGANISATION_KIND_PROVIDER, "", {kGuide, kGuideDeputy, kDesk});
    Register(service_, team::v1::ORGANISATION_KIND_PROVIDER, "", {kOfficer, kOfficerDeputy});
    Register(service_, team::v1::ORGANISATION_KIND_PROVIDER, "", {kSchool});
    team::v1::SocialSpaceEvent defined;
    defined.mutable_social_space_defined()->set_display_name("Nord");
    service_.Happened("team", kNorthSpace, "social_space", {&defined});
    service_.Happened("team", kSouthSpace, "social_space", {&defined});
  }

  absl::Time Now() { return service_.clock().Now(); }
  void Advance(absl::Duration by) {
    service_.clock().Advance(by);
    service_.Settle();
  }
  static v1::CountAnonymousContactRequest Contact(const std::string& space = kNorthSpace,
                                                  v1::ServiceLine line = v1::SERVICE_LINE_BABY_GUIDE) {
    v1::CountAnonymousContactRequest request;
    request.set_service_line(line);
    request.set_social_space_id(space);
    request.set_language_need(v1::LANGUAGE_NEED_NONE);
    request.set_purpose(v1::CONTACT_PURPOSE_ADVICE);
    return request;
  }
  v1::BeginTransitionRequest Family() {
    v1::BeginTransitionRequest request;
    request.set_navigator_person_id(kGuide.person);
    request.set_deputy_person_id(kGuideDeputy.person);
    request.set_service_line(v1::SERVICE_LINE_BABY_GUIDE);
    request.set_social_space_id(kNorthSpace);
    request.set_language_need(v1::LANGUAGE_NEED_INTERPRETER);
    request.set_interpreted(true);
    request.set_consent_by(v1::CONSENT_GIVER_ONE_PARENT);
    auto& expected = *request.add_expected();
    expected.set_phase(v1::LIFE_PHASE_AT_HOME);
    *expected.mutable_due() = ToProto(Now() + Days(60));
    request.set_family_name("Selin Spatz");
    request.set_language("Tuerkisch");
    request.set_agreed("Besuch zu Hause, einmal in der Woche");
    return request;
  }
  std::string Begin() {
    const auto reply = service_.Ask(&Stub::BeginTransition, kGuide, Family());
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.transition_id();
  }
  void SetChain() {
    v1::SetProcessChainRequest request;
    request.set_from_line(v1::SERVICE_LINE_BABY_GUIDE);
    request.set_to_line(v1::SERVICE_LINE_FAMILY_OFFICE);
    request.add_required_items(v1::HANDOVER_ITEM_HOW_TO_REACH);
    request.mutable_answer_within()->set_seconds(absl::ToInt64Seconds(Days(5)));
    request.mutable_check_after()->set_seconds(absl::ToInt64Seconds(Days(56)));
    request.set_description("Wer anruft, nennt die Familie erst im Gespraech");
    const auto reply = service_.Ask(&Stub::SetProcessChain, kSteering, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
  }
  Reply<v1::OfferWarmHandoverResponse> Offer(const std::string& id) {
    v1::OfferWarmHandoverRequest request;
    request.set_transition_id(id);
    request.set_to_organisation_id(kOfficer.organisation);
    request.set_to_person_id(kOfficer.person);
    request.set_to_line(v1::SERVICE_LINE_FAMILY_OFFICE);
    request.set_for_phase(v1::LIFE_PHASE_AT_HOME);
    request.add_items(v1::HANDOVER_ITEM_HOW_TO_REACH);
    request.mutable_participation()->mutable_family()->set_heard(true);
    request.mutable_participation()->mutable_young_person()->set_heard(true);
    request.set_note("Selin moechte Frau Buero kennenlernen");
    auto reply = service_.Ask(&Stub::OfferWarmHandover, kGuide, request);
    service_.Settle();
    return reply;
  }
  Reply<v1::RecordWarmMeetingResponse> Meet(const std::string& id, const std::string& handover,
                                            const std::string& receiver) {
    v1::RecordWarmMeetingRequest request;
    request.set_transition_id(id);
    request.set_handover_id(handover);
    request.set_receiver_person_id(receiver);
    request.set_family_present(true);
    request.set_interpreted(true);
    request.set_note("bei Tee");
    auto reply = service_.Ask(&Stub::RecordWarmMeeting, kGuide, request);
    service_.Settle();
    return reply;
  }
  Reply<v1::AcceptWarmHandoverResponse> Accept(const std::string& id, const std::string& handover) {
    v1::AcceptWarmHandoverRequest request;
    request.set_transition_id(id);
    request.set_handover_id(handover);
    request.set_deputy_person_id(kOfficerDeputy.person);
    auto reply = service_.Ask(&Stub::AcceptWarmHandover, kOfficer, request);
    service_.Settle();
    return reply;
  }
  Reply<v1::GetTransitionResponse> Get(const std::string& id, const Who& who) {
    v1::GetTransitionRequest request;
    request.set_transition_id(id);
    return service_.Ask(&Stub::GetTransition, who, request);
  }
  Reply<v1::PublishPreventionTableResponse> Publish(uint32_t quarter = 1) {
    v1::PublishPreventionTableRequest request;
    request.set_year(2026);
    request.set_quarter(quarter);
    auto reply = service_.Ask(&Stub::PublishPreventionTable, kSteering, request);
    service_.Settle();
    return reply;
  }
  int Missed(const Who& who) {
    v1::ListMissedTransitionsRequest request;
    request.set_organisation_id(who.organisation);
    const auto reply = service_.Ask(&Stub::ListMissedTransitions, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    return reply.value.missed_size();
  }

  std::string KeyOfSummary(const std::string& contact_id) {
    const auto contact = command::ReadHistory<ContactDecider>(service_.host().rows(), contact_id);
    return contact.ok() ? contact->entries.at(0).event.contact_received().summary().key_id() : "";
  }
  std::string KeyOfFamily(const std::string& transition_id) {
    const auto family = command::ReadHistory<TransitionDecider>(service_.host().rows(), transition_id);
    return family.ok() ? *family->state.key_ids.begin() : "none";
  }

  IntakeModule module_;
  RunningService service_{"intake", module_};
};

TEST_F(PreventionServiceTest, CountsAContactOfNobodyInASpaceOfTheCatalogue) {
  EXPECT_TRUE(service_.Ask(&Stub::CountAnonymousContact, kGuide, Contact()).ok());
  EXPECT_EQ(service_.Ask(&Stub::CountAnonymousContact, kGuide, Contact(IdOf("nirgends"))).reason(),
            "SOCIAL_SPACE_UNKNOWN");
  EXPECT_EQ(service_.Ask(&Stub::CountAnonymousContact, kAdler, Contact()).reason(), "ROLE_MAY_NOT_CALL");
}

TEST_F(PreventionServiceTest, SealsNothingOfAFamilyThatHasNotAgreed) {
  auto request = Family();
  request.set_consent_by(v1::CONSENT_GIVER_UNSPECIFIED);
  EXPECT_EQ(service_.Ask(&Stub::BeginTransition, kGuide, request).reason(), "PREVENTION_NEEDS_CONSENT");
  request = Family();
  request.set_interpreted(false);
  EXPECT_EQ(service_.Ask(&Stub::BeginTransition, kGuide, request).reason(), "INTERPRETER_NEEDED");
}

TEST_F(PreventionServiceTest, HandsAFamilyOverWarmAndAtTheSecondTry) {
  const std::string id = Begin();
  EXPECT_EQ(Offer(id).reason(), "PROCESS_CHAIN_MISSING");
  SetChain();
  EXPECT_EQ(Get(id, kOfficer).status.error_code(), grpc::StatusCode::NOT_FOUND);
  const auto offer = Offer(id);
  ASSERT_TRUE(offer.ok()) << offer.status.error_message();
  const std::string handover = offer.value.handover_id();
  EXPECT_EQ(Get(id, kOfficer).value.transition().family_name(), "Selin Spatz") << "asked to follow";
  v1::ListOfferedTransitionsRequest asked;
  asked.set_organisation_id(kOfficer.organisation);
  const auto list = service_.Ask(&Stub::ListOfferedTransitions, kOfficer, asked);
  ASSERT_EQ(list.value.offered_size(), 1) << list.status.error_message();
  EXPECT_EQ(list.value.offered(0).transition_id(), id);
  EXPECT_EQ(list.value.offered(0).to_person_id(), kOfficer.person);
  EXPECT_EQ(service_.Ask(&Stub::ListOfferedTransitions, kGuide, asked).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get(id, kSchool).status.error_code(), grpc::StatusCode::NOT_FOUND);

  const auto first = Meet(id, handover, "");
  EXPECT_EQ(first.value.missing(), v1::MISSING_AT_MEETING_RECEIVER);
  EXPECT_EQ(Accept(id, handover).reason(), "WARM_MEETING_MISSING");
  EXPECT_EQ(Get(id, kGuide).value.transition().navigator().person_id(), kGuide.person);

  const auto second = Meet(id, handover, kOfficer.person);
  EXPECT_EQ(second.value.missing(), v1::MISSING_AT_MEETING_UNSPECIFIED);
  ASSERT_TRUE(Accept(id, handover).ok());
  const auto shown = Get(id, kOfficer).value.transition();
  EXPECT_EQ(shown.navigator().person_id(), kOfficer.person);
  EXPECT_EQ(shown.navigator().deputy_person_id(), kOfficerDeputy.person);
  EXPECT_EQ(shown.reached(), v1::LIFE_PHASE_AT_HOME);
  EXPECT_EQ(shown.moves(), 1u);
  EXPECT_EQ(FromProto(shown.check_due()), Now() + Days(56));

  Advance(Days(57));
  EXPECT_EQ(Missed(kGuide), 1) << "the giver has not looked again";
  EXPECT_EQ(Missed(kOfficer), 0) << "who may not look";
  v1::CompleteTransitionRequest complete;
  complete.set_transition_id(id);
  complete.mutable_participation()->mutable_family()->set_heard(true);
  complete.mutable_participation()->mutable_young_person()->set_heard(true);
  EXPECT_EQ(service_.Ask(&Stub::CompleteTransition, kOfficer, complete).reason(), "WARM_CHECK_IS_THE_GIVERS");
  v1::CheckWarmHandoverRequest check;
  check.set_transition_id(id);
  check.set_handover_id(handover);
  check.set_outcome(v1::ARRIVAL_OUTCOME_ARRIVED);
  EXPECT_EQ(service_.Ask(&Stub::CheckWarmHandover, kOfficer, check).reason(), "WARM_CHECK_IS_THE_GIVERS");
  ASSERT_TRUE(service_.Ask(&Stub::CheckWarmHandover, kGuide, check).ok());
  service_.Settle();
  EXPECT_EQ(Missed(kGuide), 0);
  EXPECT_EQ(Get(id, kGuide).status.error_code(), grpc::StatusCode::NOT_FOUND) << "the family has arrived";
}

TEST_F(PreventionServiceTest, ListsAMissedTransitionUntilItIsPlannedAnew) {
  const std::string id = Begin();
  EXPECT_EQ(Missed(kGuide), 0);
  Advance(Days(92));  // the month in which it was expected is over
  EXPECT_EQ(Missed(kGuide), 1);
  v1::ListMissedTransitionsRequest others;
  others.set_organisation_id(kGuide.organisation);
  EXPECT_EQ(service_.Ask(&Stub::ListMissedTransitions, kOfficer, others).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  v1::ExpectPhaseRequest expect;
  expect.set_transition_id(id);
  expect.mutable_expected()->set_phase(v1::LIFE_PHASE_AT_HOME);
  *expect.mutable_expected()->mutable_due() = ToProto(Now() + Days(10));
  ASSERT_TRUE(service_.Ask(&Stub::ExpectPhase, kGuide, expect).ok());
  service_.Settle();
  EXPECT_EQ(Missed(kGuide), 0);
}

TEST_F(PreventionServiceTest, StopsSharingWithTheWithdrawalAndShowsNothingReadableAnyMore) {
  const std::string id = Begin();
  SetChain();
  ASSERT_TRUE(Offer(id).ok());
  ASSERT_TRUE(Get(id, kOfficer).ok());
  v1::WithdrawPreventionConsentRequest withdraw;
  withdraw.set_transition_id(id);
  withdraw.set_withdrawn_by(v1::CONSENT_GIVER_ONE_PARENT);
  const auto reply = service_.Ask(&Stub::WithdrawPreventionConsent, kGuide, withdraw);
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  v1::GetTransitionRequest get;
  get.set_transition_id(id);
  get.set_at_least_position(reply.value.result().position());
  EXPECT_EQ(service_.Ask(&Stub::GetTransition, kOfficer, get).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  const auto own = service_.Ask(&Stub::GetTransition, kGuide, get).value.transition();
  EXPECT_EQ(own.state(), v1::TRANSITION_STATE_CONSENT_WITHDRAWN);
  EXPECT_EQ(own.family_name(), "[erased]");
  EXPECT_EQ(Offer(id).reason(), "ACCOMPANIMENT_IS_OVER");
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "Selin Spatz"));
}

// Its families stay with it until another service has accepted them warm, by a date that climbs (E5, N10).
TEST_F(PreventionServiceTest, IsSucceededWhereTheOrganisationThatNavigatesLeaves) {
  const std::string id = Begin();
  SetChain();
  const auto says = [&](auto event) {
    service_.Happened("team", kGuide.organisation, "organisation", {&event});
    service_.Settle();
  };
  team::v1::OrganisationEvent goes, stays;
  goes.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_LEAVES);
  const absl::Time until = Now() + Days(20);
  *goes.mutable_organisation_leaving()->mutable_until() = ToProto(until);
  stays.mutable_organisation_stays();
  says(goes);
  EXPECT_EQ(FromProto(Get(id, kGuide).value.transition().succession_due()), until);
  EXPECT_EQ(service_.Ask(&Stub::BeginTransition, kGuide, Family()).reason(), "NAVIGATOR_NOT_NAMED")
      << "nothing new is given to its people";
  says(stays);
  EXPECT_FALSE(Get(id, kGuide).value.transition().has_succession_due());
  says(goes);
  EXPECT_TRUE(Get(id, kGuide).value.transition().has_succession_due());
  Advance(Days(21));
  EXPECT_EQ(Missed(kGuide), 1);
  EXPECT_EQ(Get(id, kGuide).value.transition().navigator().person_id(), kGuide.person) << "never nobody";
  const std::string handover = Offer(id).value.handover_id();
  ASSERT_TRUE(Meet(id, handover, kOfficer.person).ok());
  ASSERT_TRUE(Accept(id, handover).ok());
  EXPECT_EQ(Missed(kGuide), 0);
  const auto after = Get(id, kOfficer).value.transition();
  EXPECT_EQ(after.navigator().person_id(), kOfficer.person);
  EXPECT_FALSE(after.has_succession_due());
  v1::CompleteTransitionRequest complete;
  complete.set_transition_id(id);
  complete.mutable_participation()->mutable_family()->set_heard(true);
  complete.mutable_participation()->mutable_young_person()->set_heard(true);
  EXPECT_TRUE(service_.Ask(&Stub::CompleteTransition, kOfficer, complete).ok()) << "the giver is gone";
}

// What was begun at the same moment is asked like the others, though nobody has read of it.
TEST_F(PreventionServiceTest, IsSucceededAlsoWhereItWasBegunWhileTheOrganisationWent) {
  team::v1::OrganisationEvent goes;
  goes.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_INSOLVENT);
  *goes.mutable_organisation_leaving()->mutable_until() = ToProto(Now() + Days(20));
  service_.Happened("team", kGuide.organisation, "organisation", {&goes});
  const std::string id = IdOf("familie zwischen zwei commits");
  v1::TransitionEvent begun;
  begun.mutable_transition_begun()->mutable_navigator()->set_organisation_id(kGuide.organisation);
  begun.mutable_transition_begun()->mutable_navigator()->set_person_id(kGuide.person);
  service_.Happened("intake", id, "transition", {&begun});
  service_.Settle();
  EXPECT_EQ(FromProto(Get(id, kGuide).value.transition().succession_due()),
            Now() + kInsolventNavigatorSuccession);
}

TEST_F(PreventionServiceTest, IsNotAcceptedByAServiceThatLeaves) {
  const std::string id = Begin();
  SetChain();
  const std::string handover = Offer(id).value.handover_id();
  ASSERT_TRUE(Meet(id, handover, kOfficer.person).ok());
  team::v1::OrganisationEvent goes;
  goes.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_LEAVES);
  *goes.mutable_organisation_leaving()->mutable_until() = ToProto(Now() + Days(20));
  service_.Happened("team", kOfficer.organisation, "organisation", {&goes});
  service_.Settle();
  EXPECT_EQ(Accept(id, handover).reason(), "PERSON_LEAVES");
}

// A16: a date for hearing the child is kept also after the end.
TEST_F(PreventionServiceTest, HearsTheChildAfterTheEndOnTheDateThatWasNamed) {
  const std::string id = Begin();
  v1::CompleteTransitionRequest complete;
  complete.set_transition_id(id);
  complete.mutable_participation()->mutable_family()->set_heard(true);
  auto& child = *complete.mutable_participation()->mutable_young_person();
  child.set_reason(common::v1::NOT_HEARD_REASON_TOO_YOUNG);
  *child.mutable_retry_due() = ToProto(Now() + Days(10));
  ASSERT_TRUE(service_.Ask(&Stub::CompleteTransition, kGuide, complete).ok());
  service_.Settle();
  EXPECT_EQ(Missed(kGuide), 0);
  Advance(Days(11));
  EXPECT_EQ(Missed(kGuide), 1);
  v1::RecordFamilyDecisionRequest heard;
  heard.set_transition_id(id);
  heard.set_subject(v1::FAMILY_DECISION_SUBJECT_GOALS);
  heard.mutable_participation()->mutable_family()->set_heard(true);
  heard.mutable_participation()->mutable_young_person()->set_heard(true);
  heard.set_decision("Nuri lacht, wenn Frau Lotsin kommt");
  ASSERT_TRUE(service_.Ask(&Stub::RecordFamilyDecision, kGuide, heard).ok());
  service_.Settle();
  EXPECT_EQ(Missed(kGuide), 0);
  EXPECT_EQ(service_.Ask(&Stub::RecordFamilyDecision, kGuide, heard).reason(), "ACCOMPANIMENT_IS_OVER");
}

// Whoever has no role to navigate could do nothing for the family (E5).
TEST_F(PreventionServiceTest, IsHeldByPeopleWhoMayNavigate) {
  auto request = Family();
  request.set_deputy_person_id(kDesk.person);
  EXPECT_EQ(service_.Ask(&Stub::BeginTransition, kGuide, request).reason(), "NAVIGATOR_NOT_NAMED");
  request = Family();
  request.set_navigator_person_id(kDesk.person);
  EXPECT_EQ(service_.Ask(&Stub::BeginTransition, kGuide, request).reason(), "NAVIGATOR_NOT_NAMED");
}

// What a family agreed to be told of goes with its withdrawal: it is sealed under the family's own key (E13).
TEST_F(PreventionServiceTest, ReachesAYouthOfficeOnlyOnABasisThatStandsBesideIt) {
  const std::string id = Begin();
  v1::ReceiveContactRequest contact;
  contact.set_source(v1::CONTACT_SOURCE_PREVENTION);
  contact.set_receiving_organisation_id(kAdler.organisation);
  contact.set_owner_person_id(kAdler.person);
  contact.set_summary("Selin bittet um eine Tagesmutter");
  const auto tell = [&](const Who& who) {
    return service_.Ask(&v1::IntakeService::Stub::ReceiveContact, who, contact);
  };
  EXPECT_EQ(tell(kGuide).reason(), "PREVENTION_DATA_NEEDS_BASIS");
  EXPECT_EQ(tell(kAdler).reason(), "PREVENTION_DATA_NEEDS_BASIS");
  contact.set_source(v1::CONTACT_SOURCE_FAMILY);
  EXPECT_EQ(tell(kGuide).reason(), "PREVENTION_DATA_NEEDS_BASIS") << "whatever the source is called";
  contact.set_prevention_basis(v1::PREVENTION_BASIS_CONSENT);
  EXPECT_EQ(tell(kGuide).reason(), "PREVENTION_DATA_NEEDS_BASIS");
  contact.set_transition_id(id);
  EXPECT_EQ(tell(kOfficer).reason(), "PREVENTION_DATA_NEEDS_BASIS") << "accompanied by others";
  const auto told = tell(kGuide);
  ASSERT_TRUE(told.ok()) << told.status.error_message();
  service_.Settle();
  EXPECT_EQ(KeyOfSummary(told.value.contact_id()), KeyOfFamily(id));

  v1::WithdrawPreventionConsentRequest withdraw;
  withdraw.set_transition_id(id);
  withdraw.set_withdrawn_by(v1::CONSENT_GIVER_ONE_PARENT);
  ASSERT_TRUE(service_.Ask(&Stub::WithdrawPreventionConsent, kGuide, withdraw).ok());
  service_.Settle();
  EXPECT_EQ(tell(kGuide).reason(), "PREVENTION_DATA_NEEDS_BASIS");
  contact.set_prevention_basis(v1::PREVENTION_BASIS_ENDANGERMENT);
  EXPECT_TRUE(tell(kGuide).ok());
}

TEST_F(PreventionServiceTest, IsNoBusinessOfACaseWorker) {
  const std::string id = Begin();
  EXPECT_EQ(Get(id, kAdler).reason(), "ROLE_MAY_NOT_CALL");
}

TEST_F(PreventionServiceTest, PublishesAQuarterOnceWithItsSmallCellsHidden) {
  for (int i = 0; i < 9; ++i) {
    for (const auto line : {v1::SERVICE_LINE_BABY_GUIDE, v1::SERVICE_LINE_FAMILY_OFFICE}) {
      ASSERT_TRUE(service_.Ask(&Stub::CountAnonymousContact, kGuide, Contact(kNorthSpace, line)).ok());
      if (i >= 2 && line == v1::SERVICE_LINE_FAMILY_OFFICE) continue;
      ASSERT_TRUE(service_.Ask(&Stub::CountAnonymousContact, kGuide, Contact(kSouthSpace, line)).ok());
    }
  }
  EXPECT_EQ(Publish().reason(), "QUARTER_NOT_OVER");
  EXPECT_EQ(Publish(7).reason(), "QUARTER_NOT_OVER");
  Advance(Days(30));  // April
  const auto first = Publish();
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  int shown = 0;
  for (const auto& figure : first.value.table().figures()) {
    const bool small = figure.social_space_id() == kSouthSpace &&
                       figure.service_line() == v1::SERVICE_LINE_FAMILY_OFFICE &&
                       figure.measure() == v1::PREVENTION_MEASURE_CONTACTS;
    EXPECT_TRUE(!small || figure.hidden());
    EXPECT_TRUE(figure.hidden() || figure.count() >= 3);
    shown += figure.hidden() ? 0 : 1;
  }
  EXPECT_GT(shown, 0);

  ASSERT_TRUE(service_.Ask(&Stub::CountAnonymousContact, kGuide, Contact()).ok());
  EXPECT_EQ(Publish().value.table().SerializeAsString(), first.value.table().SerializeAsString());
  v1::GetPreventionTableRequest get;
  get.set_year(2026);
  get.set_quarter(1);
  EXPECT_EQ(service_.Ask(&Stub::GetPreventionTable, kGuide, get).value.table().SerializeAsString(),
            first.value.table().SerializeAsString());
  get.set_year(12026);
  EXPECT_FALSE(service_.Ask(&Stub::GetPreventionTable, kGuide, get).value.has_table());
}

TEST_F(PreventionServiceTest, ShowsTheProcessChainThatIsInForce) {
  v1::GetProcessChainRequest get;
  get.set_from_line(v1::SERVICE_LINE_BABY_GUIDE);
  get.set_to_line(v1::SERVICE_LINE_FAMILY_OFFICE);
  EXPECT_FALSE(service_.Ask(&Stub::GetProcessChain, kGuide, get).value.has_chain());
  SetChain();
  const auto chain = service_.Ask(&Stub::GetProcessChain, kGuide, get).value.chain();
  EXPECT_EQ(chain.version(), 1u);
  EXPECT_EQ(chain.description(), "Wer anruft, nennt die Familie erst im Gespraech");
}

}  // namespace
}  // namespace fallverbund::intake
