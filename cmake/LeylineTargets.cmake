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
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()

# leyline_library(NAME SOURCES... DEPS...): a static library of the room it is called in.
function(leyline_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC leyline_build_flags ${arg_DEPS} PRIVATE ${arg_PRIVATE_DEPS})
endfunction()

# leyline_test(NAME SOURCES... DEPS... [LABEL NAME] [TIMEOUT SECONDS]): a GoogleTest program whose cases
# ctest lists one by one. With `shipped` in its label it is of those that CI also runs optimised.
add_custom_target(leyline_shipped_tests)
function(leyline_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE leyline_build_flags ${arg_DEPS} GTest::gmock
    GTest::gtest_main)
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set(properties TIMEOUT ${arg_TIMEOUT})
  if(arg_LABEL)
    list(APPEND properties LABELS ${arg_LABEL})
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
  if(arg_LABEL MATCHES shipped)
    add_dependencies(leyline_shipped_tests ${name})
  endif()
endfunction()
