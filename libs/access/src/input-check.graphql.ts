import { TypeMetadataStorage } from '@nestjs/graphql';
import { validateSync, type ValidationError } from 'class-validator';

/** A field that breaks rules, by path and by the rules' names; never its value. */
export type BadField = Readonly<{ path: string; rules: readonly string[] }>;

type InputClass = new () => object;
type Shape = Readonly<{ type: InputClass; nested: ReadonlyMap<string, Shape> }>;

const longest = 4_000;
const widest = 200;
// Control characters, apart from tab and line feed, and lone surrogates: nothing that cannot be read, nothing JCS refuses.
const unreadable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]|\p{Surrogate}/u;

const shapes = new Map<string, Shape>();

/** The input class of that name in the schema, with those of its fields that are input classes themselves. */
function shapeOf(name: string): Shape {
  const known = shapes.get(name);
  if (known) return known;
  const inputs = TypeMetadataStorage.getInputTypesMetadata();
  const build = (type: InputClass): Shape => {
    const nested = new Map<string, Shape>();
    for (let prototype: unknown = type; typeof prototype === 'function'; prototype = Object.getPrototypeOf(prototype)) {
      for (const property of inputs.find(({ target }) => target === prototype)?.properties ?? []) {
        const reference = property.typeFn();
        const field = inputs.find(({ target }) => target === (Array.isArray(reference) ? reference[0] : reference));
        if (field) nested.set(property.name, build(field.target as InputClass));
      }
    }
    return { type, nested };
  };
  const found = inputs.find((input) => input.name === name);
  if (!found) throw new Error(`no input type ${name} in the schema: a mutation's input is named after its command`);
  const shape = build(found.target as InputClass);
  shapes.set(name, shape);
  return shape;
}

const readable = (text: string): string[] => [
  ...(text.length > longest ? ['maxLength'] : []),
  ...(text.normalize('NFC') === text ? [] : ['nfc']),
  ...(unreadable.test(text) ? ['noControlCharacters'] : []),
];

/** Plain data as GraphQL hands it over, without what was left out: absent, never null. */
function clean(value: unknown, path: string, bad: BadField[]): unknown {
  if (typeof value === 'string') {
    const rules = readable(value);
    if (rules.length > 0) bad.push({ path, rules });
    return value;
  }
  if (Array.isArray(value)) {
    if (value.length > widest) bad.push({ path, rules: ['arrayMaxSize'] });
    return value.slice(0, widest).map((item, index) => clean(item, `${path}.${index}`, bad));
  }
  if (typeof value !== 'object' || value === null) return value;
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined && member !== null) members[name] = clean(member, `${path}.${name}`, bad);
  }
  return members;
}

const flatten = (errors: readonly ValidationError[], path: string): BadField[] =>
  errors.flatMap(({ property, constraints, children }) => [
    ...(constraints ? [{ path: `${path}.${property}`, rules: Object.keys(constraints) }] : []),
    ...flatten(children ?? [], `${path}.${property}`),
  ]);

/** GraphQL has seen to what must be there and of which type; the class says what it may be. */
function check(value: unknown, shape: Shape, path: string): BadField[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => check(item, shape, `${path}.${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const instance = Object.assign(new shape.type(), value) as Record<string, unknown>;
  const own = flatten(validateSync(instance, { forbidUnknownValues: false, skipMissingProperties: true }), path).filter(
    ({ path: at }) => ![...shape.nested.keys()].some((name) => at.startsWith(`${path}.${name}.`)),
  );
  return [...own, ...[...shape.nested].flatMap(([name, inner]) => check(instance[name], inner, `${path}.${name}`))];
}

/**
 * The input of a command as plain data, checked against the rules of its class and those of all text: NFC, readable, bounded.
 * @param name of the input type in the schema.
 */
export function checkedInput(name: string, input: object): Readonly<{ value: Readonly<Record<string, unknown>>; bad: readonly BadField[] }> {
  const bad: BadField[] = [];
  const value = clean(input, 'input', bad) as Record<string, unknown>;
  bad.push(...check(value, shapeOf(name), 'input'));
  return { value, bad };
}
