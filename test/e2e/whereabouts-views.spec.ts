import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import type { EventStore, StoredEvent } from '@amparo/event-store';
import { openOffices, signatories } from './offices';
import { eventually, Running, type Who } from './running';
import { sameWhenBuiltAnew } from './views-anew';

jest.setTimeout(60_000);

const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
type Node = Readonly<Record<string, unknown>>;
type Page = Readonly<{ edges: readonly Readonly<{ node: Node; cursor: string }>[] }>;
const nodes = (page: unknown): readonly Node[] => (page as Page).edges.map(({ node }) => node);

describe('where she is and may stay, as institutions read it', () => {
  let running: Running;
  const offices: Record<string, Who> = {};
  let survivor = '';
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const [azua, bani, casa, pett, dgm] = ['mmujer-azua caseworker', 'mmujer-bani caseworker', 'mmujer-casa shelter_manager', 'pgr-pett prosecutor', 'dgm-sede caseworker'];
  const [consulate, inm, archive, gcps] = ['mirex-consulado-madrid caseworker', 'inm-retornos caseworker', 'inm-archivo caseworker', 'gcps-programas caseworker'];
  const record = (name: string, mutation: string, input: object) => running.record(who(name), mutation, input);
  const ask = async (name: string, query: string, variables: object = {}): Promise<Record<string, unknown>> => {
    const { data, errors, text } = await running.ask(who(name), query, variables);
    if (errors.length > 0) throw new Error(text);
    return data as Record<string, unknown>;
  };
  const consent = async (receiver: string, categories: string[], purpose: string, history = 'ALL'): Promise<string> => {
    const until = new Date(Date.now() + 365 * 86_400_000).toISOString();
    return (await record(azua, 'giveConsent', { case: survivor, receiver, categories, for: purpose, language: 'spa', by: 'SURVIVOR', until, history, textVersion: '2026-1' })).id;
  };
  const withdraw = (id: string) => record(azua, 'withdrawConsent', { case: survivor, consent: id, by: 'SURVIVOR' });
  /** What the timeline of her case shows of some types of events. */
  const timeline = async (name: string, types: RegExp): Promise<readonly Node[]> => {
    const { caseTimeline } = await ask(name, 'query ($id: ID!) { caseTimeline(case: $id, first: 100) { edges { node { type clear { name value } opened { name value } } } } }', { id: survivor });
    return caseTimeline === null ? [] : nodes(caseTimeline).filter(({ type }) => types.test(String(type)));
  };
  const readsOf = async (compartment: string, operation: string): Promise<number> => {
    let reads = 0;
    for await (const events of running.system.store.readAll(0n)) {
      for (const { stream, leaf } of events) if (stream.startsWith(`access-${compartment}-2`) && readLeaf(leaf).data['operation'] === operation) reads++;
    }
    return reads;
  };

  beforeAll(async () => {
    running = await Running.founded();
    Object.assign(offices, await openOffices(running), await openOffices(running, signatories));
    survivor = (await record(azua, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await record(azua, 'describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', givenName: 'Altagracia' });
    await record(azua, 'recordLanguageNeed', { case: survivor, languages: ['spa'], interpreter: false });
  });
  afterAll(() => running.end());

  describe('a stay', () => {
    const stays = '{ stays { edges { node { id case unit since dependants reviewDue overdue } } } }';
    const occupancy = 'query ($unit: ID!) { occupancy(unit: $unit) { declared held taken over promised } }';
    const occupied = async (name: string) => (await ask(name, occupancy, { unit: 'mmujer-casa' }))['occupancy'];
    let stay = '';

    it('is promised before it is lived in, and counted without a name to who directs the house', async () => {
      const basis = { kind: 'VITAL_INTERESTS' };
      stay = (await record(azua, 'requestReferral', { case: survivor, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis })).id;
      const { id: hold } = await record(casa, 'holdPlace', { unit: 'mmujer-casa' });
      expect(await occupied(casa)).toEqual({ declared: 3, held: 1, taken: 0, over: 0, promised: 0 });
      await record(casa, 'acceptReferral', { referral: stay, hold });
      expect(await occupied(casa)).toEqual({ declared: 3, held: 0, taken: 1, over: 0, promised: 1 });
      expect(nodes((await ask(casa, stays))['stays'])).toEqual([]);
      await record(casa, 'admitSurvivor', { referral: stay, dependants: [], note: 'Duerme poco.' });
      expect(await occupied(casa)).toEqual({ declared: 3, held: 0, taken: 1, over: 0, promised: 0 });
      for (const other of [azua, pett, 'mmujer-azua supervisor', 'auditoria-sede auditor']) expect([other, await occupied(other)]).toEqual([other, null]);
      expect((await ask(casa, occupancy, { unit: 'mmujer-azua' }))['occupancy']).toBeNull();
    });

    it('is listed to the house, with its review, and read on record', async () => {
      const before = await readsOf('mmujer-casa', 'stays');
      expect(nodes((await ask(casa, stays))['stays'])).toMatchObject([{ id: stay, case: survivor, unit: 'mmujer-casa', dependants: 0, overdue: false }]);
      expect(await readsOf('mmujer-casa', 'stays')).toBe(before + 1);
      for (const other of [azua, 'mmujer-azua supervisor', pett, dgm]) expect([other, nodes((await ask(other, stays))['stays'])]).toEqual([other, []]);
      expect(await timeline(azua, /Admitted|Stay/)).toEqual([]);
    });

    it('is told to the lead on a consent that names where she is, the house by its name, and taken back with it', async () => {
      const narrow = await consent('mmujer', ['WHEREABOUTS'], 'RETURN');
      expect(await timeline(azua, /Admitted/)).toEqual([]);
      const named = await consent('mmujer', ['WHEREABOUTS'], 'ASSISTANCE', 'CURRENT');
      const [admitted] = await timeline(azua, /Admitted/);
      expect(JSON.stringify(admitted)).toMatch(/mmujer-casa.*Duerme poco/);
      expect(nodes((await ask(azua, stays))['stays'])).toEqual([]);
      await withdraw(named);
      expect(await timeline(azua, /Admitted/)).toEqual([]);
      await withdraw(narrow);
    });

    it('has left the list when she told the lead that she left, and of it the house keeps what it recorded, and that it ended', async () => {
      await record(azua, 'recordSurvivorLeft', { stay });
      expect(nodes((await ask(casa, stays))['stays'])).toEqual([]);
      expect((await timeline(casa, /Survivor(Admitted|Left)|Stay/)).map(({ type }) => type)).toEqual(['SurvivorAdmitted', 'SurvivorLeftFreely']);
    });
  });

  describe('a return', () => {
    const fields = 'id case kind direction status notifiedBy decided risk meets receives metBy arrivedAt arrivalPlace sharedWith followUpDue outcome';
    const expected = async (name: string) => nodes((await ask(name, `{ returnsExpected { edges { node { ${fields} } } } }`))['returnsExpected']);
    const arrived = async (name: string) => nodes((await ask(name, `{ returnsArrived { edges { node { ${fields} } } } }`))['returnsArrived']);
    const file = async (name: string, id = of.return) => (await ask(name, `query ($id: ID!) { return(id: $id) { ${fields} arrival timeline { n type opened { name value } } } }`, { id }))['return'] as Node | null;
    let of: { return: string };
    let toInm = '';

    it('is nobody’s but the lead’s and the consulate’s that notified it', async () => {
      const toConsulate = await consent('mirex-consulado-madrid', ['IDENTITY'], 'RETURN');
      const { id: under } = await record(azua, 'requestReferral', { case: survivor, to: 'mirex-consulado-madrid', service: 'CONSULAR_ASSISTANCE', priority: 'URGENT', consents: [toConsulate] });
      await record(consulate, 'acceptReferral', { referral: under });
      of = { return: (await record(consulate, 'notifyReturn', { case: survivor, kind: 'VOLUNTARY', direction: 'INBOUND', country: 'ES', under })).id };
      await record(azua, 'assessReturnRisk', { ...of, level: 'LOW', assessment: 'Su familia la espera.' });
      await record(azua, 'consentToReturn', { ...of, by: 'SURVIVOR', language: 'spa' });
      expect(await expected(azua)).toMatchObject([{ id: of.return, case: survivor, status: 'CONSENTED', decided: 'SURVIVOR', risk: 'LOW', notifiedBy: 'mirex-consulado-madrid' }]);
      // She consented to IDENTITY: what was found of the risk is not the consulate's.
      expect(await expected(consulate)).toMatchObject([{ id: of.return, status: 'CONSENTED', risk: null }]);
      for (const other of [inm, gcps, dgm, casa, pett, bani]) expect([other, await expected(other), await file(other)]).toEqual([other, [], null]);
    });

    it('is told to who is named to meet her, when and where she arrives, and to no other unit of that institution', async () => {
      toInm = await consent('inm-retornos', ['STATUS', 'WHEREABOUTS'], 'RETURN');
      await record(azua, 'nameReturnParty', { ...of, unit: 'inm-retornos', task: 'MEETS', consents: [toInm], arrival: 'AILA, el lunes a las 16:10' });
      expect(await expected(inm)).toMatchObject([{ id: of.return, meets: 'inm-retornos', risk: null }]);
      expect(await file(inm)).toMatchObject({ arrival: 'AILA, el lunes a las 16:10', status: 'CONSENTED' });
      expect(JSON.stringify(await file(inm))).not.toMatch(/familia|"ES"/);
      expect((await ask(inm, 'query ($id: ID!) { case(id: $id) { id safeContacts { id } returns { edges { node { id } } } } }', { id: survivor }))['case']).toMatchObject({ safeContacts: [], returns: { edges: [{ node: { id: of.return } }] } });
      for (const other of [archive, dgm, gcps]) expect([other, await expected(other), await file(other)]).toEqual([other, [], null]);
      expect(await file(consulate)).toMatchObject({ arrival: null, meets: 'inm-retornos' });
    });

    it('names a house by its code to all but itself, and a unit of the lead’s own is shown the return and nothing else of her', async () => {
      const toCasa = await consent('mmujer-casa', ['STATUS', 'PROTECTION'], 'RETURN');
      await record(azua, 'nameReturnParty', { ...of, unit: 'mmujer-casa', task: 'RECEIVES', consents: [toCasa] });
      expect(await expected(casa)).toMatchObject([{ receives: 'mmujer-casa', risk: 'LOW' }]);
      for (const other of [azua, inm, consulate]) expect(String((await expected(other))[0]?.['receives'])).toMatch(/^cc-/);
      expect(await file(casa)).toMatchObject({ arrival: null });
      const { id: second } = await record(azua, 'notifyReturn', { case: survivor, kind: 'DEPORTED', direction: 'INBOUND', country: 'US' });
      await record(azua, 'nameReturnParty', { return: second, unit: 'mmujer-bani', task: 'MEETS', consents: [], arrival: 'Las Américas' });
      expect(await expected(bani)).toMatchObject([{ id: second, status: 'ORDERED', decided: 'DEPORTATION' }]);
      expect(await file(bani, second)).toMatchObject({ arrival: 'Las Américas' });
      expect([await file(bani), (await ask(bani, 'query ($id: ID!) { case(id: $id) { id } }', { id: survivor }))['case']]).toEqual([null, null]);
      await record(azua, 'enterReturnInError', { return: second, reason: 'DUPLICATE' });
      expect(await expected(bani)).toEqual([]);
    });

    it('is taken back from who is not to meet her any more, and from who may not know any more', async () => {
      const toGcps = await consent('gcps', ['STATUS', 'WHEREABOUTS'], 'RETURN');
      await record(azua, 'nameReturnParty', { ...of, unit: 'gcps-programas', task: 'MEETS', consents: [toGcps], arrival: 'AILA, el martes' });
      expect([await expected(inm), await file(inm)]).toEqual([[], null]);
      expect(await file(gcps)).toMatchObject({ arrival: 'AILA, el martes' });
      await withdraw(toGcps);
      expect([await expected(gcps), await file(gcps)]).toEqual([[], null]);
      await record(azua, 'nameReturnParty', { ...of, unit: 'inm-retornos', task: 'MEETS', consents: [toInm], arrival: 'AILA, el miércoles' });
      expect(await file(inm)).toMatchObject({ arrival: 'AILA, el miércoles' });
    });

    it('goes on after she arrived, for those who were told her plan, and is due when she must be asked how she is', async () => {
      await record(inm, 'meetArrival', { ...of, place: 'AIRPORT', condition: 'Cansada.' });
      const toGcps = await consent('gcps', ['REINTEGRATION'], 'RETURN');
      await record(azua, 'shareReturnPlan', { ...of, with: ['gcps'], consents: [toGcps], plan: 'Un capital semilla.' });
      await record(azua, 'followUpReturn', { ...of, found: 'SAFE', report: 'Trabaja en una panadería.' });
      expect(await expected(azua)).toEqual([]);
      expect(await arrived(azua)).toMatchObject([{ status: 'ARRIVED', metBy: 'inm-retornos', arrivalPlace: 'AIRPORT', sharedWith: ['gcps'], followUpDue: expect.any(String) }]);
      expect(await arrived(gcps)).toMatchObject([{ sharedWith: ['gcps'], followUpDue: expect.any(String) }]);
      expect(JSON.stringify(await file(gcps))).toMatch(/capital semilla.*panadería/);
      expect(await arrived(inm)).toMatchObject([{ sharedWith: [], followUpDue: null }]);
      expect(JSON.stringify(await file(inm))).not.toMatch(/semilla|panadería/);
      expect(await readsOf('gcps', 'return')).toBeGreaterThan(0);
    });

    it('leaves those it named what they recorded and that it ended, and nothing beside', async () => {
      await record(azua, 'completeReturn', { ...of, outcome: 'REINTEGRATED' });
      expect((await file(inm))?.['timeline']).toMatchObject([{ n: 1, type: 'ArrivalMet' }, { n: 2, type: 'ReturnCompleted' }]);
      expect((await file(gcps))?.['timeline']).toMatchObject([{ type: 'ReturnCompleted' }]);
      expect([await arrived(azua), await arrived(inm), await arrived(gcps)]).toEqual([[], [], []]);
      expect(await file(azua)).toMatchObject({ status: 'COMPLETED', outcome: 'REINTEGRATED' });
      expect(await file(dgm)).toBeNull();
      expect(await file(azua, randomUUID())).toBeNull();
    });
  });

  describe('a permit', () => {
    const fields = 'id case status to class from until asks dueAt overdue reason';
    const permits = async (name: string) => nodes((await ask(name, `{ permits { edges { node { ${fields} } } } }`))['permits']);
    const file = async (name: string, id: string) => (await ask(name, `query ($id: ID!) { permit(id: $id) { ${fields} timeline { type opened { name value } } } }`, { id }))['permit'] as Node | null;
    const applied = async (consents: string[], more: object = {}): Promise<string> =>
      (await record(azua, 'applyForPermit', { case: survivor, to: 'dgm-sede', class: 'BUSINESS_VISA', consents, grounds: 'Sobreviviente de trata.', ...more })).id;

    it('is shown to migration control from its application on, and nothing else of her case with it', async () => {
      expect(await permits(dgm)).toEqual([]);
      const toDgm = await consent('dgm', ['MIGRATION'], 'RESIDENCE');
      const permit = await applied([toDgm]);
      expect(await permits(dgm)).toMatchObject([{ id: permit, case: survivor, status: 'APPLIED', asks: 'GRANT', to: 'dgm-sede' }]);
      expect(JSON.stringify(await file(dgm, permit))).toMatch(/Sobreviviente de trata/);
      expect((await timeline(dgm, /./)).map(({ type }) => type)).toEqual(['PermitApplied']);
      for (const other of [casa, pett, consulate, inm, gcps, bani]) expect([other, await permits(other), await file(other, permit)]).toEqual([other, [], null]);
      await record(dgm, 'grantPermit', { permit, class: 'BUSINESS_VISA', from: day(0), until: day(364), documentNumber: 'NV-2217' });
      const short = await applied([toDgm]);
      await record(dgm, 'grantPermit', { permit: short, class: 'HUMANITARIAN', from: day(-300), until: day(30) });
      expect((await permits(azua)).map(({ id, overdue }) => [id, overdue])).toEqual([[short, true], [permit, false]]);
      expect(await file(azua, permit)).toMatchObject({ status: 'GRANTED', until: day(364), asks: null });

      await withdraw(toDgm);
      expect((await file(dgm, permit))?.['timeline']).toMatchObject([{ type: 'PermitGranted' }]);
      expect((await permits(dgm)).map(({ id, to }) => [id, to])).toEqual([[short, null], [permit, null]]);
    });

    it('whose consent ends closes, and migration control is shown no more than that', async () => {
      const toDgm = await consent('dgm', ['MIGRATION'], 'RESIDENCE');
      const permit = await applied([toDgm]);
      await withdraw(toDgm);
      await eventually(async () => (await file(azua, permit))?.['status'] === 'CONSENT_WITHDRAWN');
      expect((await file(dgm, permit))?.['timeline']).toMatchObject([{ type: 'PermitClosedForConsent' }]);
      expect(JSON.stringify(await file(dgm, permit))).not.toMatch(/Sobreviviente/);
    });

    it('stands in the file of the case with her returns, as they stood at any time', async () => {
      const query = 'query ($id: ID!, $asOf: DateTime) { case(id: $id, asOf: $asOf) { returns { edges { node { status } } } permits { edges { node { status } } } } }';
      const now = (await ask(azua, query, { id: survivor }))['case'] as Record<string, unknown>;
      expect([nodes(now['returns']).map(({ status }) => status).sort(), nodes(now['permits']).map(({ status }) => status).sort()]).toEqual([
        ['COMPLETED', 'ENTERED_IN_ERROR'],
        ['CONSENT_WITHDRAWN', 'GRANTED', 'GRANTED'],
      ]);
      const [first] = (await running.system.store.readStream((await streamsOf('return-'))[0]!)).map(({ leaf }) => readLeaf(leaf).recordedAt);
      const then = (await ask(azua, query, { id: survivor, asOf: first }))['case'] as Record<string, unknown>;
      expect([nodes(then['returns']), nodes(then['permits'])]).toEqual([[{ status: 'NOTIFIED' }], []]);
    });
    const streamsOf = async (prefix: string): Promise<string[]> => {
      const streams = new Set<string>();
      for await (const events of running.system.store.readAll(0n)) for (const { stream } of events) if (stream.startsWith(prefix)) streams.add(stream);
      return [...streams];
    };
  });

  it.each(['in one go', 'event by event'])('built anew %s is what was kept', async (how) => {
    const { store } = running.system;
    const single: EventStore = Object.create(store, {
      readAll: {
        async *value(after: bigint): AsyncIterable<readonly StoredEvent[]> {
          for await (const events of store.readAll(after)) for (const event of events) yield [event];
        },
      },
    }) as EventStore;
    await sameWhenBuiltAnew(running, how === 'in one go' ? store : single);
  });
});
