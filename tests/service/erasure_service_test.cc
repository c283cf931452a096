// Erasure over real gRPC: who may, what two persons bring about, and what nobody can.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "fallverbund/keys/v1/erasure_service.grpc.pb.h"
#include "libs/base/time.h"
#include "libs/seal/in_memory_key_store.h"
#include "services/keys/rpc/keys_module.h"
#include "services/keys/vault/in_memory_kek_store.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::keys {
namespace {

using seal::KeyOutcome;
using testing::IdOf;
using testing::RunningService;
using testing::Who;
using Stub = v1::ErasureService::Stub;

const Who kEule = {IdOf("jugendamt"), IdOf("eule"), common::v1::ROLE_DATA_PROTECTION_OFFICER};
const Who kUhu = {IdOf("jugendamt"), IdOf("uhu"), common::v1::ROLE_DEPARTMENT_HEAD};
const Who kKauz = {IdOf("jugendamt"), IdOf("kauz"), common::v1::ROLE_CASE_WORKER};
const Who kElster = {IdOf("traeger"), IdOf("elster"), common::v1::ROLE_DATA_PROTECTION_OFFICER};
constexpr char kTombstone[] = "fallverbund.keys.v1.KeyErased";

class ErasureService : public ::testing::Test {
 protected:
  ErasureService() {
    EXPECT_TRUE(vault_->CheckReady().ok());
    module_.Use(*vault_, store_);
    service_ = std::make_unique<RunningService>("keys", module_);
    clock_.Set(service_->clock().Now());
    Register(*service_, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "", {kEule, kUhu, kKauz});
    Register(*service_, team::v1::ORGANISATION_KIND_PROVIDER, "", {kElster});
    key_ = vault_->Obtain("intake", Scope())->key_id;
  }
  ~ErasureService() override {
    service_.reset();
    module_.Stop();
  }

  static seal::KeyScope Scope() {
    return {"do", IdOf("milo"), common::v1::FILE_CLASS_PREVENTION, common::v1::CONFIDENTIALITY_ORDINARY};
  }
  template <class Request>
  static Request About() {
    Request request;
    request.mutable_scope()->set_subject_id(Scope().subject_id);
    request.mutable_scope()->set_file_class(Scope().file_class);
    request.mutable_scope()->set_confidentiality(Scope().confidentiality);
    return request;
  }
  v1::ProposeErasureRequest Proposal(absl::Duration since_retention_ended = absl::Hours(24)) {
    auto request = About<v1::ProposeErasureRequest>();
    request.set_ground(v1::ERASURE_GROUND_RETENTION_ENDED);
    *request.mutable_retention_ends() = ToProto(service_->clock().Now() - since_retention_ended);
    return request;
  }
  auto Propose(const Who& who) { return service_->Ask(&Stub::ProposeErasure, who, Proposal()); }
  auto Approve(const Who& who, const std::string& proposal_id) {
    auto request = About<v1::ApproveErasureRequest>();
    request.set_proposal_id(proposal_id);
    return service_->Ask(&Stub::ApproveErasure, who, request);
  }
  v1::GetErasureResponse Look(const Who& who = kUhu) {
    return service_->Ask(&Stub::GetErasure, who, About<v1::GetErasureRequest>()).value;
  }
  KeyOutcome Outcome(Vault& vault) {
    seal::OpenReason reason;
    reason.purpose = "intake.GetContact";
    reason.actor.set_organisation(IdOf("jugendamt"));
    const auto opened = vault.Open("intake", {key_}, reason);
    return opened.ok() ? opened->front().outcome : KeyOutcome::kUnavailable;
  }
  int Tombstones() {
    int count = 0;
    const auto messages = service_->log().log().Read(1, {});
    EXPECT_TRUE(messages.ok());
    for (const auto& message : *messages) {
      eventlog::v1::Envelope envelope;
      eventlog::v1::Commit commit;
      EXPECT_TRUE(envelope.ParseFromString(message.payload) &&
                  commit.ParseFromString(envelope.signed_part()));
      for (const auto& event : commit.events()) count += event.type() == kTombstone;
    }
    return count;
  }

  FakeClock clock_{absl::FromCivil(absl::CivilSecond(2026, 3, 2, 8, 0, 0), absl::UTCTimeZone())};
  seal::InMemoryKeyStore store_;
  InMemoryKekStore keks_;
  std::unique_ptr<Vault> vault_ = std::make_unique<Vault>(
      VaultOptions{.association = "do", .may_make_root_keys = true, .clock = &clock_}, &keks_, &store_);
  Vault elsewhere_{{.association = "do", .clock = &clock_}, &keks_, &store_};  // another instance
  KeysModule module_;
  std::unique_ptr<RunningService> service_;
  std::string key_;
};

TEST_F(ErasureService, OnePersonAloneForgetsNothing) {
  const auto proposed = Propose(kEule);
  ASSERT_TRUE(proposed.ok()) << proposed.status.error_message();
  EXPECT_EQ(proposed.value.key_id(), key_);
  EXPECT_GT(proposed.value.result().position(), 0u);
  service_->Settle();
  EXPECT_EQ(Outcome(elsewhere_), KeyOutcome::kOpened);
  EXPECT_EQ(Tombstones(), 0);
  EXPECT_EQ(Look().state(), v1::ERASURE_STATE_PROPOSED);
  EXPECT_EQ(Look().proposal_id(), proposed.value.proposal_id());
  EXPECT_EQ(Look().proposer_person_id(), kEule.person);
}

TEST_F(ErasureService, TwoPersonsEraseAndEveryInstanceHearsItAtOnce) {
  EXPECT_EQ(Outcome(elsewhere_), KeyOutcome::kOpened);
  const auto approved = Approve(kUhu, Propose(kEule).value.proposal_id());
  ASSERT_TRUE(approved.ok()) << approved.status.error_message();
  EXPECT_EQ(approved.value.state(), v1::ERASURE_STATE_ERASED);
  EXPECT_EQ(Outcome(elsewhere_), KeyOutcome::kErased);
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kErased);
  EXPECT_EQ(Tombstones(), 1);
  EXPECT_EQ(Look().state(), v1::ERASURE_STATE_ERASED);
  EXPECT_TRUE(Look().has_erased_at());
}

TEST_F(ErasureService, TheSamePersonTwiceIsRefusedAndTheRefusalIsJournaled) {
  const std::string proposal = Propose(kEule).value.proposal_id();
  EXPECT_EQ(Approve(kEule, proposal).reason(), "ERASURE_NEEDS_A_SECOND_PERSON");
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kOpened);
  EXPECT_THAT(service_->JournalEntries(), ::testing::Contains("fallverbund.eventlog.v1.CommandRefused"));
}

TEST_F(ErasureService, TheSamePersonInAnotherRoleIsStillTheSame) {
  Who twice = kEule;
  twice.person = IdOf("falke");
  team::v1::OrganisationEvent registered;
  registered.mutable_person_registered()->set_person_id(twice.person);
  registered.mutable_person_registered()->add_roles(common::v1::ROLE_DATA_PROTECTION_OFFICER);
  registered.mutable_person_registered()->add_roles(common::v1::ROLE_DEPARTMENT_HEAD);
  service_->Happened("team", twice.organisation, "organisation", {&registered});
  const std::string proposal = Propose(twice).value.proposal_id();
  twice.role = common::v1::ROLE_DEPARTMENT_HEAD;
  EXPECT_EQ(Approve(twice, proposal).reason(), "ERASURE_NEEDS_A_SECOND_PERSON");
}

TEST_F(ErasureService, BeforeRetentionEndsItNamesTheParagraph) {
  const auto refused = service_->Ask(&Stub::ProposeErasure, kEule, Proposal(-absl::Hours(1)));
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refused.reason(), "ERASURE_BEFORE_RETENTION_ENDS");
  ASSERT_TRUE(rpc::DetailsOf(refused.status).refusal.has_value());
  EXPECT_EQ(rpc::DetailsOf(refused.status).refusal->row(), "§ 9b");
  EXPECT_EQ(Look().state(), v1::ERASURE_STATE_KEPT);
}

TEST_F(ErasureService, AHoldKeepsTheKeyUntilItIsLifted) {
  const std::string proposal = Propose(kEule).value.proposal_id();
  ASSERT_TRUE(service_->Ask(&Stub::PlaceLegalHold, kUhu, About<v1::PlaceLegalHoldRequest>()).ok());
  service_->Settle();
  EXPECT_TRUE(Look().legal_hold());
  EXPECT_FALSE(Approve(kUhu, proposal).ok());
  EXPECT_EQ(Propose(kEule).reason(), "ERASURE_UNDER_LEGAL_HOLD");
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kOpened);
  ASSERT_TRUE(service_->Ask(&Stub::LiftLegalHold, kUhu, About<v1::LiftLegalHoldRequest>()).ok());
  ASSERT_TRUE(Approve(kUhu, Propose(kEule).value.proposal_id()).ok());
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kErased);
}

TEST_F(ErasureService, OnlyTheTwoRolesOfAYouthOfficeMay) {
  EXPECT_EQ(Propose(kKauz).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Propose(testing::kOperator).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Propose(kElster).status.error_code(), grpc::StatusCode::NOT_FOUND)
      << "a provider's, as if unknown";
  const std::string proposal = Propose(kEule).value.proposal_id();
  for (const Who& who : {kKauz, kElster}) EXPECT_FALSE(Approve(who, proposal).ok());
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kOpened);
}

TEST_F(ErasureService, AScopeThatNeverHadAKeyIsNotFound) {
  auto request = Proposal();
  request.mutable_scope()->set_subject_id(IdOf("nobody"));
  EXPECT_EQ(service_->Ask(&Stub::ProposeErasure, kEule, request).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(ErasureService, TheSameRequestTwiceIsOneProposalAndOneTombstone) {
  auto request = Proposal();
  request.set_request_id(RunningService::NewRequestId());
  const auto first = service_->Ask(&Stub::ProposeErasure, kEule, request);
  const auto second = service_->Ask(&Stub::ProposeErasure, kEule, request);
  EXPECT_EQ(second.value.result().position(), first.value.result().position());
  auto approval = About<v1::ApproveErasureRequest>();
  approval.set_request_id(RunningService::NewRequestId());
  approval.set_proposal_id(first.value.proposal_id());
  const auto approved = service_->Ask(&Stub::ApproveErasure, kUhu, approval);
  const auto again = service_->Ask(&Stub::ApproveErasure, kUhu, approval);
  ASSERT_TRUE(approved.ok() && again.ok());
  EXPECT_EQ(again.value.result().commit_id(), approved.value.result().commit_id());
  EXPECT_EQ(again.value.state(), v1::ERASURE_STATE_ERASED);
  EXPECT_EQ(Tombstones(), 1);
}

// The key store is away when the second person approves: decided is decided, and it is done when it is back.
TEST_F(ErasureService, WhatIsDecidedIsDoneWhenTheStoreIsBackAndNoTombstoneStandsBefore) {
  const std::string proposal = Propose(kEule).value.proposal_id();
  service_->host().runner().Stop();  // as if killed right behind the approval
  const auto approved = Approve(kUhu, proposal);
  ASSERT_TRUE(approved.ok()) << approved.status.error_message();
  EXPECT_EQ(approved.value.state(), v1::ERASURE_STATE_APPROVED);
  EXPECT_EQ(Tombstones(), 0);
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kOpened) << "so no tombstone may say otherwise";
}

TEST_F(ErasureService, WhatTheScopeSealsLaterIsAnotherKeysBusiness) {
  ASSERT_TRUE(Approve(kUhu, Propose(kEule).value.proposal_id()).ok());
  const auto next = vault_->Obtain("intake", Scope());
  ASSERT_TRUE(next.ok());
  EXPECT_NE(next->key_id, key_);
  EXPECT_EQ(Look().state(), v1::ERASURE_STATE_KEPT);
  EXPECT_EQ(Look().key_id(), next->key_id);
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kErased);
}

TEST_F(ErasureService, OfStaffTheirOwnOrganisationDecides) {
  const seal::KeyScope scope{"do", seal::StaffSubject(kElster.organisation, kElster.person),
                             common::v1::FILE_CLASS_STAFF, common::v1::CONFIDENTIALITY_ORDINARY};
  ASSERT_TRUE(vault_->Obtain("team", scope).ok());
  auto request = Proposal();
  request.clear_scope();
  request.mutable_scope()->set_file_class(scope.file_class);
  request.mutable_scope()->set_confidentiality(scope.confidentiality);
  request.mutable_scope()->set_staff_organisation_id(kElster.organisation);
  request.mutable_scope()->set_staff_person_id(kElster.person);
  EXPECT_TRUE(service_->Ask(&Stub::ProposeErasure, kElster, request).ok());
}

TEST_F(ErasureService, TheOperatorSeesAndBeginsEpochsAndNobodyElse) {
  EXPECT_EQ(service_->Ask(&Stub::GetVaultStatus, kEule, v1::GetVaultStatusRequest()).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  auto status = service_->Ask(&Stub::GetVaultStatus, testing::kOperator, v1::GetVaultStatusRequest()).value;
  EXPECT_EQ(status.epoch(), 1u);
  EXPECT_FALSE(status.overdue());
  EXPECT_EQ(FromProto(status.destroy_by()), FromProto(status.epoch_begun_at()) + absl::Hours(24 * 30));
  v1::BeginKeyEpochRequest begin;
  begin.set_after_epoch(1);
  const auto begun = service_->Ask(&Stub::BeginKeyEpoch, testing::kOperator, begin);
  ASSERT_TRUE(begun.ok()) << begun.status.error_message();
  EXPECT_EQ(begun.value.epoch(), 2u);
  ASSERT_TRUE(module_.keeper().Look().ok());
  status = service_->Ask(&Stub::GetVaultStatus, testing::kOperator, v1::GetVaultStatusRequest()).value;
  EXPECT_EQ(status.leaving_epoch(), 0u);
  EXPECT_THAT(status.held_epochs(), ::testing::ElementsAre(2));
  ASSERT_EQ(status.budgets_size(), 1);
  EXPECT_EQ(status.budgets(0).keys_last_hour(), 1u);
  service_->clock().Advance(absl::Hours(24 * 31));
  status = service_->Ask(&Stub::GetVaultStatus, testing::kOperator, v1::GetVaultStatusRequest()).value;
  EXPECT_TRUE(status.overdue());
}

// E9: the family's word is in the log; nobody proposes and nobody approves.
TEST_F(ErasureService, HonoursAFamilysWithdrawalByItselfAndForgetsNothingElse) {
  const std::string help = vault_
                               ->Obtain("intake", {"do", IdOf("milo"), common::v1::FILE_CLASS_HELP,
                                                   common::v1::CONFIDENTIALITY_ORDINARY})
                               ->key_id;
  intake::v1::TransitionEvent event;
  auto& withdrawn = *event.mutable_prevention_consent_withdrawn();
  for (const std::string& key_id : {key_, help, std::string("no key at all")}) withdrawn.add_key_ids(key_id);
  service_->Happened("intake", IdOf("transition"), "transition", {&event});
  service_->Settle();
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kErased);
  const auto look = Look();
  EXPECT_EQ(look.state(), v1::ERASURE_STATE_ERASED);
  EXPECT_EQ(look.ground(), v1::ERASURE_GROUND_CONSENT_WITHDRAWN);
  seal::OpenReason reason;
  reason.purpose = "intake.GetContact";
  reason.actor.set_organisation(IdOf("jugendamt"));
  EXPECT_EQ(vault_->Open("intake", {help}, reason)->front().outcome, KeyOutcome::kOpened);
}

TEST_F(ErasureService, TakesNobodysWordForAWithdrawalButIntakes) {
  intake::v1::TransitionEvent event;
  event.mutable_prevention_consent_withdrawn()->add_key_ids(key_);
  service_->Happened("case", IdOf("transition"), "transition", {&event});
  service_->Settle();
  EXPECT_EQ(Outcome(*vault_), KeyOutcome::kOpened);
}

}  // namespace
}  // namespace fallverbund::keys
