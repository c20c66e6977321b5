// Does Leyline see what `buf breaking` sees? Compares both on each pair of neighbouring versions of the
// same contracts, and writes the section "On the history of googleapis" of docs/peers/buf.md.
//
//   npm install --prefix build/peers @bufbuild/buf@1.75
//   node tests/peers/buf-table.mjs LEYLINE BUF REPOSITORY KEEP EXCLUDE TAG TAG...
//
// REPOSITORY is a git repository or bundle, TAGs are its versions in order. KEEP is a folder for images and
// for findings of buf, which takes 8 GB and a minute a run; what is there already is used again. EXCLUDE is
// a folder that is left out, or ''. Exits 1 when a finding has no counterpart, a verdict is UNKNOWN, or
// execution contradicts one.
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';

import {indexOf, counterparts} from './counterpart.mjs';
import {writeSection} from './page.mjs';

const [leyline, buf, repository, keep] = process.argv.slice(2, 6).map((path) => path && resolve(path));
const [exclude, ...tags] = process.argv.slice(6);
if (tags.length < 2) {
  console.error('usage: buf-table.mjs LEYLINE BUF REPOSITORY KEEP EXCLUDE TAG TAG...');
  process.exit(2);
}
mkdirSync(keep, {recursive: true});
const run = (program, args, cwd = keep) =>
  execFileSync(program, args, {cwd, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit']}).toString();

// A version as an image, so that both tools read the same input.
function image(tag) {
  const made = join(keep, `${tag}.binpb`);
  if (existsSync(made)) return made;
  const tree = join(keep, `${tag}.tree`);
  run('git', ['clone', '--quiet', '--branch', tag, repository, tree]);
  rmSync(join(tree, '.git'), {recursive: true});
  if (exclude) rmSync(join(tree, exclude), {recursive: true, force: true});
  run(buf, ['build', '.', '--config', '{"version":"v2"}', '-o', `${made}.part#format=binpb`], tree);
  rmSync(tree, {recursive: true});
  renameSync(`${made}.part`, made);
  return made;
}

function findingsOfBuf(before, after, category) {
  const kept = join(keep, `${before}-${after}.${category}.json`);
  if (!existsSync(kept)) {
    const config = JSON.stringify({version: 'v2', breaking: {use: [category]}});
    const result = spawnSync(buf, ['breaking', image(after), '--against', image(before), '--config', config,
      '--error-format', 'json'], {cwd: keep, maxBuffer: 1 << 30});
    if (result.status !== 0 && result.status !== 100) throw new Error(result.stderr.toString());
    writeFileSync(kept, result.stdout);
  }
  return readFileSync(kept, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

const rules = new Map();  // "FILE FIELD_NO_DELETE" -> counts
const missing = [];
const undecided = [];
const contradicted = [];
const pairs = [];
for (let i = 0; i + 1 < tags.length; ++i) {
  const [before, after] = [tags[i], tags[i + 1]];
  const diff = spawnSync(leyline, ['diff', image(before), image(after), '--format', 'json'],
    {cwd: keep, maxBuffer: 1 << 30});
  // 70: execution contradicts a verdict. The report is whole, but something is wrong.
  if (diff.status !== 0 && diff.status !== 70) throw new Error(`${before} to ${after}: ${diff.stderr}`);
  const problems = diff.stderr.toString().split('\n').filter((line) => /contradicts/.test(line));
  contradicted.push(...problems.map((line) => `${before} to ${after}: ${line}`));
  const changes = JSON.parse(diff.stdout.toString()).changes ?? [];
  const index = indexOf(changes);
  const pair = {before, after, changes: changes.length, findings: 0};
  pairs.push(pair);
  for (const change of changes) {
    const open = (change.verdicts ?? []).filter((verdict) => verdict.level === 'UNKNOWN');
    if (open.length > 0) undecided.push({pair, change, open});
  }
  for (const category of ['WIRE', 'WIRE_JSON', 'FILE']) {
    for (const finding of findingsOfBuf(before, after, category)) {
      const key = `${category} | ${finding.type}`;
      const row = rules.get(key) ?? {all: 0, found: 0, types: new Map()};
      rules.set(key, row);
      row.all += 1;
      pair.findings += 1;
      const ours = counterparts(finding, index);
      if (ours.length === 0) missing.push({pair, category, finding});
      row.found += ours.length > 0 ? 1 : 0;
      for (const name of new Set(ours.map((change) => `${change.change_type} ${change.compatibility}`))) {
        row.types.set(name, (row.types.get(name) ?? 0) + 1);
      }
    }
  }
}

const version = execFileSync(buf, ['--version']).toString().trim();
let text = `Made by \`tests/peers/buf-table.mjs\`: \`buf breaking\` ${version} against \`leyline diff\`, both on images of the
same versions. A counterpart is a change of ours at what buf's sentence names: the file, the contract or one around it,
the member by its number, or the type that a field had. buf says several things about one edit, and repeats a removal
for everything inside; Leyline reports what was done, once. What is BACKWARD_COMPATIBLE here changes generated code or
the other direction only: the page of the change type says why, with an executed example.

| from | to | changes of Leyline | findings of buf, three categories |
| --- | --- | --- | --- |
`;
for (const pair of pairs) text += `| ${pair.before} | ${pair.after} | ${pair.changes} | ${pair.findings} |\n`;
text += `
| buf's category | rule | findings | with a counterpart | ours |
| --- | --- | --- | --- | --- |
`;
for (const [key, row] of [...rules].sort()) {
  const types = [...row.types].sort().map(([name, count]) => {
    const [type, level] = name.split(' ');
    return `${count} [${type}](../rules/${type.toLowerCase()}.md) ${level}`;
  }).join(', ');
  text += `| ${key} | ${row.all} | ${row.found} | ${types} |\n`;
}
text += `\nFindings without a counterpart: ${missing.length}.\n`;
for (const {pair, category, finding} of missing) {
  text += `* ${pair.before} to ${pair.after}, ${category} ${finding.type} ${finding.path}: ${finding.message}\n`;
}
text += `\nVerdicts that Leyline leaves UNKNOWN: ${undecided.length}.\n`;
for (const {pair, change, open} of undecided) {
  const where = [...new Set(open.map((verdict) => verdict.surface))].join(', ');
  text += `* ${pair.before} to ${pair.after}, ${change.change_type} \`${change.element}\`: ${where}\n`;
}
text += `\nVerdicts that execution contradicts: ${contradicted.length}.\n`;
for (const line of contradicted) text += `* ${line}\n`;
writeSection('On the history of googleapis', text);
console.error(`${missing.length} findings without a counterpart, ${undecided.length} changes with UNKNOWN, ` +
  `${contradicted.length} verdicts contradicted`);
process.exit(missing.length + undecided.length + contradicted.length === 0 ? 0 : 1);
