#include "tests/simulation/differ.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/strands.h"

namespace fallverbund::simulation {
namespace {

using audit::v1::CaseFile;

// Who holds the strand, in both's words; empty: nobody.
std::string Held(const CaseFile& file, common::v1::Strand strand) {
  const auto* span = audit::Held(file, strand);
  return span == nullptr ? ""
                         : absl::StrCat(span->holder().organisation_id(), " ", span->holder().person_id());
}
std::string Named(const care::Holder& holder) {
  return absl::StrCat(holder.organisation_id, " ", holder.person_id);
}

// Seats that count: who has committed in person, and nobody has followed yet.
std::set<std::string> Seated(const CaseFile& file) {
  std::set<std::string> seated;
  for (const auto& seat : file.seats()) {
    if (seat.committed()) seated.insert(seat.person_id());
    if (!seat.committed() && !seat.predecessor_person_id().empty())
      seated.insert(seat.predecessor_person_id());
  }
  return seated;
}
std::set<std::string> Seated(const casework::State& state) {
  std::set<std::string> seated;
  for (const auto& seat : state.seats) {
    if (seat.committed) seated.insert(seat.who.person_id);
  }
  return seated;
}

}  // namespace

std::string Differ(const casework::State& state, const audit::v1::CaseFile& file) {
  if (state.ended.has_value() != file.lawfully_ended()) return "whether the case has ended";
  if (state.ended) return "";
  if (Named(state.responsibility.holder()) != Held(file, common::v1::STRAND_CASE)) return "who holds CASE";
  if (Named(state.tonight.holder().holder) != Held(file, common::v1::STRAND_TONIGHT))
    return "who shelters tonight";
  const auto* night = audit::Held(file, common::v1::STRAND_TONIGHT);
  if (state.tonight.holder().kind != night->tonight_kind()) return "where the night is spent";
  const std::string coordination = state.coordination.held() ? Named(state.coordination.holder()) : "";
  if (coordination != Held(file, common::v1::STRAND_COORDINATION)) return "who coordinates";
  if (state.shared != !file.shared_team_id().empty()) return "whether responsibility is shared";
  if (Seated(state) != Seated(file)) return "who has a seat";
  if (state.understood != (file.cycle() == file.understood_cycle()))
    return "whether this cycle is understood";
  if (state.standby.has_value() != file.has_standby()) return "whether the case rests";
  if ((state.ending ? state.ending->id : "") != file.ending().end_id()) return "which end is asked for";
  if (state.of_age != file.of_age()) return "who is of age";
  const bool aftercare = state.aftercare && state.aftercare->strand.held();
  const std::string in_contact = aftercare ? Named(state.aftercare->strand.holder()) : "";
  if (in_contact != Held(file, common::v1::STRAND_AFTERCARE)) return "who stays in contact";
  const bool represented = state.guardian && state.guardian->held() &&
                           state.guardian->holder().kind == casework::v1::GUARDIAN_KIND_OFFICE;
  const std::string represents = represented ? Named(state.guardian->holder().holder) : "";
  if (represents != Held(file, common::v1::STRAND_GUARDIAN)) return "which office represents";
  // A crisis begins and is concluded elsewhere; the case follows.
  const audit::v1::CrisisFile& crisis = file.crisis();
  const bool followed = state.crisis && crisis.open() && crisis.crisis_id() == state.crisis->id &&
                        crisis.episode() == state.crisis->episode;
  if (followed && Named(state.crisis->lead.holder()) != Held(file, common::v1::STRAND_CRISIS_LEAD))
    return "who leads the crisis";
  return "";
}

}  // namespace fallverbund::simulation
