// HighwayHash-64, the checksum that nats-server writes behind each message. It finds damage by chance; who
// means harm knows its key. What is signed is judged in libs/eventlog.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_HIGHWAY_HASH_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_HIGHWAY_HASH_H_

#include <cstdint>
#include <string_view>

namespace fallverbund::eventlog {

// `key` has 32 bytes.
uint64_t HighwayHash64(std::string_view key, std::string_view data);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_HIGHWAY_HASH_H_
