// Where a sealed text of an event is to be shown, once somebody who may has opened it.
#ifndef FALLVERBUND_LIBS_HISTORY_SEALED_TEXT_H_
#define FALLVERBUND_LIBS_HISTORY_SEALED_TEXT_H_

#include <string>

#include "fallverbund/common/v1/sealed.pb.h"
#include "google/protobuf/message.h"

namespace fallverbund::history {

struct SealedText {
  const common::v1::Sealed* sealed = nullptr;  // inside the event, which must stay
  std::string event_type;                      // full name of the event's message
  std::string field_path;                      // field numbers from there down: "3", "6.3"
  std::string* shown = nullptr;                // inside the reply, which must stay
};

// `event` is the event's own message, not the oneof around it.
inline SealedText TextAt(const google::protobuf::Message& event, const common::v1::Sealed& sealed,
                         std::string field_path, std::string* shown) {
  return {&sealed, event.GetDescriptor()->full_name(), std::move(field_path), shown};
}

}  // namespace fallverbund::history

#endif  // FALLVERBUND_LIBS_HISTORY_SEALED_TEXT_H_
