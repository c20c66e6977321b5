# What `cmake --install` puts into a prefix: the programs, and the package that find_package(Leyline)
# finds.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/Leyline")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/LeylineConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(EXPORT LeylinePrograms NAMESPACE Leyline:: DESTINATION "${package_folder}")
install(FILES
  "${PROJECT_BINARY_DIR}/LeylineConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/package/LeylineConfig.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/package/LeylineGenerate.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/package/LeylineGate.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/package/LeylineTest.cmake"
  DESTINATION "${package_folder}")
