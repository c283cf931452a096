// The signature of a commit by itself, for who checks many on several threads before judging each in its
// turn. Defined beside Judge (commit_codec.cc). Pure, thread-safe.
#ifndef FALLVERBUND_LIBS_EVENTLOG_COMMIT_SIGNATURE_H_
#define FALLVERBUND_LIBS_EVENTLOG_COMMIT_SIGNATURE_H_

#include <string_view>

#include "fallverbund/eventlog/v1/commit.pb.h"

namespace fallverbund::eventlog {

bool CommitSignatureHolds(const v1::Envelope& envelope, std::string_view public_key);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_COMMIT_SIGNATURE_H_
