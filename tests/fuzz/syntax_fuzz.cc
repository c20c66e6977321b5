// Any bytes as a .proto file: no crash, no hang, no read outside of the text, and every position
// and count of the result makes sense. Seeds: tests/fuzz/syntax_seeds.
#include <cstddef>
#include <cstdint>
#include <string>

#include "analyzer/syntax/parse.h"
#include "base/check.h"

namespace {

using namespace leyline;  // NOLINT(google-build-using-namespace): one file, no header

class Walk {
 public:
  explicit Walk(const File& file) : file_(file) {}

  void All() {
    Touch(file_.package);
    for (const Import& import : file_.imports) {
      At(import.pos);
      Touch(import.path);
    }
    Messages(file_.messages);
    Enums(file_.enums);
    Fields(file_.extensions, 0);
    for (const Service& service : file_.services) One(service);
    Read(file_.options);
  }

  uint64_t sum() const { return sum_; }

 private:
  // Reads every byte, so that a sanitizer sees a view into nowhere.
  void Touch(std::string_view text) {
    for (char c : text) sum_ = sum_ * 31 + static_cast<uint8_t>(c);
  }

  void At(Offset offset) { CHECK(offset <= file_.text.size(), "positions lie in the text"); }

  void Between(Offset pos, Offset name, Offset end) {
    At(end);
    CHECK(pos <= name && name < end, "a declaration begins, is named and ends in this order");
  }

  void Read(const Options& options) {
    CHECK(options.bytes.empty(), "the linker fills the bytes");
    for (const OptionDecl& option : options.written) {
      CHECK(!option.name.empty(), "an option has a name");
      for (const OptionNamePart& part : option.name) {
        At(part.pos);
        CHECK(!part.name.empty(), "so has each of its parts");
        Touch(part.name);
      }
      At(option.value_pos);
      CHECK(option.pos < option.value_pos, "the name comes before the value");
      Touch(option.text);
    }
  }

  void Fields(std::span<const Field> fields, std::size_t oneofs) {
    for (const Field& field : fields) {
      Between(field.pos, field.name_pos, field.end);
      CHECK(field.name_pos < field.number_pos && field.number_pos < field.end, "then the number");
      CHECK(!field.name.empty() && field.number >= 0, "a field has a name and a number");
      CHECK(field.oneof_index < static_cast<int64_t>(oneofs), "its oneof is in the same message");
      const bool named = field.type == FieldType::kNone || field.type == FieldType::kGroup;
      CHECK(named == !field.type_name.empty(), "named types have a name, scalar ones none");
      Touch(field.name);
      Touch(field.type_name);
      Touch(field.extendee_name);
      Read(field.options);
    }
  }

  void Ranges(std::span<const Range> ranges) {
    for (const Range& range : ranges) At(range.pos);
  }

  void Names(std::span<const ReservedName> names) {
    for (const ReservedName& name : names) {
      At(name.pos);
      Touch(name.name);
    }
  }

  void Enums(std::span<const Enum> enums) {
    for (const Enum& enumeration : enums) {
      Between(enumeration.pos, enumeration.name_pos, enumeration.end);
      Touch(enumeration.name);
      Read(enumeration.options);
      Ranges(enumeration.reserved_ranges);
      Names(enumeration.reserved_names);
      for (const EnumValue& value : enumeration.values) {
        CHECK(value.pos < value.number_pos, "the name of a value comes before its number");
        Touch(value.name);
        Read(value.options);
      }
    }
  }

  void Messages(std::span<const Message> messages) {
    for (const Message& message : messages) {
      Between(message.pos, message.name_pos, message.end);
      Touch(message.name);
      Fields(message.fields, message.oneofs.size());
      Fields(message.extensions, 0);
      Messages(message.messages);
      Enums(message.enums);
      Ranges(message.reserved_ranges);
      Names(message.reserved_names);
      Read(message.options);
      for (const Oneof& oneof : message.oneofs) Read(oneof.options);
      for (const ExtensionRange& range : message.extension_ranges) {
        CHECK(range.first >= 0 && range.last >= 0, "`max` has been resolved");
        Read(range.options);
      }
    }
  }

  void One(const Service& service) {
    Between(service.pos, service.name_pos, service.end);
    Touch(service.name);
    Read(service.options);
    for (const Method& method : service.methods) {
      Between(method.pos, method.name_pos, method.end);
      CHECK(method.input_pos < method.output_pos, "the input comes before the output");
      Touch(method.input_name);
      Touch(method.output_name);
      Read(method.options);
    }
  }

  const File& file_;
  uint64_t sum_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Parsed parsed = Parse("fuzz.proto", text);
  CHECK(parsed.file != nullptr, "there is always a file");
  CHECK(parsed.file->text == text, "the text stays as it is");
  CHECK(parsed.errors.size() <= 101, "errors are capped");
  for (const Error& error : parsed.errors) {
    CHECK(error.where.has_value() && error.where->line >= 1 && error.where->column >= 1,
          "errors have a place");
  }
  Walk walk(*parsed.file);
  walk.All();
  const Parsed again = Parse("fuzz.proto", text);
  Walk second(*again.file);
  second.All();
  CHECK(walk.sum() == second.sum() && parsed.errors.size() == again.errors.size(),
        "parsing is deterministic");
  return 0;
}
