import { randomUUID } from 'node:crypto';
import { getNamedType, isListType, isNonNullType, isObjectType, isUnionType, type GraphQLField, type GraphQLOutputType } from 'graphql';
import { openOffices, type Offices } from './offices';
import { Running, type GraphQLAnswer, type Who } from './running';
import { tellCase, type ToldCase } from './told';

jest.setTimeout(120_000);

type Arguments = Readonly<Record<string, unknown>>;
/** What there is to ask for: the ids that somebody could have come to know. */
type Known = Readonly<{ cases: readonly string[]; referrals: readonly string[]; units: readonly string[]; leaves: readonly string[] }>;

/** How each query is asked for everything. A query that is not here fails the walk: say how it is asked and who may learn what. */
const questions: Readonly<Record<string, (known: Known) => Arguments[]>> = {
  case: ({ cases }) => cases.flatMap((id) => [{ id }, { id, asOf: new Date().toISOString() }, { id, asOfIndex: 1_000_000 }]),
  caseTimeline: ({ cases }) => cases.map((id) => ({ case: id, first: 100 })),
  cases: () => [{ first: 100 }],
  checkpoint: () => [{ log: 'PROTOCOL' }, { log: 'ACCESS' }],
  institutions: () => [{ first: 100 }],
  receipt: ({ leaves }) => leaves.map((leafHash) => ({ leafHash })),
  referral: ({ referrals }) => referrals.map((id) => ({ id })),
  referralInbox: () => [{ first: 100 }],
  referralOutbox: () => [{ first: 100 }],
  unit: ({ units }) => units.map((code) => ({ code })),
  units: () => [{ first: 100 }],
  viewer: () => [{}],
};

const azua = ['mmujer-azua caseworker', 'mmujer-azua supervisor', 'mmujer-azua intake'];
const pett = ['pgr-pett prosecutor', 'pgr-pett supervisor'];
const casa = ['mmujer-casa shelter_manager'];
const conani = ['conani-proteccion caseworker', 'conani-proteccion supervisor'];
/** What belongs before a court, and not to who first met her. */
const counsel = azua.filter((name) => !name.endsWith('intake'));
const nobody: readonly string[] = [];

/** Who is to learn each thing that is said about her; nobody else is. */
const audience: Readonly<Record<string, readonly string[]>> = {
  'SurvivorDescribed.givenName': [...azua, ...casa],
  'SurvivorDescribed.familyName': [...azua, ...casa],
  'SurvivorDescribed.birthDate': [...azua, ...casa],
  'SurvivorDescribed.documents': [...azua, ...casa],
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
  'RightsExplained.interpreterName': [...azua, ...casa],
  'GuardianAppointed.guardianName': [...azua, ...casa],
  'GuardianAppointed.guardianReach': [...azua, ...casa],
  'GuardianConflicted.account': [...azua, ...pett, ...casa],
  'LegalRepresentativeAppointed.representativeName': counsel,
  'LegalRepresentativeAppointed.representativeReach': counsel,
  'AgeAssessed.ageReport': [...azua, ...pett, ...casa],
  'BestInterestsDetermined.determination': [...azua, ...pett, ...casa, ...conani],
  'BestInterestsDetermined.determinationReasons': [...azua, ...pett, ...casa, ...conani],
  'DependantLinked.relation': azua,
  'RiskAssessed.assessment': [...azua, ...pett, ...casa],
  'RiskFlagRaised.flagNote': [...azua, ...pett, ...casa],
  'RiskFlagCleared.flagNote': [...azua, ...pett, ...casa],
  'AliasRecorded.alias': [...azua, ...casa],
  'AliasRecorded.usedWhere': [...azua, ...casa],
  'IdentificationDecided.grounds': [...azua, ...pett, ...casa],
  'ReconsiderationRequested.grounds': [...azua, ...pett, ...casa],
  'ReconsiderationDecided.grounds': [...azua, ...pett, ...casa],
  'RecoveryAndReflectionExtended.extensionNote': [...azua, ...pett, ...casa],
  'EmergencyAccessOpened.circumstances': [...azua, ...conani],
  'EmergencyAccessReviewed.reviewNote': azua,
  'LeadTransferRequested.transferNote': azua,
  'LeadTransferDeclined.transferNote': [...azua, ...conani],
  'EntryCorrected.corrected': [...azua, ...pett, ...casa],
  'EntryCorrected.correctionNote': [...azua, ...pett, ...casa],
  'ConsentGiven.interpreterName': [...azua, ...casa],
  'ConsentGiven.witnessName': [...azua, ...casa],
  'ConsentRefused.interpreterName': azua,
  'ConsentRefused.witnessName': azua,
  'ReferralRequested.need': [...azua, ...pett],
  'InformationRequested.question': [...azua, ...pett],
  'InformationSupplied.answer': [...azua, ...pett],
  'ReferralDeclined.declineNote': [...azua, ...pett],
  'ServiceCompleted.report': [...azua, ...pett],
  'AgentAppointmentProposed.agentName': nobody,
  'ExclusionPlaced.ground': nobody,
};
/** What tells where she is, and what names the case at all. */
const whereabouts: Readonly<Record<string, readonly string[]>> = { case: [...azua, ...pett, ...casa, ...conani] };

describe('what an institution may not see', () => {
  let running: Running;
  let offices: Offices;
  let told: ToldCase;
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
      for (const given of questions[field.name]?.(known) ?? []) texts.push((await running.ask(who, query(field, given), given)).text);
    }
    return texts.join('\n');
  }

  beforeAll(async () => {
    running = await Running.founded();
    offices = await openOffices(running);
    told = await tellCase(running, offices);
    const { recorded, referrals } = told;
    const units = ['mmujer-azua', 'mmujer-bani', 'mmujer-casa', 'mmujer-linea', 'mmujer-ciprom', 'pgr-pett', 'dgm-sede', 'auditoria-sede'];
    known = { cases: [told.case], referrals, units, leaves: recorded.flatMap(({ events }) => events.map(({ leafHash }) => leafHash)) };
    const all: [string, Who][] = [...Object.entries(offices), ['first administrator', running.administrator(0)]];
    const withoutAgent = all.map(([name, { agent: _agent, ...who }]): [string, Who] => [`${name}, no agent named`, who]);
    for (const [name, who] of [...all, ...withoutAgent]) answers.set(name, await everythingShownTo(who));
  });
  afterAll(() => running.end());

  it('is asked for by every query that there is', () => {
    expect(Object.keys(questions).sort()).toEqual(fields().map(({ name }) => name).sort());
    expect(Object.keys(audience).sort()).toEqual(Object.keys(told.canaries).sort());
  });

  it.each(Object.entries(audience))('%s is shown to whom it is meant for, and to nobody else', (field, meant) => {
    const canary = JSON.stringify(told.canaries[field]).slice(1, -1);
    // A fact's value is JSON inside JSON.
    const twice = JSON.stringify(canary).slice(1, -1);
    const readers = [...answers].filter(([, text]) => text.includes(canary) || text.includes(twice)).map(([name]) => name);
    expect(readers.sort()).toEqual([...meant].sort());
  });

  it('is not even known to be there: outside, no answer names the case, and its id is answered as any other', async () => {
    const readers = [...answers].filter(([, text]) => text.includes(told.case)).map(([name]) => name);
    expect(readers.sort()).toEqual([...(whereabouts['case'] ?? [])].sort());
    const nowhere = randomUUID();
    const outsiders = Object.entries(offices).filter(([name]) => !whereabouts['case']?.includes(name));
    for (const [name, who] of outsiders) {
      for (const [ask, id] of [['query ($id: ID!) { case(id: $id) { id } caseTimeline(case: $id) { edges { cursor } } }', told.case], ['query ($id: ID!) { referral(id: $id) { id } }', told.referrals[1] ?? '']] as const) {
        const plain = ({ status, text }: GraphQLAnswer): [number, string] => [status, text.replace(/"checkpoint":"[^"]*"/, '')];
        expect([name, plain(await running.ask(who, ask, { id }))]).toEqual([name, plain(await running.ask(who, ask, { id: nowhere }))]);
      }
    }
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
