import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonicalJson } from '@amparo/evidence';
import { currentSchema, upcast, type DomainEvent, type Recorded, type Upcast, type Upcasts } from '@amparo/event-sourcing';
import { recorded } from '@amparo/event-sourcing/testing';
import { agreementSlice } from './agreement/agreement';
import { bodySlice } from './body/body';
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
import { erasureSlice } from './subject/erasure';
import { matchingSlice } from './subject/matching';
import { storedStates } from './stored-states';
import { unitSlice } from './unit/unit';
import { keySlice } from '../../vault/src/key-creation';

/** A form as it was stored once: in which stream, under which schema, with which clear fields; of sealed fields the names. `sha256` binds it to those before it. */
type Sample = Readonly<{ stream: string; type: string; schema: number; data: Readonly<Record<string, unknown>>; sealed?: readonly string[]; sha256: string }>;

/** How each aggregate reads its own events; what is done for her in a case, and for her protection, is kept in files of their own. A subject's keys are created by the vault; its matches, and holds and erasures, are decided beside them. */
type Reader = Readonly<{ decider: Readonly<{ initial: unknown; evolve: (state: never, event: never) => unknown }>; forms: Readonly<{ upcasts: Upcasts }> }>;
const readers: Readonly<Record<string, Reader>> = {
  institution: institutionSlice,
  unit: unitSlice,
  subject: keySlice,
  matching: matchingSlice,
  erasure: erasureSlice,
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

describe('what was ever stored', () => {
  const streams = [...new Set(stored.map(({ stream }) => stream))];

  it('is told stream by stream, and what each comes to is written down', () => expect(names(streams)).toEqual(names(Object.keys(storedStates))));

  it.each(streams)('%s is read to its end', (stream) => {
    const reader = readers[stream.split('-', 1)[0] ?? ''];
    const told = stored.filter((sample) => sample.stream === stream).map((sample, seq) => recorded({ type: sample.type, data: current(sample) }, { id: `${stream}/${seq}`, stream, seq }));
    const evolve = reader?.decider.evolve as (state: unknown, event: Recorded<DomainEvent>) => unknown;
    expect(told.reduce(evolve, reader?.decider.initial)).toEqual(storedStates[stream]);
  });
});
