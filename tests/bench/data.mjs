// What the cases run on: folders, images and a repository, made once and kept in the build folder.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
  cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';

const run = (program, args, cwd) =>
  execFileSync(program, args, {cwd, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit']});

// Makes `path` by `make(part)`; a run that was cut short leaves nothing that looks whole.
function kept(path, make) {
  if (existsSync(path)) return path;
  const part = `${path}.part`;
  rmSync(part, {recursive: true, force: true});
  mkdirSync(dirname(path), {recursive: true});
  make(part);
  renameSync(part, path);
  return path;
}

export function cloned(corpus, path) {
  return kept(path, (part) => run('git', ['clone', '--quiet', corpus, part], '.'));
}

export const tagsOf = (repository) =>
  run('git', ['tag', '--sort=version:refname'], repository).toString().split('\n').filter(Boolean);

// The files of a revision, less the folder that is left out.
export function folder(repository, revision, exclude, path) {
  return kept(path, (part) => {
    mkdirSync(part);
    const files = run('git', ['archive', revision], repository);
    execFileSync('tar', ['-x', '-C', part], {input: files});
    if (exclude) rmSync(join(part, exclude), {recursive: true, force: true});
  });
}

export function image(buf, from, path) {
  return kept(path, (part) =>
    run(buf, ['build', '.', '--config', '{"version":"v2"}', '-o', `${part}#format=binpb`], from));
}

const contracts = (root, below = '') => readdirSync(join(root, below), {withFileTypes: true})
  .flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return contracts(root, path);
    return entry.name.endsWith('.proto') ? [path] : [];
  });

export const countOf = (root) => contracts(root).length;

// `repeated google.Type name = 3`, at the start of a line.
const field = new RegExp('^( +(?:repeated |optional )?(?!option |optional |repeated |reserved |returns |import )' +
  '[.\\w]+ +)(\\w+)( *= *\\d+ *[;[])', 'm');
// `NAME = 3`, for the many files that hold an enum and no field. Not the one that stands for 0.
const value = /^( +)([A-Z]\w*)( *= *[1-9]\d* *[;[])/m;
// What options are made of: a renamed field there would make every file that uses the option invalid.
const options = /^google\/(api|protobuf|longrunning|rpc)\/|extend +google\.protobuf\.\w+Options/;

const renamed = (text) => (field.test(text) ? text.replace(field, '$1$2_renamed$3')
  : text.replace(value, '$1$2_RENAMED$3'));

const rank = (path) => createHash('sha256').update(path).digest('hex');

// The files that can be changed, in an order that has nothing to do with where they stand.
function changeable(root) {
  return contracts(root)
    .filter((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return (field.test(text) || value.test(text)) && !options.test(path) && !options.test(text);
    })
    .map((path) => [rank(path), path]).sort().map(([, path]) => path);
}

// A copy of a folder with one field or value renamed in `percent` of its files, or in all that can be changed.
// Returns how many these are, and the share that this is.
export function changedCopy(root, percent, path) {
  const paths = changeable(root);
  const all = countOf(root);
  const count = Math.min(paths.length, Math.ceil(all * percent / 100));
  kept(path, (part) => {
    cpSync(root, part, {recursive: true});
    for (const each of paths.slice(0, count)) {
      writeFileSync(join(part, each), renamed(readFileSync(join(part, each), 'utf8')));
    }
  });
  return {want: count, share: 100 * count / all};
}

// A commit on top of `revision` that renames one field, or one value of an enum; its parent is `revision`.
// The value stands in a file without fields, which `renamed` would prefer.
export function oneCommit(repository, revision, root, thing) {
  const branch = `bench-${revision}-${thing}`;
  const has = run('git', ['branch', '--list', branch], repository).toString().trim();
  if (has) return branch;
  const hasField = (path) => field.test(readFileSync(join(root, path), 'utf8'));
  const path = changeable(root).find((each) => hasField(each) === (thing === 'field'));
  run('git', ['switch', '--quiet', '--create', branch, revision], repository);
  const file = join(repository, path);
  writeFileSync(file, renamed(readFileSync(file, 'utf8')));
  const who = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  run('git', [...who, 'commit', '--quiet', '--all', '--message', 'Rename one thing'], repository);
  return branch;
}

// A repository that is governed, with a map of subsystems, and at HEAD what `change` has on top of `revision`.
export function governed(leyline, repository, {revision, change, exclude, map}, path) {
  return kept(path, (part) => {
    const git = (...args) => run('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], part);
    run('git', ['clone', '--quiet', '--no-checkout', '--shared', repository, part], '.');
    git('checkout', '--quiet', '-B', 'main', revision);
    mkdirSync(join(part, 'governance'));
    cpSync(map, join(part, 'governance/subsystems.yaml'));
    writeFileSync(join(part, 'leyline.yaml'), JSON.stringify({version: 1, contracts: ['.'], exclude: exclude ? [exclude] : []}));
    run(leyline, ['init', '--profile', 'solo', '--owner', 'ada', '--reviewer', 'grace'], part);
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Govern the contracts');
    git('checkout', '--quiet', '-b', 'change');
    git('cherry-pick', `origin/${change}`);
  });
}

const imports = (text) => [...text.matchAll(/^import +(?:public +|weak +)?"([^"]+)"/gm)].map(([, path]) => path);

// The contracts below `folder` and what they import, in `path`; with what else a bundle needs.
export function slice(root, folder, path) {
  return kept(path, (part) => {
    const open = contracts(root, folder);
    const all = new Set(open);
    while (open.length > 0) {
      const from = open.pop();
      cpSync(join(root, from), join(part, from));
      for (const each of imports(readFileSync(join(root, from), 'utf8'))) {
        if (all.has(each) || !existsSync(join(root, each))) continue;
        all.add(each);
        open.push(each);
      }
    }
  });
}

// Contracts with a message, by how many others import them, over any distance: the first and the last.
export function leastAndMostImported(root) {
  const paths = contracts(root);
  const importers = new Map(paths.map((path) => [path, []]));
  const texts = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  for (const [path, text] of texts) {
    for (const each of imports(text)) importers.get(each)?.push(path);
  }
  const reach = (path, seen = new Set()) => {
    for (const each of importers.get(path)) {
      if (seen.has(each)) continue;
      seen.add(each);
      reach(each, seen);
    }
    return seen.size;
  };
  const counted = paths.filter((path) => /^message /m.test(texts.get(path)))
    .map((path) => [reach(path), rank(path), path]).sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
  return [counted[0][2], counted.at(-1)[2]];
}

// A made suite: FOLDER/before and FOLDER/after.
export function suite(maker, files, every, path) {
  return kept(path, (part) => run(maker, [part, String(files), String(every)], '.'));
}

// A map of subsystems for a folder of contracts.
export function topology(root, from, count, path) {
  return kept(path, (part) => writeFileSync(part,
    run(process.execPath, [join(root, 'tests/bench/topology.mjs'), from, String(count)], root)));
}

export function esper(root, path) {
  return kept(path, (part) => run(join(root, 'examples/esper/make-repository'), [part], root));
}
