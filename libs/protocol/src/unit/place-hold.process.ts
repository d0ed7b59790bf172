import type { Process } from '../follower.process';
import { ExpirePlaceHold, unitStream } from './unit';

/** A place is held for some hours, and let go by an event. */
export const placeHold: Process = {
  react(event, memory) {
    if (event.type === 'PlaceHeld') memory.put({ kind: 'hold', key: event.data.hold, due: event.data.until, data: { unit: event.stream.slice('unit-'.length) } });
    if (event.type === 'PlaceHoldExpired') memory.remove('hold', event.data.hold);
    return [];
  },

  due({ kind, key, data }) {
    if (kind !== 'hold') return undefined;
    const unit = data['unit'] ?? '';
    return { stream: unitStream(unit), cause: key, command: (meta) => new ExpirePlaceHold({ unit, hold: key }, meta) };
  },
};
