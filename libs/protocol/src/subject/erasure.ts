import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { KeyClass } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { ActingAgent } from './acting-agent';

/** Why what is said about somebody is kept, whoever asks for its erasure. */
export const holdGrounds = ['CRIMINAL_PROCEEDINGS', 'CIVIL_PROCEEDINGS', 'COURT_ORDER', 'SUPERVISION'] as const;
export const erasureGrounds = ['AT_HER_REQUEST', 'RETENTION_ENDED', 'COURT_ORDER', 'RECORDED_IN_ERROR'] as const;
/** Why an erasure is not granted; WITHDRAWN: who asked for it asks no more. */
export const erasureRefusalReasons = ['IDENTITY_NOT_SHOWN', 'LEGAL_OBLIGATION', 'PROCEEDINGS_EXPECTED', 'WITHDRAWN'] as const;
/** Where a destroyed key was, and what was made with it. */
export const destroyedIn = ['KEYS', 'BLIND_INDEX', 'ATTACHMENTS'] as const;

/** The survivor of a case, or who was met in a contact: `file` is the id of either. */
type Of = { file: string };
type Classes = { classes: readonly KeyClass[] };

export class PlaceLegalHold extends Command<'PlaceLegalHold', Of & Classes & { hold: string; ground: (typeof holdGrounds)[number] }> {
  readonly type = 'PlaceLegalHold';
}
export class RequestLegalHoldLift extends Command<'RequestLegalHoldLift', Of & { hold: string }> {
  readonly type = 'RequestLegalHoldLift';
}
export class LiftLegalHold extends Command<'LiftLegalHold', Of & { hold: string }> {
  readonly type = 'LiftLegalHold';
}
export class RequestErasure extends Command<'RequestErasure', Of & Classes & { erasure: string; ground: (typeof erasureGrounds)[number] }> {
  readonly type = 'RequestErasure';
}
export class ApproveErasure extends Command<'ApproveErasure', Of & { erasure: string }> {
  readonly type = 'ApproveErasure';
}
export class RefuseErasure extends Command<'RefuseErasure', Of & { erasure: string; reason: (typeof erasureRefusalReasons)[number] }> {
  readonly type = 'RefuseErasure';
}
/** She came back: what is said from now on is sealed under new keys. What was erased stays so. */
export class ReopenSubject extends Command<'ReopenSubject', Of> {
  readonly type = 'ReopenSubject';
}
/** The process manager's: the key is gone, wherever it was. */
export class RecordKeyDestroyed extends Command<'RecordKeyDestroyed', { subject: string; kid: string }> {
  readonly type = 'RecordKeyDestroyed';
}
export type ErasureCommand = PlaceLegalHold | RequestLegalHoldLift | LiftLegalHold | RequestErasure | ApproveErasure | RefuseErasure | ReopenSubject | RecordKeyDestroyed;

/** Where a key was destroyed and where that failed, and from when on no backup of the keys holds it any more: ISO 8601, UTC. */
export type Destruction = Readonly<{ stores: readonly (typeof destroyedIn)[number][]; failures: readonly (typeof destroyedIn)[number][]; certainAfter: string }>;
type Key = Readonly<{ kid: string; kc: string }>;

export type ErasureEvent =
  | DomainEvent<'LegalHoldPlaced', { hold: string; file: string; classes: readonly KeyClass[]; ground: (typeof holdGrounds)[number] }>
  | DomainEvent<'LegalHoldLiftRequested', { hold: string }>
  | DomainEvent<'LegalHoldLifted', { hold: string }>
  | DomainEvent<'SubjectRestricted', { erasure: string; classes: readonly KeyClass[] }>
  | DomainEvent<'ErasureRequested', { erasure: string; file: string; classes: readonly KeyClass[]; ground: (typeof erasureGrounds)[number] }>
  | DomainEvent<'ErasureApproved', { erasure: string }>
  | DomainEvent<'ErasureRefused', { erasure: string; reason: (typeof erasureRefusalReasons)[number] }>
  | DomainEvent<'SubjectKeyCondemned', Key & { class: KeyClass; erasure: string }>
  | DomainEvent<'SubjectKeyDestroyed', Key & { erasure: string } & Destruction>
  | DomainEvent<'SubjectReopened', Record<string, never>>;

/** Codes and random ids: who asked, and under which number, stands in the envelope. */
export const erasureEvents: EventDefinitions<ErasureEvent['type']> = {
  LegalHoldPlaced: { category: 'ERASURE', clear: { hold: 'decision', file: 'stewards', classes: 'decision', ground: 'stewards' } },
  LegalHoldLiftRequested: { category: 'ERASURE', clear: { hold: 'decision' } },
  LegalHoldLifted: { category: 'ERASURE', clear: { hold: 'decision' } },
  SubjectRestricted: { category: 'ERASURE', clear: { erasure: 'decision', classes: 'decision' } },
  ErasureRequested: { category: 'ERASURE', clear: { erasure: 'decision', file: 'stewards', classes: 'decision', ground: 'stewards' } },
  ErasureApproved: { category: 'ERASURE', clear: { erasure: 'decision' } },
  ErasureRefused: { category: 'ERASURE', clear: { erasure: 'decision', reason: 'stewards' } },
  SubjectKeyCondemned: { category: 'ERASURE', clear: { kid: 'destroyer', kc: 'destroyer', class: 'stewards', erasure: 'decision' } },
  SubjectKeyDestroyed: { category: 'ERASURE', clear: { kid: 'decision', kc: 'evidence', erasure: 'stewards', stores: 'stewards', failures: 'stewards', certainAfter: 'stewards' } },
  SubjectReopened: { category: 'ERASURE', clear: {} },
};

type SubjectKey = Readonly<{ kc: string; class: KeyClass; status: 'IN_USE' | 'CONDEMNED' | 'DESTROYED'; erasure?: string }>;
type Hold = Readonly<{ classes: readonly KeyClass[]; status: 'IN_FORCE' | 'LIFTED'; placedBy: ActingAgent; liftAskedBy?: ActingAgent }>;
type Erasure = Readonly<{ classes: readonly KeyClass[]; status: 'REQUESTED' | 'APPROVED' | 'REFUSED'; requestedBy: ActingAgent; reason?: string; restricted: readonly KeyClass[] }>;
/** What is kept of a subject, and until when: keys by `kid`, holds and erasures by id. */
export type Keeping = Readonly<{ keys: Readonly<Record<string, SubjectKey>>; holds: Readonly<Record<string, Hold>>; erasures: Readonly<Record<string, Erasure>> }>;

export type ErasureFacts = Readonly<{
  /** The file is there, and is not kept from who acts. */
  found: boolean;
  /** Somebody still works with what is said there: the case is open, or the contact. */
  open: boolean;
  /** The person who acts, and the persons behind agents that events name. */
  person: string;
  persons: Readonly<Record<string, string>>;
  institution: string;
  destruction?: Destruction;
}>;
export type ErasureRefusal =
  | 'NOT_FOUND'
  | 'HOLD_UNKNOWN'
  | 'ERASURE_UNKNOWN'
  | 'NOTHING_TO_ERASE'
  | 'NOTHING_TO_HOLD'
  | 'NOTHING_ERASED'
  | 'LIFT_NOT_REQUESTED'
  | 'NOT_THE_PLACER'
  | 'TWO_PERSONS_REQUIRED'
  | 'ERASURE_WAITS'
  | 'ANSWERED_OTHERWISE'
  | 'STILL_OPEN';
type Decided = Decision<ErasureEvent, ErasureRefusal>;

const keysInUse = ({ keys }: Keeping, classes: readonly KeyClass[]): (Key & Readonly<{ class: KeyClass }>)[] =>
  Object.entries(keys).flatMap(([kid, key]) => (key.status === 'IN_USE' && classes.includes(key.class) ? [{ kid, kc: key.kc, class: key.class }] : []));

const held = ({ holds }: Keeping): Set<KeyClass> => new Set(Object.values(holds).flatMap(({ status, classes }) => (status === 'IN_FORCE' ? classes : [])));

const sorted = <T extends string>(codes: readonly T[]): T[] => [...new Set(codes)].sort();

/** The fence: from here on the log says that these keys are gone, whatever a backup holds. */
const condemning = (keeping: Keeping, erasure: string, classes: readonly KeyClass[]): ErasureEvent[] =>
  keysInUse(keeping, classes).map(({ kid, kc, class: keyClass }) => ({ type: 'SubjectKeyCondemned', data: { kid, kc, class: keyClass, erasure } }));

/** What was approved and had to wait goes when nothing holds it any more. */
const overdue = (keeping: Keeping): ErasureEvent[] => {
  const kept = held(keeping);
  return Object.entries(keeping.erasures).flatMap(([id, { restricted }]) => condemning(keeping, id, restricted.filter((one) => !kept.has(one))));
};

function decide(command: ErasureCommand, keeping: Keeping, facts: ErasureFacts): Decided {
  if (command.type === 'RecordKeyDestroyed') {
    const { kid } = command.input;
    const key = Object.hasOwn(keeping.keys, kid) ? keeping.keys[kid] : undefined;
    return key?.status === 'CONDEMNED' && facts.destruction ? [{ type: 'SubjectKeyDestroyed', data: { kid, kc: key.kc, erasure: key.erasure ?? '', ...facts.destruction } }] : [];
  }
  if (!facts.found) return refuse('NOT_FOUND', 'there is no such case or contact, or it is not yours');
  switch (command.type) {
    case 'PlaceLegalHold': {
      const { hold, file, ground } = command.input;
      const classes = sorted(command.input.classes);
      const lost = classes.filter((one) => keysInUse(keeping, [one]).length === 0);
      if (lost.length > 0) return refuse('NOTHING_TO_HOLD', 'what is to be kept is erased, or condemned to be: name what is still there');
      return [{ type: 'LegalHoldPlaced', data: { hold, file, classes, ground } }];
    }
    case 'RequestLegalHoldLift':
    case 'LiftLegalHold':
      return lift(command, keeping, facts);
    case 'RequestErasure': {
      const { erasure, file, ground } = command.input;
      const waiting = Object.values(keeping.erasures).flatMap(({ restricted }) => restricted);
      const classes = sorted(command.input.classes).filter((one) => keysInUse(keeping, [one]).length > 0 && !waiting.includes(one));
      if (classes.length === 0) return refuse('NOTHING_TO_ERASE', 'what is to be erased is erased, or will be when nothing holds it any more');
      if (Object.values(keeping.erasures).some(({ status }) => status === 'REQUESTED')) return refuse('ERASURE_WAITS', 'another erasure waits for an answer: answer that first');
      return [{ type: 'ErasureRequested', data: { erasure, file, classes, ground } }];
    }
    case 'ApproveErasure':
    case 'RefuseErasure':
      return answer(command, keeping, facts);
    case 'ReopenSubject': {
      const states = Object.values(keeping.keys);
      const gone = states.some(({ class: one, status }) => status !== 'IN_USE' && !states.some((other) => other.class === one && other.status === 'IN_USE'));
      return gone ? [{ type: 'SubjectReopened', data: {} }] : refuse('NOTHING_ERASED', 'nothing of this person is erased: go on as you are');
    }
    default:
      return unreachable(command);
  }
}

const isPerson = ({ person, persons }: ErasureFacts, hand: ActingAgent | undefined): boolean => hand !== undefined && (persons[hand.agent] ?? hand.agent) === person;

/** Whose institution placed a hold asks for its end; another person grants it: the last look before what is held may be gone. */
function lift(command: RequestLegalHoldLift | LiftLegalHold, keeping: Keeping, facts: ErasureFacts): Decided {
  const { hold: id } = command.input;
  const hold = Object.hasOwn(keeping.holds, id) ? keeping.holds[id] : undefined;
  if (!hold) return refuse('HOLD_UNKNOWN', 'there is no such hold on this person');
  if (hold.status === 'LIFTED') return [];
  if (command.type === 'RequestLegalHoldLift') {
    if (hold.placedBy.institution !== facts.institution) return refuse('NOT_THE_PLACER', 'the institution that placed the hold asks for its end');
    return hold.liftAskedBy ? [] : [{ type: 'LegalHoldLiftRequested', data: { hold: id } }];
  }
  if (!hold.liftAskedBy) return refuse('LIFT_NOT_REQUESTED', 'the institution that placed the hold has not asked for its end');
  if (isPerson(facts, hold.placedBy) || isPerson(facts, hold.liftAskedBy)) return refuse('TWO_PERSONS_REQUIRED', 'another person than who placed the hold, or asked for its end, lifts it');
  const after = { ...keeping, holds: { ...keeping.holds, [id]: { ...hold, status: 'LIFTED' as const } } };
  return [{ type: 'LegalHoldLifted', data: { hold: id } }, ...overdue(after)];
}

/** Rule 11: two persons; what is held is not erased, but restricted until the last hold is lifted. */
function answer(command: ApproveErasure | RefuseErasure, keeping: Keeping, facts: ErasureFacts): Decided {
  const { erasure: id } = command.input;
  const erasure = Object.hasOwn(keeping.erasures, id) ? keeping.erasures[id] : undefined;
  if (!erasure) return refuse('ERASURE_UNKNOWN', 'nobody has asked for this erasure');
  if (command.type === 'RefuseErasure') {
    const { reason } = command.input;
    if (erasure.status === 'REFUSED' && erasure.reason === reason) return [];
    return erasure.status === 'REQUESTED' ? [{ type: 'ErasureRefused', data: { erasure: id, reason } }] : refuse('ANSWERED_OTHERWISE', 'it was answered otherwise; what is recorded stays');
  }
  if (erasure.status === 'APPROVED') return [];
  if (erasure.status === 'REFUSED') return refuse('ANSWERED_OTHERWISE', 'it was refused; ask anew');
  if (isPerson(facts, erasure.requestedBy)) return refuse('TWO_PERSONS_REQUIRED', 'another person than who asked for it approves an erasure');
  if (facts.open) return refuse('STILL_OPEN', 'somebody still works with what is said there: close the case or the contact first');
  const kept = held(keeping);
  const restricted = erasure.classes.filter((one) => kept.has(one));
  return [
    { type: 'ErasureApproved', data: { erasure: id } },
    ...(restricted.length > 0 ? [{ type: 'SubjectRestricted' as const, data: { erasure: id, classes: restricted } }] : []),
    ...condemning(keeping, id, erasure.classes.filter((one) => !kept.has(one))),
  ];
}

const by = ({ actor: { agent, client, institution = '' } }: Recorded<DomainEvent>): ActingAgent => ({ agent: agent ?? client, institution });

function evolve(keeping: Keeping, event: Recorded<ErasureEvent> | Recorded<DomainEvent<'SubjectKeyCreated', Key & { class: KeyClass }>>): Keeping {
  const { keys, holds, erasures } = keeping;
  switch (event.type) {
    case 'SubjectKeyCreated': {
      const { kid, kc, class: keyClass } = event.data;
      return { ...keeping, keys: { ...keys, [kid]: { kc, class: keyClass, status: 'IN_USE' } } };
    }
    case 'SubjectKeyCondemned': {
      const { kid, class: keyClass, erasure: id } = event.data;
      const key = { ...keys[kid]!, status: 'CONDEMNED' as const, erasure: id };
      // It waits no more: a later key of this class is not meant.
      const restricted = erasures[id]!.restricted.filter((one) => one !== keyClass);
      return { ...keeping, keys: { ...keys, [kid]: key }, erasures: { ...erasures, [id]: { ...erasures[id]!, restricted } } };
    }
    case 'SubjectKeyDestroyed':
      return { ...keeping, keys: { ...keys, [event.data.kid]: { ...keys[event.data.kid]!, status: 'DESTROYED' } } };
    case 'LegalHoldPlaced':
      return { ...keeping, holds: { ...holds, [event.data.hold]: { classes: event.data.classes, status: 'IN_FORCE', placedBy: by(event) } } };
    case 'LegalHoldLiftRequested':
      return { ...keeping, holds: { ...holds, [event.data.hold]: { ...holds[event.data.hold]!, liftAskedBy: by(event) } } };
    case 'LegalHoldLifted':
      return { ...keeping, holds: { ...holds, [event.data.hold]: { ...holds[event.data.hold]!, status: 'LIFTED' } } };
    case 'ErasureRequested':
      return { ...keeping, erasures: { ...erasures, [event.data.erasure]: { classes: event.data.classes, status: 'REQUESTED', requestedBy: by(event), restricted: [] } } };
    case 'ErasureApproved':
      return { ...keeping, erasures: { ...erasures, [event.data.erasure]: { ...erasures[event.data.erasure]!, status: 'APPROVED' } } };
    case 'ErasureRefused':
      return { ...keeping, erasures: { ...erasures, [event.data.erasure]: { ...erasures[event.data.erasure]!, status: 'REFUSED', reason: event.data.reason } } };
    case 'SubjectRestricted':
      return { ...keeping, erasures: { ...erasures, [event.data.erasure]: { ...erasures[event.data.erasure]!, restricted: event.data.classes } } };
    default:
      return keeping; // reopening brings new keys; matches are decided beside this, in the same stream
  }
}

export const erasure: Decider<Keeping, ErasureCommand, ErasureEvent, ErasureFacts, ErasureRefusal> = {
  initial: { keys: {}, holds: {}, erasures: {} },
  decide,
  evolve: evolve as (keeping: Keeping, event: Recorded<ErasureEvent>) => Keeping,
};
export const erasureSlice = { decider: erasure, forms: formsOf(erasureEvents) };
