#include "libs/rpc/unary_service.h"

#include <gtest/gtest.h>

#include "fallverbund/eventlog/v1/reader_service.pb.h"

namespace fallverbund::rpc {
namespace {

namespace v1 = eventlog::v1;

// With each method as often as the test wants it.
class Reader final : public UnaryService {
 public:
  enum class Methods { kAll, kOneMissing, kOneTwice };
  explicit Reader(Methods methods) {
    if (methods == Methods::kAll) ServeAll(&Reader::WaitSettled, &Reader::GetProjection);
    if (methods == Methods::kOneMissing) ServeAll(&Reader::WaitSettled);
    if (methods == Methods::kOneTwice) ServeAll(&Reader::WaitSettled, &Reader::WaitSettled);
  }
  grpc::ServerUnaryReactor* WaitSettled(grpc::CallbackServerContext*, const v1::WaitSettledRequest*,
                                        v1::WaitSettledResponse*) {
    return nullptr;
  }
  grpc::ServerUnaryReactor* GetProjection(grpc::CallbackServerContext*, const v1::GetProjectionRequest*,
                                          v1::GetProjectionResponse*) {
    return nullptr;
  }
};

TEST(UnaryService, ServesEveryMethodOfTheServiceByACallback) {
  const Reader reader(Reader::Methods::kAll);
  EXPECT_TRUE(reader.has_callback_methods());
  EXPECT_FALSE(reader.has_synchronous_methods());
}

TEST(UnaryServiceDeathTest, AMethodThatIsMissingOrTwiceThereEndsTheProgram) {
  EXPECT_DEATH(Reader{Reader::Methods::kOneMissing}, "unary_service");
  EXPECT_DEATH(Reader{Reader::Methods::kOneTwice}, "unary_service");
}

TEST(UnaryService, AMethodIsFoundByItsRequest) {
  EXPECT_EQ(FindMethodOf(*v1::WaitSettledRequest::descriptor())->name(), "WaitSettled");
  EXPECT_EQ(FindMethodOf(*v1::WaitSettledResponse::descriptor()), nullptr);
}

}  // namespace
}  // namespace fallverbund::rpc
