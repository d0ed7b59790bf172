import fc from 'fast-check';
import type { DomainEvent, Recorded } from '@amparo/event-sourcing';
import { dataCategories, type ProtocolEvent } from '@amparo/protocol';
import { contactsFollow, observeLinks } from '../../libs/institution-views/src/visibility/case-links';
import { emptyCase, observeCase, observeExclusion, type CaseMemory } from '../../libs/institution-views/src/visibility/case-memory';
import { emptyDirectory, observeDirectory, type DirectoryMemory } from '../../libs/institution-views/src/visibility/directory-memory';
import { clearFor, seen } from '../../libs/institution-views/src/visibility/visibility';

const at = '2026-01-05T12:00:00.000Z';
type Raw = { type: string; file: string; data: Record<string, unknown>; unit?: string };
let serial = 0;
const recorded = ({ type, file, data, unit }: Raw): Recorded<ProtocolEvent> =>
  ({
    id: `e${++serial}`,
    stream: `${file === 'k' ? 'contact' : 'case'}-${file}`,
    seq: 0,
    type,
    data,
    at,
    recordedAt: at,
    actor: { client: 'amparo', assurance: 'AUTHENTICATED', ...(unit && { unit }) },
    envelope: { basis: { kind: 'CONSENT' }, purpose: 'ASSISTANCE' },
  }) as unknown as Recorded<ProtocolEvent & DomainEvent>;

/** Unit → its compartment; each compartment is of the institution its code begins with. */
const units: Readonly<Record<string, string>> = { 'mmujer-azua': 'mmujer', 'mmujer-bani': 'mmujer', 'linea-212': 'linea', 'sne911-central': 'sne911', 'pgr-pett': 'pgr', 'dgm-sede': 'dgm' };
const compartments = [...new Set(Object.values(units))];

function directory(): DirectoryMemory {
  const memory = emptyDirectory();
  for (const code of compartments) observeDirectory(memory, recorded({ type: 'InstitutionRegistered', file: code, data: { code, name: code, kind: code === 'dgm' ? 'MIGRATION_CONTROL' : 'WOMEN' } }));
  for (const [unit, compartment] of Object.entries(units)) {
    observeDirectory(memory, recorded({ type: 'UnitOpened', file: unit, data: { unit, name: unit, institution: compartment, operator: compartment, compartment, kind: 'OFFICE', residential: false } }));
  }
  return memory;
}

type Asked = Readonly<{ what: string; unit: string; case: 'c' | 'd' }>;
const unit = fc.constantFrom(...Object.keys(units));
const wishes = ['entry', 'entry', 'offer', 'offer', 'take', 'take', 'decline', 'back', 'link', 'link', 'unlink', 'lead', 'lead', 'place', 'lift', 'error'] as const;
const history = fc.array(fc.record<Asked>({ what: fc.constantFrom(...wishes), unit, case: fc.constantFrom('c', 'd') }), { minLength: 1, maxLength: 25, size: 'max' });

/** What stands at a moment, told naively: the desk, the offer, the links, who leads and who is kept from each case. */
type Now = { holder: string; offered?: string; linked: Set<string>; leads: Record<string, string>; kept: Record<string, Set<string>> };
const start = (receiver: string): Now => ({ holder: receiver, linked: new Set(), leads: {}, kept: { c: new Set(), d: new Set() } });

type Step = { event: Recorded<ProtocolEvent> | undefined; file: string; raw: Raw; now: Now; toldTo: readonly string[] };

/** The events that deciders would record of what is asked, each with how things stand after it and whom it answers. */
function tell(receiver: string, asked: readonly Asked[]): Step[] {
  let now = start(receiver);
  const steps: Step[] = [];
  const add = (raw: Raw, next: Partial<Now> = {}, toldTo: readonly (string | undefined)[] = []): void => {
    now = { ...now, ...next };
    const plain = raw.type.startsWith('Exclusion');
    steps.push({ event: plain ? undefined : recorded(raw), file: raw.file, raw, now, toldTo: toldTo.flatMap((one) => (one === undefined ? [] : [units[one]!])) });
  };
  for (const id of ['c', 'd']) add({ type: 'CaseOpened', file: id, data: { lead: receiver, matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's' }, unit: receiver }, { leads: { ...now.leads, [id]: receiver } });
  add({ type: 'ContactReceived', file: 'k', data: { unit: receiver, channel: 'CALL', repeats: 'earlier' }, unit: receiver });
  let ended = false;
  for (const { what, unit: named, case: id } of asked) {
    const { holder, offered, linked, leads, kept } = now;
    const by = { file: 'k', unit: holder };
    const mayLink = units[leads[id]!] === units[holder];
    if (what === 'entry' && !ended) add({ ...by, type: 'ThreatTriaged', data: { level: 'HIGH' } });
    if (what === 'offer' && !ended && offered === undefined && named !== holder && named !== 'dgm-sede') add({ ...by, type: 'ContactHandedOver', data: { to: named } }, { offered: named });
    if (what === 'take' && !ended && offered !== undefined) add({ file: 'k', unit: offered, type: 'ContactTaken', data: { unit: offered } }, { holder: offered, offered: undefined as never }, [holder]);
    if (what === 'decline' && !ended && offered !== undefined) add({ file: 'k', unit: offered, type: 'HandOverDeclined', data: { unit: offered, reason: 'NO_LINE_FREE' } }, { offered: undefined as never }, [holder]);
    if (what === 'back' && !ended && offered !== undefined) add({ ...by, type: 'HandOverTakenBack', data: { from: offered } }, { offered: undefined as never });
    if (what === 'link' && !ended && mayLink && !linked.has(id)) add({ ...by, type: 'ContactLinkedToCase', data: { case: id } }, { linked: new Set([...linked, id]) });
    if (what === 'unlink' && mayLink && linked.has(id)) add({ ...by, type: 'ContactUnlinkedFromCase', data: { case: id } }, { linked: new Set([...linked].filter((one) => one !== id)) });
    if (what === 'lead') add({ type: 'LeadReassigned', file: id, data: { lead: named }, unit: named }, { leads: { ...leads, [id]: named } });
    const institution = units[named]!;
    if (what === 'place' && !kept[id]!.has(institution)) add({ type: 'ExclusionPlaced', file: id, data: { institution } }, { kept: { ...kept, [id]: new Set([...kept[id]!, institution]) } });
    if (what === 'lift' && kept[id]!.has(institution)) add({ type: 'ExclusionLifted', file: id, data: { institution } }, { kept: { ...kept, [id]: new Set([...kept[id]!].filter((one) => one !== institution)) } });
    if (what === 'error' && !ended) {
      add({ ...by, type: 'ContactEnteredInError', data: { reason: 'TEST' } }, { offered: undefined as never }, [offered]);
      ended = true;
    }
  }
  return steps;
}

/** What a compartment is to see of an event, said from how things stood. */
function meant(steps: readonly Step[], at_: number, { event, raw, toldTo }: Step, compartment: string): readonly string[] {
  const { holder, offered, linked, leads, kept } = steps[at_]!.now;
  const named = raw.type.includes('LinkedToCase') || raw.type.includes('UnlinkedFromCase') ? (raw.data['case'] as string) : undefined;
  if (!event || [...linked, ...(named === undefined ? [] : [named])].some((id) => kept[id]!.has(compartment))) return [];
  if (units[raw.unit!] === compartment) return dataCategories;
  if (compartment === 'dgm') return toldTo.includes(compartment) ? ['STATUS'] : []; // it is handed nothing, and receives what it meets
  if (named !== undefined) return units[leads[named]!] === compartment ? ['STATUS'] : [];
  if (units[holder] === compartment) return dataCategories;
  if (offered !== undefined && units[offered] === compartment) return ['STATUS', 'PROTECTION'];
  return toldTo.includes(compartment) ? ['STATUS'] : [];
}

type Seen = ReturnType<typeof seen>;
type Taken = { memory: (file: string) => CaseMemory; known: DirectoryMemory; anew: Set<string>[] };

/** Takes the history in as the projector does. @returns what is remembered, and for each step whose contact is projected anew. */
function observe(steps: readonly Step[]): Taken {
  const known = directory();
  const memories = new Map<string, CaseMemory>();
  const memory = (file: string): CaseMemory => {
    const found = memories.get(file) ?? emptyCase();
    memories.set(file, found);
    return found;
  };
  const anew = steps.map(({ event, file, raw }, index) => {
    if (!event) {
      const institution = raw.data['institution'] as string;
      observeExclusion(memory(file), known, `${file} ${institution}`, raw.type === 'ExclusionPlaced' ? { kind: 'INSTITUTION', id: institution } : undefined, index);
      return new Set(contactsFollow(memory, known, file, index).flatMap((changed) => changed.compartments));
    }
    const own = observeCase(memory(file), known, event, index);
    const spread = observeLinks(memory, known, file, event, index).filter((changed) => changed.file === 'k');
    return new Set([...(file === 'k' ? own : []), ...spread.flatMap((changed) => changed.compartments)]);
  });
  return { memory, known, anew };
}

const shownAt = ({ memory, known }: Taken, steps: readonly Step[], index: number, compartment: string, asOf: number): Seen => seen(memory('k'), known, { event: steps[index]!.event!, index }, compartment, asOf);
const ofContact = (steps: readonly Step[], until: number): number[] => steps.flatMap(({ file, event }, index) => (file === 'k' && event && index <= until ? [index] : []));

/** What was tried, so that nothing is left out. */
const reached = new Set<string>();

describe('what desks may see of a contact, over random histories and at every moment of them', () => {
  it('is to the category what the desk, the offer, the links and the exclusions of then say', () => {
    fc.assert(
      fc.property(unit, history, (receiver, asked) => {
        const steps = tell(receiver, asked);
        const taken = observe(steps);
        for (let asOf = 0; asOf < steps.length; asOf++) {
          for (const index of ofContact(steps, asOf)) {
            for (const compartment of compartments) {
              const shown = Object.keys(shownAt(taken, steps, index, compartment, asOf)).filter((category) => compartment !== 'dgm' || units[steps[index]!.raw.unit!] === 'dgm' || category !== 'MIGRATION');
              const expected = meant(steps, asOf, steps[index]!, compartment);
              expect([steps[index]!.raw.type, compartment, asOf, shown.sort()]).toEqual([steps[index]!.raw.type, compartment, asOf, [...expected].sort()]);
              reached.add(`${steps[index]!.raw.type} ${expected.length === dataCategories.length ? 'ALL' : expected.join(' ')}`);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
    for (const one of ['ContactReceived STATUS PROTECTION', 'ContactTaken STATUS', 'HandOverDeclined STATUS', 'ContactEnteredInError STATUS', 'ContactLinkedToCase STATUS', 'ContactUnlinkedFromCase STATUS', 'ContactLinkedToCase ']) {
      expect([one, reached.has(one)]).toEqual([one, true]); // nothing was left untried
    }
  });

  it('is the same about a moment however much was recorded since', () => {
    fc.assert(
      fc.property(unit, history, fc.nat(), (receiver, asked, cut) => {
        const steps = tell(receiver, asked);
        const moment = cut % steps.length;
        const [whole, early] = [observe(steps), observe(steps.slice(0, moment + 1))];
        for (const index of ofContact(steps, moment)) {
          for (const compartment of compartments) expect(shownAt(whole, steps, index, compartment, moment)).toEqual(shownAt(early, steps, index, compartment, moment));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is the same kept event by event, where a file is made anew for whom it says, as made anew for all', () => {
    fc.assert(
      fc.property(unit, history, (receiver, asked) => {
        const steps = tell(receiver, asked);
        const kept = new Map<string, Map<number, Seen>>(compartments.map((compartment) => [compartment, new Map<number, Seen>()]));
        steps.forEach((_, now) => {
          const taken = observe(steps.slice(0, now + 1));
          for (const compartment of compartments) {
            const rows = kept.get(compartment)!;
            for (const index of ofContact(steps, now)) {
              if (!taken.anew[now]!.has(compartment) && index !== now) continue;
              const shown = shownAt(taken, steps, index, compartment, now);
              if (Object.keys(shown).length > 0) rows.set(index, shown);
              else rows.delete(index);
            }
          }
        });
        const whole = observe(steps);
        const last = steps.length - 1;
        for (const compartment of compartments) {
          const all = ofContact(steps, last).map((index) => [index, shownAt(whole, steps, index, compartment, last)] as const);
          expect([compartment, [...kept.get(compartment)!].sort(([a], [b]) => a - b)]).toEqual([compartment, all.filter(([, shown]) => Object.keys(shown).length > 0)]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('tells of an earlier call only to the compartment that wrote so', () => {
    const [received] = tell('linea-212', []).filter(({ raw }) => raw.type === 'ContactReceived');
    const known = directory();
    for (const compartment of compartments) expect([compartment, 'repeats' in clearFor(received!.event!, known, compartment, {})]).toEqual([compartment, compartment === 'linea']);
  });
});
