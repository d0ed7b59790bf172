import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { appends } from './appends';
import { memory } from './memory';
import { projection } from './projection';
import { merkle, reading } from './reading';
import { requests } from './requests';

/**
 * Every figure beside the raw limit of the same machine in the same run, medians of interleaved rounds; a mark that is no such limit
 * is called one. Nothing is asserted.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(process.env['AMPARO_BENCH'] ?? tmpdir(), 'amparo-bench-'));
  try {
    console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`);
    await appends(folder);
    console.log('');
    await reading(folder);
    console.log('');
    await merkle();
    console.log('');
    await projection(folder);
    console.log('');
    await requests(folder);
    console.log('');
    await memory(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
