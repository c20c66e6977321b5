// Reads a case of tests/corpus (see tools/leyline/case_file.h) and unpacks its sides into folders.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

export function unpack(path, folder) {
  let file = null;
  const files = new Map();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const section = line.match(/^-- (\S+) --$/);
    if (section) file = section[1] === 'want' ? null : section[1];
    if (section && file) files.set(file, '');
    if (!section && file) files.set(file, files.get(file) + line + '\n');
  }
  for (const side of ['before', 'after']) mkdirSync(join(folder, side), {recursive: true});
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
}
