#include "config/notifications.h"

#include <algorithm>

#include <fmt/format.h>

namespace leyline {
namespace {

constexpr std::string_view kTypes[] = {"log", "file", "command", "webhook"};
constexpr std::string_view kPriorities[] = {"low", "medium", "high", "critical"};
constexpr std::string_view kFormats[] = {"standard", "slack"};

template <class Enum, std::size_t N>
void ReadWord(YamlMap& map, std::string_view key, const std::string_view (&words)[N],
              Enum& target) {
  const auto word = map.OneOf(key, words);
  if (!word.has_value()) return;
  target = static_cast<Enum>(std::find(std::begin(words), std::end(words), *word) - words);
}

bool IsVariable(std::string_view name) {
  const auto is_good = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && (name[0] < '0' || name[0] > '9') &&
         std::all_of(name.begin(), name.end(), is_good);
}

std::string ReadVariable(YamlMap& map, std::string_view key) {
  const std::string name = map.String(key).value_or("");
  if (map.Has(key) && !name.empty() && !IsVariable(name)) {
    map.Complain(key, "LG1012", fmt::format("`{}`: `{}` is no variable's name", key, name),
                 "name the environment variable that has the secret; never write the secret here");
  }
  return name;
}

void ReadWebhook(YamlMap& map, NotifyChannel& channel) {
  channel.url = map.String("url").value_or("");
  channel.url_env = ReadVariable(map, "url_env");
  channel.secret_env = ReadVariable(map, "secret_env");
  ReadWord(map, "format", kFormats, channel.format);
  if (map.Bool("allow_private").value_or(false)) channel.reach = Reach::kPrivateToo;
  if (channel.type != NotifyType::kWebhook) return;
  if (map.Has("url") == map.Has("url_env")) {
    map.Complain("type", "LG1011", "a webhook needs either `url` or `url_env`",
                 "write the address, or the variable that has it where it is secret");
  }
  const bool good = channel.url.starts_with("https://") ||
                    (channel.reach == Reach::kPrivateToo && channel.url.starts_with("http://"));
  if (map.Has("url") && !good) {
    map.Complain("url", "LG1012", "`url` must begin with https://",
                 "plain http is for addresses of your own network, with `allow_private: true`");
  }
}

// A key that belongs to another type would have no effect.
void CheckKeys(YamlMap& map, NotifyType type) {
  struct Owned {
    std::string_view key;
    NotifyType type;
  };
  constexpr Owned kOwned[] = {{"path", NotifyType::kFile},
                              {"command", NotifyType::kCommand},
                              {"url", NotifyType::kWebhook},
                              {"url_env", NotifyType::kWebhook},
                              {"secret_env", NotifyType::kWebhook},
                              {"format", NotifyType::kWebhook},
                              {"allow_private", NotifyType::kWebhook}};
  for (const Owned& owned : kOwned) {
    if (owned.type == type || !map.Has(owned.key)) continue;
    map.Complain(owned.key, "LG1012",
                 fmt::format("`{}` is of type `{}`, this is `{}`", owned.key, NameOf(owned.type),
                             NameOf(type)),
                 "remove the key");
  }
}

NotifyChannel ReadChannel(YamlMap& map) {
  NotifyChannel channel;
  map.Require("name");
  map.Require("type");
  channel.name = map.Identifier("name").value_or("");
  ReadWord(map, "type", kTypes, channel.type);
  ReadWord(map, "from", kPriorities, channel.from);
  channel.path = map.String("path").value_or("");
  if (const YamlNode* words = map.Sequence("command")) {
    for (const YamlNode& word : words->items) {
      channel.command.push_back(map.values().String(word, "command").value_or(""));
    }
  }
  ReadWebhook(map, channel);
  CheckKeys(map, channel.type);
  if (channel.type == NotifyType::kFile) map.Require("path");
  if (channel.type == NotifyType::kCommand) map.Require("command");
  map.Finish();
  return channel;
}

}  // namespace

void ReadNotifications(YamlMap& parent, const std::string& file, Errors& errors,
                       std::vector<NotifyChannel>& channels) {
  const YamlNode* list = parent.Sequence("notifications");
  if (list == nullptr) return;
  for (const YamlNode& item : list->items) {
    YamlMap map(file, item, "channel", errors);
    NotifyChannel channel = ReadChannel(map);
    const bool taken = !channel.name.empty() && std::any_of(channels.begin(), channels.end(),
                                                            [&](const NotifyChannel& other) {
                                                              return other.name == channel.name;
                                                            });
    if (taken) {
      map.Complain("name", "LG1019", fmt::format("two channels are called `{}`", channel.name),
                   "give one another name; what was sent is remembered by it");
    }
    channels.push_back(std::move(channel));
  }
}

std::string_view NameOf(NotifyType type) { return kTypes[static_cast<std::size_t>(type)]; }
std::string_view NameOf(Priority priority) {
  return kPriorities[static_cast<std::size_t>(priority)];
}

}  // namespace leyline
