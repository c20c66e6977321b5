// Appends COUNT events to the log in FOLDER as WRITER, each with BYTES of ballast, and says "N\n"
// on standard output after each that is acknowledged. COUNT 0: until it is killed.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/error.h"
#include "ci/event_log.h"

namespace leyline {
namespace {

Event Numbered(const std::string& writer, int number, std::size_t bytes) {
  return {.seq = 0,
          .at = {1'767'225'600 + number},
          .type = "test",
          .actor = writer,
          .scope = "main/team",
          .subject = "",
          .data = {{"ballast", std::string(bytes, 'x')}, {"number", std::to_string(number)}},
          .prev = "",
          .hash = ""};
}

int Write(const std::string& folder, const std::string& writer, int count, std::size_t bytes) {
  const auto store = OpenFolderLog(folder);
  for (int number = 1; count == 0 || number <= count; ++number) {
    const Status status = RecordEvents(*store, [&](std::span<const Event>) {
      return std::vector<Event>{Numbered(writer, number, bytes)};
    });
    if (!status.has_value()) {
      std::fprintf(stderr, "%s\n", Format(status.error().front()).c_str());
      return 4;
    }
    std::printf("%d\n", number);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace leyline

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  return leyline::Write(argv[1], argv[2], std::atoi(argv[3]),
                        static_cast<std::size_t>(std::atoi(argv[4])));
}
