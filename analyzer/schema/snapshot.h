// Snapshot: one version of a set of contracts, linked, resolved and immutable.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "analyzer/model/model.h"
#include "base/result.h"
#include "base/shared_bytes.h"

namespace leyline {

// What a full name stands for.
using Symbol = std::variant<std::monostate, Message*, Enum*, Service*, Field*, EnumValue*>;

// Move-only. All nodes live as long as the snapshot does.
class Snapshot {
 public:
  Snapshot() = default;
  Snapshot(Snapshot&&) = default;
  Snapshot& operator=(Snapshot&&) = default;

  // How a user would name it: "main:contracts", "build/image.binpb".
  std::string label;
  // All files, imports included, sorted by path. Judge only those with File::governed. Two versions
  // of one set may have those in common that say the same in both, with all that they import.
  std::vector<std::shared_ptr<File>> files;
  // Governed files not parsed, as both versions have them, sorted; where each has one of its own.
  std::vector<std::string> unread;
  // Bytes that files from a descriptor set borrow from.
  std::vector<SharedBytes> backing;

  const File* FindFile(std::string_view path) const;
  const Message* FindMessage(std::string_view full_name) const;
  const Enum* FindEnum(std::string_view full_name) const;
  const Service* FindService(std::string_view full_name) const;
  // An extension by its full name.
  const Field* FindExtension(std::string_view full_name) const;
  // An extension by the full name of the message that it extends and its number.
  const Field* FindExtension(std::string_view extendee, int32_t number) const;

  // Full names of messages, enums, services and extensions; keys view into the files' arenas.
  std::unordered_map<std::string_view, Symbol> symbols;
  // Extensions by extendee, sorted by number.
  std::unordered_map<std::string_view, std::vector<const Field*>> extensions;
};

struct LinkOptions {
  int threads = 0;  // 0: one a core; the result is the same for any number
  // Files that are known to be valid, and there for others: linked, but not judged by the rules of
  // the language, and without the options of what others can't reach. Null: none.
  std::function<bool(const File&)> known_valid = nullptr;
  // Files of another snapshot, linked there, with all that they import: they are in this one too,
  // as they are. None has the path of one that is to be linked.
  std::vector<std::shared_ptr<File>> linked = {};
};

// Links parsed or decoded files into a snapshot: imports, names, types, options, features,
// defaults, and all validity rules of the language. The errors are all that were found, sorted by
// place. `files` must hold the import closure; what is missing is an error at its import statement.
Result<Snapshot> Link(std::string label, std::vector<std::unique_ptr<File>> files,
                      const LinkOptions& options = {});

}  // namespace leyline
