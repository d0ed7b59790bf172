import { chmodSync, copyFileSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '@amparo/event-store/sqlite/sqlite';
import { configFrom, places, type Config } from './config';
import { initialise } from './initialise';
import { issueToken, issuerKeySet } from './issuer';
import { openSystem, ownMeta } from './system';

const root = mkdtempSync(join(tmpdir(), 'amparo-system-'));
afterAll(() => rmSync(root, { recursive: true }));

const foundation = { institution: 'mirex', name: 'Ministerio de Relaciones Exteriores', kind: 'FOREIGN_AFFAIRS', administrators: ['Ana', 'Luz'] } as const;

let n = 0;
async function initialised(): Promise<Config> {
  const place = join(root, String(++n));
  const config = configFrom({ AMPARO_DATA: join(place, 'data'), AMPARO_KEYS: join(place, 'keys') });
  const { system } = await initialise(config, foundation);
  await system.close();
  return config;
}
const refusal = (config: Config): Promise<string> =>
  openSystem(config).then(
    async (system) => {
      await system.close();
      return 'started';
    },
    (error: Error) => error.message,
  );

describe('a system that was initialised', () => {
  it('opens both logs before anything else, and again at every start', async () => {
    const config = await initialised();
    const store = SqliteEventStore.open(places(config).events, { readOnly: true });
    const first = [];
    for await (const events of store.readAll(0n)) first.push(...events.map(({ stream, type }) => `${stream} ${type}`));
    await store.close();
    expect(first.slice(0, 3)).toEqual(['log-protocol LogOpened', 'log-access LogOpened', expect.stringMatching(/^subject-.* SubjectKeyCreated$/)]);
    expect(await refusal(config)).toBe('started');
    expect(await refusal(config)).toBe('started');
  });

  it('keeps its keys to its owner', async () => {
    const config = await initialised();
    for (const file of ['key-file.json', 'log-keys.json', 'development-issuer.json']) {
      expect(statSync(join(config.keys, file)).mode & 0o777).toBe(0o400);
    }
  });

  it('is never initialised again', async () => {
    const config = await initialised();
    await expect(initialise(config, foundation)).rejects.toThrow(/Nothing is overwritten/);
    rmSync(config.data, { recursive: true });
    await expect(initialise(config, foundation)).rejects.toThrow(/key-file.json/);
  });
});

describe('a system that cannot start says what to do', () => {
  it.each([
    ['nothing was initialised', (at: ReturnType<typeof places>) => rmSync(at.events), /amparo -- init/],
    ['the store is empty', (at: ReturnType<typeof places>) => emptyStore(at.events), /amparo -- init/],
    ['the key file is missing', (at: ReturnType<typeof places>) => unlinkSync(at.keyFile), /key-file.json is missing.*backup/],
    ['the key file is open to others', (at: ReturnType<typeof places>) => chmodSync(at.keyFile, 0o444), /chmod 0400/],
    ['the log keys are missing', (at: ReturnType<typeof places>) => unlinkSync(at.logKeys), /log-keys.json is missing.*backup/],
    ['the store is damaged', (at: ReturnType<typeof places>) => writeFileSync(at.events, 'x'.repeat(8_192)), /damaged|no database/],
    ['the store is cut off', (at: ReturnType<typeof places>) => truncateSync(at.events, 100), /damaged|no database/],
  ])('when %s', async (_, spoil, says) => {
    const config = await initialised();
    for (const side of ['-wal', '-shm']) rmSync(places(config).events + side, { force: true });
    await spoil(places(config));
    expect(await refusal(config)).toMatch(says);
  });

  it('when the store was opened with other log keys', async () => {
    const [one, other] = [await initialised(), await initialised()];
    renameSync(places(other).events, places(one).events);
    expect(await refusal(one)).toMatch(/another key.*put back/);
  });

  it('when the store is older than its log', async () => {
    const config = await initialised();
    const { events } = places(config);
    copyFileSync(events, `${events}.backup`);
    const system = await openSystem(config);
    await system.vault.createSubjectKeys(system.recording, '01890a5d-ac96-774b-bcce-b302099a8057', ownMeta());
    await system.close();
    renameSync(`${events}.backup`, events);
    expect(await refusal(config)).toMatch(/older than its log.*newest backup/);
  });

  it('when another process writes to the store', async () => {
    const config = await initialised();
    const system = await openSystem(config);
    expect(await refusal(config)).toMatch(/another process/);
    await system.close();
    expect(await refusal(config)).toBe('started');
  });

  it('and leaves nothing behind that would hinder the next start', async () => {
    const config = await initialised();
    const { keyFile } = places(config);
    renameSync(keyFile, `${keyFile}.away`);
    await refusal(config);
    renameSync(`${keyFile}.away`, keyFile);
    expect(await refusal(config)).toBe('started');
    expect(readdirSync(config.data).length).toBeGreaterThan(0);
  });
});

async function emptyStore(path: string): Promise<void> {
  rmSync(path, { force: true });
  await SqliteEventStore.open(path).close();
}

describe('the configuration', () => {
  it.each([
    [{ PORT: 'http' }, /PORT/],
    [{ AMPARO_HOST: 'no host' }, /AMPARO_HOST/],
    [{ AMPARO_LOG: 'loud' }, /AMPARO_LOG/],
    [{ AMPARO_ISSUER: 'https://i.example' }, /AMPARO_KEY_SET/],
    [{ AMPARO_ISSUER: 'https://i.example', AMPARO_KEY_SET: 'http://i.example/jwks' }, /https/],
    [{ NODE_ENV: 'production' }, /issuer of your own/],
  ])('%p is refused by name', (env, says) => {
    expect(() => configFrom(env)).toThrow(says);
  });
  it.each([
    ['{ "heldPlace": "-6 hours" }', /AMPARO_CLOCKS.*heldPlace: is a whole number/],
    ['{ "referralAnswered": { "EMERGENCY": "90 days" } }', /referralAnswered\.EMERGENCY: lies between/],
    ['not JSON', /AMPARO_CLOCKS.*cannot be read as JSON/],
    [undefined, /AMPARO_CLOCKS.*cannot be read as JSON.*ENOENT/],
  ])('refuses deadlines that cannot be kept, by the file and the entry: %p', async (text, says) => {
    const clocks = join(root, 'clocks.json');
    rmSync(clocks, { force: true });
    if (text !== undefined) writeFileSync(clocks, text);
    expect(await refusal({ ...(await initialised()), clocks })).toMatch(says);
  });
  it('in production takes an issuer with its keys', () => {
    expect(configFrom({ NODE_ENV: 'production', AMPARO_ISSUER: 'https://i.example', AMPARO_KEY_SET: 'https://i.example/jwks' }).issuer).toBe('https://i.example');
  });
});

describe('the development issuer', () => {
  const request = { client: 'mirex-desk', institution: 'mirex', compartment: 'mirex', roles: ['administrator'] };
  it('does not run with production settings', async () => {
    const config = { ...(await initialised()), production: true };
    await expect(issueToken(config, request)).rejects.toThrow(/production/);
    expect(() => issuerKeySet(config)).toThrow(/production/);
  });
  it('publishes no secret', async () => {
    const [key] = issuerKeySet(await initialised()).keys;
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});
