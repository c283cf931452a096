// The strands of one chain as spans: taken by one holder at a time (SHARED: by several), never rewritten.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_STRANDS_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_STRANDS_H_

#include <string_view>

#include "absl/time/time.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

// Two times: when it became true, and when and where the log recorded it.
struct When {
  absl::Time true_at;
  absl::Time recorded_at;
  uint64_t position = 0;
};

bool SameHolder(const common::v1::Holder& a, const common::v1::Holder& b);

// The open span of a strand that one holder has; nullptr: nobody.
const v1::HoldingSpan* Held(const v1::CaseFile& file, common::v1::Strand strand);

// Ends every open span of the strand. A late entry may say it ended before it began; it then ends when it
// began, so that spans follow one another in the order of the log.
void EndStrand(common::v1::Strand strand, const When& when, v1::CaseFile& file, Verdict& verdict);

// Ends what this person has of the strand, in the same way; what others have of it goes on.
void EndSpanOf(std::string_view person_id, common::v1::Strand strand, const When& when, v1::CaseFile& file,
               Verdict& verdict);

// Begins a span beside those that are open.
void BeginSpan(common::v1::Strand strand, const common::v1::Holder& holder,
               common::v1::TonightKind tonight_kind, const When& when, v1::CaseFile& file);

// The next holder takes over from the last one at once. The same holder again changes nothing.
void MoveStrand(common::v1::Strand strand, const common::v1::Holder& holder,
                common::v1::TonightKind tonight_kind, const When& when, v1::CaseFile& file, Verdict& verdict);

// Adds a finding to those of its strand, where it is a gap or a double of one.
void CountByStrand(const v1::Finding& finding,
                   google::protobuf::RepeatedPtrField<v1::StrandVerdict>& strands);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_STRANDS_H_
