#include "libs/case_facts/case_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::case_facts {
namespace {

using casework::v1::CaseEvent;
using ::testing::ElementsAre;

class CaseFactsTest : public ::testing::Test {
 protected:
  void Apply(const std::vector<CaseEvent>& events, const std::string& context = "case",
             absl::Time at = absl::UnixEpoch()) {
    eventlog::ValidCommit commit;
    commit.context = context;
    commit.aggregate_id = "case-1";
    commit.commit.set_aggregate_type("case");
    *commit.commit.mutable_occurred_at() = ToProto(at_);
    *commit.commit.mutable_recorded_at() = ToProto(at);
    for (const CaseEvent& event : events) *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(CaseFactsView().Apply({commit, absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  CaseFacts Facts() {
    const auto facts = Find(store_, "case-1");
    EXPECT_TRUE(facts.ok() && facts->has_value());
    return facts.ok() ? facts->value_or(CaseFacts()) : CaseFacts();
  }
  static CaseEvent Opened() {
    CaseEvent event;
    event.mutable_case_opened()->set_subject_id("subject");
    event.mutable_case_opened()->mutable_holder()->set_person_id("adler");
    return event;
  }
  static CaseEvent Coordinated(const std::string& team_id, const std::string& person_id) {
    CaseEvent event;
    event.mutable_coordination_assumed()->set_team_id(team_id);
    event.mutable_coordination_assumed()->mutable_holder()->set_organisation_id("of " + person_id);
    event.mutable_coordination_assumed()->mutable_holder()->set_person_id(person_id);
    return event;
  }
  static void Ask(const std::string& person_id, casework::v1::Invitation& invitation) {
    invitation.set_organisation_id("of " + person_id);
    invitation.set_person_id(person_id);
    invitation.set_discipline(team::v1::DISCIPLINE_EDUCATION);
    invitation.set_lead(person_id == "adler");
  }
  static CaseEvent Invited(const std::vector<std::string>& persons) {
    CaseEvent event;
    for (const std::string& person : persons)
      Ask(person, *event.mutable_commitments_invited()->add_invitations());
    return event;
  }
  static CaseEvent Replaced(const std::string& person_id, const std::string& by) {
    CaseEvent event;
    event.mutable_invitation_replaced()->set_person_id(person_id);
    Ask(by, *event.mutable_invitation_replaced()->mutable_invitation());
    return event;
  }
  static CaseEvent Committed(const std::string& person_id) {
    CaseEvent event;
    event.mutable_member_committed()->set_organisation_id("of " + person_id);
    event.mutable_member_committed()->set_person_id(person_id);
    return event;
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
  absl::Time at_ = absl::FromUnixSeconds(500);
};

TEST_F(CaseFactsTest, KnowWhoHoldsACaseFromItsFirstCommit) {
  Apply({Opened()});
  EXPECT_EQ(Facts().subject_id, "subject");
  EXPECT_EQ(Facts().holder.person_id, "adler");
  EXPECT_EQ(Facts().team_id, "");
}

TEST_F(CaseFactsTest, FollowResponsibilityWhereItMoves) {
  Apply({Opened()});
  CaseEvent moved;
  moved.mutable_responsibility_moved()->mutable_to()->set_person_id("specht");
  Apply({moved});
  EXPECT_EQ(Facts().holder.person_id, "specht");
  EXPECT_EQ(Facts().subject_id, "subject");
  CaseEvent deputy;
  deputy.mutable_case_deputy_named()->set_deputy_person_id("sommer");
  Apply({deputy});
  EXPECT_EQ(Facts().holder.person_id, "specht");
  EXPECT_EQ(Facts().holder.deputy_person_id, "sommer");
}

TEST_F(CaseFactsTest, KnowTheOfficeThatIsGuardianUntilAnotherOrEighteen) {
  Apply({Opened()});
  CaseEvent asked, declared, parents, of_age;
  asked.mutable_guardian_named()->set_kind(casework::v1::GUARDIAN_KIND_OFFICE);
  asked.mutable_guardian_named()->mutable_holder()->set_organisation_id("guardians");
  declared.mutable_guardian_declared()->mutable_holder()->set_organisation_id("guardians");
  parents.mutable_guardian_named()->set_kind(casework::v1::GUARDIAN_KIND_PARENTS);
  of_age.mutable_came_of_age();
  Apply({asked});
  EXPECT_EQ(Facts().guardian_organisation_id, "") << "only asked";
  Apply({declared});
  EXPECT_EQ(Facts().guardian_organisation_id, "guardians");
  Apply({asked});
  EXPECT_EQ(Facts().guardian_organisation_id, "guardians") << "until the next one has declared it";
  Apply({parents});
  EXPECT_EQ(Facts().guardian_organisation_id, "");
  Apply({declared, of_age});
  EXPECT_EQ(Facts().guardian_organisation_id, "");
}

TEST_F(CaseFactsTest, KnowWhoLeadsACrisisAsLongAsItIsOpen) {
  Apply({Opened()});
  EXPECT_EQ(Facts().crisis_lead, care::Holder());
  CaseEvent taken, ended;
  taken.mutable_crisis_lead_taken()->mutable_to()->set_person_id("biber");
  taken.mutable_crisis_lead_taken()->set_episode(2);
  ended.mutable_crisis_lead_ended();
  Apply({taken});
  EXPECT_EQ(Facts().crisis_lead.person_id, "biber");
  EXPECT_EQ(Facts().crisis_lead_episode, 2u);
  Apply({ended});
  EXPECT_EQ(Facts().crisis_lead, care::Holder());
  EXPECT_EQ(Facts().crisis_lead_episode, 0u);
}

TEST_F(CaseFactsTest, KnowWhoIsDeputyOfTheNightAndOfTheCoordinationNow) {
  CaseEvent night, coordination;
  night.mutable_strand_deputy_named()->set_strand(common::v1::STRAND_TONIGHT);
  night.mutable_strand_deputy_named()->set_deputy_person_id("sommer");
  coordination.mutable_strand_deputy_named()->set_strand(common::v1::STRAND_COORDINATION);
  coordination.mutable_strand_deputy_named()->set_deputy_person_id("uhu");
  Apply({Opened(), Coordinated("team", "krause"), night, coordination});
  EXPECT_EQ(Facts().tonight.holder.deputy_person_id, "sommer");
  EXPECT_EQ(Facts().coordinator.deputy_person_id, "uhu");
  EXPECT_EQ(Facts().coordinator.person_id, "krause");
}

TEST_F(CaseFactsTest, KnowTheTeamAndWhoAccepted) {
  Apply({Opened(), Coordinated("team", "krause"), Invited({"adler", "biber", "eule"}), Committed("adler"),
         Committed("biber")});
  EXPECT_EQ(Facts().team_id, "team");
  EXPECT_EQ(Facts().coordinator.person_id, "krause");
  EXPECT_TRUE(Facts().HasCommitted("adler") && Facts().HasCommitted("biber"));
  EXPECT_FALSE(Facts().HasCommitted("eule"));
  EXPECT_EQ(Facts().seats[0].who.organisation_id, "of adler");
  EXPECT_EQ(Facts().seats[0].who.discipline, team::v1::DISCIPLINE_EDUCATION);
  EXPECT_TRUE(Facts().seats[0].lead);
}

TEST_F(CaseFactsTest, FollowASeatToWhoFollowedAndRememberUntilWhen) {
  Apply({Opened(), Coordinated("team", "adler"), Invited({"adler", "biber"}), Committed("adler"),
         Committed("biber")});
  Apply({Replaced("biber", "dachs")});
  EXPECT_TRUE(Facts().HasCommitted("biber")) << "until somebody has taken it";
  EXPECT_EQ(Facts().seats[1].successor->person_id, "dachs");
  at_ = absl::FromUnixSeconds(900);
  Apply({Committed("dachs")});
  EXPECT_TRUE(Facts().HasCommitted("dachs"));
  EXPECT_FALSE(Facts().HasCommitted("biber"));
  EXPECT_THAT(Facts().left, ElementsAre(std::pair<const std::string, absl::Time>("biber", at_)));
  Apply({Replaced("dachs", "biber"), Committed("biber")});
  EXPECT_THAT(Facts().left, ElementsAre(std::pair<const std::string, absl::Time>("dachs", at_))) << "is back";
}

TEST_F(CaseFactsTest, ForgetWhoIsAskedNoMore) {
  Apply({Opened(), Coordinated("team", "adler"), Invited({"adler", "biber"}), Committed("biber"),
         Replaced("biber", "dachs")});
  CaseEvent ended;
  ended.mutable_succession_offer_ended()->set_person_id("dachs");
  ended.mutable_succession_offer_ended()->set_strand(common::v1::STRAND_COORDINATION);
  Apply({ended});
  EXPECT_TRUE(Facts().seats[1].successor) << "that was about coordination";
  ended.mutable_succession_offer_ended()->set_strand(common::v1::STRAND_SHARED);
  Apply({ended});
  EXPECT_FALSE(Facts().seats[1].successor);
}

TEST_F(CaseFactsTest, KnowWhenTheHolderAnswersForAPartnerThatCoordinated) {
  Apply({Opened(), Coordinated("team", "krause")});
  CaseEvent back, stays;
  back.mutable_commitments_fell_back()->set_organisation_id("of biber");
  Apply({back});
  EXPECT_FALSE(Facts().fell_back) << "another partner";
  back.mutable_commitments_fell_back()->set_organisation_id("of krause");
  Apply({back});
  EXPECT_TRUE(Facts().fell_back);
  stays.mutable_commitments_stay()->set_organisation_id("of biber");
  Apply({stays});
  EXPECT_TRUE(Facts().fell_back);
  stays.mutable_commitments_stay()->set_organisation_id("of krause");
  Apply({stays});
  EXPECT_FALSE(Facts().fell_back);
  Apply({back});
  CaseEvent reopened;
  reopened.mutable_case_reopened()->mutable_holder()->set_person_id("adler");
  Apply({reopened});
  EXPECT_TRUE(Facts().fell_back) << "a way back brings no partner back";
  Apply({Coordinated("team", "uhu")});
  EXPECT_FALSE(Facts().fell_back);
  EXPECT_EQ(Facts().coordinator.person_id, "uhu");
}

TEST_F(CaseFactsTest, DoNotChangeByWhatIsNoFact) {
  CaseEvent setback;
  setback.mutable_setback_recorded();
  Apply({Opened()});
  Apply({setback});
  EXPECT_EQ(Facts().holder.person_id, "adler");
}

TEST_F(CaseFactsTest, BelieveTheCaseAlone) {
  Apply({Opened()}, "crisis");
  const auto facts = Find(store_, "case-1");
  ASSERT_TRUE(facts.ok());
  EXPECT_FALSE(facts->has_value());
}

TEST_F(CaseFactsTest, KnowSinceWhenTheNightIsWhereItIs) {
  const auto at = [](int hours) { return absl::UnixEpoch() + absl::Hours(hours); };
  const auto tonight = [](common::v1::TonightKind kind, const char* organisation, const char* person) {
    common::v1::Tonight night;
    night.set_kind(kind);
    night.mutable_holder()->set_organisation_id(organisation);
    night.mutable_holder()->set_person_id(person);
    return night;
  };
  CaseEvent opened = Opened(), moved, started, ended;
  *opened.mutable_case_opened()->mutable_tonight() =
      tonight(common::v1::TONIGHT_KIND_FAMILY, "office", "adler");
  Apply({opened}, "case", at(1));
  EXPECT_EQ(Facts().tonight_since, at(1));
  *moved.mutable_tonight_moved()->mutable_to() = tonight(common::v1::TONIGHT_KIND_FAMILY, "office", "specht");
  Apply({moved}, "case", at(2));
  EXPECT_EQ(Facts().tonight_since, at(1)) << "another vouches for the same place";
  EXPECT_EQ(Facts().tonight.holder.person_id, "specht");
  CaseEvent along;
  *along.mutable_tonight_moved()->mutable_to() = tonight(common::v1::TONIGHT_KIND_FAMILY, "east", "amsel");
  along.mutable_tonight_moved()->set_with_case(true);
  Apply({along}, "case", at(2));
  EXPECT_EQ(Facts().tonight_since, at(1)) << "of the office that holds the case now";
  EXPECT_EQ(Facts().tonight.holder.person_id, "amsel");
  *moved.mutable_tonight_moved()->mutable_to() = tonight(common::v1::TONIGHT_KIND_CLINIC, "office", "specht");
  Apply({moved}, "case", at(3));
  EXPECT_EQ(Facts().tonight_since, at(3));
  *started.mutable_setting_started()->mutable_tonight() =
      tonight(common::v1::TONIGHT_KIND_PLACEMENT, "home", "fuchs");
  Apply({started}, "case", at(4));
  Apply({started}, "case", at(5));
  EXPECT_EQ(Facts().tonight_since, at(5)) << "another setting of the same provider";
  *ended.mutable_setting_ended()->mutable_next_tonight() = started.setting_started().tonight();
  Apply({ended}, "case", at(6));
  EXPECT_EQ(Facts().tonight_since, at(5)) << "nobody slept in what ended";
}

TEST_F(CaseFactsTest, KnowWhomACaseCameBackTo) {
  CaseEvent reopened;
  reopened.mutable_case_reopened()->mutable_holder()->set_person_id("specht");
  Apply({Opened(), reopened});
  EXPECT_EQ(Facts().holder.person_id, "specht");
}

TEST_F(CaseFactsTest, KnowTheCrisisTheyCameFromThePlaceThatIsKeptAndWhetherItEnded) {
  const absl::Time at_the_end = absl::FromUnixSeconds(700);
  CaseEvent opened = Opened(), admitted, left, of_age, ended, reopened;
  opened.mutable_case_opened()->mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_CRISIS);
  opened.mutable_case_opened()->mutable_origin()->set_aggregate_id("crisis");
  auto& into = *admitted.mutable_tonight_moved();
  into.set_stay_id("stay");
  into.mutable_from()->set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
  into.mutable_from()->mutable_holder()->set_organisation_id("home");
  into.mutable_to()->set_kind(common::v1::TONIGHT_KIND_CLINIC);
  Apply({opened, admitted});
  EXPECT_EQ(Facts().crisis_id, "crisis");
  EXPECT_EQ(Facts().kept_place_organisation_id, "home");
  EXPECT_EQ(Facts().stay_id, "stay");
  left.mutable_tonight_moved()->mutable_to()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  CaseEvent kept = left;
  kept.mutable_tonight_moved()->set_kept_setting_id("group");
  Apply({kept});
  EXPECT_EQ(Facts().kept_place_organisation_id, "home") << "a weekend with the family costs no place";
  EXPECT_EQ(Facts().stay_id, "");
  EXPECT_EQ(Facts().entered, (std::map<std::string, uint32_t>{{"stay", 1}})) << "it was there";
  of_age.mutable_came_of_age();
  ended.mutable_case_lawfully_ended();
  Apply({left, of_age});
  Apply({ended}, "case", at_the_end);
  EXPECT_EQ(Facts().kept_place_organisation_id, "");
  EXPECT_TRUE(Facts().of_age);
  EXPECT_EQ(Facts().ended_at, at_the_end) << "as it was recorded";
  reopened.mutable_case_reopened();
  Apply({reopened});
  EXPECT_EQ(Facts().ended_at, std::nullopt);
  EXPECT_EQ(Facts().crisis_id, "crisis");
}

TEST_F(CaseFactsTest, KnowWhichEndNoContactBringsBack) {
  CaseEvent moved, error, reopened;
  moved.mutable_case_lawfully_ended()->set_ground(casework::v1::LAWFUL_END_GROUND_OWN_DECISION);
  Apply({moved});
  EXPECT_TRUE(Facts().ended_at.has_value());
  EXPECT_FALSE(Facts().recorded_in_error);
  reopened.mutable_case_reopened();
  error.mutable_case_lawfully_ended()->set_ground(casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR);
  Apply({reopened, error});
  EXPECT_TRUE(Facts().recorded_in_error);
  Apply({reopened});
  EXPECT_FALSE(Facts().recorded_in_error);
}

TEST_F(CaseFactsTest, KnowThePlaceThatIsKeptForSomebodyWhoIsMissing) {
  CaseEvent gone, another_searches, found, back, ended, other_ended;
  auto& missing = *gone.mutable_tonight_moved();
  missing.mutable_from()->set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
  missing.mutable_from()->mutable_holder()->set_organisation_id("home");
  missing.mutable_to()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
  missing.set_kept_setting_id("group");
  *another_searches.mutable_tonight_moved()->mutable_from() = missing.to();
  *another_searches.mutable_tonight_moved()->mutable_to() = missing.to();
  another_searches.mutable_tonight_moved()->set_kept_setting_id("group");
  *found.mutable_tonight_moved()->mutable_from() = missing.to();
  found.mutable_tonight_moved()->mutable_to()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  found.mutable_tonight_moved()->set_kept_setting_id("group");
  *back.mutable_tonight_moved()->mutable_to() = missing.from();
  back.mutable_tonight_moved()->set_back_in_setting_id("group");
  ended.mutable_setting_ended()->set_setting_id("group");
  other_ended.mutable_setting_ended()->set_setting_id("school");
  Apply({Opened(), gone});
  for (const CaseEvent& event : {another_searches, other_ended, found}) {
    Apply({event});
    EXPECT_EQ(Facts().kept_place_organisation_id, "home");
  }
  Apply({back});
  EXPECT_EQ(Facts().kept_place_organisation_id, "");
  Apply({gone});
  EXPECT_EQ(Facts().kept_place_organisation_id, "home");
  Apply({ended});
  EXPECT_EQ(Facts().kept_place_organisation_id, "");
}

TEST_F(CaseFactsTest, KnowWhichSettingsRun) {
  CaseEvent first, second, ended;
  first.mutable_setting_started()->set_setting_id("school");
  second.mutable_setting_started()->set_setting_id("group");
  second.mutable_setting_started()->mutable_tonight()->mutable_holder()->set_organisation_id("provider");
  ended.mutable_setting_ended()->set_setting_id("school");
  Apply({Opened(), first, second});
  EXPECT_THAT(Facts().running_settings, ElementsAre("group", "school"));
  Apply({ended});
  EXPECT_THAT(Facts().running_settings, ElementsAre("group"));
}

}  // namespace
}  // namespace fallverbund::case_facts
