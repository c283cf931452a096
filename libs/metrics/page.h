// What is told at one moment, as the text that Prometheus reads (exposition format 0.0.4).
//
//   metrics::Page page("case");
//   page.Set(Metric::kPosition, 4711);
//   page.Set(Metric::kBusConnected, true, {"reading"});
//   page.Text();
#ifndef FALLVERBUND_LIBS_METRICS_PAGE_H_
#define FALLVERBUND_LIBS_METRICS_PAGE_H_

#include <array>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"

namespace fallverbund::metrics {

enum class Metric {
#define FV_METRIC(name, kind, text, labels, help) name,
#include "libs/metrics/metrics.def"
#undef FV_METRIC
};
enum class Kind { kCounter, kGauge, kHistogram };

struct About {
  std::string_view name;
  Kind kind;
  std::string_view labels;  // separated by commas; empty: none
  std::string_view help;
};
absl::Span<const About> Table();
const About& AboutOf(Metric metric);

// One bucket and those before it.
struct Bucket {
  double at_most = 0;  // seconds
  uint64_t count = 0;  // cumulative
};

// Not thread-safe.
class Page {
 public:
  explicit Page(std::string_view service) : service_(service) {}

  // One value for each label of the table, in its order (FV_CHECK).
  void Set(Metric metric, std::integral auto value, const std::vector<std::string_view>& labels = {}) {
    SetText(metric, std::to_string(value), labels);
  }
  void Set(Metric metric, double value, const std::vector<std::string_view>& labels = {});
  void SetHistogram(Metric metric, const std::vector<Bucket>& buckets, uint64_t count, double sum,
                    const std::vector<std::string_view>& labels);

  // Metrics that were set, in the table's order.
  std::string Text() const;

 private:
  void SetText(Metric metric, std::string_view value, const std::vector<std::string_view>& labels);
  std::string Labels(Metric metric, const std::vector<std::string_view>& labels) const;

  const std::string service_;
  // Lines by metric.
  std::array<std::string, 0
#define FV_METRIC(name, kind, text, labels, help) +1
#include "libs/metrics/metrics.def"
#undef FV_METRIC
             >
      lines_;
};

}  // namespace fallverbund::metrics

#endif  // FALLVERBUND_LIBS_METRICS_PAGE_H_
