import type { Visible } from '../case-timeline/case-timeline';
import { exhibitAfter, type ExhibitRow } from '../exhibit/exhibit-row';
import { investigationAfter, unfiled, type InvestigationRow } from './investigation-row';

/** Sealed fields of one entry, opened. */
type Opened = (event: Visible) => Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;
/** Something that happened once, with its clear data, when, and what is said of it. */
export type Item = Readonly<{ at: string; data: Fields; fields: Fields }>;
export type Mandate = Item & Readonly<{ ended?: string; endedAt?: string }>;
export type Disclosure = Item & Readonly<{ reserveEndedAt?: string }>;

export type InvestigationFile = Readonly<{
  row: InvestigationRow;
  complaint: Fields;
  redirectedTo?: string;
  police: readonly string[];
  cases: readonly Item[];
  suspects: readonly Item[];
  statements: readonly (Item & Readonly<{ inAdvance: boolean }>)[];
  mandates: readonly Mandate[];
  disclosures: readonly Disclosure[];
  measures: readonly Item[];
  charges: readonly Item[];
  hearings: readonly Item[];
  judgments: readonly Item[];
  reparations: readonly Item[];
  exhibits: readonly ExhibitRow[];
}>;

const begun = (id: string): InvestigationFile => ({
  row: unfiled(id),
  complaint: {},
  police: [],
  cases: [],
  suspects: [],
  statements: [],
  mandates: [],
  disclosures: [],
  measures: [],
  charges: [],
  hearings: [],
  judgments: [],
  reparations: [],
  exhibits: [],
});

/** The file of an investigation, folded from what who has it sees of it, in order. */
export function investigationFileOf(id: string, events: readonly Visible[], opened: Opened): InvestigationFile {
  return events.reduce((file, event) => (event.stream.startsWith('exhibit-') ? withExhibit(file, event, id) : after(file, event, opened)), begun(id));
}

function withExhibit(file: InvestigationFile, event: Visible, id: string): InvestigationFile {
  const exhibit = event.stream.slice('exhibit-'.length);
  const known = file.exhibits.find((one) => one.exhibit === exhibit);
  const row = exhibitAfter(known, event, id);
  return { ...file, exhibits: known ? file.exhibits.map((one) => (one === known ? row : one)) : [...file.exhibits, row] };
}

function after(before: InvestigationFile, event: Visible, opened: Opened): InvestigationFile {
  const { type, data, at } = event;
  const file = { ...before, row: investigationAfter(before.row, event) };
  const item = (): Item => ({ at, data, fields: opened(event) });
  switch (type) {
    case 'ComplaintFiled':
      return { ...file, complaint: opened(event) };
    case 'ComplaintRedirected':
      return { ...file, ...(typeof data['to'] === 'string' && { redirectedTo: data['to'] }) };
    case 'PoliceDirected':
      return { ...file, police: [...file.police, data['unit'] as string] };
    case 'CaseAttached':
      return { ...file, cases: [...file.cases, item()] };
    case 'SuspectNamed':
      return { ...file, suspects: [...file.suspects, item()] };
    case 'StatementTaken':
    case 'AdvanceTestimonyTaken':
      return { ...file, statements: [...file.statements, { ...item(), inAdvance: type === 'AdvanceTestimonyTaken' }] };
    case 'MandateIssued':
      return { ...file, mandates: [...file.mandates, item()] };
    case 'MandateEnded':
    case 'MandateLapsed': {
      const ended = type === 'MandateLapsed' ? 'LAPSED' : (data['reason'] as string);
      return { ...file, mandates: file.mandates.map((one) => (one.data['mandate'] === data['mandate'] ? { ...one, ended, endedAt: at } : one)) };
    }
    case 'DisclosureUnderReserve':
      return { ...file, disclosures: [...file.disclosures, item()] };
    case 'ReserveEnded':
      return { ...file, disclosures: file.disclosures.map((one) => (one.data['disclosure'] === data['disclosure'] ? { ...one, reserveEndedAt: at } : one)) };
    case 'ProtectiveMeasureOrdered':
      return { ...file, measures: [...file.measures, item()] };
    case 'ChargesBrought':
      return { ...file, charges: [...file.charges, item()] };
    case 'HearingHeld':
      return { ...file, hearings: [...file.hearings, item()] };
    case 'JudgmentGiven':
      return { ...file, judgments: [...file.judgments, item()] };
    case 'ReparationOrdered':
      return { ...file, reparations: [...file.reparations, item()] };
    default:
      return file;
  }
}
