import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLeaf } from '@amparo/evidence';
import type { StoredEvent } from '@amparo/event-store';
import { caseFileOf } from '@amparo/institution-views/case-file/case-file';
import type { Visible } from '@amparo/institution-views/case-timeline/case-timeline';
import { compartmentOf } from '@amparo/institution-views/visibility/directory-memory';
import { configFrom, type Config } from '../../apps/api/src/config';
import type { System } from '../../apps/api/src/system';
import { checkStore } from '../../apps/cli/src/store-check';
import { naiveFile, naiveReferral, said, type Said } from './naive-file';
import { tellYear, type NationalYear } from './national-year';

jest.setTimeout(300_000);

const until = '2026-11-25T06:00:00.000Z';
const cases = 200;

const place = mkdtempSync(join(tmpdir(), 'amparo-year-'));
const configOf = (name: string): Config => configFrom({ AMPARO_DATA: join(place, name, 'data'), AMPARO_KEYS: join(place, name, 'keys'), AMPARO_LOG: 'silent', PORT: '0' });

async function stored(system: System): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for await (const events of system.store.readAll(0n)) all.push(...events);
  return all;
}

let national: NationalYear;
let events: Said[];

beforeAll(async () => {
  national = await tellYear(configOf('year'), { cases, seed: 9, until });
  const { store, vault, views } = national.system;
  await views.projector.start();
  const opens = ({ id, stream, type, parts }: StoredEvent, { schema, sealed = [] }: Said['envelope']): Record<string, unknown> =>
    Object.assign({}, ...sealed.map((descriptor) => vault.open({ id, stream, type, schema }, descriptor, parts.find(({ kid }) => kid === descriptor.kid)!)) as object[]);
  // What is read of a log of accesses is no business of a case.
  events = (await stored(national.system)).filter(({ stream }) => !stream.startsWith('access-')).map((one) => said(one, opens));
  expect(await store.head()).toBe(BigInt(national.events));
}, 240_000);

afterAll(() => rmSync(place, { recursive: true }));

const named = (type: string): Said[] => events.filter((one) => one.type === type);
const count = (...commands: string[]): number => commands.reduce((sum, one) => sum + (national.year.recorded.get(one) ?? 0), 0);

it('holds what was told, once each, and no story broke off', () => {
  expect(national.year.brokenOff).toEqual([]);
  expect(named('CaseOpened').filter(({ data }) => data['kind'] === 'SURVIVOR')).toHaveLength(cases);
  expect(named('CaseOpened')).toHaveLength(count('OpenCase'));
  expect(named('ReferralRequested')).toHaveLength(count('RequestReferral'));
  expect(named('ConsentGiven')).toHaveLength(count('GiveConsent'));
  expect(named('ContactReceived')).toHaveLength(count('ReceiveContact'));
  expect(named('SurvivorAdmitted')).toHaveLength(count('AdmitSurvivor'));
  expect(named('ReferralRequested').length / cases).toBeGreaterThan(2);
});

it('holds what a year has of everything: answers of every kind, consents that end, escalations, stays, permits, returns, investigations', () => {
  const kinds = new Set(events.map(({ type }) => type));
  const expected =
    'ReferralDeclined ReferralWaitlisted ReferralLapsed ReferralEscalated ReferralClosedForConsent SurvivorDeclined ReferralWithdrawn ServicePaused OutcomeConfirmed OutcomeDisputed NextStepDecided ' +
    'ConsentWithdrawn ConsentLapsed ConsentRefused SurvivorAdmitted SurvivorDischarged StayExtended PlaceFreed CaseCodeIssued ContactHandedOver ContactLinkedToCase CarePlanRevised FollowUpRecorded ' +
    'GuardianAppointed IdentificationDecided RecoveryAndReflectionEnded CaseClosed CaseReopened CaseEscalated PermitGranted ReturnCompleted InvestigationOpened MandateIssued MandateLapsed EntryCorrected GrievanceAnswered';
  expect(expected.split(' ').filter((type) => !kinds.has(type as never))).toEqual([]);
});

it('shows the lead of each case the file that a naive telling of its events gives', () => {
  const { vault, views } = national.system;
  const opened = ({ id, stream, type, schema, parts }: Visible): Record<string, unknown> => {
    const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
    return Object.assign({}, ...parts.map(({ descriptor, iv, ct, tag }) => vault.open({ id, stream, type, schema }, descriptor, { kid: descriptor.kid, iv: bytes(iv), ct: bytes(ct), tag: bytes(tag) })) as object[]);
  };
  const found = named('CaseOpened').map(({ stream, data }) => {
    const id = stream.slice('case-'.length);
    const held = views.store.compartment(compartmentOf(views.store.visibility.directory, data['lead'] as string)!);
    return caseFileOf(id, held.entries(id).map(({ entry }) => entry), opened);
  });
  expect(found).toHaveLength(count('OpenCase'));
  expect(found).toEqual(named('CaseOpened').map(({ stream }) => naiveFile(stream.slice('case-'.length), events)));
});

it('shows the sender of each referral how it stands, and the addressee how it ended, where her consent still holds', () => {
  const { views } = national.system;
  const { directory } = views.store.visibility;
  const ended = new Set([...named('ConsentWithdrawn'), ...named('ConsentLapsed')].map(({ data }) => data['consent']));
  let addressees = 0;
  for (const { stream, data } of named('ReferralRequested')) {
    const id = stream.slice('referral-'.length);
    const { to, ...naive } = naiveReferral(id, events);
    const sender = compartmentOf(directory, data['from'] as string)!;
    const sent = views.store.compartment(sender).row('referral', id) as Record<string, unknown>;
    const { from, service, priority, requestedAt, supersedes, status } = sent;
    expect({ referral: id, from, service, priority, requestedAt, supersedes, status }).toEqual(naive);
    if ((data['consents'] as string[]).some((one) => ended.has(one))) continue;
    const addressee = compartmentOf(directory, to as string)!;
    const received = views.store.compartment(addressee).row('referral', id) as Record<string, unknown>;
    expect({ id, status: received['status'] }).toEqual({ id, status });
    addressees++;
  }
  expect(addressees).toBeGreaterThan(count('RequestReferral') / 2);
});

it('is in the log whole, and verifies', async () => {
  await national.system.notary.start();
  await national.system.close();
  const { faults, events: checked, logs } = await checkStore(configOf('year').data);
  expect(faults).toEqual([]);
  expect(checked).toBe(national.events);
  expect(logs.map(({ size, checkpoint }) => checkpoint?.size === size && size > 0)).toEqual([true, true]);
});

it('is the same year when it is told again with the same seed, and another with another', async () => {
  const told = async (name: string, seed: number): Promise<string[]> => {
    const { system } = await tellYear(configOf(name), { cases: 20, seed, until });
    // Ids of what stands under a case code differ, as codes come of the key file, which is another each time.
    const all = (await stored(system)).map(({ position, type, leaf }) => `${position} ${type} ${readLeaf(leaf).at}`);
    await system.close();
    return all;
  };
  const first = await told('first', 3);
  expect(first.length).toBeGreaterThan(1_500);
  expect(await told('again', 3)).toEqual(first);
  expect(await told('other', 4)).not.toEqual(first);
}, 120_000);
