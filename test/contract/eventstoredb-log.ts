import { EventEmitter } from 'node:events';

/** An event as the double keeps it. */
export type Kept = Readonly<{
  stream: string;
  revision: bigint;
  position: bigint;
  id: string;
  type: string;
  contentType: string;
  data: Uint8Array;
  metadata: Uint8Array;
  created: string;
}>;

export type Proposed = Pick<Kept, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint;
export type Appending =
  | { outcome: 'written'; revision: bigint; position: bigint }
  | { outcome: 'wrong'; current: bigint | undefined }
  | { outcome: 'deleted' };

const ticksPerMillisecond = 10_000n;

/**
 * What a server of EventStoreDB keeps and how it answers, in memory: one order, its own `$` events among ours, idempotent
 * appends, soft and hard deletion, and `$maxCount` and `$tb` in a stream's settings.
 */
export class ServerLog extends EventEmitter<{ appended: [] }> {
  readonly all: Kept[] = [];
  private readonly streams = new Map<string, Kept[]>();
  private readonly tombstones = new Set<string>();
  private position: bigint;

  /** @param start positions begin here: beyond 2^53, so that a number would not do. */
  constructor(start = 2n ** 53n) {
    super();
    this.setMaxListeners(0);
    this.position = start;
    this.statistics();
  }

  append(stream: string, expected: Expected, proposed: readonly Proposed[]): Appending {
    if (this.tombstones.has(stream)) return { outcome: 'deleted' };
    const known = this.streams.get(stream) ?? [];
    const current = BigInt(known.length) - 1n;
    const softlyDeleted = known.length > 0 && this.visible(stream).length === 0;
    const fits =
      expected === 'any' || (expected === 'no_stream' && (current === -1n || softlyDeleted)) || (expected === 'stream_exists' && current >= 0n) || expected === current;
    if (!fits) {
      const there = known.slice(typeof expected === 'bigint' ? Number(expected) + 1 : 0).slice(0, proposed.length);
      const repeated = there.length === proposed.length && there.every(({ id }, i) => id === proposed[i]?.id);
      const last = there[there.length - 1];
      if (repeated && last) return { outcome: 'written', revision: last.revision, position: last.position };
      return { outcome: 'wrong', current: current === -1n ? undefined : current };
    }
    if (softlyDeleted) this.keep(`$$${stream}`, this.json('$metadata', { $tb: known.length })); // it comes to life again, without its past
    for (const event of proposed) this.keep(stream, event);
    if (this.all.length % 3 === 0) this.statistics();
    this.emit('appended');
    return { outcome: 'written', revision: BigInt(this.streams.get(stream)!.length) - 1n, position: this.position };
  }

  /** What readers of a stream see of it: nothing before `$tb`, at most `$maxCount`. */
  visible(stream: string): readonly Kept[] {
    const known = this.streams.get(stream) ?? [];
    const settings = this.streams.get(`$$${stream}`)?.at(-1);
    if (!settings) return known;
    const { $tb = 0, $maxCount = Infinity } = JSON.parse(Buffer.from(settings.data).toString()) as { $tb?: number; $maxCount?: number };
    return known.filter(({ revision }) => Number(revision) >= Math.max($tb, known.length - $maxCount));
  }

  isTombstoned(stream: string): boolean {
    return this.tombstones.has(stream);
  }

  delete(stream: string): void {
    this.keep(`$$${stream}`, this.json('$metadata', { $tb: Number.MAX_SAFE_INTEGER }));
    this.emit('appended');
  }

  tombstone(stream: string): void {
    this.keep(stream, this.json('$streamDeleted', {}));
    this.tombstones.add(stream);
    this.emit('appended');
  }

  private statistics(): void {
    this.keep('$stats-127.0.0.1:2113', this.json('$statsCollected', { now: this.all.length }));
  }

  private json(type: string, data: object): Proposed {
    const id = `0000000a-0000-4000-8000-${this.all.length.toString(16).padStart(12, '0')}`;
    return { id, type, contentType: 'application/json', data: Buffer.from(JSON.stringify(data)), metadata: new Uint8Array(0) };
  }

  private keep(stream: string, event: Proposed): void {
    const known = this.streams.get(stream) ?? [];
    this.position += BigInt(100 + event.data.length + event.metadata.length);
    const kept = { ...event, stream, revision: BigInt(known.length), position: this.position, created: String(BigInt(Date.now()) * ticksPerMillisecond) };
    known.push(kept);
    this.streams.set(stream, known);
    this.all.push(kept);
  }
}
