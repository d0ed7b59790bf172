import { isDeepStrictEqual } from 'node:util';
import { eventId } from '@amparo/evidence';
import type { Command, CommandMeta } from '@amparo/event-sourcing';
import type { ClockPolicy } from './clocks';
import type { Process } from './follower.process';
import { clocksAfter, noClocks, running, type ClockedStream, type ClockState, type MovingUp } from './running-clock';

/** The command that moves a clock of a stream up, in that stream. */
export type MoveUp = (id: string, moving: MovingUp, meta: CommandMeta) => Command;

/**
 * A process manager for the clocks of one kind of stream: when one has run out, it asks the stream to move it up. What it
 * remembers comes of the events alone, and the command's id of the event that began the round, the clock and the level: told
 * again, late, or with its memory lost, it asks the same and the stream takes it once.
 */
export function escalation(stream: ClockedStream, policy: ClockPolicy, moveUp: MoveUp): Process {
  const prefix = `${stream.stream}-`;
  const [kept, due] = [`${prefix}clocks`, `${prefix}due`];
  return {
    react(event, memory) {
      if (!event.stream.startsWith(prefix)) return [];
      const id = event.stream.slice(prefix.length);
      const before = memory.find(kept, id)?.data;
      // Told again: it knows.
      if (before && Number(before['seq']) >= event.seq) return [];
      const known = before ? (JSON.parse(before['state'] ?? '') as ClockState) : noClocks;
      const state = clocksAfter(stream, known, event);
      if (isDeepStrictEqual(state, known)) return [];
      for (const { key } of memory.beginning(due, `${id} `)) memory.remove(due, key);
      for (const { clock, of, cause, next } of running(stream, state, policy)) {
        if (next) memory.put({ kind: due, key: `${id} ${clock} ${of}`, due: next.at, data: { id, clock, of, level: next.level, cause } });
      }
      memory.put({ kind: kept, key: id, data: { seq: String(event.seq), state: JSON.stringify(state) } });
      return [];
    },

    due({ kind, data }) {
      if (kind !== due) return undefined;
      const { id = '', clock = '', of = '', level = '', cause = '' } = data;
      const moving = { clock, of, level } as MovingUp;
      return { stream: `${prefix}${id}`, cause: eventId('amparo', `${clock}-${level}`, cause, 0), command: (meta) => moveUp(id, moving, meta) };
    },
  };
}
