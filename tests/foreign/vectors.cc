// fv_tlog_vectors FOLDER: a log of 300 and one of 70,000 leaves as tiles in FOLDER, and on stdout what is to
// be judged, a case a line, each with our own verdict (1 accepted, 0 refused):
//   key log|witness VKEY
//   note CLASS VERDICT NOTE
//   inclusion CLASS VERDICT INDEX SIZE LEAF ROOT PROOF
//   consistency CLASS VERDICT OLD_SIZE SIZE OLD_ROOT ROOT PROOF
//   file CLASS VERDICT PROOF_FILE ENTRY
//   tiles FOLDER SIZE
//   tile_inclusion INDEX SIZE PROOF       made from those tiles
//   tile_consistency OLD_SIZE SIZE PROOF
// Bytes are in base64, a proof is hashes with commas between, "-" is none. CLASS: genuine; mutated, so no
// longer true; rewritten, of the tree of an operator who changed what somebody holds a root of; resized, of
// which it may still be true, since a proof alone does not tell the tree's size.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/check.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/in_memory_tile_store.h"
#include "libs/tlog/note.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/proof.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/testing/signers.h"
#include "libs/tlog/tile_reader.h"
#include "libs/tlog/tile_writer.h"
#include "tests/foreign/mutation.h"

namespace fallverbund::tlog {
namespace {

constexpr uint64_t kSizes = 300;
constexpr uint64_t kLargeSize = 70'000;
constexpr uint64_t kLargeStep = 499;
constexpr int kMutatedNotes = 4'000;
constexpr int kMutatedProofs = 3'000;  // of either kind
constexpr int kMutatedFiles = 2'000;
constexpr unsigned kSeed = 6962;

template <class... Words>
void Line(const Words&... words) {
  std::fputs(absl::StrJoin({absl::StrCat(words)...}, " ").c_str(), stdout);
  std::fputc('\n', stdout);
}

std::string Text(const Hash& hash) {
  return Base64(hash.view());
}
std::string Text(const Proof& proof) {
  const auto one = [](std::string* out, const Hash& hash) { out->append(Text(hash)); };
  return proof.empty() ? "-" : absl::StrJoin(proof, ",", one);
}

std::string Entry(uint64_t index) {
  return absl::StrCat("event-", index);
}

template <class T>
T Must(absl::StatusOr<T> value) {
  FV_CHECK(value.ok());
  return *std::move(value);
}

Policy LogAndWitness() {
  return Must(Policy::Parse(absl::StrCat("log ", TestLog().verifier().Text(), "\nwitness w ",
                                         TestWitness().verifier().Text(), "\nquorum w\n")));
}

// A tree of kSizes leaves, some of which are others than they were.
class Grown {
 public:
  explicit Grown(const std::function<bool(uint64_t)>& is_another) {
    auto writer = Must(TileWriter::Open(store_, 0));
    for (uint64_t index = 0; index < kSizes; ++index) {
      const std::string entry = Entry(index);
      FV_CHECK(writer.Append(is_another(index) ? absl::StrCat(entry, " anew") : entry).ok());
    }
    FV_CHECK(writer.Flush().ok());
  }
  Hash Root(uint64_t size) const { return Must(reader_.Root(size)); }
  tlog::Proof Proof(uint64_t old, uint64_t size) const { return Must(reader_.Consistency(old, size)); }

 private:
  InMemoryTileStore store_;
  mutable TileReader reader_{store_, kSizes};
};

class Vectors {
 public:
  Vectors() {
    auto writer = Must(TileWriter::Open(store_, 0));
    for (const uint64_t size : {kSizes, kLargeSize}) {
      while (writer.size() < size) {
        FV_CHECK(writer.Append(Entry(writer.size())).ok());
        if (writer.size() % kMaxUnflushed == 0) FV_CHECK(writer.Flush().ok());
      }
      FV_CHECK(writer.Flush().ok());
    }
  }

  void Genuine() {
    Line("key", "log", TestLog().verifier().Text());
    Line("key", "witness", TestWitness().verifier().Text());
    for (uint64_t size = 1; size <= kSizes; ++size) Note("genuine", NoteOf(size));
    Note("genuine", NoteOf(kLargeSize));
    for (uint64_t size = 1; size <= kSizes; ++size) {
      for (uint64_t at = 0; at < size; ++at) {
        Inclusion("genuine", at, size, Leaf(at), Root(size), InclusionProof(at, size));
        Consistency("genuine", at + 1, size, Root(at + 1), Root(size), ConsistencyProof(at + 1, size));
      }
      File("genuine", FileOf(size / 2, size), size / 2);
    }
  }

  // Whoever holds the honest root of each size is shown each larger tree of an operator who wrote everything
  // anew, and of one who changed nothing but the last event that was held: with the proofs that their own
  // tiles give.
  void Rewritten() {
    const Grown anew([](uint64_t) { return true; });
    for (uint64_t old = 1; old <= kSizes; ++old) {
      const Grown last([old](uint64_t index) { return index == old - 1; });
      for (uint64_t size = old; size <= kSizes; ++size) {
        for (const Grown* tree : {&anew, &last})
          Consistency("rewritten", old, size, Root(old), tree->Root(size), tree->Proof(old, size));
      }
    }
  }

  void Mutated() {
    for (int i = 0; i < kMutatedNotes; ++i) Note("mutated", random_.Of(NoteOf(SomeSize())));
    for (int i = 0; i < kMutatedFiles; ++i) {
      const uint64_t size = SomeSize();
      const uint64_t index = random_.Below(size);
      File("mutated", random_.Of(FileOf(index, size)), index);
    }
    for (int i = 0; i < kMutatedProofs; ++i) MutateInclusion();
    for (int i = 0; i < kMutatedProofs; ++i) MutateConsistency();
  }

  void Tiles(const std::filesystem::path& folder) {
    for (const auto& [path, bytes] : store_.files) {
      std::filesystem::create_directories((folder / path).parent_path());
      std::ofstream file(folder / path, std::ios::binary);
      file << bytes;
      FV_CHECK(file.good());
    }
    Line("tiles", folder.string(), kLargeSize);
    for (uint64_t at = 0; at < kLargeSize; at += kLargeStep) {
      Line("tile_inclusion", at, kLargeSize, Text(InclusionProof(at, kLargeSize)));
      Line("tile_consistency", at + 1, kLargeSize, Text(ConsistencyProof(at + 1, kLargeSize)));
    }
  }

 private:
  uint64_t SomeSize() { return 1 + random_.Below(kSizes); }
  Hash Leaf(uint64_t index) { return LeafHash(Entry(index)); }
  Hash Root(uint64_t size) { return Must(reader_.Root(size)); }
  Proof InclusionProof(uint64_t index, uint64_t size) { return Must(reader_.Inclusion(index, size)); }
  Proof ConsistencyProof(uint64_t old, uint64_t size) { return Must(reader_.Consistency(old, size)); }

  std::string NoteOf(uint64_t size) {
    const std::string text = FormatCheckpoint({kTestOrigin, size, Root(size)});
    return FormatNote({text, {log_.Sign(text), witness_.Cosign(text, TestTime() + absl::Seconds(size))}});
  }
  std::string FileOf(uint64_t index, uint64_t size) {
    return FormatProofFile({std::nullopt, index, InclusionProof(index, size), NoteOf(size)});
  }

  void Note(const char* kind, const std::string& note) {
    Line("note", kind, policy_.Check(note).ok() ? 1 : 0, note.empty() ? "-" : Base64(note));
  }
  void Inclusion(const char* kind, uint64_t index, uint64_t size, const Hash& leaf, const Hash& root,
                 const Proof& proof) {
    const bool accepted = VerifyInclusion(index, size, leaf, proof, root);
    Line("inclusion", kind, accepted ? 1 : 0, index, size, Text(leaf), Text(root), Text(proof));
  }
  void Consistency(const char* kind, uint64_t old, uint64_t size, const Hash& old_root, const Hash& root,
                   const Proof& proof) {
    const bool accepted = VerifyConsistency(old, size, old_root, root, proof);
    Line("consistency", kind, accepted ? 1 : 0, old, size, Text(old_root), Text(root), Text(proof));
  }
  void File(const char* kind, const std::string& text, uint64_t index) {
    const auto file = ParseProofFile(text);
    const bool accepted = file.ok() && CheckProofFile(*file, Entry(index), policy_).ok();
    Line("file", kind, accepted ? 1 : 0, text.empty() ? "-" : Base64(text), Base64(Entry(index)));
  }

  void MutateInclusion() {
    const uint64_t size = SomeSize();
    const uint64_t index = random_.Below(size);
    const Hash leaf = Leaf(index);
    const Hash root = Root(size);
    const Proof proof = InclusionProof(index, size);
    const uint64_t other = random_.Below(2 * kSizes);
    switch (random_.Below(5)) {
      case 0:
        return Inclusion("mutated", index, size, random_.Of(leaf), root, proof);
      case 1:
        return Inclusion("mutated", index, size, leaf, random_.Of(root), proof);
      case 2:
        if (other != index) return Inclusion("mutated", other, size, leaf, root, proof);
        [[fallthrough]];
      default:
        Inclusion("mutated", index, size, leaf, root, random_.Of(proof));
        Inclusion("resized", index, other, leaf, root, proof);
    }
  }

  void MutateConsistency() {
    const uint64_t size = SomeSize();
    const uint64_t old = 1 + random_.Below(size);
    const Hash root = Root(size);
    const Hash old_root = Root(old);
    const Proof proof = ConsistencyProof(old, size);
    switch (random_.Below(5)) {
      case 0:
        return Consistency("mutated", old, size, random_.Of(old_root), root, proof);
      case 1:
        return Consistency("mutated", old, size, old_root, random_.Of(root), proof);
      default:
        Consistency("mutated", old, size, old_root, root, random_.Of(proof));
        Consistency("resized", 1 + random_.Below(kSizes), size, old_root, root, proof);
        Consistency("resized", old, 1 + random_.Below(kSizes), old_root, root, proof);
    }
  }

  InMemoryTileStore store_;
  TileReader reader_{store_, kLargeSize};
  const NoteSigner log_ = TestLog();
  const NoteSigner witness_ = TestWitness();
  const Policy policy_ = LogAndWitness();
  Mutation random_{kSeed};
};

}  // namespace
}  // namespace fallverbund::tlog

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: fv_tlog_vectors FOLDER\n", stderr);
    return 2;
  }
  fallverbund::tlog::Vectors vectors;
  vectors.Genuine();
  vectors.Rewritten();
  vectors.Mutated();
  vectors.Tiles(words[1]);
  return std::fflush(stdout) == 0 ? 0 : 1;
}
