#include "libs/eventlog/append.h"

#include <utility>

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
  auto next = log.NextFromLeader(request.subject, request.expected_last_position + 1);
  if (!next.ok()) return next.status();
  if (!next->has_value()) return Look{};
  const StoredMessage& message = **next;
  return Look{message.payload == request.payload ? Found::kOurs : Found::kSomebodyElses, message.position};
}

}  // namespace

absl::StatusOr<uint64_t> AppendOnce(EventLog& log, const AppendRequest& request, const Clock& clock,
                                    absl::Time deadline, AppendCounts* counts) {
  absl::Status last;
  for (int tries = 0; tries < kMaxAppendTries; ++tries) {
    if (tries > 0 && clock.Now() >= deadline) break;
    auto position = log.Append(request);
    if (position.ok()) return position;
    last = std::move(position).status();
    if (tries == 0 && counts != nullptr && absl::IsUnavailable(last)) ++counts->in_doubt;
    if (absl::IsUnavailable(last)) continue;
    if (!absl::IsAborted(last)) {
      if (tries == 0) return last;
      // An earlier try may still have been stored, so this refusal says nothing about the outcome by itself.
    }
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
  if (counts != nullptr) ++counts->unresolved;
  return absl::UnavailableError(
      std::string("the outcome of the append is unknown; append again with the same request. Last: ") +
      std::string(last.message()));
}

}  // namespace fallverbund::eventlog
