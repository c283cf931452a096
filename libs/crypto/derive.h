// Ids that follow from what they are for, all keyed with the association's id key, which is never rotated.
// They are stored in logs, so their formulas never change. Pure.
//
// An id is the first 16 bytes of HMAC-SHA256(id key, parts joined by LF) in hex. No part may hold an LF
// (FV_CHECK): validate request ids (IsUuid) before.
#ifndef FALLVERBUND_LIBS_CRYPTO_DERIVE_H_
#define FALLVERBUND_LIBS_CRYPTO_DERIVE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace fallverbund::crypto {

// Parts: "command", organisation, method, request_id. The same request of the same organisation is the same
// command, whichever instance gets it.
std::string DeriveCommandId(std::string_view id_key, std::string_view organisation, std::string_view method,
                            std::string_view request_id);

// Parts: "aggregate", command_id, type. So two instances that decide one command cannot create two
// aggregates.
std::string DeriveAggregateId(std::string_view id_key, std::string_view command_id, std::string_view type);

// Parts: "reaction", name, position, index in decimal. The command id of a reaction or clock: `position` of
// its trigger, `index` of the event or command there.
std::string DeriveReactionId(std::string_view id_key, std::string_view name, uint64_t position,
                             uint64_t index);

// HMAC-SHA256(id key, "request" LF bytes), 32 raw bytes: keyed fingerprint of a request, whose bytes are its
// deterministic serialisation with request_id cleared.
std::string RequestMac(std::string_view id_key, std::string_view deterministic_bytes);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_DERIVE_H_
