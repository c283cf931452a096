// The running system as the story player sees it: calls as anybody of the cast, one clock file, all services
// settled.
#ifndef FALLVERBUND_TOOLS_FVCTL_HOUSE_H_
#define FALLVERBUND_TOOLS_FVCTL_HOUSE_H_

#include <map>
#include <memory>
#include <string>

#include "tools/fvctl/caller.h"
#include "tools/fvctl/story/player.h"

namespace fallverbund::fvctl {

// `clients`: folder with organisations.json (name to id), org-<name>.pem and .key, endpoints.json and
// operator.json. Populate writes a profile per person there, and labels.json. Not thread-safe.
class RunningHouse final : public story::House {
 public:
  // Errors name the file that is missing or unreadable.
  static absl::StatusOr<std::unique_ptr<RunningHouse>> Open(const std::string& clients,
                                                            const std::string& clock_file);

  absl::Status Populate(const story::Story& story, story::Variables& variables) override;
  absl::StatusOr<story::Reply> Call(const story::Person& person, std::string_view method,
                                    const story::Value& request) override;
  absl::Status Settle() override;
  absl::Status MoveClock(absl::Time to) override;

 private:
  RunningHouse(std::string clients, std::string clock_file, Caller operator_caller)
      : clients_(std::move(clients)),
        clock_file_(std::move(clock_file)),
        operator_(std::move(operator_caller)) {}

  // A write of the directory that must be accepted; returns the answer as JSON value.
  absl::StatusOr<story::Value> Register(Caller& caller, std::string_view method, const story::Value& request);
  absl::StatusOr<Caller*> As(const story::Person& person);
  Caller MakeCaller(const std::string& organisation, const std::string& person_id,
                    const std::string& role) const;
  absl::Status WriteProfile(const story::Person& person) const;

  const std::string clients_, clock_file_;
  Caller operator_;
  std::map<std::string, std::string> organisations_, units_, persons_;  // name in the story to id
  std::map<std::string, std::string> labels_;                           // id to name to show
  std::map<std::string, std::unique_ptr<Caller>> callers_;
  absl::Time now_;
  uint64_t position_ = 0;  // of the last thing known to be in the log
};

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_HOUSE_H_
