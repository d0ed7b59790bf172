import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CaseCodes } from '../institution/directory.handlers';
import type { Party } from '../party';
import type { Outcome } from '../recorder.handlers';
import type { CareCommand, CareReadings } from './care';
import { AgreeCarePlan, AssessNeeds, CompletePlanItem, RecordAssistance, RecordServiceRefusal, RecordUnmetNeed, ReviseCarePlan } from './care-plan';
import type { CaseFacts } from './case';
import { CaseHandler, created } from './case.handlers';
import { AgreeReintegrationPlan, AnswerGrievance, RaiseGrievance, RecordContactLost, RecordContactRegained, RecordFollowUp } from './reintegration';
import { DecideNonPunishment, NoteInterview, RecordDeath, ReportSafetyIncident, RequestNonPunishment } from './safety';

@Injectable()
class CareHandler<C extends CareCommand> extends CaseHandler<C> {
  protected override async facts(command: C, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    return { care: await this.readings(command, codes) };
  }

  /** What else this command must know. */
  protected readings(_command: C, _codes: CaseCodes): Promise<CareReadings> {
    return Promise.resolve({});
  }

  /** The person who acts. */
  protected hand({ meta: { actor } }: C, codes: CaseCodes): Promise<string> {
    return codes.person(actor.institution ?? '', actor.agent ?? actor.client);
  }
}

/** Ids of the items of a plan come of the command: sent again they are the same items. */
@Injectable()
class PlanHandler<C extends AgreeCarePlan | ReviseCarePlan> extends CareHandler<C> {
  override execute(command: C): Promise<Outcome> {
    const { input, meta } = command;
    const items = input.items.map((item, i) => ({ ...item, id: eventId(meta.actor.client, 'new-plan-item', meta.id, i) }));
    const named = command.type === 'AgreeCarePlan' ? new AgreeCarePlan({ ...input, items }, meta) : new ReviseCarePlan({ ...input, items }, meta);
    return super.execute(named as C);
  }

  protected override async readings({ input }: C, codes: CaseCodes): Promise<CareReadings> {
    const units: Record<string, Party> = {};
    for (const code of new Set(input.items.map(({ unit }) => unit))) {
      const unit = await this.directory.unit(code);
      const party = unit && !unit.closed ? await codes.party(code) : undefined;
      if (party) units[code] = party;
    }
    return { units };
  }
}
@CommandHandler(AgreeCarePlan)
class AgreeCarePlanHandler extends PlanHandler<AgreeCarePlan> {}
@CommandHandler(ReviseCarePlan)
class ReviseCarePlanHandler extends PlanHandler<ReviseCarePlan> {}

@CommandHandler(RequestNonPunishment)
class RequestNonPunishmentHandler extends CareHandler<RequestNonPunishment> {
  override async execute({ input, meta }: RequestNonPunishment): Promise<Outcome> {
    const request = eventId(meta.actor.client, 'new-non-punishment', meta.id, 0);
    return created(request, await super.execute(new RequestNonPunishment({ ...input, request }, meta)));
  }

  protected override async readings(command: RequestNonPunishment, codes: CaseCodes): Promise<CareReadings> {
    return { hand: await this.hand(command, codes) };
  }
}

/** The prosecution owns a house as well: its agents do not prosecute. */
@CommandHandler(DecideNonPunishment)
class DecideNonPunishmentHandler extends CareHandler<DecideNonPunishment> {
  protected override async readings(command: DecideNonPunishment, codes: CaseCodes): Promise<CareReadings> {
    const unit = (await this.directory.unit(command.meta.actor.unit ?? ''))?.opened;
    const institution = unit && (await this.directory.institution(unit.institution));
    return { hand: await this.hand(command, codes), prosecutes: unit?.kind === 'PROSECUTOR' && institution?.registered?.kind === 'PROSECUTION' };
  }
}

@CommandHandler(RaiseGrievance)
class RaiseGrievanceHandler extends CareHandler<RaiseGrievance> {
  override async execute({ input, meta }: RaiseGrievance): Promise<Outcome> {
    const grievance = eventId(meta.actor.client, 'new-grievance', meta.id, 0);
    return created(grievance, await super.execute(new RaiseGrievance({ ...input, grievance }, meta)));
  }

  /** A unit that is closed, or an agent who is suspended, can still be complained about. */
  protected override async readings({ input }: RaiseGrievance, codes: CaseCodes): Promise<CareReadings> {
    const unit = await this.directory.unit(input.unit);
    const party = unit && (await codes.party(input.unit));
    if (!unit || !party) return {};
    const agent = input.agent === undefined ? undefined : await this.directory.agent(unit.opened.institution, input.agent);
    const hand = agent?.unit === input.unit ? await codes.person(unit.opened.institution, agent.agent) : undefined;
    return { concerned: { unit: party.unit, ...(hand !== undefined && { hand }) } };
  }
}

@CommandHandler(AnswerGrievance)
class AnswerGrievanceHandler extends CareHandler<AnswerGrievance> {
  protected override async readings(command: AnswerGrievance, codes: CaseCodes): Promise<CareReadings> {
    return { hand: await this.hand(command, codes) };
  }
}

@CommandHandler(AssessNeeds)
class AssessNeedsHandler extends CareHandler<AssessNeeds> {}
@CommandHandler(CompletePlanItem)
class CompletePlanItemHandler extends CareHandler<CompletePlanItem> {}
@CommandHandler(RecordAssistance)
class RecordAssistanceHandler extends CareHandler<RecordAssistance> {}
@CommandHandler(RecordServiceRefusal)
class RecordServiceRefusalHandler extends CareHandler<RecordServiceRefusal> {}
@CommandHandler(RecordUnmetNeed)
class RecordUnmetNeedHandler extends CareHandler<RecordUnmetNeed> {}
@CommandHandler(ReportSafetyIncident)
class ReportSafetyIncidentHandler extends CareHandler<ReportSafetyIncident> {}
@CommandHandler(NoteInterview)
class NoteInterviewHandler extends CareHandler<NoteInterview> {}
@CommandHandler(RecordDeath)
class RecordDeathHandler extends CareHandler<RecordDeath> {}
@CommandHandler(AgreeReintegrationPlan)
class AgreeReintegrationPlanHandler extends CareHandler<AgreeReintegrationPlan> {}
@CommandHandler(RecordFollowUp)
class RecordFollowUpHandler extends CareHandler<RecordFollowUp> {}
@CommandHandler(RecordContactLost)
class RecordContactLostHandler extends CareHandler<RecordContactLost> {}
@CommandHandler(RecordContactRegained)
class RecordContactRegainedHandler extends CareHandler<RecordContactRegained> {}

export const careHandlers = [
  AssessNeedsHandler,
  AgreeCarePlanHandler,
  ReviseCarePlanHandler,
  CompletePlanItemHandler,
  RecordAssistanceHandler,
  RecordServiceRefusalHandler,
  RecordUnmetNeedHandler,
  ReportSafetyIncidentHandler,
  NoteInterviewHandler,
  RequestNonPunishmentHandler,
  DecideNonPunishmentHandler,
  RecordDeathHandler,
  AgreeReintegrationPlanHandler,
  RecordFollowUpHandler,
  RecordContactLostHandler,
  RecordContactRegainedHandler,
  RaiseGrievanceHandler,
  AnswerGrievanceHandler,
];
