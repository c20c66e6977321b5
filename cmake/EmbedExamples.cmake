# Writes OUTPUT, a C++ source, from the example of every rule below CORPUS: what `leyline explain`
# shows. cmake -DCORPUS=DIR -DIDS=a,b -DOUTPUT=FILE -P EmbedExamples.cmake
string(REPLACE "," ";" ids "${IDS}")
set(text "// Made by cmake/EmbedExamples.cmake from tests/corpus.\n")
string(APPEND text "#include \"tools/leyline/example.h\"\n\nnamespace leyline {\n\n")
string(APPEND text "std::string_view ExampleText(std::string_view stem) {\n")
foreach(id IN LISTS ids)
  file(READ "${CORPUS}/${id}/example.case" case)
  string(FIND "${case}" "\n-- want --" want)
  string(SUBSTRING "${case}" 0 ${want} case)
  string(APPEND text "  if (stem == \"${id}\")\n    return R\"case(${case}\n)case\";\n")
endforeach()
string(APPEND text "  return {};\n}\n\n}  // namespace leyline\n")
file(WRITE "${OUTPUT}" "${text}")
