#include "libs/eventlog/oneof.h"

#include <gtest/gtest.h>

#include "google/protobuf/struct.pb.h"
#include "libs/base/id.h"

namespace fallverbund::eventlog {
namespace {

using google::protobuf::Value;  // any message with one oneof would do: two of its alternatives are messages

Value OfList() {
  Value value;
  value.mutable_list_value()->add_values()->set_bool_value(true);
  return value;
}

TEST(Oneof, TheInnerMessageIsStoredUnderItsOwnName) {
  v1::Event event = PackOneof(OfList(), 3);
  EXPECT_EQ(event.type(), "google.protobuf.ListValue");
  EXPECT_EQ(event.schema_version(), 3u);
  EXPECT_EQ(ToHex(event.data()), "0a022001");
  // The stored bytes of the whole event, for ever.
  EXPECT_EQ(ToHex(event.SerializeAsString()),
            "0a19676f6f676c652e70726f746f6275662e4c69737456616c756510031a040a022001");
}

TEST(Oneof, WhatWasPackedComesBackAsItsAlternative) {
  auto value = UnpackOneof<Value>(PackOneof(OfList()));
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->kind_case(), Value::kListValue);
  EXPECT_EQ(value->SerializeAsString(), OfList().SerializeAsString());
}

TEST(Oneof, AnEmptyInnerMessageIsStillSet) {
  Value empty;
  empty.mutable_struct_value();
  EXPECT_EQ(UnpackOneof<Value>(PackOneof(empty))->kind_case(), Value::kStructValue);
}

TEST(Oneof, AnUnknownTypeIsNotUnderstood) {
  v1::Event event = PackOneof(OfList());
  event.set_type("fallverbund.future.v9.Flown");
  EXPECT_TRUE(absl::IsUnimplemented(UnpackOneof<Value>(event).status()));
  EXPECT_FALSE(HasAlternative(Value::descriptor(), event));
  EXPECT_TRUE(HasAlternative(Value::descriptor(), PackOneof(OfList())));
}

TEST(Oneof, BrokenBytesAreNotUnderstood) {
  v1::Event event = PackOneof(OfList());
  event.set_data("\x0a\x7f");
  EXPECT_TRUE(absl::IsDataLoss(UnpackOneof<Value>(event).status()));
}

}  // namespace
}  // namespace fallverbund::eventlog
