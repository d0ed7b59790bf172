import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkpointBody, MerkleTree, noteSigner, openNote, noteVerifier, parseCheckpoint, sameBytes, signNote } from '@amparo/evidence';

const main = resolve('dist/apps/witness/src/main.js');
const folder = mkdtempSync(join(tmpdir(), 'amparo-witness-crash-'));
afterAll(() => rmSync(folder, { recursive: true }));

const log = noteSigner('amparo.test/protocol', Buffer.alloc(32, 1));
const env = { ...process.env, PORT: '0', AMPARO_WITNESS_DATA: join(folder, 'data'), AMPARO_WITNESS_KEY: join(folder, 'key.json'), AMPARO_WITNESS_LOGS: join(folder, 'logs') };

const ended = (child: ChildProcess): Promise<number | null> => new Promise((done) => child.once('exit', (code) => done(code)));
const run = (verb: readonly string[]): ChildProcess => spawn(process.execPath, [main, ...verb], { env, stdio: ['ignore', 'pipe', 'inherit'] });

/** Starts the compiled witness. @returns the process and where it serves. */
async function started(): Promise<{ child: ChildProcess; address: string }> {
  const child = run(['start']);
  let said = '';
  const address = await new Promise<string>((done, failed) => {
    child.once('exit', () => failed(new Error(`the witness did not start: ${said}`)));
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const served = /"serves":"([^"]+)"/.exec(said)?.[1];
      if (served !== undefined) done(served);
    });
  });
  return { child, address };
}

const tree = new MerkleTree();
for (let i = 0; i < 100_000; i++) tree.append(createHash('sha256').update(String(i)).digest());
const body = (old: number, size: number): string =>
  [`old ${old}`, ...(old === 0 ? [] : tree.consistencyProof(old, size)).map((hash) => Buffer.from(hash).toString('base64')), '', signNote(checkpointBody({ origin: log.name, size, root: tree.root(size) }), log)].join('\n');
const latestSize = async (address: string): Promise<number> => {
  const answer = await fetch(`${address}/${createHash('sha256').update(log.name).digest('hex')}/checkpoint`);
  if (answer.status === 404) return 0;
  const checkpoint = parseCheckpoint(openNote(await answer.text(), [noteVerifier(log.vkey)]).text)!;
  expect(sameBytes(checkpoint.root, tree.root(checkpoint.size))).toBe(true);
  return checkpoint.size;
};

it('a witness killed ten times while it cosigns never forgets what it gave away, and never goes back', async () => {
  expect(existsSync(main)).toBe(true); // npm run build
  expect(await ended(run(['init', '--name', 'witness.pgr.example/w1']))).toBe(0);
  writeFileSync(env.AMPARO_WITNESS_LOGS, `log ${log.name} ${log.vkey}\n`);
  let given = 0;
  for (let kill = 0; kill < 10; kill++) {
    const { child, address } = await started();
    const remembered = await latestSize(address);
    expect(remembered).toBeGreaterThanOrEqual(given);
    // A rollback to before what was given away is refused, whatever was under way when it died.
    if (remembered > 1) {
      const back = await fetch(`${address}/add-checkpoint`, { method: 'POST', body: body(1, remembered - 1) });
      expect({ status: back.status, said: await back.text() }).toEqual({ status: 409, said: `${remembered}\n` });
    }
    const cosigning = (async () => {
      for (let old = remembered; ; old++) {
        const answer = await fetch(`${address}/add-checkpoint`, { method: 'POST', body: body(old, old + 1) });
        expect(answer.status).toBe(200);
        await answer.text();
        given = old + 1;
      }
    })().then(
      (): never => {
        throw new Error('it goes on until it is killed');
      },
      (error: Error) => error,
    );
    await new Promise((wait) => setTimeout(wait, 150 + kill * 23));
    child.kill('SIGKILL');
    await ended(child);
    expect((await cosigning).name).toBe('TypeError'); // the connection broke, and nothing else
  }
  expect(given).toBeGreaterThan(20);
}, 120_000);
