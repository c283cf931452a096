// Given what happened, when a command comes, then this happens or is refused. For tests of deciders.
//
//   GivenEvents<CaseDecider>({Opened()}, worker)
//       .When(RecordSetback{...}, worker).Then({SetbackRecorded(...)})
//       .When(AdoptSetting{...}, worker).ThenRefused(Reason::kCaseUnderstandingMissing);
//
// Failures are reported at the line of the Then; a Then that fails goes on with what really happened.
#ifndef FALLVERBUND_LIBS_DECIDER_TESTING_GIVEN_WHEN_THEN_H_
#define FALLVERBUND_LIBS_DECIDER_TESTING_GIVEN_WHEN_THEN_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "libs/decider/decider.h"

namespace fallverbund::decider::testing {

// Proto messages are compared and shown by their fields, other events by == and as they are.
template <class Event>
bool SameEvent(const Event& a, const Event& b) {
  if constexpr (requires { a.SerializeAsString(); }) {
    return a.SerializeAsString() == b.SerializeAsString();
  } else {
    return a == b;
  }
}
template <class Event>
std::string ShowEvent(const Event& event) {
  if constexpr (requires { event.ShortDebugString(); }) {
    return event.ShortDebugString();
  } else {
    return ::testing::PrintToString(event);
  }
}
template <class Event>
std::string ShowDecision(const Decision<Event>& decision) {
  if (decision.refused()) return "refused: " + std::string(refusal::Text(decision.refusal().reason).code);
  if (decision.events().empty()) return "nothing to do";
  std::string text;
  for (const Event& event : decision.events()) text += "\n  " + ShowEvent(event);
  return text;
}

template <Decider D>
class WhenCommand;

// What happened so far. A value: begin one story and go on from it in several ways.
template <Decider D>
class GivenEvents {
 public:
  using Event = typename D::Event;

  GivenEvents() : state_(D::Initial()) {}
  // All of them by whom and when `given` says.
  explicit GivenEvents(const std::vector<Event>& events, const Given& given = {}) : GivenEvents() {
    *this = And(events, given);
  }
  GivenEvents And(const std::vector<Event>& events, const Given& given = {}) const {
    GivenEvents next = *this;
    for (const Event& event : events) next.state_ = D::Evolve(std::move(next.state_), event, given);
    return next;
  }

  WhenCommand<D> When(const typename D::Command& command, const Given& given = {}) const {
    return WhenCommand<D>(*this, D::Decide(state_, command, given), given);
  }

  const typename D::State& state() const { return state_; }

 private:
  typename D::State state_;
};

template <Decider D>
class WhenCommand {
 public:
  using Event = typename D::Event;
  // Of the sentence in the test. As std::source_location, which clang 14 does not know yet.
  struct Where {
    static constexpr Where Current(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
      return {file, line};
    }
    const char* file;
    int line;
  };

  WhenCommand(GivenEvents<D> before, Decision<Event> decision, Given given)
      : before_(std::move(before)), decision_(std::move(decision)), given_(std::move(given)) {}

  // Exactly these events, at least one; see ThenNothing.
  GivenEvents<D> Then(const std::vector<Event>& events, Where where = Where::Current()) const {
    const Decision<Event> expected(events);
    bool same = !events.empty() && !decision_.refused() && decision_.events().size() == events.size();
    for (size_t i = 0; same && i < events.size(); ++i) same = SameEvent(decision_.events()[i], events[i]);
    if (!same) Fail(ShowDecision(expected), where);
    return After();
  }

  // Something happened, whatever it was.
  GivenEvents<D> ThenAccepted(Where where = Where::Current()) const {
    if (decision_.refused() || decision_.events().empty()) Fail("some event", where);
    return After();
  }

  GivenEvents<D> ThenRefused(Reason reason, Where where = Where::Current()) const {
    const Decision<Event> expected(Refusal{reason});
    if (!decision_.refused() || decision_.refusal().reason != reason) Fail(ShowDecision(expected), where);
    return After();
  }

  // Already done.
  GivenEvents<D> ThenNothing(Where where = Where::Current()) const {
    if (decision_.refused() || !decision_.events().empty()) Fail("nothing to do", where);
    return After();
  }

  const Decision<Event>& decision() const { return decision_; }

 private:
  GivenEvents<D> After() const {
    return decision_.refused() ? before_ : before_.And(decision_.events(), given_);
  }
  void Fail(const std::string& expected, const Where& where) const {
    ADD_FAILURE_AT(where.file, where.line)
        << "expected: " << expected << "\ndecided: " << ShowDecision(decision_);
  }

  GivenEvents<D> before_;
  Decision<Event> decision_;
  Given given_;
};

}  // namespace fallverbund::decider::testing

#endif  // FALLVERBUND_LIBS_DECIDER_TESTING_GIVEN_WHEN_THEN_H_
