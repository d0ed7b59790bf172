import fc from 'fast-check';
import type { DomainEvent, Recorded } from '@amparo/event-sourcing';
import { dataCategories, protocolEvents, type DataCategory, type ProtocolEvent } from '@amparo/protocol';
import { emptyCase, observeCase, type CaseMemory } from '../../libs/institution-views/src/visibility/case-memory';
import { emptyDirectory, observeDirectory, type DirectoryMemory } from '../../libs/institution-views/src/visibility/directory-memory';
import { seen, supersedes, type Placed } from '../../libs/institution-views/src/visibility/visibility';

/** Stays, returns and permits of one case: who sees of them what, against an oracle that tells the history again in sets. */
const at = '2026-01-05T12:00:00.000Z';
type Raw = Readonly<{ type: ProtocolEvent['type']; stream: string; data: object; unit?: string | undefined; basis?: string }>;

const units: Record<string, string> = { 'mmujer-azua': 'mmujer', 'mmujer-bani': 'mmujer', 'inm-retornos': 'inm', 'gcps-programas': 'gcps', 'casa-malala': 'casa-malala', 'casa-azua': 'casa-azua', 'dgm-sede': 'dgm' };
const unitCodes = Object.keys(units);
const compartments = [...new Set(Object.values(units))];
const houses = ['casa-malala', 'casa-azua'];

const recorded = ({ type, stream, data, unit, basis = 'CONSENT' }: Raw, index: number): Recorded<ProtocolEvent> =>
  ({ id: `e${index}`, stream, seq: 0, type, data, at, recordedAt: at, actor: { client: 'amparo', ...(unit && { unit }) }, envelope: { basis: { kind: basis }, purpose: 'RETURN' } }) as unknown as Recorded<ProtocolEvent & DomainEvent>;

function directory(): DirectoryMemory {
  const memory = emptyDirectory();
  const institutions = ['mmujer', 'inm', 'gcps', 'dgm', 'pgr'];
  for (const code of institutions) observeDirectory(memory, recorded({ type: 'InstitutionRegistered', stream: `institution-${code}`, data: { code, name: code, kind: code === 'dgm' ? 'MIGRATION_CONTROL' : 'WOMEN' } }, 0));
  for (const [unit, compartment] of Object.entries(units)) {
    const institution = houses.includes(unit) ? 'pgr' : (unit.split('-')[0] ?? '');
    observeDirectory(memory, recorded({ type: 'UnitOpened', stream: `unit-${unit}`, data: { unit, name: unit, institution, operator: institution, compartment, kind: 'OFFICE', residential: houses.includes(unit) } }, 0));
  }
  return memory;
}

const unit = fc.constantFrom(...unitCodes);
const consents = ['c0', 'c1', 'c2', 'c3', 'c4'];
/** What is relied on is mostly there and mostly names who relies on it: histories in which nothing opens tell nothing. */
const receivers: Record<string, string> = { c0: 'inm-retornos', c1: 'gcps-programas', c2: 'inm-retornos', c3: 'mmujer-azua', c4: 'dgm-sede' };
const mostlyFor: Record<string, string> = { c0: 'RETURN', c1: 'RETURN', c2: 'RETURN', c3: 'ASSISTANCE', c4: 'RESIDENCE' };
const party = fc.constantFrom('inm-retornos', 'inm-retornos', 'gcps-programas', 'dgm-sede', 'mmujer-bani', 'casa-azua');
const relied = (code: string): fc.Arbitrary<string[]> => {
  const fitting = Object.keys(receivers).filter((id) => receivers[id] === code);
  return fc.oneof({ weight: 4, arbitrary: fc.uniqueArray(fc.constantFrom(...fitting, 'c0'), { minLength: 1, maxLength: 2 }) }, { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...consents), { maxLength: 3 }) });
};
const onConsents = (field: string, more: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  party.chain((code) => fc.record({ ...more, [field]: fc.constant(field === 'with' ? [code] : code), consents: relied(code) }));
const category = fc.constantFrom<DataCategory>('STATUS', 'IDENTITY', 'WHEREABOUTS', 'PROTECTION', 'MIGRATION', 'CHILDREN', 'REINTEGRATION');
const event = (type: Raw['type'], stream: fc.Arbitrary<string>, data: fc.Arbitrary<object> = fc.constant({}), more: { unit?: fc.Arbitrary<string | undefined>; basis?: fc.Arbitrary<string> } = {}): fc.Arbitrary<Raw> =>
  fc.record({ type: fc.constant(type), stream, data, unit: more.unit ?? unit, basis: more.basis ?? fc.constant('CONSENT') });
const inCase = fc.constant('case-k');
const stay = fc.constantFrom('stay-r0', 'stay-r0', 'stay-r1');
const referral = fc.constantFrom('referral-r0', 'referral-r1');
const going = fc.constant('return-t0');
const permit = fc.constant('permit-p0');
const ofItself = { unit: fc.constant(undefined) };

const given = (id: fc.Arbitrary<string>): fc.Arbitrary<Raw> =>
  id.chain((consent) =>
    event(
      'ConsentGiven',
      inCase,
      fc.record({
        consent: fc.constant(consent),
        receiver: fc.constant(receivers[consent]!),
        categories: fc.uniqueArray(category, { minLength: 2, maxLength: 5 }),
        purpose: fc.oneof({ weight: 2, arbitrary: fc.constant(mostlyFor[consent]!) }, { weight: 1, arbitrary: fc.constantFrom('ASSISTANCE', 'RETURN', 'RESIDENCE') }),
        history: fc.constantFrom('CURRENT', 'SINCE', 'ALL'),
        until: fc.constant('2027-01-01T00:00:00.000Z'),
      }),
    ),
  );

const anything: fc.Arbitrary<Raw[]> = fc.array(
  fc.oneof(
    event('LeadReassigned', inCase, fc.record({ lead: fc.constantFrom('mmujer-azua', 'mmujer-azua', 'gcps-programas') })),
    given(fc.constantFrom(...consents)),
    { weight: 2, arbitrary: event('ConsentWithdrawn', inCase, fc.record({ consent: fc.constantFrom(...consents) })) },
    event('ReferralRequested', referral, onConsents('to', { from: unit, service: fc.constantFrom('LEGAL_AID', 'SHELTER') })),
    event('ReferralAccepted', referral),
    event('ServiceCompleted', referral),
    event('SurvivorAdmitted', stay, fc.record({ unit: fc.constantFrom(...houses) })),
    event('StayExtended', stay, fc.constant({}), { unit: fc.constantFrom(undefined, 'casa-malala') }),
    event('StayReviewDue', stay, fc.constant({}), ofItself),
    event('DependantAdmitted', stay, fc.constant({ dependant: 'daughter' }), ofItself),
    event('SurvivorDischarged', stay, fc.constant({ reason: 'MOVED' }), ofItself),
    event('SurvivorLeftFreely', stay),
    event('ReturnNotified', going, fc.record({ notifiedBy: unit })),
    event('ReturnRiskAssessed', going, fc.constant({}), ofItself),
    {
      weight: 3,
      arbitrary: event('ReturnPartyNamed', going, onConsents('party', { task: fc.constantFrom('MEETS', 'RECEIVES') }), { ...ofItself, basis: fc.constantFrom('CONSENT', 'CONSENT', 'CONSENT', 'COURT_ORDER', 'LEGAL_OBLIGATION') }),
    },
    { weight: 2, arbitrary: event('ReturnPlanShared', going, onConsents('with', {}), ofItself) },
    event('SupportDelivered', going),
    event('ReturnFollowedUp', going, fc.constant({}), ofItself),
    event('ReturnCompleted', going, fc.constant({}), ofItself),
    event('ReturnEnteredInError', going, fc.constant({}), ofItself),
    { weight: 3, arbitrary: event('PermitApplied', permit, onConsents('to', {}), { basis: fc.constantFrom('CONSENT', 'CONSENT', 'CONSENT', 'COURT_ORDER', 'LEGAL_OBLIGATION') }) },
    event('PermitGranted', permit),
    event('PermitRefused', permit),
    event('PermitApplicationWithdrawn', permit),
    event('PermitClosedForConsent', permit, fc.constant({}), ofItself),
    event('PermitLapsed', permit, fc.constant({}), ofItself),
    event('PermitRevoked', permit),
  ),
  { minLength: 10, maxLength: 30 },
);
/** She lives in a house, is about to return, and has consented to this and that; then whatever happens. */
const history: fc.Arbitrary<Raw[]> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...consents), { minLength: 2 }).chain((ids) => fc.tuple(...ids.map((id) => given(fc.constant(id))))),
    event('SurvivorAdmitted', stay, fc.record({ unit: fc.constantFrom(...houses) })),
    event('ReturnNotified', going, fc.record({ notifiedBy: unit })),
    anything,
  )
  .map(([consented, admitted, notified, rest]) => [...consented, admitted, notified, ...rest]);

type Step = Readonly<{ raw: Raw; placed: Placed }>;
const opening: Readonly<Record<string, Raw['type']>> = { referral: 'ReferralRequested', stay: 'SurvivorAdmitted', return: 'ReturnNotified', permit: 'PermitApplied' };
const streamKind = (stream: string): string => stream.split('-')[0] ?? '';
const leaves: readonly Raw['type'][] = ['SurvivorDischarged', 'SurvivorLeftFreely'];
const ended: readonly Raw['type'][] = ['ReturnCompleted', 'ReturnEnteredInError'];
const closesPermit: readonly Raw['type'][] = ['PermitRefused', 'PermitApplicationWithdrawn', 'PermitClosedForConsent', 'PermitRevoked'];
const tellsPermit: readonly Raw['type'][] = [...closesPermit, 'PermitLapsed'];

/** Runs a history as the projector does, without what no decision would record. */
function run(all: readonly Raw[]): { memory: CaseMemory; known: DirectoryMemory; steps: Step[]; changed: string[][] } {
  const known = directory();
  const memory = emptyCase();
  const steps: { raw: Raw; placed: Placed }[] = [];
  const changed: string[][] = [];
  const begun = new Set<string>();
  const over = new Set<string>();
  const given = new Set<string>();
  for (const raw of [{ type: 'CaseOpened', stream: 'case-k', data: { lead: 'mmujer-azua' }, unit: 'mmujer-azua' } as Raw, ...all]) {
    const opens = opening[streamKind(raw.stream)];
    if (opens !== undefined && raw.type !== 'PermitApplied' && (raw.type === opens) === begun.has(raw.stream)) continue;
    if (raw.stream.startsWith('permit-') && raw.type !== 'PermitApplied' && !begun.has(raw.stream)) continue;
    if (over.has(raw.stream) && raw.stream.startsWith('stay-')) continue;
    if (over.has(raw.stream) && raw.type !== 'ReturnEnteredInError' && raw.stream.startsWith('return-')) continue;
    const { consent } = raw.data as { consent?: string };
    if (consent !== undefined && given.has(consent) === (raw.type === 'ConsentGiven')) continue;
    if (consent !== undefined) given.add(consent);
    if (leaves.includes(raw.type) || ended.includes(raw.type)) over.add(raw.stream);
    if (opens !== undefined) begun.add(raw.stream);
    const index = steps.length;
    const placed = { event: recorded(raw, index), index };
    changed.push(observeCase(memory, known, placed.event, index));
    steps.push({ raw, placed });
  }
  const next = new Map<string, number>();
  for (const step of [...steps].reverse()) {
    const kind = supersedes(step.placed.event);
    const supersededAt = next.get(kind);
    next.set(kind, step.placed.index);
    step.placed = { ...step.placed, ...(supersededAt !== undefined && { supersededAt }) };
  }
  return { memory, known, steps, changed };
}

type Given = { receiver: string; categories: DataCategory[]; purpose: string; history: string; from: number };
type Part = { who: string; task: string; basis: string; consents: string[]; from: number };

/** What is so at a moment, told again in sets: nothing here is an interval. */
class Moment {
  lead = '';
  readonly given = new Map<string, Given>();
  readonly served = new Map<string, { to: string; consents: string[]; from: number; open: boolean; accepted: boolean }>();
  readonly lives = new Map<string, string>();
  readonly leftAt = new Map<string, { house: string; index: number }>();
  readonly notifier = new Map<string, string>();
  parts = new Map<string, Part[]>();
  readonly toldEnd = new Map<string, Set<string>>();
  readonly deciders = new Map<string, { who: string; from: number; opened: boolean }[]>();

  constructor(private readonly steps: readonly Step[], asOf: number) {
    steps.slice(0, asOf + 1).forEach(({ raw }, index) => this.tell(raw, index));
  }

  private relied(ids: readonly string[], who: string, purpose: string): string[] {
    return ids.filter((id) => {
      const consent = this.given.get(id) ?? this.was.get(id);
      return consent?.receiver === who && consent.purpose === purpose;
    });
  }
  private readonly was = new Map<string, Given>();

  private tell({ type, stream, data, basis = 'CONSENT' }: Raw, index: number): void {
    const d = data as Record<string, string> & { consents: string[]; categories: DataCategory[]; with: string[] };
    const parts = this.parts.get(stream) ?? [];
    const name = (task: string, code: string): Part[] => {
      const who = units[code] ?? '';
      const relied = this.relied(d.consents, who, task === 'DECIDES' ? 'RESIDENCE' : 'RETURN');
      const holds = basis === 'CONSENT' ? relied.length > 0 && relied.every((id) => this.given.has(id)) : basis === 'COURT_ORDER' || task !== 'DECIDES';
      return holds ? [{ who, task, basis, consents: relied, from: index }] : [];
    };
    if (type === 'CaseOpened' || type === 'LeadReassigned') this.lead = units[d['lead']!]!;
    if (type === 'ConsentGiven') this.given.set(d['consent']!, { receiver: units[d['receiver']!]!, categories: d.categories, purpose: d['purpose']!, history: d['history']!, from: index });
    if (type === 'ConsentWithdrawn') {
      this.was.set(d['consent']!, this.given.get(d['consent']!) ?? this.was.get(d['consent']!)!);
      this.given.delete(d['consent']!);
      for (const one of this.served.values()) if (one.consents.includes(d['consent']!) && !one.accepted) one.open = false;
    }
    if (type === 'ReferralRequested') this.served.set(stream, { to: units[d['to']!]!, consents: d.consents, from: index, open: d.consents.length > 0 && d.consents.every((id) => this.given.has(id)), accepted: false });
    if (type === 'ReferralAccepted') this.served.get(stream)!.accepted = true;
    if (type === 'ServiceCompleted') this.served.get(stream)!.open = false;
    if (type === 'SurvivorAdmitted') this.lives.set(stream, d['unit']!);
    if (leaves.includes(type)) {
      this.leftAt.set(stream, { house: this.lives.get(stream)!, index });
      this.lives.delete(stream);
    }
    if (type === 'ReturnNotified') this.notifier.set(stream, units[d['notifiedBy']!]!);
    if (type === 'ReturnPartyNamed') this.parts.set(stream, [...parts.filter((one) => one.task !== d['task']), ...name(d['task']!, d['party']!)]);
    if (type === 'ReturnPlanShared') this.parts.set(stream, [...parts, ...d.with.flatMap((code) => name('PLAN', code))]);
    if (ended.includes(type)) {
      const told = this.toldEnd.get(stream) ?? new Set<string>();
      for (const { who, basis: of, consents: relied } of parts) if (of !== 'CONSENT' || relied.some((id) => this.given.has(id))) told.add(who);
      this.toldEnd.set(stream, told);
      this.parts.set(stream, []);
    }
    if (type === 'PermitApplied') {
      const deciding = name('DECIDES', d['to']!);
      this.parts.set(stream, deciding);
      this.deciders.set(stream, [...(this.deciders.get(stream) ?? []), { who: units[d['to']!]!, from: index, opened: deciding.length > 0 }]);
    }
    if (closesPermit.includes(type)) this.parts.set(stream, []);
  }

  /** Whether what happened at `index` was the newest of its kind when something began. */
  private currentAt(index: number, from: number): boolean {
    if (index >= from) return true;
    const kind = supersedes(this.steps[index]!.placed.event);
    return !this.steps.slice(index + 1, from + 1).some(({ placed }) => supersedes(placed.event) === kind);
  }
  private covers({ history }: Given, index: number, from: number): boolean {
    return history === 'ALL' || (history === 'SINCE' ? index >= from : this.currentAt(index, from));
  }

  /** Every category under which a compartment may see something of this event. */
  sees({ raw, placed: { index } }: Step, who: string): Set<DataCategory> {
    const out = new Set<DataCategory>();
    const kind = streamKind(raw.stream);
    if (this.lead === who) {
      for (const one of kind === 'stay' ? [] : dataCategories) if (one !== 'WHEREABOUTS' && one !== 'INVESTIGATION') out.add(one);
      for (const consent of this.given.values()) {
        const purposes = kind === 'stay' ? ['ASSISTANCE', 'PROTECTION'] : kind === 'return' ? ['ASSISTANCE', 'PROTECTION', 'RETURN'] : [];
        const left = this.leftAt.get(raw.stream)?.index ?? Infinity;
        const gone = consent.history === 'CURRENT' && index < consent.from && left <= consent.from;
        if (consent.receiver === who && consent.categories.includes('WHEREABOUTS') && purposes.includes(consent.purpose) && this.covers(consent, index, consent.from) && !gone) {
          out.add('WHEREABOUTS');
          if (consent.categories.includes('CHILDREN')) out.add('CHILDREN');
        }
      }
    }
    if (kind === 'stay') {
      if (this.lives.get(raw.stream) === who) out.add('WHEREABOUTS').add('CHILDREN').add('STATUS');
      const left = this.leftAt.get(raw.stream);
      if (left?.house === who && left.index === index) out.add('WHEREABOUTS');
    }
    if (kind === 'return' || kind === 'permit') {
      for (const { to, consents: relied, from, open, accepted } of this.served.values()) {
        if (to !== who || !open || !accepted) continue;
        for (const id of relied) {
          const consent = this.given.get(id);
          if (consent && (who !== 'dgm' || consent.purpose === 'RESIDENCE') && this.covers(consent, index, from)) consent.categories.forEach((one) => out.add(one));
        }
      }
      if (this.notifier.get(raw.stream) === who) out.add('STATUS');
      if (ended.includes(raw.type) && this.toldEnd.get(raw.stream)?.has(who)) out.add('STATUS');
      const last = (this.deciders.get(raw.stream) ?? []).filter(({ from, opened }) => from <= index && (opened || raw.type === 'PermitClosedForConsent')).at(-1);
      if (tellsPermit.includes(raw.type) && last?.who === who) out.add('MIGRATION');
      for (const part of this.parts.get(raw.stream) ?? []) if (part.who === who) this.ofPart(part, index).forEach((one) => out.add(one));
    }
    if (who === 'dgm') for (const one of dataCategories) if (one !== 'MIGRATION') out.delete(one);
    if (raw.unit !== undefined && units[raw.unit] === who) dataCategories.forEach((one) => out.add(one));
    const { category: own } = protocolEvents[raw.type];
    const ofDependants = raw.type.startsWith('Dependant') && !out.has('CHILDREN');
    return out.has(own as DataCategory) && !ofDependants ? out : new Set();
  }

  private ofPart({ task, basis, consents: relied, from }: Part, index: number): DataCategory[] {
    const current = this.currentAt(index, from);
    if (basis !== 'CONSENT') return !current ? [] : task === 'DECIDES' ? ['MIGRATION'] : basis === 'COURT_ORDER' ? ['STATUS', 'WHEREABOUTS'] : ['STATUS'];
    return relied.flatMap((id) => {
      const consent = this.given.get(id);
      if (!consent) return [];
      const covered = this.covers(consent, index, from) ? consent.categories : [];
      return task === 'DECIDES' ? covered.filter((one) => one === 'MIGRATION') : [...covered, ...(current ? (['STATUS'] as const) : [])];
    });
  }
}

const everyMoment = (check: (step: Step, compartment: string, asOf: number, shown: readonly string[], steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(history, (raw) => {
      const { memory, known, steps } = run(raw);
      for (let asOf = 0; asOf < steps.length; asOf++) {
        for (const step of steps.slice(0, asOf + 1)) {
          if (!/^(stay|return|permit)-/.test(step.raw.stream)) continue;
          for (const compartment of compartments) check(step, compartment, asOf, Object.keys(seen(memory, known, step.placed, compartment, asOf)), steps);
        }
      }
    }),
    { numRuns: 250 },
  );
const isAuthor = ({ raw }: Step, compartment: string): boolean => raw.unit !== undefined && units[raw.unit] === compartment;

describe('where she is, and what she may stay on, over random histories and at every moment of them', () => {
  it('is shown to whom a basis opens it, in the categories that it covers, and to nobody else', () => {
    const moments = new WeakMap<readonly Step[], Map<number, Moment>>();
    everyMoment((step, compartment, asOf, shown, steps) => {
      const known = moments.get(steps) ?? new Map<number, Moment>();
      moments.set(steps, known);
      const moment = known.get(asOf) ?? new Moment(steps, asOf);
      known.set(asOf, moment);
      const told = [...moment.sees(step, compartment)].sort().join();
      if (told !== [...shown].sort().join()) expect([step.raw.type, compartment, [...shown].sort().join()]).toEqual([step.raw.type, compartment, told]);
    });
  });

  it('is, of a stay, shown to its house, to who recorded it, and to who leads on a consent that names WHEREABOUTS: not to who serves her or sent her', () =>
    everyMoment((step, compartment, asOf, shown, steps) => {
      if (!step.raw.stream.startsWith('stay-') || shown.length === 0 || isAuthor(step, compartment)) return;
      const admitted = steps.find(({ raw }) => raw.type === 'SurvivorAdmitted' && raw.stream === step.raw.stream);
      const house = units[(admitted?.raw.data as { unit: string }).unit];
      const lead = steps.slice(0, asOf + 1).filter(({ raw }) => ['CaseOpened', 'LeadReassigned'].includes(raw.type)).at(-1);
      expect([house, units[(lead?.raw.data as { lead: string }).lead]]).toContain(compartment);
    }));

  it('is never, of a stay or a return, told to migration control, unless it recorded that itself', () =>
    everyMoment((step, compartment, _asOf, shown) => {
      if (compartment === 'dgm' && !step.raw.stream.startsWith('permit-') && !isAuthor(step, 'dgm')) expect(shown).toEqual([]);
    }));

  it('answers the same about a moment however much was recorded since, and changes for nobody whose file is not projected anew', () =>
    fc.assert(
      fc.property(history, (raw) => {
        const { memory, known, steps, changed } = run(raw);
        for (let asOf = 1; asOf < steps.length; asOf++) {
          for (const compartment of compartments.filter((one) => !changed[asOf]!.includes(one))) {
            for (const { placed } of steps.slice(0, asOf)) {
              const [now, before] = [asOf, asOf - 1].map((moment) => JSON.stringify(seen(memory, known, placed, compartment, moment)));
              if (now !== before) expect([placed.event.type, compartment, now]).toEqual([placed.event.type, compartment, before]);
            }
          }
        }
        const early = run(raw.slice(0, Math.floor(raw.length / 2)));
        for (const { placed } of early.steps) {
          for (const compartment of compartments) {
            const moment = early.steps.length - 1;
            expect(seen(memory, known, steps[placed.index]!.placed, compartment, moment)).toEqual(seen(early.memory, early.known, placed, compartment, moment));
          }
        }
      }),
      { numRuns: 120 },
    ));
});
