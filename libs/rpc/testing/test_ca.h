// A throw-away certificate authority for tests, made with the openssl program in a folder of its own.
//
//   testing::TestCa ca;
//   auto server = rpc::Server::Start({.tls = ca.Service("case")}, {&service});
//   auto channel = rpc::Connect({.target = ..., .tls = ca.Organisation(organisation_id), .service = "case"});
#ifndef FALLVERBUND_LIBS_RPC_TESTING_TEST_CA_H_
#define FALLVERBUND_LIBS_RPC_TESTING_TEST_CA_H_

#include <string>
#include <string_view>
#include <vector>

#include "libs/runtime/options.h"
#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::testing {

// The files go with the object. A failing openssl stops the test at once and prints what it said.
class TestCa {
 public:
  TestCa();

  // Certificates that name svc/<name> (and localhost and 127.0.0.1), org/<id>, ops/<name>. Valid for two
  // days.
  runtime::TlsPaths Service(std::string_view name) const;
  runtime::TlsPaths Organisation(std::string_view id) const;
  runtime::TlsPaths Operator(std::string_view name) const;

  enum class Validity { kNow, kExpired };
  // One with any subject alternative names, such as {"URI:spiffe://x/y"}; `name` is new for each.
  runtime::TlsPaths Issue(std::string_view name, const std::vector<std::string>& alternative_names,
                          Validity validity = Validity::kNow) const;

 private:
  TempDir dir_;
};

}  // namespace fallverbund::testing

#endif  // FALLVERBUND_LIBS_RPC_TESTING_TEST_CA_H_
