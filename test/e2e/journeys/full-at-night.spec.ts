import { Story } from './story';

jest.setTimeout(120_000);

const [azua, bani, casa, director, malala, coordinator] = ['mmujer-azua caseworker', 'mmujer-bani caseworker', 'mmujer-casa shelter_manager', 'mmujer-casa supervisor', 'casa-malala shelter_manager', 'mmujer-ciprom coordinator'];
const basis = (priority: string) => (priority === 'EMERGENCY' ? { kind: 'VITAL_INTERESTS' } : { kind: 'LEGAL_OBLIGATION', ref: 'Ley 88-03' });
const inbox = '{ referralInbox { edges { node { id status } } } }';
const overview = '{ overview { unmetNeeds { institution service needs } referrals { institution service clock state referrals } } }';
type Overview = { unmetNeeds: object[]; referrals: object[] };

/** Parts P5 and P6: a shelter under Act 88-03 that is full at night, and does not turn her away. */
describe('a shelter that is full when a mother comes with two children', () => {
  let story: Story;
  let [mother, daughter, son, first, urgent, waiting, moved] = ['', '', '', '', '', '', ''];

  const opened = async (lead: string, name: string, more: object = {}): Promise<string> => {
    const id = await story.tell(lead, 'openCase', { matter: 'GENDER_VIOLENCE', kind: 'SURVIVOR', ...more });
    await story.tell(lead, 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    await story.tell(lead, 'describeSurvivor', { case: id, ageBand: '30-38', sex: 'FEMALE', givenName: name, familyName: 'De los Santos Mateo' });
    return id;
  };
  const refer = (lead: string, id: string, to: string, priority: string) => story.tell(lead, 'requestReferral', { case: id, to, service: 'SHELTER', priority, consents: [], basis: basis(priority) });
  const comesIn = async (house: string, referral: string, hold: string, dependants: { case: string; hold: string }[] = []): Promise<void> => {
    await story.tell(house, 'acceptReferral', { referral, hold, ...(dependants.length > 0 && { dependantHolds: dependants.map((one) => one.hold) }) });
    await story.tell(house, 'startService', { referral });
    await story.tell(house, 'admitSurvivor', { referral, dependants });
  };
  /** Where a woman with so many in all would find a place: codes, and how many. */
  const places = async (freePlaces: number): Promise<string[]> =>
    (await story.list<{ code: string }>(azua, `{ units(service: "SHELTER", sex: FEMALE, age: 31, dependants: true, freePlaces: ${freePlaces}) { edges { node { code } } } }`)).map(({ code }) => code);

  beforeAll(async () => {
    story = await Story.begins('2026-06-10T15:00-04:00');
    await story.arrange(malala, 'declareCapacity', { unit: 'casa-malala', places: 0 }); // under repair
    for (const name of ['Ramona', 'Yanelis']) {
      const stay = await refer(azua, await opened(azua, name), 'mmujer-casa', 'EMERGENCY');
      await comesIn(casa, stay, await story.tell(casa, 'holdPlace', { unit: 'mmujer-casa' }));
      first ||= stay;
    }
  });
  afterAll(() => story.ends());

  it('answers a search for a place with what is free, and with nobody’s name', async () => {
    await story.later('2026-06-12T23:20-04:00');
    expect(await places(1)).toEqual([]);
    expect(await story.see(azua, '{ unit(code: "mmujer-casa") { freePlaces criteria { sexes ageFrom dependants } } }')).toEqual({ freePlaces: 0, criteria: { sexes: ['FEMALE'], ageFrom: 18, dependants: true } });
    mother = await opened(azua, 'Altagracia');
    for (const [ageBand, sex, relation] of [['0-8', 'FEMALE', 'su hija'], ['9-17', 'MALE', 'su hijo']] as const) {
      const child = await story.tell(azua, 'openCase', { matter: 'GENDER_VIOLENCE', kind: 'DEPENDANT', careOf: mother });
      await story.tell(azua, 'describeSurvivor', { case: child, ageBand, sex });
      await story.tell(azua, 'linkDependant', { case: mother, dependant: child, relation });
      [daughter, son] = [daughter || child, daughter && child];
    }
  });

  it('takes all three in above its places, on the word of who directs it, given with her own token and a reason', async () => {
    urgent = await refer(azua, mother, 'mmujer-casa', 'EMERGENCY');
    expect(await story.refused(casa, 'holdPlace', { unit: 'mmujer-casa' })).toBe('NO_PLACE_LEFT');
    const beyond = { unit: 'mmujer-casa', reason: 'GRAVE_RISK' };
    expect(await story.refused(azua, 'authoriseOvercapacity', beyond)).toBe('FORBIDDEN_FOR_ROLE');
    expect(await story.refused(director, 'authoriseOvercapacity', beyond)).toBe('OWN_TOKEN_REQUIRED');
    expect(await story.refused('casa-malala supervisor!', 'authoriseOvercapacity', beyond)).toBe('SUPERVISOR_REQUIRED');
    const [bed, hers, his] = [await story.tell(`${director}!`, 'authoriseOvercapacity', beyond), await story.tell(`${director}!`, 'authoriseOvercapacity', beyond), await story.tell(`${director}!`, 'authoriseOvercapacity', beyond)];
    await comesIn(casa, urgent, bed, [{ case: daughter, hold: hers }, { case: son, hold: his }]);
    expect((await story.recordOf('unit-mmujer-casa')).filter((type) => ['OvercapacityAuthorised', 'PlaceTaken'].includes(type))).toEqual(['PlaceTaken', 'PlaceTaken', ...Array.from({ length: 3 }, () => 'OvercapacityAuthorised'), ...Array.from({ length: 3 }, () => 'PlaceTaken')]);
  });

  it('has no bed beyond them for who could wait: she is put on the list, her need stands unmet, and is counted without her name', async () => {
    const other = await opened(bani, 'Wendy');
    waiting = await refer(bani, other, 'mmujer-casa', 'URGENT');
    const beyond = await story.tell(`${director}!`, 'authoriseOvercapacity', { unit: 'mmujer-casa', reason: 'NO_OTHER_PLACE' });
    expect(await story.refused(casa, 'acceptReferral', { referral: waiting, hold: beyond })).toBe('OVERCAPACITY_FOR_EMERGENCY');
    await story.tell(casa, 'waitlistReferral', { referral: waiting });
    await story.tell(bani, 'recordUnmetNeed', { case: other, service: 'SHELTER', reason: 'NO_CAPACITY', note: 'Duerme donde una vecina.' });
    expect(await story.list(bani, '{ referralOutbox { edges { node { id status dueBy } } } }')).toContainEqual({ id: waiting, status: 'WAITLISTED', dueBy: 'ADDRESSEE' });
    const counted = await story.see<Overview>(coordinator, overview);
    expect(counted.unmetNeeds).toEqual([{ institution: 'mmujer', service: 'SHELTER', needs: 1 }]);
    expect(counted.referrals).toContainEqual({ institution: 'mmujer', service: 'SHELTER', clock: 'ANSWER', state: 'RUNNING', referrals: 1 });
    expect(JSON.stringify(counted)).not.toMatch(/Wendy|vecina|mmujer-casa|cc-/);
  });

  it('has one the next night: the three move to Casa Malala, the first goes home, and who waited comes in', async () => {
    await story.later('2026-06-13T18:00-04:00');
    await story.arrange(malala, 'declareCapacity', { unit: 'casa-malala', places: 4 });
    expect(await places(3)).toEqual(['casa-malala']);
    moved = await refer(azua, mother, 'casa-malala', 'EMERGENCY');
    const [bed, hers, his] = [await story.tell(malala, 'holdPlace', { unit: 'casa-malala' }), await story.tell(malala, 'holdPlace', { unit: 'casa-malala' }), await story.tell(malala, 'holdPlace', { unit: 'casa-malala' })];
    await comesIn(malala, moved, bed, [{ case: daughter, hold: hers }, { case: son, hold: his }]);
    await story.tell(casa, 'dischargeSurvivor', { stay: first, reason: 'FAMILY', destination: 'Con su hermana en Bonao.' });
    await story.later('2026-06-13T21:00-04:00');
    expect(await story.recordOf(`stay-${urgent}`)).toEqual(['SurvivorAdmitted', 'SurvivorDischarged']);
    expect(await story.list(casa, inbox)).toContainEqual({ id: waiting, status: 'WAITLISTED' });
    await comesIn(casa, waiting, await story.tell(casa, 'holdPlace', { unit: 'mmujer-casa' }));
    expect(await story.recordOf(`stay-${waiting}`)).toEqual(['SurvivorAdmitted']);
    expect(await places(1)).toEqual(['casa-malala']);
  });

  it('is reviewed on the thirtieth day, which sends nobody away', async () => {
    await story.later('2026-07-14T09:00-04:00');
    expect(await story.recordOf(`stay-${moved}`)).toEqual(['SurvivorAdmitted', 'StayReviewDue']);
    expect(await story.refused(malala, 'extendStay', { stay: moved, until: '2026-09-01T12:00:00-04:00', reason: 'NO_OTHER_HOUSING' })).toBe('STAY_TOO_LONG');
    await story.tell(malala, 'extendStay', { stay: moved, until: '2026-08-12T12:00:00-04:00', reason: 'NO_OTHER_HOUSING', note: 'Busca casa con el subsidio.' });
    // What the house itself could not give is counted to the institution that owns it, and the house is not named.
    await story.tell(malala, 'recordUnmetNeed', { case: mother, under: moved, service: 'HEALTH_CARE', reason: 'NO_MEANS', note: 'El pediatra no llega hasta aquí.' });
    const counted = await story.see<Overview>(coordinator, overview);
    expect(counted.unmetNeeds).toContainEqual({ institution: 'pgr', service: 'HEALTH_CARE', needs: 1 });
    expect(JSON.stringify(counted)).not.toMatch(/malala|pediatra|cc-/);
    await story.later('2026-08-03T10:00-04:00');
    await story.tell(malala, 'dischargeSurvivor', { stay: moved, reason: 'HOME_OF_HER_OWN', destination: 'Alquiló cerca de la escuela.' });
    await story.later('2026-08-03T10:10-04:00');
    expect(await places(4)).toEqual(['casa-malala']);
    for (const outside of ['pgr-pett prosecutor', 'condor-acogida caseworker']) expect([outside, await story.timeline(outside, mother)]).toEqual([outside, null]);
  });

  it('leaves a trail that verifies, and nothing of any of them with who had no part in it', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mmujer', 'mmujer-casa', 'casa-malala'])).toEqual([]);
  });
});
