// Stands between a client and the bus and holds back what flows, one way or the other: a lost ack, made to
// order.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_TESTING_TCP_RELAY_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_TESTING_TCP_RELAY_H_

#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace fallverbund::eventlog {

class TcpRelay {
 public:
  explicit TcpRelay(const std::string& target_url);  // tls://127.0.0.1:port
  ~TcpRelay();

  std::string url() const;
  void HoldRequests(bool hold);  // from the client to the bus
  void HoldAnswers(bool hold);   // from the bus to the client
  void Cut();                    // closes all connections; what was held is lost; new ones may come

 private:
  struct Direction {
    bool hold = false;
  };
  void Accept();
  void Pump(int from, int to, const Direction* direction);

  int target_port_ = 0;
  int listener_ = -1;
  int port_ = 0;
  absl::Mutex mu_;
  Direction requests_ ABSL_GUARDED_BY(mu_);
  Direction answers_ ABSL_GUARDED_BY(mu_);
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  int cuts_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<int> sockets_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> pumps_ ABSL_GUARDED_BY(mu_);
  std::thread acceptor_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_TESTING_TCP_RELAY_H_
