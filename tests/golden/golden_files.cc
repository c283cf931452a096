#include "tests/golden/golden_files.h"

#include <filesystem>
#include <fstream>
#include <regex>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"
#include "libs/base/check.h"
#include "libs/base/id.h"

namespace fallverbund::golden {

absl::StatusOr<std::map<std::string, std::vector<GoldenFile>>> ReadGoldenFiles(const std::string& folder) {
  static const std::regex kName(R"((.+)\.v[0-9]+\.[0-9]+\.hex)");
  std::map<std::string, std::vector<GoldenFile>> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    std::smatch parts;
    if (!std::regex_match(name, parts, kName)) return absl::InvalidArgumentError(name + " is no golden file");
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const size_t end = text.find('\n');
    const auto bytes =
        end == std::string::npos ? absl::InvalidArgumentError("") : FromHex(text.substr(0, end));
    if (!bytes.ok()) return absl::InvalidArgumentError(name + " does not begin with a line of hex");
    files[parts[1]].push_back({name, *bytes, text.substr(end + 1)});
  }
  return files;
}

std::string Encoded(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    FV_CHECK(message.SerializeToCodedStream(&coded));
  }
  return bytes;
}

std::string Meaning(const google::protobuf::Message& message) {
  std::string text;
  FV_CHECK(google::protobuf::TextFormat::PrintToString(message, &text));
  return text;
}

std::string FileText(const google::protobuf::Message& message) {
  return absl::StrCat(ToHex(Encoded(message)), "\n", Meaning(message));
}

std::string FileName(const std::string& type, int n) {
  return absl::StrCat(type, ".v1.", n, ".hex");
}

}  // namespace fallverbund::golden
