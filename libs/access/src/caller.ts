import type { Purpose, Role } from '@amparo/protocol';

export type Language = 'es' | 'en';

/** Who asks, as the edge established it: the token, checked against the directory at this request. */
export type Caller = Readonly<{
  /** Id of the partner system; scope of its command ids. */
  client: string;
  institution: string;
  /** The one compartment whose file is opened for this request. */
  compartment: string;
  /** The agent who acts or is acted for; absent when the partner system asks in its own name, and then no role holds. */
  agent?: string;
  /** The agent's subject id: four eyes compares persons, not agent ids. */
  person?: string;
  unit?: string;
  /** Token ∩ directory. */
  roles: readonly Role[];
  /** AUTHENTICATED: the agent's own token. ASSERTED: the partner's word for it (`On-Behalf-Of`). */
  assurance: 'AUTHENTICATED' | 'ASSERTED';
  /** The event that appointed or assigned the agent, as read at this request. */
  authority?: Readonly<{ event: string; stream: string; seq: number }>;
  /** What for, as the request's header states it; an argument of the operation goes before it. */
  purpose?: Purpose;
  /** The legal basis of a read, where the request states one. */
  basis?: Readonly<{ kind: string; ref?: string }>;
  language: Language;
  /** UUID of the request: the correlation of what it records. */
  requestId: string;
}>;
