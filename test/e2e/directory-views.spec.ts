import { randomUUID } from 'node:crypto';
import { readLeaf, type Envelope } from '@amparo/evidence';
import type { EventStore, StoredEvent } from '@amparo/event-store';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';
import { appointAdministrator } from './told-directory';
import { sameWhenBuiltAnew } from './views-anew';

jest.setTimeout(60_000);

const administration = { 'purpose-of-use': 'ADMINISTRATION' };
const oversight = { 'purpose-of-use': 'OVERSIGHT' };
const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const inAYear = (): string => new Date(Date.now() + 365 * 86_400_000).toISOString();

describe('what is read of institutions, and what they are counted by', () => {
  let running: Running;
  let offices: Offices;
  const administrators: Record<string, Who> = {};
  const who = (name: string): Who => offices[name] ?? administrators[name] ?? running.administrator(0);
  const asked = async (name: string, query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}) => {
    const { data, errors } = await running.ask(who(name), query, variables, headers);
    if (errors[0]) throw new Error(String(errors[0].extensions['code']));
    return data as Record<string, never>;
  };
  const record = (name: string, mutation: string, input: object, headers: Record<string, string> = {}) => running.record(who(name), mutation, input, headers);

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    for (const institution of ['mmujer', 'pgr', 'dgm']) administrators[`${institution} administrator`] = await appointAdministrator(running, institution);
  });
  afterAll(() => running.end());

  describe('a course', () => {
    const certificates = 'query ($id: ID!, $atLeast: String) { course(id: $id, atLeast: $atLeast) { title providers certificates { edges { node { id date institution revoked holderName } } } } }';
    let course: string;
    let position: string;
    const read = async (name: string): Promise<Record<string, unknown>[]> => {
      const { course: found } = (await asked(name, certificates, { id: course, atLeast: position })) as unknown as { course: { certificates: { edges: { node: Record<string, unknown> }[] } } };
      return found.certificates.edges.map(({ node }) => node);
    };
    /** Reads that the access log has of a compartment. */
    const reads = async (compartment: string): Promise<Envelope[]> => {
      const found: Envelope[] = [];
      for await (const events of running.system.store.readAll(0n)) {
        for (const { stream, leaf } of events) if (stream.startsWith(`access-${compartment}-2`)) found.push(readLeaf(leaf));
      }
      return found;
    };

    beforeAll(async () => {
      course = (await record('mmujer administrator', 'scheduleCourse', { title: 'Diplomado en trata · 人口贩运', providers: ['mmujer'], from: '2025-02-03', until: '2025-06-30' }, administration)).id;
      await record('mmujer administrator', 'awardCertificate', { course, holderName: 'Mercedes Peña', date: '2025-06-30', institution: 'mmujer', agent: who('mmujer-azua caseworker').agent }, administration);
      const { id: certificate } = await record('mmujer administrator', 'awardCertificate', { course, holderName: 'Altagracia Núñez', date: '2025-07-01' }, administration);
      position = (await record('mmujer administrator', 'revokeCertificate', { course, certificate, reason: 'MISCONDUCT' }, administration)).position;
    });

    it('names its holders to administrators of who gave it, and records that they read it before it answers', async () => {
      const before = (await reads('mmujer')).length;
      expect(await read('mmujer administrator')).toMatchObject([
        { date: '2025-06-30', institution: 'mmujer', revoked: null, holderName: 'Mercedes Peña' },
        { date: '2025-07-01', institution: null, revoked: 'MISCONDUCT', holderName: 'Altagracia Núñez' },
      ]);
      const recorded = (await reads('mmujer')).slice(before);
      expect(recorded).toMatchObject([{ type: 'RecordsRead', data: { operation: 'course', categories: ['IDENTITY'], count: 1 }, actor: { agent: who('mmujer administrator').agent } }]);
      await expect(asked('mmujer administrator', certificates, { id: course }, { 'purpose-of-use': '' })).rejects.toThrow('PURPOSE_REQUIRED');
    });

    it.each(['pgr administrator', 'the founding administrator', 'mmujer-azua supervisor', 'auditoria-sede auditor'])('shows %s the institution and the day, and records nothing', async (name) => {
      const before = (await reads(who(name).compartment)).length;
      expect((await read(name)).map(({ date, institution, holderName }) => [date, institution, holderName])).toEqual([['2025-06-30', 'mmujer', null], ['2025-07-01', null, null]]);
      expect((await reads(who(name).compartment)).length).toBe(before);
    });

    it('stands in a list that is paged, by who gives it', async () => {
      await record('mmujer administrator', 'scheduleCourse', { title: 'Diplomado de 2003', providers: ['mmujer'], from: '2003-02-03', until: '2003-06-30' }, administration);
      const { courses } = (await asked('pgr-pett prosecutor', '{ courses(first: 1) { edges { node { title } cursor } pageInfo { hasNextPage endCursor } } }')) as never as Record<string, { edges: object[]; pageInfo: { endCursor: string } }>;
      expect(courses).toMatchObject({ edges: [{ node: { title: 'Diplomado de 2003' } }], pageInfo: { hasNextPage: true } });
      const rest = await asked('pgr-pett prosecutor', 'query ($after: String) { courses(after: $after) { edges { node { id } } pageInfo { hasNextPage } } none: courses(provider: "pgr") { edges { cursor } } }', { after: courses?.pageInfo.endCursor });
      expect(rest).toEqual({ courses: { edges: [{ node: { id: course } }], pageInfo: { hasNextPage: false } }, none: { edges: [] } });
      expect(await asked('pgr-pett prosecutor', certificates, { id: randomUUID() })).toEqual({ course: null });
    });
  });

  describe('a body and its plan', () => {
    let plan: string;
    beforeAll(async () => {
      await record('mmujer-ciprom coordinator', 'constituteBody', { body: 'ciprom', name: 'CIPROM' }, oversight);
      await record('mmujer-ciprom coordinator', 'admitMember', { body: 'ciprom', institution: 'pgr' }, oversight);
      plan = (await record('mmujer-ciprom coordinator', 'adoptPlan', { body: 'ciprom', name: 'Plan Nacional', fromYear: 2025, untilYear: 2030 }, oversight)).id;
      const action = (title: string, axis: string, due: string) => record('mmujer-ciprom coordinator', 'planAction', { plan, title, axis, institution: 'pgr', due, indicator: 'END-2.3.7', at: ago(48) }, oversight);
      const { id: train } = await action('Formar a las fiscalías', 'DETECTION_AND_PROSECUTION', '2025-06-30');
      await action('Abrir un refugio', 'PROTECTION', '2030-12-31');
      const report = (progress: number, at: string) => record('pgr administrator', 'reportAction', { plan, action: train, status: 'UNDER_WAY', progress, at }, oversight);
      await report(40, ago(1));
      await report(20, ago(24));
    });

    it('are read by everybody who works with survivors', async () => {
      expect(await asked('dgm-sede caseworker', '{ body(code: "ciprom") { name secretariat members { institution until } } bodies { edges { node { code } } } nowhere: body(code: "citim") { code } }')).toEqual({
        body: { name: 'CIPROM', secretariat: 'mmujer-ciprom', members: [{ institution: 'mmujer', until: null }, { institution: 'pgr', until: null }] },
        bodies: { edges: [{ node: { code: 'ciprom' } }] },
        nowhere: null,
      });
    });

    it('is a matrix by axis, with how each action stands by its newest report, and what is overdue', async () => {
      const read = '{ name matrices { axis actions { title overdue newest { progress } reports { progress } } } overdue { title institution } }';
      const expected = {
        name: 'Plan Nacional',
        matrices: [
          { axis: 'PREVENTION', actions: [] },
          { axis: 'DETECTION_AND_PROSECUTION', actions: [{ title: 'Formar a las fiscalías', overdue: true, newest: { progress: 40 }, reports: [{ progress: 20 }, { progress: 40 }] }] },
          { axis: 'PROTECTION', actions: [{ title: 'Abrir un refugio', overdue: false, newest: null, reports: [] }] },
        ],
        overdue: [{ title: 'Formar a las fiscalías', institution: 'pgr' }],
      };
      expect(await asked('mmujer-azua caseworker', `query ($id: ID!) { plan(id: $id) ${read} plans(body: "ciprom") { edges { node ${read} } } none: plans(body: "citim") { edges { cursor } } }`, { id: plan })).toEqual({
        plan: expected,
        plans: { edges: [{ node: expected }] },
        none: { edges: [] },
      });
      expect(await asked('mmujer-azua caseworker', 'query ($id: ID!) { plan(id: $id) { id } }', { id: randomUUID() })).toEqual({ plan: null });
    });
  });

  describe('a sharing agreement', () => {
    const fields = '{ id title status parties for categories until signatures { institution } }';
    const propose = async (input: object = {}): Promise<string> =>
      (await record('mmujer administrator', 'proposeAgreement', { title: 'Convenio', with: ['pgr'], for: 'ASSISTANCE', categories: ['STATUS', 'PROTECTION'], until: inAYear(), ...input }, administration)).id;
    type Read = { id: string; for: string; categories: string[]; until: string };
    const read = async (name: string, id: string): Promise<Read | null> => ((await asked(name, `query ($id: ID!) { agreement(id: $id) ${fields} }`, { id })) as never as { agreement: Read | null }).agreement;
    /** Signs what was read and nothing else. */
    const sign = async (id: string): Promise<void> => {
      const { for: purpose, categories, until } = (await read('pgr administrator', id))!;
      await record('pgr administrator', 'signAgreement', { agreement: id, for: purpose, categories, until }, administration);
    };
    const seenByPett = async (id: string): Promise<string> => (await running.ask(who('pgr-pett prosecutor'), 'query ($id: ID!) { case(id: $id) { description { name value } screenings { fields { name value } } consents { for } } }', { id })).text;

    it('is read by a party before it signs, with its terms, and to others it is not there', async () => {
      const id = await propose();
      expect(await read('pgr administrator', id)).toMatchObject({ status: 'PROPOSED', parties: ['mmujer', 'pgr'], for: 'ASSISTANCE', categories: ['PROTECTION', 'STATUS'], signatures: [{ institution: 'mmujer' }] });
      expect(await read('auditoria-sede auditor', id)).toMatchObject({ status: 'PROPOSED' });
      for (const name of ['dgm administrator', 'the founding administrator']) {
        expect(await read(name, id)).toBeNull();
        expect(await asked(name, `{ agreements { edges { node ${fields} } pageInfo { hasNextPage } } }`)).toEqual({ agreements: { edges: [], pageInfo: { hasNextPage: false } } });
      }
      await record('pgr administrator', 'denounceAgreement', { agreement: id }, administration);
      expect(await read('mmujer-azua caseworker', id)).toMatchObject({ status: 'DENOUNCED' });
    });

    it('takes back at once what it does not let pass, over a restart too, and gives it back when it ends', async () => {
      const { id: survivor } = await record('mmujer-azua caseworker', 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
      await record('mmujer-azua caseworker', 'recordLanguageNeed', { case: survivor, languages: ['spa'], interpreter: false });
      await record('mmujer-azua caseworker', 'describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', givenName: 'Yolanda' });
      await record('mmujer-azua caseworker', 'recordScreening', { case: survivor, acts: ['Harbouring'], means: [], exploitation: [], note: 'la vecina' });
      const consent = { case: survivor, receiver: 'pgr-pett', categories: ['STATUS', 'IDENTITY', 'PROTECTION'], for: 'ASSISTANCE', language: 'spa', by: 'SURVIVOR', until: inAYear(), history: 'ALL', textVersion: '1' };
      const { id: given } = await record('mmujer-azua caseworker', 'giveConsent', consent);
      const { id: referral } = await record('mmujer-azua caseworker', 'requestReferral', { case: survivor, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [given] });
      await record('pgr-pett prosecutor', 'acceptReferral', { referral });
      const whole = await seenByPett(survivor);
      for (const said of ['Yolanda', 'la vecina']) expect(whole).toContain(said);

      const otherwise = await propose({ for: 'RETURN', categories: ['STATUS'] });
      await sign(otherwise);
      expect(await seenByPett(survivor)).toContain('Yolanda');
      const narrow = await propose();
      expect(await seenByPett(survivor)).toContain('Yolanda'); // signed by one it binds nobody
      await sign(narrow);
      for (const again of [false, true]) {
        if (again) {
          await running.stop();
          await running.start();
        }
        const limited = await seenByPett(survivor);
        expect(limited).not.toContain('Yolanda');
        expect(limited).toContain('la vecina');
      }
      expect(JSON.stringify(await asked('mmujer-azua caseworker', 'query ($id: ID!) { case(id: $id) { description { value } } }', { id: survivor }))).toContain('Yolanda');
      await record('pgr administrator', 'denounceAgreement', { agreement: narrow }, administration);
      expect((await seenByPett(survivor)).replace(/"checkpoint".*/, '')).toBe(whole.replace(/"checkpoint".*/, ''));
    });
  });

  describe('an overview', () => {
    type Counts = { referrals: object[]; unmetNeeds: object[] };
    const overview = async (body?: string, atLeast?: string): Promise<Counts> =>
      ((await asked('mmujer-ciprom coordinator', 'query ($body: ID, $atLeast: String) { overview(body: $body, atLeast: $atLeast) { referrals { institution service priority clock state referrals escalated daysOverdue } unmetNeeds { institution service year needs } } }', { body, atLeast })) as never as { overview: Counts }).overview;

    it('counts what waits for whom, how late, and what nobody could give', async () => {
      const { id: survivor } = await record('mmujer-azua caseworker', 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
      const refer = async (to: string, service: string, at?: string): Promise<string> =>
        (await record('mmujer-azua caseworker', 'requestReferral', { case: survivor, to, service, priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' }, ...(at !== undefined && { at }) })).id;
      await refer('pgr-pett', 'CRIMINAL_COMPLAINT', ago(60));
      await refer('pgr-pett', 'CRIMINAL_COMPLAINT');
      await refer('mmujer-casa', 'SHELTER');
      const declined = await refer('pgr-pett', 'LEGAL_AID');
      await record('pgr-pett prosecutor', 'declineReferral', { referral: declined, reason: 'NO_CAPACITY' });
      const alike = { priority: 'EMERGENCY', escalated: 0 };
      expect((await overview()).referrals).toEqual(
        expect.arrayContaining([
          { ...alike, institution: 'mmujer', service: 'SHELTER', clock: 'ANSWER', state: 'RUNNING', referrals: 1, daysOverdue: 0 },
          { ...alike, institution: 'mmujer', service: 'LEGAL_AID', clock: 'NEXT_STEP', state: 'RUNNING', referrals: 1, daysOverdue: 0 },
          { ...alike, institution: 'pgr', service: 'CRIMINAL_COMPLAINT', clock: 'ANSWER', state: 'OVERDUE', referrals: 1, daysOverdue: 1 },
          { ...alike, institution: 'pgr', service: 'CRIMINAL_COMPLAINT', clock: 'ANSWER', state: 'RUNNING', referrals: 1, daysOverdue: 0 },
        ]),
      );
      await record('mmujer-azua caseworker', 'decideNextStep', { referral: declined, step: 'UNMET_NEED' });
      const { unmetNeeds, referrals } = await overview();
      expect(unmetNeeds).toMatchObject([{ institution: 'mmujer', service: 'LEGAL_AID', needs: 1 }]);
      expect(referrals).not.toContainEqual(expect.objectContaining({ clock: 'NEXT_STEP' }));
      const found = await record('mmujer-azua caseworker', 'recordUnmetNeed', { case: survivor, service: 'SHELTER', reason: 'NO_CAPACITY', note: 'Duerme donde una vecina.', at: '2026-01-01T03:00:00Z', late: 'PAPER_FORM' });
      expect((await overview(undefined, found.position)).unmetNeeds).toMatchObject([{ service: 'LEGAL_AID', needs: 1 }, { institution: 'mmujer', service: 'SHELTER', year: 2025, needs: 1 }]);
      // Told again, in the other way and by another, they are the same needs.
      await record('mmujer-azua caseworker', 'recordUnmetNeed', { case: survivor, service: 'LEGAL_AID', reason: 'NO_CAPACITY' });
      const refused = await refer('mmujer-casa', 'SHELTER');
      await record('mmujer-casa shelter_manager', 'declineReferral', { referral: refused, reason: 'NO_CAPACITY' });
      const again = await record('mmujer-azua caseworker', 'decideNextStep', { referral: refused, step: 'UNMET_NEED' });
      expect((await overview(undefined, again.position)).unmetNeeds).toMatchObject([{ service: 'LEGAL_AID', needs: 1 }, { service: 'SHELTER', year: 2025, needs: 1 }]);
      const { id: another } = await record('mmujer-azua caseworker', 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
      const hers = await record('mmujer-azua caseworker', 'recordUnmetNeed', { case: another, service: 'SHELTER', reason: 'NO_CAPACITY', at: '2026-01-01T03:00:00Z', late: 'PAPER_FORM' });
      expect((await overview(undefined, hers.position)).unmetNeeds).toMatchObject([{ service: 'LEGAL_AID', needs: 1 }, { service: 'SHELTER', year: 2025, needs: 2 }]);
      for (const hidden of [survivor, declined, 'mmujer-casa', 'pgr-pett', 'cc-']) expect(JSON.stringify([unmetNeeds, referrals, await overview()])).not.toContain(hidden);
    });

    it('is of the present members of a body, where one is named', async () => {
      await record('mmujer-ciprom coordinator', 'releaseMember', { body: 'ciprom', institution: 'pgr' }, oversight);
      const institutions = ({ referrals }: Counts): string[] => [...new Set(referrals.map((one) => (one as { institution: string }).institution))];
      expect(institutions(await overview())).toEqual(['mmujer', 'pgr']);
      expect(institutions(await overview('ciprom'))).toEqual(['mmujer']);
      expect(await overview('citim')).toEqual({ referrals: [], unmetNeeds: [] });
    });

    it.each(['mmujer-azua supervisor', 'mmujer administrator', 'auditoria-sede auditor', 'mmujer-casa shelter_manager'])('is not for %s', async (name) => {
      await expect(asked(name, '{ overview { referrals { institution } } }')).rejects.toThrow('FORBIDDEN_FOR_ROLE');
    });
  });

  describe('a search for a place', () => {
    const found = async (search: string): Promise<string[]> => {
      const { units } = (await asked('pgr-pett prosecutor', `{ units(first: 100, ${search}) { edges { node { code } } } }`)) as never as { units: { edges: { node: { code: string } }[] } };
      return units.edges.map(({ node: { code } }) => code);
    };
    const hours = (from: string, until: string) => [{ day: 'SA', from, until }];
    const offer = { unit: 'mmujer-bani', service: 'LEGAL_AID', languages: ['spa', 'hat', 'eng'], accessibility: ['SIGN_LANGUAGE'], schedule: hours('08:00', '12:00') };

    it('goes by what a unit offers, how and when, by whom it takes in, and by its free places, and names nobody', async () => {
      await record('mmujer administrator', 'offerService', offer, administration);
      await record('mmujer administrator', 'setCriteria', { unit: 'mmujer-casa', criteria: { sexes: ['FEMALE'], ageFrom: 18, dependants: true } }, administration);
      expect(await found('service: "LEGAL_AID", language: "eng"')).toEqual(['mmujer-bani']);
      expect(await found('service: "LEGAL_AID", accessibility: [SIGN_LANGUAGE], openOn: SA, openAt: "11:30"')).toEqual(['mmujer-bani']);
      expect(await found('service: "LEGAL_AID", openOn: SU')).toEqual([]);
      expect(await found('service: "SHELTER", sex: FEMALE, age: 24, dependants: true, freePlaces: 3')).toEqual(['mmujer-casa']);
      expect(await found('service: "SHELTER", sex: MALE')).toEqual([]);
      expect(await found('service: "SHELTER", age: 17')).toEqual([]);
      await record('mmujer-azua caseworker', 'holdPlace', { unit: 'mmujer-casa' });
      expect(await found('service: "SHELTER", freePlaces: 3')).toEqual([]);
      expect(await found('service: "SHELTER", freePlaces: 2')).toEqual(['mmujer-casa']);
      expect(await asked('pgr-pett prosecutor', '{ unit(code: "mmujer-bani") { services { languages schedule { day from until } accessibility } } }')).toEqual({
        unit: { services: [{ languages: ['eng', 'hat', 'spa'], schedule: [{ day: 'SA', from: '08:00', until: '12:00' }], accessibility: ['SIGN_LANGUAGE'] }] },
      });
    });

    it('takes no hours that are none, said or asked for', async () => {
      const refused = (more: object) => running.refusal(who('mmujer administrator'), 'offerService', { ...offer, ...more }, administration);
      const before = await running.system.store.head();
      expect(await refused({ schedule: hours('22:00', '06:00') })).toBe('HOURS_REVERSED');
      for (const [from, until] of [['8:00', '12:00'], ['08:00', '24:30'], ['24:00', '24:00'], ['mañana', '12:00']] as const) expect(await refused({ schedule: hours(from, until) })).toBe('BAD_USER_INPUT');
      expect(await refused({ schedule: Array.from({ length: 29 }, () => hours('08:00', '12:00')[0]) })).toBe('BAD_USER_INPUT');
      expect(await running.refusal(who('mmujer-azua caseworker'), 'offerService', offer, administration)).toBe('FORBIDDEN_FOR_ROLE');
      expect(await running.system.store.head()).toBe(before);
      await expect(found('openAt: "9:30"')).rejects.toThrow('BAD_USER_INPUT');
      await expect(found('openAt: "24:00"')).rejects.toThrow('BAD_USER_INPUT');
    });
  });

  it('is kept as it is built anew, in one go', () => sameWhenBuiltAnew(running));

  it('is kept as it is built anew, one event at a time', async () => {
    const { store } = running.system;
    const single: EventStore = Object.create(store, {
      readAll: {
        async *value(after: bigint): AsyncIterable<readonly StoredEvent[]> {
          for await (const events of store.readAll(after)) for (const event of events) yield [event];
        },
      },
    }) as EventStore;
    await sameWhenBuiltAnew(running, single);
  });
});
