import { refuse, type DomainEvent, type Recorded, type Refusal } from '@amparo/event-sourcing';
import { supervisorDue, type ClockPolicy } from './clocks';
import type { Priority } from './referral/priority';

/**
 * With whom a missed clock lies: the agent's, the supervisor's, the coordination body's, or audit's alone. On its way up an item
 * passes each once.
 */
export const escalationLevels = ['AGENT', 'SUPERVISOR', 'COORDINATION_BODY', 'AUDIT'] as const;
export type EscalationLevel = (typeof escalationLevels)[number];

/** What is remembered of a clock that was started: only what events told, so that every policy reads the same. */
export type Run = Readonly<{
  /** Id and time of the event that started it, or its newest round. */
  cause: string;
  at: string;
  /** When its first round began, and how many came after it. */
  firstAt: string;
  rounds: number;
  /** Fields of that event which its due date needs. */
  told: Readonly<Record<string, string>>;
  askedAt?: string;
  suppliedAt?: string;
  /** How far it moved up in this round, and when. */
  level?: EscalationLevel;
  movedAt?: string;
}>;

/** What a stream's clocks must know: runs by clock and what they run for, and the newest value of some fields. */
export type ClockState = Readonly<{ runs: Readonly<Record<string, Run>>; known: Readonly<Record<string, string>>; asleep: boolean }>;
export const noClocks: ClockState = { runs: {}, known: {}, asleep: false };

type Step = Readonly<{ level: EscalationLevel; at: string }>;
type Told = Readonly<{ run: Run; known: ClockState['known']; policy: ClockPolicy }>;

/** One clock of a stream: which events start and stop it, when it is due, who must act. */
export type ClockEntry = Readonly<{
  clock: string;
  /** Event types that start it. One that runs already runs on as it was started. */
  starts: readonly string[];
  stops: readonly string[];
  /** Event types that begin another round of one that runs: an extension, a renewal, one follow-up after another. */
  again?: readonly string[];
  /** Stops its hand, once, and lets it go on. */
  pauses?: readonly [asked: string, supplied: string];
  /** Field that names what it runs for, where a stream has several at once. */
  of?: string;
  /** Fields of the event that starts it which `due` reads. */
  tells?: readonly string[];
  /** Whether it is not started after all. */
  unless?(known: ClockState['known']): boolean;
  /** When it is due; undefined when no further round is. */
  due(told: Told): string | undefined;
  /** From when it is somebody's business; otherwise since it was started. */
  since?(told: Told): string;
  /** Until when its hand stands still at the latest, while it does. */
  pausedUntil?(told: Told): string | undefined;
  /** The known field that holds the unit which must act. */
  by?: string;
  /** Where it lies before it was missed; otherwise with the agent. */
  from?: EscalationLevel;
  /** Where it goes next, and when; undefined at the top. */
  next(told: Told, due: string): Step | undefined;
}>;

/** The clocks of one kind of stream. */
export type ClockedStream = Readonly<{
  /** First word of the streams' names. */
  stream: string;
  /** Fields to remember, by the event type that tells them. */
  knows: Readonly<Record<string, readonly string[]>>;
  /** The event that is written when a clock moves up. Its data: `clock`, `level`, and `of` where a stream has several at once. */
  movedUp: string;
  /** While it sleeps (a closed case) no clock of the stream runs; woken, they run as before. */
  sleeps?: readonly string[];
  wakes?: readonly string[];
  clocks: readonly ClockEntry[];
}>;

/** A clock that runs: what somebody must do, since when, by when, and how far it moved up. */
export type RunningClock = Readonly<{
  clock: string;
  /** What it runs for inside its stream: a consent; empty where the stream is about one thing. */
  of: string;
  since: string;
  due: string;
  /** While its hand stands still: until when at the latest. */
  pausedUntil?: string;
  level: EscalationLevel;
  /** The unit that must act, as the stream names it: a residential one by its code in the case. */
  by?: string;
  /** Id of the event that began this round. */
  cause: string;
  /** When it moves up by itself, and where to. */
  next?: Step;
}>;

type AnyEvent = Pick<Recorded<DomainEvent>, 'type' | 'id' | 'at'> & Readonly<{ data: object }>;

/** What a stream's clocks know after an event. Time is as told: `at`. */
export function clocksAfter(stream: ClockedStream, state: ClockState, { type, data, id, at }: AnyEvent): ClockState {
  const told = data as Readonly<Record<string, unknown>>;
  const fields = stream.knows[type];
  const known = fields ? { ...state.known, ...pick(told, fields) } : state.known;
  const asleep = stream.sleeps?.includes(type) ? true : stream.wakes?.includes(type) ? false : state.asleep;
  const runs: Record<string, Run> = { ...state.runs };
  if (type === stream.movedUp) {
    const key = keyOf(text(told['clock']), text(told['of']));
    const run = runs[key];
    if (run) runs[key] = { ...run, level: told['level'] as EscalationLevel, movedAt: at };
  }
  for (const entry of stream.clocks) {
    const of = entry.of === undefined ? '' : text(told[entry.of]);
    const key = keyOf(entry.clock, of);
    const run = runs[key];
    if (entry.starts.includes(type) && !run && entry.unless?.(known) !== true) runs[key] = { cause: id, at, firstAt: at, rounds: 0, told: pick(told, entry.tells ?? []) };
    if (!run) continue;
    if (entry.again?.includes(type)) runs[key] = { cause: id, at, firstAt: run.firstAt, rounds: run.rounds + 1, told: { ...run.told, ...pick(told, entry.tells ?? []) } };
    if (entry.stops.includes(type)) delete runs[key];
    if (entry.pauses?.[0] === type && run.askedAt === undefined) runs[key] = { ...run, askedAt: at };
    if (entry.pauses?.[1] === type && run.suppliedAt === undefined) runs[key] = { ...run, suppliedAt: at };
  }
  return { runs, known, asleep };
}

/** The clocks that run now, in the order of their entries. */
export function running(stream: ClockedStream, { runs, known, asleep }: ClockState, policy: ClockPolicy): readonly RunningClock[] {
  if (asleep) return [];
  return stream.clocks.flatMap((entry) =>
    Object.entries(runs).flatMap(([key, run]) => {
      const [clock, of = ''] = key.split(' ');
      if (clock !== entry.clock) return [];
      const told = { run, known, policy };
      const due = entry.due(told);
      if (due === undefined) return [];
      const pausedUntil = run.suppliedAt === undefined ? entry.pausedUntil?.(told) : undefined;
      const by = entry.by === undefined ? undefined : known[entry.by];
      const next = entry.next(told, due);
      const since = entry.since?.(told) ?? run.at;
      const level = run.level ?? entry.from ?? 'AGENT';
      return [{ clock, of, since, due, level, cause: run.cause, ...(pausedUntil !== undefined && { pausedUntil }), ...(by !== undefined && { by }), ...(next && { next }) }];
    }),
  );
}

/** Missed with the agent it goes to the supervisor, and from there to the coordination body: each has had their time. */
export function upTheLine({ run: { level, movedAt = '' }, known, policy }: Told, due: string): Step | undefined {
  if (level === undefined) return { level: 'SUPERVISOR', at: due };
  if (level !== 'SUPERVISOR') return undefined;
  return { level: 'COORDINATION_BODY', at: supervisorDue(movedAt, (known['priority'] as Priority | undefined) ?? 'NORMAL', policy) };
}

/** Missed it goes to audit, and nobody else learns of it. */
export const toAudit = ({ run }: Told, due: string): Step | undefined => (run.level === undefined ? { level: 'AUDIT', at: due } : undefined);

/** What moves up: a clock, what it runs for, and where it goes. */
export type MovingUp = Readonly<{ clock: string; of: string; level: EscalationLevel }>;

/** Whether a clock moves up at a time: a refusal when it is not due, `false` when it has moved already or runs no more. */
export function movesUp(stream: ClockedStream, state: ClockState, { clock, of, level }: MovingUp, at: string, policy: ClockPolicy): boolean | Refusal<'NOT_DUE'> {
  const one = running(stream, state, policy).find((each) => each.clock === clock && each.of === of);
  if (!one?.next || escalationLevels.indexOf(level) < escalationLevels.indexOf(one.next.level)) return false;
  return one.next.level === level && one.next.at <= at ? true : refuse('NOT_DUE', 'the clock has not run out');
}

const keyOf = (clock: string, of: string): string => (of === '' ? clock : `${clock} ${of}`);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const pick = (told: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.flatMap((field) => (typeof told[field] === 'string' ? [[field, told[field]]] : [])));
