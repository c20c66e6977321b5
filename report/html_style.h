// The style of all pages. Colours reach 4.5:1 against what is behind them, in light and dark.
#pragma once

#include <string_view>

namespace leyline {

inline constexpr std::string_view kHtmlStyle = R"css(
:root { color-scheme: light dark; --back: #fff; --text: #1c2024; --soft: #586069; --line: #d0d7de;
  --panel: #f6f8fa; --link: #0550ae; --bad: #b3150b; --warn: #855000; --good: #116329; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --soft: #9aa4af;
  --line: #3a424b; --panel: #161b22; --link: #79b8ff; --bad: #ff8a80; --warn: #f0b34d;
  --good: #6fd58a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
a { color: var(--link); }
a:focus-visible, .scroll:focus-visible, summary:focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; }
code { overflow-wrap: anywhere; font: .875em ui-monospace, monospace; background: var(--panel);
  padding: .1em .3em; border-radius: .25em; }
ul, ol { margin: .25rem 0; padding-left: 1.5rem; }
ul.plain { list-style: none; padding-left: 0; } ul.plain li { margin: .25rem 0; }
details { margin: .5rem 0; border: 1px solid var(--line); border-radius: .375rem;
  padding: .4rem .6rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.badge { font-weight: 600; white-space: nowrap; border: 1px solid currentColor;
  border-radius: .25em; padding: 0 .35em; font-size: .8125rem; }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .375rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; padding: .4rem .6rem; color: var(--soft); }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; min-width: 5.5rem;
  overflow-wrap: break-word; border-top: 1px solid var(--line); }
thead th { background: var(--panel); white-space: nowrap; }
tbody th { font-weight: 600; }
tr:target { background: var(--panel); outline: 2px solid var(--link); }
svg { display: block; }
svg text { fill: var(--text); font: 13px system-ui, sans-serif; }
svg .small { font-size: 11px; fill: var(--soft); }
svg .label { paint-order: stroke; stroke: var(--back); stroke-width: 4px; }
svg rect { fill: var(--panel); stroke: var(--soft); }
svg .bad rect { stroke: var(--bad); stroke-width: 2; } svg .bad .word { fill: var(--bad); }
svg .warn rect { stroke: var(--warn); stroke-width: 2; } svg .warn .word { fill: var(--warn); }
svg .good rect { stroke: var(--good); } svg .good .word { fill: var(--good); }
svg path { fill: none; stroke: var(--soft); stroke-width: 1.5; }
svg path.bad { stroke: var(--bad); } svg path.warn { stroke: var(--warn); }
svg path.types { stroke-dasharray: 5 4; }
/* Too narrow for columns: each row is a card, each cell says what heads it. */
@media (max-width: 40rem) { body { padding: .75rem; }
  table, caption, tbody, tr, tbody th, td { display: block; width: auto; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border-top: 2px solid var(--line); padding: .3rem 0; }
  th, td { border: 0; padding: .1rem .6rem; }
  td:empty { display: none; }
  td[data-head]::before { content: attr(data-head) ": "; color: var(--soft); } }
@media print { .scroll { overflow: visible; } }
)css";

}  // namespace leyline
