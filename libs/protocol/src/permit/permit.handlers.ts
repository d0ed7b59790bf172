import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { refuse, type Actor, type CommandMeta } from '@amparo/event-sourcing';
import { sharingBetween } from '../agreement/agreement.handlers';
import { caseSlice, caseStream } from '../case/case';
import { Directory, type CaseCodes } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import {
  ApplyForPermit,
  ApplyForRenewal,
  ApplyForUpgrade,
  ClosePermitForConsent,
  EnterPermitInError,
  GrantPermit,
  LapsePermit,
  permitSlice,
  permitStream,
  RaisePermitRenewal,
  RefusePermit,
  RenewPermit,
  RevokePermit,
  UpgradePermit,
  WithdrawPermitApplication,
  type Permit,
  type PermitCommand,
  type PermitFacts,
} from './permit';
import { EscalatePermit } from './permit-clocks';

const noSuchPermit: Outcome = refuse('NOT_FOUND', 'there is no such permit, or it is not yours');
/** Who may stand in for the other units of their compartment. */
const standIns = ['supervisor', 'shelter_manager', 'prosecutor'];

type Again<C> = new (input: object, meta: CommandMeta) => C;

@Injectable()
class PermitHandler<C extends PermitCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    const { case: caseId } = await this.recorder.load(permitSlice, permitStream(command.input.permit));
    // Before anything else, retries included: to the excluded there is no such permit.
    if (caseId === undefined || (await this.recorder.standing.isExcluded(caseId, command.meta.actor))) return noSuchPermit;
    return this.record(command, caseId);
  }

  protected async record(command: C, caseId: string): Promise<Outcome> {
    const stream = permitStream(command.input.permit);
    const codes = this.directory.codes(caseId, command.meta);
    const { meta, by } = await codes.actor();
    const inCase = new (command.constructor as Again<C>)(command.input, meta);
    return this.recorder.transact(permitSlice, stream, inCase, {
      case: caseId,
      before: () => codes.issue(),
      facts: async () => {
        const { state } = await this.recorder.load(permitSlice, stream);
        const { state: file } = await this.recorder.load(caseSlice, caseStream(caseId));
        const lead = file.opened && (await this.directory.party(file.opened.lead, caseId));
        const to = state.status === 'NONE' ? undefined : await this.directory.party(state.to, caseId);
        const authority = await this.authority(command, state, codes);
        return {
          by,
          byKinds: await this.directory.kinds(command.meta.actor.unit ?? ''),
          subject: file.opened?.subject ?? '',
          clocks: this.recorder.clocks,
          standsIn: standIns.includes(meta.actor.role ?? ''),
          consents: file.consents,
          caseOpen: file.opened !== undefined && file.closed === undefined,
          ...(lead && { lead }),
          ...(to && { to }),
          ...(authority && { authority }),
        };
      },
    });
  }

  /** The authority that an application names. */
  protected authority(_command: C, _state: Permit, _codes: CaseCodes): Promise<PermitFacts['authority']> {
    return Promise.resolve(undefined);
  }

  protected async applyingTo(code: string, codes: CaseCodes, actor: Actor): Promise<PermitFacts['authority']> {
    const unit = await this.directory.unit(code);
    const party = unit && (await codes.party(code));
    const sharing = await sharingBetween(this.recorder, this.directory, actor, code);
    return { kinds: await this.directory.kinds(code), open: unit?.closed === false, sharing, ...(party && { party }) };
  }
}

@CommandHandler(ApplyForPermit)
class ApplyForPermitHandler extends PermitHandler<ApplyForPermit> {
  override async execute({ input, meta }: ApplyForPermit): Promise<Outcome> {
    if (await this.recorder.standing.isExcluded(input.case, meta.actor)) return noSuchPermit;
    const file = await this.recorder.load(caseSlice, caseStream(input.case));
    if (!file.state.opened) return noSuchPermit;
    const permit = eventId(meta.actor.client, 'new-permit', meta.id, 0);
    return this.record(new ApplyForPermit({ ...input, permit }, meta), input.case);
  }

  protected override authority({ input, meta }: ApplyForPermit, _state: Permit, codes: CaseCodes): Promise<PermitFacts['authority']> {
    return this.applyingTo(input.to, codes, meta.actor);
  }
}

/** An application for more goes to the authority that has the permit, unless it names another. */
@Injectable()
class ApplyForMoreHandler<C extends ApplyForRenewal | ApplyForUpgrade> extends PermitHandler<C> {
  protected override authority({ input, meta }: C, state: Permit, codes: CaseCodes): Promise<PermitFacts['authority']> {
    return this.applyingTo(input.to ?? (state.status === 'NONE' ? '' : state.to), codes, meta.actor);
  }
}
@CommandHandler(ApplyForRenewal)
class ApplyForRenewalHandler extends ApplyForMoreHandler<ApplyForRenewal> {}
@CommandHandler(ApplyForUpgrade)
class ApplyForUpgradeHandler extends ApplyForMoreHandler<ApplyForUpgrade> {}
@CommandHandler(GrantPermit)
class GrantPermitHandler extends PermitHandler<GrantPermit> {}
@CommandHandler(RenewPermit)
class RenewPermitHandler extends PermitHandler<RenewPermit> {}
@CommandHandler(UpgradePermit)
class UpgradePermitHandler extends PermitHandler<UpgradePermit> {}
@CommandHandler(RefusePermit)
class RefusePermitHandler extends PermitHandler<RefusePermit> {}
@CommandHandler(WithdrawPermitApplication)
class WithdrawPermitApplicationHandler extends PermitHandler<WithdrawPermitApplication> {}
@CommandHandler(RevokePermit)
class RevokePermitHandler extends PermitHandler<RevokePermit> {}
@CommandHandler(EnterPermitInError)
class EnterPermitInErrorHandler extends PermitHandler<EnterPermitInError> {}
@CommandHandler(ClosePermitForConsent)
class ClosePermitForConsentHandler extends PermitHandler<ClosePermitForConsent> {}
@CommandHandler(RaisePermitRenewal)
class RaisePermitRenewalHandler extends PermitHandler<RaisePermitRenewal> {}
@CommandHandler(EscalatePermit)
class EscalatePermitHandler extends PermitHandler<EscalatePermit> {}
@CommandHandler(LapsePermit)
class LapsePermitHandler extends PermitHandler<LapsePermit> {}

export const permitHandlers = [
  ApplyForPermitHandler,
  ApplyForRenewalHandler,
  ApplyForUpgradeHandler,
  GrantPermitHandler,
  RenewPermitHandler,
  UpgradePermitHandler,
  RefusePermitHandler,
  WithdrawPermitApplicationHandler,
  RevokePermitHandler,
  EnterPermitInErrorHandler,
  ClosePermitForConsentHandler,
  RaisePermitRenewalHandler,
  EscalatePermitHandler,
  LapsePermitHandler,
];
