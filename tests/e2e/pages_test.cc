// The pages of diff and gate in a browser, at two widths, in light and dark, without a mouse.
#include <cstdlib>

#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::HasSubstr;

// Asks the page what a reader would find out by hand.
constexpr char kProbe[] = R"js(<script>
const lum = (c) => { const [r, g, b] = c.match(/\d+/g).map((v) => { v /= 255;
  return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const back = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (!c.endsWith(', 0)')) return c; } return 'rgb(255, 255, 255)'; };
document.querySelectorAll('details').forEach((d) => { d.open = true; });
let worst = 99;
for (const e of document.querySelectorAll('h1,h2,h4,p,li,th,td,caption,code,summary,.badge,a')) {
  const [a, b] = [lum(getComputedStyle(e).color), lum(back(e))].sort((x, y) => y - x);
  worst = Math.min(worst, (a + 0.05) / (b + 0.05)); }
const reach = (e) => { e.focus(); return document.activeElement === e; };
const links = [...document.querySelectorAll('a')];
const found = { wide: document.documentElement.scrollWidth > innerWidth, width: innerWidth,
  contrast: worst >= 4.5, dark: lum(getComputedStyle(document.body).backgroundColor) < 0.1,
  links: links.length > 0, lead: links.every((a) => document.getElementById(a.getAttribute('href').slice(1))),
  focus: [...links, ...document.querySelectorAll('summary,.scroll')].every(reach) };
document.title = 'found ' + JSON.stringify(found);
</script>)js";

class Pages : public Platform {
 protected:
  // The page with the probe in it, which its own policy would not let run.
  void Probe(const std::string& page) {
    std::string probe = Read(page);
    const std::string policy = "default-src 'none'; style-src 'unsafe-inline'";
    probe.replace(probe.find(policy), policy.size(), "script-src 'unsafe-inline'");
    probe.insert(probe.find("</body>"), kProbe);
    Write("probe-" + page, probe);
  }
};

TEST_F(Pages, ReadInABrowser) {
  const std::string browser =
      Sh("command -v chromium || command -v chromium-headless-shell || command -v google-chrome || "
         "true");
  if (browser.empty()) GTEST_SKIP() << "no chromium, chromium-headless-shell or google-chrome here";
  Sh("git switch -q breaking");
  ASSERT_EQ(Leyline({"gate", "--against", "main", "--all", "--output", "html=gate.html"}).code, 1);
  ASSERT_EQ(Leyline({"diff", "main:.", "approved:.", "--all", "--output", "html=diff.html"}).code,
            0);
  const struct {
    const char* page;
    const char* width;
    const char* scheme;  // 0: dark
  } looks[] = {{"gate.html", "1280", "1"}, {"gate.html", "400", "0"}, {"diff.html", "400", "1"}};
  for (const auto& look : looks) {
    Probe(look.page);
    const std::string dom =
        Sh(browser.substr(0, browser.find('\n')) +
           " --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir=profile "
           "--blink-settings=preferredColorScheme=" +
           look.scheme + " --window-size=" + look.width + ",900 --dump-dom \"file://$PWD/probe-" +
           look.page + "\" 2>/dev/null");
    const std::string dark = std::string(look.scheme) == "0" ? "true" : "false";
    EXPECT_THAT(dom, HasSubstr("found {\"wide\":false,\"width\":" + std::string(look.width) +
                               ",\"contrast\":true,\"dark\":" + dark +
                               ",\"links\":true,\"lead\":true,\"focus\":true}"))
        << look.page << " " << dom.substr(dom.find("<title>"), 300);
  }
}

}  // namespace
}  // namespace leyline
