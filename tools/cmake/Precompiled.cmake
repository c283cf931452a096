# Most of a compile here is reading the same headers of others: they are read once, ahead. Only on a machine without
# ccache, which saves more and cannot store what was compiled with them. No header that somebody writes here stands among them, of ours
# only what is generated from events; and a file
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

# What a case's events are stands in megabytes of generated code, and 290 files read it: rooms that link it, themselves or
# as one of FV_EVENT_ROOMS, read that ahead as well. No more of what is generated: whoever edits it builds its readers anew.
set(FV_EVENT_HEADERS
  <fallverbund/casework/v1/case_events.pb.h> <fallverbund/crisis/v1/crisis_events.pb.h>
  <fallverbund/crisis/v1/deployment_events.pb.h> <fallverbund/eventlog/v1/commit.pb.h>
  <fallverbund/intake/v1/intake_events.pb.h> <fallverbund/team/v1/directory_events.pb.h>
  <fallverbund/team/v1/duty_events.pb.h>)
set(FV_EVENT_LIBRARIES fallverbund::proto_casework fallverbund::proto_crisis fallverbund::proto_eventlog
  fallverbund::proto_intake fallverbund::proto_team)
set(FV_EVENT_ROOMS proto_casework case_domain case_views case_rpc audit_domain audit_views audit_testing)

# _fv_precompile(NAME HEADERS... LINK libraries whose headers they are): NAME_headers, and NAME_events_headers with the
# events.
function(_fv_precompile NAME)
  cmake_parse_arguments(ARG "UNOPTIMIZED" "" "HEADERS;LINK" ${ARGN})
  foreach(events "" _events)
    set(target ${NAME}${events}_headers)
    file(WRITE ${PROJECT_BINARY_DIR}/${target}.cc "")
    add_library(${target} OBJECT EXCLUDE_FROM_ALL ${PROJECT_BINARY_DIR}/${target}.cc)
    target_link_libraries(${target} PRIVATE ${ARG_LINK} protobuf::libprotobuf absl::statusor absl::time absl::str_format
      fv_warnings fv_sanitizers)
    target_precompile_headers(${target} PRIVATE ${FV_COMMON_HEADERS} ${ARG_HEADERS})
    if(events)
      target_link_libraries(${target} PRIVATE ${FV_EVENT_LIBRARIES})
      target_precompile_headers(${target} PRIVATE ${FV_EVENT_HEADERS})
    endif()
    if(ARG_UNOPTIMIZED)
      target_compile_options(${target} PRIVATE -O0)  # as fv_test
    endif()
  endforeach()
endfunction()

if(FALLVERBUND_PRECOMPILED)
  _fv_precompile(fv)
  _fv_precompile(fv_grpc HEADERS <grpcpp/grpcpp.h> LINK gRPC::grpc++)
  if(FALLVERBUND_TESTS)
    _fv_precompile(fv_test UNOPTIMIZED HEADERS <gmock/gmock.h> <gtest/gtest.h> LINK GTest::gmock)
    _fv_precompile(fv_grpc_test UNOPTIMIZED
      HEADERS <gmock/gmock.h> <grpcpp/grpcpp.h> <gtest/gtest.h> LINK GTest::gmock gRPC::grpc++)
  endif()
endif()

# fv_use_precompiled(TARGET DEPS): with gtest's headers, gRPC's or the events when the target links them.
function(fv_use_precompiled TARGET DEPS)
  if(NOT FALLVERBUND_PRECOMPILED)
    return()
  endif()
  set(headers fv)
  if(DEPS MATCHES "rpc|fv_service_testing")
    string(APPEND headers _grpc)
  endif()
  if(DEPS MATCHES "GTest")
    string(APPEND headers _test)
  endif()
  foreach(room IN LISTS FV_EVENT_ROOMS)
    if("fallverbund::${room}" IN_LIST DEPS)
      string(APPEND headers _events)
      break()
    endif()
  endforeach()
  target_precompile_headers(${TARGET} REUSE_FROM ${headers}_headers)
endfunction()
