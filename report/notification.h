// What channels are sent: one notice as JSON.
#pragma once

#include <string>

#include "ci/outbox.h"

namespace leyline {

struct NotificationView {
  const Delivery* delivery = nullptr;
  std::string repository;   // as leyline.yaml names it
  std::string owner;        // of the policy
  std::string traceparent;  // of the run that sends it
};

// leyline.v1.Notification as ProtoJSON, without a line end.
std::string NotificationJson(const NotificationView& view);

// A message of Slack, without a line end. Nothing in it can call people or hide a link.
std::string NotificationSlack(const NotificationView& view);

}  // namespace leyline
