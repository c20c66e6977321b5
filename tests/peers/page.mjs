// docs/peers/buf.md has a section for each script of this folder; a script writes its own.
import {readFileSync, writeFileSync} from 'node:fs';

// Replaces the text below the heading `## TITLE`, up to the next such heading.
export function writeSection(title, text) {
  const path = new URL('../../docs/peers/buf.md', import.meta.url);
  const page = readFileSync(path, 'utf8');
  const heading = `## ${title}\n`;
  const start = page.indexOf(heading);
  if (start < 0) throw new Error(`docs/peers/buf.md has no heading \`${title}\``);
  const next = page.indexOf('\n## ', start);
  const rest = next < 0 ? '' : page.slice(next);
  writeFileSync(path, `${page.slice(0, start)}${heading}\n${text.trimEnd()}\n${rest}`);
}
