// fv_golden_make FOLDER: adds a golden file for each stored type that has none showing today's fields.
// Changes no file.
#include <fstream>
#include <iostream>

#include "tests/golden/filled.h"
#include "tests/golden/golden_files.h"
#include "tests/golden/stored_types.h"

namespace fallverbund::golden {
namespace {

bool Shown(const std::vector<GoldenFile>& files, const std::string& bytes) {
  for (const GoldenFile& file : files) {
    if (file.bytes == bytes) return true;
  }
  return false;
}

int Make(const std::string& folder) {
  auto files = ReadGoldenFiles(folder);
  if (!files.ok()) {
    std::cerr << files.status().message() << "\n";
    return 1;
  }
  for (const auto* type : StoredTypes()) {
    const auto filled = Filled(*type);
    const auto& known = (*files)[type->full_name()];
    if (Shown(known, Encoded(*filled))) continue;
    const std::string name = FileName(type->full_name(), static_cast<int>(known.size()) + 1);
    std::ofstream out(folder + "/" + name, std::ios::binary);
    out << FileText(*filled);
    out.close();
    if (!out) {
      std::cerr << name << " cannot be written\n";
      return 1;
    }
    std::cout << "added " << name << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace fallverbund::golden

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fv_golden_make FOLDER\n";
    return 2;
  }
  return fallverbund::golden::Make(argv[1]);
}
