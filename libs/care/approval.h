// Approvals (rows N14, C8): what several persons must agree to, each in person and each counted once; where
// it matters, each in a role of its own.
//
// The questions are for Decide; Approve records a fact and is total.
#ifndef FALLVERBUND_LIBS_CARE_APPROVAL_H_
#define FALLVERBUND_LIBS_CARE_APPROVAL_H_

#include <string>
#include <string_view>
#include <vector>

namespace fallverbund::care {

struct Approval {
  std::string organisation_id;
  std::string person_id;
  int role = 0;  // a code of the service that owns the word; 0: none asked for
  friend bool operator==(const Approval&, const Approval&) = default;
};

using Approvals = std::vector<Approval>;  // in the order given

bool HasApproved(const Approvals& approvals, std::string_view person_id);
// Two persons of two organisations.
bool HasFourEyes(const Approvals& approvals);

// Those of the roles that nobody has approved in, in their order.
std::vector<int> MissingRoles(const Approvals& approvals, const std::vector<int>& roles);

// A person who has approved already changes nothing.
void Approve(Approvals& approvals, const Approval& approval);

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_APPROVAL_H_
