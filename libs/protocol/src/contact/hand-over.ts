import { Command, refuse, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { actsFor, type Party } from '../party';
import type { Unit, UnitKind } from '../unit/unit';
import { sealedFields } from '../sealed-fields';

export const handOverDeclines = ['NOT_OUR_MANDATE', 'OUT_OF_TERRITORY', 'NO_LINE_FREE', 'CALL_DROPPED'] as const;
export const threatLevels = ['NONE', 'LOW', 'HIGH', 'IMMEDIATE'] as const;
/** IMMEDIATE: her life is in danger now. */
export type ThreatLevel = (typeof threatLevels)[number];

type Of = Readonly<{ contact: string }>;

export class HandOverContact extends Command<'HandOverContact', Of & { to: string; note?: string }> {
  readonly type = 'HandOverContact';
}
export class TakeContact extends Command<'TakeContact', Of> {
  readonly type = 'TakeContact';
}
export class DeclineHandOver extends Command<'DeclineHandOver', Of & { reason: (typeof handOverDeclines)[number] }> {
  readonly type = 'DeclineHandOver';
}
/** Nobody takes it: the desk that still holds it tries another. */
export class TakeBackHandOver extends Command<'TakeBackHandOver', Of> {
  readonly type = 'TakeBackHandOver';
}
export type HandOverCommand = HandOverContact | TakeContact | DeclineHandOver | TakeBackHandOver;

export type HandOverEvent =
  | DomainEvent<'ContactHandedOver', { to: string }>
  | DomainEvent<'ContactTaken', { unit: string }>
  | DomainEvent<'HandOverDeclined', { unit: string; reason: (typeof handOverDeclines)[number] }>
  | DomainEvent<'HandOverTakenBack', { from: string }>;

export const handOverEvents: EventDefinitions<HandOverEvent['type']> = {
  ContactHandedOver: { category: 'STATUS', clear: { to: 'visibility, clock' }, sealed: { handOverNote: 'PROTECTION' } },
  ContactTaken: { category: 'STATUS', clear: { unit: 'visibility, clock' } },
  HandOverDeclined: { category: 'STATUS', clear: { unit: 'visibility, clock', reason: 'decision' } },
  HandOverTakenBack: { category: 'STATUS', clear: { from: 'visibility, clock' } },
};

/**
 * Which desk a contact lies on. There is always exactly one: who hands over holds it until the other has taken it, so no call is
 * lost between two desks.
 */
export type Desk = Readonly<{
  holder: string;
  /** Every unit that held it, in order. */
  held: readonly string[];
  /** Whom it is offered to, not taken yet. */
  offeredTo?: string;
  /** How the newest offer was turned down. */
  declined?: Readonly<{ unit: string; reason: string }>;
}>;

/** What a hand-over must know of the units concerned. */
export type HandOverFacts = Readonly<{
  by: Party;
  standsIn: boolean;
  /** Compartments of the units that the contact's events name. */
  compartments: Readonly<Record<string, string>>;
  /** The unit named by the command, open, and not kept from what the contact is linked to. */
  to?: Party & Readonly<{ door: boolean; migrationControl: boolean }>;
}>;

export type HandOverRefusal =
  | 'UNIT_UNKNOWN'
  | 'OWN_UNIT'
  | 'NOT_A_DOOR'
  | 'MIGRATION_CONTROL_LIMIT'
  | 'HAND_OVER_BASIS'
  | 'HAND_OVER_PENDING'
  | 'NOT_HANDED_OVER'
  | 'NOT_THE_HOLDER'
  | 'NOT_THE_ADDRESSEE'
  | 'ANSWERED_OTHERWISE';

/** Kinds of unit at whose door, counter or telephone somebody may turn up. */
const doors: readonly UnitKind[] = ['OFFICE', 'HOTLINE', 'PROSECUTOR', 'CONSULATE', 'HEALTH_CENTRE', 'ORIENTATION_POINT', 'BORDER_POST', 'HEADQUARTERS'];

/** A residential unit is no door: its code, or its agents', in a contact would name the house. */
export const isDoor = ({ kind, residential }: Pick<Required<Unit>['opened'], 'kind' | 'residential'>): boolean => !residential && doors.includes(kind);

export const notTheHolder = refuse('NOT_THE_HOLDER' as const, 'only the desk that holds the contact may do this; what is handed over to you, take first');
export const handOverPending = refuse('HAND_OVER_PENDING' as const, 'the contact is being handed over: wait until it is taken, or take it back');
const answeredOtherwise = refuse('ANSWERED_OTHERWISE' as const, 'this was answered otherwise before; what is recorded stays');

export const holds = ({ holder }: Desk, { by, compartments }: HandOverFacts): boolean => compartments[holder] === by.compartment;

/** Whose business the contact is: who holds or held it, who is offered it, who turned the newest offer down. */
export const concerns = ({ held, offeredTo, declined }: Desk, { by, compartments }: HandOverFacts): boolean =>
  [...held, offeredTo, declined?.unit].some((unit) => unit !== undefined && compartments[unit] === by.compartment);

/** Of a contact that has not ended, by whom it concerns. */
export function decideHandOver(command: HandOverCommand, desk: Desk, danger: ThreatLevel | undefined, subject: string, facts: HandOverFacts): Decision<HandOverEvent, HandOverRefusal> {
  const { offeredTo, declined } = desk;
  const acts = (unit: string | undefined): boolean => unit !== undefined && actsFor(facts.by, { unit, compartment: facts.compartments[unit] ?? '' }, facts.standsIn);
  switch (command.type) {
    case 'HandOverContact': {
      const { to, note } = command.input;
      if (!holds(desk, facts)) return notTheHolder;
      if (offeredTo !== undefined) return offeredTo === to ? [] : handOverPending;
      const refusal = addresseeRefusal(desk, facts) ?? basisRefusal(command, danger, facts);
      if (refusal) return refusal;
      return [{ type: 'ContactHandedOver', data: { to }, ...sealedFields(subject, { handOverNote: note }) }];
    }
    case 'TakeContact':
      if (offeredTo !== undefined) return acts(offeredTo) ? [{ type: 'ContactTaken', data: { unit: offeredTo } }] : notTheAddressee;
      if (acts(declined?.unit)) return answeredOtherwise;
      return acts(desk.holder) ? [] : notHandedOver;
    case 'DeclineHandOver': {
      const { reason } = command.input;
      if (offeredTo !== undefined) return acts(offeredTo) ? [{ type: 'HandOverDeclined', data: { unit: offeredTo, reason } }] : notTheAddressee;
      if (acts(declined?.unit)) return declined?.reason === reason ? [] : answeredOtherwise;
      return acts(desk.holder) && desk.held.length > 1 ? answeredOtherwise : notHandedOver;
    }
    case 'TakeBackHandOver':
      if (!holds(desk, facts)) return notTheHolder;
      return offeredTo === undefined ? [] : [{ type: 'HandOverTakenBack', data: { from: offeredTo } }];
  }
}

const notTheAddressee = refuse('NOT_THE_ADDRESSEE' as const, 'only the unit it is handed to, or its supervisor, may do this');
const notHandedOver = refuse('NOT_HANDED_OVER' as const, 'nothing is handed over to you here: it was taken, or taken back');

function addresseeRefusal({ holder }: Desk, { to }: HandOverFacts) {
  if (!to) return refuse('UNIT_UNKNOWN' as const, 'there is no such unit, or it is closed');
  if (to.unit === holder) return refuse('OWN_UNIT' as const, 'a contact is handed over to another unit');
  if (to.migrationControl) return refuse('MIGRATION_CONTROL_LIMIT' as const, 'migration control is handed no contact: tell her where to go, and redirect');
  return to.door ? undefined : refuse('NOT_A_DOOR' as const, 'this unit receives no contacts: open a case and refer her');
}

/**
 * What she said leaves the compartment because she agreed, because she is in danger, or because the law demands it and by which
 * act. Inside a compartment nothing is disclosed.
 */
function basisRefusal({ meta: { basis } }: HandOverContact, danger: ThreatLevel | undefined, { by, to }: HandOverFacts) {
  const inDanger = danger === 'IMMEDIATE' || danger === 'HIGH';
  const may =
    to?.compartment === by.compartment ||
    basis.kind === 'CONSENT' ||
    (basis.kind === 'VITAL_INTERESTS' && inDanger) ||
    (basis.kind === 'LEGAL_OBLIGATION' && basis.ref !== undefined);
  return may ? undefined : refuse('HAND_OVER_BASIS' as const, 'she agrees to be passed on, or is in danger as triaged, or the law demands it: name the act');
}

export function evolveDesk(desk: Desk, { type, data }: Recorded<HandOverEvent>): Desk {
  const { offeredTo: _offered, declined: _declined, ...rest } = desk;
  switch (type) {
    case 'ContactHandedOver':
      return { ...rest, offeredTo: data.to };
    case 'ContactTaken':
      return { ...rest, holder: data.unit, held: [...desk.held, data.unit] };
    case 'HandOverDeclined':
      return { ...rest, declined: data };
    case 'HandOverTakenBack':
      return rest;
  }
}
