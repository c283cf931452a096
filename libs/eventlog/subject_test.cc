#include "libs/eventlog/subject.h"

#include <gtest/gtest.h>

namespace fallverbund::eventlog {
namespace {

TEST(Subject, ReadsBackWhatItWrites) {
  for (const char* text :
       {"fv.do.case.00112233445566778899aabbccddeeff", "fv.do.log.00000000000000000000000000000000",
        "fv.do.keys.00112233445566778899aabbccddeeff", "fvj.do.audit.audit-1", "fvj.do.log.0",
        "fvj.rheydt05.case.a"}) {
    const auto subject = ParseSubject(text);
    ASSERT_TRUE(subject.has_value()) << text;
    EXPECT_EQ(subject->ToString(), text);
  }
  const Subject parsed = *ParseSubject("fvj.do.crisis.c7");
  EXPECT_EQ(parsed, (Subject{StreamKind::kJournal, "do", "crisis", "c7"}));
}

TEST(Subject, RefusesWhatIsNotWellFormed) {
  for (const char* text :
       {"", "fv", "fv.do.case", "fv.do.case.00112233445566778899aabbccddeeff.x",
        "fx.do.case.00112233445566778899aabbccddeeff", "fv.Do.case.00112233445566778899aabbccddeeff",
        "fv.do.case.0011", "fv.do.case.*", "fv.do.case.>", "fv.do.kasse.00112233445566778899aabbccddeeff",
        "fv.do.audit.00112233445566778899aabbccddeeff", "fv.do.log.00112233445566778899aabbccddeeff",
        "fv..case.00112233445566778899aabbccddeeff", "fvj.do.case.", "fvj.do.case.A", "fvj.do.log.1",
        "fvj.do.log.00000000000000000000000000000000"}) {
    EXPECT_FALSE(ParseSubject(text).has_value()) << text;
  }
  EXPECT_FALSE(ParseSubject("fvj.do.case." + std::string(65, 'a')).has_value());
}

TEST(Subject, StreamsAreNamedInUpperCase) {
  EXPECT_EQ(StreamName(StreamKind::kLog, "do"), "FV_DO");
  EXPECT_EQ(StreamName(StreamKind::kJournal, "rheydt05"), "FV_RHEYDT05_JOURNAL");
}

}  // namespace
}  // namespace fallverbund::eventlog
