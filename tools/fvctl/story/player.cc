#include "tools/fvctl/story/player.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"

namespace fallverbund::story {
namespace {

class Playing {
 public:
  Playing(const Story& story, House& house, const std::function<void(std::string_view)>& say)
      : story_(story), house_(house), say_(say), now_(story.start) {}

  absl::StatusOr<Played> Run() {
    FV_RETURN_IF_ERROR(house_.MoveClock(now_));
    FV_RETURN_IF_ERROR(house_.Populate(story_, variables_));
    FV_RETURN_IF_ERROR(house_.Settle());
    for (const Line& line : story_.lines) {
      if (auto status = Do(line); !status.ok()) {
        return absl::Status(status.code(), absl::StrCat("line ", line.number, ": ", status.message()));
      }
    }
    return played_;
  }

 private:
  absl::Status Do(const Line& line) {
    switch (line.verb) {
      case Verb::kStep:
        ++played_.steps;
        say_(absl::StrCat("\n", absl::FormatTime("%Y-%m-%d %H:%M", now_, absl::UTCTimeZone()), "  ",
                          line.text));
        return absl::OkStatus();
      case Verb::kLet: {
        FV_ASSIGN_OR_RETURN(const Value value, ParseJson(line.json));
        variables_.Set(line.name, value);
        return absl::OkStatus();
      }
      case Verb::kDo:
      case Verb::kAsk:
      case Verb::kRefuse:
      case Verb::kDeny:
        return Call(line);
      case Verb::kKeep: {
        FV_ASSIGN_OR_RETURN(Value value, At(answer_, line.path));
        variables_.Set(line.name, std::move(value));
        return absl::OkStatus();
      }
      case Verb::kExpect:
        return Expect(line);
      case Verb::kAdvance:
        now_ += line.by;
        say_(absl::StrCat("   the clock moves to ", FormatInstant(now_)));
        FV_RETURN_IF_ERROR(house_.MoveClock(now_));
        return house_.Settle();
    }
    return absl::OkStatus();
  }

  absl::Status Call(const Line& line) {
    auto person = std::find_if(story_.persons.begin(), story_.persons.end(),
                               [&](const Person& p) { return p.name == line.person; });
    FV_CHECK(person != story_.persons.end());  // Parse saw to it
    FV_ASSIGN_OR_RETURN(const Value raw, ParseJson(line.json));
    FV_ASSIGN_OR_RETURN(const Value request, variables_.Substitute(raw, now_));
    FV_ASSIGN_OR_RETURN(Reply reply, house_.Call(*person, line.method, request));
    const std::string who = absl::StrCat(person->display_name, ": ", line.method);
    const std::string no = absl::StrCat(reply.code, reply.row.empty() ? "" : " ", reply.row, " ",
                                        reply.sentence.empty() ? reply.message : reply.sentence);
    const bool ok = reply.code == "OK";
    if (line.verb == Verb::kRefuse) {
      if (ok)
        return absl::FailedPreconditionError(
            absl::StrCat(who, " was accepted, but ", line.row_or_code, " should refuse it"));
      if (reply.row != line.row_or_code)
        return absl::FailedPreconditionError(
            absl::StrCat(who, " should be refused by ", line.row_or_code, ", but: ", no));
      ++played_.refused;
      say_(absl::StrCat("   refused   ", who, "  [", reply.row, "] ", reply.sentence));
      return absl::OkStatus();
    }
    if (line.verb == Verb::kDeny) {
      if (reply.code != line.row_or_code)
        return absl::FailedPreconditionError(
            absl::StrCat(who, " should fail with ", line.row_or_code, ", but: ", no));
      ++played_.refused;
      say_(absl::StrCat("   denied    ", who, "  ", reply.code));
      return absl::OkStatus();
    }
    if (!ok) return absl::FailedPreconditionError(absl::StrCat(who, " should be accepted, but: ", no));
    answer_ = std::move(reply.answer);
    if (line.verb == Verb::kAsk) {
      say_(absl::StrCat("   asked     ", who));
      return absl::OkStatus();
    }
    ++played_.accepted;
    const auto position = At(answer_, "result.position");
    say_(absl::StrCat("   accepted  ", who,
                      position.ok() ? absl::StrCat("  (position ", Scalar(*position), ")") : ""));
    return house_.Settle();
  }

  absl::Status Expect(const Line& line) {
    FV_ASSIGN_OR_RETURN(const Value wanted, variables_.Substitute(Text(line.value), now_));
    FV_ASSIGN_OR_RETURN(const std::string path, variables_.SubstituteInPath(line.path));
    auto found = At(answer_, path);
    if (!found.ok())
      return absl::FailedPreconditionError(
          absl::StrCat(line.path, " should be ", Scalar(wanted), ", but ", found.status().message()));
    if (Scalar(*found) != Scalar(wanted)) {
      return absl::FailedPreconditionError(
          absl::StrCat(line.path, " should be ", Scalar(wanted), ", but is ", Scalar(*found)));
    }
    ++played_.expectations;
    say_(absl::StrCat("             ", line.path, " is ", line.value));
    return absl::OkStatus();
  }

  const Story& story_;
  House& house_;
  const std::function<void(std::string_view)>& say_;
  absl::Time now_;
  Variables variables_;
  Value answer_;
  Played played_;
};

}  // namespace

absl::StatusOr<Played> Play(const Story& story, House& house,
                            const std::function<void(std::string_view)>& say) {
  return Playing(story, house, say).Run();
}

}  // namespace fallverbund::story
