#include "libs/care/terms.h"

#include <algorithm>
#include <array>

namespace fallverbund::care {
namespace {

constexpr std::array kTerms = {kReplan,
                               kBridge,
                               kStandbyMissing,
                               kStandby,
                               kFirstSearch,
                               kSearch,
                               kInformAgency,
                               kDisputeSettled,
                               kOmbudsOffer,
                               kConsents,
                               kGuardianship,
                               kTransitionCheck,
                               kOverdueDate,
                               kAftercare,
                               kAftercareContact,
                               kObjection,
                               kInsolventSuccession,
                               kAssessment,
                               kCommission,
                               kMinorTransfer,
                               kReadingReview,
                               kReceiverAnswer,
                               kReturnPlannedAnew,
                               kReturnContact,
                               kLookAgain,
                               kCaseOpening,
                               kInquiryInfo,
                               kFirstFollowUp,
                               kSecondFollowUp,
                               kCatchUp,
                               kPackage,
                               kHandoverAnswer,
                               kServiceTakeover,
                               kProvisionalAnswer,
                               kInquiryAnswer,
                               kTeamReview,
                               kTeamReturnReview,
                               kEscalation};

absl::Duration Of(const Term& term, uint32_t number) {
  const int64_t hours = term.field.ends_with("_hours") ? 1 : 24;
  return absl::Hours(hours * number);
}

}  // namespace

std::span<const Term> Terms() {
  return kTerms;
}

absl::Duration Usual(const Term& term) {
  return Of(term, term.usual);
}

absl::Duration Length(const Term& term, const OfficeTerms& terms) {
  const uint32_t own = OwnNumber(term, terms);
  return own == 0 ? Usual(term) : Of(term, own);
}

uint32_t OwnNumber(const Term& term, const OfficeTerms& terms) {
  const uint32_t own = (terms.*term.own)();
  return own == term.usual ? 0 : own;
}

const Term* OutOfBounds(const OfficeTerms& terms) {
  const auto found = std::find_if(kTerms.begin(), kTerms.end(), [&](const Term& term) {
    const uint32_t own = (terms.*term.own)();
    return own != 0 && (own < term.least || own > term.most);
  });
  return found == kTerms.end() ? nullptr : &*found;
}

std::optional<absl::Time> NextStepByOwnPace(const OfficeTerms& terms, common::v1::EscalationStep reached,
                                            absl::Time now) {
  if (reached == common::v1::ESCALATION_STEP_STEERING_GROUP || OwnNumber(kEscalation, terms) == 0)
    return std::nullopt;
  return now + Length(kEscalation, terms);
}

}  // namespace fallverbund::care
