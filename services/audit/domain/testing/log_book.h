// Raw commits for tests, written by hand: what the checker would read from the log, without signatures.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_LOG_BOOK_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_LOG_BOOK_H_

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "libs/base/time.h"
#include "services/audit/domain/checker.h"

namespace fallverbund::audit::testing {

// 32 hex digits from a small number, the same in every run.
inline std::string TestId(int number) {
  char text[33];
  std::snprintf(text, sizeof(text), "%032x", static_cast<unsigned>(number));
  return text;
}

struct Line {
  uint64_t position = 0;
  std::string context;
  std::string aggregate_id;
  eventlog::v1::Commit commit;
  absl::Time known_at;
  Entry AsEntry() const { return {position, context, aggregate_id, commit, known_at}; }
};

struct Pen {
  std::string organisation;
  std::string person;
  std::string role;
};

class LogBook {
 public:
  // The first commit comes after `before` others.
  explicit LogBook(uint64_t before = 0) : before_(before) {}

  // The messages become the events of one commit, at the time `now`.
  template <class... Messages>
  uint64_t Write(const std::string& context, const std::string& type, const std::string& aggregate_id,
                 const Pen& pen, const Messages&... messages) {
    Line line;
    line.position = head() + 1;
    line.context = context;
    line.aggregate_id = aggregate_id;
    line.commit.set_aggregate_type(type);
    line.commit.set_commit_id(TestId(1'000'000 + static_cast<int>(line.position)));
    line.commit.mutable_actor()->set_organisation(pen.organisation);
    line.commit.mutable_actor()->set_person(pen.person);
    line.commit.mutable_actor()->set_role(pen.role);
    *line.commit.mutable_occurred_at() = ToProto(occurred_.value_or(now_));
    *line.commit.mutable_recorded_at() = ToProto(now_);
    if (caused_by_ != 0) line.commit.mutable_causation()->set_position(caused_by_);
    (Add(line.commit, messages), ...);
    line.known_at = std::max(now_, lines_.empty() ? absl::InfinitePast() : lines_.back().known_at);
    lines_.push_back(std::move(line));
    occurred_.reset();
    caused_by_ = 0;
    return head();
  }

  // Of the next commit only.
  LogBook& Occurred(absl::Time at) {
    occurred_ = at;
    return *this;
  }
  LogBook& CausedBy(uint64_t position) {
    caused_by_ = position;
    return *this;
  }

  absl::Time now() const { return now_; }
  void Advance(absl::Duration by) { now_ += by; }

  const std::vector<Line>& lines() const { return lines_; }
  Line& line(uint64_t position) { return lines_[position - 1 - before_]; }
  uint64_t head() const { return before_ + lines_.size(); }

 private:
  static void Add(eventlog::v1::Commit& commit, const google::protobuf::Message& message) {
    eventlog::v1::Event& event = *commit.add_events();
    event.set_type(message.GetDescriptor()->full_name());
    event.set_schema_version(1);
    event.set_data(message.SerializeAsString());
  }

  uint64_t before_;
  std::vector<Line> lines_;
  absl::Time now_ = absl::FromUnixSeconds(1'772'442'000);  // 2026-03-02T09:00:00Z
  std::optional<absl::Time> occurred_;
  uint64_t caused_by_ = 0;
};

}  // namespace fallverbund::audit::testing

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_LOG_BOOK_H_
