#include "libs/seal/box.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/aead.h"
#include "libs/crypto/hash.h"
#include "libs/crypto/secret.h"

namespace fallverbund::seal {
namespace {

constexpr char kVersion = 0x01;
constexpr std::string_view kInfo = "fallverbund.seal/v1";
constexpr size_t kCommitmentBytes = 32;
static_assert(kBoxOverheadBytes == 1 + kNonceBytes + kSaltBytes + kCommitmentBytes + crypto::kAeadTagBytes);

bool IsFieldPath(std::string_view path) {  // numbers without leading zeros, joined by dots
  bool at_start = true;
  for (char c : path) {
    if (c == '.' ? at_start : !absl::ascii_isdigit(static_cast<unsigned char>(c)) || (at_start && c == '0')) {
      return false;
    }
    at_start = c == '.';
  }
  return !at_start;
}

bool IsEventType(std::string_view type) {
  return !type.empty() && std::all_of(type.begin(), type.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_';
  });
}

std::string AssociatedData(const SealPlace& place) {
  return absl::StrCat(place.association, "\n", place.aggregate_id, "\n", place.event_type, "\n",
                      place.field_path);
}

// AES key || commitment.
crypto::Secret Derive(std::string_view data_key, std::string_view salt) {
  FV_CHECK(data_key.size() == kDataKeyBytes);
  return crypto::Secret(crypto::HkdfSha256(data_key, salt, kInfo, crypto::kAeadKeyBytes + kCommitmentBytes));
}

}  // namespace

absl::Status CheckPlace(const SealPlace& place) {
  if (!IsAssociation(place.association)) return absl::InvalidArgumentError("seal place: not an association");
  FV_RETURN_IF_ERROR(CheckHexId(place.aggregate_id, "seal place: aggregate_id"));
  if (!IsEventType(place.event_type)) {
    return absl::InvalidArgumentError("seal place: event_type must be the full name of a message");
  }
  if (!IsFieldPath(place.field_path)) {
    return absl::InvalidArgumentError("seal place: field_path must be field numbers joined by dots");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> SealBox(std::string_view data_key, const SealPlace& place, std::string_view text,
                                    std::string_view nonce, std::string_view salt) {
  FV_CHECK(nonce.size() == kNonceBytes);
  FV_CHECK(salt.size() == kSaltBytes);
  FV_RETURN_IF_ERROR(CheckPlace(place));
  if (text.size() > kMaxTextBytes) {
    return absl::InvalidArgumentError(absl::StrCat("a text of ", text.size(), " bytes is too long; at most ",
                                                   kMaxTextBytes, " can be kept"));
  }
  const crypto::Secret derived = Derive(data_key, salt);
  const std::string_view key = derived.view().substr(0, crypto::kAeadKeyBytes);
  std::string box(1, kVersion);
  box.reserve(kBoxOverheadBytes + text.size());
  box.append(nonce).append(salt).append(derived.view().substr(crypto::kAeadKeyBytes));
  box.append(crypto::AeadSeal(key, nonce, AssociatedData(place), text));
  return box;
}

absl::StatusOr<std::string> OpenBox(std::string_view data_key, const SealPlace& place, std::string_view box) {
  if (box.size() < kBoxOverheadBytes || box[0] != kVersion) {
    return absl::DataLossError("not a sealed box of version 1");
  }
  const std::string_view nonce = box.substr(1, kNonceBytes);
  const std::string_view salt = box.substr(1 + kNonceBytes, kSaltBytes);
  const std::string_view commitment = box.substr(1 + kNonceBytes + kSaltBytes, kCommitmentBytes);
  const crypto::Secret derived = Derive(data_key, salt);
  if (!crypto::ConstantTimeEquals(commitment, derived.view().substr(crypto::kAeadKeyBytes))) {
    return absl::DataLossError("the sealed box was not made with this key");
  }
  return crypto::AeadOpen(derived.view().substr(0, crypto::kAeadKeyBytes), nonce, AssociatedData(place),
                          box.substr(1 + kNonceBytes + kSaltBytes + kCommitmentBytes));
}

}  // namespace fallverbund::seal
