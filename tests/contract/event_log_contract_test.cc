#include "libs/eventlog/testing/event_log_contract.h"

#include "libs/eventlog_jetstream/testing/bus_fixture.h"

namespace fallverbund::eventlog {
namespace {

INSTANTIATE_TEST_SUITE_P(JetStream, EventLogContract, testing::Values([]() -> std::unique_ptr<EventLog> {
                           static BusFixture bus;
                           return bus.OpenLog("case");
                         }));

}  // namespace
}  // namespace fallverbund::eventlog
