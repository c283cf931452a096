// The association in numbers as CSV: one line a figure, for a spreadsheet.
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_FIGURES_CSV_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_FIGURES_CSV_H_

#include <functional>
#include <string>

#include "fallverbund/audit/v1/audit_service.pb.h"
#include "google/protobuf/descriptor.h"

namespace fallverbund::fvctl {

// "figure;value", then each figure under the names of its fields (audit_service.proto says what each is):
// handovers.offered, lawful_ends.MOVED_AWAY, crises.legs.CLINIC.median_seconds. Numbers, also those that are
// 0; times in RFC 3339; a duration only where there is one; "hidden" where a small number is hidden (E12).
// What is `for_others` holds crises alone.
std::string FiguresCsv(const audit::v1::GetReportResponse& report, bool for_others);

// What a field means, in a sentence; empty: nobody has said.
using MeaningOf = std::function<std::string(const google::protobuf::FieldDescriptor& field)>;

// The data dictionary of that file: "figure;unit;meaning", every figure that there can be, in the same order.
// What has one line for each code, party or area is named with * in its place: handovers.offered,
// crises.legs.*.median_seconds.
std::string FiguresDictionary(const MeaningOf& meaning_of);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_FIGURES_CSV_H_
