#include "analyzer/schema/link/types.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "analyzer/schema/link/walk.h"
#include "base/strings.h"

namespace leyline {
namespace {

// A use of a name: what to say when it goes wrong.
struct Reference {
  std::string_view scope;
  std::string_view name;
  Offset at = kNoOffset;
};

std::string_view LastPart(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

class TypeResolver {
 public:
  TypeResolver(File& file, const SymbolTable& table, Problems& problems)
      : file_(file),
        table_(table),
        problems_(problems),
        resolver_(table, file, Use::kDeclarations) {}

  void Run() {
    ForEachField(file_, [&](Field& field) { Resolve(field); });
    for (Service& service : file_.services) {
      for (Method& method : service.methods) Resolve(method, service.full_name);
    }
  }

 private:
  void Resolve(Field& field) {
    const std::string_view scope =
        field.parent == nullptr ? std::string_view(file_.package) : field.parent->full_name;
    if (field.is_extension) {
      field.extendee = MessageOf({scope, field.extendee_name, ExtendeeAt(field)});
    }
    if (field.type_name.empty()) return;
    ResolveType(field, {scope, field.type_name, field.type_pos});
  }

  // The name of the extended message stands once before its fields; it has no place of its own.
  Offset ExtendeeAt(const Field& field) const {
    const std::string_view text = file_.text;
    const std::less<const char*> before;
    const char* at = field.extendee_name.data();
    if (text.empty() || before(at, text.data()) || !before(at, text.data() + text.size())) {
      return field.pos;
    }
    return static_cast<Offset>(at - text.data());
  }

  void ResolveType(Field& field, const Reference& use) {
    const Lookup lookup = resolver_.Find(use.scope, use.name, Want::kType);
    if (!lookup.found()) return NotFound(use, lookup);
    if (lookup.kind == NameKind::kMessage) {
      if (field.type == FieldType::kEnum) return WrongKind(use, lookup, "an enum");
      if (field.type != FieldType::kGroup) field.type = FieldType::kMessage;
      field.message = static_cast<Message*>(lookup.node);
      return;
    }
    if (lookup.kind != NameKind::kEnum) return WrongKind(use, lookup, "a message or enum");
    if (field.is_message()) return WrongKind(use, lookup, "a message");
    field.type = FieldType::kEnum;
    field.enum_type = static_cast<Enum*>(lookup.node);
  }

  void Resolve(Method& method, std::string_view scope) {
    method.input = MessageOf({scope, method.input_name, method.input_pos});
    method.output = MessageOf({scope, method.output_name, method.output_pos});
  }

  Message* MessageOf(const Reference& use) {
    const Lookup lookup = resolver_.Find(use.scope, use.name, Want::kAny);
    if (lookup.kind == NameKind::kMessage) return static_cast<Message*>(lookup.node);
    if (lookup.found()) {
      WrongKind(use, lookup, "a message");
    } else {
      NotFound(use, lookup);
    }
    return nullptr;
  }

  void WrongKind(const Reference& use, const Lookup& lookup, std::string_view wanted) {
    std::string fix;
    if (!use.name.starts_with('.') && lookup.kind >= NameKind::kValue) {
      fix = "write the full name with a leading dot to get past the inner scope";
    }
    problems_.Add(file_, use.at,
                  fmt::format("`{}` is {} {} here; expected {}", use.name, Article(lookup.kind),
                              WordFor(lookup.kind), wanted),
                  std::move(fix));
  }

  static std::string_view Article(NameKind kind) {
    const bool vowel = kind == NameKind::kEnum || kind == NameKind::kExtension ||
                       kind == NameKind::kValue || kind == NameKind::kOneof;
    return vowel ? "an" : "a";
  }

  void NotFound(const Reference& use, const Lookup& lookup) {
    if (lookup.hidden != nullptr && IsOptionImport(*lookup.hidden->file)) {
      problems_.Add(file_, use.at,
                    fmt::format("`{}` is imported by `import option`, for use in options only",
                                lookup.hidden->full_name),
                    fmt::format("write `import \"{}\";`", lookup.hidden->file->path));
      return;
    }
    if (lookup.hidden != nullptr) {
      problems_.Add(file_, use.at,
                    fmt::format("`{}` seems to be defined in `{}`, which is not imported by `{}`",
                                lookup.hidden->full_name, lookup.hidden->file->path, file_.path),
                    fmt::format("add `import \"{}\";`", lookup.hidden->file->path));
      return;
    }
    if (!lookup.committed.empty()) {
      problems_.Add(
          file_, use.at,
          fmt::format("`{}` means `{}`, which is not defined: the innermost scope that has "
                      "the first part of a name decides",
                      use.name, lookup.committed),
          fmt::format("write `.{}` to start from the outermost scope", use.name));
      return;
    }
    if (LacksImports()) return;  // reported; the name may well stand in the missing file
    problems_.Add(file_, use.at, fmt::format("`{}` is not defined", use.name),
                  Suggestion(use.name));
  }

  bool IsOptionImport(const File& file) const {
    return std::ranges::any_of(file_.imports, [&](const Import& import) {
      return import.file == &file && import.kind == ImportKind::kOption;
    });
  }

  bool LacksImports() const {
    return std::ranges::any_of(file_.imports, [](const Import& import) {
      return import.file == nullptr && import.kind != ImportKind::kOption;
    });
  }

  // "did you mean": among the types that the file can see. Only for the first few, since each costs
  // a look at many names.
  std::string Suggestion(std::string_view name) {
    constexpr int kMostSuggestions = 10;
    constexpr std::size_t kMostCandidates = 50'000;
    if (++suggestions_ > kMostSuggestions) return {};
    if (nearby_.empty()) {
      for (const Named& named : table_.all()) {
        if (named.kind != NameKind::kMessage && named.kind != NameKind::kEnum) continue;
        if (nearby_.size() >= kMostCandidates || !resolver_.Sees(*named.file)) continue;
        nearby_.push_back(LastPart(named.full_name));
        nearby_full_.push_back(named.full_name);
      }
    }
    const std::string_view best = Nearest(LastPart(name), nearby_);
    if (best.empty()) return {};
    const auto at = std::find(nearby_.begin(), nearby_.end(), best) - nearby_.begin();
    return fmt::format("did you mean `{}`?", nearby_full_[static_cast<std::size_t>(at)]);
  }

  File& file_;
  const SymbolTable& table_;
  Problems& problems_;
  Resolver resolver_;
  int suggestions_ = 0;
  std::vector<std::string_view> nearby_;
  std::vector<std::string_view> nearby_full_;
};

}  // namespace

void ResolveTypes(File& file, const SymbolTable& table, Problems& problems) {
  TypeResolver(file, table, problems).Run();
}

}  // namespace leyline
