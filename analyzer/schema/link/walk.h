// Walks over the declarations of one file, without recursion.
#pragma once

#include <vector>

#include "analyzer/model/model.h"

namespace leyline {

// Every message of the file, a parent before its children, siblings in declaration order.
template <class Visit>
void ForEachMessage(const File& file, Visit&& visit) {
  std::vector<Message*> open;
  const auto push = [&](std::span<Message> messages) {
    for (std::size_t i = messages.size(); i > 0; --i) open.push_back(&messages[i - 1]);
  };
  push(file.messages);
  while (!open.empty()) {
    Message* message = open.back();
    open.pop_back();
    visit(*message);
    push(message->messages);
  }
}

// Every enum: those of the file, then message by message.
template <class Visit>
void ForEachEnum(const File& file, Visit&& visit) {
  for (Enum& enumeration : file.enums) visit(enumeration);
  ForEachMessage(file, [&](Message& message) {
    for (Enum& enumeration : message.enums) visit(enumeration);
  });
}

// Every field and extension.
template <class Visit>
void ForEachField(const File& file, Visit&& visit) {
  for (Field& extension : file.extensions) visit(extension);
  ForEachMessage(file, [&](Message& message) {
    for (Field& field : message.fields) visit(field);
    for (Field& extension : message.extensions) visit(extension);
  });
}

template <class Visit>
void ForEachExtension(const File& file, Visit&& visit) {
  for (Field& extension : file.extensions) visit(extension);
  ForEachMessage(file, [&](Message& message) {
    for (Field& extension : message.extensions) visit(extension);
  });
}

}  // namespace leyline
