// The golden files: one line of hex, then what the bytes mean in protobuf's text form. Named
// <message type>.v<schema version>.<n>.hex; n counts the files of a type, one more whenever it got new
// fields.
#ifndef FALLVERBUND_TESTS_GOLDEN_GOLDEN_FILES_H_
#define FALLVERBUND_TESTS_GOLDEN_GOLDEN_FILES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace fallverbund::golden {

struct GoldenFile {
  std::string name;  // without the folder
  std::string bytes;
  std::string meaning;
};

// By message type; kInvalidArgument names the file that is none of ours.
absl::StatusOr<std::map<std::string, std::vector<GoldenFile>>> ReadGoldenFiles(const std::string& folder);

std::string Encoded(const google::protobuf::Message& message);
std::string Meaning(const google::protobuf::Message& message);
std::string FileText(const google::protobuf::Message& message);
std::string FileName(const std::string& type, int n);

}  // namespace fallverbund::golden

#endif  // FALLVERBUND_TESTS_GOLDEN_GOLDEN_FILES_H_
