# fv_proto(casework FILES case_events.proto ... [SERVICES case_service.proto ...] [DIR dir] DEPS common ...)
# makes fallverbund::proto_casework (messages) and, with SERVICES, fallverbund::grpc_casework.
# Headers are included as "fallverbund/casework/v1/case_events.pb.h"; DIR is for what is none of ours.
#
# Generated code has no sanitizers: it is not ours to mend. So a build that has them takes it, with
# FALLVERBUND_PROTO_FROM, from a build folder whose target `protos` is built.
set(FALLVERBUND_PROTO_FROM "" CACHE PATH "The build folder that generated code is taken from; empty: from this one")
add_custom_target(protos)
if(FALLVERBUND_PROTO_FROM)
  set(FV_PROTO_OUT ${FALLVERBUND_PROTO_FROM}/proto_gen)
else()
  set(FV_PROTO_OUT ${PROJECT_BINARY_DIR}/proto_gen)
  file(MAKE_DIRECTORY ${FV_PROTO_OUT})
endif()

function(_fv_take_proto NAME)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_library(fv_${NAME} STATIC IMPORTED GLOBAL)
  set_target_properties(fv_${NAME} PROPERTIES IMPORTED_LOCATION ${FALLVERBUND_PROTO_FROM}/proto/libfv_${NAME}.a)
  add_library(fallverbund::${NAME} ALIAS fv_${NAME})
  target_include_directories(fv_${NAME} SYSTEM INTERFACE ${FV_PROTO_OUT})
  target_link_libraries(fv_${NAME} INTERFACE ${ARG_LINK})
endfunction()

function(fv_proto AREA)
  cmake_parse_arguments(ARG "" "DIR" "FILES;SERVICES;DEPS" ${ARGN})
  list(TRANSFORM ARG_DEPS PREPEND fv_proto_ OUTPUT_VARIABLE deps)
  if(FALLVERBUND_PROTO_FROM)
    _fv_take_proto(proto_${AREA} LINK ${deps} protobuf::libprotobuf)
    if(ARG_SERVICES)
      _fv_take_proto(grpc_${AREA} LINK fv_proto_${AREA} gRPC::grpc++)
    endif()
    return()
  endif()
  set(dir fallverbund/${AREA}/v1)
  if(ARG_DIR)
    set(dir ${ARG_DIR})
  endif()
  set(sources)
  set(grpc_sources)
  foreach(file IN LISTS ARG_FILES ARG_SERVICES)
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    set(out ${FV_PROTO_OUT}/${dir}/${stem})
    set(grpc_args)
    set(outputs ${out}.pb.cc ${out}.pb.h)
    list(APPEND sources ${out}.pb.cc)
    if(file IN_LIST ARG_SERVICES)
      set(grpc_args --grpc_out=${FV_PROTO_OUT}
        --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
      list(APPEND outputs ${out}.grpc.pb.cc ${out}.grpc.pb.h)
      list(APPEND grpc_sources ${out}.grpc.pb.cc)
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc -I ${PROJECT_SOURCE_DIR}/proto --cpp_out=${FV_PROTO_OUT} ${grpc_args}
        ${dir}/${file}
      DEPENDS ${PROJECT_SOURCE_DIR}/proto/${dir}/${file}
      COMMENT "proto ${AREA}/${file}")
  endforeach()

  add_library(fv_proto_${AREA} STATIC ${sources})
  add_library(fallverbund::proto_${AREA} ALIAS fv_proto_${AREA})
  target_include_directories(fv_proto_${AREA} SYSTEM PUBLIC ${FV_PROTO_OUT})
  target_link_libraries(fv_proto_${AREA} PUBLIC ${deps} protobuf::libprotobuf)
  add_dependencies(protos fv_proto_${AREA})
  if(NOT FALLVERBUND_SANITIZE)  # what is read ahead there is for code with sanitizers
    fv_use_precompiled(fv_proto_${AREA} "")
  endif()

  if(grpc_sources)
    add_library(fv_grpc_${AREA} STATIC ${grpc_sources})
    add_library(fallverbund::grpc_${AREA} ALIAS fv_grpc_${AREA})
    target_link_libraries(fv_grpc_${AREA} PUBLIC fv_proto_${AREA} gRPC::grpc++)
    add_dependencies(protos fv_grpc_${AREA})
    if(NOT FALLVERBUND_SANITIZE)
      fv_use_precompiled(fv_grpc_${AREA} rpc)
    endif()
  endif()
endfunction()
