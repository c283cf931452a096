#include "libs/rpc/pipeline/call.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/access/circle.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/stored.h"
#include "libs/base/time.h"
#include "libs/crypto/derive.h"
#include "libs/directory/directory.h"

namespace fallverbund::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const std::string& TextField(const Message& message, const char* name) {
  static const std::string none;
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING || field->is_repeated())
    return none;
  return message.GetReflection()->GetStringReference(message, field, nullptr);
}

// The same bytes for the same content, whatever the client's library did; request_id is not content.
std::string Deterministic(const Message& request) {
  std::unique_ptr<Message> content(request.New());
  content->CopyFrom(request);
  content->GetReflection()->ClearField(content.get(), request.GetDescriptor()->FindFieldByName("request_id"));
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    FV_CHECK(content->SerializeToCodedStream(&coded));
  }
  return bytes;
}

std::string_view PlaceholderFor(seal::Opened::Kind kind) {
  switch (kind) {
    case seal::Opened::Kind::kOpened:
      return "";
    case seal::Opened::Kind::kErased:
      return "[erased]";
    case seal::Opened::Kind::kDenied:
      return "[denied]";
    case seal::Opened::Kind::kUnavailable:
      return "[unavailable]";
    case seal::Opened::Kind::kDamaged:
      return "[damaged]";
  }
  FV_CHECK(false);
}

}  // namespace

std::string ObjectIdOf(const Message& request, common::v1::Relation relation) {
  if (relation == common::v1::RELATION_OWN_ORGANISATION) return TextField(request, "organisation_id");
  for (const char* name :
       {"case_id", "inquiry_id", "contact_id", "crisis_id", "transition_id", "calendar_id", "membership_id",
        "decision_id", "social_space_id", "offer_id", "entry_id", "organisation_id", "person_id"}) {
    if (const std::string& id = TextField(request, name); !id.empty()) return id;
  }
  return "";
}

Call::Call(Host& host, const google::protobuf::MethodDescriptor& method, access::Caller caller,
           absl::Time deadline, const Message& request, std::optional<Trace> trace)
    : host_(host),
      method_(method),
      caller_(std::move(caller)),
      deadline_(deadline),
      trace_(std::move(trace)),
      rows_(host.rows().Snapshot(nullptr)),
      object_id_(ObjectIdOf(request, method.options().GetExtension(common::v1::access).relation())) {
  if (const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("occurred_at");
      field != nullptr && request.GetReflection()->HasField(request, field)) {
    occurred_at_ = FromProto(
        static_cast<const google::protobuf::Timestamp&>(request.GetReflection()->GetMessage(request, field)));
  }
  const std::string request_id = absl::AsciiStrToLower(TextField(request, "request_id"));
  if (request_id.empty()) return;  // a read
  const std::string_view id_key = host_.id_key().view();
  command_id_ = crypto::DeriveCommandId(id_key, caller_.peer.name, method_.full_name(), request_id);
  request_mac_ = crypto::RequestMac(id_key, Deterministic(request));
}

decider::Actor Call::actor() const {
  return {caller_.peer.name, caller_.person, std::string(access::RoleName(caller_.role))};
}

absl::StatusOr<std::string> Call::ActorUnit() {
  FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(*rows_, caller_.person));
  return person ? person->unit_id : std::string();
}

std::string Call::NewAggregateId(std::string_view type) const {
  if (type.empty()) return host_.desk().NewIdFor(command_id_);
  return crypto::DeriveAggregateId(host_.id_key().view(), command_id_, type);
}

command::CommandContext Call::ContextFor(const std::string& aggregate_id) const {
  std::optional<absl::Time> occurred_at = occurred_at_;
  if (occurred_at && *occurred_at > host_.clock().Now()) occurred_at.reset();  // the caller's clock is fast
  return {.aggregate_id = aggregate_id,
          .command_id = command_id_,
          .request_mac = request_mac_,
          .actor = actor(),
          .occurred_at = occurred_at,
          .correlation_id = command_id_,
          .causation = std::nullopt,
          .trace = trace_,
          .deadline = deadline_};
}

absl::StatusOr<common::v1::Sealed> Call::Seal(const seal::KeyScope& scope, const std::string& aggregate_id,
                                              const google::protobuf::Descriptor& event,
                                              std::string_view field_path, const std::string& text) {
  if (text.empty()) return common::v1::Sealed();
  auto sealed = host_.sealer().Seal(
      scope, {host_.association(), aggregate_id, event.full_name(), std::string(field_path)}, text,
      deadline_);
  if (!sealed.ok()) return NothingUnlessSaid(sealed.status());  // texts are sealed before a command is sent
  return sealed;
}

std::vector<seal::Opened::Kind> Call::Show(const std::string& aggregate_id,
                                           const std::vector<history::SealedText>& texts) {
  std::vector<seal::ToOpen> to_open;
  for (const auto& text : texts) {
    to_open.push_back({text.sealed, {host_.association(), aggregate_id, text.event_type, text.field_path}});
  }
  const seal::OpenReason reason = [&] {
    seal::OpenReason filled;
    filled.purpose = method_.service()->name() + "." + method_.name();
    filled.actor.set_organisation(caller_.peer.name);
    filled.actor.set_person(caller_.person);
    filled.actor.set_role(std::string(access::RoleName(caller_.role)));
    filled.until = deadline_;
    return filled;
  }();
  const std::vector<seal::Opened> opened = host_.sealer().UnsealAll(to_open, reason);
  std::vector<seal::Opened::Kind> kinds;
  for (size_t i = 0; i < texts.size(); ++i) {
    kinds.push_back(opened[i].kind);
    const bool readable = opened[i].kind == seal::Opened::Kind::kOpened;
    *texts[i].shown = readable ? opened[i].text : std::string(PlaceholderFor(opened[i].kind));
    if (readable && !texts[i].sealed->key_id().empty()) opened_key_ids_.insert(texts[i].sealed->key_id());
  }
  return kinds;
}

absl::StatusOr<bool> Call::ReadsOnlyTheQuestion(std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(const bool asked, access::IsOnlyAsked(*rows_, case_id, caller_.peer.name));
  if (!asked) return false;
  FV_ASSIGN_OR_RETURN(const auto glass,
                      access::FindGlass(*rows_, case_id, caller_.person, host_.clock().Now()));
  if (glass) OpenedBy(*glass);
  return !glass;
}

}  // namespace fallverbund::service
