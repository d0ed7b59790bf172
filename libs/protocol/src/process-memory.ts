import type { ClockPolicy } from './clocks';

/** Something a process manager must remember: that it is, when it is due, what to do then. */
export type ProcessItem = Readonly<{ kind: string; key: string; due?: string; data: Readonly<Record<string, string>> }>;

/**
 * What process managers remember between events, and how far in the store they have come. Lost, it is built again by following
 * the store from the beginning: every command they give has an id derived from its cause and repeats nothing.
 */
export abstract class ProcessMemory {
  /** Position up to which events were taken in. */
  abstract checkpoint(): bigint;
  abstract moveTo(checkpoint: bigint): void;
  abstract put(item: ProcessItem): void;
  abstract remove(kind: string, key: string): void;
  abstract find(kind: string, key: string): ProcessItem | undefined;
  /** Items of a kind whose key begins so. */
  abstract beginning(kind: string, prefix: string): readonly ProcessItem[];
  /** Items that are due at a time, earliest first. */
  abstract due(now: string, limit: number): readonly ProcessItem[];
}

/** Raised when processes are added, or remember otherwise: what they missed or misread is then read again. */
const form = 5;
/** What a memory belongs to. Of another store, of another form or by other deadlines it is forgotten, and built again. */
export const memoryEpoch = (storeEpoch: string, clocks: ClockPolicy): string => JSON.stringify([storeEpoch, form, clocks]);
