// Dates that passed before what was due by them had happened, as the log says, and what makes up for one.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_OVERDUE_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_OVERDUE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

struct OverdueDate {
  common::v1::ClockKind clock = common::v1::CLOCK_KIND_UNSPECIFIED;
  std::string aggregate_id;  // whose event it is: of the case, an inquiry, a team, a deployment, a crisis
  std::string object_id;     // what the clock is of inside it; empty: the aggregate itself
  absl::Time due;
};

// Of every kind of event that records one; none of any other event.
std::optional<OverdueDate> OverdueOf(const Entry& entry, const eventlog::v1::Event& event);

// Whether this later event did what was due, made it needless or set another date, so that the date does not
// stand any more. Where that takes more than one event to tell, it is no: such a date is shown as one that
// stands.
bool Settles(const Entry& entry, const eventlog::v1::Event& event, const OverdueDate& date);

// By their short names, which no compiler compares with anything, every event that settles one.
std::vector<std::string_view> EventsThatSettle();

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_OVERDUE_H_
