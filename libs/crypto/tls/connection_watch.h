// Ends connections that take too long or send too much, before and after their handshake: for a server that
// brings OpenSSL's handles of its own and has limits for each read alone, which whoever trickles never meets.
#ifndef FALLVERBUND_LIBS_CRYPTO_TLS_CONNECTION_WATCH_H_
#define FALLVERBUND_LIBS_CRYPTO_TLS_CONNECTION_WATCH_H_

#include <cstdint>
#include <set>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX and SSL
struct ssl_st;

namespace fallverbund::crypto {

struct ConnectionLimits {
  absl::Duration handshake = absl::Seconds(5);  // nobody has shown a certificate yet
  absl::Duration whole = absl::Seconds(60);  // from the first byte of the handshake; a browser opens another
  uint64_t bytes = uint64_t{256} << 10;      // that the client may send, the handshake with them
};

// Thread-safe. Outlives the context and its connections.
class ConnectionWatch {
 public:
  explicit ConnectionWatch(ConnectionLimits limits);
  ~ConnectionWatch();
  ConnectionWatch(const ConnectionWatch&) = delete;
  ConnectionWatch& operator=(const ConnectionWatch&) = delete;

  // Watches all connections of `context`, which has none yet. Takes the context's info callback. A connection
  // that is ended is shut down; its socket stays its owner's to close, after SSL_free.
  void Watch(ssl_ctx_st& context);

  // Ends the connection that has been in its handshake for longest. False: none is.
  bool EndOldestHandshake();

 private:
  struct Connection;
  struct Hooks;  // what OpenSSL calls

  void Add(Connection& connection);
  void HandshakeIsOver(Connection& connection);
  void Remove(Connection& connection);
  void Run();
  absl::Time DeadlineOf(const Connection& connection) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void End(Connection& connection) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const ConnectionLimits limits_;
  absl::Mutex mu_;
  absl::CondVar changed_;
  std::set<Connection*> connections_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_TLS_CONNECTION_WATCH_H_
