import { randomBytes, randomUUID } from 'node:crypto';
import { createSecretFile, readSecretFile } from './secret-file';

const names = ['kek', 'inputDigest', 'caseCode', 'blindIndex'] as const;

/** The server's own secrets: what wraps data keys, and the keys of digests, case codes and blind indexes. One key, one use. */
export type KeyFile = ReturnType<typeof readKeyFile>;

export const createKeyFile = (path: string): void =>
  createSecretFile(path, { id: randomUUID(), ...Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('base64url')])) });

export const readKeyFile = (path: string) => readSecretFile(path, names);
