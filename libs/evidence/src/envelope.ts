/** What the envelope says of one encrypted part: enough to check it, nothing to open it. */
export type SealedDescriptor = Readonly<{
  kid: string;
  /** base64url SHA-256(iv ‖ ct ‖ tag). */
  ctHash: string;
  /** Names of the sealed fields, ascending. */
  names: readonly string[];
  /** RFC 9901 §4.2 digests of the disclosures, in the order of `names`. */
  _sd: readonly string[];
}>;

/** The encrypted part itself, stored beside the leaf. */
export type SealedPart = Readonly<{ kid: string; iv: Uint8Array; ct: Uint8Array; tag: Uint8Array }>;

/** The envelope is the leaf. The members below are all there are; optional ones are absent, never null. */
export type Envelope = Readonly<{
  v: 1;
  id: string;
  stream: string;
  seq: number;
  prev: string;
  type: string;
  schema: number;
  case?: string;
  investigation?: string;
  at: string;
  recordedAt: string;
  actor: Readonly<{
    client: string;
    agent?: string;
    unit?: string;
    institution?: string;
    role?: string;
    assurance: 'AUTHENTICATED' | 'ASSERTED';
  }>;
  purpose: string;
  basis: Readonly<{ kind: string; ref?: string }>;
  authority?: Readonly<{ event: string; stream: string; seq: number }>;
  command: Readonly<{ id: string; digest: string }>;
  correlation: string;
  causation?: string;
  nonce: string;
  data: Readonly<Record<string, unknown>>;
  sealed?: readonly SealedDescriptor[];
}>;
