#include "analyzer/syntax/lexer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "analyzer/syntax/chars.h"
#include "analyzer/syntax/position.h"

namespace leyline::syntax {

Lexer::Lexer(std::string_view text, Complaints& complaints)
    : text_(text), at_(text.data()), end_(text.data() + text.size()), complaints_(&complaints) {
  if (text.starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
  Next();
}

void Lexer::Stop() {
  at_ = end_;
  current_ = {
      .kind = TokenKind::kEnd, .escaped = false, .begin = OffsetOf(end_), .end = OffsetOf(end_)};
}

bool Lexer::StartsLine() const {
  const std::string_view gap =
      text_.substr(previous_end_, current_.begin - std::min(previous_end_, current_.begin));
  return gap.find('\n') != std::string_view::npos;
}

void Lexer::Complain(const char* at, std::string message) {
  has_error_ = true;
  last_error_ = std::max(last_error_, OffsetOf(at));
  complaints_->Add(OffsetOf(at), std::move(message));
  if (complaints_->full()) at_ = end_;
}

void Lexer::SkipSpace() {
  while (true) {
    while (IsSpace(*at_)) ++at_;
    if (*at_ != '/') return;
    if (at_[1] == '/') {
      const void* line_end = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
      at_ = line_end == nullptr ? end_ : static_cast<const char*>(line_end);
    } else if (at_[1] == '*') {
      SkipBlockComment();
    } else {
      return;
    }
  }
}

void Lexer::SkipBlockComment() {
  const char* const open = at_;
  const char* const body = at_ + 2;
  for (at_ = body; at_ < end_; ++at_) {
    const void* star = std::memchr(at_, '*', static_cast<std::size_t>(end_ - at_));
    if (star == nullptr) break;
    at_ = static_cast<const char*>(star);
    if (at_ > body && at_[-1] == '/')
      Complain(at_ - 1, "`/*` inside a block comment; block comments don't nest");
    if (at_ < end_ && at_[1] == '/') {
      at_ += 2;
      return;
    }
  }
  at_ = end_;
  Complain(open, "unterminated block comment: expected `*/` before the end of the file");
}

// A run of bytes that begin no token is one error.
void Lexer::SkipBadBytes() {
  const char* const first = at_;
  while (at_ < end_ && (static_cast<uint8_t>(*at_) >= 0x7F || (*at_ < ' ' && !IsSpace(*at_))))
    ++at_;
  Complain(first, fmt::format("unexpected byte 0x{:02x}; outside of strings and comments only "
                              "printable ASCII is allowed",
                              static_cast<uint8_t>(*first)));
}

void Lexer::Next() {
  previous_end_ = current_.end;
  SkipSpace();
  while (at_ < end_ && (static_cast<uint8_t>(*at_) >= 0x7F || *at_ < ' ')) {
    SkipBadBytes();
    SkipSpace();
  }
  const char c = *at_;
  current_.begin = OffsetOf(at_);
  current_.escaped = false;
  if (IsLetter(c)) {
    current_.kind = TokenKind::kIdentifier;
    do ++at_;
    while (IsWordPart(*at_));
  } else if (IsDigit(c)) {
    ReadNumber();
  } else if (c == '"' || c == '\'') {
    ReadString();
  } else if (c == '.' && IsDigit(at_[1])) {
    ReadFraction();
  } else if (at_ == end_) {
    current_.kind = TokenKind::kEnd;
  } else {
    current_.kind = static_cast<TokenKind>(c);
    ++at_;
  }
  current_.end = OffsetOf(at_);
}

std::string_view Lexer::PeekText() const {
  Complaints ignored;
  Lexer ahead = *this;
  ahead.complaints_ = &ignored;
  ahead.Next();
  return ahead.Text(ahead.current());
}

void Lexer::ReadFraction() {
  const bool glued = current_.kind == TokenKind::kIdentifier && previous_end_ == current_.begin;
  if (glued) Complain(at_, "expected a space between the identifier and the decimal point");
  ReadDecimal();
}

void Lexer::ReadNumber() {
  current_.kind = TokenKind::kInteger;
  const char* const first = at_;
  if (at_[0] == '0' && (at_[1] | 0x20) == 'x') {
    at_ += 2;
    if (!IsHex(*at_)) Complain(first, "expected hex digits after `0x`");
    while (IsHex(*at_)) ++at_;
    return CheckNumberEnd(/*decimal=*/false);
  }
  if (at_[0] != '0' || !IsDigit(at_[1])) return ReadDecimal();
  while (IsOctal(*at_)) ++at_;
  if (IsDigit(*at_)) {
    Complain(first, "a number with a leading zero is octal: expected digits from 0 to 7");
    while (IsDigit(*at_)) ++at_;
  }
  CheckNumberEnd(/*decimal=*/false);
}

void Lexer::ReadDecimal() {
  current_.kind = TokenKind::kInteger;
  while (IsDigit(*at_)) ++at_;
  if (*at_ == '.') {
    current_.kind = TokenKind::kFloat;
    ++at_;
    while (IsDigit(*at_)) ++at_;
  }
  if ((*at_ | 0x20) == 'e') {
    current_.kind = TokenKind::kFloat;
    ++at_;
    if (*at_ == '+' || *at_ == '-') ++at_;
    if (!IsDigit(*at_)) Complain(at_, "expected the digits of an exponent after `e`");
    while (IsDigit(*at_)) ++at_;
  }
  CheckNumberEnd(/*decimal=*/true);
}

void Lexer::CheckNumberEnd(bool decimal) {
  if (IsLetter(*at_)) {
    Complain(at_, "expected a space between a number and an identifier");
  } else if (*at_ == '.') {
    Complain(at_, decimal ? "a number has only one decimal point and none in its exponent"
                          : "a hex or octal number has no decimal point");
  } else {
    return;
  }
  while (IsWordPart(*at_) || *at_ == '.') ++at_;
}

void Lexer::ReadString() {
  current_.kind = TokenKind::kString;
  const char* const open = at_;
  const char quote = *at_++;
  while (true) {
    while (!Has(*at_, kStringStopBit)) ++at_;
    if (*at_ == quote) {
      ++at_;
      return;
    }
    if (*at_ == '\\') {
      current_.escaped = true;
      ReadEscape();
    } else if (*at_ == '\n' || at_ == end_) {
      return Complain(open, "unterminated string: expected the closing quote on the same line");
    } else if (*at_ == '\0') {
      Complain(at_, "a NUL byte inside a string; write `\\0`");
      if (at_ < end_) ++at_;
    } else {
      ++at_;  // the other quote
    }
  }
}

void Lexer::ReadEscape() {
  const char* const backslash = at_;
  const char c = *++at_;
  if (IsOctal(c)) {
    for (int i = 0; i < 3 && IsOctal(*at_); ++i) ++at_;
  } else if (c != '\0' && std::strchr("abfnrtv\\?'\"", c) != nullptr) {
    ++at_;
  } else if (c == 'x' || c == 'X') {
    ++at_;
    if (!IsHex(*at_)) Complain(backslash, "expected hex digits after `\\x` in a string");
    for (int i = 0; i < 2 && IsHex(*at_); ++i) ++at_;
  } else if (c == 'u' || c == 'U') {
    ++at_;
    ReadUnicodeEscape(c == 'u' ? 4 : 8);
  } else {
    Complain(backslash, "unknown escape sequence in a string; write `\\\\` for a backslash");
  }
}

void Lexer::ReadUnicodeEscape(int digits) {
  const char* const backslash = at_ - 2;
  uint32_t value = 0;
  int count = 0;
  for (; count < digits && IsHex(*at_); ++count) value = value << 4 | DigitValue(*at_++);
  if (count < digits || value > 0x10FFFF) {
    Complain(backslash, digits == 4
                            ? "expected four hex digits after `\\u` in a string"
                            : "expected eight hex digits up to 0010ffff after `\\U` in a string");
  }
}

}  // namespace leyline::syntax
