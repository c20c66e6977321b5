// protoc-gen-leyline: reads a request from standard input, writes the response to standard output.
#include <cstdio>
#include <string>
#include <string_view>

#include "base/heap.h"
#include "base/mapped_bytes.h"
#include "base/standard_streams.h"
#include "plugins/protoc-gen-leyline/plugin.h"
#include "tools/leyline/input/guard.h"

namespace leyline {
namespace {

constexpr std::string_view kUsage =
    "protoc-gen-leyline is run by protoc or buf:\n"
    "  protoc -I contracts --leyline_out=gen --leyline_opt=against=main:contracts FILES\n";

std::string ReadAll(std::FILE* from) {
  std::string bytes;
  char buffer[64 * 1024];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, from))
    bytes.append(buffer, got);
  return bytes;
}

int Say(std::string_view text, int code) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  return code;
}

int Main(int argc, char** argv) {
  PrepareHeap();
  ExitOnCutFile(3);
  OccupyStandardStreams();
  PassSignalsOn();
  if (argc > 1) {
    const std::string_view flag = argv[1];
    if (flag == "--version") return std::puts("protoc-gen-leyline " LEYLINE_VERSION) < 0 ? 1 : 0;
    return Say(kUsage, flag == "--help" ? 0 : 2);
  }
  RealFileSystem real_disk;
  InputGuard disk(real_disk);
  RealProcess process;
  const SystemClock clock;
  World world{.disk = disk, .process = process, .clock = clock, .environment = [](const char*) {
                return std::string();
              }};
  const std::string request = ReadAll(stdin);
  if (std::ferror(stdin) != 0) return Say("error: cannot read standard input\n", 3);
  const auto response = RunPlugin(world, request);
  if (!response) {
    std::string text;
    for (const Error& error : response.error()) text += Format(error) + "\n";
    return Say(text, 3);
  }
  const bool written =
      std::fwrite(response->data(), 1, response->size(), stdout) == response->size() &&
      std::fflush(stdout) == 0;
  return written ? 0 : Say("error: cannot write standard output\n", 74);
}

}  // namespace
}  // namespace leyline

int main(int argc, char** argv) { return leyline::Main(argc, argv); }
