import type { Offices } from './offices';
import type { Recorded, Running, Who } from './running';

const words = (field: string): string => `canário ${field.replace('.', ' ')} «ñ»`;
const texts = (event: string, ...fields: string[]): Record<string, string> => Object.fromEntries(fields.map((field) => [`${event}.${field}`, words(`${event}.${field}`)]));

/** Everything that can be said in an investigation and of its exhibits, each as a text found nowhere else. */
export const investigationCanaries: Readonly<Record<string, string>> = {
  ...texts('ComplaintFiled', 'account', 'complainantName', 'complainantContact'),
  ...texts('SuspectNamed', 'suspectName', 'aliases', 'description'),
  ...texts('MandateIssued', 'reasons'),
  ...texts('DisclosureUnderReserve', 'shown'),
  ...texts('StatementTaken', 'words', 'speakerName', 'interpreterName'),
  ...texts('AdvanceTestimonyTaken', 'words', 'speakerName', 'interpreterName'),
  ...texts('ProtectiveMeasureOrdered', 'terms'),
  ...texts('ChargesBrought', 'accusation'),
  ...texts('HearingHeld', 'minutes'),
  ...texts('JudgmentGiven', 'sentence'),
  ...texts('ReparationOrdered', 'terms'),
  ...texts('ExhibitCollected', 'item', 'foundAt'),
  ...texts('ExhibitExamined', 'findings'),
  ...texts('ExhibitReturned', 'returnedTo'),
};

/** An investigation of a case whose referral the special prosecutor accepted, from the complaint to the reparation. */
export async function tellInvestigation(running: Running, offices: Offices, caseId: string, referral: string): Promise<{ investigation: string; exhibit: string; recorded: readonly Recorded[] }> {
  const recorded: Recorded[] = [];
  const pett: Who = { ...(offices['pgr-pett prosecutor'] as Who), own: true };
  const said = (event: string, ...fields: string[]): Record<string, string> => Object.fromEntries(fields.map((field) => [field, investigationCanaries[`${event}.${field}`] ?? '']));
  const record = async (mutation: string, input: object): Promise<string> => {
    const outcome = await running.record(pett, mutation, input);
    recorded.push(outcome);
    return outcome.id;
  };
  const basis = (kind: string, ref: string) => ({ basis: { kind, ref } });
  const soon = new Date(Date.now() + 30 * 86_400_000).toISOString();

  const investigation = await record('fileComplaint', { to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'SURVIVOR', ...said('ComplaintFiled', 'account', 'complainantName', 'complainantContact') });
  const in_ = (mutation: string, input: object = {}): Promise<string> => record(mutation, { investigation, ...input });
  await in_('openInvestigation');
  await in_('attachCase', { case: caseId, on: 'REFERRAL', ref: referral });
  const suspect = await in_('nameSuspect', { official: true, ...said('SuspectNamed', 'suspectName', 'description'), aliases: [investigationCanaries['SuspectNamed.aliases']] });
  const mandate = await in_('issueMandate', { case: caseId, categories: ['STATUS', 'IDENTITY'], until: soon, ...said('MandateIssued', 'reasons'), ...basis('LEGAL_MANDATE', 'PETT-2026-1') });
  await in_('discloseUnderReserve', { mandate, categories: ['STATUS'], reviewAt: soon, ...said('DisclosureUnderReserve', 'shown') });
  await in_('takeStatement', { speaker: 'SURVIVOR', case: caseId, ...said('StatementTaken', 'words', 'speakerName', 'interpreterName') });
  await in_('recordAdvanceTestimony', { speaker: 'WITNESS', setting: 'SCREEN', ...said('AdvanceTestimonyTaken', 'words', 'speakerName', 'interpreterName') });
  await in_('recordProtectiveMeasure', { measure: 'NO_CONTACT', case: caseId, suspect, ...said('ProtectiveMeasureOrdered', 'terms'), ...basis('COURT_ORDER', 'J-1') });
  await in_('bringCharges', { suspect, offences: ['TRAFFICKING_IN_PERSONS'], ...said('ChargesBrought', 'accusation') });
  await in_('recordHearing', { hearing: 'TRIAL', ...said('HearingHeld', 'minutes') });
  await in_('recordJudgment', { suspect, instance: 'TRIAL_COURT', verdict: 'CONVICTED', ...said('JudgmentGiven', 'sentence'), ...basis('COURT_ORDER', 'J-2') });
  await in_('recordReparation', { case: caseId, ...said('ReparationOrdered', 'terms'), ...basis('COURT_ORDER', 'J-2') });
  const exhibit = await in_('collectExhibit', { kind: 'DEVICE', sha256: 'a'.repeat(64), seal: 'PETT-1', ...said('ExhibitCollected', 'item', 'foundAt') });
  await record('breakSeal', { exhibit, reason: 'EXAMINATION' });
  await record('examineExhibit', { exhibit, examination: 'DIGITAL', ...said('ExhibitExamined', 'findings') });
  await record('returnExhibit', { exhibit, ...said('ExhibitReturned', 'returnedTo') });
  return { investigation, exhibit, recorded };
}
