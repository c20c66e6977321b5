# How every target of Leyline is made: one place for warnings, sanitizers and coverage.

add_library(leyline_build_flags INTERFACE)
target_include_directories(leyline_build_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(leyline_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
  # g++ 12 is wrong about std::optional's untaken branch (GCC bug 80635) and about std::string's
  # operator+ (bug 105651) once it optimises.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>
  $<$<BOOL:${LEYLINE_WERROR}>:-Werror>)
if(LEYLINE_SANITIZE)
  add_compile_options(-fsanitize=${LEYLINE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LEYLINE_SANITIZE})
endif()
if(LEYLINE_COVERAGE)
  # Each of four files takes what one process in four counted.
  set(flags "-fprofile-instr-generate=${PROJECT_BINARY_DIR}/profiles/%4m.profraw"
    -fcoverage-mapping -fprofile-update=atomic)
  add_compile_options(${flags})
  add_link_options(${flags})
  unset(flags)
endif()

# Headers of libraries that nearly every source reads, compiled once: with sanitizers a third of a build
# is spent on reading them. A source that lacks an include is still found, in presets without this.
# leyline_precompiled is of the rooms, leyline_test_precompiled of tests.
if(LEYLINE_PRECOMPILED)
  set(kinds precompiled)
  if(LEYLINE_TESTS)
    list(APPEND kinds test_precompiled)
  endif()
  foreach(kind IN LISTS kinds)
    add_library(leyline_${kind} OBJECT "${CMAKE_CURRENT_LIST_DIR}/precompiled.cc")
    target_link_libraries(leyline_${kind} PRIVATE leyline_build_flags leyline_lib_fmt tl::expected)
    target_precompile_headers(leyline_${kind} PRIVATE <algorithm> <array> <charconv> <cstdint>
      <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <tuple>
      <unordered_map> <unordered_set> <utility> <variant> <vector> <fmt/format.h>
      <tl/expected.hpp>)
  endforeach()
  if(LEYLINE_TESTS)
    target_link_libraries(leyline_test_precompiled PRIVATE GTest::gmock)
    target_precompile_headers(leyline_test_precompiled PRIVATE <filesystem> <fstream> <sstream>
      <gmock/gmock.h> <gtest/gtest.h>)
  endif()
  # What ccache needs to tell one such header from another.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
function(leyline_precompile target kind)
  if(LEYLINE_PRECOMPILED)
    target_link_libraries(${target} PRIVATE leyline_lib_fmt)  # the same definitions
    target_precompile_headers(${target} REUSE_FROM leyline_${kind})
  endif()
endfunction()

# leyline_library(NAME SOURCES... DEPS...): a static library of the room it is called in.
function(leyline_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC leyline_build_flags ${arg_DEPS} PRIVATE ${arg_PRIVATE_DEPS})
  leyline_precompile(${name} precompiled)
endfunction()

# leyline_test(NAME SOURCES... DEPS... [LABEL NAME] [TIMEOUT SECONDS]): a GoogleTest program, one test of
# ctest: an instrumented program takes longer to start than most of its cases to run. Those with a label
# start programs themselves, and ctest lists their cases one by one. With `shipped` in its label it is of
# those that CI also runs with the command as it ships.
add_custom_target(leyline_shipped_tests)
if(LEYLINE_COVERAGE)
  add_custom_target(coverage-report
    COMMAND "${PROJECT_SOURCE_DIR}/tests/coverage/report" "${PROJECT_BINARY_DIR}"
    USES_TERMINAL VERBATIM)
endif()
function(leyline_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE leyline_build_flags ${arg_DEPS} GTest::gmock
    GTest::gtest_main)
  leyline_precompile(${name} test_precompiled)
  if(LEYLINE_COVERAGE)
    add_dependencies(coverage-report ${name})
  endif()
  if(rapidcheck IN_LIST arg_DEPS)
    target_sources(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/support/fixed_seed.cc")
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 600)
  endif()
  if(NOT arg_LABEL)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
    return()
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS ${arg_LABEL})
  if(arg_LABEL MATCHES shipped)
    add_dependencies(leyline_shipped_tests ${name})
    # What drives the optimised command need not be optimised itself.
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
  endif()
endfunction()
