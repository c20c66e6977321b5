// Files of a descriptor set.
#include <fmt/format.h>

#include "analyzer/schema/descriptor_set/decoder.h"

namespace leyline {

struct FileDecoder::FileParts {
  Views imports, option_imports, messages, enums, services, extensions;
  std::vector<int32_t> publics, weaks;
  std::string_view syntax;
  int32_t edition = 0;
};

FileDecoder::FileParts FileDecoder::ReadFile(DescriptorReader& reader) {
  FileParts parts;
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        file_.path = ImportPath(reader);
        break;
      case 2:
        file_.package = DottedName(reader);
        break;
      case 3:
        parts.imports.push_back(ImportPath(reader));
        break;
      case 4:
        parts.messages.push_back(reader.Bytes());
        break;
      case 5:
        parts.enums.push_back(reader.Bytes());
        break;
      case 6:
        parts.services.push_back(reader.Bytes());
        break;
      case 7:
        parts.extensions.push_back(reader.Bytes());
        break;
      case 8:
        ReadOptions(reader, file_.options);
        break;
      case 9:
        file_.source_info = reader.Bytes();
        break;
      case 10:
        reader.AppendInt32s(parts.publics);
        break;
      case 11:
        reader.AppendInt32s(parts.weaks);
        break;
      case 12:
        parts.syntax = reader.Bytes();
        break;
      case 14:
        parts.edition = reader.Int32();
        break;
      case 15:
        parts.option_imports.push_back(ImportPath(reader));
        break;
      default:
        break;
    }
  }
  return parts;
}

void FileDecoder::Decode(std::string_view bytes) {
  DescriptorReader reader(input_, bytes, "file descriptor");
  file_.from_descriptor = true;
  const FileParts parts = ReadFile(reader);
  if (file_.path.empty()) reader.FailWhole("a file has no name");
  DecodeSyntax(reader, parts);
  DecodeImports(reader, parts);
  if (!file_.package.empty()) scope_.append(".").append(file_.package);
  file_.messages = DecodeMessages(parts.messages);
  file_.enums = DecodeEnums(parts.enums);
  file_.extensions = DecodeExtensions(parts.extensions);
  MarkGroups(file_.extensions, file_.messages);
  file_.services = DecodeServices(parts.services);
}

std::span<Message> FileDecoder::DecodeMessages(const Views& messages) {
  std::vector<Message> decoded;
  decoded.reserve(messages.size());
  for (std::string_view bytes : messages) {
    decoded.push_back(DecodeMessage(bytes, static_cast<Offset>(decoded.size()), 1));
    if (input_.failed()) return {};
  }
  return file_.arena.Copy(decoded);
}

void FileDecoder::DecodeSyntax(DescriptorReader& reader, const FileParts& parts) {
  const std::string_view syntax = parts.syntax;
  const int32_t edition = parts.edition;
  file_.has_syntax = !syntax.empty();
  if (syntax.empty() || syntax == "proto2") {
    file_.edition = Edition::kProto2;
  } else if (syntax == "proto3") {
    file_.edition = Edition::kProto3;
  } else if (syntax != "editions") {
    reader.FailWhole(fmt::format("syntax {} in {}, expected proto2, proto3 or editions",
                                 Quoted(syntax), Quoted(file_.path)));
  } else if (edition == static_cast<int32_t>(Edition::k2023) ||
             edition == static_cast<int32_t>(Edition::k2024)) {
    file_.edition = static_cast<Edition>(edition);
  } else {
    reader.FailWhole(fmt::format("edition number {} in {}, expected 1000 (2023) or 1001 (2024)",
                                 edition, Quoted(file_.path)));
  }
}

void FileDecoder::DecodeImports(DescriptorReader& reader, const FileParts& parts) {
  const Views& plain = parts.imports;
  std::vector<Import> imports;
  imports.reserve(plain.size() + parts.option_imports.size());
  for (std::string_view path : plain) {
    imports.push_back({.path = path,
                       .kind = ImportKind::kPlain,
                       .pos = static_cast<Offset>(imports.size()),
                       .file = nullptr});
  }
  const auto mark = [&](const std::vector<int32_t>& indices, ImportKind kind) {
    for (int32_t index : indices) {
      if (index >= 0 && static_cast<std::size_t>(index) < plain.size()) {
        imports[static_cast<std::size_t>(index)].kind = kind;
      } else {
        reader.FailWhole(fmt::format("import {} of {} is marked public or weak, but there are {}",
                                     index, Quoted(file_.path), plain.size()));
      }
    }
  };
  mark(parts.weaks, ImportKind::kWeak);
  mark(parts.publics, ImportKind::kPublic);
  for (std::string_view path : parts.option_imports) {
    imports.push_back({.path = path,
                       .kind = ImportKind::kOption,
                       .pos = static_cast<Offset>(imports.size() - plain.size()),
                       .file = nullptr});
  }
  file_.imports = file_.arena.Copy(imports);
}

}  // namespace leyline
