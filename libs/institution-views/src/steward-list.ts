export const stewardKinds = ['match', 'hold', 'erasure'] as const;
export type StewardKind = (typeof stewardKinds)[number];

/** What stewards decide about, as they and audit see it: it stands in no compartment's file. */
export type StewardRow = Readonly<{
  id: string;
  /** Index in the log where it began: its place in the list, whatever becomes of it. */
  placed: number;
  status: string;
  /** The cases and contacts it is about: from whom one of them is kept, to them there is no such row. */
  files: readonly string[];
}>;
