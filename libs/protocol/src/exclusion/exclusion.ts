import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { clocks, type ClockPolicy } from '../clocks';
import { formsOf } from '../forms';
import { clocksAfter, movingUp, noClocks, type ClockState } from '../running-clock';
import { exclusionClocks, type exclusionClockNames } from './exclusion-clocks';

export const exclusionStream = (id: string): string => `exclusion-${id}`;

export const partyKinds = ['AGENT', 'UNIT', 'INSTITUTION'] as const;
/** Who must not see: by directory id. An institution stands for all its compartments. */
export type ExcludedParty = Readonly<{ kind: (typeof partyKinds)[number]; id: string }>;
export const liftingReasons = ['UNFOUNDED', 'ENDED'] as const;
export const exclusionFindings = ['STILL_NEEDED', 'NOT_NEEDED_ANY_MORE'] as const;

/** What a party had been shown of a case or an investigation, by the record of reads. Times as recorded, ids of the directory; of a house nobody is named, for it would tell where she is. */
export type FileExposure = Readonly<{ file: string; reads: number; categories: readonly string[]; agents: readonly string[]; from: string; until: string }>;

/** `subject` is the file under whose key the ground is sealed: who is excluded is a person or a body under suspicion. */
export class PlaceExclusion extends Command<
  'PlaceExclusion',
  { exclusion: string; subject: string; party: ExcludedParty; cases: readonly string[]; investigation?: string; ground: string }
> {
  readonly type = 'PlaceExclusion';
}
export class ConfirmExclusion extends Command<'ConfirmExclusion', { exclusion: string }> {
  readonly type = 'ConfirmExclusion';
}
export class LiftExclusion extends Command<'LiftExclusion', { exclusion: string; reason: (typeof liftingReasons)[number] }> {
  readonly type = 'LiftExclusion';
}
/** Whether it is still needed; who finds that it is not says so to those who may lift it. */
export class ReviewExclusion extends Command<'ReviewExclusion', { exclusion: string; finding: (typeof exclusionFindings)[number] }> {
  readonly type = 'ReviewExclusion';
}
/** Puts on record what the excluded had read by now. */
export class AssessExposure extends Command<'AssessExposure', { exclusion: string }> {
  readonly type = 'AssessExposure';
}
/** The process manager's: nobody confirmed it in time. */
export class EscalateExclusion extends Command<'EscalateExclusion', { exclusion: string; clock: (typeof exclusionClockNames)[number]; level: 'AUDIT' }> {
  readonly type = 'EscalateExclusion';
}
export type ExclusionCommand = PlaceExclusion | ConfirmExclusion | ReviewExclusion | AssessExposure | LiftExclusion | EscalateExclusion;

export type ExclusionEvent =
  | DomainEvent<'ExclusionPlaced', { party: ExcludedParty; cases: readonly string[]; investigation?: string }>
  | DomainEvent<'ExclusionConfirmed', Record<string, never>>
  | DomainEvent<'ExclusionReviewed', { finding: (typeof exclusionFindings)[number] }>
  | DomainEvent<'ExposureAssessed', { reads: number; files: readonly FileExposure[] }>
  | DomainEvent<'ExclusionLifted', { reason: (typeof liftingReasons)[number] }>
  | DomainEvent<'ExclusionEscalated', { clock: (typeof exclusionClockNames)[number]; level: 'AUDIT' }>;

export const exclusionEvents: EventDefinitions<ExclusionEvent['type']> = {
  ExclusionPlaced: {
    category: 'EXCLUSION',
    clear: { party: 'visibility', cases: 'visibility', investigation: 'visibility' },
    sealed: { ground: 'INVESTIGATION' },
  },
  ExclusionConfirmed: { category: 'EXCLUSION', clear: {} },
  ExclusionReviewed: { category: 'EXCLUSION', clear: { finding: 'audit' } },
  ExposureAssessed: { category: 'EXCLUSION', clear: { reads: 'audit', files: 'audit' } },
  ExclusionLifted: { category: 'EXCLUSION', clear: { reason: 'audit' } },
  ExclusionEscalated: { category: 'EXCLUSION', clear: { clock: 'audit', level: 'audit' } },
};

export type Exclusion =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{ status: 'PLACED' | 'CONFIRMED' | 'LIFTED'; party: ExcludedParty; cases: readonly string[]; investigation?: string; placedBy: Hand; confirmedBy?: Hand; exposed?: number; clocks: ClockState }>;
/** A person, and the institution they acted for: agent ids would let one person be two. */
export type Hand = Readonly<{ person: string; institution: string }>;

export type ExclusionFacts = Readonly<{
  by: Hand;
  partyKnown: boolean;
  /** Who places: every case and the investigation named are there, and the agent audits or is party to each. */
  mayPlace: boolean;
  /** Who confirms or lifts is excluded by it. */
  excluded: boolean;
  /** Who reviews or assesses audits it. */
  audits: boolean;
  /** What the party had been shown of each case and investigation; only of what it was shown something. */
  exposure?: readonly FileExposure[];
  /** Persons behind the agents whose ids the stream's events carry. */
  persons: Readonly<Record<string, string>>;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;
export type ExclusionRefusal =
  | 'NOT_FOUND'
  | 'NOTHING_NAMED'
  | 'PARTY_UNKNOWN'
  | 'ALREADY_PLACED'
  | 'TWO_PERSONS_REQUIRED'
  | 'OTHER_INSTITUTION_REQUIRED'
  | 'EXCLUSION_LIFTED'
  | 'NOT_DUE';

const notFound = refuse('NOT_FOUND' as const, 'there is no such exclusion, case or investigation, or it is not yours');

function decide(command: ExclusionCommand, state: Exclusion, facts: ExclusionFacts): Decision<ExclusionEvent, ExclusionRefusal> {
  if (command.type === 'PlaceExclusion') {
    const { party, cases, investigation, ground, subject } = command.input;
    if (state.status !== 'NONE') return refuse('ALREADY_PLACED', 'this exclusion is there already');
    if (cases.length === 0 && investigation === undefined) return refuse('NOTHING_NAMED', 'an exclusion names the cases or the investigation it is from');
    if (!facts.mayPlace) return notFound;
    if (!facts.partyKnown) return refuse('PARTY_UNKNOWN', 'there is no such agent, unit or institution');
    const data = { party, cases: [...new Set(cases)].sort(), ...(investigation !== undefined && { investigation }) };
    return [{ type: 'ExclusionPlaced', data, personal: [{ subject, fields: { ground } }] }];
  }
  if (command.type === 'EscalateExclusion') {
    if (state.status === 'NONE') return notFound;
    const { clock, level } = command.input;
    return movingUp(exclusionClocks, state.clocks, { clock, of: '', level }, command.meta, facts.clocks ?? clocks, { type: 'ExclusionEscalated', data: { clock, level } });
  }
  // Rule 8: the excluded do not learn that they are.
  if (state.status === 'NONE' || facts.excluded) return notFound;
  const placer = facts.persons[state.placedBy.person] ?? state.placedBy.person;
  if (command.type === 'ConfirmExclusion') {
    if (facts.by.person === placer) return refuse('TWO_PERSONS_REQUIRED', 'another person than the placer confirms');
    if (facts.by.institution === state.placedBy.institution) return refuse('OTHER_INSTITUTION_REQUIRED', 'another institution than the placer’s confirms');
    if (state.status === 'LIFTED') return refuse('EXCLUSION_LIFTED', 'the exclusion was lifted; place a new one');
    return state.status === 'CONFIRMED' ? [] : [{ type: 'ExclusionConfirmed', data: {} }];
  }
  if (command.type === 'AssessExposure') {
    if (!facts.audits) return notFound;
    const files = facts.exposure ?? [];
    const reads = files.reduce((sum, one) => sum + one.reads, 0);
    return reads === state.exposed ? [] : [{ type: 'ExposureAssessed', data: { reads, files } }];
  }
  const confirmer = state.confirmedBy && (facts.persons[state.confirmedBy.person] ?? state.confirmedBy.person);
  const concerned = facts.by.person === placer || facts.by.person === confirmer;
  if (command.type === 'ReviewExclusion') {
    if (!concerned && !facts.audits) return notFound;
    if (facts.by.person === placer) return refuse('TWO_PERSONS_REQUIRED', 'another person than the placer reviews it');
    return state.status === 'LIFTED' ? refuse('EXCLUSION_LIFTED', 'the exclusion was lifted; place a new one') : [{ type: 'ExclusionReviewed', data: { finding: command.input.finding } }];
  }
  if (!concerned) return notFound;
  return state.status === 'LIFTED' ? [] : [{ type: 'ExclusionLifted', data: { reason: command.input.reason } }];
}

function evolve(state: Exclusion, event: Recorded<ExclusionEvent>): Exclusion {
  const by = { person: event.actor.agent ?? event.actor.client, institution: event.actor.institution ?? '' };
  const running = clocksAfter(exclusionClocks, state.status === 'NONE' ? noClocks : state.clocks, event);
  switch (event.type) {
    case 'ExclusionPlaced': {
      const { party, cases, investigation } = event.data;
      return { status: 'PLACED', party, cases, ...(investigation !== undefined && { investigation }), placedBy: by, clocks: running };
    }
    case 'ExclusionConfirmed':
      return state.status === 'NONE' ? state : { ...state, status: 'CONFIRMED', confirmedBy: by, clocks: running };
    case 'ExclusionLifted':
      return state.status === 'NONE' ? state : { ...state, status: 'LIFTED', clocks: running };
    case 'ExposureAssessed':
      return state.status === 'NONE' ? state : { ...state, exposed: event.data.reads, clocks: running };
    case 'ExclusionReviewed':
    case 'ExclusionEscalated':
      return state.status === 'NONE' ? state : { ...state, clocks: running };
    default:
      return unreachable(event);
  }
}

export const exclusion: Decider<Exclusion, ExclusionCommand, ExclusionEvent, ExclusionFacts, ExclusionRefusal> = { initial: { status: 'NONE' }, decide, evolve };
export const exclusionSlice = { decider: exclusion, forms: formsOf(exclusionEvents) };
