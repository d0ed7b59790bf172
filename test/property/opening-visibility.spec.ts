import fc from 'fast-check';
import { dataCategories, type DataCategory, type ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { emptyCase, observeCase } from '../../libs/institution-views/src/visibility/case-memory';
import { emptyDirectory, observeDirectory, type DirectoryMemory } from '../../libs/institution-views/src/visibility/directory-memory';
import { seen, type Seen } from '../../libs/institution-views/src/visibility/visibility';

type Told = { type: string; unit: string; stream?: string; data: Record<string, unknown> };
const at = '2026-01-05T12:00:00.000Z';
const recorded = ({ type, unit, data, stream = 'case-k' }: Told, n: number): Recorded<ProtocolEvent> =>
  ({ id: `e${n}`, stream, seq: n, type, data, at, recordedAt: at, actor: { client: 'amparo', assurance: 'AUTHENTICATED', unit }, envelope: { basis: { kind: 'COURT_ORDER' } } }) as unknown as Recorded<ProtocolEvent>;

const others = ['conani', 'pgr', 'dgm'];
function directory(): DirectoryMemory {
  const memory = emptyDirectory();
  ['mmujer', ...others].forEach((code, n) => observeDirectory(memory, recorded({ type: 'InstitutionRegistered', unit: '', stream: `institution-${code}`, data: { code, kind: code === 'dgm' ? 'MIGRATION_CONTROL' : 'WOMEN' } }, n)));
  return memory;
}

const lead = fc.constant('mmujer');
const other = fc.constantFrom(...others);
const told = (type: string, unit: fc.Arbitrary<string>, data: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Told> =>
  fc.tuple(unit, fc.record(data)).map(([by, all]) => ({ type, unit: by, data: all as Record<string, unknown> }));
const ends = ['2027-01-01T00:00:00.000Z', '2027-01-01T02:00:00.000Z'];
const access = fc.constantFrom('a0', 'a1');
const flag = fc.constantFrom('f0', 'f1');
const disclosure = fc.constantFrom('d0', 'd1');
const some = fc.uniqueArray(fc.constantFrom(...dataCategories), { minLength: 1, maxLength: 4 });
const history = fc.array(
  fc.oneof(
    told('SurvivorDescribed', lead, { ageBand: fc.constant('24-26') }),
    told('ScreeningRecorded', lead, { screening: fc.constant('s') }),
    told('AliasRecorded', lead, {}),
    told('EntryCorrected', lead, { corrects: fc.constantFrom('e1', 'e2', 'e3'), category: fc.constantFrom(...dataCategories) }),
    told('RiskFlagRaised', lead, { flag }),
    told('RiskFlagCleared', lead, { flag }),
    // Not even a record that names whereabouts or migration opens them to whom it must not: the function does not rely on the decision.
    other.chain((by) => told('EmergencyAccessOpened', fc.constant('mmujer'), { access, compartment: fc.constant(by), further: fc.uniqueArray(fc.constantFrom('IDENTITY', 'CONTACT', 'HEALTH', 'CHILDREN', 'MIGRATION', 'WHEREABOUTS')), until: fc.constantFrom(...ends) })),
    told('EmergencyAccessEnded', lead, { access }),
    told('EmergencyAccessReviewed', lead, { access, finding: fc.constant('NOT_JUSTIFIED') }),
    told('DisclosureMade', lead, { disclosure, receiver: other, categories: some, purpose: fc.constant('RESIDENCE'), consents: fc.constantFrom([], ['c']), until: fc.constantFrom(...ends) }),
    told('DisclosureLapsed', lead, { disclosure }),
    told('DisclosureInErrorRecorded', lead, { disclosure, categories: some }),
    told('ConsentGiven', lead, { consent: fc.constant('c'), receiver: other, categories: some, history: fc.constantFrom('CURRENT', 'SINCE', 'ALL'), until: fc.constantFrom(...ends) }),
    told('ConsentWithdrawn', lead, { consent: fc.constant('c') }),
    told('LeadTransferRequested', lead, { transfer: fc.constant('t'), to: other }),
    told('LeadTransferDeclined', lead, { transfer: fc.constant('t') }),
    told('Exclusion', lead, { institution: other }),
  ),
  { minLength: 4, maxLength: 30 },
);

/** Told otherwise: what is open to a compartment after these events, by access and by disclosure. */
function open(past: readonly Told[], compartment: string) {
  const accesses = new Map<string, { further: DataCategory[]; until: string }>();
  const opened = new Set<string>();
  const disclosures = new Map<string, { categories: DataCategory[]; consents: string[] }>();
  const flags = new Map<string, number>();
  let consent: DataCategory[] | undefined;
  let [excluded, asked] = [false, false];
  past.forEach(({ type, data }, n) => {
    if (type === 'EmergencyAccessOpened' && data['compartment'] === compartment) {
      accesses.set(data['access'] as string, data as never);
      opened.add(data['access'] as string);
    }
    if (type === 'EmergencyAccessEnded') accesses.delete(data['access'] as string);
    if (type === 'RiskFlagRaised') flags.set(data['flag'] as string, n);
    if (type === 'RiskFlagCleared') flags.delete(data['flag'] as string);
    if (type === 'DisclosureMade' && data['receiver'] === compartment) disclosures.set(data['disclosure'] as string, data as never);
    if (type === 'DisclosureLapsed' || type === 'DisclosureInErrorRecorded') disclosures.delete(data['disclosure'] as string);
    if (type === 'ConsentGiven') consent = data['categories'] as DataCategory[];
    if (type === 'ConsentWithdrawn') consent = undefined;
    if (type.startsWith('LeadTransfer')) asked = type === 'LeadTransferRequested' && data['to'] === compartment;
    if (type === 'Exclusion' && data['institution'] === compartment) excluded = true;
  });
  const standing = [...disclosures.values()].map(({ categories, consents }) => (consents.length === 0 ? categories : categories.filter((one) => consent?.includes(one))));
  const disclosed = new Set(standing.flat());
  const holds = [...disclosures.values()].some(({ consents }) => consents.length === 0 || consent !== undefined);
  return { accesses: compartment === 'dgm' ? [] : [...accesses.values()], opened, disclosed, holds, flags: [...flags.values()], excluded, asked };
}

/** That an access ended, or was reviewed. */
const tellsOfAccess = ({ type }: Told): boolean => type === 'EmergencyAccessEnded' || type === 'EmergencyAccessReviewed';

type Check = (shown: Seen, basis: ReturnType<typeof open>, one: Told, n: number, compartment: string) => void;
/** Every event, at every moment, for every compartment. An id is given once: what no decision would record twice is left out. */
const everywhere = (check: Check): void =>
  fc.assert(
    fc.property(history, (raw) => {
      const ids = new Set<string>();
      const once = raw.filter(({ type, data }) => {
        const id = ['EmergencyAccessOpened', 'DisclosureMade', 'RiskFlagRaised', 'ConsentGiven', 'LeadTransferRequested'].includes(type) && `${type} ${String(data['access'] ?? data['disclosure'] ?? data['flag'] ?? data['consent'] ?? data['transfer'])}`;
        return id === false || (!ids.has(id) && ids.add(id));
      });
      const all: Told[] = [{ type: 'CaseOpened', unit: 'mmujer', data: { lead: 'mmujer' } }, ...once];
      const [known, memory] = [directory(), emptyCase()];
      const events = all.map(recorded);
      events.forEach((event, n) => {
        if (all[n]!.type === 'Exclusion') memory.exclusions.push({ id: `x${n}`, party: { kind: 'INSTITUTION', id: all[n]!.data['institution'] as string }, from: n });
        else observeCase(memory, known, event, n);
      });
      for (let asOf = 0; asOf < all.length; asOf++)
        for (const compartment of others) {
          const basis = open(all.slice(0, asOf + 1), compartment);
          for (let n = 0; n <= asOf; n++) if (all[n]!.type !== 'Exclusion') check(seen(memory, known, { event: events[n]!, index: n }, compartment, asOf), basis, all[n]!, n, compartment);
        }
    }),
    { numRuns: 300 },
  );

describe('what is opened outside a referral, over random histories and at every moment of them', () => {
  it('is nothing without an access or a disclosure in force, and nothing to the excluded', () => {
    let nothing = 0;
    everywhere((shown, { accesses, holds, excluded, asked }, one) => {
      if (!excluded && (accesses.length > 0 || holds || asked || tellsOfAccess(one))) return;
      expect(shown).toEqual({});
      nothing++;
    });
    expect(nothing).toBeGreaterThan(100);
  });

  it('is by emergency the flags in force and the further categories, each until it ends; never whereabouts, nothing to migration control', () => {
    let flagged = 0;
    everywhere((shown, { accesses, holds, excluded, asked, flags }, one, n) => {
      if (excluded || holds || asked || accesses.length === 0 || tellsOfAccess(one)) return;
      const { type, data } = one;
      const isFlag = flags.includes(n) || (type === 'EntryCorrected' && flags.some((at) => data['corrects'] === `e${at}`));
      const may = new Set<string>(accesses.flatMap(({ further }) => further).filter((category) => category !== 'WHEREABOUTS'));
      if (isFlag) may.add('PROTECTION');
      if (type === 'SurvivorDescribed' && may.has('IDENTITY')) may.add('STATUS');
      for (const [category, until] of Object.entries(shown)) {
        expect([...may]).toContain(category);
        expect(accesses.map((access) => access.until)).toContain(until);
      }
      if (!flags.includes(n)) return;
      expect(shown.PROTECTION).toBeDefined();
      flagged++;
    });
    expect(flagged).toBeGreaterThan(20);
  });

  it('is of an access, that it ended and what was found of it, in clear and for good, to who opened it; to nobody else on any basis', () => {
    let own = 0;
    everywhere((shown, { opened, excluded }, one, _n, compartment) => {
      if (!tellsOfAccess(one)) return;
      const reads = !excluded && compartment !== 'dgm' && opened.has(one.data['access'] as string);
      expect(shown).toEqual(reads ? { STATUS: null } : {});
      if (reads) own++;
    });
    expect(own).toBeGreaterThan(20);
  });

  it('is by disclosure what it and her consent cover, and of migration data alone to migration control', () => {
    let disclosedTo = 0;
    everywhere((shown, { accesses, disclosed, holds, excluded, asked }, one, _n, compartment) => {
      if (excluded || asked || accesses.length > 0 || !holds || tellsOfAccess(one)) return;
      const { type } = one;
      const may = compartment === 'dgm' ? ['MIGRATION'] : [...disclosed, ...(type === 'DisclosureMade' || (type === 'SurvivorDescribed' && disclosed.has('IDENTITY')) ? ['STATUS'] : [])];
      for (const category of Object.keys(shown)) {
        expect(may).toContain(category);
        disclosedTo++;
      }
    });
    expect(disclosedTo).toBeGreaterThan(20);
  });

  it('is of a transfer that waits for an answer that it was asked for', () => {
    let waiting = 0;
    everywhere((shown, { accesses, holds, excluded, asked }, one, _n, compartment) => {
      if (excluded || holds || accesses.length > 0 || !asked || tellsOfAccess(one)) return;
      expect(Object.keys(shown)).toEqual(one.type === 'LeadTransferRequested' && compartment !== 'dgm' ? ['STATUS'] : []);
      waiting++;
    });
    expect(waiting).toBeGreaterThan(20);
  });
});
