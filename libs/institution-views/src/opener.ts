import type { SealedDescriptor, SealedPart } from '@amparo/evidence';

/** Opens what is sealed, when a query that may see it asks. The vault keeps the keys. */
export abstract class Opener {
  /** The fields of a part, or ERASED when its key is destroyed. */
  abstract open(
    event: Readonly<{ id: string; stream: string; type: string; schema: number }>,
    descriptor: SealedDescriptor,
    part: SealedPart,
  ): Readonly<Record<string, unknown>> | 'ERASED';
}
