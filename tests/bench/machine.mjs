// What the figures were measured on; and how busy it was.
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {cpus, loadavg, release, totalmem} from 'node:os';

const first = (program, args) => execFileSync(program, args).toString().split('\n')[0].trim();

function system() {
  if (!existsSync('/etc/os-release')) return process.platform;
  return readFileSync('/etc/os-release', 'utf8').match(/PRETTY_NAME="(.*)"/)?.[1] ?? process.platform;
}

export function machine(tools) {
  return {
    cpu: cpus()[0].model.trim(), cores: cpus().length, memory: Math.round(totalmem() / 2 ** 30),
    kernel: release().split('-')[0], system: system(), compiler: first('c++', ['--version']),
    git: first('git', ['--version']), buf: tools.buf && first(tools.buf, ['--version']),
  };
}

// Processes that wanted a core over the last minute.
machine.load = () => Math.round(loadavg()[0] * 10) / 10;
