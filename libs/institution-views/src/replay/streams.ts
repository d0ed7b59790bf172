import type { DomainEvent, Recorded } from '@amparo/event-sourcing';
import { caseSlice, permitSlice, referralSlice, returnSlice, staySlice, type Case } from '@amparo/protocol';
import type { PlacedFact } from '../projector/projection';

/** What a stream of the case had come to, by the decider that decides on its commands: as the next decision would have read it. */
export type StreamState = Readonly<{
  stream: string;
  /** Indexes of its first and its newest event. */
  from: number;
  changed: number;
  state: Readonly<Record<string, unknown>>;
}>;

/** A stream's rules, as far as a replay goes by them. */
type Folds = Readonly<{ initial: object; evolve(state: object, event: Recorded<DomainEvent>): object }>;
const deciders = {
  case: caseSlice.decider,
  referral: referralSlice.decider,
  stay: staySlice.decider,
  return: returnSlice.decider,
  permit: permitSlice.decider,
} as unknown as Readonly<Record<string, Folds>>;

/**
 * The state, of which what is absent is left out: the canonical form knows no undefined. Clocks are told as what is due, and every entry
 * that may be corrected tells itself.
 */
function plain({ clocks: _due, entries: _told, ...state }: Readonly<{ clocks?: unknown; entries?: unknown }>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(state)) as Record<string, unknown>;
}

function fold(events: readonly PlacedFact[]): readonly Readonly<{ stream: string; from: number; changed: number; state: object }>[] {
  const folded = new Map<string, { stream: string; from: number; changed: number; state: object }>();
  for (const { placed } of events) {
    const { stream } = placed.event;
    const decider = deciders[stream.slice(0, stream.indexOf('-'))];
    if (!decider) continue; // of an investigation: what it opened is among the bases
    const before = folded.get(stream) ?? { stream, from: placed.index, changed: placed.index, state: decider.initial };
    folded.set(stream, { ...before, changed: placed.index, state: decider.evolve(before.state, placed.event) });
  }
  return [...folded.values()];
}

/** Every stream of a case after these events, in the order in which they began. */
export const streamsAfter = (events: readonly PlacedFact[]): readonly StreamState[] => fold(events).map(({ state, ...stream }) => ({ ...stream, state: plain(state) }));

/** The case itself after these events. */
export const caseAfter = (events: readonly PlacedFact[], caseId: string): Case => (fold(events).find(({ stream }) => stream === `case-${caseId}`)?.state ?? caseSlice.decider.initial) as Case;
