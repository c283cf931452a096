// One call as a handler sees it: who calls, what it is about, and what will be journaled about it.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_CALL_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_CALL_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "libs/access/glass.h"
#include "libs/access/identity.h"
#include "libs/command/outcome.h"
#include "libs/decider/decider.h"
#include "libs/history/sealed_text.h"
#include "libs/projection/projection_store.h"
#include "libs/seal/key_vault.h"
#include "libs/seal/sealer.h"
#include "libs/service/host.h"

namespace fallverbund::service {

// On one worker thread, from the access check to the reply. Allowed already: a handler asks no more who may.
class Call {
 public:
  Call(Host& host, const google::protobuf::MethodDescriptor& method, access::Caller caller,
       absl::Time deadline, const google::protobuf::Message& request, std::optional<Trace> trace);

  Host& host() { return host_; }
  const google::protobuf::MethodDescriptor& method() const { return method_; }
  const access::Caller& caller() const { return caller_; }
  decider::Actor actor() const;
  // The caller's unit as the directory knows it; empty where there is none.
  absl::StatusOr<std::string> ActorUnit();
  // The aggregate the request names ("case_id", "inquiry_id", ...); empty where it names none.
  const std::string& object_id() const { return object_id_; }
  // Until when the call may take, so that the answer still reaches the caller.
  absl::Time deadline() const { return deadline_; }
  // As the caller told; nullopt: now.
  const std::optional<absl::Time>& occurred_at() const { return occurred_at_; }
  // One view of the own rows for the whole call.
  const projection::Rows& rows() const { return *rows_; }

  // --- writes ---

  // Of this organisation, method and request_id (libs/crypto/derive.h).
  const std::string& command_id() const { return command_id_; }
  // Id of an aggregate of this type that the command brings into being; empty `type`: Given.new_id.
  std::string NewAggregateId(std::string_view type) const;
  command::CommandContext ContextFor(const std::string& aggregate_id) const;
  // Coded wish for the journal, should it be refused, such as DISCHARGE.
  void set_wish(std::string wish) { wish_ = std::move(wish); }
  const std::string& wish() const { return wish_; }

  // Seals `text` for `field_path` of `event` in `aggregate_id`. Empty text stays an unset Sealed.
  absl::StatusOr<common::v1::Sealed> Seal(const seal::KeyScope& scope, const std::string& aggregate_id,
                                          const google::protobuf::Descriptor& event,
                                          std::string_view field_path, const std::string& text);

  // --- reads ---

  // Opens the texts into where they are shown and remembers their keys for the journal. A text that cannot be
  // read shows "[erased]", "[denied]", "[unavailable]" or "[damaged]". Answers what each is, in order.
  std::vector<seal::Opened::Kind> Show(const std::string& aggregate_id,
                                       const std::vector<history::SealedText>& texts);
  const std::set<std::string>& opened_key_ids() const { return opened_key_ids_; }
  // The caller's organisation was only asked for something in this case, and the caller has broken no glass:
  // what is read is the question, and what was packed for it (N6, § 62). Whoever reads on by glass is
  // journaled so.
  absl::StatusOr<bool> ReadsOnlyTheQuestion(std::string_view case_id);
  // Something of the answer is there by this broken glass alone, whatever else lets the caller in.
  void OpenedBy(const access::Glass& glass) { glass_reading_id_ = glass.reading_id; }
  const std::string& glass_reading_id() const { return glass_reading_id_; }  // empty: by none

 private:
  Host& host_;
  const google::protobuf::MethodDescriptor& method_;
  const access::Caller caller_;
  const absl::Time deadline_;
  const std::optional<Trace> trace_;
  const std::unique_ptr<projection::Rows> rows_;
  std::string object_id_, command_id_, request_mac_, wish_, glass_reading_id_;
  std::optional<absl::Time> occurred_at_;
  std::set<std::string> opened_key_ids_;
};

// The id in the request that the method is about: the one its relation asks for, else the first there is.
std::string ObjectIdOf(const google::protobuf::Message& request, common::v1::Relation relation);

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_CALL_H_
