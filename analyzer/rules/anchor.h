// Where what is gone is shown: at the nearest declaration of the new side that held it.
#pragma once

#include <optional>

#include "analyzer/diff/match.h"
#include "analyzer/schema/locate.h"

namespace leyline {

// None when its file is gone too. Renamed homes are followed.
std::optional<SourceSpan> AnchorOf(const File& gone, const Matches& matches, Locator& locator);
std::optional<SourceSpan> AnchorOf(const Message& gone, const Matches& matches, Locator& locator);
std::optional<SourceSpan> AnchorOf(const Field& gone, const Matches& matches, Locator& locator);
std::optional<SourceSpan> AnchorOf(const Oneof& gone, const Matches& matches, Locator& locator);
std::optional<SourceSpan> AnchorOf(const Enum& gone, const Matches& matches, Locator& locator);
std::optional<SourceSpan> AnchorOf(const EnumValue& gone, const Matches& matches, Locator& locator);
std::optional<SourceSpan> AnchorOf(const Service& gone, const Matches& matches, Locator& locator);
std::optional<SourceSpan> AnchorOf(const Method& gone, const Matches& matches, Locator& locator);

}  // namespace leyline
