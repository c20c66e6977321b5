// Runs a command through leyline_bench_spawn and sums up what its runs took.
import {spawnSync} from 'node:child_process';
import {closeSync, openSync, readFileSync, readSync} from 'node:fs';
import {join} from 'node:path';

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

// The end of a file, for messages.
function tail(path) {
  const text = readFileSync(path, 'utf8');
  return text.slice(-2000);
}

// [{wall, user, sys, peak, exit}], times in ms, peak in kB. Throws when an exit code is not expected.
export function runs(spawner, command, count, outputs) {
  const {program, args, cwd, exits} = command;
  const [out, err] = [`${outputs}.out`, `${outputs}.err`];
  const result = spawnSync(spawner, [String(count), out, err, program, ...args], {cwd});
  if (result.status !== 0) throw new Error(result.stderr?.toString() || String(result.error));
  const list = result.stdout.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line));
  for (const run of list) {
    if (!exits.includes(run.exit)) {
      throw new Error(`${program} ${args.join(' ')}\nexits with ${run.exit}: ${tail(err)}`);
    }
  }
  return list;
}

export function sum(list) {
  const of = (key) => list.map((run) => run[key]);
  const wall = of('wall');
  return {
    runs: list.length, min: Math.min(...wall), wall: median(wall), user: median(of('user')),
    sys: median(of('sys')), peak: median(of('peak')),
  };
}

// How often a text stands in a file, which may be too large for one string.
export function occurrences(path, text) {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 20);
  let count = 0;
  let rest = '';
  for (let got; (got = readSync(file, buffer)) > 0;) {
    const chunk = rest + buffer.toString('latin1', 0, got);
    count += chunk.split(text).length - 1;
    rest = chunk.slice(Math.max(0, chunk.length - text.length + 1));
  }
  closeSync(file);
  return count;
}

// What a command of our own takes beside another one, of the same round: how much more, how much less.
export function compared(mine, other) {
  const wall = (list) => median(list.map((run) => run.wall));
  return {added: wall(mine) - wall(other), times: wall(other) / wall(mine)};
}

// A program that measures its own steps. The run with the median sum counts, so that its steps add up.
export function stepped(one) {
  const list = [];
  for (let i = 0; i < one.each; ++i) {
    const result = spawnSync(one.steps.program, one.steps.args);
    if (result.status !== 0) throw new Error(result.stderr?.toString() || String(result.error));
    list.push(JSON.parse(result.stdout.toString()));
  }
  list.sort((a, b) => a.all.wall - b.all.wall);
  const typical = list[Math.floor(list.length / 2)];
  const peak = Math.max(...list.map((run) => run.memory));
  return {leyline: {runs: list.length, min: list[0].all.wall, wall: typical.all.wall, peak}, steps: typical};
}

// A case in pairs: Leyline, buf, Leyline, buf. So both meet the same machine, and a ratio is one of the
// same minute. Ours is short and noisy, so a round holds several runs of it; their median meets buf's run.
export function pairs(tools, one, work) {
  const ours = [];
  const theirs = [];
  const rounds = [];
  const besides = [];
  const besideRounds = [];
  const outputs = (who) => join(work, `${one.name}.${who}`);
  runs(tools.spawn, one.ours, 1, outputs('leyline'));  // warms the page cache
  for (let i = 0; i < one.rounds; ++i) {
    const mine = runs(tools.spawn, one.ours, one.each, outputs('leyline'));
    ours.push(...mine);
    if (one.beside) {
      const other = runs(tools.spawn, one.beside, one.each, outputs('beside'));
      besides.push(...other);
      besideRounds.push(compared(mine, other));
    }
    if (!one.theirs) continue;
    const its = runs(tools.spawn, one.theirs, 1, outputs('buf'));
    theirs.push(...its);
    const cpu = (list) => median(list.map((run) => run.user + run.sys));
    rounds.push({
      wall: its[0].wall / median(mine.map((run) => run.wall)),
      cpu: cpu(its) / cpu(mine),
      peak: its[0].peak / median(mine.map((run) => run.peak)),
    });
  }
  const record = {leyline: sum(ours)};
  if (one.beside) {
    const middle = (key) => median(besideRounds.map((round) => round[key]));
    record.beside = {...sum(besides), title: one.beside.title, added: middle('added'), times: middle('times')};
  }
  if (one.counts) {
    record.leyline.found = occurrences(`${outputs('leyline')}.out`, one.counts.ours);
    if (one.theirs) record.found = occurrences(`${outputs('buf')}.out`, one.counts.theirs);
  }
  if (!one.theirs) return record;
  record.buf = {...sum(theirs), found: record.found};
  delete record.found;
  const ratio = (key) => median(rounds.map((round) => round[key]));
  record.ratio = {wall: ratio('wall'), cpu: ratio('cpu'), peak: ratio('peak')};
  return record;
}
