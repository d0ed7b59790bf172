import type { Opened } from '../case-file/case-file';
import type { Visible } from '../case-timeline/case-timeline';
import { contactAfter, type ContactRow } from './contact-desk';

type Fields = Readonly<Record<string, unknown>>;
type HandOver = Readonly<{ at: string; from?: string; to: string; status: 'OFFERED' | 'TAKEN' | 'DECLINED' | 'TAKEN_BACK'; reason?: string; answeredAt?: string; note?: string }>;

/** A contact with what was said in it, as far as one caller may see it. */
export type ContactFile = ContactRow &
  Readonly<{
    /** Earlier contact by the same caller. */
    repeats?: string;
    account?: string;
    /** Who the caller is and how she is called back, of the newest description. */
    reachable: Fields;
    triages: readonly Readonly<{ at: string; level: string; threats: readonly string[]; details?: string }>[];
    complaints: readonly Readonly<{ at: string; matter: string; complaint?: string }>[];
    orientations: readonly Readonly<{ at: string; topics: readonly string[] }>[];
    handOvers: readonly HandOver[];
  }>;

type Told = Pick<ContactFile, 'reachable' | 'triages' | 'complaints' | 'orientations' | 'handOvers'> & Partial<ContactFile>;

/** Folds a contact from what may be seen of it, in order; nothing, when nothing may. */
export function contactFileOf(events: readonly Visible[], own: (code: string | undefined) => boolean, opened: Opened): ContactFile | undefined {
  let row: ContactRow | undefined;
  let told: Told = { reachable: {}, triages: [], complaints: [], orientations: [], handOvers: [] };
  for (const event of events) {
    told = after(told, event, row?.holder, opened);
    row = contactAfter(row, event, own);
  }
  return row && { ...told, ...row };
}

const present = <Members extends Readonly<Record<string, unknown>>>(members: Members): { [Name in keyof Members]?: NonNullable<Members[Name]> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;

function after(told: Told, event: Visible, holder: string | undefined, opened: Opened): Told {
  const { type, data, at } = event;
  const clear = data as Record<string, string>;
  switch (type) {
    case 'ContactReceived': {
      const { account, ...reachable } = opened(event);
      return { ...told, reachable, ...present({ account: account as string | undefined, repeats: clear['repeats'] }) };
    }
    case 'CallerDescribed':
      return { ...told, reachable: opened(event) };
    case 'ThreatTriaged': {
      const { threats = [], threatDetails } = opened(event);
      return { ...told, triages: [...told.triages, { at, level: clear['level']!, threats: threats as string[], ...present({ details: threatDetails as string | undefined }) }] };
    }
    case 'ComplaintTaken':
      return { ...told, complaints: [...told.complaints, { at, matter: clear['matter']!, ...present({ complaint: opened(event)['complaint'] as string | undefined }) }] };
    case 'OrientationGiven':
      return { ...told, orientations: [...told.orientations, { at, topics: data['topics'] as string[] }] };
    case 'ContactHandedOver': {
      const note = opened(event)['handOverNote'] as string | undefined;
      return { ...told, handOvers: [...told.handOvers, { at, to: clear['to']!, status: 'OFFERED', ...present({ from: holder, note }) }] };
    }
    case 'ContactTaken':
      return answered(told, at, clear['unit']!, { status: 'TAKEN' });
    case 'HandOverDeclined':
      return answered(told, at, clear['unit']!, { status: 'DECLINED', reason: clear['reason']! });
    case 'HandOverTakenBack':
      return answered(told, at, clear['from']!, { status: 'TAKEN_BACK' });
    default:
      return told;
  }
}

/** The newest hand-over with its answer; an answer whose offer may not be seen stands alone. */
function answered(told: Told, answeredAt: string, to: string, answer: Pick<HandOver, 'status' | 'reason'>): Told {
  const last = told.handOvers[told.handOvers.length - 1];
  if (last?.status !== 'OFFERED' || last.to !== to) return { ...told, handOvers: [...told.handOvers, { at: answeredAt, to, answeredAt, ...answer }] };
  return { ...told, handOvers: [...told.handOvers.slice(0, -1), { ...last, answeredAt, ...answer }] };
}
