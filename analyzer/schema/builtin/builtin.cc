#include "analyzer/schema/builtin/builtin.h"

#include <array>

#include "analyzer/schema/builtin/text.h"

namespace leyline {
namespace {

constexpr std::string_view kFolder = "google/protobuf/";

struct Entry {
  std::string_view name;
  const std::string_view* text;
};

constexpr std::array kFiles = {
    Entry{"any.proto", &kAny},
    Entry{"api.proto", &kApi},
    Entry{"compiler/plugin.proto", &kCompilerPlugin},
    Entry{"cpp_features.proto", &kCppFeatures},
    Entry{"descriptor.proto", &kDescriptor},
    Entry{"duration.proto", &kDuration},
    Entry{"empty.proto", &kEmpty},
    Entry{"field_mask.proto", &kFieldMask},
    Entry{"go_features.proto", &kGoFeatures},
    Entry{"java_features.proto", &kJavaFeatures},
    Entry{"source_context.proto", &kSourceContext},
    Entry{"struct.proto", &kStruct},
    Entry{"timestamp.proto", &kTimestamp},
    Entry{"type.proto", &kType},
    Entry{"wrappers.proto", &kWrappers},
};

}  // namespace

std::string_view BuiltinFile(std::string_view path) {
  if (!path.starts_with(kFolder)) return {};
  path.remove_prefix(kFolder.size());
  for (const Entry& entry : kFiles) {
    if (entry.name == path) return *entry.text;
  }
  return {};
}

}  // namespace leyline
