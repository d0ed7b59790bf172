import type { DomainEvent } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import type { Service } from '../service';

export const unitKinds = [
  'OFFICE',
  'SHELTER',
  'RESIDENCE',
  'HOTLINE',
  'PROSECUTOR',
  'CONSULATE',
  'SECRETARIAT',
  'HEALTH_CENTRE',
  'ORIENTATION_POINT',
  'BORDER_POST',
  'AUDIT',
  'HEADQUARTERS',
] as const;
export type UnitKind = (typeof unitKinds)[number];

export const sexes = ['FEMALE', 'MALE', 'OTHER', 'UNKNOWN'] as const;
export type Sex = (typeof sexes)[number];

/** Whom a unit takes in. Absent means no limit. Ages in completed years. */
export type Criteria = Readonly<{ sexes?: readonly Sex[]; ageFrom?: number; ageTo?: number; dependants?: boolean }>;

export type UnitEvent =
  | DomainEvent<
      'UnitOpened',
      {
        unit: string;
        name: string;
        institution: string;
        operator: string;
        compartment: string;
        kind: UnitKind;
        residential: boolean;
        territory?: string;
        illustrative?: true;
      }
    >
  | DomainEvent<'UnitClosed', { reason: 'MERGED' | 'ENDED' | 'MOVED' }>
  | DomainEvent<'ServiceOffered', { service: Service; languages: readonly string[] }>
  | DomainEvent<'ServiceSuspended', { service: Service }>
  | DomainEvent<'CriteriaSet', { criteria: Criteria }>
  | DomainEvent<'CapacityDeclared', { places: number }>
  | DomainEvent<'CaseCodeIssued', { code: string; stands: 'UNIT' | 'AGENT' | 'CLIENT'; of: string }>
  | DomainEvent<'PlaceHeld', { hold: string; until: string }>
  | DomainEvent<'PlaceHoldExpired', { hold: string }>;

export const unitEvents: EventDefinitions<UnitEvent['type']> = {
  UnitOpened: {
    category: 'DIRECTORY',
    clear: {
      unit: 'directory',
      name: 'directory',
      institution: 'directory',
      operator: 'directory',
      compartment: 'visibility',
      kind: 'directory',
      residential: 'rule 4, case codes',
      territory: 'directory',
      illustrative: 'directory',
    },
  },
  UnitClosed: { category: 'DIRECTORY', clear: { reason: 'directory' } },
  ServiceOffered: { category: 'DIRECTORY', clear: { service: 'referral', languages: 'directory' } },
  ServiceSuspended: { category: 'DIRECTORY', clear: { service: 'referral' } },
  CriteriaSet: { category: 'DIRECTORY', clear: { criteria: 'rule 5' } },
  CapacityDeclared: { category: 'DIRECTORY', clear: { places: 'rule 5' } },
  CaseCodeIssued: { category: 'DIRECTORY', clear: { code: 'visibility', stands: 'visibility', of: 'visibility' } },
  PlaceHeld: { category: 'DIRECTORY', clear: { hold: 'rule 5', until: 'clock' } },
  PlaceHoldExpired: { category: 'DIRECTORY', clear: { hold: 'rule 5' } },
};
