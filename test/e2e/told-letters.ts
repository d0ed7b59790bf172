import type { Running } from './running';

type Telling = (name: string, mutation: string, input: object) => Promise<string>;
type Text = (field: string) => string;

const administration = { 'purpose-of-use': 'ADMINISTRATION' };

/** An institution that no client was admitted for: its unit answers by letter. @returns the unit's code. */
export async function openWithoutSystem(running: Running): Promise<string> {
  const record = (mutation: string, input: object) => running.record(running.administrator(0), mutation, input, administration);
  await record('registerInstitution', { institution: 'mt', name: 'Ministerio de Trabajo', kind: 'LABOUR' });
  await record('openUnit', { unit: 'mt-inspeccion', name: 'Inspección de Trabajo', institution: 'mt', kind: 'OFFICE', residential: false });
  await record('offerService', { unit: 'mt-inspeccion', service: 'LABOUR_INSPECTION', languages: ['spa'] });
  return 'mt-inspeccion';
}

export const lettered = ['ReferralAcknowledged', 'ReferralWaitlisted', 'ReferralAccepted', 'ServiceStarted', 'ServiceCompleted', 'ReferralDeclined', 'ServiceDiscontinued'].map((event) => `${event}.letter`);

/** One referral served, one declined and one ended by letter, as Azua recorded them for the labour inspection. */
export async function tellLetters(record: Telling, text: Text, refer: () => Promise<string>): Promise<void> {
  const azua = 'mmujer-azua caseworker';
  const letter = (event: string) => ({ letter: { date: '2026-01-05', reference: text(`${event}.letter`) } });
  const served = { referral: await refer() };
  await record(azua, 'acknowledgeReferral', { ...served, ...letter('ReferralAcknowledged') });
  await record(azua, 'waitlistReferral', { ...served, ...letter('ReferralWaitlisted') });
  await record(azua, 'acceptReferral', { ...served, ...letter('ReferralAccepted') });
  await record(azua, 'startService', { ...served, ...letter('ServiceStarted') });
  await record(azua, 'completeService', { ...served, outcome: 'SERVED', ...letter('ServiceCompleted') });
  await record(azua, 'declineReferral', { referral: await refer(), reason: 'OUT_OF_TERRITORY', ...letter('ReferralDeclined') });
  const ended = { referral: await refer() };
  await record(azua, 'acceptReferral', { ...ended, letter: { date: '2026-01-05', reference: '12-2026' } });
  await record(azua, 'discontinueService', { ...ended, reason: 'UNIT_CANNOT_GO_ON', ...letter('ServiceDiscontinued') });
}
