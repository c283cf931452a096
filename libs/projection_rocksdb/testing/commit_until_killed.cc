// The child of the test that kills: commit_until_killed FOLDER commits step after step to the store in
// FOLDER. Each step puts its number into the same twenty rows, and once it is committed the number goes to
// stdout, as eight bytes. Ends only when killed, or by itself when something fails.
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/projection/row_codec.h"
#include "libs/projection_rocksdb/rocksdb_projection_store.h"

int main(int argc, char** argv) {
  using fallverbund::projection::BigEndian;
  if (argc != 2) return 1;
  // Small, so that files come and go all the time.
  auto store =
      fallverbund::projection::RocksDbProjectionStore::Open({.path = argv[1], .write_buffer_bytes = 65536});
  if (!store.ok()) return 2;
  for (uint64_t step = (*store)->position() + 1;; ++step) {
    auto batch = (*store)->NewBatch();
    for (int i = 0; i < 20; ++i) batch->Put("t", absl::StrCat(i), BigEndian(step));
    if (!(*store)->Commit(std::move(batch), step).ok()) return 3;
    const std::string told = BigEndian(step);
    if (write(STDOUT_FILENO, told.data(), told.size()) != static_cast<ssize_t>(told.size())) return 4;
  }
}
