import type { MerkleTree } from './merkle-tree';

/** c2sp.org/tlog-tiles: a tile holds 256 hashes, a bundle 256 entries; tile (level, n) holds the nodes n·256 … of tree level 8·level. */
export const tileWidth = 256;

/** Which tile or bundle a path asks for. `width` is 256 for a full one. */
export type TileAddress = Readonly<{ level: number | 'entries'; n: number; width: number }>;

/** `1234067` → `x001/x234/067` */
export function tileIndex(n: number): string {
  const groups = [String(n % 1000).padStart(3, '0')];
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return groups.join('/');
}

/** The address in a path `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`; undefined for any other, and for a number written otherwise. */
export function parseTilePath(path: string): TileAddress | undefined {
  const [, level, index, width] = /^tile\/(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  if (level === undefined || index === undefined || index.length > 29) return undefined;
  const n = Number(index.replaceAll(/[x/]/g, ''));
  const wide = width === undefined ? tileWidth : Number(width);
  if (tileIndex(n) !== index || wide > tileWidth || (width !== undefined && wide === tileWidth)) return undefined;
  return { level: level === 'entries' ? level : Number(level), n, width: wide };
}

/** The hashes of a tile, 32 bytes each, out of the tree of `size` leaves; undefined when that has no such tile, or a narrower one. */
export function hashTile(tree: MerkleTree, size: number, level: number, n: number, width: number): Uint8Array | undefined {
  const nodes = Math.floor(size / tileWidth ** level);
  if (n * tileWidth + width > nodes) return undefined;
  return Buffer.concat(Array.from({ length: width }, (_, i) => tree.node(level * 8, n * tileWidth + i)));
}

/** Entries with their lengths before them, 16 bits, big end first. */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > 65_535) throw new RangeError(`an entry of ${entry.length} bytes is larger than a bundle counts`);
      return [Buffer.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}
