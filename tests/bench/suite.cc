#include "tests/bench/suite.h"

#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace leyline::bench {
namespace {

constexpr const char* kScalars[] = {"string", "int32",  "int64", "bool",   "double",
                                    "bytes",  "uint64", "float", "sint32", "fixed64"};
constexpr const char* kNouns[] = {"Order", "Customer", "Parcel", "Invoice", "Depot",
                                  "Route", "Sensor",   "Quota",  "Tenant",  "Ledger"};

// An edit as somebody makes it: a piece of text becomes another one. `{0}` is the file's number.
struct Edit {
  std::string_view from;
  std::string_view to;
};
constexpr Edit kEdits[] = {
    {"  string note = 4;", "  string remark = 4;"},
    {"  int64 total = 5;", "  int32 total = 5;"},
    {"  string note = 4;\n", ""},
    {"  int64 total = 5;", "  int64 total = 5;\n  string currency = 40;"},
    {"  STATE{0}_DONE = 2;", "  STATE{0}_DONE = 2;\n  STATE{0}_FAILED = 3;"},
    {"  rpc Delete{0}(Get{0}Request) returns (Get{0}Response);\n", ""},
    {"  int64 total = 5;", "  int64 total = 5 [deprecated = true];"},
    {"    string by_name = 2;", "    bytes by_name = 2;"},
    {"  repeated string tags = 6;", "  string tags = 6;"},
    {"  STATE{0}_OPEN = 1;", "  STATE{0}_STARTED = 1;"},
};

std::string Noun(int file) { return kNouns[static_cast<std::size_t>(file) % std::size(kNouns)]; }
std::string Package(int file) { return fmt::format("bench.area{}.v1", file / 10); }
std::string PathOf(int file) {
  return fmt::format("bench/area{}/v1/part{}.proto", file / 10, file);
}
// A file uses what two earlier files declare.
int FirstUse(int file) { return file / 2; }
int SecondUse(int file) { return file - 1; }

std::string Head(int file) {
  std::string text = fmt::format(
      "// Part {0} of area {1}: what the service of this part stores and answers.\n"
      "syntax = \"proto3\";\n\npackage {2};\n\n",
      file, file / 10, Package(file));
  if (file > 0) text += fmt::format("import \"{}\";\n", PathOf(SecondUse(file)));
  if (file > 0 && FirstUse(file) != SecondUse(file)) {
    text += fmt::format("import \"{}\";\n", PathOf(FirstUse(file)));
  }
  return text + fmt::format("\noption java_package = \"com.example.{}\";\n\n", Package(file));
}

std::string TypeOf(int file) { return fmt::format("{}.{}{}", Package(file), Noun(file), file); }

std::string Entity(int file) {
  std::string text = fmt::format(
      "// One {1}, as it is stored.\nmessage {1}{0} {{\n"
      "  // Never given twice.\n  string id = 1;\n"
      "  string display_name = 2;\n  State{0} state = 3;\n"
      "  // Free text.\n  string note = 4;\n  int64 total = 5;\n"
      "  repeated string tags = 6;\n  map<string, int64> counts = 7;\n",
      file, Noun(file));
  for (int number = 10; number < 22; ++number) {
    const auto scalar = static_cast<std::size_t>(file * 7 + number * 3) % std::size(kScalars);
    text += fmt::format("  // What part {} knows about attribute {}.\n  {} attribute_{} = {};\n",
                        file, number, kScalars[scalar], number, number);
  }
  if (file > 0) {
    text += fmt::format("  {} parent = 30;\n  repeated {} related = 31;\n", TypeOf(FirstUse(file)),
                        TypeOf(SecondUse(file)));
  }
  return text + "  reserved 8, 100 to 120;\n  reserved \"legacy\";\n}\n\n";
}

std::string Rest(int file) {
  return fmt::format(
      "enum State{0} {{\n  STATE{0}_UNSPECIFIED = 0;\n  STATE{0}_OPEN = 1;\n"
      "  STATE{0}_DONE = 2;\n}}\n\n"
      "message Get{0}Request {{\n  oneof key {{\n    string by_id = 1;\n"
      "    string by_name = 2;\n  }}\n  int32 page_size = 3;\n  string page_token = 4;\n}}\n\n"
      "message Get{0}Response {{\n  repeated {1}{0} items = 1;\n  string next_page_token = 2;\n"
      "  message Timing {{\n    int64 started = 1;\n    int64 took = 2;\n  }}\n"
      "  Timing timing = 3;\n}}\n\n"
      "// What clients call.\nservice {1}{0}Service {{\n"
      "  rpc Get{0}(Get{0}Request) returns (Get{0}Response);\n"
      "  rpc Watch{0}(Get{0}Request) returns (stream Get{0}Response);\n"
      "  rpc Delete{0}(Get{0}Request) returns (Get{0}Response);\n}}\n",
      file, Noun(file));
}

std::string Edited(std::string text, int file, const Edit& edit) {
  const auto number = fmt::make_format_args(file);
  const bool has_place = edit.from.find("{0}") != std::string_view::npos;
  const std::string from = has_place ? fmt::vformat(edit.from, number) : std::string(edit.from);
  const std::string to = has_place ? fmt::vformat(edit.to, number) : std::string(edit.to);
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

Suite MakeSuite(int files, int every) {
  Suite suite;
  std::size_t edits = 0;
  for (int file = 0; file < files; ++file) {
    std::string text = Head(file) + Entity(file) + Rest(file);
    std::string after = text;
    if (file % every == 0) after = Edited(text, file, kEdits[edits++ % std::size(kEdits)]);
    suite.before.emplace(PathOf(file), std::move(text));
    suite.after.emplace(PathOf(file), std::move(after));
  }
  return suite;
}

}  // namespace leyline::bench
