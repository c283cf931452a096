#include "libs/metrics/calls.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace fallverbund::metrics {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr double kMicrosecondsPerSecond = 1e6;

constexpr std::array<std::string_view, kCodes> kCodeNames = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};
constexpr size_t kUnknown = 2;

// "/fallverbund.casework.v1.CaseService/GetCase" -> "CaseService/GetCase", as fvctl says it.
std::string_view Short(std::string_view path) {
  const size_t slash = path.rfind('/');
  const size_t dot = slash == std::string_view::npos ? slash : path.rfind('.', slash);
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

}  // namespace

std::string_view CodeName(size_t code) {
  return kCodeNames[code < kCodes ? code : kUnknown];
}

MethodCounts::MethodCounts(std::string path, size_t reasons) : path_(std::move(path)), refused_(reasons) {}

void MethodCounts::Answered(int code, absl::Duration took) {
  const auto index = static_cast<size_t>(code);
  codes_[index < kCodes ? index : kUnknown].fetch_add(1, kRelaxed);
  const int64_t us = std::max<int64_t>(absl::ToInt64Microseconds(took), 0);
  const auto* end = std::lower_bound(kBucketEndsUs.begin(), kBucketEndsUs.end(), us);
  buckets_[static_cast<size_t>(end - kBucketEndsUs.begin())].fetch_add(1, kRelaxed);
  microseconds_.fetch_add(static_cast<uint64_t>(us), kRelaxed);
}

void MethodCounts::Refused(size_t reason) {
  if (reason < refused_.size()) refused_[reason].fetch_add(1, kRelaxed);
}

CallCounts::CallCounts(std::vector<std::string> reasons)
    : reasons_(std::move(reasons)), beyond_(kOther, reasons_.size()) {}

MethodCounts& CallCounts::Of(std::string_view path) {
  for (size_t slot = std::hash<std::string_view>()(path) % kSlots;; slot = (slot + 1) % kSlots) {
    MethodCounts* method = slots_[slot].load(std::memory_order_acquire);
    if (method == nullptr) return Add(path);
    if (method->path_ == path) return *method;
  }
}

MethodCounts& CallCounts::Add(std::string_view path) {
  absl::MutexLock lock(&mu_);
  size_t slot = std::hash<std::string_view>()(path) % kSlots;
  for (; slots_[slot].load(kRelaxed) != nullptr; slot = (slot + 1) % kSlots) {
    if (slots_[slot].load(kRelaxed)->path_ == path) return *slots_[slot].load(kRelaxed);  // just now
  }
  if (path == kOther || methods_.size() >= kMostMethods) return beyond_;
  methods_.push_back(std::make_unique<MethodCounts>(std::string(path), reasons_.size()));
  slots_[slot].store(methods_.back().get(), std::memory_order_release);
  return *methods_.back();
}

void CallCounts::Fill(Page& page) const {
  std::vector<const MethodCounts*> methods;
  {
    absl::MutexLock lock(&mu_);
    for (const auto& method : methods_) methods.push_back(method.get());
  }
  methods.push_back(&beyond_);
  for (const MethodCounts* method : methods) {
    const std::string_view name = Short(method->path_);
    for (size_t code = 0; code < kCodes; ++code) {
      const uint64_t count = method->codes_[code].load(kRelaxed);
      if (count > 0) page.Set(Metric::kCalls, count, {name, kCodeNames[code]});
    }
    for (size_t reason = 0; reason < reasons_.size(); ++reason) {
      const uint64_t count = method->refused_[reason].load(kRelaxed);
      if (count > 0) page.Set(Metric::kRefusals, count, {name, reasons_[reason]});
    }
    std::vector<Bucket> buckets;
    uint64_t all = 0;
    for (size_t i = 0; i < kBucketEndsUs.size(); ++i) {
      all += method->buckets_[i].load(kRelaxed);
      buckets.push_back({static_cast<double>(kBucketEndsUs[i]) / kMicrosecondsPerSecond, all});
    }
    all += method->buckets_.back().load(kRelaxed);
    if (all == 0) continue;
    const double seconds = static_cast<double>(method->microseconds_.load(kRelaxed)) / kMicrosecondsPerSecond;
    page.SetHistogram(Metric::kCallSeconds, buckets, all, seconds, {name});
  }
}

}  // namespace fallverbund::metrics
