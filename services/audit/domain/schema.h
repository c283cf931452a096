// The schema the checker knows: which aggregates belong to which area, and what an unknown event is called.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_SCHEMA_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_SCHEMA_H_

#include <memory>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

// kRegister: what the team service keeps of meetings, members, social spaces and offers, and the case service
// of persons who leave; of no case's chain.
enum class Area {
  kContact,
  kInquiry,
  kCase,
  kTeam,
  kDeployment,
  kCrisis,
  kOrganisation,
  kRegister,
  kPrevention,
  kKey,
  kOther
};

// By context and aggregate type; a case claimed by another context than `case` is not a case.
Area AreaOf(const Entry& entry);

// Events that the log itself or any context may write: genesis, signer keys, settled reactions.
bool IsOfTheLog(const eventlog::v1::Event& event);

// The event's own message, if its area or the log has such an event; nullptr: not understood.
std::unique_ptr<google::protobuf::Message> KnownEvent(const Entry& entry, const eventlog::v1::Event& event);

// The last word of the name says that something is over. There is no such event in the schema (B3); one that
// was written all the same is named for what it is.
bool ReadsLikeAnEnd(std::string_view event_type);

// At most 100 letters, digits, dots and underscores: a writer's text never reaches a report.
std::string SafeTypeName(std::string_view event_type);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_SCHEMA_H_
