#!/usr/bin/env node
// Writes a map of subsystems for a tree of contracts, from its packages and imports alone: a subsystem a
// package, the largest first; it writes and serves its own package and reads those that it imports.
// usage: topology.mjs FOLDER COUNT > subsystems.yaml
import {readFileSync, readdirSync} from 'node:fs';
import {join, relative} from 'node:path';

const [folder, count] = [process.argv[2], Number(process.argv[3])];
if (!folder || !(count > 0)) {
  console.error('usage: topology.mjs FOLDER COUNT');
  process.exit(2);
}

function* protos(path) {
  for (const entry of readdirSync(path, {withFileTypes: true})) {
    const each = join(path, entry.name);
    if (entry.isDirectory()) yield* protos(each);
    else if (entry.name.endsWith('.proto')) yield each;
  }
}

const files = new Map();     // path -> package
const packages = new Map();  // name -> {files, imports, services, data}
for (const path of protos(folder)) {
  const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const name = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1];
  if (!name) continue;
  files.set(relative(folder, path), name);
  const known = packages.get(name) ?? {name, files: 0, imports: new Set(), services: false, data: false};
  known.files += 1;
  known.services ||= /^service\s/m.test(text);
  known.data ||= /^(message|enum)\s/m.test(text);
  for (const [, path] of text.matchAll(/^\s*import\s+(?:public\s+|weak\s+)?"([^"]+)"/gm)) known.imports.add(path);
  packages.set(name, known);
}

const chosen = [...packages.values()].filter((each) => each.data)
    .sort((a, b) => b.files - a.files || (a.name < b.name ? -1 : 1));
const list = (key, names) => (names.length ? `    ${key}: [${names.join(', ')}]\n` : '');
let text = 'version: 1\nsubsystems:\n';
for (let i = 0; i < count; ++i) {  // more than there are packages: readers of one package each
  const own = chosen[i % chosen.length];
  const name = own.name.toLowerCase().replace(/[^a-z0-9.]/g, '-').slice(-50).replace(/^[^a-z0-9]+/, '');
  const again = i >= chosen.length;
  const reads = [...new Set([...own.imports].map((path) => files.get(path)))]
      .filter((each) => each && each !== own.name && packages.get(each).data).sort();
  text += `  - name: ${again ? `r${i}-` : ''}${name}\n    owner: ${name.split('.').slice(0, 3).join('-')}-team\n`;
  text += again ? list('reads', [own.name]) : list('writes', [own.name]) + list('reads', reads);
  if (!again && own.services) text += list('serves', [own.name]);
  text += `    surfaces: [${i % 3 ? 'binary, rpc' : 'json'}]\n`;
}
process.stdout.write(text);
