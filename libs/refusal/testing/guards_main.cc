// A room's sentences once more, with each of its guards left out in turn.
#include <gtest/gtest.h>

#include "libs/refusal/testing/leave_out.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  return fallverbund::refusal::LeaveOutGuards(
      argc, argv, {.folder = FALLVERBUND_GUARDS_DIR, .tell = [] { return RUN_ALL_TESTS(); }});
}
