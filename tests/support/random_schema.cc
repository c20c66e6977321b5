#include "tests/support/random_schema.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace leyline::testing {
namespace {

constexpr const char* kScalars[] = {"int32",    "int64", "uint32",  "uint64",  "sint32",
                                    "sint64",   "bool",  "fixed32", "fixed64", "sfixed32",
                                    "sfixed64", "float", "double",  "string",  "bytes"};
constexpr const char* kMapKeys[] = {"int32", "string", "bool", "fixed64"};

// What may be referred to so far.
struct Known {
  std::vector<int> messages;
  std::vector<int> enums;
};

template <class T>
const T& OneOf(const std::vector<T>& list, const Choose& choose) {
  return list[static_cast<std::size_t>(choose(0, static_cast<int>(list.size())))];
}

bool OneIn(const Choose& choose, int times) { return choose(0, times) == 0; }

PlanType RandomType(const Known& known, const Choose& choose) {
  PlanType type;
  const int kind = choose(0, 4);
  if (kind == 0 && !known.messages.empty()) {
    type.message = OneOf(known.messages, choose);
  } else if (kind == 1 && !known.enums.empty()) {
    type.enumeration = OneOf(known.enums, choose);
  } else {
    type.keyword = kScalars[choose(0, static_cast<int>(std::size(kScalars)))];
  }
  return type;
}

PlanField RandomField(const PlanMessage& message, int id, const Known& known,
                      const Choose& choose) {
  PlanField field;
  field.name = fmt::format("f{}", id);
  field.number = id;
  field.type = RandomType(known, choose);
  switch (choose(0, 6)) {
    case 0:
      field.repeated = true;
      break;
    case 1:
      field.map_key = kMapKeys[choose(0, static_cast<int>(std::size(kMapKeys)))];
      break;
    case 2:
      field.optional = true;
      break;
    case 3:
      if (!message.oneofs.empty()) {
        field.oneof = choose(0, static_cast<int>(message.oneofs.size()));
      }
      break;
    default:
      break;
  }
  return field;
}

PlanEnum RandomEnum(PlanSchema& schema, const Choose& choose) {
  PlanEnum plan;
  plan.id = schema.next_id++;
  plan.name = fmt::format("E{}", plan.id);
  const int count = choose(1, 5);
  for (int i = 0; i < count; ++i) {
    plan.values.emplace_back(fmt::format("E{}_V{}", plan.id, i), i);
  }
  return plan;
}

PlanMessage RandomMessage(PlanSchema& schema, int depth, Known& known, const Choose& choose) {
  PlanMessage plan;
  plan.id = schema.next_id++;
  plan.name = fmt::format("M{}", plan.id);
  if (depth > 0 && OneIn(choose, 3)) {
    plan.messages.push_back(RandomMessage(schema, depth - 1, known, choose));
  }
  if (OneIn(choose, 4)) {
    plan.enums.push_back(RandomEnum(schema, choose));
    known.enums.push_back(plan.enums.back().id);
  }
  if (OneIn(choose, 2)) plan.oneofs.push_back(fmt::format("o{}", plan.id));
  const int count = choose(0, 7);
  for (int i = 0; i < count; ++i) {
    plan.fields.push_back(RandomField(plan, schema.next_id++, known, choose));
  }
  if (OneIn(choose, 4)) plan.reserved.push_back(schema.next_id++);
  known.messages.push_back(plan.id);
  return plan;
}

PlanService RandomService(PlanSchema& schema, const Known& known, const Choose& choose) {
  PlanService plan;
  plan.name = fmt::format("S{}", schema.next_id++);
  const int count = choose(0, 4);
  for (int i = 0; i < count; ++i) {
    plan.methods.push_back({.name = fmt::format("D{}", schema.next_id++),
                            .input = OneOf(known.messages, choose),
                            .output = OneOf(known.messages, choose),
                            .client_streaming = OneIn(choose, 4),
                            .server_streaming = OneIn(choose, 4)});
  }
  return plan;
}

void Collect(std::vector<PlanMessage>& messages, std::vector<PlanMessage*>& out) {
  for (PlanMessage& message : messages) {
    out.push_back(&message);
    Collect(message.messages, out);
  }
}

std::vector<PlanMessage*> AllMessages(PlanSchema& schema) {
  std::vector<PlanMessage*> all;
  for (PlanFile& file : schema.files) Collect(file.messages, all);
  return all;
}

std::vector<PlanEnum*> AllEnums(PlanSchema& schema) {
  std::vector<PlanEnum*> all;
  for (PlanFile& file : schema.files) {
    for (PlanEnum& plan : file.enums) all.push_back(&plan);
  }
  for (PlanMessage* message : AllMessages(schema)) {
    for (PlanEnum& plan : message->enums) all.push_back(&plan);
  }
  return all;
}

std::vector<PlanService*> AllServices(PlanSchema& schema) {
  std::vector<PlanService*> all;
  for (PlanFile& file : schema.files) {
    for (PlanService& plan : file.services) all.push_back(&plan);
  }
  return all;
}

template <class T>
void EraseOne(std::vector<T>& list, std::size_t from, const Choose& choose) {
  if (list.size() <= from) return;
  const int at = choose(static_cast<int>(from), static_cast<int>(list.size()));
  list.erase(list.begin() + at);
}

void EditField(PlanSchema& schema, PlanMessage& message, const Choose& choose) {
  const int fresh = schema.next_id++;
  if (message.fields.empty() || OneIn(choose, 5)) {
    message.fields.push_back(RandomField(message, fresh, {}, choose));
    return;
  }
  PlanField& field =
      message.fields[static_cast<std::size_t>(choose(0, static_cast<int>(message.fields.size())))];
  switch (choose(0, 5)) {
    case 0:
      field.name = fmt::format("f{}", fresh);
      break;
    case 1:
      field.number = fresh;
      break;
    case 2:
      field.type = RandomType({}, choose);
      break;
    case 3:
      std::swap(field.number, message.fields.front().number);
      break;
    default:
      EraseOne(message.fields, 0, choose);
      break;
  }
}

void EditEnum(PlanSchema& schema, PlanEnum& plan, const Choose& choose) {
  const int fresh = schema.next_id++;
  const std::string name = fmt::format("E{}_V{}", plan.id, fresh);
  auto& last = plan.values.back();
  switch (choose(0, 4)) {
    case 0:
      last.first = name;
      break;
    case 1:
      if (plan.values.size() > 1) last.second = fresh;
      break;
    case 2:
      plan.values.emplace_back(name, fresh);
      break;
    default:
      EraseOne(plan.values, 1, choose);
      break;
  }
}

void EditService(PlanSchema& schema, PlanService& plan, const Choose& choose) {
  if (plan.methods.empty()) return;
  PlanMethod& method = plan.methods.front();
  switch (choose(0, 4)) {
    case 0:
      method.name = fmt::format("D{}", schema.next_id++);
      break;
    case 1:
      method.server_streaming = !method.server_streaming;
      break;
    case 2:
      std::swap(method.input, method.output);
      break;
    default:
      EraseOne(plan.methods, 0, choose);
      break;
  }
}

template <class T>
void ShuffleList(std::vector<T>& list, std::size_t from, const Choose& choose) {
  for (std::size_t i = list.size(); i > from + 1; --i) {
    const int other = choose(static_cast<int>(from), static_cast<int>(i));
    std::swap(list[i - 1], list[static_cast<std::size_t>(other)]);
  }
}

void ShuffleMessages(std::vector<PlanMessage>& messages, const Choose& choose) {
  ShuffleList(messages, 0, choose);
  for (PlanMessage& message : messages) {
    ShuffleList(message.fields, 0, choose);
    ShuffleList(message.reserved, 0, choose);
    for (PlanEnum& plan : message.enums) ShuffleList(plan.values, 1, choose);
    ShuffleMessages(message.messages, choose);
  }
}

}  // namespace

PlanSchema RandomSchema(const Choose& choose) {
  PlanSchema schema;
  schema.syntax = static_cast<PlanSyntax>(choose(0, 3));
  Known known;
  const int files = choose(1, 4);
  for (int i = 0; i < files; ++i) {
    PlanFile file;
    file.path = fmt::format("p{}.proto", schema.next_id++);
    const int messages = choose(1, 4);
    for (int j = 0; j < messages; ++j) {
      file.messages.push_back(RandomMessage(schema, 2, known, choose));
    }
    if (OneIn(choose, 2)) {
      file.enums.push_back(RandomEnum(schema, choose));
      known.enums.push_back(file.enums.back().id);
    }
    if (OneIn(choose, 2)) file.services.push_back(RandomService(schema, known, choose));
    schema.files.push_back(std::move(file));
  }
  return schema;
}

void EditMember(PlanSchema& schema, const Choose& choose) {
  const std::vector<PlanEnum*> enums = AllEnums(schema);
  const std::vector<PlanService*> services = AllServices(schema);
  const int kind = choose(0, 6);
  if (kind == 0 && !enums.empty()) return EditEnum(schema, *OneOf(enums, choose), choose);
  if (kind == 1 && !services.empty()) return EditService(schema, *OneOf(services, choose), choose);
  EditField(schema, *OneOf(AllMessages(schema), choose), choose);
}

void Shuffle(PlanSchema& schema, const Choose& choose) {
  for (PlanFile& file : schema.files) {
    ShuffleMessages(file.messages, choose);
    ShuffleList(file.enums, 0, choose);
    for (PlanEnum& plan : file.enums) ShuffleList(plan.values, 1, choose);
    for (PlanService& plan : file.services) ShuffleList(plan.methods, 0, choose);
  }
}

}  // namespace leyline::testing
