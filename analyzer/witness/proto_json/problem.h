// How the printer and the parser of ProtoJSON say what is wrong and where.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/message.h>

namespace leyline {

// Collects the path to a problem while the calls return, so that success costs nothing:
// `return Inner() || Under(".x");`
class ProblemTrail {
 public:
  // "`f[2].x`: what", or only what.
  std::string Problem() const;

 protected:
  // All return false.
  bool Refuse(std::string what);
  bool Under(std::string_view part);  // ".x", "[2]", "[\"key\"]": put in front of the path
  bool UnderIndex(int index);
  bool UnderKey(std::string_view key);

 private:
  std::string what_;
  std::string where_;
};

// In backticks, cut short, and fit for a terminal.
std::string InBackticks(std::string_view text);

// "required field `a.b` is not set", or empty when all are.
std::string MissingRequired(const google::protobuf::Message& message);

}  // namespace leyline
