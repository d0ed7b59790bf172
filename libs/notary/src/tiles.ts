import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashTile, MerkleTree, tileIndex, tileWidth } from '@amparo/evidence';
import { writeDurably } from './durable-file';

/** Where a tile lies below a log's folder. */
export const tilePath = (level: number, n: number): string => join('tile', String(level), tileIndex(n));

/** A log's hash tiles on disk. Full tiles are written once; a partial one is replaced by a wider one. */
export class Tiles {
  /** Per level, how many nodes are on disk. */
  private readonly written: number[] = [];
  /** Per level, the first tile that may still have partial ones. */
  private readonly tidied: number[] = [];

  constructor(private readonly folder: string) {}

  /**
   * The tree of a size from the leaf tiles.
   * @throws when a tile is missing or has the wrong length.
   */
  read(size: number): MerkleTree {
    const tree = new MerkleTree();
    for (let start = 0; start < size; start += tileWidth) {
      const width = Math.min(tileWidth, size - start);
      const bytes = this.tile(0, start / tileWidth, width);
      for (let i = 0; i < width; i++) tree.append(bytes.subarray(i * 32, i * 32 + 32));
    }
    for (let level = 0, nodes = size; nodes > 0; level++, nodes = Math.floor(nodes / tileWidth)) this.written[level] = nodes;
    return tree;
  }

  /** Brings the tiles to the tree's size, durably, leaves first. */
  write(tree: MerkleTree): void {
    for (let level = 0, nodes = tree.size; nodes > 0; level++, nodes = Math.floor(nodes / tileWidth)) {
      const before = this.written[level] ?? 0;
      if (before === nodes) continue;
      for (let n = Math.floor(before / tileWidth); n * tileWidth < nodes; n++) {
        const width = Math.min(tileWidth, nodes - n * tileWidth);
        const bytes = hashTile(tree, tree.size, level, n, width)!;
        const path = join(this.folder, tilePath(level, n));
        writeDurably(width === tileWidth ? path : join(`${path}.p`, String(width)), bytes);
      }
      this.written[level] = nodes;
    }
  }

  /** Removes partial tiles that a wider one has replaced. Nothing depends on it: a reader finds the widest. */
  tidy(): void {
    this.written.forEach((nodes, level) => {
      for (let n = this.tidied[level] ?? 0; n * tileWidth <= nodes; n++) {
        const partial = `${join(this.folder, tilePath(level, n))}.p`;
        if (!existsSync(partial)) continue;
        const keep = n === Math.floor(nodes / tileWidth) ? String(nodes % tileWidth) : '';
        for (const width of readdirSync(partial)) if (width !== keep) rmSync(join(partial, width));
        if (readdirSync(partial).length === 0) rmdirSync(partial);
      }
      this.tidied[level] = Math.floor(nodes / tileWidth);
    });
  }

  /** The hashes of a tile of at least `width`; a wider or full one serves as well. */
  private tile(level: number, n: number, width: number): Buffer {
    const path = join(this.folder, tilePath(level, n));
    const widths = existsSync(`${path}.p`) ? readdirSync(`${path}.p`).map(Number).filter((w) => w >= width).sort((a, b) => a - b) : [];
    const file = existsSync(path) ? path : widths[0] === undefined ? undefined : join(`${path}.p`, String(widths[0]));
    const bytes = file === undefined ? undefined : readFileSync(file);
    if (!bytes || bytes.length < width * 32 || bytes.length % 32 !== 0) {
      throw new Error(`${path} is missing or damaged: rebuild the log from the store (its checkpoint will be the same)`);
    }
    return bytes;
  }
}
