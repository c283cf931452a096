// What a write that failed for now says of the log: nothing was stored, or nobody knows yet. It rides along
// with the status, which whoever passes it on need not know of, so that the caller hears it in the end.
#ifndef FALLVERBUND_LIBS_BASE_STORED_H_
#define FALLVERBUND_LIBS_BASE_STORED_H_

#include "absl/status/status.h"

namespace fallverbund {

enum class Stored {
  kUnsaid,   // the status says nothing of it
  kNothing,  // surely not
  kUnknown,  // perhaps; the same write again finds out, and happens once
};

Stored StoredOf(const absl::Status& status);
// OK stays OK.
absl::Status WithStored(absl::Status status, Stored stored);
// For who knows that a write that may have been stored has said so: of others that were unlucky
// (kUnavailable, kDeadlineExceeded, kResourceExhausted, kAborted) nothing was.
absl::Status NothingUnlessSaid(absl::Status status);

}  // namespace fallverbund

#endif  // FALLVERBUND_LIBS_BASE_STORED_H_
