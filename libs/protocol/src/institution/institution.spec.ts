import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { Role } from '../role';
import { AccreditAgent, RevokeAccreditation } from './accreditation';
import {
  AdmitClient,
  AppointAgent,
  AssignAgent,
  FoundInstitution,
  institution,
  institutionEvents,
  ProposeAgentAppointment,
  RegisterInstitution,
  ReinstateAgent,
  SuspendAgent,
  WallCompartment,
  type InstitutionCommand,
  type InstitutionEvent,
  type InstitutionFacts,
} from './institution';

const m = meta();
const mmujer = { institution: 'mmujer' };
const administrator: readonly Role[] = ['administrator'];

/** Who acts: administrators of MMUJER and of MIREX, which founded the directory, by their persons. */
const own = (person: string, facts: InstitutionFacts = {}): InstitutionFacts => ({ ...facts, administrator: { person, founding: false } });
const founder = (person: string, facts: InstitutionFacts = {}): InstitutionFacts => ({ ...facts, administrator: { person, founding: true } });
const nobody: InstitutionFacts = {};

const azua = { institution: 'mmujer', operator: 'mmujer', compartment: 'mmujer' };
const casa = { institution: 'pgr', operator: 'mmujer', compartment: 'casa-malala' };
const pett = { institution: 'pgr', operator: 'pgr', compartment: 'pgr-pett' };

const registered: InstitutionEvent = { type: 'InstitutionRegistered', data: { code: 'mmujer', name: 'Ministerio de la Mujer', kind: 'WOMEN' } };
const walled: InstitutionEvent = { type: 'CompartmentWalled', data: { compartment: 'mmujer-linea', kind: 'HOTLINE' } };
const admitted: InstitutionEvent = { type: 'ClientAdmitted', data: { client: 'mmujer-desk', compartment: 'mmujer' } };
const proposal: InstitutionEvent = { type: 'AgentAppointmentProposed', data: { agent: 'ag-azua', person: 'p-azua', roles: ['caseworker'], unit: 'mmujer-azua' } };
/** Proposed by an agent of the founding institution, as the first agents of any other are. */
const proposed = recorded(proposal, { actor: { client: 'mirex-desk', agent: 'ag-ana', institution: 'mirex', assurance: 'AUTHENTICATED' } });
const appointed: InstitutionEvent = { type: 'AgentAppointed', data: { agent: 'ag-azua', person: 'p-azua', compartment: 'mmujer', roles: ['caseworker'], unit: 'mmujer-azua' } };
const accredited: InstitutionEvent = { type: 'AgentAccredited', data: { agent: 'ag-azua', accreditation: 'IDENTIFICATION', course: 'diploma', certificate: 'c-azua' } };
const suspended: InstitutionEvent = { type: 'AgentSuspended', data: { agent: 'ag-azua', reason: 'LEAVE' } };

const agent = { ...mmujer, agent: 'ag-azua' };
const register = new RegisterInstitution({ ...mmujer, name: 'Ministerio de la Mujer', kind: 'WOMEN' }, m);
const wall = new WallCompartment({ ...mmujer, compartment: 'mmujer-linea', kind: 'HOTLINE' }, m);
const admit = new AdmitClient({ ...mmujer, client: 'mmujer-desk', compartment: 'mmujer' }, m);
const propose = new ProposeAgentAppointment({ ...agent, person: 'p-azua', agentName: 'Caseworker of Azua', roles: ['caseworker'], unit: 'mmujer-azua' }, m);
const appoint = new AppointAgent(agent, m);
const assign = new AssignAgent({ ...agent, unit: 'casa-malala' }, m);
const accredit = new AccreditAgent({ ...agent, accreditation: 'IDENTIFICATION', course: 'diploma', certificate: 'c-azua' }, m);
const certificate = { person: 'p-azua', date: '2026-01-05' };
const revoke = new RevokeAccreditation({ ...agent, accreditation: 'IDENTIFICATION' }, m);
const suspend = new SuspendAgent({ ...agent, reason: 'LEAVE' }, m);
const reinstate = new ReinstateAgent(agent, m);

type Given = readonly (InstitutionEvent | Recorded<InstitutionEvent>)[];
/** What each command finds, what it records, and by whom. */
const table: readonly Readonly<{ command: InstitutionCommand; history: Given; facts: InstitutionFacts; event: InstitutionEvent }>[] = [
  { command: wall, history: [registered], facts: own('p-luz'), event: walled },
  { command: admit, history: [registered], facts: own('p-luz'), event: admitted },
  {
    command: propose,
    history: [registered],
    facts: own('p-luz', { unit: azua }),
    event: { ...proposal, personal: [{ subject: 'p-azua', fields: { agentName: 'Caseworker of Azua' } }] },
  },
  { command: appoint, history: [registered, proposed], facts: own('p-luz', { unit: azua, proposer: 'p-ana' }), event: appointed },
  { command: assign, history: [registered, proposed, appointed], facts: own('p-luz', { unit: casa }), event: { type: 'AgentAssigned', data: { agent: 'ag-azua', unit: 'casa-malala', compartment: 'casa-malala' } } },
  { command: accredit, history: [registered, proposed, appointed], facts: own('p-luz', { certificate }), event: accredited },
  { command: revoke, history: [registered, proposed, appointed, accredited], facts: own('p-luz'), event: { type: 'AccreditationRevoked', data: { agent: 'ag-azua', accreditation: 'IDENTIFICATION' } } },
  { command: suspend, history: [registered, proposed, appointed], facts: own('p-luz'), event: suspended },
  { command: reinstate, history: [registered, proposed, appointed, suspended], facts: own('p-luz'), event: { type: 'AgentReinstated', data: { agent: 'ag-azua' } } },
];

describe('the directory of an institution', () => {
  describe.each(table.map((row) => [row.command.type, row] as const))('%s', (_, { command, history, facts, event }) => {
    it('is for its administrators and those of the founding institution, and for nobody else', () => {
      given(institution)(...history).when(command, facts).then(event);
      given(institution)(...history).when(command, { ...facts, ...founder('p-luz') }).then(event);
      const { administrator: _none, ...others } = facts;
      given(institution)(...history).when(command, others).thenRefused('NOT_ENTITLED');
    });

    it('asked again writes nothing', () => given(institution)(...history, event).when(command, facts).thenNothing());

    it('needs an institution that is registered', () => given(institution)().when(command, facts).thenRefused('INSTITUTION_UNKNOWN'));
  });

  describe('is founded', () => {
    const ana = { agent: 'ag-ana', person: 'p-ana', agentName: 'First administrator', roles: administrator };
    const luz = { agent: 'ag-luz', person: 'p-luz', agentName: 'Second administrator', roles: administrator };
    const found = (...administrators: readonly (typeof ana)[]) =>
      new FoundInstitution({ institution: 'mirex', name: 'Ministerio de Relaciones Exteriores', kind: 'FOREIGN_AFFAIRS', clients: ['mirex-desk'], administrators }, m);

    it('with two administrators who are two persons, and their names sealed under their own keys', () => {
      given(institution)().when(found(ana, luz), nobody).then(
        { type: 'InstitutionRegistered', data: { code: 'mirex', name: 'Ministerio de Relaciones Exteriores', kind: 'FOREIGN_AFFAIRS', founding: true } },
        { type: 'ClientAdmitted', data: { client: 'mirex-desk', compartment: 'mirex' } },
        { type: 'AgentAppointmentProposed', data: { agent: 'ag-ana', person: 'p-ana', roles: administrator }, personal: [{ subject: 'p-ana', fields: { agentName: 'First administrator' } }] },
        { type: 'AgentAppointed', data: { agent: 'ag-ana', person: 'p-ana', compartment: 'mirex', roles: administrator } },
        { type: 'AgentAppointmentProposed', data: { agent: 'ag-luz', person: 'p-luz', roles: administrator }, personal: [{ subject: 'p-luz', fields: { agentName: 'Second administrator' } }] },
        { type: 'AgentAppointed', data: { agent: 'ag-luz', person: 'p-luz', compartment: 'mirex', roles: administrator } },
      );
    });

    it('not by one person under two agents, nor where only one of them administers', () => {
      given(institution)().when(found(ana), nobody).thenRefused('TWO_PERSONS_REQUIRED');
      given(institution)().when(found(ana, { ...luz, person: 'p-ana' }), nobody).thenRefused('TWO_PERSONS_REQUIRED');
      given(institution)().when(found(ana, { ...luz, roles: ['auditor'] }), nobody).thenRefused('TWO_PERSONS_REQUIRED');
    });

    it('once', () => given(institution)(registered).when(found(ana, luz), nobody).thenRefused('ALREADY_REGISTERED'));
  });

  it('is registered by administrators of the founding institution only, once', () => {
    given(institution)().when(register, founder('p-ana')).then(registered);
    given(institution)().when(new RegisterInstitution({ ...register.input, illustrative: true }, m), founder('p-ana')).then({ ...registered, data: { ...registered.data, illustrative: true } } as InstitutionEvent);
    given(institution)().when(register, own('p-luz')).thenRefused('NOT_ENTITLED');
    given(institution)().when(register, nobody).thenRefused('NOT_ENTITLED');
    given(institution)(registered).when(register, founder('p-ana')).thenRefused('ALREADY_REGISTERED');
    expect(given(institution)(registered).state.registered).toEqual({ kind: 'WOMEN', founding: false });
  });

  it('walls no compartment that an institution, or a unit of another, bears the name of', () => {
    given(institution)(registered).when(wall, own('p-luz', { compartmentTaken: true })).thenRefused('COMPARTMENT_TAKEN');
    given(institution)(registered, walled).when(wall, own('p-luz', { compartmentTaken: true })).thenNothing();
  });

  it('admits clients under its own name, to itself or to a compartment it has walled', () => {
    const client = (id: string, compartment: string) => new AdmitClient({ ...mmujer, client: id, compartment }, m);
    for (const id of ['pgr-desk', 'mmujer', 'mmujerdesk']) given(institution)(registered).when(client(id, 'mmujer'), own('p-luz')).thenRefused('CLIENT_NAME');
    given(institution)(registered).when(client('mmujer-linea-desk', 'mmujer-linea'), own('p-luz')).thenRefused('COMPARTMENT_UNKNOWN');
    given(institution)(registered, walled).when(client('mmujer-linea-desk', 'mmujer-linea'), own('p-luz')).then({ type: 'ClientAdmitted', data: { client: 'mmujer-linea-desk', compartment: 'mmujer-linea' } });
    given(institution)(registered, walled, admitted).when(client('mmujer-desk', 'mmujer-linea'), own('p-luz')).then({ type: 'ClientAdmitted', data: { client: 'mmujer-desk', compartment: 'mmujer-linea' } });
  });
});

describe('an appointment', () => {
  const after = given(institution)(registered, proposed);
  const at = { unit: azua, proposer: 'p-ana' };

  it('takes two persons, wherever they administer: another agent of the same person is no second one', () => {
    after.when(appoint, own('p-luz', at)).then(appointed);
    after.when(appoint, founder('p-luz', at)).then(appointed);
    after.when(appoint, own('p-ana', at)).thenRefused('TWO_PERSONS_REQUIRED');
    after.when(appoint, founder('p-ana', at)).thenRefused('TWO_PERSONS_REQUIRED');
    after.when(appoint, own('ag-ana', { unit: azua })).thenRefused('TWO_PERSONS_REQUIRED'); // nobody can be told apart from a proposer unknown
  });

  it('says who proposed it by agent and institution: what person that is, the directory knows', () =>
    expect(after.state.proposals['ag-azua']).toEqual({ person: 'p-azua', proposedBy: { agent: 'ag-ana', institution: 'mirex' }, roles: ['caseworker'], unit: 'mmujer-azua' }));

  it('is neither proposed nor made by the one appointed', () => {
    given(institution)(registered).when(propose, own('p-azua', { unit: azua })).thenRefused('NOT_ONESELF');
    after.when(appoint, own('p-azua', at)).thenRefused('NOT_ONESELF');
  });

  it('is proposed first', () => given(institution)(registered).when(appoint, own('p-luz')).thenRefused('NOT_PROPOSED'));

  it('is to a unit that the institution owns or runs, in the compartment of that unit, or to the institution itself', () => {
    const proposing = given(institution)(registered);
    proposing.when(propose, own('p-luz', { unit: pett })).thenRefused('UNIT_UNKNOWN');
    proposing.when(propose, own('p-luz')).thenRefused('UNIT_UNKNOWN');
    expect(isRefusal(proposing.when(propose, own('p-luz', { unit: casa })).decision)).toBe(false);
    after.when(appoint, own('p-luz', { ...at, unit: casa })).then({ ...appointed, data: { ...appointed.data, compartment: 'casa-malala' } } as InstitutionEvent);
    after.when(appoint, own('p-luz', { proposer: 'p-ana' })).thenRefused('UNIT_UNKNOWN');

    const { unit: _none, ...withoutUnit } = proposal.data as { unit: string; agent: string; person: string; roles: readonly Role[] };
    const toItself = recorded<InstitutionEvent>({ type: 'AgentAppointmentProposed', data: withoutUnit }, { actor: proposed.actor });
    given(institution)(registered, toItself).when(appoint, own('p-luz', { proposer: 'p-ana' })).then({ type: 'AgentAppointed', data: { ...withoutUnit, compartment: 'mmujer' } });
  });
});

describe('an agent', () => {
  const standing = (...events: Given) => given(institution)(registered, proposed, recorded(appointed, { id: 'e-appointed', stream: 'institution-mmujer', seq: 2 }), ...events).state.agents['ag-azua'];

  it.each([assign, accredit, revoke, suspend, reinstate].map((command) => [command.type, command] as const))('is not there for %s before the appointment', (_, command) =>
    given(institution)(registered, proposed).when(command, own('p-luz', { unit: azua })).thenRefused('AGENT_UNKNOWN'));

  it.each([assign, accredit, revoke, suspend, reinstate].map((command) => [command.type, command] as const))('is never the object of its own %s, under whatever agent of the same person', (_, command) => {
    given(institution)(registered, proposed, appointed, accredited).when(command, own('p-azua', { unit: casa })).thenRefused('NOT_ONESELF');
    given(institution)(registered, proposed, appointed, suspended).when(command, founder('p-azua', { unit: casa })).thenRefused('NOT_ONESELF');
  });

  it('is assigned to a unit that the institution owns or runs', () => {
    given(institution)(registered, proposed, appointed).when(assign, own('p-luz', { unit: pett })).thenRefused('UNIT_UNKNOWN');
    given(institution)(registered, proposed, appointed).when(assign, own('p-luz')).thenRefused('UNIT_UNKNOWN');
  });

  it('stands with its place, its roles, and the event that gave it both', () => {
    const begun = { agent: 'ag-azua', person: 'p-azua', unit: 'mmujer-azua', compartment: 'mmujer', roles: ['caseworker'], accreditations: [], suspended: false };
    const authority = { event: 'e-appointed', stream: 'institution-mmujer', seq: 2 };
    expect(standing()).toEqual({ ...begun, authority });
    const byEvent = { event: expect.any(String) as string, stream: expect.any(String) as string, seq: expect.any(Number) as number };
    expect(standing(accredited, suspended)).toEqual({ ...begun, accreditations: ['IDENTIFICATION'], certificate: 'c-azua', accredited: byEvent, suspended: true, authority });
    expect(standing(suspended, { type: 'AgentReinstated', data: { agent: 'ag-azua' } })).toEqual({ ...begun, authority });
    const moved = recorded<InstitutionEvent>({ type: 'AgentAssigned', data: { agent: 'ag-azua', unit: 'casa-malala', compartment: 'casa-malala' } }, { id: 'e-moved', stream: 'institution-mmujer', seq: 3 });
    expect(standing(moved)).toMatchObject({ unit: 'casa-malala', compartment: 'casa-malala', authority: { event: 'e-moved', seq: 3 } });
  });

  it('has a name that nobody reads without its key, and nothing else that is sealed', () =>
    expect(Object.entries(institutionEvents).flatMap(([type, { sealed = {} }]) => Object.keys(sealed).map((field) => `${type} ${field}`))).toEqual(['AgentAppointmentProposed agentName']));
});

describe('an institution, whatever its administrators ask in whatever order', () => {
  const persons = ['p-ana', 'p-luz', 'p-azua'] as const;
  const agents = ['ag-azua', 'ag-bani'] as const;
  const step = fc.record({ what: fc.constantFrom('propose', 'appoint', 'suspend', 'reinstate', 'accredit', 'revoke'), agent: fc.constantFrom(...agents), of: fc.constantFrom(...persons), by: fc.constantFrom(...persons) });

  it('has no agent whom one person alone appointed, and nobody who acted on themselves', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const written: { type: string; agent: string; by: string }[] = [];
        let state = given(institution)(registered).state;
        for (const { what, agent: id, of, by } of steps) {
          const input = { ...mmujer, agent: id };
          const command = {
            propose: new ProposeAgentAppointment({ ...input, person: of, agentName: id, roles: ['caseworker'] }, m),
            appoint: new AppointAgent(input, m),
            suspend: new SuspendAgent({ ...input, reason: 'LEFT' }, m),
            reinstate: new ReinstateAgent(input, m),
            accredit: new AccreditAgent({ ...input, accreditation: 'IDENTIFICATION', course: 'diploma', certificate: `c-${id}` }, m),
            revoke: new RevokeAccreditation({ ...input, accreditation: 'IDENTIFICATION' }, m),
          }[what];
          // An agent of each person acts, known by its own institution: the facts resolve the one to the other, as the directory does.
          const proposer = state.proposals[id]?.proposedBy?.agent.replace('ag-of-', '');
          const person = state.agents[id]?.person;
          const facts = founder(by, { ...(proposer !== undefined && { proposer }), ...(person !== undefined && { certificate: { ...certificate, person } }) });
          const decision = institution.decide(command, state, facts);
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            written.push({ type: event.type, agent: id, by });
            state = institution.evolve(state, recorded(event, { actor: { client: 'mirex-desk', agent: `ag-of-${by}`, institution: 'mirex', assurance: 'AUTHENTICATED' } }));
          }
          expect(institution.decide(command, state, facts)).toEqual([]);
        }
        for (const { agent: id, person } of Object.values(state.agents)) {
          const hands = written.filter((one) => one.agent === id && one.type.startsWith('AgentAppoint')).map(({ by }) => by);
          expect(new Set([...hands, person]).size).toBe(3);
          expect(written.filter((one) => one.agent === id).map(({ by }) => by)).not.toContain(person);
        }
      }),
    ));
});
