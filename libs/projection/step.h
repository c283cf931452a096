// One message of the log to rows: the thinking half of the projector.
#ifndef FALLVERBUND_LIBS_PROJECTION_STEP_H_
#define FALLVERBUND_LIBS_PROJECTION_STEP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/projection/prefix.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::projection {

enum class NoticeKind {
  kInvalidMessage,  // counts for nobody; a finding of the audit
  kNotUnderstood,   // valid, but this program cannot read it: our bug; its aggregate is held back
};

struct Notice {
  NoticeKind kind;
  uint64_t position = 0;
  std::string subject;
  std::string text;  // code and cause, never content
};

// Judges `message` against the prefix in `rows` and applies the views to it, in their order. Rows after
// depend on rows before and on the message alone. Appends what somebody should hear of to `notices`. An error
// means that `rows` must be dropped: the rows below could not be read, or (kFailedPrecondition) position 1 is
// not the pinned genesis, so this is another log. `keys_of_log` for a journal, see PrefixRows.
// `check`: kVouchedFor only for a message whose signature was checked once (vouched_prefix.h).
absl::Status ApplyMessage(const eventlog::StoredMessage& message, const eventlog::LogIdentity& identity,
                          const std::vector<const View*>& views, RowBatch& rows, std::vector<Notice>& notices,
                          const SignerKeys& keys_of_log = nullptr,
                          eventlog::SignatureCheck check = eventlog::SignatureCheck::kVerify);

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_STEP_H_
