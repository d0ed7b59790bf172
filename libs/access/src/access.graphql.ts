import { createParamDecorator, Injectable, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, registerEnumType } from '@nestjs/graphql';
import { dataCategories, legalBases, purposes, roles, type Purpose } from '@amparo/protocol';
import { GraphQLError } from 'graphql';
import type { Caller, Language } from './caller';
import { errorTexts, type ErrorCode } from './errors';
import { parsePosition } from './position';
import type { PurposefulCaller } from './reads';
import { ViewProgress } from './view-progress';

/** What every resolver finds in its context. `caller` is absent when the request carried no token. */
export type RequestContext = Readonly<{ caller?: Caller; language: Language; requestId: string }>;

/** An error of the documented list, in the caller's language. `details` go into `extensions` and never hold a value that was sent. */
export const apiError = (code: ErrorCode, language: Language, details: Readonly<Record<string, unknown>> = {}): GraphQLError =>
  new GraphQLError(errorTexts[code][language], { extensions: { code, ...details } });

/** The caller of this request. @throws UNAUTHENTICATED without a token. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller, language } = GqlExecutionContext.create(context).getContext<RequestContext>();
  if (!caller) throw apiError('UNAUTHENTICATED', language, { http: { status: 401 } });
  return caller;
});

/** The caller with its purpose: the operation's argument, else the request's header. @throws PURPOSE_REQUIRED when neither is there. */
export function withPurpose(caller: Caller, argument?: Purpose | null): PurposefulCaller {
  const purpose = argument ?? caller.purpose;
  if (!purpose) throw apiError('PURPOSE_REQUIRED', caller.language);
  return { ...caller, purpose };
}

/** An enum of the schema from a list of codes. */
export function enumOf<Value extends string>(name: string, values: readonly Value[], description: string): Readonly<Record<Value, Value>> {
  const members = Object.fromEntries(values.map((value) => [value, value])) as Record<Value, Value>;
  registerEnumType(members, { name, description });
  return members;
}

export const PurposeType = enumOf('Purpose', purposes, 'What for. Recorded with every command and every read of survivor data.');
export const DataCategoryType = enumOf('DataCategory', dataCategories, 'What kind of knowledge about a person something is.');
export const LegalBasisType = enumOf('LegalBasis', legalBases, 'Why the law lets this be done or shown.');
export const RoleType = enumOf('Role', roles, 'What an agent is appointed as.');

/** Names the store's order, for positions that go out and come back. */
@Injectable()
export class StoreEpoch {
  constructor(readonly epoch: string) {}
}

/** Serves the argument `atLeast` of queries. */
@Injectable()
export class Freshness {
  constructor(
    private readonly views: ViewProgress,
    private readonly store: StoreEpoch,
  ) {}

  /**
   * Waits, bounded, until the caller's view has the position a mutation returned.
   * @throws BAD_USER_INPUT when it is not a position of this store, NOT_YET when the view is still behind.
   */
  async atLeast(caller: Caller, position?: string | null): Promise<void> {
    if (position === undefined || position === null) return;
    const wanted = parsePosition(this.store.epoch, position);
    if (wanted === undefined) throw apiError('BAD_USER_INPUT', caller.language, { fields: [{ path: 'atLeast', rules: ['position'] }] });
    if (!(await this.views.waitFor(caller.compartment, wanted, 2_000))) throw apiError('NOT_YET', caller.language, { retryAfter: 1 });
  }
}
