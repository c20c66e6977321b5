#include "analyzer/diff/type_contents.h"

#include <map>
#include <string_view>
#include <vector>

#include "analyzer/diff/content.h"
#include "base/digest.h"

namespace leyline {

std::string TypeContents::Of(const NamedType& type) {
  if (type.enumeration != nullptr) return OwnOf(*type.enumeration);
  if (type.message == nullptr) return "";
  std::map<std::string_view, const std::string*> reached;  // by full name: no order of finding
  std::vector<const Message*> open{type.message};
  reached[type.message->full_name] = &OwnOf(*type.message);
  while (!open.empty()) {
    const Message* message = open.back();
    open.pop_back();
    for (const Field& field : message->fields) {
      if (field.enum_type != nullptr) {
        reached.try_emplace(field.enum_type->full_name, &OwnOf(*field.enum_type));
      }
      if (field.message == nullptr) continue;
      if (!reached.try_emplace(field.message->full_name, &OwnOf(*field.message)).second) continue;
      open.push_back(field.message);
    }
  }
  std::string text;
  for (const auto& [name, digest] : reached) text += *digest;
  return DigestText(Sha256Of(text));
}

const std::string& TypeContents::OwnOf(const Message& message) {
  std::string& digest = own_[&message];
  if (digest.empty()) digest = ContentDigest(snapshot_, message);
  return digest;
}

const std::string& TypeContents::OwnOf(const Enum& enumeration) {
  std::string& digest = own_[&enumeration];
  if (digest.empty()) digest = ContentDigest(snapshot_, enumeration);
  return digest;
}

}  // namespace leyline
