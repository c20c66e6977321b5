// Sends a text to an address of the web, through the `curl` process; the only place that does.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/notifications.h"
#include "tools/leyline/command.h"

namespace leyline {

struct HttpPost {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  // JSON
  Reach reach = Reach::kPublicOnly;
  bool is_secret = false;  // the address is: no message may show it
};

// The status that the server answered with. No redirects, no proxy, one try of at most 10 s in which
// no more than 10 MB of an answer are taken. An address that is not public is an error unless
// `reach` allows it: the host is looked up once, and that is where the text goes. Errors carry
// LG9005.
Result<int> Post(World& world, const HttpPost& post);

}  // namespace leyline
