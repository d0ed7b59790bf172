import { sha256 } from '../bytes';
import type { Files } from './archive';

const hex = (bytes: Uint8Array): string => Buffer.from(sha256(bytes)).toString('hex');

/** Lines as `sha256sum` writes and checks them, sorted by path. */
const manifest = (files: Files): string => [...files.keys()].sort().map((path) => `${hex(files.get(path)!)}  ${path}\n`).join('');

/**
 * A bag (RFC 8493, version 1.0): the payload under `data/`, the tags beside it, and manifests of both.
 * @param day of bagging, `YYYY-MM-DD`.
 */
export function bag({ identifier, day, payload, tags }: Readonly<{ identifier: string; day: string; payload: Files; tags: Files }>): Map<string, Uint8Array> {
  const octets = [...payload.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const info = [`Bag-Software-Agent: amparo`, `Bagging-Date: ${day}`, `External-Identifier: ${identifier}`, `Payload-Oxum: ${octets}.${payload.size}`];
  const files = new Map<string, Uint8Array>([
    ...tags,
    ['bagit.txt', Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')],
    ['bag-info.txt', Buffer.from(`${info.join('\n')}\n`)],
    ['manifest-sha256.txt', Buffer.from(manifest(payload))],
  ]);
  files.set('tagmanifest-sha256.txt', Buffer.from(manifest(files)));
  return new Map([...files, ...payload]);
}
