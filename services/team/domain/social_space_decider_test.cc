#include "services/team/domain/social_space_decider.h"

#include <gtest/gtest.h>

#include <string>

#include "services/team/domain/testing/register_story.h"

namespace fallverbund::team {
namespace {

using testing::Id;
using Story = testing::RegisterStory<SocialSpaceDecider>;

const std::string kOffice = Id('a'), kOther = Id('b'), kUnit = Id('c');
const std::string kPerson = Id('1'), kDeputy = Id('2');

DefineSocialSpace Definition() {
  return {"Team 05 Rheydt Ost", kUnit, kPerson, kDeputy, true, true};
}
Story Defined() {
  Story story;
  story.As(kOffice, kPerson, "TEAM_LEAD");
  EXPECT_EQ(story.When(Definition()), "OK");
  return story;
}
Story WithQuarter(std::string* quarter) {
  Story story = Defined();
  EXPECT_EQ(story.When(AddQuarter{"Schloss Rheydt", {story.now()}}), "OK");
  *quarter = story.last_id();
  return story;
}

TEST(SocialSpace, IsCarriedByATeamOfAYouthOfficeWithANamedPersonAndADeputy) {
  Story story;
  story.As(kOffice, kPerson);
  auto c = Definition();
  c.is_youth_office = false;
  EXPECT_EQ(story.When(c), "SOCIAL_SPACE_NEEDS_TEAM");
  c = Definition();
  c.team_known = false;
  EXPECT_EQ(story.When(c), "SOCIAL_SPACE_NEEDS_TEAM");
  c = Definition();
  c.unit_id.clear();
  EXPECT_EQ(story.When(c), "SOCIAL_SPACE_NEEDS_TEAM");
  c = Definition();
  c.deputy_person_id = kPerson;
  EXPECT_EQ(story.When(c), "SOCIAL_SPACE_NEEDS_TEAM");
  EXPECT_EQ(story.When(Definition()), "OK");
  EXPECT_EQ(story.When(Definition()), "NOTHING");
  EXPECT_EQ(story.When(EntrustSocialSpace{Id('3'), kDeputy, false}), "SOCIAL_SPACE_NEEDS_TEAM");
  EXPECT_EQ(story.When(EntrustSocialSpace{kDeputy, kDeputy, true}), "SOCIAL_SPACE_NEEDS_TEAM");
  EXPECT_EQ(story.When(EntrustSocialSpace{Id('3'), kDeputy, true}), "OK");
  EXPECT_EQ(story.state().team.person_id, Id('3'));
}

TEST(SocialSpace, IsKeptByItsOwnOfficeAlone) {
  std::string quarter;
  Story story = WithQuarter(&quarter);
  story.As(kOther, kPerson);
  EXPECT_EQ(story.When(AddQuarter{"Geneicken", {story.now()}}), "ONLY_THE_SOCIAL_SPACES_OFFICE");
  EXPECT_EQ(story.When(EndQuarter{quarter, story.now() + absl::Hours(1)}), "ONLY_THE_SOCIAL_SPACES_OFFICE");
  EXPECT_EQ(story.When(AddStreet{quarter, "Ritterstraße", {story.now()}}), "ONLY_THE_SOCIAL_SPACES_OFFICE");
  EXPECT_EQ(story.When(EndStreetEntry{Id('9'), story.now()}), "ONLY_THE_SOCIAL_SPACES_OFFICE");
  EXPECT_EQ(story.When(EntrustSocialSpace{kDeputy, kPerson, true}), "ONLY_THE_SOCIAL_SPACES_OFFICE");
  Story nothing;
  nothing.As("", kPerson);
  EXPECT_EQ(nothing.When(AddQuarter{"Geneicken", {nothing.now()}}), "OBJECT_UNKNOWN");
}

TEST(SocialSpace, EverythingInItsCatalogueIsValidFromAndUntil) {
  std::string quarter;
  Story story = WithQuarter(&quarter);
  const absl::Time now = story.now();
  EXPECT_EQ(story.When(AddQuarter{"Geneicken", {now, now}}), "VALIDITY_ENDS_BEFORE_IT_BEGINS");
  EXPECT_EQ(story.When(AddQuarter{"Geneicken", {absl::InfinitePast()}}), "VALIDITY_ENDS_BEFORE_IT_BEGINS");
  EXPECT_EQ(story.When(AddStreet{Id('9'), "Ritterstraße", {now}}), "QUARTER_UNKNOWN");
  EXPECT_EQ(story.When(AddStreet{quarter, "Ritterstraße", {now - Days(1)}}), "QUARTER_UNKNOWN");
  EXPECT_EQ(story.When(EndQuarter{Id('9'), now + Days(9)}), "QUARTER_UNKNOWN");
  EXPECT_EQ(story.When(EndQuarter{quarter, now}), "VALIDITY_ENDS_BEFORE_IT_BEGINS");
  EXPECT_EQ(story.When(EndQuarter{quarter, now + Days(9)}), "OK");
  EXPECT_EQ(story.When(AddStreet{quarter, "Ritterstraße", {now + Days(9)}}), "QUARTER_UNKNOWN");
  EXPECT_EQ(story.When(AddStreet{quarter, "Ritterstraße", {now + Days(8)}}), "OK");
}

TEST(SocialSpace, AStreetIsInItOnceAtATimeHoweverItIsWritten) {
  std::string quarter;
  Story story = WithQuarter(&quarter);
  const absl::Time now = story.now();
  EXPECT_EQ(story.When(AddStreet{quarter, "Ritterstraße", {now}}), "OK");
  const std::string entry = story.last_id();
  EXPECT_EQ(story.When(AddStreet{quarter, "ritter-str.", {now + Days(1)}}), "STREET_IN_CATALOGUE");
  EXPECT_EQ(story.When(EndStreetEntry{Id('9'), now + Days(5)}), "STREET_ENTRY_UNKNOWN");
  EXPECT_EQ(story.When(EndStreetEntry{entry, now}), "VALIDITY_ENDS_BEFORE_IT_BEGINS");
  EXPECT_EQ(story.When(EndStreetEntry{entry, now + Days(5)}), "OK");
  EXPECT_EQ(story.When(EndStreetEntry{entry, now + Days(6)}), "STREET_ENTRY_UNKNOWN");
  EXPECT_EQ(story.When(AddStreet{quarter, "Ritter Strasse", {now + Days(5)}}), "OK");
}

TEST(SocialSpace, KnowsAStreetHoweverItIsWritten) {
  for (const char* street : {"Hauptstraße", "Hauptstrasse", "haupt-str.", "HAUPT STRASSE", "Hauptstr"})
    EXPECT_EQ(StreetKey(street), "hauptstr") << street;
  EXPECT_EQ(StreetKey("Äcker"), StreetKey("äcker"));
  EXPECT_NE(StreetKey("Hauptweg"), StreetKey("Hauptstr"));
}

}  // namespace
}  // namespace fallverbund::team
