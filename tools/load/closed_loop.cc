#include "tools/load/closed_loop.h"

#include <grpcpp/alarm.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "fallverbund/common/v1/result.pb.h"
#include "libs/base/check.h"
#include "libs/rpc/status.h"

namespace fallverbund::load {
namespace {

using google::protobuf::Message;

bool WorthTryingAgain(grpc::StatusCode code) {
  return code == grpc::UNAVAILABLE || code == grpc::CANCELLED || code == grpc::ABORTED ||
         code == grpc::DEADLINE_EXCEEDED || code == grpc::RESOURCE_EXHAUSTED;
}

void ReadAnswer(const Message& answer, Record& record) {
  const auto* field = answer.GetDescriptor()->FindFieldByName("result");
  if (field == nullptr || field->message_type() != common::v1::WriteResult::descriptor()) return;
  const auto& result =
      static_cast<const common::v1::WriteResult&>(answer.GetReflection()->GetMessage(answer, field));
  record.position = result.position();
  record.commit_id = result.commit_id();
}

class Loop {
 public:
  Loop(const Pace& pace, const NextWish& next, const OnRecord& on_record)
      : pace_(pace), next_(next), on_record_(on_record) {}

  void Run() {
    std::vector<std::unique_ptr<Flight>> flights;
    {
      absl::MutexLock lock(&mu_);
      running_ = pace_.in_flight;
    }
    for (int i = 0; i < pace_.in_flight; ++i) flights.push_back(std::make_unique<Flight>(*this));
    for (auto& flight : flights) flight->Begin();
    absl::MutexLock lock(&mu_);
    mu_.Await(absl::Condition(
        +[](int* running) { return *running == 0; }, &running_));
  }

 private:
  // One place in the loop: a wish, its tries, then the next wish.
  class Flight {
   public:
    explicit Flight(Loop& loop) : loop_(loop) {}

    void Begin() {
      const uint64_t number = loop_.number_++;
      wish_ = loop_.next_(number);
      if (!wish_) return loop_.Ended();
      record_ = {};
      record_.number = number;
      record_.method = wish_->method;
      record_.object_id = wish_->object_id;
      record_.request_id = wish_->request_id;
      pause_ = kFirstPause;
      record_.start = absl::Now();
      Try();
    }

   private:
    void Try() {
      context_.emplace();
      rpc::PrepareCall(
          *context_,
          {.person = wish_->voice.person, .role = wish_->voice.role, .timeout = loop_.pace_.timeout});
      grpc::TemplatedGenericStub<Message, Message>(wish_->voice.channel)
          .UnaryCall(&*context_, wish_->path, grpc::StubOptions(), wish_->request.get(), wish_->answer.get(),
                     [this](const grpc::Status& status) { Tried(status); });
    }

    void Tried(const grpc::Status& status) {
      record_.end = absl::Now();
      record_.tries.push_back(absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code())));
      if (WorthTryingAgain(status.error_code()) && record_.end < record_.start + loop_.pace_.patience) {
        const absl::Duration pause = std::exchange(pause_, std::min(pause_ * 2, kLongestPause));
        alarm_.Set(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(pause),
                   [this](bool) { Try(); });
        return;
      }
      if (status.ok()) {
        ReadAnswer(*wish_->answer, record_);
      } else {
        record_.message = status.error_message();
        if (const auto details = rpc::DetailsOf(status); details.refusal)
          record_.reason = details.refusal->reason();
      }
      loop_.Note(record_, status.ok() ? wish_->answer.get() : nullptr);
      Begin();
    }

    Loop& loop_;
    std::optional<Wish> wish_;
    Record record_;
    std::optional<grpc::ClientContext> context_;
    grpc::Alarm alarm_;
    absl::Duration pause_;
  };

  void Note(const Record& record, const Message* answer) {
    absl::MutexLock lock(&noting_);
    on_record_(record, answer);
  }
  void Ended() {
    absl::MutexLock lock(&mu_);
    --running_;
  }

  const Pace& pace_;
  const NextWish& next_;
  const OnRecord& on_record_;
  std::atomic<uint64_t> number_ = 0;
  absl::Mutex noting_;
  absl::Mutex mu_;
  int running_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace

Wish WishFor(const google::protobuf::MethodDescriptor& method, std::unique_ptr<Message> request,
             std::string object_id, Voice voice) {
  Wish wish{.voice = std::move(voice),
            .path = absl::StrCat("/", method.service()->full_name(), "/", method.name()),
            .request = std::move(request),
            .answer = nullptr,
            .method = method.name(),
            .object_id = std::move(object_id),
            .request_id = ""};
  wish.answer.reset(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
  if (const auto* field = method.input_type()->FindFieldByName("request_id"); field != nullptr)
    wish.request_id = wish.request->GetReflection()->GetString(*wish.request, field);
  return wish;
}

void RunClosedLoop(const Pace& pace, const NextWish& next, const OnRecord& on_record) {
  FV_CHECK(pace.in_flight > 0);
  Loop(pace, next, on_record).Run();
}

}  // namespace fallverbund::load
