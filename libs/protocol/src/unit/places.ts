import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { holdUntil, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';

/** Why a unit takes in more than it has places for. */
export const overcapacityReasons = ['DANGER_TO_LIFE', 'GRAVE_RISK', 'NO_OTHER_PLACE'] as const;

type Of = Readonly<{ unit: string }>;

export class HoldPlace extends Command<'HoldPlace', Of & { hold: string }> {
  readonly type = 'HoldPlace';
}
/** A place beyond those declared, held for an emergency. */
export class AuthoriseOvercapacity extends Command<'AuthoriseOvercapacity', Of & { hold: string; reason: (typeof overcapacityReasons)[number] }> {
  readonly type = 'AuthoriseOvercapacity';
}
/** The process manager's, when the hold has ended. */
export class ExpirePlaceHold extends Command<'ExpirePlaceHold', Of & { hold: string }> {
  readonly type = 'ExpirePlaceHold';
}
/** Given before the event of a case that names the places. All of them or none; `claim` tells one taker from another and names nobody. */
export class TakePlaces extends Command<'TakePlaces', Of & { places: readonly string[]; claim: string }> {
  readonly type = 'TakePlaces';
}
/** The process manager's, when nobody lives there any more. */
export class FreePlaces extends Command<'FreePlaces', Of & { places: readonly string[] }> {
  readonly type = 'FreePlaces';
}
export type PlaceCommand = HoldPlace | AuthoriseOvercapacity | ExpirePlaceHold | TakePlaces | FreePlaces;

/** A place has the id of the hold it was taken by. */
export type PlaceEvent =
  | DomainEvent<'PlaceHeld', { hold: string; until: string }>
  | DomainEvent<'PlaceHoldExpired', { hold: string }>
  | DomainEvent<'PlaceTaken', { place: string; claim: string }>
  | DomainEvent<'PlaceFreed', { place: string }>
  | DomainEvent<'OvercapacityAuthorised', { hold: string; until: string; reason: (typeof overcapacityReasons)[number] }>;

export const placeEvents: EventDefinitions<PlaceEvent['type']> = {
  PlaceHeld: { category: 'DIRECTORY', clear: { hold: 'rule 5', until: 'clock' } },
  PlaceHoldExpired: { category: 'DIRECTORY', clear: { hold: 'rule 5' } },
  PlaceTaken: { category: 'DIRECTORY', clear: { place: 'rule 5', claim: 'rule 5' } },
  PlaceFreed: { category: 'DIRECTORY', clear: { place: 'rule 5' } },
  OvercapacityAuthorised: { category: 'DIRECTORY', clear: { hold: 'rule 5', until: 'clock', reason: 'counts' } },
};

/** `over`: beyond the places declared, so for an emergency only. */
export type Hold = Readonly<{ until: string; over?: true }>;
export type Places = Readonly<{
  /** How many the unit has. */
  places: number;
  holds: Readonly<Record<string, Hold>>;
  taken: Readonly<Record<string, Hold & Readonly<{ claim: string }>>>;
}>;

export type PlaceRefusal = 'NO_PLACE_LEFT' | 'PLACE_LEFT' | 'SUPERVISOR_REQUIRED' | 'HOLD_ENDED' | 'UNIT_CLOSED' | 'NOT_DUE';

/** Anonymous: places are counted here, and for whom they are is said elsewhere. `directs`: whether the agent directs this very unit. */
export function decidePlaces(command: PlaceCommand, state: Places, { closed, directs, clocks }: Readonly<{ closed: boolean; directs: boolean; clocks?: ClockPolicy | undefined }>): Decision<PlaceEvent, PlaceRefusal> {
  const now = command.meta.receivedAt;
  switch (command.type) {
    case 'ExpirePlaceHold': {
      const hold = state.holds[command.input.hold];
      if (!hold) return [];
      return hold.until <= now ? [{ type: 'PlaceHoldExpired', data: { hold: command.input.hold } }] : refuse('NOT_DUE', 'the place is still held');
    }
    case 'FreePlaces':
      return command.input.places.filter((place) => state.taken[place]).map((place) => ({ type: 'PlaceFreed', data: { place } }));
    default:
  }
  if (closed) return refuse('UNIT_CLOSED', 'the unit is closed');
  switch (command.type) {
    case 'HoldPlace': {
      const { hold } = command.input;
      if (state.holds[hold] || state.taken[hold]) return [];
      if (inUse(state, now) >= state.places) return refuse('NO_PLACE_LEFT', 'every place of the unit is held or taken: ask another unit');
      return [{ type: 'PlaceHeld', data: { hold, until: holdUntil(now, clocks) } }];
    }
    case 'AuthoriseOvercapacity': {
      const { hold, reason } = command.input;
      if (!directs) return refuse('SUPERVISOR_REQUIRED', 'who directs the unit decides that it takes in more than it has places for');
      if (state.holds[hold] || state.taken[hold]) return [];
      if (inUse(state, now) < state.places) return refuse('PLACE_LEFT', 'there is a place left: hold that one');
      return [{ type: 'OvercapacityAuthorised', data: { hold, until: holdUntil(now, clocks), reason } }];
    }
    case 'TakePlaces': {
      const { places, claim } = command.input;
      const free = places.filter((place) => state.taken[place]?.claim !== claim);
      if (!free.every((place) => isHeld(state, place, now))) return refuse('HOLD_ENDED', 'a place named is not held any more: hold one again');
      return free.map((place) => ({ type: 'PlaceTaken', data: { place, claim } }));
    }
    default:
      return unreachable(command);
  }
}

const isHeld = ({ holds }: Places, place: string, now: string): boolean => (holds[place]?.until ?? '') > now;
const inUse = ({ holds, taken }: Places, now: string): number => Object.values(holds).filter(({ until }) => until > now).length + Object.keys(taken).length;

/** What a taker may name of them: what is held and taken by nobody, and what it took itself. */
export function placesFor({ holds, taken }: Places, claim: string): Readonly<Record<string, Hold & Readonly<{ own: boolean }>>> {
  const own = Object.entries(taken).filter(([, one]) => one.claim === claim);
  return Object.fromEntries([
    ...Object.entries(holds).map(([id, { until, over }]) => [id, { until, ...(over && { over }), own: false }] as const),
    ...own.map(([id, { until, over }]) => [id, { until, ...(over && { over }), own: true }] as const),
  ]);
}

export function evolvePlaces<S extends Places>(state: S, { type, data }: Recorded<PlaceEvent>): S {
  switch (type) {
    case 'PlaceHeld':
      return { ...state, holds: { ...state.holds, [data.hold]: { until: data.until } } };
    case 'OvercapacityAuthorised':
      return { ...state, holds: { ...state.holds, [data.hold]: { until: data.until, over: true } } };
    case 'PlaceHoldExpired': {
      const { [data.hold]: _ended, ...holds } = state.holds;
      return { ...state, holds };
    }
    case 'PlaceTaken': {
      const { [data.place]: hold, ...holds } = state.holds;
      return hold ? { ...state, holds, taken: { ...state.taken, [data.place]: { ...hold, claim: data.claim } } } : state;
    }
    case 'PlaceFreed': {
      const { [data.place]: _freed, ...taken } = state.taken;
      return { ...state, taken };
    }
    default:
      return unreachable(type);
  }
}
