import { isRefusal, refuse, type CommandMeta, type DomainEvent, type Recorded, type Refusal } from '@amparo/event-sourcing';
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
  /** What the next round is told; undefined when the event begins none. Otherwise the `tells` of the event, over those before. */
  renews?(told: Data, run: Run): Run['told'] | undefined;
  /** Stops its hand, once, and lets it go on. */
  pauses?: readonly [asked: string, supplied: string];
  /** Field that names what it runs for, where a stream has several at once. */
  of?: string;
  /** Field that lists them, where an event starts several; those it names no more are stopped. */
  each?: string;
  /** Fields of the event that starts it which `due` reads. */
  tells?: readonly string[];
  /** Whether it is not started after all. */
  unless?(known: ClockState['known']): boolean;
  /** Whether it runs on while the stream sleeps. */
  whileAsleep?(known: ClockState['known']): boolean;
  /** When it is due; undefined when no further round is. */
  due(told: Told): string | undefined;
  /** From when it is somebody's business; otherwise since it was started. */
  since?(told: Told): string;
  /** Until when its hand stands still at the latest, while it does. */
  pausedUntil?(told: Told): string | undefined;
  /** Fields that hold the unit which must act, or the agent where no unit is named: the first that is told or known. */
  by?: readonly string[];
  /** Where it lies before it was missed; otherwise with the agent. */
  from?: EscalationLevel;
  /** Where it goes next, and when; undefined at the top. */
  next(told: Told, due: string): Step | undefined;
}>;

/** The clocks of one kind of stream. */
export type ClockedStream = Readonly<{
  /** First word of the streams' names. */
  stream: string;
  /** What to remember, by the event type that tells it: fields of it, or what is made of it. */
  knows: Readonly<Record<string, readonly string[] | ((event: AnyEvent, known: ClockState['known']) => ClockState['known'])>>;
  /** The event that is written when a clock moves up. Its data: `clock`, `level`, and `of` where a stream has several at once. */
  movedUp: string;
  /** Event types that say by their name which clock moved up, and to where. */
  raised?: Readonly<Record<string, Readonly<{ clock: string; level: EscalationLevel }>>>;
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

type Data = Readonly<Record<string, unknown>>;
type AnyEvent = Pick<Recorded<DomainEvent>, 'type' | 'id' | 'at' | 'actor'> & Readonly<{ data: object }>;

/** What a stream's clocks know after an event. Time is as told: `at`. */
export function clocksAfter(stream: ClockedStream, state: ClockState, event: AnyEvent): ClockState {
  const { type } = event;
  const told = event.data as Data;
  const known = { ...state.known, ...knownBy(stream.knows[type], event, state.known) };
  const asleep = stream.sleeps?.includes(type) ? true : stream.wakes?.includes(type) ? false : state.asleep;
  const runs: Record<string, Run> = { ...state.runs };
  const moved = type === stream.movedUp ? { clock: text(told['clock']), of: text(told['of']), level: told['level'] as EscalationLevel } : stream.raised?.[type];
  if (moved) {
    const key = keyOf(moved.clock, 'of' in moved ? moved.of : '');
    const run = runs[key];
    if (run) runs[key] = { ...run, level: moved.level, movedAt: event.at };
  }
  for (const entry of stream.clocks) {
    if (entry.each === undefined) tell(runs, entry, event, told, known);
    else if (Array.isArray(told[entry.each])) tellEach(runs, entry, event, told[entry.each] as readonly Data[], known);
    else if (entry.stops.includes(type)) tell(runs, entry, event, told, known);
  }
  return { runs, known, asleep };
}

/** What an event does to one clock, for what it names. */
function tell(runs: Record<string, Run>, entry: ClockEntry, { type, id, at }: AnyEvent, told: Data, known: ClockState['known']): void {
  const key = keyOf(entry.clock, entry.of === undefined ? '' : text(told[entry.of]));
  const run = runs[key];
  if (!run) {
    if (entry.starts.includes(type) && entry.unless?.(known) !== true) runs[key] = { cause: id, at, firstAt: at, rounds: 0, told: pick(told, entry.tells ?? []) };
    return;
  }
  if (entry.again?.includes(type)) {
    const next = entry.renews ? entry.renews(told, run) : { ...run.told, ...pick(told, entry.tells ?? []) };
    if (next) runs[key] = { cause: id, at, firstAt: run.firstAt, rounds: run.rounds + 1, told: next };
  }
  if (entry.stops.includes(type)) delete runs[key];
  if (entry.pauses?.[0] === type && run.askedAt === undefined) runs[key] = { ...run, askedAt: at };
  if (entry.pauses?.[1] === type && run.suppliedAt === undefined) runs[key] = { ...run, suppliedAt: at };
}

function tellEach(runs: Record<string, Run>, entry: ClockEntry, event: AnyEvent, listed: readonly Data[], known: ClockState['known']): void {
  const keys = listed.map((one) => keyOf(entry.clock, text(one[entry.of ?? ''])));
  for (const key of Object.keys(runs)) if (key.startsWith(`${entry.clock} `) && !keys.includes(key)) delete runs[key];
  for (const one of listed) tell(runs, entry, event, one, known);
}

function knownBy(knows: ClockedStream['knows'][string] | undefined, event: AnyEvent, known: ClockState['known']): ClockState['known'] {
  if (knows === undefined) return {};
  return typeof knows === 'function' ? knows(event, known) : pick(event.data as Data, knows);
}

/** The clocks that run now, in the order of their entries. */
export function running(stream: ClockedStream, { runs, known, asleep }: ClockState, policy: ClockPolicy): readonly RunningClock[] {
  const awake = stream.clocks.filter((entry) => !asleep || entry.whileAsleep?.(known) === true);
  return awake.flatMap((entry) =>
    Object.entries(runs).flatMap(([key, run]) => {
      const [clock, of = ''] = key.split(' ');
      if (clock !== entry.clock) return [];
      const told = { run, known, policy };
      const due = entry.due(told);
      if (due === undefined) return [];
      const pausedUntil = run.suppliedAt === undefined ? entry.pausedUntil?.(told) : undefined;
      const by = entry.by?.map((field) => run.told[field] ?? known[field]).find((one) => one !== undefined);
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

/** Missed it goes to the supervisor, and no further: nobody else may know of the stream. */
export const toSupervisor = ({ run }: Told, due: string): Step | undefined => (run.level === undefined ? { level: 'SUPERVISOR', at: due } : undefined);

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

/** Decides that a clock moves up: the event, once; nothing when it has moved already or runs no more. */
export function movingUp<E>(stream: ClockedStream, state: ClockState, moving: MovingUp, { receivedAt }: CommandMeta, policy: ClockPolicy, event: E): readonly E[] | Refusal<'NOT_DUE'> {
  const moves = movesUp(stream, state, moving, receivedAt, policy);
  return isRefusal(moves) ? moves : moves ? [event] : [];
}

const keyOf = (clock: string, of: string): string => (of === '' ? clock : `${clock} ${of}`);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const pick = (told: Data, fields: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.flatMap((field) => (typeof told[field] === 'string' ? [[field, told[field]]] : [])));
