import { Story } from './story';

jest.setTimeout(120_000);

const [lead, supervisor, dgm] = ['mmujer-trata caseworker', 'mmujer-trata supervisor', 'dgm-extranjeria caseworker'];

/** Part P8: the business visa of 2014, renewed each year, that becomes a temporary residence in 2017. */
describe('a visa of 2014', () => {
  let story: Story;
  let survivor = '';
  let permit = '';
  const of = () => ({ case: survivor });
  const consent = (until: string, categories = ['MIGRATION']) => ({ ...of(), receiver: 'dgm', categories, for: 'RESIDENCE', language: 'hat', interpreterName: 'Intérprete del ministerio', by: 'SURVIVOR', until, history: 'CURRENT', textVersion: '2014-1' });
  const record = () => story.recordOf(`permit-${permit}`);
  /** Migration control is shown what it decided, and no word that is not about her papers. */
  const dgmSees = async (): Promise<string[]> => {
    const { types, words } = (await story.timeline(dgm, survivor))!;
    expect(types.filter((type) => !type.startsWith('Permit'))).toEqual([]);
    expect(words).not.toMatch(/Rosemond|Cadet|1989|hat|escapó|encerrada|mmujer-casa/);
    return types;
  };

  beforeAll(async () => {
    story = await Story.begins('2014-03-03T09:00-04:00');
  });
  afterAll(() => story.ends());

  it('is asked for on her consent, which opens to migration control her papers and nothing beside them', async () => {
    survivor = await story.tell(lead, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await story.tell(lead, 'recordLanguageNeed', { ...of(), languages: ['hat'], interpreter: true });
    await story.tell(lead, 'describeSurvivor', { ...of(), ageBand: '24-26', sex: 'FEMALE', foreignNational: true, givenName: 'Rosemond', familyName: 'Cadet', birthDate: '1989-11-02' });
    await story.tell(lead, 'recordScreening', { ...of(), acts: ['Transfer'], means: ['WithholdsDocuments'], exploitation: ['Servitude'], note: 'Estuvo encerrada once meses y escapó.' });
    const apply = { ...of(), to: 'dgm-extranjeria', class: 'BUSINESS_VISA', grounds: 'Medida de protección, artículo 10 de la Ley 137-03.' };
    expect(await story.refused(lead, 'applyForPermit', { ...apply, consents: [] })).toBe('CONSENT_REQUIRED');
    expect(await story.refused(lead, 'giveConsent', consent('2016-03-01T00:00:00-04:00', ['MIGRATION', 'WHEREABOUTS']))).toBe('MIGRATION_CONTROL_LIMIT');
    const toDgm = await story.tell(lead, 'giveConsent', consent('2016-03-01T00:00:00-04:00'));
    permit = await story.tell(lead, 'applyForPermit', { ...apply, consents: [toDgm] });
    expect(await story.refused(lead, 'grantPermit', { permit, class: 'BUSINESS_VISA', from: '2014-03-15', until: '2015-03-14' })).toBe('NOT_THE_AUTHORITY');
    await story.later('2014-03-12T11:00-04:00');
    await story.tell(dgm, 'grantPermit', { permit, class: 'BUSINESS_VISA', from: '2014-03-15', until: '2015-03-14', documentNumber: 'NG-2014-0117' });
    expect(await dgmSees()).toContain('PermitGranted');
  });

  it('opens no emergency to migration control, nor to a word it could ask for in any other way', async () => {
    const emergency = { ...of(), reason: 'MISSING', circumstances: 'No aparece.' };
    expect(await story.refused(`${dgm}!`, 'openEmergencyAccess', emergency)).toBe('NOT_FOUND');
    expect(await story.see(dgm, 'query ($of: ID!) { case(id: $of) { description { value } screenings { id } safeContacts { id } languages matter } }', { of: survivor })).toMatchObject({ description: [], screenings: [], safeContacts: [], languages: [] });
    expect(await story.list(dgm, '{ findCases(by: { name: { givenName: "Rosemond", familyName: "Cadet", birthYear: 1989 } }) { edges { node { id } } } }')).toEqual([]);
  });

  it('is called due sixty days before it ends, by an event, and renewed for a second year', async () => {
    await story.later('2015-01-12T09:00-04:00');
    expect(await record()).toEqual(['PermitApplied', 'PermitGranted']);
    await story.later('2015-01-14T09:00-04:00');
    expect(await record()).toEqual(['PermitApplied', 'PermitGranted', 'PermitRenewalDue']);
    expect((await story.timeline(lead, survivor))!.types.at(-1)).toBe('PermitRenewalDue');
    const toDgm = await story.tell(lead, 'giveConsent', consent('2016-12-31T00:00:00-04:00'));
    await story.tell(lead, 'applyForRenewal', { permit, consents: [toDgm] });
    await story.tell(dgm, 'renewPermit', { permit, from: '2015-03-15', until: '2016-03-14', documentNumber: 'NG-2015-0088' });
    await dgmSees();
  });

  it('is forgotten in its third year: the reminder moves up, and the supervisor has it renewed before it lapses', async () => {
    await story.later('2016-01-15T09:00-04:00');
    expect((await record()).at(-1)).toBe('PermitRenewalDue');
    await story.later('2016-01-29T09:00-04:00');
    expect((await record()).slice(-2)).toEqual(['PermitRenewalDue', 'PermitEscalated']);
    expect((await story.timeline(supervisor, survivor))!.words).toContain('COORDINATION_BODY');
    const toDgm = await story.tell(supervisor, 'giveConsent', consent('2017-12-31T00:00:00-04:00'));
    await story.tell(supervisor, 'applyForRenewal', { permit, consents: [toDgm] });
    await story.later('2016-02-19T15:00-04:00');
    await story.tell(dgm, 'renewPermit', { permit, from: '2016-03-15', until: '2017-03-14', documentNumber: 'NG-2016-0102' });
    await dgmSees();
  });

  it('becomes a temporary residence in 2017, which is called due again when its own time comes', async () => {
    await story.later('2017-01-20T09:00-04:00');
    expect((await record()).at(-1)).toBe('PermitRenewalDue');
    const toDgm = await story.tell(lead, 'giveConsent', consent('2018-12-31T00:00:00-04:00'));
    expect(await story.refused(lead, 'applyForUpgrade', { permit, class: 'HUMANITARIAN', consents: [toDgm] })).toBe('NOT_AN_UPGRADE');
    await story.tell(lead, 'applyForUpgrade', { permit, class: 'TEMPORARY_RESIDENCE', consents: [toDgm], grounds: 'Cuatro años de residencia continua.' });
    await story.later('2017-02-28T10:00-04:00');
    await story.tell(dgm, 'upgradePermit', { permit, class: 'TEMPORARY_RESIDENCE', from: '2017-03-15', until: '2018-03-14', documentNumber: 'RT-2017-0009' });
    const years = ['PermitApplied', 'PermitGranted', 'PermitRenewalDue', 'PermitApplied', 'PermitRenewed', 'PermitRenewalDue', 'PermitEscalated', 'PermitApplied', 'PermitRenewed', 'PermitRenewalDue', 'PermitApplied', 'PermitUpgraded'];
    expect(await record()).toEqual(years);
    // Her lead reads all of it; a lapse is nowhere.
    expect((await story.timeline(lead, survivor))!.types.filter((type) => type.startsWith('Permit'))).toEqual(years);
    expect((await dgmSees()).filter((type) => ['PermitGranted', 'PermitRenewed', 'PermitUpgraded'].includes(type))).toEqual(['PermitGranted', 'PermitRenewed', 'PermitRenewed', 'PermitUpgraded']);
    await story.later('2018-01-15T09:00-04:00');
    expect(await record()).toEqual([...years, 'PermitRenewalDue']);
  });

  it('leaves a trail that verifies, and nothing of her with who had no part in it', async () => {
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mmujer', 'dgm'])).toEqual([]);
  });
});
