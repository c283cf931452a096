// ApplyMessage for who has taken the message apart on another thread. Defined beside it (step.cc).
#ifndef FALLVERBUND_LIBS_PROJECTION_STEP_OPENED_H_
#define FALLVERBUND_LIBS_PROJECTION_STEP_OPENED_H_

#include <vector>

#include "absl/status/status.h"
#include "libs/eventlog/commit_signature.h"
#include "libs/projection/step.h"

namespace fallverbund::projection {

// `opened`: by OpenMessage of this very message. All else as ApplyMessage.
absl::Status ApplyOpened(const eventlog::StoredMessage& message, eventlog::Opened opened,
                         const eventlog::LogIdentity& identity, const std::vector<const View*>& views,
                         RowBatch& rows, std::vector<Notice>& notices, const SignerKeys& keys_of_log,
                         eventlog::SignatureCheck check);

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_STEP_OPENED_H_
