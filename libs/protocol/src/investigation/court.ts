import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { sealedFields } from '../sealed-fields';
import { orderNumber } from './order-number';

export const protectiveMeasures = ['NO_CONTACT', 'IDENTITY_RESERVED', 'POLICE_PROTECTION', 'SAFE_LODGING', 'NO_DEPARTURE', 'WEAPONS_SEIZED', 'DETENTION'] as const;
export const offences = ['TRAFFICKING_IN_PERSONS', 'SMUGGLING_OF_MIGRANTS', 'PIMPING', 'CHILD_SEXUAL_EXPLOITATION', 'SEXUAL_VIOLENCE', 'FORGED_DOCUMENTS', 'MONEY_LAUNDERING', 'CRIMINAL_ASSOCIATION', 'CORRUPTION'] as const;
export type Offence = (typeof offences)[number];
export const hearings = ['COERCIVE_MEASURE', 'PRELIMINARY', 'TRIAL', 'APPEAL', 'CASSATION', 'SENTENCE_ENFORCEMENT'] as const;
export const instances = ['TRIAL_COURT', 'APPEAL', 'CASSATION'] as const;
export const verdicts = ['CONVICTED', 'ACQUITTED', 'DISMISSED'] as const;

type Of = Readonly<{ investigation: string }>;

export class RecordProtectiveMeasure extends Command<'RecordProtectiveMeasure', Of & { measure: (typeof protectiveMeasures)[number]; case?: string; suspect?: string; terms?: string }> {
  readonly type = 'RecordProtectiveMeasure';
}
export class BringCharges extends Command<'BringCharges', Of & { suspect: string; offences: readonly Offence[]; accusation?: string }> {
  readonly type = 'BringCharges';
}
export class RecordHearing extends Command<'RecordHearing', Of & { hearing: (typeof hearings)[number]; minutes?: string }> {
  readonly type = 'RecordHearing';
}
export class RecordJudgment extends Command<
  'RecordJudgment',
  Of & { suspect: string; instance: (typeof instances)[number]; verdict: (typeof verdicts)[number]; sentence?: string }
> {
  readonly type = 'RecordJudgment';
}
export class RecordReparation extends Command<'RecordReparation', Of & { case: string; terms?: string }> {
  readonly type = 'RecordReparation';
}
export type CourtCommand = RecordProtectiveMeasure | BringCharges | RecordHearing | RecordJudgment | RecordReparation;

export type CourtEvent =
  | DomainEvent<'ProtectiveMeasureOrdered', { measure: (typeof protectiveMeasures)[number]; number: string; case?: string; suspect?: string }>
  | DomainEvent<'ChargesBrought', { suspect: string; offences: readonly Offence[] }>
  | DomainEvent<'HearingHeld', { hearing: (typeof hearings)[number] }>
  | DomainEvent<'JudgmentGiven', { suspect: string; instance: (typeof instances)[number]; verdict: (typeof verdicts)[number]; number: string }>
  | DomainEvent<'ReparationOrdered', { case: string; number: string }>;

export const courtEvents: EventDefinitions<CourtEvent['type']> = {
  ProtectiveMeasureOrdered: {
    category: 'INVESTIGATION',
    clear: { measure: 'counts', number: 'audit', case: 'visibility', suspect: 'decision' },
    sealed: { terms: 'INVESTIGATION' },
  },
  ChargesBrought: { category: 'INVESTIGATION', clear: { suspect: 'decision', offences: 'counts' }, sealed: { accusation: 'INVESTIGATION' } },
  HearingHeld: { category: 'INVESTIGATION', clear: { hearing: 'counts' }, sealed: { minutes: 'INVESTIGATION' } },
  JudgmentGiven: {
    category: 'INVESTIGATION',
    clear: { suspect: 'decision', instance: 'decision', verdict: 'counts', number: 'audit' },
    sealed: { sentence: 'INVESTIGATION' },
  },
  ReparationOrdered: { category: 'INVESTIGATION', clear: { case: 'visibility', number: 'audit' }, sealed: { terms: 'INVESTIGATION' } },
};

export type Court = Readonly<{
  /** Suspect → what they are charged with. */
  charges: Readonly<Record<string, readonly Offence[]>>;
  /** Suspect and number of the judgment → instance and verdict. */
  judgments: Readonly<Record<string, string>>;
  convicted: boolean;
  /** Measures and reparations that were ordered, each with its number and whom it is about. */
  ordered: readonly string[];
}>;

export type CourtFacts = Readonly<{
  /** Under whose key what is said in the investigation is sealed. */
  file: string;
  /** Who the attached case named is about. */
  survivor?: string;
  /** The suspect named by the command was named before. */
  suspectKnown: boolean;
}>;
export type CourtRefusal = 'ORDER_NUMBER_REQUIRED' | 'CASE_NOT_ATTACHED' | 'SUSPECT_UNKNOWN' | 'NOT_CHARGED' | 'NOT_CONVICTED' | 'ANSWERED_OTHERWISE';

const numberRequired = refuse('ORDER_NUMBER_REQUIRED' as const, 'a court decided this: give COURT_ORDER and the number of its decision as the basis');
const notAttached = refuse('CASE_NOT_ATTACHED' as const, 'attach her case first');
const notNamed = refuse('SUSPECT_UNKNOWN' as const, 'name the suspect first');

export function decideCourt(command: CourtCommand, state: Court, facts: CourtFacts): Decision<CourtEvent, CourtRefusal> {
  const number = orderNumber(command.meta.basis, ['COURT_ORDER']);
  switch (command.type) {
    case 'RecordProtectiveMeasure': {
      const { measure, case: caseId, suspect, terms } = command.input;
      if (number === undefined) return numberRequired;
      if (caseId !== undefined && facts.survivor === undefined) return notAttached;
      if (suspect !== undefined && !facts.suspectKnown) return notNamed;
      if (state.ordered.includes(orderKey(measure, number, caseId, suspect))) return [];
      const data = { measure, number, ...(caseId !== undefined && { case: caseId }), ...(suspect !== undefined && { suspect }) };
      return [{ type: 'ProtectiveMeasureOrdered', data, ...sealedFields(facts.survivor ?? suspect ?? facts.file, { terms }) }];
    }
    case 'BringCharges': {
      const { suspect, accusation } = command.input;
      if (!facts.suspectKnown) return notNamed;
      const charged = [...new Set(command.input.offences)].sort();
      if (charged.every((offence) => state.charges[suspect]?.includes(offence))) return [];
      return [{ type: 'ChargesBrought', data: { suspect, offences: charged }, ...sealedFields(suspect, { accusation }) }];
    }
    case 'RecordHearing':
      return [{ type: 'HearingHeld', data: { hearing: command.input.hearing }, ...sealedFields(facts.file, { minutes: command.input.minutes }) }];
    case 'RecordJudgment': {
      const { suspect, instance, verdict, sentence } = command.input;
      if (number === undefined) return numberRequired;
      if (!state.charges[suspect]) return refuse('NOT_CHARGED', 'no charges were brought against that suspect');
      // By its number: a second trial after cassation is another judgment of the same instance.
      const given = state.judgments[`${suspect} ${number}`];
      if (given === `${instance} ${verdict}`) return [];
      if (given !== undefined) return refuse('ANSWERED_OTHERWISE', 'a judgment of this number is recorded otherwise; what is recorded stays');
      return [{ type: 'JudgmentGiven', data: { suspect, instance, verdict, number }, ...sealedFields(suspect, { sentence }) }];
    }
    case 'RecordReparation': {
      const { case: caseId, terms } = command.input;
      if (number === undefined) return numberRequired;
      if (facts.survivor === undefined) return notAttached;
      if (!state.convicted) return refuse('NOT_CONVICTED', 'reparation follows on a conviction: record the judgment first');
      if (state.ordered.includes(orderKey('REPARATION', number, caseId))) return [];
      return [{ type: 'ReparationOrdered', data: { case: caseId, number }, ...sealedFields(facts.survivor, { terms }) }];
    }
    default:
      return unreachable(command);
  }
}

const orderKey = (what: string, number: string, caseId?: string, suspect?: string): string => [what, number, caseId ?? '', suspect ?? ''].join(' ');

export function evolveCourt(state: Court, event: Recorded<CourtEvent>): Court {
  switch (event.type) {
    case 'ProtectiveMeasureOrdered':
      return { ...state, ordered: [...state.ordered, orderKey(event.data.measure, event.data.number, event.data.case, event.data.suspect)] };
    case 'ChargesBrought': {
      const { suspect, offences: more } = event.data;
      return { ...state, charges: { ...state.charges, [suspect]: [...(state.charges[suspect] ?? []), ...more] } };
    }
    case 'HearingHeld':
      return state;
    case 'JudgmentGiven': {
      const { suspect, instance, verdict, number } = event.data;
      return { ...state, judgments: { ...state.judgments, [`${suspect} ${number}`]: `${instance} ${verdict}` }, convicted: state.convicted || verdict === 'CONVICTED' };
    }
    case 'ReparationOrdered':
      return { ...state, ordered: [...state.ordered, orderKey('REPARATION', event.data.number, event.data.case)] };
    default:
      return unreachable(event);
  }
}
