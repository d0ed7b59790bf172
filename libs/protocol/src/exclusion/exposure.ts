import type { ExcludedParty, FileExposure } from './exclusion';

/** What somebody had been shown, by the record of reads: the read side knows it, and the application provides this. */
export abstract class Exposures {
  /** Of each of these cases and investigations of which the party was shown something, in their order. */
  abstract of(party: ExcludedParty, files: readonly string[]): Promise<readonly FileExposure[]>;
}
