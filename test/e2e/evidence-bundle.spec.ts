import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readLeaf, unpacked } from '@amparo/evidence';
import { evidence } from '../../apps/cli/src/commands/evidence';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';
import { tellCase, type ToldCase } from './told';

jest.setTimeout(60_000);

const prosecution = { 'purpose-of-use': 'PROSECUTION' };
const audit = { 'purpose-of-use': 'AUDIT' };
type Scope = Readonly<{ withheld: readonly Readonly<{ reason: string; seq: number; stream: string }>[]; categories: readonly string[]; erased: readonly string[] }>;

describe('an evidence bundle', () => {
  let running: Running;
  let offices: Offices;
  let told: ToldCase;
  const who = (name: string): Who => ({ ...(offices[name] as Who), own: true });
  const prosecutor = (): Who => who('pgr-pett prosecutor');
  const auditor = (): Who => who('auditoria-sede auditor');
  const folders: string[] = [];

  async function issued(asker: Who, file: string, headers: Readonly<Record<string, string>>, more: object = {}): Promise<{ id: string; files: Map<string, Buffer>; folder: string; leafHash: string }> {
    const { id, leafHash } = await running.record(asker, 'issueEvidenceBundle', { file, ...more }, headers);
    const response = await running.get(asker, `/bundles/${id}`, headers);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const { folder: name, files } = unpacked(Buffer.from(await response.arrayBuffer()));
    expect(name).toBe(`evidence_${file}_${id}`);
    const folder = mkdtempSync(join(tmpdir(), 'amparo-bundle-'));
    folders.push(folder);
    for (const [path, bytes] of files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    return { id, leafHash, folder, files: new Map([...files].map(([path, bytes]) => [path, Buffer.from(bytes)])) };
  }
  const scopeOf = (files: ReadonlyMap<string, Buffer>): Scope => JSON.parse(files.get('data/scope.json')!.toString()) as Scope;
  const under = (files: ReadonlyMap<string, Buffer>, part: string): string[] => [...files.keys()].filter((path) => path.includes(part));

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    told = await tellCase(running, offices);
  });
  afterAll(async () => {
    for (const folder of folders) rmSync(folder, { recursive: true });
    await running.end();
  });

  it('shows a prosecutor what they may see, says of the rest that it is there, and every command of its guide finds it good', async () => {
    const { files, folder } = await issued(prosecutor(), told.case, prosecution);
    const { withheld } = scopeOf(files);
    expect(withheld.length).toBeGreaterThan(0);
    expect(withheld.map(({ stream, seq }) => `data/streams/${stream}/withheld/${String(seq).padStart(6, '0')}.leafhash`).sort()).toEqual(under(files, '/withheld/').sort());
    const stored = await running.system.store.readStream(`case-${told.case}`);
    expect(under(files, `case-${told.case}/events/`).length + under(files, `case-${told.case}/withheld/`).length).toBe(stored.length);
    for (const { seq, leaf } of stored) {
      const shown = files.get(`data/streams/case-${told.case}/events/${String(seq).padStart(6, '0')}.json`);
      if (shown) expect(shown.equals(Buffer.from(leaf))).toBe(true);
    }
    const commands = [...files.get('VERIFY.md')!.toString().matchAll(/```sh\n([^]*?)```/g)].map(([, text = '']) => text);
    expect(commands.length).toBeGreaterThanOrEqual(4);
    for (const command of commands) expect(() => execFileSync('bash', ['-euo', 'pipefail', '-c', command], { cwd: folder, stdio: 'pipe' })).not.toThrow();
    // Under the log's key alone: whole and complete, and cosigned by nobody.
    const trust = mkdtempSync(join(tmpdir(), 'amparo-trust-'));
    folders.push(trust);
    writeFileSync(join(trust, 'log.vkey'), files.get('trust/log.vkey')!);
    const judged = spawnSync('python3', [join(folder, 'verify.py'), folder, '--trust', trust], { encoding: 'utf8' });
    expect([judged.status, judged.stdout.split('\n', 1)[0]]).toEqual([10, 'unwitnessed data/checkpoint']);
    const spoilt = under(files, '/events/')[3]!;
    writeFileSync(join(folder, spoilt), files.get(spoilt)!.toString().replace('"v":1', '"v":2'));
    const found = spawnSync('python3', [join(folder, 'verify.py'), folder, '--trust', trust], { encoding: 'utf8' });
    expect([found.status, found.stdout.split('\n', 1)[0]]).toEqual([1, `inclusion_mismatch ${spoilt}`]);
  });

  it('opens no field to anybody to whom the API does not, and to auditors none', async () => {
    const of = (field: string): string => JSON.stringify(told.canaries[field]).slice(1, -1);
    const [given, kept] = ['ScreeningRecorded.note', 'SafeContactAgreed.address'];
    const disclosed = (files: ReadonlyMap<string, Buffer>): string => under(files, '/disclosures/').map((path) => files.get(path)!.toString().split('\n').map((line) => Buffer.from(line, 'base64url').toString()).join('\n')).join('\n');
    const forProsecutor = await issued(prosecutor(), told.case, prosecution);
    expect([disclosed(forProsecutor.files).includes(of(given)), disclosed(forProsecutor.files).includes(of(kept))]).toEqual([true, false]);
    const forAuditor = await issued(auditor(), told.case, audit);
    expect([under(forAuditor.files, '/disclosures/'), scopeOf(forAuditor.files).withheld, scopeOf(forAuditor.files).categories]).toEqual([[], [], ['STATUS']]);
    for (const { files } of [forProsecutor, forAuditor]) for (const [path, bytes] of files) for (const secret of [of(given), of(kept)]) if (!path.includes('/disclosures/')) expect([path, bytes.includes(secret)]).toEqual([path, false]);
  });

  it('is put on record before it may be fetched, by the digest of what it holds, and is fetched by who asked for it alone', async () => {
    const { id, leafHash, files } = await issued(auditor(), told.case, audit);
    expect((await running.get(prosecutor(), `/bundles/${id}`, prosecution)).status).toBe(404);
    expect((await running.get(auditor(), '/bundles/nothing', audit)).status).toBe(404);
    const digest = execFileSync('sha256sum', { input: files.get('tagmanifest-sha256.txt') }).toString().slice(0, 64);
    const events: { type: string; data: Record<string, unknown> }[] = [];
    for await (const batch of running.system.store.readAll(0n)) for (const { leaf } of batch) events.push(readLeaf(leaf));
    expect(events.filter(({ type }) => type === 'BundleIssued').map(({ data }) => data['tagManifest'])).toContain(digest);
    expect(leafHash).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(events.filter(({ type }) => type === 'BundleIssued'))).not.toContain(told.case);
  });

  it('proves to who kept a checkpoint that the log only grew since, and takes none that is not of this log', async () => {
    const { data } = await running.ask(auditor(), '{ checkpoint }', {}, audit);
    const known = (data as { checkpoint: string }).checkpoint;
    await running.record(who('mmujer-azua caseworker'), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    const { files } = await issued(auditor(), told.case, audit, { known });
    expect(files.get('data/checkpoint.prev')!.toString()).toBe(known);
    expect(files.get('data/consistency.txt')!.toString()).toMatch(/^([A-Za-z0-9+/]{43}=\n)+$/);
    for (const other of ['', 'nonsense', known.replace(/\n\d+\n/, '\n1\n')]) expect(await running.refusal(auditor(), 'issueEvidenceBundle', { file: told.case, known: other }, audit)).toBe('CHECKPOINT_UNKNOWN');
  });

  it('holds the files that what it shows names, as they were handed in', async () => {
    const inspection = 'mt-inspeccion'; // has no system: its answers come by letter
    const lead = who('pgr-pett prosecutor');
    const { id } = await running.record(lead, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' }, prosecution);
    await running.record(lead, 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE' }, prosecution);
    await running.record(lead, 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false }, prosecution);
    const until = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const { id: consent } = await running.record(lead, 'giveConsent', { case: id, receiver: inspection, categories: ['STATUS', 'PROTECTION'], for: 'PROTECTION', language: 'spa', by: 'SURVIVOR', until, history: 'ALL', textVersion: '2026-1' }, prosecution);
    const { id: referral } = await running.record(lead, 'requestReferral', { case: id, to: inspection, service: 'LABOUR_INSPECTION', priority: 'NORMAL', consents: [consent] }, prosecution);
    const letter = Buffer.from('%PDF-1.7 Aceptamos el referimiento.');
    const { digest } = (await (await running.file(lead, { case: id, category: 'PROTECTION' }, { type: 'application/pdf', body: letter })).json()) as { digest: string };
    await running.record(lead, 'acceptReferral', { referral, letter: { date: '2026-01-05', attachments: [digest] } }, prosecution);
    const { files } = await issued(lead, id, prosecution);
    expect(files.get(`data/attachments/${digest}`)).toEqual(letter);
    expect(under(files, '/attachments/')).toHaveLength(1);
    expect(createHash('sha256').update(letter).digest('hex')).toBe(digest);
  });

  it('is of an investigation, to who prosecutes in it', async () => {
    const { files } = await issued(prosecutor(), told.investigation, prosecution);
    expect(under(files, `data/streams/investigation-${told.investigation}/events/`).length).toBeGreaterThan(0);
    expect(under(files, `data/streams/exhibit-${told.exhibit}/`).length).toBeGreaterThan(0);
    const { exhibits } = JSON.parse(files.get('data/custody.json')!.toString()) as { exhibits: { exhibit: string; steps: { type: string }[] }[] };
    expect(exhibits.map(({ exhibit, steps }) => [exhibit, steps[0]?.type])).toEqual([[told.exhibit, 'ExhibitCollected']]);
  });

  it('is fetched by a verb, which overwrites nothing, and says what the server refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'amparo-verb-'));
    folders.push(folder);
    const out = join(folder, 'bundle.zip');
    const said = [jest.spyOn(console, 'log').mockImplementation(), jest.spyOn(console, 'error').mockImplementation()];
    const verb = async (token: string | undefined, ...args: string[]): Promise<[number, string]> => {
      said.forEach((one) => one.mockClear());
      jest.replaceProperty(process, 'env', { ...process.env, AMPARO_TOKEN: token });
      const code = await evidence([...args, '--server', running.address]);
      return [code, said.flatMap((one) => one.mock.calls.flat()).join('\n')];
    };
    const token = await running.token(auditor());
    expect(await verb(token, told.case, '--out', out, '--audit')).toEqual([0, expect.stringContaining('VERIFY.md') as string]);
    expect(unpacked(readFileSync(out)).files.has('data/scope.json')).toBe(true);
    expect(await verb(token, told.case, '--out', out, '--audit')).toEqual([64, expect.stringContaining('is there already') as string]);
    expect(await verb(token, told.case, '--out', `${out}2`)).toEqual([1, expect.stringContaining('NOT_FOUND') as string]);
    expect(await verb('nonsense', told.case, '--out', `${out}2`, '--audit')).toEqual([1, expect.any(String) as string]);
    const wrong: readonly (readonly [string | undefined, ...string[]])[] = [[undefined, told.case, '--out', `${out}2`], [token, '--out', `${out}2`], [token, told.case]];
    for (const [given, ...args] of wrong) expect((await verb(given, ...args))[0]).toBe(64);
    expect(existsSync(`${out}2`)).toBe(false);
    jest.restoreAllMocks();
  });

  it('is not there for who may not see the case, for another purpose, or where there is none', async () => {
    const nowhere = '01936b2e-7c00-7abc-8def-0123456789ab';
    const other = (await running.record(who('mmujer-azua caseworker'), 'openCase', { matter: 'GENDER_VIOLENCE', kind: 'SURVIVOR' })).id;
    for (const [asker, file, headers] of [[prosecutor(), other, prosecution], [prosecutor(), nowhere, prosecution], [auditor(), nowhere, audit], [auditor(), told.case, prosecution], [prosecutor(), told.case, audit]] as const) {
      expect(await running.refusal(asker, 'issueEvidenceBundle', { file }, headers)).toBe('NOT_FOUND');
    }
    const { id: waiting } = await running.record(auditor(), 'issueEvidenceBundle', { file: told.case }, audit);
    const { id: exclusion } = await running.record(who('pgr-pett supervisor'), 'placeExclusion', { party: { kind: 'AGENT', id: auditor().agent }, cases: [told.case], ground: 'Su hermano.' }, prosecution);
    expect(exclusion).not.toBe('');
    // Nor is what was issued before handed out any more.
    expect((await running.get(auditor(), `/bundles/${waiting}`, audit)).status).toBe(404);
    expect(await running.refusal(auditor(), 'issueEvidenceBundle', { file: told.case }, audit)).toBe('NOT_FOUND');
  });
});
