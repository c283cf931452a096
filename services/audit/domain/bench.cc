#include "services/audit/domain/bench.h"

#include <algorithm>

#include "libs/base/time.h"

namespace fallverbund::audit {

using common::v1::Holder;

When Bench::Now() const {
  When when;
  when.recorded_at = FromProto(entry.commit.recorded_at());
  when.true_at = entry.commit.has_occurred_at() ? FromProto(entry.commit.occurred_at()) : when.recorded_at;
  when.position = entry.position;
  return when;
}

namespace {

// Of two holders: CASE, where nothing else is said.
common::v1::Strand StrandOf(v1::FindingKind kind) {
  if (kind == v1::FINDING_KIND_NO_HOLDER || kind == v1::FINDING_KIND_TWO_HOLDERS)
    return common::v1::STRAND_CASE;
  if (kind == v1::FINDING_KIND_TONIGHT_EMPTY) return common::v1::STRAND_TONIGHT;
  if (kind == v1::FINDING_KIND_TEAM_WITHOUT_COORDINATION) return common::v1::STRAND_COORDINATION;
  if (kind == v1::FINDING_KIND_SHARED_TOO_SMALL) return common::v1::STRAND_SHARED;
  if (kind == v1::FINDING_KIND_CRISIS_WITHOUT_LEAD) return common::v1::STRAND_CRISIS_LEAD;
  return common::v1::STRAND_UNSPECIFIED;
}

}  // namespace

void AddFinding(v1::FindingKind kind, uint64_t position, std::string_view aggregate_id,
                std::string_view detail, v1::CaseFile& file, Verdict& verdict, common::v1::Strand strand) {
  v1::Finding finding;
  finding.set_kind(kind);
  finding.set_position(position);
  finding.set_aggregate_id(std::string(aggregate_id));
  finding.set_detail(std::string(detail));
  finding.set_strand(strand == common::v1::STRAND_UNSPECIFIED ? StrandOf(kind) : strand);
  CountByStrand(finding, *file.mutable_strands());
  verdict.findings.push_back(std::move(finding));
  file.set_findings(file.findings() + 1);
  if (IsGap(kind)) file.set_gaps(file.gaps() + 1);
}

void Bench::Report(v1::FindingKind kind, std::string_view detail, common::v1::Strand strand) const {
  AddFinding(kind, entry.position, entry.aggregate_id, detail, file, verdict, strand);
}

void Bench::ReportWhile(bool broken, v1::FindingKind kind, std::string_view detail) const {
  auto& standing = *file.mutable_standing();
  const auto at = std::find(standing.begin(), standing.end(), kind);
  if (broken && at == standing.end()) {
    file.add_standing(kind);
    Report(kind, detail);
  } else if (!broken && at != standing.end()) {
    standing.erase(at);
  }
}

bool Bench::IsNamedPerson(std::string_view person_id, std::string_view organisation_id) const {
  return !person_id.empty() &&
         directory.OrganisationOf(person_id) == std::optional<std::string>(organisation_id);
}

bool Bench::InPerson(std::string_view person_id, std::string_view organisation_id) const {
  return IsNamedPerson(person_id, organisation_id) && actor().person() == person_id &&
         actor().organisation() == organisation_id;
}

absl::Duration Bench::Term(std::string_view office, uint32_t named, const OwnDays& own,
                           absl::Duration usual) const {
  const bool counts = own.least <= named && named <= own.most && directory.HasSet(office, own.field, named);
  return counts ? absl::Hours(24) * named : usual;
}

std::string_view Bench::Office() const {
  const v1::HoldingSpan* holder = Held(file, common::v1::STRAND_CASE);
  return holder == nullptr ? std::string_view() : std::string_view(holder->holder().organisation_id());
}

bool Bench::ByCaseHolder() const {
  const v1::HoldingSpan* holder = Held(file, common::v1::STRAND_CASE);
  return holder != nullptr && holder->holder().organisation_id() == actor().organisation();
}

bool Bench::StandsInFromElsewhere(const Holder& next, const Holder& gone) const {
  const std::string& deputy = gone.deputy_person_id();
  Holder there = next;
  there.set_unit_id(gone.unit_id());
  return StandsIn(there, gone) && (deputy.empty() || deputy == next.person_id() || directory.Leaves(deputy));
}

bool Bench::StandsIn(const Holder& next, const Holder& gone) const {
  return next.organisation_id() == gone.organisation_id() && next.unit_id() == gone.unit_id() &&
         next.person_id() != gone.person_id() && IsNamedPerson(next.person_id(), next.organisation_id()) &&
         directory.Leaves(gone.person_id());
}

void JudgeGuardian(const Bench& bench) {
  const v1::HoldingSpan* guardian = Held(bench.file, common::v1::STRAND_GUARDIAN);
  const v1::HoldingSpan* holder = Held(bench.file, common::v1::STRAND_CASE);
  if (guardian == nullptr || holder == nullptr) return;
  const std::string& person = guardian->holder().person_id();
  if (person == holder->holder().person_id() || person == holder->holder().deputy_person_id())
    bench.Report(v1::FINDING_KIND_AGE_AGAINST_THE_RULE, "guardian_is_the_case_worker");
}

void HoldCase(const Bench& bench, const Holder& holder, absl::Time true_at,
              std::initializer_list<team::v1::OrganisationKind> may_hold) {
  When when = bench.Now();
  when.true_at = true_at;
  if (holder.organisation_id().empty() && holder.person_id().empty()) {
    EndStrand(common::v1::STRAND_CASE, when, bench.file, bench.verdict);  // JudgeStanding reports the gap
    return;
  }
  const auto kind = bench.directory.KindOf(holder.organisation_id());
  if (!kind || std::find(may_hold.begin(), may_hold.end(), *kind) == may_hold.end()) {
    bench.Report(v1::FINDING_KIND_HOLDER_NOT_PUBLIC, holder.organisation_id());
  }
  if (holder.person_id().empty()) {
    bench.Report(v1::FINDING_KIND_HOLDER_WITHOUT_PERSON, "none_named");
  } else if (!bench.IsNamedPerson(holder.person_id(), holder.organisation_id())) {
    bench.Report(v1::FINDING_KIND_HOLDER_WITHOUT_PERSON, holder.person_id());
  }
  MoveStrand(common::v1::STRAND_CASE, holder, common::v1::TONIGHT_KIND_UNSPECIFIED, when, bench.file,
             bench.verdict);
  JudgeGuardian(bench);
}

void HoldTonight(const Bench& bench, const common::v1::Tonight& tonight) {
  const bool known_kind = common::v1::TonightKind_IsValid(tonight.kind()) &&
                          tonight.kind() != common::v1::TONIGHT_KIND_UNSPECIFIED;
  if (!known_kind || !bench.IsNamedPerson(tonight.holder().person_id(), tonight.holder().organisation_id())) {
    EndStrand(common::v1::STRAND_TONIGHT, bench.Now(), bench.file, bench.verdict);
    return;
  }
  MoveStrand(common::v1::STRAND_TONIGHT, tonight.holder(), tonight.kind(), bench.Now(), bench.file,
             bench.verdict);
}

void JudgeStanding(const Bench& bench) {
  const v1::CaseFile& file = bench.file;
  if (file.lawfully_ended()) return;  // nobody has to hold it, until somebody brings it back
  bench.ReportWhile(Held(file, common::v1::STRAND_CASE) == nullptr, v1::FINDING_KIND_NO_HOLDER, "case");
  const bool agreed_but_not_moved = std::any_of(file.handovers().begin(), file.handovers().end(),
                                                [](const v1::HandoverFile& h) { return h.accepted(); });
  const bool taken_but_not_moved = file.competence().continued() || file.competence().has_provisional();
  bench.ReportWhile(agreed_but_not_moved || taken_but_not_moved, v1::FINDING_KIND_TWO_HOLDERS,
                    "accepted_without_move");
  bench.ReportWhile(!file.case_id().empty() && Held(file, common::v1::STRAND_TONIGHT) == nullptr,
                    v1::FINDING_KIND_TONIGHT_EMPTY, "tonight");
  bench.ReportWhile(file.crisis().open() && Held(file, common::v1::STRAND_CRISIS_LEAD) == nullptr,
                    v1::FINDING_KIND_CRISIS_WITHOUT_LEAD, "nobody_leads");
  if (!IsMissing(file)) {
    bench.file.clear_searcher_person_id();
    bench.file.clear_nothing_ends();
  }
  bench.ReportWhile(IsMissing(file) && file.searcher_person_id().empty(),
                    v1::FINDING_KIND_MISSING_WITHOUT_SEARCHER, "nobody_tries_by_a_date");
  const bool team_formed =
      std::any_of(file.teams().begin(), file.teams().end(), [](const v1::TeamFile& t) { return t.formed(); });
  bench.ReportWhile(
      (team_formed || !file.seats().empty()) && Held(file, common::v1::STRAND_COORDINATION) == nullptr,
      v1::FINDING_KIND_TEAM_WITHOUT_COORDINATION, "nobody_coordinates");
}

}  // namespace fallverbund::audit
