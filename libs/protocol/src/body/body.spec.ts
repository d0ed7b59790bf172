import fc from 'fast-check';
import { isRefusal } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { AdmitMember, body, bodyEvents, ConstituteBody, isMember, ReleaseMember, type BodyCommand, type BodyEvent, type BodyFacts } from './body';

const m = meta();
const of = { body: 'ciprom' };
const constitute = new ConstituteBody({ ...of, name: 'Comité de Protección a la Mujer Migrante' }, m);
const admit = (institution = 'pgr', at = m.at) => new AdmitMember({ ...of, institution }, meta({ at }));
const release = (institution = 'pgr', at = m.at) => new ReleaseMember({ ...of, institution }, meta({ at }));

const secretariat: BodyFacts = { secretariat: { unit: 'mmujer-ciprom', institution: 'mmujer' }, institutionKnown: true };
const another: BodyFacts = { secretariat: { unit: 'mirex-citim', institution: 'mirex' }, institutionKnown: true };
const nobody: BodyFacts = { institutionKnown: true };

const constituted: BodyEvent = { type: 'BodyConstituted', data: { code: 'ciprom', name: 'Comité de Protección a la Mujer Migrante', institution: 'mmujer', secretariat: 'mmujer-ciprom' } };
const joined: BodyEvent = { type: 'MemberJoined', data: { institution: 'pgr' } };
const left: BodyEvent = { type: 'MemberLeft', data: { institution: 'pgr' } };
const table: readonly Readonly<{ command: BodyCommand; history: readonly BodyEvent[]; event: BodyEvent }>[] = [
  { command: constitute, history: [], event: constituted },
  { command: admit(), history: [constituted], event: joined },
  { command: release(), history: [constituted, joined], event: left },
];

describe('a coordination body', () => {
  it.each(table.map((row) => [row.command.type, row] as const))('%s is for a coordinator of its secretariat, and again writes nothing', (_, { command, history, event }) => {
    given(body)(...history).when(command, secretariat).then(event);
    given(body)(...history, event).when(command, secretariat).thenNothing();
    given(body)(...history).when(command, nobody).thenRefused('NOT_THE_SECRETARIAT');
    if (history.length > 0) given(body)(...history).when(command, another).thenRefused('NOT_THE_SECRETARIAT');
  });

  it('is constituted once: not under another name, nor by another secretariat', () => {
    given(body)(constituted).when(new ConstituteBody({ ...of, name: 'CIPROM' }, m), secretariat).thenRefused('ALREADY_REGISTERED');
    given(body)(constituted).when(constitute, another).thenRefused('ALREADY_REGISTERED');
  });

  it('is there before anybody joins it or leaves it', () => {
    given(body)().when(admit(), secretariat).thenRefused('BODY_UNKNOWN');
    given(body)().when(release(), nobody).thenRefused('BODY_UNKNOWN');
  });

  it('has the institution that coordinates it as a member for as long', () => {
    const { state } = given(body)(constituted);
    expect([isMember(state, 'mmujer'), isMember(state, 'pgr'), isMember(state, 'toString')]).toEqual([true, false, false]);
    given(body)(constituted).when(admit('mmujer'), secretariat).thenNothing();
    given(body)(constituted).when(release('mmujer'), secretariat).thenRefused('COORDINATES_THE_BODY');
  });

  it('has members that are registered; who is none cannot leave', () => {
    given(body)(constituted).when(admit(), { ...secretariat, institutionKnown: false }).thenRefused('INSTITUTION_UNKNOWN');
    given(body)(constituted).when(release(), secretariat).thenNothing();
    given(body)(constituted, joined, left).when(admit(), secretariat).then(joined);
  });

  it('is not joined before it was constituted, nor left before it was joined', () => {
    const on = (event: BodyEvent, at: string) => recorded<BodyEvent>(event, { at });
    given(body)(on(constituted, '2026-01-03T12:00:00.000Z')).when(admit('pgr', '2026-01-03T11:59:59.999Z'), secretariat).thenRefused('DATES_REVERSED');
    const history = [on(constituted, '2026-01-03T12:00:00.000Z'), on(joined, '2026-01-04T12:00:00.000Z')];
    given(body)(...history).when(release('pgr', '2026-01-04T11:59:59.999Z'), secretariat).thenRefused('DATES_REVERSED');
    given(body)(...history).when(release('pgr', '2026-01-04T12:00:00.000Z'), secretariat).then(left);
    given(body)(...history, on(left, '2026-01-05T12:00:00.000Z')).when(admit('pgr', '2026-01-05T11:00:00.000Z'), secretariat).thenRefused('DATES_REVERSED');
  });

  it('says nothing about a person: nothing of it is sealed', () => expect(Object.values(bodyEvents).filter(({ sealed }) => sealed)).toEqual([]));

  it('has as members who joined and has not left, in whatever order that is asked', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.constantFrom('pgr', 'mirex', 'mmujer')), { maxLength: 30 }), (steps) => {
        let { state } = given(body)(constituted);
        const members = new Set(['mmujer']);
        for (const [joins, institution] of steps) {
          const decision = body.decide(joins ? admit(institution) : release(institution), state, secretariat);
          if (isRefusal(decision)) continue;
          for (const event of decision) state = body.evolve(state, recorded(event));
          if (joins) members.add(institution);
          else members.delete(institution);
        }
        expect(['pgr', 'mirex', 'mmujer'].filter((institution) => isMember(state, institution)).sort()).toEqual([...members].sort());
      }),
    ));
});
