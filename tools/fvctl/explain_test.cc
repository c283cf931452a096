#include "tools/fvctl/explain.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace fallverbund::fvctl {
namespace {

CallResult Failed(const std::string& code) {
  CallResult result;
  result.code = code;
  result.message = "the text of the service";
  result.request_id = "123e4567-e89b-42d3-a456-426614174000";
  return result;
}

TEST(Explain, NamesTheRequestIdWhereverItAsksToSendItAgain) {
  for (const char* code : {"UNAVAILABLE", "ABORTED", "DEADLINE_EXCEEDED"}) {
    const std::string text = Explain(Failed(code));
    EXPECT_TRUE(absl::StrContains(text, "same request_id")) << text;
    EXPECT_TRUE(absl::StrContains(text, "request_id: 123e4567-e89b-42d3-a456-426614174000")) << text;
  }
}

TEST(Explain, ShowsNoRequestIdWhereSendingAgainChangesNothing) {
  EXPECT_FALSE(absl::StrContains(Explain(Failed("INVALID_ARGUMENT")), "123e4567"));
  CallResult read = Failed("UNAVAILABLE");
  read.request_id.clear();
  EXPECT_FALSE(absl::StrContains(Explain(read), "request_id: "));
}

TEST(Explain, TellsARefusalInBothLanguagesWithRowAndNextStep) {
  CallResult refused = Failed("FAILED_PRECONDITION");
  refused.reason = "CASE_UNDERSTANDING_MISSING";
  refused.row = "A11";
  refused.german = "Erst verstehen.";
  refused.next_german = "Fallverstehen aufschreiben.";
  refused.english = "Understand first.";
  refused.next_english = "Record the understanding.";
  EXPECT_EQ(Explain(refused),
            "Nein [A11]: Erst verstehen.\n  Fallverstehen aufschreiben.\n"
            "No [A11]: Understand first.\n  Record the understanding.\n"
            "(FAILED_PRECONDITION, CASE_UNDERSTANDING_MISSING)\n");
  EXPECT_EQ(ExitCodeOf(refused), kRefused);
}

}  // namespace
}  // namespace fallverbund::fvctl
