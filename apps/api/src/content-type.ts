/** The file is empty or larger than the operator allows. */
export class TooLarge extends Error {}
/** A type that is not taken, or content that is something else. */
export class NotWhatItSays extends Error {}

const bytes = (...values: number[]): Buffer => Buffer.from(values);
/** What a file of each type begins with; of text nothing, that is checked to its end. */
const beginnings: Readonly<Record<string, readonly Buffer[]>> = {
  'application/pdf': [Buffer.from('%PDF-')],
  'image/jpeg': [bytes(0xff, 0xd8, 0xff)],
  'image/png': [bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  'image/tiff': [bytes(0x49, 0x49, 0x2a, 0), bytes(0x4d, 0x4d, 0, 0x2a)],
  'text/plain': [],
};
const longest = 8;

/**
 * The content as it comes, checked against its type and a limit in bytes: nothing is guessed, and what is given out again as one type
 * is not read as another. @throws TooLarge, NotWhatItSays
 */
export async function* checkedContent(content: AsyncIterable<Uint8Array>, type: string, limit: number): AsyncGenerator<Uint8Array> {
  const begins = beginnings[type];
  if (!begins) throw new NotWhatItSays();
  const text = type === 'text/plain' ? new TextDecoder('utf-8', { fatal: true }) : undefined;
  let first = Buffer.alloc(0);
  let size = 0;
  const checkBeginning = (): void => {
    if (begins.length > 0 && !begins.some((one) => first.subarray(0, one.length).equals(one))) throw new NotWhatItSays();
  };
  for await (const piece of content) {
    size += piece.length;
    if (size > limit) throw new TooLarge();
    if (text) checkText(() => text.decode(piece, { stream: true }));
    if (first.length < longest) {
      first = Buffer.concat([first, piece.subarray(0, longest - first.length)]);
      if (first.length === longest) checkBeginning();
    }
    yield piece;
  }
  if (size === 0) throw new TooLarge();
  checkBeginning();
  if (text) checkText(() => text.decode());
}

function checkText(decode: () => string): void {
  let decoded: string;
  try {
    decoded = decode();
  } catch {
    throw new NotWhatItSays();
  }
  if (decoded.includes('\0')) throw new NotWhatItSays();
}
