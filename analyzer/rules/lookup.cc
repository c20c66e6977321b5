#include "analyzer/rules/lookup.h"

#include <span>

namespace leyline {

JsonNames::JsonNames(const Message& message) {
  for (const Field& field : message.fields) {
    readers_.emplace(field.json_name, &field);
    writers_.emplace(field.json_name, &field);
  }
  for (const Field& field : message.fields) readers_.emplace(field.name, &field);
}

const Field* JsonNames::ReaderOf(std::string_view name) const {
  const auto at = readers_.find(name);
  return at == readers_.end() ? nullptr : at->second;
}

const Field* JsonNames::WriterOf(std::string_view name) const {
  const auto at = writers_.find(name);
  return at == writers_.end() ? nullptr : at->second;
}

const FieldIndex& Lookup::FieldsOf(const Message& message) {
  return fields_.try_emplace(&message, message).first->second;
}

const JsonNames& Lookup::JsonOf(const Message& message) {
  return json_.try_emplace(&message, message).first->second;
}

const Reservations& Lookup::ReservedOf(const Message& message) {
  const auto at = reserved_.find(&message);
  if (at != reserved_.end()) return at->second;
  return reserved_.emplace(&message, ReservationsOf(message)).first->second;
}

const NumberSet& Lookup::ExtensionsOf(const Message& message) {
  const std::span<const ExtensionRange> ranges = message.extension_ranges;
  return extensions_.try_emplace(&message, ranges).first->second;
}

}  // namespace leyline
