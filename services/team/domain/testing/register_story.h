// Given, when, then for one register: a history that grows, and what is refused.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_TESTING_REGISTER_STORY_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_TESTING_REGISTER_STORY_H_

#include <string>
#include <vector>

#include "libs/base/time.h"
#include "libs/decider/decider.h"

namespace fallverbund::team::testing {

inline std::string Id(char digit) {
  return std::string(32, digit);
}

template <decider::Decider D>
class RegisterStory {
 public:
  using Events = std::vector<typename D::Event>;

  // Acts from now on.
  RegisterStory& As(const std::string& organisation, const std::string& person,
                    const std::string& role = "COORDINATOR") {
    actor_ = {organisation, person, role};
    return *this;
  }
  RegisterStory& Wait(absl::Duration time) {
    now_ += time;
    return *this;
  }
  absl::Time now() const { return now_; }
  const typename D::State& state() const { return state_; }
  const std::string& last_id() const { return last_id_; }  // new_id of the last command

  decider::Decision<typename D::Event> Decide(const typename D::Command& command) {
    last_id_ = std::string(24, 'e') + std::to_string(10'000'000 + ++commands_);
    const decider::Given given{actor_, now_, now_, last_id_};
    auto decision = D::Decide(state_, command, given);
    if (!decision.refused()) {
      for (const auto& event : decision.events()) state_ = D::Evolve(std::move(state_), event, given);
    }
    return decision;
  }
  // Code of the refusal, "OK" with events, "NOTHING" without.
  std::string When(const typename D::Command& command) {
    const auto decision = Decide(command);
    if (decision.refused()) return std::string(refusal::Text(decision.refusal().reason).code);
    return decision.events().empty() ? "NOTHING" : "OK";
  }

 private:
  decider::Actor actor_;
  absl::Time now_ = absl::FromUnixSeconds(1'770'000'000);
  typename D::State state_ = D::Initial();
  std::string last_id_;
  int commands_ = 0;
};

}  // namespace fallverbund::team::testing

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_TESTING_REGISTER_STORY_H_
