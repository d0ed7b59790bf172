import { Command, type Decider, type DomainEvent } from '@amparo/event-sourcing';
import type { Slice } from '@amparo/event-store';

/** A key as the log knows it: `kc` recognises it and opens nothing. */
type LoggedKey = Readonly<{ kid: string; class?: string; kc: string }>;
type KeysCreated = DomainEvent<'SubjectKeyCreated' | 'AccessKeyCreated', LoggedKey>;
/** What stands beside it in a subject's stream and ends a key. */
type KeyCondemned = DomainEvent<'SubjectKeyCondemned', LoggedKey>;

export class CreateKeys extends Command<'CreateKeys', { type: KeysCreated['type']; keys: readonly LoggedKey[] }> {
  readonly type = 'CreateKeys';
}

/** The keys that are not condemned. A subject has one of each class; the access log gets a key for each compartment and month. */
const keys: Decider<readonly LoggedKey[], CreateKeys, KeysCreated, void, never> = {
  initial: [],
  decide: ({ input }, state) =>
    input.keys.filter((key) => input.type === 'AccessKeyCreated' || !state.some((known) => known.class === key.class)).map((data) => ({ type: input.type, data })),
  evolve: (state, event: KeysCreated | KeyCondemned) => {
    if (event.type === 'SubjectKeyCondemned') return state.filter(({ kid }) => kid !== event.data.kid);
    return event.type === 'SubjectKeyCreated' || event.type === 'AccessKeyCreated' ? [...state, event.data] : state;
  },
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
