#include "tools/fvctl/render/figures_csv.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/time.h"
#include "tools/fvctl/render/csv.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kHidden[] = "hidden";  // the value, and the field that names what is hidden

std::set<std::string> HiddenIn(const Message& message) {
  std::set<std::string> names;
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(kHidden);
  if (field == nullptr || !field->is_repeated()) return names;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i)
    names.insert(message.GetReflection()->GetRepeatedString(message, field, i));
  return names;
}

std::string Scalar(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64)
    return absl::StrCat(reflection.GetUInt64(message, &field));
  const bool said =
      field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM && reflection.GetEnumValue(message, &field) != 0;
  if (said) return WordOf(*field.enum_type(), reflection.GetEnumValue(message, &field));
  return "";  // nobody said, or it names its message and stands in the figure's name
}

class Lines {
 public:
  void AddAll(const std::string& path, const Message& message) {
    const auto hidden = HiddenIn(message);
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      const std::string name = absl::StrCat(path, path.empty() ? "" : ".", field.name());
      if (hidden.contains(field.name())) {
        Add(name, kHidden);
      } else if (field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        AddEach(name, message, field);
      } else if (!field.is_repeated()) {
        AddOne(name, message, field);
      }
    }
  }
  void Add(const std::string& name, const std::string& value) { csv_ += CsvLine({name, value}); }
  std::string Take() { return std::move(csv_); }

 private:
  // Each under its own name: a code, a topic, a party.
  void AddEach(const std::string& path, const Message& message, const FieldDescriptor& field) {
    for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
      const Message& one = message.GetReflection()->GetRepeatedMessage(message, &field, i);
      const std::string name =
          absl::StrCat(path, ".", one.GetReflection()->GetString(one, one.GetDescriptor()->field(0)));
      if (const auto* count = dynamic_cast<const audit::v1::CodeCount*>(&one)) {
        Add(name, count->hidden() ? kHidden : absl::StrCat(count->count()));
      } else {
        AddAll(name, one);
      }
    }
  }
  void AddOne(const std::string& name, const Message& message, const FieldDescriptor& field) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      const std::string value = Scalar(message, field);
      if (!value.empty()) Add(name, value);
      return;
    }
    const bool there = message.GetReflection()->HasField(message, &field);
    const Message& inner = message.GetReflection()->GetMessage(message, &field);
    if (const auto* duration = dynamic_cast<const google::protobuf::Duration*>(&inner)) {
      if (there) Add(name + "_seconds", absl::StrCat(duration->seconds()));
    } else if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&inner)) {
      if (there) Add(name, FormatInstant(FromProto(*time)));
    } else {
      AddAll(name, inner);
    }
  }

  std::string csv_ = CsvLine({"figure", "value"});
};

}  // namespace

namespace {

class Dictionary {
 public:
  explicit Dictionary(const MeaningOf& meaning_of) : meaning_of_(meaning_of) {}

  // `named_by`: the field that stands in the names instead; nullptr: none does.
  void AddAll(const std::string& prefix, const Descriptor& message, const FieldDescriptor* named_by) {
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      const bool says_what_is_hidden =
          field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
      if (&field != named_by && !says_what_is_hidden) AddOne(prefix + field.name(), field);
    }
  }
  std::string Take() { return std::move(csv_); }

 private:
  void AddOne(const std::string& name, const FieldDescriptor& field) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      Add(name, field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM ? "code" : "number", field);
      return;
    }
    const Descriptor& inner = *field.message_type();
    if (&inner == google::protobuf::Duration::descriptor()) {
      Add(name + "_seconds", "seconds", field);
    } else if (&inner == google::protobuf::Timestamp::descriptor()) {
      Add(name, "RFC 3339", field);
    } else if (&inner == audit::v1::CodeCount::descriptor()) {
      Add(name + ".*", "number", field);
    } else {
      AddAll(absl::StrCat(name, field.is_repeated() ? ".*." : "."), inner,
             field.is_repeated() ? inner.field(0) : nullptr);
    }
  }
  void Add(const std::string& name, const std::string& unit, const FieldDescriptor& field) {
    csv_ += CsvLine({name, unit, meaning_of_(field)});
  }

  const MeaningOf& meaning_of_;
  std::string csv_ = CsvLine({"figure", "unit", "meaning"});
};

}  // namespace

std::string FiguresDictionary(const MeaningOf& meaning_of) {
  Dictionary dictionary(meaning_of);
  dictionary.AddAll("", *audit::v1::GetReportResponse::descriptor(), nullptr);
  return dictionary.Take();
}

std::string FiguresCsv(const audit::v1::GetReportResponse& report, bool for_others) {
  Lines lines;
  if (!for_others) {
    lines.AddAll("", report);
  } else {
    lines.Add("until", FormatInstant(FromProto(report.until())));
    lines.AddAll("crises", report.crises());
  }
  return lines.Take();
}

}  // namespace fallverbund::fvctl
