# Most of a compile here is reading the same headers of others: they are read once, ahead. Only on a machine without
# ccache, which saves more and cannot store what was compiled with them. Our own headers never stand here, and a file
# still includes what it uses: a build with ccache and clang-tidy read it without them.
if(CCACHE)
  set(without_ccache OFF)
else()
  set(without_ccache ON)
endif()
option(FALLVERBUND_PRECOMPILED "Read the headers of others once, ahead" ${without_ccache})

set(FV_COMMON_HEADERS
  <algorithm> <functional> <map> <memory> <optional> <set> <string> <string_view> <utility> <variant> <vector>
  <absl/status/status.h> <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/str_format.h>
  <absl/time/time.h> <google/protobuf/message.h> <google/protobuf/map.h>
  <google/protobuf/generated_message_reflection.h> <google/protobuf/timestamp.pb.h>)

# _fv_precompile(NAME HEADERS... LINK libraries whose headers they are)
function(_fv_precompile NAME)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINK" ${ARGN})
  file(WRITE ${PROJECT_BINARY_DIR}/${NAME}.cc "")
  add_library(${NAME} OBJECT ${PROJECT_BINARY_DIR}/${NAME}.cc)
  target_link_libraries(${NAME} PRIVATE ${ARG_LINK} protobuf::libprotobuf absl::statusor absl::time absl::str_format
    fv_warnings fv_sanitizers)
  target_precompile_headers(${NAME} PRIVATE ${FV_COMMON_HEADERS} ${ARG_HEADERS})
endfunction()

if(FALLVERBUND_PRECOMPILED)
  _fv_precompile(fv_headers)
  _fv_precompile(fv_grpc_headers HEADERS <grpcpp/grpcpp.h> LINK gRPC::grpc++)
  if(FALLVERBUND_TESTS)
    _fv_precompile(fv_test_headers HEADERS <gmock/gmock.h> <gtest/gtest.h> LINK GTest::gmock)
    _fv_precompile(fv_grpc_test_headers HEADERS <gmock/gmock.h> <grpcpp/grpcpp.h> <gtest/gtest.h> LINK GTest::gmock gRPC::grpc++)
    foreach(headers fv_test_headers fv_grpc_test_headers)
      target_compile_options(${headers} PRIVATE -O0)  # as fv_test
    endforeach()
  endif()
endif()

# fv_use_precompiled(TARGET DEPS): with gtest's headers or gRPC's when the target links them.
function(fv_use_precompiled TARGET DEPS)
  set(grpc)
  set(test)
  if(DEPS MATCHES "rpc|fv_service_testing")
    set(grpc _grpc)
  endif()
  if(DEPS MATCHES "GTest")
    set(test _test)
  endif()
  set(headers fv${grpc}${test}_headers)
  if(FALLVERBUND_PRECOMPILED)
    target_precompile_headers(${TARGET} REUSE_FROM ${headers})
  endif()
endfunction()
