#include "services/audit/domain/judge.h"

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"
#include "services/audit/domain/schema.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

template <class Sum>
bool Try(const Bench& bench, const eventlog::v1::Event& event) {
  auto known = Unpack<Sum>(event);
  if (known) On(bench, *known);
  return known.has_value();
}

bool JudgeEvent(const Bench& bench, const eventlog::v1::Event& event) {
  switch (AreaOf(bench.entry)) {
    case Area::kContact:
      return Try<intake::v1::ContactEvent>(bench, event);
    case Area::kInquiry:
      return Try<intake::v1::InquiryEvent>(bench, event);
    case Area::kCase:
      return Try<casework::v1::CaseEvent>(bench, event);
    case Area::kTeam:
      return Try<team::v1::TeamEvent>(bench, event);
    case Area::kDeployment:
      return Try<crisis::v1::DeploymentEvent>(bench, event);
    case Area::kCrisis:
      return Try<crisis::v1::CrisisEvent>(bench, event);
    case Area::kOrganisation:
    case Area::kRegister:
    case Area::kPrevention:
    case Area::kKey:
    case Area::kOther:
      return true;  // of no chain
  }
  return true;
}

}  // namespace

void Judge(const Entry& entry, const DirectoryFacts& directory, const CaseFiles& cases, const Bounds& bounds,
           v1::CaseFile& file, Verdict& verdict) {
  const Bench bench{entry, directory, cases, bounds, file, verdict};
  for (const eventlog::v1::Event& event : entry.commit.events()) {
    if (IsOfTheLog(event) || JudgeEvent(bench, event)) continue;
    // Valid but unknown: it moves nothing and ends nothing, whatever it is called.
    bench.Report(v1::FINDING_KIND_NOT_UNDERSTOOD, SafeTypeName(event.type()));
    if (ReadsLikeAnEnd(event.type()))
      bench.Report(v1::FINDING_KIND_END_WITHOUT_GROUND, SafeTypeName(event.type()));
  }
  JudgeAnew(bench);
  JudgeStanding(bench);
  NoteWhoAnswers(bench);
  if (file.first_position() == 0) file.set_first_position(entry.position);
  file.set_last_position(entry.position);
}

void JudgeTime(uint64_t position, absl::Time known_at, const Bounds& bounds, v1::CaseFile& file,
               Verdict& verdict) {
  if (!file.has_wake_at() || known_at <= FromProto(file.wake_at())) return;
  v1::StandbyFile& standby = *file.mutable_standby();
  if (!standby.has_passed_at()) {
    *standby.mutable_passed_at() = ToProto(known_at);
    *file.mutable_wake_at() = ToProto(known_at + bounds.overdue_grace);
    return;
  }
  AddFinding(v1::FINDING_KIND_STANDBY_OVERDUE, position, file.case_id(), "overdue_entry_missing", file,
             verdict);
  file.clear_wake_at();
}

}  // namespace fallverbund::audit
