// Approvals (row N14): what several persons must agree to, each in person and each counted once.
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
  friend bool operator==(const Approval&, const Approval&) = default;
};

using Approvals = std::vector<Approval>;  // in the order given

bool HasApproved(const Approvals& approvals, std::string_view person_id);
// Two persons of two organisations.
bool HasFourEyes(const Approvals& approvals);

// A person who has approved already changes nothing.
void Approve(Approvals& approvals, const Approval& approval);

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_APPROVAL_H_
