import { once } from 'node:events';
import { GossipService, type IGossipServer } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService, type IServerFeaturesServer } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService, type IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq, BatchAppendReq, DeleteResp, ReadReq, TombstoneResp, type BatchAppendResp, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { Metadata, Server, ServerCredentials, status, type ServerDuplexStream, type ServerWritableStream } from '@grpc/grpc-js';
import { ServerLog, type Kept, type Proposed } from './eventstoredb-log';
import {
  appendAnswer,
  batchAnswer,
  caughtUp,
  clusterOfOne,
  confirmation,
  expectedOf,
  nameOf,
  proposedOf,
  readEvent,
  streamNotFound,
  supportedMethods,
} from './eventstoredb-messages';

/** What can go wrong with one append: it is lost; it is written and not answered, or answered by an error; the server ends the call cleanly. */
export type Fault = 'lost' | 'written, not answered' | 'written, then failed' | 'ended';

type Reading = ServerWritableStream<ReadReq, ReadResp>;

const deleted = (stream: string) => {
  const metadata = new Metadata();
  metadata.set('exception', 'stream-deleted');
  metadata.set('stream-name', stream);
  return Object.assign(new Error('stream deleted'), { code: status.FAILED_PRECONDITION, details: 'stream deleted', metadata });
};

/**
 * A server of EventStoreDB as far as its clients can tell: the service definitions of the client's own package over real
 * gRPC on loopback, what it keeps in memory. It can be stopped and started on the same port with the same events.
 */
export class EventStoreDbDouble {
  readonly log = new ServerLog();
  /** One for each append to come, until used up. */
  readonly faults: Fault[] = [];
  /** Takes calls and reads nothing of them, as a process that hangs. */
  stalled = false;
  /** Calls served, by name. */
  readonly calls: Record<string, number> = {};
  private server: Server | undefined;
  private port = 0;

  constructor(private readonly options: { batches?: boolean } = {}) {}

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** The same server as one of a cluster, to be found by gossip. */
  get clusterConnectionString(): string {
    return `esdb://127.0.0.1:${this.port},127.0.0.1:${this.port}?tls=false`;
  }

  async start(): Promise<this> {
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    server.addService(ServerFeaturesService, this.features());
    server.addService(GossipService, this.gossip());
    server.addService(StreamsService, this.streams());
    this.server = server;
    this.port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${this.port}`, ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(port))),
    );
    return this;
  }

  /** As a crash: what is under way breaks off. */
  stop(): void {
    this.server?.forceShutdown();
    this.server = undefined;
  }

  private count(call: string): void {
    this.calls[call] = (this.calls[call] ?? 0) + 1;
  }

  private features(): IServerFeaturesServer {
    return {
      getSupportedMethods: (_, answer) => {
        this.count('features');
        answer(null, supportedMethods(this.options.batches ?? true));
      },
    };
  }

  private gossip(): IGossipServer {
    return {
      read: (_, answer) => {
        this.count('gossip');
        answer(null, clusterOfOne(this.port));
      },
    };
  }

  private streams(): IStreamsServer {
    return {
      append: (call, answer) => {
        this.count('append');
        let options = new AppendReq.Options();
        const proposed: Proposed[] = [];
        call.on('data', (request: AppendReq) => {
          const message = request.getProposedMessage();
          if (message) proposed.push(proposedOf(message));
          else options = request.getOptions() ?? options;
        });
        call.on('end', () => {
          const stream = nameOf(options.getStreamIdentifier());
          const fault = this.faults.shift();
          if (fault === 'lost' || fault === 'ended') return;
          const appending = this.log.append(stream, expectedOf(options), proposed);
          if (fault === 'written, not answered') return;
          if (fault === 'written, then failed') answer({ code: status.UNAVAILABLE, details: 'going down' });
          else if (appending.outcome === 'deleted') answer(deleted(stream));
          else answer(null, appendAnswer(expectedOf(options), appending));
        });
      },
      batchAppend: (call) => {
        this.count('batchAppend');
        if (!this.stalled) this.batches(call);
      },
      read: (call) => {
        this.count(call.request.getOptions()?.hasSubscription() ? 'subscribe' : 'read');
        void this.read(call);
      },
      delete: (call, answer) => {
        this.count('delete');
        this.log.delete(nameOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new DeleteResp().setNoPosition(new Empty()));
      },
      tombstone: (call, answer) => {
        this.count('tombstone');
        this.log.tombstone(nameOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new TombstoneResp().setNoPosition(new Empty()));
      },
    };
  }

  /** Many appends on one call: each may come in several requests, told apart by their correlation. */
  private batches(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    const pending = new Map<string, { options: BatchAppendReq.Options; proposed: Proposed[] }>();
    call.on('data', (request: BatchAppendReq) => {
      const key = String(request.getCorrelationId()?.toString());
      const parcel = pending.get(key) ?? { options: request.getOptions() ?? new BatchAppendReq.Options(), proposed: [] };
      parcel.proposed.push(...request.getProposedMessagesList().map(proposedOf));
      pending.set(key, parcel);
      if (!request.getIsFinal()) return;
      pending.delete(key);

      const fault = this.faults.shift();
      if (fault === 'ended') call.end();
      if (fault === 'ended' || fault === 'lost') return;
      const stream = nameOf(parcel.options.getStreamIdentifier());
      const expected = expectedOf(parcel.options);
      const appending = this.log.append(stream, expected, parcel.proposed);
      if (fault === 'written, not answered') return;
      if (fault === 'written, then failed') call.emit('error', { code: status.UNAVAILABLE, details: 'going down' });
      else call.write(batchAnswer(request, stream, expected, appending));
    });
    call.on('end', () => call.end());
    call.on('error', () => undefined);
  }

  private async read(call: Reading): Promise<void> {
    const gone = departure(call);
    const options = call.request.getOptions() ?? new ReadReq.Options();
    const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
    const stream = options.hasStream() ? nameOf(options.getStream()?.getStreamIdentifier()) : undefined;
    const list = (): readonly Kept[] => (stream === undefined ? this.log.all : this.log.visible(stream));
    if (stream !== undefined && this.log.isTombstoned(stream)) return void call.emit('error', deleted(stream));
    if (options.hasSubscription()) return this.subscribe(call, list, stream, startOf(options), gone);
    if (stream !== undefined && list().length === 0) {
      call.write(streamNotFound(stream));
      return void call.end();
    }
    const start = startOf(options);
    // Forwards from a place means with it; backwards in all means before it, backwards in a stream means with it.
    const from = backwards
      ? list().filter((event) => start === undefined || (stream === undefined ? event.position < start : event.revision <= start)).reverse()
      : list().filter((event) => placeOf(event, stream) >= (start ?? endOf));
    for (const event of from.slice(0, Number(options.getCount()))) await write(call, readEvent(event), gone);
    call.end();
  }

  /** What is there after a place, then what comes. */
  private async subscribe(call: Reading, list: () => readonly Kept[], stream: string | undefined, start: bigint | undefined, gone: AbortSignal): Promise<void> {
    let next = start === undefined ? list().length : list().filter((event) => placeOf(event, stream) <= start).length;
    let live = false;
    await write(call, confirmation(), gone);
    while (!gone.aborted) {
      const event = list()[next];
      if (event) {
        next++;
        await write(call, readEvent(event), gone);
      } else {
        if (!live) await write(call, caughtUp(), gone);
        live = true;
        if (list().length === next && !gone.aborted) await once(this.log, 'appended', { signal: gone }).catch(() => undefined);
      }
    }
  }
}

const endOf = 2n ** 64n;
const placeOf = (event: Kept, stream: string | undefined): bigint => (stream === undefined ? event.position : event.revision);

/** Where a read begins: undefined is the end, -1 the start. */
function startOf(options: ReadReq.Options): bigint | undefined {
  const stream = options.getStream();
  const all = options.getAll();
  if (stream?.hasStart() || all?.hasStart()) return -1n;
  if (stream?.hasEnd() || all?.hasEnd()) return undefined;
  return BigInt(stream?.getRevision() ?? all?.getPosition()?.getCommitPosition() ?? 0);
}

/** Waits while the reader is slow. */
async function write(call: Reading, message: ReadResp, gone: AbortSignal): Promise<void> {
  if (gone.aborted || call.write(message)) return;
  await once(call, 'drain', { signal: gone }).catch(() => undefined);
}

/** Aborts when the reader goes away. */
function departure(call: Reading): AbortSignal {
  const gone = new AbortController();
  call.once('cancelled', () => gone.abort());
  return gone.signal;
}
