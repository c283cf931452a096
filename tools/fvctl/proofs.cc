#include "tools/fvctl/proofs.h"

#include <filesystem>
#include <utility>

#include "absl/time/time.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/random.h"
#include "libs/durable_file/seed_file.h"
#include "libs/runtime/files.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/key.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/signature.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/sealer/proofs.h"

namespace fallverbund::fvctl {

absl::Status ShowLogKey(const std::string& name, const std::string& key_file, std::ostream& out) {
  if (!tlog::IsKeyName(name))
    return absl::InvalidArgumentError("a log's name has no spaces and no '+': log.example.org/events");
  if (!std::filesystem::exists(key_file))
    FV_RETURN_IF_ERROR(durable_file::CreateSeedFile(key_file, crypto::RandomBytes(32)));
  FV_ASSIGN_OR_RETURN(const std::string seed, durable_file::LoadSeedFile(key_file));
  FV_ASSIGN_OR_RETURN(auto key, crypto::Ed25519PrivateKey::FromSeed(seed));
  out << tlog::NoteSigner(name, tlog::KeyType::kLog, std::move(key)).verifier().Text() << "\n";
  return absl::OkStatus();
}

absl::Status Prove(const std::string& folder, uint64_t position, std::ostream& out) {
  const tlog_files::FileTileStore tiles(folder);
  const auto proof = audit::ProveInclusion(tiles, position);
  if (absl::IsNotFound(proof.status())) {
    return absl::NotFoundError(folder +
                               " holds no published log: it has a file 'checkpoint' and a folder 'tile'");
  }
  if (!proof.ok()) return proof.status();
  out << *proof;
  return absl::OkStatus();
}

absl::Status CheckProof(const std::string& proof_file, const std::string& policy_file, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const std::string policy_text, runtime::ReadFile(policy_file, "--policy"));
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, tlog::Policy::Parse(policy_text));
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(proof_file, "the proof"));
  FV_ASSIGN_OR_RETURN(const tlog::ProofFile proof, tlog::ParseProofFile(text));
  if (!proof.extra) return absl::InvalidArgumentError("the proof does not hold the entry that it proves");
  FV_ASSIGN_OR_RETURN(const tlog::LogEntry entry, tlog::ParseEntry(*proof.extra));
  if (entry.position != proof.index + 1)
    return absl::DataLossError("the entry names another position than the one that is proved");
  FV_ASSIGN_OR_RETURN(const tlog::TrustedCheckpoint trusted,
                      tlog::CheckProofFile(proof, *proof.extra, policy));
  out << "Position " << entry.position << " of " << trusted.checkpoint.origin << " stands in the log.\n"
      << "  subject         " << entry.subject << "\n"
      << "  payload SHA-256 " << ToHex(entry.payload_sha256.view()) << "\n"
      << "  stored at       "
      << FormatInstant(absl::FromUnixNanos(static_cast<int64_t>(entry.server_time_ns))) << "\n"
      << "  tree            " << trusted.checkpoint.size << " positions\n";
  for (const tlog::Cosignature& witness : trusted.cosignatures)
    out << "  cosigned by     " << witness.witness << " at " << FormatInstant(witness.at) << "\n";
  return absl::OkStatus();
}

}  // namespace fallverbund::fvctl
