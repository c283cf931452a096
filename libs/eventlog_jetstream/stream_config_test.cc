#include "libs/eventlog_jetstream/stream_config.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace fallverbund::eventlog {
namespace {

TEST(FillIn, PutsTheNamesInAndRefusesUnknownOnes) {
  const auto filled =
      FillIn(R"({"name":"@STREAM@","a":["@JOURNAL@","@KEYS@","@ASSOCIATION@"],"r":@REPLICAS@})", "do", {});
  ASSERT_TRUE(filled.ok()) << filled.status();
  EXPECT_EQ(*filled, R"({"name":"FV_DO","a":["FV_DO_JOURNAL","FV_DO_KEYS","do"],"r":1})");
  EXPECT_EQ(FillIn(R"({"name":"@STREEM@"})", "do", {}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FillIn("{", "do", {}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(LoadStreamTemplates, NamesTheMissingFile) {
  const auto missing = LoadStreamTemplates("/nowhere");
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(absl::StrContains(missing.status().message(), "/nowhere/log.json"));
}

absl::Status Compare(const char* existing) {
  return CompareConfig(R"({"name":"FV_DO","max_bytes":5,"max_age":0,"deny_delete":true,"sealed":false,
                           "subjects":["fv.do.>"],"republish":{"src":"a","dest":"b"}})",
                       existing);
}

TEST(CompareConfig, AcceptsTheSameWithOffValuesLeftOutAndTheServersOwnAdded) {
  EXPECT_TRUE(Compare(R"({"republish":{"dest":"b","src":"a"},"name":"FV_DO","max_bytes":5,"deny_delete":true,
                          "subjects":["fv.do.>"],"metadata":{"_nats.ver":"2.15.1"},"consumer_limits":{},"mirror":null})")
                  .ok());
}

TEST(CompareConfig, NamesTheFieldThatDiffers) {
  const auto names = [](const char* existing, const char* field) {
    const absl::Status status = Compare(existing);
    return status.code() == absl::StatusCode::kFailedPrecondition &&
           absl::StrContains(status.message(), absl::StrCat("FV_DO has ", field, " = "));
  };
  EXPECT_TRUE(names(
      R"({"name":"FV_DO","max_bytes":6,"deny_delete":true,"subjects":["fv.do.>"],"republish":{"src":"a","dest":"b"}})",
      "max_bytes"));
  EXPECT_TRUE(
      names(R"({"name":"FV_DO","max_bytes":5,"subjects":["fv.do.>"],"republish":{"src":"a","dest":"b"}})",
            "deny_delete"));
  EXPECT_TRUE(names(
      R"({"name":"FV_DO","max_bytes":5,"deny_delete":true,"subjects":["fv.>"],"republish":{"src":"a","dest":"b"}})",
      "subjects"));
  EXPECT_TRUE(
      names(R"({"name":"FV_DO","max_bytes":5,"deny_delete":true,"subjects":["fv.do.>"]})", "republish"));
  EXPECT_TRUE(names(
      R"({"name":"FV_DO","max_bytes":5,"deny_delete":true,"subjects":["fv.do.>"],"republish":{"src":"a","dest":"b"},
                        "allow_rollup_hdrs":true})",
      "allow_rollup_hdrs"));
}

}  // namespace
}  // namespace fallverbund::eventlog
