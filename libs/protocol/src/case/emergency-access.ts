import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { emergencyAccessUntil, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import type { Acting, Concept } from './concept';
import type { Code } from './consent';
import { sealedFields } from '../sealed-fields';

export const emergencyReasons = ['IMMEDIATE_DANGER', 'MEDICAL_EMERGENCY', 'DEATH_THREAT', 'MISSING', 'CHILD_AT_RISK'] as const;
/** What a further reason may open beside the safety flags and the lead's duty line. Whereabouts are never among them (rule 4). */
export const emergencyCategories = ['IDENTITY', 'CONTACT', 'HEALTH', 'CHILDREN'] as const;
export const furtherReasons = ['MEDICAL_TREATMENT', 'TO_REACH_HER', 'TO_RECOGNISE_HER', 'CHILDREN_TO_PROTECT'] as const;
export const accessFindings = ['JUSTIFIED', 'NOT_JUSTIFIED'] as const;
export const accessEndings = ['TIME', 'NOT_NEEDED', 'REVIEW'] as const;

type Of = Readonly<{ case: string; access: string }>;
type Further = Readonly<{ further?: readonly (typeof emergencyCategories)[number][]; furtherReason?: (typeof furtherReasons)[number] }>;

export class OpenEmergencyAccess extends Command<'OpenEmergencyAccess', Of & Further & { reason: (typeof emergencyReasons)[number]; circumstances: string }> {
  readonly type = 'OpenEmergencyAccess';
}
export class EndEmergencyAccess extends Command<'EndEmergencyAccess', Of> {
  readonly type = 'EndEmergencyAccess';
}
/** The process manager's, when its two hours are over. */
export class LapseEmergencyAccess extends Command<'LapseEmergencyAccess', Of> {
  readonly type = 'LapseEmergencyAccess';
}
export class ReviewEmergencyAccess extends Command<'ReviewEmergencyAccess', Of & { finding: (typeof accessFindings)[number]; note: string }> {
  readonly type = 'ReviewEmergencyAccess';
}
export type EmergencyCommand = OpenEmergencyAccess | EndEmergencyAccess | LapseEmergencyAccess | ReviewEmergencyAccess;

/** `compartment`: to which it is opened. `hand`: the person who opened it, as a code in this case. */
export type EmergencyEvent =
  | DomainEvent<
      'EmergencyAccessOpened',
      {
        access: string;
        compartment: Code;
        reason: (typeof emergencyReasons)[number];
        further: readonly (typeof emergencyCategories)[number][];
        furtherReason?: (typeof furtherReasons)[number];
        until: string;
        hand: string;
      }
    >
  | DomainEvent<'EmergencyAccessEnded', { access: string; because: (typeof accessEndings)[number] }>
  | DomainEvent<'EmergencyAccessReviewed', { access: string; finding: (typeof accessFindings)[number] }>;

const emergencyEvents: EventDefinitions<EmergencyEvent['type']> = {
  EmergencyAccessOpened: {
    category: 'STATUS',
    clear: {
      access: 'decision',
      compartment: 'visibility',
      reason: 'audit, counts',
      further: 'visibility',
      furtherReason: 'audit',
      until: 'clock, visibility',
      hand: 'rule 7',
    },
    sealed: { circumstances: 'PROTECTION' },
  },
  EmergencyAccessEnded: { category: 'STATUS', clear: { access: 'visibility', because: 'audit' } },
  EmergencyAccessReviewed: { category: 'STATUS', clear: { access: 'clock', finding: 'counts, audit' }, sealed: { reviewNote: 'PROTECTION' } },
};

type Access = Readonly<{ compartment: Code; until: string; hand: string; ended: boolean; finding?: (typeof accessFindings)[number] }>;
export type Accesses = Readonly<Record<string, Access>>;

export type EmergencyFacts = Readonly<{ hand?: string; controlsMigration?: boolean; clocks?: ClockPolicy }>;
export type EmergencyRefusal =
  | 'NOT_FOUND'
  | 'EMERGENCY_NOT_NEEDED'
  | 'EMERGENCY_OPEN'
  | 'FURTHER_REASON_REQUIRED'
  | 'ACCESS_UNKNOWN'
  | 'TWO_PERSONS_REQUIRED'
  | 'ANSWERED_OTHERWISE'
  | 'NOT_DUE';

type File = Readonly<{ opened?: Readonly<{ subject: string }>; accesses: Accesses }>;
type Facts = EmergencyFacts & Acting;
type Decided = Decision<EmergencyEvent, EmergencyRefusal>;
const notFound: Decided = refuse('NOT_FOUND', 'there is no such case, or it is not yours');
const unknown: Decided = refuse('ACCESS_UNKNOWN', 'no such access was opened in this case');

function decide(command: EmergencyCommand, { opened, accesses }: File, facts: Facts): Decided {
  const { access: id } = command.input;
  const access = Object.hasOwn(accesses, id) ? accesses[id] : undefined;
  switch (command.type) {
    case 'OpenEmergencyAccess':
      return open(command, accesses, opened!.subject, facts);
    case 'LapseEmergencyAccess':
      if (!access || access.ended) return [];
      return access.until <= command.meta.receivedAt ? [{ type: 'EmergencyAccessEnded', data: { access: id, because: 'TIME' } }] : refuse('NOT_DUE', 'its hours are not over');
    case 'EndEmergencyAccess':
      if (!concerns(access, facts)) return notFound;
      if (!access) return unknown;
      return access.ended ? [] : [{ type: 'EmergencyAccessEnded', data: { access: id, because: 'NOT_NEEDED' } }];
    case 'ReviewEmergencyAccess': {
      const { finding, note } = command.input;
      if (!concerns(access, facts)) return notFound;
      if (!access) return unknown;
      if (access.finding === finding) return [];
      if (access.finding) return refuse('ANSWERED_OTHERWISE', 'it was reviewed before; what is recorded stays');
      if (access.hand === facts.hand) return refuse('TWO_PERSONS_REQUIRED', 'another person than who opened it reviews it');
      const reviewed: EmergencyEvent = { type: 'EmergencyAccessReviewed', data: { access: id, finding }, ...sealedFields(opened!.subject, { reviewNote: note }) };
      return finding === 'NOT_JUSTIFIED' && !access.ended ? [reviewed, { type: 'EmergencyAccessEnded', data: { access: id, because: 'REVIEW' } }] : [reviewed];
    }
    default:
      return unreachable(command);
  }
}

/** Theirs to whom it was opened, and the lead's. */
const concerns = (access: Access | undefined, { leads, by }: Facts): boolean => leads || (access !== undefined && access.compartment === by.compartment);

/** Rule 9, and rule 3: to migration control there is no such case. The hours count from when the server was asked. */
function open({ input, meta }: OpenEmergencyAccess, accesses: Accesses, subject: string, { by, leads, hand, controlsMigration, clocks }: Facts): Decided {
  const { access, reason, circumstances, further = [], furtherReason } = input;
  if (controlsMigration || by.unit === '') return notFound;
  if (accesses[access]) return [];
  if (leads) return refuse('EMERGENCY_NOT_NEEDED', 'the case is yours already');
  if (further.length > 0 && furtherReason === undefined) return refuse('FURTHER_REASON_REQUIRED', 'more than the safety flags takes a further reason');
  const running = Object.values(accesses).some((one) => one.compartment === by.compartment && !one.ended && one.until > meta.receivedAt);
  if (running && further.length === 0) return refuse('EMERGENCY_OPEN', 'it is open to your compartment now');
  return [
    {
      type: 'EmergencyAccessOpened',
      data: {
        access,
        compartment: by.compartment,
        reason,
        further: [...new Set(further)].sort(),
        ...(further.length > 0 && furtherReason !== undefined && { furtherReason }),
        until: emergencyAccessUntil(meta.receivedAt, clocks),
        hand: hand ?? '',
      },
      ...sealedFields(subject, { circumstances }),
    },
  ];
}

function evolve(accesses: Accesses, event: Recorded<EmergencyEvent>): Accesses {
  const { access: id } = event.data;
  const known = accesses[id];
  switch (event.type) {
    case 'EmergencyAccessOpened': {
      const { compartment, until, hand } = event.data;
      return { ...accesses, [id]: { compartment, until, hand, ended: false } };
    }
    case 'EmergencyAccessEnded':
      return known ? { ...accesses, [id]: { ...known, ended: true } } : accesses;
    case 'EmergencyAccessReviewed':
      return known ? { ...accesses, [id]: { ...known, finding: event.data.finding } } : accesses;
    default:
      return unreachable(event);
  }
}

export const emergencyConcept: Concept<EmergencyCommand, EmergencyEvent, EmergencyRefusal, Accesses, File, EmergencyFacts> = {
  // An emergency asks for no lead and waits for no reopening.
  rules: {
    OpenEmergencyAccess: { others: true, whenClosed: true },
    EndEmergencyAccess: { others: true, whenClosed: true },
    LapseEmergencyAccess: { others: true, whenClosed: true },
    ReviewEmergencyAccess: { others: true, whenClosed: true },
  },
  events: emergencyEvents,
  initial: {},
  decide,
  evolve,
};
