import { readLeaf } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type GraphQLAnswer, type Who } from './running';
import { sameWhenBuiltAnew } from './views-anew';

jest.setTimeout(60_000);

const day = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();
type Fact = Readonly<{ name: string; value: string }>;
type Entry = Readonly<{ id: string; type: string; index: number; unit?: string; client?: string; institution?: string; purpose?: string; basis?: string; basisRef?: string; clear: readonly Fact[]; sealed: readonly string[]; opened: readonly Fact[] }>;
type Read = Readonly<{ unit?: string; agent?: string; institution?: string; purpose: string; operation: string; shown: number }>;

const envelope = '{ edges { node { n index id type at recordedAt client agent unit institution role assurance purpose basis basisRef clear { name value } sealed } } pageInfo { hasNextPage endCursor } }';
const timeline = '{ edges { node { id type unit clear { name value } opened { name value } erased } } pageInfo { hasNextPage endCursor } }';

describe('what stands beside the case files', () => {
  let running: Running;
  let offices: Offices;
  let id: string;
  let legalAid: string;
  let shelter: string;
  let house: string;
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const pett = (own = false): Who => who('pgr-pett prosecutor', own);
  const casa = (): Who => who('mmujer-casa shelter_manager');
  const auditor = (): Who => who('auditoria-sede auditor');
  const steward = (): Who => who('auditoria-sede steward');

  const nodes = ({ data, text }: GraphQLAnswer, name: string): Entry[] | null => {
    if (!data) throw new Error(text);
    const found = data[name] as { edges: { node: Entry }[] } | null;
    return found && found.edges.map(({ node }) => node);
  };
  const ask = async (by: Who, name: string, args: Readonly<Record<string, unknown>>, selection: string): Promise<Entry[] | null> => {
    const given = Object.entries(args).map(([key, value]) => `${key}: ${key === 'purpose' ? String(value) : JSON.stringify(value)}`);
    return nodes(await running.ask(by, `{ ${name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${selection} }`), name);
  };
  const seenBy = (compartment: string, more: object = {}, by = auditor()) => ask(by, 'asSeenBy', { case: id, compartment, first: 100, purpose: 'AUDIT', ...more }, envelope);
  const everything = (by: Who, purpose = 'AUDIT') => ask(by, 'oversightTimeline', { case: id, first: 100, purpose }, envelope);
  const exclusions = (by: Who, purpose = 'ASSISTANCE') => ask(by, 'exclusions', { purpose }, '{ edges { node { id partyKind party cases status placedBy confirmedBy reason } } }');
  const file = (by: Who, purpose = 'SUBJECT_ACCESS') => ask(by, 'survivorFile', { case: id, first: 100, purpose }, timeline);
  const reads = async (): Promise<Read[]> => (await ask(steward(), 'survivorReads', { case: id, first: 100, purpose: 'SUBJECT_ACCESS' }, '{ edges { node { at unit agent institution purpose operation categories shown } } }')) as unknown as Read[];
  /** Types of what a compartment was shown, and of each the names of the sealed fields that were opened. */
  const shown = async (by: Who): Promise<[string, string[]][]> =>
    (await ask(by, 'caseTimeline', { case: id, first: 100 }, timeline))!.map(({ type, opened }) => [type, opened.map(({ name }) => name).sort()]);
  const held = (entries: Entry[] | null) => entries!.map(({ type, sealed }): [string, string[]] => [type, [...sealed].sort()]);
  const lastIndex = async () => (await everything(auditor()))!.at(-1)!.index;

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    id = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia', familyName: 'Mesa' });
    await running.record(azua(), 'recordScreening', { case: id, acts: ['Harbouring'], means: [], exploitation: [], note: 'No dejarla sola.' });
    shelter = (await running.record(azua(), 'requestReferral', { case: id, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' } })).id;
    const { id: hold } = await running.record(casa(), 'holdPlace', { unit: 'mmujer-casa' });
    await running.record(casa(), 'acceptReferral', { referral: shelter, hold });
    const timelineOfAzua = (await ask(azua(), 'caseTimeline', { case: id, first: 100 }, timeline))!;
    house = JSON.parse(timelineOfAzua.find(({ type }) => type === 'ReferralRequested')!.clear.find(({ name }) => name === 'to')!.value) as string;
    expect(house).toMatch(/^cc-/);
  });
  afterAll(() => running.end());

  describe('to auditors', () => {
    it('every envelope of a case is shown, whoever recorded it, with the names of what is sealed and nothing of what it says; that they looked is on record', async () => {
      const entries = (await everything(auditor()))!;
      expect(entries.map(({ type }) => type)).toEqual(['CaseOpened', 'LanguageNeedRecorded', 'SurvivorDescribed', 'ScreeningRecorded', 'ReferralRequested', 'ReferralAccepted']);
      expect(entries[2]).toMatchObject({ unit: 'mmujer-azua', institution: 'mmujer', purpose: 'ASSISTANCE', sealed: ['familyName', 'givenName'] });
      expect(entries[4]).toMatchObject({ basis: 'VITAL_INTERESTS' });
      expect(entries[5]).toMatchObject({ unit: house, institution: null });
      expect(JSON.stringify(entries)).not.toMatch(/Altagracia|sola|mmujer-casa/);
      expect(await reads()).toContainEqual(expect.objectContaining({ operation: 'oversightTimeline', unit: 'auditoria-sede', purpose: 'AUDIT', shown: 6 }));
    });

    it('is a view of theirs alone, and for nothing but audit: to others, and of a case that is none, there is nothing', async () => {
      for (const name of Object.keys(offices)) if (name !== 'auditoria-sede auditor') expect([name, await everything(who(name))]).toEqual([name, null]);
      expect(await everything(auditor(), 'ASSISTANCE')).toBeNull();
      expect(await ask(auditor(), 'oversightTimeline', { case: '01936b2e-7c00-8abc-8def-0123456789ab', purpose: 'AUDIT' }, envelope)).toBeNull();
      expect(await ask(auditor(), 'case', { id, purpose: 'AUDIT' }, '{ id }')).toBeNull();
    });

    it('what a compartment held is shown as it stood at any moment, whatever happened since', async () => {
      const given = { case: id, receiver: 'pgr-pett', categories: ['STATUS', 'PROTECTION'], for: 'PROSECUTION', language: 'spa', by: 'SURVIVOR', until: inDays(90), history: 'ALL', textVersion: '1' };
      const moments: { index: number; shown: [string, string[]][] }[] = [];
      const note = async () => moments.push({ index: await lastIndex(), shown: await shown(pett()) });
      const before = await lastIndex();
      const consent = (await running.record(azua(), 'giveConsent', given)).id;
      legalAid = (await running.record(azua(), 'requestReferral', { case: id, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [consent] })).id;
      await note();
      await running.record(pett(), 'acceptReferral', { referral: legalAid });
      await running.record(pett(), 'recordAssistance', { case: id, under: legalAid, service: 'LEGAL_AID', note: 'Asesorada.' });
      await note();
      const during = new Date().toISOString();
      await new Promise((done) => setTimeout(done, 20));
      await running.record(azua(), 'withdrawConsent', { case: id, consent, by: 'SURVIVOR' });
      await note();
      expect(new Set(moments.map((moment) => JSON.stringify(moment.shown))).size).toBe(3);
      for (const moment of moments) expect(held(await seenBy('pgr-pett', { asOfIndex: moment.index }))).toEqual(moment.shown);
      expect(held(await seenBy('pgr-pett', { asOf: during }))).toEqual(moments[1]!.shown);
      expect(held(await seenBy('pgr-pett'))).toEqual(moments[2]!.shown);
      expect(await seenBy('pgr-pett', { asOfIndex: before })).toEqual([]);
      expect(held(await seenBy('mmujer'))).toEqual(await shown(who('mmujer-azua supervisor')));
    });

    it('a house is named by its code in the case and by nothing else: asked for by its name, it held nothing of anybody', async () => {
      expect(held(await seenBy(house))).toEqual(await shown(casa()));
      expect(JSON.stringify(await seenBy(house))).not.toContain('mmujer-casa');
      const { id: another } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
      await running.record(azua(), 'requestReferral', { case: another, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' } });
      for (const named of ['mmujer-casa', 'nowhere', 'mmujer-azua']) expect([named, await seenBy(named)]).toEqual([named, null]);
      expect(await ask(auditor(), 'asSeenBy', { case: another, compartment: house, purpose: 'AUDIT' }, envelope)).toBeNull();
    });
  });

  describe('what was opened of a case outside a referral', () => {
    let another: string;
    const told = async (by: Who, name: string, purpose: string, selection: string) =>
      Object.fromEntries((await ask(by, name, { case: another, first: 100, purpose }, selection))!.map(({ type, clear }) => [type, Object.fromEntries(clear.map(({ name: field, value }) => [field, JSON.parse(value) as unknown]))]));

    beforeAll(async () => {
      another = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
      await running.record(who('conani-proteccion caseworker', true), 'openEmergencyAccess', { case: another, reason: 'CHILD_AT_RISK', circumstances: 'Sola en la terminal.', further: ['IDENTITY'], furtherReason: 'TO_RECOGNISE_HER' });
      const order = { basis: { kind: 'COURT_ORDER', ref: '12-2026' }, until: inDays(30) };
      await running.record(azua(), 'makeDisclosure', { case: another, receiver: 'pgr-pett', categories: ['LEGAL'], for: 'PROSECUTION', consents: [], disclosed: 'Copia del informe.', ...order });
    });

    const emergency = { compartment: 'conani', reason: 'CHILD_AT_RISK', further: ['IDENTITY'] };
    const disclosure = { receiver: 'pgr-pett', purpose: 'PROSECUTION', categories: ['LEGAL'] };

    it('is told to auditors in clear: to whom, and what for', async () => {
      const envelopes = await told(auditor(), 'oversightTimeline', 'AUDIT', envelope);
      expect(envelopes).toMatchObject({ EmergencyAccessOpened: emergency, DisclosureMade: disclosure });
      expect(JSON.stringify(envelopes)).not.toMatch(/terminal|Copia/);
    });

    it('is told to her in clear: to whom, and what for', async () => {
      expect(await told(steward(), 'survivorFile', 'SUBJECT_ACCESS', timeline)).toMatchObject({ EmergencyAccessOpened: emergency, DisclosureMade: disclosure });
    });
  });

  it('a prosecutor is shown what others held on a court’s order alone, in its categories, and not on a request', async () => {
    const { id: investigation } = await running.record(pett(true), 'fileComplaint', { to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'EX_OFFICIO', account: 'Un bar.' });
    await running.record(pett(true), 'openInvestigation', { investigation });
    const by = { investigation, purpose: 'PROSECUTION' };
    const mandate = { investigation, case: id, categories: ['PROTECTION'], until: inDays(30) };
    expect(await seenBy('mmujer', by, pett())).toBeNull();
    await running.record(pett(true), 'issueMandate', { ...mandate, basis: { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-1' } });
    expect(await seenBy('mmujer', by, pett())).toBeNull();
    await running.record(pett(true), 'issueMandate', { ...mandate, basis: { kind: 'COURT_ORDER', ref: 'JUZGADO-2026-7' } });
    expect(held(await seenBy('mmujer', by, pett()))).toEqual([['ScreeningRecorded', ['acts', 'exploitation', 'means', 'note']]]);
    for (const more of [{ investigation: undefined }, { purpose: 'AUDIT' }]) expect(await seenBy('mmujer', Object.fromEntries(Object.entries({ ...by, ...more }).filter(([, value]) => value !== undefined)), pett())).toBeNull();
    expect(await seenBy('mmujer', by, who('pgr-pett supervisor'))).toBeNull();

    const placed = (await running.record(who('pgr-pett supervisor'), 'placeExclusion', { party: { kind: 'UNIT', id: 'pgr-pett' }, cases: [id], ground: 'Filtración.' })).id;
    expect(await seenBy('mmujer', by, pett())).toBeNull();
    // Who is excluded by it does not see it, who placed it included.
    expect(await exclusions(who('pgr-pett supervisor'))).toEqual([]);
    expect((await exclusions(auditor(), 'AUDIT'))!.map((one) => one.id)).toEqual([placed]);
    const second = (await running.record(auditor(), 'placeExclusion', { party: { kind: 'INSTITUTION', id: 'dgm' }, cases: [id], ground: 'Otra.' })).id;
    expect((await exclusions(auditor()))!.map((one) => one.id)).toEqual([second]);
  });

  it('an exclusion is shown to who placed and who confirmed it and to audit, and to nobody else', async () => {
    const { id: other } = await running.record(azua(), 'openCase', { matter: 'LABOUR', kind: 'SURVIVOR' });
    await running.record(azua(), 'requestReferral', { case: other, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [], basis: { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-2' } });
    const { id: exclusion } = await running.record(who('pgr-pett supervisor'), 'placeExclusion', { party: { kind: 'UNIT', id: 'mmujer-bani' }, cases: [other], ground: 'Parentesco.' });
    const seen = async (by: Who, purpose?: string) => (await exclusions(by, purpose))!.filter((one) => one.id === exclusion);
    const placer = { id: exclusion, partyKind: 'UNIT', party: 'mmujer-bani', cases: [other], status: 'PLACED', placedBy: who('pgr-pett supervisor').agent, confirmedBy: null };
    expect(await seen(who('pgr-pett supervisor'))).toMatchObject([placer]);
    const outside = () => Object.keys(offices).filter((name) => !['pgr-pett supervisor', 'auditoria-sede auditor', 'mmujer-azua supervisor'].includes(name));
    expect(await seen(who('mmujer-azua supervisor'))).toEqual([]);
    await running.record(who('mmujer-azua supervisor', true), 'confirmExclusion', { exclusion });
    const confirmed = { ...placer, status: 'CONFIRMED', confirmedBy: who('mmujer-azua supervisor').agent };
    expect(await seen(who('mmujer-azua supervisor'))).toMatchObject([confirmed]);
    expect(await seen(auditor())).toEqual([]);
    expect(await seen(auditor(), 'AUDIT')).toMatchObject([confirmed]);
    for (const name of outside()) for (const purpose of ['ASSISTANCE', 'AUDIT']) expect([name, await seen(who(name), purpose)]).toEqual([name, []]);
    await running.record(who('pgr-pett supervisor', true), 'liftExclusion', { exclusion, reason: 'UNFOUNDED' });
    expect(await seen(who('pgr-pett supervisor'))).toMatchObject([{ ...confirmed, status: 'LIFTED', reason: 'UNFOUNDED' }]);

    // Of a compartment that is kept from the case a prosecutor is told nothing, order or not; audit is.
    const { id: investigation } = await running.record(pett(true), 'fileComplaint', { to: 'pgr-pett', matter: 'LABOUR', complainant: 'EX_OFFICIO', account: 'Un taller.' });
    await running.record(pett(true), 'openInvestigation', { investigation });
    await running.record(pett(true), 'issueMandate', { investigation, case: other, categories: ['STATUS'], until: inDays(3), basis: { kind: 'COURT_ORDER', ref: 'J-9' } });
    const asked = { case: other, investigation, purpose: 'PROSECUTION' };
    expect(await seenBy('mmujer', asked, pett())).not.toBeNull();
    await running.record(who('pgr-pett supervisor'), 'placeExclusion', { party: { kind: 'INSTITUTION', id: 'mmujer' }, cases: [other], ground: 'Parentesco.' });
    expect(await seenBy('mmujer', asked, pett())).toBeNull();
    expect(await seenBy('mmujer', { case: other })).toEqual([]);
  });

  describe('her own file', () => {
    it('is shown, on her request, by a data steward: everything said about her, opened; the house a code; and to nobody else', async () => {
      const entries = (await file(steward()))!;
      const said = entries.flatMap(({ opened }) => opened.map(({ value }) => JSON.parse(value) as unknown));
      expect(said).toEqual(expect.arrayContaining(['Altagracia', 'Mesa', 'No dejarla sola.', 'Asesorada.']));
      expect(JSON.stringify(entries)).not.toMatch(/mmujer-casa|Un bar/);
      for (const name of Object.keys(offices)) if (name !== 'auditoria-sede steward') expect([name, await file(who(name))]).toEqual([name, null]);
      expect(await file(steward(), 'RECORD')).toBeNull();
    });

    it('tells who was shown something of it: as codes where it was the house, and nothing of other cases', async () => {
      await ask(casa(), 'cases', {}, '{ edges { node { id } } }');
      const told = await reads();
      expect(told).toContainEqual(expect.objectContaining({ operation: 'caseTimeline', unit: 'mmujer-azua', agent: azua().agent, institution: 'mmujer' }));
      const ofHouse = told.find(({ unit, operation }) => unit === house && operation === 'cases');
      expect(ofHouse).toMatchObject({ institution: null, shown: 1, agent: expect.stringMatching(/^cc-/) as string });
      expect(told).toContainEqual(expect.objectContaining({ operation: 'survivorFile', purpose: 'SUBJECT_ACCESS' }));
      expect(told.map(({ operation }) => operation)).not.toContain('exclusions');
      expect(JSON.stringify(told)).not.toContain('mmujer-casa');
    });

    it('is paged, and where it is read on from nothing is told twice', async () => {
      const paged: Read[] = [];
      let after: string | undefined;
      for (let page = 0; page < 60; page++) {
        const { data } = await running.ask(steward(), `{ survivorReads(case: "${id}", first: 3, purpose: SUBJECT_ACCESS${after === undefined ? '' : `, after: "${after}"`}) { edges { node { at unit operation } } pageInfo { hasNextPage endCursor } } }`);
        const { edges, pageInfo } = data!['survivorReads'] as { edges: { node: Read }[]; pageInfo: { hasNextPage: boolean; endCursor?: string } };
        paged.push(...edges.map(({ node }) => node).filter(({ operation }) => operation !== 'survivorReads'));
        if (!pageInfo.hasNextPage || edges.every(({ node }) => node.operation === 'survivorReads')) break;
        after = pageInfo.endCursor;
      }
      expect(paged.map(({ operation }) => operation)).toEqual((await reads()).map(({ operation }) => operation).filter((operation) => operation !== 'survivorReads'));
    });

    it('keeps back what a prosecutor was shown under reserve, and every read of that office, until the reserve ends', async () => {
      const { id: her } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
      await running.record(azua(), 'requestReferral', { case: her, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [], basis: { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-3' } });
      await ask(pett(), 'caseTimeline', { case: her }, timeline);
      const units = async () => ((await ask(steward(), 'survivorReads', { case: her, purpose: 'SUBJECT_ACCESS' }, '{ edges { node { unit } } }')) as unknown as Read[]).map(({ unit }) => unit);
      const types = async () => (await ask(steward(), 'survivorFile', { case: her, purpose: 'SUBJECT_ACCESS' }, timeline))!.map(({ type }) => type);
      expect(await units()).toContain('pgr-pett');

      const { id: investigation } = await running.record(pett(true), 'fileComplaint', { to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'EX_OFFICIO', account: 'Un bar.' });
      await running.record(pett(true), 'openInvestigation', { investigation });
      const { id: mandate } = await running.record(pett(true), 'issueMandate', { investigation, case: her, categories: ['STATUS'], until: inDays(1), basis: { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-4' } });
      await running.record(pett(true), 'discloseUnderReserve', { investigation, mandate, categories: ['STATUS'], reviewAt: new Date(Date.now() + 1_500).toISOString(), shown: 'El expediente.' });
      expect(await units()).not.toContain('pgr-pett');
      expect(await types()).not.toContain('DisclosureUnderReserve');
      await eventually(async () => {
        expect(await types()).toContain('DisclosureUnderReserve');
        return true;
      });
      expect(await units()).toContain('pgr-pett');
      const disclosure = (await ask(steward(), 'survivorFile', { case: her, purpose: 'SUBJECT_ACCESS' }, timeline))!.find(({ type }) => type === 'DisclosureUnderReserve');
      expect(disclosure).toMatchObject({ clear: expect.arrayContaining([{ name: 'number', value: '"PETT-2026-4"' }]) as Fact[], opened: [] });
    });
  });

  it('is in no compartment’s file, and the views built anew, in one go, are the same', async () => {
    const events = [];
    for await (const batch of running.system.store.readAll(0n)) events.push(...batch);
    expect(events.map(({ leaf }) => readLeaf(leaf).type)).toContain('ExclusionLifted');
    await sameWhenBuiltAnew(running);
  });
});
