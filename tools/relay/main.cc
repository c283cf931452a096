// fallverbund-relay: an organisation's notifications, told outside.
#include <curl/curl.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/access/identity.h"
#include "libs/base/clock.h"
#include "libs/base/status.h"
#include "libs/crypto/certificate.h"
#include "libs/metrics/page.h"
#include "libs/rpc/client.h"
#include "libs/runtime/files.h"
#include "libs/runtime/log.h"
#include "libs/runtime/scrape_listener.h"
#include "libs/runtime/signals.h"
#include "tools/relay/outlet.h"
#include "tools/relay/relay.h"

namespace fallverbund::relay {
namespace {

struct Options {
  rpc::ClientOptions client{.service = "crisis"};
  std::string organisation, person, role, data;
  Webhook webhook;
  Mail mail;
  std::string secret_file, password_file;
  runtime::ScrapeOptions metrics;
  bool once = false;  // a trial
};

using Outlets = std::vector<std::pair<std::string, std::unique_ptr<Outlet>>>;
using Relays = std::vector<std::pair<std::string, std::unique_ptr<Relay>>>;

absl::StatusOr<std::string> Secret(const std::string& path, const char* flag) {
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(path, flag));
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::StatusOr<Outlets> MakeOutlets(Options& options, const Clock& clock) {
  Outlets outlets;
  if (!options.webhook.url.empty()) {
    FV_ASSIGN_OR_RETURN(options.webhook.secret, Secret(options.secret_file, "--webhook-secret-file"));
    FV_ASSIGN_OR_RETURN(auto webhook, MakeOutlet(options.webhook, clock));
    outlets.emplace_back("webhook", std::move(webhook));
  }
  if (!options.mail.url.empty()) {
    if (!options.password_file.empty()) {
      FV_ASSIGN_OR_RETURN(options.mail.password, Secret(options.password_file, "--mail-password-file"));
    }
    outlets.emplace_back("mail", MakeOutlet(options.mail, clock));
  }
  if (outlets.empty()) return absl::InvalidArgumentError("name an outlet: --webhook-url or --mail-url");
  return outlets;
}

// One notification of nothing, at place 0.0, which no log has: whoever set up the other side sees it come.
absl::Status Try(const Outlets& outlets) {
  absl::Status first;
  for (const auto& [name, outlet] : outlets) {
    const absl::Status status = outlet->Send(crisis::v1::Notification());
    std::cout << name << ": " << (status.ok() ? "taken" : absl::StrCat(status.message())) << "\n";
    first.Update(status);
  }
  return first;
}

std::string Page(const Options& options, absl::Time started, const Relays& relays) {
  using metrics::Metric;
  metrics::Page page("relay");
  for (const auto& [outlet, relay] : relays) {
    const Course course = relay->course();
    page.Set(Metric::kRelaySent, course.sent, {outlet});
    page.Set(Metric::kRelayNotTaken, course.not_taken, {outlet});
    page.Set(Metric::kRelayWaits, absl::ToDoubleSeconds(course.waits), {outlet});
    page.Set(Metric::kRelayWatches, course.watches, {outlet});
  }
  page.Set(Metric::kStarted, absl::ToUnixSeconds(started));
  const auto pem = runtime::ReadFile(options.client.tls.cert, "--tls-cert");
  const auto certificate =
      pem.ok() ? crypto::ParseCertificate(*pem) : absl::StatusOr<crypto::Certificate>(pem.status());
  if (certificate.ok()) page.Set(Metric::kCertificate, absl::ToUnixSeconds(certificate->not_after), {"tls"});
  return page.Text();
}

absl::Status Serve(Options& options, runtime::StopSignal& stop) {
  const SystemClock clock;
  const absl::Time started = clock.Now();
  FV_ASSIGN_OR_RETURN(const Outlets outlets, MakeOutlets(options, clock));
  if (options.once) return Try(outlets);
  Relays relays;
  for (auto& [name, outlet] : outlets) {
    FV_ASSIGN_OR_RETURN(auto channel, rpc::Connect(options.client));
    relays.emplace_back(name, std::make_unique<Relay>(std::move(channel),
                                                      Watch{options.organisation, options.person,
                                                            access::RoleOfName(options.role),
                                                            absl::StrCat(options.data, "/", name, ".place")},
                                                      *outlet));
  }
  std::unique_ptr<runtime::ScrapeListener> listener;
  if (!options.metrics.listen.empty()) {
    FV_ASSIGN_OR_RETURN(listener, runtime::ScrapeListener::Start(
                                      options.metrics, [&] { return Page(options, started, relays); }));
  }
  std::vector<std::thread> threads;
  std::atomic<bool> failed = false;
  for (auto& [name, relay] : relays) {
    threads.emplace_back([&failed, &stop, relay = relay.get()] {
      const absl::Status status = relay->Run();
      if (status.ok()) return;
      log::Error("cannot_watch", {{"cause", log::Cause(status)}});
      failed = true;
      stop.Request();
    });
  }
  stop.Wait();
  for (auto& [name, relay] : relays) relay->Stop();
  for (auto& thread : threads) thread.join();
  return failed ? absl::AbortedError("watching ended, see the log") : absl::OkStatus();
}

int Main(int argc, char** argv) {
  runtime::StopSignal stop;
  Options options;
  CLI::App app("Tells an organisation's notifications outside: webhooks and mail, without content.",
               "fallverbund-relay");
  app.set_config("--config", "", "key = value lines");
  app.add_option("--target", options.client.target, "HOST:PORT of the crisis service")->required();
  app.add_option("--tls-ca", options.client.tls.ca, "of the association")->required();
  app.add_option("--tls-cert", options.client.tls.cert, "of the organisation")->required();
  app.add_option("--tls-key", options.client.tls.key, "of that certificate")->required();
  app.add_option("--organisation", options.organisation, "id: the one of the certificate")->required();
  app.add_option("--person", options.person, "id: in whose name it watches")->required();
  app.add_option("--role", options.role, "of that person, such as ADMINISTRATOR")->required();
  app.add_option("--data", options.data, "a folder: where it is, one file for each outlet")->required();
  app.add_option("--webhook-url", options.webhook.url, "https://...; empty: none");
  app.add_option("--webhook-secret-file", options.secret_file,
                 "shared with whoever receives it, at least 32 characters: openssl rand -hex 32");
  app.add_option("--webhook-ca", options.webhook.ca, "PEM file; empty: the machine's");
  app.add_flag("--webhook-without-tls", options.webhook.without_tls,
               "http://..., too: only to the own machine");
  app.add_option("--mail-url", options.mail.url, "smtp://HOST:PORT or smtps://HOST:PORT; empty: none");
  app.add_option("--mail-user", options.mail.user, "empty: without");
  app.add_option("--mail-password-file", options.password_file, "of that user");
  app.add_option("--mail-from", options.mail.from, "an address");
  app.add_option("--mail-to", options.mail.to, "an address");
  app.add_option("--mail-ca", options.mail.ca, "PEM file; empty: the machine's");
  app.add_flag("--mail-without-tls", options.mail.without_tls, "only to the own machine");
  app.add_option("--metrics-listen", options.metrics.listen,
                 "IP:PORT, plain HTTP: the loopback or a private net; empty: no metrics");
  app.add_option("--metrics-port-file", options.metrics.port_file, "written once that port is open");
  app.add_flag("--try", options.once, "sends each outlet one notification of nothing, once, and ends");
  CLI11_PARSE(app, argc, argv);
  log::Init("relay", log::Level::kInfo);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const absl::Status done = Serve(options, stop);
  curl_global_cleanup();
  if (!done.ok()) std::cerr << "fallverbund-relay: " << done.message() << "\n";
  return done.ok() ? 0 : 1;
}

}  // namespace
}  // namespace fallverbund::relay

int main(int argc, char** argv) {
  return fallverbund::relay::Main(argc, argv);
}
