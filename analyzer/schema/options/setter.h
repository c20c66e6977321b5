// One written option -> its bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/options.h"
#include "analyzer/schema/options/aggregate.h"
#include "analyzer/schema/options/problems.h"
#include "analyzer/schema/options/schema.h"

namespace leyline {

// An element whose options are interpreted.
struct OptionsTarget {
  OptionsKind kind = OptionsKind::kFile;
  std::string_view scope;  // where the names of custom options are looked up from
};

// Interprets the options of one file, element by element. Not for several threads at once.
class OptionSetter {
 public:
  OptionSetter(const File& file, const ResolveName& resolve, Errors& errors)
      : file_(file),
        resolve_(resolve),
        problems_(file, errors),
        aggregates_(file, resolve, types_, problems_) {}

  // The bytes of the options message, valid until the next call. Errors are reported; the options
  // without them are set.
  std::string_view Interpret(const OptionsTarget& target, std::span<const OptionDecl> written);

 private:
  // An option whose bytes stand in `bytes_`.
  struct Entry {
    const Field* field = nullptr;  // of the outermost part
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  // The field numbers of a path, as bytes.
  using PathKey = std::string;

  void Set(const OptionsTarget& target, const OptionDecl& option);
  bool FindPath(const OptionsTarget& target, const OptionDecl& option);
  const Field* FindPart(const OptionsTarget& target, const Message& type,
                        const OptionNamePart& part);
  const Field* FindBuiltin(const Message& type, const OptionNamePart& part);
  const Field* FindCustom(std::string_view scope, const Message& type, const OptionNamePart& part);
  bool CheckPath(const OptionsTarget& target, const OptionDecl& option);
  bool CheckTarget(const OptionsTarget& target, const Field& field, Offset at);
  bool CheckUnset(const OptionDecl& option);
  PathKey KeyOf(std::size_t parts) const;
  bool IsInside(const Entry& entry, std::size_t parts);
  void Remember();
  bool AppendValue(const Field& field, const OptionDecl& option);
  void Merge();

  const File& file_;
  const ResolveName& resolve_;
  OptionTypes types_;
  OptionProblems problems_;
  AggregateReader aggregates_;

  std::vector<const Field*> path_;  // of the option at hand
  struct Custom {
    std::string_view scope;
    std::string_view name;
    Symbol symbol;
  };
  Custom custom_;               // the last that was looked up
  std::vector<Entry> entries_;  // of the element at hand
  // What the element at hand has set so far: each path and the beginnings of it, and behind the
  // path of an aggregate the index of its entry plus 1.
  std::unordered_map<PathKey, std::size_t> set_;
  bool several_ = false;    // the element at hand has more than one option
  std::size_t walked_ = 0;  // bytes read to find options that are set twice
  std::string bytes_;
  std::string value_;
  std::string sorted_;
};

}  // namespace leyline
