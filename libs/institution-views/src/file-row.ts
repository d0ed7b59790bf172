import type { DataCategory } from '@amparo/protocol';
import type { Visible } from './case-timeline/case-timeline';
import { grievancesAfter, type Grievances } from './grievances/concerned';
import type { Seen } from './visibility/visibility';

export const fileTypes = ['CASE', 'CONTACT', 'INVESTIGATION'] as const;
export type FileType = (typeof fileTypes)[number];

/** What holds together: the streams of a case, of an investigation, or one contact. What the gate reads of it, and the list of cases shows. */
export type FileRow = Readonly<{
  file: string;
  type: FileType;
  matter?: string;
  kind?: string;
  open: boolean;
  lead?: string;
  openedAt?: string;
  /** Agent of this compartment the case is assigned to. */
  assigned?: string;
  /** Units of this compartment that it concerns. */
  units: readonly string[];
  /** Those that returns name now, by return and task: where the file concerns no other unit, it concerns these; else the return alone does. */
  named?: Readonly<Record<string, readonly string[]>>;
  shown: Seen;
  /** Whom the grievances in it concern: the gate keeps them from these. */
  grievances?: Grievances;
  /** When she died, if somebody said so and nobody since that it was another woman. */
  died?: string;
  /** Time of the newest event seen. A grievance about a unit of this compartment moves it no more than the index: that unit follows both. */
  changedAt: string;
  /** Index in the log of what changed it last: a new entry, or another basis to see the old ones. */
  changedIndex: number;
}>;

/** Units of this compartment that the gate goes by: whom a return names, where the file concerns no other. */
export const concernedUnits = ({ units, named = {} }: Pick<FileRow, 'units' | 'named'>): readonly string[] => (units.length > 0 ? units : Object.values(named).flat());

/** The row after a visible event. `ownUnit` tells whether a code is a unit of the compartment. */
export function fileAfter(row: FileRow | undefined, event: Visible, file: string, ownUnit: (code: string) => boolean): FileRow {
  const { data, type, actor } = event;
  const { matter, kind, lead, agent, unit, from, to } = data as Record<string, string>;
  const before: FileRow = row ?? { file, type: typeOf(event.stream, file), open: true, units: [], shown: {}, changedAt: event.at, changedIndex: event.index };
  const receiver = type === 'DisclosureMade' ? (data as { receiver: string }).receiver : undefined;
  const named = [actor.unit, lead, unit, from, to, receiver].filter((code): code is string => code !== undefined && ownUnit(code));
  const { grievances, ofOwn } = grievancesAfter(before.grievances ?? {}, event, ownUnit);
  const next: FileRow = {
    ...before,
    units: [...new Set([...before.units, ...named])].sort(),
    ...namedAfter(before, event, ownUnit),
    shown: widened(before.shown, event.shown),
    ...(Object.keys(grievances).length > 0 && { grievances }),
    changedAt: ofOwn ? before.changedAt : event.recordedAt,
    changedIndex: ofOwn ? before.changedIndex : Math.max(before.changedIndex, event.index),
  };
  switch (type) {
    case 'CaseOpened':
      return { ...next, matter: matter!, kind: kind!, lead: lead!, openedAt: event.at };
    case 'LeadReassigned':
    case 'LeadTransferAccepted': {
      const { assigned: _theirs, ...rest } = next;
      return { ...rest, lead: lead! };
    }
    case 'CaseAssigned':
      return { ...next, assigned: agent! };
    case 'ContactReceived':
      return { ...next, openedAt: event.at };
    case 'CaseClosed':
    case 'ContactRedirected':
    case 'ContactClosed':
    case 'ContactEnteredInError':
      return { ...next, open: false };
    case 'CaseReopened':
      return { ...next, open: true };
    case 'SurvivorDied':
      return { ...next, died: event.at };
    case 'EntryCorrected': {
      if (data['undoes'] !== 'SurvivorDied') return next;
      const { died: _anothers, ...living } = next;
      return living;
    }
    default:
      return next;
  }
}

/** Another naming for a task takes the return from who was named before; whom her plan was shared with, it stays shared with. */
function namedAfter({ named = {} }: FileRow, { stream, type, data }: Visible, ownUnit: (code: string) => boolean): Pick<FileRow, 'named'> {
  if (type !== 'ReturnPartyNamed' && type !== 'ReturnPlanShared') return Object.keys(named).length > 0 ? { named } : {};
  const { task = 'PLAN', party, with: told = [] } = data as { task?: string; party?: string; with?: readonly string[] };
  const key = `${stream} ${task}`;
  const { [key]: before = [], ...others } = named;
  const units = [...(type === 'ReturnPlanShared' ? [...before, ...told] : [party!])].filter(ownUnit);
  return { named: units.length > 0 ? { ...others, [key]: [...new Set(units)].sort() } : others };
}

/** What an investigation disclosed is shown in the file of the case too: that is the case's all the same. */
const typeOf = (stream: string, file: string): FileType =>
  stream.startsWith('contact-') ? 'CONTACT' : stream.startsWith('exhibit-') || stream === `investigation-${file}` ? 'INVESTIGATION' : 'CASE';

function widened(shown: Seen, more: Seen): Seen {
  const all: Seen = { ...shown };
  for (const [category, until] of Object.entries(more) as [DataCategory, string | null][]) {
    const known = all[category];
    all[category] = known === undefined || until === null ? until : known === null || known > until ? known : until;
  }
  return all;
}
