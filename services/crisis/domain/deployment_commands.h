// What may be asked of a deployment of the crisis team. Facts about the case and the directory ride in.
#ifndef FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_COMMANDS_H_
#define FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_COMMANDS_H_

#include <optional>
#include <string>
#include <variant>

#include "absl/time/time.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
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

// Before any answer.
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

using DeploymentCommand = std::variant<RequestDeployment, AcceptDeployment, RefuseDeployment,
                                       WithdrawDeployment, PassDeploymentDeadline>;

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_COMMANDS_H_
