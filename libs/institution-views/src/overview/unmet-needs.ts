import { dayOf, type Service } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import type { Cell } from './overview';

/** Services that nobody gives her: by who asked for them, or who recorded so in her case, in a year. */
export type UnmetNeeds = Readonly<{ institution: string; service: Service; year: number; count: number }>;
export const unmetKind = 'unmet-needs';

/**
 * What was told of the needs of one case, in the order of the log, each by the entry or the referral that tells it, so that it is taken out
 * when that was another woman's or was entered in error. Kept under the case, which no count names; institutions in place of units.
 */
export type CountedNeeds = readonly (Omit<UnmetNeeds, 'count'> & Readonly<{ by: string }>)[];
export const countedNeedsKind = 'counted-needs';

type Told = Pick<Visible, 'stream' | 'type' | 'id' | 'at'> & Readonly<{ data: object; actor: Readonly<{ unit?: string }> }>;
/** The referral that an event is of: the institution that asked, and for what. */
type Asked = Readonly<{ from?: string; service?: Service }>;

/** The needs of the case after its next event; the same where it tells of none. */
export function countedNeedsAfter(before: CountedNeeds, { stream, type, id, at, data, actor: { unit } }: Told, ownerOf: (code: string) => string | undefined, asked: Asked = {}): CountedNeeds {
  const { service, step, corrects, reason } = data as Readonly<Record<string, string>>;
  const tell = (by: string, institution: string | undefined, what: string | undefined): CountedNeeds =>
    institution === undefined || what === undefined ? before : [...before, { by, institution, service: what as Service, year: Number(dayOf(at).slice(0, 4)) }];
  const untell = (by: string | undefined): CountedNeeds => (before.some((one) => one.by === by) ? before.filter((one) => one.by !== by) : before);
  switch (type) {
    case 'UnmetNeedRecorded':
      return tell(id, unit === undefined ? undefined : ownerOf(unit), service);
    case 'NextStepDecided':
      return step === 'UNMET_NEED' ? tell(stream, asked.from, asked.service) : before;
    case 'EntryCorrected':
      return reason === 'WRONG_PERSON' ? untell(corrects) : before;
    case 'ReferralEnteredInError':
      return untell(stream);
    default:
      return before;
  }
}

/** The counts in which the needs of a case stand: each service once, as it was told first of what still holds. */
export function cellsOfNeeds(needs: CountedNeeds): Cell[] {
  const first = needs.filter(({ service }, n) => needs.findIndex((one) => one.service === service) === n);
  return first.map(({ institution, service, year }) => ({ kind: unmetKind, code: `${institution} ${service} ${year}`, row: { institution, service, year } }));
}
