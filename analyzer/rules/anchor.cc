#include "analyzer/rules/anchor.h"

namespace leyline {
namespace {

// A message that holds it, else the file.
std::optional<SourceSpan> Around(const Message* home, const File& file, const Matches& matches,
                                 Locator& locator) {
  for (; home != nullptr; home = home->parent) {
    const Message* after = matches.AfterOf(home);
    if (after != nullptr) return locator.Locate(*after);
  }
  return AnchorOf(file, matches, locator);
}

}  // namespace

std::optional<SourceSpan> AnchorOf(const File& gone, const Matches& matches, Locator& locator) {
  const File* after = matches.AfterOf(&gone);
  if (after == nullptr) return std::nullopt;
  return locator.Locate(*after);
}

std::optional<SourceSpan> AnchorOf(const Message& gone, const Matches& matches, Locator& locator) {
  return Around(gone.parent, *gone.file, matches, locator);
}

std::optional<SourceSpan> AnchorOf(const Field& gone, const Matches& matches, Locator& locator) {
  return Around(gone.parent, *gone.file, matches, locator);
}

std::optional<SourceSpan> AnchorOf(const Oneof& gone, const Matches& matches, Locator& locator) {
  return Around(gone.parent, *gone.parent->file, matches, locator);
}

std::optional<SourceSpan> AnchorOf(const Enum& gone, const Matches& matches, Locator& locator) {
  return Around(gone.parent, *gone.file, matches, locator);
}

std::optional<SourceSpan> AnchorOf(const EnumValue& gone, const Matches& matches,
                                   Locator& locator) {
  const Enum* after = matches.AfterOf(gone.parent);
  if (after != nullptr) return locator.Locate(*after);
  return AnchorOf(*gone.parent, matches, locator);
}

std::optional<SourceSpan> AnchorOf(const Service& gone, const Matches& matches, Locator& locator) {
  return AnchorOf(*gone.file, matches, locator);
}

std::optional<SourceSpan> AnchorOf(const Method& gone, const Matches& matches, Locator& locator) {
  const Service* after = matches.after->FindService(gone.parent->full_name);
  if (after != nullptr) return locator.Locate(*after);
  return AnchorOf(*gone.parent, matches, locator);
}

}  // namespace leyline
