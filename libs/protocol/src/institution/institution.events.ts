import type { DomainEvent } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import type { Role } from '../role';

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
