import { randomUUID } from 'node:crypto';
import { getNamedType, isListType, isNonNullType, isObjectType, isUnionType, type GraphQLField, type GraphQLOutputType } from 'graphql';
import { contactEvents, courseEvents, exclusionEvents, exhibitEvents, institutionEvents, investigationEvents } from '@amparo/protocol';
import { openOffices, type Offices } from './offices';
import { Running, type GraphQLAnswer, type Who } from './running';
import { tellCase, type ToldCase } from './told';
import { dutyLine, tellDirectory, type ToldDirectory } from './told-directory';
import { investigationCanaries } from './told-investigation';
import { lettered } from './told-letters';
import { tellPendingTransfer } from './told-protection';

jest.setTimeout(300_000);

type Arguments = Readonly<Record<string, unknown>>;
/** What there is to ask for: the ids that somebody could have come to know. */
type Known = Readonly<{ cases: readonly string[]; contact: string; investigation: string; exhibit: string; referrals: readonly string[]; return: string; permits: readonly string[]; units: readonly string[]; leaves: readonly string[]; directory: ToldDirectory }>;

/** The cursor of the hundredth of a list that is numbered. */
const hundredth = Buffer.from('[100]').toString('base64url');

/** How each query is asked for everything. A query that is not here fails the walk: say how it is asked and who may learn what. */
const questions: Readonly<Record<string, (known: Known) => Arguments[]>> = {
  agreement: ({ directory }) => [{ id: directory.agreement }],
  agreements: () => [{ first: 100 }],
  bodies: () => [{ first: 100 }],
  body: ({ directory }) => [{ code: directory.body }],
  asSeenBy: ({ cases, units, investigation }) =>
    cases.flatMap((id) =>
      ['mmujer', 'pgr', 'dgm', ...units].flatMap((compartment) => [{ purpose: 'AUDIT' }, { purpose: 'PROSECUTION' }, { purpose: 'PROSECUTION', investigation }].map((asked) => ({ case: id, compartment, first: 100, ...asked }))),
    ),
  caseReplay: ({ cases, investigation }) =>
    cases.flatMap((id) => [{ purpose: 'AUDIT' }, { purpose: 'PROSECUTION' }, { purpose: 'PROSECUTION', investigation }].flatMap((asked) => [{ case: id, asOf: new Date().toISOString(), ...asked }])),
  case: ({ cases }) => cases.flatMap((id) => [{ id }, { id, asOf: new Date().toISOString() }, { id, asOfIndex: 1_000_000 }]),
  caseTimeline: ({ cases }) => cases.flatMap((id) => [undefined, hundredth].map((after) => ({ case: id, first: 100, after }))),
  cases: () => [{ first: 100 }],
  changes: () => [{ first: 100 }],
  checkpoint: () => [{ log: 'PROTOCOL' }, { log: 'ACCESS' }],
  consistency: () => [{ from: 1 }, { from: 1, to: 2, log: 'ACCESS' }],
  findCases: () => [{ by: { document: { number: 'CANARIO-7741-X', country: 'HT' } } }, { by: { phone: '809 555 0100' } }],
  contact: ({ contact }) => [{ id: contact }, { id: contact, asOf: new Date().toISOString() }, { id: contact, asOfIndex: 1_000_000 }],
  contactTimeline: ({ contact }) => [{ contact, first: 100 }],
  contacts: () => ['OPEN', 'OFFERED_TO_US', 'OFFERED_BY_US', 'IN_DANGER', 'ENDED', 'ELSEWHERE'].map((list) => ({ list, first: 100 })),
  contactsOfCase: ({ cases }) => cases.map((id) => ({ case: id, first: 100 })),
  course: ({ directory }) => [{ id: directory.course }],
  courses: () => [{ first: 20 }],
  dueItems: () => [{ first: 100 }, { first: 100, list: 'AWAITED' }, { first: 100, purpose: 'AUDIT' }],
  institutions: () => [{ first: 100 }],
  overview: ({ directory }) => [{}, { body: directory.body }],
  plan: ({ directory }) => [{ id: directory.plan }],
  plans: () => [{ first: 20 }],
  custodyRegister: () => [{ first: 100 }],
  exhibit: ({ exhibit }) => [{ id: exhibit }],
  exhibits: ({ investigation }) => [{ first: 100 }, { first: 100, investigation }],
  investigation: ({ investigation }) => [{ id: investigation }, { id: investigation, asOf: new Date().toISOString() }, { id: investigation, asOfIndex: 1_000_000 }],
  investigationTimeline: ({ investigation }) => [{ investigation, first: 100 }],
  investigations: () => [{ first: 100 }, { first: 100, state: 'OPEN' }],
  exclusions: () => [{ first: 100 }, { first: 100, purpose: 'AUDIT' }],
  occupancy: ({ units }) => units.map((unit) => ({ unit })),
  permit: ({ permits }) => permits.map((id) => ({ id })),
  permits: () => [{ first: 100 }],
  return: ({ return: id }) => [{ id }],
  returnsArrived: () => [{ first: 100 }],
  returnsExpected: () => [{ first: 100 }],
  stays: () => [{ first: 100 }],
  followUps: () => [{ first: 100 }],
  grievances: () => [{ first: 100 }],
  leadTransfers: () => ['TO_US', 'ASKED'].map((list) => ({ list, first: 100 })),
  legalHolds: () => [{ first: 100 }, { first: 100, purpose: 'AUDIT' }, { first: 100, purpose: 'RECORD' }],
  erasures: () => [{ first: 100 }, { first: 100, purpose: 'AUDIT' }, { first: 100, purpose: 'RECORD' }],
  matches: () => [{ first: 100 }, { first: 100, purpose: 'AUDIT' }, { first: 100, purpose: 'RECORD' }, { first: 100, status: 'CONFIRMED', purpose: 'RECORD' }],
  oversightTimeline: ({ cases }) => cases.flatMap((id) => [undefined, hundredth].map((after) => ({ case: id, first: 100, after, purpose: 'AUDIT' }))),
  planItems: ({ units }) => [{ first: 100 }, ...units.map((unit) => ({ first: 100, unit }))],
  receipt: ({ leaves }) => leaves.map((leafHash) => ({ leafHash })),
  referral: ({ referrals }) => referrals.map((id) => ({ id })),
  referralInbox: () => [{ first: 100 }],
  referralOutbox: () => [{ first: 100 }],
  survivorFile: ({ cases }) => cases.flatMap((id) => [undefined, hundredth].map((after) => ({ case: id, first: 100, after, purpose: 'SUBJECT_ACCESS' }))),
  survivorReads: ({ cases }) => cases.map((id) => ({ case: id, first: 100, purpose: 'SUBJECT_ACCESS' })),
  unit: ({ units }) => units.map((code) => ({ code })),
  units: () => [{ first: 100 }],
  viewer: () => [{}],
};

const azua = ['mmujer-azua caseworker', 'mmujer-azua supervisor', 'mmujer-azua intake'];
/** Of the lead, who opens more than a reception needs. */
const care = ['mmujer-azua caseworker', 'mmujer-azua supervisor'];
/** On her consents; IDENTITY on the mandate of the investigation. */
const pett = ['pgr-pett prosecutor', 'pgr-pett supervisor'];
const prosecutor = ['pgr-pett prosecutor'];
const casa = ['mmujer-casa shelter_manager'];
/** Who works on her case in Azua beyond the first contact. */
const azuaCare = ['mmujer-azua caseworker', 'mmujer-azua supervisor'];
/** Named to meet her: a unit of the lead's institution, which sees her return and nothing else of her case. */
const bani = ['mmujer-bani caseworker'];
const control = ['dgm-sede caseworker'];
const conani = ['conani-proteccion caseworker', 'conani-proteccion supervisor'];
const nobody: readonly string[] = [];

/** Who is to learn each thing that is said about her; nobody else is. */
const audience: Readonly<Record<string, readonly string[]>> = {
  'SurvivorDescribed.givenName': [...azua, ...pett, ...casa],
  'SurvivorDescribed.familyName': [...azua, ...pett, ...casa],
  'SurvivorDescribed.birthDate': [...azua, ...pett, ...casa],
  'SurvivorDescribed.documents': [...azua, ...pett, ...casa],
  'SafeContactAgreed.channel': azua,
  'SafeContactAgreed.address': azua,
  'SafeContactAgreed.owner': azua,
  'SafeContactAgreed.hours': azua,
  'SafeContactAgreed.codeWord': azua,
  'ScreeningRecorded.acts': [...azua, ...pett, ...casa],
  'ScreeningRecorded.means': [...azua, ...pett, ...casa],
  'ScreeningRecorded.exploitation': [...azua, ...pett, ...casa],
  'ScreeningRecorded.recruitment': [...azua, ...pett, ...casa],
  'ScreeningRecorded.relationToTrafficker': [...azua, ...pett, ...casa],
  'ScreeningRecorded.industry': [...azua, ...pett, ...casa],
  'ScreeningRecorded.note': [...azua, ...pett, ...casa],
  'RightsExplained.interpreterName': [...azua, ...pett, ...casa],
  'GuardianAppointed.guardianName': [...azua, ...pett, ...casa],
  'GuardianAppointed.guardianReach': [...azua, ...pett, ...casa],
  'GuardianConflicted.account': [...azua, ...pett, ...casa],
  'LegalRepresentativeAppointed.representativeName': care,
  'LegalRepresentativeAppointed.representativeReach': care,
  'AgeAssessed.ageReport': [...azua, ...pett, ...casa],
  'BestInterestsDetermined.determination': [...azua, ...pett, ...casa, ...conani],
  'BestInterestsDetermined.determinationReasons': [...azua, ...pett, ...casa, ...conani],
  'DependantLinked.relation': azua,
  'RiskAssessed.assessment': [...azua, ...pett, ...casa],
  'RiskFlagRaised.flagNote': [...azua, ...pett, ...casa],
  'RiskFlagCleared.flagNote': [...azua, ...pett, ...casa],
  'AliasRecorded.alias': [...azua, ...pett, ...casa],
  'AliasRecorded.usedWhere': [...azua, ...pett, ...casa],
  'IdentificationDecided.grounds': [...azua, ...pett, ...casa],
  'ReconsiderationRequested.grounds': [...azua, ...pett, ...casa],
  'ReconsiderationDecided.grounds': [...azua, ...pett, ...casa],
  'RecoveryAndReflectionExtended.extensionNote': [...azua, ...pett, ...casa],
  'EmergencyAccessOpened.circumstances': [...azua, ...conani],
  'EmergencyAccessReviewed.reviewNote': azua,
  'LeadTransferRequested.transferNote': azua,
  'LeadTransferDeclined.transferNote': [...azua, ...conani],
  'DisclosureMade.disclosed': azua,
  'DisclosureInErrorRecorded.errorAccount': azua,
  'CaseLinked.relation': azua,
  'CaseMergedInto.mergingGrounds': azua,
  'CasesUnmerged.mergingGrounds': azua,
  'EntryCorrected.corrected': [...azua, ...pett, ...casa],
  'EntryCorrected.correctionNote': [...azua, ...pett, ...casa],
  'ConsentGiven.interpreterName': [...azua, ...pett, ...casa],
  'ConsentGiven.witnessName': [...azua, ...pett, ...casa],
  'ConsentGiven.signedForm': [...azua, ...pett, ...casa],
  'ConsentRefused.interpreterName': azua,
  'ConsentRefused.witnessName': azua,
  'ReferralRequested.need': [...azua, ...pett],
  'InformationRequested.question': [...azua, ...pett],
  'InformationSupplied.answer': [...azua, ...pett],
  'ReferralDeclined.declineNote': [...azua, ...pett],
  'ServiceCompleted.report': [...azua, ...pett],
  ...Object.fromEntries(lettered.map((field) => [field, azua])),
  'SurvivorAdmitted.admissionNote': casa,
  'StayExtended.extensionNote': casa,
  'SurvivorDischarged.destination': casa,
  'NeedsAssessed.assessment': care,
  'CarePlanAgreed.goals': care,
  'CarePlanRevised.goals': care,
  'PlanItemCompleted.itemReport': [...care, ...pett],
  'AssistanceProvided.assistanceNote': [...care, ...pett],
  'ServiceRefusedBySurvivor.herWords': care,
  'UnmetNeedRecorded.unmetNote': care,
  'SafetyIncidentReported.account': [...azua, ...pett, ...casa],
  'InterviewNoted.interviewer': [...azua, ...pett, ...casa],
  'NonPunishmentRequested.offences': care,
  'NonPunishmentDecided.decisionReasons': [...care, ...pett],
  'SurvivorDied.circumstances': [...azua, ...pett, ...casa],
  'ReintegrationPlanAgreed.aims': care,
  'ReintegrationPlanAgreed.supports': care,
  'FollowUpRecorded.followUpNote': care,
  'ContactLost.lastContact': azua,
  // It concerns Azua: neither who recorded it there nor whom it names reads it again.
  'GrievanceRaised.herGrievance': nobody,
  'GrievanceAnswered.grievanceAnswer': pett,
  'ReturnNotified.circumstances': [...azua, ...bani, ...pett, ...casa],
  'TravelDocumentIssued.documentNumber': [...azua, ...bani, ...pett, ...casa],
  'TravelDocumentIssued.expiresOn': [...azua, ...bani, ...pett, ...casa],
  'ReturnRiskAssessed.assessment': [...azua, ...bani, ...pett, ...casa],
  'ReturnConsented.interpreterName': [...azua, ...bani, ...pett, ...casa],
  'ReturnConsented.witnessName': [...azua, ...bani, ...pett, ...casa],
  'ReturnPartyNamed.arrival': [...azuaCare, ...bani],
  'ArrivalMet.condition': [...azua, ...bani, ...pett, ...casa],
  'ReturnPlanShared.plan': [...azuaCare, ...bani, ...pett],
  'SupportDelivered.report': [...azuaCare, ...bani, ...pett],
  'ReturnFollowedUp.report': [...azuaCare, ...bani, ...pett],
  'PermitApplied.grounds': [...azuaCare, ...control],
  'PermitGranted.documentNumber': [...azuaCare, ...control],
  'PermitRenewed.documentNumber': [...azuaCare, ...control],
  'PermitUpgraded.documentNumber': [...azuaCare, ...control],
  'PermitRefused.refusalNote': [...azuaCare, ...control],
  'PermitRevoked.revocationNote': [...azuaCare, ...control],
  'AgentAppointmentProposed.agentName': nobody,
  'ExclusionPlaced.ground': nobody,
  'CertificateAwarded.holderName': ['mmujer administrator'],
  'ContactReceived.callerName': azua,
  'ContactReceived.callBack': azua,
  'ContactReceived.account': azua,
  'CallerDescribed.callerName': azua,
  'CallerDescribed.callBack': azua,
  'ThreatTriaged.threats': azua,
  'ThreatTriaged.threatDetails': azua,
  'ComplaintTaken.complaint': azua,
  'ContactHandedOver.handOverNote': azua,
  ...Object.fromEntries(Object.keys(investigationCanaries).map((field) => [field, prosecutor])),
};
/** What is said in her case is shown to her, by the steward she asks; what others said of others elsewhere is not. */
const besideHerCase = { ...contactEvents, ...courseEvents, ...exclusionEvents, ...exhibitEvents, ...institutionEvents, ...investigationEvents };
/** In her case, and about somebody else: sealed under their keys, and theirs to ask for. */
const ofOthers = ['GuardianAppointed', 'LegalRepresentativeAppointed'];
const steward = ['auditoria-sede steward'];
const auditor = ['auditoria-sede auditor'];
const meantFor = (field: string): readonly string[] => {
  const event = field.split('.')[0] ?? '';
  return [...(audience[field] ?? []), ...(event in besideHerCase || ofOthers.includes(event) ? [] : steward)];
};

/** What tells where she is, and what names the case at all. */
const whereabouts: Readonly<Record<string, readonly string[]>> = { case: [...azua, ...bani, ...pett, ...casa, ...conani, ...control, ...auditor, ...steward] };

/** Under which a hold was placed: canary of what stands beside the case files. */
const orderOfHold = 'canario-249-2026';

describe('what an institution may not see', () => {
  let running: Running;
  let offices: Offices;
  let told: ToldCase;
  let kept: readonly string[] = [];
  let directory: ToldDirectory;
  let pending: Readonly<{ case: string; transfer: string }>;
  let known: Known;
  const answers = new Map<string, string>();

  /** Everything that can be selected below a field. */
  function selection(type: GraphQLOutputType, depth = 0): string {
    const named = getNamedType(type);
    if (isUnionType(named)) throw new Error('say how the walk selects from a union');
    if (!isObjectType(named) || depth > 8) return '';
    return `{ ${Object.values(named.getFields()).map((field) => `${field.name} ${selection(field.type, depth + 1)}`).join(' ')} }`;
  }
  const query = ({ name, args, type }: GraphQLField<unknown, unknown>, given: Arguments): string => {
    const used = args.filter((arg) => arg.name in given);
    const declared = used.map((arg) => `$${arg.name}: ${arg.type.toString()}`).join(', ');
    return `query ${declared ? `(${declared})` : ''} { ${name}${used.length > 0 ? `(${used.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})` : ''} ${selection(type)} }`;
  };
  const fields = () => Object.values(running.schema.getQueryType()?.getFields() ?? {});

  /** Asks every query in every way; everything that came back. */
  async function everythingShownTo(who: Who): Promise<string> {
    const texts: string[] = [];
    for (const field of fields()) {
      for (const given of questions[field.name]?.(known) ?? []) {
        const { text, errors } = await running.ask(who, query(field, given), given);
        // A question that fails shows nothing to anybody: it proves nothing.
        expect(errors.map(({ extensions }) => extensions.code).filter((code) => code !== 'FORBIDDEN_FOR_ROLE')).toEqual([]);
        texts.push(text);
      }
    }
    return texts.join('\n');
  }

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    told = await tellCase(running, offices);
    const { recorded, referrals, investigation, exhibit, permits } = told;
    const custodian = { ...(offices[steward[0]!] as Who), own: true };
    kept = [
      (await running.record(custodian, 'placeLegalHold', { file: told.case, classes: ['identity'], ground: 'SUPERVISION', basis: { kind: 'COURT_ORDER', ref: orderOfHold } })).id,
      (await running.record(custodian, 'requestErasure', { file: told.case, classes: ['care'], ground: 'AT_HER_REQUEST' })).id,
    ];
    const units = ['mmujer-azua', 'mmujer-bani', 'mmujer-casa', 'mmujer-linea', 'mmujer-ciprom', 'pgr-pett', 'dgm-sede', 'sne911-central', 'auditoria-sede'];
    directory = await tellDirectory(running, offices);
    pending = await tellPendingTransfer(running, offices);
    known = { cases: [told.case], contact: told.contact, investigation, exhibit, referrals, return: told.return, permits, units, leaves: recorded.flatMap(({ events }) => events.map(({ leafHash }) => leafHash)), directory };
    const all: [string, Who][] = [...Object.entries(offices), ['first administrator', running.administrator(0)], ...Object.entries(directory.administrators)];
    const withoutAgent = all.map(([name, { agent: _agent, ...who }]): [string, Who] => [`${name}, no agent named`, who]);
    for (const [name, who] of [...all, ...withoutAgent]) answers.set(name, await everythingShownTo(who));
  });
  afterAll(() => running.end());

  it('is asked for by every query that there is', () => {
    expect(Object.keys(questions).sort()).toEqual(fields().map(({ name }) => name).sort());
    expect(Object.keys(audience).sort()).toEqual(Object.keys(told.canaries).sort());
  });

  it.each(Object.keys(audience))('%s is shown to whom it is meant for, and to nobody else', (field) => {
    const canary = JSON.stringify(told.canaries[field]).slice(1, -1);
    // A fact's value is JSON inside JSON.
    const twice = JSON.stringify(canary).slice(1, -1);
    const readers = [...answers].filter(([, text]) => text.includes(canary) || text.includes(twice)).map(([name]) => name);
    expect(readers.sort()).toEqual([...meantFor(field)].sort());
  });

  it('is not even known to be there: outside, no answer names the case, and its id is answered as any other', async () => {
    const readers = [...answers].filter(([, text]) => text.includes(told.case)).map(([name]) => name);
    expect(readers.sort()).toEqual([...(whereabouts['case'] ?? [])].sort());
    const investigators = [...answers].filter(([, text]) => text.includes(told.investigation) || text.includes(told.exhibit)).map(([name]) => name);
    expect(investigators).toEqual(prosecutor);
    const nowhere = randomUUID();
    const outsiders = Object.entries(offices).filter(([name]) => !whereabouts['case']?.includes(name));
    for (const [name, who] of outsiders) {
      for (const [ask, id] of [['query ($id: ID!) { case(id: $id) { id } caseTimeline(case: $id) { edges { cursor } } }', told.case], ['query ($id: ID!) { referral(id: $id) { id } }', told.referrals[1] ?? ''], ['query ($id: ID!) { return(id: $id) { id } }', told.return], ['query ($id: ID!) { permit(id: $id) { id } }', told.permits[0] ?? '']] as const) {
        const plain = ({ status, text }: GraphQLAnswer): [number, string] => [status, text.replace(/"checkpoint":"[^"]*"/, '')];
        expect([name, plain(await running.ask(who, ask, { id }))]).toEqual([name, plain(await running.ask(who, ask, { id: nowhere }))]);
      }
    }
  });

  it('is not even known to have called: to whose desk it is not, and to who is kept from its case, a contact is answered as any other id', async () => {
    const nowhere = randomUUID();
    const ask = 'query ($id: ID!) { contact(id: $id) { id } contactTimeline(contact: $id) { edges { cursor } } }';
    const plain = ({ status, text }: GraphQLAnswer): [number, string] => [status, text.replace(/"checkpoint":"[^"]*"/, '')];
    for (const [name, who] of Object.entries(offices).filter(([other]) => !azua.includes(other))) {
      expect([name, plain(await running.ask(who, ask, { id: told.contact }))]).toEqual([name, plain(await running.ask(who, ask, { id: nowhere }))]);
    }
  });

  it('is held or to be erased: that is shown to stewards and auditors, and to others it is not there', () => {
    for (const said of [...kept, orderOfHold]) {
      const readers = [...answers].filter(([, text]) => text.includes(said)).map(([name]) => name);
      expect([said, readers.sort()]).toEqual([said, [...auditor, ...steward].sort()]);
    }
  });

  it('is who is asked to lead: a request that waits is shown to who asked and to who is asked; to others, who serve her too, it is not there', () => {
    const readers = (id: string, ofList = '') => [...answers].filter(([, text]) => text.split('\n').some((line) => line.startsWith(ofList) && line.includes(id))).map(([name]) => name).sort();
    const meant = [...azua, ...conani].sort();
    expect(readers(pending.transfer, '{"data":{"leadTransfers"')).toEqual(meant);
    expect(readers(pending.transfer)).toEqual(meant);
    expect(readers(pending.case)).toEqual([...meant, ...bani, ...pett].sort());
  });

  it('is what others agreed on: an agreement is shown to agents of its parties and to auditors, and to others it is not there', () => {
    const readers = [...answers].filter(([, text]) => text.includes(directory.title) || text.includes(directory.agreement)).map(([name]) => name);
    const meant = Object.keys({ ...offices, ...directory.administrators }).filter((name) => /^(mmujer|dgm|auditoria-sede auditor)/.test(name));
    expect(readers.sort()).toEqual(meant.sort());
  });

  it('is at which number an office is reached day and night: everybody reads it in the directory, and who opened an emergency access in her case', () => {
    for (const [name, text] of answers) {
      const told = text.split('\n').filter((line) => line.includes(dutyLine)).map((line) => /^\{"data":\{"(\w+)"/.exec(line)?.[1]);
      expect([name, [...new Set(told)].sort()]).toEqual([name, conani.includes(name) ? ['case', 'unit', 'units'] : ['unit', 'units']]);
    }
  });

  it('is what waits for whom: of it all a coordinator sees counts, by institution, and nobody else sees these', async () => {
    const { data } = await running.ask(offices['mmujer-ciprom coordinator'] as Who, '{ overview { referrals { institution service clock state referrals } } }');
    expect((data?.['overview'] as { referrals: object[] }).referrals).toContainEqual({ institution: 'mmujer', service: 'SHELTER', clock: 'SERVICE', state: 'RUNNING', referrals: 1 });
    const counted = JSON.stringify(data);
    for (const hidden of [told.case, ...told.referrals, 'mmujer-casa', 'pgr-pett']) expect([hidden, counted.includes(hidden)]).toEqual([hidden, false]);
    const readers = [...answers].filter(([, text]) => text.includes('daysOverdue')).map(([name]) => name);
    expect(readers).toEqual(['mmujer-ciprom coordinator']);
  });

  it('is the shelter she is in: in what others read of her case it has no name, and neither has who works there', () => {
    const staff = offices['mmujer-casa shelter_manager']?.agent ?? '';
    for (const [name, text] of answers) {
      if (casa.includes(name)) continue;
      expect([name, text.includes(staff)]).toEqual([name, false]);
      const ofCase = text.split('\n').filter((line) => line.includes(told.case)).join('\n');
      expect([name, ofCase.includes('mmujer-casa')]).toEqual([name, false]);
    }
  });

  it('would be seen by this walk: lists are walked to their nodes, and nodes to their leaves', () => {
    const walked = fields().flatMap((field) => [selection(field.type)]).join(' ');
    for (const name of ['opened', 'fields', 'description', 'safeContacts', 'endCursor', 'dueAt']) expect(walked).toContain(name);
    for (const field of fields()) {
      const named = isNonNullType(field.type) ? field.type.ofType : field.type;
      expect([field.name, isListType(named)]).toEqual([field.name, false]); // lists are connections, which the walk pages
    }
  });
});
