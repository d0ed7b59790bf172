/** JSON Canonicalization Scheme, RFC 8785, strict: what would be lost or read in two ways is refused. */
export class CanonicalJsonError extends Error {
  constructor(
    readonly reason: string,
    readonly path: string,
  ) {
    super(`${reason} at ${path || 'the top'}`);
    this.name = 'CanonicalJsonError';
  }
}

const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Names and indexes down to the value at hand, kept only to name the place of an error. */
type Trail = (string | number)[];

const refusal = (reason: string, trail: Trail): CanonicalJsonError => new CanonicalJsonError(reason, trail.map((step) => `/${step}`).join(''));

function text(value: string, trail: Trail): string {
  if (plain.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw refusal('lone surrogate', trail);
  return JSON.stringify(value); // RFC 8785 §3.2.2.2 is ECMA-262's own serialisation of strings
}

/** Names by UTF-16 code units, RFC 8785 §3.2.3, which is how JavaScript compares text. Most objects come sorted already. */
function sortedNames(members: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(members);
  for (let i = 1; i < names.length; i++) if (names[i - 1]! > names[i]!) return names.sort();
  return names;
}

function write(value: unknown, trail: Trail): string {
  switch (typeof value) {
    case 'string':
      return text(value, trail);
    case 'number':
      if (!Number.isFinite(value)) throw refusal('not a finite number', trail);
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw refusal('integer beyond 2^53', trail);
      return Object.is(value, -0) ? '0' : String(value); // RFC 8785 §3.2.2.3
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      break;
    default:
      throw refusal(`${typeof value} has no JSON form`, trail);
  }
  if (value === null) return 'null';
  if (trail.length > 512) throw refusal('nested too deeply', trail);
  let out: string;
  if (Array.isArray(value)) {
    out = '[';
    for (let i = 0; i < value.length; i++) {
      trail.push(i);
      out += (i === 0 ? '' : ',') + write(value[i], trail);
      trail.pop();
    }
    return `${out}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refusal('not a plain object', trail);
  const members = value as Record<string, unknown>;
  out = '{';
  for (const name of sortedNames(members)) {
    out += `${out.length === 1 ? '' : ','}${text(name, trail)}:`;
    trail.push(name);
    out += write(members[name], trail);
    trail.pop();
  }
  return `${out}}`;
}

/**
 * The one JSON text of a value.
 * @throws CanonicalJsonError for undefined, NaN, infinities, BigInt, functions, dates and other objects with a class, lone
 *   surrogates, integers beyond 2^53.
 */
export const canonicalJson = (value: unknown): string => write(value, []);

/**
 * Parses JSON that nobody may read in two ways.
 * @throws CanonicalJsonError for duplicate names, integers beyond 2^53, lone surrogates; SyntaxError for what is no JSON.
 */
export function parseStrictJson(json: string): unknown {
  const value: unknown = JSON.parse(json);
  let at = 0;
  const skip = (): void => {
    while (' \t\n\r'.includes(json[at] ?? 'x')) at++;
  };
  const string = (path: string): string => {
    const start = at++;
    while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
    at++;
    const parsed = JSON.parse(json.slice(start, at)) as string;
    if (!parsed.isWellFormed()) throw new CanonicalJsonError('lone surrogate', path);
    return parsed;
  };
  // JSON.parse has accepted the text: only what it lets pass is looked for.
  const walk = (path: string, depth: number): void => {
    if (depth > 512) throw new CanonicalJsonError('nested too deeply', path);
    skip();
    const c = json[at];
    if (c === '{') {
      const names = new Set<string>();
      at++;
      skip();
      while (json[at] !== '}') {
        const name = string(path);
        if (names.has(name)) throw new CanonicalJsonError('duplicate name', `${path}/${name}`);
        names.add(name);
        skip();
        at++; // the colon
        walk(`${path}/${name}`, depth + 1);
        skip();
        if (json[at] === ',') at++;
        skip();
      }
      at++;
    } else if (c === '[') {
      at++;
      skip();
      for (let i = 0; json[at] !== ']'; i++) {
        walk(`${path}/${i}`, depth + 1);
        skip();
        if (json[at] === ',') at++;
        skip();
      }
      at++;
    } else if (c === '"') {
      string(path);
    } else {
      const start = at;
      while (at < json.length && !' \t\n\r,]}'.includes(json[at]!)) at++;
      const token = json.slice(start, at);
      const number = Number(token);
      if (!Number.isNaN(number)) {
        if (!Number.isFinite(number)) throw new CanonicalJsonError('not a finite number', path);
        if (Number.isInteger(number) && !Number.isSafeInteger(number)) throw new CanonicalJsonError('integer beyond 2^53', path);
      }
    }
  };
  walk('', 0);
  return value;
}
