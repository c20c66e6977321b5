// Random schemas that always compile, as a plan that can be edited and shuffled, and as texts.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/snapshots.h"

namespace leyline::testing {

// low <= result < high; a property test gives RapidCheck's choices, so that it can repeat them.
using Choose = std::function<int(int low, int high)>;

enum class PlanSyntax { kProto2, kProto3, kEdition2023 };

// A scalar by its keyword, or a message or enum by its id.
struct PlanType {
  std::string keyword;
  int message = 0;
  int enumeration = 0;
};

struct PlanField {
  std::string name;
  int number = 0;
  bool repeated = false;
  bool optional = false;  // proto3: with presence
  std::string map_key;    // not empty: a map to `type`
  PlanType type;
  int oneof = -1;  // into PlanMessage::oneofs
};

struct PlanEnum {
  int id = 0;
  std::string name;
  std::vector<std::pair<std::string, int>> values;  // the first is 0 and stays first
};

struct PlanMessage {
  int id = 0;
  std::string name;
  std::vector<PlanField> fields;
  std::vector<std::string> oneofs;
  std::vector<PlanMessage> messages;
  std::vector<PlanEnum> enums;
  std::vector<int> reserved;
};

struct PlanMethod {
  std::string name;
  int input = 0;
  int output = 0;
  bool client_streaming = false;
  bool server_streaming = false;
};

struct PlanService {
  std::string name;
  std::vector<PlanMethod> methods;
};

struct PlanFile {
  std::string path;
  std::vector<PlanMessage> messages;
  std::vector<PlanEnum> enums;
  std::vector<PlanService> services;
};

// Fields refer only to messages and enums with a smaller id, and later files import all earlier
// ones.
struct PlanSchema {
  PlanSyntax syntax = PlanSyntax::kProto3;
  std::string package = "t";
  std::vector<PlanFile> files;
  int next_id = 1;
};

PlanSchema RandomSchema(const Choose& choose);

// One random edit of a field, an enum value or a method. Names are never given twice.
void EditMember(PlanSchema& schema, const Choose& choose);

// The same schema in another order of declarations. What order means something keeps it: the first
// value of an enum, and the files, whose imports only reach back.
void Shuffle(PlanSchema& schema, const Choose& choose);

Sources Render(const PlanSchema& schema);

}  // namespace leyline::testing
