#include "tools/witness/door.h"

#include <httplib.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/tlog/witness.h"

namespace fallverbund::witness {
namespace {

// A log asks once for each checkpoint; who sends slowly must not keep the others out.
constexpr int kThreads = 4;
constexpr time_t kPatienceSeconds = 5;

absl::StatusOr<std::unique_ptr<httplib::Server>> MakeServer(const DoorOptions& options) {
  if (options.tls_cert.empty() != options.tls_key.empty())
    return absl::InvalidArgumentError("--tls-cert and --tls-key belong together");
  if (options.tls_cert.empty()) return std::make_unique<httplib::Server>();
  auto server = std::make_unique<httplib::SSLServer>(options.tls_cert.c_str(), options.tls_key.c_str());
  if (!server->is_valid()) {
    return absl::FailedPreconditionError(absl::StrCat("no TLS with ", options.tls_cert, " and ",
                                                      options.tls_key,
                                                      "; check that both exist and belong together"));
  }
  return server;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Door>> Door::Open(const DoorOptions& options, Witness* witness) {
  if (!options.prefix.empty() && (options.prefix[0] != '/' || absl::EndsWith(options.prefix, "/")))
    return absl::InvalidArgumentError("--prefix begins with a slash and does not end with one");
  FV_ASSIGN_OR_RETURN(auto server, MakeServer(options));
  server->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server->set_payload_max_length(tlog::kMaxWitnessRequestBytes);
  server->set_read_timeout(kPatienceSeconds);
  server->set_write_timeout(kPatienceSeconds);
  server->set_keep_alive_timeout(kPatienceSeconds);
  // The name is a pattern there, and a prefix is none: it is compared as it stands.
  server->Post("(.*)/add-checkpoint", [witness, prefix = options.prefix](const httplib::Request& request,
                                                                         httplib::Response& response) {
    if (request.matches[1] != prefix) {
      response.status = 404;
      return;
    }
    const Answer answer = witness->AddCheckpoint(request.body);
    response.status = answer.http_status;
    response.set_content(answer.body, answer.content_type);
  });

  auto door = std::unique_ptr<Door>(new Door(std::move(server)));
  door->port_ = options.port == 0 ? door->server_->bind_to_any_port(options.host)
                : door->server_->bind_to_port(options.host, options.port) ? options.port
                                                                          : -1;
  if (door->port_ < 0) {
    return absl::UnavailableError(absl::StrCat(options.host, ":", options.port,
                                               " cannot be had: is it an address of "
                                               "this machine, and free?"));
  }
  door->thread_ = std::thread([server = door->server_.get()] { server->listen_after_bind(); });
  while (!door->server_->is_running()) std::this_thread::yield();  // what is stopped before that goes on
  return door;
}

Door::Door(std::unique_ptr<httplib::Server> server) : server_(std::move(server)) {}

Door::~Door() {
  server_->stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace fallverbund::witness
