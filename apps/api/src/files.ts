import { errorTexts, refusalText, type ErrorCode, type PurposefulCaller } from '@amparo/access';
import { withPurpose } from '@amparo/access/access.graphql';
import { type Callers } from '@amparo/access/callers.handlers';
import { SubjectErased } from '@amparo/event-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { contextOf } from './caller';
import { NotWhatItSays, TooLarge } from './content-type';

type Refused = ErrorCode | 'NOT_FOUND' | 'ERASED';
const statuses: Readonly<Partial<Record<Refused, number>>> = {
  UNAUTHENTICATED: 401,
  AGENT_NOT_ACCEPTED: 403,
  FORBIDDEN_FOR_ROLE: 403,
  NOT_FOUND: 404,
  ERASED: 409,
  ATTACHMENT_TOO_LARGE: 413,
  ATTACHMENT_TYPE: 415,
  ATTACHMENT_SPOILT: 422,
  INTERNAL_SERVER_ERROR: 500,
  UNAVAILABLE: 503,
};
/** The answer to a request that is refused: a code for programs, a text for people, nothing that was sent. */
export class Refusal extends Error {
  constructor(readonly code: Refused) {
    super(code);
  }
}

const unsure = ['OutcomeUnknown', 'StreamMoved', 'ReadNotRecorded', 'StoreClosed'];

/** What every endpoint for files does: nothing while closed; who asks, what they get, and where that fails a code that tells nothing. */
export async function answered(callers: Callers, isOpen: () => boolean, request: FastifyRequest, reply: FastifyReply, act: (caller: PurposefulCaller) => Promise<unknown>): Promise<unknown> {
  const { caller, failure, language } = await contextOf(callers, request);
  try {
    if (failure) throw failure;
    if (!isOpen()) throw new Refusal('UNAVAILABLE');
    if (!caller) throw new Refusal('UNAUTHENTICATED');
    return await act(withPurpose(caller));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'INTERNAL_SERVER_ERROR') request.log.error({ err: error }, 'fault');
    const message = code === 'NOT_FOUND' || code === 'ERASED' ? refusalText(code, language) : errorTexts[code][language];
    // What was not read is let pass, so that the client hears the answer; the server's time for a request bounds it.
    if (!request.raw.readableEnded) reply.header('connection', 'close');
    request.raw.resume();
    return reply.code(statuses[code] ?? 400).send({ code, message, requestId: request.id });
  }
}

function codeOf(error: unknown): Refused {
  if (error instanceof Refusal) return error.code;
  if (error instanceof SubjectErased) return 'ERASED';
  if (error instanceof TooLarge) return 'ATTACHMENT_TOO_LARGE';
  if (error instanceof NotWhatItSays) return 'ATTACHMENT_TYPE';
  if (error instanceof GraphQLError) return String(error.extensions['code']) as ErrorCode;
  if (error instanceof Error && unsure.includes(error.name)) return 'UNAVAILABLE';
  return 'INTERNAL_SERVER_ERROR';
}
