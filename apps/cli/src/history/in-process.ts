import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory, RESOLVER_TYPE_METADATA } from '@nestjs/graphql';
import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import type { Command, CommandMeta } from '@amparo/event-sourcing';
import { ViewProgress, type Caller } from '@amparo/access';
import { StoreEpoch } from '@amparo/access/access.graphql';
import { Mutations, Refused, type CommandInput, type Recorded } from '@amparo/access/mutation.graphql';
import { Exposures } from '@amparo/protocol';
import { Directory } from '@amparo/protocol/institution/directory.handlers';
import { ProtocolModule } from '@amparo/protocol/protocol.module';
import { CaseStanding, Recorder, SubjectKeys, type Outcome } from '@amparo/protocol/recorder.handlers';

@Module({})
class WithoutWire {}

/** Nothing is read here, so nobody was shown anything. */
class NothingShown extends Exposures {
  override of(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }
}

/** Nobody reads what was written before the next command: nothing is waited for. */
class NoViews extends ViewProgress {
  override waitFor(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

const without = (recorder: Recorder): DynamicModule => {
  const providers = [
    { provide: Recorder, useValue: recorder },
    { provide: SubjectKeys, useValue: recorder.keys },
    { provide: CaseStanding, useValue: recorder.standing },
    { provide: Exposures, useClass: NothingShown },
    { provide: StoreEpoch, useValue: new StoreEpoch(recorder.recording.store.epoch) },
    { provide: ViewProgress, useClass: NoViews },
    Mutations,
  ];
  return { module: WithoutWire, global: true, imports: [CqrsModule, GraphQLSchemaBuilderModule, ProtocolModule], providers, exports: providers };
};

type CommandClass = new (input: never, meta: CommandMeta) => Command;

/**
 * The mutations of the API in this process, without the wire: the types of the schema, the table of roles, the checks of every
 * input, the same handlers. What it saves is HTTP, tokens, and waiting for views. Process managers do not run by themselves.
 */
export class InProcess {
  private constructor(
    private readonly context: INestApplicationContext,
    private readonly schema: GraphQLSchema,
    readonly directory: Directory,
  ) {}

  static async over(recorder: Recorder): Promise<InProcess> {
    const context = await NestFactory.createApplicationContext(without(recorder), { logger: ['error'], abortOnError: false });
    const classes = [...context.get(ModulesContainer).values()].flatMap(({ providers }) => [...providers.values()].flatMap(({ metatype }) => (typeof metatype === 'function' ? [metatype] : [])));
    const resolvers = classes.filter((one) => Reflect.hasMetadata(RESOLVER_TYPE_METADATA, one));
    const schema = await context.get(GraphQLSchemaFactory).create(resolvers, [], { skipCheck: true }); // mutations alone are no whole schema
    return new InProcess(context, schema, context.get(Directory));
  }

  /** @throws what the API answers as an error: a wrong type, a role that may not, a bad input. */
  async mutate(type: CommandClass, input: CommandInput, caller: Caller): Promise<Recorded | Refused> {
    const given = coerceInputValue(input, this.schema.getType(`${type.name}Input`) as GraphQLInputType) as CommandInput;
    return this.context.get(Mutations).run(type, given, caller);
  }

  /** Gives a process manager's command. */
  give(command: Command): Promise<Outcome> {
    return this.context.get(CommandBus).execute<Command, Outcome>(command);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
