import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { refuse, type CommandMeta, type Refusal } from '@amparo/event-sourcing';
import { sharingBetween } from '../agreement/agreement.handlers';
import { NamedFiles } from '../attached.handlers';
import { caseSlice, caseStream } from '../case/case';
import { referralOfCase } from '../case/serving.handlers';
import { Directory, type CaseCodes } from '../institution/directory.handlers';
import type { Party } from '../party';
import { Recorder, type Outcome } from '../recorder.handlers';
import { PlaceTaking } from '../unit/places.handlers';
import {
  AcceptReferral,
  AcknowledgeReferral,
  CloseReferralForConsent,
  CompleteService,
  ConfirmOutcome,
  DecideNextStep,
  DeclineReferral,
  DiscontinueService,
  DisputeOutcome,
  EnterReferralInError,
  EscalateReferral,
  LapseReferral,
  PauseService,
  RecordSurvivorDeclined,
  referralSlice,
  referralStream,
  RequestInformation,
  ResumeService,
  StartService,
  SupplyInformation,
  WaitlistReferral,
  WithdrawReferral,
  type ReferralCommand,
  type ReferralFacts,
} from './referral';
import type { Answering } from './letter';
import { RequestReferral } from './referral-request';
import { placesNamed } from './referral-acceptance';
import type { RequestFacts } from './referral-request';

const noSuchReferral: Outcome = refuse('NOT_FOUND', 'there is no such referral, or it is not yours');
/** Who may stand in for the other units of their compartment. */
const standIns = ['supervisor', 'shelter_manager', 'prosecutor'];

type Again<C> = new (input: object, meta: CommandMeta) => C;

@Injectable()
class ReferralHandler<C extends ReferralCommand> {
  private readonly files: NamedFiles;

  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {
    this.files = new NamedFiles(recorder, directory);
  }

  async execute(command: C): Promise<Outcome> {
    const { referral } = command.input;
    const { case: caseId } = await this.recorder.load(referralSlice, referralStream(referral));
    if (caseId === undefined || (await this.recorder.standing.isExcluded(caseId, command.meta.actor))) return noSuchReferral;
    return this.record(command, caseId);
  }

  protected async record(command: C, caseId: string): Promise<Outcome> {
    const stream = referralStream(command.input.referral);
    const codes = this.directory.codes(caseId, command.meta);
    const { meta, by } = await codes.actor();
    const inCase = new (command.constructor as Again<C>)(command.input, meta);
    return this.recorder.transact(referralSlice, stream, inCase, {
      case: caseId,
      before: async () => {
        const stopped = (await this.before(command)) ?? (await this.keepLetter(command, caseId));
        return stopped ?? codes.issue();
      },
      facts: async () => {
        const { state } = await this.recorder.load(referralSlice, stream);
        const parties = state.status === 'NONE' ? {} : await this.parties(state.from, state.to, caseId);
        const subject = await this.subject(caseId);
        const standsIn = standIns.includes(meta.actor.role ?? '');
        const hand = await codes.hand(command.meta);
        const letter = state.status === 'NONE' ? undefined : await this.letter(command, state.to, subject);
        return { by, subject, standsIn, hand, ...(letter && { letter }), clocks: this.recorder.clocks, ...parties, ...(await this.facts(command, caseId, codes)) };
      },
    });
  }

  /** What must be there before the events are; where it cannot be, why. */
  protected before(_command: C): Promise<Refusal | undefined> {
    return Promise.resolve(undefined);
  }

  /** What else this command must know. */
  protected facts(_command: C, _caseId: string, _codes: CaseCodes): Promise<Partial<ReferralFacts>> {
    return Promise.resolve({});
  }

  private async subject(caseId: string): Promise<string> {
    return (await this.recorder.load(caseSlice, caseStream(caseId))).state.opened?.subject ?? '';
  }

  /** Of an answer by letter: whether the unit addressed could answer itself, and whether the letter attached is here. */
  private async letter({ input, meta }: C, to: string, subject: string): Promise<ReferralFacts['letter']> {
    const { letter } = input as Answering;
    if (!letter) return undefined;
    return { hasSystem: await this.directory.hasSystem(to), fileUnknown: await this.files.unknown(letter.attachments, subject, 'PROTECTION', meta.actor) };
  }

  private async keepLetter({ input, meta }: C, caseId: string): Promise<Refusal | undefined> {
    const { letter } = input as Answering;
    return this.files.keep(letter?.attachments, await this.subject(caseId), 'PROTECTION', meta.actor);
  }

  private async parties(from: string, to: string, caseId: string): Promise<{ from?: Party; to?: Party }> {
    const sender = await this.directory.party(from, caseId);
    const addressee = await this.directory.party(to, caseId);
    return { ...(sender && { from: sender }), ...(addressee && { to: addressee }) };
  }
}

@CommandHandler(RequestReferral)
class RequestReferralHandler extends ReferralHandler<RequestReferral> {
  override async execute({ input, meta }: RequestReferral): Promise<Outcome> {
    if (await this.recorder.standing.isExcluded(input.case, meta.actor)) return noSuchReferral;
    const file = await this.recorder.load(caseSlice, caseStream(input.case));
    if (!file.state.opened) return noSuchReferral;
    if (meta.actor.unit === undefined) return refuse('UNIT_REQUIRED', 'a referral is sent by an agent of a unit');
    const referral = eventId(meta.actor.client, 'new-referral', meta.id, 0);
    return this.record(new RequestReferral({ ...input, referral }, meta), input.case);
  }

  protected override async facts({ input, meta }: RequestReferral, caseId: string, codes: CaseCodes): Promise<Partial<ReferralFacts>> {
    const { state } = await this.recorder.load(caseSlice, caseStream(caseId));
    const unit = await this.directory.unit(input.to);
    const to = unit && (await codes.party(input.to));
    const kind = unit && (await this.directory.mandate(input.to));
    const lead = state.opened && (await this.directory.party(state.opened.lead, caseId));
    const request: RequestFacts = {
      caseOpen: state.closed === undefined,
      survivorDied: state.care.safety.died !== undefined,
      ageBand: state.ageBand,
      consents: state.consents,
      toOpen: unit?.closed === false,
      toOffers: unit !== undefined && input.service in unit.services,
      sharing: await sharingBetween(this.recorder, this.directory, meta.actor, input.to),
      ...(lead && { lead }),
      ...(kind && { toKind: kind }),
      ...(input.under !== undefined && (await this.own('under', input.under, caseId))),
      ...(input.supersedes !== undefined && (await this.own('superseded', input.supersedes, caseId))),
    };
    return { request, ...(to && { to }) };
  }

  /** Another referral of the same case. */
  private async own(as: 'under' | 'superseded', id: string, caseId: string): Promise<Partial<RequestFacts>> {
    const other = await referralOfCase(this.recorder, caseId, id);
    return other ? { [as]: other } : {};
  }
}

@CommandHandler(AcceptReferral)
class AcceptReferralHandler extends ReferralHandler<AcceptReferral> {
  private readonly places = new PlaceTaking(this.recorder);

  protected override async facts({ input, meta }: AcceptReferral): Promise<Partial<ReferralFacts>> {
    const unit = input.letter ? undefined : await this.residence(meta);
    return unit === undefined ? {} : { holds: await this.places.of(unit, input.referral) };
  }

  /** The places are taken first: two acceptances never name one place, and what was promised her does not run out on her way. */
  protected override async before({ input, meta }: AcceptReferral): Promise<Refusal | undefined> {
    const unit = input.letter ? undefined : await this.residence(meta);
    return unit === undefined ? undefined : this.places.take(unit, placesNamed(input), input.referral, meta);
  }

  /** The actor's own unit, uncoded, where it is residential: then it accepts with a place it holds. */
  private async residence({ actor }: CommandMeta): Promise<string | undefined> {
    const unit = actor.unit === undefined ? undefined : await this.directory.unit(actor.unit);
    return unit?.opened.residential ? actor.unit : undefined;
  }
}

@CommandHandler(AcknowledgeReferral)
class AcknowledgeReferralHandler extends ReferralHandler<AcknowledgeReferral> {}
@CommandHandler(RequestInformation)
class RequestInformationHandler extends ReferralHandler<RequestInformation> {}
@CommandHandler(SupplyInformation)
class SupplyInformationHandler extends ReferralHandler<SupplyInformation> {}
@CommandHandler(WaitlistReferral)
class WaitlistReferralHandler extends ReferralHandler<WaitlistReferral> {}
@CommandHandler(DeclineReferral)
class DeclineReferralHandler extends ReferralHandler<DeclineReferral> {}
@CommandHandler(StartService)
class StartServiceHandler extends ReferralHandler<StartService> {}
@CommandHandler(PauseService)
class PauseServiceHandler extends ReferralHandler<PauseService> {}
@CommandHandler(ResumeService)
class ResumeServiceHandler extends ReferralHandler<ResumeService> {}
@CommandHandler(CompleteService)
class CompleteServiceHandler extends ReferralHandler<CompleteService> {}
@CommandHandler(DiscontinueService)
class DiscontinueServiceHandler extends ReferralHandler<DiscontinueService> {}
@CommandHandler(WithdrawReferral)
class WithdrawReferralHandler extends ReferralHandler<WithdrawReferral> {}
@CommandHandler(RecordSurvivorDeclined)
class RecordSurvivorDeclinedHandler extends ReferralHandler<RecordSurvivorDeclined> {}
@CommandHandler(LapseReferral)
class LapseReferralHandler extends ReferralHandler<LapseReferral> {}
@CommandHandler(DecideNextStep)
class DecideNextStepHandler extends ReferralHandler<DecideNextStep> {}
@CommandHandler(EnterReferralInError)
class EnterReferralInErrorHandler extends ReferralHandler<EnterReferralInError> {}
@CommandHandler(ConfirmOutcome)
class ConfirmOutcomeHandler extends ReferralHandler<ConfirmOutcome> {}
@CommandHandler(DisputeOutcome)
class DisputeOutcomeHandler extends ReferralHandler<DisputeOutcome> {}
@CommandHandler(CloseReferralForConsent)
class CloseReferralForConsentHandler extends ReferralHandler<CloseReferralForConsent> {}
@CommandHandler(EscalateReferral)
class EscalateReferralHandler extends ReferralHandler<EscalateReferral> {}

export const referralHandlers = [
  RequestReferralHandler,
  AcknowledgeReferralHandler,
  RequestInformationHandler,
  SupplyInformationHandler,
  AcceptReferralHandler,
  WaitlistReferralHandler,
  DeclineReferralHandler,
  StartServiceHandler,
  PauseServiceHandler,
  ResumeServiceHandler,
  CompleteServiceHandler,
  DiscontinueServiceHandler,
  WithdrawReferralHandler,
  RecordSurvivorDeclinedHandler,
  LapseReferralHandler,
  DecideNextStepHandler,
  EnterReferralInErrorHandler,
  ConfirmOutcomeHandler,
  DisputeOutcomeHandler,
  CloseReferralForConsentHandler,
  EscalateReferralHandler,
];
