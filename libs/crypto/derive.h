// The derived ids of FORMATS ("Ids"), all keyed with the association's never-rotated id key. Pure.
// Parts are joined by LF, so none may contain one (FV_CHECK): validate request ids (IsUuid) before.
#ifndef FALLVERBUND_LIBS_CRYPTO_DERIVE_H_
#define FALLVERBUND_LIBS_CRYPTO_DERIVE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace fallverbund::crypto {

// The same request of the same organisation is the same command, whichever instance gets it (DESIGN:
// idempotency).
std::string DeriveCommandId(std::string_view id_key, std::string_view organisation, std::string_view method,
                            std::string_view request_id);

// So two instances that decide one command cannot create two aggregates.
std::string DeriveAggregateId(std::string_view id_key, std::string_view command_id, std::string_view type);

// The command id of a reaction or clock: `position` of its trigger, `index` of the event or command there.
std::string DeriveReactionId(std::string_view id_key, std::string_view name, uint64_t position,
                             uint64_t index);

// Keyed fingerprint (32 raw bytes) of a request: deterministic serialisation with request_id cleared.
std::string RequestMac(std::string_view id_key, std::string_view deterministic_bytes);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_DERIVE_H_
