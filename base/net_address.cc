#include "base/net_address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace leyline {
namespace {

using Bytes4 = std::array<uint8_t, 4>;
using Bytes16 = std::array<uint8_t, 16>;

// Networks of RFC 6890 that are not everybody's.
struct Block4 {
  Bytes4 start;
  int bits;
};
constexpr Block4 kNotPublic4[] = {
    {{0, 0, 0, 0}, 8},       // this network
    {{10, 0, 0, 0}, 8},      // private
    {{100, 64, 0, 0}, 10},   // a carrier's
    {{127, 0, 0, 0}, 8},     // this machine
    {{169, 254, 0, 0}, 16},  // a link, and the metadata of clouds
    {{172, 16, 0, 0}, 12},   // private
    {{192, 0, 0, 0}, 24},    // protocols
    {{192, 0, 2, 0}, 24},    // documentation
    {{192, 168, 0, 0}, 16},  // private
    {{198, 18, 0, 0}, 15},   // benchmarks
    {{198, 51, 100, 0}, 24}, {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4},  // groups
    {{240, 0, 0, 0}, 4},  // reserved, and everybody on a link
};

bool IsIn(const uint8_t* address, const uint8_t* start, int bits) {
  for (int bit = 0; bit < bits; ++bit) {
    const int shift = 7 - bit % 8;
    if (((address[bit / 8] ^ start[bit / 8]) >> shift & 1) != 0) return false;
  }
  return true;
}

bool IsPublic4(const uint8_t* address) {
  return std::none_of(std::begin(kNotPublic4), std::end(kNotPublic4), [&](const Block4& block) {
    return IsIn(address, block.start.data(), block.bits);
  });
}

// Only 2000::/3 is given out; of that, what carries IPv4 goes where that goes.
bool IsPublic6(const Bytes16& address) {
  constexpr Bytes16 kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (IsIn(address.data(), kMapped.data(), 96)) return IsPublic4(address.data() + 12);
  constexpr Bytes16 kTranslated = {0, 0x64, 0xFF, 0x9B};
  if (IsIn(address.data(), kTranslated.data(), 96)) return IsPublic4(address.data() + 12);
  constexpr Bytes16 k6To4 = {0x20, 0x02};
  if (IsIn(address.data(), k6To4.data(), 16)) return IsPublic4(address.data() + 2);
  constexpr Bytes16 kTeredo = {0x20, 0x01, 0, 0};
  constexpr Bytes16 kDocumentation = {0x20, 0x01, 0x0D, 0xB8};
  if (IsIn(address.data(), kTeredo.data(), 32)) return false;
  if (IsIn(address.data(), kDocumentation.data(), 32)) return false;
  constexpr Bytes16 kGlobal = {0x20};
  return IsIn(address.data(), kGlobal.data(), 3);
}

bool ReadBytes(int family, std::string_view text, uint8_t* bytes) {
  return inet_pton(family, std::string(text).c_str(), bytes) == 1;
}

}  // namespace

std::optional<Endpoint> EndpointOf(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  Endpoint endpoint{.scheme = std::string(url.substr(0, colon)), .host = "", .port = 0};
  if (endpoint.scheme != "https" && endpoint.scheme != "http") return std::nullopt;
  const bool strange = std::any_of(url.begin(), url.end(), [](char c) {
    return c <= ' ' || c == '\\' || static_cast<unsigned char>(c) >= 0x7F;
  });
  if (strange) return std::nullopt;
  std::string_view rest = url.substr(colon + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.find('@') != std::string_view::npos) return std::nullopt;
  std::string_view port;
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    endpoint.host = rest.substr(1, end - 1);
    port = rest.substr(end + 1);
    if (!port.empty() && !port.starts_with(':')) return std::nullopt;
  } else {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    endpoint.host = rest.substr(0, end);
    port = rest.substr(end);
  }
  endpoint.port = endpoint.scheme == "https" ? 443 : 80;
  if (!port.empty()) {
    const auto read = std::from_chars(port.data() + 1, port.data() + port.size(), endpoint.port);
    if (read.ec != std::errc() || read.ptr != port.data() + port.size()) return std::nullopt;
  }
  const bool good = !endpoint.host.empty() && endpoint.port > 0 && endpoint.port < 65536;
  if (!good || endpoint.host.starts_with('-')) return std::nullopt;
  return endpoint;
}

bool IsAddress(std::string_view text) {
  Bytes16 bytes{};
  return ReadBytes(AF_INET, text, bytes.data()) || ReadBytes(AF_INET6, text, bytes.data());
}

bool IsPublicAddress(std::string_view text) {
  Bytes16 bytes{};
  if (ReadBytes(AF_INET, text, bytes.data())) return IsPublic4(bytes.data());
  if (ReadBytes(AF_INET6, text, bytes.data())) return IsPublic6(bytes);
  return false;
}

}  // namespace leyline
