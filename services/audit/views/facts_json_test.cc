#include "services/audit/views/facts_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/audit/domain/testing/milo.h"

namespace fallverbund::audit {
namespace {

using ::testing::HasSubstr;
using testing::Milo;
using ::testing::Not;

std::string FactsAt(Milo& milo, uint64_t position) {
  const testing::Line& line = milo.book.line(position);
  return FactsJson(line.AsEntry(), line.commit.events(0));
}

TEST(FactsJson, ShowsCodesIdsAndTimes) {
  Milo milo;
  const std::string json = FactsAt(milo, milo.Inquires());
  EXPECT_THAT(json, HasSubstr("\"subjectId\":\"" + milo.young_person + "\""));
  EXPECT_THAT(json, HasSubstr("LEGAL_BASIS_SGB8_36A"));
}

TEST(FactsJson, ShowsNothingThatIsSealedAtAnyDepth) {
  Milo milo;
  EXPECT_THAT(FactsAt(milo, milo.Inquires()), Not(HasSubstr("youngPersonName")));
  intake::v1::BrokenOffSupportAdded added;
  added.mutable_support()->set_kind(intake::v1::HELP_KIND_FOSTER_CARE);
  added.mutable_support()->mutable_account()->set_key_id("k");
  const uint64_t position = milo.book.Write("intake", "inquiry", milo.inquiry, milo.AdlerPen(), added);
  EXPECT_EQ(FactsAt(milo, position), "{\"support\":{\"kind\":\"HELP_KIND_FOSTER_CARE\"}}");
  intake::v1::InquiryReceived received;
  received.add_broken_off_supports()->mutable_account()->set_key_id("k");
  const uint64_t repeated = milo.book.Write("intake", "inquiry", milo.inquiry, milo.AdlerPen(), received);
  EXPECT_EQ(FactsAt(milo, repeated), "{\"brokenOffSupports\":[{}]}");
}

TEST(FactsJson, TellsACorrectionByTheFieldThatSaysWhatOrWhy) {
  Milo milo;
  milo.PlayToCase();
  const auto corrects = [&milo](const google::protobuf::Message& event) {
    const testing::Line& line = milo.book.line(milo.InCase(milo.AdlerPen(), event));
    return Corrects(line.AsEntry(), line.commit.events(0));
  };
  casework::v1::BirthDateRecorded recorded;
  recorded.mutable_birth_date()->set_key_id("k");
  EXPECT_FALSE(corrects(recorded));
  recorded.mutable_correction_reason()->set_key_id("k");
  EXPECT_TRUE(corrects(recorded));
}

TEST(FactsJson, NamesTheKeysOfSealedTextsAtAnyDepth) {
  Milo milo;
  intake::v1::InquiryReceived received;
  received.mutable_young_person_name()->set_key_id("n");
  received.add_broken_off_supports()->mutable_account()->set_key_id("k");
  const testing::Line& line =
      milo.book.line(milo.book.Write("intake", "inquiry", milo.inquiry, milo.AdlerPen(), received));
  EXPECT_THAT(SealedKeys(line.AsEntry(), line.commit.events(0)), ::testing::ElementsAre("k", "n"));
}

TEST(FactsJson, ShowsNothingOfAnEventItDoesNotKnow) {
  Milo milo;
  const uint64_t position = milo.Inquires();
  milo.book.line(position).commit.mutable_events(0)->set_type("somebody.elses.Event");
  EXPECT_EQ(FactsAt(milo, position), "{}");
}

}  // namespace
}  // namespace fallverbund::audit
