import type { CommandMeta } from './command';
import { isRefusal, type Decider } from './decider';
import type { Actor, DomainEvent, Recorded } from './event';

const someone: Actor = { client: 'test-desk', agent: 'ag-test', assurance: 'AUTHENTICATED' };

/** What surrounds a command that a test gives, at noon of a day in January. */
export const meta = (how: Partial<CommandMeta> = {}): CommandMeta => ({
  id: '01936b2e-7c00-7abc-8def-0123456789ab',
  actor: someone,
  purpose: 'ASSISTANCE',
  basis: { kind: 'CONSENT' },
  at: '2026-01-05T12:00:00.000Z',
  receivedAt: '2026-01-05T12:00:00.000Z',
  correlation: '01936b2e-7c00-7abc-8def-0123456789ac',
  ...how,
});

/** An event as it is read back, with the parts of its envelope that a test names. */
export const recorded = <E extends DomainEvent>(event: E, how: Partial<Omit<Recorded, 'type' | 'data'>> = {}): Recorded<E> => {
  const { personal: _sealed, ...fact } = event;
  return {
    id: '00000000-0000-8000-8000-000000000000',
    stream: 'test-stream',
    seq: 0,
    at: '2026-01-05T12:00:00.000Z',
    recordedAt: '2026-01-05T12:00:00.000Z',
    actor: someone,
    ...how,
    ...fact,
  } as unknown as Recorded<E>;
};

/** `given(referral)(...history).when(command, facts).then(...events)`; history may hold bare events or `recorded(event, { actor })`. */
export const given =
  <S, C, E extends DomainEvent, F, R extends string>(decider: Decider<S, C, E, F, R>) =>
  (...history: readonly (E | Recorded<E>)[]) => {
    const state = history.map((e) => ('recordedAt' in e ? e : recorded(e as E)) as Recorded<E>).reduce(decider.evolve, decider.initial);
    return {
      state,
      when(command: C, ...facts: F extends void ? [] : [F]) {
        const decision = decider.decide(command, state, facts[0] as F);
        return {
          decision,
          then: (...events: E[]) => expect(decision).toEqual(events),
          thenNothing: () => expect(decision).toEqual([]),
          thenRefused: (code: R) => expect(isRefusal(decision) ? decision.refused : decision).toBe(code),
        };
      },
    };
  };
