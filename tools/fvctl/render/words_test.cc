#include "tools/fvctl/render/words.h"

#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/time.h"

namespace fallverbund::fvctl {
namespace {

TEST(Words, LoseThePrefixAllValuesShare) {
  EXPECT_EQ(Word(common::v1::TONIGHT_KIND_CRISIS_TEAM), "crisis team");
  EXPECT_EQ(Word(casework::v1::ANSWER_PARTLY), "partly");
  EXPECT_EQ(Word(common::v1::ESCALATION_STEP_DEPUTY), "deputy");
}

TEST(Words, OfACodeNobodyKnowsAreItsNumber) {
  EXPECT_EQ(Word(static_cast<casework::v1::Answer>(77)), "code 77");
}

TEST(Words, ToTheMinute) {
  EXPECT_EQ(Minute(ToProto(absl::FromUnixSeconds(1'772'442'059))), "2026-03-02 09:00");
}

TEST(Words, EveryFindingHasItsSentence) {
  const auto* kinds = google::protobuf::GetEnumDescriptor<audit::v1::FindingKind>();
  for (int i = 1; i < kinds->value_count(); ++i) {
    EXPECT_NE(FindingSentence(static_cast<audit::v1::FindingKind>(kinds->value(i)->number())),
              FindingSentence(audit::v1::FINDING_KIND_UNSPECIFIED))
        << kinds->value(i)->name();
  }
}

TEST(Words, EveryStrandHasItsName) {
  const auto* strands = google::protobuf::GetEnumDescriptor<common::v1::Strand>();
  for (int i = 1; i < strands->value_count(); ++i) {
    EXPECT_NE(StrandWord(static_cast<common::v1::Strand>(strands->value(i)->number())), "unknown strand");
  }
}

}  // namespace
}  // namespace fallverbund::fvctl
