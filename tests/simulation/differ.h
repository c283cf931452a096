// What a case believes of itself beside what the audit believes of it.
#ifndef FALLVERBUND_TESTS_SIMULATION_DIFFER_H_
#define FALLVERBUND_TESTS_SIMULATION_DIFFER_H_

#include <string>

#include "fallverbund/audit/v1/audit_rows.pb.h"
#include "services/case/domain/state.h"

namespace fallverbund::simulation {

// On what they differ: who holds each strand, what rests or ends; empty: on nothing. The audit was written
// from the mission's text, not from the case's code: where the two differ, one is wrong.
std::string Differ(const casework::State& state, const audit::v1::CaseFile& file);

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_DIFFER_H_
