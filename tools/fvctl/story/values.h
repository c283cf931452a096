// JSON values, variables in them, and paths into them.
#ifndef FALLVERBUND_TOOLS_FVCTL_STORY_VALUES_H_
#define FALLVERBUND_TOOLS_FVCTL_STORY_VALUES_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"

namespace fallverbund::story {

using google::protobuf::Value;

absl::StatusOr<Value> ParseJson(std::string_view text);  // kInvalidArgument says where it breaks
std::string ToJson(const Value& value);
Value Text(std::string_view text);

// What names stand for. Not thread-safe.
class Variables {
 public:
  void Set(const std::string& name, Value value) { values_[name] = std::move(value); }
  // Replaces every string that is exactly "$name", "$now", "$now+14d" or "$now-2d", in depth.
  // kNotFound names a variable that stands for nothing.
  absl::StatusOr<Value> Substitute(const Value& value, absl::Time now) const;
  // A path in which elements are chosen by what names stand for, such as "figures[social_space_id=$north]".
  absl::StatusOr<std::string> SubstituteInPath(std::string_view path) const;

 private:
  std::map<std::string, Value> values_;
};

// The value at a path such as "inquiry.broken_off_supports[1].kind"; "items[kind=X&state=Y]" is the first
// item whose fields read so, "items[]" how many there are. kNotFound says which part is missing.
absl::StatusOr<Value> At(const Value& value, std::string_view path);

// Text of a scalar: strings as they are, numbers without trailing zeros, true/false. Others as JSON.
std::string Scalar(const Value& value);

}  // namespace fallverbund::story

#endif  // FALLVERBUND_TOOLS_FVCTL_STORY_VALUES_H_
