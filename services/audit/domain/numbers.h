// What offices number besides cases and their origins: outside lists name these numbers, too (R0,
// completeness).
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_NUMBERS_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_NUMBERS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fallverbund/audit/v1/audit_service.pb.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

// What is known of a number before this commit; nullopt: nothing.
using NumberBefore = std::function<std::optional<v1::AuditedNumber>(std::string_view number)>;

// Dialogs, contacts and accompaniments of prevention, and assessments of a case, as they stand after the
// commit: those that it began or changed, each once. What it says of a number that it should have begun
// before is left to the checker's judges, and begins nothing here.
std::vector<v1::AuditedNumber> NumbersOf(const Entry& entry, const NumberBefore& before);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_NUMBERS_H_
