import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import type { CaseCodes } from '../institution/directory.handlers';
import type { Outcome } from '../recorder.handlers';
import type { CaseFacts } from './case';
import { CaseHandler, created } from './case.handlers';
import {
  DecideIdentification,
  DecideReconsideration,
  PresumeVictim,
  RequestDecisionReview,
  RequestReconsideration,
  type IdentificationFacts,
} from './identification';
import { EndRecovery, ExtendRecovery } from './recovery';

@CommandHandler(PresumeVictim)
class PresumeVictimHandler extends CaseHandler<PresumeVictim> {
  protected override async facts({ meta }: PresumeVictim, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    return { hand: await codes.hand(meta) };
  }
}

type Competence = IdentificationFacts['competence'];

/** What an authority decides rests on an accreditation: read when it is decided, and recorded as its authority (rule 12). */
@Injectable()
class AuthorityHandler<C extends DecideIdentification | DecideReconsideration> extends CaseHandler<C> {
  override async execute(command: C): Promise<Outcome> {
    const { actor } = command.meta;
    const accredited = (await this.directory.agent(actor.institution ?? '', actor.agent ?? ''))?.accredited;
    const meta: CommandMeta = accredited ? { ...command.meta, authority: accredited } : command.meta;
    return super.execute((command.type === 'DecideIdentification' ? new DecideIdentification(command.input, meta) : new DecideReconsideration(command.input, meta)) as C);
  }

  protected override async facts({ meta }: C, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    return { hand: await codes.hand(meta), competence: await this.competence(meta) };
  }

  private async competence({ actor }: CommandMeta): Promise<NonNullable<Competence>> {
    const unit = (await this.directory.unit(actor.unit ?? ''))?.opened;
    const mandates = await Promise.all([actor.unit, actor.institution].map((code) => this.directory.mandate(code ?? '')));
    if (!unit || unit.residential || mandates.includes('MIGRATION_CONTROL')) return 'NOT_COMPETENT';
    const standing = await this.directory.agent(actor.institution ?? '', actor.agent ?? '');
    return standing && !standing.suspended && standing.accreditations.includes('IDENTIFICATION') ? 'COMPETENT' : 'NOT_ACCREDITED';
  }
}
@CommandHandler(DecideIdentification)
class DecideIdentificationHandler extends AuthorityHandler<DecideIdentification> {}
@CommandHandler(DecideReconsideration)
class DecideReconsiderationHandler extends AuthorityHandler<DecideReconsideration> {}

@CommandHandler(RequestReconsideration)
class RequestReconsiderationHandler extends CaseHandler<RequestReconsideration> {
  override async execute({ input, meta }: RequestReconsideration): Promise<Outcome> {
    const reconsideration = eventId(meta.actor.client, 'new-reconsideration', meta.id, 0);
    return created(reconsideration, await super.execute(new RequestReconsideration({ ...input, reconsideration }, meta)));
  }
}
@CommandHandler(RequestDecisionReview)
class RequestDecisionReviewHandler extends CaseHandler<RequestDecisionReview> {}
@CommandHandler(ExtendRecovery)
class ExtendRecoveryHandler extends CaseHandler<ExtendRecovery> {}
@CommandHandler(EndRecovery)
class EndRecoveryHandler extends CaseHandler<EndRecovery> {}

export const identificationHandlers = [
  PresumeVictimHandler,
  DecideIdentificationHandler,
  RequestReconsiderationHandler,
  DecideReconsiderationHandler,
  RequestDecisionReviewHandler,
  ExtendRecoveryHandler,
  EndRecoveryHandler,
];
