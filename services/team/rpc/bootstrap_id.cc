#include "services/team/rpc/bootstrap_id.h"

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/strings.h"
#include "libs/crypto/hash.h"

namespace fallverbund::team {

std::string BootstrapOrganisationId(std::string_view association) {
  return ToHex(crypto::Sha256(absl::StrCat("fallverbund.bootstrap/v1\n", ToAbsl(association))).substr(0, 16));
}

std::string AgreementId(std::string_view association) {
  return ToHex(crypto::Sha256(absl::StrCat("fallverbund.agreement/v1\n", ToAbsl(association))).substr(0, 16));
}

std::string OfferIdIn(std::string_view association, std::string_view quarter_id,
                      std::string_view folded_name) {
  return ToHex(crypto::Sha256(absl::StrCat("fallverbund.offer/v1\n", ToAbsl(association), "\n",
                                           ToAbsl(quarter_id), "\n", ToAbsl(folded_name)))
                   .substr(0, 16));
}

}  // namespace fallverbund::team
