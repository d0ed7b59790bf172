import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointBody, noteVerifier, openNote, parseCheckpoint, sameBytes, signNote, type Checkpoint, type MerkleTree, type NoteSigner } from '@amparo/evidence';
import { writeDurably } from './durable-file';
import { Tiles } from './tiles';

/** One log on disk: hash tiles, the newest signed checkpoint beside them, and the key that others check it with. */
export class LogFiles {
  readonly tiles: Tiles;

  constructor(private readonly folder: string) {
    this.tiles = new Tiles(folder);
  }

  get checkpointPath(): string {
    return join(this.folder, 'checkpoint');
  }

  /** The newest checkpoint's note, as it was signed. */
  note(): string | undefined {
    return existsSync(this.checkpointPath) ? readFileSync(this.checkpointPath, 'utf8') : undefined;
  }

  vkey(): string | undefined {
    const path = join(this.folder, 'vkey');
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  }

  /**
   * The tree that the newest checkpoint commits to; empty when there is none.
   * @throws when the checkpoint is not signed with the key, or the tiles do not have its root.
   */
  read(vkey: string): { tree: MerkleTree; checkpoint?: Checkpoint } {
    const note = this.note();
    if (note === undefined) return { tree: this.tiles.read(0) };
    let checkpoint: Checkpoint | undefined;
    try {
      checkpoint = parseCheckpoint(openNote(note, [noteVerifier(vkey)]).text);
    } catch (error) {
      throw new Error(`${this.checkpointPath} is not signed with the key of this log: put back the log and the keys that belong together`, { cause: error });
    }
    if (!checkpoint) throw new Error(`${this.checkpointPath} is no checkpoint: rebuild the log from the store`);
    const tree = this.tiles.read(checkpoint.size);
    if (!sameBytes(tree.root(), checkpoint.root)) throw new Error(`the tiles beside ${this.checkpointPath} do not have its root: rebuild the log from the store`);
    return { tree, checkpoint };
  }

  /** Tiles first, then the checkpoint: what is signed can always be proved. @returns the note. */
  publish(tree: MerkleTree, signer: NoteSigner): string {
    this.tiles.write(tree);
    const note = signNote(checkpointBody({ origin: signer.name, size: tree.size, root: tree.root() }), signer);
    if (this.vkey() !== signer.vkey) writeDurably(join(this.folder, 'vkey'), `${signer.vkey}\n`);
    writeDurably(this.checkpointPath, note);
    this.tiles.tidy();
    return note;
  }
}
