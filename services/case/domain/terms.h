// Periods of this domain that no paragraph fixes: proposed defaults. Those an office may have its own number
// for stand in libs/care/terms.h, and are named here, for tests, by what they are where it has none; the
// others are bounds of dates that people name, or say why they are fixed.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TERMS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TERMS_H_

#include <algorithm>

#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/time.h"
#include "libs/care/terms.h"

namespace fallverbund::casework {

// N4: when the offer names no date, and at most.
inline const absl::Duration kHandoverAnswerWithin = care::Usual(care::kHandoverAnswer);
inline const absl::Duration kReplanWithin =
    care::Usual(care::kReplan);  // team meeting and new plan after a setback
inline const absl::Duration kBridgeWithin =
    care::Usual(care::kBridge);                        // N9: to find what comes next, if notice names no day
inline const absl::Duration kBridgeAtMost = Days(91);  // N9: however late the provider wishes to end

inline const absl::Duration kFirstFollowUp = care::Usual(care::kFirstFollowUp);    // N6
inline const absl::Duration kSecondFollowUp = care::Usual(care::kSecondFollowUp);  // N6: eight weeks
inline const absl::Duration kCatchUpWithin =
    care::Usual(care::kCatchUp);  // N6: the meeting after a cold move
inline const absl::Duration kPackageOwedWithin =
    care::Usual(care::kPackage);  // § 8a, § 86c(2): who holds it answers tonight
// N13: § 41a says "angemessen"; as long as the door stays open after an own decision.
inline const absl::Duration kAftercareAtLeast = care::Usual(care::kAftercare);
inline const absl::Duration kAftercareAtMost = Days(1096);  // N13

inline const absl::Duration kInformAgencyWithin =
    care::Usual(care::kInformAgency);  // N7: "unverzüglich" has no hours in the law
inline const absl::Duration kServiceTakeoverWithin = care::Usual(care::kServiceTakeover);      // N7
inline const absl::Duration kDisputeSettledWithin = care::Usual(care::kDisputeSettled);        // N7
inline const absl::Duration kOmbudsOfferWithin = care::Usual(care::kOmbudsOffer);              // N7
inline const absl::Duration kProvisionalAnswerWithin = care::Usual(care::kProvisionalAnswer);  // N7
inline const absl::Duration kInsolventSuccession = care::Usual(care::kInsolventSuccession);    // N10
inline const absl::Duration kSuccessionAtLeast = Days(1);                                      // N10
inline const absl::Duration kConsentsWithin = care::Usual(care::kConsents);                    // N13
inline const absl::Duration kConsentAtMost = Days(366);  // § 65: a proposed default, a year
inline const absl::Duration kGuardianshipWithin = care::Usual(care::kGuardianship);  // N13
// N13: of a date that had passed when it got known
inline const absl::Duration kOverdueDateWithin = care::Usual(care::kOverdueDate);
// N13: a way back is open at any age, but nothing is kept longer than 70 years after the 30th birthday (§
// 9b).
inline constexpr int kOldestInYears = 100;
inline const absl::Duration kHelpPlannedAtMost = Days(1096);  // N13

inline const absl::Duration kObjectionPeriod = care::Usual(care::kObjection);  // N14
inline const absl::Duration kDoorOpen = Days(91);  // N14: three months (§ 86a(4))

// Working days of §§ 42a(4), 42b(1) and (3): the law's own numbers.
inline constexpr int kMinorNotifiedWithin = 7;
inline constexpr int kLandReportsWithin = 3;
inline constexpr int kAllocationStepWithin = 2;
// § 42a(5) names no days for escort and transfer; at the latest the month is over.
inline const absl::Duration kMinorTransferWithin = care::Usual(care::kMinorTransfer);
inline constexpr int kSearchAtMostHours =
    static_cast<int>(care::kSearch.usual);  // between two attempts to find somebody
inline const absl::Duration kFirstSearchWithin =
    care::Usual(care::kFirstSearch);                         // N12: likewise, since nobody knows where
inline const absl::Duration kReadingLasts = absl::Hours(4);  // § 62: of whoever broke the glass

inline const absl::Duration kAssessmentWithin = care::Usual(care::kAssessment);  // § 8a says: without delay
inline const absl::Duration kAssessmentAtMost = Days(7);
inline const absl::Duration kCommissionAtMost = Days(28);
inline const absl::Duration kTrialAtMost = Days(183);          // B12
inline const absl::Duration kReturnPlannedAtMost = Days(731);  // C17
inline const absl::Duration kReceiverAnswersWithin =
    care::Usual(care::kReceiverAnswer);  // C17, N4: as for a handover
inline const absl::Duration kReturnPlannedAnewWithin =
    care::Usual(care::kReturnPlannedAnew);  // C17: after a no, as after a setback
inline const absl::Duration kReturnContactWithin =
    care::Usual(care::kReturnContact);  // C17: of who has promised to receive
inline const absl::Duration kLookAgainAtMost = Days(28);
inline constexpr uint32_t kConfidenceQuestion = 1;  // the version that is asked now (A23)

// N9: by when whoever holds finds what comes after a setting under notice.
inline absl::Time BridgeDue(absl::Time wished_end, absl::Time now, const care::OfficeTerms& terms) {
  return wished_end > now ? std::min(wished_end, now + kBridgeAtMost)
                          : now + care::Length(care::kBridge, terms);
}

// The longest a case may rest without contact: shorter when nobody knows where the young person is, whatever
// it rests for (N12).
inline const care::Term& StandbyLimit(v1::StandbyReason reason, common::v1::TonightKind tonight) {
  const bool missing =
      reason == v1::STANDBY_REASON_UNREACHABLE || tonight == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  return missing ? care::kStandbyMissing : care::kStandby;
}

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TERMS_H_
