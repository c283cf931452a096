// The world of one seed: its log, its instances, its clients, the scheduler that lets one of them take a
// step, and the judgement at the end. Long, because it is one story from the first message to the verdict.
#include "tests/simulation/simulation.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "grpcpp/test/default_reactor_test_peer.h"
#include "libs/access/identity.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/crypto/derive.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/in_memory_event_log.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/rpc/status.h"
#include "libs/seal/testing/fake_key_vault.h"
#include "services/audit/views/verdict.h"
#include "services/crisis/views/notice_view.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/fiber.h"
#include "tests/simulation/instance.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/people.h"
#include "tests/simulation/ports.h"
#include "tests/simulation/wish.h"

namespace fallverbund::simulation {
namespace {

using eventlog::AppendFault;

constexpr int kClients = 4;
constexpr int kWishesEach = 20;
constexpr int kTriesOfAWish = 6;
constexpr int kNoticesOfACommit = 16;  // at most, for one organisation
// A run that takes more steps than this has come to a standstill. The longest seen took 60,000.
constexpr uint64_t kMaxSteps = 1'000'000;
// How far an instance's clock may be ahead of the world's, or behind it. Two instances differ by an hour at
// most, which the audit lets pass (overdue_grace).
constexpr absl::Duration kClocksDiffer = absl::Minutes(30);

// One request on its way. Kept to the end: an instance that crashed may still hold it.
struct Exchange {
  grpc::CallbackServerContext context;
  std::unique_ptr<google::protobuf::Message> request, response;
  std::optional<grpc::Status> answer;
  uint64_t sent_at = 0, journal_at = 0;  // how long log and journal were
  bool repeats = false;                  // it was sent after the same wish had been accepted
  std::unique_ptr<grpc::testing::DefaultReactorTestPeer> peer;
};

// One wish with everything that was said about it.
struct Told {
  Wish wish;
  std::string name, command_id;         // command_id empty: a read
  std::optional<std::string> accepted;  // the answer's bytes
  common::v1::WriteResult result;       // of the accepted answer
  bool own_commit = false;              // it names a commit of this command, not of an earlier one
  bool refused = false;                 // at least once
  bool doubtful = false;                // at least one answer was lost, or told nothing
  bool settled = false;                 // the last answer was clear
};

std::string CodeOf(const grpc::Status& status) {
  if (status.ok()) return "OK";
  const std::string reason = rpc::DetailsOf(status).reason;
  return absl::StrCat(status.error_code(), " ", reason);
}

// The outcome is open, or it says only that it is not the time.
bool IsUnlucky(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::ABORTED ||
         code == grpc::StatusCode::DEADLINE_EXCEEDED || code == grpc::StatusCode::RESOURCE_EXHAUSTED;
}
bool IsOurMistake(grpc::StatusCode code) {
  return code == grpc::StatusCode::INTERNAL || code == grpc::StatusCode::UNKNOWN ||
         code == grpc::StatusCode::DATA_LOSS || code == grpc::StatusCode::UNIMPLEMENTED ||
         code == grpc::StatusCode::CANCELLED;
}

class World {
 public:
  World(uint64_t seed, bool tell)
      : tell_(tell),
        dice_(seed),
        clock_(absl::FromCivil(absl::CivilSecond(2026, 3, 2, 8, 0, 0), absl::UTCTimeZone())),
        log_(&clock_),
        journal_(&clock_),
        vault_(eventlog::SignedLog::kAssociation, [this](size_t count) { return dice_.Bytes(count); }),
        ground_{dice_,
                luck_,
                clock_,
                log_.log(),
                journal_,
                vault_,
                *vault_.IdKey(),
                log_.identity(),
                [this](const grpc::ServerContextBase& context) { return callers_.at(&context); },
                [this](const std::string& what) { Wrong(what); },
                [this](const command::CommandContext& context, const casework::State& before,
                       const casework::Command& command, const decider::Given& given,
                       const casework::Events& events) {
                  ledger_.CaseDecided(context.command_id, before, command, given, events);
                }},
        ledger_([this](const std::string& what) { Wrong(what); }) {
    report_.seed = seed;
    RegisterEverybody(log_);
    DefineSocialSpace(log_);
    if (dice_.Chance(700'000)) SignAgreement(log_, clock_.Now());
    DrawLuck();
    const auto faults = [this](const eventlog::AppendRequest&) { return DrawFault(); };
    log_.log().SetAppendFaults(faults);
    journal_.SetAppendFaults(faults);
    for (const std::string& context : Contexts()) {
      const int count = context == "case" ? dice_.Between(2, 3) : dice_.Between(1, 2);
      for (int i = 0; i < count; ++i) slots_.push_back({context, absl::StrCat(context, i + 1)});
    }
    slots_.push_back({kAudit, "audit1"});
    for (Slot& slot : slots_) Start(slot, std::make_unique<projection::InMemoryProjectionStore>());
    for (int i = 0; i < kClients; ++i) {
      clients_.push_back(std::make_unique<Fiber>([this] {
        for (int wish = 0; wish < kWishesEach; ++wish) WantSomething();
      }));
    }
  }

  ~World() {
    over_ = true;
    for (auto& client : clients_) {
      while (!client->ended()) client->Resume();
    }
    for (Slot& slot : slots_) End(slot);
  }

  Report Run() {
    while (!clients_.empty() && !Standstill()) Tick();
    CalmDown();
    if (RunUntilQuiet("after the storm")) {
      AskAgain();
      if (RunUntilQuiet("after all was asked again")) Judge();
    }
    report_.trace = ToHex(trace_.Finish());
    report_.commits = ledger_.position();
    return report_;
  }

 private:
  // A place for an instance, and what its disk holds while none is there.
  struct Slot {
    std::string context, name;
    std::unique_ptr<Instance> instance;
    Instance::Rows disk;
    uint64_t lives = 0;
  };

  void Wrong(const std::string& what) {
    report_.wrong.push_back(what);
    Note(absl::StrCat("WRONG ", what));
  }
  void Note(const std::string& what) {
    trace_.Update(what);
    trace_.Update("\n");
    if (tell_)
      std::printf("%7llu %s %s\n", static_cast<unsigned long long>(report_.steps),
                  FormatInstant(clock_.Now()).c_str(), what.c_str());
  }
  bool Standstill() {
    if (report_.steps < kMaxSteps) return false;
    if (!standstill_) Wrong("nothing goes on: more steps than any run needs");
    standstill_ = true;
    return true;
  }

  // --- Luck ---

  // Every seed has weather of its own: most have some of everything, some have none of one kind.
  void DrawLuck() {
    const auto draw = [this](uint64_t most) { return dice_.Chance(250'000) ? 0 : dice_.Below(most); };
    luck_.crash = draw(6'000);
    luck_.unavailable = draw(20'000);
    lost_request_ = draw(60'000);
    lost_ack_ = draw(80'000);
    delayed_ = draw(60'000);
    false_conflict_ = draw(60'000);
    full_ = draw(20'000);
    skew_ = draw(5'000);
    pass_time_ = draw(8'000);
    lag_ = draw(8'000);
    vault_out_ = draw(1'500);
    bus_away_ = draw(400);
  }
  AppendFault DrawFault() {
    if (dice_.Chance(lost_request_)) return AppendFault::kLostRequest;
    if (dice_.Chance(lost_ack_)) return AppendFault::kLostAck;
    if (dice_.Chance(delayed_)) return AppendFault::kDelayed;
    if (dice_.Chance(false_conflict_)) return AppendFault::kFalseConflict;
    if (dice_.Chance(full_)) return AppendFault::kFull;
    return AppendFault::kNone;
  }
  absl::Duration DrawSkew() {
    const auto most = static_cast<int>(absl::ToInt64Seconds(kClocksDiffer));
    return absl::Seconds(dice_.Between(-most, most));
  }
  void Weather() {
    if (dice_.Chance(pass_time_)) {
      const int minutes = dice_.Chance(700'000) ? dice_.Between(1, 60) : dice_.Between(60, 60 * 24 * 8);
      clock_.Advance(absl::Minutes(minutes));
      Note(absl::StrCat("time passes: ", minutes, " minutes"));
    }
    if (dice_.Chance(skew_)) {
      Slot& slot = slots_[dice_.Below(slots_.size())];
      if (slot.instance != nullptr) {
        const absl::Duration skew = DrawSkew();
        slot.instance->clock().SetSkew(skew);
        Note(absl::StrCat("the clock of ", slot.name, " is wrong by ", absl::ToInt64Seconds(skew), " s"));
      }
    }
    if (dice_.Chance(lag_)) log_.log().SetReadLag(dice_.Chance(500'000) ? 0 : dice_.Below(6));
    if (dice_.Chance(lag_ / 4 + 1)) log_.log().HideFromRead(dice_.Below(ledger_.position() + 2));
    if (dice_.Chance(delayed_ / 20 + 1)) {
      log_.log().DeliverDelayed();
      journal_.DeliverDelayed();
    }
    if (dice_.Chance(vault_out_)) vault_.SetAvailable(dice_.Chance(300'000));
    if (dice_.Chance(2'000)) vault_.SetAvailable(true);
    const bool turns = luck_.bus_away ? dice_.Chance(5'000) : dice_.Chance(bus_away_);
    if (turns) {
      luck_.bus_away = !luck_.bus_away;
      Note(luck_.bus_away ? "the bus is away" : "the bus is back");
    }
  }
  void CalmDown() {
    luck_ = {};
    lost_request_ = lost_ack_ = delayed_ = false_conflict_ = full_ = 0;
    log_.log().DeliverDelayed();
    journal_.DeliverDelayed();
    log_.log().SetReadLag(0);
    vault_.SetAvailable(true);
    // What a clock that was ahead has stamped is due when the others get there, and from now on all agree:
    // else what is stamped last would never be due.
    clock_.Advance(2 * kClocksDiffer);
    for (Slot& slot : slots_) {
      if (slot.instance != nullptr) slot.instance->clock().SetSkew(absl::ZeroDuration());
    }
    calm_ = true;
    Note("calm");
  }

  // --- Scheduler ---

  void Start(Slot& slot, Instance::Rows disk) {
    slot.instance = std::make_unique<Instance>(ground_, slot.context, slot.name, std::move(disk));
    slot.instance->clock().SetSkew(calm_ ? absl::ZeroDuration() : DrawSkew());
    slot.instance->Begin();
    ++slot.lives;
  }
  void End(Slot& slot) {
    if (slot.instance == nullptr) return;
    slot.instance->Crash();
    for (auto& fiber : slot.instance->fibers()) {
      while (!fiber->ended()) fiber->Resume();
    }
    slot.disk = slot.instance->Disk();
    ending_ = true;
    slot.instance.reset();
    ending_ = false;
  }

  // One fiber takes one step; what crashed goes down, what was down comes up again some time.
  void Tick() {
    ++report_.steps;
    if (!calm_) Weather();
    std::vector<Fiber*>& able = able_;
    able.clear();
    const auto add = [&able](const std::unique_ptr<Fiber>& fiber) {
      if (fiber->able()) able.push_back(fiber.get());
    };
    for (auto& client : clients_) add(client);
    for (Slot& slot : slots_) {
      if (slot.instance == nullptr) {
        if (!calm_ && !dice_.Chance(20'000)) continue;
        const bool lost_disk = dice_.Chance(100'000);
        Note(absl::StrCat(slot.name, lost_disk ? " starts with an empty disk" : " starts again"));
        if (lost_disk) slot.disk = std::make_unique<projection::InMemoryProjectionStore>();
        Start(slot, std::move(slot.disk));
      }
      for (auto& fiber : slot.instance->fibers()) add(fiber);
    }
    if (able.empty()) return;  // only time or weather can help
    able[dice_.Below(able.size())]->Resume();
    ledger_.ReadOn(log_.log());
    std::erase_if(clients_, [](const auto& client) { return client->ended(); });
    for (Slot& slot : slots_) {
      if (slot.instance != nullptr && slot.instance->over()) {
        ++report_.crashes;
        Note(absl::StrCat(slot.name, " crashes"));
        End(slot);
      }
    }
    if (ledger_.position() != noted_) {
      for (; noted_ < ledger_.position(); ++noted_) {
        const Recorded& recorded = *ledger_.At(noted_ + 1);
        Note(absl::StrCat("log ", noted_ + 1, ": ", recorded.context, " ", recorded.aggregate_type, " ",
                          recorded.aggregate_id.substr(0, 8), recorded.events));
      }
    }
  }

  bool Quiet() {
    if (!clients_.empty()) return false;
    for (Slot& slot : slots_) {
      if (slot.instance == nullptr || !slot.instance->Idle()) return false;
    }
    return true;
  }
  bool RunUntilQuiet(const char* when) {
    for (uint64_t i = 0; !Standstill(); ++i) {
      Tick();
      if (i % 32 == 0 && Quiet()) return true;
    }
    Note(absl::StrCat("not quiet ", when));
    return false;
  }

  // --- Clients ---

  Slot* SomeSlot(const std::string& context) {
    std::vector<Slot*> up;
    for (Slot& slot : slots_) {
      if (slot.context == context && slot.instance != nullptr) up.push_back(&slot);
    }
    return up.empty() ? nullptr : dice_.Of(up);
  }

  // Draws a wish, and after it sometimes one that it led to.
  void WantSomething() {
    const Command* command = &DrawCommand();
    for (std::string about; command != nullptr;) {
      const Told& told = Want(*command, about);
      const bool go_on = told.accepted && told.own_commit && !command->then.empty() && dice_.Chance(600'000);
      if (go_on) about = ledger_.At(told.result.position())->aggregate_id;
      command = go_on ? &CommandNamed(dice_.Of(command->then)) : nullptr;
    }
  }

  // Does not let go of the wish too soon. Sometimes sends it twice at once, through two instances.
  const Told& Want(const Command& command, const std::string& about) {
    Guess guess{dice_, ledger_, clock_.Now(), about};
    told_.push_back(std::make_unique<Told>());
    Told& told = *told_.back();
    told.name = command.name;
    told.wish = command.make(guess);
    auto& request = *told.wish.request;
    if (const auto* field = request.GetDescriptor()->FindFieldByName("request_id"); field != nullptr) {
      const std::string id = absl::StrFormat("00000000-0000-4000-8000-%012d", told_.size());
      request.GetReflection()->SetString(&request, field, id);
      told.command_id =
          crypto::DeriveCommandId(ground_.id_key.view(), told.wish.who.organisation, MethodOf(request), id);
    }
    if (!told.command_id.empty() && dice_.Chance(200'000)) {
      clients_.push_back(std::make_unique<Fiber>([this, &told] { Insist(told); }));
    }
    Insist(told);
    if (told.accepted && dice_.Chance(200'000)) Insist(told);
    return told;
  }

  static const Command& CommandNamed(std::string_view name) {
    for (const Command& command : Commands()) {
      if (command.name == name) return command;
    }
    FV_CHECK(false);
  }

  void Insist(Told& told) {
    for (int tries = 0; tries < kTriesOfAWish; ++tries) {
      if (Send(told, nullptr)) return;
    }
  }

  // Before there is a case, mostly what may lead to one.
  const Command& DrawCommand() {
    const bool begin = ledger_.cases().empty() && !dice_.Chance(100'000);
    const auto weight = [begin](const Command& command) {
      return begin && !command.begins ? 0 : command.weight;
    };
    int all = 0;
    for (const Command& command : Commands()) all += weight(command);
    int at = dice_.Between(0, all - 1);
    for (const Command& command : Commands()) {
      if ((at -= weight(command)) < 0) return command;
    }
    FV_CHECK(false);
  }

  static std::string MethodOf(const google::protobuf::Message& request) {
    const auto* file = request.GetDescriptor()->file();
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        if (file->service(s)->method(m)->input_type() == request.GetDescriptor())
          return file->service(s)->method(m)->full_name();
      }
    }
    FV_CHECK(false);
  }

  void Wait(Fiber::Until until) const {
    Fiber::Pause(std::move(until));
    if (over_) throw Crashed();
  }

  // Once, to `to` or to any instance. True: the answer is clear.
  bool Send(Told& told, Slot* to) {
    while (to == nullptr && (to = SomeSlot(told.wish.context)) == nullptr) Wait(nullptr);
    const uint64_t life = to->lives;
    exchanges_.push_back(std::make_unique<Exchange>());
    Exchange& exchange = *exchanges_.back();
    ledger_.ReadOn(log_.log());
    exchange.sent_at = ledger_.position();
    exchange.journal_at = *journal_.HeadFromLeader();
    exchange.repeats = told.accepted && told.own_commit;
    exchange.request.reset(told.wish.request->New());
    exchange.request->CopyFrom(*told.wish.request);
    exchange.response.reset(told.wish.response_type->New());
    exchange.peer = std::make_unique<grpc::testing::DefaultReactorTestPeer>(
        &exchange.context, [this, &exchange](const grpc::Status& status) {
          if (!ending_) exchange.answer = status;  // what a crashed instance would say reaches nobody
        });
    callers_[&exchange.context] = access::Caller{
        {access::PeerKind::kOrganisation, told.wish.who.organisation}, told.wish.who.id, told.wish.who.role};
    told.wish.send(*to->instance, &exchange.context, *exchange.request, exchange.response.get());
    const auto over = [&] {
      return exchange.answer.has_value() || to->instance == nullptr || to->lives != life;
    };
    while (!over()) Wait(over);
    return Hear(told, to->name, exchange);
  }

  bool Hear(Told& told, const std::string& from, const Exchange& exchange) {
    if (!exchange.answer || IsUnlucky(exchange.answer->error_code())) {
      ++report_.unlucky;
      told.doubtful = true;
      Note(absl::StrCat(told.name, " at ", from, ": ", exchange.answer ? CodeOf(*exchange.answer) : "lost"));
      return false;
    }
    const grpc::Status& answer = *exchange.answer;
    Note(absl::StrCat(told.name, " at ", from, ": ", CodeOf(answer)));
    told.settled = true;
    if (IsOurMistake(answer.error_code())) Wrong(absl::StrCat(told.name, " fails: ", answer.error_message()));
    if (!answer.ok()) {
      ++report_.refused;
      ++report_.by_command[told.name].refused;
      told.refused = true;
      JudgeNo(told, from, exchange);
      if (exchange.repeats)  // one that was under way beside it may have been decided before it
        Wrong(absl::StrCat("P9: ", told.name, " was accepted and is then refused: ", CodeOf(answer)));
      return true;
    }
    ++report_.accepted;
    ++report_.by_command[told.name].accepted;
    if (!told.command_id.empty()) Accept(told, from, exchange);
    return true;
  }

  void Accept(Told& told, const std::string& from, const Exchange& exchange) {
    const google::protobuf::Message& response = *exchange.response;
    const auto* field = response.GetDescriptor()->FindFieldByName("result");
    FV_CHECK(field != nullptr);
    const auto& result =
        static_cast<const common::v1::WriteResult&>(response.GetReflection()->GetMessage(response, field));
    ledger_.ReadOn(log_.log());
    const Recorded* commit = ledger_.At(result.position());
    if (commit == nullptr) {
      Wrong(absl::StrCat("P2: ", told.name, " is said to be at ", result.position(), ", where nothing is"));
      return;
    }
    if (commit->commit_id != result.commit_id())
      Wrong(absl::StrCat("P2: ", told.name, " is said to be at ", result.position(), ", which is another's"));
    const bool own = commit->command_id == told.command_id;
    // "Nothing to do" stands for an answer on all that the leader knew when it was asked.
    const uint64_t last = ledger_.LastOf(commit->aggregate_id, exchange.sent_at);
    if (!own && result.position() < last)
      Wrong(absl::StrCat("P8: ", from, " has nothing to do for ", told.name, " since ", result.position(),
                         ", though the record went on at ", last, " before it was asked"));
    const std::string bytes = response.SerializeAsString();
    if (told.accepted && told.own_commit && bytes != *told.accepted)
      Wrong(absl::StrCat("P9: ", told.name, " gets another answer than before"));
    if (!told.accepted || own) {
      told.accepted = bytes;
      told.result = result;
      told.own_commit = own;
    }
  }

  // A no is journaled with how much of the log it rests on: all that the leader knew when it was asked.
  void JudgeNo(const Told& told, const std::string& from, const Exchange& exchange) {
    if (exchange.answer->error_code() == grpc::StatusCode::INVALID_ARGUMENT) return;  // nothing was decided
    std::optional<uint64_t> rests_on;
    for (uint64_t at = exchange.journal_at + 1; at <= *journal_.HeadFromLeader(); ++at) {
      eventlog::v1::Envelope envelope;
      eventlog::v1::Commit commit;
      FV_CHECK(envelope.ParseFromString((**journal_.ReadFromLeader(at)).payload) &&
               commit.ParseFromString(envelope.signed_part()));
      if (commit.actor().person() != told.wish.who.id) continue;
      const auto take = [&](const auto& entry) {
        if (entry.method_id() == MethodOf(*exchange.request))
          rests_on = std::max(rests_on.value_or(0), entry.log_position());
      };
      if (eventlog::v1::CommandRefused no; eventlog::UnpackEvent(commit.events(0), &no)) take(no);
      if (eventlog::v1::CallDenied no; eventlog::UnpackEvent(commit.events(0), &no)) take(no);
    }
    if (!rests_on) {
      Wrong(absl::StrCat("P15: ", told.name, " was turned away, and the journal does not know it"));
    } else if (*rests_on < exchange.sent_at) {
      Wrong(absl::StrCat("P8: ", from, " turns ", told.name, " away on what it knew up to ", *rests_on,
                         ", though the log went on to ", exchange.sent_at, " before it was asked"));
    }
  }

  // Whoever was left in doubt asks until the answer is clear, and whoever was accepted asks every instance
  // again.
  void AskAgain() {
    clients_.push_back(std::make_unique<Fiber>([this] {
      for (size_t i = 0; i < told_.size(); ++i) {
        Told& told = *told_[i];
        if (told.command_id.empty()) continue;
        if (!told.settled) Insist(told);
        if (!told.settled) Wrong(absl::StrCat(told.name, " gets no clear answer though all is calm"));
        if (!told.accepted || !told.own_commit) continue;
        for (Slot& slot : slots_) {
          if (slot.context == told.wish.context) Send(told, &slot);
        }
      }
    }));
  }

  // --- Judgement ---

  void Judge() {
    Note("judgement");
    for (const auto& told : told_) JudgeWish(*told);
    std::set<std::string> rebuilt;
    for (const Slot& slot : slots_) {
      if (rebuilt.insert(slot.context).second) JudgeProjections(slot.context);
    }
    JudgeCrises();
    JudgeByAudit();
  }

  // Whatever never answered, came twice or late, and however long the bus was away: no date of a crisis has
  // passed in silence (D2), somebody leads while it is open, and who leads and holds CASE was told of a leg
  // that is missing.
  void JudgeCrises() {
    for (const auto& [id, state] : ledger_.crises()) {
      for (const care::Clock& clock : state.clocks.open()) {
        const auto next = care::NextAt(clock);
        if (next && *next <= clock_.Now())
          Wrong(absl::StrCat("D2: a date of crisis ", id, " has passed and nobody was told: ",
                             common::v1::ClockKind_Name(clock.kind), " ", clock.object_id));
      }
      const auto found = ledger_.cases().find(state.case_id);
      if (found == ledger_.cases().end() || found->second.ended) continue;
      const auto& led = found->second.crisis;
      if (state.Open() != nullptr && !led) Wrong(absl::StrCat("R0: nobody leads the open crisis ", id));
      if (state.Open() == nullptr && led && led->id == id)
        Wrong(absl::StrCat("D3: crisis ", id, " is concluded, and somebody leads it still"));
    }
    for (const MissingLeg& leg : ledger_.missing_legs()) {
      if (!IsTold(leg))
        Wrong(absl::StrCat("D2: ", leg.organisation_id, " does not hear of the leg that is missing at ",
                           leg.position));
    }
  }
  bool IsTold(const MissingLeg& leg) {
    crisis::v1::NotificationPlace before;
    before.set_position(leg.position - 1);
    before.set_index(crisis::kAllOfCommit);
    for (const Slot& slot : slots_) {
      if (slot.context != "crisis") continue;
      const auto notices =
          crisis::ReadNotices(slot.instance->rows(), leg.organisation_id, before, kNoticesOfACommit);
      FV_CHECK(notices.ok());
      const bool told = std::any_of(notices->begin(), notices->end(), [&](const auto& notice) {
        return notice.place().position() == leg.position &&
               notice.kind() == crisis::v1::NOTIFICATION_KIND_LEG_OVERDUE;
      });
      if (!told) return false;
    }
    return true;
  }

  void JudgeWish(const Told& told) {
    if (told.command_id.empty()) return;
    const auto commits = ledger_.OfCommand(told.command_id);
    if (told.own_commit && (commits.size() != 1 || commits[0].position != told.result.position()))
      Wrong(absl::StrCat("P9: ", told.name, " was acknowledged at ", told.result.position(), " and is ",
                         commits.size(), " times in the log"));
    if (told.refused && !told.accepted && !told.doubtful && !commits.empty())
      Wrong(absl::StrCat("P2: ", told.name, " was refused and is in the log at ", commits[0].position));
  }

  void JudgeProjections(const std::string& context) {
    Instance rebuilt(ground_, context, absl::StrCat(context, " rebuilt"),
                     std::make_unique<projection::InMemoryProjectionStore>());
    while (rebuilt.rows().position() < ledger_.position()) {
      if (rebuilt.host().projector().Step() == projection::Projector::Next::kEnd) return;
    }
    const auto expected = rebuilt.rows().StateHash();
    FV_CHECK(expected.ok());
    Note(absl::StrCat(context, " rows: ", ToHex(*expected)));
    for (const Slot& slot : slots_) {
      if (slot.context != context) continue;
      const auto live = slot.instance->rows().StateHash();
      FV_CHECK(live.ok());
      if (*live != *expected)
        Wrong(absl::StrCat("P10: the rows of ", slot.name, " are not those of a rebuild"));
    }
  }

  void JudgeByAudit() {
    const Slot& slot = slots_.back();
    const projection::InMemoryProjectionStore no_journal;
    const auto verdict =
        audit::ReadVerdict({slot.instance->rows(), ledger_.position(), {}, 0, 0}, {no_journal, 0, {}, 0, 0});
    FV_CHECK(verdict.ok());
    for (const auto& finding : verdict->findings()) {
      // Days that passed in one leap left no time to write the overdue entry; that is the leap's fault.
      if (finding.kind() == audit::v1::FINDING_KIND_STANDBY_OVERDUE) continue;
      if (ledger_.GivesTooLate(finding.position())) continue;
      Wrong(absl::StrCat("P12: the audit finds at ", finding.position(), ": ",
                         audit::v1::FindingKind_Name(finding.kind()), " ", finding.detail()));
    }
    for (const std::string& person : ledger_.ClosedThoughTheyHave())
      Wrong(absl::StrCat("N11: the account of ", person,
                         " is closed, though a case or a night is theirs, and nobody is told"));
    if (verdict->cases() == 0 && !ledger_.cases().empty()) Wrong("P12: the audit sees no case");
  }

  const bool tell_;
  Dice dice_;
  Luck luck_;
  uint64_t lost_request_ = 0, lost_ack_ = 0, delayed_ = 0, false_conflict_ = 0, full_ = 0, skew_ = 0,
           pass_time_ = 0, lag_ = 0, vault_out_ = 0, bus_away_ = 0;
  bool calm_ = false, standstill_ = false, over_ = false, ending_ = false;
  FakeClock clock_;
  eventlog::SignedLog log_;
  eventlog::InMemoryEventLog journal_;
  seal::FakeKeyVault vault_;
  std::map<const grpc::ServerContextBase*, access::Caller> callers_;
  const Ground ground_;
  Report report_;
  crypto::Sha256Stream trace_;
  Ledger ledger_;
  uint64_t noted_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<Told>> told_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;
  std::vector<std::unique_ptr<Fiber>> clients_;
  std::vector<Fiber*> able_;
};

}  // namespace

Report Simulate(uint64_t seed, bool tell) {
  return World(seed, tell).Run();
}

}  // namespace fallverbund::simulation
