// Keeps a number of calls in flight: when one has its outcome the next begins. No thread waits for an answer.
#ifndef FALLVERBUND_TOOLS_LOAD_CLOSED_LOOP_H_
#define FALLVERBUND_TOOLS_LOAD_CLOSED_LOOP_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "libs/rpc/client.h"
#include "tools/load/record.h"

namespace fallverbund::load {

// Who calls, and over which connection. Several voices may share one.
struct Voice {
  std::shared_ptr<grpc::Channel> channel;
  std::string person;  // empty: nobody, and no role
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  std::string organisation = {};  // id of the person's; empty where nobody asks for it
};

struct Wish {
  Voice voice;
  std::string path;  // "/package.Service/Method"
  std::unique_ptr<google::protobuf::Message> request, answer;
  std::string method, object_id, request_id;  // for the record
};

// A call of a method of the house; its request_id is in `request`.
Wish WishFor(const google::protobuf::MethodDescriptor& method,
             std::unique_ptr<google::protobuf::Message> request, std::string object_id, Voice voice);

struct Pace {
  int in_flight = 1;
  absl::Duration timeout = absl::Seconds(10);  // of one try
  // How long from its first try a wish is tried again, with the same request_id, on UNAVAILABLE,
  // CANCELLED (by a server that ends), ABORTED, DEADLINE_EXCEEDED and RESOURCE_EXHAUSTED. Zero: never.
  absl::Duration patience = absl::ZeroDuration();
};

// Between two tries of one wish: doubled each time, up to the longest.
inline constexpr absl::Duration kFirstPause = absl::Milliseconds(20);
inline constexpr absl::Duration kLongestPause = absl::Seconds(1);

// The wish of this number, counted from 0; nullopt: no more. Thread-safe.
using NextWish = std::function<std::optional<Wish>(uint64_t number)>;
// Called one at a time, on gRPC's threads; `answer` is nullptr unless the code is OK.
using OnRecord = std::function<void(const Record& record, const google::protobuf::Message* answer)>;

// Returns when there are no more wishes and each has its final outcome.
void RunClosedLoop(const Pace& pace, const NextWish& next, const OnRecord& on_record);

}  // namespace fallverbund::load

#endif  // FALLVERBUND_TOOLS_LOAD_CLOSED_LOOP_H_
