// A view: a pure function from what happened to rows.
#ifndef FALLVERBUND_LIBS_PROJECTION_VIEW_H_
#define FALLVERBUND_LIBS_PROJECTION_VIEW_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

// One valid commit with what the log's prefix adds to it.
struct Recorded {
  const eventlog::ValidCommit& commit;
  absl::Time known_at;  // running maximum of recorded_at up to this position
};

// Views are pure: the rows after a commit depend on the rows before and the commit alone. A view touches only
// its own tables; it ignores events it does not care about.
// An error means "not understood": the projector then drops this commit's rows of all views, holds the
// aggregate back and says so loudly; other aggregates go on.
class View {
 public:
  virtual ~View() = default;
  virtual absl::Status Apply(const Recorded& recorded, RowBatch& rows) const = 0;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_VIEW_H_
