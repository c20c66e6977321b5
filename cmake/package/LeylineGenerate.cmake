cmake_policy(VERSION 3.20)

# leyline_generate(TARGET library [ROOT folder] [PROTOS file...] [IMPORTS folder...] [AGAINST before]
#                  [GUARD] [OPTIONS key=value...])
#
# Adds the C++ code of contracts to a library, which gets its include folder and libprotobuf.
# AGAINST: what is in use, as BEFORE of `leyline diff` seen from the folder of the caller; each build
# then begins with a check, and a break stops it before anything is compiled. GUARD: also
# <package>/leyline_guard.h. OPTIONS: further parameters of protoc-gen-leyline.
# PROTOS are all files below ROOT (the folder of the caller) unless they are given.
function(leyline_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "GUARD" "TARGET;ROOT;AGAINST" "PROTOS;IMPORTS;OPTIONS")
  if(arg_UNPARSED_ARGUMENTS OR NOT TARGET "${arg_TARGET}")
    message(FATAL_ERROR "leyline_generate: expected (TARGET library [ROOT folder] [PROTOS file...] "
      "[IMPORTS folder...] [AGAINST before] [GUARD] [OPTIONS key=value...]); TARGET is one that "
      "there is")
  endif()
  find_package(Protobuf REQUIRED)
  get_filename_component(root "${arg_ROOT}" ABSOLUTE)
  _leyline_protos("${root}" "${arg_PROTOS}" protos)
  set(folders "-I${root}")
  foreach(folder IN LISTS arg_IMPORTS)
    get_filename_component(folder "${folder}" ABSOLUTE)
    list(APPEND folders "-I${folder}")
  endforeach()
  if(NOT arg_PROTOS AND arg_AGAINST AND NOT arg_OPTIONS MATCHES "(^|;)scope=")
    list(APPEND arg_OPTIONS scope=all)
  endif()
  if(arg_AGAINST)
    list(PREPEND arg_OPTIONS "against=${arg_AGAINST}")
  endif()

  set(out "${CMAKE_CURRENT_BINARY_DIR}/leyline/${arg_TARGET}")
  file(MAKE_DIRECTORY "${out}")
  if(arg_AGAINST)
    _leyline_check()
  endif()
  if(arg_GUARD)
    _leyline_guard()
  endif()
  foreach(proto IN LISTS protos)
    _leyline_cpp("${proto}")
  endforeach()
  get_target_property(type "${arg_TARGET}" TYPE)
  set(scope PUBLIC)
  if(type STREQUAL "EXECUTABLE")
    set(scope PRIVATE)
  endif()
  target_include_directories("${arg_TARGET}" SYSTEM ${scope} "$<BUILD_INTERFACE:${out}>")
  target_link_libraries("${arg_TARGET}" ${scope} protobuf::libprotobuf)
endfunction()

# Paths relative to the root.
function(_leyline_protos root given result)
  if(given)
    set(files "")
    foreach(file IN LISTS given)
      get_filename_component(file "${file}" ABSOLUTE)
      list(APPEND files "${file}")
    endforeach()
  else()
    file(GLOB_RECURSE files CONFIGURE_DEPENDS "${root}/*.proto")
  endif()
  set(protos "")
  foreach(file IN LISTS files)
    file(RELATIVE_PATH proto "${root}" "${file}")
    if(proto MATCHES "^\\.\\./")
      message(FATAL_ERROR "leyline_generate: `${file}` is not below ROOT, `${root}`")
    endif()
    list(APPEND protos "${proto}")
  endforeach()
  if(NOT protos)
    message(FATAL_ERROR "leyline_generate: there is no .proto file below `${root}`")
  endif()
  set(${result} "${protos}" PARENT_SCOPE)
endfunction()

# The command line of a run of the plugin over all contracts. Macros below share the caller's names.
macro(_leyline_run result into options)
  string(REPLACE ";" "," joined "${options}")
  set(${result} protobuf::protoc
    "--plugin=protoc-gen-leyline=$<TARGET_FILE:Leyline::protoc-gen-leyline>" ${folders}
    "--leyline_out=${into}" "--leyline_opt=${joined}" ${protos})
endmacro()

# Runs at each build: what is in use may have moved, and git tells no build of it.
macro(_leyline_check)
  file(MAKE_DIRECTORY "${out}.report")
  _leyline_run(command "${out}.report" "${arg_OPTIONS}")
  add_custom_target("${arg_TARGET}_contracts" COMMAND ${command}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Comparing the contracts of ${arg_TARGET} with ${arg_AGAINST}" VERBATIM)
  add_dependencies("${arg_TARGET}" "${arg_TARGET}_contracts")
endmacro()

# The leyline.yaml of OPTIONS and the policy that it names, as far as they are there.
macro(_leyline_policy result)
  set(${result} "")
  foreach(option IN LISTS arg_OPTIONS)
    if(NOT option MATCHES "^config=(.+)$")
      continue()
    endif()
    get_filename_component(config "${CMAKE_MATCH_1}" ABSOLUTE)
    if(NOT EXISTS "${config}")
      continue()
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${config}")
    set(governance governance)
    file(STRINGS "${config}" line REGEX "^governance:" LIMIT_COUNT 1)
    if(line MATCHES "^governance:[ \t]*[\"']?([^\"'# \t]+)")
      set(governance "${CMAKE_MATCH_1}")
    endif()
    get_filename_component(folder "${config}" DIRECTORY)
    list(APPEND ${result} "${config}")
    if(EXISTS "${folder}/${governance}/policy.yaml")
      list(APPEND ${result} "${folder}/${governance}/policy.yaml")
    endif()
  endforeach()
endmacro()

macro(_leyline_guard)
  set(sources "")
  set(guards "")
  foreach(proto IN LISTS protos)
    list(APPEND sources "${root}/${proto}")
    file(STRINGS "${root}/${proto}" lines REGEX "^[ \t]*package[ \t]+[A-Za-z0-9_.]+[ \t]*;")
    string(REGEX REPLACE "^[ \t]*package[ \t]+([A-Za-z0-9_.]+).*" "\\1/" package "${lines}")
    string(REPLACE "." "/" package "${package}")
    list(APPEND guards "${out}/${package}leyline_guard.h")
  endforeach()
  list(REMOVE_DUPLICATES guards)
  set(options "${arg_OPTIONS};guard=cpp")
  list(FILTER options EXCLUDE REGEX "^report=|^$")
  _leyline_run(command "${out}" "${options}")
  foreach(folder IN LISTS arg_IMPORTS)
    get_filename_component(folder "${folder}" ABSOLUTE)
    file(GLOB_RECURSE imported "${folder}/*.proto")
    list(APPEND sources ${imported})
  endforeach()
  _leyline_policy(policy)
  list(APPEND sources ${policy})
  add_custom_command(OUTPUT "${out}.guarded" BYPRODUCTS ${guards}
    COMMAND ${command} COMMAND "${CMAKE_COMMAND}" -E touch "${out}.guarded"
    DEPENDS ${sources} Leyline::protoc-gen-leyline
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Generating the version guards of ${arg_TARGET}" VERBATIM)
  target_sources("${arg_TARGET}" PRIVATE "${out}.guarded")
endmacro()

macro(_leyline_cpp proto)
  string(REGEX REPLACE "\\.proto$" "" stem "${out}/${proto}")
  get_filename_component(folder "${stem}" DIRECTORY)
  file(MAKE_DIRECTORY "${folder}")
  add_custom_command(OUTPUT "${stem}.pb.cc" "${stem}.pb.h"
    COMMAND protobuf::protoc ${folders} "--cpp_out=${out}" "--dependency_out=${stem}.d" "${proto}"
    DEPENDS "${root}/${proto}" protobuf::protoc DEPFILE "${stem}.d"
    WORKING_DIRECTORY "${root}"
    COMMENT "Generating ${proto}" VERBATIM)
  target_sources("${arg_TARGET}" PRIVATE "${stem}.pb.cc" "${stem}.pb.h")
endmacro()
