import { randomUUID } from 'node:crypto';
import { fromBase64url, noteVerifier, openNote, parseCheckpoint, readLeaf, verifyTlogProof } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Recorded, type Who } from './running';

jest.setTimeout(60_000);

type Fact = { name: string; value: string };
type Entry = { n: number; id: string; type: string; unit?: string; clear: Fact[]; opened: Fact[] };
type Edges<Node> = { edges: { node: Node; cursor: string }[]; pageInfo: { hasNextPage: boolean; endCursor?: string } };
type Referral = { id: string; case: string; from?: string; to?: string; status: string; dueAt?: string; dueBy?: string };

const timeline = `query ($case: ID!, $first: Int, $after: String, $atLeast: String) {
  caseTimeline(case: $case, first: $first, after: $after, atLeast: $atLeast) {
    edges { cursor node { n id type unit clear { name value } opened { name value } } } pageInfo { hasNextPage endCursor }
  }
}`;
const caseFile = `query ($id: ID!, $asOf: DateTime, $atLeast: String) {
  case(id: $id, asOf: $asOf, atLeast: $atLeast) {
    id matter open lead description { name value } languages consents { id status receiver } screenings { id fields { name value } } safeContacts { id fields { name value } }
  }
}`;
const inbox = '{ referralInbox { edges { node { id case from to status dueAt dueBy } } } }';
const outbox = '{ referralOutbox { edges { node { id case from to status dueAt dueBy } } } }';

describe('the journey of a survivor from the office that believes her to the lawyer who helps her', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const pett = (): Who => who('pgr-pett prosecutor');
  const entries = async (asker: Who, of: string, more: object = {}): Promise<Entry[]> => {
    const { data } = await running.ask(asker, timeline, { case: of, ...more });
    return ((data?.['caseTimeline'] as Edges<Entry> | null)?.edges ?? []).map(({ node }) => node);
  };
  const listed = async (asker: Who, query: string): Promise<Referral[]> => {
    const { data } = await running.ask(asker, query);
    return Object.values(data as Record<string, Edges<Referral>>).flatMap(({ edges }) => edges.map(({ node }) => node));
  };
  const opened = ({ opened: facts }: Entry): Record<string, unknown> => Object.fromEntries(facts.map(({ name, value }) => [name, JSON.parse(value)]));
  const recordsOf = async (type: string) => {
    const found = [];
    for await (const events of running.system.store.readAll(0n)) found.push(...events.filter((event) => event.type === type));
    return found.map(({ leaf, parts }) => ({ ...readLeaf(leaf), parts }));
  };

  const given: Record<string, Recorded> = {};
  let survivor = '';

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('begins with a case that only its own unit knows', async () => {
    survivor = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'recordLanguageNeed', { case: survivor, languages: ['spa', 'hat'], interpreter: true });
    await running.record(azua(), 'describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia', familyName: 'Núñez' });
    await running.record(azua(), 'agreeSafeContact', { case: survivor, channel: 'PHONE', address: '809 555 0100', owner: 'una vecina' });
    given['screening'] = await running.record(azua(), 'recordScreening', { case: survivor, note: 'Le retuvieron el pasaporte.' });
    const { data } = await running.ask(azua(), caseFile, { id: survivor });
    expect(data?.['case']).toMatchObject({ id: survivor, matter: 'TRAFFICKING', open: true, lead: 'mmujer-azua', languages: ['hat', 'spa'] });
    expect(JSON.stringify(data)).toContain('Altagracia');
    for (const [name, other] of Object.entries(offices)) {
      if (name.startsWith('mmujer-azua')) continue;
      expect([name, (await running.ask(other, caseFile, { id: survivor })).data]).toEqual([name, { case: null }]);
    }
  });

  it('shares by consent: the consent alone opens nothing, the referral that rests on it does', async () => {
    const until = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const consent = { case: survivor, receiver: 'pgr-pett', categories: ['STATUS', 'PROTECTION'], for: 'PROSECUTION', language: 'hat', by: 'SURVIVOR', until, history: 'ALL', textVersion: '2026-1' };
    given['consent'] = await running.record(azua(), 'giveConsent', consent);
    expect(await entries(pett(), survivor)).toEqual([]);
    const command = { commandId: randomUUID(), case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'URGENT', consents: [given['consent'].id], need: 'Quiere denunciar.' };
    given['referral'] = await running.record(azua(), 'requestReferral', command);
    expect(await running.send(azua(), 'requestReferral', command)).toEqual(given['referral']);
    const received = await entries(pett(), survivor, { atLeast: given['referral'].position });
    expect(received.map(({ type }) => type)).toContain('ReferralRequested');
    expect(received.map(opened)).toContainEqual(expect.objectContaining({ need: 'Quiere denunciar.' }));
    expect(received.map(opened)).toContainEqual(expect.objectContaining({ note: 'Le retuvieron el pasaporte.' }));
    expect(JSON.stringify(received)).not.toMatch(/Altagracia|Núñez|809 555/);
  });

  it('lies in the inbox of the unit addressed, with the day it is due, and in the outbox of the sender', async () => {
    const { id = '' } = given['referral'] ?? {};
    const [received] = await listed(pett(), inbox);
    expect(received).toMatchObject({ id, case: survivor, from: 'mmujer-azua', to: 'pgr-pett', status: 'REQUESTED', dueBy: 'ADDRESSEE' });
    const hours = (Date.parse(received?.dueAt ?? '') - Date.now()) / 3_600_000;
    expect([hours > 71, hours <= 72]).toEqual([true, true]);
    expect(await listed(azua(), outbox)).toEqual([received]);
    expect(await listed(azua(), inbox)).toEqual([]);
    for (const other of ['mmujer-bani caseworker', 'dgm-sede caseworker', 'mmujer-casa shelter_manager', 'auditoria-sede auditor', 'mmujer-ciprom coordinator']) {
      expect([other, await listed(who(other), inbox), await listed(who(other), outbox)]).toEqual([other, [], []]);
    }
  });

  it('is accepted, served, and confirmed by who sent it', async () => {
    const { id: referral = '' } = given['referral'] ?? {};
    await running.record(pett(), 'acceptReferral', { referral });
    await running.record(pett(), 'startService', { referral });
    await running.record(pett(), 'completeService', { referral, outcome: 'SERVED', report: 'Denuncia presentada.' });
    expect(await listed(azua(), outbox)).toMatchObject([{ id: referral, status: 'COMPLETED', dueBy: 'SENDER' }]);
    given['confirmed'] = await running.record(azua(), 'confirmOutcome', { referral });
    expect((await listed(azua(), outbox))[0]?.status).toBe('CONFIRMED');
    expect((await entries(azua(), survivor)).map(({ type }) => type)).toEqual([
      'CaseOpened',
      'LanguageNeedRecorded',
      'SurvivorDescribed',
      'SafeContactAgreed',
      'ScreeningRecorded',
      'ConsentGiven',
      'ReferralRequested',
      'ReferralAccepted',
      'ServiceStarted',
      'ServiceCompleted',
      'OutcomeConfirmed',
    ]);
  });

  it('numbers its timeline from 1 for each who reads it, in pages that follow one another', async () => {
    for (const reader of [azua(), pett()]) {
      const all = await entries(reader, survivor);
      expect(all.map(({ n }) => n)).toEqual(all.map((_, i) => i + 1));
      const pages: Entry[] = [];
      for (let after: string | undefined; ; ) {
        const { data } = await running.ask(reader, timeline, { case: survivor, first: 3, ...(after ? { after } : {}) });
        const { edges, pageInfo } = data?.['caseTimeline'] as Edges<Entry>;
        pages.push(...edges.map(({ node }) => node));
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      expect(pages).toEqual(all);
    }
  });

  it('declines as well, and then the sender owes the next step', async () => {
    const { id: consent = '' } = given['consent'] ?? {};
    const referral = await running.record(azua(), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'CRIMINAL_COMPLAINT', priority: 'NORMAL', consents: [consent] });
    await running.record(pett(), 'declineReferral', { referral: referral.id, reason: 'NOT_OUR_MANDATE', note: 'Corresponde a otra fiscalía.' });
    expect(await listed(azua(), outbox)).toContainEqual(expect.objectContaining({ id: referral.id, status: 'DECLINED', dueBy: 'SENDER' }));
    await running.record(who('mmujer-azua supervisor'), 'decideNextStep', { referral: referral.id, step: 'SERVED_BY_SENDER' });
  });

  it('names a shelter, and who works there, only by codes of this case', async () => {
    const casa = who('mmujer-casa shelter_manager');
    const until = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const consent = await running.record(azua(), 'giveConsent', {
      case: survivor, receiver: 'mmujer-casa', categories: ['STATUS', 'IDENTITY', 'PROTECTION'], for: 'PROTECTION', language: 'spa', by: 'SURVIVOR', until, history: 'CURRENT', textVersion: '2026-1',
    });
    const referral = await running.record(azua(), 'requestReferral', { case: survivor, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [consent.id] });
    const hold = await running.record(casa, 'holdPlace', { unit: 'mmujer-casa' });
    expect(await running.refusal(casa, 'acceptReferral', { referral: referral.id })).toBe('HOLD_REQUIRED');
    const accepted = await running.record(casa, 'acceptReferral', { referral: referral.id, hold: hold.id });
    for (const { leaf } of [...(await running.system.store.readStream(`case-${survivor}`)), ...(await running.system.store.readStream(`referral-${referral.id}`))]) {
      expect(Buffer.from(leaf).toString()).not.toMatch(new RegExp(`mmujer-casa|${casa.agent ?? ''}`));
    }
    expect((await listed(casa, inbox)).map(({ id, status }) => ({ id, status }))).toEqual([{ id: referral.id, status: 'ACCEPTED' }]);
    expect(JSON.stringify(await entries(casa, survivor, { atLeast: accepted.position }))).toContain('Altagracia');
    expect(JSON.stringify(await entries(azua(), survivor))).not.toMatch(/"mmujer-casa"/);
  });

  it('shows the file as it stood at a moment, under the permissions of now', async () => {
    const [event] = (await recordsOf('ScreeningRecorded')).filter(({ case: of }) => of === survivor);
    const { data } = await running.ask(azua(), caseFile, { id: survivor, asOf: event?.recordedAt });
    expect(data?.['case']).toMatchObject({ consents: [], screenings: [{ id: given['screening']?.id }] });
  });

  it('leaves who served her nothing but their own part once the referral is closed', async () => {
    expect((await entries(pett(), survivor)).map(({ type }) => type)).toEqual(['ReferralAccepted', 'ServiceStarted', 'ServiceCompleted', 'OutcomeConfirmed', 'ReferralDeclined']);
  });

  it('ends what a consent opened when she takes it back, and goes on serving her', async () => {
    const { id: consent = '' } = given['consent'] ?? {};
    const referral = await running.record(azua(), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent], need: 'Acompañamiento' });
    const accepted = await running.record(pett(), 'acceptReferral', { referral: referral.id });
    expect(JSON.stringify(await entries(pett(), survivor, { atLeast: accepted.position }))).toMatch(/pasaporte/);
    const withdrawn = await running.record(azua(), 'withdrawConsent', { case: survivor, consent, by: 'SURVIVOR' });
    expect(JSON.stringify(await entries(pett(), survivor, { atLeast: withdrawn.position }))).not.toMatch(/pasaporte|Quiere denunciar/);
    expect(await running.refusal(azua(), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] })).toBe('CONSENT_ENDED');
    await running.record(pett(), 'startService', { referral: referral.id });
  });

  it('keeps a proof of every step that holds without this server', async () => {
    const { leafHash = '' } = given['confirmed'] ?? {};
    const ask = { query: 'query ($h: String!) { receipt(leafHash: $h) }', variables: { h: leafHash } };
    const receipt = await eventually(async () => (await running.post(ask, {})).data?.['receipt'] as string | null);
    const verifier = noteVerifier(running.system.notary.vkey('protocol'));
    expect(verifyTlogProof(receipt, fromBase64url(leafHash), [verifier])).toMatchObject({ ok: true });
    const answer = await running.post({ query: '{ checkpoint }' }, {});
    const note = openNote(String(answer.data?.['checkpoint']), [verifier]);
    expect(parseCheckpoint(note.text)?.origin).toBe('amparo.localhost/protocol');
    expect((JSON.parse(answer.text) as { extensions: object }).extensions).toEqual({ checkpoint: answer.data?.['checkpoint'] });
  });

  it('has every read of it on record before the answer leaves, and the reads that were refused', async () => {
    const count = (await recordsOf('RecordsRead')).length;
    await running.ask(pett(), timeline, { case: survivor }, { 'purpose-of-use': 'PROSECUTION' });
    const reads = await recordsOf('RecordsRead');
    expect(reads).toHaveLength(count + 1);
    const last = reads.at(-1);
    expect(last).toMatchObject({
      actor: { client: pett().client, agent: pett().agent, unit: 'pgr-pett', institution: 'pgr', role: 'prosecutor', assurance: 'ASSERTED' },
      purpose: 'PROSECUTION',
      data: { operation: 'caseTimeline', count: 1 },
    });
    expect(last?.stream).toMatch(/^access-pgr-pett-\d{4}-\d{2}-\d{2}-[0-9a-f]{12}$/);
    expect(last?.sealed?.[0]?.names).toEqual(['r000']);
    expect(JSON.stringify(reads)).not.toContain(survivor);

    await running.ask(who('dgm-sede caseworker'), timeline, { case: survivor });
    await running.stop();
    await running.start();
    expect((await recordsOf('ReadRefused')).filter(({ stream }) => stream.startsWith('access-dgm-')).length).toBeGreaterThan(0);
  });

  it('is the same after the server stops and starts again, and a retry still gets its first answer', async () => {
    const command = { commandId: randomUUID(), case: survivor, corrects: given['screening']?.events[0]?.id, reason: 'MISHEARD', corrected: [{ field: 'note', value: '"Le quitaron el pasaporte."' }] };
    const first = await running.record(azua(), 'correctEntry', command);
    const before = await entries(azua(), survivor);
    await running.stop();
    await running.start();
    const head = await running.system.store.head();
    expect(await running.send(azua(), 'correctEntry', command)).toEqual(first);
    expect(await running.system.store.head()).toBe(head);
    expect(await entries(azua(), survivor)).toEqual(before);
  });
});
