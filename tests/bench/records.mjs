// A repository with as many records as years of use leave behind: proposals, each with a decision and
// signed statements, most of them implemented long ago, and a branch whose change one of them covers.
//
//   node tests/bench/records.mjs FOLDER LEYLINE [PROPOSALS STATEMENTS-EACH OPEN]
import {execFileSync} from 'node:child_process';
import {createHash, generateKeyPairSync, sign} from 'node:crypto';
import {existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const sha256 = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const day = 24 * 3600 * 1000;
const time = (ago) => `${new Date(Date.now() - ago).toISOString().slice(0, 19)}Z`;

const field = (bytes) => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(Buffer.byteLength(bytes));
  return Buffer.concat([size, Buffer.from(bytes)]);
};

function person(id) {
  const {publicKey, privateKey} = generateKeyPairSync('ed25519');
  const raw = publicKey.export({format: 'der', type: 'spki'}).subarray(-32);
  return {id, privateKey, blob: Buffer.concat([field('ssh-ed25519'), field(raw)])};
}

// An SSHSIG, as ssh-keygen -Y sign writes it.
function signature(who, namespace, text) {
  const hash = createHash('sha512').update(text).digest();
  const signed = [field(namespace), field(''), field('sha512')];
  const bytes = sign(null, Buffer.concat([Buffer.from('SSHSIG'), ...signed, field(hash)]), who.privateKey);
  const version = Buffer.from([0, 0, 0, 1]);
  const made = Buffer.concat([field('ssh-ed25519'), field(bytes)]);
  const all = Buffer.concat([Buffer.from('SSHSIG'), version, field(who.blob), ...signed, field(made)]);
  const lines = all.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN SSH SIGNATURE-----\n${lines}\n-----END SSH SIGNATURE-----\n`;
}

// The digest of a proposal's meaning (records/meaning.h).
function meaning(scheme, entries) {
  const framed = (text) => `${Buffer.byteLength(text)}:${text}`;
  const put = (value) => (Array.isArray(value) ? [String(value.length), ...value].map(framed).join('') : framed(value));
  return sha256(framed(scheme) + entries.map(([key, value]) => framed(key) + put(value)).join(''));
}

const target = 'refs/heads/main';
const description = 'Nobody has read this field since the release of June, says the archive.';

function proposal(id, change, ago) {
  const submitted = time(ago);
  const one = meaning('change', [['contract_name', change.contract], ['change_type', change.change_type],
    ['element', change.element], ['digest', change.digest]]);
  const digest = meaning('leyline.proposal.v1', [['proposal_id', id], ['proposer', 'billing'],
    ['submitted_by', 'alice'], ['changes', [one]], ['title', ''], ['description', description],
    ['protobuf_diff', 'auto'], ['performance_impact', []], ['no_consumers', 'true'],
    ['affected_subsystems', []], ['risk_level', 'LOW'], ['target_ref', target], ['submitted_at', submitted]]);
  const text = `proposal_id: ${id}\nproposer: billing\nsubmitted_by: alice\nsubmitted_at: "${submitted}"\n` +
    `target_ref: ${target}\ndescription: ${description}\nchanges:\n  - change_type: ${change.change_type}\n` +
    `    contract_name: ${change.contract}\n    element: ${change.element}\n    digest: "${change.digest}"\n` +
    'affected_subsystems: []\nno_consumers: true\nrisk_level: LOW\nprotobuf_diff: auto\n';
  return {id, change, digest, text, submitted: ago};
}

function statement(who, about) {
  const text = JSON.stringify({
    changes: [about.change.digest], issued_at: time(about.submitted - 3600e3), principal: who.id,
    proposal_digest: about.digest, proposal_id: about.id, reason: '', repository: 'bench', supersedes: [],
    target_ref: target, type: 'leyline.approval.v1', vote: 'approve',
  });
  const path = `governance/approvals/${about.id}/${who.id}.${sha256(text).slice(7, 19)}.json`;
  return [[path, text], [`${path}.sig`, signature(who, 'leyline.approval.v1', text)]];
}

function decision(who, about) {
  const path = `governance/decisions/${about.id}.yaml`;
  const text = `proposal_id: ${about.id}\nproposal_digest: "${about.digest}"\ndecision: APPROVED\n` +
    `approvers: [p1, p2]\ndecided_by: ${who.id}\ndecided_at: "${time(about.submitted - 7200e3)}"\n` +
    `implementation_deadline: "${time(about.submitted - 20 * day)}"\n` +
    'rollback_plan: Go back to the tag before this merge.\ndecision_rationale: It was agreed by all teams.\n';
  const signed = JSON.stringify({
    content: sha256(text), proposal_id: about.id, repository: 'bench', type: 'leyline.decision.v1',
  });
  return [[path, text], [`${path}.sig`, signature(who, 'leyline.decision.v1', signed)]];
}

function rules(people) {
  const keys = people.map(({id, blob}) => `  - {id: ${id}, keys: ["ssh-ed25519 ${blob.toString('base64')}"]}\n`);
  const reviewers = people.slice(1).map(({id}) => id).join(', ');
  return [['leyline.yaml', 'version: 1\ncontracts: [contracts]\nrepository: bench\n'],
    ['governance/roles.yaml', `version: 1\nprincipals:\n${keys.join('')}`],
    ['governance/policy.yaml', `governance:\n  owner: p0\n  reviewers: [${reviewers}]\n  min_approvals: 2\n` +
      '  compatibility_mode: backward\n  require_impact_analysis: false\n  min_evidence: sshsig\n']];
}

const contract = (gone) => ['contracts/bench.proto',
  `syntax = "proto3";\npackage bench.v1;\nmessage Record {\n  string kept = 1;\n  ${gone}\n}\n`];

// One commit, through git fast-import: a hundred thousand files take it seconds.
function commit(folder, branch, from, files) {
  const parts = [`commit refs/heads/${branch}\ncommitter Alice <alice@example.com> ${Math.floor(Date.now() / 1000)} +0000\n` +
    `data 1\nx\n${from ? `from refs/heads/${from}^0\n` : ''}`];
  for (const [path, text] of files) {
    parts.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  }
  execFileSync('git', ['fast-import', '--quiet', '--force'], {cwd: folder, input: parts.join('')});
}

// The event log of jobs that recorded each merge.
function log(folder, ids) {
  const scheme = 'leyline.audit.v1\n';
  const lines = [];
  const add = (type, subject, data, prev, seq) => {
    const at = time(day);
    const body = (hash) => `{"actor":"ci","data":${JSON.stringify(data)},${hash}"prev":"${prev}","scope":"","seq":${seq},` +
      `"subject":"${subject}","ts":"${at}","type":"${type}","v":1}`;
    const hash = sha256(scheme + body(''));
    lines.push(body(`"hash":"${hash}",`));
    return hash;
  };
  let prev = add('log_genesis', '', {log_id: 'bench'}, sha256('leyline.audit.genesis.v1\nbench'), 0);
  ids.forEach((id, i) => { prev = add('implemented', id, {commit: 'f'.repeat(40)}, prev, i + 1); });
  mkdirSync(join(folder, '.git/leyline'), {recursive: true});
  writeFileSync(join(folder, '.git/leyline/log.jsonl'), `${lines.join('\n')}\n`);
}

// The folder of a repository at whose branch `change` the gate passes.
export function repository(folder, leyline, {proposals, statements, open}) {
  if (existsSync(join(folder, 'whole'))) return folder;
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  const git = (...args) => execFileSync('git', args, {cwd: folder});
  git('init', '-q', '-b', 'main');
  const people = Array.from({length: statements}, (_, i) => person(`p${i}`));
  const base = [...rules(people), contract('string gone = 2;')];
  commit(folder, 'main', '', base);
  commit(folder, 'change', 'main', [contract('reserved 2; reserved "gone";')]);
  const report = execFileSync(leyline, ['diff', 'main:.', 'change:.', '--format', 'json'], {cwd: folder});
  const [change] = JSON.parse(report).changes;
  const made = (i) => ({...change, contract: `old.v1.Record${i}`, element: `old.v1.Record${i}.gone`,
    digest: sha256(`old change ${i}`)});
  const all = Array.from({length: proposals - 1}, (_, i) =>
    proposal(`p-${String(i).padStart(5, '0')}`, made(i), i < open ? day : 90 * day));
  const now = proposal('now', change, day);
  const records = (of) => [[`governance/proposals/${of.id}.yaml`, of.text], ...decision(people[0], of),
    ...people.flatMap((who) => statement(who, of))];
  commit(folder, 'main', 'main', all.flatMap(records));
  commit(folder, 'change', 'main', [contract('reserved 2; reserved "gone";'), ...records(now)]);
  git('repack', '-adq');
  git('checkout', '-q', 'change');
  log(folder, all.slice(open).map(({id}) => id));
  writeFileSync(join(folder, 'whole'), '');
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, leyline, proposals = '10000', statements = '10', open = '20'] = process.argv.slice(2);
  repository(resolve(folder), resolve(leyline),
    {proposals: Number(proposals), statements: Number(statements), open: Number(open)});
}
