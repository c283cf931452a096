#include "libs/metrics/page.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/base/check.h"
#include "libs/base/strings.h"

namespace fallverbund::metrics {
namespace {

constexpr About kTable[] = {
#define FV_METRIC(name, kind, text, labels, help) {text, Kind::kind, labels, help},
#include "libs/metrics/metrics.def"
#undef FV_METRIC
};

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kCounter:
      return "counter";
    case Kind::kGauge:
      return "gauge";
    case Kind::kHistogram:
      return "histogram";
  }
  FV_CHECK(false);
}

std::string Escaped(std::string_view value) {
  return absl::StrReplaceAll(ToAbsl(value), {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}});
}

// Enough digits for seconds since 1970 to the microsecond.
std::string Number(double value) {
  return absl::StrFormat("%.16g", value);
}

}  // namespace

absl::Span<const About> Table() {
  return kTable;
}

const About& AboutOf(Metric metric) {
  return kTable[static_cast<size_t>(metric)];
}

std::string Page::Labels(Metric metric, const std::vector<std::string_view>& labels) const {
  std::string text = absl::StrCat("service=\"", Escaped(service_), "\"");
  const std::string_view names = AboutOf(metric).labels;
  size_t used = 0;
  for (const absl::string_view name : absl::StrSplit(ToAbsl(names), ',', absl::SkipEmpty())) {
    FV_CHECK(used < labels.size());
    absl::StrAppend(&text, ",", name, "=\"", Escaped(labels[used++]), "\"");
  }
  FV_CHECK(used == labels.size());
  return text;
}

void Page::Set(Metric metric, double value, const std::vector<std::string_view>& labels) {
  SetText(metric, Number(value), labels);
}

void Page::SetText(Metric metric, std::string_view value, const std::vector<std::string_view>& labels) {
  FV_CHECK(AboutOf(metric).kind != Kind::kHistogram);
  absl::StrAppend(&lines_[static_cast<size_t>(metric)], ToAbsl(AboutOf(metric).name), "{",
                  Labels(metric, labels), "} ", ToAbsl(value), "\n");
}

void Page::SetHistogram(Metric metric, const std::vector<Bucket>& buckets, uint64_t count, double sum,
                        const std::vector<std::string_view>& labels) {
  FV_CHECK(AboutOf(metric).kind == Kind::kHistogram);
  const auto name = ToAbsl(AboutOf(metric).name);
  const std::string with = Labels(metric, labels);
  std::string& lines = lines_[static_cast<size_t>(metric)];
  for (const Bucket& bucket : buckets) {
    absl::StrAppend(&lines, name, "_bucket{", with, ",le=\"", Number(bucket.at_most), "\"} ", bucket.count,
                    "\n");
  }
  absl::StrAppend(&lines, name, "_bucket{", with, ",le=\"+Inf\"} ", count, "\n", name, "_sum{", with, "} ",
                  Number(sum), "\n", name, "_count{", with, "} ", count, "\n");
}

std::string Page::Text() const {
  std::string text;
  for (size_t i = 0; i < lines_.size(); ++i) {
    if (lines_[i].empty()) continue;
    const About& about = kTable[i];
    absl::StrAppend(&text, "# HELP ", ToAbsl(about.name), " ", ToAbsl(about.help), "\n# TYPE ",
                    ToAbsl(about.name), " ", ToAbsl(KindName(about.kind)), "\n", lines_[i]);
  }
  return text;
}

}  // namespace fallverbund::metrics
