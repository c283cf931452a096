// The catalogue end to end: offers by name, ideas without one, both found by topic and by nobody's name.
#include "fallverbund/team/v1/catalogue_service.grpc.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "services/team/rpc/team_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::team {
namespace {

using testing::IdOf;
using ::testing::IsEmpty;
using testing::kAdler;
using testing::kBiber;
using testing::kWachtel;
using testing::RunningService;
using ::testing::UnorderedElementsAre;
using testing::Who;
using Stub = v1::CatalogueService::Stub;

class CatalogueServiceTest : public ::testing::Test {
 protected:
  CatalogueServiceTest() { testing::RegisterEverybody(service_); }

  static v1::ListEntryRequest Entry(v1::CatalogueKind kind, const std::vector<v1::CatalogueTopic>& topics) {
    v1::ListEntryRequest request;
    request.set_kind(kind);
    for (const auto topic : topics) request.add_topics(topic);
    request.set_description("ruft Herrn Ibis an");
    if (kind == v1::CATALOGUE_KIND_OFFER) request.set_display_name("Dolmetscherdienst");
    return request;
  }
  std::string List(const Who& who, const v1::ListEntryRequest& request) {
    const auto reply = service_.Ask(&Stub::ListEntry, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.entry_id();
  }
  std::set<std::string> Find(v1::CatalogueKind kind, v1::CatalogueTopic topic) {
    std::set<std::string> found;
    v1::SearchEntriesRequest request;
    request.set_kind(kind);
    request.set_topic(topic);
    request.set_page_size(1);
    do {
      const auto page = service_.Ask(&Stub::SearchEntries, kBiber, request);
      EXPECT_TRUE(page.ok()) << page.status.error_message();
      for (const auto& entry : page.value.entries()) {
        EXPECT_EQ(entry.description(), "ruft Herrn Ibis an");
        EXPECT_TRUE(found.insert(entry.entry_id()).second) << "twice";
      }
      request.set_page_token(page.value.next_page_token());
    } while (!request.page_token().empty());
    return found;
  }

  TeamModule module_;
  RunningService service_{"team", module_};
};

TEST_F(CatalogueServiceTest, EntriesAreFoundByKindAndTopicUntilTheyAreWithdrawn) {
  const auto any_kind = v1::CATALOGUE_KIND_UNSPECIFIED;
  const auto any_topic = v1::CATALOGUE_TOPIC_UNSPECIFIED;
  const auto language = v1::CATALOGUE_TOPIC_LANGUAGE, nights = v1::CATALOGUE_TOPIC_NIGHTS;
  const auto offer = List(kAdler, Entry(v1::CATALOGUE_KIND_OFFER, {language, nights}));
  const auto idea = List(kWachtel, Entry(v1::CATALOGUE_KIND_IDEA, {nights}));
  EXPECT_THAT(Find(any_kind, any_topic), UnorderedElementsAre(offer, idea));
  EXPECT_THAT(Find(any_kind, nights), UnorderedElementsAre(offer, idea));
  EXPECT_THAT(Find(any_kind, language), UnorderedElementsAre(offer));
  EXPECT_THAT(Find(v1::CATALOGUE_KIND_IDEA, any_topic), UnorderedElementsAre(idea));
  EXPECT_THAT(Find(v1::CATALOGUE_KIND_IDEA, language), IsEmpty());
  EXPECT_THAT(Find(v1::CATALOGUE_KIND_OFFER, nights), UnorderedElementsAre(offer));

  v1::WithdrawEntryRequest withdraw;
  withdraw.set_entry_id(offer);
  EXPECT_EQ(service_.Ask(&Stub::WithdrawEntry, kBiber, withdraw).reason(), "ENTRY_OF_ANOTHER");
  ASSERT_TRUE(service_.Ask(&Stub::WithdrawEntry, kAdler, withdraw).ok());
  service_.Settle();
  EXPECT_THAT(Find(any_kind, any_topic), UnorderedElementsAre(idea));
  EXPECT_THAT(Find(v1::CATALOGUE_KIND_OFFER, nights), IsEmpty());
  withdraw.clear_entry_id();
  EXPECT_EQ(service_.Ask(&Stub::WithdrawEntry, kAdler, withdraw).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "Ibis"));
}

TEST_F(CatalogueServiceTest, AnIdeaHasNoReadableNameAndEveryEntryIsDescribed) {
  auto named = Entry(v1::CATALOGUE_KIND_IDEA, {v1::CATALOGUE_TOPIC_OTHER});
  named.set_display_name("Jonas in die Werkstatt");
  EXPECT_EQ(service_.Ask(&Stub::ListEntry, kAdler, named).reason(), "ONLY_OFFERS_HAVE_NAMES");
  auto silent = Entry(v1::CATALOGUE_KIND_OFFER, {v1::CATALOGUE_TOPIC_OTHER});
  silent.clear_description();
  EXPECT_EQ(service_.Ask(&Stub::ListEntry, kAdler, silent).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(service_.Ask(&Stub::ListEntry, kAdler, Entry(v1::CATALOGUE_KIND_OFFER, {})).reason(),
            "ENTRY_NEEDS_TOPIC");
}

TEST_F(CatalogueServiceTest, AnOfferShowsHowManyPlacesAreFreeWhoSaidSoAndWhen) {
  const auto offer = List(kBiber, Entry(v1::CATALOGUE_KIND_OFFER, {v1::CATALOGUE_TOPIC_HOUSING}));
  v1::SearchEntriesRequest search;
  search.set_kind(v1::CATALOGUE_KIND_OFFER);
  const auto shown = [&] { return service_.Ask(&Stub::SearchEntries, kAdler, search).value.entries(0); };
  EXPECT_FALSE(shown().has_places()) << "nobody has said";
  v1::TellPlacesRequest tell;
  tell.set_entry_id(offer);
  tell.set_places(8);
  tell.set_free(2);
  EXPECT_EQ(service_.Ask(&Stub::TellPlaces, kAdler, tell).reason(), "PLACES_OF_ANOTHER");
  ASSERT_TRUE(service_.Ask(&Stub::TellPlaces, kBiber, tell).ok());
  service_.Settle();
  EXPECT_EQ(shown().places().places(), 8u);
  EXPECT_EQ(shown().places().free(), 2u);
  EXPECT_EQ(shown().places().person_id(), kBiber.person);
  EXPECT_EQ(shown().places().told_at().seconds(), absl::ToUnixSeconds(service_.clock().Now()));
  tell.set_places(10'001);
  EXPECT_EQ(service_.Ask(&Stub::TellPlaces, kBiber, tell).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  tell.clear_entry_id();
  EXPECT_EQ(service_.Ask(&Stub::TellPlaces, kBiber, tell).status.error_code(), grpc::StatusCode::NOT_FOUND);
}

// E11: a quarter's network has each offer once, however its name is written.
TEST_F(CatalogueServiceTest, AQuarterHasAnOfferOnce) {
  const std::string space = IdOf("sozialraum"), quarter = IdOf("quartier");
  v1::SocialSpaceEvent defined, added;
  defined.mutable_social_space_defined()->set_display_name("Nord");
  added.mutable_quarter_added()->set_quarter_id(quarter);
  service_.Happened("team", space, "social_space", {&defined, &added});
  auto offer = Entry(v1::CATALOGUE_KIND_OFFER, {v1::CATALOGUE_TOPIC_FAMILY});
  offer.set_display_name("Elterncafé Nordstraße");
  offer.set_social_space_id(space);
  offer.set_quarter_id(IdOf("anderswo"));
  EXPECT_EQ(service_.Ask(&Stub::ListEntry, kAdler, offer).reason(), "QUARTER_UNKNOWN");
  offer.set_quarter_id(quarter);
  const auto first = service_.Ask(&Stub::ListEntry, kAdler, offer);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  service_.Settle();
  offer.set_display_name("ELTERNCAFE  Nordstrasse");
  EXPECT_EQ(service_.Ask(&Stub::ListEntry, kBiber, offer).reason(), "OFFER_LISTED_ALREADY");
  v1::WithdrawEntryRequest withdraw;
  withdraw.set_entry_id(first.value.entry_id());
  ASSERT_TRUE(service_.Ask(&Stub::WithdrawEntry, kAdler, withdraw).ok());
  service_.Settle();
  EXPECT_TRUE(service_.Ask(&Stub::ListEntry, kBiber, offer).ok());
}

}  // namespace
}  // namespace fallverbund::team
