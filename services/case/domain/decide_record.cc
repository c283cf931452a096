// What somebody contributes to a case (A10, A5, C14, C16): said where from, on which basis and how far it may
// travel; in versions, nothing is overwritten. And whether the three rights are covered (A21).
#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

bool HasGround(const v1::RecordEntered& record) {
  return record.source() != v1::RECORD_SOURCE_UNSPECIFIED && record.basis() != v1::RECORD_BASIS_UNSPECIFIED &&
         record.confidentiality() != common::v1::CONFIDENTIALITY_UNSPECIFIED;
}

// § 65, § 203 StGB: what was entrusted, or is a doctor's, needs more than the purpose.
bool BasisCarries(const v1::RecordEntered& record) {
  const bool open =
      record.basis() == v1::RECORD_BASIS_CONSENT || record.basis() == v1::RECORD_BASIS_ENDANGERMENT;
  if (record.confidentiality() == common::v1::CONFIDENTIALITY_ENTRUSTED) return open;
  if (record.confidentiality() == common::v1::CONFIDENTIALITY_MEDICAL)
    return open || record.basis() == v1::RECORD_BASIS_RELEASE;
  return true;
}

// § 63(2), § 65: what a family told a service of the prevention chain was not told for help or protection. It
// comes here with the family's consent, or because a child is in danger, and then that stands beside it
// (E13).
bool MayComeFromWhereItDoes(const v1::RecordEntered& record) {
  if (record.source() != v1::RECORD_SOURCE_PREVENTION) return true;
  return record.basis() == v1::RECORD_BASIS_CONSENT || record.basis() == v1::RECORD_BASIS_ENDANGERMENT;
}

// § 65: a consent is one of the register, so that it can be taken back; the office that holds the case keeps
// the file, and is who is told.
bool ConsentIsLive(const State& state, const v1::RecordEntered& record, const Given& given) {
  return record.basis() != v1::RECORD_BASIS_CONSENT ||
         IsLive(state, record.consent_id(), state.responsibility.holder().organisation_id, given);
}

bool NamesItsGap(const v1::RecordEntered& record) {
  return (record.kind() == v1::RECORD_KIND_STRUCTURAL_GAP) == (record.gap() != v1::GAP_KIND_UNSPECIFIED);
}

bool NamesItsRole(const EnterRecord& command) {
  const v1::RecordEntered& record = command.record;
  if (record.kind() != v1::RECORD_KIND_DEPARTMENT_ROLE) return !record.has_role();
  return command.role_known && record.role().department() != v1::PARTY_UNSPECIFIED &&
         record.role().task() != v1::DEPARTMENT_TASK_UNSPECIFIED;
}

}  // namespace

Decision DecideOn(const State& state, const EnterRecord& command, const Given& given) {
  v1::RecordEntered record = command.record;
  const Record* earlier = state.FindRecord(record.record_id());
  const bool fresh = record.record_id().empty();
  const bool follows = fresh || (earlier != nullptr && earlier->kind == record.kind());
  if (auto no = Require(Reason::kRecordWithoutGround, HasGround(record))) return *no;  // A10
  if (auto no = Require(Reason::kBasisTooWeak, BasisCarries(record))) return *no;      // A10
  if (auto no = Require(Reason::kPreventionDataNeedsBasis, MayComeFromWhereItDoes(record)))
    return *no;                                                                                     // E13
  if (auto no = Require(Reason::kConsentNotLive, ConsentIsLive(state, record, given))) return *no;  // § 65
  if (auto no = Require(Reason::kGapNotNamed, NamesItsGap(record))) return *no;                     // A5
  if (auto no = Require(Reason::kDepartmentRoleNotNamed, NamesItsRole(command))) return *no;        // C14
  if (auto no = Require(Reason::kRecordUnknown, follows)) return *no;                               // A10
  const bool own =
      fresh || (earlier != nullptr && earlier->author_organisation_id == given.actor.organisation);
  if (auto no = Require(Reason::kRecordOfAnother, own)) return *no;  // A10
  if (fresh) record.set_record_id(given.new_id);
  if (record.basis() != v1::RECORD_BASIS_CONSENT) record.clear_consent_id();
  record.set_version(earlier == nullptr ? 1 : earlier->version + 1);
  Events events;
  *events.emplace_back().mutable_record_entered() = record;
  return events;
}

Decision DecideOn(const State&, const AssessRight& command, const Given& given) {
  v1::RightAssessed right = command.right;
  const bool known = right.has_since() && FromProto(right.since()) <= given.now;
  if (right.covered()) {
    right.clear_look_again_due();
  } else if (!right.has_look_again_due()) {
    *right.mutable_look_again_due() = ToProto(given.now + care::Length(care::kLookAgain, given.terms));
  }
  const bool soon =
      right.covered() || care::IsDueWithin(FromProto(right.look_again_due()), given.now, kLookAgainAtMost);
  if (auto no = Require(Reason::kRightWithoutSince, known)) return *no;  // A21
  if (auto no = Require(Reason::kLookAgainTooFar, soon)) return *no;     // A21
  Events events;
  *events.emplace_back().mutable_right_assessed() = right;
  return events;
}

Decision DecideOn(const State&, const RecordConfidence& command, const Given& given) {
  const bool asked = command.recorded.question_version() == kConfidenceQuestion;
  if (auto no = Require(Reason::kConfidenceQuestionUnknown, asked)) return *no;  // A23
  Events events;
  v1::ConfidenceRecorded& recorded = *events.emplace_back().mutable_confidence_recorded();
  recorded = command.recorded;
  recorded.set_person_id(given.actor.person);
  return events;
}

}  // namespace fallverbund::casework
