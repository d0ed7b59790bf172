import type { Keeper } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { never, type View } from '../view';

/** An exhibit, as far as a compartment sees it: all of it who has the investigation, in clear who keeps it or is offered it. */
export type ExhibitRow = Readonly<{
  exhibit: string;
  investigation: string;
  status: 'KEPT' | 'RETURNED';
  kind?: string;
  /** As it was collected. */
  sha256?: string;
  /** The seal on it; none while it is broken. */
  seal?: string;
  collectedAt?: string;
  custodian?: Keeper;
  /** Since when the custodian has it. */
  since?: string;
  offered?: Keeper;
  /** The custodian, or who is offered it, is of this compartment. */
  keptHere: boolean;
  offeredHere: boolean;
  /** A digest was found that is not the one it was collected with. */
  differs: boolean;
  destruction?: string;
}>;

/** The row after a visible event of the exhibit. */
export function exhibitAfter(row: ExhibitRow | undefined, event: Visible, investigation: string): ExhibitRow {
  const before: ExhibitRow = row ?? { exhibit: event.stream.slice('exhibit-'.length), investigation, status: 'KEPT', keptHere: false, offeredHere: false, differs: false };
  const { offered: _offered, ...rest } = before;
  const settled = { ...rest, offeredHere: false };
  const data = event.data as Record<string, never>;
  const here = event.intoHands === true;
  switch (event.type) {
    case 'ExhibitCollected':
      return { ...settled, kind: data['kind']!, sha256: data['sha256']!, seal: data['seal']!, collectedAt: event.at, ...keptBy(data['custodian']!, event.at, here) };
    case 'ExhibitSealed':
      return { ...before, seal: data['seal']! };
    case 'SealBroken': {
      // What was offered was offered sealed.
      const { seal: _seal, ...unsealed } = settled;
      return unsealed;
    }
    case 'CustodyOffered':
      return { ...settled, offered: data['to']!, offeredHere: here };
    case 'CustodyAccepted':
      return { ...settled, ...keptBy(data['custodian']!, event.at, here) };
    case 'CustodyReassigned':
      return { ...settled, ...keptBy(data['custodian']!, event.at, here), differs: settled.differs || data['differs'] === true };
    case 'CustodyRefused':
      return { ...settled, differs: settled.differs || data['reason'] === 'DIGEST_DIFFERS' };
    case 'ExhibitReturned':
      return { ...settled, status: 'RETURNED', keptHere: false };
    case 'DestructionOrdered':
      return { ...before, destruction: data['number']! };
    default:
      return before;
  }
}

const keptBy = (custodian: Keeper, since: string, keptHere: boolean): Pick<ExhibitRow, 'custodian' | 'since' | 'keptHere'> => ({ custodian, since, keptHere });

export const exhibitsOf = (investigation: string): string => `of ${investigation}`;

/** The lists of exhibits of all investigations and of each, and the register of those in the hands of this compartment. */
export const exhibitView: View<ExhibitRow> = {
  kind: 'exhibit',
  about: ({ stream }) => (stream.startsWith('exhibit-') ? stream.slice('exhibit-'.length) : undefined),
  after: (row, event, { file }) => exhibitAfter(row, event, file),
  lists: ({ investigation, keptHere, offeredHere }) => ['ALL', exhibitsOf(investigation), ...(keptHere || offeredHere ? ['CUSTODY'] : [])],
  sort: ({ collectedAt }) => collectedAt ?? never,
};
