#include "ci/event_line.h"

#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/canonical_json.h"
#include "base/digest.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kScheme = "leyline.audit.v1\n";
constexpr int64_t kVersion = 1;

std::string LineOf(const Event& event, bool with_hash) {
  std::string out = "{";
  AppendJsonMember(out, "actor", event.actor);
  out += ",\"data\":{";
  for (std::size_t i = 0; i < event.data.size(); ++i) {
    if (i > 0) out.push_back(',');
    AppendJsonMember(out, event.data[i].first, event.data[i].second);
  }
  out += "},";
  if (with_hash) {
    AppendJsonMember(out, "hash", event.hash);
    out.push_back(',');
  }
  AppendJsonMember(out, "prev", event.prev);
  out.push_back(',');
  AppendJsonMember(out, "scope", event.scope);
  out += fmt::format(",\"seq\":{},", event.seq);
  AppendJsonMember(out, "subject", event.subject);
  out.push_back(',');
  AppendJsonMember(out, "ts", FormatTime(event.at));
  out.push_back(',');
  AppendJsonMember(out, "type", event.type);
  out += fmt::format(",\"v\":{}}}", kVersion);
  return out;
}

bool ReadData(CanonicalReader& reader, Event& event) {
  if (!reader.Symbol('{')) return false;
  if (reader.IsNext('}')) return reader.Symbol('}');
  while (true) {
    std::pair<std::string, std::string> entry;
    const std::size_t start = reader.at();
    if (!reader.Text(entry.first) || !reader.Symbol(':') || !reader.Text(entry.second)) {
      return false;
    }
    if (!event.data.empty() && event.data.back().first >= entry.first) {
      reader.GoBackTo(start);
      return reader.Refuse(
          fmt::format("key `{}` of `data` is repeated or out of order", entry.first));
    }
    event.data.push_back(std::move(entry));
    if (reader.IsNext('}')) return reader.Symbol('}');
    if (!reader.Symbol(',')) return false;
  }
}

bool ReadEvent(CanonicalReader& reader, Event& event) {
  int64_t version = 0;
  const auto text = [&](std::string_view key, std::string& out) {
    return reader.Key(key) && reader.Text(out) && reader.Symbol(',');
  };
  const bool read = reader.Symbol('{') && text("actor", event.actor) && reader.Key("data") &&
                    ReadData(reader, event) && reader.Symbol(',') && text("hash", event.hash) &&
                    text("prev", event.prev) && text("scope", event.scope) && reader.Key("seq") &&
                    reader.Number(event.seq) && reader.Symbol(',') &&
                    text("subject", event.subject) && reader.Key("ts") &&
                    reader.Instant(event.at) && reader.Symbol(',') && text("type", event.type) &&
                    reader.Key("v") && reader.Number(version) && reader.Symbol('}') && reader.End();
  if (!read) return false;
  if (version == kVersion) return true;
  return reader.Refuse(fmt::format("version {} instead of {}", version, kVersion));
}

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
  CanonicalReader reader(line);
  if (!ReadEvent(reader, event)) return refuse(reader.problem(), reader.column());
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
