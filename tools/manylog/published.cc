#include "tools/manylog/published.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/durable_file.h"
#include "libs/tlog/note.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/signature.h"
#include "libs/tlog/witness.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/sealer/sealer.h"

namespace fallverbund::manylog {
namespace {

constexpr int kWitnesses = 2;

tlog::NoteSigner SignerOf(const std::string& name, tlog::KeyType type) {
  auto key = crypto::Ed25519PrivateKey::FromSeed(crypto::Sha256("manylog " + name));
  FV_CHECK(key.ok());
  return tlog::NoteSigner(name, type, *std::move(key));
}
tlog::NoteSigner LogKey() {
  return SignerOf(kOrigin, tlog::KeyType::kLog);
}
std::string WitnessName(int number) {
  return absl::StrCat("witness", number, ".example/1");
}

// Cosigns whatever it is shown: they are here for the size of what they write, not for what they know.
class WillingWitnesses final : public audit::Witnesses {
 public:
  absl::StatusOr<audit::WitnessAnswer> Ask(const std::string& url, const std::string& body) override {
    FV_ASSIGN_OR_RETURN(const tlog::WitnessRequest request, tlog::ParseRequest(body));
    FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(request.checkpoint));
    const auto line = SignerOf(url, tlog::KeyType::kWitness).Cosign(note.text, absl::Now());
    return audit::WitnessAnswer{200, tlog::FormatSignature(line)};
  }
};

}  // namespace

std::string PolicyText() {
  std::string text = absl::StrCat("log ", LogKey().verifier().Text(), "\n");
  for (int number = 1; number <= kWitnesses; ++number) {
    const std::string name = WitnessName(number);
    absl::StrAppend(&text, "witness w", number, " ",
                    SignerOf(name, tlog::KeyType::kWitness).verifier().Text(), " ", name, "\n");
  }
  return absl::StrCat(text, "group both all w1 w2\nquorum both\n");
}

absl::Status Make(ManyLog& log, const std::filesystem::path& folder, const archive::Progress& progress) {
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, tlog::Policy::Parse(PolicyText()));
  FV_RETURN_IF_ERROR(durable_file::MakeFolders(folder));
  FV_RETURN_IF_ERROR(durable_file::CreateFile(folder / "policy", PolicyText()));
  tlog_files::FileTileStore tiles(folder / "published");
  WillingWitnesses witnesses;
  FV_ASSIGN_OR_RETURN(const auto sealer, audit::Sealer::Open(log, tiles, LogKey(), policy, witnesses));
  FV_RETURN_IF_ERROR(sealer->Step().status());
  FV_ASSIGN_OR_RETURN(std::string checkpoint, tiles.ReadCheckpoint());
  const archive::WhatToArchive what{
      kAssociation, {std::move(checkpoint), PolicyText()}, "fvmanylog", std::nullopt};
  return archive::Write(log, nullptr, what, folder / "archive", progress);
}

}  // namespace fallverbund::manylog
