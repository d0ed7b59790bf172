import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { link, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '@amparo/evidence';
import { isIntact, layoutOf, openFile, sealFile, type AttachmentHeader } from './attachment-format';
import type { KeyRow } from './key-store';

/** The keys that files are sealed under, as the vault hands them to this file and to nobody else. */
export type AttachmentKeys = Readonly<{ byKid(kid: string): KeyRow | undefined; current(subject: string, keyClass: string): KeyRow }>;

/** Whose file it is, and the key class it dies with. */
export type Under = Readonly<{ subject: string; keyClass: string }>;

export type OpenAttachment = Readonly<{
  /** The content type it was uploaded with. */
  type: string;
  /** Bytes of plaintext. */
  size: number;
  /** Chunk by chunk; the file is closed when it has been read or given up. @throws AttachmentDamaged on the way. */
  content: AsyncGenerator<Buffer>;
}>;

const fileName = (dek: Uint8Array, of: readonly string[]): string => createHmac('sha256', dek).update(`file-name/v1${canonicalJson(of)}`).digest('hex');

const folders = ['waiting', 'kept'] as const;

/**
 * Letters and scanned forms beside the store: a file each, encrypted under a key of its own that comes of the subject's key of a class
 * (`attachment-format.ts`) and is gone with it. Events name a file by the SHA-256 of what is in it; on disk its name is a keyed hash of
 * that, so that nobody who holds a document can tell whether it is here.
 *
 * An upload waits, for the compartment that made it alone; the command that names it keeps it; what nobody named goes with the sweep.
 * A file is there whole or not at all, and durable once the promise fulfils.
 */
export class Attachments {
  constructor(
    private readonly folder: string,
    private readonly keys: AttachmentKeys,
  ) {
    for (const name of folders) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  }

  /**
   * Takes a file in, a chunk at a time. Uploaded again it waits anew.
   * @param accept is asked when everything is in, with the digest in hex, and may throw: then nothing is kept; as nothing is where the source throws.
   * @returns SHA-256 of the plaintext in hex, and its bytes.
   */
  async upload(under: Under, by: string, type: string, source: AsyncIterable<Uint8Array>, accept: (digest: string) => void = () => undefined): Promise<Readonly<{ digest: string; size: number }>> {
    const { kid, dek } = this.keys.current(under.subject, under.keyClass);
    const header: AttachmentHeader = { kid, salt: randomBytes(16).toString('base64url'), type };
    const draft = this.place('waiting', `${randomBytes(16).toString('hex')}.tmp`);
    const plaintext = createHash('sha256');
    let size = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of source) {
        size += piece.length;
        yield piece;
      }
    };
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        for await (const bytes of sealFile(dek, header, counted(), plaintext)) await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      const digest = plaintext.digest('hex');
      accept(digest);
      await rename(draft, this.place('waiting', fileName(dek, [by, digest])));
      await this.durable('waiting');
      return { digest, size };
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** Whether a compartment's upload of this content for this subject and key class waits to be named. */
  async waits(under: Under, by: string, digest: string): Promise<boolean> {
    const { dek } = this.keys.current(under.subject, under.keyClass);
    return isThere(this.place('waiting', fileName(dek, [by, digest])));
  }

  /** Keeps what waits, before the event that names it is there. @returns false when it does not wait any more. */
  async keep(under: Under, by: string, digest: string): Promise<boolean> {
    const { dek } = this.keys.current(under.subject, under.keyClass);
    try {
      await link(this.place('waiting', fileName(dek, [by, digest])), this.place('kept', fileName(dek, [digest])));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return false;
      if (code !== 'EEXIST') throw error; // named before: it is the same content under the same key
    }
    await this.durable('kept');
    return true;
  }

  /**
   * The file that an event names whose sealed part is under `kid`; ERASED when that key is destroyed.
   * @throws AttachmentDamaged when it is not what was kept, ENOENT when it is missing: either is the operator's to put right.
   */
  async read(kid: string, digest: string): Promise<OpenAttachment | 'ERASED'> {
    const key = this.keys.byKid(kid);
    if (!key) return 'ERASED';
    const path = this.place('kept', fileName(key.dek, [digest]));
    const { header, size } = await using(path, layoutOf);
    return { type: header.type, size, content: contentOf(path, key.dek, digest) };
  }

  /** Removes what was uploaded before a moment, in milliseconds since 1970, and still only waits; half uploads too. @returns how many files went. */
  async sweep(before: number): Promise<number> {
    let swept = 0;
    for (const name of await readdir(this.place('waiting'))) {
      const path = this.place('waiting', name);
      const at = await stat(path).catch(() => undefined);
      if (at === undefined || at.mtimeMs >= before) continue;
      await rm(path, { force: true });
      swept++;
    }
    return swept;
  }

  /** Removes every file that was sealed under a key, when the key is destroyed. What cannot be removed cannot be opened either. @returns how many files went. */
  async forget(kid: string): Promise<number> {
    let forgotten = 0;
    for await (const { path, file } of filesIn(this.folder)) {
      const sealedUnder = await layoutOf(file).then(({ header }) => header.kid, () => undefined);
      if (sealedUnder !== kid) continue;
      await rm(path, { force: true });
      forgotten++;
    }
    for (const name of folders) await this.durable(name);
    return forgotten;
  }

  private place(folder: (typeof folders)[number], ...name: string[]): string {
    return join(this.folder, folder, ...name);
  }

  /** What was linked or renamed is so after a power failure too. */
  private async durable(folder: (typeof folders)[number]): Promise<void> {
    await using(this.place(folder), (handle) => handle.sync());
  }
}

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

async function using<T>(path: string, look: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await look(file);
  } finally {
    await file.close();
  }
}

/** Opened with the first chunk asked for, closed with the last or when no more is wanted. */
async function* contentOf(path: string, dek: Uint8Array, digest: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    yield* openFile(dek, Buffer.from(digest, 'hex'), file, await layoutOf(file));
  } finally {
    await file.close();
  }
}

async function* filesIn(folder: string): AsyncGenerator<Readonly<{ path: string; file: FileHandle }>> {
  for (const name of folders) {
    for (const entry of await readdir(join(folder, name)).catch(() => [])) {
      if (entry.endsWith('.tmp')) continue;
      const path = join(folder, name, entry);
      const file = await open(path, 'r').catch(() => undefined); // swept meanwhile
      if (!file) continue;
      try {
        yield { path, file };
      } finally {
        await file.close();
      }
    }
  }
}

/** Every attachment in a folder, by its path, and whether it is byte for byte as it was written. Needs no key. */
export async function* checkAttachments(folder: string): AsyncGenerator<Readonly<{ path: string; intact: boolean }>> {
  for await (const { path, file } of filesIn(folder)) yield { path, intact: await isIntact(file) };
}
