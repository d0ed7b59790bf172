import { CloseContact, DescribeCaller, EnterContactInError, HandOverContact, ReceiveContact, TakeContact, TriageThreat } from '@amparo/protocol';
import { days, later, moment } from './chance';
import type { Aside, Story, Telling } from './telling';

type Heard = Partial<ReceiveContact['input']>;
type Contact = Readonly<{ at: string; heard?: Heard; unit?: string; again?: readonly number[]; aside?: Aside; then?: 'DESCRIBED' | 'TAKEN_BACK' | 'DUPLICATE' | 'TEST' | 'NOT_GENUINE' | 'HANDED_OVER' }>;

const line = 'mmujer-linea-212';
/** A migrant woman calls for herself. */
const she = { language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: true } as const;
const hers = { channel: 'CALL', ...she } as const;
/** After how many days who calls again does so: 250 women call once, 66 again and again; with them 386 calls. */
const callsAgain: readonly (readonly number[])[] = [...Array<number[]>(250).fill([]), ...Array<number[]>(40).fill([9]), ...Array<number[]>(16).fill([3, 12]), ...Array<number[]>(2).fill([1, 2, 20])];

/** Calls to the hotline *212 and to 911, and who comes to an office. */
export function callStories(telling: Telling): Story[] {
  const { chance } = telling;
  const in2016 = (hour = chance.between(0, 23)): string => moment(days('2016-01-01', chance.between(0, 330)), hour, chance.between(0, 59));
  const counted = callsAgain.map((again, i): Contact => ({ at: i < 2 ? moment('2016-12-31', 22, 10 + i) : in2016(), again, ...(i % 25 === 24 && { then: 'DESCRIBED' }) }));
  const some = (many: number, aside: Aside, contact: (i: number) => Omit<Contact, 'at' | 'aside'> & { at?: string }): Contact[] =>
    Array.from({ length: many }, (_, i) => ({ at: in2016(), aside, ...contact(i) }));
  const others: Contact[] = [
    ...some(25, 'OUTSIDE', (i) => ({ at: i === 0 ? moment('2015-12-31', 21, 40) : moment(days('2015-02-01', i * 13), 15) })),
    ...some(30, 'OUTSIDE', (i) => ({ at: i === 0 ? moment('2017-01-01', 0, 20) : moment(days('2017-01-02', i * 10), 9) })),
    ...some(40, 'NOT_COUNTED', () => ({ heard: { migrant: false, language: 'spa' } })),
    ...some(12, 'NOT_COUNTED', () => ({ heard: { sex: 'MALE' } })),
    ...some(20, 'NOT_COUNTED', () => ({ heard: { caller: 'THIRD_PARTY' } })),
    ...some(10, 'NOT_COUNTED', () => ({ heard: { channel: 'MESSAGE' } })),
    ...some(6, 'NOT_COUNTED', () => ({ then: 'TAKEN_BACK' })),
    ...some(12, 'NOT_COUNTED', (i) => ({ unit: 's911-despacho', ...(i % 3 === 0 && { then: 'HANDED_OVER' }) })),
    ...some(10, 'NOT_COUNTED', () => ({ at: in2016(11), unit: 'mmujer-azua', heard: { channel: 'IN_PERSON' } })),
    ...some(8, 'IN_ERROR', () => ({ then: 'DUPLICATE' })),
    ...some(4, 'IN_ERROR', () => ({ then: 'TEST' })),
    ...some(5, 'IN_ERROR', () => ({ then: 'NOT_GENUINE' })),
  ];
  return [...counted, ...others].map((one) => contact(telling, one));
}

async function* contact(telling: Telling, { at, heard = {}, unit = line, again = [], aside, then }: Contact): Story {
  yield at;
  const desk = telling.desk(unit, unit === 'mmujer-azua' ? 'caseworker' : 'intake');
  // Not everybody says at once who she is.
  const { migrant: _unsaid, ...unknown } = hers;
  const first = await telling.do(desk, ReceiveContact, then === 'DESCRIBED' ? unknown : { ...hers, ...heard });
  if (aside) telling.aside(aside, first);
  const of = { contact: first.id };
  if (then === 'DESCRIBED') await telling.do(desk, DescribeCaller, { ...of, ...she });
  if (then === 'TAKEN_BACK') await telling.do(desk, DescribeCaller, { ...of, ...she, migrant: false });
  if (then === 'HANDED_OVER') {
    await telling.do(desk, TriageThreat, { ...of, level: 'HIGH' });
    await telling.do(desk, HandOverContact, { ...of, to: line }, { basis: { kind: 'VITAL_INTERESTS' } });
    await telling.do(telling.desk(line, 'intake'), TakeContact, of);
  }
  const holder = then === 'HANDED_OVER' ? telling.desk(line, 'intake') : desk;
  yield later(at, 20);
  if (then === 'DUPLICATE' || then === 'TEST') await telling.do(telling.desk(unit, 'supervisor'), EnterContactInError, { ...of, reason: then });
  else await telling.do(holder, CloseContact, { ...of, outcome: then === 'NOT_GENUINE' ? 'NOT_GENUINE' : 'ORIENTED' });
  for (const pause of again) {
    at = later(at, pause * 1_440);
    yield at;
    const call = await telling.do(desk, ReceiveContact, { ...hers, repeats: first.id });
    yield later(at, 15);
    await telling.do(desk, CloseContact, { contact: call.id, outcome: 'ORIENTED' });
  }
}
