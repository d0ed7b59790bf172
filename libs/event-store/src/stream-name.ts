import { isStreamName } from '@amparo/evidence';

/** @throws when the name could not be a stream's: nothing is written under it. */
export function checkStreamName(stream: string): void {
  if (!isStreamName(stream)) throw new Error('a stream name is [a-z]+(-[a-z0-9]+)+ with at most 128 characters');
}
