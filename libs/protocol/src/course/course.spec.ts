import fc from 'fast-check';
import { isRefusal } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import {
  AwardCertificate,
  certificateRevocations,
  course,
  courseEvents,
  courseSlice,
  heldBy,
  RevokeCertificate,
  ScheduleCourse,
  type CourseCommand,
  type CourseEvent,
  type CourseFacts,
} from './course';

const m = meta(); // noon of 5 January 2026, UTC
const of = { course: 'diploma' };
const by = (person: string, facts: Partial<CourseFacts> = {}): CourseFacts => ({ administrator: { person }, institutionsKnown: true, ...facts });
const luz = by('p-luz');
const stranger: CourseFacts = { institutionsKnown: true };

const schedule = new ScheduleCourse({ ...of, title: 'Diplomado 2025', providers: ['pgr', 'mmujer', 'pgr'], from: '2025-09-01', until: '2025-12-01' }, m);
const award = (how: Partial<AwardCertificate['input']> = {}) =>
  new AwardCertificate({ ...of, certificate: 'c1', person: 'p-trata', holderName: 'Mercedes Peña', date: '2025-12-01', institution: 'mmujer', ...how }, m);
const revoke = (reason: (typeof certificateRevocations)[number] = 'MISCONDUCT', at = m.at) => new RevokeCertificate({ ...of, certificate: 'c1', reason }, meta({ at }));

const scheduled: CourseEvent = { type: 'CourseScheduled', data: { title: 'Diplomado 2025', providers: ['mmujer', 'pgr'], from: '2025-09-01', until: '2025-12-01' } };
const awarded: CourseEvent = { type: 'CertificateAwarded', data: { certificate: 'c1', person: 'p-trata', date: '2025-12-01', institution: 'mmujer' } };
const revoked: CourseEvent = { type: 'CertificateRevoked', data: { certificate: 'c1', reason: 'MISCONDUCT' } };

const table: readonly Readonly<{ command: CourseCommand; history: readonly CourseEvent[]; event: CourseEvent }>[] = [
  { command: schedule, history: [], event: scheduled },
  { command: award(), history: [scheduled], event: { ...awarded, personal: [{ subject: 'p-trata', fields: { holderName: 'Mercedes Peña' } }] } },
  { command: revoke(), history: [scheduled, awarded], event: revoked },
];

describe('a course', () => {
  it.each(table.map((row) => [row.command.type, row] as const))('%s is for administrators of who gives it, or of the founding institution', (_, { command, history, event }) => {
    given(course)(...history).when(command, luz).then(event);
    given(course)(...history).when(command, stranger).thenRefused('NOT_ENTITLED');
  });

  it.each(table.slice(1).map(({ command }) => [command.type, command] as const))('%s needs a course that is there; to nobody does another answer tell more', (_, command) => {
    given(course)().when(command, luz).thenRefused('NOT_FOUND');
    given(course)().when(command, stranger).thenRefused('NOT_FOUND');
  });

  it('is scheduled once, by institutions that are registered, and does not end before it begins', () => {
    given(course)(scheduled).when(schedule, luz).thenRefused('ALREADY_REGISTERED');
    given(course)().when(schedule, by('p-luz', { institutionsKnown: false })).thenRefused('INSTITUTION_UNKNOWN');
    given(course)().when(new ScheduleCourse({ ...schedule.input, until: '2025-08-31' }, m), luz).thenRefused('DATES_REVERSED');
    given(course)().when(new ScheduleCourse({ ...schedule.input, until: '2025-09-01' }, m), luz).then({ ...scheduled, data: { ...scheduled.data, until: '2025-09-01' } } as CourseEvent);
  });
});

describe('a certificate', () => {
  const after = given(course)(scheduled);

  it('is of a day on which the course is over and that is not in the future, in Santo Domingo', () => {
    after.when(award({ date: '2025-11-30' }), luz).thenRefused('COURSE_NOT_OVER');
    after.when(award({ date: '2026-01-06' }), luz).thenRefused('DATE_IN_FUTURE');
    const atNight = meta({ at: '2026-01-06T03:59:59.999Z', receivedAt: '2026-01-06T03:59:59.999Z' });
    after.when(new AwardCertificate(award({ date: '2026-01-06' }).input, atNight), luz).thenRefused('DATE_IN_FUTURE');
    expect(isRefusal(after.when(new AwardCertificate(award({ date: '2026-01-05' }).input, atNight), luz).decision)).toBe(false);
  });

  it('goes to a person whose institution, where one is named, is registered', () => {
    after.when(award(), by('p-luz', { institutionsKnown: false })).thenRefused('INSTITUTION_UNKNOWN');
    const { institution: _none, ...others } = award().input;
    expect(after.when(new AwardCertificate(others, m), luz).decision).toMatchObject([{ data: { certificate: 'c1', person: 'p-trata', date: '2025-12-01' } }]);
  });

  it.each(['AGENT_UNKNOWN', 'CERTIFICATE_UNKNOWN'] as const)('goes to nobody who is named and not there: %s', (holderMissing) =>
    after.when(award(), by('p-luz', { holderMissing })).thenRefused(holderMissing));

  it('is neither awarded to nor revoked from the administrator who records it', () => {
    after.when(award(), by('p-trata')).thenRefused('NOT_ONESELF');
    given(course)(scheduled, awarded).when(revoke(), by('p-trata')).thenRefused('NOT_ONESELF');
  });

  it('is held once of a course: the same again writes nothing, another is refused, until it is revoked', () => {
    const holding = given(course)(scheduled, awarded);
    holding.when(award({ certificate: 'c2' }), luz).thenNothing();
    holding.when(award({ certificate: 'c2', date: '2025-12-02' }), luz).thenRefused('ANSWERED_OTHERWISE');
    holding.when(award({ certificate: 'c2', institution: 'pgr' }), luz).thenRefused('ANSWERED_OTHERWISE');
    expect(heldBy(holding.state, 'p-trata')?.certificate).toBe('c1');
    expect(isRefusal(holding.when(award({ certificate: 'c2', person: 'p-azua' }), luz).decision)).toBe(false);
    const anew = given(course)(scheduled, awarded, revoked);
    expect(heldBy(anew.state, 'p-trata')).toBeUndefined();
    expect(anew.when(award({ certificate: 'c2' }), luz).decision).toMatchObject([{ data: { certificate: 'c2', person: 'p-trata' } }]);
  });

  it('is revoked once, for one reason, not before it was awarded', () => {
    given(course)(scheduled).when(revoke(), luz).thenRefused('CERTIFICATE_UNKNOWN');
    given(course)(scheduled, awarded).when(revoke('MISCONDUCT', '2025-12-01T03:59:59.999Z'), luz).thenRefused('DATES_REVERSED');
    given(course)(scheduled, awarded, revoked).when(revoke(), luz).thenNothing();
    given(course)(scheduled, awarded, revoked).when(revoke('OBTAINED_BY_FRAUD'), luz).thenRefused('ANSWERED_OTHERWISE');
  });

  it('says in clear who holds it by subject id alone; the name is sealed under that person’s key', () => {
    expect(Object.entries(courseEvents).flatMap(([type, { sealed = {} }]) => Object.keys(sealed).map((field) => `${type} ${field}`))).toEqual(['CertificateAwarded holderName']);
    expect(courseSlice.forms.keyClass('CertificateAwarded', 'holderName', {})).toBe('identity');
  });
});

describe('a course, whatever is asked of it in whatever order', () => {
  const persons = ['p-luz', 'p-trata', 'p-azua'];
  const step = fc.record({
    command: fc.constantFrom<CourseCommand>(
      schedule,
      ...['c1', 'c2', 'c3'].flatMap((certificate) => [
        ...persons.flatMap((person) => ['2025-11-01', '2025-12-01', '2026-01-05', '2026-02-01'].map((date) => award({ certificate, person, date }))),
        ...certificateRevocations.map((reason) => new RevokeCertificate({ ...of, certificate, reason }, m)),
      ]),
    ),
    person: fc.constantFrom(...persons),
  });

  it('counts every person once: nobody holds two of its certificates, or one by their own hand, or one of an impossible day', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state = course.initial;
        for (const { command, person } of steps) {
          const fresh = command.type !== 'AwardCertificate' || state.certificates[command.input.certificate] === undefined;
          if (!fresh) continue; // the id of a certificate comes of its command
          const decision = course.decide(command, state, by(person));
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            if (event.type === 'CertificateAwarded') expect(event.data.person).not.toBe(person);
            state = course.evolve(state, recorded(event));
          }
          const again = course.decide(command, state, by(person));
          expect(isRefusal(again) ? again.refused : again).toEqual(command.type === 'ScheduleCourse' ? 'ALREADY_REGISTERED' : []);
        }
        const held = Object.values(state.certificates).filter(({ revoked: gone }) => gone === undefined);
        expect(new Set(held.map(({ person }) => person)).size).toBe(held.length);
        for (const { date } of Object.values(state.certificates)) expect(date >= '2025-12-01' && date <= '2026-01-05').toBe(true);
      }),
    ));
});
