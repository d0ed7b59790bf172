import type { Actor } from './event';

/** What surrounds every command. Time, identity and right come in with it, so that deciding needs no clock and no look-up. */
export type CommandMeta = Readonly<{
  /** UUID chosen by the client; a retry sends the same one. */
  id: string;
  actor: Actor;
  purpose: string;
  basis: Readonly<{ kind: string; ref?: string }>;
  /** When it happened, said by the agent. Never after `receivedAt`. */
  at: string;
  /** When the server took the command in. */
  receivedAt: string;
  /** Why `at` lies more than 72 hours before `receivedAt`; a code, stored in clear with the event. */
  late?: string;
  correlation: string;
  causation?: string;
  /** The event that gave the agent the right to do this, where one did. */
  authority?: Readonly<{ event: string; stream: string; seq: number }>;
}>;

/**
 * What someone asks of the protocol. A class, because the bus routes by class; `type` is a literal, because decisions
 * switch on it.
 */
export abstract class Command<Type extends string = string, Input extends object = object> {
  abstract readonly type: Type;

  constructor(
    readonly input: Readonly<Input>,
    readonly meta: CommandMeta,
  ) {}
}
