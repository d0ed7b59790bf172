import { Injectable } from '@nestjs/common';
import type { Caller } from '@amparo/access';
import { CaseReader } from './case-reader.graphql';
import { FileHistory } from './file-history';
import type { PlacedFact } from './projector/projection';

/** The one way for a query to what was recorded in a file, past the gate of any compartment's own: rule 8 holds here as it does there. */
@Injectable()
export class HistoryReader {
  constructor(
    private readonly reader: CaseReader,
    private readonly history: FileHistory,
  ) {}

  /** Every event of a file, without what tells of a case that is kept from the caller; undefined where the file itself is. Empty for one that is not there. */
  async of(caller: Caller, file: string): Promise<PlacedFact[] | undefined> {
    if (this.reader.isKeptFrom(caller, file)) return undefined;
    return (await this.history.of(file)).flatMap(({ fact, placed }) => {
      const event = this.reader.namingNoneKeptFrom(caller, fact.event as typeof fact.event & { data: Readonly<Record<string, unknown>> });
      return event ? [{ fact: { ...fact, event: event as typeof fact.event }, placed }] : [];
    });
  }
}
