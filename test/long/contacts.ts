import {
  CloseContact,
  contactOutcomes,
  GiveOrientation,
  HandOverContact,
  LinkContactToCase,
  orientationTopics,
  ReceiveContact,
  RedirectContact,
  TakeContact,
  TriageThreat,
} from '@amparo/protocol';
import type { Story } from '../../apps/cli/src/history/telling';
import { anyOffice, weighed, type CaseFile } from './people';
import type { Worker, Year } from './year';

const line = 'mmujer-linea-212';

function heard(year: Year) {
  const foreign = year.percent(30);
  return {
    language: foreign && year.percent(60) ? 'hat' : 'spa',
    caller: weighed(year, [['SELF' as const, 74], ['THIRD_PARTY' as const, 22], ['UNKNOWN' as const, 4]]),
    sex: year.percent(92) ? ('FEMALE' as const) : ('MALE' as const),
    migrant: foreign,
    anonymous: true,
    account: 'She says that she is afraid to go home, and asks what she can do.',
  };
}

/** A call to a hotline, or somebody at the door of an office, that leads to no case. */
export async function* call(year: Year): Story {
  const unit = weighed(year, [[line, 70], ['s911-despacho', 18], [anyOffice(year), 12]]);
  let desk: Worker = year.desk(unit, unit === line || unit === 's911-despacho' ? 'intake' : 'caseworker');
  const { id: contact } = await year.do(desk, ReceiveContact, { ...heard(year), channel: desk.role === 'intake' ? weighed(year, [['CALL' as const, 85], ['MESSAGE' as const, 15]]) : 'IN_PERSON' });
  if (year.percent(45)) await year.do(desk, TriageThreat, { contact, level: weighed(year, [['NONE' as const, 35], ['LOW' as const, 45], ['HIGH' as const, 20]]), threats: ['FOLLOWED'] });
  if (year.percent(6)) {
    await year.do(desk, RedirectContact, { contact, to: 'LABOUR', reason: 'NOT_OUR_MANDATE' });
    return;
  }
  if (unit === 's911-despacho') {
    await year.do(desk, HandOverContact, { contact, to: line }, { basis: { kind: 'CONSENT' } });
    yield year.inHours(0.1);
    desk = year.desk(line, 'intake');
    await year.do(desk, TakeContact, { contact });
  }
  if (year.percent(70)) await year.do(desk, GiveOrientation, { contact, topics: [year.chance.pick(orientationTopics), 'SAFETY_PLAN'] });
  yield year.inHours(0.4);
  await year.do(desk, CloseContact, { contact, outcome: year.chance.pick(contactOutcomes.filter((one) => one !== 'CASE_OPENED')) });
}

/** How she came to who leads her case. */
export async function* came(year: Year, { id, lead }: CaseFile): Story {
  const { id: contact } = await year.do(lead, ReceiveContact, { ...heard(year), caller: 'SELF', channel: 'IN_PERSON' });
  await year.do(lead, TriageThreat, { contact, level: weighed(year, [['LOW' as const, 60], ['HIGH' as const, 40]]) });
  await year.do(lead, LinkContactToCase, { contact, case: id });
  yield year.inHours(1);
  await year.do(lead, CloseContact, { contact, outcome: 'CASE_OPENED' });
}
