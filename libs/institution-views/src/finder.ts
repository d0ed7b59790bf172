import type { SearchTerm } from '@amparo/protocol';

/** Finds subjects by an exact term. The vault keeps keyed hashes of terms, and no term. */
export abstract class Finder {
  /** Ids of the subjects of whom this term was said. What a caller may learn of them is decided elsewhere. */
  abstract subjects(term: SearchTerm): readonly string[];
}
