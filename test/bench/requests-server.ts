import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { Args, Field, GraphQLModule, ID, InputType, Mutation, Query, Resolver } from '@nestjs/graphql';
import { apiModule } from '../../apps/api/src/api.module';
import { configFrom } from '../../apps/api/src/config';
import { graphqlDriver, graphqlOptions } from '../../apps/api/src/graphql-options';
import { initialise } from '../../apps/api/src/initialise';
import { serverOf } from '../../apps/api/src/server';

@InputType()
class EmptyInput {
  @Field(() => ID)
  commandId: string;
}

/** What a mutation costs before it does anything. */
@Resolver()
class Empty {
  @Query(() => Boolean)
  nothing(): boolean {
    return true;
  }

  @Mutation(() => ID)
  empty(@Args('input') { commandId }: EmptyInput): string {
    return commandId;
  }
}

const { context: _caller, plugins: _ours, validationRules: _limits, ...bare } = graphqlOptions(undefined as never, { newest: () => undefined, accepts: () => true, answerTo: () => undefined });

@Module({ imports: [GraphQLModule.forRoot({ driver: graphqlDriver, ...bare, plugins: (_ours ?? []).slice(0, 3) })], providers: [Empty] })
class EmptyApi {}

/** Serves the API and an empty one from one process, and says on request what CPU time and memory it has taken. */
async function serve(): Promise<void> {
  const config = configFrom(process.env);
  const { system, founded } = await initialise(config, { institution: 'mirex', name: 'Ministerio', kind: 'FOREIGN_AFFAIRS', administrators: ['una', 'otra'] });
  await system.views.projector.start();
  const api = await serverOf(apiModule(system), config);
  const empty = await serverOf({ module: EmptyApi }, config);
  await api.listen(0, '127.0.0.1');
  await empty.listen(0, '127.0.0.1');
  process.on('message', () => process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage() }));
  process.once('disconnect', () => process.exit(0));
  process.send?.({ api: await api.getUrl(), empty: await empty.getUrl(), founded });
}

void serve();
