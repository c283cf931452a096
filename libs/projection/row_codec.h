// Numbers and fields as bytes of rows. Rows are disposable, so this is no stored contract: a change needs
// only a new projection version.
#ifndef FALLVERBUND_LIBS_PROJECTION_ROW_CODEC_H_
#define FALLVERBUND_LIBS_PROJECTION_ROW_CODEC_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/time.h"

namespace fallverbund::projection {

// Eight bytes that sort like the number.
std::string BigEndian(uint64_t number);
// 0 unless `bytes` has eight or more; reads the first eight.
uint64_t FromBigEndian(std::string_view bytes);

// Eight bytes that sort like the instant, to the nanosecond.
std::string SortableTime(absl::Time time);
absl::Time FromSortableTime(std::string_view bytes);

// RowWriter().Number(7).Text("held").Take()
class RowWriter {
 public:
  RowWriter& Number(uint64_t number);
  RowWriter& Time(absl::Time time);
  RowWriter& Text(std::string_view text);
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads fields in the order they were written. After a field that is not there, ok() is false for good and
// every further field is empty.
class RowReader {
 public:
  explicit RowReader(std::string_view bytes) : rest_(bytes) {}
  uint64_t Number();
  absl::Time Time();
  std::string_view Text();  // points into the row
  bool ok() const { return ok_; }

 private:
  std::string_view Next(size_t size);
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_ROW_CODEC_H_
