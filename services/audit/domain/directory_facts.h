// What the checker needs of the directory at a position: which body is of which kind, and who belongs to it.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_DIRECTORY_FACTS_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_DIRECTORY_FACTS_H_

#include <optional>
#include <string>
#include <string_view>

#include "fallverbund/team/v1/directory_events.pb.h"

namespace fallverbund::audit {

// Lookups only; what is registered later in the log is not there yet.
class DirectoryFacts {
 public:
  virtual ~DirectoryFacts() = default;
  virtual std::optional<team::v1::OrganisationKind> KindOf(std::string_view organisation_id) const = 0;
  // Of another association's log, whose partner the body is; empty: it is of this one, or not registered.
  virtual std::string HomeLogOf(std::string_view organisation_id) const = 0;
  // nullopt: not registered, or deactivated, so that nobody there answers (N11).
  virtual std::optional<std::string> OrganisationOf(std::string_view person_id) const = 0;
  // Somebody asked that this person leaves, and did not think better of it (N11). Or of a partner: it said
  // that it does (N10).
  virtual bool Leaves(std::string_view person_or_organisation_id) const = 0;
  // The office has set this number of its own for itself, now or once: `field` of OfficeTerms.
  virtual bool HasSet(std::string_view organisation_id, int field, uint32_t number) const = 0;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_DIRECTORY_FACTS_H_
