// Structured logs: one JSON object per line on stderr. The front takes numbers, ids, codes and our own error
// sentences; there is no way in for what a user wrote, since every text value says what it is.
//
//   log::Info("projection_caught_up", {{"position", position}, {"case", log::Id(case_id)}});
//
// Thread-safe. Works before Init, too (level info).
#ifndef FALLVERBUND_LIBS_RUNTIME_LOG_H_
#define FALLVERBUND_LIBS_RUNTIME_LOG_H_

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace fallverbund::log {

enum class Level { kDebug, kInfo, kWarning, kError };

// "debug", "info", "warning", "error".
absl::StatusOr<Level> ParseLevel(std::string_view text);

// `service` stands in every line. Once, at the start.
void Init(std::string_view service, Level level);

// A constant of the program: only a literal becomes one.
class Literal {
 public:
  template <size_t N>
  consteval Literal(const char (&text)[N]) : text_(text, N - 1) {}  // NOLINT: a literal is meant
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class Value {
 public:
  Value(bool value);               // NOLINT: values convert, that is their purpose
  Value(std::integral auto value)  // NOLINT
      : json_(std::to_string(value)) {}
  Value(absl::Duration value);  // NOLINT: in milliseconds
  Value(Literal value);         // NOLINT

 private:
  friend Value Id(std::string_view);
  friend Value Code(std::string_view);
  friend Value Path(std::string_view);
  friend Value Cause(const absl::Status&);
  friend struct Field;
  friend std::string Line(Level, std::string_view, std::string_view, absl::Time,
                          std::initializer_list<struct Field>);
  static Value Text(std::string_view text);
  Value() = default;
  std::string json_;
};

// An id of ours: hex digits, a UUID or an association. Anything else is logged as "withheld".
Value Id(std::string_view id);
// A stable code or name of the program, such as a reason or a gRPC method: [A-Za-z0-9_./:-], at most 120
// long; anything else is logged as "withheld".
Value Code(std::string_view code);
// A path or address the operator configured.
Value Path(std::string_view path);
// Code and sentence of a status of our own. Error sentences of this house carry no personal data; never pass
// one that quotes a request.
Value Cause(const absl::Status& status);

struct Field {
  Literal key;
  Value value;
};

void Debug(Literal event, std::initializer_list<Field> fields = {});
void Info(Literal event, std::initializer_list<Field> fields = {});
void Warning(Literal event, std::initializer_list<Field> fields = {});
void Error(Literal event, std::initializer_list<Field> fields = {});

// The line as it is written, without the newline.
std::string Line(Level level, std::string_view service, std::string_view event, absl::Time at,
                 std::initializer_list<Field> fields);

}  // namespace fallverbund::log

#endif  // FALLVERBUND_LIBS_RUNTIME_LOG_H_
