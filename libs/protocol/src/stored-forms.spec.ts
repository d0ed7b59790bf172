import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonicalJson } from '@amparo/evidence';
import { currentSchema, upcast, type DomainEvent, type Recorded, type Upcast, type Upcasts } from '@amparo/event-sourcing';
import { recorded } from '@amparo/event-sourcing/testing';
import { agreementSlice } from './agreement/agreement';
import { bodySlice } from './body/body';
import { noCare } from './case/care';
import { caseSlice } from './case/case';
import { courseSlice } from './course/course';
import { contactSlice } from './contact/contact';
import type { EventDefinition } from './event-definition';
import { protocolEvents, protocolUpcasts } from './events';
import { exclusionSlice } from './exclusion/exclusion';
import { exhibitSlice } from './exhibit/exhibit';
import { institutionSlice } from './institution/institution';
import { planSlice } from './plan/plan';
import { investigationSlice } from './investigation/investigation';
import { referralSlice } from './referral/referral';
import { staySlice } from './stay/stay';
import { permitSlice } from './permit/permit';
import { returnSlice } from './return/return';
import { unitSlice } from './unit/unit';
import { keySlice } from '../../vault/src/key-creation';

/** A form as it was stored once: in which stream, under which schema, with which clear fields; of sealed fields the names. `sha256` binds it to those before it. */
type Sample = Readonly<{ stream: string; type: string; schema: number; data: Readonly<Record<string, unknown>>; sealed?: readonly string[]; sha256: string }>;

/** How each aggregate reads its own events; what is done for her in a case, and for her protection, is kept in files of their own. A subject's are written and read by the vault. */
type Reader = Readonly<{ decider: Readonly<{ initial: unknown; evolve: (state: never, event: never) => unknown }>; forms: Readonly<{ upcasts: Upcasts }> }>;
const readers: Readonly<Record<string, Reader>> = {
  institution: institutionSlice,
  unit: unitSlice,
  subject: keySlice,
  contact: contactSlice,
  case: caseSlice,
  care: caseSlice,
  protection: caseSlice,
  referral: referralSlice,
  stay: staySlice,
  return: returnSlice,
  permit: permitSlice,
  exclusion: exclusionSlice,
  course: courseSlice,
  body: bodySlice,
  plan: planSlice,
  agreement: agreementSlice,
  investigation: investigationSlice,
  exhibit: exhibitSlice,
};

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.stored.json'));
const kept = files.map((file) => [file, JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as Sample[]] as const);
const stored = kept.flatMap(([, samples]) => samples);
const current = ({ type, schema, data }: Sample) => upcast(protocolUpcasts, type, schema, data);
const of = (type: string): Sample[] => stored.filter((sample) => sample.type === type);
const definitions: [string, EventDefinition][] = Object.entries(protocolEvents);
const names = (fields: Iterable<string>): string[] => [...new Set(fields)].sort();

describe('the forms in which events were ever stored', () => {
  it('are kept beside each aggregate', () =>
    expect(files.map((file) => basename(file, '.stored.json')).sort()).toEqual(names(Object.keys(readers))));

  it.each(kept)('are kept as they were in %s: a sample is added at the end, none is changed, moved or taken out', (_, samples) => {
    samples.forEach(({ sha256, ...sample }, i) => {
      const digest = createHash('sha256').update(canonicalJson([samples[i - 1]?.sha256 ?? '', sample])).digest('hex');
      expect({ ...sample, sha256 }).toEqual({ ...sample, sha256: digest });
    });
  });

  it('are of events that the protocol knows', () => expect(names(stored.map(({ type }) => type))).toEqual(names(Object.keys(protocolEvents))));

  it.each(definitions)('%s: one at least of every schema, the current one included', (type) =>
    expect(names(of(type).map(({ schema }) => String(schema)))).toEqual(names(Array.from({ length: currentSchema(protocolUpcasts, type) }, (_, i) => String(i + 1)))));

  it.each(definitions)('%s: each field is in one of them, and none that its definition lacks', (type, { clear, sealed = {} }) => {
    expect(names(of(type).flatMap((sample) => Object.keys(current(sample))))).toEqual(names(Object.keys(clear)));
    expect(names(of(type).flatMap((sample) => sample.sealed ?? []))).toEqual(names(Object.keys(sealed)));
  });

  it('are read by the table of all as by the aggregate itself', () => {
    const own = (type: string): readonly Upcast[] | undefined => Object.values(readers).find(({ forms }) => forms.upcasts[type])?.forms.upcasts[type];
    for (const [type] of definitions) expect([type, protocolUpcasts[type]]).toEqual([type, own(type)]);
  });
});

const someone = recorded({ type: '', data: {} }).actor;
const placedBy = { person: someone.agent, institution: '' };
const authority = (seq: number, stream = 'institution-pgr') => ({ event: `${stream}/${seq}`, stream, seq });
const proposedBy = { agent: someone.agent, institution: '' };
const referral = { from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: ['consent-to-pett'], asked: false, supplied: false };
const told = recorded({ type: '', data: {} }).at;
const memorandum = { parties: ['mirex', 'pgr'], purpose: 'RETURN', categories: ['IDENTITY', 'STATUS'], until: '2027-06-23T00:00:00.000Z' };
const fromMadrid = { direction: 'INBOUND', notifiedBy: 'mirex-consulado-madrid', insists: false, parties: {}, with: [] };
const applied = { to: 'dgm-extranjeria', class: 'TEMPORARY_RESIDENCE', called: false };
const byLetter = { ...referral, to: 'mt-inspeccion', service: 'LABOUR_INSPECTION' };
const run = (cause: string, told: Readonly<Record<string, string>> = {}) => ({ cause, at: '2026-01-05T12:00:00.000Z', firstAt: '2026-01-05T12:00:00.000Z', rounds: 0, told });
const clocksOf = ({ from, to, priority }: typeof referral, runs: object = {}) => ({ clocks: { known: { from, to, priority }, runs, asleep: false } });
const shelter = { ...referral, to: 'cc-000000000000000000000001', service: 'SHELTER', priority: 'URGENT' };
const noRuns = { known: {}, runs: {}, asleep: false };

/** What is decided and arranged in a case, where nothing was yet. */
const undecided = {
  identification: { status: 'NONE', hands: [], reconsiderations: {} },
  guardianship: { guardians: {}, representatives: [], subjects: {} },
  dependants: {},
  riskFlags: {},
  accesses: {},
  transfers: {},
  disclosures: {},
  merging: { merged: {}, links: [] },
};
const blank = { ...undecided, ageBand: 'UNKNOWN', sex: 'UNKNOWN', languages: [], contacts: {}, consents: {}, care: noCare };
const entriesOf = (stream: string, entries: Readonly<Record<number, string>>) => Object.fromEntries(Object.entries(entries).map(([seq, type]) => [`${stream}/${seq}`, type]));
const knownOf = (known: object) => ({ known, runs: {}, asleep: false });

/** What each stream of samples comes to. Written out: a form that loses something on the way comes to something else. */
const states: Readonly<Record<string, unknown>> = {
  'institution-mirex': {
    registered: { kind: 'FOREIGN_AFFAIRS', founding: true },
    walls: [],
    clients: { 'mirex-desk': 'mirex' },
    proposals: { 'ag-0000000000000001': { person: 'person-of-mirex', roles: ['administrator'], proposedBy } },
    agents: {
      'ag-0000000000000001': {
        agent: 'ag-0000000000000001',
        person: 'person-of-mirex',
        compartment: 'mirex',
        roles: ['administrator'],
        accreditations: [],
        suspended: false,
        authority: authority(3, 'institution-mirex'),
      },
    },
    agreements: [],
  },
  'institution-pgr': {
    registered: { kind: 'PROSECUTION', founding: false },
    walls: ['pgr-pett', 'casa-malala'],
    clients: { 'pgr-pett-desk': 'pgr-pett' },
    proposals: {
      'ag-0000000000000002': { person: 'person-of-pett', roles: ['identification_authority', 'prosecutor'], unit: 'pgr-pett', proposedBy },
      'ag-0000000000000003': { person: 'person-of-casa-malala', roles: ['caseworker'], unit: 'pgr-pett', proposedBy },
    },
    agents: {
      'ag-0000000000000002': {
        agent: 'ag-0000000000000002',
        person: 'person-of-pett',
        unit: 'pgr-pett',
        compartment: 'pgr-pett',
        roles: ['identification_authority', 'prosecutor'],
        accreditations: ['IDENTIFICATION'],
        accredited: authority(6),
        suspended: true,
        authority: authority(5),
      },
      'ag-0000000000000003': {
        agent: 'ag-0000000000000003',
        person: 'person-of-casa-malala',
        unit: 'casa-malala',
        compartment: 'casa-malala',
        roles: ['caseworker'],
        accreditations: ['IDENTIFICATION'],
        certificate: 'certificate-of-casa-malala',
        accredited: authority(15),
        suspended: false,
        authority: authority(14),
      },
    },
    agreements: ['agreement-in-force'],
  },
  'unit-mmujer-azua': {
    opened: { institution: 'mmujer', operator: 'mmujer', compartment: 'mmujer', kind: 'OFFICE', residential: false },
    closed: true,
    services: { LEGAL_AID: 'hat,spa' },
    places: 0,
    holds: {},
    taken: {},
    codes: {},
  },
  'unit-mmujer-bani': {
    opened: { institution: 'mmujer', operator: 'mmujer', compartment: 'mmujer', kind: 'OFFICE', residential: false },
    closed: false,
    services: { LEGAL_AID: 'spa; hours 0 08:00 16:00,5 20:00 24:00; for SIGN_LANGUAGE,STEP_FREE' },
    places: 0,
    holds: {},
    codes: {},
    taken: {},
  },
  'unit-casa-malala': {
    opened: { institution: 'pgr', operator: 'mmujer', compartment: 'casa-malala', kind: 'SHELTER', residential: true },
    closed: false,
    services: { SHELTER: 'eng,hat,spa' },
    criteria: { sexes: ['FEMALE'], ageFrom: 18, ageTo: 65, dependants: true },
    places: 12,
    holds: {},
    taken: { 'hold-beyond': { until: '2026-01-05T22:00:00.000Z', over: true, claim: 'claim-of-an-emergency' } },
    codes: {
      'cc-000000000000000000000001': { stands: 'UNIT', of: 'casa-malala' },
      'cc-000000000000000000000002': { stands: 'AGENT', of: 'ag-0000000000000003' },
      'cc-000000000000000000000003': { stands: 'CLIENT', of: 'pgr-casa-malala-desk' },
    },
  },
  'subject-survivor': [
    { kid: 'key-identity', class: 'identity', kc: '5q7SZDxT6QhoYZUahR3o9FQ1cKu_QQZeS7il953bmm8' },
    { kid: 'key-care', class: 'care', kc: '7gnqK09rsTvyTNzIPhpBaSE61oA7jw4IgEMVpIhH_7M' },
    { kid: 'key-investigation', class: 'investigation', kc: 'W7Pzo-lRx3YkeDfiIltXWh6Mz5ivU33H7oXqaLHKuQ4' },
  ],
  'contact-passed-on': {
    status: 'CLOSED',
    because: 'CASE_OPENED',
    subject: 'caller',
    desk: { holder: 'mmujer-azua', held: ['mmujer-linea', 'mmujer-azua'] },
    danger: 'LOW',
    cases: ['her-case'],
  },
  'contact-redirected': { status: 'REDIRECTED', because: 'LABOUR NOT_OUR_MANDATE', subject: 'nobody-known', desk: { holder: 'mmujer-azua', held: ['mmujer-azua'] }, cases: [] },
  'contact-in-error': { status: 'ENTERED_IN_ERROR', because: 'TEST', subject: 'nobody-known', desk: { holder: 'mmujer-azua', held: ['mmujer-azua'], offeredTo: 'mmujer-linea' }, cases: [] },
  'case-her-case': {
    opened: { subject: 'survivor', lead: 'mmujer-trata', matter: 'TRAFFICKING', kind: 'DEPENDANT', careOf: 'case-of-her-mother' },
    closed: 'REINTEGRATED',
    ageBand: '18-20',
    ageBy: 'DESCRIPTION',
    sex: 'FEMALE',
    languages: ['hat', 'spa'],
    contacts: { 'contact-of-an-aunt': 'REVOKED', 'contact-of-a-friend': 'AGREED' },
    consents: {
      'consent-to-the-shelter': { receiver: 'cc-000000000000000000000001', categories: ['STATUS'], purpose: 'ASSISTANCE', until: '2026-07-05T12:00:00.000Z', ended: 'WITHDRAWN' },
      'consent-to-pett': { receiver: 'pgr-pett', categories: ['IDENTITY', 'PROTECTION', 'STATUS'], purpose: 'PROSECUTION', until: '2027-01-05T12:00:00.000Z' },
      'consent-to-dgm': { receiver: 'dgm', categories: ['MIGRATION'], purpose: 'RESIDENCE', until: '2026-02-05T12:00:00.000Z', ended: 'LAPSED' },
    },
    care: noCare,
    ...undecided,
    entries: Object.fromEntries(
      ['', '', '', 'SurvivorDescribed', 'SafeContactAgreed', 'SafeContactAgreed', '', 'ScreeningRecorded', 'ConsentGiven', 'SurvivorDescribed', 'ConsentGiven', 'ConsentGiven', 'ConsentRefused'].flatMap((type, seq) =>
        type === '' ? [] : [[`case-her-case/${seq}`, type]],
      ),
    ),
    clocks: {
      known: { lead: 'mmujer-trata' },
      runs: { PRESUMPTION: run('case-her-case/7'), 'CONSENT_END consent-to-pett': run('case-her-case/10', { until: '2027-01-05T12:00:00.000Z' }) },
      asleep: true,
    },
  },
  'case-nobody-decided-on': {
    opened: { subject: 'survivor', lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR' },
    sex: 'UNKNOWN',
    ageBand: 'UNKNOWN',
    languages: [],
    contacts: {},
    consents: {},
    care: noCare,
    ...undecided,
    entries: { 'case-nobody-decided-on/1': 'ScreeningRecorded' },
    clocks: {
      known: { lead: 'mmujer-azua' },
      runs: { PRESUMPTION: { ...run('case-nobody-decided-on/1'), level: 'SUPERVISOR', movedAt: '2026-01-05T12:00:00.000Z' } },
      asleep: false,
    },
  },
  'case-merged': {
    ...blank,
    opened: { subject: 'survivor', lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR' },
    merging: { merged: {}, links: ['case-of-her-cousin'], parted: { from: 'case-gone-on', entries: ['case-gone-on/3'] } },
    entries: entriesOf('case-merged', { 1: 'CaseLinked', 2: 'CaseMergedInto', 3: 'CasesUnmerged' }),
    clocks: knownOf({ lead: 'mmujer-azua' }),
  },
  'case-gone-on': {
    ...blank,
    opened: { subject: 'another', lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR' },
    consents: { 'consent-of-the-other': { receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'PROSECUTION', until: '2026-07-05T12:00:00.000Z', ended: 'WITHDRAWN' } },
    disclosures: { 'disclosure-in-error': { ended: true }, 'disclosure-ordered': { until: '2026-02-05T12:00:00.000Z', ended: true } },
    merging: { merged: { 'case-that-stays': 1 }, links: [] },
    entries: entriesOf('case-gone-on', { 3: 'ConsentGiven', 4: 'DisclosureMade', 5: 'DisclosureMade', 6: 'DisclosureInErrorRecorded', 8: 'CasesUnmerged', 10: 'DisclosureInErrorRecorded' }),
    clocks: knownOf({ lead: 'mmujer-azua' }),
  },
  'case-identified': {
    ...blank,
    opened: { subject: 'survivor', lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR' },
    identification: {
      status: 'IDENTIFIED',
      decided: 'case-identified/8',
      hands: ['cc-000000000000000000000012', 'cc-000000000000000000000013'],
      reconsiderations: { 'case-identified/4': { of: 'case-identified/4', answered: 'IDENTIFIED' }, 'reconsideration-asked': { of: 'case-identified/4', answered: 'IDENTIFIED' } },
      recovery: { until: '2026-03-04T12:00:00.000Z', ended: true },
    },
    entries: entriesOf('case-identified', { 1: 'IdentificationDecided', 3: 'RecoveryAndReflectionExtended', 4: 'IdentificationDecided', 6: 'ReconsiderationRequested', 8: 'ReconsiderationDecided' }),
    clocks: knownOf({ lead: 'mmujer-azua', decision: 'NOT_IDENTIFIED' }),
  },
  'case-of-a-child': {
    ...blank,
    opened: { subject: 'child', lead: 'conani-proteccion', matter: 'TRAFFICKING', kind: 'SURVIVOR' },
    ageBand: '9-17',
    ageBy: 'ASSESSMENT',
    sex: 'FEMALE',
    consents: {
      'consent-by-an-aunt': { receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'PROSECUTION', until: '2026-07-05T12:00:00.000Z', guardian: 'subject-of-an-aunt', ended: 'WITHDRAWN' },
    },
    guardianship: {
      guardian: 'subject-of-a-guardian',
      guardians: { 'subject-of-an-aunt': 'CONFLICTED', 'subject-of-a-guardian': 'APPOINTED' },
      representatives: ['subject-of-a-lawyer'],
      subjects: { 'case-of-a-child/3': 'subject-of-an-aunt', 'case-of-a-child/7': 'subject-of-a-guardian', 'case-of-a-child/8': 'subject-of-a-lawyer' },
    },
    dependants: { 'case-of-her-brother': '0-8' },
    riskFlags: { 'flag-of-a-threat': 'MITIGATED', 'flag-in-force': 'RAISED' },
    entries: entriesOf('case-of-a-child', {
      1: 'SurvivorDescribed',
      2: 'RightsExplained',
      3: 'GuardianAppointed',
      4: 'ConsentGiven',
      5: 'GuardianConflicted',
      7: 'GuardianAppointed',
      8: 'LegalRepresentativeAppointed',
      9: 'AgeAssessed',
      10: 'BestInterestsDetermined',
      11: 'DependantLinked',
      12: 'RiskAssessed',
      13: 'RiskFlagRaised',
      14: 'RiskFlagRaised',
      15: 'RiskFlagCleared',
      16: 'AliasRecorded',
    }),
    clocks: knownOf({ lead: 'conani-proteccion' }),
  },
  'case-in-an-emergency': {
    ...blank,
    opened: { subject: 'survivor', lead: 'conani-proteccion', matter: 'TRAFFICKING', kind: 'SURVIVOR' },
    accesses: {
      'access-of-911': { compartment: 'sistema911', until: '2026-01-05T14:00:00.000Z', hand: 'cc-000000000000000000000021', ended: true, finding: 'JUSTIFIED' },
      'access-of-a-clinic': { compartment: 'mispas', until: '2026-01-05T14:00:00.000Z', hand: 'cc-000000000000000000000022', ended: false },
    },
    transfers: {
      'transfer-declined': { from: 'mmujer-azua', to: 'mmujer-trata', consents: ['consent-to-trata'], hand: 'cc-000000000000000000000023', status: 'DECLINED', reason: 'NO_CAPACITY' },
      'transfer-superseded': { from: 'mmujer-azua', to: 'conani-proteccion', consents: [], hand: 'cc-000000000000000000000023', status: 'SUPERSEDED' },
      'transfer-accepted': { from: 'mmujer-azua', to: 'conani-proteccion', consents: [], hand: 'cc-000000000000000000000024', status: 'ACCEPTED' },
    },
    entries: entriesOf('case-in-an-emergency', {
      1: 'EmergencyAccessOpened',
      3: 'EmergencyAccessReviewed',
      4: 'EmergencyAccessOpened',
      5: 'LeadTransferRequested',
      6: 'LeadTransferDeclined',
      7: 'LeadTransferRequested',
      8: 'LeadTransferRequested',
    }),
    clocks: knownOf({ lead: 'conani-proteccion' }),
  },
  'referral-served': { ...shelter, ...clocksOf(shelter), consents: ['consent-to-the-shelter'], status: 'CONFIRMED', asked: true, supplied: true, places: ['hold-in-force'] },
  'referral-declined': { ...referral, ...clocksOf(referral), status: 'DECLINED', because: 'NOT_OUR_MANDATE', nextStep: 'NEW_REFERRAL' },
  'referral-answered-by-letter': { ...byLetter, ...clocksOf(byLetter, { NEXT_STEP: run('referral-answered-by-letter/4') }), consents: [], status: 'DISCONTINUED', because: 'UNIT_CANNOT_GO_ON' },
  'referral-declined-by-letter': { ...byLetter, ...clocksOf(byLetter, { NEXT_STEP: run('referral-declined-by-letter/1') }), status: 'DECLINED', because: 'OUT_OF_TERRITORY' },
  'referral-withdrawn': { ...referral, ...clocksOf({ ...referral, priority: 'EMERGENCY' }), priority: 'EMERGENCY', status: 'WITHDRAWN', because: 'SENT_TO_WRONG_UNIT' },
  'referral-closed-for-consent': { ...referral, ...clocksOf(referral), status: 'CONSENT_WITHDRAWN', because: 'consent-to-pett' },
  'referral-not-wanted': { ...referral, ...clocksOf(referral), status: 'SURVIVOR_DECLINED' },
  'referral-lapsed': { ...referral, ...clocksOf(referral, { NEXT_STEP: run('referral-lapsed/2') }), status: 'LAPSED', because: 'NO_ANSWER' },
  'referral-entered-in-error': { ...referral, ...clocksOf(referral), status: 'ENTERED_IN_ERROR', because: 'DUPLICATE' },
  'exclusion-confirmed': { status: 'CONFIRMED', party: { kind: 'UNIT', id: 'mmujer-azua' }, cases: ['case-of-her-mother', 'her-case'], placedBy, confirmedBy: placedBy, clocks: noRuns },
  'exclusion-lifted': { status: 'LIFTED', party: { kind: 'AGENT', id: 'ag-0000000000000002' }, cases: ['her-case'], placedBy, clocks: noRuns },
  'exclusion-unconfirmed': {
    status: 'PLACED',
    party: { kind: 'UNIT', id: 'mmujer-azua' },
    cases: ['her-case'],
    placedBy,
    clocks: { ...noRuns, runs: { CONFIRMATION: { ...run('exclusion-unconfirmed/0'), level: 'AUDIT', movedAt: '2026-01-05T12:00:00.000Z' } } },
  },
  'referral-with-her-children': { ...shelter, ...clocksOf({ ...shelter, priority: 'EMERGENCY' }, { SERVICE: run('referral-with-her-children/1') }), priority: 'EMERGENCY', consents: ['consent-to-the-shelter'], status: 'ACCEPTED', because: 'hold-of-hers hold-of-her-daughter hold-of-her-son', places: ['hold-of-hers', 'hold-of-her-daughter', 'hold-of-her-son'] },
  'case-of-her-sister': {
    ...undecided,
    ageBy: 'DESCRIPTION',
    opened: { subject: 'her-sister', lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR' },
    sex: 'FEMALE',
    ageBand: '24-26',
    languages: [],
    contacts: {},
    consents: {},
    care: {
      plan: {
        agreed: true,
        items: {
          'item-shelter': { unit: 'cc-000000000000000000000001', outcome: 'ACHIEVED' },
          'item-legal-aid': { unit: 'pgr-pett' },
          'item-documents': { unit: 'mirex-consulado', outcome: 'NOT_POSSIBLE' },
        },
      },
      safety: { interviewed: ['STATEMENT'], requests: { 'request-of-azua': { hand: 'cc-000000000000000000000004', decision: 'GRANTED' } }, died: 'case-of-her-sister/24' },
      reintegration: {
        startsOn: '2026-01-05',
        followed: { 1: 'NEEDS_SUPPORT' },
        lost: true,
        grievances: {
          'grievance-of-a-delay': { against: 'pgr-pett' },
          'grievance-of-a-pressure': { against: 'pgr-pett', concerns: 'cc-000000000000000000000005', outcome: 'UPHELD' },
        },
      },
    },
    clocks: { known: { lead: 'mmujer-azua' }, runs: {}, asleep: false },
    entries: Object.fromEntries(
      stored
        .filter(({ stream }) => stream === 'case-of-her-sister')
        .flatMap(({ type }, seq) => (['CaseOpened', 'ContactRegained'].includes(type) ? [] : [[`case-of-her-sister/${seq}`, type]])),
    ),
  },
  'stay-left-freely': {
    status: 'LEFT',
    unit: 'cc-000000000000000000000001',
    place: 'hold-of-hers',
    dependants: { 'case-of-her-son': 'hold-of-her-son' },
    gone: { 'case-of-her-daughter': 'FAMILY' },
    cameWith: [{ dependant: 'case-of-her-daughter', place: 'hold-of-her-daughter' }],
    reviewDue: '2026-03-05T12:00:00.000Z',
    reviewRaised: false,
  },
  'stay-discharged': {
    status: 'DISCHARGED',
    because: 'HOME_OF_HER_OWN',
    unit: 'cc-000000000000000000000001',
    place: 'hold-of-another',
    dependants: {},
    gone: {},
    cameWith: [],
    reviewDue: '2026-02-04T12:00:00.000Z',
    reviewRaised: true,
  },
  'course-of-2025': {
    scheduled: { providers: ['mmujer', 'pgr'], until: '2025-12-01' },
    certificates: {
      'certificate-of-casa-malala': { person: 'person-of-casa-malala', date: '2025-12-01', institution: 'pgr' },
      'certificate-of-a-volunteer': { person: 'person-of-no-institution', date: '2025-12-02', revoked: 'AWARDED_IN_ERROR' },
    },
  },
  'body-ciprom': {
    constituted: { name: 'Comité Interinstitucional de Protección a la Mujer Migrante', institution: 'mmujer', secretariat: 'mmujer-ciprom' },
    members: { mmujer: { member: true, since: told }, pgr: { member: true, since: told }, mirex: { member: false, since: told } },
  },
  'plan-of-2025': {
    adopted: { body: 'ciprom', fromYear: 2025, untilYear: 2027 },
    actions: {
      'action-of-pgr': { institution: 'pgr', plannedAt: told, newest: { status: 'DONE', progress: 100, at: told } },
      'action-of-mmujer': { institution: 'mmujer', plannedAt: told },
    },
  },
  'agreement-in-force': { status: 'IN_FORCE', terms: memorandum, signed: { mirex: someone.agent, pgr: someone.agent } },
  'agreement-denounced': { status: 'DENOUNCED', terms: memorandum, signed: { mirex: someone.agent } },
  'exclusion-from-an-investigation': { status: 'PLACED', party: { kind: 'INSTITUTION', id: 'dgm' }, cases: [], placedBy, clocks: { ...noRuns, runs: { CONFIRMATION: run('exclusion-from-an-investigation/0') } } },
  'investigation-of-the-bar': {
    status: 'CLOSED',
    because: 'ARCHIVED',
    file: 'file-of-the-bar',
    complainant: 'SURVIVOR',
    unit: 'pgr-pett',
    police: ['pn-trata'],
    cases: { 'her-case': ['REFERRAL referral-to-pett', 'COMPLAINT '] },
    suspects: ['owner-of-the-bar'],
    mandates: {
      'mandate-on-request': { case: 'her-case', number: 'PETT-2026-114', categories: ['PROTECTION', 'STATUS'], until: '2026-02-05T12:00:00.000Z', ended: 'LAPSED' },
      'mandate-with-reasons': { case: 'her-case', number: 'PETT-2026-115', categories: ['IDENTITY'], until: '2026-02-05T12:00:00.000Z', ended: 'REASSIGNED' },
      'mandate-of-a-court': { case: 'case-of-her-mother', number: 'COURT/2026-7', categories: ['WHEREABOUTS'], until: '2026-02-05T12:00:00.000Z', ended: 'REASSIGNED' },
    },
    reserves: {
      'disclosure-reviewed': { case: 'her-case', reviewAt: '2026-01-15T12:00:00.000Z', ended: true },
      'disclosure-kept-back': { case: 'her-case', reviewAt: '2026-06-15T12:00:00.000Z', ended: false },
    },
    interviews: { survivor: { speaker: 'SURVIVOR', times: 3 }, neighbour: { speaker: 'WITNESS', times: 1 } },
    court: {
      charges: { 'owner-of-the-bar': ['PIMPING', 'TRAFFICKING_IN_PERSONS'] },
      judgments: { 'owner-of-the-bar COURT/2026-9': 'TRIAL_COURT CONVICTED' },
      convicted: true,
      ordered: ['NO_CONTACT COURT/2026-8 her-case owner-of-the-bar', 'REPARATION COURT/2026-9 her-case '],
    },
  },
  'investigation-not-ours': {
    status: 'REDIRECTED',
    because: 'OTHER_MATTER',
    file: 'file-of-a-smuggling',
    complainant: 'ANONYMOUS',
    unit: 'pgr-pett',
    police: [],
    cases: {},
    suspects: [],
    mandates: {},
    reserves: {},
    interviews: {},
    court: { charges: {}, judgments: {}, convicted: false, ordered: [] },
  },
  'exhibit-phone': {
    status: 'KEPT',
    sha256: 'a'.repeat(64),
    custodian: { agent: 'ag-0000000000000005', institution: 'pgr' },
    broken: 'EXAMINATION',
    destruction: 'COURT/2026-10',
  },
  'exhibit-given-back': { status: 'RETURNED', sha256: 'b'.repeat(64), custodian: { agent: 'ag-0000000000000002', institution: 'pgr' }, seal: 'PETT-1' },
  'return-insisted': {
    ...fromMadrid,
    status: 'COMPLETED',
    because: 'REINTEGRATED',
    risk: 'HIGH',
    insists: true,
    parties: {
      MEETS: { party: 'inm-retornos', consents: ['consent-to-inm'] },
      RECEIVES: { party: 'cc-000000000000000000000001', consents: ['consent-to-the-shelter'] },
    },
    with: ['gcps', 'inm', 'pgr-pett'],
  },
  'return-ordered': { ...fromMadrid, direction: 'OUTBOUND', notifiedBy: 'mmujer-trata', status: 'CANCELLED', because: 'ORDER_LIFTED', risk: 'LOW', order: 'COURT_ORDER' },
  'return-asked-again': { ...fromMadrid, status: 'NOTIFIED', risk: 'HIGH' },
  'return-entered-in-error': { ...fromMadrid, notifiedBy: 'inm-retornos', status: 'ENTERED_IN_ERROR', because: 'WRONG_CASE', order: 'DEPORTATION' },
  'permit-of-hers': {
    ...applied,
    status: 'GRANTED',
    term: { from: '2017-03-01', until: '2018-02-28' },
    answered: { asks: 'UPGRADE', answer: 'TEMPORARY_RESIDENCE 2017-03-01 2018-02-28' },
  },
  'permit-refused': { ...applied, class: 'HUMANITARIAN', status: 'REFUSED', answered: { asks: 'GRANT', answer: 'DOCUMENTS_MISSING' } },
  'permit-application-withdrawn': { ...applied, status: 'WITHDRAWN', answered: { asks: 'GRANT', answer: 'AT_HER_REQUEST' } },
  'permit-closed-for-consent': { ...applied, status: 'CONSENT_WITHDRAWN' },
  'permit-revoked': {
    ...applied,
    status: 'REVOKED',
    because: 'REPLACED',
    term: { from: '2026-01-05', until: '2027-01-04' },
    answered: { asks: 'GRANT', answer: 'TEMPORARY_RESIDENCE 2026-01-05 2027-01-04' },
  },
  'permit-entered-in-error': { ...applied, class: 'BUSINESS_VISA', status: 'ENTERED_IN_ERROR', because: 'DUPLICATE' },
};

describe('what was ever stored', () => {
  const streams = [...new Set(stored.map(({ stream }) => stream))];

  it('is told stream by stream, and what each comes to is written down', () => expect(names(streams)).toEqual(names(Object.keys(states))));

  it.each(streams)('%s is read to its end', (stream) => {
    const reader = readers[stream.split('-', 1)[0] ?? ''];
    const told = stored.filter((sample) => sample.stream === stream).map((sample, seq) => recorded({ type: sample.type, data: current(sample) }, { id: `${stream}/${seq}`, stream, seq }));
    const evolve = reader?.decider.evolve as (state: unknown, event: Recorded<DomainEvent>) => unknown;
    expect(told.reduce(evolve, reader?.decider.initial)).toEqual(states[stream]);
  });
});
