import type { Who } from '../running';
import { appointAdministrator } from '../told-directory';
import { Story } from './story';

jest.setTimeout(120_000);

const [citim, ciprom, azua, supervisor] = ['mirex-citim coordinator', 'mmujer-ciprom coordinator', 'mmujer-azua caseworker', 'mmujer-azua supervisor'];
const oversight = { purpose: 'OVERSIGHT' };
const matrices = 'query ($plan: ID!) { plan(id: $plan) { matrices { axis actions { title institution overdue newest { status progress } } } overdue { title institution } } }';
const overview = 'query ($body: ID) { overview(body: $body) { referrals { institution service clock state referrals escalated daysOverdue } unmetNeeds { institution service year needs } } }';
type Overview = { referrals: { institution: string }[]; unmetNeeds: object[] };

/** Parts P3 and P4: the bodies that coordinate, their plan of 2018–2020 by its matrices, and what they see of the women it is for: counts. */
describe('the National Plan of Action 2018–2020', () => {
  let story: Story;
  const administrators: Record<string, Who> = {};
  let [plan, house, train, teach] = ['', '', '', ''];
  let [survivor, unanswered, declined] = ['', '', ''];
  const counts = (who: string, body?: string) => story.see<Overview>(who, overview, body === undefined ? {} : { body });
  const report = (institution: string, action: string, status: string, progress: number) => story.arrange(administrators[institution]!, 'reportAction', { plan, action, status, progress, ...oversight });

  beforeAll(async () => {
    story = await Story.begins('2018-01-15T09:00-04:00');
    administrators['mirex'] = story.running.administrator(0);
    for (const institution of ['mmujer', 'pgr', 'inm', 'dgm']) administrators[institution] = await appointAdministrator(story.running, institution);
  });
  afterAll(() => story.ends());

  it('is adopted by CITIM, which foreign affairs coordinates; CIPROM is another body, with members of its own', async () => {
    await story.arrange(citim, 'constituteBody', { body: 'citim', name: 'Comisión Interinstitucional de Combate a la Trata de Personas y el Tráfico Ilícito de Migrantes', ...oversight });
    await story.arrange(ciprom, 'constituteBody', { body: 'ciprom', name: 'Comité Interinstitucional de Protección a la Mujer Migrante', ...oversight });
    for (const institution of ['mmujer', 'pgr', 'conani', 'dgm']) await story.arrange(citim, 'admitMember', { body: 'citim', institution, ...oversight });
    for (const institution of ['mirex', 'inm']) await story.arrange(ciprom, 'admitMember', { body: 'ciprom', institution, ...oversight });
    expect(await story.refused(ciprom, 'admitMember', { body: 'citim', institution: 'inm', ...oversight })).toBe('NOT_THE_SECRETARIAT');
    plan = await story.arrange(citim, 'adoptPlan', { body: 'citim', name: 'Plan Nacional de Acción 2018–2020', fromYear: 2018, untilYear: 2020, ...oversight });
    const members = await story.list(azua, '{ bodies { edges { node { code institution members { institution } } } } }');
    expect(members).toEqual([
      { code: 'ciprom', institution: 'mmujer', members: ['mmujer', 'mirex', 'inm'].map((institution) => ({ institution })) },
      { code: 'citim', institution: 'mirex', members: ['mirex', 'mmujer', 'pgr', 'conani', 'dgm'].map((institution) => ({ institution })) },
    ]);
  });

  it('has a matrix for prevention, for prosecution and for protection, each action with who answers for it and by when', async () => {
    const action = (title: string, axis: string, institution: string, due: string) => story.arrange(citim, 'planAction', { plan, title, axis, institution, due, indicator: 'END-2.3.7', ...oversight });
    teach = await action('Campaña en los liceos de la frontera', 'PREVENTION', 'mmujer', '2019-06-30');
    train = await action('Formar a las fiscalías provinciales', 'DETECTION_AND_PROSECUTION', 'pgr', '2018-12-31');
    house = await action('Abrir un refugio en el Cibao', 'PROTECTION', 'mmujer', '2020-12-31');
    expect(await story.refused(citim, 'planAction', { plan, title: 'Estudio', axis: 'PREVENTION', institution: 'inm', due: '2019-01-31', indicator: 'END-2.3.7', ...oversight })).toBe('NOT_A_MEMBER');
    expect(await story.refused(citim, 'planAction', { plan, title: 'Tarde', axis: 'PREVENTION', institution: 'pgr', due: '2021-01-31', indicator: 'END-2.3.7', ...oversight })).toBe('OUTSIDE_THE_PLAN');
    await story.later('2018-09-03T09:00-04:00');
    await report('mmujer', teach, 'UNDER_WAY', 30);
    await report('pgr', train, 'UNDER_WAY', 60);
    expect(await story.refused(administrators['dgm']!, 'reportAction', { plan, action: train, status: 'DONE', progress: 100, ...oversight })).toBe('NOT_RESPONSIBLE');
    await story.later('2019-02-04T09:00-04:00');
    await report('mmujer', teach, 'DONE', 100);
    expect(await story.see('dgm-extranjeria caseworker', matrices, { plan })).toEqual({
      matrices: [
        { axis: 'PREVENTION', actions: [{ title: 'Campaña en los liceos de la frontera', institution: 'mmujer', overdue: false, newest: { status: 'DONE', progress: 100 } }] },
        { axis: 'DETECTION_AND_PROSECUTION', actions: [{ title: 'Formar a las fiscalías provinciales', institution: 'pgr', overdue: true, newest: { status: 'UNDER_WAY', progress: 60 } }] },
        { axis: 'PROTECTION', actions: [{ title: 'Abrir un refugio en el Cibao', institution: 'mmujer', overdue: false, newest: null }] },
      ],
      overdue: [{ title: 'Formar a las fiscalías provinciales', institution: 'pgr' }],
    });
  });

  it('is measured against what happens to one woman: a referral nobody answers moves up to the bodies, and a need nobody meets is counted', async () => {
    survivor = await story.tell(azua, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await story.tell(azua, 'recordLanguageNeed', { case: survivor, languages: ['spa'], interpreter: false });
    await story.tell(azua, 'describeSurvivor', { case: survivor, ageBand: '24-26', sex: 'FEMALE', givenName: 'Dahiana', familyName: 'Familia Lorenzo' });
    const asks = { case: survivor, priority: 'URGENT', consents: [], basis: { kind: 'LEGAL_OBLIGATION', ref: 'Ley 137-03' } };
    unanswered = await story.tell(azua, 'requestReferral', { ...asks, to: 'pgr-pett', service: 'CRIMINAL_COMPLAINT', need: 'Que la escuche una fiscal.' });
    declined = await story.tell(azua, 'requestReferral', { ...asks, to: 'mmujer-casa', service: 'SHELTER' });
    await story.tell('mmujer-casa shelter_manager', 'declineReferral', { referral: declined, reason: 'NO_CAPACITY' });
    await story.tell(azua, 'decideNextStep', { referral: declined, step: 'UNMET_NEED' });
    await story.tell(azua, 'recordUnmetNeed', { case: survivor, service: 'SOCIAL_REINTEGRATION', reason: 'NO_SUCH_SERVICE', note: 'No hay cursos en la provincia.' });
    expect((await counts(citim)).referrals).toContainEqual({ institution: 'pgr', service: 'CRIMINAL_COMPLAINT', clock: 'ANSWER', state: 'RUNNING', referrals: 1, escalated: 0, daysOverdue: 0 });

    await story.later('2019-02-08T09:00-04:00');
    expect(await story.recordOf(`referral-${unanswered}`)).toEqual(['ReferralRequested', 'ReferralEscalated']);
    expect((await counts(citim)).referrals).toContainEqual({ institution: 'pgr', service: 'CRIMINAL_COMPLAINT', clock: 'ANSWER', state: 'OVERDUE', referrals: 1, escalated: 0, daysOverdue: 0 });
    expect((await story.timeline(supervisor, survivor))!.types).toContain('ReferralEscalated');
    await story.later('2019-02-12T09:00-04:00');
    const seen = await counts(citim);
    expect(seen.referrals).toContainEqual({ institution: 'pgr', service: 'CRIMINAL_COMPLAINT', clock: 'ANSWER', state: 'OVERDUE', referrals: 1, escalated: 1, daysOverdue: 4 });
    expect(seen.unmetNeeds).toEqual([
      { institution: 'mmujer', service: 'SHELTER', year: 2019, needs: 1 },
      { institution: 'mmujer', service: 'SOCIAL_REINTEGRATION', year: 2019, needs: 1 },
    ].sort((a, b) => (a.service < b.service ? -1 : 1)));
  });

  it('shows each body its own members’ counts, and neither of them a person, a case, or a house', async () => {
    expect((await counts(citim, 'citim')).referrals.map(({ institution }) => institution)).toContain('pgr');
    expect((await counts(ciprom, 'ciprom')).referrals.filter(({ institution }) => institution === 'pgr')).toEqual([]);
    for (const coordinator of [citim, ciprom]) {
      expect(JSON.stringify(await counts(coordinator))).not.toMatch(new RegExp(`Dahiana|Familia|cursos|mmujer-casa|pgr-pett|cc-|${survivor}|${unanswered}|${declined}`));
      expect([await story.timeline(coordinator, survivor), await story.list(coordinator, '{ cases { edges { node { id } } } }')]).toEqual([null, []]);
      expect(await story.refused(coordinator, 'acceptReferral', { referral: unanswered })).toBe('FORBIDDEN_FOR_ROLE');
    }
    await expect(counts(supervisor)).rejects.toThrow('FORBIDDEN_FOR_ROLE');
    // What moved up is answered, and the count goes down.
    await story.tell('pgr-pett prosecutor', 'acceptReferral', { referral: unanswered });
    expect((await counts(citim)).referrals.find(({ institution }) => institution === 'pgr')).toMatchObject({ clock: 'SERVICE', state: 'RUNNING', escalated: 0 });
  });

  it('ends in 2020 with the refuge opened late in its term, and a trail that verifies', async () => {
    await story.later('2020-12-10T09:00-04:00');
    await report('mmujer', house, 'DONE', 100);
    await report('pgr', train, 'DONE', 100);
    const { overdue, matrices: axes } = await story.see<{ overdue: object[]; matrices: { actions: { newest: object }[] }[] }>(citim, matrices, { plan });
    expect(overdue).toEqual([]);
    expect(axes.flatMap(({ actions }) => actions.map(({ newest }) => newest))).toEqual(Array.from({ length: 3 }, () => ({ status: 'DONE', progress: 100 })));
    expect(await story.auditTrail()).toMatchObject({ faults: [], withoutReceipt: [] });
    expect(await story.shownOutside(['mmujer', 'mmujer-casa', 'pgr-pett'])).toEqual([]);
  });
});
