// What judging a message needs of nothing before it: for who takes many apart on other threads before judging
// each in its turn. Defined beside Judge (commit_codec.cc). Pure, thread-safe.
#ifndef FALLVERBUND_LIBS_EVENTLOG_COMMIT_SIGNATURE_H_
#define FALLVERBUND_LIBS_EVENTLOG_COMMIT_SIGNATURE_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/eventlog/commit_codec.h"

namespace fallverbund::eventlog {

bool CommitSignatureHolds(const v1::Envelope& envelope, std::string_view public_key);

struct Opened {
  std::optional<v1::Envelope> envelope;  // none: there is none in the message
  std::optional<v1::Commit> commit;      // none: there is none in the envelope
  std::string payload_sha256;
};
Opened OpenMessage(const StoredMessage& message);

// As Judge of the message that was opened.
std::variant<ValidCommit, Defect> JudgeOpened(const StoredMessage& message, Opened opened,
                                              const LogIdentity& identity, const PrefixView& prefix,
                                              SignatureCheck check);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_COMMIT_SIGNATURE_H_
