import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { refuse, type CommandMeta, type Refusal } from '@amparo/event-sourcing';
import { caseSlice, caseStream } from '../case/case';
import { Directory } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import { referralSlice, referralStream } from '../referral/referral';
import { PlaceTaking } from '../unit/places.handlers';
import type { AdmissionFacts } from './admission';
import {
  AdmitDependant,
  AdmitSurvivor,
  DischargeDependant,
  DischargeSurvivor,
  EndMovedStay,
  ExtendStay,
  RaiseStayReview,
  RecordSurvivorLeft,
  staySlice,
  stayStream,
  type StayCommand,
  type StayFacts,
} from './stay';
import { EscalateStay } from './stay-clocks';

const noSuchStay: Outcome = refuse('NOT_FOUND', 'there is no such stay or referral, or it is not yours');
const noReferral = 'NONE';

type Again<C> = new (input: object, meta: CommandMeta) => C;

@Injectable()
class StayHandler<C extends StayCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    // A stay has the id of its referral, and so its case.
    const id = 'stay' in command.input ? command.input.stay : command.input.referral;
    const { case: caseId } = await this.recorder.load(referralSlice, referralStream(id));
    if (caseId === undefined || (await this.recorder.standing.isExcluded(caseId, command.meta.actor))) return noSuchStay;
    const codes = this.directory.codes(caseId, command.meta);
    const { meta, by } = await codes.actor();
    const inCase = new (command.constructor as Again<C>)(command.input, meta);
    return this.recorder.transact(staySlice, stayStream(id), inCase, {
      case: caseId,
      before: async () => (await this.before(command)) ?? codes.issue(),
      facts: async () => {
        const file = await this.recorder.load(caseSlice, caseStream(caseId));
        const lead = file.state.opened && (await this.directory.party(file.state.opened.lead, caseId));
        return { by, clocks: this.recorder.clocks, subject: file.state.opened?.subject ?? '', ...(lead && { lead }), ...(await this.facts(command, caseId)) };
      },
    });
  }

  /** What must be there before the events are; where it cannot be, why. */
  protected before(_command: C): Promise<Refusal | undefined> {
    return Promise.resolve(undefined);
  }

  /** What else this command must know. */
  protected facts(_command: C, _caseId: string): Promise<Partial<StayFacts>> {
    return Promise.resolve({});
  }
}

/** Who comes in takes a place first: of the house's stream, in nobody's name, and once however often it is asked. */
@Injectable()
class AdmissionHandler<C extends AdmitSurvivor | AdmitDependant> extends StayHandler<C> {
  private readonly taking = new PlaceTaking(this.recorder);

  protected async admission(referral: string, caseId: string, named: readonly string[], { actor }: CommandMeta): Promise<AdmissionFacts> {
    const file = await this.recorder.load(caseSlice, caseStream(caseId));
    const { state } = await this.recorder.load(referralSlice, referralStream(referral));
    const unit = actor.unit === undefined ? undefined : await this.directory.unit(actor.unit);
    const dependants: string[] = [];
    for (const id of named) if (await this.inHerCare(id, caseId, actor)) dependants.push(id);
    return {
      caseOpen: file.state.opened !== undefined && file.state.closed === undefined,
      ageBand: file.state.ageBand,
      sex: file.state.sex,
      dependants,
      ...(state.status !== noReferral && { referral: { status: state.status, to: state.to, priority: state.priority, places: state.places ?? [] } }),
      ...(unit?.opened.residential && { house: { criteria: unit.criteria ?? {}, places: await this.taking.of(actor.unit!, referral) } }),
    };
  }

  protected async take(referral: string, places: readonly string[], meta: CommandMeta): Promise<Refusal | undefined> {
    return this.taking.take(meta.actor.unit!, places, referral, meta);
  }

  /** To who is excluded from a dependant's case there is no such dependant. */
  private async inHerCare(id: string, caseId: string, actor: CommandMeta['actor']): Promise<boolean> {
    const { opened, closed } = (await this.recorder.load(caseSlice, caseStream(id))).state;
    return opened?.kind === 'DEPENDANT' && opened.careOf === caseId && closed === undefined && !(await this.recorder.standing.isExcluded(id, actor));
  }
}

@CommandHandler(AdmitSurvivor)
class AdmitSurvivorHandler extends AdmissionHandler<AdmitSurvivor> {
  protected override async facts({ input, meta }: AdmitSurvivor, caseId: string): Promise<Partial<StayFacts>> {
    const named = input.dependants.map((one) => one.case);
    return { admission: await this.admission(input.referral, caseId, named, meta) };
  }

  protected override async before({ input, meta }: AdmitSurvivor): Promise<Refusal | undefined> {
    const { state } = await this.recorder.load(referralSlice, referralStream(input.referral));
    const hers = input.hold ?? (state.status === noReferral ? undefined : state.places?.[0]);
    return this.take(input.referral, [...(hers === undefined ? [] : [hers]), ...input.dependants.map(({ hold }) => hold)], meta);
  }
}

@CommandHandler(AdmitDependant)
class AdmitDependantHandler extends AdmissionHandler<AdmitDependant> {
  protected override async facts({ input, meta }: AdmitDependant, caseId: string): Promise<Partial<StayFacts>> {
    return { admission: await this.admission(input.stay, caseId, [input.dependant], meta) };
  }

  protected override before({ input, meta }: AdmitDependant): Promise<Refusal | undefined> {
    return this.take(input.stay, [input.hold], meta);
  }
}

@CommandHandler(ExtendStay)
class ExtendStayHandler extends StayHandler<ExtendStay> {}
@CommandHandler(DischargeSurvivor)
class DischargeSurvivorHandler extends StayHandler<DischargeSurvivor> {}
@CommandHandler(DischargeDependant)
class DischargeDependantHandler extends StayHandler<DischargeDependant> {}
@CommandHandler(RecordSurvivorLeft)
class RecordSurvivorLeftHandler extends StayHandler<RecordSurvivorLeft> {}
@CommandHandler(RaiseStayReview)
class RaiseStayReviewHandler extends StayHandler<RaiseStayReview> {}
@CommandHandler(EscalateStay)
class EscalateStayHandler extends StayHandler<EscalateStay> {}
@CommandHandler(EndMovedStay)
class EndMovedStayHandler extends StayHandler<EndMovedStay> {}

export const stayHandlers = [
  AdmitSurvivorHandler,
  AdmitDependantHandler,
  ExtendStayHandler,
  DischargeSurvivorHandler,
  DischargeDependantHandler,
  RecordSurvivorLeftHandler,
  RaiseStayReviewHandler,
  EscalateStayHandler,
  EndMovedStayHandler,
];
