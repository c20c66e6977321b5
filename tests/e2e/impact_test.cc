// `leyline impact` on the example platform: reports that a reader can check by hand, and the page
// in a real browser.
#include <cstdlib>

#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Impact : public Platform {};

const std::string kReports = std::string(LEYLINE_SOURCE_DIR) + "/examples/esper/reports/";

// examples/esper/reports/BRANCH.md is what a pull request of the branch would show.
// LEYLINE_UPDATE=1 writes it, and still fails, so that somebody reads it.
TEST_F(Impact, OfTheBranchesIsAsTheExampleShows) {
  for (const std::string branch : {"compatible", "breaking", "approved"}) {
    const Exit exit = Leyline({"impact", "main:.", branch + ":.", "--format", "markdown"});
    EXPECT_EQ(exit.code, 0) << exit.err;
    const std::string file = kReports + branch + ".md";
    const std::string want = Sh("cat " + file + " 2>/dev/null || true");
    EXPECT_EQ(exit.out, want) << "if it is meant, LEYLINE_UPDATE=1 writes " << file;
    if (std::getenv("LEYLINE_UPDATE") != nullptr && exit.out != want) {
      Write(branch + ".md", exit.out);
      Sh("mkdir -p " + kReports + " && mv " + branch + ".md " + file);
    }
  }
}

TEST_F(Impact, SaysForEachEdgeWhatAnOrderMeans) {
  const Exit breaking = Leyline({"impact", "main:.", "breaking:."});
  EXPECT_EQ(breaking.code, 0) << breaking.err;
  EXPECT_THAT(breaking.out,
              AllOf(HasSubstr("tolaria (training-team) serves esper.v1.ControlService.GetState -> "
                              "SystemStatePacket.seeds -> SeedState.health -> MetricSample.value"),
                    HasSubstr("BREAKING    tolaria -> tamiyo: esper.v1.SystemStatePacket (data, "
                              "declared): no order is safe"),
                    HasSubstr("CONDITIONAL tolaria -> nissa: esper.v1.SystemStatePacket (data, "
                              "declared): any order"),
                    HasSubstr("risk CRITICAL\n")));
  const Exit compatible = Leyline({"impact", "main:.", "compatible:."});
  EXPECT_THAT(compatible.out, AllOf(HasSubstr("    1. nissa: take the new contract\n"
                                              "    2. kasmina, oona, tolaria: take"),
                                    HasSubstr("can't go back once new data is stored")));
}

TEST_F(Impact, OfAProposalComparesWhatItSays) {
  Sh("git switch -q approved");
  const Exit fits = Leyline({"impact", "--proposal", "remove-legacy-mode"});
  EXPECT_EQ(fits.code, 0) << fits.err;
  EXPECT_THAT(fits.out, HasSubstr("proposal `remove-legacy-mode` says what was found\n"));
  Sh("sed -i 's/\\[nissa\\]/[oona]/; s/risk_level: HIGH/risk_level: LOW/' governance/proposals/*");
  const Exit lacks = Leyline({"impact", "--proposal", "remove-legacy-mode"});
  EXPECT_THAT(lacks.out, AllOf(HasSubstr("it does not name the affected subsystems nissa;"),
                               HasSubstr("it names oona, which nothing hits\n"),
                               HasSubstr("it declares risk LOW; computed is HIGH\n")));
  const Exit unknown = Leyline({"impact", "--proposal", "no-such"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("`.` has no proposal `no-such`"));
  Sh("git checkout -q . && git rm -q contracts/esper/v1/bus.proto && "
     "git checkout -q main -- contracts");
  EXPECT_THAT(Leyline({"impact", "--proposal", "remove-legacy-mode"}).err,
              HasSubstr("asks for none of the changes that are there"));
}

TEST_F(Impact, OfAnElementIsWhatMayBeHit) {
  for (const std::string element :
       {"esper.v1.MetricSample.value", "esper.v1.MetricSample", "esper.v1.ControlService.Apply",
        "esper.v1.Priority.PRIORITY_LOW", "esper.v1.AdaptationCommand.action"}) {
    const Exit exit = Leyline({"impact", "--element", element});
    EXPECT_EQ(exit.code, 0) << exit.err;
    EXPECT_THAT(exit.out, AllOf(HasSubstr("any change of `" + element + "`"),
                                HasSubstr("UNKNOWN     tamiyo (control-team)"),
                                Not(HasSubstr(" BREAKING "))));
  }
  const Exit slip = Leyline({"impact", "--element", "esper.v1.MetricSample.valeu"});
  EXPECT_EQ(slip.code, 2);
  EXPECT_THAT(slip.err, HasSubstr("did you mean `esper.v1.MetricSample.value`?"));
  EXPECT_EQ(Leyline({"impact"}).code, 2);
  EXPECT_EQ(Leyline({"impact", "a", "b", "--element", "c"}).code, 2);
}

// Bytes are the same on every run; times are only there when they are asked for.
TEST_F(Impact, MeasuresOnlyWhenAsked) {
  const std::vector<std::string> impact = {"impact", "main:.", "breaking:.", "--format", "json"};
  const std::string once = Leyline(impact).out;
  EXPECT_EQ(once, Leyline(impact).out);
  EXPECT_THAT(once, AllOf(HasSubstr("\"sampled\":"), Not(HasSubstr("encode_ns"))));
  std::vector<std::string> measured = impact;
  measured.emplace_back("--measure");
  EXPECT_THAT(Leyline(measured).out, HasSubstr("\"encode_ns\":"));
}

TEST_F(Impact, WorksOnLeylineItself) {
  Sh("cp -r " + std::string(LEYLINE_SOURCE_DIR) + "/contracts " + LEYLINE_SOURCE_DIR +
     "/leyline.yaml " + LEYLINE_SOURCE_DIR + "/governance " + folder_);
  Cd(".");
  const Exit exit = Leyline({"impact", "--element", "leyline.v1.Change.digest"});
  EXPECT_EQ(exit.code, 0) << exit.err;
  EXPECT_THAT(exit.out, AllOf(HasSubstr("users (maintainers) reads, by 3 paths\n"),
                              HasSubstr("  leyline.v1.DiffReport.changes -> Change.digest\n")));
}

// The gate reads the map of the base: one that a merge left behind unfit would stop all that comes
// after, what mends it included.
TEST_F(Impact, TheMapGoesWithTheContracts) {
  Sh("printf 'message Gone { int32 x = 1; }\\n' >> contracts/esper/v1/blueprint.proto && "
     "sed -i 's/stores: .{contract: esper.v1.Blueprint},/stores: [esper.v1.Gone, {contract: "
     "esper.v1.Blueprint},/' governance/subsystems.yaml && git commit -qam gone && "
     "git switch -q -c remove && sed -i '/^message Gone/d' contracts/esper/v1/blueprint.proto && "
     "git commit -qam remove");
  const Exit left = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(left.code, 1);
  EXPECT_THAT(left.out, AllOf(HasSubstr("LG2101 this change removes what `urza` stores: "),
                              HasSubstr("next: take the entry out in the same change")));
  Sh("git switch -q main && git merge -q remove && git switch -q -c mend && "
     "sed -i 's/esper.v1.Gone, //' governance/subsystems.yaml && git commit -qam mend");
  const Exit mended = Leyline({"gate", "--against", "main"});
  EXPECT_NE(mended.code, 2) << mended.err;
  EXPECT_THAT(mended.err, HasSubstr("passed over in the base: governance/subsystems.yaml"));
}

// A script that asks the page, in the browser, what a reader would find out by hand.
constexpr char kProbe[] = R"js(<script>
const lum = (c) => { const [r, g, b] = c.match(/\d+/g).map((v) => { v /= 255;
  return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const back = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (!c.endsWith(', 0)')) return c; } return 'rgb(255, 255, 255)'; };
let worst = 99;
for (const e of document.querySelectorAll('h1,h2,p,li,th,td,caption,code,.badge')) {
  const [a, b] = [lum(getComputedStyle(e).color), lum(back(e))].sort((x, y) => y - x);
  worst = Math.min(worst, (a + 0.05) / (b + 0.05)); }
const links = [...document.querySelectorAll('svg a')];
const found = { wide: document.documentElement.scrollWidth > innerWidth, width: innerWidth,
  contrast: worst >= 4.5, dark: lum(getComputedStyle(document.body).backgroundColor) < 0.1,
  scrolls: [...document.querySelectorAll('.scroll')].every((e) => e.tabIndex === 0),
  links: links.length, lead: links.every((a) => document.getElementById(a.getAttribute('href').slice(1))),
  focus: links.every((a) => { a.focus(); return document.activeElement === a; }) };
document.title = 'found ' + JSON.stringify(found);
</script>)js";

TEST_F(Impact, ThePageReadsInABrowser) {
  const std::string browser =
      Sh("command -v chromium || command -v chromium-headless-shell || command -v google-chrome || "
         "true");
  if (browser.empty()) GTEST_SKIP() << "no chromium, chromium-headless-shell or google-chrome here";
  ASSERT_EQ(Leyline({"impact", "main:.", "breaking:.", "--output", "html=page.html"}).code, 0);
  std::string probe = Read("page.html");
  const std::string policy = "default-src 'none'; style-src 'unsafe-inline'";
  probe.replace(probe.find(policy), policy.size(), "script-src 'unsafe-inline'");
  probe.insert(probe.find("</body>"), kProbe);
  Write("probe.html", probe);
  for (const std::string width : {"1280", "400"}) {
    for (const std::string scheme : {"0", "1"}) {  // dark, light
      const std::string command =
          browser.substr(0, browser.find('\n')) + " --no-sandbox --disable-gpu --hide-scrollbars " +
          "--user-data-dir=profile --blink-settings=preferredColorScheme=" + scheme +
          " --window-size=" + width + ",900 ";
      const std::string dom = Sh(command + "--dump-dom \"file://$PWD/probe.html\" 2>/dev/null");
      const std::string dark = scheme == "0" ? "true" : "false";
      EXPECT_THAT(dom, HasSubstr("found {\"wide\":false,\"width\":" + width +
                                 ",\"contrast\":true,\"dark\":" + dark +
                                 ",\"scrolls\":true,\"links\":5,\"lead\":true,\"focus\":true}"))
          << width << " " << dom.substr(dom.find("<title>"), 300);
      const std::string picture = "page-" + width + "-" + scheme + ".png";
      Sh(command + "--screenshot=" + picture + " \"file://$PWD/page.html\" 2>/dev/null");
      EXPECT_GT(Read(picture).size(), 20'000u) << "a picture with something on it";
      if (const char* keep = std::getenv("LEYLINE_PICTURES")) {
        Sh("cp " + picture + " " + std::string(keep));
      }
    }
  }
}

}  // namespace
}  // namespace leyline
