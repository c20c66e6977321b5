# The gate as a test of CTest.
#
#   find_package(Leyline REQUIRED)        # or include this file alone
#   leyline_add_gate(NAME contracts_gate)
#   leyline_add_gate(NAME contracts_gate AGAINST origin/main REPORTS ${CMAKE_BINARY_DIR}/leyline ADVISORY)
#
# The test passes when `leyline gate` exits 0 in WORKING_DIRECTORY (CMAKE_CURRENT_SOURCE_DIR when left
# out), and with ADVISORY always. It is not cached and never skipped: what changes is a commit.
# LEYLINE_EXECUTABLE is the command; when not set, that of the package, then one in PATH.
include_guard(GLOBAL)

function(leyline_add_gate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "ADVISORY" "NAME;AGAINST;TARGET_REF;REPORTS;WORKING_DIRECTORY"
    "")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "leyline_add_gate: unknown `${arg_UNPARSED_ARGUMENTS}`; it takes NAME, AGAINST, "
      "TARGET_REF, REPORTS, WORKING_DIRECTORY and ADVISORY")
  endif()
  if(NOT arg_NAME)
    message(FATAL_ERROR "leyline_add_gate: NAME is missing; it is the test's name")
  endif()
  if(NOT LEYLINE_EXECUTABLE AND TARGET Leyline::leyline)
    set(LEYLINE_EXECUTABLE Leyline::leyline)
  endif()
  if(NOT LEYLINE_EXECUTABLE)
    find_program(LEYLINE_EXECUTABLE leyline)
  endif()
  if(NOT LEYLINE_EXECUTABLE)
    message(FATAL_ERROR "leyline_add_gate: there is no `leyline` in PATH; set LEYLINE_EXECUTABLE")
  endif()
  set(command "${LEYLINE_EXECUTABLE}" gate)
  foreach(option AGAINST TARGET_REF)
    if(arg_${option})
      string(TOLOWER "--${option}" flag)
      string(REPLACE "_" "-" flag "${flag}")
      list(APPEND command "${flag}" "${arg_${option}}")
    endif()
  endforeach()
  if(arg_ADVISORY)
    list(APPEND command --advisory)
  endif()
  if(arg_REPORTS)
    list(APPEND command --output "html=${arg_REPORTS}/gate.html" --output "json=${arg_REPORTS}/gate.json")
  endif()
  if(NOT arg_WORKING_DIRECTORY)
    set(arg_WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
  add_test(NAME "${arg_NAME}" COMMAND ${command} WORKING_DIRECTORY "${arg_WORKING_DIRECTORY}")
  set_tests_properties("${arg_NAME}" PROPERTIES LABELS leyline)
endfunction()
