#include "base/net_address.h"

#include <string>

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(NetAddress, OnlyWhatEverybodyReachesIsPublic) {
  for (const std::string address :
       {"8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.0", "192.169.0.1", "100.128.0.1",
        "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
        "2002:808:808::1"}) {
    EXPECT_TRUE(IsPublicAddress(address)) << address;
  }
  for (const std::string address : {"127.0.0.1",
                                    "127.255.255.255",
                                    "0.0.0.0",
                                    "10.1.2.3",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.168.1.1",
                                    "169.254.169.254",
                                    "100.64.0.1",
                                    "192.0.2.1",
                                    "198.18.0.1",
                                    "198.51.100.7",
                                    "203.0.113.7",
                                    "224.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "fe80::1",
                                    "fc00::1",
                                    "fd12::1",
                                    "ff02::1",
                                    "::ffff:127.0.0.1",
                                    "::ffff:10.0.0.1",
                                    "64:ff9b::7f00:1",
                                    "2002:7f00:1::1",
                                    "2001:db8::1",
                                    "2001::1",
                                    "",
                                    "localhost",
                                    "127.1",
                                    "0x7f000001",
                                    "2130706433"}) {
    EXPECT_FALSE(IsPublicAddress(address)) << address;
  }
  EXPECT_TRUE(IsAddress("::1"));
  EXPECT_TRUE(IsAddress("127.0.0.1"));
  EXPECT_FALSE(IsAddress("127.1"));
  EXPECT_FALSE(IsAddress("example.com"));
}

TEST(NetAddress, EndpointsAreReadStrictly) {
  const auto plain = EndpointOf("https://hooks.example.com/a/b?c=d");
  ASSERT_TRUE(plain.has_value());
  EXPECT_EQ(plain->scheme, "https");
  EXPECT_EQ(plain->host, "hooks.example.com");
  EXPECT_EQ(plain->port, 443);
  EXPECT_EQ(EndpointOf("http://host")->port, 80);
  EXPECT_EQ(EndpointOf("http://host:8080?x")->port, 8080);
  const auto six = EndpointOf("https://[::1]:8443/x");
  ASSERT_TRUE(six.has_value());
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->port, 8443);
  EXPECT_EQ(EndpointOf("https://[::1]")->port, 443);
  for (const std::string bad :
       {"", "host", "ftp://host/", "file:///etc/passwd", "https://", "https:///x",
        "https://user@host/", "https://a b/", "https://a\\b/", "https://a\n/", "https://host:0/",
        "https://host:65536/", "https://host:8x/", "https://host:/", "https://[::1",
        "https://[::1]x/", "https://-host/", "https://h\xc3\xa4st/"}) {
    EXPECT_FALSE(EndpointOf(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace leyline
