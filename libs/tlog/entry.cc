#include "libs/tlog/entry.h"

#include <optional>

#include "absl/status/status.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {
namespace {

constexpr std::string_view kPrefix = "FVLOG1\n";
constexpr size_t kFixedBytes = kPrefix.size() + 8 + 8 + 2 + kHashBytes;  // all but the subject

bool IsSubjectSize(size_t size) {
  return size > 0 && size <= kMaxSubjectBytes;
}

}  // namespace

absl::StatusOr<std::string> EncodeEntry(const LogEntry& entry) {
  if (entry.position == 0 || !IsSubjectSize(entry.subject.size())) {
    return absl::InvalidArgumentError("a log entry has a position from 1 and a subject of 1 to 4096 bytes");
  }
  std::string bytes(kPrefix);
  PutU64(bytes, entry.position);
  PutU64(bytes, entry.server_time_ns);
  PutU16(bytes, static_cast<uint16_t>(entry.subject.size()));
  bytes += entry.subject;
  bytes += entry.payload_sha256.view();
  return bytes;
}

absl::StatusOr<LogEntry> ParseEntry(std::string_view bytes) {
  const auto wrong = absl::InvalidArgumentError("not a log entry of version FVLOG1");
  if (bytes.size() <= kFixedBytes || bytes.substr(0, kPrefix.size()) != kPrefix) return wrong;
  bytes.remove_prefix(kPrefix.size());
  LogEntry entry;
  entry.position = GetBigEndian(bytes.substr(0, 8));
  entry.server_time_ns = GetBigEndian(bytes.substr(8, 8));
  const size_t length = GetBigEndian(bytes.substr(16, 2));
  bytes.remove_prefix(18);
  if (entry.position == 0 || !IsSubjectSize(length) || bytes.size() != length + kHashBytes) return wrong;
  entry.subject = std::string(bytes.substr(0, length));
  entry.payload_sha256 = *HashFrom(bytes.substr(length));
  return entry;
}

}  // namespace fallverbund::tlog
