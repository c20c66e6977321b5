// A streaming writer of ProtoJSON: the bytes that libprotobuf prints with proto field names and
// without white space.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leyline {

// Writes into a string of the caller's. Begin and End must pair up; keys only inside objects.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void BeginObject();
  void EndObject();
  void BeginArray();
  void EndArray();
  void Key(std::string_view key);

  void String(std::string_view value);
  void Int(int32_t value);
  void Bool(bool value);
  // What another writer wrote: a value, or several with commas between them.
  void Written(std::string_view values);
  // Room for that many bytes more.
  void Reserve(std::size_t bytes) { out_.reserve(out_.size() + bytes); }

  // Key and value, or nothing when the value is ProtoJSON's default. The key needs no escapes.
  void Field(std::string_view key, std::string_view value);
  void Field(std::string_view key, int32_t value);
  void Field(std::string_view key, bool value);
  void Field(std::string_view key, const char* value) { Field(key, std::string_view(value)); }

 private:
  void Separate();  // a comma, if a value or key stands before
  void PlainKey(std::string_view key);

  std::string& out_;
  bool need_comma_ = false;
};

// Quoted and escaped as libprotobuf does, '<' and '>' included, so that the text is safe inside
// HTML.
void AppendJsonString(std::string& out, std::string_view text);

}  // namespace leyline
