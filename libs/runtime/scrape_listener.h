// Answers `GET /metrics` over HTTP with a text, for whoever scrapes this process. Plain, without TLS and
// without a question who asks: it belongs on the loopback or a private net, and tells of the machine and of
// nobody.
#ifndef FALLVERBUND_LIBS_RUNTIME_SCRAPE_LISTENER_H_
#define FALLVERBUND_LIBS_RUNTIME_SCRAPE_LISTENER_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace fallverbund::runtime {

struct ScrapeOptions {
  std::string listen;     // IP:PORT, [IP]:PORT; port 0: a free one
  std::string port_file;  // written once the port is open; empty: none
  // So long one scrape may take to ask and to read; then it is cut, so that nobody keeps the others out.
  absl::Duration patience = absl::Seconds(2);
};

// One thread, one scrape after the other; a few more wait in the system's queue.
class ScrapeListener {
 public:
  // `text` is called on the listener's thread for each scrape. kInvalidArgument: no numeric address.
  // kUnavailable: the address cannot be had. Errors of the port file.
  static absl::StatusOr<std::unique_ptr<ScrapeListener>> Start(const ScrapeOptions& options,
                                                               std::function<std::string()> text);
  ~ScrapeListener();  // after the scrape it is in

  int port() const { return port_; }
  bool on_loopback() const { return on_loopback_; }

 private:
  ScrapeListener() = default;
  void Run();
  void Answer(int connection);
  bool Await(int descriptor, short event, absl::Time until) const;

  absl::Duration patience_;
  std::function<std::string()> text_;
  int listening_ = -1;
  int wake_[2] = {-1, -1};  // a pipe: closing its end stops the thread
  int port_ = 0;
  bool on_loopback_ = false;
  std::thread thread_;
};

}  // namespace fallverbund::runtime

#endif  // FALLVERBUND_LIBS_RUNTIME_SCRAPE_LISTENER_H_
