// What a witness answers to POST <prefix>/add-checkpoint (C2SP tlog-witness): the request as bytes, and the
// decision as a function of what it remembers. Its program is only HTTP, a lock and a disk:
//   ReadRequest -> lock the origin -> Decide with what is stored -> store `remember`, synced -> cosign -> 200
// Storing and deciding happen under one lock, else a slower request could take a newer tree back. Pure,
// thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_WITNESS_H_
#define FALLVERBUND_LIBS_TLOG_WITNESS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/key.h"
#include "libs/tlog/proof.h"

namespace fallverbund::tlog {

inline constexpr size_t kMaxWitnessRequestBytes = 131'072;
inline constexpr char kSizeContentType[] = "text/x.tlog.size";

struct WitnessRequest {
  uint64_t old_size = 0;
  Proof proof;
  std::string checkpoint;  // the note
};

std::string FormatRequest(const WitnessRequest& request);
// kInvalidArgument: not such a body.
absl::StatusOr<WitnessRequest> ParseRequest(std::string_view body);

// Any other answer than "cosigned".
struct WitnessRefusal {
  int http_status = 0;            // 400, 403, 404, 409, 422
  std::string body;               // for 409 the size it has cosigned, as text/x.tlog.size; else empty
  std::string_view content_type;  // kSizeContentType for 409; else empty
  std::string reason;             // for the witness's own log
  // Two notes that the log signed and that were not shown to belong to one tree: keep them, tell people. Of
  // one size, they prove to anybody that the log split. Of two sizes (422), the log has to show the proof
  // between them: whoever sent the request may have spoilt his.
  struct Evidence {
    std::string remembered;
    std::string shown;
  };
  std::optional<Evidence> evidence;
};

// A request that the log it names has signed.
struct AuthenticRequest {
  uint64_t old_size = 0;
  Proof proof;
  Checkpoint checkpoint;
  std::string note;  // the checkpoint with the log's own signature lines alone
};

// `logs` are the keys of the logs this witness watches; a log may have several. Refuses with 400, 403, 404.
std::variant<AuthenticRequest, WitnessRefusal> ReadRequest(std::string_view body,
                                                           const std::vector<VerifierKey>& logs);

// What a witness keeps of a log, on disk.
struct Remembered {
  Checkpoint checkpoint;
  std::string note;  // as AuthenticRequest has it
};
// kInvalidArgument: not such a note. From one's own disk, so signatures are not looked at again.
absl::StatusOr<Remembered> RememberedFrom(std::string_view note);

struct WitnessAssent {
  Remembered remember;  // durable before anybody hears the answer; also where nothing grew
  std::string text;     // NoteSigner::Cosign this
};

// `remembered` of the request's origin; nullopt: nothing cosigned yet. Refuses with 400, 409, 422.
std::variant<WitnessAssent, WitnessRefusal> Decide(const AuthenticRequest& request,
                                                   const std::optional<Remembered>& remembered);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_WITNESS_H_
