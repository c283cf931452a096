#include "libs/tlog/key.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/hash.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {
namespace {

// Unicode's property White_Space, beyond the control characters.
bool IsSpace(uint32_t c) {
  return c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::string TypeAndKey(const VerifierKey& key) {
  return std::string(1, static_cast<char>(key.type)) + key.public_key;
}

std::optional<KeyType> TypeOf(char byte) {
  if (byte == static_cast<char>(KeyType::kLog)) return KeyType::kLog;
  if (byte == static_cast<char>(KeyType::kWitness)) return KeyType::kWitness;
  return std::nullopt;
}

}  // namespace

bool IsKeyName(std::string_view name) {
  if (name.empty() || name.size() > kMaxKeyNameBytes) return false;
  const auto characters = Characters(name);
  return characters && std::none_of(characters->begin(), characters->end(),
                                    [](uint32_t c) { return c < 0x20 || c == '+' || IsSpace(c); });
}

std::string VerifierKey::Id() const {
  return crypto::Sha256(absl::StrCat(name, "\n", TypeAndKey(*this))).substr(0, kKeyIdBytes);
}

std::string VerifierKey::Text() const {
  return absl::StrCat(name, "+", ToHex(Id()), "+", Base64(TypeAndKey(*this)));
}

absl::StatusOr<VerifierKey> VerifierKey::Parse(std::string_view text) {
  const auto wrong = absl::InvalidArgumentError("not a verifier key of a log or a witness (name+hash+key)");
  const size_t name_end = text.find('+');
  if (name_end == text.npos) return wrong;
  const size_t id_end = text.find('+', name_end + 1);
  if (id_end == text.npos || !IsKeyName(text.substr(0, name_end))) return wrong;
  const auto bytes = Unbase64(text.substr(id_end + 1));
  if (!bytes || bytes->size() != 1 + crypto::kEd25519PublicKeyBytes) return wrong;
  const auto type = TypeOf(bytes->front());
  if (!type) return wrong;
  VerifierKey key{std::string(text.substr(0, name_end)), *type, bytes->substr(1)};
  if (key.Text() != text) return wrong;  // the hash of another key, upper case
  return key;
}

}  // namespace fallverbund::tlog
