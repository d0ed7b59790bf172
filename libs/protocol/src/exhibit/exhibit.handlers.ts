import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { refuse } from '@amparo/event-sourcing';
import { Directory } from '../institution/directory.handlers';
import { isShutOut, loadInvestigation, namedUnit } from '../investigation/prosecution.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import {
  AcceptCustody,
  BreakSeal,
  CollectExhibit,
  ExamineExhibit,
  exhibitSlice,
  exhibitStream,
  OfferCustody,
  ReassignCustody,
  RecordDestructionOrder,
  RefuseCustody,
  ReturnExhibit,
  SealExhibit,
  type ExhibitCommand,
  type ExhibitFacts,
  type Keeper,
} from './exhibit';
import { EscalateExhibit } from './exhibit-clocks';

const noSuchExhibit: Outcome = refuse('NOT_FOUND', 'there is no such exhibit or investigation, or it is not yours');

@Injectable()
class ExhibitHandler<C extends ExhibitCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    const { investigation } = await this.recorder.load(exhibitSlice, exhibitStream(command.input.exhibit));
    return investigation === undefined ? noSuchExhibit : this.record(command, investigation);
  }

  protected async record(command: C, investigation: string): Promise<Outcome> {
    const { meta, input } = command;
    // Before anything else, retries included: to the excluded there is no such exhibit.
    if (await isShutOut(this.recorder, investigation, meta.actor)) return noSuchExhibit;
    const stream = exhibitStream(input.exhibit);
    return this.recorder.transact(exhibitSlice, stream, command, {
      investigation,
      facts: async () => {
        const { state } = await this.recorder.load(exhibitSlice, stream);
        const custodian = state.status === 'NONE' ? undefined : await this.person(state.custodian);
        const named = 'agent' in input ? await this.mayKeep(input, investigation) : undefined;
        return { ...(await this.standing(command, investigation)), ...(custodian !== undefined && { custodian }), ...(named && { named }) };
      },
    });
  }

  /** How who acts stands to the investigation. */
  private async standing({ meta: { actor } }: C, investigation: string): Promise<ExhibitFacts> {
    const { status, unit, file, police } = await loadInvestigation(this.recorder, investigation);
    const own = await namedUnit(this.directory, actor.unit ?? '');
    const holder = await this.directory.party(unit, investigation);
    const within = own?.kind === 'PROSECUTION' && own.compartment === holder?.compartment;
    const prosecutes = within && actor.role === 'prosecutor';
    const by = { agent: actor.agent ?? '', institution: actor.institution ?? '' };
    return {
      by: { ...by, person: await this.person(by) },
      clocks: this.recorder.clocks,
      file,
      investigated: status === 'FILED' || status === 'OPEN',
      collects: prosecutes || (own?.kind === 'POLICE' && police.includes(own.unit)),
      prosecutes,
      supervises: within && actor.role === 'supervisor',
    };
  }

  private async person({ agent, institution }: Keeper): Promise<string> {
    return (await this.directory.agent(institution, agent))?.person ?? agent;
  }

  /** An agent as a custodian: in office, of a unit that may be named, and not excluded. */
  private async mayKeep({ agent, institution }: Keeper, investigation: string): Promise<ExhibitFacts['named']> {
    const standing = await this.directory.agent(institution, agent);
    const unit = standing?.unit;
    if (!standing || standing.suspended || unit === undefined || !(await namedUnit(this.directory, unit))) return undefined;
    return (await isShutOut(this.recorder, investigation, { agent, institution, unit })) ? undefined : { person: standing.person };
  }
}

/** The exhibit's id comes of the command, so that a retry meets its own. */
@CommandHandler(CollectExhibit)
class CollectExhibitHandler extends ExhibitHandler<CollectExhibit> {
  override execute({ input, meta }: CollectExhibit): Promise<Outcome> {
    const exhibit = eventId(meta.actor.client, 'new-exhibit', meta.id, 0);
    return this.record(new CollectExhibit({ ...input, exhibit }, meta), input.investigation);
  }
}

@CommandHandler(SealExhibit)
class SealExhibitHandler extends ExhibitHandler<SealExhibit> {}
@CommandHandler(BreakSeal)
class BreakSealHandler extends ExhibitHandler<BreakSeal> {}
@CommandHandler(OfferCustody)
class OfferCustodyHandler extends ExhibitHandler<OfferCustody> {}
@CommandHandler(AcceptCustody)
class AcceptCustodyHandler extends ExhibitHandler<AcceptCustody> {}
@CommandHandler(RefuseCustody)
class RefuseCustodyHandler extends ExhibitHandler<RefuseCustody> {}
@CommandHandler(ReassignCustody)
class ReassignCustodyHandler extends ExhibitHandler<ReassignCustody> {}
@CommandHandler(ExamineExhibit)
class ExamineExhibitHandler extends ExhibitHandler<ExamineExhibit> {}
@CommandHandler(ReturnExhibit)
class ReturnExhibitHandler extends ExhibitHandler<ReturnExhibit> {}
@CommandHandler(RecordDestructionOrder)
class RecordDestructionOrderHandler extends ExhibitHandler<RecordDestructionOrder> {}

@CommandHandler(EscalateExhibit)
class EscalateExhibitHandler extends ExhibitHandler<EscalateExhibit> {}

export const exhibitHandlers = [
  EscalateExhibitHandler,
  CollectExhibitHandler,
  SealExhibitHandler,
  BreakSealHandler,
  OfferCustodyHandler,
  AcceptCustodyHandler,
  RefuseCustodyHandler,
  ReassignCustodyHandler,
  ExamineExhibitHandler,
  ReturnExhibitHandler,
  RecordDestructionOrderHandler,
];
