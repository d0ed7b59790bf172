import { base64url, emptyHead, eventId, leafBytes, readLeaf, type Envelope } from '@amparo/evidence';
import type { Recorded, Upcasts } from '@amparo/event-sourcing';
import { MemoryEventStore } from '@amparo/event-store/memory/memory';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import type { ProtocolEvent } from '@amparo/protocol';
import { Follower, type Process } from '@amparo/protocol/follower.process';
import { factOf } from '../../libs/institution-views/src/projector/projection';

const at = '2026-01-05T12:00:00.000Z';
const stream = 'unit-casa-malala';
const command = '01936b2e-7c00-7abc-8def-0123456789ab';

/** A store that holds one event, as some version of the program wrote it. */
async function storeWith(schema: number, data: object): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  const id = eventId('mmujer-desk', stream, command, 0);
  const envelope: Envelope = {
    v: 1,
    id,
    stream,
    seq: 0,
    prev: base64url(emptyHead),
    type: 'CapacityDeclared',
    schema,
    at,
    recordedAt: at,
    actor: { client: 'mmujer-desk', assurance: 'ASSERTED' },
    purpose: 'ADMINISTRATION',
    basis: { kind: 'LEGAL_OBLIGATION' },
    command: { id: command, digest: base64url(new Uint8Array(32)) },
    correlation: command,
    nonce: base64url(new Uint8Array(16)),
    data: data as Envelope['data'],
  };
  await store.append(stream, -1, [{ id, type: envelope.type, leaf: leafBytes(envelope), parts: [] }]);
  return store;
}

/** As if capacity had been stored as `beds` once, then as `room`, before it was `places`. */
const renamed: Upcasts = { CapacityDeclared: [({ beds, ...rest }) => ({ ...rest, room: beds }), ({ room, ...rest }) => ({ ...rest, places: room })] };
const forms = [
  [1, { beds: 12 }],
  [2, { room: 12 }],
  [3, { places: 12 }],
] as const;

/** Each reader that does not fold a stream for a decision: `transact.spec.ts` shows that one. */
const readers: Readonly<Record<string, (store: MemoryEventStore, upcasts?: Upcasts) => Promise<object>>> = {
  'a process manager': async (store, upcasts) => {
    const seen: Recorded<ProtocolEvent>[] = [];
    const process: Process = { react: (event) => (seen.push(event), []), due: () => undefined };
    const memory = new SqliteProcessMemory(':memory:', store.epoch);
    await new Follower(store, memory, [process], () => Promise.reject(new Error('nothing is asked')), () => at, upcasts).catchUp();
    memory.close();
    return seen[0]!.data;
  },
  'a projection': async (store, upcasts) => factOf((await store.readStream(stream))[0]!, upcasts).event.data,
};

describe.each(Object.entries(readers))('%s', (_, read) => {
  it.each(forms)('reads what was stored under schema %i as the current form', async (schema, data) =>
    expect(await read(await storeWith(schema, data), renamed)).toEqual({ places: 12 }));

  it('reads no form newer than it knows, whatever table it was given', async () => {
    await expect(read(await storeWith(4, { sites: 12 }), renamed)).rejects.toThrow('CapacityDeclared is stored as schema 4, this version knows 1 to 3: start a newer version');
    await expect(read(await storeWith(9, { places: 12 }))).rejects.toThrow('CapacityDeclared is stored as schema 9');
  });
});

it('keeps the schema that sealed parts are bound to, and the bytes as they were', async () => {
  const [stored] = await (await storeWith(1, { beds: 12 })).readStream(stream);
  expect(factOf(stored!, renamed)).toMatchObject({ schema: 1, event: { envelope: readLeaf(stored!.leaf) } });
});
