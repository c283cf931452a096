#include "tools/fvctl/story/player.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"

namespace fallverbund::story {
namespace {

using ::testing::HasSubstr;

constexpr char kCast[] = R"(title A title
clock 2026-03-02T08:00:00Z
organisation office YOUTH_OFFICE Jugendamt
person adler office CASE_WORKER Frau Adler
step 1 Something happens.
)";

// Accepts everything but what is named Forbidden, and remembers.
class FakeHouse : public House {
 public:
  absl::Status Populate(const Story&, Variables& variables) override {
    variables.Set("adler", Text("id-of-adler"));
    return absl::OkStatus();
  }
  absl::StatusOr<Reply> Call(const Person& person, std::string_view method, const Value& request) override {
    calls.push_back(absl::StrCat(person.name, " ", std::string(method), " ", ToJson(request)));
    Reply reply;
    if (method == "Forbidden") {
      reply.code = "FAILED_PRECONDITION";
      reply.row = "N15";
      reply.sentence = "Nobody is let go.";
      return reply;
    }
    reply.answer = *ParseJson(R"({"result": {"position": "7"}, "case_id": "c1"})");
    return reply;
  }
  absl::Status Settle() override {
    ++settled;
    return absl::OkStatus();
  }
  absl::Status MoveClock(absl::Time to) override {
    now = to;
    return absl::OkStatus();
  }
  std::vector<std::string> calls;
  int settled = 0;
  absl::Time now;
};

absl::StatusOr<Played> PlayText(const std::string& lines, FakeHouse& house, std::string* said = nullptr) {
  auto story = Parse(std::string(kCast) + lines);
  if (!story.ok()) return story.status();
  return Play(*story, house, [&](std::string_view line) {
    if (said != nullptr) absl::StrAppend(said, std::string(line), "\n");
  });
}

TEST(Player, KeepsFromAnAnswerAndUsesItInTheNextCall) {
  FakeHouse house;
  auto played = PlayText(
      "do adler OpenCase {}\nkeep case case_id\ndo adler Write {\"case_id\": \"$case\", \"by\": "
      "\"$adler\"}\n",
      house);
  ASSERT_TRUE(played.ok()) << played.status();
  EXPECT_EQ(played->accepted, 2);
  EXPECT_THAT(house.calls[1], HasSubstr("\"c1\""));
  EXPECT_THAT(house.calls[1], HasSubstr("id-of-adler"));
}

TEST(Player, SettlesAfterEveryWriteAndEveryMoveOfTheClock) {
  FakeHouse house;
  ASSERT_TRUE(PlayText("do adler Write {}\nadvance 14d\n", house).ok());
  EXPECT_EQ(house.settled, 3) << "once for the cast, once a write, once a move";
  EXPECT_EQ(FormatInstant(house.now), "2026-03-16T08:00:00Z");
}

TEST(Player, ARefusalMustNameItsRow) {
  FakeHouse house;
  std::string said;
  ASSERT_TRUE(PlayText("refuse N15 adler Forbidden {}\n", house, &said).ok());
  EXPECT_THAT(said, HasSubstr("[N15] Nobody is let go."));
  auto wrong = PlayText("refuse A11 adler Forbidden {}\n", house);
  ASSERT_FALSE(wrong.ok());
  EXPECT_THAT(std::string(wrong.status().message()), HasSubstr("line 6"));
}

TEST(Player, AStoryThatGoesDifferentlyFails) {
  FakeHouse house;
  EXPECT_FALSE(PlayText("do adler Forbidden {}\n", house).ok());
  EXPECT_FALSE(PlayText("refuse N15 adler Write {}\n", house).ok());
  EXPECT_FALSE(PlayText("ask adler GetCase {}\nexpect case_id c2\n", house).ok());
  EXPECT_FALSE(PlayText("deny NOT_FOUND adler Write {}\n", house).ok());
  EXPECT_TRUE(PlayText("ask adler GetCase {}\nexpect case_id c1\n", house).ok());
}

}  // namespace
}  // namespace fallverbund::story
