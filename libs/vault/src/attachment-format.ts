import { createCipheriv, createDecipheriv, createHash, createHmac, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { canonicalJson } from '@amparo/evidence';

/**
 * A file, encrypted as a stream: STREAM of Hoang, Reyhanitabar, Rogaway and Vizár (CRYPTO 2015, "Online Authenticated-Encryption
 * and its Nonce-Reuse Misuse-Resistance", §7), with AES-256-GCM. On disk:
 *
 *     header   JCS {"kid","salt","type","v":1} and LF; `salt`: 16 random bytes, base64url
 *     chunks   65,536 bytes each, the last 1 to 65,536, each followed by its 16-byte tag
 *     digest   SHA-256 of everything before it: whoever has no key can tell damage
 *
 * The key is the file's own, HMAC-SHA-256(DEK, ASCII `file/v1` ‖ header): another header is another key, and without the DEK there is
 * none. The nonce of a chunk is its index in 11 bytes, big-endian, and a byte that is 1 for the last: no chunk can be moved, repeated
 * or left out, and nothing put behind the last. The last is bound to the SHA-256 of the plaintext as additional data: a file in the
 * place of another opens to nothing that is whole.
 */
export const chunkSize = 65_536;
const tagSize = 16;
const digestSize = 32;
const longestHeader = 512;

export type AttachmentHeader = Readonly<{ kid: string; salt: string; type: string }>;

/** The file is not what it was when it was kept. */
export class AttachmentDamaged extends Error {
  constructor() {
    super('an attachment is damaged: put it back from its backup');
    this.name = 'AttachmentDamaged';
  }
}

const headerBytes = ({ kid, salt, type }: AttachmentHeader): Buffer => Buffer.from(`${canonicalJson({ kid, salt, type, v: 1 })}\n`);
const fileKey = (dek: Uint8Array, header: Uint8Array): Buffer => createHmac('sha256', dek).update('file/v1').update(header).digest();

function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(index, 5, 6);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

/**
 * The bytes of the file, a chunk at a time; no more than a piece of the source and a chunk are held.
 * @param plaintext is fed what the source gave; its digest binds the last chunk.
 */
export async function* sealFile(dek: Uint8Array, header: AttachmentHeader, source: AsyncIterable<Uint8Array>, plaintext: Hash): AsyncGenerator<Buffer> {
  const head = headerBytes(header);
  const key = fileKey(dek, head);
  const whole = createHash('sha256').update(head);
  let index = 0;
  const chunk = (bytes: Buffer, last?: Buffer): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(index++, last !== undefined), { authTagLength: tagSize });
    if (last) cipher.setAAD(last);
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    whole.update(sealed);
    return sealed;
  };
  yield head;
  // A full chunk waits until there is more: only then it is known not to be the last.
  const waiting = Buffer.alloc(chunkSize);
  let held = 0;
  for await (const piece of source) {
    plaintext.update(piece);
    for (let from = 0; from < piece.length; ) {
      if (held === chunkSize) {
        yield chunk(waiting);
        held = 0;
      }
      const taken = Math.min(chunkSize - held, piece.length - from);
      waiting.set(piece.subarray(from, from + taken), held);
      held += taken;
      from += taken;
    }
  }
  yield chunk(waiting.subarray(0, held), plaintext.copy().digest());
  yield whole.digest();
}

type Layout = Readonly<{ header: AttachmentHeader; head: Buffer; from: number; chunks: number; size: number }>;

/** How the file lies on disk. @throws AttachmentDamaged when it cannot be one of ours. */
export async function layoutOf(file: FileHandle): Promise<Layout> {
  const { size: all } = await file.stat();
  const first = Buffer.alloc(Math.min(longestHeader, all));
  await readWhole(file, first, 0);
  const end = first.indexOf(0x0a) + 1;
  const body = all - end - digestSize;
  const chunks = Math.ceil(body / (chunkSize + tagSize));
  const size = body - chunks * tagSize;
  if (end === 0 || size < 1) throw new AttachmentDamaged();
  const head = first.subarray(0, end);
  return { header: parsedHeader(head), head, from: end, chunks, size };
}

function parsedHeader(head: Buffer): AttachmentHeader {
  try {
    const header = JSON.parse(head.toString()) as AttachmentHeader & { v: unknown };
    if (header.v === 1 && headerBytes(header).equals(head)) return header;
  } catch {
    // no header of ours: below
  }
  throw new AttachmentDamaged();
}

/** The plaintext, a chunk at a time, each checked before it is handed on. @throws AttachmentDamaged at the first that is not what was kept. */
export async function* openFile(dek: Uint8Array, digest: Uint8Array, file: FileHandle, { head, from, chunks, size }: Layout): AsyncGenerator<Buffer> {
  const key = fileKey(dek, head);
  for (let index = 0; index < chunks; index++) {
    const last = index === chunks - 1;
    const sealed = Buffer.alloc((last ? size - index * chunkSize : chunkSize) + tagSize);
    await readWhole(file, sealed, from + index * (chunkSize + tagSize));
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, last), { authTagLength: tagSize }).setAuthTag(sealed.subarray(-tagSize));
    if (last) decipher.setAAD(digest);
    yield authentic(() => Buffer.concat([decipher.update(sealed.subarray(0, -tagSize)), decipher.final()]));
  }
}

function authentic(bytes: () => Buffer): Buffer {
  try {
    return bytes();
  } catch {
    throw new AttachmentDamaged();
  }
}

/** Whether the file is byte for byte as it was written; needs no key. */
export async function isIntact(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  const whole = createHash('sha256');
  const piece = Buffer.alloc(chunkSize);
  const end = size - digestSize;
  try {
    await layoutOf(file);
    for (let at = 0; at < end; ) {
      const bytes = piece.subarray(0, Math.min(chunkSize, end - at));
      await readWhole(file, bytes, at);
      whole.update(bytes);
      at += bytes.length;
    }
    const kept = Buffer.alloc(digestSize);
    await readWhole(file, kept, end);
    return whole.digest().equals(kept);
  } catch (error) {
    if (error instanceof AttachmentDamaged) return false;
    throw error;
  }
}

async function readWhole(file: FileHandle, into: Buffer, at: number): Promise<void> {
  for (let read = 0; read < into.length; ) {
    const { bytesRead } = await file.read(into, read, into.length - read, at + read);
    if (bytesRead === 0) throw new AttachmentDamaged();
    read += bytesRead;
  }
}
