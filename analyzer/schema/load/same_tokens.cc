#include "analyzer/schema/load/same_tokens.h"

#include <cstring>

#include "analyzer/syntax/position.h"

namespace leyline {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f';
}

// Words and numbers alike: where one ends is all that counts here.
bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

// Asterisks are rare, so that looking for one is several times as fast as looking for both.
bool MayOpenComment(std::string_view line) {
  for (std::size_t at = line.find('*'); at != std::string_view::npos; at = line.find('*', at + 1)) {
    if (at > 0 && line[at - 1] == '/') return true;
  }
  return false;
}

class Tokens {
 public:
  explicit Tokens(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {
    if (text.starts_with(syntax::kByteOrderMark)) at_ += syntax::kByteOrderMark.size();
  }

  // Empty at the end, and where the text can't be read further.
  std::string_view Next() {
    if (!SkipSpace() || at_ == end_) return {};
    const char* const start = at_;
    if (*start == '"' || *start == '\'') return SkipString() ? Since(start) : std::string_view();
    if (!IsWord(*start)) {
      ++at_;
      return Since(start);
    }
    while (at_ != end_ && (IsWord(*at_) || IsSignOfExponent(start))) ++at_;
    return Since(start);
  }

  bool failed() const { return failed_; }

  // Both behind a token: leaves out whole lines that are the same on both sides, up to one where a
  // comment may go on into the next. Strings end with their line.
  friend void SkipSameLines(Tokens& a, Tokens& b) {
    while (a.at_ != a.end_ && b.at_ != b.end_ && *a.at_ == *b.at_) {
      const void* found = std::memchr(a.at_, '\n', static_cast<std::size_t>(a.end_ - a.at_));
      if (found == nullptr) return;
      const auto size = static_cast<std::size_t>(static_cast<const char*>(found) + 1 - a.at_);
      if (static_cast<std::size_t>(b.end_ - b.at_) < size) return;
      if (std::memcmp(a.at_, b.at_, size) != 0) return;
      if (MayOpenComment({a.at_, size})) return;
      a.at_ += size;
      b.at_ += size;
    }
  }

 private:
  std::string_view Since(const char* start) const {
    return {start, static_cast<std::size_t>(at_ - start)};
  }

  // "1e+5" is one number, "1e +5" is not.
  bool IsSignOfExponent(const char* start) const {
    return (*at_ == '+' || *at_ == '-') && at_ > start && (at_[-1] == 'e' || at_[-1] == 'E');
  }

  bool Fail() {
    failed_ = true;
    at_ = end_;
    return false;
  }

  bool SkipSpace() {
    while (at_ != end_) {
      if (IsSpace(*at_)) {
        ++at_;
      } else if (*at_ == '/' && end_ - at_ > 1 && (at_[1] == '/' || at_[1] == '*')) {
        if (!SkipComment()) return false;
      } else {
        return true;
      }
    }
    return true;
  }

  bool SkipComment() {
    const bool line = at_[1] == '/';
    at_ += 2;
    if (line) {
      const void* found = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
      at_ = found == nullptr ? end_ : static_cast<const char*>(found) + 1;
      return true;
    }
    const std::size_t close =
        std::string_view(at_, static_cast<std::size_t>(end_ - at_)).find("*/");
    if (close == std::string_view::npos) return Fail();
    at_ += close + 2;
    return true;
  }

  bool SkipString() {
    const char quote = *at_++;
    while (at_ != end_ && *at_ != quote && *at_ != '\n')
      at_ += *at_ == '\\' && end_ - at_ > 1 ? 2 : 1;
    if (at_ == end_ || *at_ == '\n') return Fail();
    ++at_;
    return true;
  }

  const char* at_;
  const char* end_;
  bool failed_ = false;
};

}  // namespace

bool HaveSameTokens(std::string_view a, std::string_view b) {
  if (a == b) return true;
  Tokens left(a);
  Tokens right(b);
  while (true) {
    SkipSameLines(left, right);
    const std::string_view token = left.Next();
    if (token != right.Next()) return false;
    if (token.empty()) return !left.failed() && !right.failed();
  }
}

}  // namespace leyline
