type Telling = (name: string, mutation: string, input: object) => Promise<string>;
type Text = (field: string) => string;

/** She returns from abroad against a high risk, is met, supported and followed up. @returns the return's id. */
export async function tellReturn(record: Telling, text: Text, id: string, consent: string): Promise<string> {
  const azua = 'mmujer-azua caseworker';
  const of = { return: await record(azua, 'notifyReturn', { case: id, kind: 'VOLUNTARY', direction: 'INBOUND', country: 'AR', circumstances: text('ReturnNotified.circumstances') }) };
  const passport = { documentNumber: text('TravelDocumentIssued.documentNumber'), expiresOn: text('TravelDocumentIssued.expiresOn') };
  await record(azua, 'issueTravelDocument', { ...of, document: 'EMERGENCY_PASSPORT', ...passport });
  await record(azua, 'assessReturnRisk', { ...of, level: 'HIGH', assessment: text('ReturnRiskAssessed.assessment') });
  const present = { interpreterName: text('ReturnConsented.interpreterName'), witnessName: text('ReturnConsented.witnessName') };
  await record(azua, 'consentToReturn', { ...of, by: 'SURVIVOR', language: 'hat', insists: true, ...present });
  await record(azua, 'nameReturnParty', { ...of, unit: 'mmujer-bani', task: 'MEETS', consents: [], arrival: text('ReturnPartyNamed.arrival') });
  await record(azua, 'shareReturnPlan', { ...of, with: ['pgr-pett'], consents: [consent], plan: text('ReturnPlanShared.plan') });
  await record(azua, 'meetArrival', { ...of, place: 'AIRPORT', condition: text('ArrivalMet.condition') });
  await record(azua, 'deliverSupport', { ...of, service: 'SOCIAL_REINTEGRATION', report: text('SupportDelivered.report') });
  await record(azua, 'followUpReturn', { ...of, found: 'SAFE', report: text('ReturnFollowedUp.report') });
  return of.return;
}

/** One permit granted, renewed, upgraded and revoked; another refused; a third applied for. @returns their ids. */
export async function tellPermits(record: Telling, text: Text, id: string, consent: string): Promise<string[]> {
  const [azua, dgm] = ['mmujer-azua caseworker', 'dgm-sede caseworker'];
  const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const asking = { consents: [consent], grounds: text('PermitApplied.grounds') };
  const apply = async () => ({ permit: await record(azua, 'applyForPermit', { case: id, to: 'dgm-sede', class: 'BUSINESS_VISA', ...asking }) });
  const of = await apply();
  await record(dgm, 'grantPermit', { ...of, class: 'BUSINESS_VISA', from: day(0), until: day(100), documentNumber: text('PermitGranted.documentNumber') });
  await record(azua, 'applyForRenewal', { ...of, ...asking });
  await record(dgm, 'renewPermit', { ...of, from: day(101), until: day(200), documentNumber: text('PermitRenewed.documentNumber') });
  await record(azua, 'applyForUpgrade', { ...of, class: 'TEMPORARY_RESIDENCE', ...asking });
  await record(dgm, 'upgradePermit', { ...of, class: 'TEMPORARY_RESIDENCE', from: day(201), until: day(400), documentNumber: text('PermitUpgraded.documentNumber') });
  await record(dgm, 'revokePermit', { ...of, reason: 'REPLACED', note: text('PermitRevoked.revocationNote') });
  const refused = await apply();
  await record(dgm, 'refusePermit', { ...refused, reason: 'DOCUMENTS_MISSING', note: text('PermitRefused.refusalNote') });
  return [of.permit, refused.permit, (await apply()).permit];
}
