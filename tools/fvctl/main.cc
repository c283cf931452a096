// Long, because one block per verb, with its help.
//
// fvctl: the command line of partners, auditors and operators.
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/trace.h"
#include "libs/runtime/end.h"
#include "libs/runtime/files.h"
#include "tools/fvctl/bus.h"
#include "tools/fvctl/caller.h"
#include "tools/fvctl/calls.h"
#include "tools/fvctl/canaries.h"
#include "tools/fvctl/explain.h"
#include "tools/fvctl/house.h"
#include "tools/fvctl/inspect_commands.h"
#include "tools/fvctl/methods.h"
#include "tools/fvctl/profile.h"
#include "tools/fvctl/proof_commands.h"
#include "tools/fvctl/provision.h"
#include "tools/fvctl/raw_log.h"
#include "tools/fvctl/reasons.h"
#include "tools/fvctl/story/player.h"
#include "tools/fvctl/story/story.h"
#include "tools/fvctl/views.h"

namespace fallverbund::fvctl {
namespace {

struct Options {
  std::string as, profile, clients;
  bool json = false;
  std::string traceparent;
  std::string method, request, service;
  int instance = 0;
  std::string reason;
  std::string case_id, as_known_at, as_true_at, from, until, for_others, csv, dictionary, unit_id;
  bool opened_only = false;
  WorkWish work;
  std::string story, clock;
  std::string after;
  int count = 0, seconds = 0;
};

int Fail(const absl::Status& status) {
  std::cerr << "fvctl: " << status.message() << "\n";
  switch (status.code()) {
    case absl::StatusCode::kFailedPrecondition:
      return kRefused;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kUnavailable;
    case absl::StatusCode::kPermissionDenied:
      return kDenied;
    case absl::StatusCode::kOk:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kDoNotUseReservedForFutureExpansionUseDefaultInSwitchInstead_:
      return kBadInput;
  }
  return kBadInput;
}

absl::StatusOr<Caller> OpenCaller(const Options& options) {
  std::string path = options.profile;
  if (path.empty() && options.as.empty()) {
    return absl::InvalidArgumentError(
        "say who is calling: --as NAME (a profile in --clients DIR), or --profile FILE");
  }
  if (path.empty()) {
    if (options.clients.empty())
      return absl::InvalidArgumentError(
          "--as needs --clients DIR (tools/dev fvctl knows it while a house is up)");
    path = absl::StrCat(options.clients, "/", options.as, ".json");
  }
  FV_ASSIGN_OR_RETURN(Profile profile, ReadProfile(path));
  if (!options.traceparent.empty() && !ParseTraceparent(options.traceparent)) {
    return absl::InvalidArgumentError(
        "--traceparent is 00-TRACE-PARENT-FLAGS with 32, 16 and 2 lower-case hex digits, such as "
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 (W3C Trace Context)");
  }
  profile.traceparent = options.traceparent;
  return Caller(std::move(profile));
}

// The request's JSON: the argument itself, @FILE, or - for standard input.
absl::StatusOr<std::string> ReadRequest(const std::string& argument) {
  if (argument == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  if (!argument.empty() && argument[0] == '@') return runtime::ReadFile(argument.substr(1), "the request");
  return argument.empty() ? "{}" : argument;
}

int Print(const absl::StatusOr<CallResult>& result, const Options& options,
          const std::function<std::string(const google::protobuf::Message&)>& text) {
  if (!result.ok()) return Fail(result.status());
  if (!result->ok()) {
    (options.json ? std::cout : std::cerr) << (options.json ? ExplainJson(*result) + "\n" : Explain(*result));
    return ExitCodeOf(*result);
  }
  std::cout << (options.json ? AnswerJson(*result->answer, false) + "\n" : text(*result->answer));
  return kDone;
}

int CallMethod(const Options& options) {
  auto caller = OpenCaller(options);
  if (!caller.ok()) return Fail(caller.status());
  const auto method = FindMethod(options.method);
  if (!method.ok()) return Fail(method.status());
  const auto json = ReadRequest(options.request);
  if (!json.ok()) return Fail(json.status());
  const auto request = Caller::Request(**method, *json);
  if (!request.ok()) return Fail(request.status());
  return Print(caller->Call(**method, **request, {options.service, options.instance}), options,
               [](const google::protobuf::Message& answer) { return AnswerJson(answer, true); });
}

int ShowMethods(const Options& options) {
  if (options.method.empty()) {
    std::cout << DescribeAll();
    return kDone;
  }
  const auto method = FindMethod(options.method);
  if (!method.ok()) return Fail(method.status());
  std::cout << Describe(**method);
  return kDone;
}

int ShowReasons(const Options& options) {
  const auto catalogue = ReasonCatalogue(options.reason, options.json);
  if (!catalogue.ok()) return Fail(catalogue.status());
  std::cout << *catalogue;
  return kDone;
}

absl::StatusOr<story::Story> ReadStory(const std::string& path) {
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(path, "the story"));
  auto story = story::Parse(text);
  if (!story.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ", ", story.status().message()));
  return story;
}

int PlayStory(const Options& options) {
  const auto story = ReadStory(options.story);
  if (!story.ok()) return Fail(story.status());
  auto house = RunningHouse::Open(options.clients, options.clock);
  if (!house.ok()) return Fail(house.status());
  std::cout << story->title << "\n";
  const auto played =
      story::Play(*story, **house, [](std::string_view line) { std::cout << line << std::endl; });
  if (!played.ok()) {
    std::cerr << "\nThe story went differently: " << played.status().message() << "\n";
    return kRefused;
  }
  std::cout << "\n"
            << played->steps << " steps: " << played->accepted << " accepted, " << played->refused
            << " refused as they must be, " << played->expectations << " facts as expected\n";
  return kDone;
}

int ListCanaries(const Options& options) {
  const auto story = ReadStory(options.story);
  if (!story.ok()) return Fail(story.status());
  const auto texts = PersonalTexts(*story);
  if (!texts.ok()) return Fail(texts.status());
  for (const std::string& text : *texts) std::cout << text << "\n";
  return kDone;
}

int WithCaller(const Options& options, const std::function<int(Caller&)>& use) {
  auto caller = OpenCaller(options);
  return caller.ok() ? use(*caller) : Fail(caller.status());
}

int WatchNotifications(Caller& caller, const Options& options) {
  Watching watching{.count = options.count};
  if (options.seconds > 0) watching.duration = absl::Seconds(options.seconds);
  if (!options.after.empty()) {
    const auto place = ParsePlace(options.after);
    if (!place.ok()) return Fail(place.status());
    watching.after = *place;
  }
  const absl::Status status = caller.Watch(watching, [&](const crisis::v1::Notification& notification) {
    std::cout << (options.json ? AnswerJson(notification, false) : NotificationLine(notification))
              << std::endl;
  });
  return status.ok() ? static_cast<int>(kDone) : Fail(status);
}

int Main(int argc, char** argv) {
  Options o;
  CLI::App app(
      "fvctl: calls the services of a Fallverbund, plays stories, shows and verifies histories.\n"
      "Exit codes: 0 done, 1 the rule says no, 2 bad input, 3 not allowed or hidden, 4 try again, 5 the "
      "audit or the comparison found something.");
  app.require_subcommand(1);
  app.add_option("--as", o.as, "who is calling: a profile's name in --clients");
  app.add_option("--clients", o.clients, "folder with profiles (environment: FVCTL_CLIENTS)")
      ->envname("FVCTL_CLIENTS");
  app.add_option("--profile", o.profile, "a profile file, instead of --as");
  app.add_flag("--json", o.json, "answers for machines");
  app.add_option(
      "--traceparent", o.traceparent,
      "a W3C trace, 00-TRACE-PARENT-FLAGS in hex: its id stands in every commit that comes of this "
      "call; 'case history' shows it");
  app.footer(
      "To begin:\n  fvctl methods                    what can be asked\n  fvctl methods RecordSetback      "
      "one method: who may, every field, a request to start from\n"
      "  fvctl --as adler inbox           what waits for her\n  fvctl --as adler call GetCase '{\"case_id\": "
      "\"...\"}'\n  fvctl --as auditor audit verify\n  fvctl --as adler watch           what her office must "
      "hear of at once");
  int code = kDone;

  auto* call =
      app.add_subcommand("call", "calls any method with JSON; a write without request_id gets a new one");
  call->add_option("method", o.method, "such as RecordSetback or CaseService/RecordSetback")->required();
  call->add_option("request", o.request, "JSON, @FILE, or - for standard input");
  call->add_option("--service", o.service, "whose instance, for methods that every service serves");
  call->add_option("--instance", o.instance, "which of its instances, from 1; else any")
      ->check(CLI::Range(1, 1000));
  call->callback([&] { code = CallMethod(o); });

  auto* calls = app.add_subcommand(
      "calls", "for programs: a call a line of JSON on standard input, an answer a line on standard output");
  calls->footer(
      R"(A line: {"as": "adler", "method": "RecordSetback", "request": {...}}, and if needed "service", "endpoint")"
      "\n(host:port of one instance) and \"timeout_ms\". Needs --clients.");
  calls->callback([&] {
    if (o.clients.empty()) {
      code = Fail(absl::InvalidArgumentError("'calls' needs --clients DIR, before the word"));
    } else {
      AnswerCalls(std::cin, std::cout, o.clients);
    }
  });

  auto* methods = app.add_subcommand("methods", "lists all methods, or teaches one");
  methods->add_option("method", o.method, "the one");
  methods->callback([&] { code = ShowMethods(o); });

  auto* reasons = app.add_subcommand("reasons", "lists every reason to refuse, or tells one");
  reasons->add_option("code", o.reason, "such as DEPUTY_NOT_NAMED");
  reasons->callback([&] { code = ShowReasons(o); });

  auto* inbox =
      app.add_subcommand("inbox", "what waits for the caller: cases held, offers, what is due and overdue");
  inbox->add_option("--of", o.work.of, "whose: the caller's person, unit or organisation")
      ->check(CLI::IsMember({"person", "unit", "organisation"}))
      ->capture_default_str();
  inbox->add_option("--kind", o.work.kinds, "only these, such as OVERDUE or HANDOVER_OFFERED");
  inbox->add_option("--clock", o.work.clocks,
                    "only what has these dates, such as STANDBY_CONTACT or CASE_REVIEW");
  inbox->add_option("--due-before", o.work.due_before, "only what is due before this instant");
  inbox->add_option("--as-known-at", o.work.as_known_at, "as it was: by what the log knew at this instant");
  inbox->add_option("--as-true-at", o.work.as_true_at, "as it was: what waited at this instant");
  inbox->add_option("--person", o.work.person_id, "whose, 32 hex digits: for auditors");
  inbox->add_option("--organisation", o.work.organisation_id, "likewise the list of an organisation");
  inbox->add_option("--unit", o.work.unit_id, "likewise of one unit of it alone");
  inbox->callback([&] { code = WithCaller(o, [&](Caller& c) { return Inbox(c, o.work, o.json); }); });

  auto* watch = app.add_subcommand(
      "watch",
      "what the caller's organisation must hear of at once, a line each as it comes: alarms (crisis legs), "
      "deployments asked for, handovers offered, broken glass (WatchNotifications)");
  watch->add_option("--after", o.after,
                    "only what came after this place, such as 17.0, the first word of a line");
  watch->add_option("--count", o.count, "ends after so many; else goes on until it is stopped")
      ->check(CLI::PositiveNumber);
  watch->add_option("--for", o.seconds, "ends after so many seconds")->check(CLI::PositiveNumber);
  watch->callback([&] { code = WithCaller(o, [&](Caller& c) { return WatchNotifications(c, o); }); });

  auto* one_case = app.add_subcommand("case", "one case: show, history, holders, readers, diff");
  one_case->require_subcommand(1);
  auto add_case = [&](const char* name, const char* help, bool times, std::function<int(Caller&)> use) {
    auto* sub = one_case->add_subcommand(name, help);
    sub->add_option("case_id", o.case_id, "32 hex digits")->required();
    if (times) {
      sub->add_option("--as-known-at", o.as_known_at, "only what the log knew at this instant");
      sub->add_option("--as-true-at", o.as_true_at, "only what had happened by this instant");
    }
    sub->callback([&, use] { code = WithCaller(o, use); });
    return sub;
  };
  add_case("show", "the case as the circle sees it", false,
           [&](Caller& c) { return ShowCase(c, o.case_id, o.json); });
  add_case("history", "everything that happened, as the audit reads it", true,
           [&](Caller& c) { return CaseHistory(c, o.case_id, o.as_known_at, o.as_true_at, o.json); });
  auto* readers =
      add_case("readers", "who read what of it, by which right and when: out of the journal", false,
               [&](Caller& c) { return CaseReaders(c, o.case_id, o.as_known_at, o.opened_only, o.json); });
  readers->add_option("--as-known-at", o.as_known_at, "only what was recorded by this instant");
  readers->add_flag("--opened", o.opened_only, "only reads that opened sealed texts");
  add_case("holders", "who was responsible when, strand by strand", true,
           [&](Caller& c) { return CaseHolders(c, o.case_id, o.as_known_at, o.as_true_at, o.json); });

  auto* audit = app.add_subcommand("audit", "what the log proves");
  audit->require_subcommand(1);
  InspectOptions inspect;
  auto* report = audit->add_subcommand(
      "report", "who was responsible when in every case, refused discharges, and the verdict");
  AddPageOptions(*report, inspect);
  report->callback([&] {
    code = WithCaller(o, [&](Caller& c) {
      return TakePage(inspect) ? WriteCasePage(c, inspect.page) : AuditReport(c, o.json);
    });
  });
  AddInspectCommands(*one_case, *audit, inspect, o.json,
                     [&](const std::function<int(Caller&)>& use) { code = WithCaller(o, use); });

  auto* figures = audit->add_subcommand(
      "figures", "the association in numbers: handovers, setbacks, break-offs, participation");
  figures->add_option("--from", o.from, "first instant of the period, such as 2026-01-01T00:00:00Z");
  figures->add_option("--until", o.until, "the instant at which it ends");
  figures->add_option("--as-known-at", o.as_known_at, "only what the log knew at this instant");
  figures->add_option("--as-true-at", o.as_true_at,
                      "only what had happened by this instant, also what was entered later");
  figures->add_option("--for-others", o.for_others,
                      "a quarter, such as 2026/1: what may be passed on, crises with small numbers hidden");
  auto* csv = figures->add_option("--csv", o.csv, "writes them into this file, one line a figure");
  figures->add_option("--dictionary", o.dictionary, "and into this one what each figure means")->needs(csv);
  figures->callback([&] {
    code = WithCaller(o, [&](Caller& c) {
      return AuditFigures(
          c, {o.from, o.until, o.for_others, o.as_known_at, o.as_true_at, o.csv, o.dictionary}, o.json);
    });
  });

  auto* planning = app.add_subcommand("planning", "numbers for planning: workload, conferences, gaps");
  planning->require_subcommand(1);
  auto* workload = planning->add_subcommand(
      "workload", "how much each person of a unit carries (Fallbelastung): held, at rest, offered");
  workload->add_option("--unit", o.unit_id, "32 hex digits; the caller's own, if not given");
  workload->callback(
      [&] { code = WithCaller(o, [&](Caller& c) { return ShowWorkload(c, o.unit_id, o.json); }); });
  auto* conferences = planning->add_subcommand(
      "conferences", "how many of the planned conferences were held, by kind and area");
  conferences->add_option("--from", o.from, "first instant, such as 2026-01-01T00:00:00Z")->required();
  conferences->add_option("--until", o.until, "the instant at which it ends")->required();
  conferences->callback(
      [&] { code = WithCaller(o, [&](Caller& c) { return ShowConferences(c, o.from, o.until, o.json); }); });
  planning
      ->add_subcommand("gaps",
                       "structural gaps (Versorgungslücken) by quarter and kind, small numbers hidden")
      ->callback([&] { code = WithCaller(o, [&](Caller& c) { return ShowGaps(c, o.json); }); });

  auto* stories = app.add_subcommand("story", "plays and checks case stories");
  stories->require_subcommand(1);
  auto* play = stories->add_subcommand("play", "plays a story through a fresh house");
  play->add_option("file", o.story, "a .story file")->required();
  play->add_option("--clients", o.clients, "the house's folder of certificates and profiles")->required();
  play->add_option("--clock", o.clock, "the house's clock file")->required();
  play->callback([&] { code = PlayStory(o); });
  auto* canaries =
      stories->add_subcommand("canaries", "the personal texts of a story, one a line, for searching disks");
  canaries->add_option("file", o.story, "a .story file")->required();
  canaries->callback([&] { code = ListCanaries(o); });

  app.add_subcommand("ready", "waits until every service has caught up with the log")->callback([&] {
    code = WithCaller(o, [&](Caller& c) { return WaitReady(c); });
  });

  ProofOptions proofs;
  RawLogOptions& raw = proofs.bus;
  const auto add_bus_options = [&raw](CLI::App* sub, bool required = true) {
    sub->add_option("--association", raw.association, "lower-case word, such as do")->required(required);
    sub->add_option("--nats-url", raw.nats_urls, "tls://HOST:PORT; of a cluster all servers")
        ->required(required)
        ->delimiter(',');
    sub->add_option("--ca", raw.ca, "PEM file of the authority of all certificates")->required(required);
    sub->add_option("--certificates", raw.certificates, "folder with svc-audit, .pem and .key")
        ->required(required);
  };
  const auto kept = AddProofCommands(*audit, proofs,
                                     {.open_caller = [&] { return OpenCaller(o); },
                                      .verify_log = [&](Caller& c) { return AuditVerify(c, o.json); },
                                      .bus_options = add_bus_options,
                                      .fail = Fail,
                                      .code = code,
                                      .json = o.json});
  auto* log = app.add_subcommand("log", "the log as it lies on the bus, for operators");
  log->require_subcommand(1);
  auto* list = log->add_subcommand(
      "list", "every message as a line of JSON: position, subject, ids, types; judged by nobody");
  add_bus_options(list);
  list->add_option("--from", raw.from, "first position");
  list->add_flag("--journal", raw.journal, "the journal instead");
  list->callback([&] {
    const absl::Status status = ListLog(raw, std::cout);
    code = status.ok() ? static_cast<int>(kDone) : Fail(status);
  });

  std::string store;
  auto* bus = app.add_subcommand("bus", "the servers of the bus and their copies, for operators");
  bus->require_subcommand(1);
  auto* show = bus->add_subcommand(
      "show", "each server's copies: how far, how far behind, who leads, what it knows to have lost");
  add_bus_options(show);
  show->callback([&] {
    const absl::Status status = ShowBus(raw, std::cout);
    code = status.ok() ? static_cast<int>(kDone) : Fail(status);
  });
  auto* compare = bus->add_subcommand("compare",
                                      "reads this server's copy in its files, while it runs, and compares it "
                                      "with what the bus serves; 5: it is "
                                      "damaged");
  add_bus_options(compare);
  compare->add_option("--store", store, "store_dir of the nats-server on this machine")->required();
  compare->callback([&] {
    const auto whole = CompareBus(raw, store, std::cout, std::cerr);
    code = !whole.ok() ? Fail(whole.status()) : static_cast<int>(*whole ? kDone : kFound);
  });

  ProvisionOptions p;
  auto* provision = app.add_subcommand(
      "provision",
      "makes streams, key bucket, genesis and signer keys, in a change window; again adds what is missing, "
      "such as a new signer key, and gives a stream more where its file says so");
  provision->add_option("--association", p.association, "lower-case word, such as do")->required();
  provision->add_option("--nats-url", p.nats_urls, "tls://HOST:PORT; of a cluster all servers")
      ->required()
      ->delimiter(',');
  provision
      ->add_option("--replicas", p.replicas, "copies of each stream: as many servers of the bus keep one")
      ->check(CLI::IsMember({1, 3, 5}))
      ->capture_default_str();
  provision->add_option("--ca", p.ca, "PEM file of the authority of all certificates")->required();
  provision->add_option("--certificates", p.certificates, "folder with svc-prov and svc-log, .pem and .key")
      ->required();
  provision->add_option("--keys", p.keys, "folder of the signer keys; missing ones are made")->required();
  provision
      ->add_option("--streams", p.streams,
                   "folder with log.json, journal.json, keys.json (deploy/nats/streams)")
      ->required();
  provision->add_option("--origin", p.origin, "name of the log in checkpoints");
  provision->add_option("--test-clock", p.test_clock,
                        "a clock file; marks the log as one whose time may be moved by hand");
  provision->add_option("--out", p.out, "JSON file for what configuration pins")->required();
  provision->callback([&] {
    const absl::Status status = Provision(p);
    code = status.ok() ? static_cast<int>(kDone) : Fail(status);
  });

  RetireOptions r;
  auto* retire = app.add_subcommand(
      "retire-signer", "ends a signer key that may be in wrong hands, in a change window; for good");
  retire->add_option("--association", r.association, "lower-case word, such as do")->required();
  retire->add_option("--nats-url", r.nats_urls, "tls://HOST:PORT; of a cluster all servers")
      ->required()
      ->delimiter(',');
  retire->add_option("--ca", r.ca, "PEM file of the authority of all certificates")->required();
  retire->add_option("--certificates", r.certificates, "folder with svc-log, .pem and .key")->required();
  retire->add_option("--keys", r.keys, "folder with signer-log, which began the log")->required();
  retire->add_option("--key-id", r.key_id, "32 hex digits, as `fvctl provision` wrote them")->required();
  retire->callback([&] {
    const absl::Status status = RetireSigner(r, std::cout);
    code = status.ok() ? static_cast<int>(kDone) : Fail(status);
  });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? kDone : kBadInput;
  }
  return code;
}

}  // namespace
}  // namespace fallverbund::fvctl

int main(int argc, char** argv) {
  fallverbund::runtime::EndNow(fallverbund::fvctl::Main(argc, argv));
}
