// What the requests of the team service's registers have in common.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_REQUESTS_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_REQUESTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/rpc/pipeline/call.h"
#include "libs/seal/key_vault.h"

namespace fallverbund::team {

inline constexpr int kMaxListed = 64;  // organisations, tags, seats of one request

// A time that the caller did not name is the beginning of time: no date anybody could mean.
absl::Time TimeOf(bool there, const google::protobuf::Timestamp& time);

// kInvalidArgument: more than `most`.
absl::Status CheckFew(int size, const char* field, int most = kMaxListed);
// Names of bodies, districts, offers: 1 to 80 bytes, readable by everybody, so never a person's.
absl::Status CheckPlainName(const std::string& name, const char* field);

// Whether the unit is the caller's organisation's, or none is named; whether these are its people.
absl::StatusOr<bool> IsOwnUnit(service::Call& call, const std::string& unit_id);
absl::StatusOr<bool> IsOwnPerson(service::Call& call, const std::string& person_id);
absl::StatusOr<bool> IsOrganisation(service::Call& call, const std::string& organisation_id);

// Texts of a register that is about nobody have a key of their own.
seal::KeyScope RegisterScope(service::Call& call, const std::string& register_id);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_REQUESTS_H_
