// Calls any method of the house with JSON, as one person.
#ifndef FALLVERBUND_TOOLS_FVCTL_CALLER_H_
#define FALLVERBUND_TOOLS_FVCTL_CALLER_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "tools/fvctl/methods.h"
#include "tools/fvctl/profile.h"

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

// Not thread-safe.
class Caller {
 public:
  explicit Caller(Profile profile) : profile_(std::move(profile)) {}

  // JSON to a request of `method`; unknown fields and enum values are kInvalidArgument with their name. A
  // write without a request_id gets a new one.
  static absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Request(const MethodDescriptor& method,
                                                                            std::string_view json);

  // `service`: whose instance, for methods that all serve; else empty. kInvalidArgument: no endpoint, no
  // readable certificate. A failure of the call itself is a CallResult.
  absl::StatusOr<CallResult> Call(const MethodDescriptor& method, const google::protobuf::Message& request,
                                  std::string_view service = "", absl::Duration timeout = absl::Seconds(15));

  const Profile& profile() const { return profile_; }

 private:
  absl::StatusOr<std::shared_ptr<grpc::Channel>> Channel(const std::string& service);

  Profile profile_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

// JSON with the field names of the proto files, as people write them.
std::string AnswerJson(const google::protobuf::Message& answer, bool pretty);

std::string NewRequestId();  // a random UUID

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_CALLER_H_
