#include "services/case/domain/ground.h"

#include <gtest/gtest.h>

namespace fallverbund::casework {
namespace {

TEST(Ground, KnowsTheSevenLawfulEndsInBothLanguages) {
  EXPECT_EQ(ClassifyGround("DEATH"), Ground::kDeath);
  EXPECT_EQ(ClassifyGround("verstorben."), Ground::kDeath);
  EXPECT_EQ(ClassifyGround("AGE_27"), Ground::kAge27);
  EXPECT_EQ(ClassifyGround("Transferred out"), Ground::kTransferredOut);
  EXPECT_EQ(ClassifyGround("Übergabe abgeschlossen"), Ground::kTransferredOut);
  EXPECT_EQ(ClassifyGround("OWN_DECISION"), Ground::kOwnDecision);
  EXPECT_EQ(ClassifyGround("SELBSTSTÄNDIGKEIT erreicht"), Ground::kIndependenceReached);
  EXPECT_EQ(ClassifyGround("moved abroad"), Ground::kMovedAbroad);
  EXPECT_EQ(ClassifyGround("recorded-in-error"), Ground::kRecordedInError);
  EXPECT_TRUE(IsLawful(Ground::kRecordedInError));
}

TEST(Ground, KnowsEveryForbiddenReasonWhereverItStands) {
  for (const char* text :
       {"mangelnde Mitwirkung", "discharge: nicht gruppenfähig", "NICHT GRUPPENFÄHIG!", "kein  Platz",
        "Kosten", "Regelverstoß", "unbekannt verzogen", "Der Träger lehnt ab", "Altersgrenze 18",
        "lack of cooperation", "we have no capacity", "provider refuses", "Er ist jetzt volljährig."}) {
    EXPECT_EQ(ClassifyGround(text), Ground::kForbidden) << text;
  }
}

TEST(Ground, AForbiddenReasonHidesBehindNoLawfulOne) {
  EXPECT_EQ(ClassifyGround("OWN_DECISION (nicht gruppenfähig)"), Ground::kForbidden);
}

TEST(Ground, ALawfulOneMustBeTheWholeText) {
  EXPECT_EQ(ClassifyGround("Tod der Großmutter"), Ground::kUnknown);
  EXPECT_EQ(ClassifyGround("moved abroad next door"), Ground::kUnknown);
}

TEST(Ground, ForbiddenReasonsAreWholeWords) {
  EXPECT_EQ(ClassifyGround("Kostenlos"), Ground::kUnknown);
}

TEST(Ground, AnythingElseIsUnknown) {
  for (const char* text : {"", "   ", "weil halt", "\xff\xfe", "ẞẞẞ"}) {
    EXPECT_EQ(ClassifyGround(text), Ground::kUnknown);
  }
  EXPECT_FALSE(IsLawful(Ground::kUnknown));
  EXPECT_FALSE(IsLawful(Ground::kForbidden));
}

}  // namespace
}  // namespace fallverbund::casework
