// Takes an order only in a version of the contracts that it can deal with.
#include <cstdio>
#include <string>

#include "shop/v1/leyline_guard.h"
#include "shop/v1/order.pb.h"

namespace {

using shop::v1::leyline_guard::SchemaVersion;

bool Take(const std::string& bytes) {
  shop::v1::Order order;
  return order.ParseFromString(bytes) &&
         SchemaVersion::check_compatibility(order.schema_version());
}

std::string Sent(long version) {
  shop::v1::Order order;
  order.set_schema_version(version);
  order.mutable_total()->set_cents(1999);
  return order.SerializeAsString();
}

}  // namespace

int main() {
  const bool taken = Take(Sent(SchemaVersion::get_version()));
  const bool refused = !Take(Sent(SchemaVersion::get_version() + 1));
  std::printf("%llu of 2 orders refused\n",
              static_cast<unsigned long long>(SchemaVersion::mismatches()));
  return taken && refused ? 0 : 1;
}
