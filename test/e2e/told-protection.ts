import { accreditedAuthority } from './authorities';
import type { Offices } from './offices';
import type { Running, Who } from './running';
import { matched } from './stewards';

type Text = (field: string) => string;

/** Free texts that are told here. */
export const protectionFields = [
  'RightsExplained.interpreterName',
  'GuardianAppointed.guardianName',
  'GuardianAppointed.guardianReach',
  'GuardianConflicted.account',
  'LegalRepresentativeAppointed.representativeName',
  'LegalRepresentativeAppointed.representativeReach',
  'AgeAssessed.ageReport',
  'BestInterestsDetermined.determination',
  'BestInterestsDetermined.determinationReasons',
  'DependantLinked.relation',
  'RiskAssessed.assessment',
  'RiskFlagRaised.flagNote',
  'RiskFlagCleared.flagNote',
  'AliasRecorded.alias',
  'AliasRecorded.usedWhere',
  'IdentificationDecided.grounds',
  'ReconsiderationRequested.grounds',
  'ReconsiderationDecided.grounds',
  'RecoveryAndReflectionExtended.extensionNote',
  'EmergencyAccessOpened.circumstances',
  'EmergencyAccessReviewed.reviewNote',
  'LeadTransferRequested.transferNote',
  'LeadTransferDeclined.transferNote',
  'DisclosureMade.disclosed',
  'DisclosureInErrorRecorded.errorAccount',
  'CaseLinked.relation',
  'CaseMergedInto.mergingGrounds',
  'CasesUnmerged.mergingGrounds',
] as const;

const lead = (offices: Offices): Who => offices['mmujer-azua caseworker'] as Who;

/** While her age is unknown she counts as a child: the council for children serves her, until it is assessed. */
export async function tellChild(running: Running, offices: Offices, id: string, text: Text): Promise<void> {
  const conani = { ...(offices['conani-proteccion caseworker'] as Who), own: true };
  const guardian = { case: id, kind: 'RELATIVE', check: 'SOCIAL_REPORT', name: text('GuardianAppointed.guardianName'), reach: text('GuardianAppointed.guardianReach') };
  const { id: appointed } = await running.record(lead(offices), 'appointGuardian', guardian);
  await running.record(lead(offices), 'recordGuardianConflict', { case: id, guardian: appointed, account: text('GuardianConflicted.account') });
  const basis = { kind: 'BEST_INTERESTS_OF_CHILD', ref: 'Ley 136-03' };
  const { id: referral } = await running.record(lead(offices), 'requestReferral', { case: id, to: 'conani-proteccion', service: 'CHILD_PROTECTION', priority: 'URGENT', consents: [], basis });
  await running.record(conani, 'acceptReferral', { referral });
  const determination = { determination: text('BestInterestsDetermined.determination'), reasons: text('BestInterestsDetermined.determinationReasons') };
  await running.record(conani, 'determineBestInterests', { case: id, under: referral, question: 'PLACEMENT', ...determination });
  await running.record(conani, 'discontinueService', { referral, reason: 'REFERRED_ELSEWHERE' });
  await running.record(lead(offices), 'decideNextStep', { referral, step: 'SERVED_BY_SENDER' });
  await running.record({ ...lead(offices), own: true }, 'assessAge', { case: id, ageBand: '39-47', method: 'DOCUMENT', report: text('AgeAssessed.ageReport') });
}

export async function tellProtection(running: Running, offices: Offices, id: string, text: Text): Promise<void> {
  const tell = (mutation: string, input: object) => running.record(lead(offices), mutation, { case: id, ...input });
  await tell('explainRights', { rights: ['ASSISTANCE', 'PRIVACY'], language: 'hat', textVersion: '2026-1', interpreterName: text('RightsExplained.interpreterName') });
  const representative = { name: text('LegalRepresentativeAppointed.representativeName'), reach: text('LegalRepresentativeAppointed.representativeReach') };
  await tell('appointLegalRepresentative', { kind: 'LEGAL_AID', ...representative });
  await tell('assessRisk', { level: 'EXTREME', assessment: text('RiskAssessed.assessment') });
  const { id: flag } = await tell('raiseRiskFlag', { kind: 'DEATH_THREAT', note: text('RiskFlagRaised.flagNote') });
  await tell('clearRiskFlag', { flag, reason: 'MITIGATED', note: text('RiskFlagCleared.flagNote') });
  await tell('recordAlias', { alias: text('AliasRecorded.alias'), usedWhere: text('AliasRecorded.usedWhere') });
  const { id: dependant } = await running.record(lead(offices), 'openCase', { matter: 'TRAFFICKING', kind: 'DEPENDANT', careOf: id });
  await tell('linkDependant', { dependant, relation: text('DependantLinked.relation') });
}

/** Presumed by the lead, referred to the special prosecutor, decided at her request, and taken anew by another person. */
export async function tellIdentification(running: Running, offices: Offices, id: string, text: Text): Promise<void> {
  const [luisa, marta] = [await accreditedAuthority(running, offices, 'Luisa'), await accreditedAuthority(running, offices, 'Marta')];
  const tell = (mutation: string, input: object) => running.record(lead(offices), mutation, { case: id, ...input });
  await tell('presumeVictim', { grounds: text('IdentificationDecided.grounds') });
  const until = new Date(Date.now() + 40 * 86_400_000).toISOString();
  await tell('extendRecovery', { until, reason: 'HEALTH', note: text('RecoveryAndReflectionExtended.extensionNote') });
  const basis = { kind: 'LEGAL_OBLIGATION', ref: 'Ley 137-03' };
  const { id: under } = await tell('requestReferral', { to: 'pgr-pett', service: 'IDENTIFICATION', priority: 'URGENT', consents: [], basis });
  await running.record(luisa, 'acceptReferral', { referral: under });
  const decision = { case: id, under, decision: 'NOT_IDENTIFIED' };
  await running.record(luisa, 'decideIdentification', { ...decision, atHerRequest: true, grounds: text('IdentificationDecided.grounds') });
  const { id: reconsideration } = await tell('requestReconsideration', { by: 'SURVIVOR', grounds: text('ReconsiderationRequested.grounds') });
  await running.record(marta, 'decideReconsideration', { ...decision, reconsideration, decision: 'IDENTIFIED', grounds: text('ReconsiderationDecided.grounds') });
  await running.record(marta, 'startService', { referral: under });
  await running.record(marta, 'completeService', { referral: under, outcome: 'SERVED' });
}

/** Opened in an emergency by who serves her no more, and reviewed; and the council for children declines to lead. */
export async function tellHandling(running: Running, offices: Offices, id: string, text: Text): Promise<void> {
  const conani = { ...(offices['conani-proteccion caseworker'] as Who), own: true };
  const supervisor = { ...(offices['mmujer-azua supervisor'] as Who), own: true };
  const { id: access } = await running.record(conani, 'openEmergencyAccess', { case: id, reason: 'MISSING', circumstances: text('EmergencyAccessOpened.circumstances') });
  await running.record(supervisor, 'reviewEmergencyAccess', { case: id, access, finding: 'JUSTIFIED', note: text('EmergencyAccessReviewed.reviewNote') });
  const basis = { kind: 'COURT_ORDER', ref: '12-2026' };
  const asked = { case: id, to: 'conani-proteccion', reason: 'MANDATE', consents: [], note: text('LeadTransferRequested.transferNote'), basis };
  const { id: transfer } = await running.record(lead(offices), 'requestLeadTransfer', asked);
  await running.record(conani, 'declineLeadTransfer', { case: id, transfer, reason: 'NOT_OUR_MANDATE', note: text('LeadTransferDeclined.transferNote') });
}

/** Something is told on an order, and too much of it; her case is linked to another, goes on in it by mistake, and is parted again. */
export async function tellSharing(running: Running, offices: Offices, id: string, text: Text): Promise<void> {
  const steward = { ...(offices['auditoria-sede steward'] as Who), own: true };
  const tell = (mutation: string, input: object) => running.record(lead(offices), mutation, { case: id, ...input });
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const order = { basis: { kind: 'COURT_ORDER', ref: '12-2026' }, until };
  const { id: disclosure } = await tell('makeDisclosure', { receiver: 'pgr-pett', categories: ['STATUS'], for: 'PROSECUTION', consents: [], disclosed: text('DisclosureMade.disclosed'), ...order });
  await tell('recordDisclosureInError', { receiver: 'pgr-pett', categories: ['STATUS'], cause: 'TOO_MUCH', disclosure, account: text('DisclosureInErrorRecorded.errorAccount') });
  const { id: other } = await running.record(lead(offices), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
  await tell('linkCase', { other, relation: text('CaseLinked.relation') });
  await matched(running, offices, id, other);
  await running.record(steward, 'mergeCase', { case: id, into: other, grounds: text('CaseMergedInto.mergingGrounds') });
  await running.record(steward, 'unmergeCase', { case: id, entries: [], grounds: text('CasesUnmerged.mergingGrounds') });
}

/** The lead asks the council for children to lead another case of hers, in which two serve who lead nothing, and has no answer yet. @returns the request and that case. */
export async function tellPendingTransfer(running: Running, offices: Offices): Promise<{ case: string; transfer: string }> {
  const { id } = await running.record(lead(offices), 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
  for (const to of ['mmujer-bani', 'pgr-pett']) {
    await running.record(lead(offices), 'requestReferral', { case: id, to, service: 'LEGAL_AID', priority: 'NORMAL', consents: [], basis: { kind: 'COURT_ORDER', ref: '13-2026' } });
  }
  const asked = { case: id, to: 'conani-proteccion', reason: 'MANDATE', consents: [], note: 'Por mandato.', basis: { kind: 'COURT_ORDER', ref: '13-2026' } };
  return { case: id, transfer: (await running.record(lead(offices), 'requestLeadTransfer', asked)).id };
}
