#include "libs/eventlog/testing/event_log_contract.h"

#include "libs/eventlog/in_memory_event_log.h"

namespace fallverbund::eventlog {
namespace {

INSTANTIATE_TEST_SUITE_P(InMemory, EventLogContract,
                         testing::Values([] { return std::make_unique<InMemoryEventLog>(); }));

}  // namespace
}  // namespace fallverbund::eventlog
