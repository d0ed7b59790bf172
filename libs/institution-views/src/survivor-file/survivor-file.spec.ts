import type { RecordedRead } from '../file-history';
import type { PlacedFact } from '../projector/projection';
import { emptyCase } from '../visibility/case-memory';
import { categoriesOf, disclosed, isDeferred, ownEntries, reservesEnded } from './survivor-file';

const part = (kid: string, ...names: string[]) => ({ descriptor: { kid, names } });
/** An event with the parts it was sealed with, and those that are still there. */
const fact = (id: string, type: string, sealed: readonly ReturnType<typeof part>[] = [], parts = sealed, data: object = {}): PlacedFact =>
  ({ fact: { event: { id, type, data, envelope: { sealed: sealed.map(({ descriptor }) => descriptor) } }, parts }, placed: { index: 0 } }) as unknown as PlacedFact;
const keys = new Set(['hers-care', 'hers-identity']);

describe('her own file', () => {
  const name = part('hers-identity', 'givenName');
  const guardian = part('guardian-identity', 'givenName');

  it('opens what is sealed under her keys, and of what is said about others not even that it is there', () => {
    const [entry] = ownEntries([fact('e', 'SurvivorDescribed', [name, guardian])], emptyCase(), keys);
    expect([entry?.parts, entry?.erased]).toEqual([[name], false]);
    expect(ownEntries([fact('e', 'SurvivorDescribed', [guardian], [])], emptyCase(), keys)).toMatchObject([{ parts: [], erased: false }]);
  });

  it('says that something was said whose key is destroyed', () => expect(ownEntries([fact('e', 'SurvivorDescribed', [name], [])], emptyCase(), keys)).toMatchObject([{ parts: [], erased: true }]));

  it('has nothing of what only its author may see, therapy notes and their corrections', () => {
    const memory = { ...emptyCase(), authorOnly: ['note', 'correction'] };
    const shown = ownEntries([fact('note', 'AssistanceProvided', [name]), fact('correction', 'EntryCorrected', [name]), fact('e', 'CaseOpened')], memory, keys);
    expect(shown.map(({ entry }) => entry.fact.event.id)).toEqual(['e']);
  });

  it('is a read of every category that it opens; of a correction, of what is corrected', () => {
    const corrected = fact('c', 'EntryCorrected', [part('hers-care', 'corrected')], undefined, { category: 'LEGAL' });
    const entries = ownEntries([fact('e', 'SurvivorDescribed', [name]), corrected, fact('o', 'CaseOpened')], emptyCase(), keys);
    expect(categoriesOf(entries).sort()).toEqual(['IDENTITY', 'LEGAL', 'STATUS']);
  });
});

describe('what is under reserve', () => {
  const reserve = (to?: number) => ({ compartment: 'pgr-pett', investigation: 'i', from: 3, ...(to !== undefined && { to }) });
  const memoryOf = (reserves: Record<string, ReturnType<typeof reserve>>) => ({ ...emptyCase(), reserves });
  const read = (compartment: string) => ({ compartment }) as RecordedRead;
  const disclosure = (id: string) => fact(id, 'DisclosureUnderReserve', [], [], { disclosure: id });

  it('is shown from the end of the reserve on, and nothing else of the investigation', () => {
    const memory = memoryOf({ ended: reserve(9), lasting: reserve() });
    expect(reservesEnded(memory)).toEqual(['i']);
    expect(disclosed([disclosure('ended'), disclosure('lasting'), fact('s', 'SuspectNamed')], memory).map(({ fact: { event } }) => event.id)).toEqual(['ended']);
    expect(reservesEnded(memoryOf({ lasting: reserve() }))).toEqual([]);
  });

  it('keeps back every read of who investigates, while one reserve lasts; reads of others are told', () => {
    for (const [memory, deferred] of [[memoryOf({}), false], [memoryOf({ a: reserve(9) }), false], [memoryOf({ a: reserve() }), true], [memoryOf({ a: reserve(9), b: reserve() }), true]] as const) {
      expect(isDeferred(memory, read('pgr-pett'))).toBe(deferred);
      expect(isDeferred(memory, read('mmujer'))).toBe(false);
    }
  });
});
