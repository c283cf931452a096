// Broken glass: who reads a case beyond need-to-know, in a crisis and for hours (§ 62). Reading only, one
// person only; whether it may be broken is the case's to decide.
#ifndef FALLVERBUND_LIBS_ACCESS_GLASS_H_
#define FALLVERBUND_LIBS_ACCESS_GLASS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::access {

// From GlassBroken until its time is over, or until two people have found that it, or another one of the same
// person in the same case, was not justified. Beside it which case is in a crisis, from its alarm until it is
// concluded.
class GlassView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

struct Glass {
  absl::Time until;
  bool endangered = false;  // what was entrusted is open, too (§ 65)
  std::string reading_id;   // of GlassBroken, in which the reason is sealed
};

// nullopt: this person broke none in this case, or the time is over at `now`.
absl::StatusOr<std::optional<Glass>> FindGlass(const projection::Rows& rows, std::string_view case_id,
                                               std::string_view person_id, absl::Time now);

// Of the crisis that is open for this case; empty: none is.
absl::StatusOr<std::string> FindOpenCrisis(const projection::Rows& rows, std::string_view case_id);

}  // namespace fallverbund::access

#endif  // FALLVERBUND_LIBS_ACCESS_GLASS_H_
