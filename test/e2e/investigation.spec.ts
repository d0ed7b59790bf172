import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { openHouses } from './houses';
import { openOffices, type Offices } from './offices';
import { Running, type Recorded, type Refused, type Who } from './running';

jest.setTimeout(60_000);

const digest = 'a'.repeat(64);
const tampered = 'b'.repeat(64);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const basis = (kind: string, ref: string) => ({ basis: { kind, ref } });
const types = ({ events }: Recorded): string[] => events.map(({ type }) => type);

describe('an investigation', () => {
  let running: Running;
  let people: Offices;
  const who = (name: string): Who => {
    const found = people[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return { ...found, own: true };
  };
  const pett = () => who('pgr-pett prosecutor');
  const supervisor = () => who('pgr-pett supervisor');
  const expert = () => who('pgr-pett expert');
  const police = () => who('pn-trata caseworker');
  const auditor = () => who('auditoria-sede auditor');
  const head = () => running.system.store.head();

  const complaint = { to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'INSTITUTION', account: 'Un bar de Boca Chica retiene pasaportes. לא בעברית, pa an kreyòl: «yo pran paspò m».' };
  const opened = async (more: object = {}): Promise<string> => {
    const { id } = await running.record(police(), 'fileComplaint', { ...complaint, ...more });
    await running.record(pett(), 'openInvestigation', { investigation: id });
    return id;
  };
  /** A case that the special prosecutor was asked to take part in, and does. */
  const referred = async (): Promise<{ case: string; referral: string }> => {
    const azua = who('mmujer-azua caseworker');
    const { id } = await running.record(azua, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    const asked = await running.record(azua, 'requestReferral', { case: id, to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: [], ...basis('LEGAL_MANDATE', 'PETT-2026-1') });
    await running.record(pett(), 'acceptReferral', { referral: asked.id });
    return { case: id, referral: asked.id };
  };
  const envelopes = async (stream: string) => (await running.system.store.readStream(stream)).map(({ leaf }) => readLeaf(leaf));

  beforeAll(async () => {
    running = await Running.founded();
    people = { ...(await openOffices(running)), ...(await openHouses(running)) };
  });
  afterAll(() => running.end());

  it('goes from the complaint to the reparation, and every event of it and of its exhibits names it, and no case', async () => {
    const her = await referred();
    const investigation = await opened();
    const act = (mutation: string, input: object = {}) => running.record(pett(), mutation, { investigation, ...input });
    await act('directPolice', { unit: 'pn-trata' });
    await act('attachCase', { case: her.case, on: 'REFERRAL', ref: her.referral });
    const suspect = (await act('nameSuspect', { official: false, suspectName: 'El dueño del bar' })).id;
    const mandate = (await act('issueMandate', { case: her.case, categories: ['HEALTH'], until: inDays(30), ...basis('COURT_ORDER', 'JUZGADO/2026-7') })).id;
    await act('discloseUnderReserve', { mandate, categories: ['HEALTH'], reviewAt: inDays(90), shown: 'Informe médico.' });
    const statement = { speaker: 'SURVIVOR', case: her.case, words: 'Me quitaron el pasaporte.' };
    await act('takeStatement', statement);
    expect(await running.refusal(pett(), 'takeStatement', { investigation, ...statement })).toBe('INTERVIEW_REASON_REQUIRED');
    await act('recordAdvanceTestimony', { ...statement, setting: 'GESELL_CHAMBER' });
    await act('bringCharges', { suspect, offences: ['TRAFFICKING_IN_PERSONS'] });
    await act('recordHearing', { hearing: 'TRIAL' });
    await act('recordJudgment', { suspect, instance: 'TRIAL_COURT', verdict: 'CONVICTED', ...basis('COURT_ORDER', 'JUZGADO/2026-9') });
    await act('recordReparation', { case: her.case, terms: 'Un millón de pesos.', ...basis('COURT_ORDER', 'JUZGADO/2026-9') });

    const exhibit = (await running.record(police(), 'collectExhibit', { investigation, kind: 'DEVICE', sha256: digest, seal: 'PN-1', item: 'Teléfono negro.' })).id;
    const offer = { exhibit, agent: expert().agent, institution: 'pgr' };
    await running.record(police(), 'offerCustody', offer);
    expect(await running.refusal(police(), 'acceptCustody', { exhibit, sha256: digest })).toBe('RECORDED'); // who has it has it: nothing is written
    expect(types(await running.record(expert(), 'acceptCustody', { exhibit, sha256: tampered }))).toEqual(['CustodyRefused']);
    expect(await running.refusal(expert(), 'breakSeal', { exhibit, reason: 'EXAMINATION' })).toBe('NOT_THE_CUSTODIAN');
    await running.record(police(), 'offerCustody', offer);
    const accept = { commandId: randomUUID(), exhibit, sha256: digest };
    const first = await running.record(expert(), 'acceptCustody', accept);
    expect(types(first)).toEqual(['CustodyAccepted']);
    expect(await running.record(expert(), 'acceptCustody', accept)).toEqual(first);
    expect(await running.refusal(police(), 'breakSeal', { exhibit, reason: 'EXAMINATION' })).toBe('NOT_FOUND'); // it is not theirs any more
    await running.record(expert(), 'breakSeal', { exhibit, reason: 'EXAMINATION' });
    await running.record(expert(), 'examineExhibit', { exhibit, examination: 'DIGITAL', findings: 'Mensajes.' });
    expect(types(await act('closeInvestigation', { reason: 'JUDGED' }))).toEqual(['InvestigationClosed', 'MandateEnded']);

    const all = [...(await envelopes(`investigation-${investigation}`)), ...(await envelopes(`exhibit-${exhibit}`))];
    expect(all.length).toBeGreaterThan(20);
    for (const { type, investigation: named, case: caseId } of all) expect([type, named, caseId]).toEqual([type, investigation, undefined]);
    expect(JSON.stringify(all)).not.toMatch(/bar de Boca Chica|dueño del bar|pasaporte|Teléfono|médico/);
  });

  it('is its prosecutor’s alone: to Casa Malala, another prosecutor, the police and the institution that leads her case it does not exist', async () => {
    const investigation = await opened();
    const exhibit = (await running.record(pett(), 'collectExhibit', { investigation, kind: 'DOCUMENT', sha256: digest, seal: 'PETT-1', item: 'Libreta.' })).id;
    const before = await head();
    const strangers = ['casa-malala prosecutor', 'pgr-azua prosecutor', 'pn-trata caseworker', 'casa-malala shelter_manager', 'mmujer-azua supervisor'];
    for (const name of strangers) {
      const asked: [string, (id: string) => object][] = [['acceptCustody', (id) => ({ exhibit: id === investigation ? exhibit : id, sha256: digest })]];
      if (name.endsWith('prosecutor')) asked.push(['closeInvestigation', (id) => ({ investigation: id, reason: 'ARCHIVED' })], ['collectExhibit', (id) => ({ investigation: id, kind: 'DEVICE', sha256: digest, seal: 'X-1', item: 'x' })]);
      else if (!name.endsWith('manager')) asked.push(['collectExhibit', (id) => ({ investigation: id, kind: 'DEVICE', sha256: digest, seal: 'X-1', item: 'x' })]);
      else asked.shift();
      for (const [mutation, input] of asked) {
        const mistaken = (await running.send(who(name), mutation, input(randomUUID()))) as Refused;
        expect([name, mutation, mistaken.code]).toEqual([name, mutation, 'NOT_FOUND']);
        expect(await running.send(who(name), mutation, input(investigation))).toEqual(mistaken);
      }
      if (name.endsWith('manager') || name.endsWith('supervisor') || name.endsWith('caseworker')) expect(await running.refusal(who(name), 'closeInvestigation', { investigation, reason: 'ARCHIVED' })).toBe('FORBIDDEN_FOR_ROLE');
    }
    expect(await head()).toBe(before);
  });

  it('names nobody who complains from a house where survivors live', async () => {
    const { id } = await running.record(who('casa-malala shelter_manager'), 'fileComplaint', complaint);
    const [filed] = await envelopes(`investigation-${id}`);
    expect(filed?.actor).toMatchObject({ client: expect.stringMatching(/^cc-/), agent: expect.stringMatching(/^cc-/), unit: expect.stringMatching(/^cc-/) });
    const keys = await envelopes(`subject-${String(filed?.data['file'])}`);
    expect(keys).toHaveLength(3);
    expect(JSON.stringify([filed, keys])).not.toMatch(/malala/);
    await running.record(pett(), 'openInvestigation', { investigation: id });
  });

  it('does not exist for the excluded, retries and exhibits too; nor for who is excluded from a case it names; and is theirs again when that ends', async () => {
    const her = await referred();
    const investigation = await opened();
    const exhibit = (await running.record(pett(), 'collectExhibit', { investigation, kind: 'DEVICE', sha256: digest, seal: 'PETT-1', item: 'Teléfono.' })).id;
    const hearing = { commandId: randomUUID(), investigation, hearing: 'PRELIMINARY' };
    await running.record(pett(), 'recordHearing', hearing);
    const party = { kind: 'AGENT', id: pett().agent };
    const ground = 'Primo del investigado.';
    expect(await running.refusal(who('mmujer-azua supervisor'), 'placeExclusion', { party, cases: [], investigation, ground })).toBe('NOT_FOUND');
    expect(await running.refusal(supervisor(), 'placeExclusion', { party, cases: [], investigation: randomUUID(), ground })).toBe('NOT_FOUND');
    expect(await running.refusal(supervisor(), 'placeExclusion', { party, cases: [], ground })).toBe('NOTHING_NAMED');

    const mistaken = await running.send(pett(), 'recordHearing', { ...hearing, investigation: randomUUID() });
    const gone = async () => {
      expect(await running.send(pett(), 'recordHearing', hearing)).toEqual(mistaken);
      expect(await running.refusal(pett(), 'breakSeal', { exhibit, reason: 'NEW_SEAL' })).toBe('NOT_FOUND');
      expect(await running.refusal(pett(), 'collectExhibit', { investigation, kind: 'DEVICE', sha256: digest, seal: 'PETT-2', item: 'x' })).toBe('NOT_FOUND');
      await running.record(expert(), 'recordHearing', { investigation, hearing: 'PRELIMINARY' });
    };
    const exclusion = (await running.record(supervisor(), 'placeExclusion', { party, cases: [], investigation, ground })).id;
    await gone();
    // The custodian is gone with it: a supervising prosecutor gives the exhibit to somebody else, and says with which digest it was found.
    const reassign = { exhibit, institution: 'pgr', reason: 'BY_ORDER', sha256: digest };
    expect(await running.refusal(supervisor(), 'reassignCustody', { ...reassign, agent: supervisor().agent })).toBe('TWO_PERSONS_REQUIRED');
    expect(await running.refusal(supervisor(), 'reassignCustody', { ...reassign, agent: who('casa-malala shelter_manager').agent })).toBe('AGENT_UNKNOWN');
    await running.record(supervisor(), 'reassignCustody', { ...reassign, agent: expert().agent });
    await running.record(expert(), 'breakSeal', { exhibit, reason: 'NEW_SEAL' });
    expect(await running.refusal(expert(), 'offerCustody', { exhibit, agent: pett().agent, institution: 'pgr' })).toBe('AGENT_UNKNOWN');
    await running.record(supervisor(), 'liftExclusion', { exclusion, reason: 'ENDED' });
    expect(await running.send(pett(), 'recordHearing', hearing)).toMatchObject({ __typename: 'Recorded' });

    await running.record(pett(), 'attachCase', { investigation, case: her.case, on: 'REFERRAL', ref: her.referral });
    const ofCase = (await running.record(supervisor(), 'placeExclusion', { party, cases: [her.case], ground })).id;
    await gone();
    await running.record(supervisor(), 'liftExclusion', { exclusion: ofCase, reason: 'ENDED' });
  });

  it('goes to another unit of the prosecution when its own is excluded from it, by a hand of the confirmed exclusion', async () => {
    const investigation = await opened();
    const exclusion = (await running.record(auditor(), 'placeExclusion', { party: { kind: 'UNIT', id: 'pgr-pett' }, cases: [], investigation, ground: 'La jefa es parte.' })).id;
    const reassign = { investigation, exclusion, to: 'pgr-azua' };
    expect(await running.refusal(auditor(), 'reassignInvestigation', reassign)).toBe('NOT_FOUND'); // not confirmed
    await running.record(who('mmujer-azua supervisor'), 'confirmExclusion', { exclusion });
    expect(await running.refusal(pett(), 'closeInvestigation', { investigation, reason: 'ARCHIVED' })).toBe('NOT_FOUND');
    expect(await running.refusal(auditor(), 'reassignInvestigation', { ...reassign, to: 'pgr-pett' })).toBe('UNIT_UNKNOWN');
    expect(await running.refusal(auditor(), 'reassignInvestigation', { ...reassign, to: 'mmujer-azua' })).toBe('NOT_PROSECUTION');
    await running.record(auditor(), 'reassignInvestigation', reassign);
    await running.record(who('pgr-azua prosecutor'), 'closeInvestigation', { investigation, reason: 'ARCHIVED' });
  });

  describe('turns bad input down with a code that says what to do, and nothing is written:', () => {
    let investigation: string;
    let her: { case: string; referral: string };
    let filed: string;
    beforeAll(async () => {
      [investigation, her] = [await opened(), await referred()];
      filed = (await running.record(police(), 'fileComplaint', complaint)).id;
    });
    const mandate = (more: object = {}) => ({ investigation, case: her.case, categories: ['STATUS'], until: inDays(30), ...basis('LEGAL_MANDATE', 'PETT-2026-1'), ...more });
    const exhibit = (more: object = {}) => ({ investigation, kind: 'DEVICE', sha256: digest, seal: 'PN-1', item: 'x', ...more });
    type Attempt = [what: string, code: string, who: () => Who, mutation: string, input: () => object];
    const attempts: Attempt[] = [
      ['a complaint to no unit', 'UNIT_UNKNOWN', police, 'fileComplaint', () => ({ ...complaint, to: 'pgr-nowhere' })],
      ['a complaint to who does not prosecute', 'NOT_PROSECUTION', police, 'fileComplaint', () => ({ ...complaint, to: 'mmujer-azua' })],
      ['a complaint of the prosecution by the police', 'NOT_PROSECUTION', police, 'fileComplaint', () => ({ ...complaint, complainant: 'EX_OFFICIO' })],
      ['100,000 characters', 'BAD_USER_INPUT', police, 'fileComplaint', () => ({ ...complaint, account: 'x'.repeat(100_000) })],
      ['text that is not NFC', 'BAD_USER_INPUT', police, 'fileComplaint', () => ({ ...complaint, account: 'Mari\u0301a' })],
      ['a mandate before it is opened', 'INVESTIGATION_NOT_OPEN', pett, 'issueMandate', () => mandate({ investigation: filed })],
      ['a mandate without a number', 'ORDER_NUMBER_REQUIRED', pett, 'issueMandate', () => mandate({ basis: { kind: 'LEGAL_MANDATE' } })],
      ['health on a mere request', 'CATEGORY_NOT_OPEN', pett, 'issueMandate', () => mandate({ categories: ['HEALTH'] })],
      ['her children on a court order', 'CATEGORY_NOT_OPEN', pett, 'issueMandate', () => mandate({ categories: ['CHILDREN'], ...basis('COURT_ORDER', 'J-1') })],
      ['a mandate that has ended when issued', 'MANDATE_END', pett, 'issueMandate', () => mandate({ until: inDays(-1) })],
      ['a mandate of two years', 'MANDATE_END', pett, 'issueMandate', () => mandate({ until: inDays(730) })],
      ['a mandate without categories', 'BAD_USER_INPUT', pett, 'issueMandate', () => mandate({ categories: [] })],
      ['a date that is none', 'BAD_USER_INPUT', pett, 'issueMandate', () => mandate({ until: '2026-02-30T00:00:00Z' })],
      ['a mandate on a case that is none', 'NOT_FOUND', pett, 'issueMandate', () => mandate({ case: randomUUID() })],
      ['a mandate on a partner’s word', 'OWN_TOKEN_REQUIRED', () => ({ ...pett(), own: false }), 'issueMandate', () => mandate()],
      ['a case attached on a referral to somebody else', 'ATTACHMENT_UNFOUNDED', pett, 'attachCase', () => ({ investigation, case: her.case, on: 'REFERRAL', ref: randomUUID() })],
      ['a statement of hers without her case', 'CASE_NOT_ATTACHED', pett, 'takeStatement', () => ({ investigation, speaker: 'SURVIVOR', words: 'x' })],
      ['charges against nobody', 'SUSPECT_UNKNOWN', pett, 'bringCharges', () => ({ investigation, suspect: randomUUID(), offences: ['PIMPING'] })],
      ['a judgment before charges', 'NOT_CHARGED', pett, 'recordJudgment', () => ({ investigation, suspect: randomUUID(), instance: 'APPEAL', verdict: 'ACQUITTED', ...basis('COURT_ORDER', 'J-1') })],
      ['a hearing of tomorrow', 'AT_IN_FUTURE', pett, 'recordHearing', () => ({ investigation, hearing: 'TRIAL', at: inDays(1) })],
      ['the police not directed', 'NOT_FOUND', police, 'collectExhibit', () => exhibit()],
      ['who is no police directed', 'NOT_POLICE', pett, 'directPolice', () => ({ investigation, unit: 'mmujer-azua' })],
      ['a digest that is none', 'BAD_USER_INPUT', pett, 'collectExhibit', () => exhibit({ sha256: digest.toUpperCase() })],
      ['a seal with a name on it', 'BAD_USER_INPUT', pett, 'collectExhibit', () => exhibit({ seal: 'de Altagracia' })],
      ['custody on a partner’s word', 'OWN_TOKEN_REQUIRED', () => ({ ...pett(), own: false }), 'collectExhibit', () => exhibit()],
      ['a role that may not', 'FORBIDDEN_FOR_ROLE', police, 'openInvestigation', () => ({ investigation })],
    ];
    it.each(attempts.map((attempt) => [attempt[0], attempt[1], attempt] as const))('%s is %s', async (_, code, [, , by, mutation, input]) => {
      const before = await head();
      expect(await running.refusal(by(), mutation, input())).toBe(code);
      expect(await head()).toBe(before);
    });

    it('an agent who is suspended', async () => {
      const suspension = { institution: 'pgr', agent: expert().agent };
      await running.record(running.administrator(0), 'suspendAgent', { ...suspension, reason: 'LEAVE' });
      const before = await head();
      const held = (await running.attempt(expert(), 'recordHearing', { investigation, hearing: 'TRIAL' })).errors[0]?.extensions['code'];
      expect(held).toBe('AGENT_NOT_ACCEPTED');
      expect(await head()).toBe(before);
      await running.record(running.administrator(0), 'reinstateAgent', suspension);
    });

    it('the same command again gets its first answer, another input under its id is COMMAND_ID_REUSED', async () => {
      const command = { commandId: randomUUID(), investigation, official: true, suspectName: 'Un sargento' };
      const first = await running.record(pett(), 'nameSuspect', command);
      const before = await head();
      expect(await running.record(pett(), 'nameSuspect', command)).toEqual(first);
      expect(await running.refusal(pett(), 'nameSuspect', { ...command, official: false })).toBe('COMMAND_ID_REUSED');
      expect(await head()).toBe(before);
    });
  });
});
