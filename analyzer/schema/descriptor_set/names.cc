// What a descriptor says in one field, checked: a parser only makes sound names, a descriptor can
// hold anything.
#include <array>

#include <fmt/format.h>

#include "analyzer/schema/descriptor_set/decoder.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Which bytes a name is made of.
constexpr std::array<bool, 256> kInName = [] {
  std::array<bool, 256> in_name{};
  for (int c = 0; c < 128; ++c) {
    in_name[static_cast<std::size_t>(c)] =
        IsLetter(static_cast<char>(c)) || IsDigit(static_cast<char>(c));
  }
  return in_name;
}();

// The first byte that is no part of the identifier at the start; 0 where there is none.
std::size_t EndOfIdentifier(std::string_view name) {
  if (name.empty() || IsDigit(name[0])) return 0;
  std::size_t at = 0;
  while (at < name.size() && kInName[static_cast<unsigned char>(name[at])]) ++at;
  return at;
}

bool IsIdentifier(std::string_view name) {
  return !name.empty() && EndOfIdentifier(name) == name.size();
}

// "a.b.C" or ".a.b.C".
bool IsDottedName(std::string_view name) {
  if (!name.empty() && name[0] == '.') name.remove_prefix(1);
  while (true) {
    const std::size_t end = EndOfIdentifier(name);
    if (end == 0) return false;
    if (end == name.size()) return true;
    if (name[end] != '.') return false;
    name.remove_prefix(end + 1);
  }
}

// Import paths are relative, with '/', without "." and ".." parts; anything else could name a file
// outside the contract roots in a report.
bool IsImportPath(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos || !IsValidUtf8(path)) return false;
  while (true) {
    const std::string_view part = path.substr(0, path.find('/'));
    if (part.empty() || part == "." || part == "..") return false;
    if (part.size() == path.size()) return true;
    path.remove_prefix(part.size() + 1);
  }
}

}  // namespace

std::string FileDecoder::Quoted(std::string_view text) {
  return fmt::format("`{}`", Printable(text.substr(0, 80)));
}

std::string_view FileDecoder::ImportPath(DescriptorReader& reader) {
  const std::string_view path = reader.Bytes();
  if (!IsImportPath(path)) reader.Fail(fmt::format("{} is not an import path", Quoted(path)));
  return path;
}

std::string_view FileDecoder::Identifier(DescriptorReader& reader) {
  const std::string_view name = reader.Bytes();
  if (!IsIdentifier(name)) reader.Fail(fmt::format("{} is not an identifier", Quoted(name)));
  return name;
}

std::string_view FileDecoder::DottedName(DescriptorReader& reader) {
  const std::string_view name = reader.Bytes();
  if (!IsDottedName(name)) reader.Fail(fmt::format("{} is not a dotted name", Quoted(name)));
  return name;
}

std::string_view FileDecoder::Utf8(DescriptorReader& reader) {
  const std::string_view text = reader.Bytes();
  if (!IsValidUtf8(text)) reader.Fail(fmt::format("{} is not valid UTF-8", Quoted(text)));
  return text;
}

Visibility FileDecoder::DecodeVisibility(DescriptorReader& reader) {
  const uint64_t value = reader.Varint();
  if (value > 2) reader.Fail(fmt::format("{} is not a visibility", value));
  return static_cast<Visibility>(value % 3);
}

void FileDecoder::ReadOptions(DescriptorReader& reader, Options& options) {
  // Two pieces would have to be joined, and no writer of descriptors makes them.
  if (!options.bytes.empty()) reader.Fail("an element has options twice, expected once");
  options.bytes = reader.Bytes();
  DescriptorReader inside(input_, options.bytes, "options");
  while (inside.Next()) {
  }
}

}  // namespace leyline
