import fc from 'fast-check';
import type { Recorded } from '@amparo/event-sourcing';
import { dataCategories, type DataCategory, type ProtocolEvent } from '@amparo/protocol';
import { limitedIn, observeAgreement } from '../../libs/institution-views/src/visibility/agreement-memory';
import { emptyCase, observeCase, type CaseMemory } from '../../libs/institution-views/src/visibility/case-memory';
import { emptyDirectory, observeDirectory, type DirectoryMemory } from '../../libs/institution-views/src/visibility/directory-memory';
import { seen, type Placed, type Seen } from '../../libs/institution-views/src/visibility/visibility';

const at = '2026-01-05T12:00:00.000Z';
const until = '2027-01-01T00:00:00.000Z';
type Raw = Readonly<{ type: string; stream: string; data: Readonly<Record<string, unknown>>; unit?: string; basis?: string; purpose?: string }>;
let serial = 0;
const recorded = ({ type, stream, data, unit, basis = 'CONSENT', purpose = 'ASSISTANCE' }: Raw): Recorded<ProtocolEvent> =>
  ({ id: `e${++serial}`, stream, seq: 0, type, data, at, recordedAt: at, actor: { client: 'amparo', assurance: 'AUTHENTICATED', ...(unit && { unit }) }, envelope: { basis: { kind: basis }, purpose } }) as unknown as Recorded<ProtocolEvent>;

/** Unit → who owns it, who runs it. Each has a compartment of its own here. */
const units: Readonly<Record<string, readonly [string, string]>> = { 'mmujer-azua': ['mmujer', 'mmujer'], 'pgr-pett': ['pgr', 'pgr'], 'casa-malala': ['pgr', 'mmujer'], 'conani-hogar': ['conani', 'condor'] };
const unitCodes = Object.keys(units);
const institutions = ['mmujer', 'pgr', 'conani', 'condor'];

function directory(): DirectoryMemory {
  const memory = emptyDirectory();
  for (const code of institutions) observeDirectory(memory, recorded({ type: 'InstitutionRegistered', stream: `institution-${code}`, data: { code, name: code, kind: 'WOMEN' } }));
  for (const [unit, [institution, operator]] of Object.entries(units)) {
    observeDirectory(memory, recorded({ type: 'UnitOpened', stream: `unit-${unit}`, data: { unit, name: unit, institution, operator, compartment: unit, kind: 'OFFICE', residential: false } }));
  }
  return memory;
}

const unit = fc.constantFrom(...unitCodes);
const category = fc.constantFrom(...dataCategories);
const categories = fc.uniqueArray(category, { minLength: 1, maxLength: 6 });
const purpose = fc.constantFrom('ASSISTANCE', 'PROSECUTION');
const consents = ['c0', 'c1'];
const begins = fc
  .record({ id: fc.constantFrom('a0', 'a1', 'a2'), parties: fc.uniqueArray(fc.constantFrom(...institutions), { minLength: 2, maxLength: 3 }), purpose, categories })
  .map(({ id, ...terms }): Raw => ({ type: 'AgreementInForce', stream: `agreement-${id}`, data: { ...terms, until } }));
const ends = fc.constantFrom('a0', 'a1', 'a2').map((id): Raw => ({ type: 'AgreementEnded', stream: `agreement-${id}`, data: { reason: 'DENOUNCED' } }));
const given = fc
  .record({ consent: fc.constantFrom(...consents), receiver: unit, categories, purpose, history: fc.constantFrom('CURRENT', 'SINCE', 'ALL') })
  .map((data): Raw => ({ type: 'ConsentGiven', stream: 'case-k', data: { ...data, until }, unit: 'mmujer-azua' }));
const asked = fc
  .record({ id: fc.constantFrom('r0', 'r1'), from: unit, to: unit, service: fc.constantFrom('LEGAL_AID', 'DOCUMENT_ISSUANCE'), relied: fc.subarray(consents), basis: fc.constantFrom('CONSENT', 'CONSENT', 'COURT_ORDER'), purpose })
  .map(({ id, from, to, service, relied, ...how }): Raw => ({ type: 'ReferralRequested', stream: `referral-${id}`, data: { from, to, service, priority: 'NORMAL', consents: how.basis === 'CONSENT' ? relied : [] }, unit: from, ...how }));
const said = fc
  .oneof(
    fc.constant(['SurvivorDescribed', { ageBand: '24-26', sex: 'FEMALE' }] as const),
    fc.constant(['ScreeningRecorded', { screening: 's' }] as const),
    category.map((of) => ['EntryCorrected', { corrects: 'e', category: of, reason: 'MISHEARD' }] as const),
  )
  .map(([type, data]): Raw => ({ type, stream: 'case-k', data, unit: 'mmujer-azua' }));
const answered = fc
  .record({ id: fc.constantFrom('r0', 'r1'), type: fc.constantFrom('ReferralAccepted', 'ReferralAccepted', 'ReferralDeclined') })
  .map(({ id, type }): Raw => ({ type, stream: `referral-${id}`, data: {}, unit: 'mmujer-azua' }));
const named = fc
  .record({ type: fc.constantFrom('ReturnNotified', 'ReturnPartyNamed', 'ReturnPartyNamed', 'ReturnPlanShared', 'PermitApplied'), who: unit, by: unit, relied: fc.subarray(consents, { minLength: 1 }), basis: fc.constantFrom('CONSENT', 'CONSENT', 'COURT_ORDER'), purpose })
  .map(({ type, who, by, relied, ...how }): Raw => ({ type, stream: type === 'PermitApplied' ? 'permit-p' : 'return-t', data: { notifiedBy: by, party: who, task: 'MEETS', with: [who], to: who, consents: relied }, unit: by, ...how }));
const history = fc.array(fc.oneof(begins, ends, given, asked, said, said, answered, named, named), { minLength: 1, maxLength: 20 });
/** One consent, one referral that rests on it and is accepted: what opens is known exactly. */
const oneReferral = fc.tuple(fc.array(fc.oneof(begins, ends), { maxLength: 3 }), given, asked, fc.array(fc.oneof(begins, ends, said, said), { minLength: 1, maxLength: 10 })).map(([before, consent, referral, after]): Raw[] => {
  const relied = referral.basis === 'CONSENT' ? [String(consent.data['consent'])] : [];
  return [...before, consent, { ...referral, data: { ...referral.data, consents: relied } }, { type: 'ReferralAccepted', stream: referral.stream, data: {}, unit: 'mmujer-azua' }, ...after];
});

const isAgreement = ({ stream }: Raw): boolean => stream.startsWith('agreement-');
type Run = Readonly<{ memory: CaseMemory; known: DirectoryMemory; told: readonly (Placed | undefined)[]; raw: readonly Raw[]; anew: readonly string[][] }>;

/** Runs a history as the projector does; without agreements their places stay empty. What no decision would record is left out. */
function run(events: readonly Raw[], withAgreements: boolean): Run {
  const known = directory();
  const memory = emptyCase();
  const seenBefore = new Set<string>();
  const raw = [{ type: 'CaseOpened', stream: 'case-k', data: { lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's' }, unit: 'mmujer-azua' } as Raw, ...events].filter((one) => {
    const id = one.type === 'ConsentGiven' ? String(one.data['consent']) : one.stream;
    const first = ['ConsentGiven', 'ReferralRequested', 'ReturnNotified', 'AgreementInForce'].includes(one.type);
    const later = ['ReferralAccepted', 'ReferralDeclined', 'ReturnPartyNamed', 'ReturnPlanShared', 'AgreementEnded'].includes(one.type);
    if ((first && seenBefore.has(id)) || (later && !seenBefore.has(id))) return false;
    if (first) seenBefore.add(id);
    return true;
  });
  const anew: string[][] = [];
  const told = raw.map((one, index): Placed | undefined => {
    const event = recorded(one);
    if (isAgreement(one)) {
      const terms = withAgreements ? observeAgreement(known, event, index) : undefined;
      anew.push(terms ? limitedIn(memory, terms) : []);
      return undefined;
    }
    anew.push([]);
    observeCase(memory, known, event, index);
    return { event, index };
  });
  return { memory, known, told, raw, anew };
}

const show = ({ memory, known }: Run, placed: Placed, compartment: string, asOf: number): Seen => seen(memory, known, placed, compartment, asOf);

/** Otherwise: what the agreements told up to a moment let pass from the one unit to the other, read from the raw history. */
function mayPass(raw: readonly Raw[], asOf: number, from: string, to: string, of: string, one: DataCategory): boolean {
  return raw.slice(0, asOf + 1).every(({ type, stream, data }, index) => {
    if (type !== 'AgreementInForce' || data['purpose'] !== of) return true;
    if (raw.slice(index, asOf + 1).some((later) => later.type === 'AgreementEnded' && later.stream === stream)) return true;
    const parties = data['parties'] as string[];
    const bound = units[from]!.some((sender) => units[to]!.some((receiver) => sender !== receiver && parties.includes(sender) && parties.includes(receiver)));
    return !bound || (data['categories'] as string[]).includes(one);
  });
}

const everywhere = (events: fc.Arbitrary<Raw[]>, check: (limited: Run, free: Run, index: number, compartment: string, asOf: number) => void) =>
  fc.assert(
    fc.property(events, (all) => {
      const limited = run(all, true);
      const free = run(all, false);
      for (let asOf = 0; asOf < limited.raw.length; asOf++) {
        for (let index = 0; index <= asOf; index++) if (limited.told[index]) for (const compartment of unitCodes) check(limited, free, index, compartment, asOf);
      }
    }),
    { numRuns: 150 },
  );

describe('a sharing agreement, over random histories and at every moment of them', () => {
  it('never adds anything: what is seen under agreements is part of what would be seen without, until the same day', () =>
    everywhere(history, (limited, free, index, compartment, asOf) => {
      const without = show(free, free.told[index]!, compartment, asOf);
      const more = (Object.entries(show(limited, limited.told[index]!, compartment, asOf)) as [DataCategory, string | null][]).filter(([one, day]) => {
        const most = without[one];
        return !(one in without) || (most !== null && (day === null || most === undefined || day > most));
      });
      if (more.length > 0) expect(more).toEqual([]);
    }));

  it('limits only who is addressed: authors and leads see theirs as ever', () =>
    everywhere(history, (limited, free, index, compartment, asOf) => {
      if (compartment !== 'mmujer-azua' && limited.raw[index]?.unit !== compartment) return;
      expect(show(limited, limited.told[index]!, compartment, asOf)).toEqual(show(free, free.told[index]!, compartment, asOf));
    }));

  it('lets pass, while it is in force, its categories alone for its purpose, and the state of the referral itself; before and after, everything', () =>
    everywhere(oneReferral, (limited, free, index, compartment, asOf) => {
      const consent = limited.raw.find(({ type }) => type === 'ConsentGiven')!;
      const referral = limited.raw.find(({ type }) => type === 'ReferralRequested')!;
      const { from, to } = referral.data as { from: string; to: string };
      if (compartment !== to || compartment === 'mmujer-azua' || limited.raw[index]?.unit === compartment || from === to) return;
      const of = referral.basis === 'CONSENT' ? String(consent.data['purpose']) : (referral.purpose ?? '');
      const ofReferral = limited.raw[index]?.stream === referral.stream;
      const without = Object.keys(show(free, free.told[index]!, compartment, asOf)) as DataCategory[];
      const left = without.filter((one) => (ofReferral && one === 'STATUS') || mayPass(limited.raw, asOf, from, to, of, one));
      const category = Object.keys(show(limited, limited.told[index]!, compartment, asOf));
      // An event whose own category does not pass is not there at all.
      expect([[], left.sort()]).toContainEqual(category.sort());
      if (category.length === 0 && left.length > 0) expect(left).not.toContain(categoryOf(limited.raw[index]!));
    }));

  it('changes nothing in a file but where it says that it does', () =>
    fc.assert(
      fc.property(history, (all) => {
        const limited = run(all, true);
        limited.raw.forEach((one, asOf) => {
          if (!isAgreement(one) || asOf === 0) return;
          for (const placed of limited.told.slice(0, asOf)) {
            if (!placed) continue;
            for (const compartment of unitCodes) {
              if (limited.anew[asOf]!.includes(compartment)) continue;
              expect(show(limited, placed, compartment, asOf)).toEqual(show(limited, placed, compartment, asOf - 1));
            }
          }
        });
      }),
      { numRuns: 150 },
    ));

  it('answers the same about a moment however much was signed or ended since', () =>
    fc.assert(
      fc.property(history, fc.nat(), (all, cut) => {
        const whole = run(all, true);
        const moment = cut % whole.raw.length;
        const early = run(whole.raw.slice(1, moment + 1), true);
        early.told.forEach((placed, index) => {
          if (!placed) return;
          for (const compartment of unitCodes) expect(show(whole, whole.told[index]!, compartment, moment)).toEqual(show(early, placed, compartment, moment));
        });
      }),
      { numRuns: 150 },
    ));
});

const categoryOf = ({ type, data }: Raw): string => (type === 'EntryCorrected' ? String(data['category']) : type === 'ScreeningRecorded' ? 'PROTECTION' : 'STATUS');
