import { Injectable } from '@nestjs/common';
import { readsAs, type PurposefulCaller } from '@amparo/access';
import { CaseReader } from '../case-reader.graphql';
import { FileHistory } from '../file-history';
import { selected, Selection, type Selected } from './evidence-bundle';

/** As the queries show it: to auditors envelopes of everything, to prosecutors their own file. */
@Injectable()
export class GatedSelection extends Selection {
  constructor(
    private readonly reader: CaseReader,
    private readonly history: FileHistory,
  ) {
    super();
  }

  override async of(caller: PurposefulCaller, file: string): Promise<Selected[] | undefined> {
    const role = readsAs('evidenceBundle', caller);
    const held = role === 'prosecutor' ? this.reader.held(caller, file) : undefined;
    if (held) return selected(await this.history.of(file), file, new Map(this.reader.entries(held).map(({ entry }) => [entry.id, entry])));
    if (role !== 'auditor' || this.reader.isKeptFrom(caller, file)) return undefined;
    const history = await this.history.of(file);
    // Not even an auditor is told of a case that they are kept from.
    const open = history.flatMap(({ fact: { event } }) => {
      const entry = this.reader.namingNoneKeptFrom(caller, { data: event.data as Readonly<Record<string, unknown>> });
      return entry ? [[event.id, { ...entry, parts: [] }] as const] : [];
    });
    return selected(history, file, new Map(open));
  }
}
