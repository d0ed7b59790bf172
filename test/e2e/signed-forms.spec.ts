import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const hex = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
const scan = (): Buffer => Buffer.concat([Buffer.from('%PDF-1.7 '), randomBytes(20_000)]);

describe('a consent that she signed on paper', () => {
  let running: Running;
  let offices: Offices;
  let survivor = '';
  const who = (name: string): Who => offices[name] as Who;
  const azua = (): Who => who('mmujer-azua caseworker');
  const upload = (body: Buffer, category = 'IDENTITY', by = azua(), of = survivor) => running.file(by, { case: of, category }, { type: 'application/pdf', body });
  const consent = (more: object = {}) => ({
    case: survivor,
    receiver: 'conani-proteccion',
    categories: ['STATUS', 'IDENTITY'],
    for: 'PROTECTION',
    language: 'spa',
    by: 'SURVIVOR',
    until: new Date(Date.now() + 90 * 86_400_000).toISOString(),
    history: 'ALL',
    textVersion: '2026-1',
    ...more,
  });
  const opened = async (by: Who): Promise<string> => {
    const { id } = await running.record(by, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(by, 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    await running.record(by, 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    return id;
  };

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    survivor = await opened(azua());
  });
  afterAll(() => running.end());

  it('names the form by its number, or the file that her own compartment uploaded for her as IDENTITY; else nothing is written', async () => {
    const body = scan();
    const signed = consent({ signedForm: { attachments: [hex(body)] } });
    const before = await running.system.store.head();
    expect(await running.refusal(azua(), 'giveConsent', consent({ signedForm: {} }))).toBe('FORM_NOT_NAMED');
    expect(await running.refusal(azua(), 'giveConsent', signed)).toBe('ATTACHMENT_UNKNOWN');
    expect(await running.system.store.head()).toBe(before);
    expect((await upload(body, 'PROTECTION')).status).toBe(201);
    const others = await opened(who('conani-proteccion caseworker'));
    expect((await upload(body, 'IDENTITY', who('conani-proteccion caseworker'), others)).status).toBe(201);
    expect(await running.refusal(azua(), 'giveConsent', signed)).toBe('ATTACHMENT_UNKNOWN');
    expect((await upload(body)).status).toBe(201);
    const command = { ...signed, commandId: randomUUID() };
    const given = await running.record(azua(), 'giveConsent', command);
    expect(given.events.map(({ type }) => type)).toEqual(['ConsentGiven']);
    expect(await running.send(azua(), 'giveConsent', command)).toEqual(given); // the upload waits no more, the answer is the same
    await running.record(azua(), 'giveConsent', consent({ signedForm: { reference: 'Carpeta 7, folio 12' } }));
    for (const { leaf } of await running.system.store.readStream(`case-${survivor}`)) {
      for (const clear of [hex(body), 'Carpeta 7']) expect(Buffer.from(leaf).toString()).not.toContain(clear);
    }
  });

  it('has its form given to who sees who consented, the read on record, and to nobody else', async () => {
    const body = scan();
    await upload(body);
    const { id, events } = await running.record(azua(), 'giveConsent', consent({ signedForm: { attachments: [hex(body)] } }));
    const asked = { case: survivor, event: events[0]?.id ?? '', n: '0' };
    const readers = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const [name, by] of Object.entries(offices)) {
        const answer = await running.file(by, asked);
        if (answer.status === 200) found.push(name);
        else expect([name, answer.status]).toEqual([name, 404]);
      }
      return found;
    };
    const lead = ['mmujer-azua caseworker', 'mmujer-azua supervisor', 'mmujer-azua intake'];
    expect(await readers()).toEqual(lead);
    const given = await running.file(azua(), asked);
    expect(Buffer.from(await given.arrayBuffer()).equals(body)).toBe(true);
    const { id: referral } = await running.record(azua(), 'requestReferral', { case: survivor, to: 'conani-proteccion', service: 'CHILD_PROTECTION', priority: 'NORMAL', consents: [id] });
    expect(await readers()).toEqual(lead); // who has not accepted sees no IDENTITY
    const conani = who('conani-proteccion caseworker');
    await running.record(conani, 'acceptReferral', { referral });
    expect((await readers()).sort()).toEqual([...lead, 'conani-proteccion caseworker', 'conani-proteccion supervisor'].sort());
    await running.record(azua(), 'withdrawConsent', { case: survivor, consent: id, by: 'SURVIVOR' });
    expect(await readers()).toEqual(lead);
    const reads: string[] = [];
    for await (const recorded of running.system.store.readAll(0n)) for (const { type, leaf } of recorded) if (type === 'RecordsRead') reads.push(String(readLeaf(leaf).data['operation']));
    expect(reads.filter((operation) => operation === 'attachment')).toHaveLength(15);
  });

  it('may be a house’s own case: the file is found by the house, and no event names it', async () => {
    const casa = who('mmujer-casa shelter_manager');
    const own = await opened(casa);
    const body = scan();
    expect((await upload(body, 'IDENTITY', casa, own)).status).toBe(201);
    const { events } = await running.record(casa, 'giveConsent', consent({ case: own, signedForm: { attachments: [hex(body)] } }));
    expect((await running.file(casa, { case: own, event: events[0]?.id ?? '', n: '0' })).status).toBe(200);
    expect((await running.system.store.readStream(`case-${own}`)).map(({ leaf }) => Buffer.from(leaf).toString()).join()).not.toContain('mmujer-casa');
  });
});
