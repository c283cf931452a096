#include "tools/bench/alarms.h"

#include <grpcpp/client_context.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "fallverbund/crisis/v1/crisis_service.grpc.pb.h"
#include "libs/base/status.h"
#include "libs/rpc/client.h"
#include "libs/rpc/status.h"
#include "tools/bench/watch.h"
#include "tools/fvctl/caller.h"
#include "tools/load/town.h"

namespace fallverbund::bench {
namespace {

using common::v1::CrisisParty;
using crisis::v1::CrisisService;

constexpr char kProvider[] = "biber", kRepresentative[] = "uhu", kRescue[] = "falke", kClinic[] = "reiher";
constexpr absl::Duration kOpenWithin = absl::Seconds(30);
constexpr absl::Duration kSeenWithin = absl::Seconds(30);
constexpr size_t kParties = 5;

// Who was told of which crisis, and when.
class Board {
 public:
  void Saw(const crisis::v1::Notification& notification) {
    if (notification.kind() != crisis::v1::NOTIFICATION_KIND_CRISIS_LEG) return;
    const absl::Time now = absl::Now();
    absl::MutexLock lock(&mu_);
    seen_[notification.crisis_id()].emplace(notification.party(), now);  // a copy came later
  }

  // When the last of the five was.
  absl::StatusOr<absl::Time> AllSaw(const std::string& crisis_id) {
    absl::MutexLock lock(&mu_);
    const auto& legs = seen_[crisis_id];
    const auto all = [&legs] { return legs.size() == kParties; };
    if (!mu_.AwaitWithTimeout(absl::Condition(&all), kSeenWithin))
      return absl::DeadlineExceededError(
          absl::StrCat("of the five parties of a crisis only ", legs.size(), " were told of it"));
    absl::Time last = absl::InfinitePast();
    for (const auto& [party, at] : legs) last = std::max(last, at);
    return last;
  }

 private:
  absl::Mutex mu_;
  std::map<std::string, std::map<CrisisParty, absl::Time>> seen_ ABSL_GUARDED_BY(mu_);
};

struct Town {
  load::Voice worker;  // of the unit that holds all cases
  std::string deputy;  // the worker's
  load::Voice provider, representative, rescue, clinic;
  std::vector<std::string> cases;
};

absl::StatusOr<Town> ReadTown(const std::string& clients) {
  const auto voice = [&clients](const char* name) { return load::VoiceOf(clients, name, "crisis"); };
  Town town;
  FV_ASSIGN_OR_RETURN(town.worker, voice(load::kCaseWorker));
  FV_ASSIGN_OR_RETURN(const load::Voice deputy, voice(load::kDeputy));
  town.deputy = deputy.person;
  FV_ASSIGN_OR_RETURN(town.provider, voice(kProvider));
  FV_ASSIGN_OR_RETURN(town.representative, voice(kRepresentative));
  FV_ASSIGN_OR_RETURN(town.rescue, voice(kRescue));
  FV_ASSIGN_OR_RETURN(town.clinic, voice(kClinic));
  FV_ASSIGN_OR_RETURN(town.cases, load::ReadCases(clients));
  return town;
}

// As the case worker, and waited for.
template <class Request, class Response>
absl::StatusOr<Response> Call(const load::Voice& voice, CrisisService::Stub& stub,
                              grpc::Status (CrisisService::Stub::*method)(grpc::ClientContext*,
                                                                          const Request&, Response*),
                              Request request) {
  request.set_request_id(fvctl::NewRequestId());
  grpc::ClientContext context;
  rpc::PrepareCall(context, {.person = voice.person, .role = voice.role});
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpc(status);
  return response;
}

// The crisis' id. One alarm, and each of its five legs has an addressee.
absl::StatusOr<std::string> RaiseAlarm(const Town& town, CrisisService::Stub& stub,
                                       const std::string& case_id) {
  crisis::v1::OpenCrisisRequest alarm;
  alarm.set_case_id(case_id);
  alarm.set_kind(crisis::v1::CRISIS_KIND_SELF_HARM);
  alarm.set_risk_to_self(true);
  alarm.set_account("sitzt auf dem Dach, spricht mit niemandem");
  alarm.set_deputy_person_id(town.deputy);
  alarm.set_provider_organisation_id(town.provider.organisation);
  alarm.set_clinic_organisation_id(town.clinic.organisation);
  alarm.set_rescue_service_organisation_id(town.rescue.organisation);
  alarm.set_legal_representative_organisation_id(town.representative.organisation);
  FV_ASSIGN_OR_RETURN(const auto opened, Call(town.worker, stub, &CrisisService::Stub::OpenCrisis, alarm));
  return opened.crisis_id();
}

}  // namespace

absl::StatusOr<std::vector<double>> MeasureAlarms(const AlarmPlan& plan) {
  FV_ASSIGN_OR_RETURN(const Town town, ReadTown(plan.clients));
  const auto first = static_cast<size_t>(plan.first_case);
  const auto alarms = static_cast<size_t>(plan.alarms);
  if (town.cases.size() < first + alarms) return absl::InvalidArgumentError("the town has fewer cases");
  Board board;
  Watchers watchers({town.worker, town.provider, town.representative, town.rescue, town.clinic},
                    [&board](const crisis::v1::Notification& notification) { board.Saw(notification); });
  FV_RETURN_IF_ERROR(watchers.AwaitAllOpen(kOpenWithin));
  const auto stub = CrisisService::NewStub(town.worker.channel);
  const absl::Time until = absl::Now() + absl::Seconds(plan.seconds);
  std::vector<double> took_ms;
  for (size_t i = first; i < first + alarms && absl::Now() < until; ++i) {
    const absl::Time from = absl::Now();
    FV_ASSIGN_OR_RETURN(const std::string crisis_id, RaiseAlarm(town, *stub, town.cases[i]));
    FV_ASSIGN_OR_RETURN(const absl::Time seen, board.AllSaw(crisis_id));
    took_ms.push_back(absl::ToDoubleMilliseconds(seen - from));
  }
  return took_ms;
}

}  // namespace fallverbund::bench
