#include "tools/fvctl/comments.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "libs/base/check.h"

// The assembler copies the file in (build/dev/api/fallverbund.desc; CMake says where): a quarter of a
// megabyte, which as C++ source would cost the compiler seconds.
asm(".section .rodata\n"
    "fv_descriptor_set: .incbin \"" FV_DESCRIPTOR_SET
    "\"\n"
    "fv_descriptor_set_end: .byte 0\n"
    ".previous\n");
extern "C" const char fv_descriptor_set[];
extern "C" const char fv_descriptor_set_end[];

namespace fallverbund::fvctl {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::SourceLocation;

const DescriptorPool& Pool() {
  static const DescriptorPool& pool = [&]() -> const DescriptorPool& {
    google::protobuf::FileDescriptorSet set;
    FV_CHECK(
        set.ParseFromArray(fv_descriptor_set, static_cast<int>(fv_descriptor_set_end - fv_descriptor_set)));
    auto& made = *new DescriptorPool;
    for (const auto& file : set.file()) FV_CHECK(made.BuildFile(file) != nullptr);  // imports come first
    return made;
  }();
  return pool;
}

std::string OneLine(const std::string& comment) {
  std::string line = comment;
  absl::RemoveExtraAsciiWhitespace(&line);
  return line;
}

template <typename Descriptor>
std::string Read(const Descriptor* descriptor) {
  SourceLocation location;
  if (descriptor == nullptr || !descriptor->GetSourceLocation(&location)) return "";
  return OneLine(absl::StrCat(location.leading_comments, " ", location.trailing_comments));
}

}  // namespace

std::string CommentOf(const google::protobuf::MethodDescriptor& method) {
  return Read(Pool().FindMethodByName(method.full_name()));
}

std::string CommentOf(const google::protobuf::FieldDescriptor& field) {
  return Read(Pool().FindFieldByName(field.full_name()));
}

}  // namespace fallverbund::fvctl
