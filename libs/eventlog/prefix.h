// What a reader carries along the log so that it can judge the next message: chains, commit ids, signer keys.
// Projections keep the same in rows; the rule how keys change is here, once, for all of them.
#ifndef FALLVERBUND_LIBS_EVENTLOG_PREFIX_H_
#define FALLVERBUND_LIBS_EVENTLOG_PREFIX_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/eventlog/commit_codec.h"

namespace fallverbund::eventlog {

struct KeyRegistered {
  std::string key_id;
  std::string context;
  std::string public_key;
};
struct KeyRetired {
  std::string key_id;
};
using KeyChange = std::variant<KeyRegistered, KeyRetired>;

// How a valid commit of the log changes the signer keys from its position on. Only the log's own aggregate
// can; the genesis registers the provisioner's key for the context `log`. A registration with a malformed id
// or key, or for an unknown context, is no change. A key id keeps its first registration for ever, also when
// retired: who applies the changes leaves out a KeyRegistered whose id it has met before.
std::vector<KeyChange> KeyChanges(const ValidCommit& valid);

// What the event registers; nullopt: malformed, so it registers nothing.
std::optional<KeyRegistered> ReadRegistration(const v1::SignerRegistered& event);

// A prefix in memory, for tests, the provisioner and whole-log checks. Not thread-safe.
class InMemoryPrefix final : public PrefixView {
 public:
  // Judges the message that follows, and takes it into the prefix whatever the verdict: an invalid one still
  // moves its subject's last position. A journal is judged with the keys of its log: `keys` must outlive
  // this.
  explicit InMemoryPrefix(LogIdentity identity, const PrefixView* keys = nullptr);
  std::variant<ValidCommit, Defect> Next(const StoredMessage& message,
                                         SignatureCheck check = SignatureCheck::kVerify);

  ChainLink Link(std::string_view subject) const override;
  bool SeenCommit(std::string_view commit_id) const override;
  std::optional<std::string> SignerKey(std::string_view key_id, std::string_view context) const override;

  bool KnowsKey(std::string_view key_id) const { return keys_.count(key_id) > 0; }  // also a retired one
  uint64_t position() const { return position_; }  // of the last message taken in

 private:
  struct Key {
    std::string context;
    std::string public_key;
    bool retired = false;
  };
  LogIdentity identity_;
  const PrefixView* keys_of_log_;
  uint64_t position_ = 0;
  std::map<std::string, ChainLink, std::less<>> links_;
  std::set<std::string, std::less<>> commits_;
  std::map<std::string, Key, std::less<>> keys_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_PREFIX_H_
