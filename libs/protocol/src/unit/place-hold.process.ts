import type { Process } from '../follower.process';
import { ExpirePlaceHold } from './places';
import { unitStream } from './unit';

/** A place is held for some hours, and let go by an event unless it was taken. */
export const placeHold: Process = {
  react(event, memory) {
    if (event.type === 'PlaceHeld' || event.type === 'OvercapacityAuthorised') memory.put({ kind: 'hold', key: event.data.hold, due: event.data.until, data: { unit: event.stream.slice('unit-'.length) } });
    if (event.type === 'PlaceHoldExpired') memory.remove('hold', event.data.hold);
    if (event.type === 'PlaceTaken') memory.remove('hold', event.data.place);
    return [];
  },

  due({ kind, key, data }) {
    if (kind !== 'hold') return undefined;
    const unit = data['unit'] ?? '';
    return { stream: unitStream(unit), cause: key, command: (meta) => new ExpirePlaceHold({ unit, hold: key }, meta) };
  },
};
