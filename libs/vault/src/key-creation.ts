import { Command, type Decider, type DomainEvent } from '@amparo/event-sourcing';
import type { Slice } from '@amparo/event-store';

/** A key as the log knows it: `kc` recognises it and opens nothing. */
type LoggedKey = Readonly<{ kid: string; class?: string; kc: string }>;
type KeysCreated = DomainEvent<'SubjectKeyCreated' | 'AccessKeyCreated', LoggedKey>;

export class CreateKeys extends Command<'CreateKeys', { type: KeysCreated['type']; keys: readonly LoggedKey[] }> {
  readonly type = 'CreateKeys';
}

/** A subject's stream gets its keys once; the access log gets a key for each compartment and month. */
const keys: Decider<readonly LoggedKey[], CreateKeys, KeysCreated, void, never> = {
  initial: [],
  decide: ({ input }, state) => (input.type === 'SubjectKeyCreated' && state.length > 0 ? [] : input.keys.map((data) => ({ type: input.type, data }))),
  evolve: (state, event) => (event.type === 'SubjectKeyCreated' || event.type === 'AccessKeyCreated' ? [...state, event.data] : state),
};

/** The stream of a subject, or the access log, as far as keys are created in it. */
export const keySlice: Slice<readonly LoggedKey[], CreateKeys, KeysCreated, void, never> = {
  decider: keys,
  forms: {
    upcasts: {},
    keyClass: () => {
      throw new Error('the creation of a key has no sealed fields');
    },
  },
};
