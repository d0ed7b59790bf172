import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { apiError } from '@amparo/access/access.graphql';
import { AgentNotAccepted, BadHeader, languageOf, type Callers } from '@amparo/access/callers.handlers';
import { KeysUnreachable, TokenRefused } from '@amparo/access/tokens.handlers';
import type { Language } from '@amparo/access';
import type { GraphQLError } from 'graphql';
import type { ServedContext } from './answers';

/** The parts of a Fastify request and its log that a GraphQL request needs. */
export type Incoming = {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly log: Readonly<{ info(data: object, message: string): void; error(data: object, message: string): void }>;
  /** Root fields of the operation, for the log: names of the schema, nothing a client chose. */
  answered?: readonly string[] | undefined;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The client's own request id, where it is a UUID; it becomes the correlation of what the request records. */
export const requestId = ({ headers }: Readonly<{ headers: IncomingHttpHeaders }>): string => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && uuid.test(given) ? given : randomUUID();
};

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

const http = (status: number, headers: Readonly<Record<string, string>> = {}) => ({ http: { status, headers: new Map(Object.entries(headers)) } });

function failureOf(cause: unknown, language: Language): GraphQLError | undefined {
  // RFC 6750 §3.1
  if (cause instanceof TokenRefused) return apiError('UNAUTHENTICATED', language, http(401, { 'www-authenticate': 'Bearer error="invalid_token"' }));
  if (cause instanceof AgentNotAccepted) return apiError('AGENT_NOT_ACCEPTED', language, http(403));
  if (cause instanceof BadHeader) return apiError('BAD_USER_INPUT', language, { fields: [{ path: cause.header, rules: ['isIn'] }], ...http(400) });
  if (cause instanceof KeysUnreachable) return apiError('UNAVAILABLE', language, http(503, { 'retry-after': '5' }));
  return undefined;
}

/** The context of one GraphQL request. A caller that cannot be established becomes a failure that the answer carries, and nothing is resolved. */
export async function contextOf(callers: Callers, request: Incoming): Promise<ServedContext> {
  const { id, headers, log } = request;
  const language = languageOf(headers['accept-language']);
  const served = {
    language,
    requestId: id,
    note: (fields: readonly string[]) => {
      request.answered = fields;
    },
    fault: (cause: unknown) => log.error({ err: cause }, 'fault'),
  };
  try {
    const caller = await callers.identify(
      {
        authorization: headers.authorization,
        onBehalfOf: one(headers['on-behalf-of']),
        purposeOfUse: one(headers['purpose-of-use']),
        legalBasis: one(headers['legal-basis']),
      },
      language,
      id,
    );
    return { ...served, ...(caller ? { caller } : {}) };
  } catch (cause) {
    const failure = failureOf(cause, language);
    if (!failure) throw cause;
    log.info({ reason: cause instanceof TokenRefused ? cause.reason : (cause as Error).constructor.name }, 'caller refused');
    return { ...served, failure };
  }
}
