// Periods of this domain that no paragraph fixes: proposed defaults.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TERMS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TERMS_H_

#include <algorithm>

#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/time.h"

namespace fallverbund::casework {

// N4: when the offer names no date, and at most.
inline const absl::Duration kHandoverAnswerWithin = Days(14);
inline const absl::Duration kReplanWithin = Days(7);   // team meeting and new plan after a setback
inline const absl::Duration kBridgeWithin = Days(7);   // N9: to find what comes next, if notice names no day
inline const absl::Duration kBridgeAtMost = Days(91);  // N9: however late the provider wishes to end
inline const absl::Duration kStandbyMissingAtMost = Days(28);  // N12
inline const absl::Duration kStandbyAtMost = Days(90);         // N12

inline const absl::Duration kFirstFollowUp = Days(14);     // N6
inline const absl::Duration kSecondFollowUp = Days(56);    // N6: eight weeks
inline const absl::Duration kCatchUpWithin = Days(14);     // N6: the meeting after a cold move
inline const absl::Duration kPackageOwedWithin = Days(1);  // § 8a, § 86c(2): who holds it answers tonight
// N13: § 41a says "angemessen"; as long as the door stays open after an own decision.
inline const absl::Duration kAftercareAtLeast = Days(91);
inline const absl::Duration kAftercareAtMost = Days(1096);  // N13
inline constexpr int kAftercareContactAtMostDays = 90;      // N13

inline const absl::Duration kInformAgencyWithin = Days(3);      // N7: "unverzüglich" has no hours in the law
inline const absl::Duration kServiceTakeoverWithin = Days(28);  // N7
inline const absl::Duration kDisputeSettledWithin = Days(7);    // N7
inline const absl::Duration kOmbudsOfferWithin = Days(3);       // N7
inline const absl::Duration kProvisionalAnswerWithin = Days(2);  // N7
inline const absl::Duration kInsolventSuccession = Days(3);      // N10
inline const absl::Duration kSuccessionAtLeast = Days(1);        // N10
inline const absl::Duration kConsentsWithin = Days(28);          // N13
inline const absl::Duration kConsentAtMost = Days(366);          // § 65: a proposed default, a year
inline const absl::Duration kGuardianshipWithin = Days(14);      // N13
inline const absl::Duration kTransitionCheckAhead = Days(365);   // N13: § 36b, about one year
inline const absl::Duration kOverdueDateWithin =
    Days(14);  // N13: of a date that had passed when it got known
// N13: a way back is open at any age, but nothing is kept longer than 70 years after the 30th birthday (§
// 9b).
inline constexpr int kOldestInYears = 100;
inline const absl::Duration kHelpPlannedAtMost = Days(1096);  // N13

inline const absl::Duration kObjectionPeriod = Days(14);  // N14
inline const absl::Duration kDoorOpen = Days(91);         // N14: three months (§ 86a(4))

// Working days of §§ 42a(4), 42b(1) and (3): the law's own numbers.
inline constexpr int kMinorNotifiedWithin = 7;
inline constexpr int kLandReportsWithin = 3;
inline constexpr int kAllocationStepWithin = 2;
// § 42a(5) names no days for escort and transfer; at the latest the month is over.
inline const absl::Duration kMinorTransferWithin = Days(7);
inline constexpr int kSearchAtMostHours = 72;  // between two attempts to find somebody: a proposed default
inline const absl::Duration kFirstSearchWithin = absl::Hours(24);  // N12: likewise, since nobody knows where
inline const absl::Duration kReadingLasts = absl::Hours(4);        // § 62: of whoever broke the glass
inline const absl::Duration kReadingReviewedWithin = Days(3);

inline const absl::Duration kAssessmentWithin = absl::Hours(24);  // § 8a says: without delay
inline const absl::Duration kAssessmentAtMost = Days(7);
inline const absl::Duration kCommissionWithin = Days(14);  // C8
inline const absl::Duration kCommissionAtMost = Days(28);
inline const absl::Duration kTrialAtMost = Days(183);            // B12
inline const absl::Duration kReturnPlannedAtMost = Days(731);    // C17
inline const absl::Duration kReceiverAnswersWithin = Days(14);   // C17, N4: as for a handover
inline const absl::Duration kReturnPlannedAnewWithin = Days(7);  // C17: after a no, as after a setback
inline const absl::Duration kReturnContactWithin = Days(7);      // C17: of who has promised to receive
inline const absl::Duration kLookAgainWithin = Days(14);         // A21
inline const absl::Duration kLookAgainAtMost = Days(28);
inline constexpr uint32_t kConfidenceQuestion = 1;  // the version that is asked now (A23)

// N9: by when whoever holds finds what comes after a setting under notice.
inline absl::Time BridgeDue(absl::Time wished_end, absl::Time now) {
  return wished_end > now ? std::min(wished_end, now + kBridgeAtMost) : now + kBridgeWithin;
}

// The longest a case may rest without contact: shorter when nobody knows where the young person is, whatever
// it rests for (N12).
inline absl::Duration StandbyLimit(v1::StandbyReason reason, common::v1::TonightKind tonight) {
  const bool missing =
      reason == v1::STANDBY_REASON_UNREACHABLE || tonight == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  return missing ? kStandbyMissingAtMost : kStandbyAtMost;
}

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TERMS_H_
