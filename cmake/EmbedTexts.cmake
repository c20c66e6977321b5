# Writes OUTPUT, a C++ source with FUNCTION (tools/leyline/embedded.h) that gives the FILES below BASE,
# texts that the command carries. cmake -DBASE=DIR -DFILES=a,b -DFUNCTION=F -DOUTPUT=FILE -P EmbedTexts.cmake
string(REPLACE "," ";" files "${FILES}")
set(text "// Made by cmake/EmbedTexts.cmake.\n#include \"tools/leyline/embedded.h\"\n\n")
string(APPEND text "namespace leyline {\n\nstd::span<const EmbeddedText> ${FUNCTION}() {\n")
string(APPEND text "  static constexpr EmbeddedText kTexts[] = {\n")
foreach(file IN LISTS files)
  file(READ "${BASE}/${file}" content)
  string(APPEND text "    {\"${file}\", R\"text(${content})text\"},\n")
endforeach()
string(APPEND text "  };\n  return kTexts;\n}\n\n}  // namespace leyline\n")
file(WRITE "${OUTPUT}" "${text}")
