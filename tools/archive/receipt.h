// What a receipt came to, judged by a policy and nobody's word: the commit stands where the receipt promised,
// or the promise was broken and this can be shown to anybody.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_RECEIPT_H_
#define FALLVERBUND_TOOLS_ARCHIVE_RECEIPT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/tlog/policy.h"

namespace fallverbund::archive {

// The receipt out of what a write was answered with: its bytes, their base64, or the answer as JSON. Whether
// anybody signed it is not asked yet. kInvalidArgument: there is none in it.
absl::StatusOr<std::string> ReadReceipt(std::string_view text);
absl::StatusOr<eventlog::v1::Receipt> ParseReceipt(std::string_view receipt);

// Whether the portable proof shows what the receipt promised. Who signed the receipt does not matter: the log
// holds the hash that it names. Errors of Policy::Check; kDataLoss: it proves something else.
absl::StatusOr<tlog::TrustedCheckpoint> CheckKept(const eventlog::v1::Receipt& receipt,
                                                  std::string_view tlog_proof, const tlog::Policy& policy);

enum class Omission {
  kReplaced,  // something else stands there
  kMissing,   // the tree ends before it, and enough witnesses cosigned it after the promise had run out
  kNotShown,  // the tree ends before it, but was not cosigned after that: it may still come
};

struct OmissionVerdict {
  Omission omission = Omission::kNotShown;
  eventlog::v1::Receipt receipt;
  std::string signed_by;  // the context whose key it is, such as case
  tlog::TrustedCheckpoint tree;
};

// Judges evidence as a stranger would who trusts the policy alone: the key that signed the receipt is the one
// that the log itself registers, in the same tree. Whether it had been retired before the promised position
// counts only as far as the evidence shows it: of the log's own messages the writer may have left out the
// last ones, so that none is missing only the whole log shows. kInvalidArgument: no evidence, or of a receipt
// that no key of this log signed, or one that is shown to have been retired; kDataLoss: a proof in it does
// not hold, or the commit does stand there.
absl::StatusOr<OmissionVerdict> JudgeOmission(const audit::v1::ReceiptEvidence& evidence,
                                              const tlog::Policy& policy);

// As a file: JSON, so that it can be read with nothing of ours.
std::string FormatEvidence(const audit::v1::ReceiptEvidence& evidence);
absl::StatusOr<audit::v1::ReceiptEvidence> ParseEvidence(std::string_view text);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_RECEIPT_H_
