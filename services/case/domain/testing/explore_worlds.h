// The small worlds that are explored: each mechanism, and each pair of mechanisms that interact.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_WORLDS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_WORLDS_H_

#include <ostream>
#include <set>
#include <vector>

#include "services/case/domain/testing/explore.h"

namespace fallverbund::casework::testing {

struct Small {
  const char* name;
  std::set<Theme> themes;  // kOpening goes without saying
  bool whole = false;      // the walk meets all states there are; otherwise it stops at some bound
};
inline std::ostream& operator<<(std::ostream& out, const Small& small) {
  return out << small.name;
}

inline const std::vector<Small>& Worlds() {
  using enum Theme;
  static const std::vector<Small> kWorlds = {
      {"WhoHolds", {kHandover, kTeam, kStandby, kClock}, true},
      {"WhoSheltersWhileTheCaseIsHandedOver", {kSetting, kStandby, kHandover}, true},
      {"WhatIsDueWhileSettingsChange", {kSetting, kStandby, kClock}, true},
      {"WhatComesAfterAHandover", {kHandover, kFollowUp, kStandby, kClock}, true},
      {"HowACaseEndsAndComesBackWhileItIsHandedOver", {kHandover, kEnding, kClock}, true},
      {"HowARestingCaseEndsAndComesBack", {kStandby, kEnding, kClock}, true},
      {"HowACaseEndsWhileSettingsChange", {kSetting, kEnding, kClock}, true},
      {"WhoHoldsWhileCompetenceIsInQuestion", {kCompetence, kClock}, true},
      {"WhoSpeaksAsTheYoungPersonGetsOlder", {kAge, kClock}, true},
      {"WhoMayBeToldWhileTheCaseIsHandedOver", {kConsent, kHandover}, true},
      {"HowAPlanIsApproved", {kPlanning, kClock}, true},
      {"HowASettingGoesOn", {kCourse, kClock}, true},
      {"WhoLeadsACrisis", {kCrisis, kClock}, true},
      {"ACrisisIsLedWhileTheCaseIsOnOffer", {kCrisis, kOneOffer}, true},
      {"ACrisisIsLedWhileAnEndIsAskedFor", {kCrisis, kShortEnd}, true},
      {"ACrisisIsLedWhileACaseRests", {kCrisis, kStandby}, true},
      {"AnEndIsAskedForAsTheYoungPersonGetsOlder", {kAge, kShortEnd}, true},
      {"AnOfferIsOpenAsTheYoungPersonGetsOlder", {kAge, kOneOffer}, true},
      {"APlanIsApprovedWhileTheCaseIsOnOffer", {kPlanning, kOneOffer}, true},
      {"ASettingGoesOnWhileTheCaseIsOnOffer", {kCourse, kOneOffer}, true},
      {"ASettingGoesOnWhileAPartnerGoes", {kCourse, kTeam, kLeaving}, true},
      {"WhatComesAfterAHandoverWhileAnEndIsAskedFor", {kFollowUp, kHandover, kShortEnd}, true},
      {"WhatComesAfterAHandoverWhileSomebodyLeaves", {kFollowUp, kHandover, kLeaver}, true},
      {"AnUnaccompaniedMinorWhileTheCaseIsOnOffer", {kMinor, kOneOffer, kClock}, true},
      {"AnUnaccompaniedMinorWhileCompetenceIsInQuestion", {kMinor, kJurisdiction, kClock}, true},
      {"WhoMayBeToldWhileCompetenceIsInQuestion", {kConsent, kJurisdiction, kClock}, true},
      {"ASettingGoesOnWhileAnEndIsAskedFor", {kCourse, kShortEnd, kClock}, true},
      {"APlanIsApprovedWhileAnEndIsAskedFor", {kPlanning, kShortEnd}, true},
      {"WhosePlaceIsKept", {kSetting, kPlace}, true},
      {"AnUnaccompaniedMinorOnTheWay", {kMinor, kClock}, true},
      {"DeputiesOfTwoOfficesHandOver", {kDeputy, kStandby, kClock}, true},
      {"SomebodyLeavesWhileTheCaseIsOnOffer", {kLeaver, kHandover, kStandby, kClock}, true},
      {"SomebodyLeavesWhileDeputiesHandOver", {kLeaver, kDeputy, kClock}, true},
      {"AnEndIsAskedForWhileCompetenceIsInQuestion", {kJurisdiction, kShortEnd, kClock}, true},
      {"WhatIsPreparedBeforeItIsOffered", {kDraft, kOneOffer, kFollowUp, kClock}, true},
      {"WhatIsPreparedWhileAnEndIsAskedFor", {kDraft, kOneOffer, kShortEnd}, true},
      {"AnOfferIsOpenWhileCompetenceIsInQuestion", {kJurisdiction, kOneOffer, kClock}, true},
      {"AnOfferIsOpenWhileAnEndIsAskedFor", {kOneOffer, kShortEnd, kTeam, kClock}, true},
      {"AProviderGoesWhileSettingsChange", {kSetting, kLeaving, kClock}, true},
      {"APartnerGoesWhileTheCaseIsHandedOver", {kTeam, kLeaving, kHandover, kClock}, true},
      {"APartnerGoesWhileAnEndIsAskedFor", {kTeam, kLeaving, kShortEnd, kClock}, true},
      {"WhoCoordinates", {kTeam, kCoordination, kClock}, true},
      {"WhoCoordinatesWhileTheCaseIsOnOffer", {kTeam, kCoordination, kOneOffer}, true},
      {"WhoCoordinatesWhileAnEndIsAskedFor", {kTeam, kCoordination, kShortEnd}, true},
      {"WhoCoordinatesWhileSomebodyIsToFollow", {kTeam, kHandover, kCoordination, kClock}},
      {"WhoCoordinatesWhileAPartnerGoesOrStays", {kTeam, kCoordination, kLeaving, kClock}, true},
      {"EverythingAtOnce",
       {kHandover, kTeam, kSetting, kStandby, kEnding, kFollowUp, kCompetence, kAge, kPlanning, kCourse,
        kLeaving, kLeaver, kCoordination, kClock}},
  };
  return kWorlds;
}

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_WORLDS_H_
