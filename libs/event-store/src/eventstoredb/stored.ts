import { decodeParts, encodeParts, isStreamName, type SealedPart } from '@amparo/evidence';
import { binaryEvent, type EventData, type Position } from '@eventstore/db-client';
import type { EventToAppend, StoredEvent } from '../event-store';

/** Holds the store's epoch. It is the server's bookkeeping and no part of the log. */
export const epochStream = 'store-epoch';

/** What a server older than 22.6 answers, which knows no positions in a stream. */
const noPosition = 2n ** 64n - 1n;

/** A stream is not, or will not stay, as this store wrote it. Waiting does not help: somebody must look at the server. */
export class StreamAltered extends Error {
  constructor(
    readonly stream: string,
    fault: string,
  ) {
    super(`stream ${stream} ${fault}; streams of this store are never cut: see who did it and restore the server from its backup`);
    this.name = 'StreamAltered';
  }
}

/** An event as the client reads it, of a stream or of all. */
export type ReadEvent = Readonly<{
  streamId: string;
  id: string;
  revision: bigint;
  type: string;
  isJson: boolean;
  data: unknown;
  metadata?: unknown;
  position?: Position;
}>;

/** Our own bytes all through: what the client would serialise it could change, and a bigint in it would end the process. */
export const toWrite = ({ id, type, leaf, parts }: EventToAppend): EventData =>
  binaryEvent({ id, type, data: Uint8Array.from(leaf), metadata: Uint8Array.from(encodeParts(parts)) });

/** Whether an event is one of the log's: the server's own streams, and those of other programs, are not. */
export const isOurs = ({ streamId }: ReadEvent): boolean => isStreamName(streamId) && streamId !== epochStream;

/** The stream of ours whose settings an event changes. */
export function settingsOf({ streamId }: ReadEvent): string | undefined {
  const stream = streamId.startsWith('$$') ? streamId.slice(2) : '';
  return isStreamName(stream) ? stream : undefined;
}

/** @throws StreamAltered when it is no event that this store wrote. */
export function toStored(event: ReadEvent): StoredEvent {
  const { streamId, id, revision, type, isJson, data, metadata } = event;
  if (type === '$streamDeleted') throw new StreamAltered(streamId, 'was deleted for good');
  if (isJson || type.startsWith('$') || !(data instanceof Uint8Array)) throw new StreamAltered(streamId, `holds at ${revision} an event that this store did not write`);
  return { position: positionOf(event), stream: streamId, seq: Number(revision), id, type, leaf: data, parts: partsOf(streamId, revision, metadata) };
}

/** Place of an event in the order of all. */
export function positionOf({ position }: ReadEvent): bigint {
  if (position === undefined || position.commit === noPosition) throw new Error('the server gives no positions in streams: it must be 22.6 or later');
  return position.commit;
}

/** The client parses metadata that is JSON; canonical bytes come out of it as they went in, or are refused. */
function partsOf(stream: string, revision: bigint, metadata: unknown): SealedPart[] {
  if (metadata === undefined) return [];
  try {
    return decodeParts(Buffer.from(metadata instanceof Uint8Array ? metadata : JSON.stringify(metadata)));
  } catch {
    throw new StreamAltered(stream, `holds at ${revision} sealed parts that this store did not write`);
  }
}
