import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { AssessExposure, ConfirmExclusion, exclusion, LiftExclusion, partyKinds, PlaceExclusion, ReviewExclusion, type ExclusionCommand, type ExclusionEvent, type ExclusionFacts } from './exclusion';

const of = { exclusion: 'e' };
const m = meta();

/** Agents and the persons they are: Altagracia has an appointment in each of two institutions. */
const persons: Readonly<Record<string, string>> = { 'ag-pgr-1': 'altagracia', 'ag-mmujer-1': 'altagracia', 'ag-pgr-2': 'bienvenido', 'ag-mmujer-2': 'carmen', 'ag-conani-1': 'dolores' };
type Agent = keyof typeof persons;
const institutionOf = (agent: Agent): string => agent.split('-')[1]!;
const facts = (agent: Agent, how: Partial<ExclusionFacts> = {}): ExclusionFacts => ({
  by: { person: persons[agent]!, institution: institutionOf(agent) },
  persons,
  partyKnown: true,
  mayPlace: true,
  excluded: false,
  audits: false,
  ...how,
});
const by = (agent: Agent, event: ExclusionEvent): Recorded<ExclusionEvent> =>
  recorded(event, { actor: { client: `${institutionOf(agent)}-desk`, agent, institution: institutionOf(agent), assurance: 'AUTHENTICATED' } }) as Recorded<ExclusionEvent>;

const party = { kind: 'UNIT', id: 'mmujer-azua' } as const;
const place = new PlaceExclusion({ ...of, subject: 'suspicion', party, cases: ['k2', 'k1', 'k2'], ground: 'La jefa es prima del acusado.' }, m);
const confirm = new ConfirmExclusion(of, m);
const review = new ReviewExclusion({ ...of, finding: 'STILL_NEEDED' }, m);
const assess = new AssessExposure(of, m);
const lift = (reason: 'UNFOUNDED' | 'ENDED' = 'UNFOUNDED') => new LiftExclusion({ ...of, reason }, m);

const placed = by('ag-pgr-1', { type: 'ExclusionPlaced', data: { party, cases: ['k1', 'k2'] } });
const confirmed = by('ag-mmujer-2', { type: 'ExclusionConfirmed', data: {} });
const lifted = by('ag-pgr-1', { type: 'ExclusionLifted', data: { reason: 'UNFOUNDED' } });
const histories = { placed: [placed], confirmed: [placed, confirmed], lifted: [placed, confirmed, lifted] };
const none = given(exclusion)().when(confirm, facts('ag-mmujer-2')).decision;

describe('an exclusion (rule 8)', () => {
  it('is placed by one person and says in clear who is kept from which cases; why is sealed in a file of its own', () =>
    given(exclusion)()
      .when(place, facts('ag-pgr-1'))
      .then({
        type: 'ExclusionPlaced',
        data: { party, cases: ['k1', 'k2'] },
        personal: [{ subject: 'suspicion', fields: { ground: 'La jefa es prima del acusado.' } }],
      }));

  it.each(partyKinds)('keeps away an %s that is there', (kind) => {
    const command = new PlaceExclusion({ ...place.input, party: { kind, id: 'x' } }, m);
    given(exclusion)().when(command, facts('ag-pgr-1', { partyKnown: false })).thenRefused('PARTY_UNKNOWN');
    expect(given(exclusion)().when(command, facts('ag-pgr-1')).decision).toMatchObject([{ data: { party: { kind, id: 'x' } } }]);
  });

  it('is placed by who may know the cases; to others neither case nor party is told apart', () => {
    given(exclusion)().when(place, facts('ag-conani-1', { mayPlace: false })).thenRefused('NOT_FOUND');
    expect(given(exclusion)().when(place, facts('ag-conani-1', { mayPlace: false, partyKnown: false })).decision).toEqual(none);
  });

  it('is placed once', () => {
    for (const history of Object.values(histories)) given(exclusion)(...history).when(place, facts('ag-pgr-1')).thenRefused('ALREADY_PLACED');
  });

  it.each<[string, Agent, 'taken' | 'TWO_PERSONS_REQUIRED' | 'OTHER_INSTITUTION_REQUIRED']>([
    ['the placer', 'ag-pgr-1', 'TWO_PERSONS_REQUIRED'],
    ['the same person under another appointment, in another institution', 'ag-mmujer-1', 'TWO_PERSONS_REQUIRED'],
    ['another person of the placer’s institution', 'ag-pgr-2', 'OTHER_INSTITUTION_REQUIRED'],
    ['another person of another institution', 'ag-mmujer-2', 'taken'],
  ])('confirmed by %s: %s, %s', (_, agent, answer) => {
    const outcome = given(exclusion)(placed).when(confirm, facts(agent));
    if (answer === 'taken') outcome.then({ type: 'ExclusionConfirmed', data: {} });
    else outcome.thenRefused(answer);
  });

  it('confirmed once: again, by whomever may, writes nothing', () => {
    for (const agent of ['ag-mmujer-2', 'ag-conani-1']) given(exclusion)(placed, confirmed).when(confirm, facts(agent)).thenNothing();
  });

  it('compares agents where the directory knows no person behind them', () => {
    const unknown = (agent: Agent) => facts(agent, { persons: {}, by: { person: agent, institution: institutionOf(agent) } });
    given(exclusion)(placed).when(confirm, unknown('ag-pgr-1')).thenRefused('TWO_PERSONS_REQUIRED');
    given(exclusion)(placed).when(lift(), unknown('ag-pgr-1')).then({ type: 'ExclusionLifted', data: { reason: 'UNFOUNDED' } });
  });

  it('is lifted by its placer or its confirmer, as persons; to everybody else there is none', () => {
    const may: Readonly<Record<keyof typeof histories, readonly string[]>> = {
      placed: ['altagracia'],
      confirmed: ['altagracia', 'carmen'],
      lifted: ['altagracia', 'carmen'],
    };
    for (const [status, history] of Object.entries(histories)) {
      for (const agent of Object.keys(persons)) {
        const { decision } = given(exclusion)(...history).when(lift('ENDED'), facts(agent));
        const may_ = may[status as keyof typeof may].includes(persons[agent]!);
        const expected = may_ ? (status === 'lifted' ? [] : [{ type: 'ExclusionLifted', data: { reason: 'ENDED' } }]) : none;
        expect([status, agent, decision]).toEqual([status, agent, expected]);
      }
    }
  });

  it('is over once lifted: nobody confirms it, a new one is placed', () => {
    for (const history of [[placed, lifted], histories.lifted]) given(exclusion)(...history).when(confirm, facts('ag-conani-1')).thenRefused('EXCLUSION_LIFTED');
  });

  it('is reviewed by its confirmer or an auditor, never by who placed it; a review ends nothing, and each is an entry', () => {
    const reviewed: ExclusionEvent = { type: 'ExclusionReviewed', data: { finding: 'STILL_NEEDED' } };
    for (const agent of ['ag-pgr-1', 'ag-mmujer-1']) given(exclusion)(...histories.confirmed).when(review, facts(agent, { audits: true })).thenRefused('TWO_PERSONS_REQUIRED');
    given(exclusion)(...histories.confirmed).when(review, facts('ag-mmujer-2')).then(reviewed);
    given(exclusion)(...histories.confirmed, by('ag-mmujer-2', reviewed)).when(review, facts('ag-conani-1', { audits: true })).then(reviewed);
    expect(given(exclusion)(...histories.confirmed).when(review, facts('ag-conani-1')).decision).toEqual(none);
    given(exclusion)(...histories.lifted).when(review, facts('ag-mmujer-2')).thenRefused('EXCLUSION_LIFTED');
  });

  it('has on record what the excluded had been shown, which an auditor assesses, after it was lifted too; the same again writes nothing', () => {
    const read = { file: 'k1', reads: 2, categories: ['IDENTITY'], agents: ['ag-mmujer-1'], from: '2026-01-01T12:00:00.000Z', until: '2026-01-03T12:00:00.000Z' };
    const assessed = (...files: (typeof read)[]): ExclusionEvent => ({ type: 'ExposureAssessed', data: { reads: files.reduce((sum, { reads }) => sum + reads, 0), files } });
    const auditor = (...files: (typeof read)[]) => facts('ag-conani-1', { audits: true, exposure: files });
    given(exclusion)(placed).when(assess, auditor()).then(assessed());
    given(exclusion)(placed).when(assess, auditor(read)).then(assessed(read));
    given(exclusion)(placed, by('ag-conani-1', assessed(read))).when(assess, auditor(read)).thenNothing();
    const more = { ...read, reads: 3, until: '2026-01-04T12:00:00.000Z' };
    given(exclusion)(...histories.lifted, by('ag-conani-1', assessed(read))).when(assess, auditor(more)).then(assessed(more));
    for (const agent of ['ag-pgr-1', 'ag-mmujer-2']) expect(given(exclusion)(...histories.confirmed).when(assess, facts(agent, { exposure: [read] })).decision).toEqual(none);
  });

  it('does not exist for who is excluded, placer and confirmer too, before and after it is lifted', () => {
    for (const history of [[], ...Object.values(histories)]) {
      for (const agent of Object.keys(persons)) {
        for (const command of [confirm, review, assess, lift()]) expect(given(exclusion)(...history).when(command, facts(agent, { excluded: true, audits: true })).decision).toEqual(none);
      }
    }
  });
});

describe('an exclusion, whatever is asked of it in whatever order', () => {
  const step = fc.record({
    command: fc.constantFrom<ExclusionCommand>(place, confirm, review, assess, lift('UNFOUNDED'), lift('ENDED')),
    agent: fc.constantFrom(...Object.keys(persons)),
    excluded: fc.boolean(),
    audits: fc.boolean(),
  });

  it('is confirmed by two persons of two institutions, undone by one of them, and asked again writes nothing', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let state = exclusion.initial;
        const history: Recorded<ExclusionEvent>[] = [];
        const hand = (type: ExclusionEvent['type']) => history.find((event) => event.type === type)?.actor;
        for (const { command, agent, ...how } of steps) {
          const decision = exclusion.decide(command, state, facts(agent, how));
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            if (command.type !== 'PlaceExclusion') expect(how.excluded).toBe(false);
            const stored = by(agent, event);
            history.push(stored);
            state = exclusion.evolve(state, stored);
          }
          if (command.type === 'ReviewExclusion') continue; // seen again is found again
          const again = exclusion.decide(command, state, facts(agent, how));
          expect(isRefusal(again) ? [] : again).toEqual([]);
        }
        const [placer, confirmer, lifter] = [hand('ExclusionPlaced'), hand('ExclusionConfirmed'), hand('ExclusionLifted')];
        if (confirmer) {
          expect(persons[confirmer.agent!]).not.toBe(persons[placer!.agent!]);
          expect(confirmer.institution).not.toBe(placer!.institution);
        }
        if (lifter) expect([placer, confirmer].map((one) => one && persons[one.agent!])).toContain(persons[lifter.agent!]);
        const once = history.map(({ type }) => type).filter((type) => type !== 'ExclusionReviewed');
        expect(new Set(once).size).toBe(once.length);
        expect(history.reduce(exclusion.evolve, exclusion.initial)).toEqual(state);
      }),
    ));
});
