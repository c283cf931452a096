// The log as rows: every commit judged by the checker and filed under its chain.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_LOG_VIEW_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_LOG_VIEW_H_

#include "libs/projection/view.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

// Raise it when the views write other rows, and when the checker judges differently.
inline constexpr uint32_t kLayout = 24;

// Never says "not understood": what it does not know is a finding, and the chain is judged on.
class LogView final : public projection::View {
 public:
  explicit LogView(const Bounds& bounds) : bounds_(bounds) {}
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;

 private:
  const Bounds bounds_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_LOG_VIEW_H_
