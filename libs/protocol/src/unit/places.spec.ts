import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import { AuthoriseOvercapacity, ExpirePlaceHold, FreePlaces, HoldPlace, placesFor, TakePlaces, type PlaceEvent } from './places';
import { DeclareCapacity, noFacts, unit, type Unit, type UnitCommand, type UnitEvent, type UnitFacts } from './unit';

const of = { unit: 'casa-malala' };
const hour = 3_600_000;
const noon = Date.parse(meta().receivedAt);
const time = (hours: number): string => new Date(noon + hours * hour).toISOString();
const at = (hours: number) => meta({ receivedAt: time(hours) });

const opened: UnitEvent = {
  type: 'UnitOpened',
  data: { unit: 'casa-malala', name: 'Casa Malala', institution: 'pgr', operator: 'condor', compartment: 'casa-malala', kind: 'SHELTER', residential: true },
};
const closed: UnitEvent = { type: 'UnitClosed', data: { reason: 'MOVED' } };
const places = (number: number): UnitEvent => ({ type: 'CapacityDeclared', data: { places: number } });
const held = (hold: string, hours = 0): PlaceEvent => ({ type: 'PlaceHeld', data: { hold, until: time(hours + 6) } });
const beyond = (hold: string, hours = 0): PlaceEvent => ({ type: 'OvercapacityAuthorised', data: { hold, until: time(hours + 6), reason: 'DANGER_TO_LIFE' } });
const expired = (hold: string): PlaceEvent => ({ type: 'PlaceHoldExpired', data: { hold } });
const taken = (place: string, claim = 'hers'): PlaceEvent => ({ type: 'PlaceTaken', data: { place, claim } });
const freed = (place: string): PlaceEvent => ({ type: 'PlaceFreed', data: { place } });

const hold = (id: string, hours = 0) => new HoldPlace({ ...of, hold: id }, at(hours));
const expire = (id: string, hours: number) => new ExpirePlaceHold({ ...of, hold: id }, at(hours));
const authorise = (id: string, hours = 0) => new AuthoriseOvercapacity({ ...of, hold: id, reason: 'DANGER_TO_LIFE' }, at(hours));
const take = (claim: string, ids: readonly string[], hours = 0) => new TakePlaces({ ...of, places: ids, claim }, at(hours));
const free = (...ids: string[]) => new FreePlaces({ ...of, places: ids }, at(0));

const anybody = noFacts;
const director: UnitFacts = { ...noFacts, directs: true };
const administrator: UnitFacts = { ...noFacts, administers: true };
const house = (...events: UnitEvent[]) => given(unit)(opened, ...events);

describe('a held place', () => {
  it('is one of those declared: none before, no more than these', () => {
    house().when(hold('a'), anybody).thenRefused('NO_PLACE_LEFT');
    house(places(2), held('a')).when(hold('b'), anybody).then(held('b'));
    house(places(2), held('a'), held('b')).when(hold('c'), anybody).thenRefused('NO_PLACE_LEFT');
    house(places(2), held('a'), held('b'), places(3)).when(hold('c'), anybody).then(held('c'));
    house(places(2), held('a'), places(1)).when(hold('b'), anybody).thenRefused('NO_PLACE_LEFT');
  });

  it('counts with those that are taken', () => {
    house(places(2), held('a'), taken('a'), held('b')).when(hold('c'), anybody).thenRefused('NO_PLACE_LEFT');
    house(places(2), held('a'), taken('a'), held('b'), freed('a')).when(hold('c'), anybody).then(held('c'));
    // Taken, it lasts as long as somebody is there, however long ago it was held.
    house(places(1), held('a'), taken('a')).when(hold('b', 1_000), anybody).thenRefused('NO_PLACE_LEFT');
  });

  it('is held for six hours; after them it is free even before the event says so', () => {
    house(places(1), held('a')).when(hold('b', 6 - 1 / hour), anybody).thenRefused('NO_PLACE_LEFT');
    house(places(1), held('a')).when(hold('b', 6), anybody).then(held('b', 6));
  });

  it('ends by an event at its time, not before, and once; one that was taken does not', () => {
    const one = house(places(1), held('a'));
    one.when(expire('a', 6 - 1 / hour), anybody).thenRefused('NOT_DUE');
    one.when(expire('a', 6), anybody).then(expired('a'));
    one.when(expire('b', 6), anybody).thenNothing();
    house(places(1), held('a'), taken('a')).when(expire('a', 6), anybody).thenNothing();
    expect(house(places(1), held('a'), held('b'), expired('a')).state.holds).toEqual({ b: { until: time(6) } });
  });
});

describe('a taken place', () => {
  const two = house(places(3), held('a'), held('b'));

  it('was held: taken with others, all of them or none', () => {
    two.when(take('hers', ['a', 'b']), anybody).then(taken('a'), taken('b'));
    two.when(take('hers', ['a', 'c']), anybody).thenRefused('HOLD_ENDED');
    two.when(take('hers', ['a'], 6), anybody).thenRefused('HOLD_ENDED');
  });

  it('is taken once: asked again by the same it is theirs already, by another it is gone', () => {
    const hers = house(places(3), held('a'), held('b'), taken('a'));
    hers.when(take('hers', ['a']), anybody).thenNothing();
    hers.when(take('hers', ['a'], 1_000), anybody).thenNothing();
    hers.when(take('hers', ['a', 'b']), anybody).then(taken('b'));
    hers.when(take('another’s', ['a']), anybody).thenRefused('HOLD_ENDED');
    hers.when(take('another’s', ['b', 'a']), anybody).thenRefused('HOLD_ENDED');
  });

  it('is freed once, and is then nobody’s: it must be held again', () => {
    const hers = house(places(1), held('a'), taken('a'));
    hers.when(free('a'), anybody).then(freed('a'));
    hers.when(free('a', 'b'), anybody).then(freed('a'));
    const gone = house(places(1), held('a'), taken('a'), freed('a'));
    gone.when(free('a'), anybody).thenNothing();
    gone.when(take('hers', ['a']), anybody).thenRefused('HOLD_ENDED');
  });

  it('in a unit that closes is taken no more, and freed still', () => {
    house(places(2), held('a'), held('b'), taken('b'), closed).when(take('hers', ['a']), anybody).thenRefused('UNIT_CLOSED');
    house(places(2), held('a'), taken('a'), closed).when(free('a'), anybody).then(freed('a'));
    house(places(2), closed).when(hold('a'), anybody).thenRefused('UNIT_CLOSED');
    house(closed).when(authorise('a'), director).thenRefused('UNIT_CLOSED');
  });

  it('is shown to its taker with what is held, and to nobody else', () => {
    const { state } = house(places(3), held('a'), held('b'), taken('a'), beyond('c'), taken('c', 'another’s'));
    expect(placesFor(state, 'hers')).toEqual({ a: { until: time(6), own: true }, b: { until: time(6), own: false } });
    expect(placesFor(state, 'another’s')).toEqual({ b: { until: time(6), own: false }, c: { until: time(6), over: true, own: true } });
  });
});

describe('overcapacity', () => {
  const full = house(places(1), held('a'), taken('a'));

  it('is one place more, held like another, by who directs the house and by no one else', () => {
    full.when(authorise('b'), director).then(beyond('b'));
    for (const facts of [anybody, administrator]) full.when(authorise('b'), facts).thenRefused('SUPERVISOR_REQUIRED');
    house(places(1), held('a'), beyond('b')).when(authorise('b'), director).thenNothing();
    house(places(1), held('a'), beyond('b')).when(authorise('c'), director).then(beyond('c'));
    house(places(1), held('a'), beyond('b')).when(expire('b', 6), anybody).then(expired('b'));
  });

  it('is for a house that is full: while there is a place, that one is held', () => {
    house(places(1)).when(authorise('a'), director).thenRefused('PLACE_LEFT');
    house(places(1), held('a')).when(authorise('b', 6), director).thenRefused('PLACE_LEFT');
    house().when(authorise('a'), director).then(beyond('a'));
  });

  it('is made up for before another place is held', () => {
    const over = [places(2), held('a'), taken('a'), held('b'), taken('b'), beyond('c'), taken('c')];
    house(...over, freed('a')).when(hold('d'), anybody).thenRefused('NO_PLACE_LEFT');
    house(...over, freed('a'), freed('b')).when(hold('d'), anybody).then(held('d'));
  });
});

describe('the places of a unit, whatever is asked in whatever order', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 3 });
  const claim = fc.constantFrom('hers', 'another’s');
  const asked = fc.oneof<fc.Arbitrary<(hours: number) => UnitCommand>[]>(
    id.map((one) => (hours) => hold(one, hours)),
    id.map((one) => (hours) => hold(one, hours)),
    fc.tuple(claim, ids).map(([by, some]) => (hours) => take(by, some, hours)),
    ids.map((some) => () => free(...some)),
    id.map((one) => (hours) => expire(one, hours)),
    id.map((one) => (hours) => authorise(one, hours)),
    fc.integer({ min: 0, max: 3 }).map((number) => (hours) => new DeclareCapacity({ ...of, places: number }, at(hours))),
  );
  const step = fc.record({ passed: fc.integer({ min: 0, max: 9 }), asked });

  it('are never more, held and taken, than declared, but by an authorised overcapacity; and each is taken by one', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        let hours = 0;
        let declared = 0;
        let state: Unit = house().state;
        const history: Recorded<UnitEvent>[] = [recorded(opened)];
        /** What an honest clerk would note: until when each is held, and who took it. */
        const holds = new Map<string, number>();
        const takers = new Map<string, string>();
        const inUse = (): number => [...holds.values()].filter((until) => until > hours).length + takers.size;
        for (const one of steps) {
          hours += one.passed;
          const command = one.asked(hours);
          const decision = unit.decide(command, state, { ...administrator, directs: true });
          if (isRefusal(decision)) {
            if (decision.refused === 'NO_PLACE_LEFT') expect(inUse()).toBeGreaterThanOrEqual(declared);
            if (decision.refused === 'PLACE_LEFT') expect(inUse()).toBeLessThan(declared);
            continue;
          }
          for (const event of decision) {
            switch (event.type) {
              case 'CapacityDeclared':
                declared = event.data.places;
                break;
              case 'PlaceHeld':
                holds.set(event.data.hold, hours + 6);
                expect(inUse()).toBeLessThanOrEqual(declared);
                break;
              case 'OvercapacityAuthorised':
                expect(inUse()).toBeGreaterThanOrEqual(declared);
                holds.set(event.data.hold, hours + 6);
                break;
              case 'PlaceTaken': {
                const before = inUse();
                expect(takers.has(event.data.place)).toBe(false);
                expect(holds.get(event.data.place)).toBeGreaterThan(hours);
                holds.delete(event.data.place);
                takers.set(event.data.place, event.data.claim);
                expect(inUse()).toBe(before);
                break;
              }
              case 'PlaceFreed':
                expect(takers.delete(event.data.place)).toBe(true);
                break;
              case 'PlaceHoldExpired':
                expect(holds.get(event.data.hold)).toBeLessThanOrEqual(hours);
                holds.delete(event.data.hold);
            }
            history.push(recorded(event));
            state = unit.evolve(state, recorded(event));
          }
          expect(unit.decide(command, state, { ...administrator, directs: true })).toEqual([]);
        }
        expect(history.reduce(unit.evolve, unit.initial)).toEqual(state);
      }),
    ));
});
