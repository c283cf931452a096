#include "libs/runtime/scrape_listener.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/runtime/files.h"

namespace fallverbund::runtime {
namespace {

constexpr size_t kMaxRequestBytes = 8 * 1024;  // a request line and headers; more is cut
constexpr int kWaiting = 16;                   // connections that wait their turn
constexpr std::string_view kEndOfHeaders = "\r\n\r\n";

std::string Response(std::string_view status, std::string_view body) {
  return absl::StrCat("HTTP/1.1 ", ToAbsl(status),
                      "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: ",
                      body.size(), "\r\nConnection: close\r\n\r\n", ToAbsl(body));
}

// "127.0.0.1:9101" or "[::1]:9101", as addresses and not as names: where we listen is not looked up.
absl::StatusOr<addrinfo*> Resolve(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  std::string host = listen.substr(0, colon == std::string::npos ? 0 : colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (host.empty() || getaddrinfo(host.c_str(), listen.substr(colon + 1).c_str(), &hints, &found) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("--metrics-listen ", listen, " is no IP address and port, such as 127.0.0.1:9101"));
  }
  return found;
}

bool IsLoopback(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    return (ntohl(v4.sin_addr.s_addr) >> 24) == IN_LOOPBACKNET;
  }
  return address.ss_family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScrapeListener>> ScrapeListener::Start(const ScrapeOptions& options,
                                                                      std::function<std::string()> text) {
  FV_ASSIGN_OR_RETURN(addrinfo* const resolved, Resolve(options.listen));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> address(resolved, &freeaddrinfo);
  auto listener = absl::WrapUnique(new ScrapeListener());
  listener->patience_ = options.patience;
  listener->text_ = std::move(text);
  listener->listening_ = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;  // a restarted process gets its port back at once
  sockaddr_storage bound{};
  socklen_t size = sizeof(bound);
  if (listener->listening_ < 0 ||
      setsockopt(listener->listening_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
      bind(listener->listening_, address->ai_addr, address->ai_addrlen) != 0 ||
      listen(listener->listening_, kWaiting) != 0 ||
      getsockname(listener->listening_, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on --metrics-listen ", options.listen, ": ",
                                               std::strerror(errno), "; choose another port"));
  }
  FV_CHECK(pipe2(listener->wake_, O_CLOEXEC) == 0);
  listener->on_loopback_ = IsLoopback(bound);
  listener->port_ = ntohs(bound.ss_family == AF_INET ? reinterpret_cast<sockaddr_in&>(bound).sin_port
                                                     : reinterpret_cast<sockaddr_in6&>(bound).sin6_port);
  if (!options.port_file.empty()) {
    FV_RETURN_IF_ERROR(
        WriteFileAtomically(options.port_file, absl::StrCat(listener->port_, "\n"), "--metrics-port-file"));
  }
  listener->thread_ = std::thread(&ScrapeListener::Run, listener.get());
  return listener;
}

ScrapeListener::~ScrapeListener() {
  if (wake_[1] >= 0) close(wake_[1]);
  if (thread_.joinable()) thread_.join();
  if (wake_[0] >= 0) close(wake_[0]);
  if (listening_ >= 0) close(listening_);
}

// False: nothing came until then, or the listener ends.
bool ScrapeListener::Await(int descriptor, short event, absl::Time until) const {
  while (true) {
    pollfd waits[] = {{descriptor, event, 0}, {wake_[0], POLLIN, 0}};
    const int64_t rest = absl::ToInt64Milliseconds(until - absl::Now());
    const int ready =
        poll(waits, 2, until == absl::InfiniteFuture() ? -1 : static_cast<int>(std::max<int64_t>(rest, 0)));
    if (ready < 0 && errno == EINTR) continue;
    return ready > 0 && waits[1].revents == 0;
  }
}

void ScrapeListener::Run() {
  while (Await(listening_, POLLIN, absl::InfiniteFuture())) {
    const int connection = accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) {
      // Gone again, or no descriptor left: then a pause, which the end of the listener cuts short.
      if (errno == EMFILE || errno == ENFILE) (void)Await(-1, 0, absl::Now() + patience_);
      continue;
    }
    Answer(connection);
    close(connection);
  }
}

void ScrapeListener::Answer(int connection) {
  absl::Time until = absl::Now() + patience_;
  std::string request;
  while (request.find(kEndOfHeaders) == std::string::npos) {
    char bytes[1024];
    if (request.size() > kMaxRequestBytes || !Await(connection, POLLIN, until)) return;
    const ssize_t got = recv(connection, bytes, sizeof(bytes), 0);
    if (got <= 0) return;
    request.append(bytes, static_cast<size_t>(got));
  }
  const std::string_view line = std::string_view(request).substr(0, request.find("\r\n"));
  std::string answer;
  if (line.starts_with("GET /metrics ")) {
    answer = Response("200 OK", text_());
  } else if (line.starts_with("GET ")) {
    answer = Response("404 Not Found", "There is only /metrics.\n");
  } else {
    answer = Response("405 Method Not Allowed", "There is only GET /metrics.\n");
  }
  until = absl::Now() + patience_;
  for (std::string_view rest = answer; !rest.empty();) {
    if (!Await(connection, POLLOUT, until)) return;
    const ssize_t sent = send(connection, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    rest.remove_prefix(static_cast<size_t>(sent));
  }
  shutdown(connection, SHUT_WR);
}

}  // namespace fallverbund::runtime
