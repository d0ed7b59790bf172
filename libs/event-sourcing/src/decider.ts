import type { DomainEvent, Recorded } from './event';

/** Why a command was turned down: an expected outcome with a stable code, not an error. Carries nothing about a survivor. */
export type Refusal<Code extends string = string> = Readonly<{ refused: Code; because: string }>;

export type Decision<Event, Code extends string = string> = readonly Event[] | Refusal<Code>;

/**
 * One aggregate. `decide` awaits nothing and asks no clock; `facts` is what it must know of other streams, read at
 * decision time. `[]` means: already so, nothing to write.
 */
export interface Decider<State, Command, Event extends DomainEvent, Facts = void, Code extends string = string> {
  readonly initial: State;
  readonly decide: (command: Command, state: State, facts: Facts) => Decision<Event, Code>;
  readonly evolve: (state: State, event: Recorded<Event>) => State;
}

export const refuse = <Code extends string>(refused: Code, because: string): Refusal<Code> => ({ refused, because });

export const isRefusal = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome;

/** Ends every switch over a union, so that a new member does not compile until it is answered. */
export const unreachable = (value: never): never => {
  throw new Error(`unreachable: ${String((value as { type?: unknown })?.type ?? typeof value)}`);
};
