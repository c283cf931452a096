// A strand of responsibility: who holds now and since when (rows R0, N1).
//
// Exactly one by construction: a strand that has begun has one holder, moving replaces it in the same step,
// and there is no operation that would leave it empty. Before it begins it has none.
#ifndef FALLVERBUND_LIBS_CARE_STRAND_H_
#define FALLVERBUND_LIBS_CARE_STRAND_H_

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "libs/base/check.h"

namespace fallverbund::care {

// H is Holder, or Tonight for the strand TONIGHT.
template <class H>
class Strand {
 public:
  bool held() const { return holding_.has_value(); }
  const H& holder() const {
    FV_CHECK(held());
    return holding_->holder;
  }
  absl::Time since() const {
    FV_CHECK(held());
    return holding_->since;
  }
  uint32_t moves() const { return moves_; }

  // Begins the strand, or moves it from whoever holds: one step, no gap and no double. Who holds already goes
  // on.
  void HeldBy(H holder, absl::Time since) {
    if (held() && holding_->holder == holder) return;
    if (held()) ++moves_;
    holding_ = Holding{std::move(holder), since};
  }

  // Whoever holds goes on since when it was; only what is known of the holder changes, such as the deputy.
  void Amend(H holder) {
    FV_CHECK(held());
    holding_->holder = std::move(holder);
  }

  friend bool operator==(const Strand&, const Strand&) = default;

 private:
  struct Holding {
    H holder;
    absl::Time since;
    friend bool operator==(const Holding&, const Holding&) = default;
  };
  std::optional<Holding> holding_;
  uint32_t moves_ = 0;
};

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_STRAND_H_
