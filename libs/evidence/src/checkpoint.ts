import { fromBase64 } from './signed-note';

/** c2sp.org/tlog-checkpoint: the state of a log. */
export type Checkpoint = Readonly<{ origin: string; size: number; root: Uint8Array }>;

/** The text of the note: origin, size, root, a line each; no extension lines. */
export const checkpointBody = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

/** @returns undefined when the text is no checkpoint without extension lines. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, digits, encoded, rest, ...more] = text.split('\n');
  if (!origin || digits === undefined || encoded === undefined || rest !== '' || more.length > 0) return undefined;
  const size = Number(digits);
  const root = fromBase64(encoded);
  if (!/^(0|[1-9]\d*)$/.test(digits) || !Number.isSafeInteger(size) || root?.length !== 32) return undefined;
  return { origin, size, root };
}

/** The same of a checkpoint that may have extension lines, which nothing is said about. For logs that are not ours. */
export function parseForeignCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root, ...extensions] = text.split('\n');
  if (extensions.pop() !== '' || extensions.includes('')) return undefined;
  return parseCheckpoint(`${origin}\n${size}\n${root}\n`);
}
