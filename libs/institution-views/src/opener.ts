import type { SealedDescriptor, SealedPart } from '@amparo/evidence';

/** Opens what is sealed, when a query that may see it asks, and tells codes of a case. The vault keeps the keys. */
export abstract class Opener {
  /** The fields of a part, or ERASED when its key is destroyed. */
  abstract open(
    event: Readonly<{ id: string; stream: string; type: string; schema: number }>,
    descriptor: SealedDescriptor,
    part: SealedPart,
  ): Readonly<Record<string, unknown>> | 'ERASED';

  /** A disclosure (RFC 9901) for each field of the part, in the order of the envelope, or ERASED when its key is destroyed. */
  abstract disclose(
    event: Readonly<{ id: string; stream: string; type: string; schema: number }>,
    descriptor: SealedDescriptor,
    part: SealedPart,
  ): readonly string[] | 'ERASED';

  /** The code that stands for a residential unit, an agent or a person in one case. */
  abstract caseCode(caseId: string, stands: 'UNIT' | 'AGENT', of: string): string;
}
