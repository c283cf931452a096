#include "libs/projection/row_codec.h"

#include <gtest/gtest.h>

namespace fallverbund::projection {
namespace {

TEST(RowCodec, NumbersSortAsBytes) {
  EXPECT_LT(BigEndian(1), BigEndian(2));
  EXPECT_LT(BigEndian(255), BigEndian(256));
  EXPECT_EQ(FromBigEndian(BigEndian(0x0123456789abcdef)), 0x0123456789abcdefu);
}

TEST(RowCodec, TimesSortAsBytesAlsoBefore1970) {
  absl::Time before = absl::UnixEpoch() - absl::Hours(1), after = absl::UnixEpoch() + absl::Hours(1);
  EXPECT_LT(SortableTime(before), SortableTime(after));
  EXPECT_EQ(FromSortableTime(SortableTime(before)), before);
}

TEST(RowCodec, FieldsComeBackAsWritten) {
  std::string row =
      RowWriter().Number(7).Text("").Text("held").Time(absl::FromUnixSeconds(1700000000)).Take();
  RowReader reader(row);
  EXPECT_EQ(reader.Number(), 7u);
  EXPECT_EQ(reader.Text(), "");
  EXPECT_EQ(reader.Text(), "held");
  EXPECT_EQ(reader.Time(), absl::FromUnixSeconds(1700000000));
  EXPECT_TRUE(reader.ok());
}

TEST(RowCodec, AShortRowIsNoticed) {
  std::string row = RowWriter().Text("held").Take();
  for (size_t size = 0; size < row.size(); ++size) {
    RowReader reader(std::string_view(row).substr(0, size));
    reader.Text();
    EXPECT_FALSE(reader.ok()) << size;
    EXPECT_EQ(reader.Number(), 0u);
  }
}

}  // namespace
}  // namespace fallverbund::projection
