#include "libs/care/approval.h"

#include <algorithm>

namespace fallverbund::care {

bool HasApproved(const Approvals& approvals, std::string_view person_id) {
  return std::any_of(approvals.begin(), approvals.end(),
                     [&](const Approval& approval) { return approval.person_id == person_id; });
}

bool HasFourEyes(const Approvals& approvals) {
  return std::any_of(approvals.begin(), approvals.end(), [&](const Approval& approval) {
    return approval.organisation_id != approvals.front().organisation_id &&
           approval.person_id != approvals.front().person_id;
  });
}

std::vector<int> MissingRoles(const Approvals& approvals, const std::vector<int>& roles) {
  std::vector<int> missing;
  for (const int role : roles) {
    const bool there = std::any_of(approvals.begin(), approvals.end(),
                                   [&](const Approval& approval) { return approval.role == role; });
    if (!there) missing.push_back(role);
  }
  return missing;
}

void Approve(Approvals& approvals, const Approval& approval) {
  if (!HasApproved(approvals, approval.person_id)) approvals.push_back(approval);
}

}  // namespace fallverbund::care
