import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { apiError, type RequestContext } from '@amparo/access/access.graphql';
import { errorTexts, type ErrorCode } from '@amparo/access';
import { GraphQLError, type GraphQLFormattedError, type OperationDefinitionNode } from 'graphql';
import { knownCheckpoint, type Checkpoints } from './known-checkpoint';
import { checkCost, introspects } from './limits';

/** The request as the server sees it before any resolver: a caller, or why there is none. */
export type ServedContext = RequestContext & Readonly<{ failure?: GraphQLError; note: (root: readonly string[]) => void; fault: (cause: unknown) => void }>;

const known = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errorTexts;
const theirs = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_REQUEST', 'PERSISTED_QUERY_NOT_SUPPORTED'];
const lenient = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];
const unsure = ['OutcomeUnknown', 'StreamMoved', 'ReadNotRecorded', 'StoreClosed'];

/** What is answered while no witness has been reached: the directory, checkpoints and proofs. It opens nothing of a survivor. */
const openAlways = ['__typename', '__schema', '__type', 'checkpoint', 'receipt', 'viewer', 'institutions', 'unit', 'units'];

// graphql-js repeats the value it turned down; an answer, and any log of it, names the place only.
const placeOf = (message: string): string => /^Variable "\$(\w+)" got invalid value .*? at "([\w.[\]]+)"/su.exec(message)?.[2] ?? /^Variable "\$(\w+)"/.exec(message)?.[1] ?? '';

function presented(error: GraphQLFormattedError, cause: unknown, context: ServedContext): GraphQLFormattedError {
  const { language, requestId } = context;
  // Apollo gives what a validation rule reports a code of its own; a limit has the name of what it limits.
  const code = error.extensions?.['limit'] === undefined ? error.extensions?.['code'] : 'QUERY_TOO_COMPLEX';
  const origin = cause instanceof GraphQLError ? (cause.originalError ?? cause) : cause;
  const answer = (of: ErrorCode, more: Readonly<Record<string, unknown>>): GraphQLFormattedError => ({
    ...error,
    message: errorTexts[of][language],
    extensions: { ...more, code: of, requestId },
  });
  if (origin instanceof Error && unsure.includes(origin.name)) {
    context.fault(origin);
    return answer('UNAVAILABLE', { retryAfter: 1 });
  }
  if (code === 'BAD_USER_INPUT' && !error.extensions?.['fields']) return answer(code, { fields: [{ path: placeOf(error.message), rules: ['type'] }] });
  const { http: _status, ...details } = error.extensions ?? {};
  if (known(code) && code !== 'INTERNAL_SERVER_ERROR') return answer(code, details);
  if (typeof code === 'string' && theirs.includes(code)) return { ...error, extensions: { code, requestId } };
  context.fault(origin);
  return answer('INTERNAL_SERVER_ERROR', {});
}

type Served = GraphQLRequestContext<ServedContext>;

const rootsOf = ({ selectionSet }: OperationDefinitionNode): string[] => selectionSet.selections.map((one) => (one.kind === 'Field' ? one.name.value : '...'));
const roots = ({ operation }: Served): string[] => (operation ? rootsOf(operation) : []);

/**
 * What every request goes through and every answer carries: identity first, then what depends on variables; the newest
 * checkpoint; errors of the documented list in the caller's language, without a value that was sent.
 */
export const answers = (checkpoints: Pick<Checkpoints, 'newest' | 'accepts' | 'answerTo'>, isOpen: () => boolean): ApolloServerPlugin<ServedContext> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ document, operation, request, contextValue }) {
        const { failure, caller, language } = contextValue;
        if (failure) throw failure;
        if (!checkpoints.accepts(request.http?.headers.get(knownCheckpoint))) throw apiError('BAD_USER_INPUT', language, { fields: [{ path: 'Known-Checkpoint', rules: ['isCheckpoint'] }], http: { status: 400 } });
        if (!operation) return;
        if (!isOpen() && !(operation.operation === 'query' && rootsOf(operation).every((field) => openAlways.includes(field)))) {
          throw apiError('UNAVAILABLE', language, { retryAfter: 10, http: { status: 503, headers: new Map([['retry-after', '10']]) } });
        }
        if (!caller && introspects(operation)) throw apiError('UNAUTHENTICATED', language, { http: { status: 401 } });
        checkCost(document, operation, request.variables ?? {});
      },
      async willSendResponse(context) {
        const { response, contextValue, errors, request } = context;
        if (response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        contextValue.note(roots(context as Served));
        if (result.errors) {
          const { failure } = contextValue;
          const formatted = failure ? result.errors.slice(0, 1) : result.errors;
          result.errors = formatted.map((error, index) => presented(failure ? { ...error, ...failure.toJSON() } : error, errors?.[index], contextValue));
          if (failure) asHttp(failure, response.http);
          // The GraphQL-over-HTTP draft wants 200 for clients that accept application/json alone.
          const accept = request.http?.headers.get('accept') ?? '';
          const mild = errors?.every(({ extensions }) => lenient.includes(String(extensions['code'])) && extensions['limit'] === undefined);
          if (!failure && mild && response.http.status === 400 && !accept.includes('application/graphql-response+json')) response.http.status = 200;
        }
        const newest = checkpoints.newest();
        if (newest !== undefined) result.extensions = { ...result.extensions, checkpoint: newest };
        const consistency = checkpoints.answerTo(request.http?.headers.get(knownCheckpoint), contextValue.fault);
        if (consistency) result.extensions = { ...result.extensions, consistency };
      },
    };
  },
});

type Head = { status?: number; headers: { set(name: string, value: string): unknown } };

function asHttp({ extensions }: GraphQLError, head: Head): void {
  const { status = 400, headers } = (extensions['http'] ?? {}) as Partial<Readonly<{ status: number; headers: ReadonlyMap<string, string> }>>;
  head.status = status;
  for (const [name, value] of headers ?? []) head.headers.set(name, value);
}
