import fc from 'fast-check';
import { looksUnder, type Caller } from '@amparo/access';
import type { DomainEvent, Recorded } from '@amparo/event-sourcing';
import { clocks, roles, type ProtocolEvent } from '@amparo/protocol';
import type { Visible } from '../../libs/institution-views/src/case-timeline/case-timeline';
import { passing } from '../../libs/institution-views/src/case-reader.graphql';
import { filePass } from '../../libs/institution-views/src/gated-case';
import { put } from '../../libs/institution-views/src/projector/projection';
import type { ListPlace } from '../../libs/institution-views/src/view';
import { CompartmentFile } from '../../libs/institution-views/src/view-store/compartment-file';
import { emptyDirectory, observeDirectory } from '../../libs/institution-views/src/visibility/directory-memory';
import type { Seen } from '../../libs/institution-views/src/visibility/visibility';

/** One compartment of three offices and a unit of another one, over random histories of a few of its cases. */
const at = '2026-01-05T12:00:00.000Z';
const later = (hours: number): string => new Date(Date.parse(at) + hours * 3_600_000).toISOString();
const own = ['mmujer-azua', 'mmujer-bani', 'mmujer-cotui'];
const agents = ['ag-1', 'ag-2', 'ag-3'];
const unit = fc.constantFrom(...own, 'inm-sede');
const ids = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5'];
const files = ['k0', 'k1', 'k2'];
const fileOf = (referral: string): string => files[ids.indexOf(referral) % files.length]!;

const directory = emptyDirectory();
const founded = (type: string, stream: string, data: object): void => void observeDirectory(directory, { type, stream, data } as unknown as Recorded<ProtocolEvent & DomainEvent>);
for (const code of ['mmujer', 'inm']) founded('InstitutionRegistered', `institution-${code}`, { code, name: code, kind: 'WOMEN' });
for (const code of [...own, 'inm-sede']) {
  const institution = code.split('-')[0]!;
  founded('UnitOpened', `unit-${code}`, { unit: code, name: code, institution, operator: institution, compartment: institution, kind: 'OFFICE', residential: false });
}

type Told = Readonly<{ file: string; type: ProtocolEvent['type']; stream: string; data: object; by: string | undefined; hours: number; shown: Seen }>;
const told = (type: ProtocolEvent['type'], of: fc.Arbitrary<Readonly<{ file: string; stream: string; data: object }>>): fc.Arbitrary<Told> =>
  fc.record({ of, by: fc.option(unit, { nil: undefined }), hours: fc.nat(40), shown: fc.constantFrom<Seen>({ STATUS: null }, { STATUS: null }, { IDENTITY: null }, { STATUS: later(1) }) }).map(({ of: where, ...rest }) => ({ type, ...where, ...rest }));
const ofCase = (type: ProtocolEvent['type'], data: fc.Arbitrary<object>): fc.Arbitrary<Told> => told(type, fc.tuple(fc.constantFrom(...files), data).map(([file, of]) => ({ file, stream: `case-${file}`, data: of })));
const ofReferral = (type: ProtocolEvent['type'], data: fc.Arbitrary<object> = fc.constant({})): fc.Arbitrary<Told> =>
  told(type, fc.tuple(fc.constantFrom(...ids), data).map(([id, of]) => ({ file: fileOf(id), stream: `referral-${id}`, data: of })));

const event = fc.oneof(
  ofCase('CaseAssigned', fc.record({ agent: fc.constantFrom(...agents), unit })),
  ofCase('LeadReassigned', fc.record({ lead: unit })),
  { weight: 4, arbitrary: ofReferral('ReferralRequested', fc.record({ from: unit, to: unit, service: fc.constant('LEGAL_AID'), priority: fc.constantFrom('EMERGENCY', 'NORMAL'), consents: fc.constant([]) })) },
  { weight: 2, arbitrary: ofReferral('ReferralAccepted') },
  ofReferral('ServiceStarted'),
  ofReferral('ReferralWithdrawn', fc.constant({ reason: 'OTHER' })),
  told('CustodyOffered', fc.record({ file: fc.constantFrom(...files), agent: fc.constantFrom(...agents) }).map(({ file, agent }) => ({ file, stream: `exhibit-${file}`, data: { to: { agent, institution: 'mmujer' } } }))),
  told('ReturnPartyNamed', fc.record({ file: fc.constantFrom(...files), party: unit }).map(({ file, party }) => ({ file, stream: `return-${file}`, data: { task: 'MEETS', party, consents: [] } }))),
);
/** What one transaction takes in. `forget`: a file that is projected anew, without what came before. */
const batches = fc.array(fc.record({ forget: fc.option(fc.constantFrom(...files), { nil: undefined, freq: 6 }), events: fc.array(event, { minLength: 1, maxLength: 6 }) }), { minLength: 1, maxLength: 8 });
type Batch = Readonly<{ forget?: string | undefined; events: readonly Told[] }>;

const entryOf = ({ type, stream, data, by, hours, shown }: Told, index: number): Visible =>
  ({ id: `e${index}`, index, stream, type, schema: 1, at: later(hours), recordedAt: later(hours), actor: by === undefined ? {} : { unit: by }, data, shown, parts: [], ...(type === 'CustodyOffered' && hours % 2 === 0 && { intoHands: true }) }) as unknown as Visible;

/** The file after each of the transactions; what is forgotten leaves nothing of its file. */
function taken(told_: readonly Batch[], each: (file: CompartmentFile) => void = () => undefined): CompartmentFile {
  const kept = new CompartmentFile(':memory:');
  let index = 0;
  for (const { forget, events } of told_) {
    kept.write(1n, () => {
      if (forget !== undefined) kept.keepBeginning(forget, []);
      for (const one of events) put(kept, one.file, entryOf(one, index++), 'mmujer', directory, clocks);
    });
    each(kept);
  }
  return kept;
}

const callers = fc.record({ agent: fc.option(fc.constantFrom(...agents), { nil: undefined, freq: 10 }), unit: fc.option(fc.constantFrom(...own), { nil: undefined, freq: 10 }), roles: fc.subarray([...roles], { minLength: 1, maxLength: 3 }) });
type Placed = ListPlace & Readonly<{ file: string; row: object }>;

type List = readonly [kind: string, list: string];
const lists: readonly List[] = [['referral', 'IN'], ['referral', 'OUT'], ['due', 'ALL']];
/** Who keeps an exhibit reads what is due of it beside the gate of its file. */
const handedHere = (row: object): boolean => (row as { handedHere?: boolean }).handedHere === true;

/** All pages of a list as a caller reads them on, each from where the page before ended. */
function pages(kept: CompartmentFile, [kind, list]: List, caller: Caller, keys: ReturnType<typeof looksUnder>, size: number): Placed[][] {
  const passes = ({ file, row }: Placed): boolean => handedHere(row) || filePass(caller, kept.file(file), [], later(10)) !== 'NONE';
  const all: Placed[][] = [];
  for (let after: ListPlace | undefined; ; ) {
    const page = passing<Placed>((last, limit) => kept.list(kind, list, last ?? after, limit, keys), passes, size);
    all.push(page);
    if (page.length < size) return all;
    after = { sort: page[page.length - 1]!.sort, id: page[page.length - 1]!.id };
  }
}

describe('lists that are paged by what reaches the reader', () => {
  it('hold for everybody, page by page, what the gate leaves of the whole list, in its order', () => {
    const byKey: Record<string, number> = {};
    fc.assert(
      fc.property(batches, fc.array(callers, { minLength: 6, maxLength: 6 }), fc.integer({ min: 1, max: 3 }), (told_, asking, size) => {
        taken(told_ as readonly Batch[], (kept) => {
          for (const one of asking as unknown as Caller[]) {
            for (const list of lists) {
              const keys = looksUnder(one);
              const shown = pages(kept, list, one, keys, size);
              expect(shown).toEqual(pages(kept, list, one, 'COMPARTMENT', size));
              if (keys !== 'COMPARTMENT') byKey[list[0]] = (byKey[list[0]] ?? 0) + shown.flat().length;
              if (keys !== 'COMPARTMENT') byKey['exhibits'] = (byKey['exhibits'] ?? 0) + shown.flat().filter(({ row }) => handedHere(row)).length;
            }
          }
        }).close();
      }),
      { numRuns: 60 },
    );
    for (const kind of ['referral', 'due', 'exhibits']) expect([kind, byKey[kind]! > 100]).toEqual([kind, true]);
  });

  it('hold nothing that the gate keeps back for role, unit or assignment alone', () => {
    fc.assert(
      fc.property(batches, callers, (told_, asking) => {
        const kept = taken(told_ as readonly Batch[]);
        const caller = asking as unknown as Caller;
        const keys = looksUnder(caller);
        for (const [kind, list] of lists) {
          if (keys === 'COMPARTMENT') continue;
          for (const { file, row } of kept.list<object>(kind, list, undefined, 100, keys)) if (!handedHere(row)) expect(filePass(caller, { ...kept.file(file)!, shown: { STATUS: null } }, [], later(10))).not.toBe('NONE');
        }
        kept.close();
      }),
      { numRuns: 100 },
    );
  });

  it('stand the same when everything is taken in at once', () => {
    fc.assert(
      fc.property(batches, (told_) => {
        const batch = told_.map(({ events }) => ({ events }));
        const [live, anew] = [taken(batch), taken([{ events: batch.flatMap(({ events }) => events) }])];
        expect(live.dump()).toEqual(anew.dump());
        live.close();
        anew.close();
      }),
      { numRuns: 60 },
    );
  });
});
