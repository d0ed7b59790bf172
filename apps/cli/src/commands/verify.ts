import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fromBase64url, noteVerifier, verifyTlogProof } from '@amparo/evidence';
import { checkStore, faultLines, Unreadable } from '../store-check';

const usage = `amparo verify <data folder>
amparo verify <receipt file> --leaf-hash <base64url> [--vkey <verifier key>]

0 witnessed and complete · 10 integrity only · 20 no trust given · 30 diverges · 1 invalid · 2 unreadable`;

/** The verdict over a whole store, or over one receipt. A store without witnesses is at best 10: its operator alone vouches for it. */
export async function verify(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { 'leaf-hash': { type: 'string' }, vkey: { type: 'string' } } });
  const path = positionals[0] ?? process.env['AMPARO_DATA'] ?? 'data';
  if (positionals.length > 1) {
    console.error(usage);
    return 64;
  }
  try {
    return statSync(path).isDirectory() ? await verifyStore(path) : verifyReceipt(path, values['leaf-hash'], values.vkey);
  } catch (error) {
    if (!(error instanceof Unreadable) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.error(`2 unreadable: ${(error as Error).message}`);
    return 2;
  }
}

async function verifyStore(data: string): Promise<number> {
  const { events, faults, logs } = await checkStore(data);
  console.log(`${events} events`);
  for (const { name, size, root, checkpoint, origin } of logs) {
    console.log(`${origin ?? name}: ${size} leaves, root ${root}${checkpoint ? `, signed up to ${checkpoint.size}` : ', not signed'}`);
  }
  if (faults.length > 0) {
    console.log(`${faultLines(faults)}\n1 invalid: ${faults.length} faults`);
    return 1;
  }
  if (logs.some(({ checkpoint, size }) => size > 0 && !checkpoint)) {
    console.log('20 no trust given: the log beside the store has no signed checkpoint');
    return 20;
  }
  console.log('10 integrity only: every event is as it was recorded and in its place; no witness has cosigned, so the operator alone vouches for the order');
  return 10;
}

function verifyReceipt(path: string, leafHash: string | undefined, vkey: string | undefined): number {
  if (leafHash === undefined) {
    console.error(usage);
    return 64;
  }
  if (vkey === undefined) {
    console.log('20 no trust given: name the verifier key of the log with --vkey; one that comes with the receipt proves nothing');
    return 20;
  }
  const verdict = verifyTlogProof(readFileSync(path, 'utf8'), fromBase64url(leafHash), [noteVerifier(vkey)]);
  if (!verdict.ok) {
    console.log(`1 invalid: ${verdict.reason} ${path}`);
    return 1;
  }
  console.log(`event ${verdict.index} of ${verdict.checkpoint.origin}, of ${verdict.checkpoint.size}`);
  console.log('10 integrity only: the event stands in the log; no witness has cosigned');
  return 10;
}
