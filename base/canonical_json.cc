#include "base/canonical_json.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace leyline {
namespace {

// The escapes of RFC 8785: these letters, \u00xx for the other control characters, nothing else.
struct Escape {
  char raw;
  char letter;
};
constexpr Escape kEscapes[] = {{'"', '"'},  {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'},
                               {'\n', 'n'}, {'\r', 'r'},  {'\t', 't'}};

char LetterOf(char raw) {
  for (const Escape& escape : kEscapes) {
    if (escape.raw == raw) return escape.letter;
  }
  return 0;
}

}  // namespace

void AppendJsonText(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (const char letter = LetterOf(c); letter != 0) {
      out.push_back('\\');
      out.push_back(letter);
    } else if (static_cast<uint8_t>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<uint8_t>(c));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void AppendJsonMember(std::string& out, std::string_view key, std::string_view text) {
  AppendJsonText(out, key);
  out.push_back(':');
  AppendJsonText(out, text);
}

void AppendJsonList(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  AppendJsonText(out, key);
  out += ":[";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out.push_back(',');
    AppendJsonText(out, texts[i]);
  }
  out.push_back(']');
}

std::string CanonicalObject(
    std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  std::string out;
  for (const auto& [key, text] : members) {
    out.push_back(out.empty() ? '{' : ',');
    AppendJsonMember(out, key, text);
  }
  out.push_back('}');
  return out;
}

bool CanonicalReader::Refuse(std::string problem) {
  problem_ = std::move(problem);
  return false;
}

bool CanonicalReader::Symbol(char symbol) {
  if (at_ == text_.size())
    return Refuse(fmt::format("the line ends where `{}` must stand", symbol));
  if (text_[at_] != symbol) return Refuse(fmt::format("expected `{}`", symbol));
  ++at_;
  return true;
}

bool CanonicalReader::Key(std::string_view expected) {
  const std::size_t start = at_;
  std::string key;
  if (!Text(key)) return false;
  if (key == expected) return Symbol(':');
  at_ = start;
  return Refuse(fmt::format("expected key `{}`, found `{}`", expected, key));
}

bool CanonicalReader::MayKey(std::string_view key) {
  const bool next =
      problem_.empty() &&
      text_.substr(std::min(at_, text_.size())).starts_with(fmt::format("\"{}\":", key));
  return next && Key(key);
}

bool CanonicalReader::Text(std::string& out) {
  if (!Symbol('"')) return false;
  while (at_ < text_.size() && text_[at_] != '"') {
    if (static_cast<uint8_t>(text_[at_]) < 0x20) return Refuse("a raw control character in a text");
    if (text_[at_] == '\\') {
      if (!Escaped(out)) return false;
    } else {
      out.push_back(text_[at_++]);
    }
  }
  return Symbol('"');
}

bool CanonicalReader::Escaped(std::string& out) {
  const std::string_view rest = text_.substr(at_);
  for (const Escape& escape : kEscapes) {
    if (rest.size() < 2 || rest[1] != escape.letter) continue;
    out.push_back(escape.raw);
    at_ += 2;
    return true;
  }
  constexpr std::string_view kUnicode = "\\u00";
  if (rest.size() < 6 || !rest.starts_with(kUnicode))
    return Refuse("an escape that is not canonical");
  uint8_t value = 0;
  const auto [end, error] = std::from_chars(rest.data() + 4, rest.data() + 6, value, 16);
  // Upper-case digits and values with a shorter form fail when the text is written back.
  if (error != std::errc() || end != rest.data() + 6 || value >= 0x20) {
    return Refuse("an escape that is not canonical");
  }
  out.push_back(static_cast<char>(value));
  at_ += 6;
  return true;
}

bool CanonicalReader::Texts(std::vector<std::string>& out) {
  if (!Symbol('[')) return false;
  if (IsNext(']')) return Symbol(']');
  while (true) {
    if (!Text(out.emplace_back())) return false;
    if (IsNext(']')) return Symbol(']');
    if (!Symbol(',')) return false;
  }
}

bool CanonicalReader::Number(int64_t& out) {
  const char* first = text_.data() + at_;
  const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), out);
  if (error != std::errc() || out < 0) return Refuse("expected a number that fits 63 bits");
  at_ += static_cast<std::size_t>(end - first);
  return true;
}

bool CanonicalReader::Instant(Time& out) {
  std::string text;
  if (!Text(text)) return false;
  const Result<Time> time = ParseTime(text);
  if (!time.has_value()) return Refuse(time.error().front().message);
  out = *time;
  return true;
}

bool CanonicalReader::End() { return at_ == text_.size() || Refuse("more text after the end"); }

}  // namespace leyline
