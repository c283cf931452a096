// Subjects: fv.<association>.<context>.<aggregate id> in the log, fvj.<association>.<context>.<instance> in
// the journal.
#ifndef FALLVERBUND_LIBS_EVENTLOG_SUBJECT_H_
#define FALLVERBUND_LIBS_EVENTLOG_SUBJECT_H_

#include <optional>
#include <string>
#include <string_view>

namespace fallverbund::eventlog {

// The log's own aggregate: genesis and signer keys.
inline constexpr char kLogContext[] = "log";
inline constexpr char kLogAggregateId[] = "00000000000000000000000000000000";

enum class StreamKind { kLog, kJournal };

std::string StreamName(StreamKind kind, std::string_view association);  // FV_DO, FV_DO_JOURNAL
std::string_view SubjectPrefix(StreamKind kind);                        // fv, fvj
std::string_view LogAggregateId(StreamKind kind);                       // 32 zeros; in the journal 0

struct Subject {
  StreamKind kind = StreamKind::kLog;
  std::string association;
  std::string context;       // intake, case, team, crisis, log, keys; in the journal also audit
  std::string aggregate_id;  // 32 hex digits; in the journal the writer's instance

  std::string ToString() const;
  friend bool operator==(const Subject&, const Subject&) = default;
};

// nullopt unless all four parts are there and well-formed: a context that may write to this stream, an
// aggregate id of its form, and for the context `log` the one aggregate it has.
std::optional<Subject> ParseSubject(std::string_view text);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_SUBJECT_H_
