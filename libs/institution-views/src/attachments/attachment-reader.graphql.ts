import { Injectable } from '@nestjs/common';
import type { PurposefulCaller } from '@amparo/access';
import type { DataCategory } from '@amparo/protocol';
import { CaseReader } from '../case-reader.graphql';
import { digestsIn } from './named-files';

/** A file that an entry names: by the SHA-256 of what is in it, in hex, and the key that the naming part is sealed under. */
type Named = Readonly<{ digest: string; kid: string; category: DataCategory }>;

/** The one way to an attachment: through the entry that names it, as far as the caller may see that and what is sealed in it. */
@Injectable()
export class AttachmentReader {
  constructor(private readonly reader: CaseReader) {}

  /** Whether the caller may see the case, and whose case it is not is nobody's business. */
  holds(caller: PurposefulCaller, caseId: string): boolean {
    return this.reader.held(caller, caseId, 'CASE') !== undefined;
  }

  /** The n-th file, from 0, that an event of a case names. The read is durable when this fulfils; undefined, and noted, where there is none for this caller. */
  async find(caller: PurposefulCaller, caseId: string, event: string, n: number): Promise<Named | undefined> {
    const held = this.reader.held(caller, caseId, 'CASE');
    const entry = held && this.reader.entries(held).find(({ entry: { id } }) => id === event)?.entry;
    const named = (entry?.parts ?? []).flatMap((part): Named[] => {
      const { fields } = this.reader.open({ ...entry!, parts: [part] });
      return digestsIn(fields).map((digest) => ({ digest, kid: part.descriptor.kid, category: part.category }));
    })[n];
    if (!named) {
      this.reader.reads.refused(caller, 'attachment', [caseId]);
      return undefined;
    }
    await this.reader.reads.record(caller, { operation: 'attachment', categories: [named.category], cases: new Map([[caseId, [event]]]) });
    return named;
  }
}
