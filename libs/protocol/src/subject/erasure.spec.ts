import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { KeyClass } from '../data-category';
import {
  ApproveErasure,
  erasure,
  LiftLegalHold,
  PlaceLegalHold,
  RecordKeyDestroyed,
  RefuseErasure,
  ReopenSubject,
  RequestErasure,
  RequestLegalHoldLift,
  type Destruction,
  type ErasureCommand,
  type ErasureEvent,
  type ErasureFacts,
  type Keeping,
} from './erasure';
import type { SubjectEvent } from './subject';

const m = meta();
const file = 'her-case';
const all: readonly KeyClass[] = ['care', 'identity', 'investigation'];

/** Altagracia has an appointment in each of two institutions. */
const persons: Readonly<Record<string, string>> = { 'ag-1': 'altagracia', 'ag-2': 'altagracia', 'ag-3': 'bienvenida', 'ag-4': 'carmen' };
const houses: Readonly<Record<string, string>> = { 'ag-2': 'pgr' };
const institutionOf = (agent: string): string => houses[agent] ?? 'auditoria';
const as = (agent: string, more: Partial<ErasureFacts> = {}): ErasureFacts => ({ found: true, open: false, person: persons[agent]!, persons, institution: institutionOf(agent), ...more });
const by = (agent: string, event: SubjectEvent): Recorded<ErasureEvent> => recorded(event, { actor: { client: 'desk', agent, institution: institutionOf(agent), assurance: 'AUTHENTICATED' } }) as Recorded<ErasureEvent>;

const kc = 'k'.repeat(43);
const keys = (generation = ''): Recorded<ErasureEvent>[] => all.map((one) => by('ag-1', { type: 'SubjectKeyCreated', data: { kid: `${one}${generation}`, class: one, kc } }));
const placed = (classes: readonly KeyClass[] = ['identity'], hold = 'hold-1', agent = 'ag-1') => by(agent, { type: 'LegalHoldPlaced', data: { hold, file, classes, ground: 'CRIMINAL_PROCEEDINGS' } });
const askedToLift = (agent = 'ag-1', hold = 'hold-1') => by(agent, { type: 'LegalHoldLiftRequested', data: { hold } });
const lifted = by('ag-3', { type: 'LegalHoldLifted', data: { hold: 'hold-1' } });
const requested = (classes: readonly KeyClass[] = all, agent = 'ag-1') => by(agent, { type: 'ErasureRequested', data: { erasure: 'erasure-1', file, classes, ground: 'AT_HER_REQUEST' } });
const approved = by('ag-3', { type: 'ErasureApproved', data: { erasure: 'erasure-1' } });
const refused = by('ag-3', { type: 'ErasureRefused', data: { erasure: 'erasure-1', reason: 'IDENTITY_NOT_SHOWN' } });
const restricted = (...classes: KeyClass[]) => by('ag-3', { type: 'SubjectRestricted', data: { erasure: 'erasure-1', classes } });
const condemned = (one: KeyClass, generation = ''): ErasureEvent => ({ type: 'SubjectKeyCondemned', data: { kid: `${one}${generation}`, kc, class: one, erasure: 'erasure-1' } });
const destruction: Destruction = { stores: ['ATTACHMENTS', 'BLIND_INDEX', 'KEYS'], failures: [], certainAfter: '2026-02-04T12:00:00.000Z' };
const destroyed = (one: KeyClass): ErasureEvent => ({ type: 'SubjectKeyDestroyed', data: { kid: one, kc, erasure: 'erasure-1', ...destruction } });
const gone = (...classes: KeyClass[]) => [requested(classes), approved, ...classes.flatMap((one) => [by('ag-3', condemned(one)), by('ag-3', destroyed(one))])];

const place = (...classes: KeyClass[]) => new PlaceLegalHold({ file, classes, hold: 'hold-1', ground: 'CRIMINAL_PROCEEDINGS' }, m);
const request = (...classes: KeyClass[]) => new RequestErasure({ file, classes, erasure: 'erasure-1', ground: 'AT_HER_REQUEST' }, m);
const approve = new ApproveErasure({ file, erasure: 'erasure-1' }, m);
const refuseIt = (reason: 'IDENTITY_NOT_SHOWN' | 'WITHDRAWN') => new RefuseErasure({ file, erasure: 'erasure-1', reason }, m);
const askToLift = new RequestLegalHoldLift({ file, hold: 'hold-1' }, m);
const lift = new LiftLegalHold({ file, hold: 'hold-1' }, m);
const reopen = new ReopenSubject({ file }, m);
const recordDestroyed = (kid: string) => new RecordKeyDestroyed({ subject: 'she', kid }, m);

describe('an erasure (rule 11)', () => {
  it('is asked for by one person and approved by another: then the keys are condemned, and the events stay', () => {
    given(erasure)(...keys()).when(request('identity', 'care', 'care'), as('ag-1')).then({ type: 'ErasureRequested', data: { erasure: 'erasure-1', file, classes: ['care', 'identity'], ground: 'AT_HER_REQUEST' } });
    given(erasure)(...keys(), requested(['care', 'identity'])).when(approve, as('ag-3')).then({ type: 'ErasureApproved', data: { erasure: 'erasure-1' } }, condemned('care'), condemned('identity'));
  });

  it('is approved by nobody who asked for it, under whatever appointment (rules 7 and 11)', () => {
    for (const agent of ['ag-1', 'ag-2']) given(erasure)(...keys(), requested()).when(approve, as(agent)).thenRefused('TWO_PERSONS_REQUIRED');
  });

  it('waits until nobody works with what is said there', () => given(erasure)(...keys(), requested()).when(approve, as('ag-3', { open: true })).thenRefused('STILL_OPEN'));

  it('is asked for once at a time, and of what is still there', () => {
    given(erasure)(...keys(), requested(['care'])).when(request('identity'), as('ag-3')).thenRefused('ERASURE_WAITS');
    given(erasure)(...keys(), ...gone('care')).when(request('care'), as('ag-1')).thenRefused('NOTHING_TO_ERASE');
    expect(given(erasure)(...keys(), ...gone('care')).when(request('care', 'identity'), as('ag-1')).decision).toMatchObject([{ data: { classes: ['identity'] } }]);
    given(erasure)(...keys(), placed(), requested(['identity']), approved, restricted('identity')).when(request('identity'), as('ag-1')).thenRefused('NOTHING_TO_ERASE');
    given(erasure)().when(request('identity'), as('ag-1')).thenRefused('NOTHING_TO_ERASE');
  });

  it('may be refused, with a reason; what was answered stays', () => {
    given(erasure)(...keys(), requested()).when(refuseIt('IDENTITY_NOT_SHOWN'), as('ag-1')).then({ type: 'ErasureRefused', data: { erasure: 'erasure-1', reason: 'IDENTITY_NOT_SHOWN' } });
    given(erasure)(...keys(), requested(), refused).when(refuseIt('IDENTITY_NOT_SHOWN'), as('ag-4')).thenNothing();
    for (const command of [refuseIt('WITHDRAWN'), approve]) given(erasure)(...keys(), requested(), refused).when(command, as('ag-4')).thenRefused('ANSWERED_OTHERWISE');
    given(erasure)(...keys(), requested(), approved).when(refuseIt('WITHDRAWN'), as('ag-4')).thenRefused('ANSWERED_OTHERWISE');
    given(erasure)(...keys(), requested(), approved).when(approve, as('ag-4')).thenNothing();
    for (const command of [approve, refuseIt('WITHDRAWN')]) given(erasure)(...keys()).when(command, as('ag-4')).thenRefused('ERASURE_UNKNOWN');
  });

  it('under a hold condemns nothing that is held: that is restricted, and condemned when the last hold is lifted', () => {
    const waits = [...keys(), placed(['identity', 'investigation']), placed(['identity'], 'hold-2'), requested()];
    given(erasure)(...waits).when(approve, as('ag-3')).then({ type: 'ErasureApproved', data: { erasure: 'erasure-1' } }, { type: 'SubjectRestricted', data: { erasure: 'erasure-1', classes: ['identity', 'investigation'] } }, condemned('care'));
    const restrictedNow = [...waits, approved, restricted('identity', 'investigation'), by('ag-3', condemned('care')), askedToLift(), askedToLift('ag-1', 'hold-2')];
    given(erasure)(...restrictedNow).when(lift, as('ag-4')).then({ type: 'LegalHoldLifted', data: { hold: 'hold-1' } }, condemned('investigation'));
    const one = [...restrictedNow, lifted, by('ag-4', condemned('investigation'))];
    given(erasure)(...one).when(new LiftLegalHold({ file, hold: 'hold-2' }, m), as('ag-4')).then({ type: 'LegalHoldLifted', data: { hold: 'hold-2' } }, condemned('identity'));
  });

  it('that is done does not reach the keys of who came back', () => {
    const back = [...keys(), placed(), requested(['identity']), approved, restricted('identity'), askedToLift(), lifted, by('ag-3', condemned('identity')), by('ag-3', destroyed('identity')), by('ag-1', { type: 'SubjectReopened', data: {} }), ...keys('-2').slice(1, 2)];
    given(erasure)(...back, placed(['identity'], 'hold-2'), askedToLift('ag-1', 'hold-2')).when(new LiftLegalHold({ file, hold: 'hold-2' }, m), as('ag-4')).then({ type: 'LegalHoldLifted', data: { hold: 'hold-2' } });
  });

  it('is of a file that is there and not kept from who asks', () => {
    for (const command of [request('care'), approve, refuseIt('WITHDRAWN'), place('care'), askToLift, lift, reopen]) given(erasure)(...keys(), requested(), placed()).when(command, as('ag-3', { found: false })).thenRefused('NOT_FOUND');
  });
});

describe('a legal hold (rule 11)', () => {
  it('keeps what is still there; after the fence it comes too late', () => {
    given(erasure)(...keys()).when(place('investigation', 'identity'), as('ag-1')).then({ type: 'LegalHoldPlaced', data: { hold: 'hold-1', file, classes: ['identity', 'investigation'], ground: 'CRIMINAL_PROCEEDINGS' } });
    given(erasure)(...keys(), requested(['care']), approved, by('ag-3', condemned('care'))).when(place('care', 'identity'), as('ag-1')).thenRefused('NOTHING_TO_HOLD');
    given(erasure)(...keys(), requested()).when(place('care'), as('ag-1')).then({ type: 'LegalHoldPlaced', data: { hold: 'hold-1', file, classes: ['care'], ground: 'CRIMINAL_PROCEEDINGS' } });
  });

  it('is lifted by another person than who placed it and who asked for that', () => {
    given(erasure)(...keys(), placed()).when(lift, as('ag-3')).thenRefused('LIFT_NOT_REQUESTED');
    given(erasure)(...keys(), placed()).when(askToLift, as('ag-2')).thenRefused('NOT_THE_PLACER');
    given(erasure)(...keys(), placed()).when(askToLift, as('ag-3')).then({ type: 'LegalHoldLiftRequested', data: { hold: 'hold-1' } });
    for (const agent of ['ag-1', 'ag-2', 'ag-3']) given(erasure)(...keys(), placed(), askedToLift('ag-3')).when(lift, as(agent)).thenRefused('TWO_PERSONS_REQUIRED');
    given(erasure)(...keys(), placed(), askedToLift('ag-3')).when(lift, as('ag-4')).then({ type: 'LegalHoldLifted', data: { hold: 'hold-1' } });
    given(erasure)(...keys(), placed(), askedToLift('ag-3')).when(askToLift, as('ag-3')).thenNothing();
    for (const command of [askToLift, lift]) {
      given(erasure)(...keys(), placed(), askedToLift(), lifted).when(command, as('ag-4')).thenNothing();
      for (const hold of ['hold-9', '__proto__']) given(erasure)(...keys()).when(new LiftLegalHold({ file, hold }, m), as('ag-4')).thenRefused('HOLD_UNKNOWN');
    }
  });
});

describe('a key that is condemned', () => {
  it('is said to be destroyed once, by what was destroyed', () => {
    const fence = [...keys(), requested(['care']), approved, by('ag-3', condemned('care'))];
    given(erasure)(...fence).when(recordDestroyed('care'), as('ag-1', { destruction })).then(destroyed('care'));
    given(erasure)(...fence, by('ag-1', destroyed('care'))).when(recordDestroyed('care'), as('ag-1', { destruction })).thenNothing();
    for (const kid of ['identity', 'unknown', '__proto__']) given(erasure)(...fence).when(recordDestroyed(kid), as('ag-1', { destruction })).thenNothing();
  });

  it('has a successor where she comes back, and only then', () => {
    given(erasure)(...keys(), ...gone('care')).when(reopen, as('ag-1')).then({ type: 'SubjectReopened', data: {} });
    given(erasure)(...keys(), ...gone('care'), ...keys('-2').slice(0, 1)).when(reopen, as('ag-1')).thenRefused('NOTHING_ERASED');
    given(erasure)(...keys()).when(reopen, as('ag-1')).thenRefused('NOTHING_ERASED');
  });
});

describe('whatever is asked in whatever order', () => {
  const agents = fc.constantFrom('ag-1', 'ag-2', 'ag-3', 'ag-4');
  const classes = fc.subarray([...all], { minLength: 1 });
  const n = fc.constantFrom(1, 2, 3);
  const commands: fc.Arbitrary<ErasureCommand> = fc.oneof(
    fc.tuple(classes, n).map(([of, i]) => new PlaceLegalHold({ file, classes: of, hold: `hold-${i}`, ground: 'SUPERVISION' }, m)),
    n.map((i) => new RequestLegalHoldLift({ file, hold: `hold-${i}` }, m)),
    n.map((i) => new LiftLegalHold({ file, hold: `hold-${i}` }, m)),
    fc.tuple(classes, n).map(([of, i]) => new RequestErasure({ file, classes: of, erasure: `erasure-${i}`, ground: 'RETENTION_ENDED' }, m)),
    n.map((i) => new ApproveErasure({ file, erasure: `erasure-${i}` }, m)),
    n.map((i) => new RefuseErasure({ file, erasure: `erasure-${i}`, reason: 'WITHDRAWN' }, m)),
    fc.constantFrom(...all).map((kid) => recordDestroyed(kid)),
  );

  it('nothing is condemned while it is held or without two persons, and a key is condemned and destroyed once', () => {
    let condemnations = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(agents, commands), { minLength: 30, maxLength: 60 }), (asked) => {
        const begun = new Set<string>();
        const history: Recorded<ErasureEvent>[] = keys();
        let state: Keeping = history.reduce(erasure.evolve, erasure.initial);
        const holds = new Map<string, readonly KeyClass[]>();
        const requestedBy = new Map<string, string>();
        const approvedBy = new Map<string, string>();
        const seen: string[] = [];
        for (const [agent, command] of asked) {
          const id = command.type === 'PlaceLegalHold' ? command.input.hold : command.type === 'RequestErasure' ? command.input.erasure : undefined;
          if (id !== undefined && begun.has(id)) continue; // ids come of commands: none is begun twice
          const decision = erasure.decide(command, state, as(agent, { destruction }));
          if (isRefusal(decision)) continue;
          if (id !== undefined) begun.add(id);
          for (const event of decision) {
            if (event.type === 'LegalHoldPlaced') holds.set(event.data.hold, event.data.classes);
            if (event.type === 'LegalHoldLifted') holds.delete(event.data.hold);
            if (event.type === 'ErasureRequested') requestedBy.set(event.data.erasure, persons[agent]!);
            if (event.type === 'ErasureApproved') approvedBy.set(event.data.erasure, persons[agent]!);
            if (event.type === 'SubjectKeyCondemned') {
              condemnations++;
              expect([...holds.values()].flat()).not.toContain(event.data.class);
              expect(approvedBy.get(event.data.erasure)).toBeDefined();
              expect(approvedBy.get(event.data.erasure)).not.toBe(requestedBy.get(event.data.erasure));
            }
            if (event.type === 'SubjectKeyCondemned' || event.type === 'SubjectKeyDestroyed') seen.push(`${event.type} ${event.data.kid}`);
            history.push(by(agent, event));
            state = erasure.evolve(state, history[history.length - 1]!);
          }
          // What is decided stands at once: the same again, with the same id, writes nothing or is refused.
          if (decision.length > 0 && id === undefined) {
            const again = erasure.decide(command, state, as(agent, { destruction }));
            expect(isRefusal(again) || again.length === 0).toBe(true);
          }
        }
        expect(new Set(seen).size).toBe(seen.length);
        for (const one of seen) if (one.startsWith('SubjectKeyDestroyed')) expect(seen).toContain(one.replace('Destroyed', 'Condemned'));
      }),
      { numRuns: 500 },
    );
    expect(condemnations).toBeGreaterThan(100); // the runs reach what they are about
  });
});
