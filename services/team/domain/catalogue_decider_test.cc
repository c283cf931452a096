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

// E11: the aggregate is that of the name in the quarter, whoever lists it.
TEST(Catalogue, ListsAnOfferOfAQuarterOnceUntilItIsWithdrawn) {
  Story story;
  story.As(kOffice, kPerson);
  ListEntry there = Offer(), unknown = Offer(), idea = Idea();
  there.entry.set_quarter_id(Id('9'));
  unknown.entry.set_quarter_id(Id('9'));
  unknown.quarter_known = false;
  idea.entry.set_quarter_id(Id('9'));
  EXPECT_EQ(story.When(unknown), "QUARTER_UNKNOWN");
  EXPECT_EQ(story.When(idea), "ONLY_OFFERS_HAVE_NAMES") << "an idea belongs to no quarter";
  EXPECT_EQ(story.When(there), "OK");
  EXPECT_EQ(story.As(kOther, kPerson).When(there), "OFFER_LISTED_ALREADY");
  EXPECT_EQ(story.As(kOffice, kPerson).When(WithdrawEntry{}), "OK");
  EXPECT_EQ(story.As(kOther, kPerson).When(there), "OK");
  EXPECT_EQ(story.state().organisation_id, kOther);
  EXPECT_FALSE(story.state().withdrawn);
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

TellPlaces Told(uint32_t places, uint32_t free) {
  TellPlaces tell;
  tell.told.set_places(places);
  tell.told.set_free(free);
  return tell;
}

TEST(Catalogue, HasPlacesWhereItIsAnOfferAndWhoListedItSaysSo) {
  Story story;
  story.As(kOffice, kPerson);
  EXPECT_EQ(story.When(Told(8, 2)), "OBJECT_UNKNOWN") << "B8";
  EXPECT_EQ(story.When(Offer()), "OK");
  EXPECT_EQ(story.As(kOther, kPerson).When(Told(8, 2)), "PLACES_OF_ANOTHER");
  story.As(kOffice, kPerson);
  EXPECT_EQ(story.When(Told(8, 9)), "MORE_FREE_THAN_THERE_ARE");
  EXPECT_EQ(story.When(Told(8, 8)), "OK");
  story.Wait(Days(7));
  EXPECT_EQ(story.When(Told(8, 0)), "OK");
  EXPECT_EQ(story.state().places->free(), 0u);
  EXPECT_EQ(story.state().places->person_id(), kPerson);
  EXPECT_EQ(story.state().places_told_at, story.now());
  story.Wait(Days(7));
  EXPECT_EQ(story.When(Told(8, 0)), "OK") << "that it is still so is news, too";
  EXPECT_EQ(story.When(WithdrawEntry{}), "OK");
  EXPECT_EQ(story.When(Told(8, 2)), "OBJECT_UNKNOWN");
}

TEST(Catalogue, OfIdeasHasNoPlaces) {
  Story story;
  story.As(kOffice, kPerson);
  EXPECT_EQ(story.When(Idea()), "OK");
  EXPECT_EQ(story.When(Told(1, 1)), "ONLY_OFFERS_HAVE_PLACES") << "B8";
}

}  // namespace
}  // namespace fallverbund::team
