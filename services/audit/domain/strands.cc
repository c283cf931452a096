#include "services/audit/domain/strands.h"

#include <algorithm>

#include "libs/base/time.h"

namespace fallverbund::audit {

using common::v1::Holder;
using common::v1::Strand;
using common::v1::TonightKind;

bool SameHolder(const Holder& a, const Holder& b) {
  return a.organisation_id() == b.organisation_id() && a.unit_id() == b.unit_id() &&
         a.person_id() == b.person_id() && a.deputy_person_id() == b.deputy_person_id() &&
         a.basis() == b.basis();
}

const v1::HoldingSpan* Held(const v1::CaseFile& file, Strand strand) {
  for (const v1::HoldingSpan& span : file.open_spans()) {
    if (span.strand() == strand) return &span;
  }
  return nullptr;
}

namespace {

template <class Ends>
void EndSpans(Ends ends, const When& when, v1::CaseFile& file, Verdict& verdict) {
  v1::CaseFile rest;
  for (v1::HoldingSpan& span : *file.mutable_open_spans()) {
    if (!ends(span)) {
      *rest.add_open_spans() = std::move(span);
      continue;
    }
    *span.mutable_until() = ToProto(std::max(when.true_at, FromProto(span.from())));
    span.set_until_position(when.position);
    verdict.ended.push_back(std::move(span));
  }
  file.mutable_open_spans()->Swap(rest.mutable_open_spans());
}

}  // namespace

void EndStrand(Strand strand, const When& when, v1::CaseFile& file, Verdict& verdict) {
  EndSpans([strand](const v1::HoldingSpan& span) { return span.strand() == strand; }, when, file, verdict);
}

void EndSpanOf(std::string_view person_id, Strand strand, const When& when, v1::CaseFile& file,
               Verdict& verdict) {
  EndSpans(
      [&](const v1::HoldingSpan& span) {
        return span.strand() == strand && span.holder().person_id() == person_id;
      },
      when, file, verdict);
}

void BeginSpan(Strand strand, const Holder& holder, TonightKind tonight_kind, const When& when,
               v1::CaseFile& file) {
  v1::HoldingSpan& span = *file.add_open_spans();
  span.set_strand(strand);
  *span.mutable_holder() = holder;
  span.set_tonight_kind(tonight_kind);
  *span.mutable_from() = ToProto(when.true_at);
  span.set_from_position(when.position);
  *span.mutable_recorded_at() = ToProto(when.recorded_at);
}

void MoveStrand(Strand strand, const Holder& holder, TonightKind tonight_kind, const When& when,
                v1::CaseFile& file, Verdict& verdict) {
  When begins = when;
  if (const v1::HoldingSpan* held = Held(file, strand)) {
    if (SameHolder(held->holder(), holder) && held->tonight_kind() == tonight_kind) return;
    begins.true_at = std::max(when.true_at, FromProto(held->from()));
  }
  EndStrand(strand, when, file, verdict);
  BeginSpan(strand, holder, tonight_kind, begins, file);
}

void CountByStrand(const v1::Finding& finding,
                   google::protobuf::RepeatedPtrField<v1::StrandVerdict>& strands) {
  if (finding.strand() == common::v1::STRAND_UNSPECIFIED) return;
  auto at = std::find_if(strands.begin(), strands.end(),
                         [&](const v1::StrandVerdict& one) { return one.strand() == finding.strand(); });
  v1::StrandVerdict& found = at == strands.end() ? *strands.Add() : *at;
  found.set_strand(finding.strand());
  if (finding.kind() == v1::FINDING_KIND_TWO_HOLDERS) {
    found.set_doubles(found.doubles() + 1);
  } else {
    found.set_gaps(found.gaps() + 1);
  }
}

}  // namespace fallverbund::audit
