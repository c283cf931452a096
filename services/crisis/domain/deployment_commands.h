// What may be asked of a deployment of the crisis team. Facts about the case and the directory ride in.
#ifndef FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_COMMANDS_H_
#define FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_COMMANDS_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "libs/care/holder.h"

namespace fallverbund::crisis {

struct RequestDeployment {
  std::string case_id;
  v1::DeploymentMode mode = v1::DEPLOYMENT_MODE_UNSPECIFIED;
  std::string crisis_team_organisation_id;
  std::optional<absl::Time> answer_due;  // none: kDeploymentAnswerWithin from now
  common::v1::Sealed situation;

  // Facts.
  care::Holder case_holder;       // of the strand CASE
  std::string actor_unit_id;      // of the acting person
  bool asks_crisis_team = false;  // the asked organisation is one

  // OUTREACH (A19).
  common::v1::Sealed outreach_place = {};
  bool names_place = false;
  int contact_every_hours = 0;

  bool setting_runs = false;  // fact: there is a setting that SUPPORT can support
  bool by_pool = false;       // fact: the team has set a capacity (A17)
};

// In person.
struct AcceptDeployment {
  std::string case_id;
  std::string unit_id;  // may be empty
  std::string deputy_person_id;

  // Facts, from the directory.
  bool unit_known = false;    // of the actor's organisation, or none was named
  bool deputy_known = false;  // of the actor's organisation
  bool leaves = false;        // the actor or the deputy leaves: nothing new (N11)
  std::optional<absl::Time> tonight_since =
      std::nullopt;  // since when TONIGHT is where it is; nullopt: unknown
};

struct RefuseDeployment {
  std::string case_id;
  v1::DeploymentRefusalReason reason = v1::DEPLOYMENT_REFUSAL_REASON_UNSPECIFIED;
};

// Before the team has accepted: it is not needed, or not any more.
struct WithdrawDeployment {
  std::string case_id;

  // Facts.
  care::Holder case_holder;   // of the strand CASE
  std::string actor_unit_id;  // of the acting person
};

// By clock: the answer is late, or the next step of telling is due.
struct PassDeploymentDeadline {
  absl::Time due;
};

// A contact by the rhythm of outreach (A19).
struct RecordOutreachContact {
  std::string case_id;
  bool reached = false;
  common::v1::Sealed account;
  bool written = false;  // there is a text
};

// By clock: the contact is late, or the next step of telling is due.
struct PassOutreachContact {
  absl::Time due;
};

// By a colleague, in person (N11).
struct TakeOverDeployment {
  std::string case_id;
  std::string unit_id;  // may be empty
  std::string deputy_person_id;

  // Facts, from the directory.
  bool unit_known = false;    // of the actor's organisation, or none was named
  bool deputy_known = false;  // of the actor's organisation
  bool leaves = false;        // the actor or the deputy
};

// By reaction: the team's pool had a place for it, and somebody accepted in person there (A17).
struct FollowPlace {
  v1::PlaceTaken place;
};

struct EndDeployment {
  std::string case_id;
  std::string handed_back_to_person_id;
  common::v1::Sealed handed_back;
  bool written = false;                   // there is a text
  std::optional<absl::Time> debrief_due;  // none: kDebriefWithin from now

  // Facts.
  care::Holder case_holder;   // of the strand CASE
  std::string actor_unit_id;  // of the acting person
  bool receiver_of_holders_unit = false;
  care::Tonight tonight;
  absl::Time tonight_since;  // since when it is where it is
  // When the team accepted the next night of this case after this one; nullopt: it did not.
  std::optional<absl::Time> next_night_since = std::nullopt;
};

struct RecordDebrief {
  std::string case_id;
  std::optional<absl::Time> held_at;  // none: now
  std::vector<std::string> organisation_ids;
  common::v1::Sealed text;
  bool written = false;  // there is a text

  // Facts.
  care::Holder case_holder;   // of the strand CASE
  std::string actor_unit_id;  // of the acting person
};

// By clock: the debrief is late, or the next step of telling is due.
struct PassDebriefDate {
  absl::Time due;
};

using DeploymentCommand =
    std::variant<RequestDeployment, AcceptDeployment, RefuseDeployment, WithdrawDeployment,
                 PassDeploymentDeadline, RecordOutreachContact, PassOutreachContact, TakeOverDeployment,
                 FollowPlace, EndDeployment, RecordDebrief, PassDebriefDate>;

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_COMMANDS_H_
