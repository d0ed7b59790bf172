import { Injectable, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { Command } from '@amparo/event-sourcing';
import { consentEnd } from './case/consent-end.process';
import { decisionReview } from './case/decision-review.process';
import { emergencyAccessEnd } from './case/emergency-access-end.process';
import { recoveryEnd } from './case/recovery-end.process';
import { Follower, type Process } from './follower.process';
import { ProcessMemory } from './process-memory';
import { Recorder, type Outcome } from './recorder.handlers';
import { placeHold } from './unit/place-hold.process';

/** Every process manager of the protocol. */
export const processes: readonly Process[] = [consentEnd, placeHold, recoveryEnd, decisionReview, emergencyAccessEnd];

/** Runs them for as long as the application runs. */
@Injectable()
class Processes implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly follower: Follower;

  constructor(commands: CommandBus, recorder: Recorder, memory: ProcessMemory) {
    const { store, now } = recorder.recording;
    this.follower = new Follower(store, memory, processes, (command) => commands.execute<Command, Outcome>(command), now);
  }

  onApplicationBootstrap(): void {
    this.follower.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.follower.close();
  }
}

@Module({ imports: [CqrsModule], providers: [Processes] })
export class ProcessModule {}
