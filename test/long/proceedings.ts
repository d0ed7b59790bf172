import {
  ApplyForPermit,
  AssessReturnRisk,
  AttachCase,
  BringCharges,
  CloseInvestigation,
  CompleteReturn,
  ConsentToReturn,
  DeliverSupport,
  FileComplaint,
  FollowUpReturn,
  GrantPermit,
  IssueMandate,
  IssueTravelDocument,
  MeetArrival,
  NameSuspect,
  NotifyReturn,
  OpenInvestigation,
  RecordHearing,
  RecordJudgment,
  RedirectComplaint,
  RefusePermit,
} from '@amparo/protocol';
import { days, later } from '../../apps/cli/src/history/chance';
import type { Story } from '../../apps/cli/src/history/telling';
import { weighed, type CaseFile } from './people';
import { consented } from './referrals';
import type { Year } from './year';

/** Her complaint, and what the prosecution makes of it. */
export async function* investigated(year: Year, file: CaseFile): Story {
  const { id: investigation } = await year.do(file.lead, FileComplaint, { to: 'pgr-pett', matter: file.matter, complainant: 'SURVIVOR', account: 'She says who brought her, what was promised, and what came of it.' });
  const prosecutor = year.desk('pgr-pett', 'prosecutor');
  yield year.inDays(6);
  if (year.percent(60)) {
    await year.do(prosecutor, RedirectComplaint, { investigation, reason: 'OTHER_MATTER', to: 'pn-trata' });
    return;
  }
  await year.do(prosecutor, OpenInvestigation, { investigation });
  await year.do(prosecutor, AttachCase, { investigation, case: file.id, on: 'COMPLAINT' });
  yield year.inDays(10);
  if (year.percent(40)) {
    await year.do(prosecutor, IssueMandate, { investigation, case: file.id, categories: ['STATUS', 'PROTECTION'], until: later(year.now, 90 * 1_440) }, { basis: { kind: 'LEGAL_MANDATE', ref: `PETT-${year.chance.between(1, 99_999)}` } });
  }
  yield year.inDays(25);
  const { id: suspect } = await year.do(prosecutor, NameSuspect, { investigation, official: year.percent(3), suspectName: 'El Flaco', description: 'As she described him.' });
  if (year.percent(45)) {
    yield year.inDays(60);
    await year.do(prosecutor, CloseInvestigation, { investigation, reason: 'ARCHIVED' });
    return;
  }
  yield year.inDays(40);
  await year.do(prosecutor, BringCharges, { investigation, suspect, offences: ['TRAFFICKING_IN_PERSONS'], accusation: 'As filed.' });
  for (const hearing of ['COERCIVE_MEASURE', 'PRELIMINARY'] as const) {
    yield year.inDays(20);
    await year.do(prosecutor, RecordHearing, { investigation, hearing });
  }
  yield year.inDays(50);
  const order = { basis: { kind: 'COURT_ORDER' as const, ref: `SEN-${year.chance.between(1, 99_999)}` } };
  await year.do(prosecutor, RecordJudgment, { investigation, suspect, instance: 'TRIAL_COURT', verdict: weighed(year, [['CONVICTED' as const, 60], ['ACQUITTED' as const, 40]]), sentence: 'As pronounced.' }, order);
}

/** She applies for lawful stay. */
export async function* permitted(year: Year, file: CaseFile): Story {
  const asked = { to: 'dgm-extranjeria', service: 'RESIDENCE_STATUS', categories: ['MIGRATION'], for: 'RESIDENCE' } as const;
  const consent = await consented(year, file, asked, 365);
  if (consent === undefined) return;
  const applied = await year.may(['CASE_CLOSED', 'SURVIVOR_DIED'], file.lead, ApplyForPermit, { case: file.id, to: asked.to, class: 'HUMANITARIAN', consents: [consent] }, { basis: { kind: 'CONSENT' }, purpose: 'RESIDENCE' });
  if (!applied) return;
  const { id: permit } = applied;
  const official = year.desk(asked.to, 'caseworker');
  yield year.inDays(35);
  if (year.percent(20)) {
    await year.may(['WRONG_STATE', 'CONSENT_ENDED'], official, RefusePermit, { permit, reason: 'DOCUMENTS_MISSING' }, { purpose: 'RESIDENCE' });
    return;
  }
  const from = year.now.slice(0, 10);
  await year.may(['WRONG_STATE', 'CONSENT_ENDED'], official, GrantPermit, { permit, class: 'HUMANITARIAN', from, until: days(from, year.chance.pick([90, 180, 364])) }, { purpose: 'RESIDENCE' });
}

/** She goes home, by her own decision. */
export async function* returned(year: Year, { id, lead, person, language }: CaseFile): Story {
  const gone = ['WRONG_STATE', 'CASE_CLOSED', 'SURVIVOR_DIED'];
  const notified = await year.may(gone, lead, NotifyReturn, { case: id, kind: 'VOLUNTARY', direction: person.foreign ? 'OUTBOUND' : 'INBOUND', country: person.foreign ? 'HT' : 'ES', circumstances: 'She wants to be with her mother.' });
  if (!notified) return;
  const of = { return: notified.id };
  await year.do(lead, IssueTravelDocument, { ...of, document: 'SAFE_CONDUCT' });
  await year.do(lead, AssessReturnRisk, { ...of, level: year.percent(70) ? 'LOW' : 'MEDIUM', assessment: 'Her family waits for her; nobody there knows him.' });
  yield year.inDays(4);
  await year.do(lead, ConsentToReturn, { ...of, by: person.child ? 'GUARDIAN' : 'SURVIVOR', language });
  yield year.inDays(9);
  await year.do(lead, MeetArrival, { ...of, place: 'AIRPORT' });
  yield year.inDays(5);
  await year.do(lead, DeliverSupport, { ...of, service: 'SOCIAL_REINTEGRATION', report: 'The first month’s rent.' });
  yield year.inDays(30);
  await year.do(lead, FollowUpReturn, { ...of, found: weighed(year, [['SAFE' as const, 85], ['AT_RISK' as const, 10], ['NOT_REACHED' as const, 5]]) });
  yield year.inDays(60);
  await year.do(lead, CompleteReturn, { ...of, outcome: 'REINTEGRATED' });
}
