// What may be asked of a register of standing members or of an office's people (B6, A20). What the directory
// knows rides in as facts.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_MEMBERSHIP_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_MEMBERSHIP_COMMANDS_H_

#include <set>
#include <string>
#include <variant>

#include "fallverbund/team/v1/membership_events.pb.h"
#include "libs/care/commitment.h"
#include "services/team/domain/duty.h"

namespace fallverbund::team {

struct FoundMembership {
  v1::MembershipKind kind = v1::MEMBERSHIP_KIND_UNSPECIFIED;
  std::string display_name;
  std::string unit_id;  // may be empty
  std::string deputy_person_id;
  care::Seats seats;
  // Facts.
  bool unit_known = false;
  bool deputy_known = false;
  bool seats_known = false;             // each person belongs to the organisation named with it
  std::set<std::string> youth_offices;  // of the organisations named
  std::set<std::string> providers;
};

struct EntrustMembership {
  std::string person_id, deputy_person_id;
  bool both_known = false;  // fact: both are of the caller's organisation, and stay
};

struct AcceptMembership {
  std::string deputy_person_id;
  bool deputy_known = false;  // fact: of the caller's organisation
};

struct NameMemberSuccessor {
  std::string person_id;
  care::SeatPerson successor;
  // Facts.
  bool successor_known = false;  // and neither the person leaves nor the organisation (N10, N11)
  bool same_kind = false;        // both organisations are youth offices, or providers
};

struct NameMemberDeputy {
  std::string person_id;  // who has the seat
  std::string deputy_person_id;
  // Facts.
  bool deputy_known = false;  // of the caller's organisation, and stays
  bool actor_acts = false;    // for who has the seat, and is away or leaves (N11)
};

struct RequestToLeaveMembership {};

struct ReportVacancy {
  std::string person_id;
};

// By reaction: an organisation goes, or stays after all (N10). What was overtaken has nothing to do.
struct LetMembersGo {
  std::string organisation_id;
  v1::LeavingCause cause = v1::LEAVING_CAUSE_UNSPECIFIED;
  absl::Time until;
  bool overtaken = false;  // fact: by now it stays
};
struct LetMembersStay {
  std::string organisation_id;
  bool overtaken = false;  // fact: by now it goes again
};

using MembershipCommand =
    std::variant<FoundMembership, EntrustMembership, AcceptMembership, NameMemberDeputy, NameMemberSuccessor,
                 RequestToLeaveMembership, ReportVacancy, PassDuty, LetMembersGo, LetMembersStay>;

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_MEMBERSHIP_COMMANDS_H_
