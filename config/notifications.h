// `notifications` of leyline.yaml: who is told what happened, and how.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml.h"

namespace leyline {

enum class NotifyType : uint8_t { kLog, kFile, kCommand, kWebhook };

// What a webhook's other end understands: Standard Webhooks, or a Slack message.
enum class WebhookFormat : uint8_t { kStandard, kSlack };

enum class Priority : uint8_t { kLow, kMedium, kHigh, kCritical };

// Whether a webhook may reach addresses that only this network has.
enum class Reach : uint8_t { kPublicOnly, kPrivateToo };

struct NotifyChannel {
  std::string name;
  NotifyType type = NotifyType::kLog;
  std::string path;                  // file: relative to the git directory
  std::vector<std::string> command;  // command: the program and its arguments
  std::string url;                   // webhook
  std::string url_env;     // webhook: the variable that has the address, where it is secret
  std::string secret_env;  // webhook: the variable that has the key of its signature
  WebhookFormat format = WebhookFormat::kStandard;
  Reach reach = Reach::kPublicOnly;
  Priority from = Priority::kLow;  // what matters less is not sent
};

void ReadNotifications(YamlMap& parent, const std::string& file, Errors& errors,
                       std::vector<NotifyChannel>& channels);

std::string_view NameOf(NotifyType type);    // "webhook"
std::string_view NameOf(Priority priority);  // "critical"

}  // namespace leyline
