import { createHash } from 'node:crypto';
import { canonicalReplay, knownInStore, replay, type Audience, type Replay } from '@amparo/institution-views';
import type { DataCategory } from '@amparo/protocol';
import { openOffices, type Offices } from './offices';
import { Running, type GraphQLAnswer, type Who } from './running';

jest.setTimeout(60_000);

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const nowhere = '01936b2e-7c00-8abc-8def-0123456789ab';
const selection = `{
  case index time status lead hash stoodHash document
  due { stream clock of since due overdue level by }
  holders { compartment bases { kind from of task legal purpose accepted categories until consents { consent given categories passed history until } } held { categories entries } }
  exclusions { exclusion partyKind party from }
  since { entries late corrections { index about type reason } inError { index about type reason } }
}`;
type Answered = Readonly<{
  index: number;
  time: string;
  status: string;
  lead: string;
  hash: string;
  stoodHash: string;
  document: string;
  holders: readonly Readonly<{ compartment: string; bases: readonly Readonly<{ kind: string; from: number }>[]; held: readonly Readonly<{ categories: readonly string[]; entries: readonly number[] }>[] | null }>[];
  exclusions: readonly Readonly<{ exclusion: string; party: string }>[] | null;
  since: Readonly<{ entries: readonly number[]; late: readonly number[]; corrections: readonly Readonly<{ index: number; about: number }>[] }>;
}>;

describe('a case replayed for who must judge it later', () => {
  let running: Running;
  let offices: Offices;
  let id: string;
  let house: string;
  let investigation: string;
  const who = (name: string, own = false): Who => ({ ...(offices[name] as Who), own });
  const azua = (): Who => who('mmujer-azua caseworker');
  const auditor = (): Who => who('auditoria-sede auditor');
  const pett = (own = false): Who => who('pgr-pett prosecutor', own);

  const ask = async (by: Who, more: Readonly<Record<string, unknown>>): Promise<GraphQLAnswer> => {
    const given = Object.entries({ case: id, purpose: 'AUDIT', ...more }).map(([key, value]) => `${key}: ${key === 'purpose' ? String(value) : JSON.stringify(value)}`);
    return running.ask(by, `{ caseReplay(${given.join(', ')}) ${selection} }`);
  };
  const replayed = async (by: Who, more: Readonly<Record<string, unknown>>): Promise<Answered | null> => {
    const { data, text } = await ask(by, more);
    if (!data) throw new Error(text);
    return data['caseReplay'] as Answered | null;
  };
  const fault = async (by: Who, more: Readonly<Record<string, unknown>>) => {
    const { errors } = await ask(by, more);
    return errors.map(({ extensions }) => [extensions['code'], (extensions['fields'] as { rules: string[] }[])[0]!.rules[0]]);
  };
  /** The same from the store alone, as the command line does. */
  const fromStore = async (moment: Pick<Answered, 'index' | 'time'>, audience: Audience = { kind: 'AUDIT' }): Promise<Replay> => replay((await knownInStore(running.system.store, id)).known, moment, audience)!;
  const last = async (): Promise<number> => (await knownInStore(running.system.store, id)).times.length - 1;

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    id = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    const screening = await running.record(azua(), 'recordScreening', { case: id, acts: ['Harbouring'], means: [], exploitation: [], note: 'No dejarla sola.' });
    const shelter = (await running.record(azua(), 'requestReferral', { case: id, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' } })).id;
    const { id: hold } = await running.record(who('mmujer-casa shelter_manager'), 'holdPlace', { unit: 'mmujer-casa' });
    await running.record(who('mmujer-casa shelter_manager'), 'acceptReferral', { referral: shelter, hold });
    const given = { case: id, receiver: 'pgr-pett', categories: ['STATUS', 'PROTECTION'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', until: inDays(90), history: 'ALL', textVersion: '1' };
    const { id: consent } = await running.record(azua(), 'giveConsent', given);
    await running.record(azua(), 'requestReferral', { case: id, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] });
    house = (await fromStore({ index: await last(), time: inDays(0) })).stood.holders.find(({ compartment }) => compartment.startsWith('cc-'))!.compartment;
    await running.record(azua(), 'correctEntry', { case: id, corrects: screening.events[0]!.id, reason: 'MISHEARD', corrected: [{ field: 'note', value: 'Puede quedarse sola.' }] });
    await running.record(azua(), 'withdrawConsent', { case: id, consent, by: 'SURVIVOR' });
  });
  afterAll(() => running.end());

  it('is, to auditors, the bytes that the store alone gives, at every moment of it, with the hash over them', async () => {
    const { known, times } = await knownInStore(running.system.store, id);
    const stoodHashes = new Set<string>();
    for (const { placed } of known.history) {
      const answer = (await replayed(auditor(), { asOfIndex: placed.index }))!;
      expect([answer.index, answer.time]).toEqual([placed.index, times[placed.index]]);
      expect(answer.hash).toBe(createHash('sha256').update(answer.document).digest('hex'));
      expect({ json: answer.document, hash: answer.hash }).toEqual(canonicalReplay(await fromStore(answer)));
      stoodHashes.add(answer.stoodHash);
    }
    expect(stoodHashes.size).toBe(known.history.length);
  });

  it('says who held which basis then, a house by its code, and what was learned since; of what is sealed it says nothing', async () => {
    const { known } = await knownInStore(running.system.store, id);
    const index = known.history.find(({ fact }) => fact.event.type === 'EntryCorrected')!.placed.index - 1;
    const then = (await replayed(auditor(), { asOfIndex: index }))!;
    expect(then).toMatchObject({ status: 'OPEN', lead: 'mmujer-azua', exclusions: [] });
    const kinds = Object.fromEntries(then.holders.map(({ compartment, bases }) => [compartment, bases.map(({ kind }) => kind).sort()]));
    expect(kinds).toEqual({ mmujer: ['AUTHOR', 'LEAD', 'SENDER', 'SENDER'], [house]: ['ADDRESSEE', 'AUTHOR'], 'pgr-pett': ['ADDRESSEE'] });
    expect(then.since.corrections).toHaveLength(1);
    expect(then.since.entries.length).toBeGreaterThanOrEqual(3); // the correction, the withdrawal, and the closing that follows
    expect(then.document).not.toMatch(/Altagracia|sola|mmujer-casa/);
    const now = (await replayed(auditor(), { asOfIndex: await last() }))!;
    expect(now.holders.find(({ compartment }) => compartment === 'pgr-pett')?.bases ?? []).toEqual([]);
    const reads = await running.ask(who('auditoria-sede steward'), `{ survivorReads(case: "${id}", first: 100, purpose: SUBJECT_ACCESS) { edges { node { operation unit purpose shown } } } }`);
    expect(reads.text).toContain('"operation":"caseReplay","unit":"auditoria-sede","purpose":"AUDIT"');
  });

  it('is told by time as by index', async () => {
    const index = await last();
    const then = new Date().toISOString();
    const byTime = (await replayed(auditor(), { asOf: then }))!;
    expect([byTime.index, byTime.time]).toEqual([index, then]);
    expect(canonicalReplay(await fromStore({ index, time: then })).hash).toBe(byTime.hash);
  });

  it.each<[string, () => Promise<Readonly<Record<string, unknown>>>, string]>([
    ['no moment', () => Promise.resolve({}), 'one of asOf and asOfIndex'],
    ['two moments', () => Promise.resolve({ asOfIndex: 1, asOf: inDays(-1) }), 'one of asOf and asOfIndex'],
    ['an index before the first', () => Promise.resolve({ asOfIndex: -1 }), 'one of asOf and asOfIndex'],
    ['an index beyond the log', async () => ({ asOfIndex: (await last()) + 1 }), 'an index of the protocol log'],
    ['a time that has not been', () => Promise.resolve({ asOf: inDays(1) }), 'a moment that has been'],
    ['a time before the log', () => Promise.resolve({ asOf: '2001-01-01T00:00:00Z' }), 'not before the log was opened'],
  ])('refuses %s to everybody alike, whether or not there is such a case', async (_, asked, rule) => {
    for (const by of [auditor(), azua()]) for (const one of [id, nowhere]) expect(await fault(by, { case: one, ...(await asked()) })).toEqual([['BAD_USER_INPUT', rule]]);
  });

  it('had been opened by then, which is said to who may see it; to others it is not there', async () => {
    expect(await fault(auditor(), { asOfIndex: 0 })).toEqual([['BAD_USER_INPUT', 'not before the case was opened']]);
    expect(await replayed(azua(), { asOfIndex: 0 })).toBeNull();
  });

  it('is nobody else’s, and for nothing else: who leads the case is answered as for a case that is none', async () => {
    const plain = ({ text, status }: GraphQLAnswer): [number, string] => [status, text.replace(/"checkpoint":"[^"]*"/, '')];
    const asOfIndex = await last();
    for (const name of Object.keys(offices).filter((one) => one !== 'auditoria-sede auditor')) {
      for (const purpose of ['AUDIT', 'PROSECUTION', 'ASSISTANCE']) {
        expect([name, await replayed(who(name), { asOfIndex, purpose })]).toEqual([name, null]);
        expect(plain(await ask(who(name), { asOfIndex, purpose }))).toEqual(plain(await ask(who(name), { asOfIndex, purpose, case: nowhere })));
      }
    }
    expect(await replayed(auditor(), { asOfIndex, purpose: 'ASSISTANCE' })).toBeNull();
    expect(await replayed(auditor(), { asOfIndex, case: nowhere })).toBeNull();
  });

  it('is told to a prosecutor on a court’s order alone, in its categories, and of no exclusion and no investigation', async () => {
    investigation = (await running.record(pett(true), 'fileComplaint', { to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'EX_OFFICIO', account: 'Un bar.' })).id;
    await running.record(pett(true), 'openInvestigation', { investigation });
    const mandate = { investigation, case: id, categories: ['PROTECTION'], until: inDays(30) };
    await running.record(pett(true), 'issueMandate', { ...mandate, basis: { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-1' } });
    const asked = async () => ({ asOfIndex: await last(), purpose: 'PROSECUTION', investigation });
    expect(await replayed(pett(), await asked())).toBeNull();
    await running.record(pett(true), 'issueMandate', { ...mandate, basis: { kind: 'COURT_ORDER', ref: 'JUZGADO-2026-7' } });
    const within: Audience = { kind: 'COURT', categories: new Set<DataCategory>(['PROTECTION']) };
    const told = (await replayed(pett(), await asked()))!;
    expect(told).toMatchObject({ status: 'UNKNOWN', lead: null, exclusions: null });
    const { stood } = JSON.parse(told.document) as Replay;
    expect([...new Set(stood.entries.map(({ type }) => type))]).toEqual(['ScreeningRecorded', 'EntryCorrected']);
    expect(told.holders).toEqual([{ compartment: 'mmujer', bases: [expect.objectContaining({ kind: 'AUTHOR', from: stood.entries[0]!.index })], held: null }]);
    expect(told.hash).toBe(canonicalReplay(await fromStore(told, within)).hash);
    // Audit is told of the mandates, and not of which investigation; a court of neither.
    const audited = (await replayed(auditor(), { asOfIndex: told.index }))!;
    expect(audited.document).not.toContain(investigation);
    expect(audited.holders.find(({ compartment }) => compartment === 'pgr-pett')!.bases.map(({ kind }) => kind)).toEqual(['MANDATE', 'MANDATE']);

    await running.record(auditor(), 'placeExclusion', { party: { kind: 'UNIT', id: 'mmujer-bani' }, cases: [id], ground: 'Parentesco.' });
    const later = (await replayed(pett(), await asked()))!;
    expect(later.document).not.toContain('mmujer-bani');
    expect((await replayed(auditor(), { asOfIndex: await last() }))!.exclusions).toEqual([expect.objectContaining({ party: 'mmujer-bani' })]);
  });

  it('tells an auditor nothing of an investigation, or of another case, that they are kept from', async () => {
    const { id: other } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(azua(), 'linkCase', { case: id, other, relation: 'Hermana.' });
    const of = async () => (await replayed(auditor(), { asOfIndex: await last() }))!;
    const ofPett = ({ holders }: Answered) => holders.filter(({ compartment }) => compartment === 'pgr-pett').flatMap(({ bases, held }) => [...bases.map(({ kind }) => kind), ...(held ?? []).flatMap(({ categories }) => categories)]);
    const before = await of();
    expect([before.document.includes(other), ofPett(before)]).toEqual([true, expect.arrayContaining(['MANDATE', 'PROTECTION'])]);
    const party = { kind: 'AGENT', id: auditor().agent };
    await running.record(who('pgr-pett supervisor', true), 'placeExclusion', { party, cases: [], investigation, ground: 'Parentesco.' });
    await running.record(who('mmujer-azua supervisor', true), 'placeExclusion', { party, cases: [other], ground: 'Parentesco.' });
    const after = await of();
    // Of a referral that had closed they still held the bare end.
    expect([after.document.includes(other), ofPett(after)]).toEqual([false, ['STATUS']]);
    expect(after.document).not.toMatch(/CaseLinked|MandateIssued/);
  });

  it('is kept from who is kept from the case, an auditor too: they get the answer of a case that does not exist', async () => {
    const asOfIndex = await last();
    const plain = ({ text, status }: GraphQLAnswer): [number, string] => [status, text.replace(/"checkpoint":"[^"]*"/, '')];
    await running.record(who('mmujer-azua supervisor', true), 'placeExclusion', { party: { kind: 'AGENT', id: auditor().agent }, cases: [id], ground: 'Parentesco.' });
    await running.record(who('mmujer-azua supervisor', true), 'placeExclusion', { party: { kind: 'UNIT', id: 'pgr-pett' }, cases: [id], ground: 'Filtración.' });
    for (const [by, more] of [[auditor(), {}], [pett(), { purpose: 'PROSECUTION', investigation }]] as const) {
      expect(await replayed(by, { asOfIndex, ...more })).toBeNull();
      expect(plain(await ask(by, { asOfIndex, ...more }))).toEqual(plain(await ask(by, { asOfIndex, ...more, case: nowhere })));
      expect(plain(await ask(by, { asOfIndex: 0, ...more }))).toEqual(plain(await ask(by, { asOfIndex: 0, ...more, case: nowhere })));
    }
  });
});
