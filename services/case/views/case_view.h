// The case service's rows: cases as resources, work lists, and where the sealed texts lie.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_CASE_VIEW_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_CASE_VIEW_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/casework/v1/case_rows.pb.h"
#include "fallverbund/casework/v1/case_service.pb.h"
#include "libs/command/lru_cache.h"
#include "libs/projection/view.h"
#include "services/case/domain/state.h"
#include "services/case/views/work_list.h"

namespace fallverbund::casework {

// Folds each case along its chain. A state is remembered under the hash of the commit it was folded up to,
// which no two chains share; so remembering changes nothing but the time it takes. Needs the rows of
// command::CommandLog, which therefore stands before it.
class CaseView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;

 private:
  absl::Status ApplyTo(const projection::Recorded& recorded, projection::RowBatch& rows) const;
  absl::StatusOr<std::shared_ptr<const State>> StateBefore(const projection::Recorded& recorded,
                                                           const projection::RowBatch& rows) const;

  struct Remembered {
    State state;
    size_t bytes;  // about what it takes
  };
  // About fifty thousand cases: else a rebuild, which meets the cases in turns, would fold the whole of a
  // case anew for every commit. In bytes, since an instance may not grow with what happens in the cases
  // (P18).
  static constexpr size_t kRememberedBytes = size_t{256} << 20;
  mutable command::LruCache<Remembered> remembered_{kRememberedBytes,
                                                    [](const Remembered& known) { return known.bytes; }};
};

// kNotFound: no such case in these rows.
// What the plan of a return is said in: after this help this organisation is to receive (C17).
std::string ReturnQuestion(std::string_view setting_id, std::string_view organisation_id);

absl::StatusOr<v1::Case> ReadCase(const projection::Rows& rows, std::string_view case_id);

// The random id of the young person, for key scopes. kNotFound: no such case.
absl::StatusOr<std::string> ReadSubject(const projection::Rows& rows, std::string_view case_id);

// Wanted items of the audiences in order of audience and case, after the key `after` (empty: from the
// beginning), at most `limit`. `next`: the key of the last one, for the next page; empty on the last page.
struct WorkPage {
  std::vector<v1::InboxItem> items;
  std::string next;
};
absl::StatusOr<WorkPage> ReadWorkList(const projection::Rows& rows, std::vector<std::string> audiences,
                                      const Wanted& wanted, std::string_view after, int limit);

// The work of the units whose keys begin with `units` (UnitKey), by unit and case; paged as above. Each item
// is shown once, as the person's whose it is first.
absl::StatusOr<WorkPage> ReadUnitWork(const projection::Rows& rows, std::string_view units,
                                      const Wanted& wanted, std::string_view after, int limit);

// Where the sealed texts of a case lie, oldest first; paged as above.
struct DocumentPage {
  std::vector<v1::DocumentRow> documents;
  std::string next;
};
// Whether what was written at that position of the log, in this case, was entrusted to somebody (§ 65).
absl::StatusOr<bool> IsEntrustedAt(const projection::Rows& rows, std::string_view case_id, uint64_t position);
// Of what was entrusted: whether the organisation wrote it, held the case then, or was handed it on with
// consent, by signs of endangerment or a court (§ 65). false for any other document.
absl::StatusOr<bool> HadEntrusted(const projection::Rows& rows, std::string_view case_id,
                                  const v1::DocumentRow& row, std::string_view organisation_id);
// What the moves of CASE to this organisation left behind (N6, § 62).
absl::StatusOr<v1::LeftBehindRows> ReadLeftBehind(const projection::Rows& rows, std::string_view case_id,
                                                  std::string_view organisation_id);
// Of these, the document: not what that organisation wrote itself, or was written while it held the case.
bool StaysBehind(const v1::LeftBehindRows& left, const v1::DocumentRow& row,
                 std::string_view organisation_id);
// What is written at that position was so before CASE last moved away from this organisation, and that one
// read it (N6). Whether it was withheld since, the case says.
absl::StatusOr<bool> ReadWhileHolding(const projection::Rows& rows, std::string_view case_id,
                                      uint64_t position, std::string_view organisation_id);
absl::StatusOr<DocumentPage> ReadDocuments(const projection::Rows& rows, std::string_view case_id,
                                           std::string_view after, int limit);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_CASE_VIEW_H_
