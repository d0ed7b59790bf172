import { randomUUID } from 'node:crypto';
import { getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputField, type GraphQLInputType } from 'graphql';
import { mayIssue, refusalTexts } from '@amparo/access';
import type { Role } from '@amparo/protocol';
import { accreditedAuthority } from './authorities';
import { openOffices } from './offices';
import { Running, type GraphQLAnswer, type Who } from './running';
import { tellCase } from './told';
import { tellDirectory } from './told-directory';

jest.setTimeout(120_000);

type Input = Record<string, unknown>;
type Outcome = Readonly<{ code: string; text: string; wrote: bigint; fields: readonly string[] }>;

/** What a field of a kind may be given, one after the other until its form is right. Nothing that it names is there. */
const candidates: Readonly<Record<string, readonly unknown[]>> = {
  ID: ['0b9c1f62-7d3a-4c58-9e21-5a6f0c8d7e41', 'nowhere', 'ag-0123456789abcdef', 'cc-0123456789abcdef01234567'],
  String: ['Texto', 'spa', 'ES', '24-26', '2026-01-05', 'a'.repeat(64), '08:00', 'PETT-2026-7'],
  Int: [1, 30, 2026],
  Boolean: [true],
  DateTime: [new Date(Date.now() + 20 * 86_400_000).toISOString()],
  LocalDate: ['2026-01-05', '2027-01-05'],
};
const headOf = (path: string): string => path.replace(/\[\d+\]|\.\d+(?=\.|$)/g, '').replace(/^input\./, '');

describe('every mutation that there is', () => {
  let running: Running;
  const people = new Map<Role, Who>();
  let mutations: [name: string, input: GraphQLInputType][];
  const inputs = new Map<string, Input>();

  const required = (type: GraphQLInputType): GraphQLInputField[] => {
    const named = getNamedType(type);
    return isInputObjectType(named) ? Object.values(named.getFields()).filter((field) => isNonNullType(field.type) && field.defaultValue === undefined) : [];
  };
  /** The smallest input of a type; `turn` says how many forms of a field were tried already. */
  function smallest(type: GraphQLInputType, turn: ReadonlyMap<string, number>, path = ''): unknown {
    const bare = isNonNullType(type) ? type.ofType : type;
    if (isListType(bare)) return [smallest(bare.ofType as GraphQLInputType, turn, path)];
    if (isEnumType(bare)) return bare.getValues()[(turn.get(path) ?? 0) % bare.getValues().length]?.name;
    if (!isInputObjectType(bare)) return candidates[bare.name]?.[(turn.get(path) ?? 0) % candidates[bare.name]!.length];
    return Object.fromEntries(required(bare).map((field) => [field.name, smallest(field.type, turn, path === '' ? field.name : `${path}.${field.name}`)]));
  }
  async function attempt(who: Who, mutation: string, input: Input): Promise<Outcome> {
    const before = await running.system.store.head();
    const answer: GraphQLAnswer = await running.attempt(who, mutation, { ...input, commandId: randomUUID() }, { 'purpose-of-use': mutation.match(/Agent|Institution|Client|Course|Certificate|Unit|Compartment/) ? 'ADMINISTRATION' : 'ASSISTANCE' });
    const error = answer.errors[0]?.extensions;
    const given = answer.data?.[mutation] as { code?: string } | undefined;
    const wrong = (error?.['fields'] ?? []) as readonly { path: string }[];
    return { code: String(error?.['code'] ?? given?.code ?? 'RECORDED'), text: answer.text, wrote: (await running.system.store.head()) - before, fields: wrong.map(({ path }) => headOf(path)) };
  }
  const ruleOf = (mutation: string) => mayIssue[mutation.charAt(0).toUpperCase() + mutation.slice(1)]!;
  const mayAs = (mutation: string): Who => {
    const rule = ruleOf(mutation);
    const who = rule.by.map((role) => people.get(role)).find((one) => one !== undefined);
    if (!who) throw new Error(`nobody here may ${mutation}: ${rule.by.join(', ')}`);
    return rule.ownTokenOnly ? { ...who, own: true } : who;
  };
  /** The smallest input whose form is right, found by asking. */
  async function rightForm(mutation: string, type: GraphQLInputType): Promise<Input> {
    let last = '';
    const turn = new Map<string, number>();
    for (let tries = 0; tries < 20; tries++) {
      const input = smallest(type, turn) as Input;
      const { code, fields, text } = await attempt(mayAs(mutation), mutation, input);
      if (code !== 'BAD_USER_INPUT') return input;
      last = text;
      if (fields.length === 0) throw new Error(`${mutation}: ${text}`);
      for (const field of fields) turn.set(field, (turn.get(field) ?? 0) + 1);
    }
    throw new Error(`no right form was found for ${mutation}: ${JSON.stringify(smallest(type, turn))}: ${last}`);
  }
  /** Ids of what is there, by the fields that name it. */
  let there: Input = {};
  const ofWhatIsThere = (mutation: string): Input => Object.fromEntries(Object.entries(inputs.get(mutation)!).map(([field, value]) => [field, there[field] ?? value]));
  /** Where the free texts of an input are: those that take any word. */
  const texts = (type: GraphQLInputType): string[] => {
    const named = getNamedType(type);
    return isInputObjectType(named) ? Object.values(named.getFields()).filter((field) => getNamedType(field.type).name === 'String' && !isListType(isNonNullType(field.type) ? field.type.ofType : field.type)).map(({ name }) => name) : [];
  };

  beforeAll(async () => {
    running = await Running.founded();
    const offices = await openOffices(running);
    for (const [name, who] of Object.entries(offices)) {
      const role = name.split(' ')[1] as Role;
      if (!people.has(role)) people.set(role, who);
    }
    people.set('administrator', running.administrator(0));
    people.set('identification_authority', await accreditedAuthority(running, offices, 'Luisa'));
    const fields = Object.values(running.schema.getMutationType()?.getFields() ?? {});
    mutations = fields.map(({ name, args }) => [name, args.find((arg) => arg.name === 'input')!.type]);
    for (const [name, type] of mutations) inputs.set(name, await rightForm(name, type));
    const { case: id, contact, investigation, exhibit, return: returning, permits, referrals } = await tellCase(running, offices);
    const { course, body, plan, agreement } = await tellDirectory(running, offices);
    const { id: other } = await running.record(people.get('caseworker')!, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    const [declined, , housed] = referrals;
    there = { stay: housed, other, case: id, file: id, contact, investigation, exhibit, return: returning, permit: permits[0], referral: declined, course, body, plan, agreement, institution: 'mmujer', unit: 'mmujer-azua' };
  });
  afterAll(() => running.end());

  it('answers what names nothing that is there with a refusal that has a text, or records it whole; a refusal writes nothing', async () => {
    const answers: Record<string, string> = {};
    for (const [name] of mutations) {
      const { code, wrote } = await attempt(mayAs(name), name, inputs.get(name)!);
      answers[name] = code;
      expect([name, code, code === 'RECORDED' || code in refusalTexts]).toEqual([name, code, true]);
      if (code !== 'RECORDED') expect([name, wrote]).toEqual([name, 0n]);
    }
    // What needs nothing to be there is recorded, or is so already; all the rest is turned down.
    expect(Object.entries(answers).filter(([, code]) => code === 'RECORDED').map(([name]) => name).sort()).toEqual(['adoptPlan', 'constituteBody', 'openCase', 'receiveContact']);
  });

  it('is turned down, before anything is looked at, for every role that its row does not name', async () => {
    for (const [name] of mutations) {
      for (const [role, who] of people) {
        if (ruleOf(name).by.includes(role)) continue;
        const { code, wrote } = await attempt({ ...who, own: true }, name, inputs.get(name)!);
        expect([name, role, code, wrote]).toEqual([name, role, 'FORBIDDEN_FOR_ROLE', 0n]);
      }
    }
  });

  it('takes an approval from a token of one’s own alone, where its row says so', async () => {
    for (const [name] of mutations.filter(([one]) => ruleOf(one).ownTokenOnly)) {
      const { code, wrote } = await attempt({ ...mayAs(name), own: false }, name, inputs.get(name)!);
      expect([name, code, wrote]).toEqual([name, 'OWN_TOKEN_REQUIRED', 0n]);
    }
  });

  it('turns down a text of 100,000 characters, naming the field and never the text', async () => {
    for (const [name, type] of mutations) {
      for (const field of texts(type)) {
        const { code, wrote, fields, text } = await attempt(mayAs(name), name, { ...inputs.get(name), [field]: 'Ñandú '.repeat(16_667) });
        expect([name, field, code, wrote, fields.includes(field), text.includes('Ñandú')]).toEqual([name, field, 'BAD_USER_INPUT', 0n, true, false]);
      }
    }
  });

  it('takes free text in any script as it takes any other', async () => {
    const scripts = 'Mwen pa ka soti · 她逃走了 · هربت · \u{1f4de}';
    const words = 'Ella lo dijo así. '.repeat(9).slice(0, scripts.length - 1) + '.'; // as long
    let free = 0;
    for (const [name, type] of mutations) {
      for (const field of texts(type)) {
        const [plain, foreign] = [await attempt(mayAs(name), name, { ...inputs.get(name), [field]: words }), await attempt(mayAs(name), name, { ...inputs.get(name), [field]: scripts })];
        expect([name, field, foreign.code]).toEqual([name, field, plain.code]);
        if (plain.code !== 'BAD_USER_INPUT') free++;
      }
    }
    expect(free).toBeGreaterThan(50);
  });

  it('is refused when it tells of more than 72 hours ago and does not say why so late, or of what is still to come: by every one, of what is there', async () => {
    const hours = (from: number): string => new Date(Date.now() + from * 3_600_000).toISOString();
    for (const [name] of mutations) {
      const input = ofWhatIsThere(name);
      const asked = async (more: Input): Promise<[string, bigint]> => {
        const { code, wrote } = await attempt(mayAs(name), name, { ...input, ...more });
        return [code, wrote];
      };
      expect([name, ...(await asked({ at: hours(-73) }))]).toEqual([name, 'LATE_WITHOUT_REASON', 0n]);
      expect([name, ...(await asked({ at: hours(1), late: 'PAPER_FORM' }))]).toEqual([name, 'AT_IN_FUTURE', 0n]);
      for (const more of [{ at: hours(-73), late: 'PAPER_FORM' }, { at: hours(-71) }]) expect([name, (await asked(more))[0]]).not.toEqual([name, 'LATE_WITHOUT_REASON']);
    }
  });

  it('has a field that it does not know turned down, and nothing of it taken', async () => {
    for (const [name] of mutations) {
      const { code, wrote } = await attempt(mayAs(name), name, { ...inputs.get(name), secret: true });
      expect([name, code, wrote]).toEqual([name, 'BAD_USER_INPUT', 0n]);
    }
  });
});
