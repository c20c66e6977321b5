#include "config/yaml_wall.h"

#include <istream>
#include <streambuf>
#include <unordered_map>

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/strings.h"
#include "config/characters.h"

namespace leyline {
namespace {

constexpr std::string_view kNoIndirection =
    "write the value out in each place; anchors, aliases, tags and merge keys are not allowed";

// yaml-cpp reads streams only; this one reads a text without a copy.
class TextBuffer final : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // the get area is never written to
    setg(begin, begin, begin + text.size());
  }
};

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Builds the tree of one document. Never throws and never recurses; what is refused is reported and
// kept as YamlKind::kRefused.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& file, std::string_view text, const YamlLimits& limits,
              Errors& errors)
      : file_(file), text_(text), limits_(limits), errors_(errors) {}

  YamlNode TakeRoot() { return std::move(root_); }
  bool too_deep() const { return too_deep_; }
  bool too_large() const { return full_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node = NodeAt(mark, YamlKind::kNull);
    if (anchor != 0 || StartsWith(mark, "!"))
      Refuse(node, "LG1007", "an anchor or tag", kNoIndirection);
    Attach(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    YamlNode node = NodeAt(mark, YamlKind::kScalar);
    Refuse(node, "LG1007", "an alias", kNoIndirection);
    Attach(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node = NodeAt(mark, YamlKind::kScalar);
    node.quoted = tag == "!";
    if (HasProperties(mark, tag, anchor)) {
      Refuse(node, "LG1007", "an anchor or tag", kNoIndirection);
    } else if (value.size() > limits_.scalar_bytes) {
      Refuse(node, "LG1009",
             fmt::format("a text of {} bytes, more than the limit of {}", value.size(),
                         limits_.scalar_bytes),
             "shorten it");
    } else if (const auto bad = FindForbidden(value)) {
      Refuse(node, "LG1004", fmt::format("an escape for {}, which {}", bad->name, bad->why),
             "remove the character");
    } else {
      node.text = value;
    }
    Attach(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, HasProperties(mark, tag, anchor), YamlKind::kSequence);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, HasProperties(mark, tag, anchor), YamlKind::kMap);
  }
  void OnMapEnd() override { Close(); }

 private:
  // A collection that is still open.
  struct Frame {
    YamlNode node;
    YamlNode key;  // of a map: waiting for its value
    bool has_key = false;
    std::unordered_map<std::string, int32_t> lines;  // of a map: lower-case key -> its line
  };

  YamlNode NodeAt(const YAML::Mark& mark, YamlKind kind) const {
    YamlNode node;
    node.kind = kind;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }

  bool StartsWith(const YAML::Mark& mark, std::string_view any_of) const {
    const auto at = static_cast<std::size_t>(mark.pos);
    return mark.pos >= 0 && at < text_.size() && any_of.find(text_[at]) != std::string_view::npos;
  }

  // yaml-cpp gives quoted scalars the tag `!`, plain ones and collections `?`. A written `!` looks
  // the same, but then the text at the mark starts with it.
  bool HasProperties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
    return anchor != 0 || (tag != "!" && tag != "?" && !tag.empty()) || StartsWith(mark, "!&");
  }

  void Complain(const YamlNode& at, std::string_view code, std::string message,
                std::string_view fix) {
    if (errors_.size() > kMostErrorsOfFile) return;
    errors_.push_back(
        ConfigError({file_, at.line, at.column}, code, std::move(message), std::string(fix)));
  }

  void Refuse(YamlNode& node, std::string_view code, std::string_view what, std::string_view fix) {
    node.kind = YamlKind::kRefused;
    Complain(node, code, fmt::format("found {}", what), fix);
  }

  // Whether the next node is within the limits; the first one beyond is reported.
  bool Admit(const YamlNode& node) {
    if (full_) return false;
    if (++nodes_ <= limits_.nodes) return true;
    full_ = true;
    Complain(node, "LG1009", fmt::format("more than {} values in one file", limits_.nodes),
             "split the file");
    return false;
  }

  void Open(const YAML::Mark& mark, bool has_properties, YamlKind kind) {
    YamlNode node = NodeAt(mark, kind);
    const bool beyond = skipped_ > 0 || static_cast<int>(open_.size()) >= limits_.depth;
    if (beyond && !too_deep_) {
      too_deep_ = true;
      Complain(node, "LG1009", fmt::format("nesting deeper than {}", limits_.depth),
               "flatten the structure");
    }
    if (beyond || !Admit(node)) {
      ++skipped_;
      return;
    }
    if (has_properties) Refuse(node, "LG1007", "an anchor or tag", kNoIndirection);
    open_.emplace_back();
    open_.back().node = std::move(node);
  }

  void Close() {
    if (skipped_ > 0) {
      if (--skipped_ == 0) {
        YamlNode refused;
        refused.kind = YamlKind::kRefused;
        Place(std::move(refused));
      }
      return;
    }
    if (open_.empty()) return;
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    Place(std::move(node));
  }

  void Attach(YamlNode node) {
    if (skipped_ > 0 || !Admit(node)) return;
    Place(std::move(node));
  }

  void Place(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = open_.back();
    if (frame.node.kind == YamlKind::kSequence) {
      frame.node.items.push_back(std::move(node));
    } else if (frame.node.kind == YamlKind::kMap) {
      PlaceInMap(frame, std::move(node));
    }
  }

  void PlaceInMap(Frame& frame, YamlNode node) {
    if (!frame.has_key) {
      frame.key = std::move(node);
      frame.has_key = true;
      return;
    }
    frame.has_key = false;
    if (!IsGoodKey(frame)) return;
    // The mark of a missing value is that of whatever follows.
    if (node.kind == YamlKind::kNull) {
      node.line = frame.key.line;
      node.column = frame.key.column;
    }
    frame.node.entries.push_back({.key = std::move(frame.key), .value = std::move(node)});
  }

  bool IsGoodKey(Frame& frame) {
    const YamlNode& key = frame.key;
    if (key.kind == YamlKind::kRefused) return false;
    if (key.kind != YamlKind::kScalar) {
      Complain(key, "LG1007", "found a key that is not a word", "write `name: value`");
      return false;
    }
    if (key.text == "<<" && !key.quoted) {
      Complain(key, "LG1007", "found a merge key", kNoIndirection);
      return false;
    }
    const auto [first, is_new] = frame.lines.emplace(Lower(key.text), key.line);
    if (is_new) return true;
    Complain(key, "LG1006",
             fmt::format("duplicate key `{}` (first at line {})", key.text, first->second),
             "keep one of them; case does not tell keys apart");
    return false;
  }

  const std::string& file_;
  std::string_view text_;
  const YamlLimits& limits_;
  Errors& errors_;
  YamlNode root_;
  std::vector<Frame> open_;
  int skipped_ = 0;  // open collections beyond the limits
  int nodes_ = 0;
  bool full_ = false;
  bool too_deep_ = false;
};

// Notices that there is more than the first document, and where.
class SecondDocument final : public YAML::EventHandler {
 public:
  std::optional<YAML::Mark> start;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!start.has_value()) start = mark;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

SourceSpan PlaceOf(const std::string& file, const YAML::Mark& mark) {
  if (mark.is_null()) return {file, 0, 0};
  return {file, mark.line + 1, mark.column + 1};
}

void RefuseMore(YAML::Parser& parser, const std::string& file, Errors& errors) {
  SecondDocument more;
  try {
    parser.HandleNextDocument(more);
  } catch (const YAML::Exception&) {
    if (!more.start.has_value()) throw;
  }
  if (!more.start.has_value()) return;
  errors.push_back(ConfigError(PlaceOf(file, *more.start), "LG1008",
                               "more than one YAML document, or text after the end of the first",
                               "keep one document a file"));
}

}  // namespace

std::optional<YamlNode> ReadEvents(const std::string& file, std::string_view text,
                                   const YamlLimits& limits, Errors& errors) {
  TextBuffer buffer(text);
  std::istream stream(&buffer);
  TreeBuilder builder(file, text, limits, errors);
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    if (builder.too_large()) return std::nullopt;
    RefuseMore(parser, file, errors);
  } catch (const YAML::DeepRecursion& e) {
    if (!builder.too_deep()) {
      errors.push_back(ConfigError(PlaceOf(file, e.mark), "LG1009",
                                   fmt::format("nesting deeper than {}", limits.depth),
                                   "flatten the structure"));
    }
    return std::nullopt;
  } catch (const YAML::Exception& e) {
    errors.push_back(
        ConfigError(PlaceOf(file, e.mark), "LG1005", fmt::format("not valid YAML: {}", e.msg),
                    "correct it there; a text with `: `, ` #` or a sign in front goes in quotes"));
    return std::nullopt;
  }
  return builder.TakeRoot();
}

}  // namespace leyline
