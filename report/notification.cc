#include "report/notification.h"

#include <vector>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/events.h"
#include "report/json_parts.h"
#include "report/json_writer.h"

namespace leyline {
namespace {

std::vector<std::string> Words(std::string_view list) {
  std::vector<std::string> words;
  for (std::string_view word : Split(list, ',')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

void WriteData(JsonWriter& json, const NotificationView& view) {
  const Notice& notice = view.delivery->notice;
  const Event& event = notice.event;
  json.BeginObject();
  json.Field("id", view.delivery->id);
  json.Field("priority", NameOf(notice.priority));
  json.Field("text", notice.text);
  json.Field("repository", view.repository);
  json.Field("owner", view.owner);
  WriteStrings(json, "proposers", Words(DataOf(event, "proposers")));
  json.Field("scope", event.scope);
  json.Field("actor", event.actor);
  json.Field("subject", event.subject);
  WriteStrings(json, "codes", Words(DataOf(event, "codes")));
  json.Field("reason", DataOf(event, "reason"));
  json.Field("event_seq", static_cast<int32_t>(event.seq));
  json.Field("event_hash", event.hash);
  json.Field("traceparent", view.traceparent);
  json.EndObject();
}

// Slack reads `&`, `<` and `>` as its own.
std::string ForSlack(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else {
      escaped.push_back(c);
    }
  }
  return escaped;
}

}  // namespace

std::string NotificationJson(const NotificationView& view) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("type", "leyline." + view.delivery->notice.kind);
  json.Field("timestamp", FormatTime(view.delivery->notice.event.at));
  json.Key("data");
  WriteData(json, view);
  json.EndObject();
  return out;
}

std::string NotificationSlack(const NotificationView& view) {
  const Notice& notice = view.delivery->notice;
  std::string text = fmt::format("[{}] {}", NameOf(notice.priority), notice.text);
  if (!view.repository.empty()) text += " in " + Printable(view.repository);
  const std::string_view proposers = DataOf(notice.event, "proposers");
  text += fmt::format("\nowner: {}{}{}", Printable(view.owner),
                      proposers.empty() ? "" : "; proposed by: ", Printable(proposers));
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("text", ForSlack(text));
  json.EndObject();
  return out;
}

}  // namespace leyline
