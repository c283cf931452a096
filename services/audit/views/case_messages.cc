#include "services/audit/views/case_messages.h"

#include <functional>
#include <vector>

#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog/subject.h"
#include "libs/projection/row_cursor.h"
#include "services/audit/domain/schema.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using projection::Rows;

constexpr size_t kIdLength = 32;

// Everything in a message that is written like an id.
void CollectIds(const Message& message, std::set<std::string>& ids) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CollectIds(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                        : reflection.GetMessage(message, field),
                   ids);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        std::string text = field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                : reflection.GetString(message, field);
        if (IsHexId(text)) ids.insert(std::move(text));
      }
    }
  }
}

void CollectIds(const v1::FiledCommit& filed, std::set<std::string>& ids) {
  const Entry entry{filed.position(), filed.context(), filed.aggregate_id(), filed.commit(),
                    FromProto(filed.known_at())};
  CollectIds(filed.commit().actor(), ids);
  for (const auto& event : filed.commit().events()) {
    if (const auto known = KnownEvent(entry, event)) CollectIds(*known, ids);
  }
}

class Selection {
 public:
  explicit Selection(const Rows& rows) : rows_(rows) {}

  absl::Status TakeChain(const std::string& chain) {
    chain_ = chain;
    return projection::ForEachRow(rows_, kCommits, chain, [this](const projection::Row& row) -> absl::Status {
      FV_ASSIGN_OR_RETURN(const auto filed, FromBytes<v1::FiledCommit>(row.value));
      Put(filed.position(), v1::ARCHIVED_PART_CASE);
      CollectIds(filed, ids_);
      return absl::OkStatus();
    });
  }
  absl::Status TakeTheLogsOwn() { return TakeAggregate(eventlog::kLogAggregateId, v1::ARCHIVED_PART_LOG); }

  absl::Status TakeWhatIsNamed() {
    std::set<std::string> organisations;
    for (const std::string& id : ids_) {
      FV_ASSIGN_OR_RETURN(const auto organisation, rows_.Get(kPersons, id));
      organisations.insert(organisation.value_or(id));
      FV_RETURN_IF_ERROR(TakeAggregate(id, v1::ARCHIVED_PART_REGISTER));
      FV_RETURN_IF_ERROR(NoteOtherCase(id));
    }
    return projection::ForEachRow(rows_, kAggregates, "", [&](const projection::Row& row) -> absl::Status {
      if (organisations.count(row.value) == 0) return absl::OkStatus();
      return TakeAggregate(row.key, v1::ARCHIVED_PART_REGISTER);
    });
  }

  CaseMessages&& Done() && { return std::move(selected_); }

 private:
  void Put(uint64_t position, v1::ArchivedPart part) { selected_.positions.emplace(position, part); }

  absl::Status TakeAggregate(std::string_view id, v1::ArchivedPart part) {
    return projection::ForEachRow(rows_, kUnchained, id, [&](const projection::Row& row) {
      Put(projection::FromBigEndian(std::string_view(row.key).substr(kIdLength)), part);
      return absl::OkStatus();
    });
  }
  absl::Status NoteOtherCase(const std::string& id) {
    FV_ASSIGN_OR_RETURN(const auto chain, rows_.Get(kChains, id));
    if (chain && *chain != chain_) selected_.other_cases.insert(id);
    return absl::OkStatus();
  }

  const Rows& rows_;
  std::string chain_;
  std::set<std::string> ids_;
  CaseMessages selected_;
};

}  // namespace

absl::StatusOr<CaseMessages> ReadCaseMessages(const Rows& rows, std::string_view case_id) {
  FV_RETURN_IF_ERROR(CheckHexId(case_id, "case_id"));
  FV_ASSIGN_OR_RETURN(const auto chain, rows.Get(kChains, case_id));
  if (!chain) return absl::NotFoundError("no such case");
  Selection selection(rows);
  FV_RETURN_IF_ERROR(selection.TakeChain(*chain));
  FV_RETURN_IF_ERROR(selection.TakeTheLogsOwn());
  FV_RETURN_IF_ERROR(selection.TakeWhatIsNamed());
  return std::move(selection).Done();
}

}  // namespace fallverbund::audit
