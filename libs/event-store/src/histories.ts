import { base64url, emptyHead, fromBase64url, leafHash, nextHead, type Envelope } from '@amparo/evidence';
import type { Command, Decider, DomainEvent, Upcasts } from '@amparo/event-sourcing';
import type { EventStore, Position, StoredEvent } from './event-store';
import { toRecorded } from './recorded';

/** How an aggregate's events are stored: their older forms, and which key class seals a personal field. */
export interface EventForms {
  readonly upcasts: Upcasts;
  keyClass(type: string, field: string, data: object): string;
}

/** An aggregate: how it decides, and how its events are stored. */
export interface Slice<S, C extends Command, E extends DomainEvent, F, R extends string> {
  readonly decider: Decider<S, C, E, F, R>;
  readonly forms: EventForms;
}

/** An event as it stands in the store. `leafHash` in base64url: with it a receipt can be asked for. */
export type Appended = Readonly<{ id: string; type: string; seq: number; leafHash: string; position: Position }>;

/** A stream as far as it was read. */
export type History<S> = {
  state: S;
  /** Number of the last event, -1 for none. */
  seq: number;
  head: Uint8Array;
  last?: Appended;
  case?: string;
  investigation?: string;
  recordedAt: string;
  /** `client commandId` → what the command wrote, and the digest of its input. */
  readonly commands: Map<string, { digest: string; events: Appended[] }>;
};

export const commandKey = (client: string, commandId: string): string => `${client} ${commandId}`;

const appended = (stored: StoredEvent, hash: Uint8Array): Appended => ({
  id: stored.id,
  type: stored.type,
  seq: stored.seq,
  leafHash: base64url(hash),
  position: stored.position,
});

/**
 * Streams folded once and then only as far as they have grown. Bounded: the least recently used go first. What is kept is a
 * cache of the store and never ahead of it, so it may be lost at any time.
 */
export class Histories {
  private readonly kept = new Map<string, { slice: object; history: History<unknown>; reading?: Promise<void> }>();

  constructor(
    private readonly store: EventStore,
    private readonly most = 10_000,
  ) {}

  /** The stream's history up to the store's newest event of it. */
  async load<S, C extends Command, E extends DomainEvent, F, R extends string>(slice: Slice<S, C, E, F, R>, stream: string): Promise<History<S>> {
    let entry = this.kept.get(stream);
    if (entry?.slice !== slice) entry = { slice, history: { state: slice.decider.initial, seq: -1, head: emptyHead, recordedAt: '', commands: new Map() } };
    this.kept.delete(stream);
    this.kept.set(stream, entry); // the newest last
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value as string);
    // One reading at a time: two that fold the same events into one state would count them twice.
    while (entry.reading) await entry.reading;
    const history = entry.history as History<S>;
    entry.reading = this.read(slice, stream, history);
    try {
      await entry.reading;
    } finally {
      delete entry.reading;
    }
    return history;
  }

  private async read<S, C extends Command, E extends DomainEvent, F, R extends string>(slice: Slice<S, C, E, F, R>, stream: string, history: History<S>): Promise<void> {
    for (const stored of await this.store.readStream(stream, history.seq + 1)) {
      const event = toRecorded<E>(stored, slice.forms.upcasts);
      const { envelope } = event;
      const hash = leafHash(stored.leaf);
      history.state = slice.decider.evolve(history.state, event);
      history.seq = stored.seq;
      history.head = nextHead(fromBase64url(envelope.prev), hash);
      history.last = appended(stored, hash);
      history.recordedAt = envelope.recordedAt;
      if (envelope.case !== undefined) history.case = envelope.case;
      if (envelope.investigation !== undefined) history.investigation = envelope.investigation;
      remember(history, envelope, history.last);
    }
  }
}

function remember(history: History<unknown>, { actor, command }: Envelope, event: Appended): void {
  const key = commandKey(actor.client, command.id);
  const known = history.commands.get(key);
  if (known) known.events.push(event);
  else history.commands.set(key, { digest: command.digest, events: [event] });
}
