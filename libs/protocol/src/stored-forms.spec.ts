import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonicalJson } from '@amparo/evidence';
import { currentSchema, upcast, type DomainEvent, type Recorded, type Upcast, type Upcasts } from '@amparo/event-sourcing';
import { recorded } from '@amparo/event-sourcing/testing';
import { caseSlice } from './case/case';
import type { EventDefinition } from './event-definition';
import { protocolEvents, protocolUpcasts } from './events';
import { exclusionSlice } from './exclusion/exclusion';
import { institutionSlice } from './institution/institution';
import { referralSlice } from './referral/referral';
import { unitSlice } from './unit/unit';
import { keySlice } from '../../vault/src/key-creation';

/** A form as it was stored once: in which stream, under which schema, with which clear fields; of sealed fields the names. `sha256` binds it to those before it. */
type Sample = Readonly<{ stream: string; type: string; schema: number; data: Readonly<Record<string, unknown>>; sealed?: readonly string[]; sha256: string }>;

/** How each aggregate reads its own events. A subject's are written and read by the vault. */
type Reader = Readonly<{ decider: Readonly<{ initial: unknown; evolve: (state: never, event: never) => unknown }>; forms: Readonly<{ upcasts: Upcasts }> }>;
const readers: Readonly<Record<string, Reader>> = {
  institution: institutionSlice,
  unit: unitSlice,
  subject: keySlice,
  case: caseSlice,
  referral: referralSlice,
  exclusion: exclusionSlice,
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
/** A case of which nothing was said yet. */
const blank = {
  ageBand: 'UNKNOWN',
  languages: [],
  contacts: {},
  consents: {},
  entries: {},
  identification: { status: 'NONE', hands: [], reconsiderations: {} },
  guardianship: { guardians: {}, representatives: [], subjects: {} },
  dependants: {},
  riskFlags: {},
  accesses: {},
  transfers: {},
};
const entriesOf = (stream: string, entries: Readonly<Record<number, string>>) => Object.fromEntries(Object.entries(entries).map(([seq, type]) => [`${stream}/${seq}`, type]));
const referral = { from: 'mmujer-azua', to: 'pgr-pett', service: 'LEGAL_AID', priority: 'NORMAL', consents: ['consent-to-pett'], asked: false, supplied: false };
const byLetter = { ...referral, to: 'mt-inspeccion', service: 'LABOUR_INSPECTION' };

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
        accreditations: [],
        accredited: authority(10),
        suspended: false,
        authority: authority(14),
      },
    },
  },
  'unit-mmujer-azua': {
    opened: { institution: 'mmujer', operator: 'mmujer', compartment: 'mmujer', kind: 'OFFICE', residential: false },
    closed: true,
    services: { LEGAL_AID: 'hat,spa' },
    criteria: '',
    places: 0,
    holds: {},
    codes: {},
  },
  'unit-casa-malala': {
    opened: { institution: 'pgr', operator: 'mmujer', compartment: 'casa-malala', kind: 'SHELTER', residential: true },
    closed: false,
    services: { SHELTER: 'eng,hat,spa' },
    criteria: '[["FEMALE"],18,65,true]',
    places: 12,
    holds: { 'hold-in-force': { until: '2026-01-05T21:30:00.000Z' } },
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
  'case-her-case': {
    ...blank,
    opened: { subject: 'survivor', lead: 'mmujer-trata', kind: 'DEPENDANT', careOf: 'case-of-her-mother' },
    closed: 'REINTEGRATED',
    ageBand: '18-20',
    ageBy: 'DESCRIPTION',
    languages: ['hat', 'spa'],
    contacts: { 'contact-of-an-aunt': 'REVOKED', 'contact-of-a-friend': 'AGREED' },
    consents: {
      'consent-to-the-shelter': { receiver: 'cc-000000000000000000000001', categories: ['STATUS'], purpose: 'ASSISTANCE', until: '2026-07-05T12:00:00.000Z', ended: 'WITHDRAWN' },
      'consent-to-pett': { receiver: 'pgr-pett', categories: ['IDENTITY', 'PROTECTION', 'STATUS'], purpose: 'PROSECUTION', until: '2027-01-05T12:00:00.000Z' },
      'consent-to-dgm': { receiver: 'dgm', categories: ['MIGRATION'], purpose: 'RESIDENCE', until: '2026-02-05T12:00:00.000Z', ended: 'LAPSED' },
    },
    entries: Object.fromEntries(
      ['', '', '', 'SurvivorDescribed', 'SafeContactAgreed', 'SafeContactAgreed', '', 'ScreeningRecorded', 'ConsentGiven', 'SurvivorDescribed', 'ConsentGiven', 'ConsentGiven', 'ConsentRefused'].flatMap((type, seq) =>
        type === '' ? [] : [[`case-her-case/${seq}`, type]],
      ),
    ),
  },
  'case-identified': {
    ...blank,
    opened: { subject: 'survivor', lead: 'mmujer-azua', kind: 'SURVIVOR' },
    identification: {
      status: 'IDENTIFIED',
      decided: 'case-identified/8',
      hands: ['cc-000000000000000000000012', 'cc-000000000000000000000013'],
      reconsiderations: { 'case-identified/4': { of: 'case-identified/4', answered: 'IDENTIFIED' }, 'reconsideration-asked': { of: 'case-identified/4', answered: 'IDENTIFIED' } },
      recovery: { until: '2026-03-04T12:00:00.000Z', ended: true },
    },
    entries: entriesOf('case-identified', { 1: 'IdentificationDecided', 3: 'RecoveryAndReflectionExtended', 4: 'IdentificationDecided', 6: 'ReconsiderationRequested', 8: 'ReconsiderationDecided' }),
  },
  'case-of-a-child': {
    ...blank,
    opened: { subject: 'child', lead: 'conani-proteccion', kind: 'SURVIVOR' },
    ageBand: '9-17',
    ageBy: 'ASSESSMENT',
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
  },
  'case-in-an-emergency': {
    ...blank,
    opened: { subject: 'survivor', lead: 'conani-proteccion', kind: 'SURVIVOR' },
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
  },
  'referral-served': { ...referral, to: 'cc-000000000000000000000001', service: 'SHELTER', priority: 'URGENT', consents: ['consent-to-the-shelter'], status: 'CONFIRMED', asked: true, supplied: true },
  'referral-declined': { ...referral, status: 'DECLINED', because: 'NOT_OUR_MANDATE', nextStep: 'NEW_REFERRAL' },
  'referral-answered-by-letter': { ...byLetter, consents: [], status: 'DISCONTINUED', because: 'UNIT_CANNOT_GO_ON' },
  'referral-declined-by-letter': { ...byLetter, status: 'DECLINED', because: 'OUT_OF_TERRITORY' },
  'referral-withdrawn': { ...referral, priority: 'EMERGENCY', status: 'WITHDRAWN', because: 'SENT_TO_WRONG_UNIT' },
  'referral-closed-for-consent': { ...referral, status: 'CONSENT_WITHDRAWN', because: 'consent-to-pett' },
  'referral-not-wanted': { ...referral, status: 'SURVIVOR_DECLINED' },
  'referral-lapsed': { ...referral, status: 'LAPSED', because: 'NO_ANSWER' },
  'referral-entered-in-error': { ...referral, status: 'ENTERED_IN_ERROR', because: 'DUPLICATE' },
  'exclusion-confirmed': { status: 'CONFIRMED', party: { kind: 'UNIT', id: 'mmujer-azua' }, cases: ['case-of-her-mother', 'her-case'], placedBy, confirmedBy: placedBy },
  'exclusion-lifted': { status: 'LIFTED', party: { kind: 'AGENT', id: 'ag-0000000000000002' }, cases: ['her-case'], placedBy },
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
