// Which messages are stored for ever: the events of every aggregate, the entries of the journal, the envelope
// itself.
#ifndef FALLVERBUND_TESTS_GOLDEN_STORED_TYPES_H_
#define FALLVERBUND_TESTS_GOLDEN_STORED_TYPES_H_

#include <vector>

#include "google/protobuf/descriptor.h"

namespace fallverbund::golden {

// In order of their names. From the *_events.proto files: each arm of an aggregate's oneof, and each message
// of log_events.proto and key_record.proto (what lies in the key bucket); from commit.proto the envelope and
// what it may hold.
std::vector<const google::protobuf::Descriptor*> StoredTypes();

}  // namespace fallverbund::golden

#endif  // FALLVERBUND_TESTS_GOLDEN_STORED_TYPES_H_
