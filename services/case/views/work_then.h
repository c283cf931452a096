// Work lists as they were: from when to when an item stood there, by what was known and by what was true.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_WORK_THEN_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_WORK_THEN_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"
#include "services/case/views/case_view.h"
#include "services/case/views/work_list.h"

namespace fallverbund::casework {

// An entry is late when it was recorded more than this after it occurred, as for the audit.
inline constexpr absl::Duration kLateAfter = absl::Hours(24);

// The batch of a commit, as its views write it: sees what they change in the rows of work lists, wherever
// that comes from, and adds the spans.
class WorkNoting final : public projection::RowBatch {
 public:
  explicit WorkNoting(projection::RowBatch& rows) : rows_(rows) {}
  absl::StatusOr<std::optional<std::string>> Get(std::string_view table, std::string_view key) const override;
  absl::StatusOr<std::vector<projection::Row>> Scan(std::string_view table, std::string_view prefix,
                                                    std::string_view after, int limit) const override;
  void Put(std::string_view table, std::string_view key, std::string_view value) override;
  void Delete(std::string_view table, std::string_view key) override;

  // Once, after all views: what is gone ends, what is new begins, both with this commit.
  absl::Status AddSpans(const projection::Recorded& recorded);

 private:
  // The lists of units in which an id stands, as items.
  using UnitLists = std::map<std::string, std::vector<std::string>>;
  static absl::StatusOr<UnitLists> ListsOf(const projection::Rows& rows, std::string_view id);
  void Touch(std::string_view table, std::string_view key);
  void TouchUnits(std::string_view id);

  projection::RowBatch& rows_;
  std::map<std::string, std::string> before_;      // key in kWork -> item; empty: none
  std::map<std::string, UnitLists> lists_before_;  // by id
  absl::Status error_;
};

struct WorkAsOf {
  std::optional<absl::Time> known_at;  // by what the log knew then; none: by all it knows
  std::optional<absl::Time> true_at;   // what waited then; none: at `known_at`
};
// As ReadWorkList.
absl::StatusOr<WorkPage> ReadWorkThen(const projection::Rows& rows, std::vector<std::string> audiences,
                                      const WorkAsOf& as_of, const Wanted& wanted, std::string_view after,
                                      int limit);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_WORK_THEN_H_
