// The search for canary texts bites: with a sealer that does nothing it finds what it finds nowhere
// otherwise.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "fallverbund/intake/v1/intake_service.grpc.pb.h"
#include "libs/seal/testing/plaintext_sealer.h"
#include "services/intake/rpc/intake_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::intake {
namespace {

// Everything that log and journal hold after a first contact about Milo.
std::string WrittenWith(seal::Sealer* sealer) {
  IntakeModule module;
  testing::RunningService service("intake", module, sealer);
  testing::RegisterEverybody(service);
  v1::ReceiveContactRequest request;
  request.set_source(v1::CONTACT_SOURCE_SCHOOL);
  request.set_receiving_organisation_id(testing::kAdler.organisation);
  request.set_receiving_unit_id(testing::kNorth);
  request.set_owner_person_id(testing::kAdler.person);
  request.set_deputy_person_id(testing::kSpecht.person);
  request.set_young_person_identifiable(true);
  request.set_young_person_name("Milo Falke");
  request.set_summary("schlaeft im Treppenhaus");
  const auto reply = service.Ask(&v1::IntakeService::Stub::ReceiveContact, testing::kLerche, request);
  EXPECT_TRUE(reply.ok()) << reply.status.error_message();
  service.Settle();
  return service.EverythingWritten();
}

TEST(Canary, NoNameAndNoTextIsReadableInLogAndJournal) {
  const std::string written = WrittenWith(nullptr);
  EXPECT_FALSE(absl::StrContains(written, "Milo Falke"));
  EXPECT_FALSE(absl::StrContains(written, "Treppenhaus"));
}

TEST(Canary, TheSearchFindsBothWhenNothingIsSealed) {
  seal::PlaintextSealer nothing;
  const std::string written = WrittenWith(&nothing);
  EXPECT_TRUE(absl::StrContains(written, "Milo Falke"));
  EXPECT_TRUE(absl::StrContains(written, "Treppenhaus"));
}

}  // namespace
}  // namespace fallverbund::intake
