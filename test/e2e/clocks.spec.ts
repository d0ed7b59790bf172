import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLeaf } from '@amparo/evidence';
import { places } from '../../apps/api/src/config';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Who } from './running';

jest.setTimeout(60_000);

const hour = 3_600_000;
const everythingButTheDate = ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
const ago = (hours: number): string => new Date(Date.now() - hours * hour).toISOString();
const timeline = 'query ($case: ID!) { caseTimeline(case: $case, first: 50) { edges { node { type clear { name value } } } } }';
type Entry = { type: string; clear: { name: string; value: string }[] };

describe('what is not done in time', () => {
  let running: Running;
  let offices: Offices;
  let folder: string;
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const pett = (): Who => who('pgr-pett prosecutor');

  /** What moved up, as `TYPE CLOCK LEVEL`, in the order of the log; of one stream, or of all. */
  const movedUp = async (of?: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const events of running.system.store.readAll(0n)) {
      for (const { type, stream, leaf } of events) if (type.endsWith('Escalated') && (of ?? stream) === stream) found.push([type, ...Object.values(readLeaf(leaf).data)].join(' '));
    }
    return found;
  };
  /** Everything that moved up, once something of that stream has. */
  const movedUpWith = (stream: string): Promise<string[]> =>
    eventually(async () => {
      expect(await movedUp(stream)).not.toEqual([]);
      return movedUp();
    });
  const shown = async (to: Who, of: string): Promise<string[]> => {
    const { data } = await running.ask(to, timeline, { case: of });
    const { edges } = (data?.['caseTimeline'] ?? { edges: [] }) as { edges: { node: Entry }[] };
    return edges.map(({ node }) => node).filter(({ type }) => type.endsWith('Escalated')).map(({ type, clear }) => [type, ...clear.map(({ value }) => JSON.parse(value) as string)].join(' '));
  };

  let survivor = '';
  let referral = '';
  let agreed = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'amparo-clocks-'));
    const file = join(folder, 'clocks.json');
    writeFileSync(file, JSON.stringify({ heldPlace: '2 hours', longestConsent: '60 days', referralAnswered: { NORMAL: '10 days' } }));
    running = await Running.founded({ AMPARO_CLOCKS: file });
    offices = await openOffices(running);
    survivor = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    await running.record(azua(), 'recordLanguageNeed', { case: survivor, languages: ['spa'], interpreter: false });
  });
  afterAll(async () => {
    await running.end();
    rmSync(folder, { recursive: true });
  });

  const consent = (days: number) => ({
    case: survivor,
    receiver: 'pgr-pett',
    categories: ['STATUS', 'PROTECTION'],
    for: 'PROSECUTION',
    language: 'spa',
    by: 'SURVIVOR',
    until: ago(-24 * days),
    history: 'ALL',
    textVersion: '1',
  });

  /** A call in immediate danger that was handed over so many hours ago. */
  const notTaken = async (hours: number): Promise<string> => {
    const linea = who('mmujer-linea intake');
    const call = { language: 'hat', caller: 'SELF', sex: 'FEMALE', anonymous: true };
    const { id: contact } = await running.record(linea, 'receiveContact', { channel: 'CALL', ...call, at: ago(1) });
    await running.record(linea, 'triageThreat', { contact, level: 'IMMEDIATE', at: ago(0.9) });
    await running.record(linea, 'handOverContact', { contact, to: 'sne911-central', basis: { kind: 'VITAL_INTERESTS' }, at: ago(hours) });
    return contact;
  };

  it('is measured by the deadlines that the operator set', async () => {
    expect(await running.refusal(azua(), 'giveConsent', consent(61))).toBe('UNTIL_TOO_FAR');
    const { id } = await running.record(azua(), 'giveConsent', consent(59));
    agreed = id;
    const hold = await running.record(who('mmujer-casa shelter_manager'), 'holdPlace', { unit: 'mmujer-casa' });
    const [held] = (await running.system.store.readStream('unit-mmujer-casa')).filter(({ type }) => type === 'PlaceHeld').map(({ leaf }) => readLeaf(leaf));
    expect(held?.data['hold']).toBe(hold.id);
    expect((Date.parse(String(held?.data['until'])) - Date.parse(String(held?.at))) / hour).toBe(2);
    const { id: normal } = await running.record(azua(), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [id] });
    const { data } = await running.ask(azua(), '{ referralOutbox { edges { node { id dueAt } } } }');
    const due = (data?.['referralOutbox'] as { edges: { node: { id: string; dueAt: string } }[] }).edges.find(({ node }) => node.id === normal)?.node.dueAt;
    expect(Math.round((Date.parse(due ?? '') - Date.now()) / hour)).toBe(240);
    await running.record(azua(), 'withdrawReferral', { referral: normal, reason: 'NOT_NEEDED' });
    referral = (await running.record(azua(), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'EMERGENCY', consents: [id], at: ago(30) })).id;
  });

  it('goes to the supervisor by an event, on record for both sides of a referral, and no further before the supervisor’s time is over', async () => {
    const missed = 'ReferralEscalated ANSWER SUPERVISOR';
    expect(await movedUpWith(`referral-${referral}`)).toEqual([missed]);
    for (const side of [azua(), pett()]) expect(await shown(side, survivor)).toEqual([missed]);
    for (const other of ['dgm-sede caseworker', 'mmujer-ciprom coordinator', 'auditoria-sede auditor']) expect([other, await shown(who(other), survivor)]).toEqual([other, []]);
  });

  it('of a case is the lead’s business and nobody else’s, whatever is shared', async () => {
    await running.record(azua(), 'recordScreening', { case: survivor, note: 'Le retuvieron el pasaporte.', at: ago(24 * 30), late: 'PAPER_FORM' });
    const missed = 'CaseEscalated PRESUMPTION SUPERVISOR';
    expect(await movedUpWith(`case-${survivor}`)).toContain(missed);
    expect(await shown(azua(), survivor)).toContain(missed);
    expect(await shown(pett(), survivor)).toEqual(['ReferralEscalated ANSWER SUPERVISOR']);
  });

  it('of a call in immediate danger that nobody takes, within a quarter of an hour', async () => {
    const contact = await notTaken(0.5);
    expect(await movedUpWith(`contact-${contact}`)).toContain('ContactEscalated HAND_OVER SUPERVISOR');
    await running.record(who('sne911-central intake'), 'takeContact', { contact });
  });

  it('of an exclusion is audit’s alone: no file of the case tells', async () => {
    const input = { party: { kind: 'UNIT', id: 'dgm-sede' }, cases: [survivor], ground: 'Parentesco con el investigado', at: ago(24 * 5), late: 'NOT_SAFE_TO_RECORD' };
    const { id: exclusion } = await running.record(who('auditoria-sede auditor'), 'placeExclusion', input);
    expect(await movedUpWith(`exclusion-${exclusion}`)).toContain('ExclusionEscalated CONFIRMATION AUDIT');
    for (const [name, reader] of Object.entries(offices)) expect([name, (await shown(reader, survivor)).filter((one) => one.startsWith('Exclusion'))]).toEqual([name, []]);
  });

  it('is told once: a restart without memory repeats nothing', async () => {
    const before = await movedUp();
    expect(before).toHaveLength(4);
    await running.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(`${places(running.config).process}${end}`, { force: true });
    await running.start();
    const later = await notTaken(0.3); // due after all that is told: once it has moved up, everything before it has been looked at
    expect(await movedUpWith(`contact-${later}`)).toEqual([...before, 'ContactEscalated HAND_OVER SUPERVISOR']);
  });

  it('is moved up by the server itself: no partner has a mutation for it', async () => {
    for (const mutation of ['escalateReferral', 'escalateCase', 'escalateContact', 'escalateStay', 'escalateReturn', 'escalatePermit', 'escalateExhibit', 'escalateExclusion']) {
      const { errors } = await running.ask(who('mmujer-azua supervisor'), `mutation { ${mutation}(input: {}) { __typename } }`);
      expect(errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  it('may be done late, and then goes no further, when what is still not done goes to the coordination body', async () => {
    await running.record(pett(), 'acceptReferral', { referral });
    expect(await running.refusal(pett(), 'declineReferral', { referral, reason: 'NO_CAPACITY' })).toBe('ANSWERED_OTHERWISE');
    const { edges } = (await running.ask(azua(), '{ referralOutbox { edges { node { id status } } } }')).data?.['referralOutbox'] as { edges: { node: { id: string; status: string } }[] };
    expect(edges.find(({ node }) => node.id === referral)?.node.status).toBe('ACCEPTED');
    await running.record(pett(), 'startService', { referral });
    const { id: other } = await running.record(azua(), 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'EMERGENCY', consents: [agreed], at: ago(25) });
    await movedUpWith(`referral-${other}`);

    await running.stop(); // a clock that jumps under a server is not believed; one that starts a day later is
    jest.useFakeTimers({ now: Date.now() + 25 * hour, doNotFake: [...everythingButTheDate] });
    try {
      await running.start();
      await eventually(async () => {
        expect(await movedUp(`referral-${other}`)).toEqual(['ReferralEscalated ANSWER SUPERVISOR', 'ReferralEscalated ANSWER COORDINATION_BODY']);
        return true;
      });
      expect(await movedUp(`referral-${referral}`)).toEqual(['ReferralEscalated ANSWER SUPERVISOR']);
    } finally {
      jest.useRealTimers();
    }
  });
});
