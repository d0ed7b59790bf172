import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { refuse, type Actor, type CommandMeta } from '@amparo/event-sourcing';
import { sharingBetween } from '../agreement/agreement.handlers';
import { caseSlice, caseStream } from '../case/case';
import type { InstitutionKind } from '../institution/institution';
import { Directory, type CaseCodes } from '../institution/directory.handlers';
import type { Party } from '../party';
import { Recorder, type Outcome } from '../recorder.handlers';
import { referralSlice, referralStream } from '../referral/referral';
import {
  AssessReturnRisk,
  CancelReturn,
  CompleteReturn,
  ConsentToReturn,
  DeliverSupport,
  EnterReturnInError,
  FollowUpReturn,
  IssueTravelDocument,
  MeetArrival,
  NameReturnParty,
  NotifyReturn,
  RecordReturnOrder,
  returnSlice,
  returnStream,
  ShareReturnPlan,
  type Return,
  type ReturnCommand,
  type ReturnFacts,
} from './return';
import { EscalateReturn } from './return-clocks';
import type { Named } from './return-sharing';

const noSuchReturn: Outcome = refuse('NOT_FOUND', 'there is no such return, or it is not yours');
/** Who may stand in for the other units of their compartment. */
const standIns = ['supervisor', 'shelter_manager', 'prosecutor'];

type Again<C> = new (input: object, meta: CommandMeta) => C;

@Injectable()
class ReturnHandler<C extends ReturnCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    const { case: caseId } = await this.recorder.load(returnSlice, returnStream(command.input.return));
    // Before anything else, retries included: to the excluded there is no such return.
    if (caseId === undefined || (await this.recorder.standing.isExcluded(caseId, command.meta.actor))) return noSuchReturn;
    return this.record(command, caseId);
  }

  protected async record(command: C, caseId: string): Promise<Outcome> {
    const stream = returnStream(command.input.return);
    const codes = this.directory.codes(caseId, command.meta);
    const { meta, by } = await codes.actor();
    const inCase = new (command.constructor as Again<C>)(command.input, meta);
    return this.recorder.transact(returnSlice, stream, inCase, {
      case: caseId,
      before: () => codes.issue(),
      facts: async () => {
        const { state } = await this.recorder.load(returnSlice, stream);
        const { state: file } = await this.recorder.load(caseSlice, caseStream(caseId));
        const lead = file.opened && (await this.directory.party(file.opened.lead, caseId));
        const { unit = '', institution = '' } = command.meta.actor;
        return {
          by,
          byKinds: (await Promise.all([unit, institution].map((code) => this.mandates(code)))).flat(),
          subject: file.opened?.subject ?? '',
          clocks: this.recorder.clocks,
          standsIn: standIns.includes(meta.actor.role ?? ''),
          ageBand: file.ageBand,
          guardianship: file.guardianship,
          languages: file.languages,
          consents: file.consents,
          caseOpen: file.opened !== undefined && file.closed === undefined,
          parties: await this.parties(state, caseId),
          named: await this.named(command, codes),
          ...(lead && { lead }),
          ...(await this.under(command, caseId)),
        };
      },
    });
  }

  /** Those whom the command names. */
  protected named(_command: C, _codes: CaseCodes): Promise<readonly Named[]> {
    return Promise.resolve([]);
  }

  /** The referral under which who is no lead notifies. */
  protected under(_command: C, _caseId: string): Promise<Pick<ReturnFacts, 'under'>> {
    return Promise.resolve({});
  }

  protected async somebody(code: string, codes: CaseCodes, actor: Actor): Promise<Named> {
    const party = await codes.party(code);
    const unit = await this.directory.unit(code);
    const sharing = await sharingBetween(this.recorder, this.directory, actor, code);
    return { kinds: await this.mandates(code), open: unit?.closed === false, sharing, ...(party && { party }) };
  }

  /** Those of who owns and who runs it, and migration control's for a border post. */
  private async mandates(code: string): Promise<readonly InstitutionKind[]> {
    const mandate = await this.directory.mandate(code);
    return [...(await this.directory.kinds(code)), ...(mandate === undefined ? [] : [mandate])];
  }

  private async parties(state: Return, caseId: string): Promise<Readonly<Record<string, Party>>> {
    if (state.status === 'NONE') return {};
    const codes = [state.notifiedBy, state.parties.MEETS?.party, state.parties.RECEIVES?.party, ...state.with];
    const parties: Record<string, Party> = {};
    for (const code of codes) {
      const party = code === undefined ? undefined : await this.directory.party(code, caseId);
      if (code !== undefined && party) parties[code] = party;
    }
    return parties;
  }
}

@CommandHandler(NotifyReturn)
class NotifyReturnHandler extends ReturnHandler<NotifyReturn> {
  override async execute({ input, meta }: NotifyReturn): Promise<Outcome> {
    if (await this.recorder.standing.isExcluded(input.case, meta.actor)) return noSuchReturn;
    const file = await this.recorder.load(caseSlice, caseStream(input.case));
    if (!file.state.opened) return noSuchReturn;
    const id = eventId(meta.actor.client, 'new-return', meta.id, 0);
    return this.record(new NotifyReturn({ ...input, return: id }, meta), input.case);
  }

  protected override async under({ input }: NotifyReturn, caseId: string): Promise<Pick<ReturnFacts, 'under'>> {
    if (input.under === undefined) return {};
    const { state, case: of } = await this.recorder.load(referralSlice, referralStream(input.under));
    return of === caseId && state.status !== 'NONE' ? { under: { status: state.status, to: state.to } } : {};
  }
}

@CommandHandler(NameReturnParty)
class NameReturnPartyHandler extends ReturnHandler<NameReturnParty> {
  protected override async named({ input, meta }: NameReturnParty, codes: CaseCodes): Promise<readonly Named[]> {
    return [await this.somebody(input.unit, codes, meta.actor)];
  }
}

@CommandHandler(ShareReturnPlan)
class ShareReturnPlanHandler extends ReturnHandler<ShareReturnPlan> {
  protected override named({ input, meta }: ShareReturnPlan, codes: CaseCodes): Promise<readonly Named[]> {
    return Promise.all(input.with.map((code) => this.somebody(code, codes, meta.actor)));
  }
}

@CommandHandler(IssueTravelDocument)
class IssueTravelDocumentHandler extends ReturnHandler<IssueTravelDocument> {}
@CommandHandler(AssessReturnRisk)
class AssessReturnRiskHandler extends ReturnHandler<AssessReturnRisk> {}
@CommandHandler(ConsentToReturn)
class ConsentToReturnHandler extends ReturnHandler<ConsentToReturn> {}
@CommandHandler(RecordReturnOrder)
class RecordReturnOrderHandler extends ReturnHandler<RecordReturnOrder> {}
@CommandHandler(MeetArrival)
class MeetArrivalHandler extends ReturnHandler<MeetArrival> {}
@CommandHandler(DeliverSupport)
class DeliverSupportHandler extends ReturnHandler<DeliverSupport> {}
@CommandHandler(FollowUpReturn)
class FollowUpReturnHandler extends ReturnHandler<FollowUpReturn> {}
@CommandHandler(CompleteReturn)
class CompleteReturnHandler extends ReturnHandler<CompleteReturn> {}
@CommandHandler(CancelReturn)
class CancelReturnHandler extends ReturnHandler<CancelReturn> {}
@CommandHandler(EnterReturnInError)
class EnterReturnInErrorHandler extends ReturnHandler<EnterReturnInError> {}

@CommandHandler(EscalateReturn)
class EscalateReturnHandler extends ReturnHandler<EscalateReturn> {}

export const returnHandlers = [
  EscalateReturnHandler,
  NotifyReturnHandler,
  IssueTravelDocumentHandler,
  AssessReturnRiskHandler,
  ConsentToReturnHandler,
  RecordReturnOrderHandler,
  NameReturnPartyHandler,
  MeetArrivalHandler,
  ShareReturnPlanHandler,
  DeliverSupportHandler,
  FollowUpReturnHandler,
  CompleteReturnHandler,
  CancelReturnHandler,
  EnterReturnInErrorHandler,
];
