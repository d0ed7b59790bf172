/** Chance that is the same each time (mulberry32): a history told again is the same history. */
export class Chance {
  constructor(private state: number) {}

  /** From 0 up to, and not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(of: readonly T[]): T {
    return of[this.between(0, of.length - 1)]!;
  }
}

const day = 86_400_000;
const midnight = 4; // in Santo Domingo, four hours behind UTC the whole year

/** A time of the clock in Santo Domingo. */
export const moment = (date: string, hour = 10, minute = 0): string => new Date(Date.parse(`${date}T00:00:00.000Z`) + ((hour + midnight) * 60 + minute) * 60_000).toISOString();
export const days = (date: string, more: number): string => new Date(Date.parse(`${date}T00:00:00.000Z`) + more * day).toISOString().slice(0, 10);
export const later = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
/** How many days from one to the other. */
export const span = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / day);
