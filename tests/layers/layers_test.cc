// The arrows between rooms go one way (tests/layers.txt), each library stays behind its wall, and
// some things are never written.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Rooms in their order, first to last.
std::vector<std::string> Rooms(const fs::path& root) {
  std::vector<std::string> rooms;
  for (const std::string& line : LinesOf(ReadFile(root / "tests/layers.txt"))) {
    if (!line.empty() && line[0] != '#') rooms.push_back(line);
  }
  return rooms;
}

// The index of the room a path lies in; -1 when it lies in none.
int RoomOf(const std::string& path, const std::vector<std::string>& rooms) {
  int found = -1;
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    if (path.starts_with(rooms[i] + "/")) found = static_cast<int>(i);
  }
  return found;
}

bool IsSource(const fs::path& path) {
  return path.extension() == ".cc" || path.extension() == ".h";
}

// All sources below the rooms, relative to the root, sorted.
std::vector<std::string> Sources(const fs::path& root, const std::vector<std::string>& rooms) {
  std::vector<std::string> sources;
  for (const std::string& room : rooms) {
    if (!fs::is_directory(root / room)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      if (!entry.is_regular_file() || !IsSource(entry.path())) continue;
      sources.push_back(entry.path().lexically_relative(root).generic_string());
    }
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

// "a.cc:3: includes tools/x.h, which lies above" for each include that goes up.
std::vector<std::string> UpwardIncludes(const fs::path& root) {
  const std::vector<std::string> rooms = Rooms(root);
  std::vector<std::string> problems;
  for (const std::string& path : Sources(root, rooms)) {
    const std::vector<std::string> lines = LinesOf(ReadFile(root / path));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!lines[i].starts_with("#include \"")) continue;
      const std::string target = lines[i].substr(10, lines[i].find('"', 10) - 10);
      const int to = RoomOf(target, rooms);
      const std::string place = path + ":" + std::to_string(i + 1) + ": ";
      if (to < 0) problems.push_back(place + "includes " + target + ", not named from the root");
      if (to > RoomOf(path, rooms)) problems.push_back(place + "includes " + target + " above it");
    }
  }
  return problems;
}

// Libraries and the one place that may include them, and words that nobody may write.
struct Wall {
  std::string text;
  std::vector<std::string> allowed;  // path prefixes
  std::string reason;
};
const std::vector<Wall> kWalls = {
    {"#include <yaml-cpp", {"config/"}, "the YAML reader is the only room that knows yaml-cpp"},
    {"#include <openssl",
     {"base/digest.cc", "base/ed25519.cc"},
     "OpenSSL is behind base/digest.h and base/ed25519.h"},
    {"#include <CLI/", {"tools/leyline/command.cc"}, "CLI11 is behind tools/leyline/command.h"},
    {"#include <google/protobuf/",
     {"analyzer/schema/", "analyzer/witness/", "tests/"},
     "the model is ours"},
    {"#include <iostream>", {}, "output goes through World"},
    {"#include <regex>", {}, "std::regex is exponential on hostile input"},
    {"std::system(", {"tests/"}, "programs are started without a shell, by base/process.h"},
    {"system_clock::now", {}, "time is a value below tools/"},
    {"steady_clock", {"tools/", "tests/"}, "time is a value below tools/"},
    {"clock_gettime", {"base/clock.cc"}, "time is a value below tools/"},
    {"nanosleep", {"ci/folder_log.cc", "tools/"}, "nothing waits below tools/"},
    {"sleep_for", {}, "nothing waits below tools/"},
    {"#include <fcntl.h>",
     {"base/real_", "ci/folder_log.cc", "tools/leyline/main.cc", "tests/"},
     "the disk is behind base/file_system.h; the log's is docs/decisions/0005"},
    {"#include <filesystem>",
     {"base/real_", "ci/folder_log.cc", "tools/", "tests/"},
     "the disk is behind base/file_system.h; the log's is docs/decisions/0005"},
    {"#include <fstream>", {"tests/"}, "the disk is behind base/file_system.h"},
    {"#include <unistd.h>",
     {"base/real_", "ci/folder_log.cc", "tools/leyline/main.cc", "tests/"},
     "the system is behind the seams of base/; the log's is docs/decisions/0005"},
    {"std::time(", {"base/clock.cc"}, "time is a value below tools/"},
    {"getenv(", {"tools/leyline/main.cc", "tests/"}, "the environment is read in main"},
    {"TO"
     "DO",
     {"tests/unit/records/texts_test.cc"},
     "unfinished work belongs into an issue"},
    {"using namespace std;", {}, "names say where they come from"},
};

std::vector<std::string> BrokenWalls(const fs::path& root) {
  std::vector<std::string> problems;
  for (const std::string& path : Sources(root, Rooms(root))) {
    const std::string text = ReadFile(root / path);
    for (const Wall& wall : kWalls) {
      const bool allowed =
          std::any_of(wall.allowed.begin(), wall.allowed.end(),
                      [&](const auto& prefix) { return path.starts_with(prefix); });
      if (path == "tests/layers/layers_test.cc" || allowed) continue;
      if (text.find(wall.text) != std::string::npos) {
        problems.push_back(path + ": `" + wall.text + "`: " + wall.reason);
      }
    }
  }
  return problems;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// A folder that no other run of the tests uses.
fs::path NewFolder(const std::string& name) {
  const fs::path folder = fs::temp_directory_path() / (name + "_" + std::to_string(::getpid()));
  fs::remove_all(folder);
  return folder;
}

void Write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

TEST(Layers, IncludesGoDownOnly) { EXPECT_EQ(Joined(UpwardIncludes(LEYLINE_SOURCE_DIR)), ""); }

TEST(Layers, LibrariesStayBehindTheirWalls) {
  EXPECT_EQ(Joined(BrokenWalls(LEYLINE_SOURCE_DIR)), "");
}

TEST(Layers, AnUpwardIncludeIsFound) {
  const fs::path root = NewFolder("leyline_layers");
  Write(root / "tests/layers.txt", "base\ntools\n");
  Write(root / "base/a.cc", "#include \"tools/b.h\"\n");
  Write(root / "tools/b.h", "#include \"base/c.h\"\n");
  EXPECT_EQ(Joined(UpwardIncludes(root)), "base/a.cc:1: includes tools/b.h above it\n");
  fs::remove_all(root);
}

TEST(Layers, AForbiddenIncludeIsFound) {
  const fs::path root = NewFolder("leyline_walls");
  Write(root / "tests/layers.txt", "base\n");
  Write(root / "base/a.cc", "#include <regex>\n");
  Write(root / "base/b.cc", "#include <fcntl.h>\nnanosleep(&t, nullptr);\n");
  EXPECT_EQ(Joined(BrokenWalls(root)),
            "base/a.cc: `#include <regex>`: std::regex is exponential on hostile input\n"
            "base/b.cc: `nanosleep`: nothing waits below tools/\n"
            "base/b.cc: `#include <fcntl.h>`: the disk is behind base/file_system.h; the log's is "
            "docs/decisions/0005\n");
  fs::remove_all(root);
}

}  // namespace
