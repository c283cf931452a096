#include "services/audit/pages/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"

namespace fallverbund::audit::pages {
namespace {

using ::testing::IsEmpty;

// The arms of an aggregate's events that have no title.
template <class Sum>
std::vector<std::string> Untitled() {
  std::vector<std::string> untitled;
  const auto* arms = Sum::descriptor()->oneof_decl(0);
  for (int i = 0; i < arms->field_count(); ++i) {
    const std::string& type = arms->field(i)->message_type()->full_name();
    if (!HasTitle(type)) untitled.push_back(type);
  }
  return untitled;
}

TEST(Words, HasATitleForEveryEventOfACasesHistory) {
  EXPECT_THAT(Untitled<intake::v1::ContactEvent>(), IsEmpty());
  EXPECT_THAT(Untitled<intake::v1::InquiryEvent>(), IsEmpty());
  EXPECT_THAT(Untitled<casework::v1::CaseEvent>(), IsEmpty());
  EXPECT_THAT(Untitled<team::v1::TeamEvent>(), IsEmpty());
  EXPECT_THAT(Untitled<crisis::v1::DeploymentEvent>(), IsEmpty());
  EXPECT_THAT(Untitled<crisis::v1::CrisisEvent>(), IsEmpty());
}

// A word that was made from a code shows itself by not differing between the languages.
TEST(Words, HasWordsInBothLanguagesForEveryCode) {
  const auto* clocks = common::v1::ClockKind_descriptor();
  for (int i = 1; i < clocks->value_count(); ++i) {
    const auto clock = static_cast<common::v1::ClockKind>(clocks->value(i)->number());
    EXPECT_NE(WordOf(clock, Language::kGerman), WordOf(clock, Language::kEnglish))
        << clocks->value(i)->name();
  }
  const auto* nights = common::v1::TonightKind_descriptor();
  for (int i = 1; i < nights->value_count(); ++i) {
    const auto night = static_cast<common::v1::TonightKind>(nights->value(i)->number());
    EXPECT_NE(WordOf(night, Language::kGerman), WordOf(night, Language::kEnglish))
        << nights->value(i)->name();
  }
  const auto* kinds = v1::FindingKind_descriptor();
  const std::string none = SentenceOf(v1::FINDING_KIND_UNSPECIFIED, Language::kEnglish);
  for (int i = 1; i < kinds->value_count(); ++i) {
    const auto kind = static_cast<v1::FindingKind>(kinds->value(i)->number());
    EXPECT_NE(SentenceOf(kind, Language::kEnglish), none) << kinds->value(i)->name();
  }
}

TEST(Words, TellsAnEventThatIsNewerThanThisProgramByItsName) {
  EXPECT_EQ(TitleOf("fallverbund.casework.v1.SomethingNew", Language::kGerman), "SomethingNew");
  EXPECT_EQ(TitleOf("fallverbund.casework.v1.SetbackRecorded", Language::kGerman), "Rückschlag");
}

TEST(Words, TakesTheLanguageThatWasAskedForAndElseTheBrowsers) {
  EXPECT_EQ(LanguageOf("en", "de"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("de", "en"), Language::kGerman);
  EXPECT_EQ(LanguageOf("", "en-GB,en;q=0.9,de;q=0.8"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("", "fr, en;q=0.3, de-AT;q=0.7"), Language::kGerman);
  EXPECT_EQ(LanguageOf("", ""), Language::kGerman);
  EXPECT_EQ(LanguageOf("xx", "en;q=nonsense"), Language::kGerman);
}

TEST(Words, WritesTimesAsTheReaderDoes) {
  const absl::Time time = absl::FromUnixSeconds(1772442000);  // 2026-03-02 09:00
  EXPECT_EQ(Minute(time, Language::kGerman), "02.03.2026 09:00");
  EXPECT_EQ(Minute(time, Language::kEnglish), "2026-03-02 09:00");
}

}  // namespace
}  // namespace fallverbund::audit::pages
