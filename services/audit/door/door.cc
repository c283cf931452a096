#include "services/audit/door/door.h"

#include <httplib.h>

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/status.h"
#include "libs/runtime/files.h"

namespace fallverbund::audit {
namespace {

// For each read; for a connection as a whole there is the watch.
constexpr time_t kPatienceSeconds = 5;
constexpr size_t kMaxPayload = 1024;  // a read has none

// The library's own pool takes in connections without an end, and each keeps a descriptor of the audit.
class Places final : public httplib::TaskQueue {
 public:
  explicit Places(crypto::ConnectionWatch& watch) : watch_(watch), pool_(kMostConnections) {}

  // On the thread that accepts, which waits until there is a place; what comes meanwhile waits in the kernel.
  void enqueue(std::function<void()> serve) override {
    {
      const absl::MutexLock lock(&mu_);
      while (taken_ == kMostConnections) {
        watch_.EndOldestHandshake();
        // Again soon: who had a place and had not begun its handshake is seen then.
        freed_.WaitWithTimeout(&mu_, absl::Milliseconds(50));
      }
      ++taken_;
    }
    pool_.enqueue([this, serve = std::move(serve)] {
      serve();
      const absl::MutexLock lock(&mu_);
      --taken_;
      freed_.Signal();
    });
  }
  void shutdown() override {
    while (watch_.EndOldestHandshake()) continue;
    pool_.shutdown();
  }

 private:
  crypto::ConnectionWatch& watch_;
  absl::Mutex mu_;
  absl::CondVar freed_;
  int taken_ ABSL_GUARDED_BY(mu_) = 0;
  httplib::ThreadPool pool_;
};

// The page brings its style with it and nothing else may run, load or frame it; nothing of it stays in a
// cache.
void SetHeaders(httplib::Response& response) {
  response.set_header("Content-Security-Policy",
                      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
                      "frame-ancestors 'none'");
  response.set_header("Cache-Control", "no-store");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("X-Content-Type-Options", "nosniff");
}

void Serve(const AnswerPage& answer, const httplib::Request& request, httplib::Response& response) {
  SetHeaders(response);
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.set_header("Allow", "GET, HEAD");
    return;
  }
  const auto peer =
      request.ssl == nullptr ? absl::UnauthenticatedError("no TLS") : crypto::CertificateOfPeer(*request.ssl);
  if (!peer.ok()) {
    response.status = 401;
    return;
  }
  PageRequest asked{
      .peer = *peer, .path = request.path, .accept_language = request.get_header_value("Accept-Language")};
  for (const auto& [name, value] : request.params) asked.parameters.emplace(name, value);
  PageReply reply = answer(asked);
  response.status = reply.http_status;
  if (!reply.file_name.empty())
    response.set_header("Content-Disposition",
                        absl::StrCat("attachment; filename=\"", reply.file_name, "\""));
  response.set_content(std::move(reply.html),
                       reply.file_name.empty() ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
}

struct Address {
  std::string host;
  int port = 0;
};

absl::StatusOr<Address> ParseAddress(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  Address address;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(listen.substr(colon + 1), &address.port) || address.port < 0 ||
      address.port > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("--pages-listen ", listen, " is not of the form HOST:PORT"));
  }
  address.host = listen.substr(0, colon);
  return address;
}

}  // namespace

std::string PageRequest::Parameter(const std::string& name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? "" : found->second;
}

absl::StatusOr<std::unique_ptr<PageDoor>> PageDoor::Open(const PageDoorOptions& options, AnswerPage answer) {
  FV_ASSIGN_OR_RETURN(const Address address, ParseAddress(options.listen));
  absl::Status ready = absl::UnknownError("TLS was not set up");
  auto watch = std::make_unique<crypto::ConnectionWatch>(options.limits);
  auto server = std::make_unique<httplib::SSLServer>([&](ssl_ctx_st& context) {
    ready = crypto::RequireClientCertificates(context, options.files);
    watch->Watch(context);
    return ready.ok();
  });
  FV_RETURN_IF_ERROR(ready);
  server->new_task_queue = [&watch = *watch] { return new Places(watch); };
  server->set_payload_max_length(kMaxPayload);
  server->set_read_timeout(kPatienceSeconds);
  server->set_write_timeout(kPatienceSeconds);
  server->set_keep_alive_timeout(kPatienceSeconds);
  // Before the library's own routes, which would match each path by a regular expression.
  server->set_pre_routing_handler(
      [answer = std::move(answer)](const httplib::Request& request, httplib::Response& response) {
        Serve(answer, request, response);
        return httplib::Server::HandlerResponse::Handled;
      });

  auto door = std::unique_ptr<PageDoor>(new PageDoor(std::move(watch), std::move(server)));
  door->port_ = address.port == 0 ? door->server_->bind_to_any_port(address.host)
                : door->server_->bind_to_port(address.host, address.port) ? address.port
                                                                          : -1;
  if (door->port_ < 0) {
    return absl::UnavailableError(absl::StrCat(
        "--pages-listen ", options.listen, " cannot be had: is it an address of this machine, and free?"));
  }
  door->thread_ = std::thread([served = door->server_.get()] { served->listen_after_bind(); });
  while (!door->server_->is_running()) std::this_thread::yield();  // what is stopped before that goes on
  if (!options.port_file.empty()) {
    FV_RETURN_IF_ERROR(runtime::WriteFileAtomically(options.port_file, absl::StrCat(door->port_, "\n"),
                                                    "--pages-port-file"));
  }
  return door;
}

PageDoor::PageDoor(std::unique_ptr<crypto::ConnectionWatch> watch, std::unique_ptr<httplib::Server> server)
    : watch_(std::move(watch)), server_(std::move(server)) {}

PageDoor::~PageDoor() {
  server_->stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace fallverbund::audit
