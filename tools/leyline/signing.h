// Signing what one person says, with a key that the base knows as theirs.
#pragma once

#include <string>
#include <string_view>

#include "tools/leyline/review_case.h"
#include "tools/leyline/statements.h"

namespace leyline {

Flag KeyFlagOf(std::string& key);
inline constexpr std::string_view kSigningEnvironment =
    "  LEYLINE_SIGNING_KEY        as --key; else git's user.signingKey with gpg.format ssh\n"
    "  LEYLINE_ACTOR              as --as\n";

// The key to sign with: `told`, else that of the environment or of git. Empty when there is none
// and none is needed.
Result<std::string> KeyFile(World& world, Git& git, const ReviewCase& review,
                            const std::string& told);

// The signature, which must be the signer's own by the keys of the base.
Result<std::string> SignAs(World& world, const ReviewCase& review, const SignedText& text,
                           const std::string& key_file);

}  // namespace leyline
