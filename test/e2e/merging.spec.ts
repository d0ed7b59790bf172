import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Who } from './running';
import { matched } from './stewards';

jest.setTimeout(60_000);

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('two cases of one woman', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const steward = (): Who => who('auditoria-sede steward', true);
  const events = async (of: string) => (await running.system.store.readStream(`case-${of}`)).map(({ leaf }) => readLeaf(leaf));
  const types = async (of: string): Promise<string[]> => (await events(of)).map(({ type }) => type);
  /** Waits for what a process manager writes. */
  async function until(of: string, type: string): Promise<void> {
    await eventually(async () => {
      expect(await types(of)).toContain(type);
      return true;
    });
  }
  const opened = async (asker = azua(), matter = 'TRAFFICKING'): Promise<string> => (await running.record(asker, 'openCase', { matter, kind: 'SURVIVOR' })).id;
  const merger = (from: string, into: string) => ({ case: from, into, grounds: 'El mismo pasaporte.' });

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('go on as one, and are parted again with what was the other’s, which to whom it was open is recorded', async () => {
    const [from, into] = [await opened(), await opened()];
    await running.record(azua(), 'describeSurvivor', { case: into, ageBand: '24-26', sex: 'FEMALE' });
    await running.record(azua(), 'recordLanguageNeed', { case: into, languages: ['spa'], interpreter: false });
    const consent = { case: into, receiver: 'pgr-pett', categories: ['PROTECTION'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', until: inDays(90), history: 'ALL', textVersion: '2026-1' };
    await running.record(azua(), 'giveConsent', consent);
    expect(await running.refusal(steward(), 'mergeCase', merger(from, into))).toBe('MATCH_REQUIRED');
    await matched(running, offices, from, into);
    await running.record(steward(), 'mergeCase', merger(from, into));
    await until(into, 'CasesMerged');
    expect(await running.refusal(azua(), 'recordScreening', { case: from, note: 'x' })).toBe('CASE_CLOSED');
    expect(await running.refusal(azua(), 'reopenCase', { case: from, reason: 'CAME_BACK' })).toBe('CASE_MERGED');
    const screened = await running.record(azua(), 'recordScreening', { case: into, note: 'Le retuvieron el pasaporte.' });
    const entry = screened.events[0]?.id ?? '';

    const parting = { case: from, entries: [entry], grounds: 'Eran dos hermanas.' };
    expect(await running.refusal(steward(), 'unmergeCase', { ...parting, entries: [randomUUID()] })).toBe('ENTRY_UNKNOWN');
    await running.record(steward(), 'unmergeCase', parting);
    await until(into, 'DisclosureInErrorRecorded');
    expect((await events(into)).slice(-2).map(({ type, data }) => [type, data])).toEqual([
      ['CasesUnmerged', { other: from, side: 'INTO', entries: [entry] }],
      ['DisclosureInErrorRecorded', { receiver: 'pgr-pett', categories: ['PROTECTION'], cause: 'UNMERGED', entries: [entry] }],
    ]);
    await running.record(azua(), 'recordScreening', { case: from, note: 'De su hermana.' });
    expect(JSON.stringify(await events(from))).not.toContain('hermana');
  });

  it('open nothing of one to who was told of the other: neither what stood in it, nor what is new, nor that there is another', async () => {
    const [from, into] = [await opened(), await opened()];
    const order = { basis: { kind: 'COURT_ORDER', ref: '12-2026' }, until: inDays(30) };
    const told = { categories: ['STATUS', 'IDENTITY', 'PROTECTION'], consents: [], disclosed: 'Copia del informe.', ...order };
    for (const id of [from, into]) await running.record(azua(), 'recordScreening', { case: id, note: `Dicho en ${id === from ? 'la primera' : 'la segunda'}.` });
    await running.record(azua(), 'makeDisclosure', { case: from, receiver: 'pgr-pett', for: 'PROSECUTION', ...told });
    await running.record(azua(), 'makeDisclosure', { case: into, receiver: 'conani-proteccion', for: 'ASSISTANCE', ...told });
    await matched(running, offices, from, into);
    await running.record(steward(), 'mergeCase', merger(from, into));
    await until(into, 'CasesMerged');
    const { position } = await running.record(azua(), 'recordScreening', { case: into, note: 'Dicho después.' });

    const file = 'query ($id: ID!, $atLeast: String) { case(id: $id, atLeast: $atLeast) { id screenings { fields { value } } related { mergers { case } } } caseTimeline(case: $id, first: 100) { edges { node { type clear { value } opened { value } } } } }';
    const read = async (by: Who, id: string): Promise<string> => (await running.ask(by, file, { id, atLeast: position })).text.replace(/"checkpoint":"[^"]*"/, '');
    for (const [by, own, other, said] of [[who('pgr-pett prosecutor'), from, into, 'la primera'], [who('conani-proteccion caseworker'), into, from, 'la segunda']] as const) {
      const theirs = await read(by, own);
      expect(theirs).toContain(`Dicho en ${said}.`);
      for (const kept of [other, 'CaseMergedInto', 'CasesMerged', 'mismo pasaporte']) expect(theirs).not.toContain(kept);
      expect(theirs.includes('Dicho después.')).toBe(own === into); // stays in the case it was recorded in
      expect(await read(by, other)).toBe(await read(by, randomUUID()));
      expect((await running.ask(by, '{ cases { edges { node { id } } } changes { edges { node { file } } } }')).text).not.toContain(other);
    }
    expect(await read(azua(), from)).toContain(into);
  });

  it('are merged by nobody but a steward, by an own token, and never across leads or matters', async () => {
    const [from, into, conanis, labour] = [await opened(), await opened(), await opened(who('conani-proteccion caseworker')), await opened(azua(), 'LABOUR')];
    const before = await Promise.all([from, into, conanis, labour].map(types));
    const attempts: [string, Who, object][] = [
      ['FORBIDDEN_FOR_ROLE', azua(), merger(from, into)],
      ['OWN_TOKEN_REQUIRED', who('auditoria-sede steward'), merger(from, into)],
      ['LEADS_DIFFER', steward(), merger(from, conanis)],
      ['MATTERS_DIFFER', steward(), merger(from, labour)],
      ['OTHER_CASE_UNKNOWN', steward(), merger(from, from)],
      ['OTHER_CASE_UNKNOWN', steward(), merger(from, randomUUID())],
      ['NOT_FOUND', steward(), merger(randomUUID(), into)],
      ['BAD_USER_INPUT', steward(), { ...merger(from, into), grounds: 'a'.repeat(100_000) }],
    ];
    for (const [code, asker, input] of attempts) expect(await running.refusal(asker, 'mergeCase', input)).toBe(code);
    expect(await running.refusal(steward(), 'unmergeCase', { case: from, entries: [], grounds: 'x' })).toBe('NOT_MERGED');
    expect(await Promise.all([from, into, conanis, labour].map(types))).toEqual(before);
  });

  it('that have to do with each other are linked, each telling of the other, where both are one’s own', async () => {
    const [first, second, conanis] = [await opened(), await opened(), await opened(who('conani-proteccion caseworker'))];
    expect(await running.refusal(azua(), 'linkCase', { case: first, other: conanis, relation: 'prima' })).toBe('OTHER_CASE_UNKNOWN');
    await running.record(azua(), 'linkCase', { case: first, other: second, relation: 'hermana 姐姐 أخت' });
    await until(second, 'CaseLinked');
    expect((await running.record(azua(), 'linkCase', { case: second, other: first, relation: 'hermana' })).events).toEqual([]);
  });

  it('are told of outside a referral on a basis, which ends; what went wrong is said', async () => {
    const id = await opened();
    const order = { kind: 'COURT_ORDER', ref: '12-2026' };
    const told = { case: id, receiver: 'pgr-pett', categories: ['LEGAL'], for: 'PROSECUTION', consents: [], disclosed: 'Copia del informe.' };
    expect(await running.refusal(azua(), 'makeDisclosure', told)).toBe('CONSENT_REQUIRED');
    expect(await running.refusal(azua(), 'makeDisclosure', { ...told, basis: order })).toBe('UNTIL_REQUIRED');
    expect(await running.refusal(azua(), 'makeDisclosure', { ...told, basis: order, until: inDays(4_000) })).toBe('DISCLOSURE_TOO_LONG');
    expect(await running.refusal(azua(), 'makeDisclosure', { ...told, basis: order, until: inDays(30), receiver: 'dgm' })).toBe('MIGRATION_CONTROL_LIMIT');
    expect(await running.refusal(who('pgr-pett prosecutor'), 'makeDisclosure', { ...told, basis: order, until: inDays(30) })).toBe('NOT_FOUND');
    const { id: disclosure } = await running.record(azua(), 'makeDisclosure', { ...told, basis: order, until: inDays(30) });
    const wrong = { case: id, receiver: 'pgr-pett', categories: ['LEGAL'], cause: 'TOO_MUCH', account: 'Se entregó también el anexo.' };
    expect(await running.refusal(azua(), 'recordDisclosureInError', { ...wrong, disclosure: randomUUID() })).toBe('DISCLOSURE_UNKNOWN');
    await running.record(azua(), 'recordDisclosureInError', { ...wrong, disclosure });
    expect(await types(id)).toEqual(['CaseOpened', 'DisclosureMade', 'DisclosureInErrorRecorded']);
  });
});
