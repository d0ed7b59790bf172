import { Injectable, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { Command } from '@amparo/event-sourcing';
import { agreementEnd } from './agreement/agreement-end.process';
import { caseEscalation } from './case/case-clocks.process';
import { consentEnd } from './case/consent-end.process';
import { decisionReview } from './case/decision-review.process';
import { disclosureEnd } from './case/disclosure-end.process';
import { emergencyAccessEnd } from './case/emergency-access-end.process';
import { merging } from './case/merging.process';
import { recoveryEnd } from './case/recovery-end.process';
import type { ClockPolicy } from './clocks';
import { contactEscalation } from './contact/contact-clocks.process';
import { exclusionEscalation } from './exclusion/exclusion-clocks.process';
import { exhibitEscalation } from './exhibit/exhibit-clocks.process';
import { Follower, type Process } from './follower.process';
import { accreditationEnd } from './institution/accreditation-end.process';
import { mandateEnd } from './investigation/mandate-end.process';
import { permitEscalation } from './permit/permit-clocks.process';
import { permitEnd } from './permit/permit-end.process';
import { ProcessMemory } from './process-memory';
import { Recorder, type Outcome } from './recorder.handlers';
import { destroyer } from './subject/destroyer.process';
import { Likenesses } from './subject/likeness';
import { matching } from './subject/matching.process';
import { returnEscalation } from './return/return-clocks.process';
import { moved } from './stay/moved.process';
import { stayEscalation } from './stay/stay-clocks.process';
import { referralEscalation } from './referral/referral-clocks.process';
import { placeHold } from './unit/place-hold.process';
import { takenPlace } from './unit/taken-place.process';

/** Every process manager of the protocol. */
export const processes = (policy: ClockPolicy, likenesses: Likenesses): readonly Process[] => [
  consentEnd,
  placeHold,
  accreditationEnd,
  agreementEnd,
  mandateEnd,
  takenPlace(policy),
  moved,
  permitEnd,
  recoveryEnd,
  decisionReview,
  emergencyAccessEnd,
  disclosureEnd,
  merging,
  matching(likenesses),
  destroyer,
  referralEscalation(policy),
  caseEscalation(policy),
  contactEscalation(policy),
  stayEscalation(policy),
  returnEscalation(policy),
  permitEscalation(policy),
  exhibitEscalation(policy),
  exclusionEscalation(policy),
];

/** Runs them for as long as the application runs. */
@Injectable()
class Processes implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly follower: Follower;

  constructor(commands: CommandBus, recorder: Recorder, memory: ProcessMemory, likenesses: Likenesses) {
    const { store, now } = recorder.recording;
    this.follower = new Follower(store, memory, processes(recorder.clocks, likenesses), (command) => commands.execute<Command, Outcome>(command), now);
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
