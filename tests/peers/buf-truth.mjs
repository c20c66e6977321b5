// Where `buf breaking` is silent and data is lost, and where it reports what breaks nothing: each case
// run through both tools. Writes the section "Case by case" of docs/peers/buf.md.
//
//   npm install --prefix build/peers @bufbuild/buf@1.75
//   node tests/peers/buf-truth.mjs LEYLINE BUF
//
// Exits 1 when Leyline's levels are not those that were executed.
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

import {cases} from './buf-cases.mjs';
import {unpack} from './case.mjs';
import {writeSection} from './page.mjs';

const [leyline, buf] = process.argv.slice(2).map((path) => resolve(path));
if (!buf) {
  console.error('usage: buf-truth.mjs LEYLINE BUF');
  process.exit(2);
}
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'leyline-buf-'));

function ask(before, after, category, more) {
  const config = JSON.stringify({version: 'v2', breaking: {use: [category], ...more}});
  const result = spawnSync(buf, ['breaking', after, '--against', before, '--config', config,
    '--error-format', 'json'], {cwd: folder});
  if (result.status === 0) return 'silent';
  if (result.status !== 100) return 'refuses to work';
  const types = result.stdout.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line).type);
  return [...new Set(types)].sort().join(', ');
}

// "WIRE, WIRE_JSON: silent<br>FILE: FIELD_NO_DELETE"
function bufCell(work, row) {
  const counts = quiet.get(row.kind) ?? {};
  quiet.set(row.kind, counts);
  for (const side of ['before', 'after']) writeFileSync(join(work, side, 'buf.yaml'), 'version: v2\n');
  const answers = new Map();
  for (const category of row.categories ?? ['WIRE', 'WIRE_JSON', 'FILE']) {
    const answer = ask(join(work, 'before'), join(work, 'after'), category, row.config);
    answers.set(answer, [...(answers.get(answer) ?? []), category]);
    if (answer === 'silent') counts[category] = (counts[category] ?? 0) + 1;
  }
  return [...answers].map(([answer, categories]) => `${categories.join(', ')}: ${answer}`).join('<br>');
}

const order = ['COMPATIBLE', 'CONDITIONAL', 'UNKNOWN', 'BREAKING'];
const letters = {COMPATIBLE: 'S', CONDITIONAL: 'C', UNKNOWN: 'U', BREAKING: 'B'};
const words = {S: 'safe', C: 'conditional', U: 'not decided', B: 'breaks'};

// The worst of some verdicts on a surface, "SB" for backward and forward; '-' where none says anything.
function worst(verdicts, surface) {
  return ['BACKWARD', 'FORWARD'].map((direction) => {
    const levels = verdicts.filter((v) => v.surface === surface && v.direction === direction)
      .map((v) => order.indexOf(v.level ?? 'COMPATIBLE'));
    return levels.length === 0 ? '-' : letters[order[Math.max(...levels)]];
  }).join('');
}

// "safe / breaks", or "safe" when both directions agree.
const spoken = (levels) => [...new Set([...levels].map((letter) => words[letter] ?? 'nothing'))].join(' / ');

// Binary and json always; rpc when it is not safe; source when it is all that there is to see.
function levelsOf(change) {
  const verdicts = change.verdicts ?? [];
  const [binary, json, rpc, source] = ['BINARY', 'JSON', 'RPC', 'SOURCE'].map((s) => worst(verdicts, s));
  const parts = [];
  if (binary !== '--' && binary === json) parts.push(`binary and json ${spoken(binary)}`);
  if (binary !== '--' && binary !== json) parts.push(`binary ${spoken(binary)}`, `json ${spoken(json)}`);
  if (binary === '--' || /[CUB]/.test(rpc)) parts.push(`rpc ${rpc === '--' ? 'safe' : spoken(rpc)}`);
  if (!/[CUB]/.test(binary + json + rpc) && /[CUB]/.test(source)) parts.push(`source ${words[source[0]]}`);
  return parts.join(', ');
}

// "2 DEPRECATE: binary and json safe<br>..."
function ourCell(changes) {
  if (changes.length === 0) return 'no change';
  const lines = new Map();
  for (const change of changes) {
    const line = `${change.change_type}: ${levelsOf(change)}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return [...lines].map(([line, count]) => (count > 1 ? `${count} ${line}` : line)).join('<br>');
}

// 'SB' says what was executed; '-' that it wasn't, or that runtimes disagree.
function mismatch(row, changes) {
  const verdicts = changes.flatMap((change) => change.verdicts ?? []);
  const wrong = [];
  for (const surface of ['binary', 'json', 'rpc']) {
    const want = row[surface] ?? '--';
    const got = changes.length === 0 ? 'SS' : worst(verdicts, surface.toUpperCase());
    const differs = [...want].some((letter, i) => letter !== '-' && letter !== got[i].replace('-', 'S'));
    if (differs) wrong.push(`${surface}: executed ${want}, Leyline says ${got}`);
  }
  return wrong;
}

const sections = new Map();
const quiet = new Map();  // per kind: on how many changes a category of buf says nothing
let wrong = 0;
for (const row of cases) {
  const work = mkdtempSync(join(folder, 'case-'));
  const path = row.case.includes('/') ? `../corpus/${row.case}.case` : `cases/${row.case}.case`;
  unpack(here(path), work);
  const run = spawnSync(leyline, ['diff', join(work, 'before'), join(work, 'after'), '--format', 'json']);
  // 70: execution contradicts a verdict. The report is whole, but something is wrong.
  if (run.status !== 0 && run.status !== 70) throw new Error(`${row.case}: ${run.stderr}`);
  for (const line of run.stderr.toString().split('\n').filter((each) => /contradicts/.test(each))) {
    console.error(`${row.case}: ${line}`);
    wrong += 1;
  }
  const changes = JSON.parse(run.stdout.toString()).changes ?? [];
  for (const line of mismatch(row, changes)) {
    console.error(`${row.case}: ${line}`);
    wrong += 1;
  }
  const link = path.startsWith('../') ? `../../tests/${path.slice(3)}` : `../../tests/peers/${path}`;
  const line = `| [${row.change}](${link}) | ${bufCell(work, row)} | ${ourCell(changes)} | ${row.executed} |`;
  sections.set(row.kind, [...(sections.get(row.kind) ?? []), line]);
}
rmSync(folder, {recursive: true});

const version = execFileSync(buf, ['--version']).toString().trim();
const head = '| change | buf breaking | Leyline, backward / forward | executed |\n| --- | --- | --- | --- |';
let text = `Made by \`tests/peers/buf-truth.mjs\`, which runs \`buf breaking\` ${version} and \`leyline diff\` on the same two
folders; each change is linked to its case. "Silent" is relative: buf's WIRE categories follow the update guide of
protobuf, which allows what truncates. Here a change counts as breaking when an executed reader loses or refuses data.
Backward is new readers and old data, forward is old readers and new data. The last column was found by executing both
sides; the script fails when Leyline's levels differ from it.
`;
for (const [kind, lines] of sections) {
  const counts = ['WIRE', 'WIRE_JSON', 'FILE'].map((name) => `${name} on ${quiet.get(kind)[name] ?? 0}`);
  text += `\n### ${kind}\n\n${lines.length} changes; buf is silent in ${counts.join(', ')}.\n\n`;
  text += `${head}\n${lines.join('\n')}\n`;
}
writeSection('Case by case', text);
console.error(`${cases.length} cases, ${wrong} differences between Leyline and what was executed`);
process.exit(wrong === 0 ? 0 : 1);
