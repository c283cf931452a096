#include "tests/golden/stored_types.h"

#include <algorithm>
#include <set>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "fallverbund/keys/v1/key_record.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"

namespace fallverbund::golden {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;

bool IsSum(const Descriptor& message) {
  return message.real_oneof_decl_count() == 1;
}

void AddArms(const FileDescriptor& file, std::set<const Descriptor*>& types) {
  for (int m = 0; m < file.message_type_count(); ++m) {
    const Descriptor& message = *file.message_type(m);
    for (int f = 0; IsSum(message) && f < message.field_count(); ++f)
      types.insert(message.field(f)->message_type());
  }
}

void AddAll(const FileDescriptor& file, std::set<const Descriptor*>& types) {
  for (int m = 0; m < file.message_type_count(); ++m) {
    if (!IsSum(*file.message_type(m))) types.insert(file.message_type(m));
  }
}

}  // namespace

std::vector<const Descriptor*> StoredTypes() {
  std::set<const Descriptor*> types;
  AddArms(*intake::v1::InquiryReceived::descriptor()->file(), types);
  AddArms(*intake::v1::TransitionBegun::descriptor()->file(), types);
  AddArms(*casework::v1::CaseOpened::descriptor()->file(), types);
  AddArms(*casework::v1::CasesOffered::descriptor()->file(), types);
  AddArms(*team::v1::TeamProposed::descriptor()->file(), types);
  AddArms(*team::v1::UnitAdded::descriptor()->file(), types);
  AddArms(*team::v1::AgreementAdopted::descriptor()->file(), types);
  AddArms(*team::v1::MembershipFounded::descriptor()->file(), types);
  AddArms(*team::v1::JointDecisionOpened::descriptor()->file(), types);
  AddArms(*team::v1::SocialSpaceDefined::descriptor()->file(), types);
  AddArms(*team::v1::CalendarOpened::descriptor()->file(), types);
  AddArms(*team::v1::CatalogueEntryListed::descriptor()->file(), types);
  AddArms(*crisis::v1::CrisisOpened::descriptor()->file(), types);
  AddArms(*crisis::v1::DeploymentRequested::descriptor()->file(), types);
  AddArms(*crisis::v1::PlaceTaken::descriptor()->file(), types);
  AddArms(*keys::v1::KeyErased::descriptor()->file(), types);
  AddAll(*keys::v1::KeyRecord::descriptor()->file(), types);
  AddAll(*eventlog::v1::Genesis::descriptor()->file(), types);
  for (const Descriptor* stored : {eventlog::v1::Envelope::descriptor(), eventlog::v1::Commit::descriptor(),
                                   eventlog::v1::Receipt::descriptor()}) {
    types.insert(stored);
  }
  std::vector<const Descriptor*> sorted(types.begin(), types.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const Descriptor* a, const Descriptor* b) { return a->full_name() < b->full_name(); });
  return sorted;
}

}  // namespace fallverbund::golden
