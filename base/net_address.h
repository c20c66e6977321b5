// Where an address of the internet leads: to everybody's network, or to one that only this machine
// is in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace leyline {

// "https://host:8443/path" in its parts. No user, no spaces; hosts in brackets lose them.
struct Endpoint {
  std::string scheme;
  std::string host;
  int port = 0;
};
std::optional<Endpoint> EndpointOf(std::string_view url);

// Whether it is a literal address, of IPv4 or IPv6, in its usual spelling.
bool IsAddress(std::string_view text);

// Whether it is an address that the whole internet can reach: not this machine, a private network,
// a link, a carrier's, a group's or one that is reserved; also as IPv6 that carries IPv4.
bool IsPublicAddress(std::string_view text);

}  // namespace leyline
