#include "tools/leyline/http_post.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/net_address.h"
#include "base/strings.h"

namespace leyline {
namespace {

// curl ends before by itself.
constexpr Limits kOfAnAnswer = {.time = std::chrono::seconds(15), .output = 1 << 20};

Error Undelivered(std::string message, std::string fix) {
  return {.kind = ErrorKind::kOutput,
          .code = "LG9005",
          .message = std::move(message),
          .where = std::nullopt,
          .fix = std::move(fix)};
}

std::string_view NameFor(const HttpPost& post, const Endpoint& endpoint) {
  return post.is_secret ? std::string_view("the host") : std::string_view(endpoint.host);
}

// The addresses of a host, as the system looks them up.
Result<std::vector<std::string>> AddressesOf(World& world, const HttpPost& post,
                                             const Endpoint& endpoint) {
  if (IsAddress(endpoint.host)) return std::vector<std::string>{endpoint.host};
  auto exit =
      world.process.Run({.argv = {"getent", "ahosts", endpoint.host}, .limits = kOfAnAnswer});
  if (!exit) return Fail(exit.error());
  std::vector<std::string> addresses;
  for (std::string_view line : Split(exit->out, '\n')) {
    std::string address(line.substr(0, line.find(' ')));
    const bool is_new = std::find(addresses.begin(), addresses.end(), address) == addresses.end();
    if (IsAddress(address) && is_new) addresses.push_back(std::move(address));
  }
  if (!addresses.empty()) return addresses;
  return Fail(Undelivered(fmt::format("{} has no address", Printable(NameFor(post, endpoint))),
                          "correct the address of the webhook"));
}

// A value of curl's configuration, in quotes.
std::string Quoted(std::string_view value) {
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

// On standard input: command lines are read by whoever can list processes.
std::string Settings(const HttpPost& post, const Endpoint& endpoint,
                     const std::vector<std::string>& addresses) {
  std::string text = fmt::format("url = {}\n", Quoted(post.url));
  for (const auto& [name, value] : post.headers) {
    text += fmt::format("header = {}\n", Quoted(fmt::format("{}: {}", name, value)));
  }
  text += fmt::format("data-binary = {}\n", Quoted("@" + PathOfFile(0)));
  if (!IsAddress(endpoint.host)) {
    text += fmt::format("resolve = {}\n", Quoted(fmt::format("{}:{}:{}", endpoint.host,
                                                             endpoint.port, Join(addresses, ","))));
  }
  return text;
}

Result<int> Send(World& world, const HttpPost& post, const Endpoint& endpoint,
                 const std::vector<std::string>& addresses) {
  const std::string schemes = post.reach == Reach::kPrivateToo ? "=http,https" : "=https";
  auto exit = world.process.Run({.argv = {"curl",
                                          "-q",
                                          "--silent",
                                          "--show-error",
                                          "--globoff",
                                          "--proto",
                                          schemes,
                                          "--noproxy",
                                          "*",
                                          "--connect-timeout",
                                          "5",
                                          "--max-time",
                                          "10",
                                          "--limit-rate",
                                          "1M",
                                          "--output",
                                          "/dev/null",
                                          "--write-out",
                                          "%{http_code}",
                                          "--config",
                                          "-"},
                                 .input = Settings(post, endpoint, addresses),
                                 .files = {post.body},
                                 .limits = kOfAnAnswer});
  if (!exit) return Fail(exit.error());
  if (exit->code != 0) {
    const std::string why = post.is_secret ? "" : ": " + Printable(Trim(exit->err));
    return Fail(Undelivered(fmt::format("curl ended with {}{}", exit->code, why),
                            "the next gate, or `leyline notify`, tries again"));
  }
  int status = 0;
  std::from_chars(exit->out.data(), exit->out.data() + exit->out.size(), status);
  return status;
}

}  // namespace

Result<int> Post(World& world, const HttpPost& post) {
  const std::optional<Endpoint> endpoint = EndpointOf(post.url);
  const bool plain = endpoint.has_value() && endpoint->scheme == "http";
  if (!endpoint.has_value() || (plain && post.reach == Reach::kPublicOnly)) {
    return Fail(Undelivered("the address is not https://HOST/...",
                            "write it so; it may have no user and no blanks"));
  }
  auto addresses = AddressesOf(world, post, *endpoint);
  if (!addresses) return Fail(addresses.error());
  const auto inner = std::find_if(addresses->begin(), addresses->end(),
                                  [](const auto& address) { return !IsPublicAddress(address); });
  if (post.reach == Reach::kPublicOnly && inner != addresses->end()) {
    return Fail(Undelivered(
        fmt::format("{} leads to {}, which only this network has",
                    Printable(NameFor(post, *endpoint)), post.is_secret ? "an address" : *inner),
        "if that is meant, write `allow_private: true`"));
  }
  return Send(world, post, *endpoint, *addresses);
}

}  // namespace leyline
