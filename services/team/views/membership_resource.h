// Memberships and joint decisions as the API shows them. Pure.
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_MEMBERSHIP_RESOURCE_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_MEMBERSHIP_RESOURCE_H_

#include <vector>

#include "fallverbund/team/v1/membership_service.pb.h"
#include "libs/history/history.h"
#include "libs/history/sealed_text.h"
#include "services/team/domain/joint_decision_decider.h"
#include "services/team/domain/membership_decider.h"

namespace fallverbund::team {

void ShowMembership(const history::History<MembershipDecider>& membership, v1::Membership& shown);

// `texts`: question, reasons and answer, to be opened into `shown`; both must stay where they are until then.
void ShowJointDecision(const history::History<JointDecisionDecider>& decision, v1::JointDecision& shown,
                       std::vector<history::SealedText>& texts);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_MEMBERSHIP_RESOURCE_H_
