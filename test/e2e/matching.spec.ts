import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readLeaf } from '@amparo/evidence';
import { places } from '../../apps/api/src/config';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Who } from './running';
import { secondSteward } from './stewards';

jest.setTimeout(60_000);

type Match = Readonly<{ case: string; other: string; status: string; score: number; agreeing: readonly string[]; proposedBy: string | null; decidedBy: string | null; reason: string | null }>;
const query = 'query ($status: MatchStatus, $first: Int!, $after: String) { matches(status: $status, first: $first, after: $after) { edges { node { case other status score agreeing proposedBy decidedBy reason } } pageInfo { hasNextPage endCursor } } }';
const whole = '{ matches(first: 100) { edges { node { case other score agreeing differing } } } cases(first: 100) { edges { node { id } } } changes(first: 100) { edges { cursor } } }';

describe('one woman, known to two desks', () => {
  let running: Running;
  let offices: Offices;
  let second: Who;
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const [azua, conani] = ['mmujer-azua caseworker', 'conani-proteccion caseworker'];
  const steward = (): Who => who('auditoria-sede steward', true);
  const purposes = { steward: { 'purpose-of-use': 'RECORD' }, auditor: { 'purpose-of-use': 'AUDIT' } };

  async function page(asker: Who, asked: object = {}, headers: Readonly<Record<string, string>> = purposes.steward) {
    const { data, errors } = await running.ask(asker, query, { first: 100, ...asked }, headers);
    expect(errors).toEqual([]);
    const { edges, pageInfo } = (data as { matches: { edges: { node: Match }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } }).matches;
    return { matches: edges.map(({ node }) => node), pageInfo };
  }
  const matches = async (...asked: Parameters<typeof page>): Promise<Match[]> => (await page(...asked)).matches;
  const between = (found: readonly Match[], one: string, other: string): Match[] => found.filter((match) => [match.case, match.other].sort().join() === [one, other].sort().join());
  /** Waits for what a process manager writes. */
  const some = (ask: () => Promise<Match[]>): Promise<Match[]> =>
    eventually(async () => {
      const found = await ask();
      return found.length > 0 && found;
    });
  const proposed = async (one: string, other: string): Promise<Match> => {
    const found = await some(async () => between(await matches(steward()), one, other));
    expect(found).toHaveLength(1);
    return found[0]!;
  };

  const opened = async (desk: string): Promise<string> => (await running.record(who(desk), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
  const describe_ = (desk: string, id: string, said: object) => running.record(who(desk), 'describeSurvivor', { case: id, ageBand: '30-38', sex: 'FEMALE', ...said });
  /** As a desk that writes Creole heard her, without documents; and as an office wrote it. */
  async function same(named: { creole: [string, string]; french: [string, string]; year: string }): Promise<[string, string]> {
    const [ofConani, ofAzua] = [await opened(conani), await opened(azua)];
    await describe_(conani, ofConani, { givenName: named.creole[0], familyName: named.creole[1], birthDate: `${named.year}-01-01` });
    await describe_(azua, ofAzua, { givenName: named.french[0], familyName: named.french[1], birthDate: `${named.year}-05-06`, nationalities: ['HT'] });
    return [ofConani, ofAzua];
  }
  const jeanMarie = { creole: ['Jan-Mari', 'Pyè'] as [string, string], french: ['Jean Marie', 'Pierre'] as [string, string], year: '1990' };
  /** The lead of a case goes from the council for children to Azua. */
  async function handedOver(id: string): Promise<void> {
    const basis = { kind: 'COURT_ORDER', ref: '12-2026' };
    const { id: transfer } = await running.record(who(conani), 'requestLeadTransfer', { case: id, to: 'mmujer-azua', reason: 'MANDATE', consents: [], basis });
    await running.record(who(azua), 'acceptLeadTransfer', { case: id, transfer });
  }

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    second = await secondSteward(running, offices);
  });
  afterAll(() => running.end());

  it('is proposed to stewards with a score and the codes of what agrees, and confirmed; neither lead sees anything of the other; under one lead her cases are merged, and parted', async () => {
    const [ofConani, ofAzua] = await same(jeanMarie);
    const others = ['mmujer-azua caseworker', 'mmujer-azua supervisor', 'conani-proteccion caseworker', 'conani-proteccion supervisor', 'pgr-pett supervisor', 'mmujer-casa shelter_manager', 'mmujer-ciprom coordinator'];
    const before = await Promise.all(others.map(async (name) => (await running.ask(who(name), whole)).data));

    expect(await proposed(ofConani, ofAzua)).toMatchObject({ status: 'PROPOSED', score: 8, agreeing: ['ALL_SOUNDS_AND_BIRTH_YEAR', 'SEX', 'SOUND', 'SOUND_AND_BIRTH_YEAR'], proposedBy: null, decidedBy: null });
    expect(await running.refusal(steward(), 'mergeCase', { case: ofConani, into: ofAzua, grounds: 'x' })).toBe('LEADS_DIFFER');
    await running.record(steward(), 'confirmMatch', { case: ofAzua, other: ofConani });
    expect(between(await matches(steward(), { status: 'CONFIRMED' }), ofConani, ofAzua)).toMatchObject([{ status: 'CONFIRMED', decidedBy: steward().agent }]);
    expect((await running.record(second, 'confirmMatch', { case: ofConani, other: ofAzua })).events).toEqual([]);
    expect(await Promise.all(others.map(async (name) => (await running.ask(who(name), whole)).data))).toEqual(before);

    const supervisor = who('mmujer-azua supervisor');
    const told = () => matches(supervisor, {}, {});
    expect(await told()).toEqual([]);
    await handedOver(ofConani);
    expect(between(await some(told), ofConani, ofAzua)).toMatchObject([{ status: 'CONFIRMED' }]);
    for (const name of ['mmujer-azua caseworker', 'mmujer-azua intake', 'conani-proteccion supervisor', 'mmujer-ciprom coordinator']) expect([name, await matches(who(name), {}, {})]).toEqual([name, []]);

    await running.record(steward(), 'mergeCase', { case: ofConani, into: ofAzua, grounds: 'La misma persona, según ambas oficinas.' });
    await running.record(steward(), 'unmergeCase', { case: ofConani, entries: [], grounds: 'Eran dos primas.' });
    const ended = await some(async () => between(await matches(steward(), { status: 'REJECTED' }), ofConani, ofAzua));
    expect(ended).toMatchObject([{ status: 'REJECTED', reason: 'UNMERGED', decidedBy: null }]);
    expect(await told()).toEqual([]);
    expect(await running.refusal(steward(), 'mergeCase', { case: ofConani, into: ofAzua, grounds: 'x' })).toBe('MATCH_REQUIRED');
  });

  it('says in its events codes and random ids, and stands in the stream of one subject', async () => {
    const [ofConani, ofAzua] = await same({ creole: ['Fransuaz', 'Lwi'], french: ['Françoise', 'Louis'], year: '1985' });
    await proposed(ofConani, ofAzua);
    const envelopes: string[] = [];
    for await (const batch of running.system.store.readAll(0n)) for (const { type, leaf } of batch) if (type.startsWith('Match')) envelopes.push(JSON.stringify(readLeaf(leaf)));
    const of = envelopes.filter((text) => text.includes(ofConani));
    expect(of).toHaveLength(1);
    const { stream, data, sealed, actor } = JSON.parse(of[0]!) as { stream: string; data: Record<string, unknown>; sealed?: unknown; actor: object };
    expect([stream < `subject-${String(data['other'])}`, sealed, actor]).toEqual([true, undefined, { client: 'amparo', assurance: 'AUTHENTICATED' }]);
    const told = JSON.stringify(data).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
    for (const said of ['Louis', 'Lwi', 'HT', '1985', 'mmujer', 'conani']) expect([said, told.includes(said)]).toEqual([said, false]);
  });

  it('is rejected, and proposed again only when more agrees', async () => {
    const [one, other] = await same({ creole: ['Fabyola', 'Batis'], french: ['Fabiola', 'Baptiste'], year: '1979' });
    await proposed(one, other);
    await running.record(steward(), 'rejectMatch', { case: one, other, reason: 'NOT_ENOUGH' });
    await describe_(azua, other, { givenName: 'Fabiola', familyName: 'Baptiste', birthDate: '1979-05-06' });
    await running.record(who(azua), 'agreeSafeContact', { case: other, channel: 'PHONE', address: '809 555 0177', owner: 'ella' });
    expect(await running.refusal(steward(), 'confirmMatch', { case: one, other })).toBe('ANSWERED_OTHERWISE');
    await running.record(who(conani), 'agreeSafeContact', { case: one, channel: 'PHONE', address: '+1 809 555 0177', owner: 'li menm' });
    const again = await some(async () => between(await matches(steward(), { status: 'PROPOSED' }), one, other));
    expect(again).toMatchObject([{ status: 'PROPOSED', score: 13 }]);
    await running.record(steward(), 'confirmMatch', { case: one, other });
  });

  it('is found by an alias and a number, or by a document; not by a number alone, nor where too little agrees', async () => {
    const [named, known, neighbour] = [await opened(azua), await opened(conani), await opened('pgr-pett prosecutor')];
    await describe_(azua, named, { givenName: 'Magda', familyName: 'Charles', documents: [{ kind: 'PASSPORT', number: 'PP 77-01', country: 'HT' }] });
    const reached = (desk: string, id: string) => running.record(who(desk), 'agreeSafeContact', { case: id, channel: 'PHONE', address: '809 555 0188', owner: 'una vecina' });
    await reached(azua, named);
    await running.record(who(conani), 'recordAlias', { case: known, alias: 'Magda Chal' });
    await reached(conani, known);
    await reached('pgr-pett prosecutor', neighbour);
    expect(await proposed(named, known)).toMatchObject({ score: 8, agreeing: ['PHONE', 'SOUND'] });
    await describe_('pgr-pett prosecutor', neighbour, { sex: 'MALE', givenName: 'Otto', documents: [{ kind: 'PASSPORT', number: 'pp7701', country: 'HT' }] });
    expect(await proposed(named, neighbour)).toMatchObject({ score: 14, agreeing: ['DOCUMENT', 'PHONE'] });
    expect(between(await matches(steward()), known, neighbour)).toEqual([]);
  });

  it('is proposed by a steward who learnt of it elsewhere, and confirmed by another', async () => {
    const [one, other] = [await opened(azua), await opened(conani)];
    await running.record(steward(), 'proposeMatch', { case: other, other: one, agreeing: ['SOUND'] });
    expect(await running.refusal(steward(), 'confirmMatch', { case: one, other })).toBe('TWO_PERSONS_REQUIRED');
    await running.record(second, 'confirmMatch', { case: one, other });
    expect(await running.refusal(second, 'rejectMatch', { case: other, other: one, reason: 'RELATIVE' })).toBe('TWO_PERSONS_REQUIRED');
    await running.record(steward(), 'rejectMatch', { case: other, other: one, reason: 'RELATIVE' });
    expect(between(await matches(who('auditoria-sede auditor'), {}, purposes.auditor), one, other)).toMatchObject([{ status: 'REJECTED', reason: 'RELATIVE', score: 3, proposedBy: steward().agent, decidedBy: steward().agent }]);
  });

  it('is nobody’s to propose or decide but a steward’s, by an own token, and of cases that are there; a retry gets its first answer', async () => {
    const [one, other] = [await opened(azua), await opened(conani)];
    const input = { case: one, other, agreeing: ['DOCUMENT'] };
    const before = await running.system.store.head();
    const attempts: [string, Who, object][] = [
      ['FORBIDDEN_FOR_ROLE', who(azua), input],
      ['FORBIDDEN_FOR_ROLE', who('auditoria-sede auditor', true), input],
      ['OWN_TOKEN_REQUIRED', who('auditoria-sede steward'), input],
      ['NOT_FOUND', steward(), { ...input, other: one }],
      ['NOT_FOUND', steward(), { ...input, other: randomUUID() }],
      ['BAD_USER_INPUT', steward(), { ...input, agreeing: [] }],
    ];
    for (const [code, asker, asked] of attempts) expect(await running.refusal(asker, 'proposeMatch', asked)).toBe(code);
    for (const mutation of ['confirmMatch', 'rejectMatch']) expect(await running.refusal(steward(), mutation, { case: one, other, ...(mutation === 'rejectMatch' && { reason: 'RELATIVE' }) })).toBe('MATCH_UNKNOWN');
    expect(await running.system.store.head()).toBe(before);
    const commandId = randomUUID();
    const first = await running.record(steward(), 'proposeMatch', { ...input, commandId });
    expect((await running.record(steward(), 'proposeMatch', { ...input, commandId })).leafHash).toBe(first.leafHash);
  });

  it('is not there for a steward who is kept from one of the cases, in lists and commands alike; others see it', async () => {
    const [one, other] = await same({ creole: ['Nadèj', 'Mowo'], french: ['Nadège', 'Moreau'], year: '1993' });
    await proposed(one, other);
    const unknown = [await running.send(second, 'confirmMatch', { case: one, other: randomUUID() }), await running.send(second, 'confirmMatch', { case: randomUUID(), other: one })];
    await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'AGENT', id: second.agent }, cases: [other], ground: 'Parentesco' });
    for (const input of [{ case: one, other }, { case: other, other: one }]) expect([await running.send(second, 'confirmMatch', input)]).toEqual([unknown[0]]);
    expect(unknown[0]).toEqual(unknown[1]);
    expect(between(await matches(second), one, other)).toEqual([]);
    expect(between(await matches(steward()), one, other)).toHaveLength(1);
  });

  it('is told to a supervisor who leads both, unless one of the cases is kept from them: then neither', async () => {
    const [one, other] = [await opened(azua), await opened(azua)];
    await running.record(steward(), 'proposeMatch', { case: one, other, agreeing: ['DOCUMENT'] });
    await running.record({ ...second, agent: second.agent ?? '' }, 'confirmMatch', { case: one, other });
    const supervisor = who('mmujer-azua supervisor');
    expect(between(await matches(supervisor, {}, {}), one, other)).toHaveLength(1);
    await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'AGENT', id: supervisor.agent }, cases: [one], ground: 'Parentesco' });
    expect(between(await matches(supervisor, {}, {}), one, other)).toEqual([]);
  });

  it('is listed page by page, for the purposes of stewards and audit and for no other, and every page is a recorded read of its cases', async () => {
    const all = await matches(steward());
    expect(all.length).toBeGreaterThan(3);
    const paged: Match[] = [];
    for (let after: string | null = null; ; ) {
      const { matches: found, pageInfo } = await page(steward(), { first: 2, after });
      paged.push(...found);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(all);
    expect(await matches(who('auditoria-sede auditor'), {}, purposes.auditor)).toEqual(all);
    for (const headers of [{}, purposes.auditor, { 'purpose-of-use': 'SUBJECT_ACCESS' }]) expect(await matches(steward(), {}, headers)).toEqual([]);
    const reads = 'query ($id: ID!) { survivorReads(case: $id, first: 100) { edges { node { operation categories purpose } } } }';
    const { data } = await running.ask(steward(), reads, { id: all[0]!.case }, { 'purpose-of-use': 'SUBJECT_ACCESS' });
    expect(JSON.stringify(data)).toContain('{"operation":"matches","categories":["STATUS"],"purpose":"RECORD"}');
  });

  it('is there again, just so, when the views are built anew and process managers begin from nothing', async () => {
    const before = await matches(steward());
    const head = await running.system.store.head();
    const { views, process: memory } = places(running.config);
    await running.stop();
    for (const forgotten of [views, memory, `${memory}-wal`, `${memory}-shm`]) rmSync(forgotten, { recursive: true, force: true });
    await running.start();
    await eventually(() => Promise.resolve(running.system.processMemory.checkpoint() >= head));
    expect(await matches(steward())).toEqual(before);
    const written: string[] = [];
    for await (const batch of running.system.store.readAll(head)) written.push(...batch.map(({ type }) => type).filter((type) => type.startsWith('Match')));
    expect(written).toEqual([]);
  });
});
