// An event as JSON for people and machines, without what is sealed.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_FACTS_JSON_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_FACTS_JSON_H_

#include <set>
#include <string>

#include "google/protobuf/message.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

// Clears every field that is a Sealed, at any depth.
void DropSealed(google::protobuf::Message& message);

// The keys under which the texts of an event are sealed; none of an event that this program does not know.
std::set<std::string> SealedKeys(const Entry& entry, const eventlog::v1::Event& event);

// The event takes the place of what an earlier one says: a field that says what it corrects, or why, is set.
bool Corrects(const Entry& entry, const eventlog::v1::Event& event);

// "{}" for an event this program does not know: its bytes may hold anything.
std::string FactsJson(const Entry& entry, const eventlog::v1::Event& event);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_FACTS_JSON_H_
