import { openOffices, type Offices } from './offices';
import { eventually, Running, type Who } from './running';
import { sameWhenBuiltAnew } from './views-anew';

jest.setTimeout(60_000);

const hour = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * hour).toISOString();
const inDays = (days: number): string => ago(-24 * days);
const day = (ahead: number): string => inDays(ahead).slice(0, 10);
type Item = Readonly<{ clock: string; of: string; id: string; case: string | null; overdue: boolean; level: string; ours: boolean; unit: string | null; agent: string | null; nextLevel: string | null }>;

describe('what is due, to whom it is due and who waits for it', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const casa = (): Who => who('mmujer-casa shelter_manager');
  const pett = (): Who => who('pgr-pett prosecutor');

  const asked = async (by: Who, args: string): Promise<{ items: Item[]; cursors: string[]; more: boolean; text: string }> => {
    const { data, errors, text } = await running.ask(by, `{ dueItems(first: 100, ${args}) { edges { cursor node { clock of id case overdue level ours unit agent nextLevel } } pageInfo { hasNextPage } } }`);
    if (errors.length > 0) throw new Error(text);
    const { edges, pageInfo } = data?.['dueItems'] as { edges: { cursor: string; node: Item }[]; pageInfo: { hasNextPage: boolean } };
    return { items: edges.map(({ node }) => node), cursors: edges.map(({ cursor }) => cursor), more: pageInfo.hasNextPage, text };
  };
  /** What stands in a list of somebody's about one thing. */
  const due = async (by: Who, id: string, args = 'list: OURS'): Promise<string[]> => (await asked(by, args)).items.filter((item) => item.id === id).map(({ clock, overdue }) => `${clock}${overdue ? ' OVERDUE' : ''}`);
  /** In whose lists a thing stands, as `who LIST CLOCK`, whatever the purpose they state. */
  const everywhere = async (id: string): Promise<string[]> => {
    const found: string[] = [];
    for (const [name, reader] of Object.entries(offices)) {
      for (const [list, args] of [['OURS', 'list: OURS'], ['AWAITED', 'list: AWAITED'], ['AUDIT', 'purpose: AUDIT']] as const) {
        // To everybody but an auditor it is their own list, whatever the purpose.
        const mine = (await asked(reader, args)).items.filter((item) => item.id === id && (list !== 'AUDIT' || item.of === 'EXCLUSION'));
        found.push(...mine.map(({ clock }) => `${name} ${list} ${clock}`));
      }
    }
    return found.sort();
  };
  const open = async (): Promise<string> => {
    const { id } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(azua(), 'recordLanguageNeed', { case: id, languages: ['spa'], interpreter: false });
    await running.record(azua(), 'describeSurvivor', { case: id, ageBand: '24-26', sex: 'FEMALE' });
    return id;
  };
  const consent = async (of: string, receiver: string, categories: string[], purpose = 'ASSISTANCE'): Promise<string> => {
    const given = { case: of, receiver, categories, for: purpose, language: 'spa', by: 'SURVIVOR', until: inDays(90), history: 'ALL', textVersion: '1' };
    return (await running.record(azua(), 'giveConsent', given)).id;
  };
  const refer = async (of: string, agreed: string, more: object = {}): Promise<string> =>
    (await running.record(azua(), 'requestReferral', { case: of, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'EMERGENCY', consents: [agreed], ...more })).id;

  let survivor = '';
  let referral = '';
  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    survivor = await open();
  });
  afterAll(() => running.end());

  const azuas = ['mmujer-azua caseworker', 'mmujer-azua intake', 'mmujer-azua supervisor'];
  const petts = ['pgr-pett prosecutor', 'pgr-pett supervisor'];
  const lines = (names: readonly string[], ...rest: string[]): string[] => names.flatMap((name) => rest.map((one) => `${name} ${one}`));

  it('an unanswered referral stands with who must answer and with who leads the case, and nowhere else; it moves up as the log says', async () => {
    referral = await refer(survivor, await consent(survivor, 'pgr-pett', ['STATUS', 'PROTECTION']), { at: ago(30) });
    expect(await everywhere(referral)).toEqual([...lines(petts, 'OURS ANSWER'), ...lines(azuas, 'OURS ANSWER', 'AWAITED ANSWER')].sort());
    await eventually(async () => (await asked(pett(), 'level: SUPERVISOR')).items.some(({ id }) => id === referral));
    expect((await asked(pett(), 'list: OURS')).items).toEqual([
      { clock: 'ANSWER', of: 'REFERRAL', id: referral, case: survivor, overdue: true, level: 'SUPERVISOR', ours: true, unit: 'pgr-pett', agent: null, nextLevel: 'COORDINATION_BODY' },
    ]);
    expect((await asked(azua(), 'list: AWAITED')).items.find(({ id }) => id === referral)).toMatchObject({ ours: false, unit: 'pgr-pett', level: 'SUPERVISOR' });
  });

  it('answered, it goes, and what is due next comes; begun, nothing is due', async () => {
    await running.record(pett(), 'acceptReferral', { referral });
    expect(await due(pett(), referral)).toEqual(['SERVICE']);
    await running.record(pett(), 'startService', { referral });
    expect(await everywhere(referral)).toEqual([]);
  });

  it('goes from who was addressed with the consent it rested on, though it had not been answered', async () => {
    const agreed = await consent(survivor, 'pgr-pett', ['STATUS']);
    const other = await refer(survivor, agreed);
    expect(await due(pett(), other)).toEqual(['ANSWER']);
    await running.record(azua(), 'withdrawConsent', { case: survivor, consent: agreed, by: 'SURVIVOR' });
    expect(await due(pett(), other)).toEqual([]);
  });

  it('a stay beyond thirty days stands with the house alone, and goes when it is decided; to nobody else the house is named', async () => {
    const of = await open();
    const stay = (await running.record(azua(), 'requestReferral', { case: of, to: 'mmujer-casa', service: 'SHELTER', priority: 'EMERGENCY', consents: [], basis: { kind: 'VITAL_INTERESTS' } })).id;
    const answers = async (by: Who) => (await asked(by, 'list: AWAITED')).items.filter(({ id }) => id === stay);
    expect((await answers(azua())).map(({ of: kind, unit }) => [kind, unit])).toEqual([['REFERRAL', expect.stringMatching(/^cc-/)]]);
    expect((await asked(casa(), 'list: OURS')).items.find(({ id }) => id === stay)).toMatchObject({ unit: 'mmujer-casa', ours: true });
    const { id: hold } = await running.record(casa(), 'holdPlace', { unit: 'mmujer-casa' });
    await running.record(casa(), 'acceptReferral', { referral: stay, hold });
    await running.record(casa(), 'admitSurvivor', { referral: stay, dependants: [], at: inDays(-40), late: 'PAPER_FORM' });
    await running.record(casa(), 'startService', { referral: stay });
    expect(await everywhere(stay)).toEqual(['mmujer-casa shelter_manager OURS REVIEW']);
    expect(await due(casa(), stay)).toEqual(['REVIEW OVERDUE']);
    for (const [name, reader] of Object.entries(offices)) {
      for (const list of ['OURS', 'AWAITED']) if (reader !== casa()) expect([name, (await asked(reader, `list: ${list}`)).text]).toEqual([name, expect.not.stringContaining('mmujer-casa')]);
    }
    await running.record(casa(), 'extendStay', { stay, until: inDays(20), reason: 'RISK_CONTINUES' });
    expect(await due(casa(), stay)).toEqual(['REVIEW']);
    // Who leads says that she has left: the house sees no such event and waits for no review all the same.
    await running.record(azua(), 'recordSurvivorLeft', { stay });
    expect(await everywhere(stay)).toEqual([]);
  });

  it('the renewal of a permit stands with who leads the case, never with migration control, and goes when it is applied for', async () => {
    const toDgm = await consent(survivor, 'dgm', ['MIGRATION'], 'RESIDENCE');
    const { id: permit } = await running.record(azua(), 'applyForPermit', { case: survivor, to: 'dgm-sede', class: 'BUSINESS_VISA', consents: [toDgm], grounds: 'Sobreviviente de trata.' });
    await running.record(who('dgm-sede caseworker'), 'grantPermit', { permit, class: 'BUSINESS_VISA', from: day(0), until: day(20), documentNumber: 'NV-2217' });
    // Reception opens no migration data.
    expect(await everywhere(permit)).toEqual(['mmujer-azua caseworker OURS RENEWAL', 'mmujer-azua supervisor OURS RENEWAL']);
    expect(await due(azua(), permit)).toEqual(['RENEWAL OVERDUE']);
    await running.record(azua(), 'applyForRenewal', { permit, consents: [toDgm] });
    expect(await everywhere(permit)).toEqual([]);
  });

  it('a hand-over that nobody takes stands with the desk it is offered to and with the one that waits, and goes when it is taken', async () => {
    const linea = who('mmujer-linea intake');
    const { id: contact } = await running.record(linea, 'receiveContact', { channel: 'CALL', language: 'hat', caller: 'SELF', sex: 'FEMALE', anonymous: true, at: ago(1) });
    await running.record(linea, 'triageThreat', { contact, level: 'IMMEDIATE', at: ago(0.9) });
    await running.record(linea, 'handOverContact', { contact, to: 'sne911-central', basis: { kind: 'VITAL_INTERESTS' }, at: ago(0.5) });
    expect(await everywhere(contact)).toEqual(['mmujer-linea intake AWAITED HAND_OVER', 'sne911-central intake OURS HAND_OVER']);
    expect(await due(who('sne911-central intake'), contact, 'overdue: true')).toEqual(['HAND_OVER OVERDUE']);
    await running.record(who('sne911-central intake'), 'takeContact', { contact });
    expect(await everywhere(contact)).toEqual([]);
  });

  it('the confirmation of an exclusion is audit’s alone, and whom it keeps from a case has nothing of it in their lists any more', async () => {
    const of = await open();
    const asks = await refer(of, await consent(of, 'pgr-pett', ['STATUS']));
    expect(await due(azua(), asks, 'list: AWAITED')).toEqual(['ANSWER']);
    const party = { kind: 'AGENT', id: azua().agent };
    const { id: exclusion } = await running.record(who('pgr-pett supervisor'), 'placeExclusion', { party, cases: [of], ground: 'Parentesco con el investigado' });
    expect(await due(azua(), asks, 'list: AWAITED')).toEqual([]);
    expect(await due(who('mmujer-azua supervisor'), asks, 'list: AWAITED')).toEqual(['ANSWER']);
    expect(await everywhere(exclusion)).toEqual(['auditoria-sede auditor AUDIT CONFIRMATION']);
    await running.record({ ...who('auditoria-sede auditor'), own: true }, 'confirmExclusion', { exclusion });
    expect(await everywhere(exclusion)).toEqual([]);
  });

  it('is paged, soonest first, and narrowed by clock, by what it runs in, by date, by unit and by whether it is late', async () => {
    const asks = async (priority: string) => {
      const of = await open();
      return refer(of, await consent(of, 'pgr-pett', ['STATUS', 'PROTECTION']), { priority });
    };
    const [slow, fast] = [await asks('NORMAL'), await asks('URGENT')];
    const boss = who('mmujer-azua supervisor');
    const all = await asked(boss, 'list: AWAITED');
    expect(all.items.map(({ id }) => id).filter((id) => id === slow || id === fast)).toEqual([fast, slow]);
    const after = async (cursor: string) => (await running.ask(boss, 'query ($after: String) { dueItems(first: 1, list: AWAITED, after: $after) { edges { node { id } } } }', { after: cursor })).data?.['dueItems'];
    expect(await after(all.cursors[0]!)).toEqual({ edges: [{ node: { id: all.items[1]?.id } }] });
    const ids = async (args: string) => (await asked(boss, `list: AWAITED, ${args}`)).items.map(({ id }) => id);
    expect(await ids('clock: ANSWER, of: REFERRAL')).toContain(slow);
    expect(await ids('unit: "mmujer-azua"')).toContain(slow);
    for (const other of ['clock: SERVICE', 'of: CONTACT', 'overdue: true', 'level: COORDINATION_BODY', 'unit: "mmujer-bani"', `until: "${inDays(2)}"`]) expect([other, await ids(other)]).toEqual([other, expect.not.arrayContaining([slow])]);
  });

  it('is its unit’s own: another unit of the institution is shown what it must do in a case that concerns it, and nothing else of the case', async () => {
    const bani = who('mmujer-bani caseworker');
    const item = (unit: string, in30: number) => ({ service: 'LEGAL_AID', unit, due: day(in30) });
    await running.record(azua(), 'agreeCarePlan', { case: survivor, items: [item('mmujer-azua', 30), item('mmujer-bani', 40)], goals: 'Dormir.', agreedBy: 'SURVIVOR' });
    expect(await due(azua(), survivor, 'clock: PLAN_ITEM')).toEqual(['PLAN_ITEM', 'PLAN_ITEM']);
    expect(await due(who('mmujer-azua intake'), survivor, 'clock: PLAN_ITEM')).toEqual([]);
    // A case that does not concern it: what its own unit is planned for is no way in.
    expect((await asked(bani, 'list: OURS')).items).toEqual([]);
    const asks = await refer(survivor, await consent(survivor, 'mmujer-bani', ['STATUS']), { to: 'mmujer-bani' });
    expect((await asked(bani, 'list: OURS')).items.map(({ clock, id, unit }) => [clock, id, unit])).toEqual([['ANSWER', asks, 'mmujer-bani'], ['PLAN_ITEM', survivor, 'mmujer-bani']]);
  });

  it('a need that nobody met is counted for coordination bodies, with no case and no unit, as those of referrals are', async () => {
    await running.record(azua(), 'recordUnmetNeed', { case: survivor, service: 'SHELTER', reason: 'NO_CAPACITY' });
    const { data, text } = await running.ask(who('mmujer-ciprom coordinator'), '{ overview { unmetNeeds { institution service needs } missedClocks { institution clock missed days } } }');
    expect(data?.['overview']).toEqual({ unmetNeeds: [{ institution: 'mmujer', service: 'SHELTER', needs: 1 }], missedClocks: [] });
    expect(text).not.toContain(survivor);
    expect((await asked(who('mmujer-ciprom coordinator'), 'list: OURS')).items).toEqual([]);
  });

  it('is the same when the views are built anew', () => sameWhenBuiltAnew(running));
});
