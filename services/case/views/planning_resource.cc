#include "services/case/views/planning_resource.h"

#include "libs/base/check.h"
#include "libs/base/time.h"

namespace fallverbund::casework {
namespace {

v1::PlanningStep ToProto(Step step) {
  switch (step) {
    case Step::kNone:
      return v1::PLANNING_STEP_UNSPECIFIED;
    case Step::kResourcesChecked:
      return v1::PLANNING_STEP_RESOURCES_CHECKED;
    case Step::kConsulted:
      return v1::PLANNING_STEP_CONSULTED;
    case Step::kClassified:
      return v1::PLANNING_STEP_CLASSIFIED;
  }
  FV_CHECK(false);
}

void Fill(const Commission& commission, const care::Clocks& clocks, v1::Commission& out) {
  out.set_commission_id(commission.id);
  out.set_setting_id(commission.setting_id);
  for (const v1::CommissionSeat seat : MissingSeats(commission.votes)) out.add_missing(seat);
  if (const care::Clock* clock = clocks.Find(common::v1::CLOCK_KIND_COMMISSION, commission.id))
    *out.mutable_due() = fallverbund::ToProto(clock->due);
}

void Fill(const Record& record, v1::Record& out) {
  out.set_record_id(record.id);
  out.set_version(record.version);
  out.set_kind(record.kind);
  out.set_source(record.source);
  out.set_basis(record.basis);
  out.set_confidentiality(record.confidentiality);
  out.set_gap(record.gap);
  out.set_author_person_id(record.author_person_id);
  if (record.kind != v1::RECORD_KIND_DEPARTMENT_ROLE) return;
  out.mutable_role()->set_department(record.department);
  out.mutable_role()->set_organisation_id(record.organisation_id);
  out.mutable_role()->set_person_id(record.person_id);
  out.mutable_role()->set_task(record.task);
}

}  // namespace

void FillPlanning(const State& state, v1::Planning& out) {
  const Planning& planning = state.planning;
  out.set_step(ToProto(planning.step));
  for (const Classification& one : planning.classifications) {
    v1::NeedClassification& shown = *out.add_classifications();
    shown.set_need_class(one.need_class);
    shown.set_cycle(one.cycle);
    *shown.mutable_classified_at() = fallverbund::ToProto(one.at);
    shown.set_person_id(one.person_id);
  }
  if (planning.commission) Fill(*planning.commission, state.clocks, *out.mutable_commission());
  out.set_open_assessment_id(planning.assessment_id);
  out.set_works_by_approval(planning.begun);
}

void FillRecordsAndRights(const State& state, v1::Case& out) {
  for (const Record& record : state.records) Fill(record, *out.add_records());
  for (const Right& right : state.rights) {
    v1::Right& shown = *out.add_rights();
    shown.set_domain(right.domain);
    shown.set_covered(right.covered);
    *shown.mutable_since() = fallverbund::ToProto(right.since);
  }
}

void FillCourse(const State& state, const Setting& setting, v1::Setting& out) {
  out.set_approved(setting.approved);
  if (setting.trial_until) *out.mutable_trial_until() = fallverbund::ToProto(*setting.trial_until);
  out.set_evaluated(setting.evaluated);
  out.set_funding(setting.funding);
  out.set_residential_phase(setting.residential);
  if (IsNamed(setting.return_receiver))
    *out.mutable_return_receiver() = care::ToProto(setting.return_receiver);
  if (setting.return_planned_at)
    *out.mutable_return_planned_at() = fallverbund::ToProto(*setting.return_planned_at);
  out.set_return_accepted(setting.return_accepted);
  if (const care::Clock* contact = state.clocks.Find(common::v1::CLOCK_KIND_RETURN_CONTACT, setting.id))
    *out.mutable_return_contact_due() = fallverbund::ToProto(contact->due);
  for (const Unsuitable& unsuitable : setting.unsuitable) {
    v1::UnsuitableOffer& shown = *out.add_unsuitable();
    shown.set_setting_id(setting.id);
    shown.set_organisation_id(unsuitable.organisation_id);
    shown.set_kind(unsuitable.kind);
    for (const v1::UnsuitableBecause because : unsuitable.because) shown.add_because(because);
  }
}

}  // namespace fallverbund::casework
