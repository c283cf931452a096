#include "services/keys/vault/epochs.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "services/keys/vault/wrap.h"

namespace fallverbund::keys {
namespace {

absl::Status Missing(const KekRing& ring, uint32_t epoch) {
  return absl::FailedPreconditionError(absl::StrCat("the key-encryption key of epoch ", epoch,
                                                    " is in use but not held here; bring its file ",
                                                    ring.FileOf(epoch), " from an instance that has it"));
}

}  // namespace

absl::Time Standing::DestroyBy() const {
  const auto& begun = epochs.leaving_epoch() != 0 ? epochs.leaving_begun_at() : epochs.begun_at();
  return FromProto(begun) + kLongestEpoch;
}

Epochs::Epochs(std::string association, KekStore* keks, seal::KeyStore* store)
    : association_(std::move(association)), keks_(keks), store_(store) {}

absl::StatusOr<Standing> Epochs::Read() {
  FV_ASSIGN_OR_RETURN(const auto stored, store_->Get(kEpochsName));
  if (!stored.has_value()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the key bucket has no ", kEpochsName,
        "; if the association is new, provision the vault, else restore the bucket from its backup"));
  }
  Standing standing;
  standing.revision = stored->revision;
  if (!standing.epochs.ParseFromString(stored->value) || standing.epochs.epoch() == 0) {
    return absl::DataLossError(absl::StrCat("the entry ", kEpochsName, " of the key bucket is damaged"));
  }
  return standing;
}

absl::StatusOr<std::shared_ptr<const KekRing>> Epochs::Reload() {
  FV_ASSIGN_OR_RETURN(KekRing loaded, keks_->Load());
  auto ring = std::make_shared<const KekRing>(std::move(loaded));
  absl::MutexLock lock(&mu_);
  ring_ = ring;
  return ring;
}

absl::StatusOr<std::shared_ptr<const KekRing>> Epochs::RingFor(uint32_t epoch) {
  {
    absl::MutexLock lock(&mu_);
    if (ring_ != nullptr && ring_->Find(epoch) != nullptr) return ring_;
  }
  return Reload();
}

absl::StatusOr<std::shared_ptr<const KekRing>> Epochs::RingInUse(const Standing& standing) {
  const uint32_t epoch = standing.epochs.epoch();
  FV_ASSIGN_OR_RETURN(auto ring, RingFor(epoch));
  const auto fits = [&](const crypto::Secret* kek) {
    return kek != nullptr && KekCheck(*kek, association_, epoch) == standing.epochs.check();
  };
  if (fits(ring->Find(epoch))) return ring;
  FV_ASSIGN_OR_RETURN(ring, Reload());  // it may have been exchanged
  if (ring->Find(epoch) == nullptr) return Missing(*ring, epoch);
  if (fits(ring->Find(epoch))) return ring;
  return absl::FailedPreconditionError(
      absl::StrCat(ring->FileOf(epoch), " is not the key of epoch ", epoch,
                   " of this association; replace it by the file of an instance that has the right one"));
}

absl::Status Epochs::BeginFirst(uint32_t epoch, absl::Time now) {
  FV_ASSIGN_OR_RETURN(const auto ring, RingFor(epoch));
  v1::KeyEpochs first;
  first.set_epoch(epoch == 0 ? ring->epochs().back() : epoch);
  const crypto::Secret* const kek = ring->Find(first.epoch());
  if (kek == nullptr) return Missing(*ring, first.epoch());
  first.set_check(KekCheck(*kek, association_, first.epoch()));
  *first.mutable_begun_at() = ToProto(now);
  const auto created = store_->CreateIfAbsent(kEpochsName, first.SerializeAsString());
  return absl::IsAlreadyExists(created.status()) ? absl::OkStatus() : created.status();
}

absl::Status Epochs::BeginNext(uint32_t after, absl::Time now) {
  FV_ASSIGN_OR_RETURN(const Standing standing, Read());
  if (standing.epochs.epoch() > after) return absl::OkStatus();
  if (standing.epochs.epoch() < after) {
    return absl::InvalidArgumentError(
        absl::StrCat("epoch ", standing.epochs.epoch(), " is in use; begin the next one after that"));
  }
  if (standing.epochs.leaving_epoch() != 0) {
    return absl::FailedPreconditionError(absl::StrCat("keys are still being wrapped anew out of epoch ",
                                                      standing.epochs.leaving_epoch(),
                                                      "; wait until GetVaultStatus names none"));
  }
  FV_RETURN_IF_ERROR(RingInUse(standing).status());  // else survivors could not be taken along
  const uint32_t next = after + 1;
  if (absl::Status made = keks_->Make(next); !made.ok() && !absl::IsAlreadyExists(made)) return made;
  FV_ASSIGN_OR_RETURN(const auto ring, Reload());
  if (ring->Find(next) == nullptr) return Missing(*ring, next);

  v1::KeyEpochs begun;
  begun.set_epoch(next);
  begun.set_check(KekCheck(*ring->Find(next), association_, next));
  *begun.mutable_begun_at() = ToProto(now);
  begun.set_leaving_epoch(after);
  *begun.mutable_leaving_begun_at() = standing.epochs.begun_at();
  absl::Status written =
      store_->UpdateIfRevision(kEpochsName, begun.SerializeAsString(), standing.revision).status();
  if (!absl::IsAborted(written)) return written;
  FV_ASSIGN_OR_RETURN(const Standing now_stands, Read());
  return now_stands.epochs.epoch() > after ? absl::OkStatus() : written;
}

absl::Status Epochs::EndLeaving(const Standing& as_read) {
  v1::KeyEpochs left = as_read.epochs;
  left.clear_leaving_epoch();
  left.clear_leaving_begun_at();
  return store_->UpdateIfRevision(kEpochsName, left.SerializeAsString(), as_read.revision).status();
}

absl::StatusOr<int> Epochs::DestroyOld() {
  FV_ASSIGN_OR_RETURN(const Standing standing, Read());
  FV_ASSIGN_OR_RETURN(const auto ring, Reload());
  // An instance that lacks the key in use, or has a wrong one, may be looking at the wrong bucket.
  FV_RETURN_IF_ERROR(RingInUse(standing).status());
  int destroyed = 0;
  for (const uint32_t epoch : ring->epochs()) {
    if (epoch >= standing.oldest()) continue;
    FV_RETURN_IF_ERROR(keks_->Destroy(epoch));
    ++destroyed;
  }
  if (destroyed > 0) FV_RETURN_IF_ERROR(Reload().status());
  return destroyed;
}

std::vector<uint32_t> Epochs::HeldEpochs() {
  absl::MutexLock lock(&mu_);
  return ring_ == nullptr ? std::vector<uint32_t>() : ring_->epochs();
}

}  // namespace fallverbund::keys
