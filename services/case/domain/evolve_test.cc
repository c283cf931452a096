// Evolve takes every event as given, whatever came before.
#include "services/case/domain/evolve.h"

#include <gtest/gtest.h>

#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

v1::CaseEvent Empty(const google::protobuf::FieldDescriptor* kind) {
  v1::CaseEvent event;
  event.GetReflection()->MutableMessage(&event, kind);
  return event;
}

// An event whose fields are all unset names nothing that is there: no setting, no handover, no deadline.
TEST(Evolve, NeverArgues) {
  const auto* kinds = v1::CaseEvent::descriptor();
  for (const State& state :
       {State{}, OpenedCase().state(), CaseWithTeam().state(), CaseWithRunningSetting().state()}) {
    EXPECT_EQ(Evolve(state, v1::CaseEvent(), {}), state);
    for (int first = 0; first < kinds->field_count(); ++first) {
      const State after = Evolve(state, Empty(kinds->field(first)), {});
      for (int second = 0; second < kinds->field_count(); ++second)
        Evolve(after, Empty(kinds->field(second)), {});
    }
  }
}

TEST(Evolve, NoEventTakesAHolderAway) {
  const auto* kinds = v1::CaseEvent::descriptor();
  const State before = CaseWithTeam().state();
  for (int kind = 0; kind < kinds->field_count(); ++kind) {
    const State after = Evolve(before, Empty(kinds->field(kind)), {});
    EXPECT_TRUE(after.responsibility.held() && after.tonight.held() && after.coordination.held() &&
                after.shared)
        << kinds->field(kind)->name();
  }
}

}  // namespace
}  // namespace fallverbund::casework::testing
