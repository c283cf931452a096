// The audit over real gRPC and mTLS, with log, journal and rows in memory: Milo's story as the auditor sees
// it.
#include "services/audit/rpc/audit_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "fallverbund/audit/v1/audit_service.grpc.pb.h"
#include "libs/base/quarter.h"
#include "libs/base/time.h"
#include "libs/metrics/page.h"
#include "libs/rpc/client.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/rpc/testing/test_ca.h"
#include "services/audit/rpc/testing/milo_on_host.h"
#include "services/audit/verdict/verdict_reader.h"

namespace fallverbund::audit {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Milo;
using ::testing::Not;
using testing::TestId;

const fallverbund::testing::TestCa& Ca() {
  static const fallverbund::testing::TestCa ca;
  return ca;
}
const runtime::TlsPaths& Of(const std::string& name, bool service) {
  static auto* const made = new std::map<std::string, runtime::TlsPaths>;
  const auto found = made->find(name);
  if (found != made->end()) return found->second;
  return made->emplace(name, service ? Ca().Service(name) : Ca().Organisation(name)).first->second;
}

class AuditServiceTest : public testing::MiloOnHost {
 protected:
  AuditServiceTest() {
    team::v1::RolesGranted granted;
    granted.set_person_id(milo_.who.adler);
    granted.add_roles(common::v1::ROLE_CASE_WORKER);
    milo_.book.Write("team", "organisation", milo_.who.youth_office, Milo::House("team"), granted);
  }
  ~AuditServiceTest() override {
    if (server_) server_->Drain(absl::ZeroDuration());
    server_.reset();
  }

  void Serve() {
    Begin();
    auto server = rpc::Server::Start({.tls = Of("audit", true)}, {services_[0].get()});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    // As a program does before it says SERVING.
    ASSERT_TRUE(host_->projector().WaitFor(log_.prefix().position(), absl::InfiniteFuture()).ok());
  }

  template <class Request, class Response>
  grpc::Status Call(grpc::Status (v1::AuditService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                   Response*),
                    const Request& request, Response* response, const std::string& organisation,
                    const std::string& person, common::v1::Role role) {
    auto channel = rpc::Connect({.target = absl::StrCat("127.0.0.1:", server_->port()),
                                 .tls = Of(organisation, false),
                                 .service = "audit"});
    EXPECT_TRUE(channel.ok()) << channel.status();
    const auto stub = v1::AuditService::NewStub(*channel);
    grpc::ClientContext context;
    rpc::PrepareCall(context, {.person = person, .role = role});
    return (stub.get()->*method)(&context, request, response);
  }
  template <class Request, class Response>
  grpc::Status Ask(grpc::Status (v1::AuditService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                  Response*),
                   const Request& request, Response* response) {
    return Call(method, request, response, inspectorate_, auditor_, common::v1::ROLE_AUDITOR);
  }
  v1::VerifyLogResponse Verdict() {
    v1::VerifyLogResponse verdict;
    const grpc::Status status = Ask(&v1::AuditService::Stub::VerifyLog, v1::VerifyLogRequest(), &verdict);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return verdict;
  }

  std::unique_ptr<rpc::Server> server_;
};

TEST_F(AuditServiceTest, TellsWhoReadACaseWithTheReadsOfAuditorsBefore) {
  milo_.PlayAll();
  Write();
  eventlog::v1::ReadRecorded read;
  read.set_method_id("fallverbund.casework.v1.CaseService.GetCase");
  read.set_object_id(milo_.the_case);
  read.set_ground_id("RELATION_CIRCLE");
  journal_.Append("case", "one", {}, read);
  Serve();
  v1::ListCaseReadersRequest asked;
  asked.set_case_id(milo_.the_case);
  v1::ListCaseReadersResponse told, again;
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::ListCaseReaders, asked, &told).ok());
  ASSERT_EQ(told.reads_size(), 1);
  EXPECT_EQ(told.reads(0).ground(), "RELATION_CIRCLE");
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::ListCaseReaders, asked, &again).ok());
  ASSERT_EQ(again.reads_size(), 2) << "who asked stands there, too";
  EXPECT_EQ(again.reads(1).person_id(), auditor_);
  EXPECT_EQ(again.reads(1).ground(), "RELATION_NONE");
  EXPECT_GT(again.journal_position(), told.journal_position());
  EXPECT_EQ(Call(&v1::AuditService::Stub::ListCaseReaders, asked, &again, milo_.who.youth_office,
                 milo_.who.adler, common::v1::ROLE_CASE_WORKER)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(AuditServiceTest, TellsPrometheusWhatItFoundAndNoIndicatorOfOne) {
  milo_.PlayToCase();
  milo_.InCase(milo_.AdlerPen(), casework::v1::SettingEnded());  // nobody shelters
  Write();
  journal_.Append("case", "one", {}, casework::v1::SettingEnded());  // no entry of a journal
  Serve();
  Verdict();  // both are read to their end
  metrics::Page page("audit");
  module_.Tell(page);
  EXPECT_THAT(page.Text(),
              AllOf(HasSubstr("fallverbund_audit_gaps{service=\"audit\"} 1\n"),
                    HasSubstr("fallverbund_audit_findings{service=\"audit\",stream=\"journal\"} 1\n"),
                    HasSubstr("fallverbund_audit_discharge_attempts{service=\"audit\"} 0\n"),
                    Not(HasSubstr("fallverbund_indicator{"))));
}

TEST_F(AuditServiceTest, FindsNoGapInMilosStoryAndOneRejectedDischarge) {
  milo_.PlayAll();
  Write();
  eventlog::v1::CommandRefused refused;
  refused.set_method_id("fallverbund.casework.v1.CaseService.RequestLawfulEnd");
  refused.set_wish_id("DISCHARGE");
  refused.set_object_id(milo_.the_case);
  refused.set_log_position(milo_.book.head());
  journal_.Append("case", "one", {}, refused);
  Serve();
  const v1::VerifyLogResponse verdict = Verdict();
  EXPECT_EQ(verdict.gaps(), 0u);
  EXPECT_EQ(verdict.findings_total(), 0u) << verdict.ShortDebugString();
  EXPECT_EQ(verdict.cases(), 1u);
  EXPECT_EQ(verdict.position(), milo_.book.head());
  EXPECT_EQ(verdict.commits(), milo_.book.head());
  EXPECT_EQ(verdict.rejected_discharge_attempts(), 1u);
  metrics::Page page("audit");
  module_.Tell(page);
  EXPECT_THAT(page.Text(), HasSubstr("fallverbund_audit_discharge_attempts{service=\"audit\"} 1\n"));
  EXPECT_EQ(verdict.state_sha256().size(), 32u);
  EXPECT_EQ(Verdict().reads(), 1u) << "the first verdict was a read, too";
}

TEST_F(AuditServiceTest, SeesWhatIsWrittenWhileItServesAtOnce) {
  milo_.PlayToCase();
  Write();
  Serve();
  EXPECT_EQ(Verdict().gaps(), 0u);
  milo_.InCase(milo_.AdlerPen(), casework::v1::SettingEnded());
  Write();
  const v1::VerifyLogResponse verdict = Verdict();
  EXPECT_EQ(verdict.gaps(), 1u);
  ASSERT_EQ(verdict.strands_size(), 7) << "those of which nothing was found among them";
  for (const v1::StrandVerdict& strand : verdict.strands()) {
    EXPECT_EQ(strand.gaps(), strand.strand() == common::v1::STRAND_TONIGHT ? 1u : 0u);
    EXPECT_EQ(strand.doubles(), 0u);
  }
  ASSERT_EQ(verdict.findings_size(), 1);
  EXPECT_EQ(verdict.findings(0).kind(), v1::FINDING_KIND_TONIGHT_EMPTY);
  EXPECT_EQ(verdict.findings(0).position(), milo_.book.head());
}

TEST_F(AuditServiceTest, NamesAForgedMessageInEitherStream) {
  milo_.PlayToCase();
  Write();
  eventlog::v1::Commit forged =
      log_.Draft("case", milo_.the_case, "case", {eventlog::PackEvent(casework::v1::SettingEnded())});
  const uint64_t position =
      log_.AppendRaw(forged.subject(), eventlog::TestSigner("stranger").SignCommit(forged));
  const auto entry = journal_.Draft("case", "one", {}, eventlog::v1::ReadRecorded());
  const uint64_t in_journal = journal_.Append(eventlog::TestSigner("stranger"), entry);
  Serve();
  const v1::VerifyLogResponse verdict = Verdict();
  EXPECT_EQ(verdict.gaps(), 0u) << "it counts for nobody";
  ASSERT_EQ(verdict.findings_size(), 2);
  EXPECT_EQ(verdict.findings(0).kind(), v1::FINDING_KIND_INVALID_MESSAGE);
  EXPECT_EQ(verdict.findings(0).position(), position);
  EXPECT_EQ(verdict.findings(0).aggregate_id(), milo_.the_case);
  EXPECT_EQ(verdict.findings(0).detail(), "UNKNOWN_KEY");
  EXPECT_TRUE(verdict.findings(1).in_journal());
  EXPECT_EQ(verdict.findings(1).position(), in_journal);
}

TEST_F(AuditServiceTest, TellsTheHistoryInPagesAndWithoutSealedTexts) {
  milo_.PlayAll();
  Write();
  Serve();
  v1::ListCaseHistoryRequest request;
  request.set_case_id(milo_.the_case);
  request.set_at_least_position(milo_.book.head());
  request.set_page_size(10);
  int entries = 0;
  do {
    v1::ListCaseHistoryResponse response;
    const grpc::Status status = Ask(&v1::AuditService::Stub::ListCaseHistory, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    entries += response.entries_size();
    EXPECT_EQ(response.ShortDebugString().find("never shown"), std::string::npos);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(entries, 33);
}

TEST_F(AuditServiceTest, TellsTheHoldersAsTheyWereKnown) {
  milo_.PlayToCase();
  const absl::Time then = milo_.book.now();
  milo_.book.Advance(absl::Hours(24));
  milo_.Understands();
  milo_.SettingAdopted();
  milo_.SettingStarts();
  Write();
  Serve();
  v1::GetCaseHoldersRequest request;
  request.set_case_id(milo_.the_case);
  request.set_at_least_position(milo_.book.head());
  v1::GetCaseHoldersResponse now;
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::GetCaseHolders, request, &now).ok());
  EXPECT_EQ(now.spans_size(), 3);
  EXPECT_EQ(now.gaps(), 0u);
  *request.mutable_as_known_at() = ToProto(then);
  v1::GetCaseHoldersResponse known;
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::GetCaseHolders, request, &known).ok());
  EXPECT_EQ(known.spans_size(), 2);
  EXPECT_LT(known.position(), now.position());
}

// A thousand findings elsewhere take no room from those of this case.
TEST_F(AuditServiceTest, VerifiesOneCaseByItself) {
  milo_.PlayToCase();
  milo_.InCase(milo_.AdlerPen(), casework::v1::SettingEnded());
  const uint64_t ours = milo_.book.head();
  milo_.book.Write("case", "case", TestId(0x910), milo_.AdlerPen(), casework::v1::SettingEnded());
  Write();
  Serve();
  v1::VerifyLogRequest request;
  request.set_at_least_position(milo_.book.head());
  v1::VerifyLogResponse all, verdict;
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::VerifyLog, request, &all).ok());
  EXPECT_GT(all.findings_total(), 1u);
  request.set_case_id(milo_.the_case);
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::VerifyLog, request, &verdict).ok());
  EXPECT_EQ(verdict.findings_total(), 1u);
  ASSERT_EQ(verdict.findings_size(), 1);
  EXPECT_EQ(verdict.findings(0).position(), ours);
  EXPECT_EQ(verdict.gaps(), 1u);
  EXPECT_EQ(verdict.strands(common::v1::STRAND_TONIGHT - 1).gaps(), 1u);
  request.set_case_id(TestId(0xabc));
  EXPECT_EQ(Ask(&v1::AuditService::Stub::VerifyLog, request, &verdict).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(AuditServiceTest, ListsCasesAndRefusals) {
  milo_.PlayToCase();
  Write();
  eventlog::v1::CommandRefused refused;
  refused.set_wish_id("DISCHARGE");
  journal_.Append("case", "one", {}, refused);
  refused.clear_wish_id();
  journal_.Append("case", "one", {}, refused);
  Serve();
  v1::ListCasesRequest cases;
  cases.set_at_least_position(milo_.book.head());
  v1::ListCasesResponse listed;
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::ListCases, cases, &listed).ok());
  ASSERT_EQ(listed.cases_size(), 1);
  EXPECT_EQ(listed.cases(0).case_id(), milo_.the_case);
  EXPECT_EQ(listed.cases(0).holder().person_id(), milo_.who.adler);
  v1::ListRefusalsResponse refusals;
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::ListRefusals, v1::ListRefusalsRequest(), &refusals).ok());
  EXPECT_EQ(refusals.refusals_size(), 2);
  v1::ListRefusalsRequest discharges;
  discharges.set_discharge_attempts_only(true);
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::ListRefusals, discharges, &refusals).ok());
  EXPECT_EQ(refusals.refusals_size(), 1);
}

TEST_F(AuditServiceTest, ReportsOverAPeriod) {
  milo_.PlayAll();
  Write();
  eventlog::v1::CommandRefused refused;
  refused.set_wish_id("DISCHARGE");
  journal_.Append("case", "one", {}, refused);
  Serve();
  v1::GetReportRequest request;
  request.set_at_least_position(milo_.book.head());
  v1::GetReportResponse report;
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::GetReport, request, &report).ok());
  EXPECT_EQ(report.position(), milo_.book.head());
  EXPECT_EQ(report.setbacks().setbacks(), 1);
  EXPECT_EQ(report.cases_open(), 1);
  EXPECT_EQ(report.rejected_discharge_attempts(), 1);
  *request.mutable_until() = ToProto(milo_.book.lines().front().known_at);
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::GetReport, request, &report).ok());
  EXPECT_EQ(report.setbacks().setbacks(), 0);
  EXPECT_EQ(report.until().seconds(), request.until().seconds());
  *request.mutable_from() = request.until();
  EXPECT_EQ(Ask(&v1::AuditService::Stub::GetReport, request, &report).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Call(&v1::AuditService::Stub::GetReport, v1::GetReportRequest(), &report, milo_.who.youth_office,
                 milo_.who.adler, common::v1::ROLE_CASE_WORKER)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

// A relapse that was written down two days later: true on its day, and known to nobody then.
TEST_F(AuditServiceTest, ReportsWhatWasTrueOnADayApartFromWhatWasKnownThen) {
  milo_.PlayToCase();
  const absl::Time that_day = milo_.book.now() + absl::Hours(1);
  milo_.book.Advance(absl::Hours(48));
  casework::v1::SetbackRecorded setback;
  setback.add_kinds(casework::v1::SETBACK_KIND_RELAPSE);
  milo_.book.Occurred(that_day);
  milo_.InCase(milo_.AdlerPen(), setback);
  Write();
  Serve();
  v1::GetReportRequest request;
  request.set_at_least_position(milo_.book.head());
  const auto setbacks = [&] {
    v1::GetReportResponse report;
    const grpc::Status status = Ask(&v1::AuditService::Stub::GetReport, request, &report);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return report.setbacks().setbacks();
  };
  *request.mutable_as_true_at() = ToProto(that_day);
  EXPECT_EQ(setbacks(), 1u) << "this very moment is among it";
  *request.mutable_as_true_at() = ToProto(that_day - absl::Seconds(1));
  EXPECT_EQ(setbacks(), 0u) << "it had not happened yet";
  *request.mutable_as_true_at() = ToProto(that_day);
  *request.mutable_as_known_at() = ToProto(that_day);
  EXPECT_EQ(setbacks(), 0u) << "true by then, and known only later";
  request.clear_as_true_at();
  EXPECT_EQ(setbacks(), 0u);
  request.clear_as_known_at();
  EXPECT_EQ(setbacks(), 1u);
}

TEST_F(AuditServiceTest, ListsNumbersOfWhatIsNoCaseToAuditors) {
  milo_.TeacherWrites();
  milo_.PlayToCase();
  Write();
  Serve();
  v1::ListNumbersRequest request;
  request.set_at_least_position(milo_.book.head());
  v1::ListNumbersResponse listed;
  ASSERT_TRUE(Ask(&v1::AuditService::Stub::ListNumbers, request, &listed).ok());
  ASSERT_EQ(listed.numbers_size(), 1);
  EXPECT_EQ(listed.numbers(0).number(), milo_.contact);
  EXPECT_EQ(listed.numbers(0).kind(), v1::NUMBER_KIND_DIALOG);
  EXPECT_EQ(Call(&v1::AuditService::Stub::ListNumbers, request, &listed, milo_.who.youth_office,
                 milo_.who.adler, common::v1::ROLE_CASE_WORKER)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

// Tomorrow's answer to the same question would be another one.
TEST_F(AuditServiceTest, ReportsNothingAsKnownInTheFuture) {
  milo_.PlayToCase();
  Write();
  Serve();
  v1::GetReportRequest request;
  request.set_at_least_position(milo_.book.head());
  v1::GetReportResponse report;
  const absl::Time now = std::max(clock_.Now(), milo_.book.now());
  *request.mutable_as_known_at() = ToProto(now);
  EXPECT_TRUE(Ask(&v1::AuditService::Stub::GetReport, request, &report).ok());
  *request.mutable_as_known_at() = ToProto(now + absl::Hours(1));
  EXPECT_EQ(Ask(&v1::AuditService::Stub::GetReport, request, &report).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(AuditServiceTest, TellsOthersOfOneQuarterThatIsOverAndNoSmallNumber) {
  milo_.PlayAll();
  Write();
  Serve();
  const Quarter now = QuarterOf(clock_.Now());
  v1::GetReportRequest request;
  request.set_for_others(true);
  v1::GetReportResponse report;
  const auto asked = [&](absl::Time from, absl::Time until) {
    *request.mutable_from() = ToProto(from);
    *request.mutable_until() = ToProto(until);
    return Ask(&v1::AuditService::Stub::GetReport, request, &report).error_code();
  };
  const absl::Time end = EndOf({now.year - 1, 4}), begin = EndOf({now.year - 1, 3});
  EXPECT_EQ(asked(begin, end + absl::Hours(1)), grpc::StatusCode::INVALID_ARGUMENT) << "no quarter";
  EXPECT_EQ(asked(begin + absl::Hours(1), end), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(asked(end, EndOf({now.year, 1})), EndOf({now.year, 1}) + absl::Hours(24) <= clock_.Now()
                                                  ? grpc::StatusCode::OK
                                                  : grpc::StatusCode::INVALID_ARGUMENT)
      << "not before it is over";
  ASSERT_EQ(asked(begin, end), grpc::StatusCode::OK);
  EXPECT_EQ(report.cases_opened(), 0);
  EXPECT_FALSE(report.has_setbacks());
  for (const v1::CodeCount& kind : report.crises().kinds()) EXPECT_TRUE(kind.hidden());
}

TEST_F(AuditServiceTest, IsOpenToAuditorsAndClosedToCaseWorkers) {
  milo_.PlayToCase();
  Write();
  Serve();
  v1::VerifyLogResponse verdict;
  const grpc::Status status = Call(&v1::AuditService::Stub::VerifyLog, v1::VerifyLogRequest(), &verdict,
                                   milo_.who.youth_office, milo_.who.adler, common::v1::ROLE_CASE_WORKER);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED) << status.error_message();
  EXPECT_EQ(Verdict().refusals(), 1u) << "and that is remembered";
}

TEST_F(AuditServiceTest, AnUnknownCaseIsNotFoundAndABadPageIsMalformed) {
  milo_.PlayToCase();
  Write();
  Serve();
  v1::ListCaseHistoryRequest request;
  request.set_case_id(TestId(0xabc));
  request.set_at_least_position(milo_.book.head());
  v1::ListCaseHistoryResponse response;
  EXPECT_EQ(Ask(&v1::AuditService::Stub::ListCaseHistory, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
  request.set_case_id(milo_.the_case);
  request.set_page_token("none of ours");
  EXPECT_EQ(Ask(&v1::AuditService::Stub::ListCaseHistory, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_EQ(Ask(&v1::AuditService::Stub::ListCaseHistory, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(AuditServiceTest, ASecondReplayHasTheSameStateHash) {
  milo_.PlayAll();
  Write();
  Serve();
  const std::string first = Verdict().state_sha256();
  projection::InMemoryProjectionStore again;
  const LogView view{Bounds{}};
  std::vector<projection::Notice> notices;
  auto messages = log_.log().Read(1, {});
  for (const auto& message : *messages) {
    auto batch = again.NewBatch();
    ASSERT_TRUE(projection::ApplyMessage(message, log_.identity(), {&view}, *batch, notices).ok());
    ASSERT_TRUE(again.Commit(std::move(batch), message.position).ok());
  }
  EXPECT_EQ(*HashOfAuditRows(again), first);
}

}  // namespace
}  // namespace fallverbund::audit
