// A contact: anybody's concern. Who receives it decides what it is (N2): a dialog with an owner, or the first
// contact of a young person whose holder is named in the same commit. Afterwards intake changes a holder only
// where one leaves before there is a case.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_CONTACT_DECIDER_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_CONTACT_DECIDER_H_

#include <optional>
#include <string>

#include "fallverbund/intake/v1/intake_events.pb.h"
#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/care/holder.h"
#include "libs/care/terms.h"
#include "libs/decider/decider.h"
#include "services/intake/domain/contact_commands.h"

namespace fallverbund::intake {

// Where the office has no number of its own.
inline const absl::Duration kCaseOpenedWithin = care::Usual(care::kCaseOpening);

// What a reporting professional was told (§ 64(4)).
struct ReporterAnswers {
  bool confirmed = false;
  bool acted = false;
  bool still_active = false;
  friend bool operator==(const ReporterAnswers&, const ReporterAnswers&) = default;
};

struct ContactState {
  v1::ContactKind kind = v1::CONTACT_KIND_UNSPECIFIED;  // unspecified: not received
  care::Holder owner;                                   // of a first contact: the holder of CASE
  std::string subject_id;
  bool opening_requested = false;
  std::string case_id;  // once opened
  v1::ContactSource source = v1::CONTACT_SOURCE_UNSPECIFIED;
  std::string reporter_organisation_id;  // who brought it; empty: whoever received it wrote it down
  std::optional<ReporterAnswers> told;   // the latest
  care::Clocks clocks;                   // of a first contact, until the case is open

  bool received() const { return kind != v1::CONTACT_KIND_UNSPECIFIED; }
  friend bool operator==(const ContactState&, const ContactState&) = default;
};

struct ContactDecider {
  using State = ContactState;
  using Command = ContactCommand;
  using Event = v1::ContactEvent;
  static constexpr char kContext[] = "intake";
  static constexpr char kAggregateType[] = "contact";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<ContactDecider>);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_CONTACT_DECIDER_H_
