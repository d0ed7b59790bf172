import { randomUUID } from 'node:crypto';
import { mayIssue, refusalTexts } from '@amparo/access';
import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputType } from 'graphql';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const samples: Readonly<Record<string, unknown>> = { LocalDate: '2026-01-05', DateTime: '2026-01-05T12:00:00Z', Int: 1, Boolean: false, Float: 1 };

/** Something of the type, with what must be there. */
function sample(type: GraphQLInputType): unknown {
  if (isListType(getNullableType(type))) return [];
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (!isInputObjectType(named)) return samples[named.name] ?? randomUUID();
  return Object.fromEntries(Object.values(named.getFields()).filter(({ type: of }) => isNonNullType(of)).map((field) => [field.name, sample(field.type)]));
}

describe('what is recorded of another time', () => {
  let running: Running;
  let offices: Offices;
  beforeAll(async () => {
    running = await Running.founded();
    const administration = { 'purpose-of-use': 'ADMINISTRATION' };
    offices = await openOffices(running);
    const { id: agent } = await running.record(running.administrator(0), 'proposeAgentAppointment', { institution: 'pgr', agentName: 'Autoridad', roles: ['identification_authority'], unit: 'pgr-pett' }, administration);
    await running.record(running.administrator(1), 'appointAgent', { institution: 'pgr', agent }, administration);
    offices = { ...offices, 'pgr-pett identification_authority': { ...(offices['pgr-pett prosecutor'] as Who), agent } };
  });
  afterAll(() => running.end());

  it('is refused by every mutation that there is when it lies in the future: nothing is written, and the answer says that and no more', async () => {
    const mutations = Object.values(running.schema.getMutationType()?.getFields() ?? {});
    expect(mutations.length).toBeGreaterThan(100);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const everybody = [...Object.entries(offices), ['first administrator', running.administrator(0)] as const];
    const head = await running.system.store.head();
    for (const { name, args } of mutations) {
      const command = name.charAt(0).toUpperCase() + name.slice(1);
      const who = everybody.find(([called]) => mayIssue[command]?.by.some((role) => called.endsWith(` ${role}`)))?.[1] as Who;
      const input = sample(args[0]!.type) as object;
      const { data, errors } = await running.attempt({ ...who, own: true }, name, { ...input, commandId: randomUUID(), at });
      expect([name, errors, data?.[name]]).toEqual([name, [], { __typename: 'Refused', code: 'AT_IN_FUTURE', message: refusalTexts['AT_IN_FUTURE']?.en }]);
    }
    expect(await running.system.store.head()).toBe(head);
  });

  it('can be said by every mutation: when it happened, and why it is told late', () => {
    for (const { name, args } of Object.values(running.schema.getMutationType()?.getFields() ?? {})) {
      const input = getNamedType(args[0]!.type);
      expect([name, isInputObjectType(input) && [input.getFields()['at']?.type.toString(), input.getFields()['late']?.type.toString()]]).toEqual([name, ['DateTime', 'LateReason']]);
    }
  });
});
