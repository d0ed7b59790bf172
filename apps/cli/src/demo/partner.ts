import { randomBytes } from 'node:crypto';

export type Recorded = Readonly<{ id: string; position: string; leafHash: string }>;

/** UUID version 7 (RFC 9562 §5.7): time-ordered, as clients are told to send. */
export function commandId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What a partner system is to the server: an address, a token, a purpose. Everything goes by GraphQL. */
export class Partner {
  constructor(
    readonly name: string,
    private readonly address: string,
    private readonly token: string,
    private readonly purpose: string,
  ) {}

  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}`, 'purpose-of-use': this.purpose, 'accept-language': 'en' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
    if (errors !== undefined || !data) throw new Error(`${this.name}: ${query.slice(0, 60)} … ${JSON.stringify(errors)}`);
    return data;
  }

  /** Sends one command, under an id of its own. @throws when it is refused: the demonstration asks for nothing that should be. */
  async do(mutation: string, input: object, id: string = commandId()): Promise<Recorded> {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { it: ${mutation}(input: $input) { __typename ... on Recorded { id position leafHash } ... on Refused { code message } } }`;
    const { it } = await this.ask<{ it: Recorded & { __typename: string; code?: string; message?: string } }>(query, { input: { commandId: id, ...input } });
    if (it.__typename === 'Refused') throw new Error(`${this.name}: ${mutation} refused: ${it.code} ${it.message}`);
    return it;
  }
}
