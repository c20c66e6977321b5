#include "analyzer/witness/proto_json/json_text.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsHighSurrogate(uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool IsLowSurrogate(uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

void AppendUtf8(std::string& out, uint32_t c) {
  const auto push = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) return push(c);
  if (c < 0x800) {
    push(0xC0 | c >> 6);
  } else if (c < 0x10000) {
    push(0xE0 | c >> 12);
    push(0x80 | (c >> 6 & 0x3F));
  } else {
    push(0xF0 | c >> 18);
    push(0x80 | (c >> 12 & 0x3F));
    push(0x80 | (c >> 6 & 0x3F));
  }
  push(0x80 | (c & 0x3F));
}

// The name that stands twice, or null when all differ.
const std::string* RepeatedName(const std::vector<JsonMember>& members) {
  std::vector<const std::string*> names;
  names.reserve(members.size());
  for (const JsonMember& member : members) names.push_back(&member.name);
  const auto by_text = [](const std::string* a, const std::string* b) { return *a < *b; };
  std::sort(names.begin(), names.end(), by_text);
  const auto equal = [](const std::string* a, const std::string* b) { return *a == *b; };
  const auto it = std::adjacent_find(names.begin(), names.end(), equal);
  return it == names.end() ? nullptr : *it;
}

class Reader {
 public:
  Reader(std::string_view text, std::string& problem) : text_(text), problem_(problem) {}

  std::optional<JsonNode> Read() {
    if (!IsValidUtf8(text_)) {
      problem_ = "the JSON text is not valid UTF-8";
      return std::nullopt;
    }
    JsonNode node;
    if (!Value(node, 0)) return std::nullopt;
    SkipSpace();
    if (pos_ < text_.size()) {
      Refuse("more text after the value");
      return std::nullopt;
    }
    return node;
  }

 private:
  bool Refuse(std::string_view what) {
    const std::string_view before = text_.substr(0, std::min(pos_, text_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    problem_ = fmt::format("invalid JSON at {}:{}: {}", line, before.size() - line_start + 1, what);
    return false;
  }

  char Peek() const { return pos_ < text_.size() ? text_[pos_] : '\0'; }
  bool Take(char c) {
    if (pos_ >= text_.size() || text_[pos_] != c) return false;
    ++pos_;
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (!text_.substr(pos_).starts_with(word)) return false;
    pos_ += word.size();
    return true;
  }
  void SkipSpace() {
    while (pos_ < text_.size() && IsSpace(text_[pos_])) ++pos_;
  }

  bool Value(JsonNode& node, int depth) {
    SkipSpace();
    switch (Peek()) {
      case '{':
        return Object(node, depth + 1);
      case '[':
        return Array(node, depth + 1);
      case '"':
        node.kind = JsonNode::Kind::kString;
        return String(node.text);
      default:
        return Peek() == '-' || IsDigit(Peek()) ? Number(node) : Word(node);
    }
  }

  bool Word(JsonNode& node) {
    if (TakeWord("null")) return true;
    node.kind = JsonNode::Kind::kBool;
    node.truth = TakeWord("true");
    return node.truth || TakeWord("false") || Refuse("expected a value");
  }

  bool Digits() {
    const std::size_t start = pos_;
    while (IsDigit(Peek())) ++pos_;
    return pos_ > start || Refuse("expected a digit");
  }

  bool Number(JsonNode& node) {
    const std::size_t start = pos_;
    Take('-');
    if (!Take('0') && !Digits()) return false;
    if (IsDigit(Peek())) return Refuse("a number with a leading zero");
    if (Take('.') && !Digits()) return false;
    if (Take('e') || Take('E')) {
      if (!Take('+')) Take('-');
      if (!Digits()) return false;
    }
    node.kind = JsonNode::Kind::kNumber;
    node.text = text_.substr(start, pos_ - start);
    return true;
  }

  bool Array(JsonNode& node, int depth) {
    node.kind = JsonNode::Kind::kArray;
    return Sequence('[', ']', depth, [&] { return Value(node.items.emplace_back(), depth); });
  }

  bool Object(JsonNode& node, int depth) {
    node.kind = JsonNode::Kind::kObject;
    if (!Sequence('{', '}', depth, [&] { return Member(node, depth); })) return false;
    const std::string* repeated = RepeatedName(node.members);
    if (repeated == nullptr) return true;
    return Refuse(fmt::format("the name `{}` stands twice in one object", Printable(*repeated)));
  }

  bool Member(JsonNode& node, int depth) {
    JsonMember& member = node.members.emplace_back();
    SkipSpace();
    if (Peek() != '"') return Refuse("expected a name in double quotes");
    if (!String(member.name)) return false;
    SkipSpace();
    return Take(':') ? Value(member.value, depth) : Refuse("expected `:`");
  }

  template <class Element>
  bool Sequence(char open, char close, int depth, Element element) {
    if (depth > kMaxJsonDepth) {
      return Refuse(fmt::format("nested deeper than {} levels", kMaxJsonDepth));
    }
    Take(open);
    SkipSpace();
    if (Take(close)) return true;
    do {
      if (!element()) return false;
      SkipSpace();
    } while (Take(','));
    return Take(close) || Refuse(fmt::format("expected `,` or `{}`", close));
  }

  bool String(std::string& out) {
    Take('"');
    while (!Take('"')) {
      if (pos_ >= text_.size()) return Refuse("a string without an end");
      const char c = text_[pos_];
      if (static_cast<unsigned char>(c) < 0x20) return Refuse("a control character in a string");
      if (c == '\\') {
        if (!Escape(out)) return false;
        continue;
      }
      out.push_back(c);
      ++pos_;
    }
    return true;
  }

  bool Escape(std::string& out) {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    ++pos_;
    if (Take('u')) return CodePoint(out);
    const std::size_t which = pos_ < text_.size() ? kLetters.find(text_[pos_]) : kLetters.npos;
    if (which == kLetters.npos) return Refuse("an unknown escape");
    out.push_back(kMeanings[which]);
    ++pos_;
    return true;
  }

  bool CodePoint(std::string& out) {
    uint32_t unit = 0;
    if (!Hex4(unit)) return false;
    if (IsLowSurrogate(unit)) return Refuse("a lone surrogate");
    if (IsHighSurrogate(unit)) {
      uint32_t low = 0;
      if (!TakeWord("\\u")) return Refuse("a lone surrogate");
      if (!Hex4(low)) return false;
      if (!IsLowSurrogate(low)) return Refuse("a lone surrogate");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(out, unit);
    return true;
  }

  bool Hex4(uint32_t& value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (int i = 0; i < 4; ++i) {
      const char c = Peek();
      const std::size_t digit =
          kDigits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c);
      if (digit == kDigits.npos) return Refuse("expected four hexadecimal digits");
      value = value << 4 | static_cast<uint32_t>(digit);
      ++pos_;
    }
    return true;
  }

  std::string_view text_;
  std::string& problem_;
  std::size_t pos_ = 0;
};

std::string_view ShortEscape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return "";
  }
}

}  // namespace

std::optional<JsonNode> ReadJsonText(std::string_view text, std::string& problem) {
  return Reader(text, problem).Read();
}

std::string_view Describe(JsonNode::Kind kind) {
  switch (kind) {
    case JsonNode::Kind::kNull:
      return "null";
    case JsonNode::Kind::kBool:
      return "a bool";
    case JsonNode::Kind::kNumber:
      return "a number";
    case JsonNode::Kind::kString:
      return "a string";
    case JsonNode::Kind::kArray:
      return "a list";
    case JsonNode::Kind::kObject:
      break;
  }
  return "an object";
}

void AppendJsonQuoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const std::string_view escape = ShortEscape(c);
    if (!escape.empty()) {
      out += escape;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(byte));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

}  // namespace leyline
