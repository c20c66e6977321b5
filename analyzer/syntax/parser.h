// The recursive-descent parser behind Parse(). One object parses one file; its statements are
// spread over parse_file.cc, parse_message.cc, parse_field.cc, parse_enum.cc, parse_service.cc,
// parse_ranges.cc and parse_option.cc.
//
// Children are gathered on scratch stacks, one a node type. A block remembers where the stacks
// stood when it began (Marks) and takes what lies above into the arena when it ends. So no node is
// ever pointed to before its array is final, and nested blocks share the same few vectors.
//
// Every Parse* function returns false when it stopped inside a statement after reporting why; the
// block it was called from then skips to the next statement. Recursion follows messages and groups
// only and is bounded by ParseLimits::nesting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/model.h"
#include "analyzer/syntax/complaints.h"
#include "analyzer/syntax/lexer.h"
#include "analyzer/syntax/parse.h"
#include "analyzer/syntax/words.h"

namespace leyline::syntax {

// What an error message says about its surroundings: "after field `x`".
struct Context {
  std::string_view phrase;
  std::string_view name = {};
};

// Where a field is declared; the grammar differs a little.
enum class FieldPlace : uint8_t { kMessage, kOneof, kExtend };

class Parser {
 public:
  Parser(File& file, const ParseLimits& limits, Complaints& complaints);

  void ParseFile();

 private:
  struct Marks {
    std::size_t fields, oneofs, messages, enums, extensions, extension_ranges, ranges, names,
        values, methods, options;
  };
  struct Block {
    std::string_view kind;  // "message"
    std::string_view name;
    Offset open = 0;
  };

  // parse_file.cc
  void ParseSyntax();
  void SetSyntax(std::string_view value, Offset at);
  void SetEdition(std::string_view value, Offset at);
  bool ParseTopLevel();
  bool ParseImport();
  bool ParseImportKind(Import& import);
  bool ParsePackage();
  bool ParseVisible(Word modifier);
  bool FailTopLevel();
  void FinishFile();

  // parse_message.cc
  bool ParseMessage(Visibility visibility, Offset pos);
  bool ParseMessageBody(Message& message);
  void FinishMessage(Message& message, const Marks& marks);
  bool ParseMessageStatement(const Marks& marks);
  bool ParseExtend();
  bool ParseOneof(const Marks& marks);
  bool ParseOneofStatement(int32_t index);

  // parse_field.cc
  bool ParseField(Field& field, FieldPlace place);
  void ParseLabel(Field& field, FieldPlace place);
  bool ParseFieldType(Field& field);
  bool ParseMapType(Field& field);
  bool CheckFieldType(const Field& field, FieldPlace place);
  bool ParseFieldNameAndNumber(Field& field);
  bool ParseFieldOptions(Field& field);
  bool ParseGroup(Field& field);

  // parse_enum.cc
  bool ParseEnum(Visibility visibility, Offset pos);
  bool ParseEnumStatement();
  bool ParseEnumValue();

  // parse_service.cc
  bool ParseService();
  bool ParseMethod();
  bool ParseMethodType(std::string_view& name, Offset& pos, bool& streaming);
  bool ParseMethodBody(Method& method);

  // parse_ranges.cc
  bool ParseExtensions();
  bool ParseReserved(bool in_enum);
  bool ParseReservedStrings();
  bool ParseReservedIdentifiers();
  bool ParseReservedRanges(bool in_enum);
  bool ParseRange(Range& range, bool in_enum);

  // parse_option.cc
  bool ParseOptionStatement();
  bool ParseOptionList();  // `[...]`, onto the stack
  bool ParseOption();
  bool ParseOptionName(OptionDecl& option);
  bool ParseOptionNamePart();
  bool ParseOptionValue(OptionDecl& option);
  bool ParseOptionWord(OptionDecl& option);
  bool ParseOptionInteger(OptionDecl& option);
  bool ParseAggregate(OptionDecl& option);

  // parser.cc: tokens
  bool At(char symbol) const { return lexer_.current().Is(symbol); }
  bool AtKind(TokenKind kind) const { return lexer_.current().kind == kind; }
  bool AtIdentifier() const { return AtKind(TokenKind::kIdentifier); }
  bool AtEnd() const { return AtKind(TokenKind::kEnd); }
  Offset Here() const { return lexer_.current().begin; }
  std::string_view CurrentText() const { return lexer_.Text(lexer_.current()); }
  Word CurrentWord() const { return AtIdentifier() ? WordOf(CurrentText()) : Word::kNone; }
  bool TryConsume(char symbol);
  bool TryConsume(Word word);
  bool Expect(char symbol, Context context);
  bool EndStatement(Context context);
  bool ParseName(std::string_view what, std::string_view& name, Offset& pos);
  bool ParseDottedName(std::string_view what, std::string_view& name);
  bool ParseMessageName(std::string_view what, std::string_view& name, Offset& pos);
  bool ParseString(std::string_view what, std::string_view& value);
  bool ParseInteger(std::string_view what, uint64_t max, uint64_t& value);
  bool ParseNumber(std::string_view what, bool may_be_negative, int32_t& value);

  // parser.cc: errors and recovery
  std::string Found() const;
  bool Fail(Offset at, std::string message, std::string fix = {});
  bool FailHere(std::string_view expected);
  void BeginStatement();
  void SkipStatement();
  void SkipBlock();
  bool AtBlockEnd(const Block& block);
  bool StartsDeclaration() const;

  // parser.cc: scratch stacks
  Marks Mark() const;
  template <class T>
  std::span<T> Take(std::vector<T>& stack, std::size_t from);
  bool editions() const { return file_.edition >= Edition::k2023; }

  File& file_;
  const ParseLimits& limits_;
  Complaints& complaints_;
  Lexer lexer_;
  int depth_ = 0;
  Offset statement_ = 0;          // where the current statement's first token begins
  Offset statement_space_ = 0;    // where the white space before it begins
  bool reported_ = false;         // an error of the current statement
  bool at_end_reported_ = false;  // that the file ends inside a block
  std::string buffer_;

  std::vector<Import> imports_;
  std::vector<Message> messages_;
  std::vector<Enum> enums_;
  std::vector<Service> services_;
  std::vector<Field> fields_;
  std::vector<Field> extensions_;
  std::vector<Oneof> oneofs_;
  std::vector<ExtensionRange> extension_ranges_;
  std::vector<Range> ranges_;
  std::vector<ReservedName> names_;
  std::vector<EnumValue> values_;
  std::vector<Method> methods_;
  std::vector<OptionDecl> options_;
  std::vector<OptionNamePart> name_parts_;
};

template <class T>
std::span<T> Parser::Take(std::vector<T>& stack, std::size_t from) {
  const std::size_t count = stack.size() - from;
  if (count == 0) return {};
  T* to = static_cast<T*>(file_.arena.Allocate(count * sizeof(T), alignof(T)));
  const auto first = stack.begin() + static_cast<std::ptrdiff_t>(from);
  std::uninitialized_copy(first, stack.end(), to);
  stack.erase(first, stack.end());
  return {to, count};
}

// `max` of a message's range, until the block's end tells which number it means.
inline constexpr int32_t kMaxOfMessage = -1;

}  // namespace leyline::syntax
