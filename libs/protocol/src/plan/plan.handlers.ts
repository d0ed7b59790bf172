import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { bodySlice, bodyStream, isMember } from '../body/body';
import { secretariatOf } from '../body/body.handlers';
import { Directory } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import { AdoptPlan, PlanAction, planSlice, planStream, ReportAction, type PlanCommand, type PlanFacts } from './plan';

@Injectable()
class PlanHandler<C extends PlanCommand> {
  constructor(
    private readonly recorder: Recorder,
    private readonly directory: Directory,
  ) {}

  execute(command: C): Promise<Outcome> {
    return this.recorder.transact(planSlice, planStream(command.input.plan), command, { facts: () => this.facts(command) });
  }

  private async facts(command: PlanCommand): Promise<PlanFacts> {
    const { meta } = command;
    const plan = (await this.recorder.load(planSlice, planStream(command.input.plan))).state.adopted;
    const code = command.type === 'AdoptPlan' ? command.input.body : plan?.body;
    const body = code === undefined ? undefined : (await this.recorder.load(bodySlice, bodyStream(code))).state;
    const secretariat = await secretariatOf(this.directory, meta);
    return {
      bodyKnown: body?.constituted !== undefined,
      ofSecretariat: secretariat !== undefined && secretariat.unit === body?.constituted?.secretariat,
      institution: meta.actor.institution ?? '',
      member: command.type === 'PlanAction' && body !== undefined && isMember(body, command.input.institution),
    };
  }
}

@CommandHandler(AdoptPlan)
class AdoptPlanHandler extends PlanHandler<AdoptPlan> {
  override execute({ input, meta }: AdoptPlan): Promise<Outcome> {
    return super.execute(new AdoptPlan({ ...input, plan: eventId(meta.actor.client, 'new-plan', meta.id, 0) }, meta));
  }
}
@CommandHandler(PlanAction)
class PlanActionHandler extends PlanHandler<PlanAction> {
  override async execute({ input, meta }: PlanAction): Promise<Outcome> {
    const action = eventId(meta.actor.client, 'new-action', meta.id, 0);
    const outcome = await super.execute(new PlanAction({ ...input, action }, meta));
    return 'refused' in outcome ? outcome : { ...outcome, created: action };
  }
}
@CommandHandler(ReportAction)
class ReportActionHandler extends PlanHandler<ReportAction> {
  override async execute(command: ReportAction): Promise<Outcome> {
    const outcome = await super.execute(command);
    return 'refused' in outcome ? outcome : { ...outcome, created: command.input.action };
  }
}

export const planHandlers = [AdoptPlanHandler, PlanActionHandler, ReportActionHandler];
