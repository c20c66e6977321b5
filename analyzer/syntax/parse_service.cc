// service and its methods.
#include <fmt/format.h>

#include "analyzer/syntax/parser.h"

namespace leyline::syntax {

bool Parser::ParseService() {
  Service service;
  service.pos = Here();
  lexer_.Next();
  if (!ParseName("a service name", service.name, service.name_pos)) return false;
  const Block block{.kind = "service", .name = service.name, .open = Here()};
  if (!Expect('{', {"after service", service.name})) return false;
  const Marks marks = Mark();
  while (!AtBlockEnd(block)) {
    BeginStatement();
    if (TryConsume(';')) continue;
    const bool parsed = CurrentWord() == Word::kOption ? ParseOptionStatement() : ParseMethod();
    if (!parsed) SkipStatement();
  }
  service.end = lexer_.previous_end();
  service.methods = Take(methods_, marks.methods);
  service.options.written = Take(options_, marks.options);
  services_.push_back(service);
  return true;
}

bool Parser::ParseMethod() {
  Method method;
  method.pos = Here();
  if (!TryConsume(Word::kRpc)) return FailHere("`rpc` or `option` in a service");
  if (!ParseName("a method name", method.name, method.name_pos)) return false;
  if (!ParseMethodType(method.input_name, method.input_pos, method.client_streaming)) return false;
  if (!TryConsume(Word::kReturns)) {
    return FailHere(fmt::format("`returns` after the input of method `{}`", method.name));
  }
  if (!ParseMethodType(method.output_name, method.output_pos, method.server_streaming))
    return false;
  const bool ended =
      At('{') ? ParseMethodBody(method) : EndStatement({"after method", method.name});
  method.end = lexer_.previous_end();
  methods_.push_back(method);
  return ended;
}

bool Parser::ParseMethodType(std::string_view& name, Offset& pos, bool& streaming) {
  if (!Expect('(', {"before the type of a method"})) return false;
  streaming = TryConsume(Word::kStream);
  if (!ParseMessageName("a message type", name, pos)) return false;
  return Expect(')', {"after the type of a method"});
}

bool Parser::ParseMethodBody(Method& method) {
  const Block block{.kind = "method", .name = method.name, .open = Here()};
  lexer_.Next();
  const std::size_t options = options_.size();
  while (!AtBlockEnd(block)) {
    BeginStatement();
    if (TryConsume(';')) continue;
    const bool parsed = CurrentWord() == Word::kOption
                            ? ParseOptionStatement()
                            : FailHere("`option` in the body of a method");
    if (!parsed) SkipStatement();
  }
  method.options.written = Take(options_, options);
  return true;
}

}  // namespace leyline::syntax
