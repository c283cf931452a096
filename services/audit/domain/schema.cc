#include "services/audit/domain/schema.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/base/strings.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

using google::protobuf::Message;

template <class Sum>
std::unique_ptr<Message> Arm(const eventlog::v1::Event& event) {
  Sum sum;
  if (!UnpackInto(event, sum)) return nullptr;
  const auto* arm = sum.GetReflection()->GetOneofFieldDescriptor(sum, sum.GetDescriptor()->oneof_decl(0));
  const Message& known = sum.GetReflection()->GetMessage(sum, arm);
  std::unique_ptr<Message> copy(known.New());
  copy->CopyFrom(known);
  return copy;
}

template <class Known>
std::unique_ptr<Message> Plain(const eventlog::v1::Event& event) {
  if (event.type() != Known::descriptor()->full_name() || event.schema_version() != kSchemaVersion)
    return nullptr;
  auto known = std::make_unique<Known>();
  if (!known->ParseFromString(event.data())) return nullptr;
  return known;
}

std::unique_ptr<Message> OfTheLog(const eventlog::v1::Event& event) {
  if (auto known = Plain<eventlog::v1::ReactionSettled>(event)) return known;
  if (auto known = Plain<eventlog::v1::SignerRegistered>(event)) return known;
  if (auto known = Plain<eventlog::v1::SignerRetired>(event)) return known;
  return Plain<eventlog::v1::Genesis>(event);
}

// The registers, by their aggregate type.
std::unique_ptr<Message> OfARegister(std::string_view type, const eventlog::v1::Event& event) {
  if (type == "leaver") return Arm<casework::v1::LeaverEvent>(event);
  if (type == "calendar") return Arm<team::v1::CalendarEvent>(event);
  if (type == "membership") return Arm<team::v1::MembershipEvent>(event);
  if (type == "joint_decision") return Arm<team::v1::JointDecisionEvent>(event);
  if (type == "social_space") return Arm<team::v1::SocialSpaceEvent>(event);
  if (type == "pool") return Arm<crisis::v1::PoolEvent>(event);
  if (type == "agreement") return Arm<team::v1::AgreementEvent>(event);
  if (type == "catalogue_entry") return Arm<team::v1::CatalogueEvent>(event);
  return nullptr;
}

// The prevention chain, by its aggregate type.
std::unique_ptr<Message> OfPrevention(std::string_view type, const eventlog::v1::Event& event) {
  if (type == "transition") return Arm<intake::v1::TransitionEvent>(event);
  if (type == "prevention_contact") return Arm<intake::v1::PreventionContactEvent>(event);
  if (type == "process_chain") return Arm<intake::v1::ProcessChainEvent>(event);
  if (type == "prevention_table") return Arm<intake::v1::PreventionTableEvent>(event);
  return nullptr;
}

bool IsPrevention(std::string_view type) {
  return type == "transition" || type == "prevention_contact" || type == "process_chain" ||
         type == "prevention_table";
}

bool IsRegister(std::string_view type) {
  return type == "social_space" || type == "calendar" || type == "membership" || type == "joint_decision" ||
         type == "catalogue_entry" || type == "agreement";
}

}  // namespace

Area AreaOf(const Entry& entry) {
  const std::string& type = entry.commit.aggregate_type();
  if (entry.context == "intake" && type == "contact") return Area::kContact;
  if (entry.context == "intake" && type == "inquiry") return Area::kInquiry;
  if (entry.context == "intake" && IsPrevention(type)) return Area::kPrevention;
  if (entry.context == "case" && type == "case") return Area::kCase;
  if (entry.context == "team" && type == "team") return Area::kTeam;
  if (entry.context == "team" && type == "organisation") return Area::kOrganisation;
  if (entry.context == "team" && IsRegister(type)) return Area::kRegister;
  if (entry.context == "crisis" && type == "deployment") return Area::kDeployment;
  if (entry.context == "crisis" && type == "crisis") return Area::kCrisis;
  if (entry.context == "crisis" && type == "pool") return Area::kRegister;  // of no case
  if (entry.context == "case" && type == "leaver") return Area::kRegister;
  if (entry.context == "keys" && type == "key") return Area::kKey;
  return Area::kOther;
}

std::unique_ptr<Message> KnownEvent(const Entry& entry, const eventlog::v1::Event& event) {
  if (auto known = OfTheLog(event)) return known;
  switch (AreaOf(entry)) {
    case Area::kContact:
      return Arm<intake::v1::ContactEvent>(event);
    case Area::kInquiry:
      return Arm<intake::v1::InquiryEvent>(event);
    case Area::kCase:
      return Arm<casework::v1::CaseEvent>(event);
    case Area::kTeam:
      return Arm<team::v1::TeamEvent>(event);
    case Area::kOrganisation:
      return Arm<team::v1::OrganisationEvent>(event);
    case Area::kDeployment:
      return Arm<crisis::v1::DeploymentEvent>(event);
    case Area::kCrisis:
      return Arm<crisis::v1::CrisisEvent>(event);
    case Area::kRegister:
      return OfARegister(entry.commit.aggregate_type(), event);
    case Area::kPrevention:
      return OfPrevention(entry.commit.aggregate_type(), event);
    case Area::kKey:
      return Arm<keys::v1::KeyEvent>(event);
    case Area::kOther:
      return nullptr;
  }
  return nullptr;
}

bool IsOfTheLog(const eventlog::v1::Event& event) {
  return OfTheLog(event) != nullptr;
}

bool ReadsLikeAnEnd(std::string_view event_type) {
  for (const char* word :
       {"Ended", "Closed", "Discharged", "Dismissed", "Terminated", "Released", "Concluded", "Finished",
        "Expelled", "Removed", "Archived", "Deleted", "Cancelled"}) {
    if (absl::EndsWith(ToAbsl(event_type), word)) return true;
  }
  return false;
}

std::string SafeTypeName(std::string_view event_type) {
  std::string safe(event_type.substr(0, 100));
  for (char& c : safe) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '_') c = '?';
  }
  return safe;
}

}  // namespace fallverbund::audit
