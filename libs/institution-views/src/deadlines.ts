import { clocks, type ClockPolicy } from '@amparo/protocol';

/** The deadlines that the operator set, for what is worked out when it is asked. */
export class Deadlines {
  constructor(readonly policy: ClockPolicy = clocks) {}
}
