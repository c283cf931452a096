// What the files of the invariants share: how a step is asked, and the lists that Invariants() joins.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_PARTS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_PARTS_H_

#include <optional>
#include <string>
#include <vector>

#include "libs/care/terms.h"
#include "services/case/domain/invariants.h"

namespace fallverbund::casework::testing {

using Event = v1::CaseEvent;

// The first event of that kind, or null.
const Event* Find(const Step& s, Event::EventCase which);
inline bool Has(const Step& s, Event::EventCase which) {
  return Find(s, which) != nullptr;
}
template <class C>
bool Is(const Step& s) {
  return Holds<C>(s.command);
}

// The acting organisation is the one that held CASE.
bool ByHolder(const Step& s);
bool SameStrands(const Step& s);
bool SameHoldersAndTeam(const Step& s);
// How long the office takes that holds CASE; the usual, where the facts of the command are of another one.
inline const care::OfficeTerms& TermsOfHolder(const Step& s) {
  const bool holds =
      !s.before.opened() || s.command.office_id == s.before.responsibility.holder().organisation_id;
  return holds ? s.command.terms : care::OfficeTerms::default_instance();
}

// The first open clock of that kind, or null.
const care::Clock* ClockOf(const State& state, common::v1::ClockKind kind);
bool Named(const care::Holder& holder);
// Who offers the place of a setting, or, where it has none, one of its parts.
bool Provides(const Setting& setting, const std::string& organisation);
bool AdultBy(const std::optional<absl::CivilDay>& born, const Step& s);

std::vector<Invariant> HandoverInvariants();
std::vector<Invariant> TeamInvariants();
std::vector<Invariant> SettingInvariants();
std::vector<Invariant> StandbyInvariants();
std::vector<Invariant> CompetenceInvariants();
std::vector<Invariant> EndingInvariants();
std::vector<Invariant> PlanningInvariants();
std::vector<Invariant> CrisisInvariants();

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_PARTS_H_
