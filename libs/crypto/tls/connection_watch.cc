#include "libs/crypto/tls/connection_watch.h"

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>

#include "absl/time/clock.h"
#include "libs/base/check.h"

namespace fallverbund::crypto {

// Belongs to its SSL: made when the handshake begins, gone with it.
struct ConnectionWatch::Connection {
  ConnectionWatch& watch;
  const int socket;
  const absl::Time begun;
  uint64_t read = 0;  // of the connection's own thread
  // The rest is guarded by the watch's mutex.
  bool in_handshake = true;
  bool ended = false;
};

struct ConnectionWatch::Hooks {
  static int OfContext() {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
  }
  static int OfConnection() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, &Freed);
    return index;
  }

  static void Told(const SSL* told, int where, int) {
    SSL* ssl = const_cast<SSL*>(told);
    auto* connection = static_cast<Connection*>(SSL_get_ex_data(ssl, OfConnection()));
    if ((where & SSL_CB_HANDSHAKE_DONE) != 0 && connection != nullptr)
      connection->watch.HandshakeIsOver(*connection);
    if ((where & SSL_CB_HANDSHAKE_START) == 0 || connection != nullptr) return;
    auto& watch = *static_cast<ConnectionWatch*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), OfContext()));
    auto made = std::make_unique<Connection>(Connection{watch, SSL_get_fd(ssl), absl::Now()});
    FV_CHECK(SSL_set_ex_data(ssl, OfConnection(), made.get()) == 1);
    BIO_set_callback_arg(SSL_get_rbio(ssl), reinterpret_cast<char*>(made.get()));
    BIO_set_callback_ex(SSL_get_rbio(ssl), &Read);
    watch.Add(*made.release());
  }

  // Counts what the client sends; what is too much was not read.
  static long Read(BIO* bio, int what, const char*, size_t, int, long, int result, size_t* size) {
    if (what != (BIO_CB_READ | BIO_CB_RETURN) || result <= 0) return result;
    auto* connection = reinterpret_cast<Connection*>(BIO_get_callback_arg(bio));
    connection->read += size == nullptr ? 0 : *size;
    return connection->read > connection->watch.limits_.bytes ? -1 : result;
  }

  static void Freed(void*, void* what, CRYPTO_EX_DATA*, int, long, void*) {
    if (what == nullptr) return;
    const std::unique_ptr<Connection> connection(static_cast<Connection*>(what));
    connection->watch.Remove(*connection);
  }
};

ConnectionWatch::ConnectionWatch(ConnectionLimits limits) : limits_(limits), thread_([this] { Run(); }) {}

ConnectionWatch::~ConnectionWatch() {
  {
    const absl::MutexLock lock(&mu_);
    FV_CHECK(connections_.empty());
    stopping_ = true;
    changed_.Signal();
  }
  thread_.join();
}

void ConnectionWatch::Watch(ssl_ctx_st& context) {
  FV_CHECK(SSL_CTX_set_ex_data(&context, Hooks::OfContext(), this) == 1);
  Hooks::OfConnection();
  SSL_CTX_set_info_callback(&context, &Hooks::Told);
}

bool ConnectionWatch::EndOldestHandshake() {
  const absl::MutexLock lock(&mu_);
  Connection* oldest = nullptr;
  for (Connection* one : connections_) {
    if (!one->in_handshake || one->ended) continue;
    if (oldest == nullptr || one->begun < oldest->begun) oldest = one;
  }
  if (oldest != nullptr) End(*oldest);
  return oldest != nullptr;
}

void ConnectionWatch::Add(Connection& connection) {
  const absl::MutexLock lock(&mu_);
  connections_.insert(&connection);
  changed_.Signal();
}

void ConnectionWatch::HandshakeIsOver(Connection& connection) {
  const absl::MutexLock lock(&mu_);
  connection.in_handshake = false;
}

void ConnectionWatch::Remove(Connection& connection) {
  const absl::MutexLock lock(&mu_);
  connections_.erase(&connection);
}

absl::Time ConnectionWatch::DeadlineOf(const Connection& connection) const {
  return connection.begun + (connection.in_handshake ? limits_.handshake : limits_.whole);
}

// The socket is open: it is closed after SSL_free, which waits for the mutex.
void ConnectionWatch::End(Connection& connection) {
  connection.ended = true;
  shutdown(connection.socket, SHUT_RDWR);
}

void ConnectionWatch::Run() {
  const absl::MutexLock lock(&mu_);
  while (!stopping_) {
    const absl::Time now = absl::Now();
    absl::Time next = absl::InfiniteFuture();
    for (Connection* one : connections_) {
      if (one->ended) continue;
      if (DeadlineOf(*one) <= now) {
        End(*one);
      } else {
        next = std::min(next, DeadlineOf(*one));
      }
    }
    changed_.WaitWithDeadline(&mu_, next);
  }
}

}  // namespace fallverbund::crypto
