#include "libs/rpc/call_budget.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/stored.h"
#include "libs/runtime/log.h"

namespace fallverbund::rpc {

absl::Status CallBudget::Take(const access::Peer& peer) {
  if (per_second_ == 0 || peer.kind != access::PeerKind::kOrganisation) return absl::OkStatus();
  const absl::Time now = clock_.Now();
  const absl::MutexLock lock(&mu_);
  if (buckets_.size() >= kMostBuckets) {
    std::erase_if(buckets_, [&](const auto& one) { return Left(one.second, now) >= Most(); });
  }
  Bucket& bucket = buckets_.try_emplace(peer.name, Bucket{Most(), now}).first->second;
  bucket.left = Left(bucket, now);
  bucket.at = now;
  if (bucket.left >= Most()) bucket.said = false;
  if (bucket.left >= 1) {
    bucket.left -= 1;
    return absl::OkStatus();
  }
  ++refused_;
  if (!bucket.said) log::Warning("calls_over_budget", {{"organisation", log::Id(peer.name)}});
  bucket.said = true;
  const auto wait = absl::Ceil(absl::Seconds((1 - bucket.left) / per_second_), absl::Milliseconds(1));
  return WithStored(absl::ResourceExhaustedError(absl::StrCat("your organisation calls more often than ",
                                                              per_second_, " times a second; call again in ",
                                                              absl::FormatDuration(wait))),
                    Stored::kNothing);
}

// A clock that was set back gives nothing and takes nothing.
double CallBudget::Left(const Bucket& bucket, absl::Time now) const {
  const double passed = std::max(0.0, absl::ToDoubleSeconds(now - bucket.at));
  return std::min(Most(), bucket.left + passed * per_second_);
}

uint64_t CallBudget::refused() const {
  const absl::MutexLock lock(&mu_);
  return refused_;
}

}  // namespace fallverbund::rpc
