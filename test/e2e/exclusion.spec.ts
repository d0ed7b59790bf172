import { randomUUID } from 'node:crypto';
import { openOffices, type Offices } from './offices';
import { Running, type Recorded, type Who } from './running';

jest.setTimeout(30_000);

describe('the exclusion of who has an interest in a case', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const caseworker = (): Who => who('mmujer-azua caseworker');
  const prosecutor = (own = false): Who => who('pgr-pett supervisor', own);
  const auditor = (own = false): Who => who('auditoria-sede auditor', own);
  const ground = 'Parentesco con el investigado';

  const opened = async (): Promise<string> => {
    const { id } = await running.record(caseworker(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(caseworker(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    return id;
  };
  /** As `opened`, and referred to the special prosecutor, who is party to it from then on. */
  const referred = async (): Promise<string> => referredOf(await opened());
  const referredOf = async (id: string): Promise<string> => {
    const basis = { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-114' };
    await running.record(caseworker(), 'requestReferral', { case: id, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [], basis });
    return id;
  };
  const lead = { kind: 'UNIT', id: 'mmujer-azua' };
  const place = (by: Who, cases: readonly string[], party: object = lead): Promise<Recorded> => running.record(by, 'placeExclusion', { party, cases, ground });
  const shown = async (to: Who, id: string): Promise<unknown> => (await running.ask(to, 'query ($id: ID!) { case(id: $id) { lead } }', { id })).data?.['case'];

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('is placed by who is party to the case or audits it; to others there is no such case', async () => {
    const id = await opened();
    const before = await running.system.store.head();
    expect(await running.refusal(prosecutor(), 'placeExclusion', { party: lead, cases: [id], ground })).toBe('NOT_FOUND');
    expect(await running.refusal(auditor(), 'placeExclusion', { party: lead, cases: [randomUUID()], ground })).toBe('NOT_FOUND');
    expect(await running.system.store.head()).toBe(before);
    expect(await shown(caseworker(), id)).toEqual({ lead: 'mmujer-azua' });
    await place(auditor(), [id]);
    expect(await shown(caseworker(), id)).toBeNull();
  });

  it('is confirmed by another person of another institution, and never by the excluded, to whom there is no such exclusion', async () => {
    const exclusion = (await place(prosecutor(), [await referred()], { kind: 'INSTITUTION', id: 'mmujer' })).id;
    expect(await running.refusal(prosecutor(true), 'confirmExclusion', { exclusion })).toBe('TWO_PERSONS_REQUIRED');
    expect(await running.refusal(who('pgr-pett prosecutor', true), 'confirmExclusion', { exclusion })).toBe('OTHER_INSTITUTION_REQUIRED');
    const mistaken = await running.send(who('mmujer-azua supervisor', true), 'confirmExclusion', { exclusion: randomUUID() });
    expect(mistaken).toMatchObject({ code: 'NOT_FOUND' });
    expect(await running.send(who('mmujer-azua supervisor', true), 'confirmExclusion', { exclusion })).toEqual(mistaken);
    expect(await running.send(who('mmujer-azua supervisor', true), 'liftExclusion', { exclusion, reason: 'UNFOUNDED' })).toEqual(mistaken);
    await running.record(auditor(true), 'confirmExclusion', { exclusion });
  });

  it('lets a lead be replaced once it is confirmed, if it is the lead that it keeps away, and not by oneself', async () => {
    const id = await referred();
    const ofAnother = await place(prosecutor(), [id], { kind: 'INSTITUTION', id: 'dgm' });
    await running.record(auditor(true), 'confirmExclusion', { exclusion: ofAnother.id });
    const reassign = { case: id, lead: 'mmujer-bani', exclusion: ofAnother.id };
    expect(await running.refusal(prosecutor(), 'reassignLead', reassign)).toBe('NOT_FOUND');

    const exclusion = (await place(prosecutor(), [id])).id;
    expect(await running.refusal(prosecutor(), 'reassignLead', { ...reassign, exclusion })).toBe('NOT_FOUND');
    await running.record(auditor(true), 'confirmExclusion', { exclusion });
    expect(await running.refusal(who('pgr-pett prosecutor'), 'reassignLead', { ...reassign, exclusion })).toBe('NOT_FOUND');
    expect(await running.refusal(prosecutor(), 'reassignLead', { ...reassign, exclusion, lead: 'pgr-pett' })).toBe('OWN_COMPARTMENT');
    expect(await running.refusal(prosecutor(), 'reassignLead', { ...reassign, exclusion, lead: 'mmujer-azua' })).toBe('UNIT_UNKNOWN');
    await running.record(prosecutor(), 'reassignLead', { ...reassign, exclusion });
    expect(await shown(who('mmujer-bani caseworker'), id)).toEqual({ lead: 'mmujer-bani' });
    expect(await shown(caseworker(), id)).toBeNull();
  });

  it('is reviewed, and says on record what the excluded had read before; they learn of neither', async () => {
    const id = await referred();
    for (let read = 0; read < 3; read++) await shown(caseworker(), id);
    const exclusion = (await place(prosecutor(), [id])).id;
    expect(await shown(caseworker(), id)).toBeNull();
    expect(await running.refusal(prosecutor(true), 'assessExposure', { exclusion })).toBe('FORBIDDEN_FOR_ROLE');
    await running.record(auditor(true), 'assessExposure', { exclusion });
    expect((await running.record(auditor(true), 'assessExposure', { exclusion })).events).toEqual([]);
    expect(await running.refusal(prosecutor(true), 'reviewExclusion', { exclusion, finding: 'STILL_NEEDED' })).toBe('TWO_PERSONS_REQUIRED');
    await running.record(auditor(true), 'reviewExclusion', { exclusion, finding: 'STILL_NEEDED' });
    const excluded = who('mmujer-azua supervisor', true);
    expect(await running.send(excluded, 'reviewExclusion', { exclusion, finding: 'STILL_NEEDED' })).toEqual(await running.send(excluded, 'reviewExclusion', { exclusion: randomUUID(), finding: 'STILL_NEEDED' }));
    const query = '{ exclusions(first: 100) { edges { node { id finding exposure { reads files { file reads categories agents } } } } } }';
    const seen = async (by: Who, purpose: string) => ((await running.ask(by, query, {}, { 'purpose-of-use': purpose })).data?.['exclusions'] as { edges: { node: { id: string } }[] }).edges.map(({ node }) => node).filter((one) => one.id === exclusion);
    const exposure = { reads: 3, files: [{ file: id, reads: 3, categories: ['IDENTITY', 'STATUS'], agents: [caseworker().agent] }] };
    for (const [by, purpose] of [[auditor(), 'AUDIT'], [prosecutor(), 'ASSISTANCE']] as const) expect(await seen(by, purpose)).toEqual([{ id: exclusion, finding: 'STILL_NEEDED', exposure }]);
    for (const by of [caseworker(), who('mmujer-azua supervisor'), who('pgr-pett prosecutor')]) expect(await seen(by, 'ASSISTANCE')).toEqual([]);
  });

  it('from a dependant’s case alone is kept in hers too: no query and no bundle of it names that case, to auditors and stewards either', async () => {
    const id = await opened();
    const { id: child } = await running.record(caseworker(), 'openCase', { matter: 'TRAFFICKING', kind: 'DEPENDANT', careOf: id });
    await running.record(caseworker(), 'describeSurvivor', { case: child, ageBand: '9-17', sex: 'MALE' });
    await running.record(caseworker(), 'linkDependant', { case: id, dependant: child, relation: 'hijo' });
    const [audits, keeps] = [auditor(true), who('auditoria-sede steward', true)];
    const entries = '{ edges { node { type clear { value } } } }';
    const asked: readonly (readonly [Who, string, string])[] = [
      [audits, `{ oversightTimeline(case: "${id}", first: 100) ${entries} }`, 'AUDIT'],
      [audits, `{ asSeenBy(case: "${id}", compartment: "mmujer", first: 100) ${entries} }`, 'AUDIT'],
      [keeps, `{ survivorFile(case: "${id}", first: 100) ${entries} }`, 'SUBJECT_ACCESS'],
    ];
    const answers = (): Promise<string[]> => Promise.all(asked.map(async ([by, query, purpose]) => (await running.ask(by, query, {}, { 'purpose-of-use': purpose })).text));
    const bundle = async (): Promise<string> => {
      const { id: issued } = await running.record(audits, 'issueEvidenceBundle', { file: id }, { 'purpose-of-use': 'AUDIT' });
      return Buffer.from(await (await running.get(audits, `/bundles/${issued}`, { 'purpose-of-use': 'AUDIT' })).arrayBuffer()).toString('latin1');
    };
    expect([...(await answers()), await bundle()].map((text) => text.includes(child))).toEqual([true, true, true, true]);
    for (const { agent } of [audits, keeps]) await place(prosecutor(), [await referredOf(child)], { kind: 'AGENT', id: agent });
    const after = [...(await answers()), await bundle()];
    expect(after.map((text) => [text.includes(child), text.includes('CaseOpened')])).toEqual([[false, true], [false, true], [false, true], [false, true]]);
  });

  it('names of a house nobody who had read: only that somebody had', async () => {
    const id = await referred();
    const casa = who('mmujer-casa shelter_manager');
    const { id: stay } = await running.record(caseworker(), 'requestReferral', { case: id, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' } });
    await running.ask(casa, '{ referralInbox { edges { node { id } } } }');
    await running.record(casa, 'declineReferral', { referral: stay, reason: 'NO_CAPACITY' });
    const exclusion = (await place(prosecutor(), [id], { kind: 'INSTITUTION', id: 'mmujer' })).id;
    await running.record(auditor(true), 'assessExposure', { exclusion });
    const assessed = (await running.system.store.readStream(`exclusion-${exclusion}`)).find(({ type }) => type === 'ExposureAssessed');
    const { data } = JSON.parse(Buffer.from(assessed?.leaf ?? []).toString()) as { data: { reads: number; files: { agents: string[] }[] } };
    expect(data.reads).toBe(1);
    expect(data.files.map(({ agents }) => agents)).toEqual([[]]);
  });

  it('ends when it is lifted, and what was hidden is seen again', async () => {
    const id = await referred();
    const exclusion = (await place(prosecutor(), [id])).id;
    expect(await shown(caseworker(), id)).toBeNull();
    await running.record(prosecutor(true), 'liftExclusion', { exclusion, reason: 'UNFOUNDED' });
    expect(await shown(caseworker(), id)).toEqual({ lead: 'mmujer-azua' });
  });
});

describe('a command that is refused', () => {
  it('leaves nothing in the stream of the shelter it names', async () => {
    const running = await Running.founded();
    const offices = await openOffices(running);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const consent = { case: randomUUID(), receiver: 'mmujer-casa', categories: ['STATUS'], for: 'ASSISTANCE', language: 'spa', by: 'SURVIVOR', until, history: 'CURRENT', textVersion: '1' };
    const before = await running.system.store.readStream('unit-mmujer-casa');
    expect(await running.refusal(offices['mmujer-azua caseworker'] as Who, 'giveConsent', consent)).toBe('NOT_FOUND');
    expect(await running.refusal(offices['mmujer-casa shelter_manager'] as Who, 'describeSurvivor', { case: randomUUID(), ageBand: '24-26', sex: 'FEMALE' })).toBe('NOT_FOUND');
    expect(await running.system.store.readStream('unit-mmujer-casa')).toEqual(before);
    await running.end();
  });
});
