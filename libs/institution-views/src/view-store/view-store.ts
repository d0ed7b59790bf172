import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompartmentFile } from './compartment-file';
import { VisibilityFile } from './visibility-file';

/** How many files are open at once. */
const mostOpen = 64;

/** A version of all views in one folder: a file for each compartment, and what visibility remembers. What is not in a file cannot leak from it. */
export class ViewStore {
  readonly visibility: VisibilityFile;
  private readonly open = new Map<string, CompartmentFile>();

  constructor(private readonly folder: string) {
    mkdirSync(join(folder, 'compartments'), { recursive: true, mode: 0o700 });
    this.visibility = new VisibilityFile(join(folder, 'visibility.sqlite'));
  }

  /** The file of a compartment, by its directory code. */
  compartment(code: string): CompartmentFile {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code)) throw new Error('a compartment is named by its directory code');
    const file = this.open.get(code) ?? new CompartmentFile(join(this.folder, 'compartments', `${code}.sqlite`));
    this.open.delete(code);
    this.open.set(code, file);
    if (this.open.size > mostOpen) {
      const [oldest, theirs] = this.open.entries().next().value as [string, CompartmentFile];
      this.open.delete(oldest);
      theirs.close();
    }
    return file;
  }

  /** Compartments that have a file. */
  compartments(): string[] {
    return readdirSync(join(this.folder, 'compartments'))
      .filter((file) => file.endsWith('.sqlite'))
      .map((file) => file.slice(0, -'.sqlite'.length))
      .sort();
  }

  close(): void {
    for (const file of this.open.values()) file.close();
    this.open.clear();
    this.visibility.close();
  }
}

const currentFile = (root: string): string => join(root, 'current');

/** The folder of the version in use. */
export function currentVersion(root: string): string {
  const name = existsSync(currentFile(root)) ? readFileSync(currentFile(root), 'utf8').trim() : 'v1';
  return join(root, name);
}

/** A folder for the next version, beside the one in use. */
export function nextVersion(root: string): string {
  const number = Number(/v(\d+)$/.exec(currentVersion(root))?.[1] ?? 0) + 1;
  const next = join(root, `v${number}`);
  rmSync(next, { recursive: true, force: true });
  return next;
}

/** From now on `version` is in use; the one before is removed. */
export function switchVersion(root: string, version: string): void {
  const before = currentVersion(root);
  mkdirSync(root, { recursive: true });
  writeFileSync(`${currentFile(root)}.tmp`, `${version.slice(root.length + 1)}\n`);
  renameSync(`${currentFile(root)}.tmp`, currentFile(root));
  if (before !== version) rmSync(before, { recursive: true, force: true });
}
