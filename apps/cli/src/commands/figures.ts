import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toRecorded } from '@amparo/event-store';
import { count, emptyRegister, register, type Counted, type Programme, type ReadBack } from '@amparo/interchange';
import { protocolEvents, protocolUpcasts, type ProtocolEvent } from '@amparo/protocol';
import { configFrom } from '../../../api/src/config';
import { readStore } from '../../../api/src/system';

/** The published figures beside what the record holds, counted from clear fields, beside a server that runs. 0 when all agree, 1 when one does not. */
export async function figures(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { events: { type: 'boolean', default: false } } });
  const programme = JSON.parse(readFileSync(join(__dirname, '..', 'demo', 'rows', 'programme-figures.json'), 'utf8')) as Programme;
  const [data] = positionals;
  const store = await readStore(configFrom({ ...process.env, ...(data !== undefined && { AMPARO_DATA: data }) }));
  try {
    const known = emptyRegister();
    for await (const events of store.readAll(0n)) {
      for (const stored of events) if (stored.type in protocolEvents) register(known, toRecorded<ProtocolEvent>(stored, protocolUpcasts) as ReadBack);
    }
    const counted = count(known, programme.figures);
    console.log(`${programme.source}\n`);
    console.log(`${'figure'.padEnd(30)} ${'from'.padEnd(10)}  ${'to'.padEnd(10)} ${'published'.padStart(9)} ${'counted'.padStart(8)}`);
    let agree = true;
    for (const { id, from, to, value, label } of programme.figures) {
      const whom: Counted = counted.get(id) ?? new Map();
      agree = agree && whom.size === value;
      console.log(`${id.padEnd(30)} ${from}  ${to} ${String(value).padStart(9)} ${String(whom.size).padStart(8)}${whom.size === value ? '' : '  DIFFERS'}  ${label}`);
      if (values.events) for (const [of, ways] of whom) console.log(`    ${of}: ${ways.map(({ event }) => event).join(' ')}`);
    }
    return agree ? 0 : 1;
  } finally {
    await store.close();
  }
}
