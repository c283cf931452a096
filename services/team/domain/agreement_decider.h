// The agreement on what is done in a crisis: versions that only count ahead (D9), a procedure that leaves no
// party out (D5), and who has signed it in person. There is one for each association.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_AGREEMENT_DECIDER_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_AGREEMENT_DECIDER_H_

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "libs/care/holder.h"
#include "libs/decider/decider.h"

namespace fallverbund::team {

// Bounds of what may be agreed on: proposed defaults. "Zeitgleich" (D2) has no number; § 1631b BGB says at
// once.
inline constexpr int kLongestAcknowledgeMinutes = 24 * 60;
inline constexpr int kLongestCourtApprovalHours = 48;
inline constexpr int kLongestMeetingDays = 90;

struct AdoptAgreement {
  std::string display_name;
  std::string unit_id;  // may be empty
  std::string deputy_person_id;
  std::optional<absl::Time> effective_from;  // none: now
  v1::CrisisProcedure procedure;
  bool unit_known = false;  // facts: of the caller's organisation
  bool deputy_known = false;
};

struct AdoptAgreementVersion {
  std::optional<absl::Time> effective_from;  // none: now
  v1::CrisisProcedure procedure;
};

struct EntrustAgreement {
  std::string person_id, deputy_person_id;
  bool both_known = false;  // fact: both are of the caller's organisation, and stay
};

struct SignAgreement {
  std::string contact_person_id, deputy_person_id;
  bool contact_known = false;  // facts: of the caller's organisation
  bool deputy_known = false;
};

struct NameCrisisContact {
  std::string contact_person_id, deputy_person_id;
  bool contact_known = false;  // facts: of the caller's organisation
  bool deputy_known = false;
};

struct LeaveAgreement {};

using AgreementCommand = std::variant<AdoptAgreement, AdoptAgreementVersion, EntrustAgreement, SignAgreement,
                                      NameCrisisContact, LeaveAgreement>;

struct AgreementVersion {
  absl::Time effective_from;
  std::string procedure;  // bytes of v1::CrisisProcedure
  friend bool operator==(const AgreementVersion&, const AgreementVersion&) = default;
};

struct Signatory {
  std::string signed_by_person_id;
  absl::Time signed_at;
  std::string contact_person_id, deputy_person_id;
  friend bool operator==(const Signatory&, const Signatory&) = default;
};

struct AgreementState {
  std::string display_name;
  care::Holder keeper;
  std::vector<AgreementVersion> versions;        // the first is version 1; none: there is no agreement
  std::map<std::string, Signatory> signatories;  // by organisation; who left is not among them

  bool adopted() const { return !versions.empty(); }
  // Number of the version in force at that time; 0: none.
  int InForce(absl::Time at) const;
  friend bool operator==(const AgreementState&, const AgreementState&) = default;
};

struct AgreementDecider {
  using State = AgreementState;
  using Command = AgreementCommand;
  using Event = v1::AgreementEvent;
  static constexpr char kContext[] = "team";
  static constexpr char kAggregateType[] = "agreement";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<AgreementDecider>);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_AGREEMENT_DECIDER_H_
