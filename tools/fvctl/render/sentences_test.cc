#include "tools/fvctl/render/sentences.h"

#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "google/protobuf/util/json_util.h"

namespace fallverbund::fvctl {
namespace {

std::string Loud(const std::string& id) {
  return "<" + id + ">";
}

std::string Tell(const google::protobuf::Message& event) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(event, &json).ok());
  return SentenceOf(event.GetDescriptor()->full_name(), json, Loud);
}

TEST(Sentences, ThereIsOneForEveryEvent) {
  for (const auto* events :
       {intake::v1::ContactEvent::descriptor(), intake::v1::InquiryEvent::descriptor(),
        casework::v1::CaseEvent::descriptor(), team::v1::TeamEvent::descriptor(),
        team::v1::OrganisationEvent::descriptor(), team::v1::CalendarEvent::descriptor(),
        team::v1::MembershipEvent::descriptor(), team::v1::JointDecisionEvent::descriptor(),
        team::v1::SocialSpaceEvent::descriptor(), team::v1::CatalogueEvent::descriptor(),
        crisis::v1::DeploymentEvent::descriptor(), crisis::v1::CrisisEvent::descriptor(),
        intake::v1::TransitionEvent::descriptor(), intake::v1::PreventionContactEvent::descriptor(),
        intake::v1::ProcessChainEvent::descriptor(), intake::v1::PreventionTableEvent::descriptor()}) {
    for (int i = 0; i < events->field_count(); ++i) {
      EXPECT_TRUE(HasSentence(events->field(i)->message_type()->full_name()))
          << "tell " << events->field(i)->message_type()->full_name() << " in sentences.cc";
    }
  }
}

TEST(Sentences, NameWhoHoldsAndWhoShelters) {
  casework::v1::CaseOpened opened;
  opened.mutable_holder()->set_organisation_id("office");
  opened.mutable_holder()->set_person_id("adler");
  opened.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  opened.mutable_tonight()->mutable_holder()->set_organisation_id("office");
  EXPECT_EQ(Tell(opened), "the case is opened; <office>, <adler> holds it, tonight: family, <office>");
}

TEST(Sentences, SayWhatHappenedInTheWordsOfTheField) {
  casework::v1::SetbackRecorded setback;
  setback.add_kinds(casework::v1::SETBACK_KIND_RELAPSE);
  setback.add_kinds(casework::v1::SETBACK_KIND_VIOLENCE);
  EXPECT_EQ(Tell(setback), "a setback: relapse, violence; allowed, and nobody is let go (Rückfall)");
  casework::v1::CaseDeadlineEscalated escalated;
  escalated.set_clock(common::v1::CLOCK_KIND_STANDBY_CONTACT);
  escalated.set_step(common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_EQ(Tell(escalated), "overdue standby contact climbs to the deputy; nothing moves");
}

TEST(Sentences, SayWhatGoesAlongWithTheCase) {
  casework::v1::ResponsibilityMoved moved;
  moved.mutable_from()->set_person_id("adler");
  moved.mutable_to()->set_person_id("amsel");
  EXPECT_EQ(Tell(moved), "responsibility moves from <>, <adler> to <>, <amsel> (Fallverantwortung)");
  moved.set_unnamed_stays_behind(true);
  moved.add_goes_along(7);
  EXPECT_EQ(Tell(moved),
            "responsibility moves from <>, <adler> to <>, <amsel> (Fallverantwortung); 1 packed document(s) "
            "go along, "
            "the rest stays with the giver");
  casework::v1::HandoverPrepared draft;
  draft.set_to_organisation_id("east");
  draft.add_package()->set_position(8);
  EXPECT_EQ(
      Tell(draft),
      "a handover is prepared for <east> (Übergabe vorbereitet): 1 documents looked at; nobody is asked "
      "yet");
  draft.Clear();
  draft.set_put_away(true);
  EXPECT_EQ(Tell(draft), "what was prepared for a handover is put away");
  casework::v1::PackedAfterwards later;
  later.set_to_organisation_id("east");
  later.add_package()->set_position(8);
  EXPECT_EQ(Tell(later),
            "who held the case sends 1 more document(s) to <east>, each with its basis (nachgereicht)");
  later.clear_package();
  later.set_nothing_needed(true);
  EXPECT_EQ(Tell(later), "who held the case has nothing that <east> needs (nachgereicht)");
  casework::v1::TonightMoved night;
  night.mutable_to()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  night.mutable_to()->mutable_holder()->set_person_id("amsel");
  night.set_with_case(true);
  EXPECT_EQ(Tell(night), "tonight goes with the case, as it was: family, <>, <amsel>");
  casework::v1::ProvisionalTakeoverAsked asked;
  asked.mutable_to()->set_person_id("amsel");
  const std::string bare = Tell(asked);
  asked.add_package()->set_position(7);
  EXPECT_EQ(Tell(asked), bare + "; 1 document(s) are packed for it");
}

TEST(Sentences, OfAnEventFromANewerHouseAreItsName) {
  EXPECT_EQ(SentenceOf("fallverbund.casework.v1.SomethingNew", "{}", Loud),
            "SomethingNew (this program has no sentence for it)");
  EXPECT_EQ(SentenceOf("fallverbund.casework.v1.SetbackRecorded", "{\"of tomorrow\": 1}", Loud),
            Tell(casework::v1::SetbackRecorded()));
  EXPECT_EQ(SentenceOf("fallverbund.casework.v1.SetbackRecorded", "no json", Loud), "SetbackRecorded");
}

TEST(Sentences, WhoIsAskedNoMoreIsToldWhy) {
  casework::v1::SuccessionOfferEnded ended;
  ended.set_strand(common::v1::STRAND_SHARED);
  ended.set_person_id("eule");
  ended.set_cause(casework::v1::SUCCESSION_OFFER_END_CAUSE_PARTNER_STAYS);
  EXPECT_EQ(Tell(ended),
            "<eule> is asked no more to take that seat: the partner that was to be followed stays after all");
  ended.set_strand(common::v1::STRAND_COORDINATION);
  ended.set_cause(casework::v1::SUCCESSION_OFFER_END_CAUSE_REFUSED);
  EXPECT_EQ(Tell(ended), "<eule> is asked no more to coordinate: it was refused, and stays where it was");
  ended.clear_person_id();
  ended.set_cause(casework::v1::SUCCESSION_OFFER_END_CAUSE_WITHDRAWN);
  EXPECT_EQ(Tell(ended), "nobody is asked any more to coordinate: the offer is withdrawn");
}

}  // namespace
}  // namespace fallverbund::fvctl
