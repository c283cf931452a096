// Something this context still has to do: a command with its id, because of an event (a reaction) or because
// a time has come (a clock). The same thing in both cases; only the due time differs.
#ifndef FALLVERBUND_LIBS_REACTION_OBLIGATION_H_
#define FALLVERBUND_LIBS_REACTION_OBLIGATION_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "libs/base/trace.h"
#include "libs/command/outcome.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/projection/view.h"

namespace fallverbund::reaction {

// What a rule wants done. `due` nullopt: at once.
struct Draft {
  std::string target_id;  // aggregate of the own context
  std::string command_type;
  std::string command_bytes;
  std::optional<absl::Time> due;
};
// `command` is any message the service can turn into a command of its own.
Draft Do(std::string target_id, const google::protobuf::Message& command,
         std::optional<absl::Time> due = std::nullopt);

struct Trigger {
  const eventlog::v1::Event& event;
  uint32_t index = 0;  // in its commit
  const projection::Recorded& recorded;
};

// A pure function of the event, its commit and the own rows with it. `name` is a constant of the program
// for ever: command ids are derived from it, so a renamed rule would do everything a second time after a
// rebuild. For the same reason a rule added later sees the whole history: it must not answer triggers from
// before its time. An error means "not understood": the triggering aggregate is held back.
struct ReactionRule {
  std::string name;
  std::function<absl::StatusOr<std::vector<Draft>>(const Trigger&, const projection::Rows&)> on_event;
};

// A rule for one type of event:
//   On<InquiryReceived>("inquiry.answer", [](const InquiryReceived& event, const Trigger&, const Rows&)
//   {...})
template <class Event>
ReactionRule On(
    std::string name,
    std::function<absl::StatusOr<std::vector<Draft>>(const Event&, const Trigger&, const projection::Rows&)>
        on_event) {
  return {std::move(name),
          [on_event = std::move(on_event)](
              const Trigger& trigger, const projection::Rows& rows) -> absl::StatusOr<std::vector<Draft>> {
            if (!eventlog::IsEvent(trigger.event, Event::descriptor())) return std::vector<Draft>{};
            Event event;
            if (!eventlog::UnpackEvent(trigger.event, &event)) {
              return absl::DataLossError("the bytes of an event of type " + trigger.event.type() +
                                         " do not parse");
            }
            return on_event(event, trigger, rows);
          }};
}

struct Obligation {
  // DeriveReactionId(id key, name, trigger position, event index << 16 | number of the draft).
  std::string command_id;
  std::string name;  // of the rule
  command::Causation trigger;
  std::string correlation_id;  // of the trigger's commit
  std::optional<Trace> trace;  // handed on by the trigger's commit
  bool is_clock = false;       // it came with a due time
  absl::Time due;              // for a reaction, or where the due time had passed: known_at of the trigger
  std::string target_id;
  std::string command_type;
  std::string command_bytes;
};

// Fills `command` if the obligation holds one of its type.
bool UnpackCommand(const Obligation& obligation, google::protobuf::Message* command);

// With the role SERVICE, under the obligation's command id, without a request's fingerprint. A clock's
// command occurred when it fell due, and nothing is decided as of before: a machine's clock that was put back
// since it was looked at would settle the date as not come yet, and it would be lost (D2).
command::CommandContext ContextFor(const Obligation& obligation, std::string_view service,
                                   absl::Time deadline);

}  // namespace fallverbund::reaction

#endif  // FALLVERBUND_LIBS_REACTION_OBLIGATION_H_
