import { Running, type Recorded } from './running';

jest.setTimeout(30_000);

describe('an appointment in an institution that another one founded the directory for', () => {
  let running: Running;
  const record = (which: 0 | 1, mutation: string, input: object): Promise<Recorded> => running.record(running.administrator(which), mutation, input, administration);
  const administration = { 'purpose-of-use': 'ADMINISTRATION' };

  beforeAll(async () => {
    running = await Running.founded();
  });
  afterAll(() => running.end());

  it('takes two persons there too: who proposed it does not make it', async () => {
    await record(0, 'registerInstitution', { institution: 'mmujer', name: 'Ministerio de la Mujer', kind: 'WOMEN' });
    const { id: agent } = await record(0, 'proposeAgentAppointment', { institution: 'mmujer', agentName: 'Administradora', roles: ['administrator'] });
    expect(await running.refusal(running.administrator(0), 'appointAgent', { institution: 'mmujer', agent }, administration)).toBe('TWO_PERSONS_REQUIRED');
    expect((await record(1, 'appointAgent', { institution: 'mmujer', agent })).events).toMatchObject([{ type: 'AgentAppointed' }]);
  });
});
