import { randomUUID } from 'node:crypto';
import { readLeaf } from '@amparo/evidence';
import { accreditedAuthority } from './authorities';
import { openOffices, type Offices } from './offices';
import { Running, type Who } from './running';

jest.setTimeout(60_000);

const grounds = 'Retención de documentos, encierro, deuda impuesta.';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('the identification of a survivor', () => {
  let running: Running;
  let offices: Offices;
  let [luisa, marta]: Who[] = [];
  const who = (name: string): Who => {
    const found = offices[name];
    if (!found) throw new Error(`nobody is ${name}`);
    return found;
  };
  const azua = (): Who => who('mmujer-azua caseworker');
  const authority = (which: 'luisa' | 'marta'): Who => (which === 'luisa' ? luisa : marta) as Who;
  const events = async (of: string) => (await running.system.store.readStream(`case-${of}`)).map(({ leaf }) => readLeaf(leaf));
  const types = async (of: string): Promise<string[]> => (await events(of)).map(({ type }) => type);

  /** A case led from Azua, and its referral to the special prosecutor for identification. */
  async function opened(): Promise<{ id: string; under: string }> {
    const { id } = await running.record(azua(), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
    await running.record(azua(), 'recordScreening', { case: id, note: 'Llegó sin documentos.' });
    const basis = { kind: 'LEGAL_OBLIGATION', ref: 'Ley 137-03' };
    const { id: under } = await running.record(azua(), 'requestReferral', { case: id, to: 'pgr-pett', service: 'IDENTIFICATION', priority: 'URGENT', consents: [], basis });
    return { id, under };
  }

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    luisa = await accreditedAuthority(running, offices, 'Luisa');
    marta = await accreditedAuthority(running, offices, 'Marta');
  });
  afterAll(() => running.end());

  it('is presumed where she is met, decided by an accredited agent, and reconsidered by another person', async () => {
    const { id, under } = await opened();
    const presumed = await running.record(azua(), 'presumeVictim', { case: id, grounds });
    expect(presumed.events.map(({ type }) => type)).toEqual(['IdentificationDecided', 'RecoveryAndReflectionStarted']);
    const decision = { case: id, under, decision: 'NOT_IDENTIFIED', grounds };
    // Not before the referral is accepted: until then there is no such case to the authority.
    expect(await running.refusal(authority('luisa'), 'decideIdentification', decision)).toBe('NOT_FOUND');
    await running.record(authority('luisa'), 'acceptReferral', { referral: under });
    expect(await running.refusal(authority('luisa'), 'decideIdentification', decision)).toBe('RECOVERY_RUNNING');
    const decided = await running.record(authority('luisa'), 'decideIdentification', { ...decision, atHerRequest: true });
    const { id: reconsideration } = await running.record(azua(), 'requestReconsideration', { case: id, by: 'SURVIVOR', grounds });
    const anew = { case: id, under, reconsideration, decision: 'IDENTIFIED', grounds };
    expect(await running.refusal(authority('luisa'), 'decideReconsideration', anew)).toBe('TWO_PERSONS_REQUIRED');
    await running.record(authority('marta'), 'decideReconsideration', anew);

    const stored = await events(id);
    const accreditation = (await running.system.store.readStream('institution-pgr')).map(({ leaf }) => readLeaf(leaf)).find(({ type, data }) => type === 'AgentAccredited' && data['agent'] === authority('luisa').agent);
    expect(stored.find(({ id: event }) => event === decided.events[0]?.id)).toMatchObject({ authority: { event: accreditation?.id }, actor: { assurance: 'AUTHENTICATED', role: 'identification_authority' } });
    expect(JSON.stringify(stored)).not.toContain('Retención');
  });

  it('is written on an own token only, and on no suspended or unaccredited agent’s', async () => {
    const { id, under } = await opened();
    await running.record(azua(), 'presumeVictim', { case: id, grounds });
    await running.record(who('pgr-pett prosecutor'), 'acceptReferral', { referral: under });
    const decision = { case: id, under, decision: 'IDENTIFIED', atHerRequest: true, grounds };
    const before = await types(id);
    expect(await running.refusal({ ...authority('luisa'), own: false }, 'decideIdentification', decision)).toBe('OWN_TOKEN_REQUIRED');
    expect(await running.refusal({ ...who('pgr-pett prosecutor'), own: true }, 'decideIdentification', decision)).toBe('FORBIDDEN_FOR_ROLE');
    const administration = { 'purpose-of-use': 'ADMINISTRATION' };
    const of = { institution: 'pgr', agent: authority('luisa').agent };
    await running.record(running.administrator(0), 'suspendAgent', { ...of, reason: 'LEAVE' }, administration);
    expect(await running.refusal(authority('luisa'), 'decideIdentification', decision)).toBe('AGENT_NOT_ACCEPTED');
    await running.record(running.administrator(0), 'reinstateAgent', of, administration);
    await running.record(running.administrator(0), 'revokeAccreditation', { ...of, accreditation: 'IDENTIFICATION' }, administration);
    expect(await running.refusal(authority('luisa'), 'decideIdentification', decision)).toBe('NOT_ACCREDITED');
    expect(await types(id)).toEqual(before);
  });

  it('takes bad input as refusals and errors, and writes nothing of it', async () => {
    const { id } = await opened();
    const before = await types(id);
    const attempts: [string, Who, string, object][] = [
      ['NOT_PRESUMED', azua(), 'extendRecovery', { case: id, until: inDays(40), reason: 'HEALTH' }],
      ['NOT_DECIDED', azua(), 'requestReconsideration', { case: id, by: 'SURVIVOR', grounds }],
      ['NOT_FOUND', who('dgm-sede caseworker'), 'presumeVictim', { case: id, grounds }],
      ['NOT_FOUND', azua(), 'presumeVictim', { case: randomUUID(), grounds }],
      ['AT_IN_FUTURE', azua(), 'presumeVictim', { case: id, grounds, at: inDays(1) }],
      ['BAD_USER_INPUT', azua(), 'presumeVictim', { case: id, grounds: 'a'.repeat(100_000) }],
      ['BAD_USER_INPUT', azua(), 'presumeVictim', { case: 'her', grounds }],
    ];
    for (const [code, asker, mutation, input] of attempts) expect([mutation, await running.refusal(asker, mutation, input)]).toEqual([mutation, code]);
    expect(await types(id)).toEqual(before);
    const command = { commandId: randomUUID(), case: id, grounds: 'Li pa t gen papye. 她没有证件。 ليس لديها أوراق 🛑' };
    const first = await running.record(azua(), 'presumeVictim', command);
    expect(await running.send(azua(), 'presumeVictim', command)).toEqual(first);
    expect((await running.record(azua(), 'presumeVictim', { case: id, grounds })).events).toEqual([]);
    for (const [code, until] of [['RECOVERY_NOT_SHORTENED', inDays(3)], ['EXTENSION_TOO_LONG', inDays(4_000)]] as const) {
      expect(await running.refusal(azua(), 'extendRecovery', { case: id, until, reason: 'HEALTH' })).toBe(code);
    }
    await running.record(azua(), 'extendRecovery', { case: id, until: inDays(60), reason: 'INTIMIDATION', note: 'La llaman de noche.' });
    expect(await types(id)).toEqual([...before, 'IdentificationDecided', 'RecoveryAndReflectionStarted', 'RecoveryAndReflectionExtended']);
  });
});
