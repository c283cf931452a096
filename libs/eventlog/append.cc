#include "libs/eventlog/append.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/stored.h"

namespace fallverbund::eventlog {
namespace {

// What the leader shows behind the expectation. Since the bus stores ours only as the next message on its
// subject, one look is enough. The whole payload is compared, which holds the commit id: a foreign message
// with a copied commit id is not ours.
enum class Found { kOurs, kSomebodyElses, kNothingYet };

struct Look {
  Found found = Found::kNothingYet;
  uint64_t position = 0;
};

absl::StatusOr<Look> LookBehind(EventLog& log, const AppendRequest& request) {
  auto next = log.NextFromLeader(request.subject, request.expected_last_position + 1, request.deadline);
  if (!next.ok()) return next.status();
  if (!next->has_value()) return Look{};
  const StoredMessage& message = **next;
  return Look{message.payload == request.payload ? Found::kOurs : Found::kSomebodyElses, message.position};
}

absl::Status NotAcknowledged(bool in_doubt, const absl::Status& last) {
  if (!in_doubt) {
    return WithStored(
        absl::UnavailableError(absl::StrCat("the log takes nothing at the moment. Last: ", last.message())),
        Stored::kNothing);
  }
  return WithStored(absl::UnavailableError(absl::StrCat(
                        "the outcome of the append is unknown; append again with the same request. Last: ",
                        last.message())),
                    Stored::kUnknown);
}

}  // namespace

absl::StatusOr<uint64_t> AppendOnce(EventLog& log, AppendRequest request, const Clock& clock,
                                    absl::Time deadline, AppendCounts* counts) {
  request.deadline = deadline;
  bool in_doubt = false;  // a try of ours may have been stored
  absl::Status last;
  for (int tries = 0; tries < kMaxAppendTries; ++tries) {
    if (tries > 0 && clock.Now() >= deadline) break;
    auto position = log.Append(request);
    if (position.ok()) return position;
    last = std::move(position).status();
    if (absl::IsUnavailable(last)) {
      if (StoredOf(last) == Stored::kNothing) continue;
      if (!std::exchange(in_doubt, true) && counts != nullptr) ++counts->in_doubt;
      continue;
    }
    // An earlier try may still have been stored, so a refusal after a doubt says nothing by itself.
    if (!absl::IsAborted(last) && !in_doubt) return last;
    auto look = LookBehind(log, request);
    if (!look.ok()) {
      last = look.status();
      continue;
    }
    switch (look->found) {
      case Found::kOurs:
        return look->position;
      case Found::kSomebodyElses:
        return absl::AbortedError(
            "another message follows the expected position on this subject; read again, decide again");
      case Found::kNothingYet:
        continue;  // an append to this subject is in flight; it may be an earlier try of ours
    }
  }
  if (in_doubt && counts != nullptr) ++counts->unresolved;
  return NotAcknowledged(in_doubt, last);
}

}  // namespace fallverbund::eventlog
