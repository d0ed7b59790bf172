import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompartmentFile } from './compartment-file';
import { VisibilityFile } from './visibility-file';

/** How many files are open at once. */
const mostOpen = 64;
/** How long whoever reads an old version may still read it after a new one is served, in milliseconds. */
const grace = 10_000;

/** A version of all views in one folder: a file for each compartment, and what visibility remembers. What is not in a file cannot leak from it. */
export class ViewStore {
  visibility: VisibilityFile;
  private open = new Map<string, CompartmentFile>();
  private readonly leaving = new Set<() => void>();

  constructor(private folder: string) {
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

  /** The folder of the version that is served. */
  get version(): string {
    return this.folder;
  }

  /** From now on serves what another store holds, which is given up to this one. What was served closes and goes after a grace. */
  adopt(next: ViewStore): void {
    const { open, visibility, folder } = this;
    this.open = next.open;
    this.visibility = next.visibility;
    this.folder = next.folder;
    const leave = (): void => {
      clearTimeout(timer);
      this.leaving.delete(leave);
      for (const file of open.values()) file.close();
      visibility.close();
      rmSync(folder, { recursive: true, force: true });
    };
    const timer = setTimeout(leave, grace);
    timer.unref();
    this.leaving.add(leave);
  }

  close(): void {
    for (const leave of this.leaving) leave();
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
  const there = existsSync(root) ? readdirSync(root) : [];
  const numbers = [currentVersion(root), ...there].map((name) => Number(/v(\d+)$/.exec(name)?.[1] ?? 0));
  return join(root, `v${Math.max(...numbers) + 1}`);
}

/** Says which version is to be served: by the server that runs, as soon as it has caught up, else by the next that starts. */
export function switchVersion(root: string, version: string): void {
  mkdirSync(root, { recursive: true });
  writeFileSync(`${currentFile(root)}.tmp`, `${version.slice(root.length + 1)}\n`);
  renameSync(`${currentFile(root)}.tmp`, currentFile(root));
}

/** Removes every version but the current one. Only whoever serves them knows that nobody reads another. */
export function dropOtherVersions(root: string): void {
  if (!existsSync(root)) return;
  const current = currentVersion(root);
  for (const name of readdirSync(root)) if (/^v\d+$/.test(name) && join(root, name) !== current) rmSync(join(root, name), { recursive: true, force: true });
}
