// A prefix of the log whose every signature was checked once. Rebuilding rows need not check them again, if
// the messages are the same: a running hash says so.
#ifndef FALLVERBUND_LIBS_PROJECTION_VOUCHED_PREFIX_H_
#define FALLVERBUND_LIBS_PROJECTION_VOUCHED_PREFIX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::projection {

// More messages with bad signatures than this, and nothing more is vouched for: somebody floods the log, and
// reading it again takes as long as the first time.
inline constexpr size_t kMaxBadSignatures = 10'000;

struct VouchedPrefix {
  std::string genesis_sha256;
  uint64_t position = 0;
  std::string root;                      // NextRoot over positions 1 to `position`
  std::vector<uint64_t> bad_signatures;  // ascending; these are checked again, and fail again

  eventlog::SignatureCheck CheckAt(uint64_t message_position) const;
  friend bool operator==(const VouchedPrefix&, const VouchedPrefix&) = default;
};

// SHA-256 over the root before (empty before position 1), position, subject and payload; the latter two after
// their length in eight bytes, big-endian.
std::string NextRoot(std::string_view root, const eventlog::StoredMessage& message);

// Lines of text, the last one a checksum. nullopt: not such a text, or damaged.
std::string EncodeVouched(const VouchedPrefix& vouched);
std::optional<VouchedPrefix> DecodeVouched(std::string_view text);

// PORT. Where the vouched prefix is kept: beside the rows and not among them, so that it is still there when
// they are deleted. Whoever can write it decides what is checked: it is as much ours as the program. One
// thread at a time.
class Voucher {
 public:
  virtual ~Voucher() = default;
  // nullopt: there is none, or none that can be believed. Everything is checked then.
  virtual std::optional<VouchedPrefix> Load() = 0;
  virtual absl::Status Keep(
      const VouchedPrefix& vouched) = 0;  // replaces the one before, whole or not at all
  virtual absl::Status Forget() = 0;
};

// Ends with the process.
class InMemoryVoucher final : public Voucher {
 public:
  std::optional<VouchedPrefix> Load() override { return vouched_; }
  absl::Status Keep(const VouchedPrefix& vouched) override {
    vouched_ = vouched;
    return absl::OkStatus();
  }
  absl::Status Forget() override {
    vouched_.reset();
    return absl::OkStatus();
  }

 private:
  std::optional<VouchedPrefix> vouched_;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_VOUCHED_PREFIX_H_
