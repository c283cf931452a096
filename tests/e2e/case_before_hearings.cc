// fallverbund-case as it was before there were hearings: the same program, to which the event is unknown.
// The linker sends every question of the program "is this event of that type?" here first (CMakeLists.txt).
#include <string>

#include "fallverbund/eventlog/v1/commit.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/case/rpc/case_module.h"
#include "services/program/program.h"

namespace fallverbund::eventlog {

bool ReallyIsEvent(const v1::Event& event,
                   const google::protobuf::Descriptor* type) asm("__real_" FV_IS_EVENT);
bool IsOlderEvent(const v1::Event& event,
                  const google::protobuf::Descriptor* type) asm("__wrap_" FV_IS_EVENT);

bool IsOlderEvent(const v1::Event& event, const google::protobuf::Descriptor* type) {
  return type->name() != "HearingRecorded" && ReallyIsEvent(event, type);
}

}  // namespace fallverbund::eventlog

int main(int argc, char** argv) {
  fallverbund::casework::CaseModule module;
  return fallverbund::program::Run(
      argc, argv,
      {.context = "case", .purpose = "The case service of before.", .layout = fallverbund::casework::kLayout},
      module);
}
