import type { PlacedFact } from './projector/projection';

/** A read of a case, as the log of reads keeps it. */
export type RecordedRead = Readonly<{
  /** Where it stands in the store's order. */
  position: bigint;
  at: string;
  compartment: string;
  unit?: string;
  agent?: string;
  institution?: string;
  purpose: string;
  operation: string;
  categories: readonly string[];
  /** How many things of the case were shown. */
  shown: number;
}>;

/** What was recorded, as oversight and the survivor's own file are read from it: in no compartment's file, and past the gate of none. */
export abstract class FileHistory {
  /** Every event of a file, as far as the views are, in the order of the log. Empty for one that is not there. */
  abstract of(file: string): Promise<readonly PlacedFact[]>;

  /** Ids of the keys under which everything is sealed that is said about a subject. */
  abstract keysOf(subject: string): Promise<ReadonlySet<string>>;

  /**
   * The recorded reads that showed something of a case, in order, after a position: `most` of them, or fewer where looking further
   * would take too long. Of each record only what concerns this case is handed out.
   * @returns where to look on from; undefined when everything was looked at.
   */
  abstract reads(caseId: string, after: bigint, most: number): Promise<Readonly<{ reads: readonly RecordedRead[]; next?: bigint }>>;
}
