#include "libs/care/strand.h"

#include <gtest/gtest.h>

#include "libs/care/holder.h"

namespace fallverbund::care {
namespace {

const absl::Time kMonday = absl::FromUnixSeconds(1'772'442'000);
Holder Adler() {
  return {"office", "north", "adler", "specht", common::v1::LEGAL_BASIS_SGB8_36A};
}
Holder Berg() {
  return {"office", "south", "berg", "specht", common::v1::LEGAL_BASIS_SGB8_36A};
}

TEST(Strand, HasNobodyBeforeItBegins) {
  EXPECT_FALSE(Strand<Holder>().held());
}

TEST(Strand, MovesInOneStepAndRemembersSinceWhen) {
  Strand<Holder> strand;
  strand.HeldBy(Adler(), kMonday);
  EXPECT_EQ(strand.holder(), Adler());
  EXPECT_EQ(strand.moves(), 0u);
  strand.HeldBy(Berg(), kMonday + absl::Hours(1));
  EXPECT_EQ(strand.holder(), Berg());
  EXPECT_EQ(strand.since(), kMonday + absl::Hours(1));
  EXPECT_EQ(strand.moves(), 1u);
}

TEST(Strand, WhoHoldsAlreadyGoesOn) {
  Strand<Holder> strand;
  strand.HeldBy(Adler(), kMonday);
  strand.HeldBy(Adler(), kMonday + absl::Hours(1));
  EXPECT_EQ(strand.since(), kMonday);
  EXPECT_EQ(strand.moves(), 0u);
}

TEST(Strand, AskingAnUnbegunStrandForItsHolderIsOurMistake) {
  EXPECT_DEATH(Strand<Holder>().holder(), "impossible");
}

TEST(Holder, IsAPersonOfAnOrganisationNeverAMailbox) {
  EXPECT_TRUE(IsNamed(Adler()));
  Holder mailbox = Adler();
  mailbox.person_id.clear();
  EXPECT_FALSE(IsNamed(mailbox));
}

TEST(Holder, ADeputyIsSomebodyElse) {
  EXPECT_TRUE(HasDeputy(Adler()));
  Holder alone = Adler();
  alone.deputy_person_id = alone.person_id;
  EXPECT_FALSE(HasDeputy(alone));
  alone.deputy_person_id.clear();
  EXPECT_FALSE(HasDeputy(alone));
}

TEST(Tonight, NeedsAKindAndAPerson) {
  EXPECT_TRUE(IsNamed(Tonight{common::v1::TONIGHT_KIND_FAMILY, Adler()}));
  EXPECT_FALSE(IsNamed(Tonight{common::v1::TONIGHT_KIND_UNSPECIFIED, Adler()}));
  EXPECT_FALSE(IsNamed(Tonight{common::v1::TONIGHT_KIND_FAMILY, Holder{}}));
}

TEST(Tonight, TravelsThroughItsProtoUnchanged) {
  const Tonight tonight{common::v1::TONIGHT_KIND_CLINIC, Berg()};
  EXPECT_EQ(FromProto(ToProto(tonight)), tonight);
}

}  // namespace
}  // namespace fallverbund::care
