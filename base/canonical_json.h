// JSON in one canonical form (RFC 8785 over texts, whole numbers and lists): sorted keys, no
// blanks, one spelling of each text. What is signed or chained is written so; a reader that writes
// back what it read and compares needs no further rule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace leyline {

// `text` in quotes.
void AppendJsonText(std::string& out, std::string_view text);
// "key":"text"
void AppendJsonMember(std::string& out, std::string_view key, std::string_view text);
// "key":["a","b"]
void AppendJsonList(std::string& out, std::string_view key, const std::vector<std::string>& texts);

// {"key":"text",...} of members that are sorted by key.
std::string CanonicalObject(
    std::initializer_list<std::pair<std::string_view, std::string_view>> members);

// Reads left to right; the first problem stops it and stays. Every method gives false from then on.
class CanonicalReader {
 public:
  explicit CanonicalReader(std::string_view text) : text_(text) {}

  bool Symbol(char symbol);
  // Whether `symbol` comes next; it is not taken.
  bool IsNext(char symbol) const { return at_ < text_.size() && text_[at_] == symbol; }
  // Keys stand once and in order, so a repeated or unknown one is simply another than expected.
  bool Key(std::string_view expected);
  // Takes the key when it comes next; that another does is no problem.
  bool MayKey(std::string_view key);
  bool Text(std::string& out);
  bool Texts(std::vector<std::string>& out);
  bool Number(int64_t& out);
  bool Instant(Time& out);
  bool End();
  bool Refuse(std::string problem);

  std::size_t at() const { return at_; }
  void GoBackTo(std::size_t at) { at_ = at; }
  const std::string& problem() const { return problem_; }
  int32_t column() const { return static_cast<int32_t>(at_) + 1; }

 private:
  bool Escaped(std::string& out);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string problem_;
};

}  // namespace leyline
