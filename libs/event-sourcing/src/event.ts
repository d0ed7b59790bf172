/** What is said about one person in an event. Every field here is sealed under that person's key before anything is stored. */
export type Personal = Readonly<{
  /** Id of the subject (`subject-{id}`) whose key seals these fields. */
  subject: string;
  fields: Readonly<Record<string, unknown>>;
}>;

/**
 * A fact as a decision states it: past tense, plain data.
 * `data` is stored in clear; `personal` is sealed. `type` and the names in both are what is stored: changing one is a
 * change of format and needs an upcaster.
 */
export type DomainEvent<Type extends string = string, Data extends object = object> = Readonly<{
  type: Type;
  data: Readonly<Data>;
  personal?: readonly Personal[];
}>;

/** Who acted, as the edge established it and the envelope stores it. */
export type Actor = Readonly<{
  /** Id of the partner system in the directory; scope of its command ids. */
  client: string;
  agent?: string;
  unit?: string;
  institution?: string;
  role?: string;
  /** AUTHENTICATED: the agent's own token. ASSERTED: the partner's word for it. */
  assurance: 'AUTHENTICATED' | 'ASSERTED';
}>;

/** How an event was recorded. */
type HowRecorded = Readonly<{
  id: string;
  stream: string;
  /** Place in its stream, from 0. */
  seq: number;
  /** When it happened, said by the agent (ISO 8601, UTC, milliseconds). */
  at: string;
  /** When the server fixed the bytes. */
  recordedAt: string;
  actor: Actor;
  /** The event that gave the actor the right to do this, where one did. */
  authority?: Readonly<{ event: string; stream: string; seq: number }>;
}>;

/** An event read back from the store: the fact in its current form, without its sealed fields, and how it was recorded. */
export type Recorded<Event extends DomainEvent = DomainEvent> = Event extends DomainEvent ? Omit<Event, 'personal'> & HowRecorded : never;
