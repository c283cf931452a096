// What was stored once is read for ever, and means what it meant.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/golden/filled.h"
#include "tests/golden/golden_files.h"
#include "tests/golden/stored_types.h"

namespace fallverbund::golden {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kHowTo[] =
    "run: fv_golden_make tests/golden/files, look at what it added, and commit it beside the old files";

std::map<std::string, std::vector<GoldenFile>> Files() {
  auto files = ReadGoldenFiles(FV_GOLDEN_FILES);
  EXPECT_TRUE(files.ok()) << files.status();
  return files.ok() ? *files : std::map<std::string, std::vector<GoldenFile>>{};
}

bool HasUnknownFields(const Message& message) {
  if (!message.GetReflection()->GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (HasUnknownFields(message.GetReflection()->GetMessage(message, field))) return true;
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      if (HasUnknownFields(message.GetReflection()->GetRepeatedMessage(message, field, i))) return true;
    }
  }
  return false;
}

TEST(Golden, EveryFileIsReadWithNothingUnknownAndWrittenAgainToTheByte) {
  for (const auto& [type_name, files] : Files()) {
    const Descriptor* type =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type_name);
    ASSERT_NE(type, nullptr) << type_name << " is stored in logs for ever: it must not be renamed or removed";
    for (const GoldenFile& file : files) {
      std::unique_ptr<Message> message(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
      ASSERT_TRUE(message->ParseFromString(file.bytes)) << file.name;
      EXPECT_FALSE(HasUnknownFields(*message)) << file.name << ": a field that was stored is no longer known";
      EXPECT_EQ(Encoded(*message), file.bytes) << file.name;
      EXPECT_EQ(Meaning(*message), file.meaning) << file.name << ": the same bytes mean something else today";
    }
  }
}

TEST(Golden, EveryStoredTypeHasAFileThatShowsAllItsFields) {
  auto files = Files();
  for (const Descriptor* type : StoredTypes()) {
    const std::string today = Encoded(*Filled(*type));
    const auto& known = files[type->full_name()];
    const bool shown =
        std::any_of(known.begin(), known.end(), [&](const GoldenFile& file) { return file.bytes == today; });
    EXPECT_TRUE(shown) << type->full_name()
                       << (known.empty() ? " has no golden file; "
                                         : " has fields that no golden file shows; ")
                       << kHowTo;
  }
}

TEST(Golden, EveryFileIsOfATypeThatIsStored) {
  std::vector<std::string> stored;
  for (const Descriptor* type : StoredTypes()) stored.push_back(type->full_name());
  for (const auto& [type_name, files] : Files()) {
    EXPECT_NE(std::find(stored.begin(), stored.end(), type_name), stored.end()) << type_name;
  }
}

TEST(Golden, FilledMessagesHaveEveryFieldSetAndTellFieldsApart) {
  for (const Descriptor* type : StoredTypes()) {
    const auto filled = Filled(*type);
    std::vector<const FieldDescriptor*> set;
    filled->GetReflection()->ListFields(*filled, &set);
    EXPECT_EQ(static_cast<int>(set.size()), type->field_count()) << type->full_name();
  }
}

}  // namespace
}  // namespace fallverbund::golden
