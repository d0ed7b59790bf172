/** A clock that runs, in a state that samples come to: since the event that started it. */
export const run = (cause: string, told: Readonly<Record<string, string>> = {}) => ({ cause, at: '2026-01-05T12:00:00.000Z', firstAt: '2026-01-05T12:00:00.000Z', rounds: 0, told });
/** A stream's clocks: what they know, and which run. */
export const timed = (known: object, runs: object = {}) => ({ clocks: { known, runs, asleep: false } });
/** One that moved up. */
export const moved = (level: string, ...[cause, told]: Parameters<typeof run>) => ({ ...run(cause, told), level, movedAt: '2026-01-05T12:00:00.000Z' });
