#include "tools/load/town.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "fallverbund/casework/v1/case_service.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "libs/base/check.h"
#include "libs/base/clock.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/rpc/client.h"
#include "libs/runtime/file_clock.h"
#include "libs/runtime/files.h"
#include "tools/fvctl/caller.h"
#include "tools/fvctl/house.h"
#include "tools/fvctl/methods.h"
#include "tools/fvctl/profile.h"
#include "tools/fvctl/story/story.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::load {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr Pace kFounding = {.in_flight = 16, .timeout = absl::Seconds(30), .patience = absl::Minutes(2)};
constexpr char kNote[] =
    "Kurz am Telefon: geht zur Werkstatt, kommt am Donnerstag, will wissen, wer am Montag da ist.";

// Each method has a request message of its own, so the message tells the method.
template <class Request>
const MethodDescriptor& MethodOf() {
  static const MethodDescriptor* const found = [] {
    for (const MethodDescriptor* method : fvctl::AllMethods()) {
      if (method->input_type() == Request::descriptor()) return method;
    }
    FV_CHECK(false);
  }();
  return *found;
}

template <class Request>
Wish Make(Request filled, std::string object_id, const Voice& voice) {
  return WishFor(MethodOf<Request>(), std::make_unique<Request>(std::move(filled)), std::move(object_id),
                 voice);
}

// All of them, or the first that was not accepted.
absl::Status AllAccepted(size_t count, const std::function<Wish(size_t)>& wish,
                         const std::function<void(size_t, const Message&)>& take) {
  absl::Status first;
  RunClosedLoop(
      kFounding,
      [&](uint64_t number) { return number < count ? std::optional<Wish>(wish(number)) : std::nullopt; },
      [&](const Record& record, const Message* answer) {
        if (answer != nullptr) return take(record.number, *answer);
        first.Update(absl::FailedPreconditionError(
            absl::StrCat(record.method, " was not accepted: ", record.code(), " ", record.message)));
      });
  return first;
}

std::string CasesFile(const std::string& clients) {
  return absl::StrCat(clients, "/cases.txt");
}

struct People {
  fvctl::Profile worker, coordinator, deputy;
};

absl::StatusOr<People> ReadPeople(const std::string& clients) {
  People people;
  FV_ASSIGN_OR_RETURN(people.worker, fvctl::ReadProfile(absl::StrCat(clients, "/", kCaseWorker, ".json")));
  FV_ASSIGN_OR_RETURN(people.deputy, fvctl::ReadProfile(absl::StrCat(clients, "/", kDeputy, ".json")));
  FV_ASSIGN_OR_RETURN(people.coordinator,
                      fvctl::ReadProfile(absl::StrCat(clients, "/", kCoordinator, ".json")));
  return people;
}

// Two supports broken off, so that the office says yes (A3).
intake::v1::SubmitInquiryRequest InquiryOf(const People& people, absl::Time now) {
  intake::v1::SubmitInquiryRequest request;
  request.set_request_id(fvctl::NewRequestId());
  request.set_unit_id(people.worker.unit_id);
  request.set_deputy_person_id(people.deputy.person_id);
  request.set_office_organisation_id(people.coordinator.organisation_id);
  request.set_competent_organisation_id(people.worker.organisation_id);
  request.add_symptoms(intake::v1::SYMPTOM_NO_SCHOOL);
  for (const auto kind : {intake::v1::HELP_KIND_RESIDENTIAL_GROUP, intake::v1::HELP_KIND_OUTPATIENT}) {
    auto& support = *request.add_broken_off_supports();
    support.set_kind(kind);
    *support.mutable_ended_at() = ToProto(now - absl::Hours(24 * 60));
    support.set_account("nach drei Wochen beendet");
  }
  request.set_tonight_kind(common::v1::TONIGHT_KIND_FAMILY);
  request.set_young_person_name("Milo Falke");
  request.set_summary("schlaeft bei der Mutter, geht nicht zur Schule");
  return request;
}

// Inquiry, assessment, and the case that follows from it, for all at once.
absl::StatusOr<std::vector<std::string>> OpenCases(size_t count, const People& people, const Voice& worker,
                                                   const Voice& coordinator, absl::Time now,
                                                   const std::function<absl::Status()>& settle) {
  std::vector<std::string> inquiries(count), cases(count);
  FV_RETURN_IF_ERROR(AllAccepted(
      count, [&](size_t) { return Make(InquiryOf(people, now), "", worker); },
      [&](size_t i, const Message& answer) {
        inquiries[i] = static_cast<const intake::v1::SubmitInquiryResponse&>(answer).inquiry_id();
      }));
  FV_RETURN_IF_ERROR(settle());
  FV_RETURN_IF_ERROR(AllAccepted(
      count,
      [&](size_t i) {
        intake::v1::AssessInquiryRequest request;
        request.set_request_id(fvctl::NewRequestId());
        request.set_inquiry_id(inquiries[i]);
        return Make(std::move(request), inquiries[i], coordinator);
      },
      [](size_t, const Message&) {}));
  FV_RETURN_IF_ERROR(settle());
  FV_RETURN_IF_ERROR(AllAccepted(
      count,
      [&](size_t i) {
        intake::v1::GetInquiryRequest request;
        request.set_inquiry_id(inquiries[i]);
        return Make(std::move(request), inquiries[i], worker);
      },
      [&](size_t i, const Message& answer) {
        cases[i] = static_cast<const intake::v1::GetInquiryResponse&>(answer).inquiry().case_id();
      }));
  for (const std::string& id : cases) {
    if (id.empty())
      return absl::InternalError("an inquiry that was assessed has no case after everything has settled");
  }
  return cases;
}

}  // namespace

absl::StatusOr<Voice> VoiceOf(const std::string& clients, const std::string& name, const std::string& service,
                              const std::string& target, bool plain) {
  FV_ASSIGN_OR_RETURN(const auto profile, fvctl::ReadProfile(absl::StrCat(clients, "/", name, ".json")));
  Voice voice{.channel = nullptr, .person = profile.person_id, .organisation = profile.organisation_id};
  if (!profile.role.empty() && !common::v1::Role_Parse("ROLE_" + profile.role, &voice.role))
    return absl::InvalidArgumentError(
        absl::StrCat("the role ", profile.role, " of ", name, " is none of the house's"));
  std::string where = target;
  if (where.empty()) {
    const auto endpoint = profile.endpoints.find(service);
    if (endpoint == profile.endpoints.end())
      return absl::InvalidArgumentError(
          absl::StrCat("no endpoint of the ", service, " service; is the house up?"));
    where = endpoint->second;
  }
  if (plain) {
    voice.channel = grpc::CreateChannel(where, grpc::experimental::LocalCredentials(LOCAL_TCP));
    return voice;
  }
  FV_ASSIGN_OR_RETURN(voice.channel,
                      rpc::Connect({.target = where,
                                    .tls = {.ca = profile.ca, .cert = profile.cert, .key = profile.key},
                                    .service = service}));
  return voice;
}

absl::Status FoundTown(const std::string& story_file, const std::string& clients,
                       const std::string& clock_file, int cases) {
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(story_file, "the town's story"));
  FV_ASSIGN_OR_RETURN(const story::Story town, story::Parse(text));
  const SystemClock machine_clock;
  FV_ASSIGN_OR_RETURN(const auto clock, runtime::FileClock::Open(clock_file, machine_clock));
  const absl::Time now = clock->Now();
  FV_ASSIGN_OR_RETURN(const auto house, fvctl::RunningHouse::Open(clients, clock_file));
  FV_RETURN_IF_ERROR(house->MoveClock(now));  // it stands still while the town is founded
  story::Variables names;
  FV_RETURN_IF_ERROR(house->Populate(town, names));
  FV_RETURN_IF_ERROR(house->Settle());
  FV_ASSIGN_OR_RETURN(const People people, ReadPeople(clients));
  FV_ASSIGN_OR_RETURN(const Voice worker, VoiceOf(clients, kCaseWorker, "intake"));
  FV_ASSIGN_OR_RETURN(const Voice coordinator, VoiceOf(clients, kCoordinator, "intake"));
  FV_ASSIGN_OR_RETURN(const auto opened, OpenCases(static_cast<size_t>(cases), people, worker, coordinator,
                                                   now, [&] { return house->Settle(); }));
  return runtime::WriteFileAtomically(CasesFile(clients), absl::StrCat(absl::StrJoin(opened, "\n"), "\n"),
                                      "the cases");
}

absl::StatusOr<std::vector<std::string>> ReadCases(const std::string& clients) {
  const auto text = runtime::ReadFile(CasesFile(clients), "the town's cases");
  if (!text.ok())
    return absl::NotFoundError(absl::StrCat("there is no town in ", clients, "; 'fvload found' makes one"));
  std::vector<std::string> cases = absl::StrSplit(*text, '\n', absl::SkipEmpty());
  if (cases.empty()) return absl::NotFoundError(absl::StrCat("the town in ", clients, " has no cases"));
  return cases;
}

Wish ContactWish(const std::string& case_id, const Voice& voice) {
  casework::v1::RecordContactWithYoungPersonRequest request;
  request.set_request_id(fvctl::NewRequestId());
  request.set_case_id(case_id);
  request.set_channel(casework::v1::CONTACT_CHANNEL_PHONE);
  request.set_note(kNote);
  return Make(std::move(request), case_id, voice);
}

absl::StatusOr<intake::v1::SubmitInquiryRequest> ReadInquiry(const std::string& clients) {
  FV_ASSIGN_OR_RETURN(const People people, ReadPeople(clients));
  return InquiryOf(people, absl::Now());
}

Wish InquiryWish(intake::v1::SubmitInquiryRequest inquiry, const Voice& voice) {
  inquiry.set_request_id(fvctl::NewRequestId());
  return Make(std::move(inquiry), "", voice);
}

}  // namespace fallverbund::load
