import type { DataCategory } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import type { Seen } from '../visibility/visibility';

/** What a compartment's list of cases shows, and what its gate reads. */
export type CaseRow = Readonly<{
  case: string;
  matter?: string;
  kind?: string;
  open: boolean;
  lead?: string;
  openedAt?: string;
  /** Agent of this compartment the case is assigned to. */
  assigned?: string;
  /** Units of this compartment that it concerns. */
  units: readonly string[];
  shown: Seen;
  /** Time of the newest event seen. */
  changedAt: string;
}>;

/** The row after a visible event. `ownUnit` tells whether a code is a unit of the compartment. */
export function caseAfter(row: CaseRow | undefined, event: Visible, caseId: string, ownUnit: (code: string) => boolean): CaseRow {
  const { data, type, actor } = event;
  const { matter, kind, lead, agent, unit, from, to } = data as Record<string, string>;
  const before: CaseRow = row ?? { case: caseId, open: true, units: [], shown: {}, changedAt: event.at };
  const named = [actor.unit, lead, unit, from, to].filter((code): code is string => code !== undefined && ownUnit(code));
  const next: CaseRow = {
    ...before,
    units: [...new Set([...before.units, ...named])].sort(),
    shown: widened(before.shown, event.shown),
    changedAt: event.recordedAt,
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
    case 'CaseClosed':
      return { ...next, open: false };
    case 'CaseReopened':
      return { ...next, open: true };
    default:
      return next;
  }
}

function widened(shown: Seen, more: Seen): Seen {
  const all: Seen = { ...shown };
  for (const [category, until] of Object.entries(more) as [DataCategory, string | null][]) {
    const known = all[category];
    all[category] = known === undefined || until === null ? until : known === null || known > until ? known : until;
  }
  return all;
}

/** Sealed fields of one entry, opened, or ERASED. */
export type Opened = (event: Visible) => Readonly<Record<string, unknown>>;

export type CaseFile = Readonly<{
  id: string;
  matter?: string;
  kind?: string;
  open: boolean;
  lead?: string;
  openedAt?: string;
  assigned?: string;
  description?: Readonly<Record<string, unknown>>;
  languages: readonly string[];
  interpreter: boolean;
  contacts: readonly Readonly<{ id: string; revoked?: string; fields: Readonly<Record<string, unknown>> }>[];
  screenings: readonly Readonly<{ id: string; at: string; fields: Readonly<Record<string, unknown>> }>[];
  consents: readonly Readonly<Record<string, unknown>>[];
  corrections: readonly Readonly<{ corrects: string; reason: string; at: string; fields: Readonly<Record<string, unknown>> }>[];
}>;

/** The file of a case, folded from what a compartment may see of it, in order. */
export function caseFileOf(id: string, events: readonly Visible[], opened: Opened): CaseFile {
  let file: CaseFile = { id, open: true, languages: [], interpreter: false, contacts: [], screenings: [], consents: [], corrections: [] };
  for (const event of events) file = after(file, event, opened);
  return file;
}

function after(file: CaseFile, event: Visible, opened: Opened): CaseFile {
  const { type, data, at } = event;
  const clear = data as Record<string, string>;
  switch (type) {
    case 'CaseOpened':
      return { ...file, matter: clear['matter']!, kind: clear['kind']!, lead: clear['lead']!, openedAt: at };
    case 'LeadReassigned':
    case 'LeadTransferAccepted':
      return { ...file, lead: clear['lead']! };
    case 'CaseAssigned':
      return { ...file, assigned: clear['agent']! };
    case 'CaseClosed':
      return { ...file, open: false };
    case 'CaseReopened':
      return { ...file, open: true };
    case 'SurvivorDescribed':
      return { ...file, description: { ...data, ...opened(event) } };
    case 'LanguageNeedRecorded':
      return { ...file, languages: data['languages'] as string[], interpreter: data['interpreter'] === true };
    case 'SafeContactAgreed':
      return { ...file, contacts: [...file.contacts, { id: clear['contact']!, fields: opened(event) }] };
    case 'SafeContactRevoked':
      return { ...file, contacts: file.contacts.map((one) => (one.id === clear['contact'] ? { ...one, revoked: clear['reason']! } : one)) };
    case 'ScreeningRecorded':
      return { ...file, screenings: [...file.screenings, { id: clear['screening']!, at, fields: opened(event) }] };
    case 'ConsentGiven':
      return { ...file, consents: [...file.consents, { ...data, ...opened(event), status: 'GIVEN', at }] };
    case 'ConsentRefused':
      return { ...file, consents: [...file.consents, { ...data, ...opened(event), status: 'REFUSED', at }] };
    case 'ConsentWithdrawn':
    case 'ConsentLapsed': {
      const status = type === 'ConsentWithdrawn' ? 'WITHDRAWN' : 'LAPSED';
      return { ...file, consents: file.consents.map((one) => (one['consent'] === clear['consent'] ? { ...one, status, endedAt: at } : one)) };
    }
    case 'EntryCorrected':
      return { ...file, corrections: [...file.corrections, { corrects: clear['corrects']!, reason: clear['reason']!, at, fields: opened(event) }] };
    default:
      return file;
  }
}
