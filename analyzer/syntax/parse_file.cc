// The statements of a file: syntax, import, package, and what opens a declaration.
#include <array>

#include <fmt/format.h>

#include "analyzer/syntax/parser.h"
#include "base/strings.h"

namespace leyline::syntax {

void Parser::ParseFile() {
  BeginStatement();
  ParseSyntax();
  while (!AtEnd()) {
    BeginStatement();
    if (At('}')) {
      Fail(Here(), "`}` closes no block");
      lexer_.Next();
    } else if (!ParseTopLevel()) {
      SkipStatement();
    }
  }
  FinishFile();
}

void Parser::FinishFile() {
  file_.imports = Take(imports_, 0);
  file_.messages = Take(messages_, 0);
  file_.enums = Take(enums_, 0);
  file_.services = Take(services_, 0);
  file_.extensions = Take(extensions_, 0);
  file_.options.written = Take(options_, 0);
}

void Parser::ParseSyntax() {
  const Word word = CurrentWord();
  if (word != Word::kSyntax && word != Word::kEdition) return;
  const std::string_view keyword = CurrentText();
  file_.has_syntax = true;
  file_.syntax_pos = Here();
  lexer_.Next();
  std::string_view value;
  if (!Expect('=', {"after", keyword})) return SkipStatement();
  const Offset value_at = Here();
  const std::string_view expected =
      word == Word::kSyntax ? "a string such as \"proto3\"" : "a string such as \"2023\"";
  if (!ParseString(expected, value)) return SkipStatement();
  if (word == Word::kSyntax) {
    SetSyntax(value, value_at);
  } else {
    SetEdition(value, value_at);
  }
  if (!EndStatement({"after", keyword})) SkipStatement();
}

void Parser::SetSyntax(std::string_view value, Offset at) {
  file_.edition = value == "proto2" ? Edition::kProto2 : Edition::kProto3;
  if (value == "proto2" || value == "proto3") return;
  Fail(at, fmt::format(R"(unknown syntax "{}": expected "proto2" or "proto3")", value));
}

void Parser::SetEdition(std::string_view value, Offset at) {
  file_.edition = value == "2023" ? Edition::k2023 : Edition::k2024;
  if (value == "2023" || value == "2024") return;
  Fail(at, fmt::format(R"(unknown edition "{}": expected "2023" or "2024")", value));
}

bool Parser::ParseTopLevel() {
  if (TryConsume(';')) return true;
  const Word word = CurrentWord();
  switch (word) {
    case Word::kMessage:
      return ParseMessage(Visibility::kUnset, Here());
    case Word::kEnum:
      return ParseEnum(Visibility::kUnset, Here());
    case Word::kService:
      return ParseService();
    case Word::kExtend:
      return ParseExtend();
    case Word::kImport:
      return ParseImport();
    case Word::kPackage:
      return ParsePackage();
    case Word::kOption:
      return ParseOptionStatement();
    case Word::kExport:
    case Word::kLocal:
      return ParseVisible(word);
    case Word::kSyntax:
    case Word::kEdition:
      return Fail(Here(),
                  fmt::format("`{}` must be the first statement of the file", CurrentText()));
    default:
      return FailTopLevel();
  }
}

bool Parser::FailTopLevel() {
  constexpr std::array<std::string_view, 7> kStatements = {
      "message", "enum", "service", "extend", "import", "package", "option"};
  const std::string_view near = AtIdentifier() ? Nearest(CurrentText(), kStatements) : "";
  return Fail(Here(),
              fmt::format("expected a declaration such as `message`, `enum` or `service`, found {}",
                          Found()),
              near.empty() ? "" : fmt::format("did you mean `{}`?", near));
}

// `export message`, `local enum` ..., at the top and inside messages.
bool Parser::ParseVisible(Word modifier) {
  const Offset pos = Here();
  const std::string_view text = CurrentText();
  if (file_.edition < Edition::k2024) {
    return Fail(pos, fmt::format("`{}` needs edition 2024 or later", text));
  }
  lexer_.Next();
  const Visibility visibility =
      modifier == Word::kExport ? Visibility::kExport : Visibility::kLocal;
  const Word word = CurrentWord();
  if (word == Word::kMessage) return ParseMessage(visibility, pos);
  if (word == Word::kEnum) return ParseEnum(visibility, pos);
  return FailHere(fmt::format("`message` or `enum` after `{}`", text));
}

bool Parser::ParseImport() {
  Import import;
  import.pos = Here();
  lexer_.Next();
  if (!ParseImportKind(import)) return false;
  const bool late = !imports_.empty() && imports_.back().kind == ImportKind::kOption;
  if (late && import.kind != ImportKind::kOption) {
    Fail(import.pos, "an `import` behind an `import option`", "move it up");
  }
  if (!ParseString("the path of a file as a string after `import`", import.path)) return false;
  const bool ended = EndStatement({"after import", import.path});
  imports_.push_back(import);
  return ended;
}

bool Parser::ParseImportKind(Import& import) {
  const Offset at = Here();
  if (TryConsume(Word::kPublic)) {
    import.kind = ImportKind::kPublic;
  } else if (TryConsume(Word::kWeak)) {
    import.kind = ImportKind::kWeak;
    if (file_.edition < Edition::k2024) return true;
    return Fail(at, "edition 2024 has no `import weak`", "use `import option` where it fits");
  } else if (TryConsume(Word::kOption)) {
    import.kind = ImportKind::kOption;
    if (file_.edition >= Edition::k2024) return true;
    return Fail(at, "`import option` needs edition 2024 or later");
  }
  return true;
}

bool Parser::ParsePackage() {
  const Offset pos = Here();
  lexer_.Next();
  if (At('.')) return FailHere("a package name");
  std::string_view name;
  if (!ParseDottedName("a package name", name)) return false;
  if (file_.package_pos != kNoOffset) {
    Fail(pos, fmt::format("a file has one package: it is already `{}`", file_.package));
  } else {
    file_.package = name;
    file_.package_pos = pos;
  }
  return EndStatement({"after package", name});
}

}  // namespace leyline::syntax
