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

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_BOOTSTRAP_ID_H_
