import fc from 'fast-check';
import { isRefusal, type Command, type Decider, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { eventId } from '@amparo/evidence';
import { caseFile } from './case/case';
import { EscalateCase } from './case/case-clocks';
import { caseEscalation } from './case/case-clocks.process';
import { clocks } from './clocks';
import { contact } from './contact/contact';
import { contactEscalation } from './contact/contact-clocks.process';
import { EscalateExclusion, exclusion } from './exclusion/exclusion';
import { exclusionEscalation } from './exclusion/exclusion-clocks.process';
import { exhibit } from './exhibit/exhibit';
import { exhibitEscalation } from './exhibit/exhibit-clocks.process';
import { Follower } from './follower.process';
import { permit } from './permit/permit';
import { permitEscalation } from './permit/permit-clocks.process';
import type { Outcome } from './recorder.handlers';
import { EscalateReferral, referral } from './referral/referral';
import type { ReferralEvent } from './referral/referral-events';
import { referralEscalation } from './referral/referral-clocks.process';
import { survivorReturn } from './return/return';
import { returnEscalation } from './return/return-clocks.process';
import { stay } from './stay/stay';
import { stayEscalation } from './stay/stay-clocks.process';

const noon = Date.parse('2026-02-23T12:00:00.000Z');
const at = (hours: number): string => new Date(noon + hours * 3_600_000).toISOString();
const uuid = (n: number): string => `01936b2e-7c00-8abc-8def-${n.toString(16).padStart(12, '0')}`;

/** Events that say by their name what moved up. */
const raised: Readonly<Record<string, string>> = { StayReviewDue: 'REVIEW SUPERVISOR', PermitRenewalDue: 'RENEWAL SUPERVISOR' };
const processes = [referralEscalation, caseEscalation, contactEscalation, stayEscalation, returnEscalation, permitEscalation, exhibitEscalation, exclusionEscalation].map((escalates) => escalates(clocks));
const deciders: Readonly<Record<string, Decider<unknown, Command, DomainEvent, object, string>>> = { referral, case: caseFile, contact, stay, return: survivorReturn, permit, exhibit, exclusion } as never;
const streamOf = ({ input }: Command): string => {
  const [kind] = Object.keys(deciders).filter((one) => one in (input as object));
  return `${kind}-${(input as Record<string, string>)[kind ?? '']}`;
};

const opened: SqliteProcessMemory[] = [];
afterEach(() => opened.splice(0).forEach((memory) => memory.close()));

/** A store whose commands are decided as the handlers decide them, with a clock that a test sets, and process managers that come and go. */
class World {
  readonly store = new MemoryEventStore();
  memory = this.remembering();
  hours = 0;
  private readonly taken = new Set<string>();

  remembering(): SqliteProcessMemory {
    const memory = new SqliteProcessMemory(':memory:', this.store.epoch);
    opened.push(memory);
    return memory;
  }

  async record(stream: string, type: string, data: object = {}, own?: string): Promise<void> {
    const id = own ?? uuid(Number(await this.store.head()) + 1);
    const seq = (await this.store.readStream(stream)).length;
    const leaf = Buffer.from(JSON.stringify({ ...recorded({ type, data }, { id, stream, seq, at: at(this.hours), recordedAt: at(this.hours) }), schema: 1 }));
    await this.store.append(stream, seq - 1, [{ id, type, leaf, parts: [] }]);
  }

  async events(stream: string): Promise<Recorded<DomainEvent>[]> {
    return (await this.store.readStream(stream)).map(({ leaf }) => JSON.parse(Buffer.from(leaf).toString()) as Recorded<DomainEvent>);
  }

  /** What moved up, as `TYPE CLOCK LEVEL`. */
  async movedUp(stream: string): Promise<string[]> {
    return (await this.events(stream)).filter(({ type }) => type.endsWith('Escalated') || type in raised).map(({ type, data }) => raised[type] ?? Object.values(data).join(' '));
  }

  /** Lets process managers take in what is there, and give what is due, until nothing is left to do. */
  async run(): Promise<void> {
    for (let before = -1n; before !== (await this.store.head()); ) {
      before = await this.store.head();
      const follower = new Follower(this.store, this.memory, processes, (command) => this.take(command), () => at(this.hours));
      await follower.catchUp();
      await follower.giveDue();
    }
  }

  private async take(command: Command): Promise<Outcome> {
    const stream = streamOf(command);
    const done = { events: [] } as never;
    if (this.taken.has(`${stream} ${command.meta.id}`)) return done;
    const { decide, evolve, initial } = deciders[stream.split('-')[0]!]!;
    const decision = decide(command, (await this.events(stream)).reduce(evolve, initial), { by: { unit: '', compartment: '' }, persons: {} });
    if (isRefusal(decision)) return decision;
    for (const [i, { type, data }] of decision.entries()) await this.record(stream, type, data, eventId('amparo', stream, command.meta.id, i));
    if (decision.length > 0) this.taken.add(`${stream} ${command.meta.id}`);
    return done;
  }
}

const request = (priority = 'URGENT') => ({ from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', priority, consents: [] });
const r = 'referral-r';

describe('a referral that nobody answers', () => {
  it('moves up when it is due, and again when the supervisor’s time is over, each once', async () => {
    const world = new World();
    await world.record(r, 'ReferralRequested', request());
    const told: [number, string[]][] = [];
    for (const hours of [0, 71, 72, 73, 143, 144, 145, 2_000]) {
      world.hours = hours;
      await world.run();
      told.push([hours, await world.movedUp(r)]);
    }
    const [supervisor, body] = ['ANSWER SUPERVISOR', 'ANSWER COORDINATION_BODY'];
    expect(told).toEqual([[0, []], [71, []], [72, [supervisor]], [73, [supervisor]], [143, [supervisor]], [144, [supervisor, body]], [145, [supervisor, body]], [2_000, [supervisor, body]]]);
  });

  it('moves up once, whatever is lost and however often it is told', async () => {
    const world = new World();
    await world.record(r, 'ReferralRequested', request());
    for (const hours of [0, 72, 144, 300]) {
      world.hours = hours;
      await world.run();
      world.memory = world.remembering(); // lost
      await world.run();
      const head = await world.store.head();
      for (let from = 0n; from <= head; from++) {
        world.memory.moveTo(from); // and told again from there, with what it remembers ahead
        await world.run();
      }
    }
    expect(await world.movedUp(r)).toEqual(['ANSWER SUPERVISOR', 'ANSWER COORDINATION_BODY']);
  });

  it('after a week in which nothing ran, is a supervisor’s for their whole time before it is the body’s', async () => {
    const world = new World();
    await world.record(r, 'ReferralRequested', request());
    await world.run();
    world.hours = 7 * 24;
    await world.run();
    expect(await world.movedUp(r)).toEqual(['ANSWER SUPERVISOR']);
    world.hours += 71;
    await world.run();
    expect(await world.movedUp(r)).toHaveLength(1);
    world.hours += 1;
    await world.run();
    expect(await world.movedUp(r)).toEqual(['ANSWER SUPERVISOR', 'ANSWER COORDINATION_BODY']);
  });

  it.each(['ReferralAccepted', 'ReferralDeclined', 'ReferralWithdrawn', 'SurvivorDeclined', 'ReferralEnteredInError'])('moves up no further after a late answer: %s', async (type) => {
    const world = new World();
    await world.record(r, 'ReferralRequested', request());
    world.hours = 80;
    await world.run();
    await world.record(r, type);
    world.hours = 150;
    await world.run();
    expect(await world.movedUp(r)).toEqual(['ANSWER SUPERVISOR']);
  });

  it('does not move up by a command that comes after the answer, nor before its time, nor past a level', async () => {
    const requested = { type: 'ReferralRequested', data: request() } as ReferralEvent;
    const escalate = (level: 'SUPERVISOR' | 'COORDINATION_BODY', hours: number) =>
      [new EscalateReferral({ referral: 'r', clock: 'ANSWER', level }, meta({ receivedAt: at(hours) })), { by: { unit: '', compartment: '' }, subject: '', standsIn: false }] as const;
    const told = (...events: ReferralEvent[]) => given(referral)(...events.map((event) => recorded(event, { at: at(0) }) as Recorded<ReferralEvent>));
    const supervisor: ReferralEvent = { type: 'ReferralEscalated', data: { clock: 'ANSWER', level: 'SUPERVISOR' } };
    told(requested).when(...escalate('SUPERVISOR', 72)).then(supervisor);
    told(requested).when(...escalate('SUPERVISOR', 71)).thenRefused('NOT_DUE');
    told(requested).when(...escalate('COORDINATION_BODY', 1_000)).thenRefused('NOT_DUE');
    told(requested, supervisor).when(...escalate('SUPERVISOR', 1_000)).thenNothing();
    told(requested, { type: 'ReferralAccepted', data: {} }).when(...escalate('SUPERVISOR', 1_000)).thenNothing();
    told().when(...escalate('SUPERVISOR', 1_000)).thenRefused('NOT_FOUND');
  });

  it('waits while information is asked for', async () => {
    const world = new World();
    await world.record(r, 'ReferralRequested', request());
    world.hours = 70;
    await world.record(r, 'InformationRequested');
    world.hours = 100;
    await world.run();
    expect(await world.movedUp(r)).toEqual([]);
    await world.record(r, 'InformationSupplied');
    world.hours = 102;
    await world.run();
    expect(await world.movedUp(r)).toEqual(['ANSWER SUPERVISOR']);
  });

  it('is followed through service, outcome and a dispute: each run of a clock moves up by itself', async () => {
    const world = new World();
    const step = async (type: string, data: object = {}): Promise<void> => {
      await world.record(r, type, data);
      world.hours += 40 * 24;
      await world.run();
    };
    await step('ReferralRequested', request('NORMAL'));
    for (const type of ['ReferralAccepted', 'ServiceStarted', 'ServicePaused', 'ServiceResumed', 'ServiceCompleted', 'OutcomeDisputed', 'ServiceCompleted', 'OutcomeConfirmed']) await step(type);
    // The machine looked once in forty days: the supervisor had no time yet.
    expect(await world.movedUp(r)).toEqual(['ANSWER SUPERVISOR', 'SERVICE SUPERVISOR', 'OUTCOME SUPERVISOR', 'OUTCOME SUPERVISOR']);
  });

  const steps = fc.array(
    fc.record({
      after: fc.nat(200),
      type: fc.constantFrom('', '', 'ReferralAcknowledged', 'InformationRequested', 'InformationSupplied', 'ReferralAccepted', 'ReferralDeclined', 'NextStepDecided', 'ServiceStarted', 'ServiceCompleted', 'OutcomeDisputed', 'OutcomeConfirmed'),
      happens: fc.constantFrom('', 'LOST', 'BEHIND'),
    }),
    { maxLength: 14 },
  );
  it('moves up the same whatever happens to what is remembered, and once to each level of a run', () =>
    fc.assert(
      fc.asyncProperty(steps, async (told) => {
        const [plain, shaken] = [new World(), new World()];
        for (const world of [plain, shaken]) await world.record(r, 'ReferralRequested', request());
        for (const { after, type, happens } of told) {
          for (const world of [plain, shaken]) {
            world.hours += after;
            if (type !== '') await world.record(r, type);
          }
          if (happens === 'LOST') shaken.memory = shaken.remembering();
          if (happens === 'BEHIND') shaken.memory.moveTo(shaken.memory.checkpoint() / 2n);
          for (const world of [plain, shaken]) await world.run();
        }
        const types = (world: World) => world.events(r).then((events) => events.map(({ type, data, at: when }) => [type, data, when]));
        expect(await types(shaken)).toEqual(await types(plain));
        let reached = new Set<string>();
        for (const { type, data } of await plain.events(r)) {
          if (type === 'ServiceCompleted') reached = new Set();
          if (type !== 'ReferralEscalated') continue;
          const step = Object.values(data).join(' ');
          expect(reached).not.toContain(step);
          reached.add(step);
        }
      }),
      { numRuns: 60 },
    ));
});

describe('a case', () => {
  const k = 'case-k';
  const open = { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: 'mmujer-azua' };

  it('in which nobody decided on a presumption moves up after five working days', async () => {
    const world = new World();
    await world.record(k, 'CaseOpened', open);
    await world.record(k, 'ScreeningRecorded', { screening: 's1' });
    world.hours = 8 * 24;
    await world.run();
    expect(await world.movedUp(k)).toEqual([]);
    world.hours = 9 * 24; // the Friday was Independence Day
    await world.run();
    world.memory = world.remembering();
    await world.run();
    expect(await world.movedUp(k)).toEqual(['PRESUMPTION SUPERVISOR']);
    world.hours += 7 * 24;
    await world.run();
    expect(await world.movedUp(k)).toEqual(['PRESUMPTION SUPERVISOR', 'PRESUMPTION COORDINATION_BODY']);
  });

  it('gives notice of the end of each consent, once', async () => {
    const world = new World();
    await world.record(k, 'CaseOpened', open);
    for (const [consent, days] of [['c', 90], ['d', 100], ['e', 7]] as const) await world.record(k, 'ConsentGiven', { consent, until: at(24 * days) });
    for (const days of [59, 60, 69, 70, 80]) {
      world.hours = days * 24;
      await world.run();
    }
    expect((await world.events(k)).flatMap(({ type, data, at: when }) => (type === 'CaseEscalated' ? [[data, when]] : []))).toEqual([
      [{ clock: 'CONSENT_END', level: 'AGENT', of: 'c' }, at(24 * 60)],
      [{ clock: 'CONSENT_END', level: 'AGENT', of: 'd' }, at(24 * 70)],
    ]);
  });

  it('that is closed waits for nobody, and opened again is late at once', async () => {
    const world = new World();
    await world.record(k, 'CaseOpened', open);
    await world.record(k, 'ScreeningRecorded', { screening: 's1' });
    await world.record(k, 'CaseClosed', { reason: 'CONTACT_LOST' });
    world.hours = 30 * 24;
    await world.run();
    expect(await world.movedUp(k)).toEqual([]);
    await world.record(k, 'CaseReopened', { reason: 'CAME_BACK' });
    await world.run();
    expect(await world.movedUp(k)).toEqual(['PRESUMPTION SUPERVISOR']);
  });

  it('is moved up by its own decision alone', () => {
    const screened = recorded({ type: 'ScreeningRecorded', data: { screening: 's1' } }, { at: at(0) });
    const early = new EscalateCase({ case: 'k', clock: 'PRESUMPTION', level: 'SUPERVISOR' }, meta({ receivedAt: at(24) }));
    const facts = { by: { unit: '', compartment: '' } };
    given(caseFile)({ type: 'CaseOpened', data: open } as never, screened as never).when(early, facts).thenRefused('NOT_DUE');
    given(caseFile)(screened as never).when(early, facts).thenRefused('NOT_FOUND');
  });
});

describe('an exclusion that nobody confirms', () => {
  const e = 'exclusion-e';
  const place = { party: { kind: 'UNIT', id: 'mmujer-azua' }, cases: ['k'] };

  it('goes to audit after 72 hours, once, and nowhere else', async () => {
    const world = new World();
    await world.record('case-k', 'CaseOpened', { lead: 'pgr-pett' });
    await world.record(e, 'ExclusionPlaced', place);
    for (const hours of [71, 72, 500]) {
      world.hours = hours;
      await world.run();
      expect(await world.movedUp(e)).toEqual(hours < 72 ? [] : ['CONFIRMATION AUDIT']);
    }
    expect(await world.events('case-k')).toHaveLength(1); // rule 8: the case does not tell
  });

  it.each(['ExclusionConfirmed', 'ExclusionLifted'])('goes nowhere after %s', async (type) => {
    const world = new World();
    await world.record(e, 'ExclusionPlaced', place);
    await world.record(e, type);
    world.hours = 500;
    await world.run();
    expect(await world.movedUp(e)).toEqual([]);
  });

  it('that is not there tells nothing', () => {
    const command = new EscalateExclusion({ exclusion: 'e', clock: 'CONFIRMATION', level: 'AUDIT' }, meta());
    const facts = { by: { person: '', institution: '' }, partyKnown: true, mayPlace: false, excluded: false, audits: false, persons: {} };
    given(exclusion)().when(command, facts).thenRefused('NOT_FOUND');
  });
});

describe('what else nobody does in time', () => {
  const supervisor = { NORMAL: 7 * 24, EMERGENCY: 24 };
  const months = (n: number): number => [0, 28 * 24 + 16, 0, 89 * 24 + 16][n]!;
  it.each<[string, string, readonly (readonly [type: string, data: object])[], number, string, number | undefined]>([
    ['the review of a stay', 'stay-s', [['SurvivorAdmitted', { unit: 'cc-1', place: 'p', dependants: [], met: [] }]], 720, 'REVIEW', supervisor.NORMAL],
    [
      'the renewal of a permit',
      'permit-p',
      [['PermitApplied', { asks: 'GRANT', class: 'HUMANITARIAN', to: 'dgm', consents: [] }], ['PermitGranted', { class: 'HUMANITARIAN', from: '2026-02-23', until: '2026-06-22' }]],
      60 * 24 - 8,
      'RENEWAL',
      supervisor.NORMAL,
    ],
    ['a visit after a return', 'return-r', [['ReturnNotified', { kind: 'DEPORTED', direction: 'INBOUND', notifiedBy: 'mirex' }], ['ArrivalMet', { metBy: 'inm', place: 'AIRPORT' }]], months(1), 'FOLLOW_UP', supervisor.NORMAL],
    ['a follow-up', 'case-k', [['CaseOpened', { subject: 's', lead: 'mmujer-azua' }], ['ReintegrationPlanAgreed', { startsOn: '2026-02-23', agreedBy: 'SURVIVOR' }]], months(1), 'FOLLOW_UP', supervisor.NORMAL],
    ['an item of a plan', 'case-k', [['CaseOpened', { subject: 's', lead: 'mmujer-azua' }], ['CarePlanAgreed', { items: [{ item: 'i', service: 'LEGAL_AID', unit: 'pgr-pett', due: '2026-02-23' }], agreedBy: 'SURVIVOR' }]], 16, 'PLAN_ITEM', supervisor.NORMAL],
    [
      'a hand-over in immediate danger',
      'contact-c',
      [['ContactReceived', { unit: 'mmujer-linea', subject: 's' }], ['ThreatTriaged', { level: 'IMMEDIATE' }], ['ContactHandedOver', { to: 'mi-911' }]],
      0.25,
      'HAND_OVER',
      supervisor.EMERGENCY,
    ],
    ['custody', 'exhibit-x', [['ExhibitCollected', { sha256: 'a', seal: 'b', custodian: { agent: 'ag-1', institution: 'pn' } }], ['CustodyOffered', { to: { agent: 'ag-2', institution: 'pgr' } }]], 72, 'CUSTODY', undefined],
  ])('moves up once to each level that may know of it: %s', async (_, stream, history, due, clock, supervised) => {
    const world = new World();
    for (const [type, data] of history) await world.record(stream, type, data);
    // An item is told with what it is for.
    const named = clock === 'PLAN_ITEM' ? (level: string) => `${clock} ${level} i` : (level: string) => `${clock} ${level}`;
    const levels = (...to: string[]): string[] => to.map(named);
    const told = async (hours: number): Promise<string[]> => {
      world.hours = hours;
      await world.run();
      return world.movedUp(stream);
    };
    expect(await told(due - 0.01)).toEqual([]);
    expect(await told(due)).toEqual(levels('SUPERVISOR'));
    expect(await told(due + (supervised ?? 0) - 0.01)).toEqual(levels('SUPERVISOR'));
    const all = supervised === undefined ? levels('SUPERVISOR') : levels('SUPERVISOR', 'COORDINATION_BODY');
    expect(await told(due + (supervised ?? 5_000))).toEqual(all);
    world.memory = world.remembering(); // lost
    expect(await told(due + 6_000)).toEqual(all);
  });

  it('moves a stay up anew at the end of each extension, and never ends it', async () => {
    const world = new World();
    await world.record('stay-s', 'SurvivorAdmitted', { unit: 'cc-1', place: 'p', dependants: [], met: [] });
    world.hours = 720;
    await world.run();
    await world.record('stay-s', 'StayExtended', { until: at(1_000), reason: 'HEALTH' });
    for (const hours of [999, 1_000, 1_168, 20_000]) {
      world.hours = hours;
      await world.run();
    }
    expect(await world.movedUp('stay-s')).toEqual(['REVIEW SUPERVISOR', 'REVIEW SUPERVISOR', 'REVIEW COORDINATION_BODY']);
    expect((await world.events('stay-s')).map(({ type }) => type).filter((type) => type.startsWith('Survivor'))).toEqual(['SurvivorAdmitted']);
  });
});
