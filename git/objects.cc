#include "git/objects.h"

#include <algorithm>
#include <charconv>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::size_t kPart = 64 << 10;

Status PassOver(Dialogue& dialogue, std::size_t count) {
  while (count > 0) {
    const auto part = dialogue.ReadBytes(std::min(count, kPart));
    if (!part) return Fail(part.error());
    count -= part->size();
  }
  return {};
}

// "<id> SP <type> SP <size> LF <bytes> LF", or "<name> missing LF".
Status Take(Dialogue& dialogue, std::size_t limit, GitObject& object) {
  auto line = dialogue.ReadLine();
  if (!line) return Fail(line.error());
  const std::vector<std::string_view> parts = Split(*line, ' ');
  std::size_t size = 0;
  const bool is_there =
      parts.size() == 3 &&
      std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), size).ec == std::errc();
  if (is_there) {
    const bool is_whole = size <= limit;
    auto bytes = dialogue.ReadBytes(is_whole ? size + 1 : limit);
    if (!bytes) return Fail(bytes.error());
    if (is_whole) {
      bytes->pop_back();
    } else if (auto passed = PassOver(dialogue, size - limit + 1); !passed) {
      return passed;
    }
    object.id = parts[0];
    object.type = parts[1];
    object.bytes = std::move(*bytes);
  }
  object.answer = std::move(*line);
  return {};
}

}  // namespace

Result<std::vector<GitObject>> GitObjects::Read(const std::vector<std::string>& names,
                                                std::size_t limit) {
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
    if (is_asked(names[i])) status = Take(**dialogue, limit, objects[i]);
  }
  if (!status) {
    Error error = std::move(status.error().front());
    if (error.code.empty()) {
      error.code = "LG9001";
      error.fix = "ask git itself: git fsck; what is missing comes with git fetch --refetch";
    }
    return Fail(std::move(error));
  }
  Return(std::move(*dialogue));
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
