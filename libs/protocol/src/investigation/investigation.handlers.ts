import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { refuse, type CommandMeta } from '@amparo/event-sourcing';
import { exclusionSlice, exclusionStream } from '../exclusion/exclusion';
import { Directory } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import { referralSlice, referralStream } from '../referral/referral';
import { BringCharges, RecordHearing, RecordJudgment, RecordProtectiveMeasure, RecordReparation } from './court';
import {
  AttachCase,
  CloseInvestigation,
  DirectPolice,
  FileComplaint,
  investigationSlice,
  investigationStream,
  NameSuspect,
  OpenInvestigation,
  ReassignInvestigation,
  RedirectComplaint,
  ReopenInvestigation,
  type InvestigationCommand,
  type InvestigationFacts,
} from './investigation';
import { DiscloseUnderReserve, EndMandate, EndReserve, IssueMandate, LapseMandate } from './mandate';
import { isShutOut, loadInvestigation, namedUnit, survivorOf } from './prosecution.handlers';
import { RecordAdvanceTestimony, TakeStatement } from './testimony';

const noSuchInvestigation: Outcome = refuse('NOT_FOUND', 'there is no such investigation or case, or it is not yours');

type Again<C> = new (input: object, meta: CommandMeta) => C;

@Injectable()
class InvestigationHandler<C extends InvestigationCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    const { investigation } = command.input;
    // Before anything else, retries included: to the excluded there is no such investigation.
    if (await isShutOut(this.recorder, investigation, command.meta.actor)) return noSuchInvestigation;
    const stream = investigationStream(investigation);
    // Whoever complains from a house where survivors live is not named here either.
    const codes = this.directory.codes(investigation, command.meta);
    const { meta, by } = await codes.actor();
    const inFile = new (command.constructor as Again<C>)(command.input, meta);
    return this.recorder.transact(investigationSlice, stream, inFile, {
      investigation,
      before: async () => {
        await codes.issue();
        await this.before(inFile); // under the codes: a subject's stream does not name the house either
      },
      facts: async () => {
        const { status, unit } = await loadInvestigation(this.recorder, investigation);
        const own = await namedUnit(this.directory, command.meta.actor.unit ?? '');
        const holder = status === 'NONE' ? undefined : await this.directory.party(unit, investigation);
        return { by, clocks: this.recorder.clocks, prosecutes: own?.kind === 'PROSECUTION', ...(holder && { holder }), ...(await this.facts(command)) };
      },
    });
  }

  /** What must be there before the events are. */
  protected before(_command: C): Promise<void> {
    return Promise.resolve();
  }

  /** What else this command must know. */
  protected async facts({ input, meta }: C): Promise<Partial<InvestigationFacts>> {
    const subject = 'case' in input && input.case !== undefined ? await survivorOf(this.recorder, input.case, meta.actor) : undefined;
    return subject === undefined ? {} : { case: { subject, referred: false } };
  }

  protected async named(code: string): Promise<Partial<InvestigationFacts>> {
    const named = await namedUnit(this.directory, code);
    return named ? { named } : {};
  }
}

/** Ids of what is new come of the command, so that a retry meets its own; keys come before what is sealed under them. */
const newId = ({ actor, id }: CommandMeta, what: string): string => eventId(actor.client, `new-${what}`, id, 0);
const created = (id: string, outcome: Outcome): Outcome => ('refused' in outcome ? outcome : { ...outcome, created: id });

@CommandHandler(FileComplaint)
class FileComplaintHandler extends InvestigationHandler<FileComplaint> {
  override execute({ input, meta }: FileComplaint): Promise<Outcome> {
    const investigation = newId(meta, 'investigation');
    return super.execute(new FileComplaint({ ...input, investigation, file: newId(meta, 'file') }, meta));
  }
  protected override before({ input, meta }: FileComplaint): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.file, meta);
  }
  protected override facts({ input }: FileComplaint): Promise<Partial<InvestigationFacts>> {
    return this.named(input.to);
  }
}

@CommandHandler(RedirectComplaint)
class RedirectComplaintHandler extends InvestigationHandler<RedirectComplaint> {
  protected override async facts({ input: { to } }: RedirectComplaint): Promise<Partial<InvestigationFacts>> {
    if (to === undefined) return {};
    const institution = await this.directory.institution(to);
    return institution ? { named: { unit: to, compartment: to, kind: 'OTHER' } } : this.named(to);
  }
}

@CommandHandler(DirectPolice)
class DirectPoliceHandler extends InvestigationHandler<DirectPolice> {
  protected override async facts({ input: { investigation, unit } }: DirectPolice): Promise<Partial<InvestigationFacts>> {
    return { ...(await this.named(unit)), namedExcluded: await isShutOut(this.recorder, investigation, await somebodyOf(this.directory, unit)) };
  }
}

@CommandHandler(AttachCase)
class AttachCaseHandler extends InvestigationHandler<AttachCase> {
  protected override async facts({ input, meta }: AttachCase): Promise<Partial<InvestigationFacts>> {
    const subject = await survivorOf(this.recorder, input.case, meta.actor);
    if (subject === undefined) return {};
    return { case: { subject, referred: input.on === 'REFERRAL' && input.ref !== undefined && (await this.referred(input.ref, input.case, meta)) } };
  }

  /** Whether the referral is of that case, to the prosecutor's own compartment, and was accepted. */
  private async referred(id: string, caseId: string, { actor }: CommandMeta): Promise<boolean> {
    const { state, case: of } = await this.recorder.load(referralSlice, referralStream(id));
    if (of !== caseId || state.status === 'NONE' || !accepted.includes(state.status)) return false;
    const [to, own] = [await this.directory.party(state.to, caseId), await this.directory.party(actor.unit ?? '', caseId)];
    return to !== undefined && to.compartment === own?.compartment;
  }
}
const accepted = ['ACCEPTED', 'IN_SERVICE', 'ON_HOLD', 'COMPLETED', 'CONFIRMED'];

@CommandHandler(NameSuspect)
class NameSuspectHandler extends InvestigationHandler<NameSuspect> {
  override async execute({ input, meta }: NameSuspect): Promise<Outcome> {
    const suspect = newId(meta, 'suspect');
    return created(suspect, await super.execute(new NameSuspect({ ...input, suspect }, meta)));
  }
  protected override before({ input, meta }: NameSuspect): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.suspect, meta);
  }
}

@Injectable()
class HeardHandler<C extends TakeStatement | RecordAdvanceTestimony> extends InvestigationHandler<C> {
  override async execute({ input, meta, constructor }: C): Promise<Outcome> {
    const statement = newId(meta, 'statement');
    const heard = new (constructor as Again<C>)({ ...input, statement, newPerson: newId(meta, 'witness') }, meta);
    return created(statement, await super.execute(heard));
  }
  protected override before({ input: { speaker, witness, newPerson }, meta }: C): Promise<void> {
    const isNew = (speaker === 'WITNESS' || speaker === 'EXPERT') && witness === undefined;
    return isNew ? this.recorder.keys.createSubjectKeys(newPerson, meta) : Promise.resolve();
  }
}
@CommandHandler(TakeStatement)
class TakeStatementHandler extends HeardHandler<TakeStatement> {}
@CommandHandler(RecordAdvanceTestimony)
class RecordAdvanceTestimonyHandler extends HeardHandler<RecordAdvanceTestimony> {}

@CommandHandler(IssueMandate)
class IssueMandateHandler extends InvestigationHandler<IssueMandate> {
  override async execute({ input, meta }: IssueMandate): Promise<Outcome> {
    const mandate = newId(meta, 'mandate');
    return created(mandate, await super.execute(new IssueMandate({ ...input, mandate }, meta)));
  }
}
@CommandHandler(DiscloseUnderReserve)
class DiscloseUnderReserveHandler extends InvestigationHandler<DiscloseUnderReserve> {
  override async execute({ input, meta }: DiscloseUnderReserve): Promise<Outcome> {
    const disclosure = newId(meta, 'disclosure');
    return created(disclosure, await super.execute(new DiscloseUnderReserve({ ...input, disclosure }, meta)));
  }
}

@CommandHandler(ReassignInvestigation)
class ReassignInvestigationHandler extends InvestigationHandler<ReassignInvestigation> {
  protected override async facts({ input, meta }: ReassignInvestigation): Promise<Partial<InvestigationFacts>> {
    const { standing } = this.recorder;
    const { state } = await this.recorder.load(exclusionSlice, exclusionStream(input.exclusion));
    const { status, unit } = await loadInvestigation(this.recorder, input.investigation);
    const ofHolder = status === 'NONE' ? [] : await standing.exclusions(input.investigation, { unit });
    const hands = state.status === 'CONFIRMED' ? [state.placedBy.person, state.confirmedBy?.person] : [];
    const mayReassign = ofHolder.includes(input.exclusion) && hands.includes(meta.actor.agent ?? '');
    if (!mayReassign) return { mayReassign };
    return { mayReassign, namedExcluded: await isShutOut(this.recorder, input.investigation, await somebodyOf(this.directory, input.to)), ...(await this.named(input.to)) };
  }
}

const somebodyOf = async (directory: Directory, unit: string): Promise<{ unit: string; institution?: string }> => {
  const institution = (await directory.unit(unit))?.opened.institution;
  return { unit, ...(institution !== undefined && { institution }) };
};

@CommandHandler(OpenInvestigation)
class OpenInvestigationHandler extends InvestigationHandler<OpenInvestigation> {}
@CommandHandler(CloseInvestigation)
class CloseInvestigationHandler extends InvestigationHandler<CloseInvestigation> {}
@CommandHandler(ReopenInvestigation)
class ReopenInvestigationHandler extends InvestigationHandler<ReopenInvestigation> {}
@CommandHandler(EndMandate)
class EndMandateHandler extends InvestigationHandler<EndMandate> {}
@CommandHandler(LapseMandate)
class LapseMandateHandler extends InvestigationHandler<LapseMandate> {}
@CommandHandler(EndReserve)
class EndReserveHandler extends InvestigationHandler<EndReserve> {}
@CommandHandler(RecordProtectiveMeasure)
class RecordProtectiveMeasureHandler extends InvestigationHandler<RecordProtectiveMeasure> {}
@CommandHandler(BringCharges)
class BringChargesHandler extends InvestigationHandler<BringCharges> {}
@CommandHandler(RecordHearing)
class RecordHearingHandler extends InvestigationHandler<RecordHearing> {}
@CommandHandler(RecordJudgment)
class RecordJudgmentHandler extends InvestigationHandler<RecordJudgment> {}
@CommandHandler(RecordReparation)
class RecordReparationHandler extends InvestigationHandler<RecordReparation> {}

export const investigationHandlers = [
  FileComplaintHandler,
  RedirectComplaintHandler,
  OpenInvestigationHandler,
  DirectPoliceHandler,
  AttachCaseHandler,
  NameSuspectHandler,
  TakeStatementHandler,
  RecordAdvanceTestimonyHandler,
  IssueMandateHandler,
  EndMandateHandler,
  LapseMandateHandler,
  DiscloseUnderReserveHandler,
  EndReserveHandler,
  RecordProtectiveMeasureHandler,
  BringChargesHandler,
  RecordHearingHandler,
  RecordJudgmentHandler,
  RecordReparationHandler,
  CloseInvestigationHandler,
  ReopenInvestigationHandler,
  ReassignInvestigationHandler,
];
