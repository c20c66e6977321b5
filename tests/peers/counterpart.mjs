// Which changes of Leyline say what a finding of buf says. buf names an element in its sentence only: the
// nested name without the package, or the number, or both sides of a type.

const tail = (name) => name.split('.').pop();

export function indexOf(changes) {
  const files = new Map();
  const elements = new Map();
  const add = (map, key, change) => {
    if (!map.has(key)) map.set(key, new Set());
    map.get(key).add(change);
  };
  for (const change of changes) {
    for (const place of [change.before, change.after]) if (place) add(files, place.file, change);
    add(elements, change.element, change);
  }
  return {files, elements};
}

// The changes of an element and of everything around it: a removed message takes all inside with it.
function around(name, index) {
  const parts = name.split('.');
  const found = [];
  for (let length = parts.length; length > 0; --length) {
    found.push(...(index.elements.get(parts.slice(0, length).join('.')) ?? []));
  }
  return found;
}

const leaves = (change) => /^(REMOVE|RENAME|MOVE|CHANGE_PACKAGE)/.test(change.change_type);

// "Previously present message "A.B" was deleted from file.": A.B, or A, in that file.
function ofRemoved(nested, inFile) {
  const parts = nested.split('.');
  const names = parts.map((_, i) => parts.slice(0, i + 1).join('.'));
  const direct = inFile.filter((change) =>
    leaves(change) && names.some((name) => change.element === name || change.element.endsWith(`.${name}`)));
  if (direct.length > 0 || !tail(nested).endsWith('Entry')) return direct;
  // The entry of a map goes with its field.
  const owner = parts.slice(0, -1).join('.');
  const field = tail(nested).slice(0, -'Entry'.length).toLowerCase();
  return inFile.filter((change) => change.contract.endsWith(owner) &&
    tail(change.element).replaceAll('_', '').toLowerCase() === field);
}

const numbersOf = (change) => [change.before_facts, change.after_facts]
  .map((facts) => facts && (facts.number ?? facts.numbers));

function ofNumber(number, owner, inFile) {
  return inFile.filter((change) => tail(change.contract) === tail(owner) && numbersOf(change).includes(number));
}

// Reservations that are gone: said as such, or by what took the numbers or the name.
function ofReserved(message, owner, inFile) {
  const ranges = (message.match(/missing values: (.*) were removed/)?.[1] ?? '').match(/-?\d+(-\d+)?/g) ?? [];
  const name = message.match(/reserved name "([^"]+)"/)?.[1];
  const holds = (number) => ranges.some((range) => {
    const [first, last] = range.split(/(?<=\d)-/).map(Number);
    return Number(number) >= first && Number(number) <= (last ?? first);
  });
  return inFile.filter((change) => tail(change.element) === tail(owner) && change.change_type === 'UNRESERVE' ||
    tail(change.contract) === tail(owner) && change.change_type.startsWith('ADD_') &&
    (tail(change.element) === name || numbersOf(change).some((number) => number && holds(number))));
}

// The package of a file whose path follows it, as all of googleapis do.
const packageOf = (path) => path.split('/').slice(0, -1).join('.');

// Options say nothing about what most of buf's rules look at.
const ofOptions = /^(DEPRECATE|UNDEPRECATE|CHANGE_(FIELD|METHOD|SERVICE|MESSAGE|ENUM|ENUM_VALUE)_OPTION)$/;
const looksAtOptions = /_(JSTYPE|CPP_STRING_TYPE|DESCRIPTOR_ACCESSOR)$/;

export function counterparts(finding, index) {
  const found = candidates(finding, index);
  if (looksAtOptions.test(finding.type)) return found;
  return found.filter((change) => !ofOptions.test(change.change_type));
}

function candidates(finding, index) {
  const {message} = finding;
  const inFile = [...(index.files.get(finding.path) ?? [])];
  const part = (pattern) => message.match(pattern)?.[1];

  const file = part(/present file "([^"]+)" was deleted/);
  if (file) {
    const gone = [...(index.files.get(file) ?? [])].filter((change) => change.after?.file !== file);
    const went = gone.filter(leaves);
    if (went.length > 0) return went;
    return gone.length > 0 ? gone : around(packageOf(file), index).filter(leaves);
  }
  const removed = part(/present (?:message|enum|service|extension) "([^"]+)" was deleted/);
  if (removed) return ofRemoved(removed, inFile);

  if (/^FILE_SAME_/.test(finding.type)) {
    return inFile.filter((change) => /^CHANGE_(FILE_OPTION|PACKAGE|SYNTAX)$/.test(change.change_type))
      .concat(finding.type === 'FILE_SAME_PACKAGE' ? around(part(/changed from "([^"]+)"/) ?? '', index) : []);
  }
  const rpc = part(/RPC "([^"]+)"/);
  if (rpc) {
    const service = part(/on service "([^"]+)"/);
    return inFile.filter((change) =>
      change.element.endsWith(`.${service}.${rpc}`) || change.element.endsWith(`.${service}`));
  }
  const oneof = part(/present oneof "([^"]+)"/);
  if (oneof) {
    const owner = part(/on message "([^"]+)"/);
    return inFile.filter((change) => change.element.endsWith(`${owner}.${oneof}`));
  }
  const owner = part(/ on (?:message|enum) "([^"]+)"/);
  if (finding.type.startsWith('RESERVED_')) return ofReserved(message, owner, inFile);
  const number = part(/(?:[Ff]ield|value) "(-?\d+)"/);
  if (number && owner) {
    const direct = ofNumber(number, owner, inFile);
    // A field that follows its renamed or moved type did not change itself.
    const type = part(/changed type from "([^"]+)"/);
    return direct.length > 0 || !type ? direct : around(type, index).filter(leaves);
  }
  return inFile.filter((change) => owner && tail(change.element) === tail(owner));
}
