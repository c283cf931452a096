// Records that rest on a consent (§ 65, E13): it was given for the office that holds CASE then, by somebody
// who may speak, and is neither over nor taken back.
#include <algorithm>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

bool SpeaksFor(const Bench& bench, const v1::ConsentFile& consent, const std::string& organisation_id) {
  const bool may_speak = !bench.file.of_age() || consent.of_young_person();  // N13
  return may_speak && consent.organisation_id() == organisation_id &&
         FromProto(consent.until()) > bench.Now().recorded_at;
}

}  // namespace

void On(const Bench& bench, const casework::v1::ConsentGiven& e) {
  v1::ConsentFile& consent = *bench.file.add_consents();
  consent.set_consent_id(e.consent_id());
  consent.set_organisation_id(e.organisation_id());
  *consent.mutable_until() = e.until();
  consent.set_of_young_person(e.given_by() == casework::v1::CONSENT_GIVER_YOUNG_PERSON);
}

void On(const Bench& bench, const casework::v1::ConsentWithdrawn& e) {
  auto& consents = *bench.file.mutable_consents();
  const auto taken_back = std::remove_if(consents.begin(), consents.end(), [&](const v1::ConsentFile& one) {
    return one.consent_id() == e.consent_id();
  });
  consents.erase(taken_back, consents.end());
}

void On(const Bench& bench, const casework::v1::RecordEntered& e) {
  if (e.basis() != casework::v1::RECORD_BASIS_CONSENT) return;
  if (e.consent_id().empty()) return;  // of before a record said which: then its word was enough
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  const std::string office = held == nullptr ? "" : held->holder().organisation_id();
  const auto& consents = bench.file.consents();
  const bool live = std::any_of(consents.begin(), consents.end(), [&](const v1::ConsentFile& one) {
    return one.consent_id() == e.consent_id() && SpeaksFor(bench, one, office);
  });
  if (!live) bench.Report(v1::FINDING_KIND_RECORD_WITHOUT_CONSENT, "consent_not_live");
}

}  // namespace fallverbund::audit
