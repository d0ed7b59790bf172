import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mayIssue } from '@amparo/access';
import { buildSchema, findBreakingChanges, isEnumType, isInputObjectType, isObjectType, isUnionType, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { Running } from '../e2e/running';

const committed = 'apps/api/src/schema.graphql';
const released = 'test/contract/schema.released.graphql';
const header = '# Generated from the code. Made again with:  WRITE_SCHEMA=1 npx jest test/contract/schema\n\n';

describe('the schema', () => {
  let schema: GraphQLSchema;
  let running: Running;
  beforeAll(async () => {
    running = await Running.founded();
    schema = lexicographicSortSchema(running.schema);
    if (process.env['WRITE_SCHEMA']) writeFileSync(committed, header + printSchema(schema) + '\n');
  }, 30_000);
  afterAll(() => running.end());
  const mutations = () => Object.values(schema.getMutationType()?.getFields() ?? {});
  const own = () => Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

  it('is the one that is committed', () => {
    expect(readFileSync(committed, 'utf8')).toBe(header + printSchema(schema) + '\n');
  });

  it('breaks nothing that a released one promised', () => {
    expect(existsSync(released)).toBe(true);
    expect(findBreakingChanges(buildSchema(readFileSync(released, 'utf8')), schema)).toEqual([]);
  });

  it('would be seen to break a promise', () => {
    const promised = buildSchema(readFileSync(released, 'utf8').replace('type Recorded {', 'type Recorded {\n  promised: String\n'));
    expect(findBreakingChanges(promised, schema).map(({ type }) => type)).toEqual(['FIELD_REMOVED']);
  });

  it('has a row in the table of roles for every mutation, and no row without one', () => {
    const commands = mutations().map(({ name }) => name.charAt(0).toUpperCase() + name.slice(1));
    expect(Object.keys(mayIssue).sort()).toEqual(commands.sort());
  });

  it('has one form for every mutation: one input with a command id, one union of outcome and refusal', () => {
    for (const { name, args, type } of mutations()) {
      const command = name.charAt(0).toUpperCase() + name.slice(1);
      expect([name, args.map((arg) => `${arg.name}: ${arg.type.toString()}`), type.toString()]).toEqual([name, [`input: ${command}Input!`], `${command}Payload!`]);
      const input = schema.getType(`${command}Input`);
      const payload = schema.getType(`${command}Payload`);
      expect(isInputObjectType(input) && input.getFields()['commandId']?.type.toString()).toBe('ID!');
      expect(isUnionType(payload) && payload.getTypes().map((member) => member.name)).toEqual(['Recorded', 'Refused']);
    }
  });

  it('describes every mutation, query and enum', () => {
    const silent = [...mutations(), ...Object.values(schema.getQueryType()?.getFields() ?? {}), ...own().filter(isEnumType)].filter(({ description }) => !description);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('pages as Relay does: every list of a query that grows is a connection with edges, cursors and page info', () => {
    for (const connection of own().filter(({ name }) => name.endsWith('Connection'))) {
      const fields = isObjectType(connection) ? connection.getFields() : {};
      expect([connection.name, fields['pageInfo']?.type.toString(), fields['edges']?.type.toString()]).toEqual([
        connection.name,
        'PageInfo!',
        `[${connection.name.replace('Connection', 'Edge')}!]!`,
      ]);
    }
    for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) expect([field.name, field.type.toString()]).not.toEqual([field.name, expect.stringMatching(/^\[/)]);
  });
});
