// What rides with a command, and what is answered to it.
#ifndef FALLVERBUND_LIBS_COMMAND_OUTCOME_H_
#define FALLVERBUND_LIBS_COMMAND_OUTCOME_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "libs/base/trace.h"
#include "libs/decider/decider.h"
#include "libs/refusal/refusal.h"

namespace fallverbund::command {

// The event that a reaction or clock answers.
struct Causation {
  uint64_t position = 0;
  uint32_t index = 0;
};

struct CommandContext {
  // 32 hex digits; of a new one crypto::DeriveAggregateId(id key, command_id, type).
  std::string aggregate_id;
  std::string command_id;   // crypto::DeriveCommandId or DeriveReactionId
  std::string request_mac;  // crypto::RequestMac; empty for reactions and clocks
  decider::Actor actor;
  std::optional<absl::Time> occurred_at;  // as the caller told; nullopt: now
  // Nothing is decided as of before, whatever this machine's clock says: when a reaction fell due.
  absl::Time not_before = absl::InfinitePast();
  std::string correlation_id;  // empty: the command id
  std::optional<Causation> causation;
  std::optional<Trace> trace;  // only told on: neither command id nor fingerprint knows it
  // Name of the reaction or clock; empty for a request. Its refusal or nothing-to-do is an answer for ever,
  // too: a settlement in the aggregate's chain, so that of all instances one gives the one answer.
  std::string reaction;
  absl::Time deadline;  // of the machine's clock: how long the caller waits
};

enum class OutcomeKind { kAccepted, kNothingToDo, kRefused };

struct Outcome {
  OutcomeKind kind = OutcomeKind::kAccepted;
  // Accepted: the commit. Nothing to do: the aggregate's last valid commit, which already says so; 0 and
  // empty when it has none. Refused: how much of the log the refusal rests on; no commit. A reaction's
  // refusal or nothing-to-do: the settlement.
  uint64_t position = 0;
  std::string commit_id;
  std::string receipt;  // serialised Envelope around a Receipt; empty where there is no commit
  std::optional<refusal::Refusal> refusal;  // when refused
  bool repeated = false;                    // the answer was given before and comes from the log
};

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_OUTCOME_H_
