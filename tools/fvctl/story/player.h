// Plays a story through a house: calls, waits until everything has settled, moves the clock, compares.
#ifndef FALLVERBUND_TOOLS_FVCTL_STORY_PLAYER_H_
#define FALLVERBUND_TOOLS_FVCTL_STORY_PLAYER_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tools/fvctl/story/story.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::story {

// What came back from one call.
struct Reply {
  std::string code = "OK";    // gRPC status code by name
  std::string row, sentence;  // of a refusal
  std::string message;        // of any failure
  Value answer;               // of a success
};

// The running system as the player sees it. Blocking; each call has its own deadline.
class House {
 public:
  virtual ~House() = default;
  // Registers the story's organisations, units, persons and deputies through the directory's own API, and
  // tells what each name's id is.
  virtual absl::Status Populate(const Story& story, Variables& variables) = 0;
  virtual absl::StatusOr<Reply> Call(const Person& person, std::string_view method, const Value& request) = 0;
  // Until no service has anything left to do at the present time; every later read sees it.
  virtual absl::Status Settle() = 0;
  virtual absl::Status MoveClock(absl::Time to) = 0;
};

struct Played {
  int steps = 0, accepted = 0, refused = 0, expectations = 0;
};

// Says each thing as it happens through `say`, one line a call. The first surprise ends the story with
// kFailedPrecondition, naming the line and what was expected.
absl::StatusOr<Played> Play(const Story& story, House& house,
                            const std::function<void(std::string_view)>& say);

}  // namespace fallverbund::story

#endif  // FALLVERBUND_TOOLS_FVCTL_STORY_PLAYER_H_
