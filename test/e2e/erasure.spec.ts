import { readdirSync, readFileSync } from 'node:fs';
import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { places } from '../../apps/api/src/config';
import { checkStore } from '../../apps/cli/src/store-check';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Who } from './running';
import { secondSteward } from './stewards';

jest.setTimeout(60_000);

type Erasure = Readonly<{ id: string; file: string; status: string; classes: readonly string[]; reason: string | null; restricted: readonly string[]; keys: readonly Readonly<{ class: string; destroyedAt: string | null; failures: readonly string[] | null; certainAfter: string | null }>[] }>;
type Hold = Readonly<{ id: string; file: string; status: string; reference: string | null; placedBy: string; liftedBy: string | null }>;
const erasuresQuery = 'query ($status: ErasureStatus, $first: Int!) { erasures(status: $status, first: $first) { edges { node { id file status classes reason restricted keys { class destroyedAt failures certainAfter } } } } }';
const holdsQuery = 'query ($first: Int!) { legalHolds(first: $first) { edges { node { id file status reference placedBy liftedBy } } } }';
const record = { 'purpose-of-use': 'RECORD' };
const audit = { 'purpose-of-use': 'AUDIT' };

describe('what is said about her', () => {
  let running: Running;
  let offices: Offices;
  let second: Who;
  const who = (name: string, own = false): Who => ({ ...(offices[name] as Who), own });
  const azua = (): Who => who('mmujer-azua caseworker');
  const steward = (): Who => who('auditoria-sede steward', true);
  const nodes = async <T>(query: string, name: string, asker = steward(), headers: Readonly<Record<string, string>> = record, variables: object = {}): Promise<T[]> => {
    const { data, errors } = await running.ask(asker, query, { first: 100, ...variables }, headers);
    expect(errors).toEqual([]);
    return (data as Record<string, { edges: { node: T }[] }>)[name]!.edges.map(({ node }) => node);
  };
  const erasure = async (id: string): Promise<Erasure> => (await nodes<Erasure>(erasuresQuery, 'erasures')).find((one) => one.id === id)!;
  const destroyed = (id: string): Promise<Erasure> =>
    eventually(async () => {
      const found = await erasure(id);
      return found.status === 'DESTROYED' && found;
    });
  const hold = async (id: string): Promise<Hold> => (await nodes<Hold>(holdsQuery, 'legalHolds')).find((one) => one.id === id)!;

  async function told(telephone: string): Promise<string> {
    const { id } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia', familyName: 'Canario', birthDate: '2001-03-04' });
    await running.record(azua(), 'agreeSafeContact', { case: id, channel: 'PHONE', address: telephone, owner: 'ella' });
    await running.record(azua(), 'recordScreening', { case: id, acts: ['Harbouring'], means: [], exploitation: [], note: 'Contó cómo la trajeron.' });
    return id;
  }
  const close = (id: string) => running.record(azua(), 'closeCase', { case: id, reason: 'REINTEGRATED' });
  const description = async (id: string): Promise<unknown> => (await running.ask(azua(), 'query ($id: ID!) { case(id: $id) { description { name value } } }', { id })).data;
  const found = async (telephone: string): Promise<number> => {
    const { data, errors } = await running.ask(azua(), 'query ($by: CaseSearch!) { findCases(by: $by) { edges { node { id } } } }', { by: { phone: telephone } });
    expect(errors).toEqual([]);
    return (data as { findCases: { edges: unknown[] } }).findCases.edges.length;
  };
  const attached = async (id: string): Promise<void> => {
    const answer = await running.file(azua(), { case: id, category: 'IDENTITY' }, { type: 'text/plain', body: 'Su acta de nacimiento.' });
    expect(answer.status).toBe(201);
  };

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    second = await secondSteward(running, offices);
  });
  afterAll(() => running.end());

  it('is erased by two stewards: read and found by nobody any more, while the record stays whole and says who decided', async () => {
    const id = await told('809 555 0101');
    await attached(id);
    expect(await found('809 555 0101')).toBe(1);
    expect(JSON.stringify(await description(id))).toContain('Altagracia');
    const before = keyRows();
    expect(filesKept()).toBe(1);
    await close(id);
    const { id: asked } = await running.record(steward(), 'requestErasure', { file: id, classes: ['identity'], ground: 'AT_HER_REQUEST' });
    expect(await erasure(asked)).toMatchObject({ file: id, status: 'REQUESTED', classes: ['identity'] });
    expect(await running.refusal(steward(), 'approveErasure', { file: id, erasure: asked })).toBe('TWO_PERSONS_REQUIRED');
    await running.record(second, 'approveErasure', { file: id, erasure: asked });

    const done = await destroyed(asked);
    expect(done.keys).toEqual([{ class: 'identity', destroyedAt: expect.any(String) as string, failures: [], certainAfter: expect.any(String) as string }]);
    const days = (Date.parse(done.keys[0]!.certainAfter!) - Date.parse(done.keys[0]!.destroyedAt!)) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect(await found('809 555 0101')).toBe(0);
    expect(JSON.stringify(await description(id))).not.toContain('Altagracia');
    const { data } = await running.ask(azua(), 'query ($id: ID!) { case(id: $id) { screenings { fields { name value } } } }', { id });
    expect(JSON.stringify(data)).toContain('Contó cómo la trajeron.'); // another class is not touched

    const gone = before.filter(({ kid }) => !keyRows().some((row) => row.kid === kid));
    expect(gone).toHaveLength(1);
    const file = readFileSync(places(running.config).subjectKeys);
    expect([file.includes(gone[0]!.wrapped), before.filter((row) => row !== gone[0]).every(({ wrapped }) => file.includes(wrapped))]).toEqual([false, true]);
    expect(filesKept()).toBe(0);
    expect((await checkStore(running.config.data)).faults).toEqual([]);
  });

  it('can be said again where she comes back, under new keys, and what was erased stays so', async () => {
    const id = await told('809 555 0102');
    await close(id);
    const { id: asked } = await running.record(steward(), 'requestErasure', { file: id, classes: ['identity', 'care'], ground: 'RETENTION_ENDED' });
    await running.record(second, 'approveErasure', { file: id, erasure: asked });
    await destroyed(asked);
    await running.record(azua(), 'reopenCase', { case: id, reason: 'CAME_BACK' });
    const again = { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Milagros' };
    expect(await running.refusal(azua(), 'describeSurvivor', again)).toBe('ERASED');
    const upload = await running.file(azua(), { case: id, category: 'IDENTITY' }, { type: 'text/plain', body: 'Otra acta.' });
    expect([upload.status, ((await upload.json()) as { code: string }).code]).toEqual([409, 'ERASED']);
    await running.record(steward(), 'reopenSubject', { file: id });
    await running.record(azua(), 'describeSurvivor', again);
    const now = JSON.stringify(await description(id));
    expect([now.includes('Milagros'), now.includes('Altagracia')]).toEqual([true, false]);
    expect(await running.refusal(steward(), 'reopenSubject', { file: id })).toBe('NOTHING_ERASED');
    await running.stop();
    await running.start();
    expect(JSON.stringify(await description(id))).toBe(now);
  });

  it('is kept under a legal hold, and erased when another person lifts the last one', async () => {
    const id = await told('809 555 0103');
    const { id: held } = await running.record(steward(), 'placeLegalHold', { file: id, classes: ['identity'], ground: 'CRIMINAL_PROCEEDINGS', basis: { kind: 'COURT_ORDER', ref: '249-2026' } });
    expect(await hold(held)).toMatchObject({ file: id, status: 'IN_FORCE', reference: '249-2026', placedBy: steward().agent });
    const { id: asked } = await running.record(steward(), 'requestErasure', { file: id, classes: ['identity', 'care'], ground: 'AT_HER_REQUEST' });
    expect(await running.refusal(second, 'approveErasure', { file: id, erasure: asked })).toBe('STILL_OPEN');
    await close(id);
    await running.record(second, 'approveErasure', { file: id, erasure: asked });
    await eventually(async () => (await erasure(asked)).keys.some(({ destroyedAt }) => destroyedAt !== null));
    expect(await erasure(asked)).toMatchObject({ status: 'RESTRICTED', restricted: ['identity'], keys: [{ class: 'care' }] });
    expect(JSON.stringify(await description(id))).toContain('Altagracia');
    await running.record(steward(), 'requestLegalHoldLift', { file: id, hold: held });
    expect(await running.refusal(steward(), 'liftLegalHold', { file: id, hold: held })).toBe('TWO_PERSONS_REQUIRED');
    await running.record(second, 'liftLegalHold', { file: id, hold: held });
    expect((await destroyed(asked)).keys.map((key) => key.class)).toEqual(['care', 'identity']);
    expect(await hold(held)).toMatchObject({ status: 'LIFTED', liftedBy: second.agent });
    expect(JSON.stringify(await description(id))).not.toContain('Altagracia');
    expect(await running.refusal(steward(), 'placeLegalHold', { file: id, classes: ['identity'], ground: 'SUPERVISION' })).toBe('NOTHING_TO_HOLD');
  });

  it('by who only called is erased with the contact', async () => {
    const { id } = await running.record(who('mmujer-linea intake'), 'receiveContact', { channel: 'CALL', language: 'spa', caller: 'SELF', sex: 'FEMALE', migrant: false, anonymous: false, callerName: 'Canaria', callBack: { address: '809 555 0104' }, account: 'Tiene miedo.' });
    const { id: asked } = await running.record(steward(), 'requestErasure', { file: id, classes: ['identity'], ground: 'RECORDED_IN_ERROR' });
    expect(await running.refusal(second, 'approveErasure', { file: id, erasure: asked })).toBe('STILL_OPEN');
    expect((await running.record(second, 'refuseErasure', { file: id, erasure: asked, reason: 'IDENTITY_NOT_SHOWN' })).id).toBe(asked);
    expect(await erasure(asked)).toMatchObject({ status: 'REFUSED', reason: 'IDENTITY_NOT_SHOWN' });
    await running.record(who('mmujer-linea intake'), 'closeContact', { contact: id, outcome: 'ORIENTED' });
    const { id: anew } = await running.record(steward(), 'requestErasure', { file: id, classes: ['identity'], ground: 'AT_HER_REQUEST' });
    await running.record(second, 'approveErasure', { file: id, erasure: anew });
    await destroyed(anew);
    const { data } = await running.ask(who('mmujer-linea intake'), 'query ($id: ID!) { contactTimeline(contact: $id, first: 50) { edges { node { type opened { name value } erased } } } }', { id });
    expect(JSON.stringify(data)).toMatch(/"ContactReceived".*"erased":true/);
    expect(JSON.stringify(data)).not.toMatch(/Canaria|0104/);
  });

  it('is nobody’s to hold or erase but a steward’s by their own token, and audit alone reads of it beside them (rule 8: not who is excluded)', async () => {
    const id = await told('809 555 0105');
    const { id: held } = await running.record(steward(), 'placeLegalHold', { file: id, classes: ['care'], ground: 'SUPERVISION' });
    const { errors } = await running.ask(azua(), 'mutation ($input: RequestErasureInput!) { requestErasure(input: $input) { __typename } }', { input: { commandId: '01936b2e-7c00-7abc-8def-0123456789ab', file: id, classes: ['care'], ground: 'AT_HER_REQUEST' } });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN_FOR_ROLE']);
    expect((await nodes<Hold>(holdsQuery, 'legalHolds', who('auditoria-sede auditor', true), audit)).map((one) => one.id)).toContain(held);
    for (const [asker, headers] of [[azua(), {}], [who('mmujer-azua supervisor'), {}], [who('pgr-pett prosecutor'), { 'purpose-of-use': 'PROSECUTION' }], [steward(), { 'purpose-of-use': 'ASSISTANCE' }]] as const) {
      expect([await nodes(holdsQuery, 'legalHolds', asker, headers), await nodes(erasuresQuery, 'erasures', asker, headers)]).toEqual([[], []]);
    }
    const party = { kind: 'AGENT', id: second.agent };
    const { id: exclusion } = await running.record(who('auditoria-sede auditor', true), 'placeExclusion', { party, cases: [id], ground: 'Su primo es el acusado.' });
    expect(exclusion).not.toBe('');
    expect((await nodes<Hold>(holdsQuery, 'legalHolds', second)).map((one) => one.file)).not.toContain(id);
    for (const [name, input] of [['requestLegalHoldLift', { hold: held }], ['requestErasure', { classes: ['care'], ground: 'AT_HER_REQUEST' }], ['reopenSubject', {}]] as const) expect([name, await running.refusal(second, name, { file: id, ...input })]).toEqual([name, 'NOT_FOUND']);
  });

  function filesKept(): number {
    return readdirSync(places(running.config).attachments, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
  }

  /** The wrapped keys, as they lie in their file. */
  function keyRows(): { kid: string; wrapped: Buffer }[] {
    const db = openSqlite(places(running.config).subjectKeys, { readonly: true });
    try {
      return db.prepare('SELECT kid, wrapped FROM key').all() as { kid: string; wrapped: Buffer }[];
    } finally {
      db.close();
    }
  }
});
