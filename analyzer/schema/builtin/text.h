// The texts behind BuiltinFile(). They state facts (names, numbers, types, options); the prose of
// the originals is left out.
#pragma once

#include <string_view>

namespace leyline {

extern const std::string_view kDescriptor;
extern const std::string_view kCppFeatures;
extern const std::string_view kGoFeatures;
extern const std::string_view kJavaFeatures;
extern const std::string_view kAny;
extern const std::string_view kApi;
extern const std::string_view kCompilerPlugin;
extern const std::string_view kDuration;
extern const std::string_view kEmpty;
extern const std::string_view kFieldMask;
extern const std::string_view kSourceContext;
extern const std::string_view kStruct;
extern const std::string_view kTimestamp;
extern const std::string_view kType;
extern const std::string_view kWrappers;

}  // namespace leyline
