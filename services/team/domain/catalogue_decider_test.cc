#include "services/team/domain/catalogue_decider.h"

#include <gtest/gtest.h>

#include "services/team/domain/testing/register_story.h"

namespace fallverbund::team {
namespace {

using testing::Id;
using Story = testing::RegisterStory<CatalogueDecider>;

const std::string kOffice = Id('a'), kOther = Id('b'), kPerson = Id('1');

ListEntry Offer() {
  ListEntry list;
  list.entry.set_kind(v1::CATALOGUE_KIND_OFFER);
  list.entry.add_topics(v1::CATALOGUE_TOPIC_LANGUAGE);
  list.entry.set_display_name("Dolmetscherdienst der Stadt");
  return list;
}
ListEntry Idea() {
  ListEntry list = Offer();
  list.entry.set_kind(v1::CATALOGUE_KIND_IDEA);
  list.entry.clear_display_name();
  return list;
}

TEST(Catalogue, IsFoundByTopicSoEveryEntryHasOne) {
  Story story;
  story.As(kOffice, kPerson);
  ListEntry list = Idea();
  list.entry.clear_topics();
  EXPECT_EQ(story.When(list), "ENTRY_NEEDS_TOPIC") << "B13";
  EXPECT_EQ(story.When(Idea()), "OK");
  EXPECT_EQ(story.When(Idea()), "NOTHING");
}

TEST(Catalogue, NamesOffersAndNothingElse) {
  Story story;
  story.As(kOffice, kPerson);
  ListEntry named = Idea(), nameless = Offer();
  named.entry.set_display_name("what Jonas needs");
  nameless.entry.clear_display_name();
  EXPECT_EQ(story.When(named), "ONLY_OFFERS_HAVE_NAMES");
  EXPECT_EQ(story.When(nameless), "ONLY_OFFERS_HAVE_NAMES") << "C12";
  EXPECT_EQ(story.When(Offer()), "OK");
}

TEST(Catalogue, IsWithdrawnByWhoListedIt) {
  Story story;
  story.As(kOffice, kPerson);
  EXPECT_EQ(story.When(WithdrawEntry{}), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(Offer()), "OK");
  EXPECT_EQ(story.As(kOther, kPerson).When(WithdrawEntry{}), "ENTRY_OF_ANOTHER");
  EXPECT_EQ(story.As(kOffice, kPerson).When(WithdrawEntry{}), "OK");
  EXPECT_EQ(story.When(WithdrawEntry{}), "NOTHING");
}

}  // namespace
}  // namespace fallverbund::team
