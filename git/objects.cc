#include "git/objects.h"

#include <charconv>

#include "base/strings.h"

namespace leyline {
namespace {

// "<id> SP <type> SP <size> LF <bytes> LF", or "<name> missing LF".
Status Take(Dialogue& dialogue, GitObject& object) {
  auto line = dialogue.ReadLine();
  if (!line) return Fail(line.error());
  const std::vector<std::string_view> parts = Split(*line, ' ');
  std::size_t size = 0;
  const bool is_there =
      parts.size() == 3 &&
      std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), size).ec == std::errc();
  if (is_there) {
    auto bytes = dialogue.ReadBytes(size + 1);
    if (!bytes) return Fail(bytes.error());
    bytes->pop_back();
    object.id = parts[0];
    object.type = parts[1];
    object.bytes = std::move(*bytes);
  }
  object.answer = std::move(*line);
  return {};
}

}  // namespace

Result<std::vector<GitObject>> GitObjects::Read(const std::vector<std::string>& names) {
  std::vector<GitObject> objects(names.size());
  if (names.empty()) return objects;
  auto dialogue = Borrow();
  if (!dialogue) return Fail(dialogue.error());
  // A name with a line end would be answered twice. There is nothing of such a name.
  const auto is_asked = [](const std::string& name) {
    return name.find('\n') == std::string::npos;
  };
  std::string request;
  for (const std::string& name : names) {
    if (is_asked(name)) request += name + "\n";
  }
  Status status = (*dialogue)->Send(request);
  for (std::size_t i = 0; i < objects.size() && status; ++i) {
    if (is_asked(names[i])) status = Take(**dialogue, objects[i]);
  }
  if (status) Return(std::move(*dialogue));
  return objects;
}

Result<std::unique_ptr<Dialogue>> GitObjects::Borrow() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Dialogue> last = std::move(idle_.back());
      idle_.pop_back();
      return last;
    }
  }
  return process_.Start(command_);
}

void GitObjects::Return(std::unique_ptr<Dialogue> dialogue) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(dialogue));
}

}  // namespace leyline
