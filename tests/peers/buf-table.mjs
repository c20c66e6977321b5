// Does Leyline see what `buf breaking` sees? Compares both on two versions of the same contracts, and
// prints docs/peers/buf.md. Each finding of buf must have a change of ours at the same element.
//
//   npm install --prefix build/peers @bufbuild/buf@1.75
//   node tests/peers/buf-table.mjs LEYLINE BUF REPOSITORY BEFORE AFTER [EXCLUDE] > docs/peers/buf.md
//
// REPOSITORY is a git repository or bundle, BEFORE and AFTER are its tags. Exits 1 when a finding has no
// counterpart.
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

const [leyline, buf, repository, before, after, exclude] = process.argv.slice(2);
if (!after) {
  console.error('usage: buf-table.mjs LEYLINE BUF REPOSITORY BEFORE AFTER [EXCLUDE]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'leyline-buf-'));
const run = (program, args, cwd = folder) =>
  execFileSync(program, args, {cwd, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit']}).toString();

// A version as an image, so that both tools read the same input.
function image(tag) {
  const tree = join(folder, tag);
  run('git', ['clone', '--quiet', '--branch', tag, resolve(repository), tree]);
  rmSync(join(tree, '.git'), {recursive: true});
  if (exclude) rmSync(join(tree, exclude), {recursive: true, force: true});
  run(resolve(buf), ['build', '.', '--config', '{"version":"v2"}', '-o', `../${tag}.binpb`], tree);
  return join(folder, `${tag}.binpb`);
}

function findingsOfBuf(oldImage, newImage, category) {
  const config = JSON.stringify({version: 'v2', breaking: {use: [category]}});
  const result = spawnSync(resolve(buf), ['breaking', newImage, '--against', oldImage, '--config', config,
    '--error-format', 'json'], {cwd: folder, maxBuffer: 1 << 30});
  if (result.status !== 0 && result.status !== 100) throw new Error(result.stderr.toString());
  return result.stdout.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

// What buf's sentence is about: the number and the short name of the message or enum.
function subject(finding) {
  const number = finding.message.match(/(?:[Ff]ield|value) "(-?\d+)"/);
  const owner = finding.message.match(/ on (?:message|enum) "([^"]+)"/);
  return {number: number && number[1], owner: owner && owner[1].split('.').pop()};
}

const numberOf = (facts) => facts && (facts.number ?? facts.numbers);

// buf compares by number in the version that is there now, and names the type without its package.
function counterpart(finding, byFile) {
  const {number, owner} = subject(finding);
  return (byFile.get(finding.path) ?? []).filter((change) =>
    change.contract.split('.').pop() === owner &&
    [numberOf(change.before_facts), numberOf(change.after_facts)].includes(number));
}

const images = [image(before), image(after)];
const changes = JSON.parse(run(resolve(leyline), ['diff', ...images, '--format', 'json'])).changes ?? [];
const byFile = new Map();
for (const change of changes) {
  for (const place of [change.before, change.after]) {
    if (!place) continue;
    if (!byFile.has(place.file)) byFile.set(place.file, new Set());
    byFile.get(place.file).add(change);
  }
}
for (const [file, set] of byFile) byFile.set(file, [...set]);

const rows = [];
const missing = [];
for (const category of ['WIRE', 'WIRE_JSON']) {
  const rules = new Map();
  for (const finding of findingsOfBuf(...images, category)) {
    const row = rules.get(finding.type) ?? {all: 0, found: 0, types: new Map()};
    rules.set(finding.type, row);
    row.all += 1;
    const ours = counterpart(finding, byFile);
    if (ours.length === 0) missing.push({category, finding});
    row.found += ours.length > 0 ? 1 : 0;
    for (const change of ours) {
      const name = `${change.change_type} ${change.compatibility}`;
      row.types.set(name, (row.types.get(name) ?? 0) + 1);
    }
  }
  for (const [rule, row] of [...rules].sort()) rows.push({category, rule, ...row});
}
rmSync(folder, {recursive: true});

const version = execFileSync(resolve(buf), ['--version']).toString().trim();
console.log(`# buf breaking and Leyline on the same contracts

Made by \`tests/peers/buf-table.mjs\`: \`buf breaking\` ${version} against \`leyline diff\`, both on images of googleapis
${before} and ${after}. A counterpart is a change of ours at the same element: file, message or enum, and number.

| buf's category | rule | findings | with a counterpart | ours |
| --- | --- | --- | --- | --- |`);
for (const row of rows) {
  const types = [...row.types].sort().map(([name, count]) => `${count} ${name}`).join(', ');
  console.log(`| ${row.category} | ${row.rule} | ${row.all} | ${row.found} | ${types} |`);
}
console.log(`\nFindings without a counterpart: ${missing.length}.`);
for (const {category, finding} of missing) {
  console.log(`* ${category} ${finding.type} ${finding.path}: ${finding.message}`);
}
process.exit(missing.length === 0 ? 0 : 1);
