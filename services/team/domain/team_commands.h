// What may be asked of a Team auf Zeit (A7 to A9). What other aggregates know rides in as facts.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_COMMANDS_H_

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/common/v1/terms.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "libs/care/commitment.h"
#include "libs/care/holder.h"

namespace fallverbund::team {

// Who is in the team by now (A7, A9): seats and coordination pass on in the case. Facts; nullopt in a
// command: the case has not asked anybody yet, and everything is as it was proposed.
struct Standing {
  care::Holder coordinator;
  care::Holder case_holder;                // of the strand CASE
  care::Seats seats;                       // with who has accepted
  std::map<std::string, absl::Time> left;  // persons who had a seat, and until when
  bool actor_stands_in =
      false;  // for who coordinates: a deputy (N11), or the holder where that partner is gone (N10)
};

// The acting coordinator proposes a team and takes COORDINATION with it.
struct ProposeTeam {
  std::string case_id;
  std::string case_worker_person_id;
  std::string coordinator_unit_id;  // may be empty
  std::string coordinator_deputy_person_id;
  care::Seats seats;  // disciplines are v1::Discipline

  // Facts: from the directory and the case.
  care::Holder case_holder;  // of the strand CASE
  bool case_has_team = false;
  bool unit_known = false;    // of the coordinator's organisation
  bool deputy_known = false;  // so is the deputy
  bool seats_known = false;   // each person belongs to the organisation named with it
};

struct ReplaceProposedMember {
  std::string case_id;
  std::string person_id;
  care::Seat seat;
  bool seat_known = false;     // fact
  bool has_committed = false;  // fact: the person who would leave has accepted in the case
  std::optional<Standing> standing = std::nullopt;
};

// By reaction to the case's SharedResponsibilityTaken: every seat was accepted.
struct RecordFormed {
  std::string case_id;
};

struct ActivateTeam {
  std::string case_id;
  absl::Time review_due;
  std::optional<Standing> standing = std::nullopt;
  common::v1::OfficeTerms terms = {};  // fact: of the office that coordinates
};

// By reaction to the case's standby and return.
struct PauseTeam {
  std::string case_id;
};
struct ResumeTeam {
  std::string case_id;
  common::v1::OfficeTerms terms = {};  // fact: of the office that coordinates
};
// By reaction to the case's lawful end; there is no other way to this.
struct WindDownTeam {
  std::string case_id;
};
// By the coordinator.
struct RestTeam {
  std::string case_id;
  absl::Time review_due;
  std::optional<Standing> standing = std::nullopt;
  common::v1::OfficeTerms terms = {};  // fact: of the office that coordinates
};
struct GoOnWithTeam {
  std::string case_id;
  std::optional<Standing> standing = std::nullopt;
};

// By reaction to a setback in the case.
struct CallTeamMeeting {
  std::string case_id;
  absl::Time due;
  absl::Time setback_at;
};

struct RecordTeamMeeting {
  std::string case_id;
  absl::Time held_at;
  std::vector<std::string> person_ids;
  absl::Time review_due;
  std::vector<v1::SessionResult> results = {};
  std::optional<Standing> standing = std::nullopt;
  common::v1::OfficeTerms terms = {};  // fact: of the office that coordinates
};

// By clock: the clock of this kind with this `due` has passed, or its next step has.
struct PassTeamDeadline {
  common::v1::ClockKind clock = common::v1::CLOCK_KIND_UNSPECIFIED;
  absl::Time due;
};

using TeamCommand =
    std::variant<ProposeTeam, ReplaceProposedMember, RecordFormed, ActivateTeam, PauseTeam, ResumeTeam,
                 CallTeamMeeting, RecordTeamMeeting, PassTeamDeadline, WindDownTeam, RestTeam, GoOnWithTeam>;

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_COMMANDS_H_
