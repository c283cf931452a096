// The whole log judged in one go: given raw commits, then findings and spans.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_VERDICT_OF_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_VERDICT_OF_H_

#include <string>
#include <vector>

#include "services/audit/domain/testing/log_book.h"
#include "services/audit/domain/testing/memory_in_maps.h"

namespace fallverbund::audit::testing {

struct WholeVerdict {
  std::vector<v1::Finding> findings;
  std::vector<v1::HoldingSpan> ended;  // of all chains, in the order they ended
  MemoryInMaps memory;

  // "KIND detail" of each finding, for comparing.
  std::vector<std::string> Words() const {
    std::vector<std::string> words;
    for (const v1::Finding& finding : findings) {
      words.push_back(v1::FindingKind_Name(finding.kind()).substr(sizeof("FINDING_KIND_") - 1) + " " +
                      finding.detail());
    }
    return words;
  }
};

inline WholeVerdict VerdictOf(const LogBook& book, const Bounds& bounds = {}) {
  WholeVerdict whole;
  for (const Line& line : book.lines()) {
    Taken taken = Take(line.AsEntry(), bounds, whole.memory);
    for (v1::Finding& finding : taken.verdict.findings) whole.findings.push_back(std::move(finding));
    for (v1::HoldingSpan& span : taken.verdict.ended) whole.ended.push_back(std::move(span));
  }
  return whole;
}

}  // namespace fallverbund::audit::testing

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_VERDICT_OF_H_
