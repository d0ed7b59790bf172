import {
  AcceptReferral,
  AdmitSurvivor,
  CompleteService,
  ConfirmOutcome,
  DeclineReferral,
  DischargeSurvivor,
  ExtendStay,
  HoldPlace,
  RecordSurvivorLeft,
  RecordUnmetNeed,
  RequestReferral,
  StartService,
} from '@amparo/protocol';
import { later } from '../../apps/cli/src/history/chance';
import type { Story } from '../../apps/cli/src/history/telling';
import { weighed, type CaseFile } from './people';
import { consented } from './referrals';
import type { Worker, Year } from './year';

const overtaken = ['WRONG_STATE', 'ANSWERED_OTHERWISE', 'CASE_CLOSED', 'SURVIVOR_DIED', 'REFERRAL_NOT_ACCEPTED', 'HOLD_ENDED'];

const houseOf = (year: Year, { person }: CaseFile): string => (person.child ? 'conani-hogar' : weighed(year, [['casa-malala', 30], ['mmujer-casa-norte', 35], ['mmujer-casa-sur', 35]]));

/** A house is asked to take her in, with who is with her: it holds places, or says that it has none. */
export async function* stay(year: Year, file: CaseFile, along: readonly string[]): Story {
  const { lead } = file;
  const house = houseOf(year, file);
  if (file.person.sex !== 'FEMALE' && house !== 'conani-hogar' && house !== 'casa-malala') return;
  const host = year.desk(house, 'shelter_manager');
  const consent = await consented(year, file, { to: house, service: 'SHELTER', categories: ['PROTECTION', 'IDENTITY', 'HEALTH', 'CONTACT'], for: 'ASSISTANCE' }, 180);
  if (consent === undefined) return;
  const asked = { case: file.id, to: house, service: 'SHELTER' as const, priority: year.percent(40) ? ('EMERGENCY' as const) : ('URGENT' as const), consents: [consent], need: 'A place tonight.' };
  const sent = await year.may(['CASE_CLOSED', 'SURVIVOR_DIED'], lead, RequestReferral, asked, { basis: { kind: 'CONSENT' } });
  if (!sent) return;
  const { id } = sent;
  yield year.inHours(2);
  const holds = await held(year, host, house, 1 + along.length);
  if (!holds) {
    if (!(await year.may(overtaken, host, DeclineReferral, { referral: id, reason: 'NO_CAPACITY' }))) return;
    await year.may(['CASE_CLOSED', 'SURVIVOR_DIED'], lead, RecordUnmetNeed, { case: file.id, service: 'SHELTER', reason: 'NO_CAPACITY', note: 'She slept at a neighbour’s.' });
    return;
  }
  const [hold, ...others] = holds;
  if (!(await year.may(overtaken, host, AcceptReferral, { referral: id, hold: hold!, dependantHolds: others }))) return;
  yield year.inHours(2);
  if (!(await year.may(overtaken, host, StartService, { referral: id }))) return;
  const dependants = along.map((one, i) => ({ case: one, hold: others[i]! }));
  if (!(await year.may(overtaken, host, AdmitSurvivor, { referral: id, dependants, note: 'She came at night and has slept.', ...(file.person.child && { age: file.person.ageBand === '0-8' ? 7 : 15 }) }))) return;
  const nights = year.chance.between(3, 45);
  if (nights > 27) {
    yield year.inDays(18);
    await year.may(overtaken, year.desk(house, 'supervisor'), ExtendStay, { stay: id, until: later(year.now, 28 * 1_440), reason: 'RISK_CONTINUES' });
    yield year.inDays(nights - 18);
  } else yield year.inDays(nights);
  if (year.percent(15)) await year.may(overtaken, host, RecordSurvivorLeft, { stay: id });
  else await year.may(overtaken, host, DischargeSurvivor, { stay: id, reason: year.chance.pick(['FAMILY', 'HOME_OF_HER_OWN', 'MOVED'] as const) });
  if (!(await year.may(overtaken, host, CompleteService, { referral: id, outcome: 'SERVED' }))) return;
  yield year.inDays(3);
  await year.may(overtaken, lead, ConfirmOutcome, { referral: id });
}

/** A place for each, or none at all: those that were held end by themselves. */
async function held(year: Year, host: Worker, unit: string, many: number): Promise<string[] | undefined> {
  const holds: string[] = [];
  for (let i = 0; i < many; i++) {
    const one = await year.may(['NO_PLACE_LEFT'], host, HoldPlace, { unit });
    if (!one) return undefined;
    holds.push(one.id);
  }
  return holds;
}
