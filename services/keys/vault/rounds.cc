#include "services/keys/vault/rounds.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "services/keys/vault/wrap.h"

namespace fallverbund::keys {
namespace {

constexpr int kMaxTries = 8;  // each time somebody else wrote the entry meanwhile

// What the round looks at an entry with.
struct Walk {
  const Standing& standing;
  const KekRing& ring;
  seal::KeyStore& store;
  const RoundOptions& options;
  absl::Time now;
};

absl::Status TakeAlong(const Walk& walk, const seal::StoredEntry& entry, RoundReport& report) {
  const auto record = ParseRecord(entry.stored.value);
  if (record.ok() && IsErased(*record)) return absl::OkStatus();
  if (IsHexId(entry.key)) {  // else one of the association's own keys, which are never forgotten
    FV_ASSIGN_OR_RETURN(const bool erased, walk.options.is_erased(entry.key));
    if (erased) {
      FV_RETURN_IF_ERROR(DropKey(walk.store, entry.key, walk.now).status());
      ++report.dropped_again;
      return absl::OkStatus();
    }
  }
  // Never backwards: a slow walker may not know the newest epoch.
  if (record.ok() && record->epoch() >= walk.standing.epochs.epoch()) return absl::OkStatus();
  const auto moved = record.ok() ? Rewrap(walk.ring, walk.standing.epochs.epoch(),
                                          {walk.options.association, entry.key}, *record, walk.options.random)
                                 : record;
  if (!moved.ok()) {
    walk.options.on_damage(
        absl::Status(moved.status().code(),
                     absl::StrCat("an entry cannot be taken along into epoch ", walk.standing.epochs.epoch(),
                                  ", so the old one cannot be left: ", moved.status().message(),
                                  "; restore the entry ", entry.key, " or that key file from its backup")));
    ++report.stuck;
    return absl::OkStatus();
  }
  absl::Status written =
      walk.store.UpdateIfRevision(entry.key, moved->SerializeAsString(), entry.stored.revision).status();
  if (absl::IsAborted(written)) return absl::OkStatus();  // written meanwhile, so it comes again at the end
  if (written.ok()) ++report.rewrapped;
  return written;
}

}  // namespace

absl::StatusOr<Dropped> DropKey(seal::KeyStore& store, const std::string& key_id, absl::Time now) {
  FV_RETURN_IF_ERROR(CheckHexId(key_id, "key id"));
  for (int i = 0; i < kMaxTries; ++i) {
    FV_ASSIGN_OR_RETURN(const auto stored, store.Get(key_id));
    if (!stored.has_value()) return Dropped{0, now};
    // What cannot be read is dropped all the same.
    const v1::KeyRecord record = ParseRecord(stored->value).value_or(v1::KeyRecord());
    if (IsErased(record)) return Dropped{record.dropped_epoch(), FromProto(record.erased_at())};
    absl::Status written =
        store.UpdateIfRevision(key_id, Erased(record, now).SerializeAsString(), stored->revision).status();
    if (written.ok()) return Dropped{record.epoch(), now};
    if (!absl::IsAborted(written)) return written;
  }
  return absl::UnavailableError("others write this entry of the key bucket all the time; try again");
}

absl::StatusOr<RoundReport> WalkRound(Epochs& epochs, seal::KeyStore& store, const RoundOptions& options,
                                      absl::Time now) {
  FV_ASSIGN_OR_RETURN(const Standing standing, epochs.Read());
  if (standing.epochs.leaving_epoch() != 0)
    FV_RETURN_IF_ERROR(epochs.RingFor(standing.epochs.leaving_epoch()).status());
  FV_ASSIGN_OR_RETURN(const std::shared_ptr<const KekRing> ring, epochs.RingInUse(standing));
  const Walk walk{standing, *ring, store, options, now};

  RoundReport report;
  uint64_t from = 1;
  while (!options.stopping()) {
    FV_ASSIGN_OR_RETURN(const auto entry, store.NextFrom(from));
    if (!entry.has_value()) {
      report.finished = true;
      break;
    }
    from = entry->stored.revision + 1;
    if (entry->key == kEpochsName) continue;
    ++report.entries;
    FV_RETURN_IF_ERROR(TakeAlong(walk, *entry, report));
  }
  // The round began after the bucket said which epoch is being left, and the bucket still says so (the
  // revision): nothing lies under it any more that anybody was given.
  if (report.finished && report.stuck == 0 && standing.epochs.leaving_epoch() != 0) {
    const absl::Status left = epochs.EndLeaving(standing);
    if (!left.ok() && !absl::IsAborted(left)) return left;
  }
  return report;
}

}  // namespace fallverbund::keys
