cmake_policy(VERSION 3.20)

# leyline_add_test(NAME test AGAINST before [CONTRACTS after] [OPTIONS ...])
#
# A test that fails, with each place, when the contracts break those of BEFORE. BEFORE and AFTER are
# what `leyline diff` takes, seen from the folder of the caller; AFTER is that folder unless it is
# given. OPTIONS are further flags of `leyline diff`; `--fail-on breaking` unless they say another.
function(leyline_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;AGAINST;CONTRACTS" "OPTIONS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_AGAINST)
    message(FATAL_ERROR "leyline_add_test: expected (NAME test AGAINST before [CONTRACTS after] "
      "[OPTIONS flag...])")
  endif()
  if(NOT arg_CONTRACTS)
    set(arg_CONTRACTS .)
  endif()
  if(NOT "--fail-on" IN_LIST arg_OPTIONS)
    list(APPEND arg_OPTIONS --fail-on breaking)
  endif()
  add_test(NAME "${arg_NAME}"
    COMMAND Leyline::leyline diff "${arg_AGAINST}" "${arg_CONTRACTS}" ${arg_OPTIONS}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
endfunction()
