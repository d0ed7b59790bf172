import fc from 'fast-check';
import type { Recorded } from '@amparo/event-sourcing';
import { protocolEvents, type DataCategory, type ExcludedParty, type ProtocolEvent } from '@amparo/protocol';
import { emptyCase, observeCase, observeExclusion, type CaseMemory } from '../../libs/institution-views/src/visibility/case-memory';
import { emptyDirectory, observeDirectory, type DirectoryMemory } from '../../libs/institution-views/src/visibility/directory-memory';
import { link, shutOut } from '../../libs/institution-views/src/visibility/exclusion-spread';
import { caseOfMandate } from '../../libs/institution-views/src/visibility/investigation-memory';
import { seen, type Placed } from '../../libs/institution-views/src/visibility/visibility';

const at = '2026-01-05T12:00:00.000Z';
type Data = Readonly<Record<string, unknown>>;
type Raw = Readonly<{ type: string; stream: string; data: Data; unit: string }>;

const units: Record<string, string> = { 'mmujer-azua': 'mmujer', 'pgr-pett': 'pgr-pett', 'pgr-azua': 'pgr-azua', 'pn-trata': 'pn', 'dgm-sede': 'dgm' };
const compartments = Object.values(units);
const institutionOf = (compartment: string): string => compartment.split('-')[0]!;
const prosecutors = ['pgr-pett', 'pgr-azua'];
const cases = ['k1', 'k2'];
const keeper = (unit: string) => ({ agent: `ag-${unit}`, institution: institutionOf(unit) });

let serial = 0;
const recorded = ({ type, stream, data, unit }: Raw): Recorded<ProtocolEvent> =>
  ({ id: `e${++serial}`, stream, seq: 0, type, data, at, recordedAt: at, actor: { client: 'amparo', assurance: 'AUTHENTICATED', unit }, envelope: { basis: { kind: 'LEGAL_MANDATE' } } }) as unknown as Recorded<ProtocolEvent>;

function directory(): DirectoryMemory {
  const memory = emptyDirectory();
  const observe = (type: string, stream: string, data: Data): void => void observeDirectory(memory, recorded({ type, stream, data, unit: '' }));
  for (const code of ['mmujer', 'pgr', 'pn', 'dgm']) observe('InstitutionRegistered', `institution-${code}`, { code, name: code, kind: code === 'dgm' ? 'MIGRATION_CONTROL' : 'WOMEN' });
  for (const [unit, compartment] of Object.entries(units)) {
    observe('UnitOpened', `unit-${unit}`, { unit, name: unit, institution: institutionOf(unit), operator: institutionOf(unit), compartment, kind: 'OFFICE', residential: false });
    observe('AgentAppointed', `institution-${institutionOf(unit)}`, { agent: `ag-${unit}`, person: `p-${unit}`, unit, compartment, roles: [] });
  }
  return memory;
}

const unit = fc.constantFrom(...Object.keys(units));
const prosecutor = fc.constantFrom(...prosecutors);
const caseId = fc.constantFrom(...cases);
const id = fc.constantFrom('0', '1');
const event = (type: string, stream: fc.Arbitrary<string>, data: fc.Arbitrary<Data>, by: fc.Arbitrary<string> = unit): fc.Arbitrary<Raw> => fc.record({ type: fc.constant(type), stream, data, unit: by });
const inCase = caseId.map((one) => `case-${one}`);
const here = fc.constant('investigation-i');
const exhibit = fc.constant('exhibit-x');
const categories = fc.subarray<DataCategory>(['STATUS', 'IDENTITY', 'PROTECTION', 'HEALTH', 'WHEREABOUTS'], { minLength: 1 });
const handed = fc.constantFrom('pn-trata', 'mmujer-azua', 'pgr-azua', 'dgm-sede').map(keeper);

const lead = event('LeadReassigned', inCase, fc.record({ lead: unit }));
const reassigned = event('InvestigationReassigned', here, fc.record({ to: prosecutor }), fc.constant('mmujer-azua'));
const exclusion = event('Exclusion', id.map((one) => `exclusion-${one}`), fc.record({ place: fc.boolean(), institution: fc.constantFrom('pgr', 'pgr', 'mmujer', 'pn'), files: fc.subarray(['k1', 'k2', 'i'], { minLength: 1, maxLength: 2 }) }));
const mandates = [
  event('SurvivorDescribed', inCase, fc.constant({ ageBand: '24-26', sex: 'FEMALE' })),
  event('ScreeningRecorded', inCase, fc.constant({ screening: 's' })),
  event('CaseAssigned', inCase, fc.constant({ agent: 'ag-1', unit: 'mmujer-azua' })),
  event('CaseAttached', here, fc.record({ case: caseId, on: fc.constant('COMPLAINT') }), prosecutor),
  event('MandateIssued', here, fc.record({ mandate: id.map((one) => `m${one}`), kind: fc.constant('COURT_ORDER'), number: fc.constant('J-1'), case: caseId, to: prosecutor, categories, until: fc.constant('2027-01-01T00:00:00.000Z') }), prosecutor),
  event('MandateEnded', here, fc.record({ mandate: id.map((one) => `m${one}`), reason: fc.constant('NOT_NEEDED') }), prosecutor),
  event('DisclosureUnderReserve', here, fc.record({ disclosure: id.map((one) => `d${one}`), case: caseId, categories, number: fc.constant('J-1'), reviewAt: fc.constant(at) }), prosecutor),
  event('ReserveEnded', here, fc.record({ disclosure: id.map((one) => `d${one}`) }), fc.constant('')),
];
const custody = [
  event('StatementTaken', here, fc.constant({ statement: 's', speaker: 'WITNESS', person: 'w', interview: 1 }), prosecutor),
  event('ExhibitCollected', exhibit, fc.record({ custodian: handed }), unit),
  event('CustodyOffered', exhibit, fc.record({ to: handed })),
  event('CustodyAccepted', exhibit, fc.record({ custodian: handed })),
  event('CustodyReassigned', exhibit, fc.record({ custodian: handed })),
  event('CustodyRefused', exhibit, fc.constant({ reason: 'CANNOT_KEEP_IT' })),
  event('SealBroken', exhibit, fc.constant({ reason: 'EXAMINATION' })),
  event('ExhibitExamined', exhibit, fc.constant({ examination: 'DIGITAL' })),
  event('ExhibitReturned', exhibit, fc.constant({})),
];
/** Stories of mandates, of custody, and of both: each long enough that something happens to what happened before. */
const story = (events: readonly fc.Arbitrary<Raw>[]): fc.Arbitrary<Raw[]> => fc.array(fc.oneof(...events), { minLength: 10, maxLength: 25 });
const history = fc.oneof(story([...mandates, exclusion, lead]), story([...custody, reassigned]), story([...mandates, ...custody, exclusion, lead, reassigned]));

type Step = Readonly<{ raw: Raw; placed?: Placed }>;
type Ran = Readonly<{ memories: ReadonlyMap<string, CaseMemory>; steps: readonly Step[]; known: DirectoryMemory; changed: readonly ReadonlyMap<string, ReadonlySet<string>>[] }>;
const fileOf = ({ stream }: Raw): string => (stream.startsWith('case-') ? stream.slice('case-'.length) : 'i');

/** Leaves out what no decision would record: an id twice, an end of what has not begun, a custodian by no offer. */
function possible(raw: readonly Raw[]): Raw[] {
  const begun = new Map<string, string>();
  const ended = new Set<string>();
  const kept = new Map<string, { custodian: string; offered: string }>();
  return raw.flatMap((one): Raw[] => {
    const { type, stream, data } = one;
    const known = (key: unknown): boolean => begun.has(String(key));
    const once = (key: unknown, value = ''): boolean => !known(key) && begun.set(String(key), value) !== undefined;
    const agent = ((data['to'] ?? data['custodian']) as { agent?: string } | undefined)?.agent ?? '';
    const hand = kept.get(stream);
    switch (type) {
      case 'MandateIssued':
        return once(data['mandate'], data['case'] as string) ? [one] : [];
      case 'DisclosureUnderReserve':
        return once(data['disclosure'], data['case'] as string) ? [one] : [];
      case 'MandateEnded':
      case 'ReserveEnded': {
        const key = String(data['mandate'] ?? data['disclosure']);
        if (!known(key) || ended.has(key)) return [];
        ended.add(key);
        return [{ ...one, data: { ...data, case: begun.get(key) } }];
      }
      case 'ExhibitCollected':
        if (hand) return [];
        kept.set(stream, { custodian: one.unit, offered: '' });
        return [{ ...one, data: { custodian: keeper(one.unit) } }];
      case 'CustodyOffered':
        return hand ? (kept.set(stream, { ...hand, offered: agent.slice(3) }), [{ ...one, unit: hand.custodian }]) : [];
      case 'CustodyAccepted':
        if (!hand?.offered) return [];
        kept.set(stream, { custodian: hand.offered, offered: '' });
        return [{ ...one, unit: hand.offered, data: { custodian: keeper(hand.offered) } }];
      case 'CustodyReassigned':
        return hand ? (kept.set(stream, { custodian: agent.slice(3), offered: '' }), [{ ...one, unit: 'pgr-pett' }]) : [];
      case 'CustodyRefused':
        return hand?.offered ? (kept.set(stream, { ...hand, offered: '' }), [{ ...one, unit: hand.offered }]) : [];
      case 'SealBroken':
        return hand ? (kept.set(stream, { ...hand, offered: '' }), [{ ...one, unit: hand.custodian }]) : [];
      case 'ExhibitExamined':
        return hand ? [{ ...one, unit: hand.custodian }] : [];
      case 'ExhibitReturned':
        return hand && kept.delete(stream) && begun.set(stream, '') ? [{ ...one, unit: hand.custodian }] : [];
      case 'Exclusion':
        return (data['place'] as boolean) ? (once(stream) ? [one] : []) : known(stream) && !ended.has(stream) && ended.add(stream) ? [one] : [];
      default:
        return [one];
    }
  }).filter(({ type, stream }, i, all) => type === 'ExhibitCollected' || !stream.startsWith('exhibit-') || !all.slice(0, i).some((one) => one.stream === stream && one.type === 'ExhibitReturned'));
}

const beginnings: readonly Raw[] = [
  ...cases.map((one) => ({ type: 'CaseOpened', stream: `case-${one}`, data: { lead: 'mmujer-azua', matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: one }, unit: 'mmujer-azua' })),
  { type: 'ComplaintFiled', stream: 'investigation-i', data: { file: 'f', to: 'pgr-pett', matter: 'TRAFFICKING', complainant: 'INSTITUTION' }, unit: 'pn-trata' },
];

/** Takes a history in as the projector does. */
function run(raw: readonly Raw[]): Ran {
  const known = directory();
  const memories = new Map<string, CaseMemory>();
  const memory = (file: string): CaseMemory => memories.get(file) ?? memories.set(file, emptyCase()).get(file)!;
  const reached = new Map<string, Set<string>>();
  const changed: Map<string, Set<string>>[] = [];
  const steps = raw.map((one, index): Step => {
    const now = new Map<string, Set<string>>();
    changed.push(now);
    const note = (file: string, whom: readonly string[]): void => whom.forEach((compartment) => now.set(file, (now.get(file) ?? new Set<string>()).add(compartment)));
    const spread = (all: ReturnType<typeof link>): void => {
      for (const { exclusion, file, compartments: whom } of all) {
        reached.set(exclusion, (reached.get(exclusion) ?? new Set<string>()).add(file));
        note(file, whom);
      }
    };
    if (one.type === 'Exclusion') {
      const party: ExcludedParty = { kind: 'INSTITUTION', id: one.data['institution'] as string };
      const exclusion = one.stream.slice('exclusion-'.length);
      if (one.data['place'] === true) spread((one.data['files'] as string[]).flatMap((file) => shutOut(memory, known, file, { id: exclusion, party }, index)));
      else for (const file of reached.get(exclusion) ?? []) note(file, observeExclusion(memory(file), known, exclusion, undefined, index));
      return { raw: one };
    }
    const placed = { event: recorded(one), index };
    if (one.type === 'CaseAttached' || one.type === 'MandateIssued') spread(link(memory, known, 'i', one.data['case'] as string, index));
    const also = caseOfMandate(placed.event);
    for (const file of also === undefined ? [fileOf(one)] : [fileOf(one), also]) note(file, observeCase(memory(file), known, placed.event, index));
    return { raw: one, placed };
  });
  return { memories, steps, known, changed };
}

/** An oracle written otherwise: reads the raw history up to a moment and says what a compartment may see of an event in a file. */
function allowed(steps: readonly Step[], file: string, compartment: string, at_: number, of: Step): readonly string[] {
  const past = steps.slice(0, at_ + 1).map(({ raw }, index) => ({ ...raw, index }));
  const named = new Set(past.filter(({ type }) => type === 'CaseAttached' || type === 'MandateIssued').map(({ data }) => data['case'] as string));
  const exclusions = past.filter(({ type, stream, data, index }) => type === 'Exclusion' && data['place'] === true && data['institution'] === institutionOf(compartment) && !past.some((later) => later.index > index && later.stream === stream));
  const shutFrom = (one: string): boolean => exclusions.some(({ data }) => (data['files'] as string[]).includes(one));
  const shutFromInvestigation = shutFrom('i') || [...named].some(shutFrom);
  const { raw, placed } = of;
  const isAuthor = units[raw.unit] === compartment;
  if (file === 'i') {
    if (shutFromInvestigation) return [];
    const holder = past.filter(({ type }) => type === 'ComplaintFiled' || type === 'InvestigationReassigned').at(-1)?.data['to'] as string;
    if (units[holder] === compartment || isAuthor) return ['INVESTIGATION'];
    if (!raw.stream.startsWith('exhibit-') || compartment === 'dgm') return [];
    const ofIt = past.filter(({ stream }) => stream === raw.stream);
    let [custodian, offered] = ['', ''];
    let gaveItAway = false;
    for (const { type, unit: by, data, index } of ofIt) {
      const before = custodian;
      if (type === 'ExhibitCollected' || type === 'CustodyAccepted') [custodian, offered] = [by, ''];
      if (type === 'CustodyOffered') offered = (data['to'] as { agent: string }).agent.slice(3);
      if (type === 'CustodyRefused' || type === 'SealBroken') offered = '';
      if (type === 'ExhibitReturned') [custodian, offered] = ['', ''];
      if (type === 'CustodyReassigned') [custodian, offered] = [(data['custodian'] as { agent: string }).agent.slice(3), ''];
      if (index === placed!.index && ['CustodyAccepted', 'CustodyReassigned'].includes(type) && units[before] === compartment) gaveItAway = true;
    }
    return units[custodian] === compartment || units[offered] === compartment || gaveItAway ? ['STATUS'] : [];
  }
  if (shutFrom(file)) return [];
  const lead = past.filter(({ type, stream }) => stream === `case-${file}` && (type === 'CaseOpened' || type === 'LeadReassigned')).at(-1)?.data['lead'] as string;
  const leads = units[lead] === compartment;
  if (raw.stream === 'investigation-i') {
    const reserveEnded = past.some(({ type, data }) => type === 'ReserveEnded' && data['disclosure'] === raw.data['disclosure']);
    return raw.type === 'DisclosureUnderReserve' && reserveEnded && leads && compartment !== 'dgm' ? ['STATUS'] : [];
  }
  const category = protocolEvents[raw.type as ProtocolEvent['type']].category;
  if (isAuthor) return [category];
  if (compartment === 'dgm') return [];
  const running = past.filter(({ type, data, index }) => type === 'MandateIssued' && data['case'] === file && units[data['to'] as string] === compartment && !past.some((later) => later.index > index && later.type === 'MandateEnded' && later.data['mandate'] === data['mandate']));
  const opened = shutFromInvestigation || ['CaseAssigned', 'LeadReassigned'].includes(raw.type) ? [] : running.flatMap(({ data }) => data['categories'] as string[]);
  return leads || opened.includes(category) ? [category] : [];
}

/** The category of an event, as far as it is shown: its own, or STATUS where only what stands in clear is. */
function shownOf({ memories, known }: Ran, file: string, compartment: string, asOf: number, { placed, raw }: Step): string[] {
  const shown = seen(memories.get(file) ?? emptyCase(), known, placed!, compartment, asOf);
  const own = protocolEvents[raw.type as ProtocolEvent['type']].category;
  return own in shown ? [own] : Object.keys(shown);
}

const filesOf = ({ raw, placed }: Step): string[] => {
  const also = placed && caseOfMandate(placed.event);
  return also === undefined ? [fileOf(raw)] : [fileOf(raw), also];
};

const everyPair = (check: (ran: Ran, step: Step, file: string, compartment: string, asOf: number) => void, numRuns = 100) =>
  fc.assert(
    fc.property(history, (raw) => {
      const ran = run([...beginnings, ...possible(raw)]);
      for (let asOf = 0; asOf < ran.steps.length; asOf++) {
        for (const step of ran.steps.slice(0, asOf + 1)) {
          if (step.placed) for (const file of filesOf(step)) for (const compartment of compartments) check(ran, step, file, compartment, asOf);
        }
      }
    }),
    { numRuns },
  );

describe('visibility of investigations, exhibits and what mandates open, over random histories and at every moment of them', () => {
  it('shows of the investigation, of each exhibit, and of each case what an oracle says, and nothing else', () =>
    everyPair((ran, step, file, compartment, asOf) => {
      expect([step.raw.type, file, compartment, asOf, shownOf(ran, file, compartment, asOf, step)]).toEqual([step.raw.type, file, compartment, asOf, allowed(ran.steps, file, compartment, asOf, step)]);
    }));

  it('changes what somebody sees of the past only where it says that their basis changed', () =>
    everyPair((ran, step, file, compartment, asOf) => {
      if (step.placed!.index === asOf || asOf === 0 || ran.changed[asOf]!.get(file)?.has(compartment)) return;
      expect([step.raw.type, file, compartment, shownOf(ran, file, compartment, asOf, step)]).toEqual([step.raw.type, file, compartment, shownOf(ran, file, compartment, asOf - 1, step)]);
    }));

  it('says of no lead that its basis changed before a reserve ends', () =>
    fc.assert(
      fc.property(history, (raw) => {
        const { steps, changed } = run([...beginnings, ...possible(raw)]);
        steps.forEach(({ raw: { type } }, index) => {
          if (['MandateIssued', 'MandateEnded', 'DisclosureUnderReserve', 'CaseAttached'].includes(type)) for (const one of cases) expect([...(changed[index]!.get(one) ?? [])].filter((compartment) => !prosecutors.includes(compartment))).toEqual([]);
        });
      }),
    ));

  it('answers the same about a moment however much was recorded since', () =>
    fc.assert(
      fc.property(history, fc.nat(), (raw, cut) => {
        const all = [...beginnings, ...possible(raw)];
        const moment = cut % all.length;
        const [whole, early] = [run(all), run(all.slice(0, moment + 1))];
        for (const step of early.steps) {
          const later = { ...step, ...(step.placed && { placed: whole.steps[step.placed.index]!.placed! }) };
          if (step.placed) for (const file of filesOf(step)) for (const compartment of compartments) expect(shownOf(whole, file, compartment, moment, later)).toEqual(shownOf(early, file, compartment, moment, step));
        }
      }),
      { numRuns: 100 },
    ));
});
