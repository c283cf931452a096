// How numbers, bytes and lines are written in notes and tiles. What comes in has one form only: anything that
// would not be written like that is refused, so no two texts mean the same. Pure, thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_ENCODING_H_
#define FALLVERBUND_LIBS_TLOG_ENCODING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/tlog/hash.h"

namespace fallverbund::tlog {

// Sizes and indexes: what fits a signed 64-bit number, as in the tools of others.
inline constexpr uint64_t kMaxSize = INT64_MAX;

std::string Base64(std::string_view bytes);
// nullopt: white space, a missing or needless '=', bits that mean nothing, another alphabet.
std::optional<std::string> Unbase64(std::string_view text);
std::optional<Hash> HashFromBase64(std::string_view text);

// nullopt: a sign, a leading zero, anything but digits, above kMaxSize.
std::optional<uint64_t> ParseDecimal(std::string_view text);

// Big-endian, of 2 or 8 bytes.
void PutU16(std::string& out, uint16_t value);
void PutU64(std::string& out, uint64_t value);
uint64_t GetBigEndian(std::string_view bytes);  // at most 8 bytes

// The next line without its LF, taken off `rest`; nullopt: no LF follows.
std::optional<std::string_view> TakeLine(std::string_view& rest);

// The characters of UTF-8 text; nullopt: not UTF-8 (overlong, a surrogate, beyond U+10FFFF, cut off).
std::optional<std::vector<uint32_t>> Characters(std::string_view text);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_ENCODING_H_
