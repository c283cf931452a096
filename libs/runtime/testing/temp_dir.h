// A folder for one test; gone with it.
#ifndef FALLVERBUND_LIBS_RUNTIME_TESTING_TEMP_DIR_H_
#define FALLVERBUND_LIBS_RUNTIME_TESTING_TEMP_DIR_H_

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "libs/base/check.h"

namespace fallverbund::testing {

class TempDir {
 public:
  TempDir() : path_((std::filesystem::temp_directory_path() / "fallverbund.XXXXXX").string()) {
    FV_CHECK(mkdtemp(path_.data()) != nullptr);
  }
  ~TempDir() {
    std::error_code ignored;  // a test that failed may have left odd permissions
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

}  // namespace fallverbund::testing

#endif  // FALLVERBUND_LIBS_RUNTIME_TESTING_TEMP_DIR_H_
