// The bare ceiling: the plainest honest way from a gRPC call to a durable, optimistic append and back. No
// TLS, no caller, no rule, no signature, no sealing: what is left of a command when everything that makes it
// one is taken away. Every number of the command path stands beside this one.
#ifndef FALLVERBUND_TOOLS_BENCH_CEILING_H_
#define FALLVERBUND_TOOLS_BENCH_CEILING_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tools/load/closed_loop.h"

namespace fallverbund::bench {

// The other half: appends to the stream CEILING of a bus without TLS. One publish for each call, by libnats,
// with the expectation in its header; the acknowledgement completes the call. Thread-safe.
class PlainLog {
 public:
  // Makes the stream with so many replicas, unless it is there.
  static absl::StatusOr<std::unique_ptr<PlainLog>> Open(const std::string& nats_url, int replicas);
  ~PlainLog();

  // `done` gets the position, or 0 when the append failed; from a thread of the library.
  void Append(const std::string& subject, const std::string& payload, std::function<void(uint64_t)> done);

 private:
  struct State;
  explicit PlainLog(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A server on a free port of the loopback, until it is destroyed.
class Ceiling {
 public:
  static absl::StatusOr<std::unique_ptr<Ceiling>> Start(PlainLog& log);
  virtual ~Ceiling() = default;
  virtual int port() const = 0;
};

// `aggregate` is a number: each has a subject of its own, as cases have.
load::Wish CeilingWish(uint64_t aggregate, const std::string& payload, const load::Voice& voice);

}  // namespace fallverbund::bench

#endif  // FALLVERBUND_TOOLS_BENCH_CEILING_H_
