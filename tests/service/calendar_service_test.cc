// Calendars end to end: a quarterly conference that is planned, held, missed and overdue, its coverage, and a
// result that goes back to the meeting of the social space.
#include "fallverbund/team/v1/calendar_service.grpc.pb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "fallverbund/common/v1/sealed.pb.h"
#include "google/protobuf/descriptor.h"
#include "libs/base/time.h"
#include "services/team/rpc/team_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::team {
namespace {

using testing::kAdler;
using testing::kBiber;
using testing::kReiher;
using testing::kSpecht;
using testing::kWachtel;
using testing::kZeisig;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Stub = v1::CalendarService::Stub;

class CalendarServiceTest : public ::testing::Test {
 protected:
  CalendarServiceTest() { testing::RegisterEverybody(service_); }

  absl::Time Now() { return service_.clock().Now(); }
  void Wait(int days) {
    service_.clock().Advance(Days(days));
    service_.Settle();
  }
  std::string Open(v1::CalendarKind kind, const std::string& area, const Who& who = kWachtel,
                   const Who& deputy = kZeisig) {
    v1::OpenCalendarRequest request;
    request.set_kind(kind);
    request.set_area(area);
    request.set_deputy_person_id(deputy.person);
    request.set_interval_days(92);
    *request.mutable_first_due() = fallverbund::ToProto(Now() + Days(60));
    auto reply = service_.Ask(&Stub::OpenCalendar, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.calendar_id();
  }
  std::string Plan(const std::string& calendar_id, int days, const Who& who = kWachtel) {
    v1::PlanSessionRequest request;
    request.set_calendar_id(calendar_id);
    *request.mutable_due() = fallverbund::ToProto(Now() + Days(days));
    request.add_invited_organisation_ids(kBiber.organisation);
    auto reply = service_.Ask(&Stub::PlanSession, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.session_id();
  }
  v1::RecordSessionRequest Held(const std::string& calendar_id, const std::string& session_id) {
    v1::RecordSessionRequest request;
    request.set_calendar_id(calendar_id);
    request.set_session_id(session_id);
    *request.mutable_held_at() = fallverbund::ToProto(Now());
    for (const Who& who : {kWachtel, kBiber}) {
      request.add_attendances()->set_organisation_id(who.organisation);
      request.mutable_attendances()->rbegin()->set_people(2);
    }
    return request;
  }
  void Hold(const v1::RecordSessionRequest& request, const Who& who = kWachtel) {
    const auto reply = service_.Ask(&Stub::RecordSession, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
  }
  v1::Calendar Get(const std::string& calendar_id, const Who& who = kWachtel) {
    v1::GetCalendarRequest request;
    request.set_calendar_id(calendar_id);
    auto reply = service_.Ask(&Stub::GetCalendar, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    return reply.value.calendar();
  }

  TeamModule module_;
  RunningService service_{"team", module_};
};

TEST_F(CalendarServiceTest, TheCoverageSaysHowManyOfThosePlannedWereHeldInEachArea) {
  const std::string north = Open(v1::CALENDAR_KIND_CONFERENCE, "Nord");
  const std::string south = Open(v1::CALENDAR_KIND_CONFERENCE, "Sued");
  const absl::Time from = Now();
  std::vector<std::string> sessions;
  for (int i = 1; i <= 5; ++i) sessions.push_back(Plan(north, 10 * i));
  Plan(south, 15);
  Plan(Open(v1::CALENDAR_KIND_ROUND_TABLE, "Nord"), 15);
  Wait(41);
  Hold(Held(north, sessions[0]));
  Hold(Held(north, sessions[1]));
  v1::RecordMissedSessionRequest missed;
  missed.set_calendar_id(north);
  missed.set_session_id(sessions[2]);
  missed.set_reason(v1::SESSION_MISSED_REASON_ILLNESS);
  ASSERT_TRUE(service_.Ask(&Stub::RecordMissedSession, kZeisig, missed).ok());
  service_.Settle();

  v1::GetConferenceCoverageRequest request;
  *request.mutable_from() = fallverbund::ToProto(from);
  *request.mutable_until() = fallverbund::ToProto(from + Days(92));
  request.set_kind(v1::CALENDAR_KIND_CONFERENCE);
  const auto report = service_.Ask(&Stub::GetConferenceCoverage, kAdler, request).value;
  ASSERT_EQ(report.coverages_size(), 2);
  const auto& nord = report.coverages(0);
  EXPECT_EQ(nord.area(), "Nord");
  EXPECT_EQ(nord.planned(), 5);
  EXPECT_EQ(nord.held(), 2);
  EXPECT_EQ(nord.missed(), 1);
  EXPECT_EQ(nord.overdue(), 1);
  EXPECT_EQ(report.coverages(1).area(), "Sued");
  EXPECT_EQ(report.coverages(1).overdue(), 1);

  request.set_kind(v1::CALENDAR_KIND_UNSPECIFIED);
  EXPECT_EQ(service_.Ask(&Stub::GetConferenceCoverage, kAdler, request).value.coverages_size(), 3);
  *request.mutable_until() = fallverbund::ToProto(from + Days(20));
  const auto early = service_.Ask(&Stub::GetConferenceCoverage, kAdler, request).value;
  EXPECT_EQ(early.coverages(0).planned(), 1);
  *request.mutable_until() = request.from();
  EXPECT_EQ(service_.Ask(&Stub::GetConferenceCoverage, kAdler, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CalendarServiceTest, APostponedSessionCountsOnceAndWhereItNowIs) {
  const std::string calendar = Open(v1::CALENDAR_KIND_CONFERENCE, "Nord");
  const absl::Time from = Now();
  const std::string session = Plan(calendar, 10);
  v1::PostponeSessionRequest later;
  later.set_calendar_id(calendar);
  later.set_session_id(session);
  *later.mutable_due() = fallverbund::ToProto(Now() + Days(30));
  later.set_reason(v1::SESSION_MISSED_REASON_CRISIS_CAME_FIRST);
  ASSERT_TRUE(service_.Ask(&Stub::PostponeSession, kWachtel, later).ok());
  service_.Settle();
  Wait(12);
  EXPECT_EQ(Get(calendar).sessions(0).state(), v1::SESSION_STATE_PLANNED);

  v1::ListSessionsRequest list;
  *list.mutable_from() = fallverbund::ToProto(from);
  *list.mutable_until() = fallverbund::ToProto(from + Days(20));
  EXPECT_EQ(service_.Ask(&Stub::ListSessions, kAdler, list).value.sessions_size(), 0);
  *list.mutable_until() = fallverbund::ToProto(from + Days(31));
  const auto found = service_.Ask(&Stub::ListSessions, kAdler, list).value;
  ASSERT_EQ(found.sessions_size(), 1);
  EXPECT_EQ(found.sessions(0).session_id(), session);
}

TEST_F(CalendarServiceTest, ListsSessionsPageByPage) {
  const std::string calendar = Open(v1::CALENDAR_KIND_CONFERENCE, "Nord");
  std::vector<std::string> planned, listed;
  for (int i = 1; i <= 5; ++i) planned.push_back(Plan(calendar, i));
  v1::ListSessionsRequest list;
  *list.mutable_from() = fallverbund::ToProto(Now());
  *list.mutable_until() = fallverbund::ToProto(Now() + Days(31));
  list.set_page_size(2);
  do {
    const auto page = service_.Ask(&Stub::ListSessions, kAdler, list).value;
    for (const auto& session : page.sessions()) listed.push_back(session.session_id());
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(listed, planned);
}

TEST_F(CalendarServiceTest, AMissedDateIsToldAndASeriesWithoutSessionsToo) {
  const std::string calendar = Open(v1::CALENDAR_KIND_CONFERENCE, "Nord");
  Plan(calendar, 10);
  Wait(10);
  EXPECT_EQ(Get(calendar).sessions(0).state(), v1::SESSION_STATE_OVERDUE);
  EXPECT_FALSE(Get(calendar).overdue());
  Wait(50);
  EXPECT_TRUE(Get(calendar).overdue());
  EXPECT_EQ(Get(calendar).keeper().person_id(), kWachtel.person);
}

TEST_F(CalendarServiceTest, AResultGoesBackToTheSocialSpaceAndWaitsUntilItIsTakenUp) {
  const std::string conference = Open(v1::CALENDAR_KIND_CONFERENCE, "Rheydt Ost");
  const std::string space = Open(v1::CALENDAR_KIND_SOCIAL_SPACE_MEETING, "Rheydt Ost", kAdler, kSpecht);
  const std::string session = Plan(conference, 10);
  Wait(11);
  auto held = Held(conference, session);
  const auto result = [&held](v1::SessionResultKind kind, const std::string& text) {
    held.add_results()->set_kind(kind);
    held.mutable_results()->rbegin()->set_text(text);
  };
  result(v1::SESSION_RESULT_KIND_AGREEMENT, "we open at seven");
  result(v1::SESSION_RESULT_KIND_DISSENT, "the school does not");
  Hold(held);
  const auto shown = Get(conference, kReiher).sessions(0);
  ASSERT_EQ(shown.results_size(), 2);
  EXPECT_EQ(shown.results(1).kind(), v1::SESSION_RESULT_KIND_DISSENT);
  EXPECT_EQ(shown.results(1).text(), "the school does not");
  EXPECT_EQ(service_.EverythingWritten().find("the school does not"), std::string::npos);

  v1::HandBackResultRequest back;
  back.set_calendar_id(conference);
  back.set_session_id(session);
  back.set_result_number(2);
  back.set_target_calendar_id(conference);
  const auto wrong = service_.Ask(&Stub::HandBackResult, kWachtel, back);
  EXPECT_EQ(wrong.reason(), "HANDS_BACK_TO_SOCIAL_SPACE");
  EXPECT_EQ(rpc::DetailsOf(wrong.status).refusal->row(), "C11");
  back.set_target_calendar_id(space);
  const auto reply = service_.Ask(&Stub::HandBackResult, kWachtel, back);
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  service_.Settle();
  ASSERT_EQ(Get(space).waiting_results_size(), 1);
  EXPECT_EQ(Get(space).waiting_results(0).hand_back_id(), reply.value.hand_back_id());
  EXPECT_EQ(Get(space).waiting_results(0).from_calendar_id(), conference);

  const std::string meeting = Plan(space, 5, kAdler);
  Wait(5);
  auto taken_up = Held(space, meeting);
  taken_up.add_taken_up_hand_back_ids(reply.value.hand_back_id());
  Hold(taken_up, kAdler);
  EXPECT_EQ(Get(space).waiting_results_size(), 0);
}

// Names of the texts that a message may hold in clear, with those of what is inside it; sealed ones are not.
void AddTexts(const google::protobuf::Descriptor& message, const std::string& path,
              std::set<std::string>& texts) {
  using google::protobuf::FieldDescriptor;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const bool text =
        field.type() == FieldDescriptor::TYPE_STRING || field.type() == FieldDescriptor::TYPE_BYTES;
    if (text) texts.insert(path + field.name());
    if (field.type() != FieldDescriptor::TYPE_MESSAGE) continue;
    if (field.message_type() == common::v1::Sealed::descriptor()) continue;
    AddTexts(*field.message_type(), path + field.name() + ".", texts);
  }
}

// D6: what a session arrives at is about the work. Whom it was about it cannot say but in its sealed text:
// every id is that of something of the network, and each of those is looked up.
TEST_F(CalendarServiceTest, AResultNamesNeitherACaseNorAPersonInClear) {
  std::set<std::string> stored, asked;
  AddTexts(*v1::SessionHeld::descriptor(), "", stored);
  EXPECT_THAT(stored,
              ::testing::ElementsAre("attendances.organisation_id", "session_id", "taken_up_hand_back_ids"));
  AddTexts(*v1::RecordSessionRequest::descriptor(), "", asked);
  EXPECT_THAT(asked, ::testing::ElementsAre("attendances.organisation_id", "calendar_id", "request_id",
                                            "results.text", "session_id", "taken_up_hand_back_ids"));
  const std::string table = Open(v1::CALENDAR_KIND_ROUND_TABLE, "Nord");
  const std::string session = Plan(table, 1);
  Wait(2);
  auto request = Held(table, testing::kMilo);
  EXPECT_EQ(service_.Ask(&Stub::RecordSession, kWachtel, request).reason(), "SESSION_UNKNOWN");
  request = Held(table, session);
  request.mutable_attendances(0)->set_organisation_id(kAdler.person);
  EXPECT_EQ(service_.Ask(&Stub::RecordSession, kWachtel, request).reason(), "ORGANISATION_UNKNOWN");
  request = Held(table, session);
  request.add_taken_up_hand_back_ids(testing::kMilo);
  EXPECT_EQ(service_.Ask(&Stub::RecordSession, kWachtel, request).reason(), "RESULT_IS_NOT_WAITING");
}

TEST_F(CalendarServiceTest, AResultIsSealedAsOneOfTheNetworkAndReadByWhoeverSitsThere) {
  const std::string table = Open(v1::CALENDAR_KIND_ROUND_TABLE, "Nord");
  const std::string session = Plan(table, 1);
  Wait(2);
  auto held = Held(table, session);
  held.add_results()->set_kind(v1::SESSION_RESULT_KIND_GAP);
  held.mutable_results(0)->set_text("nights are missing everywhere");
  Hold(held);
  EXPECT_EQ(service_.EverythingWritten().find("nights are missing"), std::string::npos);
  // Nobody's file opens it, neither of help nor of prevention.
  for (const auto of_people : {common::v1::FILE_CLASS_HELP, common::v1::FILE_CLASS_PROTECTION,
                               common::v1::FILE_CLASS_PREVENTION, common::v1::FILE_CLASS_GUARDIANSHIP})
    service_.vault().Deny(of_people);
  for (const Who& who : {kWachtel, kBiber, kReiher})
    EXPECT_EQ(Get(table, who).sessions(0).results(0).text(), "nights are missing everywhere");
  // Where texts of the network are denied, another table's result cannot even be written.
  const std::string other = Open(v1::CALENDAR_KIND_ROUND_TABLE, "Sued");
  auto there = Held(other, Plan(other, 1));
  Wait(2);
  *there.mutable_held_at() = fallverbund::ToProto(Now());
  *there.mutable_results() = held.results();
  service_.vault().Deny(common::v1::FILE_CLASS_REGISTER);
  EXPECT_FALSE(service_.Ask(&Stub::RecordSession, kWachtel, there).ok());
}

TEST_F(CalendarServiceTest, IsKeptByWhomItNamesAndByNobodyElse) {
  const std::string calendar = Open(v1::CALENDAR_KIND_CONFERENCE, "Nord");
  v1::PlanSessionRequest plan;
  plan.set_calendar_id(calendar);
  *plan.mutable_due() = fallverbund::ToProto(Now() + Days(5));
  EXPECT_EQ(service_.Ask(&Stub::PlanSession, kAdler, plan).reason(), "ONLY_THE_CALENDARS_KEEPER");
  plan.add_invited_organisation_ids(testing::IdOf("nobody"));
  EXPECT_EQ(service_.Ask(&Stub::PlanSession, kWachtel, plan).reason(), "ORGANISATION_UNKNOWN");
  v1::EntrustCalendarRequest entrust;
  entrust.set_calendar_id(calendar);
  entrust.set_person_id(kAdler.person);
  entrust.set_deputy_person_id(kWachtel.person);
  EXPECT_EQ(service_.Ask(&Stub::EntrustCalendar, kWachtel, entrust).reason(), "PERSON_UNKNOWN");
  entrust.set_person_id(kZeisig.person);
  EXPECT_TRUE(service_.Ask(&Stub::EntrustCalendar, kZeisig, entrust).ok());
  service_.Settle();
  EXPECT_EQ(Get(calendar).keeper().person_id(), kZeisig.person);

  v1::OpenCalendarRequest open;
  open.set_kind(v1::CALENDAR_KIND_CONFERENCE);
  open.set_area("Nord");
  open.set_deputy_person_id(kAdler.person);
  open.set_interval_days(92);
  *open.mutable_first_due() = fallverbund::ToProto(Now() + Days(5));
  EXPECT_EQ(service_.Ask(&Stub::OpenCalendar, kWachtel, open).reason(), "DEPUTY_NOT_NAMED");
  open.set_deputy_person_id(kZeisig.person);
  open.set_unit_id(testing::kNorth);
  EXPECT_EQ(service_.Ask(&Stub::OpenCalendar, kWachtel, open).reason(), "UNIT_UNKNOWN");
  open.clear_area();
  EXPECT_EQ(service_.Ask(&Stub::OpenCalendar, kWachtel, open).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace fallverbund::team
