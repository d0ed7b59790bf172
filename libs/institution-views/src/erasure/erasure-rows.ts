import type { Recorded } from '@amparo/event-sourcing';
import type { Destruction, erasureGrounds, erasureRefusalReasons, holdGrounds, KeyClass, ProtocolEvent } from '@amparo/protocol';
import type { StewardRow } from '../steward-list';

export const holdStatuses = ['IN_FORCE', 'LIFT_REQUESTED', 'LIFTED'] as const;
/** RESTRICTED: approved, and something of it waits for a hold to end. CONDEMNED: nobody reads it any more, and its keys are being destroyed. */
export const erasureStatuses = ['REQUESTED', 'REFUSED', 'RESTRICTED', 'CONDEMNED', 'DESTROYED'] as const;

/** When something was done, and by which agent. */
type Done = Readonly<{ at: string; by?: string }>;

export type HoldRow = StewardRow &
  Readonly<{
    status: (typeof holdStatuses)[number];
    classes: readonly KeyClass[];
    ground: (typeof holdGrounds)[number];
    /** The number of the order or request. */
    reference?: string;
    placedBy: Done;
    liftRequested?: Done;
    lifted?: Done;
  }>;

/** A key that an erasure condemned, and what was made of it. */
type CondemnedKey = Readonly<{ kid: string; class: KeyClass; condemnedAt: string; destroyedAt?: string }> & Partial<Pick<Destruction, 'failures' | 'certainAfter'>>;
export type ErasureRow = StewardRow &
  Readonly<{
    status: (typeof erasureStatuses)[number];
    classes: readonly KeyClass[];
    ground: (typeof erasureGrounds)[number];
    reference?: string;
    requested: Done;
    answered?: Done;
    reason?: (typeof erasureRefusalReasons)[number];
    restricted: readonly KeyClass[];
    keys: readonly CondemnedKey[];
  }>;

type Rows = Readonly<{ hold(id: string): HoldRow | undefined; erasure(id: string): ErasureRow | undefined }>;
export type Changed = Readonly<{ kind: 'hold'; row: HoldRow } | { kind: 'erasure'; row: ErasureRow }>;

/** The row of a hold or an erasure after an event of a subject's stream; undefined for what is about neither. `ref`: the reference of its basis. */
export function keptAfter(rows: Rows, event: Recorded<ProtocolEvent>, { index, ref }: Readonly<{ index: number; ref?: string | undefined }>): Changed | undefined {
  const { at, actor } = event;
  const done: Done = { at, ...(actor.agent !== undefined && { by: actor.agent }) };
  const reference = ref !== undefined && { reference: ref };
  switch (event.type) {
    case 'LegalHoldPlaced': {
      const { hold: id, file, classes, ground } = event.data;
      return { kind: 'hold', row: { id, placed: index, status: 'IN_FORCE', files: [file], classes, ground, ...reference, placedBy: done } };
    }
    case 'LegalHoldLiftRequested':
      return hold(rows.hold(event.data.hold), { status: 'LIFT_REQUESTED', liftRequested: done });
    case 'LegalHoldLifted':
      return hold(rows.hold(event.data.hold), { status: 'LIFTED', lifted: done });
    case 'ErasureRequested': {
      const { erasure: id, file, classes, ground } = event.data;
      return { kind: 'erasure', row: { id, placed: index, status: 'REQUESTED', files: [file], classes, ground, ...reference, requested: done, restricted: [], keys: [] } };
    }
    case 'ErasureApproved':
      return erasure(rows.erasure(event.data.erasure), { answered: done });
    case 'ErasureRefused':
      return erasure(rows.erasure(event.data.erasure), { status: 'REFUSED', answered: done, reason: event.data.reason });
    case 'SubjectRestricted':
      return erasure(rows.erasure(event.data.erasure), { status: 'RESTRICTED', restricted: event.data.classes });
    case 'SubjectKeyCondemned': {
      const { kid, class: keyClass } = event.data;
      const before = rows.erasure(event.data.erasure);
      if (!before) return undefined;
      const restricted = before.restricted.filter((one) => one !== keyClass);
      return erasure(before, { status: restricted.length > 0 ? 'RESTRICTED' : 'CONDEMNED', restricted, keys: [...before.keys, { kid, class: keyClass, condemnedAt: at }] });
    }
    case 'SubjectKeyDestroyed': {
      const { kid, failures, certainAfter } = event.data;
      const before = rows.erasure(event.data.erasure);
      if (!before) return undefined;
      const keys = before.keys.map((key) => (key.kid === kid ? { ...key, destroyedAt: at, failures, certainAfter } : key));
      const all = before.restricted.length === 0 && keys.every(({ destroyedAt }) => destroyedAt !== undefined);
      return erasure(before, { keys, ...(all && { status: 'DESTROYED' }) });
    }
    default:
      return undefined;
  }
}

const hold = (before: HoldRow | undefined, change: Partial<HoldRow>): Changed | undefined => before && { kind: 'hold', row: { ...before, ...change } };
const erasure = (before: ErasureRow | undefined, change: Partial<ErasureRow>): Changed | undefined => before && { kind: 'erasure', row: { ...before, ...change } };
