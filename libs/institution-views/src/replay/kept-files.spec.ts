import { recorded } from '@amparo/event-sourcing/testing';
import type { PlacedFact } from '../projector/projection';
import { withoutKept } from './kept-files';

const entry = (type: string, data: object, stream = 'case-k'): PlacedFact => {
  const event = recorded({ type, data } as never, { id: type, stream });
  return { fact: { event }, placed: { event, index: 0 } } as unknown as PlacedFact;
};
const kept = 'kept';
const told = (...history: readonly PlacedFact[]) => withoutKept(history, (file) => file === kept).map(({ placed: { event } }) => [event.type, event.data]);

describe('what a case says of a file that the reader is kept from', () => {
  it.each([
    ['CaseLinked', { other: kept }],
    ['CasesMerged', { other: kept }],
    ['CaseMergedInto', { into: kept }],
    ['CasesUnmerged', { other: kept, side: 'INTO', entries: [] }],
    ['DependantLinked', { dependant: kept, ageBand: '9-11' }],
    ['DependantAdmitted', { case: kept, place: 'p' }],
  ])('%s of it is not there, and stays where it names another', (type, data) => {
    expect(told(entry(type, data))).toEqual([]);
    const others = JSON.parse(JSON.stringify(data).replace(kept, 'other')) as object;
    expect(told(entry(type, others))).toEqual([[type, others]]);
  });

  it('nobody of it came in with her, and she is in nobody’s care there', () => {
    const dependants = [{ case: kept, place: 'p' }, { case: 'other', place: 'q' }];
    const history = [entry('CaseOpened', { matter: 'TRAFFICKING', careOf: kept }), entry('SurvivorAdmitted', { unit: 'cc-here', dependants }, 'stay-t')];
    expect(told(...history)).toEqual([
      ['CaseOpened', { matter: 'TRAFFICKING' }],
      ['SurvivorAdmitted', { unit: 'cc-here', dependants: [dependants[1]] }],
    ]);
    expect(JSON.stringify(told(...history))).not.toContain(kept);
  });

  it('of an investigation there is nothing either', () => {
    const mandate = (stream: string) => entry('MandateIssued', { mandate: 'm', case: 'k' }, stream);
    expect(told(mandate(`investigation-${kept}`), mandate('investigation-i'))).toHaveLength(1);
  });
});
