// The audit's answers as text for people.
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_RENDER_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_RENDER_H_

#include <functional>
#include <string>

#include "fallverbund/audit/v1/audit_service.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"

namespace fallverbund::fvctl {

// A name for an id, or the id itself. The audit knows no names; whoever shows them has them from elsewhere.
using Labels = std::function<std::string(const std::string& id)>;

// Position, counts, `gaps: 0`, and each finding by name with what it means. Several lines.
std::string RenderVerdict(const audit::v1::VerifyLogResponse& verdict, const Labels& labels);

// The association in numbers: one line a theme, with the rates that its counts give. Several lines.
std::string RenderReport(const audit::v1::GetReportResponse& report);

// What of it may be passed on (E12): crises, with small figures hidden. Several lines.
std::string RenderReportForOthers(const audit::v1::GetReportResponse& report);

// Timeline of responsibility: one block per strand, one line per span. Several lines.
std::string RenderHolders(const audit::v1::GetCaseHoldersResponse& holders, const Labels& labels);

// One event: position, time, who, and a plain sentence. One line.
std::string RenderHistoryEntry(const audit::v1::HistoryEntry& entry, const Labels& labels);

// One refusal or denial. One line.
std::string RenderRefusal(const audit::v1::RefusalEntry& entry, const Labels& labels);

// One read, with the right by which it was answered. One line.
std::string RenderRead(const audit::v1::ReadEntry& entry, const Labels& labels);

// "Jugendamt Dortmund, JHD Nord, Frau Adler (deputy Herr Specht)"
std::string RenderHolder(const common::v1::Holder& holder, const Labels& labels);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_RENDER_H_
