import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Callers } from '@amparo/access/callers.handlers';
import { answers } from './answers';
import { contextOf, type Incoming } from './caller';
import { parseLimits, shapeLimits } from './limits';

type Plugins = NonNullable<ApolloDriverConfig['plugins']>;

// The driver sees the package's ESM types, this file its CommonJS types: the same interface twice, told apart by a private member.
const asDriverPlugins = (plugins: readonly object[]): Plugins => plugins as Plugins;

/**
 * Apollo as this API wants it. The document cache stays on and the cacheControl plugin off: together they are most of the
 * cost of a query.
 */
export const graphqlOptions = (callers: Callers, checkpoints: Parameters<typeof answers>[0], isOpen: () => boolean = () => true): Omit<ApolloDriverConfig, 'driver'> => ({
  autoSchemaFile: true,
  sortSchema: true,
  path: '/graphql',
  graphiql: false,
  introspection: true, // to holders of a token: answers.ts
  csrfPrevention: true,
  allowBatchedHttpRequests: false,
  persistedQueries: false,
  includeStacktraceInErrorResponses: false,
  hideSchemaDetailsFromClientErrors: true,
  autoTransformHttpErrors: false,
  preserveHttpStatusForExecutionErrors: true,
  stopOnTerminationSignals: false,
  parseOptions: parseLimits,
  validationOptions: { maxErrors: 3 },
  executionOptions: { maxCoercionErrors: 3 },
  validationRules: [shapeLimits],
  context: (request: Incoming) => contextOf(callers, request),
  plugins: asDriverPlugins([
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    answers(checkpoints, isOpen),
  ]),
});

export const graphqlDriver = ApolloDriver;
