#include "libs/seal/blind_index.h"

#include <gtest/gtest.h>

namespace fallverbund::seal {
namespace {

std::string Fold(std::string_view text) {
  const auto folded = FoldForIndex(text);
  return folded.ok() ? *folded : std::string(folded.status().message());
}

TEST(FoldForIndex, OneNameInItsManySpellingsIsOne) {
  for (const char* spelling : {"Müller", "MÜLLER", "mueller", " Mueller\t", "Mu\xcc\x88ller"}) {
    EXPECT_EQ(Fold(spelling), "mueller") << spelling;
  }
  EXPECT_EQ(Fold("Weiß"), Fold("WEISS"));
  EXPECT_EQ(Fold("Anna-Lena  von\nOhm"), "anna lena von ohm");
  EXPECT_EQ(Fold("Anna\xc2\xa0Lena"), "anna lena");
}

TEST(FoldForIndex, AccentsOfTheNeighboursVanish) {
  EXPECT_EQ(Fold("İpek Işık Çağlar Şen"), "ipek isik caglar sen");
  EXPECT_EQ(Fold("Łukasz Wałęsa"), "lukasz walesa");
  EXPECT_EQ(Fold("Țîrlea Ștefan"), "tirlea stefan");
  EXPECT_EQ(Fold("René Ramón Ångström Œuvre ſ"), "rene ramon angstroem oeuvre s");
  EXPECT_EQ(Fold("Rene\xcc\x81"), "rene");
}

TEST(FoldForIndex, OtherScriptsStayAsTheyAre) {
  EXPECT_EQ(Fold("Мила 5"), "Мила 5");
  EXPECT_EQ(Fold("ليلى"), "ليلى");
  EXPECT_EQ(Fold("美"), "美");
}

TEST(FoldForIndex, DifferentNamesStayDifferent) {
  EXPECT_NE(Fold("Finn"), Fold("Fin"));
  EXPECT_NE(Fold("Lea 2011-05-02"), Fold("Lea 2011-05-20"));
  EXPECT_NE(Fold("Le a"), Fold("Lea"));
}

TEST(FoldForIndex, BytesThatAreNoTextDoNoHarm) {
  EXPECT_EQ(Fold("a\xc3"), "a\xc3");
  EXPECT_EQ(Fold("\xff\xfe"), "\xff\xfe");
}

TEST(FoldForIndex, NothingAndTooMuchAreRefused) {
  EXPECT_FALSE(FoldForIndex("").ok());
  EXPECT_FALSE(FoldForIndex(" - ").ok());
  EXPECT_TRUE(FoldForIndex(std::string(1024, 'x')).ok());
  EXPECT_EQ(FoldForIndex(std::string(1025, 'x')).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace fallverbund::seal
