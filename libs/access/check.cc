#include "libs/access/check.h"

#include <algorithm>
#include <vector>

namespace fallverbund::access {
namespace {

using absl::StatusCode;
using refusal::Reason;

Denial Deny(Reason reason, StatusCode code = StatusCode::kPermissionDenied) {
  return {code, reason, std::string(refusal::Text(reason).row)};
}

Denial RoleMayNotCall(const Access& policy) {
  Denial denial = Deny(Reason::kRoleMayNotCall);
  if (!policy.row().empty()) denial.row = policy.row();
  return denial;
}

bool OpenToRole(const Access& policy, common::v1::Role role) {
  return std::find(policy.roles().begin(), policy.roles().end(), role) != policy.roles().end();
}

std::vector<const char*> ObjectFieldNames(Relation relation) {
  switch (relation) {
    case common::v1::RELATION_CIRCLE:
    case common::v1::RELATION_CASE_HOLDER:
      return {"case_id"};
    case common::v1::RELATION_PARTY:
      return {"inquiry_id", "contact_id", "crisis_id", "transition_id"};
    case common::v1::RELATION_OWN_ORGANISATION:
      return {"organisation_id"};
    case common::v1::RELATION_NONE:
    case common::v1::RELATION_UNSPECIFIED:
    case common::v1::Relation_INT_MIN_SENTINEL_DO_NOT_USE_:
    case common::v1::Relation_INT_MAX_SENTINEL_DO_NOT_USE_:
      return {};
  }
  return {};
}

bool IsGiven(const Access& policy, const ObjectFacts& object, bool reads) {
  switch (policy.relation()) {
    case common::v1::RELATION_NONE:
      return true;
    case common::v1::RELATION_CIRCLE:
      return object.circle || (reads && object.glass_broken) || (policy.review_call() && object.reviews) ||
             (policy.giver_call() && object.gave);
    case common::v1::RELATION_CASE_HOLDER:
      return object.case_holder;
    case common::v1::RELATION_PARTY:
      return object.party;
    case common::v1::RELATION_OWN_ORGANISATION:
      return object.own_organisation;
    case common::v1::RELATION_UNSPECIFIED:
    case common::v1::Relation_INT_MIN_SENTINEL_DO_NOT_USE_:
    case common::v1::Relation_INT_MAX_SENTINEL_DO_NOT_USE_:
      return false;
  }
  return false;  // a number this program does not know
}

}  // namespace

Access PolicyOf(const google::protobuf::MethodDescriptor& method) {
  // Of a method that was read from source instead of compiled in, the option is there as bytes only.
  google::protobuf::MethodOptions options;
  options.ParseFromString(method.options().SerializeAsString());
  return options.GetExtension(common::v1::access);
}

Denial NotFound() {
  return Deny(Reason::kObjectUnknown, StatusCode::kNotFound);
}

const google::protobuf::FieldDescriptor* ObjectField(Relation relation,
                                                     const google::protobuf::Descriptor& request) {
  for (const char* name : ObjectFieldNames(relation)) {
    const auto* field = request.FindFieldByName(name);
    const bool is_text = field != nullptr && !field->is_repeated() &&
                         field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
    if (is_text) return field;
  }
  return nullptr;
}

Decision Check(const Call& call, const DirectoryFacts& directory, const ObjectFacts& object) {
  if (!call.caller) return Deny(Reason::kCallerUnidentified, StatusCode::kUnauthenticated);
  const Access& policy = call.policy;
  if (policy.roles().empty() && !policy.operator_call() && !policy.house_call()) {
    return Deny(Reason::kMethodClosed);
  }
  switch (call.caller->peer.kind) {
    case PeerKind::kOperator:
      if (policy.operator_call()) return std::nullopt;
      return RoleMayNotCall(policy);
    case PeerKind::kService:
      if (policy.house_call()) return std::nullopt;
      return RoleMayNotCall(policy);
    case PeerKind::kOrganisation:
      break;
  }
  if (!directory.organisation_known) return Deny(Reason::kCallerOrganisationUnknown);
  if (!directory.person_belongs) return Deny(Reason::kCallerPersonUnknown);
  if (!directory.role_held) return Deny(Reason::kRoleNotHeld);
  if (!OpenToRole(policy, call.caller->role)) return RoleMayNotCall(policy);
  if (!IsGiven(policy, object, call.reads)) return NotFound();
  return std::nullopt;
}

std::string GroundOf(const Call& call, const ObjectFacts& object) {
  if (call.caller->peer.kind == PeerKind::kOperator) return "OPERATOR";
  if (call.caller->peer.kind == PeerKind::kService) return "HOUSE";
  if (call.policy.relation() == common::v1::RELATION_CIRCLE && !object.circle) {
    if (object.glass_broken) return kBrokenGlassGround;
    return object.reviews ? "REVIEW" : "GIVER";
  }
  return common::v1::Relation_Name(call.policy.relation());
}

}  // namespace fallverbund::access
