import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AgentNotAccepted, BadHeader, Callers, languageOf, type Standing } from './callers.handlers';
import { keySetAt, TokenRefused, Tokens } from './tokens.handlers';

const agent = 'ag-00000000000000aa';
const authority = { event: 'e', stream: 'institution-mmujer', seq: 3 };
let suspended = false;

/** A directory with one client and one agent of it, and one agent of the shelter's compartment. */
const directory: Standing = {
  client: async (client) => (client === 'mmujer-desk' ? { client, institution: 'mmujer', compartment: 'mmujer' } : undefined),
  agent: async (institution, of) =>
    institution === 'mmujer' && ['ag-00000000000000aa', 'ag-00000000000000bb'].includes(of)
      ? {
          agent: of,
          person: 'p-1',
          unit: 'mmujer-azua',
          compartment: of === agent ? 'mmujer' : 'mmujer-casa',
          roles: ['caseworker', 'supervisor'],
          suspended,
          authority,
        }
      : undefined,
};

describe('the caller of a request', () => {
  let issue: (claims?: object) => Promise<string>;
  let callers: Callers;
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const open = { ...(await exportJWK(publicKey)), kid: 'k' };
    const keys = keySetAt(new URL('https://issuer.example/jwks'), async () => Response.json({ keys: [open] }));
    callers = new Callers(new Tokens([{ issuer: 'i', audience: 'a', keys }], Date.now), directory);
    issue = (claims = {}) =>
      new SignJWT({ client_id: 'mmujer-desk', institution: 'mmujer', compartment: 'mmujer', roles: ['caseworker', 'auditor'], ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })
        .setIssuer('i')
        .setAudience('a')
        .setSubject('s')
        .setJti('j')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
  });
  beforeEach(() => {
    suspended = false;
  });
  const identify = async (claims: object, headers: object = {}) =>
    callers.identify({ authorization: `Bearer ${await issue(claims)}`, ...headers }, 'es', 'request-1');

  it('is nobody without a token', async () => {
    await expect(callers.identify({}, 'es', 'r')).resolves.toBeUndefined();
  });
  it('acts for an agent on the word of the partner, with the roles that token and directory both name', async () => {
    await expect(identify({}, { onBehalfOf: agent, purposeOfUse: 'assistance' })).resolves.toEqual({
      client: 'mmujer-desk',
      institution: 'mmujer',
      compartment: 'mmujer',
      agent,
      person: 'p-1',
      unit: 'mmujer-azua',
      roles: ['caseworker'],
      assurance: 'ASSERTED',
      authority,
      purpose: 'ASSISTANCE',
      language: 'es',
      requestId: 'request-1',
    });
  });
  it('is the agent in person with a token of their own', async () => {
    await expect(identify({ agent })).resolves.toMatchObject({ agent, assurance: 'AUTHENTICATED' });
    await expect(identify({ agent }, { onBehalfOf: agent })).resolves.toMatchObject({ assurance: 'AUTHENTICATED' });
  });
  it('has no role where no agent is named', async () => {
    await expect(identify({})).resolves.toMatchObject({ roles: [] });
  });
  it('states the legal basis of a read where there is one', async () => {
    await expect(identify({ agent }, { legalBasis: 'COURT_ORDER; 123-2026' })).resolves.toMatchObject({ basis: { kind: 'COURT_ORDER', ref: '123-2026' } });
  });
  it.each([
    ['unknown', 'ag-00000000000000ff'],
    ['of another compartment', 'ag-00000000000000bb'],
    ['not an id', 'Ana'],
  ])('does not act for an agent that is %s', async (_, onBehalfOf) => {
    await expect(identify({}, { onBehalfOf })).rejects.toBeInstanceOf(AgentNotAccepted);
  });
  it('does not act for a suspended agent, own token or not', async () => {
    suspended = true;
    await expect(identify({}, { onBehalfOf: agent })).rejects.toBeInstanceOf(AgentNotAccepted);
    await expect(identify({ agent })).rejects.toBeInstanceOf(AgentNotAccepted);
  });
  it('does not act for somebody else with an agent’s own token', async () => {
    await expect(identify({ agent }, { onBehalfOf: 'ag-00000000000000bb' })).rejects.toBeInstanceOf(AgentNotAccepted);
  });
  it.each([{ client_id: 'mmujer-other' }, { institution: 'pgr' }, { compartment: 'mmujer-casa' }])(
    'is refused where token and directory differ: %p',
    async (claims) => {
      await expect(identify(claims)).rejects.toBeInstanceOf(TokenRefused);
    },
  );
  it.each([{ purposeOfUse: 'CURIOSITY' }, { legalBasis: 'BECAUSE' }])('is told which header is wrong: %p', async (headers) => {
    await expect(identify({ agent }, headers)).rejects.toBeInstanceOf(BadHeader);
  });
  it('brings a bearer token or none at all', async () => {
    await expect(callers.identify({ authorization: 'Basic YTpi' }, 'es', 'r')).rejects.toBeInstanceOf(TokenRefused);
  });
});

describe('the language of an answer', () => {
  it.each([
    [undefined, 'es'],
    ['en', 'en'],
    ['es-DO,es;q=0.9,en;q=0.8', 'es'],
    ['en-US,en;q=0.9,es;q=0.8', 'en'],
    ['fr', 'es'],
    ['en;q=0', 'es'],
    ['en;q=zero', 'en'],
  ])('for %p is %s', (accepted, language) => {
    expect(languageOf(accepted)).toBe(language);
  });
});
