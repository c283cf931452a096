// What somebody asks a service for, as the request that a client would send.
#ifndef FALLVERBUND_TESTS_SIMULATION_WISH_H_
#define FALLVERBUND_TESTS_SIMULATION_WISH_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "libs/base/check.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/instance.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/people.h"

namespace fallverbund::simulation {

struct Wish {
  std::string context;
  Person who;
  std::shared_ptr<google::protobuf::Message> request;  // without a request_id yet
  std::shared_ptr<const google::protobuf::Message> response_type;
  std::function<void(const Instance&, grpc::CallbackServerContext*, const google::protobuf::Message&,
                     google::protobuf::Message*)>
      send;
};

template <class S, class Request, class Response>
Wish Ask(grpc::ServerUnaryReactor* (S::*method)(grpc::CallbackServerContext*, const Request*, Response*),
         std::string context, const Person& who, const Request& request) {
  return {std::move(context), who, std::make_shared<Request>(request), std::make_shared<Response>(),
          [method](const Instance& instance, grpc::CallbackServerContext* call,
                   const google::protobuf::Message& asked, google::protobuf::Message* answer) {
            S* service = instance.Serving<S>();
            FV_CHECK(service != nullptr);
            (service->*method)(call, static_cast<const Request*>(&asked), static_cast<Response*>(answer));
          }};
}

struct Guess {
  Dice& dice;
  const Ledger& ledger;
  absl::Time now;
  std::string about = {};  // the record it is about; empty: any
};
Person Anybody(Guess& g);
// What the guess is about, if it is of this type; else any record of it, or none.
std::string SomeId(Guess& g, const std::string& type);

// One row of the table: a method and how a request to it is guessed from what the log says, so that many are
// plausible and some are not.
struct Command {
  const char* name;
  int weight;
  Wish (*make)(Guess& guess);
  bool begins = false;  // it may lead to a first case
  // Names of rows: what somebody may ask about the same record as soon as this was accepted. Instances that
  // have not read it yet must not answer as if it had not happened.
  std::vector<std::string_view> then = {};
};
const std::vector<Command>& Commands();
const std::vector<Command>& RegisterCommands();  // of these, whose requests are filled by one table

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_WISH_H_
