import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { openOffices, type Offices } from './offices';
import { Running, type Recorded, type Who } from './running';

jest.setTimeout(60_000);

describe('the first call of a woman in danger, from desk to desk', () => {
  let running: Running;
  let offices: Offices;
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const linea = (): Who => who('mmujer-linea intake');
  const central = (): Who => who('sne911-central intake');
  const azua = (): Who => who('mmujer-azua intake');
  const head = () => running.system.store.head();

  const described = { language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: true };
  const call = async (by: Who = linea(), more: object = {}): Promise<string> => (await running.record(by, 'receiveContact', { channel: 'CALL', ...described, ...more })).id;
  const agreed = { kind: 'CONSENT' };
  const stored = async (contact: string) => (await running.system.store.readStream(`contact-${contact}`)).map(({ leaf, parts }) => ({ ...readLeaf(leaf), parts }));

  let contact = '';
  let opened = '';
  const received = { commandId: randomUUID(), channel: 'CALL', ...described, account: 'Está encerrada y llama en voz baja.' };

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
  });
  afterAll(() => running.end());

  it('is received once, over a bad line too, by the hotline, and is nobody else’s', async () => {
    const first = await running.record(linea(), 'receiveContact', received);
    expect(await running.send(linea(), 'receiveContact', received)).toEqual(first);
    contact = first.id;
    const others = Object.entries(offices).filter(([name]) => /intake|caseworker|supervisor/.test(name) && !name.startsWith('mmujer-linea'));
    const nowhere = await running.send(azua(), 'takeContact', { contact: randomUUID() });
    expect(nowhere).toMatchObject({ code: 'NOT_FOUND' });
    for (const [name, other] of others) expect([name, await running.send(other, 'takeContact', { contact })]).toEqual([name, nowhere]);
  });

  it('is not let go while she is in immediate danger, and lies with the hotline until 911 has taken it', async () => {
    await running.record(linea(), 'triageThreat', { contact, level: 'IMMEDIATE', threats: ['HELD_AGAINST_HER_WILL'], details: 'Una casa azul junto al canal.' });
    expect(await running.refusal(linea(), 'closeContact', { contact, outcome: 'ORIENTED' })).toBe('IN_DANGER');
    expect(await running.refusal(linea(), 'redirectContact', { contact, to: 'POLICE', reason: 'NOT_OUR_MANDATE' })).toBe('IN_DANGER');
    await running.record(linea(), 'handOverContact', { contact, to: 'sne911-central', basis: { kind: 'VITAL_INTERESTS' } });
    expect(await running.refusal(central(), 'triageThreat', { contact, level: 'NONE' })).toBe('NOT_THE_HOLDER');
    expect(await running.refusal(linea(), 'closeContact', { contact, outcome: 'HELP_SENT' })).toBe('HAND_OVER_PENDING');
    await running.record(central(), 'takeContact', { contact });
    expect(await running.refusal(linea(), 'closeContact', { contact, outcome: 'HELP_SENT' })).toBe('NOT_THE_HOLDER');
    expect((await running.record(central(), 'takeContact', { contact })).events).toEqual([]);
  });

  it('goes back to *212 once she is safe, and on to the office that opens her case', async () => {
    await running.record(central(), 'triageThreat', { contact, level: 'LOW' });
    expect(await running.refusal(central(), 'handOverContact', { contact, to: 'mmujer-linea' })).toBe('HAND_OVER_BASIS');
    await running.record(central(), 'handOverContact', { contact, to: 'mmujer-linea', basis: agreed });
    await running.record(linea(), 'takeContact', { contact });
    await running.record(linea(), 'handOverContact', { contact, to: 'mmujer-azua', basis: agreed, note: 'Prefiere hablar con una mujer.' });
    await running.record(azua(), 'takeContact', { contact });
    await running.record(azua(), 'describeCaller', { contact, ...described, anonymous: false, callerName: 'Wideline', callBack: { address: '809 555 0100', mayLeaveMessage: false } });
    await running.record(azua(), 'takeComplaint', { contact, matter: 'TRAFFICKING', complaint: 'No le pagan y la encierran.' });
    await running.record(azua(), 'giveOrientation', { contact, topics: ['RIGHTS', 'HOW_TO_COMPLAIN'] });
    expect(await running.refusal(azua(), 'closeContact', { contact, outcome: 'CASE_OPENED' })).toBe('NOT_LINKED');
    opened = (await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' })).id;
    await running.record(azua(), 'linkContactToCase', { contact, case: opened });
    await running.record(azua(), 'closeContact', { contact, outcome: 'CASE_OPENED' });
  });

  it('is on record without a word of hers in clear, and in no case’s file', async () => {
    const events = await stored(contact);
    expect(events.map(({ type }) => type)).toEqual([
      'ContactReceived',
      'ThreatTriaged',
      'ContactHandedOver',
      'ContactTaken',
      'ThreatTriaged',
      'ContactHandedOver',
      'ContactTaken',
      'ContactHandedOver',
      'ContactTaken',
      'CallerDescribed',
      'ComplaintTaken',
      'OrientationGiven',
      'ContactLinkedToCase',
      'ContactClosed',
    ]);
    expect(events.filter((event) => 'case' in event)).toEqual([]);
    expect(events[0]?.data).toMatchObject({ unit: 'mmujer-linea', channel: 'CALL', sex: 'FEMALE', migrant: true });
    expect(events[0]?.sealed?.map(({ names }) => names)).toEqual([['account']]); // anonymous: nothing about who she is
    expect(JSON.stringify(events)).not.toMatch(/Wideline|809 555|azul|encierran|Prefiere/);
  });

  it('is linked by who leads the case alone: to others there is no such case', async () => {
    const own = await call();
    const nowhere = await running.send(linea(), 'linkContactToCase', { contact: own, case: randomUUID() });
    expect(nowhere).toMatchObject({ code: 'NOT_FOUND' });
    expect(await running.send(linea(), 'linkContactToCase', { contact: own, case: opened })).toEqual(nowhere);
    expect(await running.send(linea(), 'unlinkContactFromCase', { contact: own, case: opened })).toEqual(nowhere);
  });

  it('by the same caller is a contact of its own, which names an earlier one of the same compartment', async () => {
    const earlier = await call();
    expect((await stored(await call(linea(), { repeats: earlier })))[0]?.data).toMatchObject({ repeats: earlier });
    for (const repeats of [randomUUID(), await call(azua())]) {
      expect(await running.refusal(linea(), 'receiveContact', { channel: 'CALL', ...described, repeats })).toBe('EARLIER_CONTACT_UNKNOWN');
    }
  });

  it('may be declined by a desk, and taken back from one that does not answer', async () => {
    const own = await call();
    const offer = { contact: own, to: 'sne911-central', basis: agreed };
    await running.record(linea(), 'handOverContact', offer);
    await running.record(central(), 'declineHandOver', { contact: own, reason: 'NO_LINE_FREE' });
    expect(await running.refusal(central(), 'takeContact', { contact: own })).toBe('ANSWERED_OTHERWISE');
    await running.record(linea(), 'handOverContact', offer);
    expect(await running.refusal(linea(), 'handOverContact', { ...offer, to: 'mmujer-azua' })).toBe('HAND_OVER_PENDING');
    await running.record(linea(), 'takeBackHandOver', { contact: own });
    expect(await running.refusal(central(), 'takeContact', { contact: own })).toBe('NOT_FOUND');
    await running.record(linea(), 'closeContact', { contact: own, outcome: 'HELP_DECLINED' });
  });

  it('counts no more once it was entered in error, which a caseworker or supervisor says', async () => {
    const own = await call(azua());
    expect(await running.refusal(azua(), 'enterContactInError', { contact: own, reason: 'TEST' })).toBe('FORBIDDEN_FOR_ROLE');
    await running.record(who('mmujer-azua caseworker'), 'enterContactInError', { contact: own, reason: 'TEST' });
    expect(await running.refusal(azua(), 'giveOrientation', { contact: own, topics: ['RIGHTS'] })).toBe('CONTACT_ENDED');
  });

  describe('with bad input is turned down with a code that says what to do, and nothing is written:', () => {
    const nothing = async (code: string, by: Who, mutation: string, input: object): Promise<void> => {
      const before = await head();
      expect(await running.refusal(by, mutation, input)).toBe(code);
      expect(await head()).toBe(before);
    };
    const own: Record<string, string> = {};
    beforeAll(async () => {
      own['contact'] = await call();
    });

    it.each<[string, string, string, object]>([
      ['text of 100,000 characters', 'BAD_USER_INPUT', 'receiveContact', { channel: 'CALL', ...described, account: 'x'.repeat(100_000) }],
      ['text that is not NFC', 'BAD_USER_INPUT', 'receiveContact', { channel: 'CALL', ...described, account: 'Mari\u0301a' }],
      ['a language that is none', 'BAD_USER_INPUT', 'receiveContact', { channel: 'CALL', ...described, language: 'Kreyòl' }],
      ['a call-back without a number', 'BAD_USER_INPUT', 'describeCaller', { ...described, anonymous: false, callBack: { hours: 'de día' } }],
      ['a name of somebody anonymous', 'ANONYMOUS_CALLER', 'describeCaller', { ...described, callerName: 'Wideline' }],
      ['a future date', 'AT_IN_FUTURE', 'receiveContact', { channel: 'CALL', ...described, at: new Date(Date.now() + 60_000).toISOString() }],
      ['a late entry without a reason', 'LATE_WITHOUT_REASON', 'receiveContact', { channel: 'CALL', ...described, at: '2016-03-01T00:00:00Z' }],
      ['a date that is none', 'BAD_USER_INPUT', 'receiveContact', { channel: 'CALL', ...described, at: '2026-02-30T00:00:00Z' }],
      ['no topic', 'BAD_USER_INPUT', 'giveOrientation', { topics: [] }],
      ['a level that is none', 'BAD_USER_INPUT', 'triageThreat', { level: 'URGENT' }],
      ['what was not handed over, taken back, is so already and', 'RECORDED', 'takeBackHandOver', {}],
      ['declined without an offer', 'NOT_HANDED_OVER', 'declineHandOver', { reason: 'CALL_DROPPED' }],
      ['handed to a unit that is not there', 'UNIT_UNKNOWN', 'handOverContact', { to: 'mmujer-nowhere', basis: agreed }],
      ['handed to oneself', 'OWN_UNIT', 'handOverContact', { to: 'mmujer-linea', basis: agreed }],
      ['handed to a house', 'NOT_A_DOOR', 'handOverContact', { to: 'mmujer-casa', basis: agreed }],
      ['handed to migration control', 'MIGRATION_CONTROL_LIMIT', 'handOverContact', { to: 'dgm-sede', basis: agreed }],
      ['handed over in a danger nobody triaged', 'HAND_OVER_BASIS', 'handOverContact', { to: 'mmujer-azua', basis: { kind: 'VITAL_INTERESTS' } }],
    ])('%s is %s', (_, code, mutation, input) => nothing(code, linea(), mutation, { ...(mutation === 'receiveContact' ? {} : own), ...input }));

    it('from a house, or from a role that is at no desk', async () => {
      await nothing('FORBIDDEN_FOR_ROLE', who('mmujer-casa shelter_manager'), 'receiveContact', { channel: 'CALL', ...described });
      await nothing('FORBIDDEN_FOR_ROLE', who('mmujer-ciprom coordinator'), 'takeContact', own);
      const { id: agent } = await running.record(running.administrator(0), 'proposeAgentAppointment', { institution: 'mmujer', agentName: 'Agente de la casa', roles: ['caseworker'], unit: 'mmujer-casa' });
      await running.record(running.administrator(1), 'appointAgent', { institution: 'mmujer', agent });
      const inside = { ...who('mmujer-casa shelter_manager'), agent };
      await nothing('NOT_A_DOOR', inside, 'receiveContact', { channel: 'IN_PERSON', ...described });
      await nothing('NOT_FOUND', inside, 'takeContact', own);
    });

    it('under a command id that was used', () => nothing('COMMAND_ID_REUSED', linea(), 'receiveContact', { ...received, channel: 'MESSAGE' }));

    it('from a suspended agent', async () => {
      await running.record(running.administrator(0), 'suspendAgent', { institution: 'mmujer', agent: linea().agent, reason: 'LEAVE' });
      await nothing('AGENT_NOT_ACCEPTED', linea(), 'receiveContact', { channel: 'CALL', ...described });
      await running.record(running.administrator(0), 'reinstateAgent', { institution: 'mmujer', agent: linea().agent });
    });
  });

  it('takes any script, and what was recorded on paper years ago', async () => {
    const id = await call(azua(), { channel: 'IN_PERSON', account: '她说 «Mwen pa ka soti» — \u{1f4de} Ελένη', at: '2016-03-01T15:00:00Z', late: 'PAPER_FORM' });
    expect((await stored(id))[0]).toMatchObject({ at: '2016-03-01T15:00:00.000Z', data: { late: 'PAPER_FORM' } });
  });

  it('is not there for who is kept from its case: not to read on, not to repeat, not to be handed', async () => {
    const supervisor = who('mmujer-azua supervisor');
    const own = await call(azua());
    const oriented = { commandId: randomUUID(), contact: own, topics: ['RIGHTS'] };
    await running.record(supervisor, 'giveOrientation', oriented);
    await running.record(azua(), 'linkContactToCase', { contact: own, case: opened });
    const place = (party: object): Promise<Recorded> => running.record(who('auditoria-sede auditor'), 'placeExclusion', { party, cases: [opened], ground: 'Parentesco con el investigado' });
    await place({ kind: 'AGENT', id: supervisor.agent });
    await place({ kind: 'UNIT', id: 'sne911-central' });

    const nowhere = await running.send(supervisor, 'giveOrientation', { contact: randomUUID(), topics: ['RIGHTS'] });
    expect(nowhere).toMatchObject({ code: 'NOT_FOUND' });
    const elsewhere = await call(azua());
    for (const [mutation, input] of [
      ['giveOrientation', oriented], // a retry of what was once accepted
      ['giveOrientation', { contact: own, topics: ['RIGHTS'] }],
      ['linkContactToCase', { contact: elsewhere, case: opened }],
    ] as const) {
      expect([mutation, await running.send(supervisor, mutation, input)]).toEqual([mutation, nowhere]);
    }
    expect(await running.refusal(supervisor, 'receiveContact', { channel: 'CALL', ...described, repeats: own })).toBe('EARLIER_CONTACT_UNKNOWN');
    expect(await running.refusal(azua(), 'handOverContact', { contact: own, to: 'sne911-central', basis: agreed })).toBe('UNIT_UNKNOWN');
    await running.record(azua(), 'handOverContact', { contact: elsewhere, to: 'sne911-central', basis: agreed });
    await running.record(azua(), 'linkContactToCase', { contact: elsewhere, case: opened });
    expect(await running.refusal(central(), 'takeContact', { contact: elsewhere })).toBe('NOT_FOUND');
    expect((await running.record(azua(), 'giveOrientation', { contact: own, topics: ['RIGHTS'] })).events).toHaveLength(1);
  });
});
