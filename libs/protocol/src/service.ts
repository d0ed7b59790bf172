import type { DataCategory } from './data-category';

/**
 * Service catalogue of the national plan's protection axis, with what a unit must know to answer and to serve. IDENTIFICATION is
 * the decision of the competent authority: by such a referral it comes to a case that another leads.
 */
export const services = {
  CONSULAR_ASSISTANCE: { requires: ['IDENTITY'] },
  PSYCHOLOGICAL_SUPPORT: { requires: [] },
  LEGAL_AID: { requires: [] },
  HEALTH_CARE: { requires: [] },
  SHELTER: { requires: [] },
  DOCUMENT_ISSUANCE: { requires: ['IDENTITY'] },
  RETURN_SUPPORT: { requires: ['IDENTITY'] },
  SOCIAL_REINTEGRATION: { requires: [] },
  CHILD_PROTECTION: { requires: [] },
  CRIMINAL_COMPLAINT: { requires: [] },
  RESIDENCE_STATUS: { requires: ['IDENTITY'] },
  LABOUR_INSPECTION: { requires: [] },
  IDENTIFICATION: { requires: ['PROTECTION'] },
} as const satisfies Readonly<Record<string, { requires: readonly DataCategory[] }>>;
export type Service = keyof typeof services;
