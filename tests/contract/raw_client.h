// Bytes on the wire that no library would send.
#ifndef FALLVERBUND_TESTS_CONTRACT_RAW_CLIENT_H_
#define FALLVERBUND_TESTS_CONTRACT_RAW_CLIENT_H_

#include <string>

#include "libs/eventlog_jetstream/testing/bus_fixture.h"

namespace fallverbund::eventlog {

// Sends `bytes` as `service` and returns what the server said, up to its answer to a PING behind them.
std::string SendRaw(const BusFixture& bus, const std::string& service, const std::string& bytes);

// One publish in the bus's protocol; `header` with its own line ends, as it is.
std::string Pub(const std::string& subject, const std::string& reply, const std::string& payload);
std::string HeaderPub(const std::string& subject, const std::string& header, const std::string& payload);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_TESTS_CONTRACT_RAW_CLIENT_H_
