#!/usr/bin/env node
// Makes every figure of docs/benchmarks.md again: builds the release preset, fetches buf, prepares what
// they compare, runs both in pairs, writes the page and its chart.
import {execFileSync} from 'node:child_process';
import {
  copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync,
} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

import {madeImpactCases, realCases, realImpactCase, shareCases, sliceCases, smallCases} from './cases.mjs';
import {chart} from './chart.mjs';
import * as data from './data.mjs';
import {machine} from './machine.mjs';
import {pairs, stepped} from './measure.mjs';
import {line, page} from './page.mjs';

const usage = `usage: tests/bench/run.mjs [--corpus FILE] [options]

  --corpus FILE    a git repository or bundle of contracts, a tag a version; or LEYLINE_CORPUS
  --tags A,B       the two versions; the last two of the corpus unless given
  --exclude DIR    a folder of the corpus that both leave out; "preview" unless given, "" for none
  --quick          one round for each case that takes buf a minute, not three; fewer such cases
  --only REGEX     only the cases whose names match; the others keep their last figures. With
                   \`records\` also what 10,000 proposals cost, which takes a minute to make
  --without-buf    only Leyline, folders and revisions: for a look while working. Writes no page
  --buf PATH       a buf that is there already; else npm fetches 1.75 into the build folder
  --leyline PATH   another leyline than the one that the release preset builds
  --page           measures nothing: writes the page and the chart from the last figures

A round of buf takes about a minute and 8 GB: run nothing else beside it.
`;

const flags = {
  corpus: {type: 'string', default: process.env.LEYLINE_CORPUS}, tags: {type: 'string'},
  exclude: {type: 'string', default: 'preview'}, quick: {type: 'boolean'}, only: {type: 'string', default: ''},
  'without-buf': {type: 'boolean'}, buf: {type: 'string'}, leyline: {type: 'string'}, page: {type: 'boolean'},
  help: {type: 'boolean'},
};

function fail(message) {
  console.error(`tests/bench/run.mjs: ${message}`);
  process.exit(2);
}

process.on('uncaughtException', (error) => {
  console.error(`tests/bench/run.mjs: ${error.message}`);
  process.exit(1);
});

function readFlags() {
  try {
    const {values} = parseArgs({options: flags});
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    return values;
  } catch (error) {
    return fail(`${error.message}\n${usage}`);
  }
}

const given = readFlags();
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const work = join(root, 'build/bench');
const results = join(work, 'results.json');
const loud = (program, args) =>
  execFileSync(program, args, {cwd: root, stdio: ['ignore', 'inherit', 'inherit']});
const text = (program, args) => execFileSync(program, args, {cwd: root}).toString().trim();

// The program itself, not the script of npm that starts it: that would cost buf 40 ms a run.
function programOf(script) {
  const real = realpathSync(script);
  const native = join(dirname(real), `../../buf-${process.platform}-${process.arch}/bin/buf`);
  return existsSync(native) ? native : real;
}

function findBuf() {
  if (given['without-buf']) return null;
  if (given.buf) return programOf(given.buf);
  const script = join(work, 'peer/node_modules/.bin/buf');
  if (!existsSync(script)) {
    console.error('fetching @bufbuild/buf 1.75 from npm');
    loud('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', join(work, 'peer'),
      '@bufbuild/buf@1.75']);
  }
  return programOf(script);
}

// As an installation leaves a program: what a linker writes in pieces is also mapped in pieces.
function installed(program) {
  if (program === null) return null;
  const copy = join(work, 'bin', basename(program));
  mkdirSync(dirname(copy), {recursive: true});
  rmSync(copy, {force: true});
  copyFileSync(program, copy);
  return copy;
}

function build() {
  const targets = ['leyline', 'protoc-gen-leyline', 'leyline_bench_spawn', 'leyline_bench_suite',
    'leyline_impact_bench'];
  console.error('building build/release');
  execFileSync('cmake', ['--preset', 'release', '-DLEYLINE_BENCH=ON'], {cwd: root, stdio: ['ignore', 'ignore', 'inherit']});
  loud('cmake', ['--build', '--preset', 'release', '--target', ...targets, '--', '--quiet']);
  const made = (path) => join(root, 'build/release', path);
  return {
    leyline: installed(given.leyline ? resolve(given.leyline) : made('tools/leyline')),
    plugin: installed(made('plugins/protoc-gen-leyline')), spawn: made('tests/bench/leyline_bench_spawn'),
    suite: made('tests/bench/leyline_bench_suite'), impact: made('tests/bench/leyline_impact_bench'),
    buf: installed(findBuf()),
  };
}

function openCorpus(settings) {
  if (!existsSync(given.corpus)) {
    fail(`\`${given.corpus}\` is not there; --corpus names a git repository or bundle`);
  }
  settings.repository = data.cloned(resolve(given.corpus), join(settings.data, 'repository'));
  const known = data.tagsOf(settings.repository);
  settings.tags = given.tags ? given.tags.split(',') : known.slice(-2);
  const wrong = settings.tags.filter((tag) => !known.includes(tag));
  if (settings.tags.length !== 2 || wrong.length > 0) {
    fail(`expected two tags of the corpus, \`A,B\`; it has ${known.join(', ')}`);
  }
  for (const tag of settings.tags) {
    data.folder(settings.repository, tag, settings.exclude, join(settings.data, tag));
  }
  const newer = settings.tags[1];
  settings.commits = {};
  for (const thing of ['field', 'value']) {
    settings.commits[thing] = data.oneCommit(settings.repository, newer, join(settings.data, newer), thing);
  }
}

function prepare(tools) {
  const settings = {root, data: join(work, 'data'), quick: given.quick, exclude: given.exclude,
    records: given.only.startsWith('records')};
  mkdirSync(settings.data, {recursive: true});
  const cases = [...smallCases(tools, settings), ...madeImpactCases(tools)];
  if (!given.corpus) {
    console.error('no corpus: only the made suite and the example platform are measured. Name a git repository ' +
      'or bundle of contracts with --corpus FILE or LEYLINE_CORPUS');
    return {settings, cases};
  }
  openCorpus(settings);
  cases.push(...realCases(tools, settings), ...shareCases(tools, settings),
    realImpactCase(tools, settings), ...sliceCases(tools, settings));
  return {settings, cases};
}

const stored = () => (existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {cases: {}});

// One thing was renamed in each changed file: whoever says less did not do the work.
function check(one, record) {
  if (one.want === undefined) return;
  for (const who of ['leyline', 'buf']) {
    if (!record[who] || record[who].found === one.want) continue;
    fail(`${one.name}: ${who} reports ${record[who].found} renames of ${one.want}`);
  }
}

function measure() {
  const tools = build();
  const {settings, cases} = prepare(tools);
  const kept = stored();
  kept.machine = machine(tools);
  kept.corpus = settings.tags && {tags: settings.tags, exclude: settings.exclude,
    files: settings.tags.map((tag) => data.countOf(join(settings.data, tag)))};
  kept.slice = settings.slice ?? kept.slice;
  const commit = text('git', ['rev-parse', '--short=10', 'HEAD']);
  const only = new RegExp(given.only);
  for (const one of cases.filter((each) => only.test(each.name))) {
    Object.assign(one, one.prepare?.());
    const record = one.steps ? stepped(one) : pairs(tools, one, work);
    check(one, record);
    const {title, target, share, form, want, program} = one;
    kept.cases[one.name] = {title, target, share, form, want, program, commit, load: machine.load(), ...record};
    console.error(line(kept.cases[one.name]));
    if (tools.buf) writeFileSync(results, JSON.stringify(kept, null, 1));
  }
  return tools.buf && settings.tags;
}

if (given.page || measure()) {
  const kept = stored();
  writeFileSync(join(root, 'docs/benchmarks.md'), page(kept));
  writeFileSync(join(root, 'docs/benchmarks.svg'), chart(kept));
  console.error('wrote docs/benchmarks.md and docs/benchmarks.svg');
}
