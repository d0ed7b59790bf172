import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { Service } from '../service';
import { decidePlaces, evolvePlaces, placeEvents, type PlaceCommand, type PlaceEvent, type PlaceRefusal, type Places } from './places';
import { hoursRefusal, offerOf, saidOf, type Offer } from './offer';

export const unitStream = (code: string): string => `unit-${code}`;

export const unitKinds = [
  'OFFICE',
  'SHELTER',
  'RESIDENCE',
  'HOTLINE',
  'PROSECUTOR',
  'CONSULATE',
  'SECRETARIAT',
  'HEALTH_CENTRE',
  'ORIENTATION_POINT',
  'BORDER_POST',
  'AUDIT',
  'HEADQUARTERS',
] as const;
export type UnitKind = (typeof unitKinds)[number];

export const sexes = ['FEMALE', 'MALE', 'OTHER', 'UNKNOWN'] as const;
export type Sex = (typeof sexes)[number];

/** Whom a unit takes in. Absent means no limit. Ages in completed years. */
export type Criteria = Readonly<{ sexes?: readonly Sex[]; ageFrom?: number; ageTo?: number; dependants?: boolean }>;

export type CodeStandsFor = 'UNIT' | 'AGENT' | 'CLIENT';

export const closingOfUnit = ['MERGED', 'ENDED', 'MOVED'] as const;

type Of = Readonly<{ unit: string }>;

export class OpenUnit extends Command<
  'OpenUnit',
  Of & { name: string; institution: string; operator?: string; kind: UnitKind; residential: boolean; territory?: string; illustrative?: boolean }
> {
  readonly type = 'OpenUnit';
}
export class CloseUnit extends Command<'CloseUnit', Of & { reason: (typeof closingOfUnit)[number] }> {
  readonly type = 'CloseUnit';
}
export class OfferService extends Command<'OfferService', Of & Offer & { service: Service }> {
  readonly type = 'OfferService';
}
export class SuspendService extends Command<'SuspendService', Of & { service: Service }> {
  readonly type = 'SuspendService';
}
export class SetCriteria extends Command<'SetCriteria', Of & { criteria: Criteria }> {
  readonly type = 'SetCriteria';
}
export class DeclareCapacity extends Command<'DeclareCapacity', Of & { places: number }> {
  readonly type = 'DeclareCapacity';
}
/** A telephone that is answered day and night. */
export class DeclareDutyLine extends Command<'DeclareDutyLine', Of & { telephone: string }> {
  readonly type = 'DeclareDutyLine';
}
/** Written before an event in which the code stands. It names no case. */
export class IssueCaseCode extends Command<'IssueCaseCode', Of & { code: string; stands: CodeStandsFor; of: string }> {
  readonly type = 'IssueCaseCode';
}
export type UnitCommand =
  | OpenUnit
  | CloseUnit
  | OfferService
  | SuspendService
  | SetCriteria
  | DeclareCapacity
  | DeclareDutyLine
  | IssueCaseCode
  | PlaceCommand;

export type UnitEvent =
  | DomainEvent<
      'UnitOpened',
      {
        unit: string;
        name: string;
        institution: string;
        operator: string;
        compartment: string;
        kind: UnitKind;
        residential: boolean;
        territory?: string;
        illustrative?: true;
      }
    >
  | DomainEvent<'UnitClosed', { reason: (typeof closingOfUnit)[number] }>
  | DomainEvent<'ServiceOffered', Offer & { service: Service }>
  | DomainEvent<'ServiceSuspended', { service: Service }>
  | DomainEvent<'CriteriaSet', { criteria: Criteria }>
  | DomainEvent<'CapacityDeclared', { places: number }>
  | DomainEvent<'DutyLineDeclared', { telephone: string }>
  | DomainEvent<'CaseCodeIssued', { code: string; stands: CodeStandsFor; of: string }>
  | PlaceEvent;

export const unitEvents: EventDefinitions<UnitEvent['type']> = {
  UnitOpened: {
    category: 'DIRECTORY',
    clear: {
      unit: 'directory',
      name: 'directory',
      institution: 'directory',
      operator: 'directory',
      compartment: 'visibility',
      kind: 'directory',
      residential: 'rule 4, case codes',
      territory: 'directory',
      illustrative: 'directory',
    },
  },
  UnitClosed: { category: 'DIRECTORY', clear: { reason: 'directory' } },
  ServiceOffered: { category: 'DIRECTORY', clear: { service: 'referral', languages: 'directory', schedule: 'directory', accessibility: 'directory' } },
  ServiceSuspended: { category: 'DIRECTORY', clear: { service: 'referral' } },
  CriteriaSet: { category: 'DIRECTORY', clear: { criteria: 'rule 5' } },
  CapacityDeclared: { category: 'DIRECTORY', clear: { places: 'rule 5' } },
  DutyLineDeclared: { category: 'DIRECTORY', clear: { telephone: 'directory, rule 9' } },
  CaseCodeIssued: { category: 'DIRECTORY', clear: { code: 'visibility', stands: 'visibility', of: 'visibility' } },
  ...placeEvents,
};

/** Kinds whose file is walled off from the rest of their institution, with every residential unit. */
const walledKinds: readonly UnitKind[] = ['PROSECUTOR', 'HOTLINE', 'SECRETARIAT', 'AUDIT'];
/** Kinds where people live, whatever else is said of the unit. */
const residentialKinds: readonly UnitKind[] = ['SHELTER', 'RESIDENCE'];

export type Unit = Places & Readonly<{
  opened?: Readonly<{ institution: string; operator: string; compartment: string; kind: UnitKind; residential: boolean }>;
  closed: boolean;
  /** Service → how it is offered. */
  services: Readonly<Partial<Record<Service, string>>>;
  criteria?: Criteria;
  dutyLine?: string;
  codes: Readonly<Record<string, { stands: CodeStandsFor; of: string }>>;
}>;

/** Who acts on the directory, and what of the institution must be there. */
export type UnitFacts = Readonly<{
  /** Whether the agent administers the unit's institution, or directs this very unit. */
  administers: boolean;
  directs: boolean;
  institutionKnown: boolean;
  operatorKnown: boolean;
  /** Whether the institution has walled a compartment of the unit's code. */
  walled: boolean;
  /** The deadlines in force; the protocol's own where none are set. */
  clocks?: ClockPolicy;
}>;
/** What the server itself writes in a unit's stream is decided by the stream alone. */
export const noFacts: UnitFacts = { administers: false, directs: false, institutionKnown: true, operatorKnown: true, walled: true };

export type UnitRefusal =
  | 'NOT_ENTITLED'
  | 'INSTITUTION_UNKNOWN'
  | 'WALL_FIRST'
  | 'UNIT_CODE'
  | 'UNIT_UNKNOWN'
  | 'UNIT_CLOSED'
  | 'ALREADY_REGISTERED'
  | 'HOURS_REVERSED'
  | 'TELEPHONE_OF_A_HOUSE'
  | PlaceRefusal;

const notEntitled = refuse('NOT_ENTITLED', 'only the administrators of the institution, or who directs the unit, may do this');

function decide(command: UnitCommand, state: Unit, facts: UnitFacts): Decision<UnitEvent, UnitRefusal> {
  const { opened } = state;
  if (command.type === 'OpenUnit') return openUnit(command, state, facts);
  if (!opened) return refuse('UNIT_UNKNOWN', 'there is no such unit');
  switch (command.type) {
    case 'IssueCaseCode': {
      const { code, stands, of } = command.input;
      return state.codes[code] ? [] : [{ type: 'CaseCodeIssued', data: { code, stands, of } }];
    }
    case 'HoldPlace':
    case 'AuthoriseOvercapacity':
    case 'ExpirePlaceHold':
    case 'TakePlaces':
    case 'FreePlaces':
      return decidePlaces(command, state, { closed: state.closed, directs: facts.directs, clocks: facts.clocks });
    case 'CloseUnit':
      if (!facts.administers) return notEntitled;
      return state.closed ? [] : [{ type: 'UnitClosed', data: { reason: command.input.reason } }];
    default:
  }
  if (state.closed) return refuse('UNIT_CLOSED', 'the unit is closed');
  if (!facts.administers && !facts.directs) return notEntitled;
  switch (command.type) {
    case 'OfferService': {
      const { service } = command.input;
      const offer = offerOf(command.input);
      return state.services[service] === saidOf(offer) ? [] : (hoursRefusal(offer) ?? [{ type: 'ServiceOffered', data: { service, ...offer } }]);
    }
    case 'SuspendService':
      return command.input.service in state.services ? [{ type: 'ServiceSuspended', data: { service: command.input.service } }] : [];
    case 'SetCriteria':
      return state.criteria && said(state.criteria) === said(command.input.criteria) ? [] : [{ type: 'CriteriaSet', data: { criteria: command.input.criteria } }];
    case 'DeclareCapacity':
      return state.places === command.input.places ? [] : [{ type: 'CapacityDeclared', data: { places: command.input.places } }];
    case 'DeclareDutyLine': {
      const { telephone } = command.input;
      // Rule 4: a number leads to the house, and no emergency opens where she is.
      if (opened.residential) return refuse('TELEPHONE_OF_A_HOUSE', 'a house where survivors live states no telephone: it would lead there');
      return state.dutyLine === telephone ? [] : [{ type: 'DutyLineDeclared', data: { telephone } }];
    }
    default:
      return unreachable(command);
  }
}

function openUnit({ input }: OpenUnit, { opened }: Unit, facts: UnitFacts): Decision<UnitEvent, UnitRefusal> {
  const { unit, name, institution, operator = institution, kind, territory, illustrative } = input;
  const residential = input.residential || residentialKinds.includes(kind);
  if (!facts.administers) return notEntitled;
  if (!unit.includes('-')) return refuse('UNIT_CODE', 'the code of a unit has a hyphen; one without is an institution’s');
  if (opened) return refuse('ALREADY_REGISTERED', 'a unit of this code is there already');
  if (!facts.institutionKnown || !facts.operatorKnown) return refuse('INSTITUTION_UNKNOWN', 'register the institution, and the operator, first');
  if ((residential || walledKinds.includes(kind)) && !facts.walled) return refuse('WALL_FIRST', 'a unit of this kind has a compartment of its own: wall it first, under the code of the unit');
  return [
    {
      type: 'UnitOpened',
      data: {
        unit,
        name,
        institution,
        operator,
        compartment: facts.walled ? unit : institution,
        kind,
        residential,
        ...(territory !== undefined && { territory }),
        ...(illustrative && { illustrative: true }),
      },
    },
  ];
}

/** Criteria in one order: the store gives members back in its own, and the same sexes may be named in another. */
const said = ({ sexes, ageFrom, ageTo, dependants }: Criteria): string => JSON.stringify([sexes && [...new Set(sexes)].sort(), ageFrom, ageTo, dependants]);

function evolve(state: Unit, event: Recorded<UnitEvent>): Unit {
  const { type, data } = event;
  switch (type) {
    case 'UnitOpened': {
      const { institution, operator, compartment, kind, residential } = data;
      return { ...state, opened: { institution, operator, compartment, kind, residential } };
    }
    case 'UnitClosed':
      return { ...state, closed: true };
    case 'ServiceOffered':
      return { ...state, services: { ...state.services, [data.service]: saidOf(data) } };
    case 'ServiceSuspended': {
      const { [data.service]: _suspended, ...services } = state.services;
      return { ...state, services };
    }
    case 'CriteriaSet':
      return { ...state, criteria: data.criteria };
    case 'CapacityDeclared':
      return { ...state, places: data.places };
    case 'DutyLineDeclared':
      return { ...state, dutyLine: data.telephone };
    case 'CaseCodeIssued':
      return { ...state, codes: { ...state.codes, [data.code]: { stands: data.stands, of: data.of } } };
    case 'PlaceHeld':
    case 'PlaceHoldExpired':
    case 'PlaceTaken':
    case 'PlaceFreed':
    case 'OvercapacityAuthorised':
      return evolvePlaces(state, event);
    default:
      return unreachable(type);
  }
}

const initial: Unit = { closed: false, services: {}, places: 0, holds: {}, taken: {}, codes: {} };

export const unit: Decider<Unit, UnitCommand, UnitEvent, UnitFacts, UnitRefusal> = { initial, decide, evolve };
export const unitSlice = { decider: unit, forms: formsOf(unitEvents) };
