import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CaseCodes } from '../institution/directory.handlers';
import type { Outcome } from '../recorder.handlers';
import { caseSlice, caseStream, type CaseFacts } from './case';
import { CaseHandler, created } from './case.handlers';
import { AcceptLeadTransfer, DeclineLeadTransfer, RequestLeadTransfer } from './lead-transfer';

/** Who may stand in for the other units of their compartment. */
const standIns = ['supervisor', 'shelter_manager', 'prosecutor'];

@CommandHandler(RequestLeadTransfer)
class RequestLeadTransferHandler extends CaseHandler<RequestLeadTransfer> {
  override async execute({ input, meta }: RequestLeadTransfer): Promise<Outcome> {
    const transfer = eventId(meta.actor.client, 'new-lead-transfer', meta.id, 0);
    return created(transfer, await super.execute(new RequestLeadTransfer({ ...input, transfer }, meta)));
  }

  /** A unit that is kept from the case is answered as one that is not there. */
  protected override async facts({ input, meta }: RequestLeadTransfer, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    const hand = await codes.hand(meta);
    const unit = await this.directory.unit(input.to);
    if (!unit || unit.closed || (await this.recorder.standing.isExcluded(input.case, { unit: input.to, institution: unit.opened.institution }))) return { hand };
    const addressed = await codes.party(input.to);
    const kind = await this.directory.mandate(input.to);
    return { hand, ...(addressed && { addressed }), ...(kind && { addressedKind: kind }) };
  }
}

@Injectable()
class TransferAnswerHandler<C extends AcceptLeadTransfer | DeclineLeadTransfer> extends CaseHandler<C> {
  protected override async facts({ input, meta }: C, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    const { state } = await this.recorder.load(caseSlice, caseStream(input.case));
    const asked = Object.hasOwn(state.transfers, input.transfer) ? state.transfers[input.transfer] : undefined;
    const addressed = asked && (await this.directory.party(asked.to, input.case));
    return { hand: await codes.hand(meta), standsIn: standIns.includes(meta.actor.role ?? ''), ...(addressed && { addressed }) };
  }
}
@CommandHandler(AcceptLeadTransfer)
class AcceptLeadTransferHandler extends TransferAnswerHandler<AcceptLeadTransfer> {}
@CommandHandler(DeclineLeadTransfer)
class DeclineLeadTransferHandler extends TransferAnswerHandler<DeclineLeadTransfer> {}

export const leadTransferHandlers = [RequestLeadTransferHandler, AcceptLeadTransferHandler, DeclineLeadTransferHandler];
