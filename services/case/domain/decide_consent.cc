// The register of consents (§ 65(1) no. 1; release from secrecy, § 203 StGB): who may be told what, by whose
// word, until when. What is handed on with consent rests on one of them; whoever takes it back is heard at
// once.
#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

bool IsDated(const v1::ConsentGiven& consent, const Given& given) {
  return consent.has_given_on() && FromProto(consent.given_on()) <= given.now && consent.has_until() &&
         care::IsDueWithin(FromProto(consent.until()), given.now, kConsentAtMost);
}

}  // namespace

bool IsLive(const State& state, std::string_view consent_id, std::string_view organisation_id,
            const Given& given) {
  const Consent* consent = state.FindConsent(consent_id);
  if (consent == nullptr || consent->withdrawn_at || consent->until <= given.now) return false;
  const bool speaks = !state.of_age || consent->given_by == v1::CONSENT_GIVER_YOUNG_PERSON;
  return speaks && consent->organisation_id == organisation_id;
}

Decision DecideOn(const State& state, const RegisterConsent& command, const Given& given) {
  v1::ConsentGiven consent = command.consent;
  const bool speaks = !state.of_age || consent.given_by() == v1::CONSENT_GIVER_YOUNG_PERSON;
  if (auto no = Require(Reason::kConsentWithoutRecipient, !consent.organisation_id().empty()))
    return *no;                                                                          // § 65
  if (auto no = Require(Reason::kConsentNotDated, IsDated(consent, given))) return *no;  // § 65
  if (auto no = Require(Reason::kOnlyTheAdultConsents, speaks)) return *no;              // N13
  consent.set_consent_id(given.new_id);
  Events events;
  *events.emplace_back().mutable_consent_given() = consent;
  return events;
}

Decision DecideOn(const State& state, const WithdrawConsent& command, const Given&) {
  const Consent* consent = state.FindConsent(command.withdrawal.consent_id());
  if (auto no = Require(Reason::kConsentUnknown, consent != nullptr)) return *no;  // § 65
  if (consent->withdrawn_at) return Events{};
  Events events;
  *events.emplace_back().mutable_consent_withdrawn() = command.withdrawal;
  return events;
}

}  // namespace fallverbund::casework
