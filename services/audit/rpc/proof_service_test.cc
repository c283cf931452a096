// Proofs over real gRPC and mTLS, out of a folder that somebody else filled.
#include "services/audit/rpc/proof_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "fallverbund/audit/v1/proof_service.grpc.pb.h"
#include "libs/base/check.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/testing/temp_folder.h"
#include "libs/rpc/client.h"
#include "libs/rpc/server.h"
#include "libs/rpc/testing/test_ca.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/note.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/testing/signers.h"
#include "services/audit/rpc/testing/milo_on_host.h"
#include "services/audit/sealer/http_witnesses.h"
#include "services/audit/sealer/sealer.h"

namespace fallverbund::audit {
namespace {

constexpr char kOrigin[] = "log.test.example/events";  // of eventlog::SignedLog

const fallverbund::testing::TestCa& Ca() {
  static const fallverbund::testing::TestCa ca;
  return ca;
}

tlog::NoteSigner LogKey() {
  return tlog::NoteSigner(kOrigin, tlog::KeyType::kLog, tlog::TestKey(0));
}
tlog::Policy NoWitness() {
  return *tlog::Policy::Parse(absl::StrCat("log ", LogKey().verifier().Text(), "\nquorum none\n"));
}

struct Folder {
  durable_file::TempFolder temp;
  const std::string published = temp.path() / "published", published_journal = temp.path() / "journal";
};

// The folder is made before the module that reads it.
class ProofServiceTest : public Folder, public testing::MiloOnHost {
 protected:
  ProofServiceTest() : MiloOnHost(nullptr, &published, &published_journal) {
    team::v1::RolesGranted granted;
    granted.set_person_id(milo_.who.adler);
    granted.add_roles(common::v1::ROLE_CASE_WORKER);
    milo_.book.Write("team", "organisation", milo_.who.youth_office, testing::Milo::House("team"), granted);
  }
  ~ProofServiceTest() override {
    if (server_) server_->Drain(absl::ZeroDuration());
    server_.reset();
  }

  void Serve() {
    Begin();
    auto server = rpc::Server::Start({.tls = Ca().Service("audit")}, {services_.back().get()});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    Settle();
  }
  void Settle() {
    ASSERT_TRUE(host_->projector().WaitFor(log_.prefix().position(), absl::InfiniteFuture()).ok());
  }
  void Seal() {
    HttpWitnesses nobody("");
    tlog_files::FileTileStore tiles(published);
    const auto sealer = Sealer::Open(log_.log(), tiles, LogKey(), NoWitness(), nobody);
    ASSERT_TRUE(sealer.ok()) << sealer.status();
    ASSERT_TRUE((*sealer)->Step().ok());
  }
  tlog::Checkpoint SealJournal() {
    HttpWitnesses nobody("");
    tlog_files::FileTileStore tiles(published_journal);
    const auto sealer = Sealer::Open(journal_.log(), tiles, LogKey(), NoWitness(), nobody);
    FV_CHECK(sealer.ok() && (*sealer)->Step().ok());
    return NoWitness().Check(*tiles.ReadCheckpoint())->checkpoint;
  }
  // Cosigned at that time, whoever asks for it later.
  void Cosign(absl::Time at) {
    tlog_files::FileTileStore tiles(published);
    const std::string note = *tiles.ReadCheckpoint();
    const auto line = tlog::TestWitness().Cosign(tlog::ParseNote(note)->text, at);
    FV_CHECK(tiles.ReplaceCheckpoint(note + tlog::FormatSignature(line)).ok());
  }

  template <class Request, class Response>
  grpc::Status Call(grpc::Status (v1::ProofService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                   Response*),
                    const Request& request, Response* response, const std::string& organisation,
                    const std::string& person, common::v1::Role role) {
    auto channel = rpc::Connect({.target = absl::StrCat("127.0.0.1:", server_->port()),
                                 .tls = Ca().Organisation(organisation),
                                 .service = "audit"});
    EXPECT_TRUE(channel.ok()) << channel.status();
    const auto stub = v1::ProofService::NewStub(*channel);
    grpc::ClientContext context;
    rpc::PrepareCall(context, {.person = person, .role = role});
    return (stub.get()->*method)(&context, request, response);
  }
  template <class Request, class Response>
  grpc::Status Ask(grpc::Status (v1::ProofService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                  Response*),
                   const Request& request, Response* response) {
    return Call(method, request, response, inspectorate_, auditor_, common::v1::ROLE_AUDITOR);
  }
  grpc::Status AskForProof(uint64_t position, v1::GetInclusionProofResponse* response) {
    v1::GetInclusionProofRequest request;
    request.set_position(position);
    return Ask(&v1::ProofService::Stub::GetInclusionProof, request, response);
  }
  // As the case service promises it.
  std::string ReceiptFor(uint64_t position, const std::string& payload_sha256, absl::Time issued_at) {
    eventlog::v1::Receipt receipt;
    receipt.set_origin(kOrigin);
    receipt.set_position(position);
    receipt.set_payload_sha256(payload_sha256);
    *receipt.mutable_issued_at() = ToProto(issued_at);
    *receipt.mutable_include_by() = ToProto(issued_at + absl::Seconds(60));
    return eventlog::SignedLog::signer("case").SignReceipt(receipt);
  }
  v1::GetReceiptProofResponse WhatBecameOf(const std::string& receipt) {
    v1::GetReceiptProofRequest request;
    request.set_receipt(receipt);
    v1::GetReceiptProofResponse response;
    const grpc::Status status = Call(&v1::ProofService::Stub::GetReceiptProof, request, &response,
                                     milo_.who.youth_office, milo_.who.adler, common::v1::ROLE_CASE_WORKER);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  std::string PayloadHash(uint64_t position) {
    return crypto::Sha256((*log_.log().ReadFromLeader(position))->payload);
  }

  std::unique_ptr<rpc::Server> server_;
};

TEST_F(ProofServiceTest, ProvesWhatIsSealedWithoutASealer) {
  milo_.PlayToCase();
  Write();
  Seal();
  Serve();
  const uint64_t head = milo_.book.head();
  v1::GetCheckpointResponse checkpoint;
  ASSERT_TRUE(Ask(&v1::ProofService::Stub::GetCheckpoint, v1::GetCheckpointRequest(), &checkpoint).ok());
  EXPECT_EQ(checkpoint.tree_size(), head);
  EXPECT_EQ(checkpoint.log_position(), head);
  ASSERT_TRUE(NoWitness().Check(checkpoint.checkpoint()).ok());
  for (const uint64_t position : {uint64_t{1}, head / 2, head}) {
    v1::GetInclusionProofResponse proof;
    ASSERT_TRUE(AskForProof(position, &proof).ok());
    EXPECT_EQ(proof.checkpoint(), checkpoint.checkpoint());
    const auto file = tlog::ParseProofFile(proof.tlog_proof());
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_TRUE(tlog::CheckProofFile(*file, proof.entry(), NoWitness()).ok());
    EXPECT_EQ(tlog::ParseEntry(proof.entry())->payload_sha256.view(), PayloadHash(position));
    EXPECT_EQ(proof.path_size(), static_cast<int>(file->path.size()));
  }
}

TEST_F(ProofServiceTest, ShowsThatTheTreeGoesOnFromAnOldOne) {
  milo_.PlayToCase();
  Write();
  Seal();
  const auto old = NoWitness().Check(*tlog_files::FileTileStore(published).ReadCheckpoint())->checkpoint;
  Serve();
  milo_.TeamProposed();
  Write();
  Seal();
  v1::GetConsistencyProofRequest request;
  request.set_old_tree_size(old.size);
  v1::GetConsistencyProofResponse growth;
  ASSERT_TRUE(Ask(&v1::ProofService::Stub::GetConsistencyProof, request, &growth).ok());
  EXPECT_GT(growth.tree_size(), old.size);
  tlog::Proof path;
  for (const std::string& hash : growth.path()) path.push_back(*tlog::HashFrom(hash));
  const auto now = NoWitness().Check(growth.checkpoint())->checkpoint;
  EXPECT_TRUE(tlog::VerifyConsistency(old.size, now.size, old.root, now.root, path));
  EXPECT_EQ(Ask(&v1::ProofService::Stub::GetConsistencyProof, v1::GetConsistencyProofRequest(), &growth)
                .error_code(),
            grpc::StatusCode::OK)
      << "from nothing everything goes on";
}

TEST_F(ProofServiceTest, SaysWhetherToAskAgain) {
  milo_.PlayToCase();
  Write();
  Serve();
  v1::GetInclusionProofResponse proof;
  EXPECT_EQ(AskForProof(1, &proof).error_code(), grpc::StatusCode::UNAVAILABLE) << "nothing published";
  Seal();
  milo_.TeamProposed();
  Write();
  Settle();
  EXPECT_EQ(AskForProof(milo_.book.head(), &proof).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(AskForProof(milo_.book.head() + 1, &proof).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(AskForProof(0, &proof).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ProofServiceTest, IsForWhoeverAuditsAndAReceiptForWhoeverHasIt) {
  milo_.PlayToCase();
  Write();
  Seal();
  Serve();
  v1::GetInclusionProofRequest request;
  request.set_position(1);
  v1::GetInclusionProofResponse proof;
  EXPECT_EQ(Call(&v1::ProofService::Stub::GetInclusionProof, request, &proof, milo_.who.youth_office,
                 milo_.who.adler, common::v1::ROLE_CASE_WORKER)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  const uint64_t head = milo_.book.head();
  const auto kept = WhatBecameOf(ReceiptFor(head, PayloadHash(head), absl::Now()));
  ASSERT_TRUE(kept.has_tlog_proof()) << kept.ShortDebugString();
  EXPECT_EQ(tlog::ParseProofFile(kept.tlog_proof())->index + 1, head);
}

TEST_F(ProofServiceTest, OfAPromiseThatWasBrokenItGivesTheEvidence) {
  milo_.PlayToCase();
  Write();
  Seal();
  Serve();
  const uint64_t head = milo_.book.head();
  const auto replaced = WhatBecameOf(ReceiptFor(head, crypto::Sha256("another"), absl::Now()));
  ASSERT_TRUE(replaced.has_omission()) << replaced.ShortDebugString();
  EXPECT_EQ(tlog::ParseEntry(replaced.omission().other().entry())->payload_sha256.view(), PayloadHash(head));
  EXPECT_EQ(replaced.omission().keys_size(), 2) << "the genesis and the registration";

  const std::string lost = crypto::Sha256("lost");
  EXPECT_TRUE(WhatBecameOf(ReceiptFor(head + 1, lost, absl::Now())).has_open_until());
  const absl::Time hour_ago = absl::Now() - absl::Hours(1);
  EXPECT_TRUE(WhatBecameOf(ReceiptFor(head + 1, lost, hour_ago)).has_unshown()) << "nobody cosigned";
  Cosign(hour_ago - absl::Minutes(1));
  EXPECT_TRUE(WhatBecameOf(ReceiptFor(head + 1, lost, hour_ago)).has_unshown()) << "before it was promised";
  Cosign(absl::Now());
  EXPECT_TRUE(WhatBecameOf(ReceiptFor(head + 1, lost, hour_ago)).has_omission());
}

TEST_F(ProofServiceTest, ForAPromiseOfARetiredKeyThereIsNoEvidenceButForWhatItHadPromisedBefore) {
  milo_.PlayToCase();
  Write();
  const uint64_t before = log_.prefix().position();
  eventlog::v1::SignerRetired retired;
  retired.set_key_id(eventlog::SignedLog::signer("case").key_id());
  const std::string subject =
      eventlog::SignedLog::SubjectOf(eventlog::kLogContext, eventlog::kLogAggregateId);
  log_.AppendRaw(subject,
                 eventlog::TestSigner("provisioner")
                     .SignCommit(eventlog::LogCommit(
                         eventlog::SignedLog::kAssociation, log_.prefix().Link(subject),
                         {eventlog::PackEvent(retired)}, eventlog::TestHexId("retirement"), absl::Now())));
  Seal();
  Serve();
  const auto kept = WhatBecameOf(ReceiptFor(before, crypto::Sha256("another"), absl::Now()));
  ASSERT_TRUE(kept.has_omission()) << kept.ShortDebugString();
  EXPECT_EQ(kept.omission().keys_size(), 3) << "with the retirement";
  v1::GetReceiptProofRequest request;
  request.set_receipt(ReceiptFor(1'000'000'000'000, crypto::Sha256("x"), absl::Now() - absl::Hours(1)));
  v1::GetReceiptProofResponse response;
  EXPECT_EQ(Ask(&v1::ProofService::Stub::GetReceiptProof, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ProofServiceTest, WhatNobodyHereSignedIsNoReceipt) {
  milo_.PlayToCase();
  Write();
  Seal();
  Serve();
  eventlog::v1::Receipt receipt;
  receipt.set_position(1);
  for (const std::string& bytes :
       {std::string("nothing"), eventlog::TestSigner("a stranger").SignReceipt(receipt),
        eventlog::TestSigner("provisioner").SignReceipt(receipt), ReceiptFor(1, "", absl::Now()) + "x"}) {
    v1::GetReceiptProofRequest request;
    request.set_receipt(bytes);
    v1::GetReceiptProofResponse response;
    EXPECT_EQ(Ask(&v1::ProofService::Stub::GetReceiptProof, request, &response).error_code(),
              grpc::StatusCode::INVALID_ARGUMENT);
  }
}

TEST_F(ProofServiceTest, TheMessagesOfACaseComeInPagesEachWithItsProof) {
  milo_.PlayAll();
  Write();
  Seal();
  Serve();
  const auto tree = NoWitness().Check(*tlog_files::FileTileStore(published).ReadCheckpoint())->checkpoint;
  // What comes later is of another tree than the one that was asked for.
  milo_.InCase(milo_.AdlerPen(), casework::v1::SettingEnded());
  Write();
  Seal();
  Settle();
  v1::ListCaseMessagesRequest request;
  request.set_case_id(milo_.the_case);
  request.set_tree_size(tree.size);
  request.set_page_size(7);
  uint64_t last = 0;
  int of_case = 0;
  do {
    v1::ListCaseMessagesResponse page;
    const grpc::Status status = Ask(&v1::ProofService::Stub::ListCaseMessages, request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_LE(page.messages_size(), 7);
    for (const v1::ProvenMessage& proven : page.messages()) {
      const auto& message = proven.message();
      EXPECT_GT(message.position(), last);
      last = message.position();
      of_case += proven.part() == v1::ARCHIVED_PART_CASE;
      tlog::Proof path;
      for (const std::string& hash : proven.path()) path.push_back(*tlog::HashFrom(hash));
      const std::string entry =
          *tlog::EncodeEntry({message.position(), static_cast<uint64_t>(message.server_time_ns()),
                              message.subject(), *tlog::HashFrom(crypto::Sha256(message.payload()))});
      EXPECT_TRUE(tlog::VerifyInclusion(last - 1, tree.size, tlog::LeafHash(entry), path, tree.root)) << last;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_GT(of_case, 20);
  EXPECT_EQ(last, tree.size) << "the last of the old tree was of this case";
}

TEST_F(ProofServiceTest, WhatTheJournalHoldsOfACaseComesLikewise) {
  milo_.PlayToCase();
  Write();
  Seal();
  eventlog::v1::Actor actor;
  eventlog::v1::ReadRecorded read, of_another;
  read.set_object_id(milo_.the_case);
  of_another.set_object_id(testing::TestId(0x930));
  eventlog::v1::CommandRefused refused;
  refused.set_object_id(milo_.the_case);
  refused.set_wish_id("DISCHARGE");
  journal_.Append("case", "one", actor, of_another);
  const std::vector<uint64_t> of_the_case = {1, journal_.Append("case", "one", actor, read),
                                             journal_.Append("case", "one", actor, refused)};
  Serve();
  v1::ListCaseMessagesRequest request;
  request.set_case_id(milo_.the_case);
  request.set_journal(true);
  v1::ListCaseMessagesResponse page;
  EXPECT_EQ(Ask(&v1::ProofService::Stub::ListCaseMessages, request, &page).error_code(),
            grpc::StatusCode::UNAVAILABLE)
      << "nothing is sealed";
  // That question stands in the journal, too, and is of the case.
  const auto tree = SealJournal();
  v1::GetCheckpointRequest which;
  which.set_journal(true);
  v1::GetCheckpointResponse checkpoint;
  ASSERT_TRUE(Ask(&v1::ProofService::Stub::GetCheckpoint, which, &checkpoint).ok());
  EXPECT_EQ(checkpoint.tree_size(), tree.size);
  request.set_tree_size(tree.size);
  ASSERT_TRUE(module_.OfJournal()->WaitFor(tree.size, absl::InfiniteFuture()).ok());
  request.set_page_size(1);
  std::vector<uint64_t> positions;
  do {
    const grpc::Status status = Ask(&v1::ProofService::Stub::ListCaseMessages, request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(page.messages_size(), 1);
    const auto& message = page.messages(0).message();
    positions.push_back(message.position());
    tlog::Proof path;
    for (const std::string& hash : page.messages(0).path()) path.push_back(*tlog::HashFrom(hash));
    const std::string entry =
        *tlog::EncodeEntry({message.position(), static_cast<uint64_t>(message.server_time_ns()),
                            message.subject(), *tlog::HashFrom(crypto::Sha256(message.payload()))});
    EXPECT_TRUE(
        tlog::VerifyInclusion(message.position() - 1, tree.size, tlog::LeafHash(entry), path, tree.root));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(positions, ::testing::IsSupersetOf(of_the_case));
  EXPECT_THAT(positions, ::testing::Not(::testing::Contains(2))) << "of another case";
}

class WithoutAFolder : public testing::MiloOnHost {};

TEST_F(WithoutAFolder, NothingIsProvedAndItSaysSo) {
  milo_.PlayToCase();
  Write();
  Begin();
  const auto server = rpc::Server::Start({.tls = Ca().Service("audit")}, {services_.back().get()});
  ASSERT_TRUE(server.ok());
  ASSERT_TRUE(host_->projector().WaitFor(log_.prefix().position(), absl::InfiniteFuture()).ok());
  const auto channel = rpc::Connect({.target = absl::StrCat("127.0.0.1:", (*server)->port()),
                                     .tls = Ca().Organisation(inspectorate_),
                                     .service = "audit"});
  const auto stub = v1::ProofService::NewStub(*channel);
  grpc::ClientContext context;
  rpc::PrepareCall(context, {.person = auditor_, .role = common::v1::ROLE_AUDITOR});
  v1::GetCheckpointResponse response;
  EXPECT_EQ(stub->GetCheckpoint(&context, v1::GetCheckpointRequest(), &response).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  (*server)->Drain(absl::ZeroDuration());
}

}  // namespace
}  // namespace fallverbund::audit
