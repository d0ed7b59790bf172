import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import { caseSlice, caseStream } from '../case/case';
import { Directory } from '../institution/directory.handlers';
import { isShutOut, loadInvestigation } from '../investigation/prosecution.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import { Exposures } from './exposure';
import {
  AssessExposure,
  ConfirmExclusion,
  EscalateExclusion,
  exclusionSlice,
  exclusionStream,
  LiftExclusion,
  PlaceExclusion,
  ReviewExclusion,
  type ExcludedParty,
  type ExclusionCommand,
  type ExclusionFacts,
} from './exclusion';

@Injectable()
class ExclusionHandler<C extends ExclusionCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
    private readonly exposures: Exposures,
  ) {}

  execute(command: C): Promise<Outcome> {
    const stream = exclusionStream(command.input.exclusion);
    return this.recorder.transact(exclusionSlice, stream, command, {
      before: () => this.before(command),
      facts: async () => {
        const { state } = await this.recorder.load(exclusionSlice, stream);
        const hands = state.status === 'NONE' ? [] : [state.placedBy, ...(state.confirmedBy ? [state.confirmedBy] : [])];
        const persons: Record<string, string> = {};
        for (const { person, institution } of hands) persons[person] = (await this.directory.agent(institution, person))?.person ?? person;
        const { agent = '', institution = '' } = command.meta.actor;
        const person = (await this.directory.agent(institution, agent))?.person ?? agent;
        return {
          by: { person, institution },
          persons,
          clocks: this.recorder.clocks,
          partyKnown: await this.partyKnown(command),
          mayPlace: command.type === 'PlaceExclusion' && (await this.mayPlace(command)),
          audits: command.meta.actor.role === 'auditor',
          ...(command.type === 'AssessExposure' && state.status !== 'NONE' && { exposure: await this.exposures.of(state.party, [...state.cases, ...(state.investigation === undefined ? [] : [state.investigation])]) }),
          excluded: state.status !== 'NONE' && (await this.covers(state.party, command.meta)),
        };
      },
    });
  }

  /** What must be there before the events are. */
  protected before(_command: C): Promise<void> {
    return Promise.resolve();
  }

  /** An auditor, or who is party to each case and prosecutes in the investigation; who is excluded from one of them does not know it. */
  private async mayPlace({ input, meta }: PlaceExclusion): Promise<boolean> {
    const { standing } = this.recorder;
    if (input.investigation !== undefined) {
      const { status, unit } = await loadInvestigation(this.recorder, input.investigation);
      if (status === 'NONE' || (await isShutOut(this.recorder, input.investigation, meta.actor))) return false;
      const [holder, own] = [await this.directory.unit(unit), await this.directory.unit(meta.actor.unit ?? '')];
      if (meta.actor.role !== 'auditor' && (holder === undefined || holder.opened.compartment !== own?.opened.compartment)) return false;
    }
    for (const id of input.cases) {
      const file = await this.recorder.load(caseSlice, caseStream(id));
      if (!file.state.opened || (await standing.isExcluded(id, meta.actor))) return false;
      if (meta.actor.role !== 'auditor' && !(await standing.isParty(id, meta.actor))) return false;
    }
    return true;
  }

  /** Whether an exclusion's party is, or takes in, who acts. */
  private async covers({ kind, id }: ExcludedParty, { actor }: CommandMeta): Promise<boolean> {
    if (kind === 'AGENT') return id === actor.agent;
    const unit = actor.unit === undefined ? undefined : (await this.directory.unit(actor.unit))?.opened;
    return kind === 'UNIT' ? id === actor.unit || id === unit?.compartment : [actor.institution, unit?.institution, unit?.operator].includes(id);
  }

  private async partyKnown(command: ExclusionCommand): Promise<ExclusionFacts['partyKnown']> {
    if (command.type !== 'PlaceExclusion') return true;
    const { kind, id } = command.input.party;
    if (kind === 'UNIT') return (await this.directory.unit(id)) !== undefined;
    if (kind === 'INSTITUTION') return (await this.directory.institution(id)) !== undefined;
    return /^ag-[0-9a-f]{16}$/.test(id); // an agent's id tells nothing of where it works; visibility reads it as it stands
  }
}

/** What is said about who is excluded is sealed under a file of its own. */
@CommandHandler(PlaceExclusion)
class PlaceExclusionHandler extends ExclusionHandler<PlaceExclusion> {
  override async execute({ input, meta }: PlaceExclusion): Promise<Outcome> {
    const exclusion = eventId(meta.actor.client, 'new-exclusion', meta.id, 0);
    const subject = eventId(meta.actor.client, 'new-suspicion', meta.id, 0);
    return super.execute(new PlaceExclusion({ ...input, exclusion, subject }, meta));
  }

  protected override before({ input, meta }: PlaceExclusion): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.subject, meta);
  }
}
@CommandHandler(ConfirmExclusion)
class ConfirmExclusionHandler extends ExclusionHandler<ConfirmExclusion> {}
@CommandHandler(LiftExclusion)
class LiftExclusionHandler extends ExclusionHandler<LiftExclusion> {}
@CommandHandler(ReviewExclusion)
class ReviewExclusionHandler extends ExclusionHandler<ReviewExclusion> {}
@CommandHandler(AssessExposure)
class AssessExposureHandler extends ExclusionHandler<AssessExposure> {}
@CommandHandler(EscalateExclusion)
class EscalateExclusionHandler extends ExclusionHandler<EscalateExclusion> {}

export const exclusionHandlers = [PlaceExclusionHandler, ConfirmExclusionHandler, ReviewExclusionHandler, AssessExposureHandler, LiftExclusionHandler, EscalateExclusionHandler];
