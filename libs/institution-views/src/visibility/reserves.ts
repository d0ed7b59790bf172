import type { ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';

/** What was shown under reserve, from its record to the end of the reserve: by the compartment that investigates, in its own file. */
export type Reserve = { readonly compartment: string; readonly investigation: string; readonly from: number; to?: number };

/** The case that an event of an investigation tells something of its reserve. */
export const underReserve = (event: Recorded<ProtocolEvent>): string | undefined =>
  event.type === 'DisclosureUnderReserve' || event.type === 'ReserveEnded' ? event.data.case : undefined;

/** Takes in what is, or is no longer, kept from the case it is about. */
export function observeReserve(memory: { reserves: Record<string, Reserve> }, event: Recorded<ProtocolEvent>, compartment: string, index: number): void {
  if (event.type === 'DisclosureUnderReserve') {
    memory.reserves[event.data.disclosure] ??= { compartment, investigation: event.stream.slice('investigation-'.length), from: index };
  } else if (event.type === 'ReserveEnded') {
    const reserve = memory.reserves[event.data.disclosure];
    if (reserve) reserve.to ??= index;
  }
}
