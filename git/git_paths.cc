// What git knows about paths: who changed them, when, and whether the work tree did.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "git/git.h"

namespace leyline {
namespace {

// A path of the repository, whatever folder git runs in and whatever `*` it has in its name.
std::string FromTheTop(const std::string& path) {
  return ":(top,literal)" + (path == "." ? "" : path);
}

// Wherever it stands in a message: git takes only those of the last paragraph for trailers, people
// and forges don't.
bool IsCoAuthor(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos &&
         ToLower(Trim(line.substr(0, colon))) == "co-authored-by";
}

// What stands behind the colon, with the lines on which it goes on.
std::string ValueAt(const std::vector<std::string_view>& lines, std::size_t at) {
  std::string value(lines[at].substr(lines[at].find(':') + 1));
  while (++at < lines.size() && (lines[at].starts_with(' ') || lines[at].starts_with('\t'))) {
    value += lines[at];
  }
  return value;
}

// "Dana Reyes <dana@x>": the name and the e-mail.
void AddPerson(const std::string& text, std::set<std::string>& people) {
  const std::string_view all = text;
  const std::size_t open = std::min(all.rfind('<'), all.size());
  const std::size_t close = std::min(all.find('>', open), all.size());
  for (std::string_view part : {all.substr(0, open), all.substr(open, close - open)}) {
    if (part.starts_with('<')) part.remove_prefix(1);
    if (!Trim(part).empty()) people.emplace(Trim(part));
  }
}

}  // namespace

Result<std::vector<std::string>> Git::Authors(std::string_view base, std::string_view head,
                                              const std::vector<std::string>& paths) {
  // All of history: git otherwise leaves out commits of a side that a merge took nothing new from.
  std::vector<std::string> arguments = {"log",
                                        "-z",
                                        "--full-history",
                                        "--no-mailmap",
                                        "--format=%an <%ae>%n%cn <%ce>%n%B",
                                        fmt::format("{}..{}", base, head),
                                        "--"};
  for (const std::string& path : paths) arguments.push_back(FromTheTop(path));
  auto text = RunForText(std::move(arguments));
  if (!text) return Fail(text.error());
  std::set<std::string> people;
  for (std::string_view commit : Split(*text, '\0')) {
    if (commit.empty()) continue;
    const std::vector<std::string_view> lines = Split(commit, '\n');
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i < 2) AddPerson(std::string(lines[i]), people);
      if (i >= 2 && IsCoAuthor(lines[i])) AddPerson(ValueAt(lines, i), people);
    }
  }
  return std::vector<std::string>(people.begin(), people.end());
}

Result<std::vector<std::string>> Git::FirstParents(const std::string& commit,
                                                   const std::vector<std::string>& paths,
                                                   int limit) {
  std::vector<std::string> arguments = {"rev-list", "--first-parent",
                                        fmt::format("--max-count={}", limit), commit, "--"};
  for (const std::string& path : paths) arguments.push_back(FromTheTop(path));
  auto text = RunForText(std::move(arguments));
  if (!text) return Fail(text.error());
  std::vector<std::string> commits;
  for (std::string_view line : Split(*text, '\n')) {
    if (!line.empty()) commits.emplace_back(line);
  }
  return commits;
}

std::vector<std::string> Git::Uncommitted(const std::vector<std::string>& paths) {
  std::vector<std::string> arguments = {"status",       "--porcelain=v1",        "-z",
                                        "--no-renames", "--untracked-files=all", "--"};
  for (const std::string& path : paths) arguments.push_back(FromTheTop(path));
  const auto exit = Run(std::move(arguments));
  std::vector<std::string> found;
  if (!exit || exit->code != 0) return found;
  for (std::string_view entry : Split(exit->out, '\0')) {
    constexpr std::size_t kState = 3;  // "XY "
    if (entry.size() > kState) found.emplace_back(entry.substr(kState));
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace leyline
