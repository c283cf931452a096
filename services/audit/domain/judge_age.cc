// Age (N13): the guardian's strand ends at 18, nobody becomes an adult before, and afterwards no decision is
// taken past the young adult. The dates are beginnings of months; the birth date is sealed.
#include <string>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"
#include "services/audit/domain/participation.h"

namespace fallverbund::audit {
namespace {

// The birthday lies in the month before the date that stands in the log.
constexpr absl::Duration kLongestMonth = absl::Hours(24 * 31);

// An end by death, or of what was opened in error, asks nobody (N14).
bool AsksNobody(const casework::v1::CaseEvent& event) {
  const auto ground = event.lawful_end_requested().ground();
  return ground == casework::v1::LAWFUL_END_GROUND_DEATH ||
         ground == casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR;
}

}  // namespace

// What was recorded stands, unless there is a reason; older is said by two persons of the office.
void On(const Bench& bench, const casework::v1::BirthDateRecorded& e) {
  v1::CaseFile& file = bench.file;
  const google::protobuf::Timestamp& month = e.has_of_age_due() ? e.of_age_due() : e.of_age_since();
  const bool known = e.has_of_age_due() || e.has_of_age_since();
  const bool another = file.has_of_age_month() && known && FromProto(month) != FromProto(file.of_age_month());
  if (another && !e.has_correction_reason())
    bench.Report(v1::FINDING_KIND_AGE_AGAINST_THE_RULE, "birth_date_without_reason");
  const v1::CorrectionFile& told = file.correction();
  const bool two = !told.person_id().empty() && told.person_id() != bench.actor().person() &&
                   FromProto(told.of_age_month()) == FromProto(month);
  if (another && FromProto(month) < FromProto(file.of_age_month()) && !two)
    bench.Report(v1::FINDING_KIND_AGE_AGAINST_THE_RULE, "made_older_by_one_person");
  if (another) file.clear_ending();  // the approvals were about another age
  file.clear_correction();
  if (known) *file.mutable_of_age_month() = month;
  file.set_age_recorded(true);
  if (e.has_of_age_due()) {
    *file.mutable_of_age_due() = e.of_age_due();
    file.set_of_age(false);
  } else {
    file.clear_of_age_due();
  }
}

void On(const Bench& bench, const casework::v1::BirthDateCorrectionProposed& e) {
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (held == nullptr || !bench.InPerson(e.person_id(), held->holder().organisation_id())) return;
  *bench.file.mutable_correction()->mutable_of_age_month() = e.of_age_month();
  bench.file.mutable_correction()->set_person_id(e.person_id());
}

// The age that an end is asked for with, beside the one in the log; a code, or empty.
std::string FlawOfAge(const Bench& bench, const casework::v1::LawfulEndRequested& e) {
  if (e.age_recorded() && !bench.file.age_recorded()) return "birth_date_not_recorded_before";
  if (!bench.file.has_of_age_month()) return "";
  const absl::Time month = FromProto(bench.file.of_age_month());
  const absl::Time now = bench.Now().recorded_at + kLongestMonth;
  if (e.of_age() && now < month) return "of_age_against_the_record";
  const absl::CivilMonth at_18 = absl::ToCivilMonth(month, absl::UTCTimeZone());
  const absl::Time at_27 = absl::FromCivil(absl::CivilDay(at_18 + 9 * 12), absl::UTCTimeZone());
  return e.ground() == casework::v1::LAWFUL_END_GROUND_AGE_27 && now < at_27 ? "not_27_by_the_record" : "";
}

void On(const Bench& bench, const casework::v1::GuardianNamed& e) {
  if (bench.file.of_age()) bench.Report(v1::FINDING_KIND_AGE_AGAINST_THE_RULE, "guardian_of_an_adult");
  if (e.kind() == casework::v1::GUARDIAN_KIND_OFFICE) {
    *bench.file.mutable_guardian_asked() = e.holder();
    return;
  }
  bench.file.clear_guardian_asked();  // by the court, or by birth: no office holds it
  EndStrand(common::v1::STRAND_GUARDIAN, bench.Now(), bench.file, bench.verdict);
}

void On(const Bench& bench, const casework::v1::GuardianDeclared& e) {
  const bool asked = SameHolder(bench.file.guardian_asked(), e.holder());
  if (!asked || !bench.InPerson(e.person_id(), e.holder().organisation_id()))
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "guardianship_not_declared_in_person");
  if (bench.file.of_age()) bench.Report(v1::FINDING_KIND_AGE_AGAINST_THE_RULE, "guardian_of_an_adult");
  bench.file.clear_guardian_asked();
  MoveStrand(common::v1::STRAND_GUARDIAN, e.holder(), common::v1::TONIGHT_KIND_UNSPECIFIED, bench.Now(),
             bench.file, bench.verdict);
  JudgeGuardian(bench);
}

void On(const Bench& bench, const casework::v1::CameOfAge&) {
  const v1::CaseFile& file = bench.file;
  if (file.has_of_age_due() && bench.Now().recorded_at + kLongestMonth < FromProto(file.of_age_due()))
    bench.Report(v1::FINDING_KIND_AGE_AGAINST_THE_RULE, "of_age_too_early");
  bench.file.set_of_age(true);
  bench.file.clear_of_age_due();
  bench.file.clear_guardian_asked();
  EndStrand(common::v1::STRAND_GUARDIAN, bench.Now(), bench.file, bench.verdict);
}

void JudgeHearing(const Bench& bench, const casework::v1::CaseEvent& event) {
  if (!bench.file.of_age()) return;
  const common::v1::Participation* decision = ParticipationOf(event);
  if (decision == nullptr || AsksNobody(event)) return;
  const common::v1::Hearing& hearing = decision->young_person();
  const bool asked = hearing.heard() || (hearing.reason() != common::v1::NOT_HEARD_REASON_UNSPECIFIED &&
                                         hearing.has_retry_due());
  if (!asked) bench.Report(v1::FINDING_KIND_AGE_AGAINST_THE_RULE, "decided_past_the_young_adult");
}

}  // namespace fallverbund::audit
