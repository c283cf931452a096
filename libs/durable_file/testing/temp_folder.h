// A folder of a test's own, gone with it.
#ifndef FALLVERBUND_LIBS_DURABLE_FILE_TESTING_TEMP_FOLDER_H_
#define FALLVERBUND_LIBS_DURABLE_FILE_TESTING_TEMP_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "libs/base/check.h"

namespace fallverbund::durable_file {

class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "fv_test_XXXXXX").string();
    FV_CHECK(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::set<std::string> Files() const {  // all of them, below too
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_)) {
      if (entry.is_regular_file()) files.insert(entry.path().lexically_relative(path_).string());
    }
    return files;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace fallverbund::durable_file

#endif  // FALLVERBUND_LIBS_DURABLE_FILE_TESTING_TEMP_FOLDER_H_
