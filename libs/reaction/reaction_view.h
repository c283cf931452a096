// Open obligations as rows: opened by the events of the whole log, closed by the commit that carries their
// command id. Both happen again in every rebuild, so what was done stays done.
#ifndef FALLVERBUND_LIBS_REACTION_REACTION_VIEW_H_
#define FALLVERBUND_LIBS_REACTION_REACTION_VIEW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/crypto/secret.h"
#include "libs/projection/view.h"
#include "libs/reaction/obligation.h"

namespace fallverbund::reaction {

// One event may make at most so many drafts per rule; more is not understood.
inline constexpr size_t kMaxDraftsPerEvent = 1 << 16;

// Pure. Put it after the views whose rows the rules read: they see these as the trigger's commit leaves them.
class ReactionView final : public projection::View {
 public:
  // `context` is the own one: only its commits close obligations. Names of rules differ (FV_CHECK).
  ReactionView(std::string context, crypto::Secret id_key, std::vector<ReactionRule> rules);
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;

 private:
  std::string context_;
  crypto::Secret id_key_;
  std::vector<ReactionRule> rules_;
};

// Open ones with due <= `until`, in the order in which they fell due and, at the same instant, of their
// triggers. `after`: the cursor of the last one of the page before, or Before; empty: from the start.
struct OpenObligation {
  Obligation obligation;
  std::string cursor;
};
absl::StatusOr<std::vector<OpenObligation>> ReadOpen(const projection::Rows& rows, absl::Time until,
                                                     std::string_view after, int limit);
std::string Before(absl::Time due);  // the cursor before all that are due then or later
absl::StatusOr<std::optional<absl::Time>> FirstDueAfter(const projection::Rows& rows, absl::Time time);
absl::StatusOr<bool> IsOpen(const projection::Rows& rows, std::string_view command_id);

struct OpenCount {
  uint64_t reactions = 0;
  uint64_t clocks = 0;
};
absl::StatusOr<OpenCount> CountOpen(const projection::Rows& rows);  // reads them all

}  // namespace fallverbund::reaction

#endif  // FALLVERBUND_LIBS_REACTION_REACTION_VIEW_H_
