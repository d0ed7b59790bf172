import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import { Reads, ViewProgress } from '@amparo/access';
import { Freshness, StoreEpoch } from '@amparo/access/access.graphql';
import { Callers } from '@amparo/access/callers.handlers';
import { Mutations } from '@amparo/access/mutation.graphql';
import { Tokens } from '@amparo/access/tokens.handlers';
import { Deadlines, FileHistory, Finder, Opener, ViewStore } from '@amparo/institution-views';
import { RecordedExposures, StoredHistory } from '@amparo/institution-views/views.handlers';
import { ViewsModule } from '@amparo/institution-views/views.module';
import { Notary } from '@amparo/notary';
import { Exposures, Likenesses, ProcessMemory } from '@amparo/protocol';
import { Directory } from '@amparo/protocol/institution/directory.handlers';
import { ProcessModule } from '@amparo/protocol/process.module';
import { ProtocolModule } from '@amparo/protocol/protocol.module';
import { CaseStanding, Recorder, SubjectKeys } from '@amparo/protocol/recorder.handlers';
import { graphqlDriver, graphqlOptions } from './graphql-options';
import { Health, Readiness } from './health';
import { EvidenceSource } from '@amparo/institution-views/evidence-bundle/evidence-source';
import { SystemEvidence } from './evidence-source';
import { Proofs } from './proofs.graphql';
import { Checkpoints } from './known-checkpoint';
import type { System } from './system';
import { trustedIssuers } from './trust';
import { VaultFinder, VaultOpener } from './views';

@Module({})
class Adapters {}

/** The adapters the system was opened with, under the names the libraries ask for. */
const adapters = (system: System): DynamicModule => {
  const { config, recording, store, notary, reads, keys, likenesses, views, vault, processMemory, clocks } = system;
  const recorder = new Recorder(recording, keys, views.standing, clocks, system.attachments);
  const opener = new VaultOpener(vault);
  const history = new StoredHistory(store, views.projector, opener);
  const callers = new Callers(new Tokens(trustedIssuers(config), Date.now), new Directory(recorder));
  const providers = [
    { provide: Recorder, useValue: recorder },
    { provide: SubjectKeys, useValue: keys },
    { provide: CaseStanding, useValue: views.standing },
    { provide: ProcessMemory, useValue: processMemory },
    { provide: Likenesses, useValue: likenesses },
    { provide: ViewProgress, useValue: views.progress },
    { provide: ViewStore, useValue: views.store },
    { provide: Deadlines, useValue: new Deadlines(clocks) },
    { provide: Opener, useValue: opener },
    { provide: EvidenceSource, useValue: new SystemEvidence(system) },
    { provide: FileHistory, useValue: history },
    { provide: Exposures, useValue: new RecordedExposures(history, views.store) },
    { provide: Finder, useValue: new VaultFinder(vault) },
    { provide: Reads, useValue: reads },
    { provide: Callers, useValue: callers },
    { provide: Notary, useValue: notary },
    { provide: StoreEpoch, useValue: new StoreEpoch(store.epoch) },
    { provide: Readiness, useValue: system.readiness },
    Freshness,
    Mutations,
  ];
  return { module: Adapters, global: true, imports: [CqrsModule], providers, exports: providers };
};

@Module({})
class Api {}

/** The GraphQL process over an opened system. */
export const apiModule = (system: System): DynamicModule => ({
  module: Api,
  imports: [
    adapters(system),
    GraphQLModule.forRootAsync({
      driver: graphqlDriver,
      inject: [Callers, Notary],
      useFactory: (callers: Callers, notary: Notary) => graphqlOptions(callers, new Checkpoints(notary), system.admission.isOpen),
    }),
    ProtocolModule,
    ProcessModule,
    ViewsModule,
  ],
  controllers: [Health],
  providers: [Proofs],
});
