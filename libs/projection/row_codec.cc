#include "libs/projection/row_codec.h"

namespace fallverbund::projection {
namespace {

constexpr uint64_t kSignBit = uint64_t{1} << 63;

}  // namespace

std::string BigEndian(uint64_t number) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) bytes[static_cast<size_t>(i)] = static_cast<char>(number & 0xff);
  return bytes;
}

uint64_t FromBigEndian(std::string_view bytes) {
  if (bytes.size() < 8) return 0;
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[static_cast<size_t>(i)]);
  return number;
}

std::string SortableTime(absl::Time time) {
  return BigEndian(static_cast<uint64_t>(absl::ToUnixNanos(time)) ^ kSignBit);
}

absl::Time FromSortableTime(std::string_view bytes) {
  return absl::FromUnixNanos(static_cast<int64_t>(FromBigEndian(bytes) ^ kSignBit));
}

RowWriter& RowWriter::Number(uint64_t number) {
  bytes_ += BigEndian(number);
  return *this;
}

RowWriter& RowWriter::Time(absl::Time time) {
  bytes_ += SortableTime(time);
  return *this;
}

RowWriter& RowWriter::Text(std::string_view text) {
  Number(text.size());
  bytes_ += text;
  return *this;
}

std::string_view RowReader::Next(size_t size) {
  if (!ok_ || rest_.size() < size) {
    ok_ = false;
    return {};
  }
  std::string_view field = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return field;
}

uint64_t RowReader::Number() {
  return FromBigEndian(Next(8));
}
absl::Time RowReader::Time() {
  std::string_view field = Next(8);
  return field.empty() ? absl::UnixEpoch() : FromSortableTime(field);
}
std::string_view RowReader::Text() {
  return Next(Number());
}

}  // namespace fallverbund::projection
