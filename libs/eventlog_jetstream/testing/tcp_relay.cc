#include "libs/eventlog_jetstream/testing/tcp_relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"

namespace fallverbund::eventlog {
namespace {

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool SendAll(int socket, const char* data, ssize_t size) {
  while (size > 0) {
    const ssize_t sent = send(socket, data, static_cast<size_t>(size), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= sent;
  }
  return true;
}

}  // namespace

TcpRelay::TcpRelay(const std::string& target_url) {
  FV_CHECK(absl::SimpleAtoi(target_url.substr(target_url.rfind(':') + 1), &target_port_));
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  FV_CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 && listen(listener_, 16) == 0);
  FV_CHECK(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

TcpRelay::~TcpRelay() {
  {
    absl::MutexLock lock(&mu_);
    ending_ = true;
  }
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  Cut();
  std::vector<std::thread> pumps;
  {
    absl::MutexLock lock(&mu_);
    pumps = std::move(pumps_);
  }
  for (std::thread& pump : pumps) pump.join();
  absl::MutexLock lock(&mu_);
  for (int socket : sockets_) close(socket);
}

std::string TcpRelay::url() const {
  return absl::StrCat("tls://127.0.0.1:", port_);
}

void TcpRelay::HoldRequests(bool hold) {
  absl::MutexLock lock(&mu_);
  requests_.hold = hold;
}

void TcpRelay::HoldAnswers(bool hold) {
  absl::MutexLock lock(&mu_);
  answers_.hold = hold;
}

void TcpRelay::Cut() {
  absl::MutexLock lock(&mu_);
  ++cuts_;
  for (int socket : sockets_) shutdown(socket, SHUT_RDWR);
}

void TcpRelay::Accept() {
  for (;;) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Loopback(target_port_);
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      close(client);
      close(server);
      continue;
    }
    const int on = 1;
    for (int socket : {client, server}) setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    absl::MutexLock lock(&mu_);
    sockets_.push_back(client);
    sockets_.push_back(server);
    pumps_.emplace_back([this, client, server] { Pump(client, server, &requests_); });
    pumps_.emplace_back([this, client, server] { Pump(server, client, &answers_); });
  }
}

void TcpRelay::Pump(int from, int to, const Direction* direction) {
  int cuts_before = 0;
  {
    absl::MutexLock lock(&mu_);
    cuts_before = cuts_;
  }
  char buffer[65536];
  for (;;) {
    const ssize_t count = recv(from, buffer, sizeof buffer, 0);
    if (count <= 0) break;
    {
      absl::MutexLock lock(&mu_);
      const auto may_go = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
        return !direction->hold || cuts_ != cuts_before || ending_;
      };
      mu_.Await(absl::Condition(&may_go));
      if (cuts_ != cuts_before) break;
    }
    if (!SendAll(to, buffer, count)) break;
  }
  shutdown(from, SHUT_RDWR);
  shutdown(to, SHUT_RDWR);
}

}  // namespace fallverbund::eventlog
