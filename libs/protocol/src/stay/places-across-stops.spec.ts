import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson, eventId, readLeaf } from '@amparo/evidence';
import { isRefusal, type Command, type CommandMeta } from '@amparo/event-sourcing';
import { meta } from '@amparo/event-sourcing/testing';
import { Histories, type EventStore, type EventToAppend, type Recording } from '@amparo/event-store';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { caseSlice, caseStream, DescribeSurvivor, OpenCase, type CaseFacts } from '../case/case';
import { Follower } from '../follower.process';
import { Directory } from '../institution/directory.handlers';
import { CaseStanding, Recorder, SubjectKeys, type Outcome } from '../recorder.handlers';
import { AcceptReferral, referralSlice, referralStream, WithdrawReferral } from '../referral/referral';
import { RequestReferral } from '../referral/referral-request';
import { referralHandlers } from '../referral/referral.handlers';
import { DeclareCapacity, noFacts, OpenUnit, unitSlice, unitStream } from '../unit/unit';
import { HoldPlace } from '../unit/places';
import { unitHandlers } from '../unit/unit.handlers';
import { takenPlace } from '../unit/taken-place.process';
import { AdmitSurvivor, DischargeSurvivor, staySlice, stayStream } from './stay';
import { stayHandlers } from './stay.handlers';
import { moved } from './moved.process';

const start = Date.parse('2026-01-05T12:00:00.000Z');
const hour = 3_600_000;
let n = 0;
const uuid = (): string => `01936b2e-7c00-7abc-8def-${(++n).toString(16).padStart(12, '0')}`;

class Stopped extends Error {}

/** A store that stops once, at one of its appends, before or after it has written. */
class StoppingStore {
  private appends = 0;
  constructor(
    private readonly store: EventStore,
    private readonly at: number,
    private readonly when: 'before' | 'after',
  ) {}
  for(): EventStore {
    const append = async (stream: string, expected: number, events: readonly EventToAppend[]): Promise<void> => {
      const stops = ++this.appends === this.at;
      if (stops && this.when === 'before') throw new Stopped();
      await this.store.append(stream, expected, events);
      if (stops) throw new Stopped();
    };
    return new Proxy(this.store, { get: (store, name) => (name === 'append' ? append : bound(store, name)) });
  }
}
const bound = (store: EventStore, name: string | symbol): unknown => {
  const member = store[name as keyof EventStore] as unknown;
  return typeof member === 'function' ? (member as () => unknown).bind(store) : member;
};

class Keys extends SubjectKeys {
  override destroy = (): Promise<never> => Promise.reject(new Error('nothing is erased here'));
  override createSubjectKeys(): Promise<void> {
    return Promise.resolve();
  }
  override caseCode(caseId: string, stands: string, of: string): string {
    return `cc-${createHash('sha256').update(`${caseId} ${stands} ${of}`).digest('hex').slice(0, 24)}`;
  }
}
class NobodyExcluded extends CaseStanding {
  override exclusions = () => Promise.resolve([]);
  override isExcluded = () => Promise.resolve(false);
  override isParty = () => Promise.resolve(true);
}

type Handler = new (recorder: Recorder, directory: Directory) => { execute(command: Command): Promise<Outcome> };
const all = [...unitHandlers, ...referralHandlers, ...stayHandlers] as readonly Handler[];

/** A house with places, and what a process that was started anew knows of it: nothing but the store. */
class World {
  readonly kept = new MemoryEventStore();
  private hours = 0;
  private readonly memory = new SqliteProcessMemory(':memory:', this.kept.epoch);

  now = (): string => new Date(start + this.hours * hour).toISOString();
  pass(hours: number): void {
    this.hours += hours;
  }
  meta(unit?: string, id = uuid()): CommandMeta {
    return meta({ id, at: this.now(), receivedAt: this.now(), actor: { client: 'desk', ...(unit !== undefined && { unit }), institution: 'mmujer', role: 'shelter_manager', assurance: 'ASSERTED' } });
  }

  recorder(store: EventStore = this.kept): Recorder {
    const recording: Recording = {
      store,
      histories: new Histories(store),
      seal: () => Promise.resolve({ descriptors: [], parts: [] }),
      now: this.now,
      digest: (input) => createHash('sha256').update(canonicalJson(input)).digest('base64url'),
      nonce: () => randomBytes(16),
    };
    return new Recorder(recording, new Keys(), new NobodyExcluded());
  }
  execute(command: Command, store?: EventStore): Promise<Outcome> {
    const recorder = this.recorder(store);
    const handler = all.find(({ name }) => name === `${command.type}Handler`);
    if (!handler) throw new Error(`nobody handles ${command.type}`);
    return new handler(recorder, new Directory(recorder)).execute(command);
  }
  /** What the process managers do, after a start and when hours have passed. */
  async processes(): Promise<void> {
    const follower = new Follower(this.kept, this.memory, [takenPlace(), moved], (command) => this.execute(command), this.now);
    await follower.catchUp();
    await follower.giveDue();
    await follower.catchUp();
  }
  close(): void {
    this.memory.close();
  }

  async taken(unit: string): Promise<string[]> {
    return Object.keys((await this.recorder().load(unitSlice, unitStream(unit))).state.taken);
  }

  static async with(...houses: string[]): Promise<World> {
    const world = new World();
    const recorder = world.recorder();
    const facts = () => Promise.resolve({ ...noFacts, administers: true });
    for (const unit of ['mmujer-azua', ...houses]) {
      const residential = unit !== 'mmujer-azua';
      await recorder.transact(unitSlice, unitStream(unit), new OpenUnit({ unit, name: unit, institution: 'mmujer', kind: residential ? 'SHELTER' : 'OFFICE', residential }, world.meta()), { facts });
      await recorder.transact(unitSlice, unitStream(unit), new DeclareCapacity({ unit, places: 1 }, world.meta()), { facts });
    }
    return world;
  }
  /** Her case, and a referral of hers to a house. */
  async referred(to: string, caseId = uuid()): Promise<{ caseId: string; referral: string }> {
    const recorder = this.recorder();
    const by = { unit: 'mmujer-azua', compartment: 'mmujer-azua' };
    const known = (): Promise<CaseFacts> => Promise.resolve({ by, lead: by });
    await recorder.transact(caseSlice, caseStream(caseId), new OpenCase({ case: caseId, subject: uuid(), matter: 'TRAFFICKING', kind: 'SURVIVOR' }, this.meta('mmujer-azua')), { case: caseId, facts: known });
    await recorder.transact(caseSlice, caseStream(caseId), new DescribeSurvivor({ case: caseId, ageBand: '24-26', sex: 'FEMALE' }, this.meta('mmujer-azua')), { facts: known });
    const referral = uuid();
    const house = await new Directory(recorder).party(to, caseId);
    const request = { caseOpen: true, survivorDied: false, lead: by, ageBand: '24-26' as const, consents: {}, toOpen: true, toOffers: true, sharing: { agreements: [], from: [], to: [] } };
    const command = new RequestReferral({ referral, case: caseId, to, service: 'SHELTER', priority: 'EMERGENCY', consents: [] }, { ...this.meta('mmujer-azua'), basis: { kind: 'VITAL_INTERESTS' } });
    await recorder.transact(referralSlice, referralStream(referral), command, { case: caseId, facts: () => Promise.resolve({ by, subject: 's', standsIn: false, from: by, request, ...(house && { to: house }) }) });
    return { caseId, referral };
  }
  async hold(unit: string): Promise<string> {
    const outcome = await this.execute(new HoldPlace({ unit, hold: '' }, this.meta(unit)));
    return isRefusal(outcome) ? outcome.refused : (outcome.created ?? '');
  }
}

const worlds: World[] = [];
const world = async (...houses: string[]): Promise<World> => worlds[worlds.push(await World.with(...houses)) - 1]!;
afterEach(() => worlds.splice(0).forEach((one) => one.close()));

const casa = 'mmujer-casa';
const stops = [1, 2, 3, 4, 5].flatMap((at) => (['before', 'after'] as const).map((when) => [at, when] as const));

describe('a place, wherever the program stops', () => {
  it.each(stops)('at its append %i, %s it is written: sent again, she is accepted, admitted and gone as if nothing had happened', async (at, when) => {
    const there = await world(casa);
    const { referral } = await there.referred(casa);
    const place = await there.hold(casa);
    for (const command of [new AcceptReferral({ referral, hold: place }, there.meta(casa)), new AdmitSurvivor({ referral, dependants: [] }, there.meta(casa))]) {
      const stopping = new StoppingStore(there.kept, at, when).for();
      await there.execute(command, stopping).catch((error: Error) => expect(error).toBeInstanceOf(Stopped));
      await there.processes();
      expect(isRefusal(await there.execute(command))).toBe(false);
      await there.processes();
      expect(await there.taken(casa)).toEqual([place]);
      expect(await there.hold(casa)).toBe('NO_PLACE_LEFT');
    }
    there.pass(1_000);
    await there.processes();
    expect([await there.taken(casa), await there.hold(casa)]).toEqual([[place], 'NO_PLACE_LEFT']);
    const goes = new DischargeSurvivor({ stay: referral, reason: 'FAMILY' }, there.meta(casa));
    await there.execute(goes, new StoppingStore(there.kept, at, when).for()).catch((error: Error) => expect(error).toBeInstanceOf(Stopped));
    await there.execute(goes);
    await there.processes();
    expect(await there.taken(casa)).toEqual([]);
    expect(await there.hold(casa)).not.toBe('NO_PLACE_LEFT');
  });

  it.each(stops)('at its append %i, %s it is written, and never sent again: the place is free again after a while, and was nobody else’s till then', async (at, when) => {
    const there = await world(casa);
    const { referral } = await there.referred(casa);
    const place = await there.hold(casa);
    await there.execute(new AcceptReferral({ referral, hold: place }, there.meta(casa)), new StoppingStore(there.kept, at, when).for()).catch((error: Error) => expect(error).toBeInstanceOf(Stopped));
    await there.processes();
    expect(await there.hold(casa)).toBe('NO_PLACE_LEFT');
    const { state } = await there.recorder().load(referralSlice, referralStream(referral));
    there.pass(13);
    await there.processes();
    if (state.status === 'ACCEPTED') {
      expect(await there.taken(casa)).toEqual([place]);
      await there.execute(new WithdrawReferral({ referral, reason: 'NOT_NEEDED' }, { ...there.meta('mmujer-azua') }));
      await there.processes();
      there.pass(2);
      await there.processes();
    }
    expect(await there.taken(casa)).toEqual([]);
    expect(await there.hold(casa)).not.toBe('NO_PLACE_LEFT');
  });

  it('is given once, to one of two who race for it, wherever the first of them stops', async () => {
    for (const [at, when] of stops) {
      const there = await world(casa);
      const [one, other] = [await there.referred(casa), await there.referred(casa)];
      const place = await there.hold(casa);
      const accept = ({ referral }: { referral: string }) => new AcceptReferral({ referral, hold: place }, there.meta(casa));
      const first = accept(one);
      const stopping = new StoppingStore(there.kept, at, when).for();
      await Promise.all([there.execute(first, stopping).catch(() => undefined), there.execute(accept(other)).catch(() => undefined)]);
      await there.execute(first);
      const statuses = await Promise.all([one, other].map(async ({ referral }) => (await there.recorder().load(referralSlice, referralStream(referral))).state.status));
      expect([at, when, statuses.sort()]).toEqual([at, when, ['ACCEPTED', 'REQUESTED']]);
      expect(await there.taken(casa)).toEqual([place]);
    }
  });

  it('is given back by the house she left for another, though its process managers stopped in between and forgot everything', async () => {
    const there = await world(casa, 'casa-malala');
    const { referral, caseId } = await there.referred(casa);
    const place = await there.hold(casa);
    await there.execute(new AcceptReferral({ referral, hold: place }, there.meta(casa)));
    await there.execute(new AdmitSurvivor({ referral, dependants: [] }, there.meta(casa)));
    const second = await there.referred('casa-malala', caseId);
    const elsewhere = await there.hold('casa-malala');
    await there.execute(new AcceptReferral({ referral: second.referral, hold: elsewhere }, there.meta('casa-malala')));
    there.pass(1);
    await there.execute(new AdmitSurvivor({ referral: second.referral, dependants: [] }, there.meta('casa-malala')));
    await there.processes();
    expect([await there.taken(casa), await there.taken('casa-malala')]).toEqual([[], [elsewhere]]);
    const { state } = await there.recorder().load(staySlice, stayStream(referral));
    expect(state).toMatchObject({ status: 'DISCHARGED', because: 'MOVED' });
    const head = await there.kept.head();
    const forgotten = new SqliteProcessMemory(':memory:', there.kept.epoch);
    await new Follower(there.kept, forgotten, [takenPlace(), moved], (command) => there.execute(command), there.now).catchUp();
    forgotten.close();
    expect(await there.kept.head()).toBe(head);
  });
});

it('tells nobody for whom it is: what the unit’s stream says of a taken place names neither case, referral, agent nor client', async () => {
  const there = await world(casa);
  const { caseId, referral } = await there.referred(casa);
  const accept = new AcceptReferral({ referral, hold: await there.hold(casa) }, there.meta(casa));
  await there.execute(accept);
  const [taking] = (await there.kept.readStream(unitStream(casa))).filter(({ type }) => type === 'PlaceTaken').map(({ leaf }) => readLeaf(leaf));
  expect(taking).toMatchObject({ actor: { client: 'amparo', assurance: 'AUTHENTICATED' }, purpose: 'RECORD' });
  expect(Object.keys(taking!)).not.toEqual(expect.arrayContaining(['case']));
  for (const secret of [caseId, referral, accept.meta.correlation, 'desk']) expect(JSON.stringify(taking)).not.toContain(secret);
  expect(eventId('amparo', 'x', accept.meta.id, 0)).not.toBe(taking!.command.id);
});
