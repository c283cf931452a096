// Calls any method of the house with JSON, as one person.
#ifndef FALLVERBUND_TOOLS_FVCTL_CALLER_H_
#define FALLVERBUND_TOOLS_FVCTL_CALLER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "tools/fvctl/methods.h"
#include "tools/fvctl/profile.h"
#include "tools/fvctl/watch.h"

namespace grpc {
class Channel;
}

namespace fallverbund::fvctl {

// What came back: an answer, or a failure in the words of the house.
struct CallResult {
  std::string code = "OK";  // gRPC status code by name
  std::string message;      // of a failure
  std::string request_id;   // of a write: to send the same again while its outcome is not known
  // Of a refusal; empty otherwise.
  std::string reason, row, german, english, next_german, next_english;
  std::unique_ptr<google::protobuf::Message> answer;  // of a success
  bool ok() const { return code == "OK"; }
};

struct Where {
  std::string service;  // for methods that all services serve; else empty
  int instance = 0;     // which of the service's addresses, from 1; 0: any that answers
};

// Not thread-safe. A call that no instance answered, or whose instance went away in the middle, is made
// again: all methods may be repeated.
class Caller {
 public:
  explicit Caller(Profile profile) : profile_(std::move(profile)) {}

  // JSON to a request of `method`; unknown fields and enum values are kInvalidArgument with their name. A
  // write without a request_id gets a new one.
  static absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Request(const MethodDescriptor& method,
                                                                            std::string_view json);

  // kInvalidArgument: no endpoint, no readable certificate. A failure of the call itself is a CallResult.
  absl::StatusOr<CallResult> Call(const MethodDescriptor& method, const google::protobuf::Message& request,
                                  const Where& where = {}, absl::Duration timeout = absl::Seconds(15));
  // What the caller's organisation must hear of at once (watch.h); `watching` says from where and how long.
  absl::Status Watch(const Watching& watching,
                     const std::function<void(const crisis::v1::Notification&)>& say);
  // How many addresses the profile has of the service.
  int Instances(const std::string& service) const;

  const Profile& profile() const { return profile_; }

 private:
  absl::StatusOr<std::shared_ptr<grpc::Channel>> Channel(const Where& where);

  Profile profile_;
  std::map<std::pair<std::string, int>, std::shared_ptr<grpc::Channel>> channels_;  // by service, instance
};

// JSON with the field names of the proto files, as people write them.
std::string AnswerJson(const google::protobuf::Message& answer, bool pretty);
// Likewise, with every field that stands at its default: a story may expect that there is none, or that it is
// not so.
std::string WholeAnswerJson(const google::protobuf::Message& answer);

std::string NewRequestId();  // a random UUID

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_CALLER_H_
