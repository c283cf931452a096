// Who has which responsibility in open cases: for a person who leaves (N11). Rows are kept by CaseView.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_HELD_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_HELD_H_

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "libs/projection/projection_store.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

enum class HeldAs : char {
  kCase = 'C',
  kNight = 'N',
  kSeat = 'S',
  kCoordination = 'K',
  kAftercare = 'A',
  kGuardian = 'G',
  kOffer = 'O',
  kCrisisLead = 'L',
  kOrigin = 'I',      // CASE, by an inquiry or first contact that no case has followed yet (N2)
  kNavigator = 'V',   // of a family in the prevention chain: no case, and nothing of it but the id (E5, E13)
  kDeployment = 'E',  // of the crisis team, that runs (A19)
  kDeputy = 'D',      // of CASE (C3, N11)
  kMember = 'M',      // a standing member's seat (B6)
  kReturn = 'B',      // receives after residential help (C17)
  kKeeper = 'H',      // keeps the crisis agreement or a register of members (D5, B6)
  // Deputies of whoever holds another strand, or keeps or has something in a register (N11).
  kNightDeputy = 'n',
  kCoordinationDeputy = 'k',
  kRegisterDeputy = 'R',
  kDeploymentDeputy = 'e',
};

struct HeldBy {
  std::string person_id;
  HeldAs as = HeldAs::kCase;
  bool operator==(const HeldBy&) const = default;
  bool operator<(const HeldBy& other) const {
    return std::tie(person_id, as) < std::tie(other.person_id, other.as);
  }
};

// Of an open case, in order and each once; an ended one has none, since nobody has to do anything about it.
std::vector<HeldBy> WhoHoldsWhat(const State& state);

void ReplaceHeld(std::string_view case_id, const State& before, const State& after,
                 projection::RowBatch& rows);

// Who received an inquiry or first contact holds from then on (N2), declined or not, until a case follows or
// a colleague takes it over (N11). The persons who begin to by this event, for the night, too.
std::vector<std::string> HeldByOrigin(const intake::v1::InquiryEvent& event);
std::vector<std::string> HeldByOrigin(const intake::v1::ContactEvent& event);
std::vector<std::string> HeldByOrigin(const crisis::v1::CrisisEvent& event);
absl::Status HoldByOrigin(std::string_view origin_id, const intake::v1::InquiryEvent& event,
                          projection::RowBatch& rows);
absl::Status HoldByOrigin(std::string_view origin_id, const crisis::v1::CrisisEvent& event,
                          projection::RowBatch& rows);
absl::Status HoldByOrigin(std::string_view origin_id, const intake::v1::ContactEvent& event,
                          projection::RowBatch& rows);
absl::Status EndOrigin(std::string_view origin_id, projection::RowBatch& rows);

// Who is deployed from this event on, until the deployment ends (A19).
absl::Status HoldDeployment(std::string_view deployment_id, const crisis::v1::DeploymentEvent& event,
                            projection::RowBatch& rows);
// Who navigates from this event on, until somebody accepted, the family has arrived or withdraws (E5).
absl::Status HoldTransition(std::string_view transition_id, const intake::v1::TransitionEvent& event,
                            projection::RowBatch& rows);
// Who has a seat as a standing member from this event on: whoever is asked to follow has none before
// accepting, and until then it stays with whom it had (B6). So does the deputy of who has it. And who keeps
// the register, and the deputy.
absl::Status HoldMembership(std::string_view membership_id, const team::v1::MembershipEvent& event,
                            projection::RowBatch& rows);

// Who is deputy in a register from this event on: of who keeps a calendar, answers for a social space, or is
// to be reached in a crisis. Of the crisis agreement also who keeps it: only the two can adopt a version
// (D5).
absl::Status HoldCalendar(std::string_view calendar_id, const team::v1::CalendarEvent& event,
                          projection::RowBatch& rows);
absl::Status HoldSocialSpace(std::string_view space_id, const team::v1::SocialSpaceEvent& event,
                             projection::RowBatch& rows);
absl::Status HoldAgreement(std::string_view agreement_id, const team::v1::AgreementEvent& event,
                           projection::RowBatch& rows);

absl::StatusOr<team::v1::OpenResponsibilities> CountHeld(const projection::Rows& rows,
                                                         std::string_view person_id);
// At most `limit`, in order of their ids.
absl::StatusOr<std::vector<std::string>> CasesHeldBy(const projection::Rows& rows, std::string_view person_id,
                                                     size_t limit);
// Cases in which this organisation has a commitment (N10).
absl::StatusOr<std::vector<std::string>> CasesCommittedTo(const projection::Rows& rows,
                                                          std::string_view organisation_id);
// A partner said that it leaves, or that it stays after all (N10); other events say nothing about that.
void NoteLeaving(std::string_view organisation_id, const team::v1::OrganisationEvent& event,
                 projection::RowBatch& rows);
// Partners that leave and have a commitment in this case, with what they said.
struct LeavingPartner {
  std::string organisation_id;
  team::v1::OrganisationLeaving leaving;
};
absl::StatusOr<std::vector<LeavingPartner>> LeavingPartnersOf(const projection::Rows& rows,
                                                              std::string_view case_id);
// Everybody who has, or had, something in this case, contact or inquiry; each once.
absl::StatusOr<std::vector<std::string>> PersonsIn(const projection::Rows& rows, std::string_view case_id);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_HELD_H_
