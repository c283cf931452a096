// A message with every field set, at every depth, the same in every run.
#ifndef FALLVERBUND_TESTS_GOLDEN_FILLED_H_
#define FALLVERBUND_TESTS_GOLDEN_FILLED_H_

#include <memory>

#include "google/protobuf/message.h"

namespace fallverbund::golden {

// Values tell the numbers of the fields on the way down, so that two fields which changed places are seen.
// Lists have two elements, enums their first value after zero.
std::unique_ptr<google::protobuf::Message> Filled(const google::protobuf::Descriptor& type);

}  // namespace fallverbund::golden

#endif  // FALLVERBUND_TESTS_GOLDEN_FILLED_H_
