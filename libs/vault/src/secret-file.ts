import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';

/**
 * Writes a file of secrets that only its owner may read, and nobody may change.
 * @throws when something is there already: a key that is overwritten is data that is lost.
 */
export function createSecretFile(path: string, secrets: Readonly<Record<string, string>>): void {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o400);
  } catch (error) {
    throw new Error(`${path} is there already or cannot be made: keys are never overwritten; name another place`, { cause: error });
  }
  writeSync(file, `${JSON.stringify({ v: '1', ...secrets }, null, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
}

/**
 * Reads a file of secrets, each 32 bytes in base64url but for `id`.
 * @throws with what to do, when it is missing, readable by others, or not the file that `names` describe.
 */
export function readSecretFile<Name extends string>(path: string, names: readonly Name[]): Readonly<Record<Name, Buffer>> & Readonly<{ id: string }> {
  let text: string;
  try {
    if ((statSync(path).mode & 0o077) !== 0) throw new RangeError('readable by others');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof RangeError) throw new Error(`${path} can be read by others than its owner: chmod 0400 it, and ask who has read it`);
    throw new Error(`${path} is missing or cannot be read: put it back from its own backup; without it nothing can be opened or signed`, { cause: error });
  }
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Error(`${path} is damaged: put it back from its own backup`);
  }
  const id = parsed['id'];
  const secrets = Object.fromEntries(names.map((name) => [name, Buffer.from(String(parsed[name] ?? ''), 'base64url')])) as Record<Name, Buffer>;
  if (parsed['v'] !== '1' || typeof id !== 'string' || Object.values<Buffer>(secrets).some((secret) => secret.length !== 32)) {
    throw new Error(`${path} is not a key file of this program, or damaged: put it back from its own backup`);
  }
  return { ...secrets, id };
}
