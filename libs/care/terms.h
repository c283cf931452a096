// The numbers that no paragraph fixes: what applies everywhere, and between which bounds an office may have
// its own (common.v1.OfficeTerms, where each says whose number counts and why it is bounded). Once, for
// whoever decides by them and for whoever takes them.
#ifndef FALLVERBUND_LIBS_CARE_TERMS_H_
#define FALLVERBUND_LIBS_CARE_TERMS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/common/v1/terms.pb.h"
#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::care {

using common::v1::OfficeTerms;

struct Term {
  std::string_view field;                // of OfficeTerms; its last word is the unit
  uint32_t (OfficeTerms::*own)() const;  // 0: the office has none
  uint32_t usual = 0;
  uint32_t least = 0;
  uint32_t most = 0;
};

inline constexpr Term kReplan{"replan_days", &OfficeTerms::replan_days, 7, 1, 28};
inline constexpr Term kBridge{"bridge_days", &OfficeTerms::bridge_days, 7, 1, 28};
inline constexpr Term kStandbyMissing{"standby_missing_days", &OfficeTerms::standby_missing_days, 28, 1, 42};
inline constexpr Term kStandby{"standby_days", &OfficeTerms::standby_days, 90, 1, 120};
inline constexpr Term kFirstSearch{"first_search_hours", &OfficeTerms::first_search_hours, 24, 1, 24};
inline constexpr Term kSearch{"search_hours", &OfficeTerms::search_hours, 72, 1, 72};
inline constexpr Term kInformAgency{"inform_agency_days", &OfficeTerms::inform_agency_days, 3, 1, 7};
inline constexpr Term kDisputeSettled{"dispute_settled_days", &OfficeTerms::dispute_settled_days, 7, 1, 28};
inline constexpr Term kOmbudsOffer{"ombuds_offer_days", &OfficeTerms::ombuds_offer_days, 3, 1, 7};
inline constexpr Term kConsents{"consents_days", &OfficeTerms::consents_days, 28, 1, 56};
inline constexpr Term kGuardianship{"guardianship_days", &OfficeTerms::guardianship_days, 14, 1, 28};
inline constexpr Term kTransitionCheck{"transition_check_days", &OfficeTerms::transition_check_days, 365, 365,
                                       730};
inline constexpr Term kOverdueDate{"overdue_date_days", &OfficeTerms::overdue_date_days, 14, 1, 28};
inline constexpr Term kAftercare{"aftercare_days", &OfficeTerms::aftercare_days, 91, 91, 366};
inline constexpr Term kAftercareContact{"aftercare_contact_days", &OfficeTerms::aftercare_contact_days, 90, 1,
                                        90};
inline constexpr Term kObjection{"objection_days", &OfficeTerms::objection_days, 14, 14, 42};
inline constexpr Term kInsolventSuccession{"insolvent_succession_days",
                                           &OfficeTerms::insolvent_succession_days, 3, 1, 7};
inline constexpr Term kAssessment{"assessment_hours", &OfficeTerms::assessment_hours, 24, 1, 72};
inline constexpr Term kCommission{"commission_days", &OfficeTerms::commission_days, 14, 1, 28};
inline constexpr Term kMinorTransfer{"minor_transfer_days", &OfficeTerms::minor_transfer_days, 7, 1, 14};
inline constexpr Term kReadingReview{"reading_review_days", &OfficeTerms::reading_review_days, 3, 1, 7};
inline constexpr Term kReceiverAnswer{"receiver_answer_days", &OfficeTerms::receiver_answer_days, 14, 1, 28};
inline constexpr Term kReturnPlannedAnew{"return_planned_anew_days", &OfficeTerms::return_planned_anew_days,
                                         7, 1, 28};
inline constexpr Term kReturnContact{"return_contact_days", &OfficeTerms::return_contact_days, 7, 1, 14};
inline constexpr Term kLookAgain{"look_again_days", &OfficeTerms::look_again_days, 14, 1, 28};
inline constexpr Term kCaseOpening{"case_opening_days", &OfficeTerms::case_opening_days, 3, 1, 7};
inline constexpr Term kInquiryInfo{"inquiry_info_days", &OfficeTerms::inquiry_info_days, 14, 1, 28};
inline constexpr Term kFirstFollowUp{"first_follow_up_days", &OfficeTerms::first_follow_up_days, 14, 7, 28};
inline constexpr Term kSecondFollowUp{"second_follow_up_days", &OfficeTerms::second_follow_up_days, 56, 42,
                                      84};
inline constexpr Term kCatchUp{"catch_up_days", &OfficeTerms::catch_up_days, 14, 1, 28};
inline constexpr Term kPackage{"package_hours", &OfficeTerms::package_hours, 24, 1, 72};
inline constexpr Term kHandoverAnswer{"handover_answer_days", &OfficeTerms::handover_answer_days, 14, 1, 28};
inline constexpr Term kServiceTakeover{"service_takeover_days", &OfficeTerms::service_takeover_days, 28, 1,
                                       56};
inline constexpr Term kProvisionalAnswer{"provisional_answer_days", &OfficeTerms::provisional_answer_days, 2,
                                         1, 7};
inline constexpr Term kInquiryAnswer{"inquiry_answer_days", &OfficeTerms::inquiry_answer_days, 14, 1, 28};
inline constexpr Term kTeamReview{"team_review_days", &OfficeTerms::team_review_days, 366, 28, 366};
inline constexpr Term kTeamReturnReview{"team_return_review_days", &OfficeTerms::team_return_review_days, 28,
                                        1, 56};
inline constexpr Term kEscalation{"escalation_hours", &OfficeTerms::escalation_hours, 24, 1, 72};

// All of them, one for each field, in the order of their numbers.
std::span<const Term> Terms();

// How long it is everywhere, and how long where an office has these terms.
absl::Duration Usual(const Term& term);
absl::Duration Length(const Term& term, const OfficeTerms& terms);
// The office's own number, for the event whose date follows from it; 0: it has none, or it is the usual one.
uint32_t OwnNumber(const Term& term, const OfficeTerms& terms);

// The first number that is outside its bounds; nullptr: all may be taken.
const Term* OutOfBounds(const OfficeTerms& terms);

// When the step after `reached` is told, by an office with a pace of its own, of a clock that reached it now
// (N4); nullopt: by the usual pace (NextStepAt), or there is no further step.
std::optional<absl::Time> NextStepByOwnPace(const OfficeTerms& terms, common::v1::EscalationStep reached,
                                            absl::Time now);

// The same in the event that says what was missed, so that no later change of the pace moves it. `Missed` has
// next_step_at, which is unset where the usual pace counts.
template <class Missed>
void SetNextStep(const OfficeTerms& terms, common::v1::EscalationStep reached, absl::Time now,
                 Missed& missed) {
  const auto next = NextStepByOwnPace(terms, reached, now);
  if (next) *missed.mutable_next_step_at() = fallverbund::ToProto(*next);
}
// What it says; nullopt: nothing.
template <class Missed>
std::optional<absl::Time> NextStepOf(const Missed& missed) {
  if (!missed.has_next_step_at()) return std::nullopt;
  return fallverbund::FromProto(missed.next_step_at());
}
// When the step after `reached` is told, whoever's pace counts; nullopt: there is none.
template <class Missed>
std::optional<absl::Time> NextStepAfter(const Missed& missed, common::v1::EscalationStep reached,
                                        absl::Time recorded_at) {
  const auto own = NextStepOf(missed);
  return own ? own : NextStepAt(reached, recorded_at);
}

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_TERMS_H_
