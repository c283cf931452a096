#include "libs/decider/one_of.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace fallverbund::decider {
namespace {

struct Open {
  std::string by;
};
struct Close {
  int reason = 0;
};
struct Pause {};
class Wish : public OneOf<Open, Close, Pause> {
  using OneOf::OneOf;
};

std::string Told(const Wish& wish) {
  return Visit(
      [](const auto& one) -> std::string {
        if constexpr (requires { one.by; }) return "by " + one.by;
        return "by nobody";
      },
      wish);
}

TEST(OneOf, IsOfTheKindThatItWasMadeOf) {
  const Wish open = Open{"adler"}, close = Close{7};
  EXPECT_TRUE(Holds<Open>(open) && !Holds<Close>(open) && Holds<Close>(close));
  EXPECT_EQ(Get<Open>(open).by, "adler");
  EXPECT_EQ(GetIf<Close>(&close)->reason, 7);
  EXPECT_EQ(GetIf<Open>(&close), nullptr);
  EXPECT_THROW(Get<Open>(close), std::bad_any_cast);
  EXPECT_EQ(open.index(), 0u);
  EXPECT_EQ(close.index(), 1u);
  EXPECT_EQ(Wish(Pause{}).index(), 2u);
}

TEST(OneOf, ThatIsNotThereIsOfNoKind) {
  Wish* none = nullptr;
  const Wish* const_none = nullptr;
  EXPECT_EQ(GetIf<Open>(none), nullptr);
  EXPECT_EQ(GetIf<Open>(const_none), nullptr);
}

TEST(OneOf, IsVisitedByItsKind) {
  EXPECT_EQ(Told(Open{"adler"}), "by adler");
  EXPECT_EQ(Told(Close{}), "by nobody");
}

TEST(OneOf, CanBeChangedInPlaceAndCopiesStandAlone) {
  Wish wish = Open{"adler"};
  const Wish copy = wish;
  GetIf<Open>(&wish)->by = "biber";
  EXPECT_EQ(Told(wish), "by biber");
  Visit(
      [](auto& one) {
        if constexpr (requires { one.by; }) one.by += " and dachs";
        return true;
      },
      wish);
  EXPECT_EQ(Told(wish), "by biber and dachs");
  EXPECT_EQ(Told(copy), "by adler");
  wish = copy;
  EXPECT_EQ(Told(wish), "by adler");
  std::vector<Wish> wishes = {Close{1}, Open{"adler"}};
  std::swap(wishes[0], wishes[1]);
  EXPECT_TRUE(Holds<Open>(wishes[0]) && Holds<Close>(wishes[1]));
}

}  // namespace
}  // namespace fallverbund::decider
