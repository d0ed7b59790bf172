import { Injectable, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { Command } from '@amparo/event-sourcing';
import { caseEscalation } from './case/case-clocks.process';
import { consentEnd } from './case/consent-end.process';
import type { ClockPolicy } from './clocks';
import { exclusionEscalation } from './exclusion/exclusion-clocks.process';
import { Follower, type Process } from './follower.process';
import { ProcessMemory } from './process-memory';
import { Recorder, type Outcome } from './recorder.handlers';
import { referralEscalation } from './referral/referral-clocks.process';
import { placeHold } from './unit/place-hold.process';

/** Every process manager of the protocol. */
const processes = (policy: ClockPolicy): readonly Process[] => [consentEnd, placeHold, referralEscalation(policy), caseEscalation(policy), exclusionEscalation(policy)];

/** Runs them for as long as the application runs. */
@Injectable()
class Processes implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly follower: Follower;

  constructor(commands: CommandBus, recorder: Recorder, memory: ProcessMemory) {
    const { store, now } = recorder.recording;
    this.follower = new Follower(store, memory, processes(recorder.clocks), (command) => commands.execute<Command, Outcome>(command), now);
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
