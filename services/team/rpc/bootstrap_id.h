// Ids of what an association has one of: its first youth office and its crisis agreement. Fixed by the
// association, so that two who begin it at the same time meet on one subject of the log and one of them
// loses.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_BOOTSTRAP_ID_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_BOOTSTRAP_ID_H_

#include <string>
#include <string_view>

namespace fallverbund::team {

// First 16 bytes of SHA-256("fallverbund.bootstrap/v1\n" association), in hex.
std::string BootstrapOrganisationId(std::string_view association);
// First 16 bytes of SHA-256("fallverbund.agreement/v1\n" association), in hex.
std::string AgreementId(std::string_view association);

// Id of the offer of this name in a quarter (E11), so that two who list it meet on one subject. First 16
// bytes of SHA-256("fallverbund.offer/v1\n" association "\n" quarter "\n" name, folded), in hex; the name is
// public and no person's.
std::string OfferIdIn(std::string_view association, std::string_view quarter_id,
                      std::string_view folded_name);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_BOOTSTRAP_ID_H_
