# A room is a folder with one purpose. Its DEPS are the only arrows it may draw:
# the link line and the checked include policy (tools/rooms) both come from here.
#
#   fv_room(NAME eventlog [PURE] SRCS log.cc HDRS log.h TESTS log_test.cc DEPS fallverbund::base ...
#           [TEST_DEPS ...] [LABEL unit|contract|service|e2e])
#
# makes fv_eventlog (alias fallverbund::eventlog), warnings, sanitizers, and one test binary
# fv_eventlog_test with the given ctest label (unit when not given). PURE rooms have no clock,
# disk, network or threads; they are the ones the sanitizer and tidy runs build.
# fv_service(NAME case MAIN main.cc DEPS ...) makes the program fallverbund-case, fv_program(NAME fvctl ...)
# one of just that name; both in build/dev/bin.
# For tools/dev: target `programs` is all programs, `pure_rooms` and `pure_tests` are the PURE rooms and their
# tests (ctest label `pure` as well).
add_custom_target(programs)
add_custom_target(pure_rooms)
add_custom_target(pure_tests)
set_property(GLOBAL PROPERTY FV_ROOMS "")

function(_fv_declare NAME PURE DEPS TEST_DEPS)
  file(RELATIVE_PATH where ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  list(JOIN DEPS " " deps)
  list(JOIN TEST_DEPS " " test_deps)
  set_property(GLOBAL APPEND PROPERTY FV_ROOMS "${NAME}|${where}|${PURE}|${deps}|${test_deps}")
endfunction()

function(fv_room)
  cmake_parse_arguments(ARG "PURE" "NAME;LABEL" "SRCS;HDRS;TESTS;DEPS;TEST_DEPS" ${ARGN})
  set(target fv_${ARG_NAME})
  if(ARG_SRCS)
    add_library(${target} STATIC ${ARG_SRCS} ${ARG_HDRS})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE fv_warnings fv_sanitizers)
    fv_use_precompiled(${target} "${ARG_DEPS}")
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(fallverbund::${ARG_NAME} ALIAS ${target})
  target_include_directories(${target} ${scope} ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} ${scope} ${ARG_DEPS})
  _fv_declare(${ARG_NAME} "${ARG_PURE}" "${ARG_DEPS}" "${ARG_TEST_DEPS}")
  if(ARG_PURE AND ARG_SRCS)
    add_dependencies(pure_rooms ${target})
  endif()
  if(FALLVERBUND_TESTS AND ARG_TESTS)
    fv_test(NAME ${ARG_NAME} LABEL ${ARG_LABEL} SRCS ${ARG_TESTS}
      DEPS fallverbund::${ARG_NAME} ${ARG_TEST_DEPS})
    if(ARG_PURE)
      add_dependencies(pure_tests fv_${ARG_NAME}_test)
      set_property(TEST ${ARG_NAME} APPEND PROPERTY LABELS pure)
    endif()
  endif()
endfunction()

# One test binary; ctest sees it as one test named after the room. Sentences are compiled without optimising, which
# saves a third of their compile time; OPTIMIZED is for a test that itself computes for long.
function(fv_test)
  cmake_parse_arguments(ARG "OPTIMIZED" "NAME;LABEL;TIMEOUT" "SRCS;DEPS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(fv_${ARG_NAME}_test ${ARG_SRCS})
  target_include_directories(fv_${ARG_NAME}_test PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(fv_${ARG_NAME}_test PRIVATE
    ${ARG_DEPS} GTest::gmock GTest::gtest_main fv_warnings fv_sanitizers)
  if(ARG_OPTIMIZED)
    fv_use_precompiled(fv_${ARG_NAME}_test "${ARG_DEPS}")
    _fv_use_jemalloc(fv_${ARG_NAME}_test)
  else()
    target_compile_options(fv_${ARG_NAME}_test PRIVATE -O0)
    fv_use_precompiled(fv_${ARG_NAME}_test "${ARG_DEPS};GTest::gmock")
  endif()
  add_test(NAME ${ARG_NAME} COMMAND fv_${ARG_NAME}_test)
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT})
endfunction()

# What two test binaries share, as fv_${NAME}: each takes $<TARGET_OBJECTS:fv_${NAME}>. OPTIMIZED as with fv_test.
function(fv_test_objects)
  cmake_parse_arguments(ARG "OPTIMIZED" "NAME" "SRCS;DEPS" ${ARGN})
  add_library(fv_${ARG_NAME} OBJECT ${ARG_SRCS})
  target_include_directories(fv_${ARG_NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(fv_${ARG_NAME} PRIVATE ${ARG_DEPS} GTest::gmock fv_warnings fv_sanitizers)
  if(ARG_OPTIMIZED)
    fv_use_precompiled(fv_${ARG_NAME} "${ARG_DEPS}")
  else()
    target_compile_options(fv_${ARG_NAME} PRIVATE -O0)
    fv_use_precompiled(fv_${ARG_NAME} "${ARG_DEPS};GTest::gmock")
  endif()
endfunction()

# Who allocates many small things, in one thread or for another: jemalloc spends half to three quarters of what glibc
# does. Sanitizers bring an allocator of their own.
function(_fv_use_jemalloc TARGET)
  if(NOT FALLVERBUND_SANITIZE)
    target_link_libraries(${TARGET} PRIVATE PkgConfig::JEMALLOC)
  endif()
endfunction()

function(fv_service)
  cmake_parse_arguments(ARG "" "NAME" "" ${ARGN})
  fv_program(NAME fallverbund-${ARG_NAME} ${ARG_UNPARSED_ARGUMENTS})
  _fv_use_jemalloc(fallverbund-${ARG_NAME})
endfunction()

function(fv_program)
  cmake_parse_arguments(ARG "" "NAME" "MAIN;DEPS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_MAIN})
  target_include_directories(${ARG_NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} fv_warnings fv_sanitizers)
  fv_use_precompiled(${ARG_NAME} "${ARG_DEPS}")
  set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  add_dependencies(programs ${ARG_NAME})
  _fv_declare(main_${ARG_NAME} FALSE "${ARG_DEPS}" "")
endfunction()

# Writes the declared arrows where tools/rooms/check_rooms.py reads them.
function(fv_write_rooms)
  get_property(rooms GLOBAL PROPERTY FV_ROOMS)
  list(JOIN rooms "\n" text)
  file(WRITE ${PROJECT_BINARY_DIR}/rooms.txt "${text}\n")
endfunction()
