// What of a file can change the meaning of another one that imports it and is itself the same.
#pragma once

#include <string>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline {

// How two versions of a file differ for those that import it.
struct ExportsChange {
  // Types went, became of another kind or kept only their name, an enum's values (a default may
  // name one, and the user of an enum may close it), public imports, the package, features of
  // enums; an extension, which may be an option, or a type next to one, is another.
  bool any = false;
  // A value of a message may say something else as it is written. It matters to files with
  // extensions: a value of an option that is used elsewhere may be of that message.
  bool rewrites = false;
  // An open enum has new values.
  bool grew = false;
  // Types and extensions that came and open enums that grew, by simple name. They matter only to a
  // file that says the name: it may now mean the new one, or have a field with the new value.
  std::vector<std::string> added;
};

// Whether a message kept its name and little else: fewer than half of its fields kept their number,
// their name and their kind of type. It may be another one that took its name, which its users
// tell.
bool KeepsOnlyItsName(const Message& before, const Message& after);

// Both parsed, not linked yet. Null: the file is not there.
ExportsChange CompareExports(const File* before, const File* after);

}  // namespace leyline
