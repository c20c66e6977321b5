#include "analyzer/schema/validate.h"

#include "analyzer/schema/check/rules.h"
#include "analyzer/schema/link/walk.h"

namespace leyline {

void ValidateFile(const File& file, Problems& problems) {
  CheckFile(file, problems);
  CheckFeatures(file, problems);
  CheckNaming(file, problems);
  CheckExtensionNumbers(file, problems);
  ForEachEnum(file, [&](const Enum& enumeration) { CheckEnum(enumeration, problems); });
  ForEachField(file, [&](const Field& field) {
    CheckField(field, problems);
    if (field.is_extension) CheckExtension(field, problems);
  });
  ForEachMessage(file, [&](const Message& message) {
    CheckMessage(message, problems);
    CheckNumbers(message, problems);
    CheckOneofs(message, problems);
    CheckJsonNames(message, problems);
  });
}

}  // namespace leyline
