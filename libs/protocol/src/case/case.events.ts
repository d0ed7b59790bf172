import type { DomainEvent } from '@amparo/event-sourcing';
import type { DataCategory } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import type { Purpose } from '../legal-basis';
import type { Sex } from '../unit/unit.events';

export const matters = ['TRAFFICKING', 'SMUGGLING', 'GENDER_VIOLENCE', 'LABOUR', 'RETURN'] as const;
export type Matter = (typeof matters)[number];

/** Bands of the Counter-Trafficking Data Collaborative; UNKNOWN counts as a child until the age is assessed. */
export const ageBands = ['0-8', '9-17', '18-20', '21-23', '24-26', '27-29', '30-38', '39-47', '48+', 'UNKNOWN'] as const;
export type AgeBand = (typeof ageBands)[number];

export const consentHistories = ['CURRENT', 'SINCE', 'ALL'] as const;
/** What of the past a consent opens: the newest of each kind, only what comes after, or everything. */
export type ConsentHistory = (typeof consentHistories)[number];

export const correctionReasons = ['MISTYPED', 'MISHEARD', 'MISTRANSLATED', 'WRONG_PERSON', 'NEW_INFORMATION'] as const;
export const closingReasons = ['REINTEGRATED', 'RETURNED', 'AT_HER_REQUEST', 'CONTACT_LOST', 'DIED', 'OPENED_IN_ERROR', 'REDIRECTED'] as const;
export const reopeningReasons = ['CAME_BACK', 'NEW_RISK', 'CLOSED_IN_ERROR', 'TRAFFICKED_AGAIN'] as const;
export const contactRevocationReasons = ['NOT_SAFE', 'CHANGED', 'AT_HER_REQUEST'] as const;

/** A unit, compartment, agent or client by its directory code, or, where residential, by its code in this case. */
export type Code = string;

export type CaseEvent =
  | DomainEvent<'CaseOpened', { matter: Matter; kind: 'SURVIVOR' | 'DEPENDANT'; subject: string; lead: Code; careOf?: string }>
  | DomainEvent<'CaseAssigned', { agent: Code; unit: Code }>
  | DomainEvent<'SurvivorDescribed', { ageBand: AgeBand; sex: Sex; foreignNational?: boolean }>
  | DomainEvent<'SafeContactAgreed', { contact: string }>
  | DomainEvent<'SafeContactRevoked', { contact: string; reason: (typeof contactRevocationReasons)[number] }>
  | DomainEvent<'LanguageNeedRecorded', { languages: readonly string[]; interpreter: boolean }>
  | DomainEvent<'ScreeningRecorded', { screening: string }>
  | DomainEvent<
      'ConsentGiven',
      {
        consent: string;
        receiver: Code;
        categories: readonly DataCategory[];
        purpose: Purpose;
        until: string;
        history: ConsentHistory;
        textVersion: string;
        language: string;
        by: 'SURVIVOR' | 'GUARDIAN';
      }
    >
  | DomainEvent<'ConsentRefused', { receiver: Code; categories: readonly DataCategory[]; purpose: Purpose; language: string; by: 'SURVIVOR' | 'GUARDIAN' }>
  | DomainEvent<'ConsentWithdrawn', { consent: string; by: 'SURVIVOR' | 'GUARDIAN' }>
  | DomainEvent<'ConsentLapsed', { consent: string }>
  | DomainEvent<'LeadReassigned', { lead: Code }>
  | DomainEvent<'EntryCorrected', { corrects: string; category: DataCategory; reason: (typeof correctionReasons)[number] }>
  | DomainEvent<'CaseClosed', { reason: (typeof closingReasons)[number] }>
  | DomainEvent<'CaseReopened', { reason: (typeof reopeningReasons)[number] }>;

export const caseEvents: EventDefinitions<CaseEvent['type']> = {
  CaseOpened: {
    category: 'STATUS',
    clear: { matter: 'counts', kind: 'counts', subject: 'sealing, erasure', lead: 'visibility', careOf: 'case, dependants' },
  },
  CaseAssigned: { category: 'STATUS', clear: { agent: 'gate', unit: 'gate' } },
  SurvivorDescribed: {
    category: 'STATUS',
    clear: { ageBand: 'rules 1, 2, 5', sex: 'rule 5, counts', foreignNational: 'counts' },
    sealed: { givenName: 'IDENTITY', familyName: 'IDENTITY', birthDate: 'IDENTITY', nationalities: 'IDENTITY', documents: 'IDENTITY' },
  },
  SafeContactAgreed: {
    category: 'CONTACT',
    clear: { contact: 'case' },
    sealed: {
      channel: 'CONTACT',
      address: 'CONTACT',
      owner: 'CONTACT',
      hours: 'CONTACT',
      contactLanguage: 'CONTACT',
      mayLeaveMessage: 'CONTACT',
      codeWord: 'CONTACT',
    },
  },
  SafeContactRevoked: { category: 'CONTACT', clear: { contact: 'case', reason: 'case' } },
  LanguageNeedRecorded: { category: 'STATUS', clear: { languages: 'rule 2', interpreter: 'rule 2' } },
  ScreeningRecorded: {
    category: 'PROTECTION',
    clear: { screening: 'clock' },
    sealed: {
      acts: 'PROTECTION',
      means: 'PROTECTION',
      exploitation: 'PROTECTION',
      recruitment: 'PROTECTION',
      relationToTrafficker: 'PROTECTION',
      industry: 'PROTECTION',
      countryOfExploitation: 'PROTECTION',
      ageWhenTrafficked: 'PROTECTION',
      note: 'PROTECTION',
    },
  },
  ConsentGiven: {
    category: 'STATUS',
    clear: {
      consent: 'rule 2',
      receiver: 'visibility',
      categories: 'visibility',
      purpose: 'rule 2',
      until: 'clock, visibility',
      history: 'visibility',
      textVersion: 'audit',
      language: 'rule 2',
      by: 'rule 2',
    },
    sealed: { interpreterName: 'IDENTITY', witnessName: 'IDENTITY' },
  },
  ConsentRefused: {
    category: 'STATUS',
    clear: { receiver: 'rule 2', categories: 'rule 2', purpose: 'rule 2', language: 'rule 2', by: 'rule 2' },
    sealed: { interpreterName: 'IDENTITY', witnessName: 'IDENTITY' },
  },
  ConsentWithdrawn: { category: 'STATUS', clear: { consent: 'visibility', by: 'rule 2' } },
  ConsentLapsed: { category: 'STATUS', clear: { consent: 'visibility' } },
  LeadReassigned: { category: 'STATUS', clear: { lead: 'visibility' } },
  EntryCorrected: {
    category: 'AS_CORRECTED',
    clear: { corrects: 'views', category: 'visibility', reason: 'audit' },
    sealed: { corrected: 'AS_CORRECTED', correctionNote: 'AS_CORRECTED' },
  },
  CaseClosed: { category: 'STATUS', clear: { reason: 'counts' } },
  CaseReopened: { category: 'STATUS', clear: { reason: 'counts' } },
};
