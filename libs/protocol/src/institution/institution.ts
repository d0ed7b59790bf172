import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { Role } from '../role';

export const institutionStream = (code: string): string => `institution-${code}`;

export const institutionKinds = [
  'PROSECUTION',
  'WOMEN',
  'FOREIGN_AFFAIRS',
  'MIGRATION_CONTROL',
  'MIGRATION_STUDIES',
  'SOCIAL_POLICY',
  'CHILDREN',
  'POLICE',
  'HEALTH',
  'LABOUR',
  'EMERGENCY_CALLS',
  'CIVIL_SOCIETY',
  'OVERSIGHT',
] as const;
export type InstitutionKind = (typeof institutionKinds)[number];

export const wallKinds = ['RESIDENTIAL', 'PROSECUTION', 'HOTLINE', 'SECRETARIAT', 'AUDIT'] as const;
export type WallKind = (typeof wallKinds)[number];

export const suspensionReasons = ['LEFT', 'LEAVE', 'INVESTIGATED', 'CREDENTIALS_LOST'] as const;

type Of = Readonly<{ institution: string }>;
type OfAgent = Of & Readonly<{ agent: string }>;
/** `person` is the subject id under whose key the name is sealed; four eyes compares it. */
type Appointee = Readonly<{ agent: string; person: string; agentName: string; roles: readonly Role[]; unit?: string }>;

/** Made once, by the operator: the institution whose administrators register the others, with two of them. */
export class FoundInstitution extends Command<
  'FoundInstitution',
  Of & { name: string; kind: InstitutionKind; clients: readonly string[]; administrators: readonly Appointee[] }
> {
  readonly type = 'FoundInstitution';
}
export class RegisterInstitution extends Command<'RegisterInstitution', Of & { name: string; kind: InstitutionKind; illustrative?: boolean }> {
  readonly type = 'RegisterInstitution';
}
export class WallCompartment extends Command<'WallCompartment', Of & { compartment: string; kind: WallKind }> {
  readonly type = 'WallCompartment';
}
export class AdmitClient extends Command<'AdmitClient', Of & { client: string; compartment: string }> {
  readonly type = 'AdmitClient';
}
export class ProposeAgentAppointment extends Command<'ProposeAgentAppointment', Of & Appointee> {
  readonly type = 'ProposeAgentAppointment';
}
export class AppointAgent extends Command<'AppointAgent', OfAgent> {
  readonly type = 'AppointAgent';
}
export class AssignAgent extends Command<'AssignAgent', OfAgent & { unit: string }> {
  readonly type = 'AssignAgent';
}
export class AccreditAgent extends Command<'AccreditAgent', OfAgent & { accreditation: 'IDENTIFICATION' }> {
  readonly type = 'AccreditAgent';
}
export class RevokeAccreditation extends Command<'RevokeAccreditation', OfAgent & { accreditation: 'IDENTIFICATION' }> {
  readonly type = 'RevokeAccreditation';
}
export class SuspendAgent extends Command<'SuspendAgent', OfAgent & { reason: (typeof suspensionReasons)[number] }> {
  readonly type = 'SuspendAgent';
}
export class ReinstateAgent extends Command<'ReinstateAgent', OfAgent> {
  readonly type = 'ReinstateAgent';
}
export type InstitutionCommand =
  | FoundInstitution
  | RegisterInstitution
  | WallCompartment
  | AdmitClient
  | ProposeAgentAppointment
  | AppointAgent
  | AssignAgent
  | AccreditAgent
  | RevokeAccreditation
  | SuspendAgent
  | ReinstateAgent;

export type InstitutionEvent =
  | DomainEvent<'InstitutionRegistered', { code: string; name: string; kind: InstitutionKind; founding?: true; illustrative?: true }>
  | DomainEvent<'CompartmentWalled', { compartment: string; kind: WallKind }>
  | DomainEvent<'ClientAdmitted', { client: string; compartment: string }>
  | DomainEvent<'AgentAppointmentProposed', { agent: string; person: string; unit?: string; roles: readonly Role[] }>
  | DomainEvent<'AgentAppointed', { agent: string; person: string; unit?: string; compartment: string; roles: readonly Role[] }>
  | DomainEvent<'AgentAssigned', { agent: string; unit: string; compartment: string }>
  | DomainEvent<'AgentAccredited', { agent: string; accreditation: 'IDENTIFICATION' }>
  | DomainEvent<'AccreditationRevoked', { agent: string; accreditation: 'IDENTIFICATION' }>
  | DomainEvent<'AgentSuspended', { agent: string; reason: (typeof suspensionReasons)[number] }>
  | DomainEvent<'AgentReinstated', { agent: string }>;

export const institutionEvents: EventDefinitions<InstitutionEvent['type']> = {
  InstitutionRegistered: {
    category: 'DIRECTORY',
    clear: { code: 'directory', name: 'directory', kind: 'rule 3, directory', founding: 'administration', illustrative: 'directory' },
  },
  CompartmentWalled: { category: 'DIRECTORY', clear: { compartment: 'visibility', kind: 'directory' } },
  ClientAdmitted: { category: 'DIRECTORY', clear: { client: 'access', compartment: 'access' } },
  AgentAppointmentProposed: {
    category: 'DIRECTORY',
    clear: { agent: 'appointment', person: 'rule 7', unit: 'appointment', roles: 'appointment' },
    sealed: { agentName: 'IDENTITY' },
  },
  AgentAppointed: {
    category: 'DIRECTORY',
    clear: { agent: 'rule 12', person: 'rule 7', unit: 'rule 12', compartment: 'visibility', roles: 'rule 12' },
  },
  AgentAssigned: { category: 'DIRECTORY', clear: { agent: 'rule 12', unit: 'rule 12', compartment: 'visibility' } },
  AgentAccredited: { category: 'DIRECTORY', clear: { agent: 'rule 1', accreditation: 'rule 1' } },
  AccreditationRevoked: { category: 'DIRECTORY', clear: { agent: 'rule 12', accreditation: 'rule 12' } },
  AgentSuspended: { category: 'DIRECTORY', clear: { agent: 'rule 12', reason: 'directory' } },
  AgentReinstated: { category: 'DIRECTORY', clear: { agent: 'rule 12' } },
};

/** An agent as the directory knows it. */
export type AgentStanding = Readonly<{
  agent: string;
  person: string;
  unit?: string;
  compartment: string;
  roles: readonly Role[];
  accreditations: readonly string[];
  /** The event of the newest accreditation: recorded as the authority of a decision that needs one. */
  accredited?: Readonly<{ event: string; stream: string; seq: number }>;
  suspended: boolean;
  /** The event that gave the agent its place: recorded with what the agent does. */
  authority: Readonly<{ event: string; stream: string; seq: number }>;
}>;
/** Absent where the operator proposed: before there is an agent, that is, for the founding administrators. */
type Proposer = Readonly<{ agent: string; institution: string }>;
type Proposal = Readonly<{ person: string; proposedBy?: Proposer; unit?: string; roles: readonly Role[] }>;

export type Institution = Readonly<{
  registered?: Readonly<{ kind: InstitutionKind; founding: boolean }>;
  walls: readonly string[];
  clients: Readonly<Record<string, string>>;
  proposals: Readonly<Record<string, Proposal>>;
  agents: Readonly<Record<string, AgentStanding>>;
}>;

/** Who acts, and what of a unit named by the command. */
export type InstitutionFacts = Readonly<{
  /** The acting administrator, of this institution or the founding one; absent when the agent is neither. */
  administrator?: Readonly<{ person: string; founding: boolean }>;
  /** On an appointment: the person behind the agent who proposed it, who may be of the founding institution. */
  proposer?: string;
  unit?: Readonly<{ institution: string; operator: string; compartment: string }>;
}>;

export type InstitutionRefusal =
  | 'NOT_ENTITLED'
  | 'ALREADY_REGISTERED'
  | 'INSTITUTION_UNKNOWN'
  | 'TWO_PERSONS_REQUIRED'
  | 'NOT_ONESELF'
  | 'CLIENT_NAME'
  | 'COMPARTMENT_UNKNOWN'
  | 'UNIT_UNKNOWN'
  | 'AGENT_UNKNOWN'
  | 'NOT_PROPOSED';

type Decided = Decision<InstitutionEvent, InstitutionRefusal>;

function decide(command: InstitutionCommand, state: Institution, facts: InstitutionFacts): Decided {
  if (command.type === 'FoundInstitution') return found(command, state);
  const { administrator } = facts;
  if (!administrator) return refuse('NOT_ENTITLED', 'only administrators of this institution, or of the founding one, may do this');
  if (command.type === 'RegisterInstitution') {
    const { institution, name, kind, illustrative } = command.input;
    if (!administrator.founding) return refuse('NOT_ENTITLED', 'only administrators of the founding institution register others');
    if (state.registered) return refuse('ALREADY_REGISTERED', 'an institution of this code is there already');
    return [{ type: 'InstitutionRegistered', data: { code: institution, name, kind, ...(illustrative && { illustrative: true }) } }];
  }
  if (!state.registered) return refuse('INSTITUTION_UNKNOWN', 'there is no such institution');
  switch (command.type) {
    case 'WallCompartment': {
      const { compartment, kind } = command.input;
      return state.walls.includes(compartment) ? [] : [{ type: 'CompartmentWalled', data: { compartment, kind } }];
    }
    case 'AdmitClient':
      return admit(command, state);
    case 'ProposeAgentAppointment':
      return propose(command, state, facts, administrator.person);
    case 'AppointAgent':
      return appoint(command, state, facts, administrator.person);
    default:
      return onAgent(command, state, facts, administrator.person);
  }
}

function found({ input }: FoundInstitution, { registered }: Institution): Decided {
  const { institution, name, kind, clients, administrators } = input;
  if (registered) return refuse('ALREADY_REGISTERED', 'an institution of this code is there already');
  const persons = administrators.filter(({ roles }) => roles.includes('administrator')).map(({ person }) => person);
  if (new Set(persons).size < 2) return refuse('TWO_PERSONS_REQUIRED', 'two different persons administer from the first day');
  return [
    { type: 'InstitutionRegistered', data: { code: institution, name, kind, founding: true } },
    ...clients.map((client) => ({ type: 'ClientAdmitted' as const, data: { client, compartment: institution } })),
    ...administrators.flatMap(({ agent, person, agentName, roles }): InstitutionEvent[] => [
      { type: 'AgentAppointmentProposed', data: { agent, person, roles }, personal: [{ subject: person, fields: { agentName } }] },
      { type: 'AgentAppointed', data: { agent, person, compartment: institution, roles } },
    ]),
  ];
}

/** A client id begins with its institution's code: so it is unique in the whole directory. */
function admit({ input: { institution, client, compartment } }: AdmitClient, { clients, walls }: Institution): Decided {
  if (!client.startsWith(`${institution}-`)) return refuse('CLIENT_NAME', "the id of a client begins with its institution's code and a hyphen");
  if (compartment !== institution && !walls.includes(compartment)) return refuse('COMPARTMENT_UNKNOWN', 'there is no such compartment: wall it first');
  return clients[client] === compartment ? [] : [{ type: 'ClientAdmitted', data: { client, compartment } }];
}

/** Appointments take two persons, and neither is the one appointed. */
function propose({ input }: ProposeAgentAppointment, state: Institution, facts: InstitutionFacts, proposer: string): Decided {
  const { agent, person, agentName, roles, unit } = input;
  if (person === proposer) return refuse('NOT_ONESELF', 'nobody proposes themselves');
  if (unit !== undefined && !belongs(facts, input.institution)) return refuse('UNIT_UNKNOWN', 'there is no such unit of this institution');
  if (state.proposals[agent] || state.agents[agent]) return [];
  return [{ type: 'AgentAppointmentProposed', data: { agent, person, roles, ...(unit !== undefined && { unit }) }, personal: [{ subject: person, fields: { agentName } }] }];
}

const belongs = ({ unit }: InstitutionFacts, institution: string): boolean => unit !== undefined && (unit.institution === institution || unit.operator === institution);

function appoint({ input: { agent, institution } }: AppointAgent, state: Institution, facts: InstitutionFacts, second: string): Decided {
  if (state.agents[agent]) return [];
  const proposal = state.proposals[agent];
  if (!proposal) return refuse('NOT_PROPOSED', 'an appointment is proposed first');
  const { person, unit, roles } = proposal;
  if (facts.proposer === undefined || second === facts.proposer) return refuse('TWO_PERSONS_REQUIRED', 'another person than the proposer appoints');
  if (second === person) return refuse('NOT_ONESELF', 'nobody appoints themselves');
  const compartment = unit === undefined ? institution : facts.unit?.compartment;
  if (compartment === undefined) return refuse('UNIT_UNKNOWN', 'there is no such unit of this institution');
  return [{ type: 'AgentAppointed', data: { agent, person, compartment, roles, ...(unit !== undefined && { unit }) } }];
}

function onAgent(
  command: AssignAgent | AccreditAgent | RevokeAccreditation | SuspendAgent | ReinstateAgent,
  state: Institution,
  facts: InstitutionFacts,
  administrator: string,
): Decided {
  const { agent, institution } = command.input;
  const known = state.agents[agent];
  if (!known) return refuse('AGENT_UNKNOWN', 'there is no such agent in this institution');
  if (known.person === administrator) return refuse('NOT_ONESELF', 'another administrator does this for you');
  switch (command.type) {
    case 'AssignAgent': {
      const { unit } = command.input;
      if (!belongs(facts, institution)) return refuse('UNIT_UNKNOWN', 'there is no such unit of this institution');
      return known.unit === unit ? [] : [{ type: 'AgentAssigned', data: { agent, unit, compartment: facts.unit!.compartment } }];
    }
    case 'AccreditAgent': {
      const { accreditation } = command.input;
      return known.accreditations.includes(accreditation) ? [] : [{ type: 'AgentAccredited', data: { agent, accreditation } }];
    }
    case 'RevokeAccreditation': {
      const { accreditation } = command.input;
      return known.accreditations.includes(accreditation) ? [{ type: 'AccreditationRevoked', data: { agent, accreditation } }] : [];
    }
    case 'SuspendAgent':
      return known.suspended ? [] : [{ type: 'AgentSuspended', data: { agent, reason: command.input.reason } }];
    case 'ReinstateAgent':
      return known.suspended ? [{ type: 'AgentReinstated', data: { agent } }] : [];
    default:
      return unreachable(command);
  }
}

function evolve(state: Institution, event: Recorded<InstitutionEvent>): Institution {
  const { type, data } = event;
  const authority = { event: event.id, stream: event.stream, seq: event.seq };
  const change = (agent: string, standing: Partial<AgentStanding>): Institution => {
    const known = state.agents[agent];
    return known ? { ...state, agents: { ...state.agents, [agent]: { ...known, ...standing } } } : state;
  };
  switch (type) {
    case 'InstitutionRegistered':
      return { ...state, registered: { kind: data.kind, founding: data.founding === true } };
    case 'CompartmentWalled':
      return { ...state, walls: [...state.walls, data.compartment] };
    case 'ClientAdmitted':
      return { ...state, clients: { ...state.clients, [data.client]: data.compartment } };
    case 'AgentAppointmentProposed': {
      const { agent, person, roles, unit } = data;
      const { agent: by, institution = '' } = event.actor;
      const proposal = { person, roles, ...(by !== undefined && { proposedBy: { agent: by, institution } }), ...(unit !== undefined && { unit }) };
      return { ...state, proposals: { ...state.proposals, [agent]: proposal } };
    }
    case 'AgentAppointed': {
      const { agent, person, unit, compartment, roles } = data;
      const standing = { agent, person, compartment, roles, accreditations: [], suspended: false, authority, ...(unit !== undefined && { unit }) };
      return { ...state, agents: { ...state.agents, [agent]: standing } };
    }
    case 'AgentAssigned':
      return change(data.agent, { unit: data.unit, compartment: data.compartment, authority });
    case 'AgentAccredited':
      return change(data.agent, { accreditations: [...(state.agents[data.agent]?.accreditations ?? []), data.accreditation], accredited: authority });
    case 'AccreditationRevoked':
      return change(data.agent, { accreditations: state.agents[data.agent]?.accreditations.filter((one) => one !== data.accreditation) ?? [] });
    case 'AgentSuspended':
      return change(data.agent, { suspended: true });
    case 'AgentReinstated':
      return change(data.agent, { suspended: false });
    default:
      return unreachable(type);
  }
}

const initial: Institution = { walls: [], clients: {}, proposals: {}, agents: {} };

export const institution: Decider<Institution, InstitutionCommand, InstitutionEvent, InstitutionFacts, InstitutionRefusal> = { initial, decide, evolve };
export const institutionSlice = { decider: institution, forms: formsOf(institutionEvents) };
