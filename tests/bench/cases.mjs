// The cases: what is run, by whom, how often, and what is wanted of it. Both tools say all they have to
// say, as JSON, into a file. `prepare` makes what a case needs and may know more of it.
import {cpSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import * as data from './data.mjs';
import {repository} from './records.mjs';

export const shares = [0, 1, 10, 50, 100];  // percent of the files that differ

// What one field or value renamed in each changed file must show as, once a file.
const renames = {ours: '"change_type":"RENAME_', theirs: '_SAME_NAME","message"'};
const everything = {ours: '"change_type":"', theirs: '"type":"'};

const breaking = (modules) => JSON.stringify({version: 'v2', ...modules, breaking: {use: ['FILE']}});

// buf takes a folder with other folders beside it only by a buf.yaml inside. Leyline passes over it.
const configure = (cwd, folders) => () => {
  for (const each of folders) writeFileSync(join(cwd, each, 'buf.yaml'), breaking({}));
};

const isFolder = (input) => !/\.binpb$|\.git#/.test(input);

function ours(tools, cwd, args) {
  return {program: tools.leyline, args, cwd, exits: [0]};
}

function theirs(tools, cwd, before, after, exclude) {
  const config = breaking(exclude ? {modules: [{path: '.', excludes: [exclude]}]} : {});
  const configs = isFolder(before) ? [] : ['--config', config, '--against-config', config];
  const args = ['breaking', after, '--against', before, ...configs, '--error-format', 'json'];
  return {program: tools.buf, args, cwd, exits: [0, 100]};
}

const bufOf = (tools, ...rest) => (tools.buf ? theirs(tools, ...rest) : null);

// Two folders or two images.
function compare(tools, cwd, before, after, more) {
  return {
    ours: ours(tools, cwd, ['diff', before, after, '--format', 'json']),
    theirs: bufOf(tools, cwd, before, after), counts: everything, ...more,
  };
}

function revisions(tools, cwd, before, after, exclude, more) {
  const left = exclude ? ['--exclude', exclude] : [];
  return {
    ours: ours(tools, cwd, ['diff', `${before}:.`, `${after}:.`, ...left, '--format', 'json']),
    theirs: bufOf(tools, cwd, `.git#ref=${before}`, `.git#ref=${after}`, exclude),
    counts: everything, ...more,
  };
}

// Images are made by buf: it writes what both read.
const images = (tools, cwd, folders) => () => {
  for (const each of folders) data.image(tools.buf, join(cwd, each), join(cwd, `${each}.binpb`));
};

// 20 made contracts, every second one edited; and the example platform, which buf has no part in.
export function smallCases(tools, settings) {
  const folder = data.suite(tools.suite, 20, 2, join(settings.data, 'suite-20'));
  const rounds = settings.quick ? 5 : 15;
  const cases = [compare(tools, folder, 'before', 'after',
    {name: 'small-folders', title: '20 files, folders', rounds, each: 5, target: {times: 25},
      prepare: configure(folder, ['before', 'after'])})];
  if (tools.buf) {
    cases.push(compare(tools, folder, 'before.binpb', 'after.binpb',
      {name: 'small-images', title: '20 files, images', rounds, each: 5, target: {times: 25},
        prepare: images(tools, folder, ['before', 'after'])}));
  }
  const platform = data.esper(settings.root, join(settings.data, 'esper'));
  const alone = {rounds: 1, each: 30, theirs: null};
  cases.push(
    {name: 'esper-validate', title: 'validate, the example platform', ...alone, target: {ms: 100},
      ours: ours(tools, platform, ['validate', 'contracts'])},
    {name: 'esper-impact', title: 'impact of one change, the example platform', ...alone, target: {ms: 500},
      ours: ours(tools, platform, ['impact', 'main:.', 'breaking:.'])},
    ...buildCases(tools, 'esper', 'the example platform', platform, join(settings.data, 'esper-build')),
    pluginCase(tools, platform));
  if (settings.records) cases.push(...recordCases(tools, settings));
  return cases;
}

// Of ten thousand proposals with ten statements each twenty are open; making them takes a minute.
function recordCases(tools, settings) {
  const folder = repository(join(settings.data, 'records'), tools.leyline,
    {proposals: 10000, statements: 10, open: 20});
  const alone = {rounds: 1, each: 10, theirs: null, target: {ms: 1000}};
  return [
    {name: 'records-gate', title: 'gate, 10,000 proposals with 100,000 statements', ...alone,
      ours: ours(tools, folder, ['gate', '--against', 'main'])},
    {name: 'records-status', title: 'status, the same', ...alone,
      ours: ours(tools, folder, ['status', '--against', 'main'])}];
}

// A run of a script; `$$` is new for each.
const script = (cwd, text, title) => ({program: 'sh', args: ['-c', text], cwd, exits: [0], title});

const python = {version: 1, bindings: {languages: ['python']}};

// What a build does with contracts, in a folder of their own. Each run from an empty cache has new folders.
function buildCases(tools, name, title, contracts, work) {
  const root = name === 'esper' ? 'contracts' : '.';
  const copy = (config) => () => {
    rmSync(work, {recursive: true, force: true});
    mkdirSync(work, {recursive: true});
    cpSync(join(contracts, root), join(work, 'in'), {recursive: true});
    if (config) writeFileSync(join(work, 'in/leyline.yaml'), JSON.stringify(config));
  };
  const cold = `exec ${tools.leyline} bindings in --out cold/$$/out --cache cold/$$/cache`;
  const alone = {rounds: 1, each: 7, theirs: null};
  const [least, most] = data.leastAndMostImported(join(contracts, root));
  const again = (file) => ({
    prepare: () => {
      copy()();
      rmSync(join(work, 'in', file), {force: true});
      cpSync(join(contracts, root, file), join(work, 'in', file));
    },
    rounds: 5, each: 2, theirs: null,
    ours: script(work, `echo "message Bench$$ {}" >> in/${file}; ` +
      `exec ${tools.leyline} bindings in --out out --cache cache`),
    beside: script(work, cold, 'from an empty cache'),
  });
  const cases = [
    {name: `${name}-compile`, title: `compile, ${title}`, ...alone, target: {ms: 2000}, prepare: copy(),
      ours: script(work, cold)},
    {name: `${name}-python`, title: `Python bindings, ${title}`, ...alone, target: {ms: 1000},
      prepare: copy(python), ours: script(work, cold)},
    {name: `${name}-again`, title: `again after one change, ${title}`, target: {again: 10}, ...again(least)},
  ];
  if (name === 'esper') return [...cases, floorCase(work, least, copy())];
  cases.push({name: `${name}-again-wide`, title: 'the same, of the contract that most import', ...again(most)});
  return cases;
}

// What no run that starts protoc gets below: protoc alone, of that contract and of all.
function floorCase(work, file, prepare) {
  const protoc = (files) => `mkdir -p floor/$$ && exec protoc -I in --cpp_out=floor/$$ --python_out=floor/$$ ${files}`;
  return {name: 'esper-floor', title: 'protoc alone, of the one that changed', rounds: 5, each: 2, theirs: null,
    program: 'protoc', prepare, ours: script(work, protoc(file)),
    beside: script(work, protoc('$(cd in; find . -name "*.proto" | cut -c3-)'), 'of all')};
}

function pluginCase(tools, platform) {
  const protoc = 'mkdir -p plugin; protoc -I contracts -o plugin/set.binpb';
  const files = '$(cd contracts; find . -name "*.proto" | cut -c3-)';
  return {name: 'esper-plugin', title: 'plugin, the example platform', rounds: 10, each: 5, theirs: null,
    target: {added: 50},
    ours: script(platform, `${protoc} --plugin=protoc-gen-leyline=${tools.plugin} --leyline_out=plugin ` +
      `--leyline_opt=against=main:.,guard=cpp,guard=python,report=json ${files}`),
    beside: script(platform, `${protoc} ${files}`, 'protoc alone')};
}

// About 200 contracts of the corpus.
export const sliceFolder = 'google/cloud/aiplatform/v1beta1';

export function sliceCases(tools, settings) {
  const newer = settings.tags[1];
  const folder = data.slice(join(settings.data, newer), sliceFolder, join(settings.data, `${newer}-slice`));
  settings.slice = `${data.countOf(folder)} files of googleapis, \`${sliceFolder}\` and what it imports`;
  return [
    {name: 'slice-validate', title: 'validate, the slice', rounds: 1, each: 20, theirs: null, target: {ms: 100},
      ours: ours(tools, folder, ['validate', '.'])},
    ...buildCases(tools, 'slice', 'the slice', folder, join(settings.data, 'slice-build'))];
}

// The corpus: two versions of it in each form of input.
export function realCases(tools, settings) {
  const [before, after] = settings.tags;
  const rounds = settings.quick ? 1 : 3;
  const memory = 30;
  const cases = [
    compare(tools, settings.data, before, after, {name: 'folders', title: 'folder against folder',
      rounds, each: 5, target: {times: 120, memory}, prepare: configure(settings.data, settings.tags)}),
    revisions(tools, settings.repository, before, after, settings.exclude, {name: 'revisions',
      title: 'revision against revision', rounds, each: 5, target: {times: 150}}),
    revisions(tools, settings.repository, after, settings.commits.field, settings.exclude, {name: 'one-commit',
      title: 'one commit that renames one field', rounds: 1, each: 10, counts: renames, want: 1,
      target: {ms: 10}}),
    // Files of proto2 that import the enum may have to say what they make of it, so all are looked through.
    revisions(tools, settings.repository, after, settings.commits.value, settings.exclude, {name: 'one-value',
      title: 'one commit that renames one enum value', rounds: 1, each: 10, counts: renames, want: 1}),
  ];
  if (!tools.buf) return cases;
  cases.unshift(compare(tools, settings.data, `${before}.binpb`, `${after}.binpb`, {name: 'images',
    title: 'image against image', rounds, each: 5, target: {times: 250, memory},
    prepare: images(tools, settings.data, settings.tags)}));
  return cases;
}

// What the job of CI asks of that one commit, with 200 subsystems: is the whole of what would merge valid, what
// changed, whom does it hit, may it merge? And the impact alone.
export function gateCases(tools, settings) {
  const revision = settings.tags[1];
  const change = settings.commits.field;
  const map = data.topology(settings.root, join(settings.data, revision), 200,
    join(settings.data, `subsystems-200-${revision}.yaml`));
  const folder = data.governed(tools.leyline, settings.repository,
    {revision, change, exclude: settings.exclude, map}, join(settings.data, `governed-${revision}`));
  const alone = {rounds: 1, each: 10, theirs: null};
  return [
    {name: 'gate-corpus', title: 'gate of that field', ...alone,
      ours: ours(tools, folder, ['gate', '--advisory', '--against', 'main', '--format', 'json'])},
    {name: 'impact-of-one', title: 'impact of that field', ...alone,
      ours: ours(tools, folder, ['impact', 'main:.', 'HEAD:.', '--format', 'json'])}];
}

// Impact analysis after loading, by step, in the process that loaded: leyline_impact_bench.
function impact(tools, name, title, args, more) {
  return {name, title, steps: {program: tools.impact, args}, each: 7, ...more};
}

// Made contracts, of which every tenth file has an edit, with made maps.
export const madeImpacts = [[100, 100], [100, 1000], [100, 10000], [200, 1000], [400, 1000], [800, 1000]];
// The same as one chain, so that what leads to a change grows with the files, and the hits with it.
export const chainedImpacts = [[200, 100], [800, 100], [3200, 100], [800, 1000]];
export const madeImpactCases = (tools) => [
  ...madeImpacts.map(([files, subsystems]) => impact(tools, `impact-${files}-${subsystems}`,
    `${files} files, ${subsystems} subsystems`, [String(files), String(subsystems)])),
  ...chainedImpacts.map(([files, subsystems]) => impact(tools, `impact-${files}-${subsystems}-chained`,
    `${files} files in one chain, ${subsystems} subsystems`, [String(files), String(subsystems), 'chained']))];

// The corpus, with a map made of its packages and imports.
export function realImpactCase(tools, settings) {
  const [before, after] = settings.tags;
  const map = join(settings.data, 'subsystems-200.yaml');
  return impact(tools, 'impact-corpus', 'both versions, 200 subsystems', [join(settings.data, before),
    join(settings.data, after), map], {target: {ms: 500},
    prepare: () => {
      data.topology(settings.root, join(settings.data, before), 200, map);
    }});
}

// What buf takes hardly depends on the change, so a quick run meets it once.
const meetsBuf = (percent, settings) => (settings.quick ? percent === 1 : percent > 0);

// The newer version against itself with one field or value renamed in some of its files.
export function shareCases(tools, settings) {
  const base = settings.tags[1];
  const cases = [];
  for (const percent of shares) {
    const changed = `${base}-changed-${percent}`;
    const copy = () => {
      const done = data.changedCopy(join(settings.data, base), percent, join(settings.data, changed));
      configure(settings.data, [base, changed])();
      return done;
    };
    const more = {rounds: 1, each: 5, counts: renames};
    if (!meetsBuf(percent, settings)) more.theirs = null;
    cases.push(compare(tools, settings.data, base, changed, {...more, name: `folders-${percent}`,
      form: 'folders', title: `${percent} % changed, folders`, prepare: copy}));
    if (!tools.buf) continue;
    const prepare = () => {
      const done = copy();
      images(tools, settings.data, [base, changed])();
      return done;
    };
    cases.push(compare(tools, settings.data, `${base}.binpb`, `${changed}.binpb`, {...more,
      name: `images-${percent}`, form: 'images', title: `${percent} % changed, images`, prepare}));
  }
  return cases;
}
