// An inquiry of the responsible case worker to the coordination office (A1 to A3). The holder stays whatever
// the answer is (N2); the office has a clock.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_INQUIRY_DECIDER_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_INQUIRY_DECIDER_H_

#include <string>

#include "fallverbund/intake/v1/intake_events.pb.h"
#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/care/holder.h"
#include "libs/care/terms.h"
#include "libs/decider/decider.h"
#include "services/intake/domain/inquiry_commands.h"

namespace fallverbund::intake {

// Where the office, or whoever inquired, has no number of its own.
inline const absl::Duration kInquiryAnswerWithin = care::Usual(care::kInquiryAnswer);
inline const absl::Duration kInquiryInfoWithin = care::Usual(care::kInquiryInfo);
inline constexpr int kEnoughBrokenOffSupports = 2;  // A3: "bereits mehrfach"

enum class InquiryPhase { kNone, kReceived, kNeedsInfo, kEligible, kDeclined, kOpened };

struct InquiryState {
  InquiryPhase phase = InquiryPhase::kNone;
  std::string subject_id;
  care::Holder holder;
  std::string office_organisation_id;
  std::string competent_organisation_id;
  care::Tonight tonight;
  int broken_off_supports = 0;
  std::string case_id;  // once opened
  care::Clocks clocks;

  bool received() const { return phase != InquiryPhase::kNone; }
  friend bool operator==(const InquiryState&, const InquiryState&) = default;
};

struct InquiryDecider {
  using State = InquiryState;
  using Command = InquiryCommand;
  using Event = v1::InquiryEvent;
  static constexpr char kContext[] = "intake";
  static constexpr char kAggregateType[] = "inquiry";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<InquiryDecider>);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_INQUIRY_DECIDER_H_
