import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { eventually, Running, type Recorded, type Who } from './running';

jest.setTimeout(60_000);

const administration = { 'purpose-of-use': 'ADMINISTRATION' };
const day = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();

describe('a stay in a house', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string, own = false): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own };
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const casa = (own = false): Who => who('mmujer-casa shelter_manager', own);
  const pett = (own = false): Who => who('pgr-pett supervisor', own);
  /** Run by another institution than the one that owns it. */
  let malala: Who;

  const open = async (more: object = {}): Promise<string> => {
    const { id } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR', ...more });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE' });
    return id;
  };
  const refer = async (of: string, to = 'mmujer-casa', more: object = {}): Promise<string> =>
    (await running.record(azua(), 'requestReferral', { case: of, to, service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' }, ...more })).id;
  const hold = async (unit = 'mmujer-casa', by = casa()): Promise<string> => (await running.record(by, 'holdPlace', { unit })).id;
  /** Referred to a house, and accepted there. */
  const acceptedAt = async (unit: string, by: Who): Promise<{ of: string; stay: string; place: string }> => {
    const of = await open();
    const stay = await refer(of, unit);
    const place = await hold(unit, by);
    await running.record(by, 'acceptReferral', { referral: stay, hold: place });
    return { of, stay, place };
  };
  const housedAt = async (unit: string, by: Who, more: object = {}): Promise<{ of: string; stay: string; place: string }> => {
    const accepted = await acceptedAt(unit, by);
    expect((await running.record(by, 'admitSurvivor', { referral: accepted.stay, dependants: [], ...more })).id).toBe(accepted.stay);
    return accepted;
  };
  const freePlaces = async (unit: string): Promise<unknown> => ((await running.ask(azua(), 'query ($unit: ID!) { unit(code: $unit) { freePlaces } }', { unit })).data?.['unit'] as { freePlaces: number }).freePlaces;
  const stream = async (name: string) => (await running.system.store.readStream(name)).map(({ leaf }) => readLeaf(leaf));
  const shown = async (to: Who, id: string): Promise<unknown> => (await running.ask(to, 'query ($id: ID!) { case(id: $id) { id } }', { id })).data?.['case'];
  const freed = (unit: string, place: string) => eventually(async () => (await stream(`unit-${unit}`)).some(({ type, data }) => type === 'PlaceFreed' && data['place'] === place));
  const gone = async (stay: string, unit = 'mmujer-casa'): Promise<void> => {
    const [admission] = await stream(`stay-${stay}`);
    await running.record(azua(), 'recordSurvivorLeft', { stay });
    await freed(unit, String(admission?.data['place']));
  };

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    const [first, second] = [running.administrator(0), running.administrator(1)];
    const direct = (by: Who, mutation: string, input: object): Promise<Recorded> => running.record(by, mutation, input, administration);
    await direct(first, 'registerInstitution', { institution: 'condor', name: 'Conferencia Dominicana de Religiosos', kind: 'CIVIL_SOCIETY' });
    for (const institution of ['pgr', 'condor']) await direct(first, 'wallCompartment', { institution, compartment: 'casa-malala', kind: 'RESIDENTIAL' });
    await direct(first, 'openUnit', { unit: 'casa-malala', name: 'Casa Malala', institution: 'pgr', operator: 'condor', kind: 'RESIDENCE', residential: true });
    await direct(first, 'setCriteria', { unit: 'casa-malala', criteria: { sexes: ['FEMALE'], ageFrom: 18, ageTo: 25, dependants: true } });
    await direct(first, 'declareCapacity', { unit: 'casa-malala', places: 4 });
    await direct(first, 'offerService', { unit: 'casa-malala', service: 'SHELTER', languages: ['spa'] });
    await direct(first, 'admitClient', { institution: 'condor', client: 'condor-malala-desk', compartment: 'casa-malala' });
    const { id: agent } = await direct(first, 'proposeAgentAppointment', { institution: 'condor', agentName: 'Encargada', roles: ['shelter_manager'], unit: 'casa-malala' });
    await direct(second, 'appointAgent', { institution: 'condor', agent });
    malala = { client: 'condor-malala-desk', institution: 'condor', compartment: 'casa-malala', agent };
  });
  afterAll(() => running.end());

  describe('run by another institution than the one that owns it', () => {
    let mother: string;
    let daughter: string;
    let stay: string;
    let places: string[];

    it('is accepted with a place for her and one for her daughter, and both are taken from then on', async () => {
      mother = await open();
      daughter = await open({ kind: 'DEPENDANT', careOf: mother });
      stay = await refer(mother, 'casa-malala');
      places = [await hold('casa-malala', malala), await hold('casa-malala', malala)];
      expect(await running.refusal(malala, 'admitSurvivor', { referral: stay, dependants: [] })).toBe('REFERRAL_NOT_ACCEPTED');
      await running.record(malala, 'acceptReferral', { referral: stay, hold: places[0], dependantHolds: [places[1]] });
      expect((await stream('unit-casa-malala')).filter(({ type }) => type === 'PlaceTaken').map(({ data }) => data['place'])).toEqual(places);
      expect(await freePlaces('casa-malala')).toBe(2);
    });

    it('begins when she comes in and meets its criteria: her age band reaches over its limit, so her age is asked', async () => {
      const come = { referral: stay, dependants: [{ case: daughter, hold: places[1] }] };
      expect(await running.refusal(malala, 'admitSurvivor', come)).toBe('AGE_NEEDED');
      expect(await running.refusal(malala, 'admitSurvivor', { ...come, age: 26 })).toBe('CRITERIA_NOT_MET');
      expect(await running.refusal(malala, 'admitSurvivor', { ...come, age: 25, dependants: [{ case: mother, hold: places[1] }] })).toBe('DEPENDANT_UNKNOWN');
      const admitted = await running.record(malala, 'admitSurvivor', { ...come, age: 25, note: 'Llegó con su hija. Ayiti: li pa pale panyòl. 谢谢' });
      expect(admitted.events.map(({ type }) => type)).toEqual(['SurvivorAdmitted']);
      expect((await running.record(malala, 'admitSurvivor', { ...come, age: 25 })).events).toEqual([]);
      expect(await running.refusal(malala, 'admitSurvivor', { ...come, dependants: [], age: 25 })).toBe('ANSWERED_OTHERWISE');
    });

    it('names neither house, agent nor system in any event of the case; what tells her age or words is sealed', async () => {
      const events = [...(await stream(`stay-${stay}`)), ...(await stream(`referral-${stay}`))];
      expect(events.map(({ type }) => type)).toContain('SurvivorAdmitted');
      for (const event of events) expect(JSON.stringify(event)).not.toMatch(new RegExp(`malala|condor|${malala.agent ?? ''}|panyòl|hija`));
      expect(events.find(({ type }) => type === 'SurvivorAdmitted')).toMatchObject({ case: mother, data: { met: ['SEX', 'AGE', 'DEPENDANTS'] }, sealed: [{ names: ['admissionNote', 'age'] }] });
    });

    it('is no business of the prosecution that owns it: there is no such stay, not for one word of it', async () => {
      const attempts: [string, object][] = [
        ['admitSurvivor', { referral: stay, dependants: [] }],
        ['admitDependant', { stay, dependant: daughter, hold: places[0] }],
        ['extendStay', { stay, until: inDays(20), reason: 'HEALTH' }],
        ['dischargeSurvivor', { stay, reason: 'MOVED' }],
        ['dischargeDependant', { stay, dependant: daughter, reason: 'FAMILY' }],
        ['recordSurvivorLeft', { stay }],
      ];
      const before = await running.system.store.head();
      for (const [mutation, input] of attempts) {
        const id = 'stay' in input ? 'stay' : 'referral';
        for (const other of [pett(), casa()]) {
          const mistaken = await running.send(other, mutation, { ...input, [id]: randomUUID() });
          expect(mistaken).toMatchObject({ code: 'NOT_FOUND' });
          expect(await running.send(other, mutation, input)).toEqual(mistaken);
        }
      }
      // A prosecutor has no word in it at all, and the lead none but that she has left.
      for (const [mutation, input] of attempts.slice(0, 5)) expect(await running.refusal(who('pgr-pett prosecutor'), mutation, input)).toBe('FORBIDDEN_FOR_ROLE');
      for (const [mutation, input] of attempts.slice(0, 5)) expect(await running.refusal(who('mmujer-azua supervisor'), mutation, input)).toBe('NOT_FOUND');
      expect(await running.system.store.head()).toBe(before);
    });

    it('goes on after her daughter left, whose place is free again; and ends when she says so to who leads her case', async () => {
      await running.record(malala, 'dischargeDependant', { stay, dependant: daughter, reason: 'FAMILY' });
      await freed('casa-malala', places[1]!);
      await running.record(azua(), 'closeCase', { case: mother, reason: 'AT_HER_REQUEST' });
      await running.record(azua(), 'recordSurvivorLeft', { stay });
      await freed('casa-malala', places[0]!);
      expect(await freePlaces('casa-malala')).toBe(4);
      expect((await running.record(malala, 'recordSurvivorLeft', { stay })).events).toEqual([]);
      expect(await running.refusal(malala, 'dischargeSurvivor', { stay, reason: 'FAMILY' })).toBe('ANSWERED_OTHERWISE');
    });
  });

  it('is in one place that two referrals never share, however they race for it', async () => {
    const [one, other] = [await refer(await open()), await refer(await open())];
    const place = await hold();
    const answers = await Promise.all([one, other].map((referral) => running.refusal(casa(), 'acceptReferral', { referral, hold: place })));
    expect(answers.sort()).toEqual(['HOLD_ENDED', 'RECORDED']);
    expect((await stream('unit-mmujer-casa')).filter(({ type, data }) => type === 'PlaceTaken' && data['place'] === place)).toHaveLength(1);
    for (const referral of [one, other]) await running.send(azua(), 'withdrawReferral', { referral, reason: 'NOT_NEEDED' });
  });

  it('exceeds the capacity of the house for an emergency, on the word of who directs it, given with their own token', async () => {
    const full = [];
    for (let place = await running.send(casa(), 'holdPlace', { unit: 'mmujer-casa' }); !('code' in place); place = await running.send(casa(), 'holdPlace', { unit: 'mmujer-casa' })) full.push(place.id);
    expect(await freePlaces('mmujer-casa')).toBe(0);
    const more = { unit: 'mmujer-casa', reason: 'DANGER_TO_LIFE' };
    expect(await running.refusal(casa(), 'authoriseOvercapacity', more)).toBe('OWN_TOKEN_REQUIRED');
    expect(await running.refusal(who('mmujer-azua supervisor', true), 'authoriseOvercapacity', more)).toBe('SUPERVISOR_REQUIRED');
    expect(await running.refusal(azua(), 'authoriseOvercapacity', more)).toBe('FORBIDDEN_FOR_ROLE');
    const { id: beyond } = await running.record(casa(true), 'authoriseOvercapacity', more);
    const urgent = await refer(await open(), 'mmujer-casa', { priority: 'URGENT', basis: { kind: 'LEGAL_OBLIGATION', ref: 'Ley 88-03' } });
    expect(await running.refusal(casa(), 'acceptReferral', { referral: urgent, hold: beyond })).toBe('OVERCAPACITY_FOR_EMERGENCY');
    const emergency = await refer(await open());
    await running.record(casa(), 'acceptReferral', { referral: emergency, hold: beyond });
    await running.record(casa(), 'admitSurvivor', { referral: emergency, dependants: [] });
    await gone(emergency);
    // room for what follows: capacity is what the house says it is
    await running.record(casa(), 'declareCapacity', { unit: 'mmujer-casa', places: 30 });
  });

  it('is reviewed from its thirtieth day on: told on paper after forty, it escalates at once, and she stays', async () => {
    const { stay } = await housedAt('mmujer-casa', casa(), { at: inDays(-40), late: 'PAPER_FORM' });
    await eventually(async () => (await stream(`stay-${stay}`)).length > 1);
    const [, review] = await stream(`stay-${stay}`);
    expect(review).toMatchObject({ type: 'StayReviewDue', actor: { client: 'amparo' } });
    expect(await running.refusal(casa(), 'extendStay', { stay, until: inDays(31), reason: 'RISK_CONTINUES' })).toBe('STAY_TOO_LONG');
    expect(await running.refusal(casa(), 'extendStay', { stay, until: inDays(-1), reason: 'RISK_CONTINUES' })).toBe('UNTIL_NOT_LATER');
    await running.record(casa(), 'extendStay', { stay, until: inDays(29), reason: 'RISK_CONTINUES', note: 'El agresor la busca.' });
    await running.record(casa(), 'dischargeSurvivor', { stay, reason: 'FAMILY', destination: 'Con su hermana.' });
  });

  it('ends in one house when she comes in to another, whether the first says so or not', async () => {
    const { of, stay, place } = await housedAt('mmujer-casa', casa());
    const there = await refer(of, 'casa-malala');
    await running.record(malala, 'acceptReferral', { referral: there, hold: await hold('casa-malala', malala) });
    await running.record(malala, 'admitSurvivor', { referral: there, dependants: [], age: 24 });
    await freed('mmujer-casa', place);
    expect((await stream(`stay-${stay}`)).map(({ type, data }) => [type, data['reason']])).toEqual([['SurvivorAdmitted', undefined], ['SurvivorDischarged', 'MOVED']]);
    await gone(there, 'casa-malala');
  });

  describe('in a house that has an interest in her case (rule 8)', () => {
    const party = { kind: 'UNIT', id: 'mmujer-casa' };
    const ground = 'La encargada es pariente del investigado';
    const attach = async (of: string): Promise<void> => {
      const basis = { kind: 'LEGAL_MANDATE', ref: 'PETT-2026-114' };
      await running.record(azua(), 'requestReferral', { case: of, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [], basis });
    };
    const exclude = async (of: string, excluded: object = party): Promise<string> => (await running.record(pett(), 'placeExclusion', { party: excluded, cases: [of], ground })).id;

    it('strands her not: the exclusion waits until she has left, the house notices nothing, and from then on it is excluded', async () => {
      const { of, stay } = await housedAt('mmujer-casa', casa());
      await attach(of);
      const elsewhere = await open();
      await attach(elsewhere);
      // Who places it is answered the same about her who lives there and about her who does not.
      const [waiting, atOnce] = [await exclude(of), await exclude(elsewhere)];
      const told = async (exclusion: string) => (await stream(`exclusion-${exclusion}`)).map(({ type, data }) => [type, data['party']]);
      expect(await told(waiting)).toEqual(await told(atOnce));
      expect(await shown(casa(), of)).toEqual({ id: of });
      const back = { commandId: randomUUID(), referral: stay };
      await running.record(casa(), 'startService', back);

      await running.record(azua(), 'recordSurvivorLeft', { stay });
      expect(await shown(casa(), of)).toBeNull();
      expect(await running.refusal(casa(), 'startService', back)).toBe('NOT_FOUND'); // a retry of what was once accepted
      const nowhere = await running.send(casa(), 'dischargeSurvivor', { stay: randomUUID(), reason: 'FAMILY' });
      expect(await running.send(casa(), 'dischargeSurvivor', { stay, reason: 'FAMILY' })).toEqual(nowhere);
      const place = (await stream(`stay-${stay}`))[0]?.data['place'];
      await freed('mmujer-casa', String(place));
    });

    it.each(['dischargeDependant', 'recordSurvivorLeft'])('strands no child who lives there with her: the exclusion from the child’s own case waits until %s', async (leaving) => {
      const { of, stay, place } = await acceptedAt('mmujer-casa', casa());
      const child = await open({ kind: 'DEPENDANT', careOf: of });
      const asked = await refer(child);
      await running.record(casa(), 'admitSurvivor', { referral: stay, dependants: [{ case: child, hold: await hold() }] });
      await attach(child);
      const elsewhere = await open({ kind: 'DEPENDANT', careOf: of });
      await refer(elsewhere);
      await attach(elsewhere);
      await exclude(child);
      await exclude(elsewhere);
      expect([await shown(casa(), child), await shown(casa(), elsewhere)]).toEqual([{ id: child }, null]);
      await running.record(casa(), 'acknowledgeReferral', { referral: asked });

      const nowhere = await running.send(casa(), 'waitlistReferral', { referral: randomUUID() });
      if (leaving === 'dischargeDependant') await running.record(casa(), leaving, { stay, dependant: child, reason: 'FAMILY' });
      else await running.record(azua(), leaving, { stay });
      expect(await shown(casa(), child)).toBeNull();
      expect(await running.send(casa(), 'waitlistReferral', { referral: asked })).toEqual(nowhere);
      if (leaving === 'dischargeDependant') await gone(stay);
      await freed('mmujer-casa', place);
    });

    it('waits no longer when she comes in elsewhere, though the house keeps her on paper', async () => {
      const { of, place } = await housedAt('mmujer-casa', casa());
      await attach(of);
      await exclude(of);
      expect(await shown(casa(), of)).toEqual({ id: of });
      const there = await refer(of, 'casa-malala');
      await running.record(malala, 'acceptReferral', { referral: there, hold: await hold('casa-malala', malala) });
      await running.record(malala, 'admitSurvivor', { referral: there, dependants: [], age: 24 });
      await freed('mmujer-casa', place);
      expect(await shown(casa(), of)).toBeNull();
      await gone(there, 'casa-malala');
    });

    it('begins at once for what of its institution does not house her, and no excluded house is given her case to lead', async () => {
      const { of, stay, place } = await housedAt('mmujer-casa', casa());
      await attach(of);
      const exclusion = await exclude(of, { kind: 'INSTITUTION', id: 'mmujer' });
      await running.record(who('auditoria-sede auditor', true), 'confirmExclusion', { exclusion });
      expect([await shown(azua(), of), await shown(casa(), of)]).toEqual([null, { id: of }]);
      expect(await running.refusal(pett(), 'reassignLead', { case: of, exclusion, lead: 'mmujer-casa' })).toBe('UNIT_UNKNOWN');
      await running.record(pett(), 'reassignLead', { case: of, exclusion, lead: 'casa-malala' });
      expect(await running.refusal(azua(), 'recordSurvivorLeft', { stay })).toBe('NOT_FOUND');
      await running.record(malala, 'recordSurvivorLeft', { stay });
      await freed('mmujer-casa', place);
      expect(await shown(casa(), of)).toBeNull();
    });

    it('keeps a single agent of the house away at once: others of the house are there for her', async () => {
      const { of, stay } = await housedAt('mmujer-casa', casa());
      await attach(of);
      await exclude(of, { kind: 'AGENT', id: casa().agent });
      expect(await shown(casa(), of)).toBeNull();
      expect(await running.refusal(casa(), 'dischargeSurvivor', { stay, reason: 'FAMILY' })).toBe('NOT_FOUND');
      await gone(stay);
    });

    it('does not begin: who is on her way is not let in by an excluded house, to which there is no such referral', async () => {
      const { of, stay, place } = await acceptedAt('mmujer-casa', casa());
      await attach(of);
      await exclude(of);
      const nowhere = await running.send(casa(), 'admitSurvivor', { referral: randomUUID(), dependants: [] });
      expect(await running.send(casa(), 'admitSurvivor', { referral: stay, dependants: [] })).toEqual(nowhere);
      expect((await stream('unit-mmujer-casa')).filter(({ type, data }) => type === 'PlaceFreed' && data['place'] === place)).toEqual([]);
    });
  });

  describe('told badly', () => {
    it('is turned down with a code that says what to do, and nothing is written', async () => {
      const { stay } = await housedAt('mmujer-casa', casa());
      const accepted = await acceptedAt('mmujer-casa', casa());
      const attempts: [string, string, string, object][] = [
        ['before it began', 'NOT_FOUND', 'extendStay', { stay: accepted.stay, until: inDays(20), reason: 'HEALTH' }],
        ['with a reason that is none', 'BAD_USER_INPUT', 'dischargeSurvivor', { stay, reason: 'GOSSIP' }],
        ['with an age that is none', 'BAD_USER_INPUT', 'admitSurvivor', { referral: accepted.stay, dependants: [], age: 121 }],
        ['with a date that is none', 'BAD_USER_INPUT', 'extendStay', { stay, until: '2026-02-30T00:00:00Z', reason: 'HEALTH' }],
        ['in the future', 'AT_IN_FUTURE', 'recordSurvivorLeft', { stay, at: inDays(1) }],
        ['late without a reason', 'LATE_WITHOUT_REASON', 'admitSurvivor', { referral: accepted.stay, dependants: [], at: inDays(-4) }],
        ['in a hundred thousand letters', 'BAD_USER_INPUT', 'admitSurvivor', { referral: accepted.stay, dependants: [], note: 'х'.repeat(100_000) }],
        ['with an id that is none', 'BAD_USER_INPUT', 'admitSurvivor', { referral: 'stay-1', dependants: [] }],
        ['with a place of nobody’s', 'HOLD_ENDED', 'admitSurvivor', { referral: accepted.stay, hold: randomUUID(), dependants: [] }],
        ['with everybody there is', 'BAD_USER_INPUT', 'admitSurvivor', { referral: accepted.stay, dependants: Array.from({ length: 21 }, () => ({ case: randomUUID(), hold: randomUUID() })) }],
      ];
      for (const [what, code, mutation, input] of attempts) {
        const before = await running.system.store.head();
        expect([what, await running.refusal(casa(), mutation, input)]).toEqual([what, code]);
        expect([what, await running.system.store.head()]).toEqual([what, before]);
      }
    });

    it('by a suspended agent is not taken; sent twice it is recorded once, with another input under the same id not at all', async () => {
      const { stay, place } = await housedAt('mmujer-casa', casa());
      const agent = { institution: 'mmujer', agent: casa().agent };
      await running.record(running.administrator(0), 'suspendAgent', { ...agent, reason: 'LEAVE' }, administration);
      expect(await running.refusal(casa(), 'dischargeSurvivor', { stay, reason: 'FAMILY' })).toBe('AGENT_NOT_ACCEPTED');
      await running.record(running.administrator(0), 'reinstateAgent', agent, administration);
      const command = { commandId: randomUUID(), stay, reason: 'FAMILY' };
      const first = await running.record(casa(), 'dischargeSurvivor', command);
      expect(await running.send(casa(), 'dischargeSurvivor', command)).toEqual(first);
      expect(await running.refusal(casa(), 'dischargeSurvivor', { ...command, reason: 'HOSPITAL' })).toBe('COMMAND_ID_REUSED');
      expect((await stream(`stay-${stay}`)).map(({ type }) => type)).toEqual(['SurvivorAdmitted', 'SurvivorDischarged']);
      await freed('mmujer-casa', place);
    });
  });
});
