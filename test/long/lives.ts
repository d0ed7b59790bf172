import {
  AgreeCarePlan,
  AgreeReintegrationPlan,
  AnswerGrievance,
  AppointGuardian,
  AssessNeeds,
  AssignCase,
  CloseCase,
  CompletePlanItem,
  CorrectEntry,
  DescribeSurvivor,
  followUpOutcomes,
  NoteInterview,
  OpenCase,
  palermoActs,
  PresumeVictim,
  RaiseGrievance,
  RecordAssistance,
  RecordContactLost,
  RecordContactRegained,
  RecordDeath,
  RecordFollowUp,
  RecordLanguageNeed,
  RecordScreening,
  RecordServiceRefusal,
  RefuseConsent,
  ReopenCase,
  ReportSafetyIncident,
  RequestNonPunishment,
  ReviseCarePlan,
  typesOfExploitation,
} from '@amparo/protocol';
import { AgreeSafeContact, RevokeSafeContact } from '@amparo/protocol/case/safe-contact';
import { eventId } from '@amparo/evidence';
import { nameOf } from '../../apps/cli/src/demo/row';
import { days } from '../../apps/cli/src/history/chance';
import type { Story } from '../../apps/cli/src/history/telling';
import { came } from './contacts';
import { leadOf, matterOf, somebody, supervisorOf, weighed, type CaseFile, type Person } from './people';
import { investigated, permitted, returned } from './proceedings';
import { needOf, referral, type Need } from './referrals';
import { stay } from './stays';
import type { Year } from './year';

/** What may stand against a step of hers: her case is closed by then, or she has died. */
const ended = ['CASE_CLOSED', 'SURVIVOR_DIED'];

/** A case from its opening on: what is done for her is told beside it, each thing at its time. */
export async function* life(year: Year): Story {
  const person = somebody(year);
  const matter = matterOf(year);
  const lead = leadOf(year, matter, person);
  const { id } = await year.do(lead, OpenCase, { matter, kind: 'SURVIVOR' });
  const language = person.foreign && year.percent(60) ? 'hat' : 'spa';
  const file: CaseFile = { id, matter, person, lead, language };
  await year.do(supervisorOf(year, lead), AssignCase, { case: id, agent: lead.agent, unit: lead.unit });
  await year.do(lead, RecordLanguageNeed, { case: id, languages: language === 'hat' ? ['hat', 'spa'] : ['spa'], interpreter: language === 'hat' });
  await describe(year, file, id, person);
  if (person.child) await year.do(lead, AppointGuardian, { case: id, kind: 'RELATIVE', check: 'SOCIAL_REPORT', name: 'Her aunt' });
  if (lead.unit.startsWith('mmujer-') && lead.unit !== 'mmujer-trata') year.add(year.now, came(year, file));
  yield year.inHours(2);
  const safe = year.percent(80) ? await agreedContact(year, file) : undefined;
  const along = year.percent(12) ? await dependants(year, file) : [];
  if (year.percent(13)) year.add(year.now, stay(year, file, along));
  yield year.inDays(2);
  await screened(year, file);
  if (matter === 'TRAFFICKING' && year.percent(85)) await year.may(ended, lead, PresumeVictim, { case: id, grounds: 'Act, means and purpose.' });
  await year.may(ended, lead, AssessNeeds, { case: id, needs: ['HEALTH_CARE', 'LEGAL_AID'], assessment: 'She wants to sleep, to be safe, and to hear from her children.' });
  if (year.percent(18)) await year.may(ended, lead, RefuseConsent, { case: id, receiver: 'dgm', categories: ['MIGRATION'], for: 'RESIDENCE', language, by: person.child ? 'GUARDIAN' : 'SURVIVOR' });
  yield year.inDays(2);
  const needs = Array.from({ length: weighed(year, [[1, 14], [2, 26], [3, 30], [4, 24], [5, 6]]) }, () => needOf(year, file));
  const items = year.percent(70) ? await planned(year, file, needs) : [];
  for (const [i, one] of needs.entries()) {
    const item = items[i];
    year.add(year.inDays(i * 12), referral(year, file, one, item === undefined ? {} : { item }));
  }
  if (year.percent(8)) year.add(year.inDays(5), investigated(year, file));
  if (person.foreign && year.percent(14)) year.add(year.inDays(20), permitted(year, file));
  if (year.percent(matter === 'RETURN' ? 22 : 2)) year.add(year.inDays(40), returned(year, file));
  if (safe !== undefined && year.percent(7)) year.add(year.inDays(25), anotherContact(year, file, safe));
  if (year.percent(14)) year.add(year.inDays(15), troubled(year, file));
  if (items.length > 0 && year.percent(25)) year.add(year.inDays(60), revised(year, file, items));
  yield* accompanied(year, file);
  yield* reintegrated(year, file);
}

async function describe(year: Year, { lead }: CaseFile, id: string, { ageBand, sex, foreign }: Person): Promise<void> {
  const nationality = foreign ? year.chance.pick(['HT', 'VE', 'CO', 'CU']) : 'DO';
  const number = String(year.chance.between(1_000_000, 9_999_999));
  const documents = year.percent(55) ? [{ kind: foreign ? 'PASSPORT' : 'CEDULA', number, country: nationality }] : [];
  await year.do(lead, DescribeSurvivor, { case: id, ageBand, sex, foreignNational: foreign, ...nameOf(year.chance.between(0, 1_000)), nationalities: [nationality], documents });
}

const agreedContact = async (year: Year, { id, lead, language }: CaseFile): Promise<string | undefined> =>
  (await year.may(ended, lead, AgreeSafeContact, { case: id, channel: 'PHONE', address: `+1 809 555 ${year.chance.between(1_000, 9_999)}`, owner: 'her sister', hours: '18:00–20:00', contactLanguage: language, mayLeaveMessage: false }))?.id;

async function* anotherContact(year: Year, file: CaseFile, contact: string): Story {
  if (!(await year.may(ended, file.lead, RevokeSafeContact, { case: file.id, contact, reason: 'NOT_SAFE' }))) return;
  yield year.inDays(1);
  await agreedContact(year, file);
}

/** Who is in her care has a case of their own. */
async function dependants(year: Year, file: CaseFile): Promise<string[]> {
  const along: string[] = [];
  for (let many = year.chance.between(1, 2); many > 0; many--) {
    const { id } = await year.do(file.lead, OpenCase, { matter: file.matter, kind: 'DEPENDANT', careOf: file.id });
    await describe(year, file, id, { ageBand: '0-8', sex: year.percent(50) ? 'FEMALE' : 'MALE', foreign: file.person.foreign, child: true });
    along.push(id);
  }
  return along;
}

async function screened(year: Year, { id, lead, matter }: CaseFile): Promise<void> {
  if (matter === 'GENDER_VIOLENCE' && !year.percent(25)) return;
  await year.may(ended, lead, RecordScreening, { case: id, acts: [year.chance.pick(palermoActs)], means: ['DebtBondage', 'PsychologicalAbuse'], exploitation: [year.chance.pick(typesOfExploitation)], countryOfExploitation: 'DO', note: 'She tells it in pieces, and not in order; nothing was asked twice.' });
}

/** @returns the items, in the order of the needs. */
async function planned(year: Year, { id, lead, person }: CaseFile, needs: readonly Need[]): Promise<string[]> {
  const items = needs.map(({ service, to: unit }) => ({ service, unit, due: days(year.now.slice(0, 10), year.chance.between(20, 120)) }));
  const agreed = await year.may(ended, lead, AgreeCarePlan, { case: id, items: items as never, goals: 'To work, and to live with her children.', agreedBy: person.child ? 'GUARDIAN' : 'SURVIVOR' });
  return agreed ? items.map((_item, i) => eventId(lead.client, 'new-plan-item', agreed.command, i)) : [];
}

async function* revised(year: Year, file: CaseFile, before: readonly string[]): Story {
  const { id, lead, person } = file;
  const { service, to: unit } = needOf(year, file);
  const item = { service, unit, due: days(year.now.slice(0, 10), 60) };
  const done = await year.may(ended, lead, ReviseCarePlan, { case: id, items: [item] as never, goals: 'To finish school.', agreedBy: person.child ? 'GUARDIAN' : 'SURVIVOR' });
  yield year.inDays(30);
  if (!done) return;
  // What was left out is not completed any more; what is new is.
  await year.may(['PLAN_ITEM_UNKNOWN', 'ANSWERED_OTHERWISE', ...ended], lead, CompletePlanItem, { case: id, item: before[0]!, outcome: 'NOT_NEEDED_ANY_MORE' });
  await year.may(['ANSWERED_OTHERWISE', 'PLAN_ITEM_UNKNOWN', ...ended], lead, CompletePlanItem, { case: id, item: eventId(lead.client, 'new-plan-item', done.command, 0), outcome: 'ACHIEVED' });
}

/** What the lead does for her, visit after visit. */
async function* accompanied(year: Year, { id, lead, person }: CaseFile): Story {
  for (let visits = year.chance.between(0, 5); visits > 0; visits--) {
    yield year.inDays(13);
    const given = await year.may(ended, lead, RecordAssistance, { case: id, service: year.chance.pick(['PSYCHOLOGICAL_SUPPORT', 'LEGAL_AID', 'SOCIAL_REINTEGRATION'] as const), note: 'Orientation and company; she decides what comes next.' });
    if (!given) return;
    if (year.percent(2)) await year.do(lead, CorrectEntry, { case: id, corrects: given.events[0]!.id, reason: 'MISTYPED', corrected: [{ field: 'assistanceNote', value: '"Orientation alone."' }] });
    if (year.percent(4)) await year.may(ended, lead, RecordServiceRefusal, { case: id, service: 'HEALTH_CARE', words: 'Not now.' });
    if (visits === 3 && year.percent(30)) await year.may([...ended, 'ALREADY_INTERVIEWED'], lead, NoteInterview, { case: id, for: 'NEEDS', interviewer: person.child ? 'A psychologist, her aunt beside her' : 'Her case worker' });
  }
}

/** What goes wrong. */
async function* troubled(year: Year, { id, lead }: CaseFile): Story {
  switch (weighed(year, [['INCIDENT', 50], ['LOST', 25], ['GRIEVANCE', 15], ['ACCUSED', 9], ['DEATH', 1]])) {
    case 'INCIDENT':
      await year.may(ended, lead, ReportSafetyIncident, { case: id, kind: year.chance.pick(['THREAT', 'FOLLOWED', 'FAMILY_THREATENED'] as const), severity: 'SERIOUS', account: 'A car waited twice before her sister’s door.' });
      return;
    case 'LOST':
      await year.may(ended, lead, RecordContactLost, { case: id, lastContact: 'She did not answer for ten days.' });
      yield year.inDays(20);
      await year.may(ended, lead, RecordContactRegained, { case: id });
      return;
    case 'GRIEVANCE': {
      const raised = await year.may(ended, lead, RaiseGrievance, { case: id, unit: 'mispas-atencion', kind: 'DELAY', by: 'SURVIVOR', words: 'I waited four hours and was sent home.' });
      yield year.inDays(9);
      if (raised) await year.may(ended, supervisorOf(year, lead), AnswerGrievance, { case: id, grievance: raised.id, outcome: 'UPHELD', answer: 'It was our fault, and you are seen tomorrow.' });
      return;
    }
    case 'ACCUSED':
      await year.may(ended, lead, RequestNonPunishment, { case: id, offences: 'A forged document that he gave her.' });
      return;
    default:
      await year.may(ended, lead, RecordDeath, { case: id, circumstances: 'Her sister told us.' });
  }
}

/** Her own life again: a plan, follow-ups, and the case is closed; sometimes she comes back. */
async function* reintegrated(year: Year, { id, lead, person }: CaseFile): Story {
  yield year.inDays(20);
  if (year.percent(45)) {
    const startsOn = year.now.slice(0, 10);
    const agreed = await year.may(ended, lead, AgreeReintegrationPlan, { case: id, startsOn, supports: ['Livelihood', 'Education'], aims: 'A room of her own, and her papers.', agreedBy: person.child ? 'GUARDIAN' : 'SURVIVOR' });
    for (const [month, after] of agreed ? ([[1, 31], [3, 92], [6, 183]] as const) : []) {
      yield `${days(startsOn, after)}T15:${String(year.chance.between(10, 59))}:00.000Z`;
      if (year.percent(12)) continue; // nobody asks: the clock does
      await year.may([...ended, 'NOT_DUE'], lead, RecordFollowUp, { case: id, month, outcome: year.chance.pick(followUpOutcomes), note: 'By telephone.' });
    }
  }
  if (!year.percent(60)) return;
  yield year.inDays(10);
  await year.may(['CLOSED_OTHERWISE', 'CASE_CLOSED'], lead, CloseCase, { case: id, reason: weighed(year, [['REINTEGRATED' as const, 60], ['AT_HER_REQUEST' as const, 20], ['CONTACT_LOST' as const, 15], ['REDIRECTED' as const, 5]]) });
  if (!year.percent(6)) return;
  yield year.inDays(25);
  await year.may(['NOT_CLOSED'], lead, ReopenCase, { case: id, reason: 'CAME_BACK' });
}
