import { isRefusal } from '@amparo/event-sourcing';
import { given, meta } from '@amparo/event-sourcing/testing';
import { contact, type ContactCommand, type ContactEvent, type ContactFacts, type ContactRefusal } from './contact';
import { DeclineHandOver, HandOverContact, TakeBackHandOver, TakeContact, threatLevels, type ThreatLevel } from './hand-over';

const of = { contact: 'k' };
const m = meta();
const linea = { unit: 'mmujer-linea', compartment: 'mmujer-linea' };
const central = { unit: 'sne911-central', compartment: 'sne911-central' };
const norte = { unit: 'sne911-norte', compartment: 'sne911-norte' };
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const bani = { unit: 'mmujer-bani', compartment: 'mmujer' };
const units = [linea, central, norte, azua, bani];
const compartments = Object.fromEntries(units.map(({ unit, compartment }) => [unit, compartment]));
const by = (party: Readonly<{ unit: string; compartment: string }>, standsIn = false): ContactFacts => ({ by: party, standsIn, compartments });
const to = (facts: ContactFacts, party: Readonly<{ unit: string; compartment: string }>, how: object = {}): ContactFacts => ({ ...facts, to: { ...party, door: true, migrationControl: false, ...how } });

const received = (unit = linea.unit): ContactEvent => ({
  type: 'ContactReceived',
  data: { unit, subject: 's', channel: 'CALL', language: 'hat', caller: 'SELF', sex: 'FEMALE', anonymous: true },
});
const triaged = (level: ThreatLevel): ContactEvent => ({ type: 'ThreatTriaged', data: { level } });
const offered = (unit: string): ContactEvent => ({ type: 'ContactHandedOver', data: { to: unit } });
const took = (unit: string): ContactEvent => ({ type: 'ContactTaken', data: { unit } });
const declined: ContactEvent = { type: 'HandOverDeclined', data: { unit: central.unit, reason: 'NO_LINE_FREE' } };
const takenBack: ContactEvent = { type: 'HandOverTakenBack', data: { from: central.unit } };

const handOver = (unit = central.unit, basis: { kind: string; ref?: string } = { kind: 'CONSENT' }) => new HandOverContact({ ...of, to: unit }, meta({ basis }));
const take = new TakeContact(of, m);
const decline = (reason: 'NO_LINE_FREE' | 'NOT_OUR_MANDATE' = 'NO_LINE_FREE') => new DeclineHandOver({ ...of, reason }, m);
const takeBack = new TakeBackHandOver(of, m);
const before = { offered: [received(), offered(central.unit)], taken: [received(), offered(central.unit), took(central.unit)], declined: [received(), offered(central.unit), declined] };

describe('a hand-over', () => {
  it('goes from 911 to *212 and from *212 to 911, and on to an office', () => {
    given(contact)(received()).when(handOver(), to(by(linea), central)).then(offered(central.unit));
    given(contact)(received(central.unit)).when(handOver(linea.unit), to(by(central), linea)).then(offered(linea.unit));
    given(contact)(...before.taken).when(handOver(azua.unit), to(by(central), azua)).then(offered(azua.unit));
  });

  it('seals what it says', () =>
    given(contact)(received())
      .when(new HandOverContact({ ...of, to: central.unit, note: 'Está encerrada.' }, m), to(by(linea), central))
      .then({ ...offered(central.unit), personal: [{ subject: 's', fields: { handOverNote: 'Está encerrada.' } }] }));

  it.each<[string, ContactRefusal, ContactFacts]>([
    ['a unit that is not there, is closed, or is kept from its case', 'UNIT_UNKNOWN', by(linea)],
    ['the desk that holds it', 'OWN_UNIT', to(by(linea), linea)],
    ['a unit that receives no contacts', 'NOT_A_DOOR', to(by(linea), central, { door: false })],
    ['migration control, whatever the basis (rule 3)', 'MIGRATION_CONTROL_LIMIT', to(by(linea), central, { migrationControl: true })],
  ])('does not go to %s: %s', (_, code, facts) => {
    for (const basis of [{ kind: 'CONSENT' }, { kind: 'VITAL_INTERESTS' }, { kind: 'COURT_ORDER', ref: '33-2026' }]) {
      given(contact)(received(), triaged('IMMEDIATE')).when(handOver(central.unit, basis), facts).thenRefused(code);
    }
  });

  it.each(threatLevels)('of one triaged %s rests on her agreement, on great danger as triaged, or on an act by its number', (level) => {
    const asked = (basis: { kind: string; ref?: string }, history: readonly ContactEvent[] = [triaged(level)]): string => {
      const { decision } = given(contact)(received(), ...history).when(handOver(central.unit, basis), to(by(linea), central));
      return isRefusal(decision) ? decision.refused : 'taken';
    };
    expect(asked({ kind: 'CONSENT' })).toBe('taken');
    expect(asked({ kind: 'VITAL_INTERESTS' })).toBe(level === 'HIGH' || level === 'IMMEDIATE' ? 'taken' : 'HAND_OVER_BASIS');
    expect(asked({ kind: 'VITAL_INTERESTS' }, [])).toBe('HAND_OVER_BASIS');
    expect(asked({ kind: 'LEGAL_OBLIGATION', ref: '136-03' })).toBe('taken');
    for (const kind of ['LEGAL_OBLIGATION', 'LEGAL_MANDATE', 'PUBLIC_STATISTICS', 'toString']) expect([kind, asked({ kind })]).toEqual([kind, 'HAND_OVER_BASIS']);
  });

  it('inside a compartment discloses nothing and needs no such basis', () =>
    given(contact)(received(azua.unit)).when(handOver(bani.unit, { kind: 'LEGAL_OBLIGATION' }), to(by(azua), bani)).then(offered(bani.unit)));

  it('is offered to one desk at a time', () => {
    given(contact)(...before.offered).when(handOver(), to(by(linea), central)).thenNothing();
    given(contact)(...before.offered).when(handOver(norte.unit), to(by(linea), norte)).thenRefused('HAND_OVER_PENDING');
    given(contact)(...before.offered, takenBack).when(handOver(norte.unit), to(by(linea), norte)).then(offered(norte.unit));
    given(contact)(...before.declined).when(handOver(), to(by(linea), central)).then(offered(central.unit));
  });
});

/** What each answer comes to, by history and asker: an event, nothing, or a refusal. */
const answers: readonly [history: keyof typeof before | 'received' | 'takenBack', command: ContactCommand, facts: ContactFacts, answer: ContactEvent | [] | ContactRefusal][] = [
  ['offered', take, by(central), took(central.unit)],
  ['offered', take, by(linea), 'NOT_THE_ADDRESSEE'],
  ['offered', take, by(norte), 'NOT_FOUND'],
  ['taken', take, by(central), []],
  ['taken', take, by(linea), 'NOT_HANDED_OVER'],
  ['declined', take, by(central), 'ANSWERED_OTHERWISE'],
  ['received', take, by(linea), []],
  ['received', take, by(central), 'NOT_FOUND'],
  ['takenBack', take, by(central), 'NOT_FOUND'],
  ['offered', decline(), by(central), declined],
  ['offered', decline(), by(linea), 'NOT_THE_ADDRESSEE'],
  ['declined', decline(), by(central), []],
  ['declined', decline('NOT_OUR_MANDATE'), by(central), 'ANSWERED_OTHERWISE'],
  ['taken', decline(), by(central), 'ANSWERED_OTHERWISE'],
  ['received', decline(), by(linea), 'NOT_HANDED_OVER'],
  ['takenBack', decline(), by(central), 'NOT_FOUND'],
  ['offered', takeBack, by(linea), takenBack],
  ['offered', takeBack, by(central), 'NOT_THE_HOLDER'],
  ['takenBack', takeBack, by(linea), []],
  ['declined', takeBack, by(linea), []],
  ['taken', takeBack, by(linea), 'NOT_THE_HOLDER'],
  ['taken', handOver(norte.unit), to(by(linea), norte), 'NOT_THE_HOLDER'],
];

describe('the answer to a hand-over', () => {
  const histories = { ...before, received: [received()], takenBack: [...before.offered, takenBack] };

  it.each(answers.map((row) => [row[0], row[1].type, row[2].by.unit, row] as const))('%s: %s by %s', (_history, _command, _by, [history, command, facts, answer]) => {
    const asked = given(contact)(...histories[history]).when(command, facts);
    if (typeof answer === 'string') asked.thenRefused(answer);
    else expect(asked.decision).toEqual(Array.isArray(answer) ? answer : [answer]);
  });

  it('is the unit’s that was asked, or its supervisor’s, and not another office’s of the same compartment', () => {
    const history = [received(), offered(azua.unit)];
    given(contact)(...history).when(take, by(bani)).thenRefused('NOT_THE_ADDRESSEE');
    given(contact)(...history).when(take, by(bani, true)).then(took(azua.unit));
    given(contact)(...history).when(decline(), by(bani)).thenRefused('NOT_THE_ADDRESSEE');
  });

  it('leaves the contact with who offered it until it is taken', () => {
    for (const history of [before.offered, before.declined, [...before.offered, takenBack]]) {
      const { state } = given(contact)(...history);
      expect(state).toMatchObject({ desk: { holder: linea.unit } });
    }
    expect(given(contact)(...before.taken).state).toMatchObject({ desk: { holder: central.unit, held: [linea.unit, central.unit] } });
  });
});
