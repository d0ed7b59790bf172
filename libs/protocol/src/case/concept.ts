import type { Command, Decision, DomainEvent, Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import type { Party } from '../party';

/**
 * Who may give a command on a case that is there, and when. The lead's compartment always may; `serving`: so may the unit that
 * serves her under the referral it names. `others`: the concept itself says who; the case only has to be there.
 */
export type Rule = Readonly<{ serving?: true; others?: true; whenClosed?: true }>;

/** Who acts, as the case has found it out: `serves` under the referral that the command names in `under`; the lead needs none. */
export type Acting = Readonly<{ by: Party; leads: boolean; serves: boolean }>;

/**
 * A part of the case with a file of its own. It plugs into `case.ts` by one line in `concepts` and its members in the unions of
 * commands, events and refusals. `file` is the case as far as the concept reads it, `facts` what a handler read in other streams;
 * `Also` are events of another concept that follow from its own.
 */
export type Concept<C extends Command, E extends DomainEvent, R extends string, S, File, Facts, Also extends DomainEvent = never> = Readonly<{
  rules: Readonly<Record<C['type'], Rule>>;
  events: EventDefinitions<E['type']>;
  initial: S;
  decide(command: C, file: File, facts: Facts & Acting): Decision<E | Also, R>;
  evolve(state: S, event: Recorded<E>): S;
}>;
