#include "records/secrets.h"

#include <algorithm>

namespace leyline {
namespace {

constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view kWord =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

// A known beginning, and how many letters of an alphabet must follow.
struct Form {
  std::string_view begin;
  std::string_view alphabet;
  std::size_t least;
  std::string_view name;
};
constexpr Form kForms[] = {
    {"AKIA", kUpper, 16, "an access key of AWS"}, {"ASIA", kUpper, 16, "an access key of AWS"},
    {"ghp_", kWord, 36, "a token of GitHub"},     {"gho_", kWord, 36, "a token of GitHub"},
    {"ghs_", kWord, 36, "a token of GitHub"},     {"github_pat_", kWord, 40, "a token of GitHub"},
    {"glpat-", kWord, 20, "a token of GitLab"},   {"xoxb-", kWord, 20, "a token of Slack"},
    {"xoxp-", kWord, 20, "a token of Slack"},     {"AIza", kWord, 35, "a key of Google"},
    {"sk_live_", kWord, 20, "a key of Stripe"},   {"npm_", kWord, 36, "a token of npm"},
};

bool Stands(std::string_view text, const Form& form) {
  for (std::size_t at = text.find(form.begin); at != std::string_view::npos;
       at = text.find(form.begin, at + 1)) {
    const bool begins = at == 0 || kWord.find(text[at - 1]) == std::string_view::npos;
    const std::string_view rest = text.substr(at + form.begin.size());
    const std::size_t length = std::min(rest.find_first_not_of(form.alphabet), rest.size());
    if (begins && length >= form.least) return true;
  }
  return false;
}

// PEM, whatever it is a key of.
bool HasPrivateKey(std::string_view text) {
  const std::size_t begin = text.find("-----BEGIN ");
  if (begin == std::string_view::npos) return false;
  const std::string_view head = text.substr(begin, text.find('\n', begin) - begin);
  return head.find("PRIVATE KEY-----") != std::string_view::npos ||
         HasPrivateKey(text.substr(begin + 1));
}

}  // namespace

std::string_view FindSecret(std::string_view text) {
  if (HasPrivateKey(text)) return "a private key";
  const auto* found = std::find_if(std::begin(kForms), std::end(kForms),
                                   [&](const Form& form) { return Stands(text, form); });
  return found == std::end(kForms) ? std::string_view() : found->name;
}

}  // namespace leyline
