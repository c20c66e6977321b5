// The tokens of a .proto text, one at a time. Tokens are byte ranges of the text; nothing is
// copied.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/model/model.h"
#include "analyzer/syntax/complaints.h"

namespace leyline::syntax {

// Symbols are their own ASCII code: TokenKind{'{'}.
enum class TokenKind : uint8_t { kEnd = 0, kIdentifier = 1, kInteger = 2, kFloat = 3, kString = 4 };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  bool escaped = false;  // a string with a backslash in it
  Offset begin = 0;
  Offset end = 0;  // one past the last byte

  bool Is(char symbol) const { return kind == static_cast<TokenKind>(symbol); }
};

class Lexer {
 public:
  // `text` is followed by a NUL byte, as the text of a std::string is, and outlives the lexer. What
  // is no token (wrong numbers, strings, bytes) is reported and read as well as it can be.
  Lexer(std::string_view text, Complaints& complaints);

  const Token& current() const { return current_; }
  // Where the token before the current one ends.
  Offset previous_end() const { return previous_end_; }

  std::string_view Text(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }
  std::string_view text() const { return text_; }

  void Next();
  // The text of the token after the current one. Reports nothing.
  std::string_view PeekText() const;
  // From now on the current token is the end of the file.
  void Stop();

  // True when a wrong token or byte was reported at or after an offset.
  bool ErrorSince(Offset at) const { return has_error_ && last_error_ >= at; }

  // True when a line ends between the token before and the current one.
  bool StartsLine() const;

 private:
  void SkipSpace();
  void SkipBlockComment();
  void SkipBadBytes();
  void ReadNumber();
  void ReadDecimal();
  void ReadFraction();
  void CheckNumberEnd(bool decimal);
  void ReadString();
  void ReadEscape();
  void ReadUnicodeEscape(int digits);
  void Complain(const char* at, std::string message);
  Offset OffsetOf(const char* at) const { return static_cast<Offset>(at - text_.data()); }

  std::string_view text_;
  const char* at_;   // the first byte not yet read
  const char* end_;  // the NUL after the text
  Token current_;
  Offset previous_end_ = 0;
  bool has_error_ = false;
  Offset last_error_ = 0;
  Complaints* complaints_;
};

}  // namespace leyline::syntax
