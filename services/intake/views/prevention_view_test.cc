#include "services/intake/views/prevention_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "fallverbund/team/v1/social_space_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/history/testing/field_path.h"
#include "libs/projection/in_memory_projection_store.h"
#include "services/intake/views/prevention_table.h"
#include "services/intake/views/transition_resource.h"

namespace fallverbund::intake {
namespace {

using ::testing::ElementsAre;

std::string Id(char digit) {
  return std::string(32, digit);
}
const absl::Time kMarch = absl::FromCivil(absl::CivilDay(2026, 3, 31), absl::UTCTimeZone());

class PreventionViewTest : public ::testing::Test {
 protected:
  void Apply(const std::string& context, const std::string& type, const std::string& id,
             const google::protobuf::Message& event, absl::Time at = kMarch) {
    eventlog::ValidCommit commit;
    commit.context = context;
    commit.aggregate_id = id;
    commit.commit.set_aggregate_type(type);
    *commit.commit.mutable_recorded_at() = ToProto(at);
    *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(PreventionView().Apply({commit, at}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  void Contact(const std::string& space, v1::ServiceLine line, absl::Time at = kMarch) {
    v1::PreventionContactEvent event;
    auto& counted = *event.mutable_anonymous_contact_counted();
    counted.set_service_line(line);
    counted.set_social_space_id(space);
    counted.set_language_need(v1::LANGUAGE_NEED_NONE);
    counted.set_purpose(v1::CONTACT_PURPOSE_ADVICE);
    Apply("intake", "prevention_contact", Id('0'), event, at);
  }
  void On(const v1::TransitionEvent& event, absl::Time at = kMarch) {
    Apply("intake", "transition", Id('7'), event, at);
  }
  void Begun(absl::Time at = kMarch) {
    v1::TransitionEvent event;
    auto& begun = *event.mutable_transition_begun();
    begun.mutable_navigator()->set_organisation_id(Id('a'));
    begun.mutable_navigator()->set_person_id(Id('1'));
    begun.set_service_line(v1::SERVICE_LINE_BABY_GUIDE);
    begun.set_social_space_id(Id('5'));
    begun.set_language_need(v1::LANGUAGE_NEED_INTERPRETER);
    On(event, at);
  }
  void Missed(common::v1::ClockKind kind, const std::string& object) {
    v1::TransitionEvent event;
    event.mutable_transition_date_missed()->set_kind(kind);
    event.mutable_transition_date_missed()->set_object_id(object);
    On(event);
  }
  std::vector<std::string> MissedBy(char organisation) {
    const auto page = MissedOf(store_, Id(organisation), "", 10);
    EXPECT_TRUE(page.ok());
    v1::ListMissedTransitionsResponse shown;
    ShowMissed(*page, shown);
    std::vector<std::string> missed;
    for (const auto& each : shown.missed())
      missed.push_back(v1::LifePhase_Name(each.phase()) + each.handover_id() + "/" +
                       std::to_string(each.step()));
    return missed;
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(PreventionViewTest, CountsInTheQuarterInWhichItIsRecorded) {
  Contact(Id('5'), v1::SERVICE_LINE_FAMILY_OFFICE);
  Contact(Id('5'), v1::SERVICE_LINE_FAMILY_OFFICE);
  Contact(Id('5'), v1::SERVICE_LINE_FAMILY_OFFICE, kMarch + Days(1));
  Begun();
  const auto counts = CountsOf(store_, {2026, 1});
  ASSERT_TRUE(counts.ok());
  ASSERT_EQ(counts->size(), 2u);
  EXPECT_EQ((*counts)[0].measure, v1::PREVENTION_MEASURE_FAMILIES);
  EXPECT_EQ((*counts)[0].language_need, v1::LANGUAGE_NEED_INTERPRETER);
  EXPECT_EQ((*counts)[0].count, 1u);
  EXPECT_EQ((*counts)[1].service_line, v1::SERVICE_LINE_FAMILY_OFFICE);
  EXPECT_EQ((*counts)[1].social_space_id, Id('5'));
  EXPECT_EQ((*counts)[1].count, 2u);
}

TEST_F(PreventionViewTest, GoesOnCountingAFamilyThatHasWithdrawn) {
  Begun();
  v1::TransitionEvent withdrawn;
  withdrawn.mutable_prevention_consent_withdrawn();
  On(withdrawn);
  EXPECT_EQ(CountsOf(store_, {2026, 1})->at(0).count, 1u);
}

TEST_F(PreventionViewTest, KnowsTheSpacesOfTheCatalogue) {
  team::v1::SocialSpaceEvent defined;
  defined.mutable_social_space_defined();
  Apply("team", "social_space", Id('5'), defined);
  EXPECT_THAT(*SocialSpaces(store_), ElementsAre(Id('5')));
  EXPECT_TRUE(*IsSocialSpace(store_, Id('5')));
  EXPECT_FALSE(*IsSocialSpace(store_, Id('6')));
  EXPECT_FALSE(*IsSocialSpace(store_, ""));
}

TEST_F(PreventionViewTest, ListsWhatWasMissedWithWhoeverNavigatesUntilItIsMadeUpFor) {
  Begun();
  Missed(common::v1::CLOCK_KIND_LIFE_PHASE, ObjectOf(v1::LIFE_PHASE_DAY_CARE));
  EXPECT_THAT(MissedBy('a'), ElementsAre("LIFE_PHASE_DAY_CARE/0"));
  v1::TransitionEvent escalated;
  escalated.mutable_transition_date_escalated()->set_kind(common::v1::CLOCK_KIND_LIFE_PHASE);
  escalated.mutable_transition_date_escalated()->set_object_id(ObjectOf(v1::LIFE_PHASE_DAY_CARE));
  escalated.mutable_transition_date_escalated()->set_step(common::v1::ESCALATION_STEP_DEPUTY);
  On(escalated);
  EXPECT_THAT(MissedBy('a'), ElementsAre("LIFE_PHASE_DAY_CARE/1"));
  v1::TransitionEvent moved;
  moved.mutable_navigator_moved()->mutable_to()->set_organisation_id(Id('b'));
  moved.mutable_navigator_moved()->set_reached(v1::LIFE_PHASE_AT_HOME);
  On(moved);
  EXPECT_THAT(MissedBy('a'), ElementsAre());
  EXPECT_THAT(MissedBy('b'), ElementsAre("LIFE_PHASE_DAY_CARE/1"));
  moved.mutable_navigator_moved()->set_reached(v1::LIFE_PHASE_DAY_CARE);
  On(moved);
  EXPECT_THAT(MissedBy('b'), ElementsAre());
}

// Whoever gave has to look again, not whoever has the family now (E1).
TEST_F(PreventionViewTest, ListsAMissedCheckWithTheGiverOfThatHandover) {
  Begun();
  v1::TransitionEvent moved;
  moved.mutable_navigator_moved()->set_givers_look_on(true);
  moved.mutable_navigator_moved()->set_handover_id("first");
  moved.mutable_navigator_moved()->mutable_from()->set_organisation_id(Id('a'));
  moved.mutable_navigator_moved()->mutable_to()->set_organisation_id(Id('b'));
  On(moved);
  Missed(common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK, "first");
  Missed(common::v1::CLOCK_KIND_LIFE_PHASE, ObjectOf(v1::LIFE_PHASE_DAY_CARE));
  EXPECT_THAT(MissedBy('a'), ElementsAre("LIFE_PHASE_UNSPECIFIEDfirst/0"));
  EXPECT_THAT(MissedBy('b'), ElementsAre("LIFE_PHASE_DAY_CARE/0"));
  moved.mutable_navigator_moved()->set_handover_id("second");
  moved.mutable_navigator_moved()->mutable_from()->set_organisation_id(Id('b'));
  moved.mutable_navigator_moved()->mutable_to()->set_organisation_id(Id('c'));
  On(moved);
  EXPECT_THAT(MissedBy('a'), ElementsAre("LIFE_PHASE_UNSPECIFIEDfirst/0")) << "also when it has moved on";
  v1::TransitionEvent checked;
  checked.mutable_warm_handover_checked()->set_handover_id("second");
  On(checked);
  EXPECT_THAT(MissedBy('a'), ElementsAre("LIFE_PHASE_UNSPECIFIEDfirst/0"));
  checked.mutable_warm_handover_checked()->set_handover_id("first");
  On(checked);
  EXPECT_THAT(MissedBy('a'), ElementsAre());
}

TEST_F(PreventionViewTest, ListsWhatIsOfferedWithWhoIsAskedUntilThereIsAnAnswer) {
  const auto offered_to = [&](char organisation) {
    v1::ListOfferedTransitionsResponse shown;
    ShowOffered(*OfferedTo(store_, Id(organisation), "", 10), shown);
    return shown;
  };
  v1::TransitionEvent offered, declined, moved, withdrawn;
  offered.mutable_warm_handover_offered()->set_handover_id("handover");
  offered.mutable_warm_handover_offered()->mutable_to()->set_organisation_id(Id('b'));
  offered.mutable_warm_handover_offered()->mutable_to()->set_person_id(Id('3'));
  declined.mutable_warm_handover_declined();
  moved.mutable_navigator_moved()->mutable_to()->set_organisation_id(Id('b'));
  withdrawn.mutable_prevention_consent_withdrawn();
  Begun();
  for (const auto& answer : {declined, moved, withdrawn}) {
    On(offered);
    ASSERT_EQ(offered_to('b').offered_size(), 1);
    EXPECT_EQ(offered_to('b').offered(0).transition_id(), Id('7'));
    EXPECT_EQ(offered_to('b').offered(0).handover_id(), "handover");
    EXPECT_EQ(offered_to('b').offered(0).to_person_id(), Id('3'));
    EXPECT_EQ(offered_to('a').offered_size(), 0);
    On(answer);
    EXPECT_EQ(offered_to('b').offered_size(), 0);
  }
}

TEST_F(PreventionViewTest, ListsNothingOfAnAccompanimentThatIsOver) {
  Begun();
  Missed(common::v1::CLOCK_KIND_WARM_HANDOVER_ANSWER, "handover");
  EXPECT_THAT(MissedBy('a'), ElementsAre("LIFE_PHASE_UNSPECIFIEDhandover/0"));
  v1::TransitionEvent withdrawn;
  withdrawn.mutable_prevention_consent_withdrawn();
  On(withdrawn);
  EXPECT_THAT(MissedBy('a'), ElementsAre());
}

// N10: whom somebody who leaves has to be succeeded with, and what it said.
TEST_F(PreventionViewTest, KnowsWhatGoesOnWithWhomAndWhoLeaves) {
  Begun();
  EXPECT_THAT(*NavigatedBy(store_, Id('a')), ElementsAre(Id('7')));
  Missed(common::v1::CLOCK_KIND_SUCCESSION, Id('a'));
  EXPECT_EQ(MissedBy('a').size(), 1u);
  v1::TransitionEvent moved;
  moved.mutable_navigator_moved()->mutable_from()->set_organisation_id(Id('a'));
  moved.mutable_navigator_moved()->mutable_to()->set_organisation_id(Id('b'));
  On(moved);
  EXPECT_THAT(*NavigatedBy(store_, Id('a')), ElementsAre());
  EXPECT_THAT(*NavigatedBy(store_, Id('b')), ElementsAre(Id('7')));
  EXPECT_THAT(MissedBy('b'), ElementsAre()) << "somebody has followed";
  v1::TransitionEvent completed;
  completed.mutable_transition_completed();
  On(completed);
  EXPECT_THAT(*NavigatedBy(store_, Id('b')), ElementsAre());
  team::v1::OrganisationEvent leaving, stays;
  leaving.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_INSOLVENT);
  stays.mutable_organisation_stays();
  Apply("team", "organisation", Id('b'), leaving);
  EXPECT_EQ(LeavingOf(store_, Id('b'))->value().cause(), team::v1::LEAVING_CAUSE_INSOLVENT);
  Apply("team", "organisation", Id('b'), stays);
  EXPECT_FALSE(LeavingOf(store_, Id('b'))->has_value());
}

// A16: whoever was still to be heard when it was completed.
TEST_F(PreventionViewTest, ListsAHearingThatIsMissedAfterTheEnd) {
  Begun();
  v1::TransitionEvent completed, decided;
  completed.mutable_transition_completed();
  On(completed);
  Missed(common::v1::CLOCK_KIND_HEARING_RETRY, "");
  EXPECT_EQ(MissedBy('a').size(), 1u);
  decided.mutable_family_decided();
  On(decided);
  EXPECT_THAT(MissedBy('a'), ElementsAre());
}

TEST_F(PreventionViewTest, PagesThroughManyAccompaniments) {
  Begun();
  Missed(common::v1::CLOCK_KIND_HEARING_RETRY, "");
  const auto first = MissedOf(store_, Id('a'), "", 1);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->entries.size(), 1u);
  EXPECT_EQ(first->next, "");
}

// --- the table of a quarter ---

TEST(PreventionTableFigures, HideADistrictWithTwoFamiliesAlsoAgainstTheTotal) {
  const std::vector<std::string> spaces = {Id('5'), Id('6'), Id('7')};
  std::vector<Count> counts;
  for (const auto& space : spaces) {
    const bool small = space == spaces[0];
    for (const auto line : {v1::SERVICE_LINE_BABY_GUIDE, v1::SERVICE_LINE_FAMILY_OFFICE}) {
      counts.push_back({v1::PREVENTION_MEASURE_FAMILIES, space, line, v1::LANGUAGE_NEED_NONE,
                        small && line == v1::SERVICE_LINE_BABY_GUIDE ? 2u : 20u});
    }
  }
  int shown = 0;
  std::map<std::string, uint64_t> of_line;
  for (const auto& figure : FiguresOf(spaces, counts, 7)) {
    if (figure.measure() != v1::PREVENTION_MEASURE_FAMILIES) continue;
    if (figure.social_space_id() == spaces[0] && figure.service_line() == v1::SERVICE_LINE_BABY_GUIDE) {
      EXPECT_TRUE(figure.hidden());
      EXPECT_EQ(figure.count(), 0u);
    }
    EXPECT_TRUE(figure.hidden() || figure.count() >= 3);
    if (figure.hidden()) continue;
    ++shown;
    if (figure.service_line() == v1::SERVICE_LINE_BABY_GUIDE && figure.language_need() == 0)
      of_line[figure.social_space_id()] = figure.count();
  }
  EXPECT_GT(shown, 3);
  // Not the sum and both others of the column.
  EXPECT_FALSE(of_line.contains("") && of_line.contains(spaces[1]) && of_line.contains(spaces[2]));
}

TEST(PreventionTableFigures, NameEverySpaceAndNoneWhereThereIsNone) {
  EXPECT_TRUE(FiguresOf({}, {}, 7).empty());
  const auto figures = FiguresOf({Id('5')}, {}, 7);
  EXPECT_EQ(figures.size(), 2u * (5 + 5 * 4 + 5)) << "of lines, of lines by need, of the space";
  for (const auto& figure : figures) EXPECT_TRUE(figure.hidden());
}

// --- resources ---

TEST(ShownTransition, ShowsNothingReadableAfterAWithdrawal) {
  history::History<TransitionDecider> transition;
  transition.aggregate_id = Id('7');
  v1::TransitionEvent event;
  auto& begun = *event.mutable_transition_begun();
  begun.mutable_navigator()->set_person_id(Id('1'));
  begun.mutable_family_name()->set_key_id(Id('c'));
  begun.mutable_language()->set_key_id(Id('c'));
  begun.mutable_agreed()->set_key_id(Id('c'));
  begun.set_language_need(v1::LANGUAGE_NEED_INTERPRETER);
  begun.set_social_space_id(Id('5'));
  begun.add_expected()->set_phase(v1::LIFE_PHASE_AT_HOME);
  transition.Add(event, {}, "commit");
  v1::Transition shown;
  std::vector<history::SealedText> texts;
  ShowTransition(transition, shown, texts);
  std::vector<std::string> places;
  for (const auto& text : texts) places.push_back(history::NameOfPlace(text));
  EXPECT_THAT(places, ElementsAre("family_name", "language", "agreed"));
  EXPECT_EQ(shown.state(), v1::TRANSITION_STATE_ACCOMPANIED);
  EXPECT_EQ(shown.expected_size(), 1);

  v1::TransitionEvent withdrawn;
  withdrawn.mutable_prevention_consent_withdrawn();
  transition.Add(withdrawn, {}, "commit");
  texts.clear();
  shown.Clear();
  ShowTransition(transition, shown, texts);
  EXPECT_TRUE(texts.empty());
  EXPECT_EQ(shown.family_name(), "[erased]");
  EXPECT_EQ(shown.state(), v1::TRANSITION_STATE_CONSENT_WITHDRAWN);
  EXPECT_EQ(shown.navigator().person_id(), Id('1'));
  EXPECT_EQ(shown.expected_size(), 0);
  EXPECT_EQ(shown.language_need(), v1::LANGUAGE_NEED_UNSPECIFIED);
  EXPECT_EQ(shown.social_space_id(), "");
}

TEST(ShownProcessChain, ShowsItsDescription) {
  v1::ProcessChainVersionSet version;
  version.mutable_description()->set_key_id(Id('c'));
  v1::ProcessChain shown;
  std::vector<history::SealedText> texts;
  ShowChain(Id('8'), version, shown, texts);
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(history::NameOfPlace(texts[0]), "description");
}

}  // namespace
}  // namespace fallverbund::intake
