#include "services/audit/domain/schema.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/strings.h"

namespace fallverbund::audit {

Area AreaOf(const Entry& entry) {
  const std::string& type = entry.commit.aggregate_type();
  if (entry.context == "intake" && type == "contact") return Area::kContact;
  if (entry.context == "intake" && type == "inquiry") return Area::kInquiry;
  if (entry.context == "case" && type == "case") return Area::kCase;
  if (entry.context == "team" && type == "team") return Area::kTeam;
  if (entry.context == "team" && type == "organisation") return Area::kOrganisation;
  if (entry.context == "crisis" && type == "deployment") return Area::kDeployment;
  return Area::kOther;
}

bool IsOfTheLog(const eventlog::v1::Event& event) {
  for (const auto* known :
       {eventlog::v1::Genesis::descriptor(), eventlog::v1::SignerRegistered::descriptor(),
        eventlog::v1::SignerRetired::descriptor(), eventlog::v1::ReactionSettled::descriptor()}) {
    if (event.type() == known->full_name()) return true;
  }
  return false;
}

bool ReadsLikeAnEnd(std::string_view event_type) {
  for (const char* word :
       {"Ended", "Closed", "Discharged", "Dismissed", "Terminated", "Released", "Concluded", "Finished",
        "Expelled", "Removed", "Archived", "Deleted", "Cancelled"}) {
    if (absl::EndsWith(ToAbsl(event_type), word)) return true;
  }
  return false;
}

std::string SafeTypeName(std::string_view event_type) {
  std::string safe(event_type.substr(0, 100));
  for (char& c : safe) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '_') c = '?';
  }
  return safe;
}

}  // namespace fallverbund::audit
