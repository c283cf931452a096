// A log book filed in rows, without signatures: for tests of the questions.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_TESTING_FILED_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_TESTING_FILED_H_

#include "libs/base/check.h"
#include "libs/projection/in_memory_projection_store.h"
#include "services/audit/domain/testing/log_book.h"
#include "services/audit/views/log_view.h"

namespace fallverbund::audit::testing {

class Filed {
 public:
  explicit Filed(const LogBook& book) {
    for (const Line& line : book.lines()) File(line);
  }
  void File(const Line& line) {
    eventlog::ValidCommit valid;
    valid.position = line.position;
    valid.context = line.context;
    valid.aggregate_id = line.aggregate_id;
    valid.commit = line.commit;
    auto batch = store.NewBatch();
    FV_CHECK(LogView({}).Apply({valid, line.known_at}, *batch).ok());
    FV_CHECK(store.Commit(std::move(batch), line.position).ok());
  }

  projection::InMemoryProjectionStore store;
};

}  // namespace fallverbund::audit::testing

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_TESTING_FILED_H_
