// What may be asked of one organisation's part of the directory. Names are sealed before they come here.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_COMMANDS_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"

namespace fallverbund::team {

// The first youth office and its administrator (given.new_id), by the operator, once.
struct BootstrapAssociation {
  std::string organisation_id;
  std::string bootstrap_organisation_id;  // fact: the one id the association allows
  std::string display_name;
  common::v1::Sealed administrator_name;
};

// A partner with its first administrator (given.new_id).
struct RegisterOrganisation {
  std::string organisation_id;
  std::string bootstrap_organisation_id;  // fact: whose administrators may do this
  v1::OrganisationKind kind = v1::ORGANISATION_KIND_UNSPECIFIED;
  std::string display_name;
  common::v1::Sealed administrator_name;
  std::string home_log_origin = {};  // of another association's log; empty: of this one
  bool inspects = false;             // its people may be auditors and ombudspersons (B7)
};

struct AddUnit {  // the unit is given.new_id
  std::string display_name;
};

struct RegisterPerson {  // the person is given.new_id
  std::string unit_id;   // empty: none
  std::vector<common::v1::Role> roles;
  common::v1::Sealed name;
};

struct NameDeputy {
  std::string person_id;
  std::string deputy_person_id;
};

struct GrantRoles {
  std::string person_id;
  std::vector<common::v1::Role> roles;
};

struct SetWorkingRules {
  v1::WorkingRulesSet rules;
};

// N11: asked, fenced, answered.
struct RequestDeactivation {
  std::string person_id;
};
struct WithdrawDeactivation {
  std::string person_id;
};
// Until then the deputy acts, too; nullopt: back again.
struct ReportAbsence {
  std::string person_id;
  std::optional<absl::Time> until;
};
// N10: a partner goes.
struct ReportOrganisationLeaving {
  std::string bootstrap_organisation_id;  // fact: whose administrators may say so of others
  v1::LeavingCause cause = v1::LEAVING_CAUSE_UNSPECIFIED;
  absl::Time until;
};
// It stays after all.
struct WithdrawOrganisationLeaving {
  std::string bootstrap_organisation_id;  // fact, as above
};
// By reaction: what the case service counted.
struct TakeDeactivationAnswer {
  v1::DeactivationAnswered answer;
};

using OrganisationCommand =
    std::variant<BootstrapAssociation, RegisterOrganisation, AddUnit, RegisterPerson, NameDeputy, GrantRoles,
                 RequestDeactivation, WithdrawDeactivation, TakeDeactivationAnswer, ReportAbsence,
                 ReportOrganisationLeaving, WithdrawOrganisationLeaving, SetWorkingRules>;

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_COMMANDS_H_
