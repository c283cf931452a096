// What may be asked of a contact. Texts arrive sealed; what the directory knows rides in as facts.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_CONTACT_COMMANDS_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_CONTACT_COMMANDS_H_

#include <string>
#include <variant>

#include "absl/time/time.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "fallverbund/common/v1/terms.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "libs/care/holder.h"
#include "services/intake/domain/take_over.h"

namespace fallverbund::intake {

// What kind of body received a contact; everybody else passes a concern on (N2).
enum class Receiver { kOther, kCoordinationOffice, kPublicUnit, kEmergencyService };

struct ReceiveContact {
  v1::ContactSource source = v1::CONTACT_SOURCE_UNSPECIFIED;
  std::string organisation_id;  // who receives it
  std::string unit_id;          // may be empty
  std::string owner_person_id;  // on duty there
  std::string deputy_person_id;
  bool identifiable = false;
  std::string subject_id;  // minted at the edge, random; used only when responsibility begins
  common::v1::Sealed summary;
  common::v1::Sealed young_person_name;  // kept only when responsibility begins
  v1::PreventionBasis prevention_basis = v1::PREVENTION_BASIS_UNSPECIFIED;
  std::string transition_id;  // of the family that consented

  // Facts, from the directory.
  Receiver receiver = Receiver::kOther;
  bool unit_known = false;    // of the receiving organisation, or none was named
  bool owner_known = false;   // of the receiving organisation, and of the unit where responsibility begins
  bool deputy_known = false;  // so is the deputy
  bool unreachable = false;   // one of the two has no role in which whoever holds a case acts (R0)
  common::v1::OfficeTerms terms;  // how long the receiving organisation takes

  // Facts of the prevention chain.
  bool from_prevention = false;  // a navigator brings it, or it is said to come from there
  bool accompanied = false;      // the transition goes on, with the actor's organisation
};

// E13: what a family told a service of the prevention chain was not told for help or protection (§ 63(2),
// § 65).
inline bool MayBeToldOn(const ReceiveContact& c) {
  if (!c.from_prevention || c.prevention_basis == v1::PREVENTION_BASIS_ENDANGERMENT) return true;
  return c.prevention_basis == v1::PREVENTION_BASIS_CONSENT && c.accompanied;
}

// N2: does responsibility begin with it, or is it a dialog? It does where a public unit or the emergency
// service hears of somebody who can be found.
inline bool BeginsResponsibility(Receiver receiver, bool identifiable) {
  return identifiable && (receiver == Receiver::kPublicUnit || receiver == Receiver::kEmergencyService);
}

struct RequestCaseOpening {
  care::Tonight tonight;
  bool tonight_known = false;  // fact: its holder is a registered person of that organisation
};

// By reaction to the case's CaseOpened.
struct MarkContactOpened {
  std::string case_id;
};

// By clock: no case was opened in time, or the next step of telling is due.
struct PassContactDeadline {
  absl::Time due;
  common::v1::OfficeTerms terms = {};  // fact: how long the holder's organisation takes
};

struct TellReporter {
  v1::ReporterTold told;  // without person_id
};

using ContactCommand = std::variant<ReceiveContact, RequestCaseOpening, TakeOver, MarkContactOpened,
                                    PassContactDeadline, TellReporter>;

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_CONTACT_COMMANDS_H_
