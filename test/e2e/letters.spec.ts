import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLeaf } from '@amparo/evidence';
import { checkStore } from '../../apps/cli/src/store-check';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';
import { openWithoutSystem } from './told-letters';

jest.setTimeout(60_000);

const hex = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

describe('an answer by letter', () => {
  let running: Running;
  let offices: Offices;
  let survivor = '';
  let inspection = '';
  const who = (name: string): Who => offices[name] as Who;
  const azua = (): Who => who('mmujer-azua caseworker');
  const dated = { date: '2026-01-05' };
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7 '), randomBytes(200_000)]);
  const upload = (asker: Who, body: Buffer | string, { type = 'application/pdf', category = 'PROTECTION', of = survivor, digest }: { type?: string; category?: string; of?: string; digest?: string } = {}) =>
    running.file(asker, { case: of, category }, { type, body, ...(digest !== undefined && { digest }) });
  const codeOf = async (answer: Response): Promise<[number, string]> => [answer.status, ((await answer.json()) as { code: string }).code];
  const consentFor = (receiver: string) => running.record(azua(), 'giveConsent', {
    case: survivor, receiver, categories: ['STATUS', 'PROTECTION'], for: 'PROTECTION', language: 'spa', by: 'SURVIVOR', until: new Date(Date.now() + 90 * 86_400_000).toISOString(), history: 'ALL', textVersion: '2026-1',
  });
  const refer = async (to: string, service: string): Promise<string> => {
    const { id: consent } = await consentFor(to);
    return (await running.record(azua(), 'requestReferral', { case: survivor, to, service, priority: 'NORMAL', consents: [consent] })).id;
  };

  beforeAll(async () => {
    running = await Running.founded({ AMPARO_ATTACHMENT_MIB: '1' });
    offices = await openOffices(running);
    inspection = await openWithoutSystem(running);
    survivor = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    await running.record(azua(), 'recordLanguageNeed', { case: survivor, languages: ['spa'], interpreter: false });
  });
  afterAll(() => running.end());

  it('is recorded by the sender for a unit without a system, says so in the record and in the outbox, and another person confirms what came of it', async () => {
    const referral = await refer(inspection, 'LABOUR_INSPECTION');
    expect(await running.refusal(azua(), 'acceptReferral', { referral })).toBe('NOT_THE_ADDRESSEE');
    expect(await running.refusal(azua(), 'acceptReferral', { referral, letter: dated })).toBe('LETTER_NOT_NAMED');
    expect(await running.refusal(azua(), 'acceptReferral', { referral, letter: { date: '2999-01-01', reference: '1' } })).toBe('LETTER_IN_FUTURE');
    const letter = { ...dated, reference: 'MT-DGT-114/2026' };
    const late = { at: '2026-01-05T12:00:00-04:00' };
    expect(await running.refusal(azua(), 'acceptReferral', { referral, letter, ...late })).toBe('LATE_WITHOUT_REASON');
    await running.record(azua(), 'acceptReferral', { referral, letter, ...late, late: 'PAPER_FORM' });
    expect((await running.record(azua(), 'acceptReferral', { referral, letter })).events).toEqual([]);
    const { data } = await running.ask(azua(), 'query ($id: ID!) { referral(id: $id) { status onBehalfOf recordedBy } }', { id: referral });
    expect(data?.['referral']).toEqual({ status: 'ACCEPTED', onBehalfOf: 'mt-inspeccion', recordedBy: 'mmujer-azua' });
    await running.record(azua(), 'startService', { referral, letter });
    await running.record(azua(), 'completeService', { referral, outcome: 'SERVED', letter });
    expect(await running.refusal(azua(), 'confirmOutcome', { referral })).toBe('TWO_PERSONS_REQUIRED');
    await running.record(who('mmujer-azua supervisor'), 'confirmOutcome', { referral });
    const told = (await running.system.store.readStream(`referral-${referral}`)).map(({ leaf }) => Buffer.from(leaf).toString());
    expect(told.filter((event) => event.includes('"onBehalfOf":"mt-inspeccion"'))).toHaveLength(3);
    expect(told.join()).not.toContain('MT-DGT-114');
  });

  it('is not taken for a unit that has a system, nor for a house; nor from anybody but the sender', async () => {
    const letter = { ...dated, reference: '7' };
    const toPett = await refer('pgr-pett', 'LEGAL_AID');
    expect(await running.refusal(azua(), 'declineReferral', { referral: toPett, reason: 'NO_CAPACITY', letter })).toBe('ANSWERS_ITSELF');
    expect(await running.refusal(who('pgr-pett prosecutor'), 'declineReferral', { referral: toPett, reason: 'NO_CAPACITY', letter })).toBe('ANSWERS_ITSELF');
    const toHouse = await refer('mmujer-casa', 'SHELTER');
    expect(await running.refusal(azua(), 'acceptReferral', { referral: toHouse, letter })).toBe('ANSWERS_ITSELF');
    const referral = await refer(inspection, 'LABOUR_INSPECTION');
    for (const other of ['pgr-pett prosecutor', 'dgm-sede caseworker']) expect(await running.refusal(who(other), 'acceptReferral', { referral, letter })).toBe('NOT_FOUND');
    await running.record(running.administrator(0), 'admitClient', { institution: 'mt', client: 'mt-desk', compartment: 'mt' });
    expect(await running.refusal(azua(), 'acceptReferral', { referral, letter })).toBe('ANSWERS_ITSELF'); // it has a system now
  });

  describe('with the letter attached', () => {
    let event = '';
    let referral = '';
    const everybody = (): [string, Who][] => [...Object.entries(offices), ['first administrator', running.administrator(0)]];

    beforeAll(async () => {
      const record = (mutation: string, input: object) => running.record(running.administrator(0), mutation, input);
      await record('registerInstitution', { institution: 'idss', name: 'Seguro Social', kind: 'LABOUR' });
      await record('openUnit', { unit: 'idss-azua', name: 'Seguro Social en Azua', institution: 'idss', kind: 'OFFICE', residential: false });
      await record('offerService', { unit: 'idss-azua', service: 'LABOUR_INSPECTION', languages: ['spa'] });
      referral = await refer('idss-azua', 'LABOUR_INSPECTION');
    });

    it('names only what its own compartment uploaded for her, for this kind of entry', async () => {
      const digest = hex(pdf);
      const attempt = () => running.refusal(azua(), 'acceptReferral', { referral, letter: { ...dated, attachments: [digest] } });
      expect(await attempt()).toBe('ATTACHMENT_UNKNOWN');
      expect((await upload(azua(), pdf, { category: 'IDENTITY' })).status).toBe(201);
      expect(await attempt()).toBe('ATTACHMENT_UNKNOWN');
      const answer = await upload(azua(), pdf, { digest: `sha-256=:${Buffer.from(digest, 'hex').toString('base64')}:` });
      expect([answer.status, await answer.json()]).toEqual([201, { digest, size: pdf.length }]);
      const accepted = await running.record(azua(), 'acceptReferral', { referral, letter: { ...dated, attachments: [digest] } });
      event = accepted.events[0]?.id ?? '';
    });

    it('is given to who may see the entry, with the read on record first, and to others it is not there, to the byte', async () => {
      const asked = { case: survivor, event, n: '0' };
      const given = await running.file(azua(), asked);
      expect([given.status, given.headers.get('content-type'), given.headers.get('content-length')]).toEqual([200, 'application/pdf', String(pdf.length)]);
      expect(Buffer.from(await given.arrayBuffer()).equals(pdf)).toBe(true);
      const reads: string[] = [];
      for await (const events of running.system.store.readAll(0n)) for (const { type, leaf } of events) if (type === 'RecordsRead') reads.push(String(readLeaf(leaf).data['operation']));
      expect(reads.filter((operation) => operation === 'attachment')).toHaveLength(1);
      const plain = async (answer: Response): Promise<[number, string]> => [answer.status, (await answer.text()).replace(/"requestId":"[^"]*"/, '')];
      const nothing = await plain(await running.file(azua(), { ...asked, event: randomUUID() }));
      expect(nothing[0]).toBe(404);
      const readers: string[] = [];
      for (const [name, asker] of everybody()) {
        const answer = await running.file(asker, asked);
        if (answer.status === 200) readers.push(name);
        else expect([name, await plain(answer)]).toEqual([name, nothing]);
        const { agent: _agent, ...nobody } = asker;
        expect([name, await plain(await running.file(nobody, asked))]).toEqual([name, nothing]);
      }
      expect(readers).toEqual(['mmujer-azua caseworker', 'mmujer-azua supervisor', 'mmujer-azua intake']);
    });

    it('takes no upload that is too large, empty, of another type, spoilt on the way, or for a case that is not the caller’s', async () => {
      const waiting = (): number => readdirSync(join(running.config.data, 'attachments', 'waiting')).length;
      const before = waiting();
      expect(await codeOf(await upload(azua(), Buffer.concat([pdf, Buffer.alloc(1_048_577)])))).toEqual([413, 'ATTACHMENT_TOO_LARGE']);
      expect(await codeOf(await upload(azua(), ''))).toEqual([413, 'ATTACHMENT_TOO_LARGE']);
      expect(await codeOf(await upload(azua(), '<html>', { type: 'text/html' }))).toEqual([415, 'ATTACHMENT_TYPE']);
      expect(await codeOf(await upload(azua(), '<html>'))).toEqual([415, 'ATTACHMENT_TYPE']);
      expect(await codeOf(await upload(azua(), Buffer.from([0x61, 0xff]), { type: 'text/plain' }))).toEqual([415, 'ATTACHMENT_TYPE']);
      expect(await codeOf(await upload(azua(), pdf, { digest: `sha-256=:${'A'.repeat(43)}=:` }))).toEqual([422, 'ATTACHMENT_SPOILT']);
      expect(await codeOf(await upload(who('dgm-sede caseworker'), pdf))).toEqual([404, 'NOT_FOUND']);
      expect(await codeOf(await upload(azua(), pdf, { of: randomUUID() }))).toEqual([404, 'NOT_FOUND']);
      expect(await codeOf(await upload(running.administrator(0), pdf))).toEqual([403, 'FORBIDDEN_FOR_ROLE']);
      expect(await codeOf(await upload(azua(), pdf, { category: 'GOSSIP' }))).toEqual([400, 'BAD_USER_INPUT']);
      expect(waiting()).toBe(before);
    });

    it('is there after the server stops and starts again, and found where it is damaged or missing', async () => {
      await running.stop();
      await running.start();
      expect((await running.file(azua(), { case: survivor, event, n: '0' })).status).toBe(200);
      const kept = join(running.config.data, 'attachments', 'kept');
      expect((await checkStore(running.config.data)).faults).toEqual([]);
      const [name = ''] = readdirSync(kept);
      writeFileSync(join(kept, name), readFileSync(join(kept, name)).fill(0, 1_000, 1_001));
      expect((await checkStore(running.config.data)).faults).toContainEqual({ reason: 'attachment_damaged', place: join('attachments', 'kept', name) });
      rmSync(kept, { recursive: true });
      expect((await running.file(azua(), { case: survivor, event, n: '0' })).status).toBe(500);
    });
  });
});
