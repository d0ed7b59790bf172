/** Path → bytes, in no order. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** An archive that is not of our closed form, or a path that does not stay inside it. `place`: the entry, or what of the archive. */
export class ArchiveError extends Error {
  constructor(
    readonly reason: 'malformed_archive' | 'unsafe_path' | 'duplicate_file' | 'too_large',
    readonly place: string,
  ) {
    super(`${reason} ${place}`);
    this.name = 'ArchiveError';
  }
}

/** So much is unpacked at most, and so many files: what claims more is refused before anything of it is read. */
const limits = { bytes: 2 ** 30, files: 65_535, path: 400 };

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

const signature = { file: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 };
const size = { file: 30, entry: 46, end: 22 };

/** Relative, of plain names, with no way up or out. */
export const isSafePath = (path: string): boolean => path.length <= limits.path && path.split('/').every((name) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name));

/** What a local header and an entry of the directory have in common: version 2.0, stored, 1980-01-01, so that the same files are the same bytes. */
function common(name: Buffer, bytes: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(bytes.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

function endOf(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(size.end);
  end.writeUInt32LE(signature.end);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** An uncompressed zip (APPNOTE.TXT 6.3) of the files in a folder of this name, sorted by path. @throws ArchiveError for a path that is none, or too much. */
export function packed(folder: string, files: Files): Uint8Array {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  if (files.size > limits.files) throw new ArchiveError('too_large', `${files.size} files`);
  for (const path of [...files.keys()].sort()) {
    const bytes = files.get(path)!;
    const name = Buffer.from(`${folder}/${path}`);
    if (!isSafePath(name.toString())) throw new ArchiveError('unsafe_path', path);
    const fields = common(name, bytes);
    pieces.push(word(signature.file), fields, name, Buffer.from(bytes));
    // Comment, disk, attributes: none.
    directory.push(word(signature.entry), Buffer.from([20, 0]), fields, Buffer.alloc(10), word(offset), name);
    offset += size.file + name.length + bytes.length;
    if (offset > limits.bytes) throw new ArchiveError('too_large', path);
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([...pieces, entries, endOf(files.size, entries.length, offset)]);
}

/**
 * The one folder of an archive in the form that `packed` gives, and in no other: every byte of it is accounted for.
 * @throws ArchiveError when it is compressed, not sorted, names a file twice, climbs out, or says otherwise in two places.
 */
export function unpacked(archive: Uint8Array): { folder: string; files: Map<string, Uint8Array> } {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  if (bytes.length > limits.bytes + 64 * limits.files) throw new ArchiveError('too_large', 'archive');
  const end = bytes.length - size.end;
  if (end < 0 || bytes.readUInt32LE(end) !== signature.end) throw new ArchiveError('malformed_archive', 'end');
  const [count, start] = [bytes.readUInt16LE(end + 10), bytes.readUInt32LE(end + 16)];
  const files = new Map<string, Uint8Array>();
  let folder: string | undefined;
  let last = '';
  let at = 0;
  let entry = start;
  for (let n = 0; n < count; n++) {
    if (entry + size.entry > end || bytes.readUInt32LE(entry) !== signature.entry) throw new ArchiveError('malformed_archive', `entry ${n}`);
    const length = bytes.readUInt32LE(entry + 24);
    const named = bytes.readUInt16LE(entry + 28);
    const name = bytes.subarray(entry + size.entry, entry + size.entry + named);
    const path = name.toString('latin1');
    if (!isSafePath(path) || !path.includes('/')) throw new ArchiveError('unsafe_path', `entry ${n}`);
    const content = bytes.subarray(at + size.file + named, at + size.file + named + length);
    const expected = Buffer.concat([word(signature.entry), Buffer.from([20, 0]), common(name, content), Buffer.alloc(10), word(at), name]);
    if (content.length !== length || !expected.equals(bytes.subarray(entry, entry + expected.length))) throw new ArchiveError('malformed_archive', path);
    if (!Buffer.concat([word(signature.file), common(name, content), name]).equals(bytes.subarray(at, at + size.file + named))) throw new ArchiveError('malformed_archive', path);
    const [first, inside] = [path.slice(0, path.indexOf('/')), path.slice(path.indexOf('/') + 1)];
    if (folder !== undefined && folder !== first) throw new ArchiveError('malformed_archive', path);
    folder = first;
    if (files.has(inside)) throw new ArchiveError('duplicate_file', path);
    if (last >= inside) throw new ArchiveError('malformed_archive', path);
    files.set(inside, content);
    last = inside;
    at += size.file + named + length;
    entry += expected.length;
  }
  if (folder === undefined || at !== start || entry !== end || !endOf(count, end - start, start).equals(bytes.subarray(end))) throw new ArchiveError('malformed_archive', 'end');
  return { folder, files };
}
