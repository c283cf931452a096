#include "services/audit/domain/numbers.h"

#include <algorithm>
#include <utility>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "libs/base/id.h"
#include "services/audit/domain/schema.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

using v1::AuditedNumber;

// The numbers of one commit, by which later events of it find those that earlier ones began.
class Numbers {
 public:
  Numbers(const Entry& entry, const NumberBefore& before) : entry_(entry), before_(before) {}

  // nullptr: it was begun before and stays as it was, or it is no id, and a writer's text reaches no list.
  AuditedNumber* Begin(v1::NumberKind kind, std::string_view number) {
    if (!IsHexId(number) || Find(number) != nullptr) return nullptr;
    AuditedNumber& begun = changed_.emplace_back();
    begun.set_kind(kind);
    begun.set_number(std::string(number));
    begun.set_position(entry_.position);
    begun.set_last_position(entry_.position);
    return &begun;
  }
  // nullptr: nobody began it.
  AuditedNumber* Find(std::string_view number) {
    const auto here = std::find_if(changed_.begin(), changed_.end(),
                                   [&](const AuditedNumber& one) { return one.number() == number; });
    if (here != changed_.end()) return &*here;
    auto known = before_(number);
    if (!known) return nullptr;
    changed_.push_back(*std::move(known));
    changed_.back().set_last_position(entry_.position);
    return &changed_.back();
  }
  void Done(std::string_view number) {
    AuditedNumber* known = Find(number);
    if (known == nullptr || known->has_done_at()) return;
    const eventlog::v1::Commit& commit = entry_.commit;
    *known->mutable_done_at() = commit.has_occurred_at() ? commit.occurred_at() : commit.recorded_at();
  }
  const Entry& entry() const { return entry_; }
  std::vector<AuditedNumber> Take() { return std::move(changed_); }

 private:
  const Entry& entry_;
  const NumberBefore& before_;
  std::vector<AuditedNumber> changed_;
};

void Add(const intake::v1::ContactEvent& event, Numbers& numbers) {
  const intake::v1::ContactReceived& received = event.contact_received();
  if (received.kind() != intake::v1::CONTACT_KIND_DIALOG) return;  // else it has a chain
  if (AuditedNumber* begun = numbers.Begin(v1::NUMBER_KIND_DIALOG, numbers.entry().aggregate_id))
    *begun->mutable_owner() = received.owner();
}

void Add(const intake::v1::PreventionContactEvent& event, Numbers& numbers) {
  if (!event.has_anonymous_contact_counted()) return;
  if (AuditedNumber* begun = numbers.Begin(v1::NUMBER_KIND_PREVENTION_CONTACT, numbers.entry().aggregate_id))
    begun->mutable_owner()->set_organisation_id(numbers.entry().commit.actor().organisation());
}

void Add(const intake::v1::TransitionEvent& event, Numbers& numbers) {
  const std::string_view number = numbers.entry().aggregate_id;
  const auto navigates = [&](const common::v1::Holder& who) {
    if (AuditedNumber* known = numbers.Find(number)) *known->mutable_owner() = who;
  };
  if (event.has_transition_begun()) {
    numbers.Begin(v1::NUMBER_KIND_ACCOMPANIMENT, number);
    navigates(event.transition_begun().navigator());
  }
  if (event.has_navigator_moved()) navigates(event.navigator_moved().to());
  if (event.has_navigator_taken_over()) navigates(event.navigator_taken_over().to());
  if (event.has_transition_completed() || event.has_prevention_consent_withdrawn()) numbers.Done(number);
}

void Add(const casework::v1::CaseEvent& event, Numbers& numbers) {
  if (event.has_risk_assessment_opened()) {
    const casework::v1::RiskAssessmentOpened& opened = event.risk_assessment_opened();
    if (AuditedNumber* begun = numbers.Begin(v1::NUMBER_KIND_ASSESSMENT, opened.assessment_id())) {
      begun->set_case_id(std::string(numbers.entry().aggregate_id));
      *begun->mutable_due() = opened.due();
    }
  }
  if (event.has_risk_assessment_made()) numbers.Done(event.risk_assessment_made().assessment_id());
}

template <class Sum>
void AddAll(const Entry& entry, Numbers& numbers) {
  for (const eventlog::v1::Event& event : entry.commit.events()) {
    if (const auto known = Unpack<Sum>(event)) Add(*known, numbers);
  }
}

}  // namespace

std::vector<AuditedNumber> NumbersOf(const Entry& entry, const NumberBefore& before) {
  Numbers numbers(entry, before);
  const Area area = AreaOf(entry);
  if (area == Area::kContact) AddAll<intake::v1::ContactEvent>(entry, numbers);
  if (area == Area::kCase) AddAll<casework::v1::CaseEvent>(entry, numbers);
  if (area == Area::kPrevention) {
    AddAll<intake::v1::PreventionContactEvent>(entry, numbers);
    AddAll<intake::v1::TransitionEvent>(entry, numbers);
  }
  return numbers.Take();
}

}  // namespace fallverbund::audit
