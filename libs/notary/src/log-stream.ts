import { Command, isRefusal, type CommandMeta, type Decider, type DomainEvent } from '@amparo/event-sourcing';
import { transact, type Accepted, type Recording, type Slice } from '@amparo/event-store';
import type { LogName } from '@amparo/evidence';

export type LogOpened = DomainEvent<'LogOpened', { origin: string; vkey: string; formats: readonly string[] }>;
/** `asOf`: leaves covered. `root`: base64url. `size`: streams. */
export type StreamHeads = DomainEvent<'StreamHeads', { asOf: number; root: string; size: number }>;
/**
 * `body`: the text of the checkpoint's note. `cosignatures`: the note's signature lines but the log's own, as they stand in it,
 * without the newline. `token`: the authority's whole answer (TimeStampResp, DER) in base64url; its imprint is SHA-256 of `body`.
 */
export type CheckpointStamped = DomainEvent<'CheckpointStamped', { size: number; body: string; cosignatures: readonly string[]; token: string }>;

type OwnEvent = LogOpened | StreamHeads | CheckpointStamped;
const ownTypes: Readonly<Record<OwnEvent['type'], true>> = { LogOpened: true, StreamHeads: true, CheckpointStamped: true };

export const logStream = (log: LogName): string => `log-${log}`;

/** An event of a log about itself. Alone it causes neither heads nor stamps. */
export const isOwn = (stream: string, type: string): boolean => (stream === 'log-protocol' || stream === 'log-access') && type in ownTypes;

class OpenLog extends Command<'OpenLog', LogOpened['data']> {
  readonly type = 'OpenLog';
}
class RecordHeads extends Command<'RecordHeads', StreamHeads['data']> {
  readonly type = 'RecordHeads';
}
class RecordStamp extends Command<'RecordStamp', CheckpointStamped['data']> {
  readonly type = 'RecordStamp';
}

/** Where an own event stands in its stream, and when it was recorded. */
type Place = Readonly<{ seq: number; recordedAt: string }>;
export type LogStreamState = Readonly<{
  opened?: Place;
  heads?: Place & Readonly<{ asOf: number }>;
  stamp?: Place & Readonly<{ size: number }>;
}>;

/** The stream also holds what others append to it (access keys); that is passed over. */
const slice: Slice<LogStreamState, OpenLog | RecordHeads | RecordStamp, OwnEvent, void, never> = {
  decider: {
    initial: {},
    decide: (command, { opened, heads, stamp }) => {
      switch (command.type) {
        case 'OpenLog':
          return opened ? [] : [{ type: 'LogOpened', data: command.input }];
        case 'RecordHeads': // sizes only grow: an auditing witness refuses heads that go back
          return heads && heads.asOf > command.input.asOf ? [] : [{ type: 'StreamHeads', data: command.input }];
        case 'RecordStamp':
          return (stamp?.size ?? 0) >= command.input.size ? [] : [{ type: 'CheckpointStamped', data: command.input }];
      }
    },
    evolve: (state, { type, data, seq, recordedAt }) => {
      switch (type) {
        case 'LogOpened':
          return { ...state, opened: { seq, recordedAt } };
        case 'StreamHeads':
          return { ...state, heads: { seq, recordedAt, asOf: data.asOf } };
        case 'CheckpointStamped':
          return { ...state, stamp: { seq, recordedAt, size: data.size } };
        default:
          return state;
      }
    },
  } satisfies Decider<LogStreamState, OpenLog | RecordHeads | RecordStamp, OwnEvent, void, never>,
  forms: {
    upcasts: {},
    keyClass: () => {
      throw new Error('what a log says of itself has no sealed fields');
    },
  },
};

/** What a log has said of itself so far. */
export const logStreamState = async (recording: Recording, log: LogName): Promise<LogStreamState> => (await recording.histories.load(slice, logStream(log))).state;

async function record(recording: Recording, log: LogName, command: OpenLog | RecordHeads | RecordStamp): Promise<Accepted> {
  const outcome = await transact(recording, slice, logStream(log), command);
  if (isRefusal(outcome)) throw new Error(`${command.type}: ${outcome.because}`);
  return outcome;
}

/** Appends the first event of a log: its origin, its key, the formats it keeps to. Before anything else is. */
export async function openLog(recording: Recording, log: LogName, signer: Readonly<{ name: string; vkey: string }>, meta: CommandMeta): Promise<void> {
  await record(recording, log, new OpenLog({ origin: signer.name, vkey: signer.vkey, formats: ['c2sp.org/tlog-checkpoint', 'c2sp.org/tlog-tiles'] }, meta));
}

export const recordHeads = (recording: Recording, log: LogName, data: StreamHeads['data'], meta: CommandMeta): Promise<Accepted> => record(recording, log, new RecordHeads(data, meta));

/** Nothing is written when a stamp of this size or a larger one is there. @throws when the token makes the event too large for a leaf. */
export const recordStamp = (recording: Recording, log: LogName, data: CheckpointStamped['data'], meta: CommandMeta): Promise<Accepted> => record(recording, log, new RecordStamp(data, meta));
