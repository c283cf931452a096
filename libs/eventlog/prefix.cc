#include "libs/eventlog/prefix.h"

#include <algorithm>
#include <array>
#include <utility>

#include "libs/base/id.h"

namespace fallverbund::eventlog {
namespace {

constexpr std::array<std::string_view, 6> kSigningContexts = {"intake", "case",  "team",
                                                              "crisis", "audit", "keys"};

bool MaySign(const std::string& context) {
  return std::find(kSigningContexts.begin(), kSigningContexts.end(), context) != kSigningContexts.end();
}

}  // namespace

std::optional<KeyRegistered> ReadRegistration(const v1::SignerRegistered& event) {
  if (!IsHexId(event.key_id()) || !MaySign(event.context_id()) ||
      event.public_key().size() != crypto::kEd25519PublicKeyBytes) {
    return std::nullopt;
  }
  return KeyRegistered{event.key_id(), event.context_id(), event.public_key()};
}

std::vector<KeyChange> KeyChanges(const ValidCommit& valid) {
  std::vector<KeyChange> changes;
  if (valid.context != kLogContext) return changes;
  for (const v1::Event& event : valid.commit.events()) {
    v1::Genesis genesis;
    v1::SignerRegistered registered;
    v1::SignerRetired retired;
    if (valid.position == 1 && UnpackEvent(event, &genesis)) {
      changes.push_back(KeyRegistered{valid.key_id, kLogContext, genesis.provisioner_key()});
    } else if (UnpackEvent(event, &registered)) {
      if (IsHexId(registered.key_id()) && MaySign(registered.context_id()) &&
          registered.public_key().size() == crypto::kEd25519PublicKeyBytes) {
        changes.push_back(
            KeyRegistered{registered.key_id(), registered.context_id(), registered.public_key()});
      }
    } else if (UnpackEvent(event, &retired)) {
      changes.push_back(KeyRetired{retired.key_id()});
    }
  }
  return changes;
}

InMemoryPrefix::InMemoryPrefix(LogIdentity identity, const PrefixView* keys)
    : identity_(std::move(identity)), keys_of_log_(keys) {}

std::variant<ValidCommit, Defect> InMemoryPrefix::Next(const StoredMessage& message, SignatureCheck check) {
  auto verdict = Judge(message, identity_, *this, check);
  position_ = message.position;
  ChainLink& link = links_[message.subject];
  link.last_position = message.position;
  const auto* valid = std::get_if<ValidCommit>(&verdict);
  if (valid == nullptr) return verdict;

  link.version = valid->commit.aggregate_version();
  link.payload_sha256 = valid->payload_sha256;
  commits_.insert(valid->commit.commit_id());
  for (const KeyChange& change : KeyChanges(*valid)) {
    if (const auto* registered = std::get_if<KeyRegistered>(&change)) {
      keys_.emplace(registered->key_id,
                    Key{registered->context, registered->public_key});  // the first one stays
    } else if (auto key = keys_.find(std::get<KeyRetired>(change).key_id); key != keys_.end()) {
      key->second.retired = true;
    }
  }
  return verdict;
}

ChainLink InMemoryPrefix::Link(std::string_view subject) const {
  const auto it = links_.find(subject);
  return it == links_.end() ? ChainLink{} : it->second;
}

bool InMemoryPrefix::SeenCommit(std::string_view commit_id) const {
  return commits_.count(commit_id) > 0;
}

std::optional<std::string> InMemoryPrefix::SignerKey(std::string_view key_id,
                                                     std::string_view context) const {
  if (keys_of_log_ != nullptr) return keys_of_log_->SignerKey(key_id, context);
  const auto it = keys_.find(key_id);
  if (it == keys_.end() || it->second.retired || it->second.context != context) return std::nullopt;
  return it->second.public_key;
}

}  // namespace fallverbund::eventlog
