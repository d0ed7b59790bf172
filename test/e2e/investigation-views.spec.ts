import { randomUUID } from 'node:crypto';
import { openHouses } from './houses';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type GraphQLAnswer, type Who } from './running';
import { sameWhenBuiltAnew } from './views-anew';

jest.setTimeout(60_000);

const digest = 'a'.repeat(64);
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();
const month = 30 * 86_400;
const basis = (kind: string, ref: string) => ({ basis: { kind, ref } });
type Fact = { name: string; value: string };
const said = (fields: readonly Fact[], name: string): unknown => JSON.parse(fields.find((fact) => fact.name === name)?.value ?? 'null');

const file = `query ($id: ID!) { investigation(id: $id) {
  state because matter complainant unit suspectsNamed nextMandateEnd complaint { name value } redirectedTo police cases { case on ref }
  suspects { id official fields { name value } } statements { id speaker witness suspect case interview inAdvance setting fields { name value } }
  mandates { id kind number case to categories until ended } disclosures { id mandate case reserveEndedAt fields { name value } }
  measures { measure number case suspect } charges { suspect offences } hearings { hearing } judgments { suspect verdict } reparations { case number }
  exhibits { id kind custodian { agent } } } }`;
type Item = Record<string, string> & { fields: Fact[] };
type File = Record<'state' | 'unit' | 'because' | 'nextMandateEnd', string> & { suspectsNamed: number; police: string[]; complaint: Fact[] } & Record<'cases' | 'suspects' | 'statements' | 'mandates' | 'disclosures' | 'judgments' | 'exhibits', Item[]>;
const chain = `query ($id: ID!) { exhibit(id: $id) { investigation status kind sha256 seal differs custodian { agent institution } offered { agent } chain { n type unit clear { name value } opened { name value } } } }`;
const register = '{ custodyRegister { edges { node { id kind seal toAnswer custodian { agent } offered { agent } } } } }';
const ofCase = 'query ($id: ID!) { case(id: $id) { matter description { name value } screenings { id } disclosures { id number categories unit } } caseTimeline(case: $id) { edges { node { type } } } }';

describe('what is read of investigations and exhibits', () => {
  let running: Running;
  let people: Offices;
  const who = (name: string): Who => {
    const found = people[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own: true };
  };
  const [azua, pett, expert, police, other, audit] = ['mmujer-azua caseworker', 'pgr-pett prosecutor', 'pgr-pett expert', 'pn-trata caseworker', 'pgr-azua prosecutor', 'auditoria-sede auditor'].map((name) => () => who(name)) as (() => Who)[] as [() => Who, () => Who, () => Who, () => Who, () => Who, () => Who];
  const supervisor = () => who('pgr-pett supervisor');

  const asked = async <T>(by: Who, query: string, variables: object = {}): Promise<T> => {
    const { data, errors, text } = await running.ask(by, query, variables);
    if (errors.length > 0) throw new Error(text);
    return data as T;
  };
  const fileFor = async (by: Who, id: string): Promise<File | null> => (await asked<{ investigation: File | null }>(by, file, { id })).investigation;
  const listed = async (by: Who, state?: string): Promise<string[]> =>
    (await asked<{ investigations: { edges: { node: { id: string } }[] } }>(by, 'query ($state: InvestigationState) { investigations(first: 100, state: $state) { edges { node { id state } } } }', { state })).investigations.edges.map(({ node }) => node.id);
  const kept = async (by: Who): Promise<Record<string, unknown>[]> =>
    (await asked<{ custodyRegister: { edges: { node: Record<string, unknown> }[] } }>(by, register)).custodyRegister.edges.map(({ node }) => node);
  const keptIds = async (by: Who): Promise<unknown[]> => (await kept(by)).map(({ id }) => id);
  type Case = { matter: string; description: Fact[]; screenings: unknown[]; disclosures: Record<string, unknown>[] };
  const caseFor = async (by: Who, id: string): Promise<{ case: Case | null; types: string[] }> => {
    const answer = await asked<{ case: Case | null; caseTimeline: { edges: { node: { type: string } }[] } | null }>(by, ofCase, { id });
    return { case: answer.case, types: (answer.caseTimeline?.edges ?? []).map(({ node }) => node.type) };
  };
  const plain = ({ status, text }: GraphQLAnswer): [number, string] => [status, text.replace(/"checkpoint":"[^"]*"/, '')];

  const complaint = { to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'INSTITUTION', account: 'Un bar retiene pasaportes.', complainantName: 'Cabo de guardia' };
  const opened = async (): Promise<string> => {
    const { id } = await running.record(police(), 'fileComplaint', complaint);
    await running.record(pett(), 'openInvestigation', { investigation: id });
    return id;
  };
  const herCase = async (): Promise<string> => {
    const { id } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    await running.record(azua(), 'recordScreening', { case: id, acts: ['Harbouring'], means: [], exploitation: [] });
    return id;
  };
  const mandate = async (investigation: string, caseId: string, more: object = {}): Promise<string> =>
    (await running.record(pett(), 'issueMandate', { investigation, case: caseId, categories: ['STATUS'], until: inSeconds(month), ...basis('LEGAL_MANDATE', 'PETT-2026-1'), ...more })).id;

  beforeAll(async () => {
    running = await Running.founded();
    people = { ...(await openOffices(running)), ...(await openHouses(running)) };
  });
  afterAll(() => running.end());

  it('is its prosecutor’s file: what was said, who was heard, on which mandates, and what the court decided; and the chain of each exhibit', async () => {
    const caseId = await herCase();
    const investigation = await opened();
    const act = async (mutation: string, input: object = {}): Promise<string> => (await running.record(pett(), mutation, { investigation, ...input })).id;
    await act('directPolice', { unit: 'pn-trata' });
    const issued = await mandate(investigation, caseId);
    await act('attachCase', { case: caseId, on: 'MANDATE', ref: issued });
    const suspect = await act('nameSuspect', { official: true, suspectName: 'El dueño' });
    await act('takeStatement', { speaker: 'WITNESS', words: 'Vi los pasaportes.', speakerName: 'La vecina' });
    const heard = await fileFor(pett(), investigation);
    const witness = heard?.statements[0]?.['witness'];
    await act('recordAdvanceTestimony', { speaker: 'WITNESS', witness, setting: 'SCREEN', words: 'Los vi otra vez.' });
    await act('takeStatement', { speaker: 'SURVIVOR', case: caseId, words: 'Me quitaron el pasaporte.' });
    await act('discloseUnderReserve', { mandate: issued, categories: ['STATUS'], reviewAt: inSeconds(month), shown: 'Su estado.' });
    await act('recordProtectiveMeasure', { measure: 'NO_CONTACT', case: caseId, suspect, ...basis('COURT_ORDER', 'J-1') });
    await act('bringCharges', { suspect, offences: ['TRAFFICKING_IN_PERSONS'] });
    await act('recordHearing', { hearing: 'TRIAL' });
    await act('recordJudgment', { suspect, instance: 'TRIAL_COURT', verdict: 'CONVICTED', ...basis('COURT_ORDER', 'J-2') });
    await act('recordReparation', { case: caseId, ...basis('COURT_ORDER', 'J-2') });

    const exhibit = (await running.record(police(), 'collectExhibit', { investigation, kind: 'DEVICE', sha256: digest, seal: 'PN-1', item: 'Teléfono negro.' })).id;
    expect(await kept(police())).toEqual([{ id: exhibit, kind: 'DEVICE', seal: 'PN-1', toAnswer: false, custodian: { agent: police().agent }, offered: null }]);
    await running.record(police(), 'offerCustody', { exhibit, agent: expert().agent, institution: 'pgr' });
    expect(await kept(expert())).toEqual([expect.objectContaining({ id: exhibit, seal: 'PN-1', toAnswer: true, offered: { agent: expert().agent } })]);
    expect(await kept(police())).toEqual([expect.objectContaining({ id: exhibit, toAnswer: false, offered: { agent: expert().agent } })]);
    await running.record(expert(), 'acceptCustody', { exhibit, sha256: 'b'.repeat(64) });
    await running.record(police(), 'offerCustody', { exhibit, agent: expert().agent, institution: 'pgr' });
    await running.record(expert(), 'acceptCustody', { exhibit, sha256: digest });
    expect(await kept(police())).toEqual([]); // it is out of their hands
    expect(await kept(expert())).toEqual([expect.objectContaining({ id: exhibit, toAnswer: false, custodian: { agent: expert().agent } })]);
    await running.record(expert(), 'breakSeal', { exhibit, reason: 'EXAMINATION' });
    await running.record(expert(), 'examineExhibit', { exhibit, examination: 'DIGITAL', findings: 'Mensajes.' });

    const seen = (await fileFor(pett(), investigation))!;
    expect(seen).toMatchObject({ state: 'OPEN', unit: 'pgr-pett', suspectsNamed: 1, police: ['pn-trata'], cases: [{ case: caseId, on: 'MANDATE', ref: issued }], judgments: [{ suspect, verdict: 'CONVICTED' }], exhibits: [{ id: exhibit, kind: 'DEVICE' }] });
    expect(said(seen.complaint, 'account')).toBe(complaint.account);
    expect(said(seen.complaint, 'complainantName')).toBe('Cabo de guardia');
    expect(said(seen.suspects[0]!.fields, 'suspectName')).toBe('El dueño');
    expect(seen.statements.map(({ speaker, interview, inAdvance, witness: person, case: of }) => [speaker, interview, inAdvance, person, of])).toEqual([
      ['WITNESS', 1, false, witness, null],
      ['WITNESS', 2, true, witness, null],
      ['SURVIVOR', 1, false, null, caseId],
    ]);
    expect(seen.mandates).toEqual([expect.objectContaining({ id: issued, kind: 'NUMBERED_REQUEST', number: 'PETT-2026-1', case: caseId, to: 'pgr-pett', ended: null })]);
    expect(seen.nextMandateEnd).toBe(seen.mandates[0]!['until']);
    expect(seen.disclosures).toEqual([expect.objectContaining({ mandate: issued, reserveEndedAt: null })]);

    const { exhibit: shown } = await asked<{ exhibit: { chain: { type: string; clear: Fact[]; opened: Fact[] }[] } & Record<string, unknown> }>(pett(), chain, { id: exhibit });
    expect(shown).toMatchObject({ investigation, status: 'KEPT', sha256: digest, seal: null, differs: true, custodian: { agent: expert().agent, institution: 'pgr' } });
    expect(shown.chain.map(({ type }) => type)).toEqual(['ExhibitCollected', 'CustodyOffered', 'CustodyRefused', 'CustodyOffered', 'CustodyAccepted', 'SealBroken', 'ExhibitExamined']);
    expect(said(shown.chain[0]!.opened, 'item')).toBe('Teléfono negro.');
    expect(said(shown.chain[2]!.clear, 'found')).toBe('b'.repeat(64));
    expect(said(shown.chain[6]!.opened, 'findings')).toBe('Mensajes.');
    const listedOf = async (by: Who): Promise<number> => (await asked<{ exhibits: { edges: unknown[] } }>(by, 'query ($id: ID!) { exhibits(investigation: $id) { edges { node { id } } } }', { id: investigation })).exhibits.edges.length;
    expect([await listedOf(pett()), await listedOf(other()), await listedOf(police())]).toEqual([1, 0, 0]);

    await act('closeInvestigation', { reason: 'JUDGED' });
    expect(await fileFor(pett(), investigation)).toMatchObject({ state: 'CLOSED', because: 'JUDGED', nextMandateEnd: null, mandates: [{ ended: 'INVESTIGATION_CLOSED' }] });
    expect([await listed(pett()), await listed(pett(), 'CLOSED'), await listed(pett(), 'OPEN')].map((ids) => ids.includes(investigation))).toEqual([true, true, false]);
    const { cases } = await asked<{ cases: { edges: { node: { id: string } }[] } }>(pett(), '{ cases(first: 100) { edges { node { id } } } }');
    expect(cases.edges.map(({ node }) => node.id)).not.toContain(investigation);
  });

  it('is there for nobody else: to Casa Malala, another prosecutor, a supervisor, the police that collects and the lead of her case no answer tells it from one that is not', async () => {
    const caseId = await herCase();
    const investigation = await opened();
    await running.record(pett(), 'directPolice', { investigation, unit: 'pn-trata' });
    await running.record(pett(), 'attachCase', { investigation, case: caseId, on: 'MANDATE', ref: await mandate(investigation, caseId) });
    const exhibit = (await running.record(police(), 'collectExhibit', { investigation, kind: 'DOCUMENT', sha256: digest, seal: 'PN-2', item: 'Libreta.' })).id;
    for (const name of ['casa-malala prosecutor', 'pgr-azua prosecutor', 'pgr-pett supervisor', 'pn-trata caseworker', 'mmujer-azua supervisor', 'auditoria-sede auditor']) {
      for (const [query, id] of [[file, investigation], [chain, exhibit], ['query ($id: ID!) { investigationTimeline(investigation: $id) { edges { cursor } } case(id: $id) { id } exhibits(investigation: $id) { edges { cursor } } }', investigation]] as const) {
        expect([name, plain(await running.ask(who(name), query, { id }))]).toEqual([name, plain(await running.ask(who(name), query, { id: randomUUID() }))]);
      }
      expect([name, await listed(who(name))]).toEqual([name, []]);
    }
    // Who complained has what it wrote, where a role opens it, and no more.
    const filed = (await running.record(other(), 'fileComplaint', complaint)).id;
    await running.record(pett(), 'openInvestigation', { investigation: filed });
    const timeline = 'query ($id: ID!) { investigationTimeline(investigation: $id) { edges { node { type } } } }';
    expect(await asked(other(), timeline, { id: filed })).toEqual({ investigationTimeline: { edges: [{ node: { type: 'ComplaintFiled' } }] } });
    expect(await fileFor(other(), filed)).toBeNull();
    expect(await listed(other())).toEqual([]);
    // Of the register each sees their own, the prosecutors of the compartment all of it.
    await running.record(police(), 'offerCustody', { exhibit, agent: expert().agent, institution: 'pgr' });
    expect(await keptIds(police())).toContain(exhibit);
    for (const by of [expert(), pett(), supervisor()]) expect(await keptIds(by)).toContain(exhibit);
    for (const by of [azua(), other(), who('casa-malala prosecutor')]) expect(await keptIds(by)).not.toContain(exhibit);
  });

  it('opens her case on a mandate for the categories it names, and for no longer than it lasts; the case shows nothing of it', async () => {
    const caseId = await herCase();
    const agreed = { case: caseId, receiver: 'mmujer-bani', categories: ['STATUS'], for: 'ASSISTANCE', language: 'spa', interpreterName: 'Ivette', by: 'SURVIVOR', until: inSeconds(month), history: 'CURRENT', textVersion: '2026-1' };
    const { id: consent } = await running.record(azua(), 'giveConsent', agreed);
    const referral = (await running.record(azua(), 'requestReferral', { case: caseId, to: 'mmujer-bani', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] })).id;
    const investigation = await opened();
    const lead = async () => [await caseFor(azua(), caseId), await asked(azua(), '{ changes(first: 100) { edges { node { file events } cursor } } }')];
    const before = await lead();
    expect((await caseFor(pett(), caseId)).case).toBeNull();
    const issued = await mandate(investigation, caseId, { categories: ['STATUS', 'PROTECTION'] });
    expect(await lead()).toEqual(before);
    const seen = await caseFor(pett(), caseId);
    expect(seen).toMatchObject({ case: { matter: 'TRAFFICKING', screenings: [{}] } });
    expect(seen.case?.description.map(({ name }) => name)).not.toContain('givenName'); // IDENTITY is not on it
    expect(seen.types).toContain('ReferralRequested');
    expect(seen.types).not.toContain('ConsentGiven'); // what she agreed to with others
    const inbox = await asked<{ referralInbox: { edges: { node: { id: string } }[] } }>(pett(), 'query ($id: ID!) { referralInbox(first: 100) { edges { node { id } } } referral(id: $id) { id } }', { id: referral });
    expect(inbox.referralInbox.edges.map(({ node }) => node.id)).not.toContain(referral);
    await running.record(who('mmujer-bani caseworker'), 'acceptReferral', { referral });
    expect(await asked(pett(), 'query ($id: ID!) { referral(id: $id) { id } referralInbox(first: 100) { edges { node { id } } } }', { id: referral })).toEqual({ referral: null, referralInbox: inbox.referralInbox });
    const reasoned = await mandate(investigation, caseId, { categories: ['IDENTITY'], reasons: 'Para citarla.' });
    expect(said((await caseFor(pett(), caseId)).case!.description, 'givenName')).toBe('Altagracia');
    await running.record(pett(), 'endMandate', { investigation, mandate: reasoned, reason: 'NOT_NEEDED' });
    expect((await caseFor(pett(), caseId)).case?.description.map(({ name }) => name)).not.toContain('givenName');
    await running.record(pett(), 'endMandate', { investigation, mandate: issued, reason: 'QUASHED' });
    expect(await caseFor(pett(), caseId)).toEqual({ case: null, types: [] });
    // To the lead nothing happened but the answer to its referral.
    const [after] = await lead();
    expect((after as { types: string[] }).types).toEqual([...(before[0] as { types: string[] }).types, 'ReferralAccepted']);
  });

  it('tells the lead of a disclosure from its review date on, and ends a mandate at its date', async () => {
    const caseId = await herCase();
    const investigation = await opened();
    const issued = await mandate(investigation, caseId, { until: inSeconds(3) });
    const disclosure = (await running.record(pett(), 'discloseUnderReserve', { investigation, mandate: issued, categories: ['STATUS'], reviewAt: inSeconds(3), shown: 'Su estado.' })).id;
    const changed = () => asked(azua(), '{ changes(first: 100) { edges { node { file events } cursor } } }');
    const before = await changed();
    expect((await caseFor(azua(), caseId)).case?.disclosures).toEqual([]);
    expect((await caseFor(pett(), caseId)).case?.disclosures).toEqual([]); // of the case; it stands in the investigation
    expect((await caseFor(pett(), caseId)).types).toContain('CaseOpened');
    await eventually(async () => ((await caseFor(azua(), caseId)).case?.disclosures ?? []).length > 0);
    expect((await caseFor(azua(), caseId)).case?.disclosures).toEqual([{ id: disclosure, number: 'PETT-2026-1', categories: ['STATUS'], unit: 'pgr-pett' }]);
    const timeline = JSON.stringify(await asked(azua(), 'query ($id: ID!) { caseTimeline(case: $id) { edges { node { type clear { name value } opened { name value } } } } }', { id: caseId }));
    expect(timeline).toContain('DisclosureUnderReserve');
    expect(timeline).not.toContain('Su estado.');
    expect(await changed()).not.toEqual(before);
    expect(await caseFor(pett(), caseId)).toEqual({ case: null, types: [] });
    const lapsed = await eventually(async () => {
      const now = await fileFor(pett(), investigation);
      expect(now?.mandates).toMatchObject([{ ended: 'LAPSED' }]);
      return now;
    });
    expect(lapsed).toMatchObject({ disclosures: [{ id: disclosure, reserveEndedAt: expect.any(String) }] });
  });

  it('is not there for the excluded, whether the exclusion names it or a case it names, nor is what its mandates open; and is theirs again when that ends', async () => {
    const caseId = await herCase();
    const investigation = await opened();
    const exhibit = (await running.record(pett(), 'collectExhibit', { investigation, kind: 'DEVICE', sha256: digest, seal: 'PETT-9', item: 'Teléfono.' })).id;
    const issued = await mandate(investigation, caseId);
    await running.record(pett(), 'attachCase', { investigation, case: caseId, on: 'MANDATE', ref: issued });
    const seen = async (by: Who) => [await fileFor(by, investigation), (await asked<{ exhibit: unknown }>(by, chain, { id: exhibit })).exhibit, (await caseFor(by, caseId)).case].map((one) => one !== null).concat((await keptIds(by)).includes(exhibit), (await listed(by)).includes(investigation));
    const all = [true, true, true, true, true];
    const none = all.map(() => false);
    expect(await seen(pett())).toEqual(all);
    const ground = 'Primo del investigado.';
    const lift = (by: Who, exclusion: string) => running.record(by, 'liftExclusion', { exclusion, reason: 'ENDED' });
    for (const named of [{ cases: [], investigation }, { cases: [caseId] }, { cases: [caseId], investigation }]) {
      const agent = (await running.record(audit(), 'placeExclusion', { party: { kind: 'AGENT', id: pett().agent }, ground, ...named })).id;
      expect(await seen(pett())).toEqual(none);
      expect(await seen(expert())).toEqual(all);
      await lift(audit(), agent);
      const unit = (await running.record(audit(), 'placeExclusion', { party: { kind: 'UNIT', id: 'pgr-pett' }, ground, ...named })).id;
      expect(await seen(pett())).toEqual(none);
      expect(await seen(expert())).toEqual(none);
      await lift(audit(), unit);
      expect(await seen(pett())).toEqual(all);
    }
    // Placed before the investigation names her case, it holds from when it does.
    const second = await herCase();
    const earlier = (await running.record(audit(), 'placeExclusion', { party: { kind: 'AGENT', id: expert().agent }, ground, cases: [second] })).id;
    expect(await fileFor(expert(), investigation)).not.toBeNull();
    await mandate(investigation, second);
    expect(await seen(expert())).toEqual(none);
    expect(await seen(pett())).toEqual(all);
    await lift(audit(), earlier);
    expect(await seen(expert())).toEqual(all);
  });

  it('goes with the investigation to the unit it is reassigned to', async () => {
    const investigation = await opened();
    const exclusion = (await running.record(audit(), 'placeExclusion', { party: { kind: 'UNIT', id: 'pgr-pett' }, cases: [], investigation, ground: 'La jefa es parte.' })).id;
    await running.record(who('mmujer-azua supervisor'), 'confirmExclusion', { exclusion });
    await running.record(audit(), 'reassignInvestigation', { investigation, exclusion, to: 'pgr-azua' });
    expect(await fileFor(other(), investigation)).toMatchObject({ state: 'OPEN', unit: 'pgr-azua' });
    expect(await listed(other(), 'OPEN')).toContain(investigation);
    await running.record(audit(), 'liftExclusion', { exclusion, reason: 'ENDED' });
    expect(await fileFor(pett(), investigation)).toBeNull(); // no longer its own
    expect(await listed(pett())).not.toContain(investigation);
  });

  it('is built again to the same rows in one batch', () => sameWhenBuiltAnew(running));
});
