// Nodes -> places: line and column from the text, or from a descriptor set's source info.
#pragma once

#include "analyzer/model/model.h"
#include "base/error.h"

namespace leyline {

// The place of a declaration's first token. Files without text and source info give 1:1.
SourceSpan Locate(const File& file);
SourceSpan Locate(const Message& message);
SourceSpan Locate(const Enum& enumeration);
SourceSpan Locate(const EnumValue& value);
SourceSpan Locate(const Field& field);
SourceSpan Locate(const Oneof& oneof);
SourceSpan Locate(const Service& service);
SourceSpan Locate(const Method& method);

// The place of the syntax/edition statement or the package statement; of the file if there is none.
SourceSpan LocateSyntax(const File& file);
SourceSpan LocatePackage(const File& file);

}  // namespace leyline
