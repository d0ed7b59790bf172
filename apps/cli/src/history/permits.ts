import { ApplyForPermit, ApplyForRenewal, ApplyForUpgrade, EnterPermitInError, GrantPermit, RefusePermit, RenewPermit, UpgradePermit } from '@amparo/protocol';
import { days, moment } from './chance';
import { consented, opened, woman, type CaseFile } from './files';
import type { Aside, Story, Telling } from './telling';

type Status = Readonly<{
  from: string;
  /** How often the yearly visa is renewed. */
  renewals: number;
  /** What becomes of the application for residence, on which day. */
  residence?: Readonly<{ on: string; answer: 'GRANTED' | 'REFUSED' | 'GRANTED_IN_ERROR'; aside?: Aside }>;
}>;

const extranjeria = 'dgm-extranjeria';

/** Lawful stay of survivors: business visas, renewed each year, and residence. */
export const permitStories = (telling: Telling): Story[] =>
  [
    { from: '2014-03-10', renewals: 2, residence: { on: '2017-02-20', answer: 'GRANTED' } },
    { from: '2014-09-01', renewals: 3 },
    { from: '2015-05-04', renewals: 2 },
    { from: '2016-02-01', renewals: 1 },
    { from: '2015-03-02', renewals: 1, residence: { on: '2017-01-30', answer: 'REFUSED' } },
    { from: '2015-06-01', renewals: 1, residence: { on: '2017-05-02', answer: 'GRANTED_IN_ERROR', aside: 'IN_ERROR' } },
    { from: '2015-12-14', renewals: 1, residence: { on: '2017-12-05', answer: 'GRANTED', aside: 'OUTSIDE' } },
  ].map((one) => status(telling, one as Status));

const yearOf = (from: string): Readonly<{ from: string; until: string }> => ({ from, until: days(from, 364) });

async function* status(telling: Telling, { from, renewals, residence }: Status): Story {
  yield moment(days(from, -30), 9);
  const lead = telling.desk('mmujer-trata', 'caseworker');
  const file = await opened(telling, lead, 'TRAFFICKING', woman(telling, true));
  const dgm = telling.desk(extranjeria, 'caseworker');
  const { id: permit } = await telling.do(lead, ApplyForPermit, { case: file.id, to: extranjeria, class: 'BUSINESS_VISA', consents: [await forResidence(telling, file, moment(days(from, -30), 9))] }, onConsent);
  yield moment(from, 11);
  let term = yearOf(from);
  await telling.do(dgm, GrantPermit, { permit, class: 'BUSINESS_VISA', ...term });
  for (let i = 0; i < renewals; i++) {
    yield moment(days(term.until, -40), 9);
    await telling.do(lead, ApplyForRenewal, { permit, consents: [await forResidence(telling, file, moment(days(term.until, -40), 9))] }, onConsent);
    yield moment(days(term.until, -5), 11);
    term = yearOf(days(term.until, 1));
    await telling.do(dgm, RenewPermit, { permit, ...term });
  }
  if (!residence) return;
  yield moment(days(residence.on, -25), 9);
  await telling.do(lead, ApplyForUpgrade, { permit, class: 'TEMPORARY_RESIDENCE', consents: [await forResidence(telling, file, moment(days(residence.on, -25), 9))] }, onConsent);
  yield moment(residence.on, 11);
  if (residence.answer === 'REFUSED') {
    await telling.do(dgm, RefusePermit, { permit, reason: 'DOCUMENTS_MISSING' });
    return;
  }
  const granted = await telling.do(dgm, UpgradePermit, { permit, class: 'TEMPORARY_RESIDENCE', ...yearOf(residence.on) });
  if (residence.aside) telling.aside(residence.aside, granted);
  if (residence.answer !== 'GRANTED_IN_ERROR') return;
  yield moment(days(residence.on, 2), 10);
  await telling.do(dgm, EnterPermitInError, { permit, reason: 'WRONG_CASE' });
}

const onConsent = { basis: { kind: 'CONSENT' }, purpose: 'RESIDENCE' } as const;

const forResidence = (telling: Telling, file: CaseFile, at: string): Promise<string> =>
  consented(telling, file, at, { receiver: extranjeria, categories: ['MIGRATION'], for: 'RESIDENCE' });
