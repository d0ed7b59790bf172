import { Injectable } from '@nestjs/common';
import { readsAs, type PurposefulCaller } from '@amparo/access';
import { CaseReader } from '../case-reader.graphql';
import { FileHistory } from '../file-history';
import { HistoryReader } from '../history-reader.graphql';
import { selected, Selection, type Selected } from './evidence-bundle';

/** As the queries show it: to auditors envelopes of everything, to prosecutors their own file. */
@Injectable()
export class GatedSelection extends Selection {
  constructor(
    private readonly reader: CaseReader,
    private readonly recorded: HistoryReader,
    private readonly history: FileHistory,
  ) {
    super();
  }

  override async of(caller: PurposefulCaller, file: string): Promise<Selected[] | undefined> {
    const role = readsAs('evidenceBundle', caller);
    const held = role === 'prosecutor' ? this.reader.held(caller, file) : undefined;
    if (held) return selected(await this.history.of(file), file, new Map(this.reader.entries(held).map(({ entry }) => [entry.id, entry])));
    const recorded = role === 'auditor' ? await this.recorded.of(caller, file) : undefined;
    return recorded && selected(await this.history.of(file), file, new Map(recorded.map(({ fact: { event } }) => [event.id, { data: event.data as Readonly<Record<string, unknown>>, parts: [] }])));
  }
}
