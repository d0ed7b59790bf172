import { Module, type DynamicModule } from '@nestjs/common';
import { Args, Field, GraphQLModule, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CurrentCaller, PurposeType, withPurpose } from '@amparo/access/access.graphql';
import { Callers } from '@amparo/access/callers.handlers';
import { keySetAt, Tokens } from '@amparo/access/tokens.handlers';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Caller } from '@amparo/access';
import type { Purpose } from '@amparo/protocol';
import { getIntrospectionQuery } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { graphqlDriver, graphqlOptions } from './graphql-options';
import { Health, Readiness } from './health';
import { serverOf } from './server';

@ObjectType()
class Link {
  @Field(() => Link)
  next: Link;
}

@Resolver()
class Desk {
  @Query(() => Link)
  link(): Link {
    const link = new Link();
    link.next = link;
    return link;
  }
  @Query(() => String)
  open(): string {
    return 'open to all';
  }
  @Query(() => String)
  agent(@CurrentCaller() caller: Caller): string {
    return caller.agent ?? 'nobody';
  }
  @Query(() => String)
  purposeful(@CurrentCaller() caller: Caller, @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose): string {
    return withPurpose(caller, purpose).purpose;
  }
  @Query(() => [Int])
  page(@Args('first', { type: () => Int }) first: number): number[] {
    return Array.from({ length: first }, (_, index) => index);
  }
  @Query(() => String)
  later(@Args('at', { type: () => DateTime }) at: string): string {
    return at;
  }
  @Query(() => String)
  broken(): string {
    throw new Error('María Pérez, cédula 001-0000000-0');
  }
}

let parts: Record<string, boolean>;
class AllReady extends Readiness {
  override parts() {
    return Promise.resolve(parts);
  }
}

describe('the server', () => {
  const agent = 'ag-00000000000000aa';
  let app: NestFastifyApplication;
  let address: string;
  let token: string;
  let foreign: string;

  beforeAll(async () => {
    const [ours, theirs] = await Promise.all([generateKeyPair('ES256', { extractable: true }), generateKeyPair('ES256')]);
    const open = { ...(await exportJWK(ours.publicKey)), kid: 'k' };
    const tokens = new Tokens([{ issuer: 'i', audience: 'a', keys: keySetAt(new URL('https://i.example'), async () => Response.json({ keys: [open] })) }], Date.now);
    const callers = new Callers(tokens, {
      client: async (client) => ({ client, institution: 'mmujer', compartment: 'mmujer' }),
      agent: async (_, of) =>
        of === agent
          ? { agent, person: 'p', compartment: 'mmujer', roles: ['caseworker'], suspended: false, authority: { event: 'e', stream: 'institution-mmujer', seq: 1 } }
          : undefined,
    });
    [token = '', foreign = ''] = await Promise.all(
      [ours, theirs].map(({ privateKey }) =>
        new SignJWT({ client_id: 'mmujer-desk', institution: 'mmujer', compartment: 'mmujer', roles: ['caseworker'] })
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })
          .setIssuer('i')
          .setAudience('a')
          .setSubject('s')
          .setJti('j')
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(privateKey),
      ),
    );
    @Module({})
    class Office {}
    const office: DynamicModule = {
      module: Office,
      imports: [GraphQLModule.forRoot({ driver: graphqlDriver, ...graphqlOptions(callers, { newest: () => 'amparo.example/protocol\n7\n', accepts: () => true, answerTo: () => undefined }) })],
      controllers: [Health],
      providers: [Desk, { provide: Readiness, useClass: AllReady }],
    };
    app = await serverOf(office, { logLevel: 'silent' });
    await app.listen(0, '127.0.0.1');
    address = await app.getUrl();
  });
  afterAll(() => app.close());

  type Body = { data?: object | null; errors?: { message: string; extensions: Record<string, unknown> }[]; extensions?: object };
  type Answer = { status: number; body: Body; headers: Headers };
  const post = async (payload: object | string, headers: Record<string, string> = {}): Promise<Answer> => {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const response = await fetch(`${address}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    return { status: response.status, body: (await response.json()) as Body, headers: response.headers };
  };
  const ask = (query: string, headers: Record<string, string> = {}, variables: object = {}) => post({ query, variables }, headers);
  const withToken = (more: object = {}) => ({ authorization: `Bearer ${token}`, ...more });
  const codes = ({ body }: Answer): unknown[] => (body.errors ?? []).map(({ extensions }) => extensions['code']);

  it('carries the newest checkpoint in every answer, errors included', async () => {
    const checkpoint = 'amparo.example/protocol\n7\n';
    for (const query of ['{ open }', '{ agent }', '{ nothing }', '{ broken }', '{']) {
      expect((await ask(query)).body.extensions).toEqual({ checkpoint });
    }
  });

  it('answers nobody but says how to come back', async () => {
    const answer = await ask('{ agent }', { 'accept-language': 'en' });
    expect(codes(answer)).toEqual(['UNAUTHENTICATED']);
    expect(answer.body.errors?.[0]?.message).toContain('token');
  });

  it.each([
    ['foreign', () => foreign],
    ['spoilt', () => token.slice(0, -4) + 'AAAA'],
    ['empty', () => ''],
  ])('refuses a %s token whatever is asked, alike', async (_, of) => {
    for (const query of ['{ open }', '{ agent }', '{ nothing }']) {
      const answer = await ask(query, { authorization: `Bearer ${of()}` });
      expect([answer.status, codes(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
  });

  it('acts for an agent of the compartment and for no other', async () => {
    expect((await ask('{ agent }', withToken({ 'on-behalf-of': agent }))).body.data).toEqual({ agent });
    const answer = await ask('{ agent }', withToken({ 'on-behalf-of': 'ag-00000000000000ff' }));
    expect([answer.status, codes(answer)]).toEqual([403, ['AGENT_NOT_ACCEPTED']]);
  });

  it('takes the purpose from the argument before the header, and demands one', async () => {
    expect((await ask('{ purposeful(purpose: RETURN) }', withToken({ 'purpose-of-use': 'ASSISTANCE' }))).body.data).toEqual({ purposeful: 'RETURN' });
    expect((await ask('{ purposeful }', withToken({ 'purpose-of-use': 'ASSISTANCE' }))).body.data).toEqual({ purposeful: 'ASSISTANCE' });
    expect(codes(await ask('{ purposeful }', withToken()))).toEqual(['PURPOSE_REQUIRED']);
    expect(codes(await ask('{ purposeful }', withToken({ 'purpose-of-use': 'CURIOSITY' })))).toEqual(['BAD_USER_INPUT']);
  });

  it('speaks Spanish unless English is preferred', async () => {
    expect((await ask('{ agent }')).body.errors?.[0]?.message).toMatch(/^Falta/);
    expect((await ask('{ agent }', { 'accept-language': 'en' })).body.errors?.[0]?.message).toMatch(/^A valid/);
  });

  it('shows its schema to holders of a token only', async () => {
    expect(codes(await ask('{ __schema { types { name } } }'))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await ask('{ ...all } fragment all on Query { __schema { types { name } } }'))).toEqual(['UNAUTHENTICATED']);
    expect((await ask(getIntrospectionQuery(), withToken())).body.errors).toBeUndefined();
    expect((await ask('{ opne }')).body.errors?.[0]?.message).not.toMatch(/did you mean/i);
  });

  it.each([
    ['depth', `{ link ${'{ next '.repeat(12)} { __typename } ${'}'.repeat(12)} }`],
    ['aliases', `{ ${Array.from({ length: 21 }, (_, n) => `a${n}: open`).join(' ')} }`],
    ['repeats', `{ ${'open '.repeat(4)} }`],
    ['directives', `{ open ${'@include(if: true) '.repeat(9)} }`],
    ['page size in the document', '{ page(first: 101) }'],
  ])('limits %s', async (_, query) => {
    expect(codes(await ask(query))).toContain('QUERY_TOO_COMPLEX');
  });

  it('checks what depends on variables at every request, not once per document', async () => {
    const query = 'query ($n: Int!) { page(first: $n) }';
    expect((await ask(query, {}, { n: 2 })).body.data).toEqual({ page: [0, 1] });
    expect(codes(await ask(query, {}, { n: 1_000 }))).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('limits tokens and bytes, and refuses batches and requests a browser could be tricked into', async () => {
    expect(codes(await ask(`{ ${'open '.repeat(1_501)} }`))).toEqual(['GRAPHQL_PARSE_FAILED']);
    expect((await post({ query: '{ open }', variables: { x: 'x'.repeat(300_000) } })).status).toBe(413);
    expect((await post([{ query: '{ open }' }])).status).toBe(400);
    expect((await fetch(`${address}/graphql?query={open}`)).status).toBe(400);
    expect((await post('query=%7Bopen%7D', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(400);
  });

  it('names the place of a bad value and never the value', async () => {
    for (const [query, variables] of [
      ['query ($n: Int!) { page(first: $n) }', { n: 'María Pérez' }],
      ['query ($at: DateTime!) { later(at: $at) }', { at: 'María Pérez' }],
      ['query ($p: Purpose) { purposeful(purpose: $p) }', { p: 'María Pérez' }],
    ] as const) {
      const answer = await ask(query, withToken(), variables);
      expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
      expect(JSON.stringify(answer.body)).not.toContain('Pérez');
      expect(answer.body.errors?.[0]?.extensions['fields']).toEqual([{ path: Object.keys(variables)[0], rules: ['type'] }]);
    }
    expect((await post('{"query": "María Pérez')).status).toBe(400);
    expect(JSON.stringify((await post('{"query": "María Pérez')).body)).not.toContain('Pérez');
  });

  it('gives a fault its request id and nothing else', async () => {
    const answer = await ask('{ broken }', { 'x-request-id': '01890a5d-ac96-774b-bcce-b302099a8057', 'accept-language': 'en' });
    expect(answer.body.errors).toEqual([
      expect.objectContaining({
        message: 'A fault of the server. Give the requestId to its operator.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: '01890a5d-ac96-774b-bcce-b302099a8057' },
      }),
    ]);
    expect(answer.headers.get('x-request-id')).toBe('01890a5d-ac96-774b-bcce-b302099a8057');
    expect((await ask('{ open }', { 'x-request-id': 'María' })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tells whether it lives and whether it can work', async () => {
    parts = { store: true, views: true };
    expect(await (await fetch(`${address}/health/live`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    parts = { store: true, views: false };
    const unready = await fetch(`${address}/health/ready`);
    expect([unready.status, await unready.json()]).toEqual([503, { status: 'unavailable', parts }]);
  });
});
