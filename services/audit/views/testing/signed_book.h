// A book of raw commits as a log that a projector takes: signed by the contexts' keys.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_TESTING_SIGNED_BOOK_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_TESTING_SIGNED_BOOK_H_

#include "libs/eventlog/testing/signed_log.h"
#include "services/audit/domain/testing/log_book.h"

namespace fallverbund::audit::testing {

// What is in the book and not in the log yet. The book begins where the log ended.
inline void AppendTo(eventlog::SignedLog& log, const LogBook& book) {
  for (const Line& line : book.lines()) {
    if (line.position <= log.prefix().position()) continue;
    eventlog::v1::Commit draft = log.Draft(line.context, line.aggregate_id, line.commit.aggregate_type(),
                                           {line.commit.events().begin(), line.commit.events().end()});
    *draft.mutable_actor() = line.commit.actor();
    *draft.mutable_occurred_at() = line.commit.occurred_at();
    *draft.mutable_recorded_at() = line.commit.recorded_at();
    log.Append(line.context, draft);
  }
}

}  // namespace fallverbund::audit::testing

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_TESTING_SIGNED_BOOK_H_
