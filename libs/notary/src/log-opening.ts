import { Command, type CommandMeta, type Decider, type DomainEvent } from '@amparo/event-sourcing';
import { transact, type Recording, type Slice } from '@amparo/event-store';

type LogOpened = DomainEvent<'LogOpened', { origin: string; vkey: string; formats: readonly string[] }>;

class OpenLog extends Command<'OpenLog', LogOpened['data']> {
  readonly type = 'OpenLog';
}

const log: Decider<boolean, OpenLog, LogOpened, void, never> = {
  initial: false,
  decide: ({ input }, opened) => (opened ? [] : [{ type: 'LogOpened', data: input }]),
  evolve: () => true,
};

const slice: Slice<boolean, OpenLog, LogOpened, void, never> = {
  decider: log,
  forms: {
    upcasts: {},
    keyClass: () => {
      throw new Error('the opening of a log has no sealed fields');
    },
  },
};

/** Appends the first event of a log: its origin, its key, the formats it keeps to. Before anything else is. */
export async function openLog(recording: Recording, stream: 'log-protocol' | 'log-access', signer: { name: string; vkey: string }, meta: CommandMeta): Promise<void> {
  const data = { origin: signer.name, vkey: signer.vkey, formats: ['c2sp.org/tlog-checkpoint', 'c2sp.org/tlog-tiles'] };
  await transact(recording, slice, stream, new OpenLog(data, meta));
}
