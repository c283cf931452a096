// CASE moves only when a person of the receiving organisation other than the offerer has accepted (N3).
#include <algorithm>
#include <string>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

v1::HandoverFile* FindHandover(v1::CaseFile& file, std::string_view handover_id) {
  for (v1::HandoverFile& handover : *file.mutable_handovers()) {
    if (handover.handover_id() == handover_id) return &handover;
  }
  return nullptr;
}

// Empty: the acceptance counts.
std::string_view FlawOf(const Bench& bench, const v1::HandoverFile& handover,
                        const casework::v1::HandoverAccepted& e) {
  if (e.person_id().empty() || e.person_id() != bench.actor().person()) return "accepted_by_another_hand";
  if (e.person_id() == handover.offerer_person_id()) return "acceptor_is_the_offerer";
  if (!bench.InPerson(e.person_id(), handover.to().organisation_id())) return "acceptor_not_of_the_receiver";
  return "";
}

}  // namespace

void CloseHandover(const Bench& bench, std::string_view handover_id) {
  auto& handovers = *bench.file.mutable_handovers();
  handovers.erase(std::remove_if(handovers.begin(), handovers.end(),
                                 [&](const v1::HandoverFile& h) { return h.handover_id() == handover_id; }),
                  handovers.end());
}

void On(const Bench& bench, const casework::v1::HandoverOffered& e) {
  CloseHandover(bench, e.handover_id());
  v1::HandoverFile& handover = *bench.file.add_handovers();
  handover.set_handover_id(e.handover_id());
  *handover.mutable_to() = e.to();
  handover.set_offerer_person_id(bench.actor().person());
}

void On(const Bench& bench, const casework::v1::HandoverAccepted& e) {
  v1::HandoverFile* handover = FindHandover(bench.file, e.handover_id());
  if (handover == nullptr)
    return;  // nothing was offered: a move by it is a finding, the words alone move nothing
  handover->set_flaw(std::string(FlawOf(bench, *handover, e)));
  handover->set_accepted(handover->flaw().empty());
}

void On(const Bench& bench, const casework::v1::ResponsibilityMoved& e) {
  const v1::HandoverFile* handover = FindHandover(bench.file, e.handover_id());
  if (handover == nullptr) {
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "no_open_offer");
  } else if (!handover->accepted()) {
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE,
                 handover->flaw().empty() ? "not_accepted" : handover->flaw());
  } else if (!SameHolder(handover->to(), e.to())) {
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "moved_to_another_than_offered");
  }
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (held != nullptr && !SameHolder(held->holder(), e.from())) {
    bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "moved_from_another_than_the_holder");
  }
  CloseHandover(bench, e.handover_id());
  bench.file.clear_ending();
  HoldCase(bench, e.to(), e.has_effective_at() ? FromProto(e.effective_at()) : bench.Now().true_at);
}

}  // namespace fallverbund::audit
