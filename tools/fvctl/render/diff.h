// What changed in a case between two positions of the log, in plain sentences.
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_DIFF_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_DIFF_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tools/fvctl/render/render.h"

namespace fallverbund::fvctl {

// The spans that were open as known at a position.
std::vector<audit::v1::HoldingSpan> HeldAt(const audit::v1::GetCaseHoldersResponse& holders,
                                           uint64_t position);

// `holders` and `history` are everything there is; `from` and `to` positions, the earlier first. Several
// lines.
std::string RenderDiff(const audit::v1::GetCaseHoldersResponse& holders,
                       const std::vector<audit::v1::HistoryEntry>& history, uint64_t from, uint64_t to,
                       const Labels& labels);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_DIFF_H_
