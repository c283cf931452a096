// The pages as an auditor's browser gets them: over mutual TLS, with log, journal and rows in memory.
#include "services/audit/rpc/page_desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/quarter.h"
#include "libs/base/time.h"
#include "libs/rpc/testing/test_ca.h"
#include "libs/runtime/files.h"
#include "libs/runtime/testing/temp_dir.h"
#include "libs/tlog/testing/signers.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/rpc/testing/milo_on_host.h"
#include "services/audit/sealer/http_witnesses.h"
#include "services/audit/sealer/proofs.h"
#include "services/audit/sealer/sealer.h"

namespace fallverbund::audit {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Milo;
using ::testing::Not;
using testing::TestId;

class PagesTest : public testing::MiloOnHost {
 protected:
  PagesTest() : MiloOnHost(&options_, &published_) {}

  void Serve() {
    Write();
    options_.listen = "127.0.0.1:0";
    options_.port_file = dir_ / "port";
    options_.files = {server_.cert, server_.key, server_.ca};
    Begin();
    int port = 0;
    ASSERT_TRUE(absl::SimpleAtoi(runtime::ReadFile(options_.port_file, "port").value(), &port));
    port_ = port;
  }

  // Everything that is in the log, into a published folder.
  void Seal() {
    HttpWitnesses nobody("");
    tlog_files::FileTileStore tiles(published_);
    tlog::NoteSigner key("log.test.example/events", tlog::KeyType::kLog, tlog::TestKey(0));
    auto policy = tlog::Policy::Parse(absl::StrCat("log ", key.verifier().Text(), "\nquorum none\n"));
    const auto sealer = Sealer::Open(log_.log(), tiles, std::move(key), *std::move(policy), nobody);
    ASSERT_TRUE(sealer.ok()) << sealer.status();
    ASSERT_TRUE((*sealer)->Step().ok());
  }

  httplib::Result Get(const std::string& path, const runtime::TlsPaths& who) const {
    httplib::SSLClient client("127.0.0.1", port_, who.cert, who.key);
    client.set_ca_cert_path(server_.ca.c_str());
    client.set_read_timeout(30);
    return client.Get(path);
  }
  httplib::Result Get(const std::string& path) const {
    return Get(path, Person("auditor", inspectorate_, auditor_));
  }
  runtime::TlsPaths Person(const std::string& name, const std::string& organisation,
                           const std::string& person) const {
    return ca_.Issue(
        name, {"URI:spiffe://fallverbund.example/org/" + organisation, "DNS:" + person + kPersonSuffix});
  }
  // "ReadRecorded fallverbund.audit.v1.AuditService.ListCases", one an entry.
  std::vector<std::string> Journaled() const {
    std::vector<std::string> entries;
    const auto messages = journal_.log().Read(2, {}).value();
    for (const eventlog::StoredMessage& stored : messages) {
      eventlog::v1::Envelope envelope;
      eventlog::v1::Commit commit;
      EXPECT_TRUE(envelope.ParseFromString(stored.payload) && commit.ParseFromString(envelope.signed_part()));
      eventlog::v1::ReadRecorded read;
      eventlog::v1::CallDenied denied;
      const eventlog::v1::Event& event = commit.events(0);
      if (event.type() == read.GetDescriptor()->full_name() && read.ParseFromString(event.data()))
        entries.push_back(absl::StrCat("read ", read.method_id().substr(read.method_id().rfind('.') + 1), " ",
                                       read.object_id(), " by ", commit.actor().person()));
      if (event.type() == denied.GetDescriptor()->full_name() && denied.ParseFromString(event.data()))
        entries.push_back(absl::StrCat("denied ", denied.reason_id()));
    }
    return entries;
  }

  fallverbund::testing::TempDir dir_;
  const fallverbund::testing::TestCa ca_;
  const runtime::TlsPaths server_ = ca_.Service("audit");
  PageDoorOptions options_;
  std::string published_;  // empty: there is no published log here
  int port_ = 0;
};

TEST_F(PagesTest, ShowTheCasesAndEachCaseToAnAuditor) {
  milo_.PlayAll();
  Serve();
  const auto cases = Get("/");
  ASSERT_TRUE(cases) << httplib::to_string(cases.error());
  EXPECT_EQ(cases->status, 200);
  EXPECT_THAT(cases->body, AllOf(HasSubstr("<html lang=\"de\">"), HasSubstr("/case/" + milo_.the_case),
                                 HasSubstr("lückenlos")));
  const auto page = Get("/case/" + milo_.the_case + "?lang=en");
  EXPECT_EQ(page->status, 200);
  EXPECT_THAT(page->body, AllOf(HasSubstr("<svg"), HasSubstr("setback"), HasSubstr("One event earlier"),
                                Not(HasSubstr("One event later"))));
  EXPECT_THAT(page->body, Not(HasSubstr(milo_.who.adler)));
  EXPECT_EQ(Get("/findings")->status, 200);
  EXPECT_EQ(Get("/overdue")->status, 200);
  const auto figures = Get("/figures?lang=en");
  EXPECT_EQ(figures->status, 200);
  const Quarter now = QuarterOf(clock_.Now());
  EXPECT_THAT(figures->body,
              HasSubstr(absl::StrCat("<th scope=\"col\">", now.year, "/", now.quarter, "</th></tr>")));
  const auto first = now.year * 4 + now.quarter - 1 - 7;  // of eight, counted in quarters
  EXPECT_THAT(figures->body, HasSubstr(absl::StrCat("Figure</th><th scope=\"col\">", first / 4, "/",
                                                    first % 4 + 1, "</th>")));
  EXPECT_EQ(Get("/?after=nonsense")->status, 400);
}

TEST_F(PagesTest, ShowACaseAsItWasKnownAtAPositionOrADay) {
  milo_.PlayAll();
  Serve();
  uint64_t opened = 0;
  for (const testing::Line& line : milo_.book.lines()) {
    if (line.aggregate_id == milo_.the_case && opened == 0) opened = line.position;
  }
  const std::string path = "/case/" + milo_.the_case;
  const auto then = Get(absl::StrCat(path, "?at=", opened, "&lang=en"));
  EXPECT_EQ(then->status, 200);
  EXPECT_THAT(then->body,
              AllOf(HasSubstr("case opened"), Not(HasSubstr(">setback<")), HasSubstr("One event later")));
  const auto day =
      Get(path + "?at=" + absl::FormatTime("%Y-%m-%d", milo_.book.lines()[0].known_at, absl::UTCTimeZone()) +
          "&lang=en");
  EXPECT_EQ(day->status, 200);
  EXPECT_THAT(day->body, Not(HasSubstr(">setback<")));
  EXPECT_EQ(Get(path + "?at=2020-01-01")->status, 404) << "nobody knew of it then";
  EXPECT_EQ(Get(path + "?at=yesterday")->status, 400);
}

TEST_F(PagesTest, SlideOverTheWholeCaseWhateverIsShownOfIt) {
  milo_.PlayAll();
  Serve();
  uint64_t opened = 0, last = 0;
  for (const testing::Line& line : milo_.book.lines()) {
    if (line.aggregate_id != milo_.the_case) continue;
    if (opened == 0) opened = line.position;
    last = line.position;
  }
  const auto page = Get(absl::StrCat("/case/", milo_.the_case, "?at=", opened, "&lang=en"));
  ASSERT_EQ(page->status, 200);
  EXPECT_THAT(page->body, HasSubstr("type=\"range\" name=\"at\" min=\""));
  EXPECT_THAT(page->body, HasSubstr(absl::StrCat("max=\"", last, "\" step=\"1\" value=\"", opened, "\"")));
  EXPECT_THAT(page->body, Not(HasSubstr("/proof/"))) << "there is no published log here";
}

TEST_F(PagesTest, HandOutTheProofOfEachEntryOfTheCaseAndOfNoOther) {
  milo_.PlayToCase();
  published_ = dir_ / "published";
  Serve();
  uint64_t opened = 0, other = 0;
  for (const testing::Line& line : milo_.book.lines()) {
    (line.aggregate_id == milo_.the_case ? opened : other) = line.position;
  }
  const std::string path = absl::StrCat("/case/", milo_.the_case, "/proof/");
  EXPECT_EQ(Get(absl::StrCat(path, opened))->status, 503) << "nothing is sealed yet";
  Seal();
  EXPECT_THAT(Get("/case/" + milo_.the_case)->body, HasSubstr(absl::StrCat("href=\"", path, opened, "\"")));
  const auto proof = Get(absl::StrCat(path, opened));
  ASSERT_EQ(proof->status, 200);
  EXPECT_EQ(proof->get_header_value("Content-Disposition"),
            absl::StrCat("attachment; filename=\"", opened, ".tlog-proof\""));
  tlog_files::FileTileStore tiles(published_);
  EXPECT_EQ(proof->body, *ProveInclusion(tiles, opened));
  for (const std::string& none :
       {std::string("1"), std::string("0"), absl::StrCat(milo_.book.head() + 1), std::string("x")})
    EXPECT_EQ(Get(path + none)->status, 404) << none;
  EXPECT_EQ(Get(absl::StrCat("/case/", TestId(0xabc), "/proof/", opened))->status, 404);
  EXPECT_THAT(Journaled(),
              ::testing::Contains("read GetInclusionProof " + milo_.the_case + " by " + auditor_));
}

TEST_F(PagesTest, JournalEachReadWithWhoLooked) {
  milo_.PlayToCase();
  Serve();
  ASSERT_EQ(Get("/case/" + milo_.the_case)->status, 200);
  EXPECT_THAT(Journaled(),
              ::testing::ElementsAre("read GetCaseHolders " + milo_.the_case + " by " + auditor_,
                                     "read ListCaseHistory " + milo_.the_case + " by " + auditor_));
}

TEST_F(PagesTest, AreClosedToEverybodyElse) {
  milo_.PlayToCase();
  Serve();
  const auto worker = Person("worker", milo_.who.youth_office, milo_.who.adler);
  EXPECT_EQ(Get("/", worker)->status, 403) << "the directory says: no auditor";
  const auto elsewhere = Person("elsewhere", milo_.who.youth_office, auditor_);
  EXPECT_EQ(Get("/case/" + milo_.the_case, elsewhere)->status, 403)
      << "the auditor is not of that organisation";
  EXPECT_THAT(Journaled(), ::testing::ElementsAre("denied ROLE_NOT_HELD", "denied CALLER_PERSON_UNKNOWN"));
  EXPECT_EQ(Get("/", ca_.Organisation(inspectorate_))->status, 403) << "a certificate that names no person";
  EXPECT_EQ(Get("/", ca_.Operator("anna"))->status, 403);
  EXPECT_EQ(
      Get("/", ca_.Issue("two", {"URI:spiffe://fallverbund.example/org/" + inspectorate_,
                                 "DNS:" + auditor_ + kPersonSuffix, "DNS:" + TestId(0x82) + kPersonSuffix}))
          ->status,
      403);
}

TEST_F(PagesTest, SayTheSameOfACaseThatIsNotThereAndOfNoPage) {
  milo_.PlayToCase();
  Serve();
  EXPECT_EQ(Get("/case/" + TestId(0xabc))->status, 404);
  EXPECT_EQ(Get("/case/%3Cscript%3E")->status, 404);
  EXPECT_EQ(Get("/../../etc/passwd")->status, 404);
  EXPECT_THAT(Journaled(), ::testing::ElementsAre("denied OBJECT_UNKNOWN"))
      << "what is no id is written nowhere";
}

}  // namespace
}  // namespace fallverbund::audit
