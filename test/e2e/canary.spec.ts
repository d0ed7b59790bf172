import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { protocolEvents } from '@amparo/protocol';
import { openOffices } from './offices';
import { Running } from './running';
import { notSearchable, tellCase, type ToldCase } from './told';

jest.setTimeout(60_000);

const escaped = (text: string): string => text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The ways a text may lie in a file: as it is, escaped, in hex, in base64 at each of its three alignments. */
function forms(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replace(/=+$/, '');
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1); // the first and last letters hold bits of its neighbours
  });
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    Buffer.from(escaped(text)),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('hex').toUpperCase()),
    ...base64.flatMap((one) => [Buffer.from(one), Buffer.from(one.replaceAll('+', '-').replaceAll('/', '_'))]),
  ];
}

const found = (text: string, content: Buffer): boolean => forms(text).some((form) => content.includes(form));
const filesUnder = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((path) => statSync(path).isFile());

describe('what is said about a person', () => {
  let running: Running;
  let told: ToldCase;
  let files: { path: string; content: Buffer }[];

  beforeAll(async () => {
    running = await Running.founded();
    told = await tellCase(running, await openOffices(running));
    const reading = '{ cases(first: 100) { edges { node { id } } } }';
    await running.ask({ client: 'pgr-pett-desk', institution: 'pgr', compartment: 'pgr-pett' }, reading);
    files = [running.config.data, running.config.keys].flatMap(filesUnder).map((path) => ({ path, content: readFileSync(path) }));
  });
  afterAll(() => running.end());

  it('has a canary in every field that can hold it', () => {
    const sealed = Object.entries(protocolEvents).flatMap(([type, { sealed: fields = {} }]) => Object.keys(fields).map((field) => `${type}.${field}`));
    expect([...Object.keys(told.canaries), ...notSearchable].sort()).toEqual(sealed.sort());
  });

  it.each(['plain', 'escaped', 'hex', 'base64'])('would be found in a file that held it %s', (how) => {
    const text = told.canaries['ScreeningRecorded.note'] ?? '';
    const written: Record<string, string> = { plain: text, escaped: escaped(text), hex: Buffer.from(text).toString('hex'), base64: Buffer.from(`{"n":"${text}"}`).toString('base64url') };
    expect(found(text, Buffer.from(`…${written[how] ?? ''}…`))).toBe(true);
    expect(files.some(({ content }) => found('Unidad mmujer-azua', content))).toBe(true); // what is no secret is found in these files
    expect(files.map(({ path }) => path).join(' ')).toMatch(/events\.sqlite.*mmujer\.sqlite|mmujer\.sqlite.*events\.sqlite/);
  });

  it('stands in no file of the running system: not in the store, a view, the log, a key', () => {
    for (const [field, canary] of Object.entries(told.canaries)) {
      for (const { path, content } of files) expect([field, path, found(canary, content)]).toEqual([field, path, false]);
    }
  });

  it('stands in none after the system was closed either', async () => {
    await running.stop();
    for (const path of [running.config.data, running.config.keys].flatMap(filesUnder)) {
      const content = readFileSync(path);
      for (const [field, canary] of Object.entries(told.canaries)) expect([field, path, found(canary, content)]).toEqual([field, path, false]);
    }
    await running.start();
  });
});
