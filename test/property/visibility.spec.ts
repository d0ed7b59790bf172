import fc from 'fast-check';
import type { DomainEvent, Recorded } from '@amparo/event-sourcing';
import { dataCategories, type DataCategory, type ProtocolEvent } from '@amparo/protocol';
import { emptyCase, observeCase, observeExclusion, type CaseMemory } from '../../libs/institution-views/src/visibility/case-memory';
import { emptyDirectory, observeDirectory, type DirectoryMemory } from '../../libs/institution-views/src/visibility/directory-memory';
import { seen, supersedes, type Placed } from '../../libs/institution-views/src/visibility/visibility';

const at = '2026-01-05T12:00:00.000Z';
type Any = { id?: string; type: string; stream: string; data: object; unit?: string; basis?: string };
let serial = 0;
const recorded = ({ id, type, stream, data, unit, basis = 'CONSENT' }: Any): Recorded<ProtocolEvent> =>
  ({
    id: id ?? `e${++serial}`,
    stream,
    seq: 0,
    type,
    data,
    at,
    recordedAt: at,
    actor: { client: 'amparo', assurance: 'AUTHENTICATED', ...(unit && { unit }) },
    envelope: { basis: { kind: basis } },
  }) as unknown as Recorded<ProtocolEvent & DomainEvent>;

const units: Record<string, string> = { 'mmujer-azua': 'mmujer', 'mmujer-trata': 'mmujer', 'pgr-pett': 'pgr-pett', 'casa-malala': 'casa-malala', 'conani-proteccion': 'conani', 'dgm-extranjeria': 'dgm' };
const compartments = [...new Set(Object.values(units))];
const unitCodes = Object.keys(units);

function directory(): DirectoryMemory {
  const memory = emptyDirectory();
  for (const code of ['mmujer', 'pgr', 'conani', 'dgm']) observeDirectory(memory, recorded({ type: 'InstitutionRegistered', stream: `institution-${code}`, data: { code, name: code, kind: code === 'dgm' ? 'MIGRATION_CONTROL' : 'WOMEN' } }));
  for (const [unit, compartment] of Object.entries(units)) {
    const institution = unit === 'casa-malala' ? 'pgr' : (unit.split('-')[0] ?? '');
    observeDirectory(memory, recorded({ type: 'UnitOpened', stream: `unit-${unit}`, data: { unit, name: unit, institution, operator: institution, compartment, kind: 'OFFICE', residential: unit === 'casa-malala' } }));
  }
  return memory;
}

const unit = fc.constantFrom(...unitCodes);
const category = fc.constantFrom(...dataCategories);
const consents = ['c0', 'c1', 'c2'];
const referrals = ['r0', 'r1', 'r2'];
const grievances = ['g0', 'g1'];
const caseEvent = (type: string, data: fc.Arbitrary<object>) => fc.record({ type: fc.constant(type), stream: fc.constant('case-k'), data, unit });
const referralEvent = (type: string, data: object = {}) =>
  fc.record({ type: fc.constant(type), stream: fc.constantFrom(...referrals).map((r) => `referral-${r}`), data: fc.constant(data), unit });

const history = fc.array(
  fc.oneof(
    caseEvent('SurvivorDescribed', fc.constant({ ageBand: '24-26', sex: 'FEMALE' })),
    caseEvent('ScreeningRecorded', fc.constant({ screening: 's' })),
    caseEvent('SafeContactAgreed', fc.constant({ contact: 'k' })),
    caseEvent('EntryCorrected', fc.record({ corrects: fc.constant('e'), category, reason: fc.constant('MISHEARD') })),
    caseEvent('CaseAssigned', fc.constant({ agent: 'ag-1', unit: 'mmujer-azua' })),
    caseEvent('LeadReassigned', fc.record({ lead: unit })),
    caseEvent(
      'ConsentGiven',
      fc.record({
        consent: fc.constantFrom(...consents),
        receiver: unit,
        categories: fc.uniqueArray(category, { minLength: 1, maxLength: 4 }),
        history: fc.constantFrom('CURRENT', 'SINCE', 'ALL'),
        until: fc.constant('2027-01-01T00:00:00.000Z'),
      }),
    ),
    caseEvent('ServiceRefusedBySurvivor', fc.constant({ service: 'SHELTER' })).map((event) => ({ ...event, id: 'of refusal' })),
    ...grievances.flatMap((grievance) => [
      caseEvent('GrievanceRaised', fc.record({ grievance: fc.constant(grievance), against: unit })).map((event) => ({ ...event, id: `of ${grievance}` })),
      caseEvent('GrievanceAnswered', fc.constant({ grievance })).map((event) => ({ ...event, id: `answer to ${grievance}` })),
    ]),
    caseEvent('EntryCorrected', fc.record({ corrects: fc.constantFrom('of refusal', ...grievances.flatMap((g) => [`of ${g}`, `answer to ${g}`])), category: fc.constant('PSYCHOSOCIAL'), reason: fc.constant('MISHEARD') })),
    caseEvent('ConsentWithdrawn', fc.record({ consent: fc.constantFrom(...consents) })),
    fc.record({
      type: fc.constant('ReferralRequested'),
      stream: fc.constantFrom(...referrals).map((r) => `referral-${r}`),
      unit,
      data: fc.record({ from: unit, to: unit, service: fc.constantFrom('LEGAL_AID', 'DOCUMENT_ISSUANCE', 'SHELTER'), consents: fc.uniqueArray(fc.constantFrom(...consents), { maxLength: 2 }) }),
    }),
    ...['ReferralAccepted', 'ReferralDeclined', 'ServiceStarted', 'ServiceCompleted', 'OutcomeDisputed', 'ReferralWithdrawn', 'ReferralClosedForConsent'].map((type) => referralEvent(type)),
    fc.constantFrom('stay-r0', 'stay-r1').chain((stream) => fc.constantFrom('SurvivorAdmitted', 'SurvivorLeftFreely').map((type) => ({ type, stream, data: type === 'SurvivorAdmitted' ? { unit: 'casa-malala' } : {}, unit: 'casa-malala' }))),
    fc.record({ type: fc.constant('Exclusion'), stream: fc.constantFrom('x0', 'x1'), unit, data: fc.record({ place: fc.boolean(), institution: fc.constantFrom('mmujer', 'pgr', 'conani', 'dgm') }) }),
  ),
  { minLength: 1, maxLength: 25 },
);

type Step = { placed: Placed | undefined; raw: Any };

/** Runs a history as the projector does. What no decision would record is left out: a stream begun twice, a consent given twice or withdrawn before. */
function run(raw: readonly Any[]): { memory: CaseMemory; steps: Step[]; known: DirectoryMemory } {
  const known = directory();
  const memory = emptyCase();
  const steps: Step[] = [];
  const begun = new Set<string>();
  const given = new Set<string>();
  [{ type: 'CaseOpened', stream: 'case-k', data: { lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's' }, unit: 'mmujer-azua' } as Any, ...raw].forEach((one) => {
    const index = steps.length;
    if (one.type === 'Exclusion') {
      const { place, institution } = one.data as { place: boolean; institution: string };
      observeExclusion(memory, known, one.stream, place ? { kind: 'INSTITUTION', id: institution } : undefined, index);
      steps.push({ placed: undefined, raw: one });
      return;
    }
    const requested = one.type === 'ReferralRequested';
    if (one.stream.startsWith('referral-') && requested === begun.has(one.stream)) return;
    const admitted = one.type === 'SurvivorAdmitted';
    if (one.stream.startsWith('stay-') && admitted === begun.has(one.stream)) return;
    if (admitted) begun.add(one.stream);
    const consent = one.type === 'ConsentGiven' ? (one.data as { consent: string }).consent : undefined;
    if (consent !== undefined && given.has(consent)) return;
    if (consent !== undefined) given.add(consent);
    if (one.type === 'ConsentWithdrawn' && !given.has((one.data as { consent: string }).consent)) return;
    if (requested) begun.add(one.stream);
    // An id is given once; nothing is answered or corrected that was not recorded.
    if (one.id !== undefined && begun.has(one.id)) return;
    if (one.type === 'GrievanceAnswered' && !begun.has(`of ${(one.data as { grievance: string }).grievance}`)) return;
    const corrects = one.type === 'EntryCorrected' ? (one.data as { corrects: string }).corrects : undefined;
    if (corrects !== undefined && corrects !== 'e' && !begun.has(corrects)) return;
    if (one.id !== undefined) begun.add(one.id);
    const event = recorded(one);
    observeCase(memory, known, event, index);
    steps.push({ placed: { event, index }, raw: one });
  });
  // what superseded what, as of the end
  const next = new Map<string, number>();
  for (const step of [...steps].reverse()) {
    if (!step.placed) continue;
    const kind = supersedes(step.placed.event);
    const supersededAt = next.get(kind);
    next.set(kind, step.placed.index);
    step.placed = { ...step.placed, ...(supersededAt !== undefined && { supersededAt }) };
  }
  return { memory, steps, known };
}

/** An oracle written otherwise: replays the raw history up to `asOf` and asks whether there is any basis at all for a compartment. */
function bases(steps: readonly Step[], compartment: string, asOf: number, event: Any): Set<'AUTHOR' | 'LEAD' | 'SENDER' | 'ADDRESSEE' | 'CLOSING'> {
  let lead = '';
  const ended = new Set<string>();
  const given = new Set<string>();
  const excluded = new Map<string, Set<string>>();
  const livingIn = new Set<string>();
  const open = new Map<string, { to: string; from: string; consents: string[]; open: boolean; accepted: boolean }>();
  steps.slice(0, asOf + 1).forEach(({ raw }) => {
    const data = raw.data as { lead: string; consent: string; from: string; to: string; consents: string[]; place: boolean; institution: string };
    const referral = open.get(raw.stream);
    if (raw.type === 'CaseOpened' || raw.type === 'LeadReassigned') lead = units[data.lead]!;
    if (raw.type === 'ConsentGiven') given.add(data.consent);
    if (raw.type === 'ConsentWithdrawn') {
      ended.add(data.consent);
      for (const one of open.values()) if (one.open && !one.accepted && one.consents.includes(data.consent)) one.open = false;
    }
    if (raw.type === 'ReferralRequested') {
      const of = data.consents;
      open.set(raw.stream, { to: units[data.to]!, from: units[data.from]!, consents: of, open: of.length > 0 && of.every((c) => given.has(c) && !ended.has(c)), accepted: false });
    }
    if (raw.type === 'ReferralAccepted' && referral) referral.accepted = true;
    if (raw.type === 'OutcomeDisputed' && referral) referral.open = true;
    if (['ReferralDeclined', 'ServiceCompleted', 'ReferralWithdrawn', 'ReferralClosedForConsent'].includes(raw.type) && referral) referral.open = false;
    if (raw.type === 'SurvivorAdmitted') livingIn.add(raw.stream);
    if (raw.type === 'SurvivorLeftFreely') livingIn.delete(raw.stream);
    if (raw.type === 'Exclusion') {
      if (data.place) excluded.set(raw.stream, (excluded.get(raw.stream) ?? new Set<string>()).add(data.institution));
      else excluded.delete(raw.stream);
    }
  });
  const out = new Set<'AUTHOR' | 'LEAD' | 'SENDER' | 'ADDRESSEE' | 'CLOSING'>();
  const institutionOf: Record<string, string> = { mmujer: 'mmujer', 'pgr-pett': 'pgr', 'casa-malala': 'pgr', conani: 'conani', dgm: 'dgm' };
  // Rule 8: who lives in an excluded house is moved first; until then the house is not excluded.
  const waits = compartment === 'casa-malala' && livingIn.size > 0;
  if (!waits && [...excluded.values()].some((institutions) => institutions.has(institutionOf[compartment]!))) return out;
  if (event.unit !== undefined && units[event.unit] === compartment) out.add('AUTHOR');
  if (lead === compartment) out.add('LEAD');
  const own = open.get(event.stream);
  if (own?.from === compartment) out.add('SENDER');
  if (own?.to === compartment && ['ReferralDeclined', 'ServiceCompleted', 'ReferralWithdrawn', 'ReferralClosedForConsent'].includes(event.type)) out.add('CLOSING');
  for (const [stream, one] of open) if (one.to === compartment && one.open && (event.stream === stream || event.stream.startsWith('case-'))) out.add('ADDRESSEE');
  return out;
}

/** The categories of those of these consents that were in force then, told from the events. */
function consented(steps: readonly Step[], ids: readonly string[], asOf: number): Set<DataCategory> {
  const inForce = new Map<string, readonly DataCategory[]>();
  for (const { raw } of steps.slice(0, asOf + 1)) {
    const { consent, categories } = raw.data as { consent: string; categories: readonly DataCategory[] };
    if (raw.type === 'ConsentGiven') inForce.set(consent, categories);
    if (raw.type === 'ConsentWithdrawn') inForce.delete(consent);
  }
  return new Set<DataCategory>(['STATUS', ...ids.flatMap((id) => inForce.get(id) ?? [])]);
}

/** Who she is and where: not before a referral to the compartment was accepted, but for what its service cannot do without. */
const keptUntilAccepted: readonly string[] = ['IDENTITY', 'CONTACT', 'WHEREABOUTS'];
function mayKnowHer(steps: readonly Step[], compartment: string, asOf: number): boolean {
  const past = steps.slice(0, asOf + 1).map(({ raw }) => raw);
  const toThem = past.filter(({ type, data }) => type === 'ReferralRequested' && units[(data as { to: string }).to] === compartment);
  return toThem.some(({ stream, data }) => (data as { service: string }).service === 'DOCUMENT_ISSUANCE' || past.some((one) => one.type === 'ReferralAccepted' && one.stream === stream));
}

/** Everything shared with one unit, and then whatever happens. */
const shared = fc.tuple(unit, history).map(([to, after]): Any[] => [
  { type: 'ConsentGiven', stream: 'case-k', unit: 'mmujer-azua', data: { consent: 'c0', receiver: to, categories: dataCategories, history: 'ALL', until: '2027-01-01T00:00:00.000Z' } },
  { type: 'ReferralRequested', stream: 'referral-r0', unit: 'mmujer-azua', data: { from: 'mmujer-azua', to, service: 'SHELTER', consents: ['c0'] } },
  ...(after as Any[]),
]);

const everyPair = (check: (steps: readonly Step[], memory: CaseMemory, known: DirectoryMemory, step: Step & { placed: Placed }, compartment: string, asOf: number) => void, histories: fc.Arbitrary<Any[]> = history) =>
  fc.assert(
    fc.property(histories, (raw) => {
      const { memory, steps, known } = run(raw);
      for (let asOf = 0; asOf < steps.length; asOf++) {
        for (const step of steps.slice(0, asOf + 1)) {
          if (step.placed) for (const compartment of compartments) check(steps, memory, known, step as Step & { placed: Placed }, compartment, asOf);
        }
      }
    }),
    { numRuns: 150 },
  );

describe('visibility, over random histories and at every moment of them', () => {
  it('gives no compartment an event that no basis gives it', () =>
    everyPair((steps, memory, known, { placed, raw }, compartment, asOf) => {
      const shown = Object.keys(seen(memory, known, placed, compartment, asOf));
      if (shown.length > 0) expect(bases(steps, compartment, asOf, raw).size).toBeGreaterThan(0);
    }));

  it('shows the excluded nothing, their own records included, and authors and leads what is theirs', () =>
    everyPair((steps, memory, known, { placed, raw }, compartment, asOf) => {
      const shown = Object.keys(seen(memory, known, placed, compartment, asOf));
      const held = bases(steps, compartment, asOf, raw);
      if (held.size === 0) expect(shown).toEqual([]);
      if (held.has('AUTHOR')) expect(shown).toHaveLength(dataCategories.length);
      else if (held.has('LEAD')) expect(shown).not.toContain('WHEREABOUTS');
    }));

  it('opens to migration control nothing but migration data and the state of its own referrals, whatever the basis', () =>
    everyPair((steps, memory, known, { placed, raw }, compartment, asOf) => {
      if (compartment !== 'dgm' || bases(steps, compartment, asOf, raw).has('AUTHOR')) return;
      const own = raw.stream.startsWith('referral-') ? ['MIGRATION', 'STATUS'] : ['MIGRATION'];
      for (const category of Object.keys(seen(memory, known, placed, compartment, asOf))) expect(own).toContain(category);
    }));

  it('opens to an addressee only what a consent in force covers, and neither name nor contact before acceptance', () => {
    let beforeAnyAcceptance = 0;
    everyPair((steps, memory, known, { placed, raw }, compartment, asOf) => {
      const held = bases(steps, compartment, asOf, raw);
      if (held.has('AUTHOR') || held.has('LEAD') || held.has('SENDER') || !held.has('ADDRESSEE')) return;
      const shown = Object.keys(seen(memory, known, placed, compartment, asOf)) as DataCategory[];
      const inForce = consented(steps, addressed(steps, compartment, asOf).flatMap(({ consents }) => consents), asOf);
      for (const one of shown) expect(inForce.has(one)).toBe(true);
      if (mayKnowHer(steps, compartment, asOf)) return;
      for (const one of shown) expect(keptUntilAccepted).not.toContain(one);
      beforeAnyAcceptance++;
    }, shared);
    expect(beforeAnyAcceptance).toBeGreaterThan(100);
  });

  it('shows what she refused, complained of and was answered, corrections included, to lead and author alone; a complaint to no third it is about', () =>
    everyPair((steps, memory, known, { placed, raw }, compartment, asOf) => {
      const named = raw.type === 'EntryCorrected' ? (raw.data as { corrects: string }).corrects : raw.id;
      if (named === undefined || named === 'e') return;
      const held = bases(steps, compartment, asOf, raw);
      expect(Object.keys(seen(memory, known, placed, compartment, asOf)).length > 0).toBe(held.has('AUTHOR') || (held.has('LEAD') && compartment !== 'dgm'));
    }, shared));

  it('answers the same about a moment however much was recorded since', () =>
    fc.assert(
      fc.property(history, fc.nat(), (raw, cut) => {
        const whole = run(raw);
        const moment = cut % whole.steps.length;
        const early = run(whole.steps.slice(1, moment + 1).map((step) => step.raw));
        for (const step of early.steps) {
          if (!step.placed) continue;
          const later = whole.steps[step.placed.index]!.placed!;
          for (const compartment of compartments) {
            expect(seen(whole.memory, whole.known, later, compartment, moment)).toEqual(seen(early.memory, early.known, step.placed, compartment, moment));
          }
        }
      }),
      { numRuns: 150 },
    ));
});

function addressed(steps: readonly Step[], compartment: string, asOf: number): { to: string; consents: string[] }[] {
  return steps
    .slice(0, asOf + 1)
    .filter(({ raw }) => raw.type === 'ReferralRequested')
    .map(({ raw }) => raw.data as { to: string; consents: string[] })
    .filter(({ to }) => units[to] === compartment);
}
