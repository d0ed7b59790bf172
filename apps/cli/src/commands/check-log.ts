import { parseArgs } from 'node:util';
import { checkStore, faultLines, Unreadable } from '../store-check';

/** 0 intact, 1 damaged (every place named), 2 unreadable. */
export async function checkLog(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const data = positionals[0] ?? process.env['AMPARO_DATA'] ?? 'data';
  try {
    const { events, faults, logs } = await checkStore(data);
    console.log(`${events} events`);
    for (const { name, size, root } of logs) console.log(`${name}: ${size} leaves, root ${root}`);
    console.log(faults.length === 0 ? 'intact' : `damaged: ${faults.length} faults\n${faultLines(faults, 1_000)}`);
    return faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    console.error(`unreadable: ${error.message}`);
    return 2;
  }
}
