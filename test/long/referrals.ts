import {
  AcceptReferral,
  AcknowledgeReferral,
  CompletePlanItem,
  CompleteService,
  ConfirmOutcome,
  DecideNextStep,
  declineReasons,
  DeclineReferral,
  DiscontinueService,
  DisputeOutcome,
  EnterReferralInError,
  GiveConsent,
  LapseReferral,
  PauseService,
  pauseReasons,
  RecordAssistance,
  RecordSurvivorDeclined,
  RecordUnmetNeed,
  RequestInformation,
  RequestReferral,
  ResumeService,
  StartService,
  SupplyInformation,
  WaitlistReferral,
  WithdrawConsent,
  WithdrawReferral,
  type DataCategory,
  type Priority,
  type Purpose,
  type Service,
} from '@amparo/protocol';
import type { Story } from '../../apps/cli/src/history/telling';
import { later } from '../../apps/cli/src/history/chance';
import { anyOffice, supervisorOf, weighed, type CaseFile } from './people';
import type { Worker, Year } from './year';

/** What is asked of whom, and what she agrees to for it. */
export type Need = Readonly<{ to: string; service: Service; categories: readonly DataCategory[]; for: Purpose }>;

const need = (to: string, service: Service, categories: readonly DataCategory[], purpose: Purpose = 'ASSISTANCE'): Need => ({ to, service, categories, for: purpose });

/** What she may need, by what her case is about and who leads it. */
export function needOf(year: Year, { matter, person, lead }: CaseFile): Need {
  const health = need('mispas-atencion', 'HEALTH_CARE', ['PROTECTION', 'HEALTH', 'IDENTITY']);
  const psychology = need('mispas-atencion', 'PSYCHOLOGICAL_SUPPORT', ['PROTECTION', 'PSYCHOSOCIAL']);
  const complaint = need('pgr-pett', 'CRIMINAL_COMPLAINT', ['PROTECTION', 'IDENTITY', 'LEGAL'], 'PROSECUTION');
  const police = need('pn-trata', 'CRIMINAL_COMPLAINT', ['PROTECTION', 'IDENTITY'], 'PROSECUTION');
  const programmes = need('gcps-programas', 'SOCIAL_REINTEGRATION', ['PROTECTION', 'REINTEGRATION', 'IDENTITY']);
  const lawyer = need(anyOffice(year), 'LEGAL_AID', ['PROTECTION', 'LEGAL', 'IDENTITY', 'CONTACT']);
  const office = need(anyOffice(year), 'PSYCHOLOGICAL_SUPPORT', ['PROTECTION', 'PSYCHOSOCIAL', 'CONTACT']);
  const refuge = need('condor-acogida', 'SOCIAL_REINTEGRATION', ['PROTECTION', 'REINTEGRATION']);
  const consulate = need('mirex-consular', 'CONSULAR_ASSISTANCE', ['IDENTITY', 'MIGRATION']);
  const home = need('inm-sede', 'RETURN_SUPPORT', ['IDENTITY', 'REINTEGRATION'], 'RETURN');
  const labour = need('mt-inspeccion', 'LABOUR_INSPECTION', ['PROTECTION', 'LEGAL', 'IDENTITY']);
  const children = need('conani-proteccion', 'CHILD_PROTECTION', ['PROTECTION', 'CHILDREN', 'IDENTITY']);
  const tables: Readonly<Record<CaseFile['matter'], readonly (readonly [Need, number])[]>> = {
    GENDER_VIOLENCE: [[health, 18], [psychology, 18], [complaint, 10], [lawyer, 16], [office, 14], [programmes, 14], [police, 6], [refuge, 4]],
    TRAFFICKING: [[complaint, 28], [health, 18], [psychology, 16], [lawyer, 12], [programmes, 10], [refuge, 8], [police, 4], [consulate, 4]],
    LABOUR: [[labour, 30], [lawyer, 25], [health, 15], [complaint, 15], [programmes, 15]],
    SMUGGLING: [[consulate, 25], [health, 20], [complaint, 20], [home, 15], [psychology, 10], [lawyer, 10]],
    RETURN: [[home, 30], [programmes, 25], [health, 15], [psychology, 15], [refuge, 15]],
  };
  for (;;) {
    const chosen = person.child && year.percent(20) ? children : weighed(year, tables[matter]);
    if (chosen.to !== lead.unit) return chosen;
  }
}

const ended = ['CASE_CLOSED', 'SURVIVOR_DIED'];
/** What a step may meet when somebody else, or a clock, was there first. */
const overtaken = ['WRONG_STATE', 'ANSWERED_OTHERWISE', ...ended];

export async function consented(year: Year, file: CaseFile, { to, categories, for: purpose }: Need, days: number): Promise<string | undefined> {
  const { id, lead, person, language } = file;
  const asked = { case: id, receiver: to, categories, for: purpose, language, by: person.child ? ('GUARDIAN' as const) : ('SURVIVOR' as const) };
  const history = weighed(year, [['CURRENT' as const, 60], ['SINCE' as const, 10], ['ALL' as const, 30]]);
  return (await year.may(ended, lead, GiveConsent, { ...asked, until: later(year.now, days * 1_440), history, textVersion: '2026-1' }))?.id;
}

/** One referral from its consent to its end; `item`: the item of her plan that it meets. */
export async function* referral(year: Year, file: CaseFile, asked: Need, { supersedes, item }: Readonly<{ supersedes?: string; item?: string }> = {}): Story {
  const { lead } = file;
  const consent = await consented(year, file, asked, weighed(year, [[30, 8], [90, 22], [180, 30], [365, 40]]));
  if (consent === undefined) return;
  const priority = weighed<Priority>(year, [['NORMAL', 70], ['URGENT', 24], ['EMERGENCY', 6]]);
  const more = { ...(supersedes !== undefined && { supersedes }), need: `${asked.service}: as soon as it can be, and without her having to tell it all again.` };
  const sent = await year.may(ended, lead, RequestReferral, { case: file.id, to: asked.to, service: asked.service, priority, consents: [consent], ...more }, { basis: { kind: 'CONSENT' } });
  if (!sent) return;
  const hours = { NORMAL: 120, URGENT: 30, EMERGENCY: 8 }[priority];
  const one: Referral = { year, file, asked, id: sent.id, consent, by: year.desk(asked.to, asked.to === 'pgr-pett' ? 'prosecutor' : 'caseworker'), hours, ...(item !== undefined && { item }) };
  yield* weighed(year, ways)(one);
}

type Referral = Readonly<{ year: Year; file: CaseFile; asked: Need; id: string; consent: string; by: Worker; hours: number; item?: string }>;
type Way = (one: Referral) => Story;

async function* answered(one: Referral): Story {
  const { year, by, id, hours } = one;
  if (year.percent(45)) {
    yield year.inHours(hours / 4);
    if (!(await year.may(overtaken, by, AcknowledgeReferral, { referral: id }))) return;
  }
  if (year.percent(7)) yield* question(one);
  yield year.inHours(hours / 2);
  if (await year.may(overtaken, by, AcceptReferral, { referral: id })) yield* served(one);
}

async function* question({ year, by, id, file }: Referral): Story {
  yield year.inHours(6);
  if (!(await year.may([...overtaken, 'ALREADY_ASKED'], by, RequestInformation, { referral: id, question: 'Which language does she speak, and can she travel?' }))) return;
  yield year.inHours(20);
  await year.may(overtaken, file.lead, SupplyInformation, { referral: id, answer: 'Both are in her file now; she can travel by day.' });
}

async function* served({ year, file, asked, by, id, hours, item }: Referral): Story {
  yield year.inHours(hours);
  if (!(await year.may(overtaken, by, StartService, { referral: id }))) return;
  for (let visits = year.chance.between(0, 3); visits > 0; visits--) {
    yield year.inDays(9);
    await year.may(['NOT_FOUND', ...ended], by, RecordAssistance, { case: file.id, under: id, service: asked.service, note: 'She came; what was agreed was done, and the next visit is set.' });
  }
  if (year.percent(9)) {
    if (!(await year.may(overtaken, by, PauseService, { referral: id, reason: year.chance.pick(pauseReasons) }))) return;
    yield year.inDays(12);
    if (!(await year.may(overtaken, by, ResumeService, { referral: id }))) return;
  }
  yield year.inDays(16);
  if (year.percent(6)) {
    if (await year.may(overtaken, by, DiscontinueService, { referral: id, reason: year.chance.pick(['SHE_LEFT', 'CONTACT_LOST', 'UNIT_CANNOT_GO_ON', 'RISK'] as const) })) yield* next({ year, file, asked, id });
    return;
  }
  if (item !== undefined) await year.may(['ANSWERED_OTHERWISE', 'PLAN_ITEM_UNKNOWN', ...ended], file.lead, CompletePlanItem, { case: file.id, item, outcome: year.chance.pick(['ACHIEVED', 'ACHIEVED_IN_PART'] as const), report: 'As agreed.' });
  if (!(await year.may(overtaken, by, CompleteService, { referral: id, outcome: weighed(year, [['SERVED' as const, 80], ['SERVED_IN_PART' as const, 14], ['NOT_NEEDED_ANY_MORE' as const, 6]]), report: 'Served as asked; she was told where to turn next.' }))) return;
  if (year.percent(8)) return; // nobody says how it ended: the clock does
  yield year.inDays(6);
  if (year.percent(3)) {
    if (!(await year.may(overtaken, file.lead, DisputeOutcome, { referral: id, reason: 'SERVED_IN_PART' }))) return;
    yield year.inDays(8);
    if (!(await year.may(overtaken, by, CompleteService, { referral: id, outcome: 'SERVED', report: 'What was missing is done.' }))) return;
    yield year.inDays(3);
  }
  await year.may(overtaken, file.lead, ConfirmOutcome, { referral: id });
}

async function* next({ year, file, asked, id }: Pick<Referral, 'year' | 'file' | 'asked' | 'id'>): Story {
  if (year.percent(8)) return; // nobody decides: the clock says so
  yield year.inDays(3);
  const step = weighed(year, [['NEW_REFERRAL' as const, 55], ['SERVED_BY_SENDER' as const, 20], ['SHE_WANTS_NONE' as const, 15], ['UNMET_NEED' as const, 10]]);
  if (!(await year.may(overtaken, file.lead, DecideNextStep, { referral: id, step }))) return;
  if (step === 'NEW_REFERRAL') year.add(year.now, referral(year, file, { ...needOf(year, file), ...(year.percent(50) && { service: asked.service, to: asked.to, categories: asked.categories, for: asked.for }) }, { supersedes: id }));
  if (step === 'UNMET_NEED') await year.may(ended, file.lead, RecordUnmetNeed, { case: file.id, service: asked.service, reason: 'NO_CAPACITY' });
}

async function* declined(one: Referral): Story {
  const { year, by, id, hours } = one;
  yield year.inHours(hours / 2);
  if (await year.may(overtaken, by, DeclineReferral, { referral: id, reason: year.chance.pick(declineReasons), note: 'We say so at once, so that she is not kept waiting.' })) yield* next(one);
}

async function* waitlisted(one: Referral): Story {
  const { year, by, id, hours } = one;
  yield year.inHours(hours / 2);
  if (!(await year.may(overtaken, by, WaitlistReferral, { referral: id }))) return;
  yield year.inDays(18);
  if (year.percent(70)) {
    if (await year.may(overtaken, by, AcceptReferral, { referral: id })) yield* served(one);
  } else if (await year.may(overtaken, by, DeclineReferral, { referral: id, reason: 'NO_CAPACITY' })) yield* next(one);
}

/** Nobody answers: it is escalated, and in the end a supervisor lets it lapse, or somebody takes it after all. */
async function* unanswered(one: Referral): Story {
  const { year, by, id, hours, file } = one;
  yield year.inHours(hours * 5);
  if (year.percent(60)) {
    if (await year.may(overtaken, by, AcceptReferral, { referral: id })) yield* served(one);
    return;
  }
  if (await year.may(overtaken, supervisorOf(year, file.lead), LapseReferral, { referral: id, reason: 'NO_ANSWER' })) yield* next(one);
}

async function* withdrawnBySender({ year, id, hours, file }: Referral): Story {
  yield year.inHours(hours / 3);
  await year.may(overtaken, file.lead, WithdrawReferral, { referral: id, reason: year.chance.pick(['NOT_NEEDED', 'SERVED_ELSEWHERE', 'SENT_TO_WRONG_UNIT'] as const) });
}

async function* sheSaysNo({ year, id, hours, file }: Referral): Story {
  yield year.inHours(hours / 3);
  await year.may(overtaken, file.lead, RecordSurvivorDeclined, { referral: id });
}

/** She takes her consent back before anybody has answered: the referral closes by itself. */
async function* consentTakenBack({ year, consent, hours, file }: Referral): Story {
  yield year.inHours(hours / 4);
  await year.may(ended, file.lead, WithdrawConsent, { case: file.id, consent, by: file.person.child ? 'GUARDIAN' : 'SURVIVOR' });
}

/** She takes it back while she is served: sharing stops, the service goes on. */
async function* takenBackLater(one: Referral): Story {
  const { year, consent, hours, file, by, id } = one;
  yield year.inHours(hours / 2);
  if (!(await year.may(overtaken, by, AcceptReferral, { referral: id }))) return;
  yield year.inHours(30);
  await year.may(ended, file.lead, WithdrawConsent, { case: file.id, consent, by: file.person.child ? 'GUARDIAN' : 'SURVIVOR' });
  yield* served(one);
}

async function* inError({ year, id, hours, file }: Referral): Story {
  yield year.inHours(hours / 6);
  await year.may(overtaken, file.lead, EnterReferralInError, { referral: id, reason: year.chance.pick(['WRONG_CASE', 'DUPLICATE', 'MISTYPED'] as const) });
}

const ways: readonly (readonly [Way, number])[] = [
  [answered, 66],
  [declined, 9],
  [waitlisted, 6],
  [unanswered, 5],
  [withdrawnBySender, 3],
  [sheSaysNo, 3],
  [consentTakenBack, 3],
  [takenBackLater, 4],
  [inError, 1],
];
