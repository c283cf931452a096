// What the parsers of requests share. Private to this room.
#ifndef FALLVERBUND_SERVICES_CASE_RPC_PARSING_H_
#define FALLVERBUND_SERVICES_CASE_RPC_PARSING_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "services/case/rpc/to_command.h"

namespace fallverbund::casework {

inline constexpr int kMaxListed =
    32;  // components, persons, kinds in one request; a person could not read more

// Seals into the field of `event` that `number` names, at the top of the event.
template <class Event>
absl::Status SealInto(Edge& edge, Event& event, int number, const std::string& text, const SealAs& as = {}) {
  if (text.empty()) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(auto sealed, edge.Seal(*Event::descriptor(), absl::StrCat(number), as, text));
  auto* field = event.GetReflection()->MutableMessage(&event, Event::descriptor()->FindFieldByNumber(number));
  field->CopyFrom(sealed);
  return absl::OkStatus();
}

inline absl::Status Bounded(int size, const char* field) {
  if (size <= kMaxListed) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, " has more than ", kMaxListed, " entries"));
}

inline absl::Status Needed(bool there, const char* field) {
  if (there) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, " is missing"));
}

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_RPC_PARSING_H_
