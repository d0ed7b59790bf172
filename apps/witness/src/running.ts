import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { cosigner } from '@amparo/evidence';
import { createSecretFile, readSecretFile } from '@amparo/vault';
import { CannotWitness, knownLogs, type WitnessConfig } from './configuration';
import { TiledLeaves } from './leaf-source';
import { WitnessMemory, type Identity, type Role } from './memory';
import { Replay } from './replay';
import { witnessServer } from './server';
import { Witness } from './witness';

const names = ['cosigner'] as const;

/** Makes the key (mode 0400) and the memory of a new witness. Nothing is ever overwritten. @returns who it is. */
export function newWitness(config: WitnessConfig, name: string, role: Role): Identity {
  const seed = randomBytes(32);
  const identity = { name, role, vkey: cosigner(name, seed).vkey };
  mkdirSync(dirname(config.keyFile), { recursive: true, mode: 0o700 });
  WitnessMemory.create(config.data, identity);
  createSecretFile(config.keyFile, { id: randomUUID(), cosigner: seed.toString('base64url') });
  return identity;
}

export type RunningWitness = Readonly<{ identity: Identity; address: string; close(): Promise<void> }>;

/** @throws CannotWitness when memory and key do not belong together, or either is missing. */
export async function startWitness(config: WitnessConfig, log: (line: Readonly<Record<string, unknown>>) => void): Promise<RunningWitness> {
  const key = readSecretFile(config.keyFile, names).cosigner;
  const memory = WitnessMemory.open(config.data);
  const { identity } = memory;
  try {
    const signer = cosigner(identity.name, key);
    if (signer.vkey !== identity.vkey) throw new CannotWitness(`${config.keyFile} is not the key of this memory: put back the two that belong together`);
    const logs = knownLogs(config.logsFile, identity.role === 'auditing');
    const { tokenFile } = config;
    const token = (): string | undefined => (tokenFile === undefined ? undefined : readFileSync(tokenFile, 'utf8').trim());
    const replays =
      identity.role === 'auditing' ? new Map([...logs.values()].map((one) => [one.origin, new Replay(memory, one, new TiledLeaves(one.leaves!, token))])) : undefined;
    const server = witnessServer(new Witness(memory, signer, logs, replays), log);
    const address = await listen(server, config);
    const close = async (): Promise<void> => {
      await new Promise((done) => {
        server.close(done);
        server.closeIdleConnections();
      });
      memory.close();
    };
    return { identity, address, close };
  } catch (error) {
    memory.close();
    throw error;
  }
}

const listen = (server: Server, { port, address }: WitnessConfig): Promise<string> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, address, () => done(`http://${address.includes(':') ? `[${address}]` : address}:${(server.address() as AddressInfo).port}`));
  });
