// Files of a descriptor set.
#include <fmt/format.h>

#include "analyzer/schema/descriptor_set/decoder.h"

namespace leyline {

namespace {

// Of FileDescriptorProto.
enum : uint32_t {
  kImport = 3,
  kMessage = 4,
  kEnum = 5,
  kService = 6,
  kExtension = 7,
  kOptionImport = 15
};

}  // namespace

struct FileDecoder::FileParts {
  std::vector<int32_t> publics, weaks;
  std::string_view syntax;
  int32_t edition = 0;
};

FileDecoder::FileParts FileDecoder::ReadFile(DescriptorReader& reader, Parts& parts) {
  FileParts file;
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        file_.path = ImportPath(reader);
        break;
      case 2:
        file_.package = DottedName(reader);
        break;
      case kImport:
      case kOptionImport:
        parts.Add(reader, ImportPath(reader));
        break;
      case kMessage:
      case kEnum:
      case kService:
      case kExtension:
        parts.Add(reader, reader.Bytes());
        break;
      case 8:
        ReadOptions(reader, file_.options);
        break;
      case 9:
        file_.source_info = reader.Bytes();
        break;
      case 10:
        reader.AppendInt32s(file.publics);
        break;
      case 11:
        reader.AppendInt32s(file.weaks);
        break;
      case 12:
        file.syntax = reader.Bytes();
        break;
      case 14:
        file.edition = reader.Int32();
        break;
      default:
        break;
    }
  }
  return file;
}

void FileDecoder::Decode(std::string_view bytes) {
  DescriptorReader reader(input_, bytes, "file descriptor");
  file_.from_descriptor = true;
  Parts parts(*this);
  const FileParts file = ReadFile(reader, parts);
  if (file_.path.empty()) reader.FailWhole("a file has no name");
  DecodeSyntax(reader, file);
  DecodeImports(reader, parts, file);
  if (!file_.package.empty()) scope_.append(".").append(file_.package);
  file_.messages = parts.Each<Message>(kMessage, [&](std::string_view message, Offset index) {
    return DecodeMessage(message, index, 1);
  });
  file_.enums = DecodeEnums(parts, kEnum);
  file_.extensions = DecodeExtensions(parts, kExtension);
  MarkGroups(file_.extensions, file_.messages);
  file_.services = parts.Each<Service>(kService, [&](std::string_view service, Offset index) {
    return DecodeService(service, index);
  });
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

void FileDecoder::DecodeImports(DescriptorReader& reader, Parts& parts, const FileParts& marks) {
  std::vector<Import> imports;
  const auto add = [&](uint32_t number, ImportKind kind) {
    const std::size_t first = imports.size();
    parts.ForEach(number, [&](const Part& part) {
      imports.push_back({.path = part.bytes,
                         .kind = kind,
                         .pos = static_cast<Offset>(imports.size() - first),
                         .file = nullptr});
    });
  };
  imports.reserve(parts.Count(kImport) + parts.Count(kOptionImport));
  add(kImport, ImportKind::kPlain);
  const std::size_t plain = imports.size();
  const auto mark = [&](const std::vector<int32_t>& indices, ImportKind kind) {
    for (int32_t index : indices) {
      if (index >= 0 && static_cast<std::size_t>(index) < plain) {
        imports[static_cast<std::size_t>(index)].kind = kind;
      } else {
        reader.FailWhole(fmt::format("import {} of {} is marked public or weak, but there are {}",
                                     index, Quoted(file_.path), plain));
      }
    }
  };
  mark(marks.weaks, ImportKind::kWeak);
  mark(marks.publics, ImportKind::kPublic);
  add(kOptionImport, ImportKind::kOption);
  file_.imports = file_.arena.Copy(imports);
}

}  // namespace leyline
