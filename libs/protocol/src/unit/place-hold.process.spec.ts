import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { Recorded } from '@amparo/event-sourcing';
import type { ProtocolEvent } from '../events';
import { placeHold } from './place-hold.process';
import { ExpirePlaceHold, HoldPlace } from './places';
import { unit, type UnitEvent, type UnitFacts } from './unit';

const house = 'casa-malala';
const anybody: UnitFacts = { administers: false, directs: false, institutionKnown: true, operatorKnown: true, walled: true };
const place: readonly UnitEvent[] = [
  { type: 'UnitOpened', data: { unit: house, name: 'Casa Malala', institution: 'pgr', operator: 'pgr', compartment: house, kind: 'SHELTER', residential: true } },
  { type: 'CapacityDeclared', data: { places: 1 } },
];
const [held] = given(unit)(...place).when(new HoldPlace({ unit: house, hold: 'h' }, meta()), anybody).decision as readonly UnitEvent[];
const heldUntil = '2026-01-05T18:00:00.000Z';
const expired: UnitEvent = { type: 'PlaceHoldExpired', data: { hold: 'h' } };
const at = (receivedAt: string) => meta({ at: receivedAt, receivedAt });

let memory: SqliteProcessMemory;
beforeEach(() => void (memory = new SqliteProcessMemory(':memory:', 'epoch')));
afterEach(() => memory.close());
const tell = (event: UnitEvent) => placeHold.react(recorded(event, { stream: `unit-${house}` }) as Recorded<ProtocolEvent>, memory);

describe('a held place', () => {
  it('is due when its six hours are over, not before', () => {
    expect(tell(held!)).toEqual([]);
    expect(memory.due('2026-01-05T17:59:59.999Z', 10)).toEqual([]);
    expect(memory.due(heldUntil, 10)).toMatchObject([{ key: 'h', due: heldUntil }]);
  });

  it('is let go in its unit by a command that the hold causes, and that the unit takes once', () => {
    tell(held!);
    const due = placeHold.due(memory.due(heldUntil, 10)[0]!)!;
    expect(due).toMatchObject({ stream: `unit-${house}`, cause: 'h' });
    const command = due.command(at(heldUntil)) as ExpirePlaceHold;
    expect(command).toEqual(new ExpirePlaceHold({ unit: house, hold: 'h' }, at(heldUntil)));
    given(unit)(...place, held!).when(command, anybody).then(expired);
    given(unit)(...place, held!, expired).when(command, anybody).thenNothing();
    given(unit)(...place, held!).when(due.command(meta()) as ExpirePlaceHold, anybody).thenRefused('NOT_DUE');
  });

  it('is due no more when it was let go; another is', () => {
    tell(held!);
    tell({ type: 'PlaceHeld', data: { hold: 'other', until: heldUntil } });
    expect(tell(expired)).toEqual([]);
    expect(memory.due(heldUntil, 10).map(({ key }) => key)).toEqual(['other']);
  });

  it('is due no more when it was taken; one beyond the capacity ends like any other', () => {
    tell(held!);
    tell({ type: 'OvercapacityAuthorised', data: { hold: 'beyond', until: heldUntil, reason: 'NO_OTHER_PLACE' } });
    tell({ type: 'PlaceTaken', data: { place: 'h', claim: 'c' } });
    expect(memory.due(heldUntil, 10).map(({ key }) => key)).toEqual(['beyond']);
  });

  it('told again is due once, and told to the end not at all', () => {
    for (const event of [held!, held!]) tell(event);
    expect(memory.due(heldUntil, 10)).toHaveLength(1);
    for (const event of [expired, held!, expired]) tell(event);
    expect(memory.due(heldUntil, 10)).toEqual([]);
  });

  it('is its own business: what other processes wait for, and other events, are not', () => {
    for (const event of place) expect(tell(event)).toEqual([]);
    expect(memory.due('9999', 10)).toEqual([]);
    expect(placeHold.due({ kind: 'consent', key: 'h', due: heldUntil, data: { unit: house } })).toBeUndefined();
  });
});
