// A view for tests: one row per event, and every way a view can be wrong on order.
#ifndef FALLVERBUND_LIBS_PROJECTION_TESTING_RECORDING_VIEW_H_
#define FALLVERBUND_LIBS_PROJECTION_TESTING_RECORDING_VIEW_H_

#include <string>

#include "libs/eventlog/commit_codec.h"
#include "libs/projection/row_codec.h"
#include "libs/projection/view.h"

namespace fallverbund::projection {

inline eventlog::v1::Event TestEvent(const std::string& type, const std::string& data = "") {
  eventlog::v1::Event event;
  event.set_type(type);
  event.set_schema_version(1);
  event.set_data(data);
  return event;
}

// Writes "events": position, index -> type and known_at; counts per aggregate in "counts". An event of type
// "poison" is not understood, after a row was already written for it.
class RecordingView final : public View {
 public:
  absl::Status Apply(const Recorded& recorded, RowBatch& rows) const override {
    const auto& commit = recorded.commit.commit;
    for (int i = 0; i < commit.events_size(); ++i) {
      const std::string key = BigEndian(recorded.commit.position) + BigEndian(static_cast<uint64_t>(i));
      rows.Put("events", key, RowWriter().Text(commit.events(i).type()).Time(recorded.known_at).Take());
      if (commit.events(i).type() == "poison") return absl::UnimplementedError("unknown event type poison");
    }
    auto count = rows.Get("counts", recorded.commit.aggregate_id);
    if (!count.ok()) return count.status();
    rows.Put("counts", recorded.commit.aggregate_id, BigEndian(FromBigEndian(count->value_or("")) + 1));
    return absl::OkStatus();
  }

  static uint64_t Count(const Rows& rows, const std::string& aggregate_id) {
    auto count = rows.Get("counts", aggregate_id);
    return count.ok() ? FromBigEndian(count->value_or("")) : ~uint64_t{0};
  }
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_TESTING_RECORDING_VIEW_H_
