// Walks over everything in a file that has options.
#include <vector>

#include "analyzer/schema/options.h"
#include "analyzer/schema/options/setter.h"

namespace leyline {
namespace {

class Interpreter {
 public:
  Interpreter(File& file, const ResolveName& resolve, Errors& errors)
      : file_(file), setter_(file, resolve, errors) {}

  void Run(OptionsOf of) {
    if (of == OptionsOf::kAll || file_.edition >= Edition::k2023) {
      Set(OptionsKind::kFile, file_.package, file_.options);
    }
    for (Enum& enumeration : file_.enums) SetEnum(enumeration, file_.package);
    for (Field& extension : file_.extensions) {
      Set(OptionsKind::kField, file_.package, extension.options);
    }
    if (of == OptionsOf::kAll) {
      for (Service& service : file_.services) SetService(service);
    }
    std::vector<Message*> open;
    for (std::size_t i = file_.messages.size(); i-- > 0;) open.push_back(&file_.messages[i]);
    while (!open.empty()) {
      Message& message = *open.back();
      open.pop_back();
      SetMessage(message);
      for (std::size_t i = message.messages.size(); i-- > 0;) open.push_back(&message.messages[i]);
    }
  }

 private:
  // The scope of an element's options is the one that it stands in, not itself: a message's own
  // extension is `(M.ext)` in the message's options and `(ext)` in those of its fields.
  void Set(OptionsKind kind, std::string_view scope, Options& options) {
    if (options.written.empty()) return;
    options.bytes =
        file_.arena.Copy(setter_.Interpret({.kind = kind, .scope = scope}, options.written));
  }

  static std::string_view ScopeOf(const Message* parent, std::string_view package) {
    return parent == nullptr ? package : parent->full_name;
  }

  void SetMessage(Message& message) {
    const std::string_view outside = ScopeOf(message.parent, file_.package);
    const std::string_view inside = message.full_name;
    Set(OptionsKind::kMessage, outside, message.options);
    for (Field& field : message.fields) Set(OptionsKind::kField, inside, field.options);
    for (Oneof& oneof : message.oneofs) Set(OptionsKind::kOneof, inside, oneof.options);
    for (Enum& enumeration : message.enums) SetEnum(enumeration, inside);
    for (Field& extension : message.extensions) {
      Set(OptionsKind::kField, inside, extension.options);
    }
    SetRanges(message.extension_ranges, outside);
  }

  // The ranges of one statement share their options.
  void SetRanges(std::span<ExtensionRange> ranges, std::string_view scope) {
    const Options* before = nullptr;
    for (ExtensionRange& range : ranges) {
      Options& options = range.options;
      if (before != nullptr && !options.written.empty() &&
          before->written.data() == options.written.data()) {
        options.bytes = before->bytes;
      } else {
        Set(OptionsKind::kExtensionRange, scope, options);
      }
      before = &options;
    }
  }

  void SetEnum(Enum& enumeration, std::string_view scope) {
    Set(OptionsKind::kEnum, scope, enumeration.options);
    for (EnumValue& value : enumeration.values) {
      Set(OptionsKind::kEnumValue, scope, value.options);
    }
  }

  void SetService(Service& service) {
    Set(OptionsKind::kService, file_.package, service.options);
    for (Method& method : service.methods) {
      Set(OptionsKind::kMethod, service.full_name, method.options);
    }
  }

  File& file_;
  OptionSetter setter_;
};

}  // namespace

void InterpretOptions(File& file, OptionsOf of, const ResolveName& resolve, Errors& errors) {
  if (file.from_descriptor) return;
  Interpreter(file, resolve, errors).Run(of);
}

}  // namespace leyline
