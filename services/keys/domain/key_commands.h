// What may be asked of one data key on its way to erasure. Facts the rules need ride in as values.
#ifndef FALLVERBUND_SERVICES_KEYS_DOMAIN_KEY_COMMANDS_H_
#define FALLVERBUND_SERVICES_KEYS_DOMAIN_KEY_COMMANDS_H_

#include <optional>
#include <string>
#include <variant>

#include "absl/time/time.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"

namespace fallverbund::keys {

struct ProposeErasure {
  common::v1::FileClass file_class = common::v1::FILE_CLASS_UNSPECIFIED;
  common::v1::Confidentiality confidentiality = common::v1::CONFIDENTIALITY_UNSPECIFIED;
  v1::ErasureGround ground = v1::ERASURE_GROUND_UNSPECIFIED;
  std::optional<absl::Time> retention_ends;  // as the proposer states it
  std::optional<absl::Time> made_at;         // of the key, as the bucket says; nullopt: unknown
};
struct ApproveErasure {
  std::string proposal_id;
};
// By reaction: a family has withdrawn its consent to being accompanied, and this key is one of those its
// texts lie under.
struct HonourWithdrawal {
  std::string transition_id;
  // As the bucket says; another class than PREVENTION is none of a withdrawal's business.
  common::v1::FileClass file_class = common::v1::FILE_CLASS_UNSPECIFIED;
  common::v1::Confidentiality confidentiality = common::v1::CONFIDENTIALITY_UNSPECIFIED;
};
struct PlaceLegalHold {};
struct LiftLegalHold {};
// The vault has dropped the key.
struct RecordErased {
  std::string proposal_id;
  absl::Time dropped_at;
  uint32_t epoch = 0;
};

using KeyCommand = std::variant<ProposeErasure, ApproveErasure, HonourWithdrawal, PlaceLegalHold,
                                LiftLegalHold, RecordErased>;

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_DOMAIN_KEY_COMMANDS_H_
