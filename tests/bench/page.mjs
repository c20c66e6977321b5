// docs/benchmarks.md from the figures of a run.
import {chainedImpacts, madeImpacts, shares} from './cases.mjs';
import {fit} from './chart.mjs';

const time = (ms) => (ms >= 10000 ? `${(ms / 1000).toFixed(1)} s` : ms >= 100 ? `${ms.toFixed(0)} ms`
  : `${ms.toPrecision(3)} ms`);
const size = (kb) => (kb >= 1e6 ? `${(kb / 2 ** 20).toFixed(2)} GB` : `${(kb / 1024).toFixed(0)} MB`);
const times = (ratio) => (ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2));

const row = (...cells) => `| ${cells.join(' | ')} |\n`;
const head = (...cells) => row(...cells) + row(...cells.map(() => '---'));

const tool = (run) =>
  [...['min', 'wall', 'user', 'sys'].map((key) => time(run[key])), size(run.peak), run.found ?? '', run.runs];

// One line for the terminal.
export function line(one) {
  const mine = `${one.title}: leyline ${time(one.leyline.wall)}, ${size(one.leyline.peak)}`;
  if (!one.buf) return mine;
  const {wall, cpu, peak} = one.ratio;
  return `${mine}; buf ${time(one.buf.wall)}, ${size(one.buf.peak)}: ${times(wall)} times the time, ` +
    `${times(cpu)} times the processor, ${times(peak)} times the memory`;
}

// Breaks lines as the rest of the page does.
function wrapped(text, indent = '') {
  let line = '';
  const lines = [];
  for (const word of text.split(' ')) {
    if (line.length + word.length > 118) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line ? ` ${word}` : word;
    }
  }
  return [...lines, line].join('\n');
}

function table(cases) {
  if (cases.length === 0) return 'Not measured.\n';
  let text = head('case', 'tool', 'wall, min', 'wall, median', 'user', 'system', 'peak memory', 'reported', 'runs');
  for (const one of cases) {
    text += row(one.title, one.program ?? 'leyline', ...tool(one.leyline));
    if (one.beside) text += row('', one.beside.title, ...tool(one.beside));
    if (one.buf) text += row('', 'buf', ...tool(one.buf));
  }
  return text;
}

function ratios(cases) {
  const compared = cases.filter((one) => one.ratio);
  if (compared.length === 0) return '';
  let text = head('buf / leyline, of the same round', 'wall', 'user + system', 'peak memory');
  const keys = ['wall', 'cpu', 'peak'];
  for (const one of compared) text += row(one.title, ...keys.map((key) => times(one.ratio[key])));
  return text;
}

// [what is wanted, what was measured, whether that is enough], for each target of a case.
function goals(one) {
  const {times: faster, memory, ms, added, again} = one.target;
  const list = [];
  if (ms) list.push([`under ${ms} ms`, time(one.leyline.wall), one.leyline.wall < ms]);
  if (added) list.push([`under ${added} ms more`, time(one.beside.added), one.beside.added < added]);
  if (again) {
    list.push([`${again} times faster than ${one.beside.title}`, `${times(one.beside.times)} times`,
      one.beside.times >= again]);
  }
  if (faster) {
    const known = one.ratio?.wall;
    const got = known ? `${times(known)} times` : 'not measured';
    list.push([`${faster} times faster than buf`, got, known >= faster]);
  }
  if (memory) {
    const known = one.ratio?.peak;
    const got = known ? `1/${times(known)}` : 'not measured';
    list.push([`1/${memory} of the memory of buf`, got, known >= memory]);
  }
  return list;
}

function targets(cases) {
  let text = head('case', 'target', 'measured', '');
  const missed = [];
  let all = 0;
  for (const one of cases.filter((each) => each.target)) {
    for (const [want, got, met] of goals(one)) {
      all += 1;
      text += row(one.title, want, got, met ? 'met' : '**missed**');
      if (!met) missed.push(`${one.title}: ${got}, wanted is ${want}`);
    }
  }
  const verdict = missed.length === 0 ? `All ${all} targets are met.`
    : `${all - missed.length} of ${all} targets are met. Missed:\n\n* ${missed.join('\n* ')}`;
  return `${verdict}\n\n${text}`;
}

// What is left for a second run of the example platform to win.
function floor(cases) {
  const one = cases['esper-floor'];
  if (!one) return '';
  const [changed, all] = [one.leyline.min, one.beside.min];
  return ` Of the example platform both are mostly protoc, which alone takes at least ${time(changed)} of the contract ` +
    `that changed and ${time(all)} of all: with nothing of Leyline's in them the second would be ${times(all / changed)} ` +
    'times faster.';
}

function growth(cases) {
  const lines = [];
  for (const form of ['images', 'folders']) {
    const points = cases.filter((one) => one.form === form).map((one) => [one.share, one.leyline.wall]);
    if (points.length < 3) continue;
    const {start, slope, off} = fit(points);
    lines.push(wrapped(`* ${form}: ${time(start)} whatever the change, and ${time(slope)} more for each percent of the ` +
      `files. No point is further from that line than ${time(off)}.`, '  '));
  }
  return lines.join('\n');
}

function impacts(cases) {
  if (cases.length === 0) return 'Not measured.\n';
  let text = head('case', 'fields', 'changes', 'hits', 'map', 'match', 'rules', 'hits, edges, order', 'sizes', 'way back',
    'all', 'all, processor', 'memory');
  for (const {title, leyline, steps} of cases) {
    const parts = ['map', 'match', 'rules', 'hits', 'sizes', 'back', 'all'].map((key) => time(steps[key].wall));
    text += row(title, steps.fields, steps.changes, steps.reached, ...parts, time(steps.all.cpu), size(leyline.peak));
  }
  return text;
}

// How impact grows with one of its two sizes while the other stays.
function impactGrowth(cases) {
  const lines = [];
  for (const [key, fixed, value] of [['subsystems', 0, 100], ['fields', 1, 1000]]) {
    const made = madeImpacts.filter((each) => each[fixed] === value).map((each) => `impact-${each.join('-')}`);
    const points = cases.filter((one) => made.includes(one.name)).map((one) => one.steps);
    if (points.length < 3) continue;
    const last = points.at(-1);
    const cost = fit(points.map((one) => [one[key] / 1000, one.all.wall]));
    const room = fit(points.map((one) => [one[key] / 1000, one.memory]));
    lines.push(wrapped(`* ${key}, up to ${last[key]}: ${time(cost.slope)} and ${(room.slope / 1024).toPrecision(2)} MB ` +
      `more for each thousand; no point is further from a line than ${time(cost.off)} and ` +
      `${(room.off / 1024).toPrecision(2)} MB.`, '  '));
  }
  return lines.join('\n');
}

// Whether wall time can be trusted.
function busy(kept, cases) {
  const loads = cases.map((one) => one.load);
  const [low, high] = [Math.min(...loads), Math.max(...loads)];
  const words = `While this was measured, between ${low} and ${high} processes wanted one of the ` +
    `${kept.machine.cores} cores (load average).`;
  if (high <= kept.machine.cores + 1) return wrapped(words);
  return wrapped(`${words} **The machine was shared:** wall times are too long, on both sides of a pair but not evenly; ` +
    'user and system time, and what is made of them, suffer less.');
}

function described(kept) {
  const {cpu, cores, memory, kernel, system, compiler, git, buf} = kept.machine;
  const list = [`${cores} cores of ${cpu}, ${memory} GB of memory, Linux ${kernel}, ${system}`,
    `${compiler}, \`-O2\`; ${git}`,
    `buf ${buf}: the program in the npm package, without the script around it`,
    'all programs copied, as an installation does: what a linker wrote takes longer to start'];
  if (kept.corpus) {
    const {tags, files, exclude} = kept.corpus;
    const less = exclude ? `, each without \`${exclude}/\`` : '';
    list.push(`googleapis as of ${tags[0]} (${files[0]} files) and ${tags[1]} (${files[1]} files)${less}`);
  }
  return list.map((each) => wrapped(`* ${each}`, '  ')).join('\n');
}

const names = {
  real: ['images', 'folders', 'revisions', 'one-commit', 'one-value'],
  small: ['small-folders', 'small-images'],
  build: ['esper-validate', 'esper-impact', 'esper-compile', 'esper-python', 'esper-again', 'esper-floor',
    'esper-plugin',
    'slice-validate', 'slice-compile', 'slice-python', 'slice-again', 'slice-again-wide'],
  impact: ['impact-corpus', ...madeImpacts.map((each) => `impact-${each.join('-')}`),
    ...chainedImpacts.map((each) => `impact-${each.join('-')}-chained`)],
  shares: shares.flatMap((percent) => [`images-${percent}`, `folders-${percent}`]),
};

const gathered = ['records-gate', 'records-status'];  // measured only when asked for

function records(kept) {
  const found = gathered.map((name) => kept.cases[name]).filter(Boolean);
  if (found.length === 0) return '';
  return `## Years of records

10,000 proposals with 100,000 signed statements, most of them implemented long ago
(\`tests/bench/records.mjs\`): \`gate\` on a branch whose change one of them covers, and \`status\`.

${table(found)}
`;
}

export function page(kept) {
  const of = (group) => names[group].map((name) => kept.cases[name]).filter(Boolean);
  const all = Object.keys(names).flatMap(of);
  const missing = Object.values(names).flat().filter((name) => !kept.cases[name]);
  const gaps = missing.length > 0 ? wrapped(`**Not measured yet:** ${missing.join(', ')}.`) : '';
  const commits = [...new Set(all.map((one) => one.commit))].join(', ');
  return `# Benchmarks

Made by \`tests/bench/run.mjs\`; don't edit. Leyline at ${commits}, in pairs with \`buf breaking\`: one of Leyline, one
of buf, and again, so that both meet the same machine. Both say all they have to say, as JSON, into a file: Leyline
all changes with verdicts and witnesses, buf its category FILE. The page cache is warm.

    tests/bench/run.mjs --corpus googleapis-history.bundle

${described(kept)}

${busy(kept, all)}

${gaps}

Wall time is from start to end of the process, start-up included. User, system and peak memory are what \`wait4\` says
of the process and those it waited for; the peak is the largest process, not the sum. A ratio is the median over the
rounds; in a round Leyline runs several times, and its median counts. "Reported" is the number of changes of Leyline
and of findings of buf. They count differently; [peers/buf.md](peers/buf.md) compares what they say.

## Targets

${targets(all)}
## Real contracts

${table(of('real'))}
${ratios(of('real'))}
Revisions are read from the repository itself: Leyline takes \`A:. B:.\`, buf \`.git#ref=A\`.

## Cost against the size of the change

![Time against the share of the files that changed](benchmarks.svg)

The newer version against itself, with one field (or enum value, where there is no field) renamed in some of its
files. Files that options are made of are left as they are: "100 %" is every file that can be changed alone.
"Reported" is the number of renames that each tool reports; the run fails when one is missed.

${growth(of('shares'))}

${table(of('shares'))}
${ratios(of('shares'))}
## Small suites

20 made files (\`leyline_bench_suite\`), of which every second one has an edit. Start-up is most of it.

${table(of('small'))}
${ratios(of('small'))}
## In the build

${wrapped(`[examples/esper](../examples/esper/main), and the slice: ${kept.slice ?? 'not measured yet'}.`)}

* validate: \`leyline validate contracts\`; impact: \`leyline impact main:. breaking:.\`
* compile: \`leyline bindings\` from an empty cache into a new folder: descriptors, C++ and Python; Python alone.
  Most of it is what protoc takes.
${wrapped('* again: one contract has another message, the cache and the folder are as the run before left them; beside ' +
    'it, in the same round, a run from an empty cache. Of the slice once for a contract that no other imports, once for ' +
    'the one that most import: what imports it is generated again, for compilers look into what is imported.' +
    floor(kept.cases), '  ')}
* plugin: \`protoc -o FILE --leyline_out=DIR --leyline_opt=against=main:.\` of all contracts, beside \`protoc -o FILE\`.

${table(of('build'))}

## Impact

\`leyline_impact_bench\`, after loading: what \`leyline impact\` does before it writes. Memory is what the process takes
more than after loading. The map is resolved beside matching and rules, and the way back is looked at beside hits and
sizes, so "all" is less than the sum. The first case is the corpus with a map of 200 subsystems that is made of its packages and
imports (\`topology.mjs\`); the others are made, with an edit in every tenth file: in groups of 100 files that use
each other, or all in one chain.

${impacts(of('impact'))}
${impactGrowth(of('impact'))}

${records(kept)}
## What guards it

Time is noisy, so CI counts instructions: \`ctest -R Instructions\` in the release preset, against
[instructions.csv](../tests/bench/instructions.csv). \`leyline_micro_bench\` (\`-DLEYLINE_BENCH=ON\`) times
parsing, linking, matching and rules one by one.
`.replace(/\n{3,}/g, '\n\n');
}
