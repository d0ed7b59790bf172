import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLeaf } from '@amparo/evidence';
import { places } from '../../apps/api/src/config';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const hour = 3_600_000;
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

  /** What moved up, as `TYPE CLOCK LEVEL`, in the order of the log. */
  const movedUp = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const events of running.system.store.readAll(0n)) {
      for (const { type, leaf } of events) if (type.endsWith('Escalated')) found.push([type, ...Object.values(readLeaf(leaf).data)].join(' '));
    }
    return found;
  };
  const until = async (told: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < 100 && !(await told()); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const shown = async (to: Who, of: string): Promise<string[]> => {
    const { data } = await running.ask(to, timeline, { case: of });
    const { edges } = (data?.['caseTimeline'] ?? { edges: [] }) as { edges: { node: Entry }[] };
    return edges.map(({ node }) => node).filter(({ type }) => type.endsWith('Escalated')).map(({ type, clear }) => [type, ...clear.map(({ value }) => JSON.parse(value) as string)].join(' '));
  };

  let survivor = '';
  let referral = '';
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

  it('is measured by the deadlines that the operator set', async () => {
    expect(await running.refusal(azua(), 'giveConsent', consent(61))).toBe('UNTIL_TOO_FAR');
    const { id } = await running.record(azua(), 'giveConsent', consent(59));
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
    await until(async () => (await movedUp()).length > 0);
    expect(await movedUp()).toEqual([missed]);
    for (const side of [azua(), pett()]) expect(await shown(side, survivor)).toEqual([missed]);
    for (const other of ['dgm-sede caseworker', 'mmujer-ciprom coordinator', 'auditoria-sede auditor']) expect([other, await shown(who(other), survivor)]).toEqual([other, []]);
  });

  it('of a case is the lead’s business and nobody else’s, whatever is shared', async () => {
    await running.record(azua(), 'recordScreening', { case: survivor, note: 'Le retuvieron el pasaporte.', at: ago(24 * 30), late: 'PAPER_FORM' });
    const missed = 'CaseEscalated PRESUMPTION SUPERVISOR';
    await until(async () => (await movedUp()).includes(missed));
    expect(await shown(azua(), survivor)).toContain(missed);
    expect(await shown(pett(), survivor)).toEqual(['ReferralEscalated ANSWER SUPERVISOR']);
  });

  it('of a call in immediate danger that nobody takes, within a quarter of an hour', async () => {
    const linea = who('mmujer-linea intake');
    const call = { language: 'hat', caller: 'SELF', sex: 'FEMALE', anonymous: true };
    const { id: contact } = await running.record(linea, 'receiveContact', { channel: 'CALL', ...call, at: ago(1) });
    await running.record(linea, 'triageThreat', { contact, level: 'IMMEDIATE', at: ago(0.9) });
    await running.record(linea, 'handOverContact', { contact, to: 'sne911-central', basis: { kind: 'VITAL_INTERESTS' }, at: ago(0.5) });
    await until(async () => (await movedUp()).some((one) => one.startsWith('Contact')));
    expect(await movedUp()).toContain('ContactEscalated HAND_OVER SUPERVISOR');
    await running.record(who('sne911-central intake'), 'takeContact', { contact });
  });

  it('of an exclusion is audit’s alone: no file of the case tells', async () => {
    const input = { party: { kind: 'UNIT', id: 'dgm-sede' }, cases: [survivor], ground: 'Parentesco con el investigado', at: ago(24 * 5), late: 'NOT_SAFE_TO_RECORD' };
    await running.record(who('auditoria-sede auditor'), 'placeExclusion', input);
    await until(async () => (await movedUp()).some((one) => one.startsWith('Exclusion')));
    expect(await movedUp()).toContain('ExclusionEscalated CONFIRMATION AUDIT');
    for (const [name, reader] of Object.entries(offices)) expect([name, (await shown(reader, survivor)).filter((one) => one.startsWith('Exclusion'))]).toEqual([name, []]);
  });

  it('is told once: a restart without memory repeats nothing', async () => {
    const before = await movedUp();
    expect(before).toHaveLength(4);
    await running.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(`${places(running.config).process}${end}`, { force: true });
    await running.start();
    await until(async () => running.system.processMemory.checkpoint() >= (await running.system.store.head()));
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // what is due is given each second
    expect(await movedUp()).toEqual(before);
  });

  it('may be done late, and then goes no further', async () => {
    await running.record(pett(), 'acceptReferral', { referral });
    expect(await running.refusal(pett(), 'declineReferral', { referral, reason: 'NO_CAPACITY' })).toBe('ANSWERED_OTHERWISE');
    const { edges } = (await running.ask(azua(), '{ referralOutbox { edges { node { id status } } } }')).data?.['referralOutbox'] as { edges: { node: { id: string; status: string } }[] };
    expect(edges.find(({ node }) => node.id === referral)?.node.status).toBe('ACCEPTED');
  });

  it('is moved up by the server itself: no partner has a mutation for it', async () => {
    for (const mutation of ['escalateReferral', 'escalateCase', 'escalateContact', 'escalateStay', 'escalateReturn', 'escalatePermit', 'escalateExhibit', 'escalateExclusion']) {
      const { errors } = await running.ask(who('mmujer-azua supervisor'), `mutation { ${mutation}(input: {}) { __typename } }`);
      expect(errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});
