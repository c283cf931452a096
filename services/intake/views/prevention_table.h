// The table of a quarter as it may be published (E12): families and contacts by social space and line, and by
// line and language need. Pure.
#ifndef FALLVERBUND_SERVICES_INTAKE_VIEWS_PREVENTION_TABLE_H_
#define FALLVERBUND_SERVICES_INTAKE_VIEWS_PREVENTION_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "services/intake/views/prevention_view.h"

namespace fallverbund::intake {

// Every space is named, also where nothing was counted: to be left out would tell that. Both measures count
// different things, so each is hidden by itself. `drawn`: see small_cells.h.
std::vector<v1::PreventionFigure> FiguresOf(const std::vector<std::string>& social_spaces,
                                            const std::vector<Count>& counts, uint64_t drawn);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_VIEWS_PREVENTION_TABLE_H_
