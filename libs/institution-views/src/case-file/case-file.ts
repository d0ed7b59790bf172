import type { Visible } from '../case-timeline/case-timeline';

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
  /** To the prosecution on a mandate; shown here when the reserve has ended. */
  disclosures: readonly Readonly<{ id: string; number: string; categories: readonly string[]; unit?: string; at: string }>[];
}>;

/** The file of a case, folded from what a compartment may see of it, in order. */
export function caseFileOf(id: string, events: readonly Visible[], opened: Opened): CaseFile {
  let file: CaseFile = { id, open: true, languages: [], interpreter: false, contacts: [], screenings: [], consents: [], corrections: [], disclosures: [] };
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
    case 'LeadTransferAccepted': {
      const { assigned: _theirs, ...rest } = file; // the agent of the former lead stays behind
      return { ...rest, lead: clear['lead']! };
    }
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
    case 'DisclosureUnderReserve': {
      const { unit } = event.actor;
      return { ...file, disclosures: [...file.disclosures, { id: clear['disclosure']!, number: clear['number']!, categories: data['categories'] as string[], at, ...(unit !== undefined && { unit }) }] };
    }
    default:
      return file;
  }
}
