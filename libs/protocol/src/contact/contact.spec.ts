import { isRefusal } from '@amparo/event-sourcing';
import { given, meta } from '@amparo/event-sourcing/testing';
import { keyClassOf } from '../data-category';
import {
  CloseContact,
  contact,
  contactEvents,
  type contactOutcomes,
  DescribeCaller,
  EnterContactInError,
  GiveOrientation,
  LinkContactToCase,
  ReceiveContact,
  RedirectContact,
  TakeComplaint,
  TriageThreat,
  UnlinkContactFromCase,
  type ContactCommand,
  type ContactEvent,
  type ContactFacts,
} from './contact';
import { HandOverContact, isDoor, TakeContact, threatLevels, type ThreatLevel } from './hand-over';

const m = meta();
const of = { contact: 'k' };
const linea = { unit: 'mmujer-linea', compartment: 'mmujer-linea' };
const central = { unit: 'sne911-central', compartment: 'sne911-central' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const dgm = { unit: 'dgm-sede', compartment: 'dgm' };
const compartments = { 'mmujer-linea': 'mmujer-linea', 'sne911-central': 'sne911-central', 'mmujer-azua': 'mmujer' };
const desk: ContactFacts = { by: linea, standsIn: false, compartments, unit: { door: true, closed: false } };
const supervisor: ContactFacts = { ...desk, standsIn: true };
const other: ContactFacts = { ...desk, by: central };
const stranger: ContactFacts = { ...desk, by: dgm };

const described = { language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: false } as const;
type Received = ConstructorParameters<typeof ReceiveContact>[0];
const receive = (how: Partial<Received> = {}) => new ReceiveContact({ ...of, subject: 's', channel: 'CALL', ...described, ...how }, m);
const received: ContactEvent = { type: 'ContactReceived', data: { unit: linea.unit, subject: 's', channel: 'CALL', ...described } };
const triaged = (level: ThreatLevel): ContactEvent => ({ type: 'ThreatTriaged', data: { level } });
const offered: ContactEvent = { type: 'ContactHandedOver', data: { to: central.unit } };
const taken: ContactEvent = { type: 'ContactTaken', data: { unit: central.unit } };
const linked: ContactEvent = { type: 'ContactLinkedToCase', data: { case: 'c' } };
const closed: ContactEvent = { type: 'ContactClosed', data: { outcome: 'ORIENTED' } };
const redirected: ContactEvent = { type: 'ContactRedirected', data: { to: 'LABOUR', reason: 'NOT_OUR_MANDATE' } };
const inError: ContactEvent = { type: 'ContactEnteredInError', data: { reason: 'DUPLICATE' } };

const close = (outcome: (typeof contactOutcomes)[number] = 'ORIENTED') => new CloseContact({ ...of, outcome }, m);
const redirect = new RedirectContact({ ...of, to: 'LABOUR', reason: 'NOT_OUR_MANDATE' }, m);
const enterInError = new EnterContactInError({ ...of, reason: 'DUPLICATE' }, m);
const link = new LinkContactToCase({ ...of, case: 'c' }, m);
const unlink = new UnlinkContactFromCase({ ...of, case: 'c' }, m);
const leading = (facts: ContactFacts): ContactFacts => ({ ...facts, leads: true });

describe('a contact', () => {
  const callBack = { address: '809 555 0100', hours: 'de día', mayLeaveMessage: false, codeWord: 'flor' };

  it('is received by a unit: counts read what is clear; name, number and what was said are sealed under a key of its own', () =>
    given(contact)()
      .when(receive({ callerName: 'Wideline', callBack, account: 'Le quitaron el pasaporte.' }), desk)
      .then({ ...received, personal: [{ subject: 's', fields: { callerName: 'Wideline', callBack, account: 'Le quitaron el pasaporte.' } }] }));

  it('may be anonymous, and then seals nothing about who she is', () => {
    const anonymous = { ...described, anonymous: true };
    for (const told of [{ callerName: 'Wideline' }, { callBack }]) {
      given(contact)().when(receive({ ...anonymous, ...told }), desk).thenRefused('ANONYMOUS_CALLER');
      given(contact)(received).when(new DescribeCaller({ ...of, ...anonymous, ...told }, m), desk).thenRefused('ANONYMOUS_CALLER');
    }
    const { decision } = given(contact)().when(receive({ ...anonymous, account: 'Llora y no dice su nombre.' }), desk);
    const [event] = isRefusal(decision) ? [] : decision;
    const sealed = Object.keys(event?.personal?.[0]?.fields ?? {});
    expect(sealed.map((field) => keyClassOf(contactEvents.ContactReceived.sealed?.[field] as 'CONTACT'))).toEqual(['care']);
    given(contact)().when(receive(anonymous), desk).then({ ...received, data: { ...received.data, anonymous: true } } as ContactEvent);
  });

  it('gets a name when she gives one after all, and the newest description counts', () =>
    given(contact)(received)
      .when(new DescribeCaller({ ...of, ...described, migrant: false, callerName: 'Wideline' }, m), desk)
      .then({ type: 'CallerDescribed', data: { ...described, migrant: false }, personal: [{ subject: 's', fields: { callerName: 'Wideline' } }] }));

  it('is not described as a migrant or not where nobody knows', () => {
    const { migrant: _unknown, ...rest } = described;
    given(contact)(received).when(new DescribeCaller({ ...of, ...rest }, m), desk).then({ type: 'CallerDescribed', data: rest });
  });

  it.each<[string, Partial<ContactFacts>, 'UNIT_REQUIRED' | 'UNIT_CLOSED' | 'NOT_A_DOOR']>([
    ['an agent without a unit', {}, 'UNIT_REQUIRED'],
    ['a unit that was closed', { unit: { door: true, closed: true } }, 'UNIT_CLOSED'],
    ['a unit that is no door', { unit: { door: false, closed: false } }, 'NOT_A_DOOR'],
  ])('is not received by %s', (_, how, code) => {
    const { unit: _own, ...unitless } = desk;
    given(contact)().when(receive(), { ...unitless, ...how }).thenRefused(code);
  });

  it('is not received by a residential unit, whatever its kind: the code would name the house', () => {
    for (const kind of ['OFFICE', 'HOTLINE', 'SHELTER', 'RESIDENCE'] as const) expect(isDoor({ kind, residential: true })).toBe(false);
    for (const kind of ['SECRETARIAT', 'AUDIT', 'SHELTER', 'RESIDENCE'] as const) expect(isDoor({ kind, residential: false })).toBe(false);
    for (const kind of ['OFFICE', 'HOTLINE', 'CONSULATE', 'ORIENTATION_POINT', 'BORDER_POST'] as const) expect(isDoor({ kind, residential: false })).toBe(true);
  });

  it('by the same caller is another contact, which may name an earlier one of the own compartment', () => {
    given(contact)().when(receive({ repeats: 'e' }), { ...desk, repeatsOwn: true }).then({ ...received, data: { ...received.data, repeats: 'e' } } as ContactEvent);
    given(contact)().when(receive({ repeats: 'e' }), { ...desk, repeatsOwn: false }).thenRefused('EARLIER_CONTACT_UNKNOWN');
    given(contact)().when(receive({ repeats: 'e' }), desk).thenRefused('EARLIER_CONTACT_UNKNOWN');
    given(contact)(received).when(receive(), desk).thenRefused('ALREADY_RECEIVED');
  });
});

type Row = Readonly<{ command: ContactCommand; history?: readonly ContactEvent[]; facts?: Partial<ContactFacts>; event: ContactEvent; each?: true; ended?: true }>;
/** What each command of the desk records, whether it is an entry each time, and whether it is taken of what has ended. */
const table: readonly Row[] = [
  { command: new DescribeCaller({ ...of, ...described }, m), event: { type: 'CallerDescribed', data: described }, each: true, ended: true },
  {
    command: new TriageThreat({ ...of, level: 'HIGH', threats: ['WEAPON', 'DEATH_THREAT', 'WEAPON'], details: 'Está fuera, armado.' }, m),
    event: { type: 'ThreatTriaged', data: { level: 'HIGH' }, personal: [{ subject: 's', fields: { threats: ['DEATH_THREAT', 'WEAPON'], threatDetails: 'Está fuera, armado.' } }] },
    each: true,
  },
  {
    command: new TakeComplaint({ ...of, matter: 'TRAFFICKING', complaint: 'No le pagan y la encierran.' }, m),
    event: { type: 'ComplaintTaken', data: { matter: 'TRAFFICKING' }, personal: [{ subject: 's', fields: { complaint: 'No le pagan y la encierran.' } }] },
    each: true,
  },
  { command: new GiveOrientation({ ...of, topics: ['SHELTER', 'RIGHTS', 'SHELTER'] }, m), event: { type: 'OrientationGiven', data: { topics: ['RIGHTS', 'SHELTER'] } }, each: true },
  { command: link, facts: { leads: true }, event: linked, ended: true },
  { command: unlink, history: [linked], facts: { leads: true }, event: { type: 'ContactUnlinkedFromCase', data: { case: 'c' } }, ended: true },
  { command: redirect, event: redirected },
  { command: close(), event: closed },
  { command: enterInError, event: inError, ended: true },
];

describe.each(table.map((row) => [row.command.type, row] as const))('%s', (_, { command, history = [], facts = {}, event, each, ended }) => {
  const before = [received, ...history];

  it('is recorded by the compartment that received the contact, and after it was handed over and taken, by who took it', () => {
    given(contact)(...before).when(command, { ...desk, ...facts }).then(event);
    const passedOn = [...before, offered, taken];
    given(contact)(...passedOn).when(command, { ...other, ...facts }).then(event);
    given(contact)(...passedOn).when(command, { ...desk, ...facts }).thenRefused('NOT_THE_HOLDER');
    given(contact)(...before, offered).when(command, { ...other, ...facts }).thenRefused('NOT_THE_HOLDER');
  });

  it('is not found by anybody else, nor of a contact that is not there', () => {
    given(contact)(...before).when(command, { ...stranger, ...facts }).thenRefused('NOT_FOUND');
    given(contact)(...before).when(command, { ...other, ...facts }).thenRefused('NOT_FOUND');
    given(contact)().when(command, { ...desk, ...facts }).thenRefused('NOT_FOUND');
  });

  it(each ? 'is an entry each time: what was observed' : 'asked again writes nothing', () => {
    const again = given(contact)(...before, event).when(command, { ...desk, ...facts });
    if (each) again.then(event);
    else again.thenNothing();
  });

  it(ended ? 'is taken of what has ended' : 'is refused once the contact has ended', () => {
    for (const end of [closed, redirected]) {
      if (end.type === event.type) continue;
      const asked = given(contact)(...before, end).when(command, { ...desk, ...facts });
      if (ended) asked.then(event);
      else asked.thenRefused('CONTACT_ENDED');
    }
  });

  it('is refused of what was entered in error', () => {
    if (event.type !== 'ContactEnteredInError') given(contact)(...before, inError).when(command, { ...desk, ...facts }).thenRefused('CONTACT_ENDED');
  });
});

describe('a link to a case', () => {
  it('names the case only with the right to it: to everybody else there is no such case', () => {
    for (const command of [link, unlink]) {
      given(contact)(received).when(command, { ...desk, leads: false }).thenRefused('NOT_FOUND');
      given(contact)(received, linked).when(command, { ...desk, leads: false }).thenRefused('NOT_FOUND');
    }
    given(contact)(received).when(link, leading(stranger)).thenRefused('NOT_FOUND');
  });

  it('may be to more than one: a call may be about two', () =>
    given(contact)(received, linked)
      .when(new LinkContactToCase({ ...of, case: 'd' }, m), leading(desk))
      .then({ type: 'ContactLinkedToCase', data: { case: 'd' } }));

  it('that was never made is not there to be taken back', () => given(contact)(received).when(unlink, leading(desk)).thenNothing());

  it('must be there before a contact is closed as one that became a case', () => {
    given(contact)(received).when(close('CASE_OPENED'), desk).thenRefused('NOT_LINKED');
    given(contact)(received, linked).when(close('CASE_OPENED'), desk).then({ type: 'ContactClosed', data: { outcome: 'CASE_OPENED' } });
    given(contact)(received, linked, { type: 'ContactUnlinkedFromCase', data: { case: 'c' } }).when(close('CASE_OPENED'), desk).thenRefused('NOT_LINKED');
  });
});

describe('the end of a contact', () => {
  it('is given once: a second and different one is refused', () => {
    given(contact)(received, closed).when(close('HELP_SENT'), desk).thenRefused('ANSWERED_OTHERWISE');
    given(contact)(received, closed).when(redirect, desk).thenRefused('CONTACT_ENDED');
    given(contact)(received, redirected).when(close(), desk).thenRefused('CONTACT_ENDED');
    given(contact)(received, redirected).when(new RedirectContact({ ...of, to: 'POLICE', reason: 'NOT_OUR_MANDATE' }, m), desk).thenRefused('ANSWERED_OTHERWISE');
    given(contact)(received, inError).when(new EnterContactInError({ ...of, reason: 'TEST' }, m), desk).thenRefused('ANSWERED_OTHERWISE');
  });

  it('waits for a hand-over: no call is lost between two desks', () => {
    for (const command of [close(), redirect]) given(contact)(received, offered).when(command, desk).thenRefused('HAND_OVER_PENDING');
  });

  it.each(threatLevels)('of one triaged %s: only in immediate danger nobody is let go before help is on its way', (level) => {
    const asked = given(contact)(received, triaged(level));
    const immediate = level === 'IMMEDIATE';
    for (const command of [close(), close('LINE_LOST'), close('NOT_GENUINE'), redirect, enterInError]) {
      const { decision } = asked.when(command, desk);
      expect([command.type, isRefusal(decision) ? decision.refused : 'taken']).toEqual([command.type, immediate ? 'IN_DANGER' : 'taken']);
    }
    expect(isRefusal(asked.when(close('HELP_SENT'), desk).decision)).toBe(false);
    for (const command of [close('LINE_LOST'), enterInError]) expect(isRefusal(asked.when(command, supervisor).decision)).toBe(false);
    expect(isRefusal(given(contact)(received, triaged(level), { type: 'ContactClosed', data: { outcome: 'HELP_SENT' } }).when(enterInError, desk).decision)).toBe(false);
    expect(isRefusal(given(contact)(received, linked, triaged(level)).when(close(), desk).decision)).toBe(false);
  });

  it('of a person in immediate danger is no redirection, a supervisor’s neither, until she is triaged again', () => {
    given(contact)(received, triaged('IMMEDIATE')).when(redirect, supervisor).thenRefused('IN_DANGER');
    given(contact)(received, linked, triaged('IMMEDIATE')).when(redirect, supervisor).thenRefused('IN_DANGER');
    given(contact)(received, triaged('IMMEDIATE'), triaged('LOW')).when(redirect, desk).then(redirected);
  });

  it('leaves nothing to hand over or to take', () => {
    const basis = meta({ basis: { kind: 'CONSENT' } });
    for (const end of [closed, redirected, inError]) {
      given(contact)(received, end).when(new HandOverContact({ ...of, to: central.unit }, basis), desk).thenRefused('CONTACT_ENDED');
      given(contact)(received, offered, end).when(new TakeContact(of, m), other).thenRefused('CONTACT_ENDED');
    }
  });
});

describe('what is stored of a contact', () => {
  it('is sealed wherever somebody says something, and each sealed field has one category per key class', () => {
    for (const [type, { sealed = {} }] of Object.entries(contactEvents)) {
      const classes = new Map<string, Set<string>>();
      for (const category of Object.values(sealed)) {
        const of = keyClassOf(category as 'CONTACT');
        classes.set(of, (classes.get(of) ?? new Set()).add(category));
      }
      expect([type, [...classes.values()].every(({ size }) => size === 1)]).toEqual([type, true]);
    }
  });

  it('is seen by the compartments concerned alone: azua of another compartment finds nothing', () =>
    given(contact)(received).when(close(), { ...desk, by: azua }).thenRefused('NOT_FOUND'));
});
