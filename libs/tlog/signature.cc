#include "libs/tlog/signature.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/strings.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {
namespace {

constexpr size_t kTimeBytes = 8;

std::string CosignedMessage(uint64_t seconds, std::string_view text) {
  return absl::StrCat("cosignature/v1\ntime ", seconds, "\n", ToAbsl(text));
}

// When and that `key` signed; nullopt: it did not.
std::optional<Signed> Verify(const VerifierKey& key, std::string_view text, std::string_view signature) {
  if (key.type == KeyType::kLog) {
    if (!crypto::Ed25519Verify(key.public_key, text, signature)) return std::nullopt;
    return Signed{key};
  }
  if (signature.size() != kTimeBytes + crypto::kEd25519SignatureBytes) return std::nullopt;
  const uint64_t seconds = GetBigEndian(signature.substr(0, kTimeBytes));
  if (seconds > kMaxSize) return std::nullopt;
  if (!crypto::Ed25519Verify(key.public_key, CosignedMessage(seconds, text), signature.substr(kTimeBytes))) {
    return std::nullopt;
  }
  return Signed{key, absl::FromUnixSeconds(static_cast<int64_t>(seconds))};
}

bool IsOf(const SignatureLine& line, const VerifierKey& key) {
  return line.key_name == key.name && line.key_id == key.Id();
}

}  // namespace

NoteSigner::NoteSigner(std::string name, KeyType type, crypto::Ed25519PrivateKey key)
    : verifier_{std::move(name), type, key.public_key()}, key_(std::move(key)) {
  FV_CHECK(IsKeyName(verifier_.name));
}

SignatureLine NoteSigner::Sign(std::string_view text) const {
  FV_CHECK(verifier_.type == KeyType::kLog);
  return {verifier_.name, verifier_.Id(), key_.Sign(text)};
}

SignatureLine NoteSigner::Cosign(std::string_view text, absl::Time at) const {
  FV_CHECK(verifier_.type == KeyType::kWitness && at >= absl::UnixEpoch());
  const auto seconds = static_cast<uint64_t>(absl::ToUnixSeconds(at));
  SignatureLine line{verifier_.name, verifier_.Id(), ""};
  PutU64(line.signature, seconds);
  line.signature += key_.Sign(CosignedMessage(seconds, text));
  return line;
}

absl::StatusOr<std::vector<Signed>> VerifySignatures(const Note& note, const std::vector<VerifierKey>& keys) {
  std::vector<Signed> all;
  for (const SignatureLine& line : note.signatures) {
    for (const VerifierKey& key : keys) {
      if (!IsOf(line, key)) continue;
      auto one = Verify(key, note.text, line.signature);
      if (!one) return absl::UnauthenticatedError(absl::StrCat("the signature of ", key.name, " is not one"));
      const bool again = std::any_of(all.begin(), all.end(), [&](const Signed& s) { return s.key == key; });
      if (!again) all.push_back(*std::move(one));
    }
  }
  return all;
}

}  // namespace fallverbund::tlog
