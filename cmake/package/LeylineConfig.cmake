# find_package(Leyline): the programs Leyline::leyline and Leyline::protoc-gen-leyline, and what builds
# and tests do with them (docs/plugin.md).
include("${CMAKE_CURRENT_LIST_DIR}/LeylinePrograms.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LeylineGate.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LeylineGenerate.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LeylineTest.cmake")
