#include "libs/eventlog_jetstream/stored_copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog_jetstream/highway_hash.h"

namespace fallverbund::eventlog {
namespace {

// A record: its length with a mark for headers (4 bytes), sequence (8), time (8), length of the subject (2),
// subject, with headers their length (4) and they, payload, checksum (8). All numbers little-endian.
constexpr size_t kFixed = 22;
constexpr size_t kChecksum = 8;
constexpr uint32_t kHasHeaders = uint32_t{1} << 31;
constexpr uint64_t kErased = uint64_t{1} << 63;
constexpr uint64_t kTombstone = uint64_t{1} << 62;
constexpr size_t kChecksummedFrom = 4;  // sequence and time
constexpr size_t kChecksummedTo = 20;

uint64_t Number(std::string_view bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) value |= uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

// nullopt: its lengths contradict one another.
std::optional<StoredRecord> Parse(std::string_view record, bool has_headers, std::string_view key) {
  const std::string_view body = record.substr(kFixed, record.size() - kFixed - kChecksum);
  const size_t subject_size = Number(record, kChecksummedTo, 2);
  if (subject_size > body.size()) return std::nullopt;
  std::string_view rest = body.substr(subject_size);
  std::string checked(record.substr(kChecksummedFrom, kChecksummedTo - kChecksummedFrom));
  checked += body.substr(0, subject_size);
  size_t headers = 0;
  if (has_headers) {
    if (rest.size() < 4) return std::nullopt;
    headers = Number(rest, 0, 4);
    rest.remove_prefix(4);
    if (headers > rest.size()) return std::nullopt;
  }
  checked += rest;

  StoredRecord parsed;
  parsed.message.position = Number(record, 4, 8);
  parsed.message.server_time_ns = static_cast<int64_t>(Number(record, 12, 8));
  parsed.message.subject = std::string(body.substr(0, subject_size));
  parsed.message.payload = std::string(rest.substr(headers));
  parsed.whole = HighwayHash64(key, checked) == Number(record, record.size() - kChecksum, kChecksum);
  return parsed;
}

absl::Status FileError(const std::string& path, int error) {
  const std::string text = absl::StrCat(path, " cannot be read: ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(text);
  return error == EACCES ? absl::PermissionDeniedError(text) : absl::UnavailableError(text);
}

}  // namespace

absl::StatusOr<StoredCopy> StoredCopy::Open(const std::string& store, const std::string& stream) {
  StoredCopy copy(absl::StrCat(store, "/jetstream/LOG/streams/", stream, "/msgs"), stream);
  FV_RETURN_IF_ERROR(copy.Blocks().status());
  return copy;
}

absl::StatusOr<std::map<uint64_t, std::string>> StoredCopy::Blocks() const {
  std::error_code error;
  std::map<uint64_t, std::string> blocks;
  for (std::filesystem::directory_iterator file(folder_, error), end; !error && file != end;
       file.increment(error)) {
    const std::string name = file->path().filename().string();
    absl::string_view number = name;
    uint64_t value = 0;
    if (absl::ConsumeSuffix(&number, ".blk") && absl::SimpleAtoi(number, &value) && value > 0)
      blocks[value] = file->path().string();
  }
  if (error) return FileError(folder_, error.value());
  return blocks;
}

absl::Status StoredCopy::Load(uint64_t number, const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return FileError(path, errno);
  const absl::Cleanup close_it = [file] { close(file); };
  posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);  // what the disk has, as far as the kernel lets go
  std::string content;
  char piece[1 << 16];
  for (ssize_t got = 0; (got = read(file, piece, sizeof(piece))) != 0;) {
    if (got < 0) return FileError(path, errno);
    content.append(piece, static_cast<size_t>(got));
  }
  if (number != number_) {
    at_ = 0;
    key_ = crypto::Sha256(absl::StrCat(stream_, "-", number));
  }
  number_ = number;
  block_ = std::move(content);
  at_ = std::min(at_, block_.size());
  return absl::OkStatus();
}

// nullopt: the block holds no further one.
std::optional<StoredRecord> StoredCopy::Take() {
  while (at_ < block_.size()) {
    const std::string_view rest = std::string_view(block_).substr(at_);
    if (rest.size() < kFixed + kChecksum) return std::nullopt;
    const auto length = static_cast<uint32_t>(Number(rest, 0, 4));
    const size_t size = length & ~kHasHeaders;
    if (size < kFixed + kChecksum || size > rest.size()) return std::nullopt;
    auto record = Parse(rest.substr(0, size), (length & kHasHeaders) != 0, key_);
    at_ += size;
    if (!record) return StoredRecord{};
    if (record->whole && (record->message.position & (kErased | kTombstone)) != 0) continue;
    return record;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<StoredRecord>> StoredCopy::Next() {
  if (number_ != 0) {
    if (auto record = Take()) return record;
  }
  FV_ASSIGN_OR_RETURN(const auto blocks, Blocks());
  const auto mine = blocks.find(number_);
  if (mine != blocks.end()) {  // more may have been written to it, also before the next one was begun
    FV_RETURN_IF_ERROR(Load(mine->first, mine->second));
    if (auto record = Take()) return record;
  }
  for (auto next = blocks.upper_bound(number_); next != blocks.end(); ++next) {
    FV_RETURN_IF_ERROR(Load(next->first, next->second));
    if (auto record = Take()) return record;
  }
  return std::nullopt;
}

}  // namespace fallverbund::eventlog
