#include "services/audit/pages/palette.h"

#include <gtest/gtest.h>

#include <string>

#include "services/audit/pages/templates.h"

namespace fallverbund::audit::pages {
namespace {

TEST(Contrast, IsThatOfWcag) {
  EXPECT_NEAR(Contrast("#000000", "#ffffff"), 21, 0.001);
  EXPECT_NEAR(Contrast("#777777", "#ffffff"), 4.48, 0.01);  // the well-known grey that just fails AA
  EXPECT_EQ(Contrast("#b3001b", "#ffffff"), Contrast("#ffffff", "#b3001b"));
}

TEST(Palette, KeepsTheContrastOfAaOnEveryPage) {
  for (const Pair& pair : PairsInUse()) {
    EXPECT_GE(Contrast(ColourNamed(pair.front), ColourNamed(pair.back)), pair.at_least)
        << pair.front << " on " << pair.back;
  }
}

// What a template names has to be there, and to be measured.
TEST(Palette, HasEveryColourTheFrameUsesAndMeasuresIt) {
  const std::string text(TemplateNamed("frame"));
  int used = 0;
  const std::string begin = "{{colour.";
  for (size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const std::string name = text.substr(at + begin.size(), text.find('}', at) - at - begin.size());
    EXPECT_FALSE(ColourNamed(name).empty()) << name;
    bool measured = false;
    for (const Pair& pair : PairsInUse()) measured = measured || pair.front == name || pair.back == name;
    EXPECT_TRUE(measured) << name;
    ++used;
  }
  EXPECT_GT(used, 10);
  const size_t style = text.find("<style>");
  EXPECT_EQ(text.substr(style, text.find("</style>") - style).find('#'), std::string::npos)
      << "a colour that is not of the palette";
}

}  // namespace
}  // namespace fallverbund::audit::pages
