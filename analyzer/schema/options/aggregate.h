// The value of a message-typed option, `{...}` in the text format, -> its bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/options.h"
#include "analyzer/schema/options/problems.h"
#include "analyzer/schema/options/schema.h"
#include "analyzer/schema/options/value.h"
#include "analyzer/syntax/lexer.h"

namespace leyline {

// Reused for all aggregates of one file. Not for several threads at once.
//
// As in protoc the text between the braces consists of the tokens of the .proto language, so
// comments are `//` and `/* */`. (`#`, the comment of the text format, makes protoc drop the rest
// of the value without a word; here it is an error.)
class AggregateReader {
 public:
  AggregateReader(const File& file, const ResolveName& resolve, OptionTypes& types,
                  OptionProblems& problems)
      : file_(file), resolve_(resolve), types_(types), problems_(problems) {}

  // Appends the message in field-number order, map entries as written. `text` is a part of the
  // file's text. False when it is wrong; the first error is reported then, and `bytes` is as
  // before.
  bool Read(std::string_view text, const Message& type, std::string& bytes);

 private:
  using Lexer = syntax::Lexer;

  // A field of the message being read. Its bytes are in `bytes_`; of packed elements without a tag.
  struct Entry {
    const Field* field = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;
    Offset at = kNoOffset;
    bool packed = false;
  };

  bool ReadBody(const Message& type, char close, int depth);
  bool ReadField(const Message& type, int depth);
  bool ReadValues(const Field& field, Offset at, int depth);
  bool ReadValue(const Field& field, Offset at, int depth);
  bool ReadMessage(const Field& field, Offset at, int depth);
  bool ReadScalar(const Field& field, Offset at);
  bool ReadAny(const Message& any, std::string_view url, Offset at, int depth);
  bool SkipValue();

  // aggregate_names.cc
  bool ReadFieldName(const Message& type, const Field*& field);
  bool ReadBracketedName(std::string& name);
  const Field* FindExtension(const Message& type, std::string_view name, Offset at);
  const Message* FindAnyType(std::string_view url, Offset at);
  bool IsReserved(const Message& type, std::string_view name) const;

  // aggregate_scalar.cc
  bool ReadInteger(const Field& field, Scalar& value);
  bool ReadFloating(const Field& field, Scalar& value);
  bool ReadBool(Scalar& value);
  bool ReadEnum(const Field& field, Scalar& value);
  bool ReadText(Scalar& value);

  // aggregate_message.cc
  bool Finish(const Message& type, std::size_t first, std::size_t start);
  bool CheckEntries(const Message& type, std::size_t first);
  bool CheckOneofs(std::size_t first);
  void Reorder(std::size_t first, std::size_t start);
  void AddMissingEntryParts(const Message& type, std::size_t first);
  void Wrap(const Field& field, std::size_t begin);

  bool At(char symbol) const { return lexer_->current().Is(symbol); }
  bool TryConsume(char symbol);
  std::string_view Word() const { return lexer_->Text(lexer_->current()); }
  Offset Here() const { return base_ + lexer_->current().begin; }
  // Always false.
  bool Fail(Offset at, std::string message, std::string fix = {});
  bool FailHere(std::string_view expected);

  const File& file_;
  const ResolveName& resolve_;
  OptionTypes& types_;
  OptionProblems& problems_;
  Lexer* lexer_ = nullptr;
  Offset base_ = 0;  // of the text in the file
  std::string* bytes_ = nullptr;
  std::vector<Entry> entries_;  // of all messages being read, the outermost first
  std::string text_;            // the last string literal
  std::string scratch_;
};

}  // namespace leyline
