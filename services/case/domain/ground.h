// What somebody writes when they want a case to end, matched against the lawful ends (N14) and the reasons
// that must never have a code (N15).
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_GROUND_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_GROUND_H_

#include <string_view>

#include "fallverbund/casework/v1/case_events.pb.h"

namespace fallverbund::casework {

enum class Ground {
  kUnknown,    // neither list knows it
  kForbidden,  // N15; which one is nobody's code
  // N14
  kDeath,
  kAge27,
  kTransferredOut,
  kOwnDecision,
  kIndependenceReached,
  kMovedAbroad,
  kRecordedInError,
};

bool IsLawful(Ground ground);
v1::LawfulEndGround CodeOf(Ground ground);  // UNSPECIFIED for those that are not lawful

// German or English, any case and punctuation. A lawful ground must be the whole text; a forbidden reason may
// stand anywhere in it, and wins.
Ground ClassifyGround(std::string_view text);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_GROUND_H_
