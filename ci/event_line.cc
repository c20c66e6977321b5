#include "ci/event_line.h"

#include <charconv>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kScheme = "leyline.audit.v1\n";
constexpr int64_t kVersion = 1;

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

void AppendText(std::string& out, std::string_view text) {
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

void AppendMember(std::string& out, std::string_view key, std::string_view text) {
  AppendText(out, key);
  out.push_back(':');
  AppendText(out, text);
}

std::string LineOf(const Event& event, bool with_hash) {
  std::string out = "{";
  AppendMember(out, "actor", event.actor);
  out += ",\"data\":{";
  for (std::size_t i = 0; i < event.data.size(); ++i) {
    if (i > 0) out.push_back(',');
    AppendMember(out, event.data[i].first, event.data[i].second);
  }
  out += "},";
  if (with_hash) {
    AppendMember(out, "hash", event.hash);
    out.push_back(',');
  }
  AppendMember(out, "prev", event.prev);
  out.push_back(',');
  AppendMember(out, "scope", event.scope);
  out += fmt::format(",\"seq\":{},", event.seq);
  AppendMember(out, "subject", event.subject);
  out.push_back(',');
  AppendMember(out, "ts", FormatTime(event.at));
  out.push_back(',');
  AppendMember(out, "type", event.type);
  out += fmt::format(",\"v\":{}}}", kVersion);
  return out;
}

// Reads left to right; the first problem stops it and stays.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text) {}

  bool Read(Event& event) {
    int64_t version = 0;
    std::string time;
    const bool read = Symbol('{') && Key("actor") && Text(event.actor) && Symbol(',') &&
                      Key("data") && Data(event) && Symbol(',') && Key("hash") &&
                      Text(event.hash) && Symbol(',') && Key("prev") && Text(event.prev) &&
                      Symbol(',') && Key("scope") && Text(event.scope) && Symbol(',') &&
                      Key("seq") && Number(event.seq) && Symbol(',') && Key("subject") &&
                      Text(event.subject) && Symbol(',') && Key("ts") && Text(time) &&
                      Instant(time, event.at) && Symbol(',') && Key("type") && Text(event.type) &&
                      Symbol(',') && Key("v") && Number(version) && Symbol('}') && End();
    if (!read) return false;
    if (version != kVersion)
      return Refuse(fmt::format("version {} instead of {}", version, kVersion));
    return true;
  }

  const std::string& problem() const { return problem_; }
  int32_t column() const { return static_cast<int32_t>(at_) + 1; }

 private:
  bool Refuse(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  bool Symbol(char symbol) {
    if (at_ == text_.size())
      return Refuse(fmt::format("the line ends where `{}` must stand", symbol));
    if (text_[at_] != symbol) return Refuse(fmt::format("expected `{}`", symbol));
    ++at_;
    return true;
  }

  // Keys stand once and in order, so a repeated or unknown one is simply another than expected.
  bool Key(std::string_view expected) {
    const std::size_t start = at_;
    std::string key;
    if (!Text(key)) return false;
    if (key == expected) return Symbol(':');
    at_ = start;
    return Refuse(fmt::format("expected key `{}`, found `{}`", expected, key));
  }

  bool Data(Event& event) {
    if (!Symbol('{')) return false;
    if (at_ < text_.size() && text_[at_] == '}') return Symbol('}');
    while (true) {
      std::pair<std::string, std::string> entry;
      const std::size_t start = at_;
      if (!Text(entry.first) || !Symbol(':') || !Text(entry.second)) return false;
      if (!event.data.empty() && event.data.back().first >= entry.first) {
        at_ = start;
        return Refuse(fmt::format("key `{}` of `data` is repeated or out of order", entry.first));
      }
      event.data.push_back(std::move(entry));
      if (at_ < text_.size() && text_[at_] == '}') return Symbol('}');
      if (!Symbol(',')) return false;
    }
  }

  bool Text(std::string& out) {
    if (!Symbol('"')) return false;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<uint8_t>(text_[at_]) < 0x20)
        return Refuse("a raw control character in a text");
      if (text_[at_] == '\\' ? !Escaped(out) : !Plain(out)) return false;
    }
    return Symbol('"');
  }

  bool Plain(std::string& out) {
    out.push_back(text_[at_++]);
    return true;
  }

  bool Escaped(std::string& out) {
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
    // Upper-case digits and values with a shorter form fail when the line is written back.
    if (error != std::errc() || end != rest.data() + 6 || value >= 0x20) {
      return Refuse("an escape that is not canonical");
    }
    out.push_back(static_cast<char>(value));
    at_ += 6;
    return true;
  }

  bool Number(int64_t& out) {
    const char* first = text_.data() + at_;
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), out);
    if (error != std::errc() || out < 0) return Refuse("expected a number that fits 63 bits");
    at_ += static_cast<std::size_t>(end - first);
    return true;
  }

  bool Instant(const std::string& text, Time& out) {
    const Result<Time> time = ParseTime(text);
    if (!time.has_value()) return Refuse(time.error().front().message);
    out = *time;
    return true;
  }

  bool End() { return at_ == text_.size() || Refuse("more text after the event"); }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string problem_;
};

}  // namespace

std::string EventLine(const Event& event) { return LineOf(event, true); }

std::string EventHash(const Event& event) {
  return DigestText(Sha256Of(std::string(kScheme) + LineOf(event, false)));
}

Result<Event> ParseEventLine(std::string_view line, SourceSpan where) {
  const auto refuse = [&](std::string problem, int32_t column) {
    where.column = column;
    return Fail({.kind = ErrorKind::kStore,
                 .code = "LG8008",
                 .message = "not an event: " + std::move(problem),
                 .where = std::move(where),
                 .fix = "restore the log from a copy; lines are written by leyline only"});
  };
  if (line.size() > kMaxEventLine) {
    return refuse(fmt::format("{} bytes, more than {}", line.size(), kMaxEventLine), 1);
  }
  if (!IsValidUtf8(line)) return refuse("the line is not valid UTF-8", 1);
  Event event;
  LineReader reader(line);
  if (!reader.Read(event)) return refuse(reader.problem(), reader.column());
  if (EventLine(event) != line) return refuse("the line is not in canonical form", 1);
  return event;
}

Error TornLine(SourceSpan where, std::size_t keep) {
  std::string fix = fmt::format(
      "no acknowledged event is lost; `leyline audit repair` moves what follows byte {} aside",
      keep);
  return {.kind = ErrorKind::kStore,
          .code = "LG8005",
          .message = "the last line is torn: a writer was stopped before the event was complete",
          .where = std::move(where),
          .fix = std::move(fix)};
}

}  // namespace leyline
