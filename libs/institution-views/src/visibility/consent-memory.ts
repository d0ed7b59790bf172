import type { ConsentHistory, DataCategory, Purpose } from '@amparo/protocol';
import { inForce, type Interval } from './interval';

export type Consent = Interval & Readonly<{ receiver: string; categories: readonly DataCategory[]; purpose: Purpose; history: ConsentHistory; until: string }>;

type Remembered = Readonly<{ consents: Readonly<Record<string, Consent>> }>;

export const consentHolds = ({ consents }: Remembered, id: string, asOf: number): boolean => {
  const consent = consents[id];
  return consent !== undefined && inForce(consent, asOf);
};

/** Recorded after a withdrawal nothing opens: in the order of the record there was no consent any more. */
export const allHold = (memory: Remembered, ids: readonly string[], asOf: number): boolean => ids.length > 0 && ids.every((id) => consentHolds(memory, id, asOf));

/** Of what was there when a basis began, whether it is current then. */
export const isCurrent = ({ index, supersededAt }: Readonly<{ index: number; supersededAt?: number }>, from: number): boolean =>
  index >= from || supersededAt === undefined || supersededAt > from;

/** Whether a consent opens what is placed there, to a basis that began at `from`: everything, what came after, or what was current then. */
export function reaches({ history }: Pick<Consent, 'history'>, placed: Readonly<{ index: number; supersededAt?: number }>, from: number): boolean {
  switch (history) {
    case 'ALL':
      return true;
    case 'SINCE':
      return placed.index >= from;
    case 'CURRENT':
      return isCurrent(placed, from);
  }
}
