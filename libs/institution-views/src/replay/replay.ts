import { canonicalJson, sha256 } from '@amparo/evidence';
import { clocks, dueItems, type DataCategory, type ExcludedParty } from '@amparo/protocol';
import { heldBy, type Moment } from '../oversight/oversight';
import type { PlacedFact } from '../projector/projection';
import { inForce, type CaseMemory } from '../visibility/case-memory';
import type { DirectoryMemory } from '../visibility/directory-memory';
import { ofInvestigation } from '../visibility/investigation-memory';
import { categoryOfType, seen } from '../visibility/visibility';
import { basesAt, everHeld, type Basis } from './bases';
import { placeOfEntry, type EntryPlace } from './entry-place';
import { groupedHeld, type HeldEntries } from './held-entries';
import { learnedSince, type Since } from './since';
import { caseAfter, streamsAfter, type StreamState } from './streams';

/** For whom a case is replayed. A court is told within the categories of its order, and of no exclusion and no investigation. */
export type Audience = Readonly<{ kind: 'AUDIT' }> | Readonly<{ kind: 'COURT'; categories: ReadonlySet<DataCategory> }>;

/** A compartment that had a basis; a house by its code in the case, and by nothing else. */
export type Holder = Readonly<{
  compartment: string;
  /** Empty where all have ended and something is left of one: the bare end of a referral. */
  bases: readonly Basis[];
  /** What it held, after exclusions and limits. To audit alone: that somebody held nothing would tell of an exclusion. */
  held?: readonly HeldEntries[];
}>;

type Due = Readonly<{ stream: string; clock: string; of?: string; since: string; due: string; pausedUntil?: string; level: string; by?: string; cause: string; overdue: boolean }>;
type GivenConsent = Readonly<{ consent: string; given: number; receiver: string; categories: readonly DataCategory[]; purpose: string; history: string; until: string }>;

/** The case as it stood: nothing in it depends on what was recorded later, or on when it is asked. */
export type Stood = Readonly<{
  case: string;
  /** Index in the protocol log of the last event looked at, and the time at which dates are looked at. */
  index: number;
  time: string;
  audience: Audience['kind'];
  /** Of a court's order. */
  within?: readonly DataCategory[];
  lead?: Readonly<{ unit: string; from?: number }>;
  /** `UNKNOWN` where the order does not open STATUS. A case that goes on in another is closed. */
  status: 'OPEN' | 'CLOSED' | 'UNKNOWN';
  streams: readonly StreamState[];
  consents: readonly GivenConsent[];
  due: readonly Due[];
  holders: readonly Holder[];
  /** To audit alone. */
  exclusions?: readonly Readonly<{ exclusion: string; party: ExcludedParty; from: number }>[];
  entries: readonly EntryPlace[];
}>;

/** `stoodHash`: SHA-256 (lower-case hex) of the canonical JSON of `stood`. */
export type Replay = Readonly<{ format: 'amparo/replay/v1'; stood: Stood; stoodHash: string; since: Since }>;

/** What is known of a case, as far as the log goes. */
export type Known = Readonly<{
  case: string;
  /** Its events in the order of the log. */
  history: readonly PlacedFact[];
  memory: CaseMemory;
  directory: DirectoryMemory;
  residential(compartment: string): boolean;
}>;

/**
 * A case as it stood at a moment, and what has been learned since: states by the deciders, what was due by the protocol's own deadlines
 * (an operator's are not in the record), who held what by the one function that decides it. Of sealed fields nothing is told, so it is
 * the same before and after an erasure.
 * @returns undefined where the case had not been opened by then.
 */
export function replay(known: Known, moment: Moment, audience: Audience): Replay | undefined {
  if (!known.history.some(({ placed: { event, index } }) => event.type === 'CaseOpened' && index <= moment.index)) return undefined;
  const told = known.history.filter((entry) => mayBeTold(entry, known.memory, audience));
  const stood = standing({ ...known, history: told }, moment, audience);
  return { format: 'amparo/replay/v1', stood, stoodHash: hex(canonicalJson(stood)), since: learnedSince(told, moment) };
}

/** The bytes that are printed, kept and compared (RFC 8785), and their SHA-256 in lower-case hex. */
export function canonicalReplay(replayed: Replay): Readonly<{ json: string; hash: string }> {
  const json = canonicalJson(replayed);
  return { json, hash: hex(json) };
}

const hex = (text: string): string => Buffer.from(sha256(text)).toString('hex');

function standing({ case: id, history, memory, directory, residential }: Known, moment: Moment, audience: Audience): Stood {
  const { index, time } = moment;
  const events = history.filter(({ placed }) => placed.index <= index);
  const file = caseAfter(events, id);
  const places = new Set(events.map(({ placed }) => placed.index));
  const nameOf = houseCodes(events, directory, residential);
  const lead = memory.leads.find((one) => inForce(one, index) && places.has(one.from));
  const inForceThen = basesAt(history, memory, directory, moment);
  const holders = [...new Set([...inForceThen.keys(), ...everHeld(memory, index)])].flatMap((compartment): Holder[] => {
    const bases = (inForceThen.get(compartment) ?? [])
      .filter(({ from }) => places.has(from))
      .map((basis) => (basis.consents ? { ...basis, consents: basis.consents.filter(({ given }) => places.has(given)) } : basis));
    const held = audience.kind === 'AUDIT' ? heldAt(history, memory, directory, compartment, moment) : undefined;
    return bases.length > 0 || (held ?? []).length > 0 ? [{ compartment: nameOf(compartment), bases, ...(held && { held }) }] : [];
  });
  return {
    case: id,
    index,
    time,
    audience: audience.kind,
    ...(audience.kind === 'COURT' && { within: [...audience.categories].sort() }),
    ...(file.opened && { lead: { unit: file.opened.lead, ...(lead && { from: lead.from }) } }),
    status: file.closed !== undefined ? 'CLOSED' : file.opened?.matter === undefined ? 'UNKNOWN' : 'OPEN',
    streams: streamsAfter(events),
    consents: consentsAt(events, file.consents, memory, moment),
    due: dueAt(events, time, audience),
    holders: holders.sort((a, b) => (a.compartment < b.compartment ? -1 : a.compartment > b.compartment ? 1 : 0)),
    ...(audience.kind === 'AUDIT' && { exclusions: memory.exclusions.filter((one) => inForce(one, index)).map(({ id: exclusion, party, from }) => ({ exclusion, party, from })) }),
    entries: events.map(({ placed }) => placeOfEntry(placed)),
  };
}

/** A court is told what its order names, and what only its author may see, or what an investigation kept back, to nobody. */
function mayBeTold({ placed: { event } }: PlacedFact, { authorOnly }: CaseMemory, audience: Audience): boolean {
  if (audience.kind === 'AUDIT') return true;
  const category = categoryOfType(event.type, event.data);
  return category !== undefined && audience.categories.has(category) && !ofInvestigation(event.stream) && !authorOnly.includes(event.id);
}

/** A compartment's name in the replay: of a house the code that the case's events have for it. */
function houseCodes(events: readonly PlacedFact[], { codes }: DirectoryMemory, residential: (compartment: string) => boolean): (compartment: string) => string {
  const written = events.map(({ placed: { event } }) => JSON.stringify([event.actor, event.data])).join('\n');
  const named = new Map([...codes].flatMap(([code, { of }]) => (residential(of) && written.includes(`"${code}"`) ? [[of, code] as const] : [])));
  return (compartment) => (residential(compartment) ? (named.get(compartment) ?? 'a residential unit') : compartment);
}

/** What a compartment held, grouped by the categories in which it was open. */
const heldAt = (history: readonly PlacedFact[], memory: CaseMemory, directory: DirectoryMemory, compartment: string, moment: Moment): readonly HeldEntries[] =>
  groupedHeld(heldBy(history, memory, directory, compartment, moment).map(({ entry: { placed } }) => ({ index: placed.index, shown: seen(memory, directory, placed, compartment, moment.index) })), moment.time);

/** Consents that no event had ended and no date had. */
function consentsAt(events: readonly PlacedFact[], decided: ReturnType<typeof caseAfter>['consents'], memory: CaseMemory, { time }: Moment): readonly GivenConsent[] {
  return events.flatMap(({ placed: { event, index: given } }): GivenConsent[] => {
    if (event.type !== 'ConsentGiven') return [];
    const { consent, receiver, categories, purpose, history, until } = event.data;
    const standsStill = decided[consent]?.ended === undefined && memory.consents[consent] !== undefined && until > time;
    return standsStill ? [{ consent, given, receiver, categories, purpose, history, until }] : [];
  });
}

/** What had begun to be somebody's business and was not done. What audit alone is told of is told to audit. */
function dueAt(events: readonly PlacedFact[], time: string, audience: Audience): readonly Due[] {
  return dueItems(events.map(({ placed }) => placed.event), clocks).flatMap(({ stream, clock, of, since, due, pausedUntil, level, by, cause }): Due[] => {
    if (since > time || (level === 'AUDIT' && audience.kind !== 'AUDIT')) return [];
    return [{ stream, clock, ...(of !== '' && { of }), since, due, ...(pausedUntil !== undefined && { pausedUntil }), level, ...(by !== undefined && { by }), cause, overdue: due <= time }];
  });
}
