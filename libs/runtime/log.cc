#include "libs/runtime/log.h"

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "libs/base/id.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace fallverbund::log {
namespace {

constexpr size_t kMaxCode = 120;

struct Sink {
  std::string service = "fallverbund";
  Level level = Level::kInfo;
  std::shared_ptr<spdlog::logger> logger = [] {
    auto made =
        std::make_shared<spdlog::logger>("fallverbund", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::trace);  // levels are ours
    return made;
  }();
};

Sink& TheSink() {
  static Sink* const sink = new Sink;  // outlives every thread that logs
  return *sink;
}

std::string_view Name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

bool IsCodeCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '/' || c == ':' ||
         c == '-';
}

void Write(Level level, Literal event, std::initializer_list<Field> fields) {
  Sink& sink = TheSink();
  if (level < sink.level) return;
  // Passed as an argument, never as a format.
  sink.logger->log(spdlog::level::info, "{}", Line(level, sink.service, event.text(), absl::Now(), fields));
}

}  // namespace

absl::StatusOr<Level> ParseLevel(std::string_view text) {
  for (const Level level : {Level::kDebug, Level::kInfo, Level::kWarning, Level::kError}) {
    if (text == Name(level)) return level;
  }
  return absl::InvalidArgumentError("a log level is debug, info, warning or error");
}

void Init(std::string_view service, Level level) {
  TheSink().service = std::string(service);
  TheSink().level = level;
}

Value::Value(bool value) : json_(value ? "true" : "false") {}
Value::Value(absl::Duration value) : json_(std::to_string(absl::ToInt64Milliseconds(value))) {}
Value::Value(Literal value) : json_(Quote(value.text())) {}

Value Value::Text(std::string_view text) {
  Value value;
  value.json_ = Quote(text);
  return value;
}

Value Id(std::string_view id) {
  const bool hex = !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f');
  });
  return Value::Text(hex || IsUuid(id) || IsAssociation(id) ? id : "withheld");
}

Value Code(std::string_view code) {
  const bool fits = code.size() <= kMaxCode && std::all_of(code.begin(), code.end(), IsCodeCharacter);
  return Value::Text(fits ? code : "withheld");
}

Value Path(std::string_view path) {
  return Value::Text(path);
}

Value Cause(const absl::Status& status) {
  return Value::Text(ToStd(absl::StrCat(absl::StatusCodeToString(status.code()), ": ", status.message())));
}

void Debug(Literal event, std::initializer_list<Field> fields) {
  Write(Level::kDebug, event, fields);
}
void Info(Literal event, std::initializer_list<Field> fields) {
  Write(Level::kInfo, event, fields);
}
void Warning(Literal event, std::initializer_list<Field> fields) {
  Write(Level::kWarning, event, fields);
}
void Error(Literal event, std::initializer_list<Field> fields) {
  Write(Level::kError, event, fields);
}

std::string Line(Level level, std::string_view service, std::string_view event, absl::Time at,
                 std::initializer_list<Field> fields) {
  std::string line = absl::StrCat("{\"at\":\"", FormatInstant(at), "\",\"level\":\"", ToAbsl(Name(level)),
                                  "\",\"service\":", Quote(service), ",\"event\":", Quote(event));
  for (const Field& field : fields) {
    absl::StrAppend(&line, ",", Quote(field.key.text()), ":", field.value.json_);
  }
  return line + "}";
}

}  // namespace fallverbund::log
