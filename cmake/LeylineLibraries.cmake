# The libraries behind the walls. A program with the property LEYLINE_STATIC takes the archives instead of
# the shared libraries: it starts in a third of the time, without a loader's work.

# leyline_library_choice(NAME SHARED ARCHIVE...): leyline_NAME is the shared target or the archives.
function(leyline_library_choice name shared)
  add_library(leyline_lib_${name} INTERFACE)
  target_link_libraries(leyline_lib_${name} INTERFACE
    "$<IF:$<BOOL:$<TARGET_PROPERTY:LEYLINE_STATIC>>,${ARGN},${shared}>")
endfunction()

if(LEYLINE_STATIC)
  foreach(archive protobuf crypto yaml-cpp z)
    find_library(leyline_${archive}_archive lib${archive}.a REQUIRED)
  endforeach()
  # Debian has no archive of fmt; its headers can make one.
  add_library(leyline_fmt_archive STATIC EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/fmt_archive.cc")
endif()
leyline_library_choice(fmt fmt::fmt $<$<BOOL:${LEYLINE_STATIC}>:leyline_fmt_archive>)
leyline_library_choice(crypto OpenSSL::Crypto ${leyline_crypto_archive})
leyline_library_choice(protobuf protobuf::libprotobuf ${leyline_protobuf_archive}
  ${leyline_z_archive})
leyline_library_choice(yaml yaml-cpp ${leyline_yaml-cpp_archive})
