// What may be asked of a family's accompaniment. Texts arrive sealed; what directory, catalogue and process
// chains know rides in as facts.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_TRANSITION_COMMANDS_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_TRANSITION_COMMANDS_H_

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "libs/care/holder.h"
#include "services/intake/domain/take_over.h"

namespace fallverbund::intake {

struct BeginTransition {
  v1::TransitionBegun wanted;       // its navigator of the actor's organisation
  bool navigator_known = false;     // fact: both are its people
  bool social_space_known = false;  // fact: the catalogue has it (C2)
};

struct ExpectPhase {
  v1::ExpectedPhase expected;
};

// The version of the process chain that is in force between two lines, as the register has it.
struct ChainInForce {
  std::string chain_id;
  v1::ProcessChainVersionSet version;
};

struct OfferWarmHandover {
  v1::WarmHandoverOffered wanted;        // without id, chain, check_after; its note sealed
  std::optional<absl::Time> answer_due;  // nullopt: as the chain says
  bool receiver_known = false;           // fact: a person of that organisation
  std::optional<ChainInForce> chain;     // fact: between the navigator's line and that one
};

struct RecordWarmMeeting {
  std::string handover_id;
  std::string receiver_person_id;  // empty: nobody came
  bool receiver_known = false;     // fact: of the organisation that is asked to follow
  bool family_present = false;
  bool interpreted = false;
  common::v1::Sealed note_of_meeting, note_of_attempt;  // the same text, sealed for either event
};

struct AcceptWarmHandover {
  std::string handover_id;
  std::string deputy_person_id;
  std::string actor_unit_id;  // fact
  bool deputy_known = false;  // fact: of the actor's organisation
  bool actor_leaves = false;  // fact (N11), or the actor's organisation does (N10)
};

struct DeclineWarmHandover {
  v1::WarmHandoverDeclined declined;
};

struct RevokeWarmHandover {
  std::string handover_id;
};

struct CheckWarmHandover {
  v1::WarmHandoverChecked checked;
};

struct RecordFamilyDecision {
  v1::FamilyDecided decided;
};

struct WithdrawPreventionConsent {
  v1::ConsentGiver withdrawn_by = v1::CONSENT_GIVER_UNSPECIFIED;
};

struct CompleteTransition {
  common::v1::Participation participation;
  std::set<std::string>
      gone;  // fact: givers' organisations that have left, whose look nobody waits for (N10)
};

// By clock.
struct PassTransitionDate {
  common::v1::ClockKind kind = common::v1::CLOCK_KIND_UNSPECIFIED;
  std::string object_id;
  absl::Time due;
};

// By reaction to an organisation that navigates and goes (N10).
struct LetNavigatorGo {
  std::string organisation_id;
  bool insolvent = false;
  absl::Time until;
  bool overtaken = false;  // fact: by now it stays
};
// By reaction to one that stays after all.
struct LetNavigatorStay {
  std::string organisation_id;
  bool overtaken = false;  // fact: by now it goes again
};

using TransitionCommand =
    std::variant<BeginTransition, ExpectPhase, OfferWarmHandover, RecordWarmMeeting, AcceptWarmHandover,
                 DeclineWarmHandover, RevokeWarmHandover, CheckWarmHandover, RecordFamilyDecision, TakeOver,
                 WithdrawPreventionConsent, CompleteTransition, PassTransitionDate, LetNavigatorGo,
                 LetNavigatorStay>;

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_TRANSITION_COMMANDS_H_
