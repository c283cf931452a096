// What Evolve is told of a commit. Pure.
#ifndef FALLVERBUND_LIBS_COMMAND_GIVEN_H_
#define FALLVERBUND_LIBS_COMMAND_GIVEN_H_

#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/decider/decider.h"

namespace fallverbund::command {

// The same whether it was just decided or read from the log.
decider::Given GivenOf(const eventlog::v1::Commit& commit);

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_GIVEN_H_
