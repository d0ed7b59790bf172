import { Injectable } from '@nestjs/common';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Reads, type Caller } from '@amparo/access';
import { DateTime } from '@amparo/access/scalars.graphql';
import { clocks, type DataCategory } from '@amparo/protocol';
import type { SealedEntry, Visible } from './case-timeline/case-timeline';
import type { FileRow, FileType } from './file-row';
import { isKeptFrom, type Asking } from './grievances/concerned';
import { filePass, partPass, passed } from './gated-case';
import { Opener } from './opener';
import type { Place, View } from './view';
import type { CompartmentFile, NumberedEntry } from './view-store/compartment-file';
import { ViewStore } from './view-store/view-store';
import { excludedWithin } from './visibility/case-memory';
import { compartmentOf } from './visibility/directory-memory';
import { isExcluded } from './visibility/excluded';

@ObjectType({ description: 'A field and its value.' })
export class Fact {
  @Field()
  name: string;

  @Field({ description: 'As JSON.' })
  value: string;
}

@ObjectType({ description: 'Where in a list this page ends.' })
export class PageInfo {
  @Field()
  hasNextPage: boolean;

  @Field(() => String, { nullable: true })
  endCursor?: string;
}

@ObjectType({ description: 'An event of a case or a contact, as you may see it.' })
export class TimelineEntry {
  @Field(() => Int, { description: 'Numbered over what you see: 1, 2, …' })
  n: number;

  @Field(() => ID)
  id: string;

  @Field()
  type: string;

  @Field(() => DateTime)
  at: string;

  @Field(() => DateTime)
  recordedAt: string;

  @Field(() => String, { nullable: true, description: 'Who recorded it: a unit, or its code in this case.' })
  unit?: string;

  @Field(() => String, { nullable: true })
  agent?: string;

  @Field(() => [Fact], { description: 'What stands in clear.' })
  clear: Fact[];

  @Field(() => [Fact], { description: 'What is said about her, opened for you.' })
  opened: Fact[];

  @Field({ description: 'Whether something was said here whose key is destroyed.' })
  erased: boolean;
}

export const facts = (members: Readonly<Record<string, unknown>>): Fact[] =>
  Object.entries(members).map(([name, value]) => Object.assign(new Fact(), { name, value: JSON.stringify(value) }));

/** Opaque: a place in a list of ours. */
export const cursorOf = (place: readonly (string | number)[]): string => Buffer.from(JSON.stringify(place)).toString('base64url');
export function placeOf(cursor: string | null | undefined): (string | number)[] | undefined {
  if (!cursor) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) && place.every((one) => typeof one === 'string' || typeof one === 'number') ? (place as (string | number)[]) : undefined;
  } catch {
    return undefined;
  }
}

/** How many rows are looked at in one go at most. */
const looks = 500;

/**
 * The first rows that the gate lets pass, looked for until there are so many or the file ends: what it keeps back makes no list shorter.
 * As many are looked at as are asked for, and more at a time where few of them pass: a list costs by what it shows, not by how long it is.
 */
export function passing<Row>(rowsAfter: (last: Row | undefined, limit: number) => readonly Row[], passes: (row: Row) => boolean, most: number): Row[] {
  const found: Row[] = [];
  let last: Row | undefined;
  for (let limit = Math.min(most, looks); found.length < most; limit = Math.min(limit * 4, looks)) {
    const rows = rowsAfter(last, limit);
    for (const row of rows) if (found.length < most && passes(row)) found.push(row);
    if (rows.length < limit) break;
    last = rows[rows.length - 1];
  }
  return found;
}

/** A file (case, investigation, contact) that the caller may see: its row, the categories open to it, and whether its compartment leads. */
export type Held = Readonly<{ file: CompartmentFile; row: FileRow; pass: ReadonlySet<DataCategory>; leads: boolean; now: string; asking: Asking; caller: Caller }>;

/** The one way to a file for every query: the caller's own file, then the gate. */
@Injectable()
export class CaseReader {
  constructor(
    readonly views: ViewStore,
    readonly reads: Reads,
    private readonly opener: Opener,
  ) {}

  /** The caller's file. No other is opened for a request. */
  file(caller: Caller): CompartmentFile {
    return this.views.compartment(caller.compartment);
  }

  /** A file, or undefined: not there and not yours look alike. */
  held(caller: Caller, id: string, type?: FileType): Held | undefined {
    const file = this.file(caller);
    const row = file.file(id);
    return type === undefined || row?.type === type ? this.pass(caller, file, row) : undefined;
  }

  pass(caller: Caller, file: CompartmentFile, row: FileRow | undefined): Held | undefined {
    const now = new Date().toISOString();
    // Exclusion only narrows: whom role and unit keep out already, it need not be looked up for.
    if (!row || filePass(caller, row, [], now) === 'NONE') return undefined;
    const pass = filePass(caller, row, this.excluded(caller, row.file), now);
    return pass === 'NONE' ? undefined : { file, row, pass, leads: this.leads(caller, row.file), now, asking: this.asking(caller, row), caller };
  }

  /** A part of a file that concerns these units besides; undefined: not there and not yours look alike. What is read of it is read by its streams. */
  heldPart(caller: Caller, id: string, units: readonly string[]): Held | undefined {
    const file = this.file(caller);
    const row = file.file(id);
    const now = new Date().toISOString();
    const pass = row ? partPass(caller, row, units, this.excluded(caller, id), now) : 'NONE';
    return !row || pass === 'NONE' ? undefined : { file, row, pass, leads: this.leads(caller, row.file), now, asking: this.asking(caller, row), caller };
  }

  /** The rows of a view as these entries tell them: no more than may be shown at this moment, whatever the events have come to. */
  rowsOf<Row extends object>(caller: Caller, { row: { file } }: Held, view: View<Row>, entries: readonly Visible[]): Map<string, Row> {
    const place: Place = { file, clocks, own: (code) => this.owns(caller, code) };
    const rows = new Map<string, Row>();
    for (const entry of entries) {
      const about = view.about(entry);
      if (about !== undefined) rows.set(about, view.after(rows.get(about), entry, place));
    }
    return rows;
  }

  /** As visibility has it: who leads no more is not told who does. */
  private leads({ compartment }: Caller, file: string): boolean {
    return this.views.visibility.case(file).leads.some((one) => one.compartment === compartment && one.to === undefined);
  }

  private owns({ compartment }: Caller, code: string | undefined): boolean {
    return code !== undefined && compartmentOf(this.views.visibility.directory, code) === compartment;
  }

  /** Agents and units that are excluded from a file, as this compartment meets it now. */
  excluded({ compartment }: Caller, file: string): string[] {
    const { visibility } = this.views;
    return excludedWithin(visibility.case(file), compartment, visibility.progress().next);
  }

  /** Four eyes compares persons: a grievance is kept from whom it concerns, whatever they act for now. */
  private asking({ unit, agent, person = agent }: Caller, { file, grievances }: FileRow): Asking {
    if (!grievances) return unit === undefined ? {} : { unit };
    return { ...(unit !== undefined && { unit }), ...(person !== undefined && { person: this.opener.caseCode(file, 'AGENT', person) }) };
  }

  entries({ file, row, pass, now, asking, caller }: Held, after = 0, limit?: number): NumberedEntry[] {
    return file.entries(row.file, after, limit).flatMap(({ n, entry }) => {
      const open = isKeptFrom(row.grievances ?? {}, entry, asking) ? undefined : passed(entry, pass, now);
      const shown = open && (row.type === 'CONTACT' ? this.namingWhatIsOpen(caller, open) : this.namingNoneKeptFrom(caller, open));
      return shown ? [{ n, entry: shown }] : [];
    });
  }

  /** A contact names a case, or an earlier contact, only to who may see that: to others it is not there. */
  private namingWhatIsOpen(caller: Caller, entry: Visible): Visible | undefined {
    const { case: caseId, repeats, ...data } = entry.data;
    if (typeof caseId === 'string' && !this.held(caller, caseId)) return undefined;
    return typeof repeats === 'string' && !this.held(caller, repeats) ? { ...entry, data } : entry;
  }

  /** Of a case that somebody is kept from no other tells: what is about it is not there, and elsewhere it is not named. */
  namingNoneKeptFrom<Entry extends Pick<Visible, 'data'>>(caller: Caller, entry: Entry): Entry | undefined {
    const { dependant, other, into, careOf, dependants } = entry.data as { dependant?: string; other?: string; into?: string; careOf?: string; dependants?: readonly { dependant: string }[] };
    const isKept = (caseId: string | undefined): boolean => caseId !== undefined && this.isKeptFrom(caller, caseId);
    if ([dependant, other, into].some(isKept)) return undefined;
    const there = dependants?.filter((one) => !isKept(one.dependant));
    if (!isKept(careOf) && there?.length === dependants?.length) return entry;
    const { careOf: _mothers, ...data } = entry.data;
    return { ...entry, data: { ...(isKept(careOf) ? data : entry.data), ...(there && { dependants: there }) } };
  }

  /** Whether an exclusion keeps somebody from a case, whatever they may see of another. */
  isKeptFrom(caller: Caller, caseId: string): boolean {
    const { visibility } = this.views;
    return isExcluded(visibility.case(caseId), visibility.directory, caller, visibility.progress().next);
  }

  /** The sealed fields of an entry, opened; a part whose key is destroyed gives none. */
  open(entry: SealedEntry): { fields: Record<string, unknown>; erased: boolean } {
    let erased = false;
    const fields: Record<string, unknown> = {};
    for (const { descriptor, iv, ct, tag } of entry.parts) {
      const bytes = { iv: Buffer.from(iv, 'base64url'), ct: Buffer.from(ct, 'base64url'), tag: Buffer.from(tag, 'base64url') };
      const opened = this.opener.open(entry, descriptor, { kid: descriptor.kid, ...bytes });
      if (opened === 'ERASED') erased = true;
      else Object.assign(fields, opened);
    }
    return { fields, erased };
  }

  timelineEntry({ n, entry }: NumberedEntry): TimelineEntry {
    const { fields, erased } = this.open(entry);
    const { id, type, at, recordedAt, actor, data } = entry;
    return Object.assign(new TimelineEntry(), {
      n,
      id,
      type,
      at,
      recordedAt,
      clear: facts(data),
      opened: facts(fields),
      erased,
      ...(actor.unit !== undefined && { unit: actor.unit }),
      ...(actor.agent !== undefined && { agent: actor.agent }),
    });
  }
}

/** Categories of the parts and events shown. */
export const categoriesShown = (entries: readonly Visible[]): DataCategory[] => [
  ...new Set<DataCategory>(['STATUS', ...entries.flatMap(({ parts }) => parts.map(({ category }) => category))]),
];
