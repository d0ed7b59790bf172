import { accreditedAuthority } from './authorities';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';
import { matched } from './stewards';

jest.setTimeout(60_000);

const asked = `query ($id: ID!, $atLeast: String) { case(id: $id, atLeast: $atLeast) {
  decisions {
    identification { status unit decisions { decision fields { value } } reconsiderations { by answeredAt decision } }
    recovery { ended }
    guardians { kind conflictedAt fields { name value } conflict { value } }
    representatives { kind fields { value } }
    ageAssessments { ageBand } bestInterests { question } rightsExplained { rights language }
  }
  related { dependants { case ageBand fields { value } } links { case fields { value } } mergers { case side partedAt } }
} }`;
type Decided = Readonly<Record<string, unknown>>;
type Parts = Readonly<{ decisions: Decided; related: Readonly<{ dependants: object[]; links: object[]; mergers: object[] }> }>;

describe('what the file of a case tells of decisions and of other cases', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string, own = false): Who => ({ ...(offices[name] as Who), own });
  const azua = (): Who => who('mmujer-azua caseworker');
  const conani = (): Who => who('conani-proteccion caseworker', true);
  const opened = async (more: object = { kind: 'SURVIVOR' }): Promise<string> => (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', ...more })).id;
  async function parts(by: Who, id: string, atLeast: string): Promise<Parts> {
    const { data, text } = await running.ask(by, asked, { id, atLeast });
    if (!data?.['case']) throw new Error(text);
    return data['case'] as Parts;
  }

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('is who she was found to be and what was asked of that, to the lead and to who decides, each as far as it is open to them', async () => {
    const id = await opened();
    const [luisa, marta] = [await accreditedAuthority(running, offices, 'Luisa'), await accreditedAuthority(running, offices, 'Marta')];
    await running.record(azua(), 'presumeVictim', { case: id, grounds: 'Retención.' });
    await running.record(azua(), 'appointLegalRepresentative', { case: id, kind: 'LEGAL_AID', name: 'Licda. Polanco' });
    const { id: under } = await running.record(azua(), 'requestReferral', { case: id, to: 'pgr-pett', service: 'IDENTIFICATION', priority: 'URGENT', consents: [], basis: { kind: 'LEGAL_OBLIGATION', ref: 'Ley 137-03' } });
    await running.record(luisa, 'acceptReferral', { referral: under });
    await running.record(luisa, 'decideIdentification', { case: id, under, decision: 'NOT_IDENTIFIED', atHerRequest: true, grounds: 'Sin indicios.' });
    const { id: reconsideration } = await running.record(azua(), 'requestReconsideration', { case: id, by: 'SURVIVOR', grounds: 'No fue oída.' });
    const { position } = await running.record(marta, 'decideReconsideration', { case: id, under, reconsideration, decision: 'IDENTIFIED', grounds: 'Fue oída.' });

    const answered = { answeredAt: expect.any(String) as string, by: 'SURVIVOR', decision: 'IDENTIFIED' };
    for (const by of [azua(), marta]) {
      const { decisions } = await parts(by, id, position);
      expect(decisions).toMatchObject({ identification: { status: 'IDENTIFIED', unit: 'pgr-pett', reconsiderations: [answered] }, recovery: { ended: false } });
      expect(JSON.stringify(decisions['identification'])).toContain('Fue oída.');
    }
    expect((await parts(azua(), id, position)).decisions['representatives']).toEqual([{ kind: 'LEGAL_AID', fields: [{ value: '"Licda. Polanco"' }] }]);
    expect((await parts(marta, id, position)).decisions['representatives']).toEqual([]); // under LEGAL, which the referral opens nothing of
  });

  it('is who decides for a child, with a name and a conflict to who may see these', async () => {
    const id = await opened();
    const { id: aunt } = await running.record(azua(), 'appointGuardian', { case: id, kind: 'RELATIVE', check: 'SOCIAL_REPORT', name: 'Tía Rosa' });
    await running.record(azua(), 'recordGuardianConflict', { case: id, guardian: aunt, account: 'Cobraba por ella.' });
    await running.record(azua(), 'recordLanguageNeed', { case: id, languages: ['hat'], interpreter: true });
    await running.record(azua(), 'explainRights', { case: id, rights: ['PRIVACY'], language: 'hat', textVersion: '2026-1', interpreterName: 'Jean' });
    const told = { case: id, receiver: 'conani-proteccion', categories: ['STATUS'], for: 'ASSISTANCE', consents: [], disclosed: 'Su estado.', basis: { kind: 'COURT_ORDER', ref: '12-2026' }, until: new Date(Date.now() + 30 * 86_400_000).toISOString() };
    const { position } = await running.record(azua(), 'makeDisclosure', told);
    expect((await parts(azua(), id, position)).decisions).toMatchObject({
      guardians: [{ kind: 'RELATIVE', conflictedAt: expect.any(String) as string, fields: [{ name: 'guardianName', value: '"Tía Rosa"' }], conflict: [{ value: '"Cobraba por ella."' }] }],
      rightsExplained: [{ rights: ['PRIVACY'], language: 'hat' }],
    });
    expect((await parts(conani(), id, position)).decisions).toMatchObject({ identification: null, recovery: null, guardians: [{ kind: 'RELATIVE', conflictedAt: null, fields: [], conflict: [] }] });
  });

  it('is the cases hers has to do with: named where they may be seen, links and mergers to the lead alone, one that somebody is kept from to them not at all', async () => {
    const [hers, twin, sister] = [await opened(), await opened(), await opened()];
    const son = await opened({ kind: 'DEPENDANT', careOf: hers });
    await running.record(azua(), 'linkDependant', { case: hers, dependant: son, relation: 'hijo' });
    await running.record(azua(), 'linkCase', { case: hers, other: sister, relation: 'hermana' });
    await matched(running, offices, hers, twin);
    const told = { case: hers, receiver: 'conani-proteccion', categories: ['STATUS', 'PROTECTION', 'CHILDREN'], for: 'ASSISTANCE', consents: [], disclosed: 'De su hijo.', basis: { kind: 'COURT_ORDER', ref: '12-2026' }, until: new Date(Date.now() + 30 * 86_400_000).toISOString() };
    await running.record(azua(), 'makeDisclosure', told);
    const { position } = await running.record(who('auditoria-sede steward', true), 'mergeCase', { case: hers, into: twin, grounds: 'El mismo pasaporte.' });
    const { related } = await parts(azua(), hers, position);
    expect(related).toEqual({ dependants: [{ case: son, ageBand: 'UNKNOWN', fields: [{ value: '"hijo"' }] }], links: [{ case: sister, fields: [{ value: '"hermana"' }] }], mergers: [{ case: twin, side: 'MERGED', partedAt: null }] });
    expect((await parts(conani(), hers, position)).related).toEqual({ dependants: [{ case: null, ageBand: 'UNKNOWN', fields: [{ value: '"hijo"' }] }], links: [], mergers: [] });
    const kept = await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'AGENT', id: azua().agent }, cases: [son, sister], ground: 'Familiar del investigado' });
    expect((await parts(azua(), hers, kept.position)).related).toMatchObject({ dependants: [], links: [], mergers: [{ case: twin }] });
    const timelineOf = async (by: Who, id: string) => (await running.ask(by, 'query ($id: ID!) { caseTimeline(case: $id, first: 100) { edges { node { n type clear { value } } } } changes(first: 100) { edges { node { events } } } }', { id })).text;
    const shown = await timelineOf(azua(), hers);
    for (const [of, there] of [[twin, true], [son, false], [sister, false]] as const) expect([of, shown.includes(of)]).toEqual([of, there]);
    const supervisor = who('mmujer-azua supervisor');
    expect(await timelineOf(supervisor, son)).toContain(hers);
    await running.record(who('auditoria-sede auditor'), 'placeExclusion', { party: { kind: 'AGENT', id: supervisor.agent }, cases: [hers], ground: 'Familiar del investigado' });
    const sons = await timelineOf(supervisor, son);
    expect([sons.includes('CaseOpened'), sons.includes(hers)]).toEqual([true, false]);
  });
});
