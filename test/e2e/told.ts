import type { Offices } from './offices';
import type { Recorded, Running, Who } from './running';
import { investigationCanaries, tellInvestigation } from './told-investigation';
import { careCanaries, careNotSearchable, planItems, tellCare } from './told-care';
import { protectionFields, tellChild, tellHandling, tellIdentification, tellProtection, tellSharing } from './told-protection';
import { lettered, openWithoutSystem, tellLetters } from './told-letters';
import { tellPermits, tellReturn } from './told-return';

/** What was recorded, and the canary that every field said about a person holds: `SurvivorDescribed.givenName` → text found nowhere else. */
export type ToldCase = Readonly<{ case: string; contact: string; investigation: string; exhibit: string; referrals: readonly string[]; return: string; permits: readonly string[]; recorded: readonly Recorded[]; canaries: Readonly<Record<string, string>> }>;

const day = 86_400_000;
const year = 365 * day;
const until = (): string => new Date(Date.now() + year).toISOString();

/** Free texts: with letters that encodings change. */
const words = (field: string): string => `canário ${field.replace('.', ' ')} «ñ»`;
const texts = (event: string, ...fields: string[]): Record<string, string> => Object.fromEntries(fields.map((field) => [`${event}.${field}`, words(`${event}.${field}`)]));

const canaries: Readonly<Record<string, string>> = {
  ...texts('SurvivorDescribed', 'givenName', 'familyName'),
  'SurvivorDescribed.birthDate': '1987-03-29',
  'SurvivorDescribed.documents': 'CANARIO-7741-X',
  ...texts('SafeContactAgreed', 'channel', 'address', 'owner', 'hours', 'codeWord'),
  'ScreeningRecorded.acts': 'Harbouring',
  'ScreeningRecorded.means': 'ThreatensChildrenFamily',
  'ScreeningRecorded.exploitation': 'ForcedBegging',
  'ScreeningRecorded.recruitment': 'ThroughATelevisionAdvert',
  'ScreeningRecorded.relationToTrafficker': 'Unaquainted',
  ...texts('ScreeningRecorded', 'industry', 'note'),
  ...texts('EntryCorrected', 'corrected', 'correctionNote'),
  ...texts('ConsentGiven', 'interpreterName', 'witnessName', 'signedForm'),
  ...texts('ConsentRefused', 'interpreterName', 'witnessName'),
  ...texts('ReferralRequested', 'need'),
  ...texts('InformationRequested', 'question'),
  ...texts('InformationSupplied', 'answer'),
  ...texts('ReferralDeclined', 'declineNote'),
  ...texts('ServiceCompleted', 'report'),
  ...texts('SurvivorAdmitted', 'admissionNote'),
  ...texts('StayExtended', 'extensionNote'),
  ...texts('SurvivorDischarged', 'destination'),
  ...texts('ReturnNotified', 'circumstances'),
  'TravelDocumentIssued.documentNumber': 'CANARIO-8852-Y',
  'TravelDocumentIssued.expiresOn': '2031-07-19',
  ...texts('ReturnRiskAssessed', 'assessment'),
  ...texts('ReturnConsented', 'interpreterName', 'witnessName'),
  ...texts('ReturnPartyNamed', 'arrival'),
  ...texts('ArrivalMet', 'condition'),
  ...texts('ReturnPlanShared', 'plan'),
  ...texts('SupportDelivered', 'report'),
  ...texts('ReturnFollowedUp', 'report'),
  ...texts('PermitApplied', 'grounds'),
  'PermitGranted.documentNumber': 'CANARIO-9963-G',
  'PermitRenewed.documentNumber': 'CANARIO-9963-R',
  'PermitUpgraded.documentNumber': 'CANARIO-9963-U',
  ...texts('PermitRefused', 'refusalNote'),
  ...texts('PermitRevoked', 'revocationNote'),
  ...texts('AgentAppointmentProposed', 'agentName'),
  ...texts('ExclusionPlaced', 'ground'),
  ...texts('CertificateAwarded', 'holderName'),
  ...texts('ContactReceived', 'callerName', 'callBack', 'account'),
  ...texts('CallerDescribed', 'callerName', 'callBack'),
  'ThreatTriaged.threats': 'HELD_AGAINST_HER_WILL',
  ...texts('ThreatTriaged', 'threatDetails'),
  ...texts('ComplaintTaken', 'complaint'),
  ...texts('ContactHandedOver', 'handOverNote'),
  ...investigationCanaries,
  ...careCanaries,
  ...Object.fromEntries([...protectionFields, ...lettered].map((field) => [field, words(field)])),
};
/** Said about a person as well, and too short or too common to be looked for. */
export const notSearchable: readonly string[] = [
  'SurvivorDescribed.nationalities',
  'SafeContactAgreed.contactLanguage',
  'SafeContactAgreed.mayLeaveMessage',
  'ScreeningRecorded.countryOfExploitation',
  'ScreeningRecorded.ageWhenTrafficked',
  'SurvivorAdmitted.age',
  'RiskAssessed.level',
  'RiskFlagRaised.flagKind',
  ...careNotSearchable,
  'ReturnNotified.country',
];

/**
 * One case with everything that can be said in it: led from Azua, shared with the special prosecutor and a shelter, who both
 * serve her still, the shelter after she has lived there; one referral declined, one served and confirmed; an exclusion of somebody else placed.
 * Before it the call, which came to the hotline and was handed over to Azua; after it a return, two permits and an investigation.
 */
export async function tellCase(running: Running, offices: Offices): Promise<ToldCase> {
  const recorded: Recorded[] = [];
  const text = (field: string): string => canaries[field] ?? '';
  const record = async (name: string, mutation: string, input: object): Promise<string> => {
    const outcome = await running.record({ ...(offices[name] as Who), own: mutation === 'decideNonPunishment' }, mutation, input);
    recorded.push(outcome);
    return outcome.id;
  };
  const [azua, pett, casa] = ['mmujer-azua caseworker', 'pgr-pett prosecutor', 'mmujer-casa shelter_manager'];
  await running.record(running.administrator(0), 'proposeAgentAppointment', { institution: 'mmujer', agentName: text('AgentAppointmentProposed.agentName'), roles: ['intake'], unit: 'mmujer-bani' }, { 'purpose-of-use': 'ADMINISTRATION' });

  const { id: course } = await running.record(running.administrator(0), 'scheduleCourse', { title: 'Diplomado 2016', providers: ['mmujer'], from: '2016-02-01', until: '2016-06-30' });
  await running.record(running.administrator(0), 'awardCertificate', { course, holderName: text('CertificateAwarded.holderName'), date: '2016-06-30' });

  const contact = await tellContact((name, mutation, input, headers) => running.record(offices[name] as Who, mutation, input, headers));
  const id = await record(azua, 'openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
  await record(azua, 'recordLanguageNeed', { case: id, languages: ['spa', 'hat'], interpreter: true });
  await tellChild(running, offices, id, text);
  await record(azua, 'describeSurvivor', {
    case: id,
    ageBand: '39-47',
    sex: 'FEMALE',
    givenName: text('SurvivorDescribed.givenName'),
    familyName: text('SurvivorDescribed.familyName'),
    birthDate: text('SurvivorDescribed.birthDate'),
    nationalities: ['HT'],
    documents: [{ kind: 'PASSPORT', number: text('SurvivorDescribed.documents'), country: 'HT' }],
  });
  const safe = Object.fromEntries(['channel', 'address', 'owner', 'hours', 'codeWord'].map((field) => [field, text(`SafeContactAgreed.${field}`)]));
  await record(azua, 'agreeSafeContact', { case: id, ...safe, contactLanguage: 'hat', mayLeaveMessage: false });
  const list = (field: string): string[] => [text(`ScreeningRecorded.${field}`)];
  await record(azua, 'recordScreening', {
    case: id,
    acts: list('acts'),
    means: list('means'),
    exploitation: list('exploitation'),
    recruitment: list('recruitment'),
    relationToTrafficker: text('ScreeningRecorded.relationToTrafficker'),
    industry: text('ScreeningRecorded.industry'),
    countryOfExploitation: 'DO',
    ageWhenTrafficked: 31,
    note: text('ScreeningRecorded.note'),
  });
  const screening = recorded[recorded.length - 1]?.events[0]?.id;
  await record(azua, 'correctEntry', { case: id, corrects: screening, reason: 'MISHEARD', corrected: [{ field: 'industry', value: JSON.stringify(text('EntryCorrected.corrected')) }], note: text('EntryCorrected.correctionNote') });

  await tellProtection(running, offices, id, text);
  await tellIdentification(running, offices, id, text);
  await tellHandling(running, offices, id, text);
  await tellSharing(running, offices, id, text);

  const asked = (event: string) => ({ case: id, for: 'ASSISTANCE', language: 'hat', by: 'SURVIVOR', interpreterName: text(`${event}.interpreterName`), witnessName: text(`${event}.witnessName`) });
  await record(azua, 'refuseConsent', { ...asked('ConsentRefused'), receiver: 'dgm', categories: ['MIGRATION'], for: 'RESIDENCE' });
  const given = { ...asked('ConsentGiven'), until: until(), history: 'ALL', textVersion: '2026-1', signedForm: { reference: text('ConsentGiven.signedForm') } };
  const toPett = await record(azua, 'giveConsent', { ...given, receiver: 'pgr-pett', categories: ['STATUS', 'PROTECTION'] });
  const toComplain = await record(azua, 'giveConsent', { ...given, receiver: 'pgr-pett', categories: ['STATUS', 'PROTECTION'], for: 'PROSECUTION' });
  const toCasa = await record(azua, 'giveConsent', { ...given, receiver: 'mmujer-casa', categories: ['STATUS', 'IDENTITY', 'PROTECTION'] });
  const refer = (to: string, service: string, consent: string, more: object = {}): Promise<string> =>
    record(azua, 'requestReferral', { case: id, to, service, priority: 'NORMAL', consents: [consent], ...more });

  const declined = await refer('pgr-pett', 'CRIMINAL_COMPLAINT', toComplain);
  await record(pett, 'declineReferral', { referral: declined, reason: 'NOT_OUR_MANDATE', note: text('ReferralDeclined.declineNote') });
  const served = await refer('pgr-pett', 'LEGAL_AID', toPett, { need: text('ReferralRequested.need') });
  await record(pett, 'requestInformation', { referral: served, question: text('InformationRequested.question') });
  await record(azua, 'supplyInformation', { referral: served, answer: text('InformationSupplied.answer') });
  await record(pett, 'acceptReferral', { referral: served });
  await record(pett, 'startService', { referral: served });
  await record(pett, 'completeService', { referral: served, outcome: 'SERVED_IN_PART', report: text('ServiceCompleted.report') });
  await record(azua, 'disputeOutcome', { referral: served, reason: 'SERVED_IN_PART' });
  const housed = await refer('mmujer-casa', 'SHELTER', toCasa, { priority: 'EMERGENCY' });
  const hold = await record(casa, 'holdPlace', { unit: 'mmujer-casa' });
  await record(casa, 'acceptReferral', { referral: housed, hold });
  await record(casa, 'admitSurvivor', { referral: housed, dependants: [], at: new Date(Date.now() - day / 24).toISOString(), note: text('SurvivorAdmitted.admissionNote') });
  await record(casa, 'extendStay', { stay: housed, until: new Date(Date.now() + 29.99 * day).toISOString(), reason: 'RISK_CONTINUES', note: text('StayExtended.extensionNote') });
  await record(casa, 'dischargeSurvivor', { stay: housed, reason: 'FAMILY', destination: text('SurvivorDischarged.destination') });
  const inspection = await openWithoutSystem(running);
  const toInspection = await record(azua, 'giveConsent', { ...given, receiver: inspection, categories: ['STATUS', 'PROTECTION'] });
  await tellLetters(record, text, () => refer(inspection, 'LABOUR_INSPECTION', toInspection));
  const returning = await tellReturn(record, text, id, await record(azua, 'giveConsent', { ...given, receiver: 'pgr-pett', categories: ['REINTEGRATION'], for: 'RETURN' }));
  const permits = await tellPermits(record, text, id, await record(azua, 'giveConsent', { ...given, receiver: 'dgm', categories: ['MIGRATION'], for: 'RESIDENCE' }));
  await record('pgr-pett supervisor', 'placeExclusion', { party: { kind: 'AGENT', id: offices['mmujer-linea intake']?.agent }, cases: [id], ground: text('ExclusionPlaced.ground') });
  await running.record(offices[azua] as Who, 'linkContactToCase', { contact, case: id });
  const { investigation, exhibit, recorded: investigated } = await tellInvestigation(running, offices, id, served);
  recorded.push(...investigated);
  await tellCare(record, id, served, offices['mmujer-azua intake']?.agent, async () => (await planItems(running, offices['mmujer-azua caseworker'] as Who, id))[0]);
  return { case: id, contact, investigation, exhibit, referrals: [declined, served, housed], return: returning, permits, recorded, canaries };
}

/** A call with everything that can be said in it, from the hotline to the office. @returns its id. */
async function tellContact(record: (name: string, mutation: string, input: object, headers?: Record<string, string>) => Promise<Recorded>): Promise<string> {
  const text = (field: string): string => canaries[field] ?? '';
  const [linea, azua] = ['mmujer-linea intake', 'mmujer-azua caseworker'];
  const described = (event: string) => ({ language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: false, callerName: text(`${event}.callerName`), callBack: { address: text(`${event}.callBack`) } });
  const { id: contact } = await record(linea, 'receiveContact', { channel: 'CALL', ...described('ContactReceived'), account: text('ContactReceived.account') });
  await record(linea, 'describeCaller', { contact, ...described('CallerDescribed') });
  await record(linea, 'triageThreat', { contact, level: 'HIGH', threats: [text('ThreatTriaged.threats')], details: text('ThreatTriaged.threatDetails') });
  await record(linea, 'takeComplaint', { contact, matter: 'TRAFFICKING', complaint: text('ComplaintTaken.complaint') });
  await record(linea, 'handOverContact', { contact, to: 'mmujer-azua', basis: { kind: 'CONSENT' }, note: text('ContactHandedOver.handOverNote') });
  await record(azua, 'takeContact', { contact });
  return contact;
}
