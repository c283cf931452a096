// Aggregates that wait for a newer program (step.h), asked by their id alone.
#ifndef FALLVERBUND_LIBS_PROJECTION_HELD_H_
#define FALLVERBUND_LIBS_PROJECTION_HELD_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

inline constexpr char kHeldTable[] = "log.held";       // subject -> position
inline constexpr char kHeldIdTable[] = "log.held_id";  // the id at the end of a subject -> its position

// Since when an aggregate with this id, of whatever context, is held back.
absl::StatusOr<std::optional<uint64_t>> AggregateHeldSince(const Rows& rows, std::string_view aggregate_id);

// What whoever asks for it is told (kUnavailable): another instance may be newer.
absl::Status HeldBack(uint64_t since);

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_HELD_H_
