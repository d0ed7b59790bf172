import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { dayOf } from '../day';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';

export const courseStream = (id: string): string => `course-${id}`;

export const certificateRevocations = ['AWARDED_IN_ERROR', 'OBTAINED_BY_FRAUD', 'MISCONDUCT'] as const;
type RevocationReason = (typeof certificateRevocations)[number];

type Of = Readonly<{ course: string }>;

/** Days of the calendar; a course of years ago is scheduled as well, late. */
export class ScheduleCourse extends Command<'ScheduleCourse', Of & { title: string; providers: readonly string[]; from: string; until: string }> {
  readonly type = 'ScheduleCourse';
}
/**
 * To an agent, to who holds an earlier certificate, or to somebody the directory does not know. `person` is the subject id these
 * come to, under whose key the name is sealed; `institution` is whom they work for, where that is in the directory.
 */
export class AwardCertificate extends Command<
  'AwardCertificate',
  Of & {
    certificate: string;
    person: string;
    holderName: string;
    date: string;
    institution?: string;
    agent?: string;
    earlier?: Readonly<{ course: string; certificate: string }>;
  }
> {
  readonly type = 'AwardCertificate';
}
export class RevokeCertificate extends Command<'RevokeCertificate', Of & { certificate: string; reason: RevocationReason }> {
  readonly type = 'RevokeCertificate';
}
export type CourseCommand = ScheduleCourse | AwardCertificate | RevokeCertificate;

export type CourseEvent =
  | DomainEvent<'CourseScheduled', { title: string; providers: readonly string[]; from: string; until: string }>
  | DomainEvent<'CertificateAwarded', { certificate: string; person: string; date: string; institution?: string }>
  | DomainEvent<'CertificateRevoked', { certificate: string; reason: RevocationReason }>;

export const courseEvents: EventDefinitions<CourseEvent['type']> = {
  CourseScheduled: {
    category: 'DIRECTORY',
    clear: { title: 'directory', providers: 'administration', from: 'directory', until: 'award of certificates' },
  },
  CertificateAwarded: {
    category: 'DIRECTORY',
    clear: { certificate: 'rule 1', person: 'rule 1, counts', date: 'rule 1, counts', institution: 'counts' },
    sealed: { holderName: 'IDENTITY' },
  },
  CertificateRevoked: { category: 'DIRECTORY', clear: { certificate: 'rule 12', reason: 'counts' } },
};

export type Certificate = Readonly<{ person: string; date: string; institution?: string; revoked?: RevocationReason }>;
export type Course = Readonly<{
  scheduled?: Readonly<{ providers: readonly string[]; until: string }>;
  certificates: Readonly<Record<string, Certificate>>;
}>;

export type CourseFacts = Readonly<{
  /** The acting administrator, of a provider or of the founding institution; absent when the agent is neither. */
  administrator?: Readonly<{ person: string }>;
  /** Every institution that the command names is registered. */
  institutionsKnown: boolean;
  /** What an award names as its holder and is not there. */
  holderMissing?: 'AGENT_UNKNOWN' | 'CERTIFICATE_UNKNOWN';
}>;

export type CourseRefusal =
  | 'NOT_FOUND'
  | 'NOT_ENTITLED'
  | 'NOT_ONESELF'
  | 'ALREADY_REGISTERED'
  | 'INSTITUTION_UNKNOWN'
  | 'AGENT_UNKNOWN'
  | 'CERTIFICATE_UNKNOWN'
  | 'DATES_REVERSED'
  | 'COURSE_NOT_OVER'
  | 'DATE_IN_FUTURE'
  | 'ANSWERED_OTHERWISE';

type Decided = Decision<CourseEvent, CourseRefusal>;

function decide(command: CourseCommand, state: Course, facts: CourseFacts): Decided {
  if (command.type !== 'ScheduleCourse' && !state.scheduled) return refuse('NOT_FOUND', 'there is no such course');
  if (!facts.administrator) return refuse('NOT_ENTITLED', 'only administrators of who gives the course, or of the founding institution, may do this');
  switch (command.type) {
    case 'ScheduleCourse':
      return schedule(command, state, facts);
    case 'AwardCertificate':
      return award(command, state, facts, facts.administrator.person);
    case 'RevokeCertificate':
      return revoke(command, state, facts.administrator.person);
    default:
      return unreachable(command);
  }
}

function schedule({ input }: ScheduleCourse, { scheduled }: Course, { institutionsKnown }: CourseFacts): Decided {
  const { title, from, until } = input;
  if (scheduled) return refuse('ALREADY_REGISTERED', 'this course is there already');
  if (!institutionsKnown) return refuse('INSTITUTION_UNKNOWN', 'register the institutions that give the course first');
  if (until < from) return refuse('DATES_REVERSED', 'a course ends on the day it begins or later');
  return [{ type: 'CourseScheduled', data: { title, providers: [...new Set(input.providers)].sort(), from, until } }];
}

/** The certificate in force that a person holds of this course. */
export const heldBy = ({ certificates }: Course, person: string): (Certificate & Readonly<{ certificate: string }>) | undefined => {
  const held = Object.entries(certificates).find(([, one]) => one.person === person && one.revoked === undefined);
  return held && { certificate: held[0], ...held[1] };
};

function award({ input, meta }: AwardCertificate, state: Course, facts: CourseFacts, administrator: string): Decided {
  const { certificate, person, holderName, date, institution } = input;
  if (facts.holderMissing !== undefined) return refuse(facts.holderMissing, 'there is no such agent, or no such earlier certificate of theirs');
  if (!facts.institutionsKnown) return refuse('INSTITUTION_UNKNOWN', 'there is no such institution: leave it out where it is not registered');
  if (person === administrator) return refuse('NOT_ONESELF', 'another administrator awards you a certificate');
  if (date < state.scheduled!.until) return refuse('COURSE_NOT_OVER', 'a certificate is awarded when the course is over');
  if (date > dayOf(meta.receivedAt)) return refuse('DATE_IN_FUTURE', 'a certificate is of today or earlier');
  const held = heldBy(state, person);
  if (held) return held.date === date && held.institution === institution ? [] : refuse('ANSWERED_OTHERWISE', 'this person holds a certificate of this course already');
  return [
    {
      type: 'CertificateAwarded',
      data: { certificate, person, date, ...(institution !== undefined && { institution }) },
      personal: [{ subject: person, fields: { holderName } }],
    },
  ];
}

function revoke({ input, meta }: RevokeCertificate, { certificates }: Course, administrator: string): Decided {
  const { certificate, reason } = input;
  const known = certificates[certificate];
  if (!known) return refuse('CERTIFICATE_UNKNOWN', 'no such certificate was awarded in this course');
  if (known.person === administrator) return refuse('NOT_ONESELF', 'another administrator revokes yours');
  if (known.revoked !== undefined) return known.revoked === reason ? [] : refuse('ANSWERED_OTHERWISE', 'it was revoked for another reason before');
  if (dayOf(meta.at) < known.date) return refuse('DATES_REVERSED', 'a certificate is revoked on the day it was awarded or later');
  return [{ type: 'CertificateRevoked', data: { certificate, reason } }];
}

function evolve(state: Course, { type, data }: Recorded<CourseEvent>): Course {
  switch (type) {
    case 'CourseScheduled':
      return { ...state, scheduled: { providers: data.providers, until: data.until } };
    case 'CertificateAwarded': {
      const { certificate, person, date, institution } = data;
      return { ...state, certificates: { ...state.certificates, [certificate]: { person, date, ...(institution !== undefined && { institution }) } } };
    }
    case 'CertificateRevoked': {
      const known = state.certificates[data.certificate];
      return known ? { ...state, certificates: { ...state.certificates, [data.certificate]: { ...known, revoked: data.reason } } } : state;
    }
    default:
      return unreachable(type);
  }
}

export const course: Decider<Course, CourseCommand, CourseEvent, CourseFacts, CourseRefusal> = { initial: { certificates: {} }, decide, evolve };
export const courseSlice = { decider: course, forms: formsOf(courseEvents) };
