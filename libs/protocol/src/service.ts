import type { DataCategory } from './data-category';
import type { Purpose } from './legal-basis';

/**
 * Service catalogue of the national plan's protection axis, with what a unit must know to answer and to serve, and what for a consent may be that it rests on.
 * By a referral for IDENTIFICATION the competent authority comes to a case that another leads.
 */
export const services = {
  CONSULAR_ASSISTANCE: { requires: ['IDENTITY'], for: ['ASSISTANCE', 'PROTECTION', 'RETURN'] },
  PSYCHOLOGICAL_SUPPORT: { requires: [], for: ['ASSISTANCE', 'PROTECTION'] },
  LEGAL_AID: { requires: [], for: ['ASSISTANCE', 'PROTECTION', 'PROSECUTION'] },
  HEALTH_CARE: { requires: [], for: ['ASSISTANCE', 'PROTECTION'] },
  SHELTER: { requires: [], for: ['ASSISTANCE', 'PROTECTION'] },
  DOCUMENT_ISSUANCE: { requires: ['IDENTITY'], for: ['ASSISTANCE', 'RESIDENCE', 'RETURN'] },
  RETURN_SUPPORT: { requires: ['IDENTITY'], for: ['ASSISTANCE', 'RETURN'] },
  SOCIAL_REINTEGRATION: { requires: [], for: ['ASSISTANCE', 'RETURN'] },
  CHILD_PROTECTION: { requires: [], for: ['ASSISTANCE', 'PROTECTION'] },
  CRIMINAL_COMPLAINT: { requires: [], for: ['PROSECUTION'] },
  RESIDENCE_STATUS: { requires: ['MIGRATION'], for: ['RESIDENCE'] },
  IDENTIFICATION: { requires: ['PROTECTION'], for: ['ASSISTANCE', 'PROTECTION'] },
  LABOUR_INSPECTION: { requires: [], for: ['ASSISTANCE', 'PROTECTION', 'PROSECUTION'] },
} as const satisfies Readonly<Record<string, { requires: readonly DataCategory[]; for: readonly Purpose[] }>>;
export type Service = keyof typeof services;
