// A witness with its disk: decides by libs/tlog, remembers before it answers.
#ifndef FALLVERBUND_TOOLS_WITNESS_WITNESS_H_
#define FALLVERBUND_TOOLS_WITNESS_WITNESS_H_

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"
#include "libs/durable_file/durable_file.h"
#include "libs/tlog/key.h"
#include "libs/tlog/signature.h"
#include "libs/tlog/witness.h"

namespace fallverbund::witness {

// What goes back over HTTP.
struct Answer {
  int http_status = 200;
  std::string content_type, body;
};

// Thread-safe. One process for one folder: Open takes it.
class Witness {
 public:
  // `logs`: keys of the logs it watches. `clock` outlives it. kFailedPrecondition: another process has the
  // folder. kUnavailable: the disk.
  static absl::StatusOr<std::unique_ptr<Witness>> Open(std::filesystem::path folder, tlog::NoteSigner signer,
                                                       std::vector<tlog::VerifierKey> logs,
                                                       const Clock* clock);

  // The body of POST <prefix>/add-checkpoint. What it cosigns is on the disk when this returns; where the
  // disk fails, it cosigns nothing (500). Two trees that the log signed and that do not fit stay in
  // <folder>/evidence; of two sizes, which may be the fault of whoever sent them, a few.
  Answer AddCheckpoint(std::string_view body);

 private:
  Witness(std::filesystem::path folder, durable_file::FolderLock lock, tlog::NoteSigner signer,
          std::vector<tlog::VerifierKey> logs, const Clock* clock);
  absl::StatusOr<Answer> Cosign(const tlog::AuthenticRequest& request);
  absl::StatusOr<std::optional<tlog::Remembered>> Remembered(const std::string& origin) const;
  std::filesystem::path FileOf(const std::string& origin) const;
  absl::Status Keep(const tlog::WitnessRefusal& refusal) const;
  absl::StatusOr<Answer> Refused(const tlog::WitnessRefusal& refusal) const;

  const std::filesystem::path folder_;
  const durable_file::FolderLock lock_;
  const tlog::NoteSigner signer_;
  const std::vector<tlog::VerifierKey> logs_;
  const Clock* const clock_;
  absl::Mutex mu_;  // from reading what is remembered until the new is on the disk
};

}  // namespace fallverbund::witness

#endif  // FALLVERBUND_TOOLS_WITNESS_WITNESS_H_
