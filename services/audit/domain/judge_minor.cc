// Unaccompanied minors: CASE moves to the allocated office only once somebody there has confirmed the arrival
// (§ 42a(5)). And whoever is missing is searched for by a named person who knows when to try first (N12).
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {

void On(const Bench& bench, const casework::v1::MinorAllocated& e) {
  bench.file.mutable_minor()->Clear();
  bench.file.mutable_minor()->set_allocated_organisation_id(e.organisation_id());
}

// By anybody else it confirms nothing: the move that rests on it is what is reported.
void On(const Bench& bench, const casework::v1::ArrivalConfirmed& e) {
  if (!bench.file.has_minor()) return;
  v1::MinorFile& minor = *bench.file.mutable_minor();
  if (bench.InPerson(e.person_id(), minor.allocated_organisation_id())) minor.set_arrived(true);
}

void RequireArrival(const Bench& bench, const casework::v1::ResponsibilityMoved& e) {
  const v1::MinorFile& minor = bench.file.minor();
  if (!bench.file.has_minor() || minor.allocated_organisation_id() != e.to().organisation_id()) return;
  if (!minor.arrived()) bench.Report(v1::FINDING_KIND_MOVE_BEFORE_ARRIVAL, "arrival_not_confirmed");
  bench.file.clear_minor();
}

bool IsMissing(const v1::CaseFile& file) {
  const v1::HoldingSpan* tonight = Held(file, common::v1::STRAND_TONIGHT);
  return tonight != nullptr && tonight->tonight_kind() == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
}

void On(const Bench& bench, const casework::v1::SearchBegun& e) {
  const v1::HoldingSpan* tonight = Held(bench.file, common::v1::STRAND_TONIGHT);
  const bool named = IsMissing(bench.file) && e.has_first_due() &&
                     bench.IsNamedPerson(e.person_id(), tonight->holder().organisation_id());
  bench.file.set_searcher_person_id(named ? e.person_id() : "");
  bench.file.set_nothing_ends(e.nothing_ends());
  // N12, N14: what was asked for is stopped with it, or was not about somebody who is searched for.
  if (e.nothing_ends() && bench.file.has_ending() && bench.file.ending().flaw().empty())
    bench.file.mutable_ending()->set_flaw("missing_meanwhile");
}

}  // namespace fallverbund::audit
