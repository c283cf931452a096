// What consents leave in the state, and what their withdrawal stops (§ 65).
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/evolve_parts.h"

namespace fallverbund::casework {
namespace {

using common::v1::CLOCK_KIND_CONSENT_EXPIRY;

void Withhold(std::vector<PackagePart>& package, std::string_view consent_id) {
  for (PackagePart& part : package) {
    if (part.consent_id == consent_id) part.withheld = true;
  }
}

bool CarriesEntrusted(v1::TransferBasis basis) {
  return basis == v1::TRANSFER_BASIS_CONSENT || basis == v1::TRANSFER_BASIS_SGB8_65_ENDANGERMENT ||
         basis == v1::TRANSFER_BASIS_COURT;
}

}  // namespace

std::vector<PackagePart> PartsOf(const google::protobuf::RepeatedPtrField<v1::PackageItem>& package) {
  std::vector<PackagePart> parts;
  for (const v1::PackageItem& item : package)
    parts.push_back({item.position(), item.withheld(), item.withheld() ? "" : item.consent_id(),
                     CarriesEntrusted(item.basis())});
  return parts;
}

// Its end is looked ahead to; of one that is followed by another for the same ears the other's is.
void On(State& state, const v1::ConsentGiven& event) {
  for (const Consent& before : state.consents) {
    if (before.matter == event.matter() && before.organisation_id == event.organisation_id())
      state.clocks.Stop(CLOCK_KIND_CONSENT_EXPIRY, before.id);
  }
  state.clocks.Start(CLOCK_KIND_CONSENT_EXPIRY, event.consent_id(), FromProto(event.until()));
  state.consents.push_back({event.consent_id(), event.matter(), event.organisation_id(), event.given_by(),
                            FromProto(event.given_on()), FromProto(event.until()), std::nullopt});
}

// From now on nothing that rests on it goes along, and what went along is shown to whoever gave it alone.
void On(State& state, const v1::ConsentWithdrawn& event, absl::Time now) {
  for (Consent& consent : state.consents) {
    if (consent.id == event.consent_id()) consent.withdrawn_at = now;
  }
  state.clocks.Stop(CLOCK_KIND_CONSENT_EXPIRY, event.consent_id());
  if (state.ended) {  // so that no end of it is owed when somebody comes back
    std::erase_if(state.ended->owed, [&](const care::Clock& clock) {
      return clock.kind == CLOCK_KIND_CONSENT_EXPIRY && clock.object_id == event.consent_id();
    });
  }
  Withhold(state.package, event.consent_id());
  if (state.change) Withhold(state.change->package, event.consent_id());
  for (const SharedByConsent& shared : state.shared_by_consent) {
    if (shared.consent_id == event.consent_id())
      state.withheld.push_back({shared.position, shared.organisation_id});
  }
  std::erase_if(state.shared_by_consent,
                [&](const SharedByConsent& shared) { return shared.consent_id == event.consent_id(); });
  std::erase_if(state.handed_on, [&](const HandedOn& one) { return one.consent_id == event.consent_id(); });
}

}  // namespace fallverbund::casework
