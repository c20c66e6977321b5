#include <fmt/format.h>

#include "analyzer/schema/check/rules.h"
#include "analyzer/schema/link/walk.h"

namespace leyline {
namespace {

constexpr uint64_t kLiteRuntime = 3;

bool IsLite(const File& file) {
  return SmallOptions(file.options.bytes).Get(option_number::kOptimizeFor) == kLiteRuntime;
}

void CheckLite(const File& file, Problems& problems) {
  if (IsLite(file)) return;
  for (const Import& import : file.imports) {
    if (import.file == nullptr || !IsLite(*import.file)) continue;
    problems.Add(
        file, import.pos,
        fmt::format("`{}` is a LITE_RUNTIME file and is imported by one that is not", import.path),
        "set `option optimize_for = LITE_RUNTIME;` in both files or in neither");
  }
}

// Generic services are code for the full runtime.
void CheckLiteServices(const File& file, Problems& problems) {
  constexpr int kCcGenericServices = 16;
  constexpr int kJavaGenericServices = 17;
  if (file.services.empty() || !IsLite(file)) return;
  const SmallOptions options(file.options.bytes);
  if (options.Get(kCcGenericServices) != 1 && options.Get(kJavaGenericServices) != 1) return;
  for (const Service& service : file.services) {
    problems.Add(file, service.name_pos,
                 fmt::format("service `{}` stands in a LITE_RUNTIME file with generic services",
                             service.full_name),
                 "set `cc_generic_services` and `java_generic_services` to false");
  }
}

// An option of files that editions took away.
struct RemovedOption {
  int number;
  std::string_view name;
  Edition since;
  std::string_view fix;
};

constexpr RemovedOption kRemoved[] = {
    {10, "java_multiple_files", Edition::k2024, "set `features.(pb.java).nest_in_file_class`"},
    {27, "java_string_check_utf8", Edition::k2023, "set `features.(pb.java).utf8_validation`"},
};

void CheckRemovedOptions(const File& file, Problems& problems) {
  if (file.edition < Edition::k2023 || file.options.bytes.empty()) return;
  const SmallOptions options(file.options.bytes);
  for (const RemovedOption& removed : kRemoved) {
    if (file.edition < removed.since || !options.Has(removed.number)) continue;
    problems.Add(file, OptionAt(file.options, removed.name, kNoOffset),
                 fmt::format("option `{}` is set, which this edition doesn't have", removed.name),
                 std::string(removed.fix));
  }
}

// Messages and enums alike: whether other files may use the declaration.
template <class Node>
bool IsExported(const Node& node) {
  if (node.visibility != Visibility::kUnset) return node.visibility == Visibility::kExport;
  const DefaultVisibility byDefault = node.file->features.visibility;
  if (byDefault == DefaultVisibility::kExportTopLevel) return node.parent == nullptr;
  return byDefault == DefaultVisibility::kExportAll || byDefault == DefaultVisibility::kUnknown;
}

class VisibilityCheck {
 public:
  VisibilityCheck(const File& file, Problems& problems) : file_(file), problems_(problems) {}

  void Run() {
    ForEachField(file_, [&](const Field& field) {
      if (field.message != nullptr) Check(*field.message, field.type_pos);
      if (field.enum_type != nullptr) Check(*field.enum_type, field.type_pos);
      if (field.extendee != nullptr) Check(*field.extendee, field.pos);
    });
    for (const Service& service : file_.services) {
      for (const Method& method : service.methods) {
        if (method.input != nullptr) Check(*method.input, method.input_pos);
        if (method.output != nullptr) Check(*method.output, method.output_pos);
      }
    }
    if (file_.features.visibility == DefaultVisibility::kStrict) CheckStrict();
  }

 private:
  template <class Node>
  void Check(const Node& used, Offset at) {
    if (used.file == &file_ || IsExported(used)) return;
    problems_.AddPair(
        file_, at,
        fmt::format("`{}` is not exported by its file; it is declared at", used.full_name),
        *used.file, used.name_pos, "put `export` in front of its declaration");
  }

  // STRICT keeps nested declarations local, but for enums in a message that is but their namespace.
  void CheckStrict() {
    ForEachMessage(file_, [&](const Message& message) {
      for (const Message& inner : message.messages) CheckStrict(inner);
      if (IsNamespace(message)) return;
      for (const Enum& inner : message.enums) CheckStrict(inner);
    });
  }

  template <class Node>
  void CheckStrict(const Node& nested) {
    if (nested.visibility != Visibility::kExport) return;
    problems_.Add(file_, nested.pos,
                  fmt::format("`{}` is nested and exported, which `STRICT` visibility forbids",
                              nested.full_name),
                  "declare it at the top of the file");
  }

  static bool IsNamespace(const Message& message) {
    constexpr int32_t kMostNumber = 536'870'911;
    return message.fields.empty() && message.messages.empty() && message.extensions.empty() &&
           message.extension_ranges.empty() && message.reserved_ranges.size() == 1 &&
           message.reserved_ranges[0].first == 1 && message.reserved_ranges[0].last >= kMostNumber;
  }

  const File& file_;
  Problems& problems_;
};

}  // namespace

void CheckFile(const File& file, Problems& problems) {
  CheckLite(file, problems);
  CheckLiteServices(file, problems);
  CheckRemovedOptions(file, problems);
  VisibilityCheck(file, problems).Run();
}

}  // namespace leyline
