// Which service of the house may use keys of which file class: a table, deny by default. Purpose limitation
// (§ 63(2), § 64 SGB VIII) begins here: a service never sees a class of files that is none of its business.
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_POLICY_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_POLICY_H_

#include <string_view>

#include "fallverbund/common/v1/sealed.pb.h"

namespace fallverbund::keys {

// `service` is the name in the caller's certificate: "intake", "case", "team", "crisis", "audit".
bool MayUse(std::string_view service, common::v1::FileClass file_class);

// Whether it may have the association's id key and blind indexes: those that take commands.
bool MayDerive(std::string_view service);

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_POLICY_H_
