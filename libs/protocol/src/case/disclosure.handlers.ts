import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CaseCodes } from '../institution/directory.handlers';
import type { Outcome } from '../recorder.handlers';
import type { CaseFacts } from './case';
import { CaseHandler, created } from './case.handlers';
import { LapseDisclosure, MakeDisclosure, RecordDisclosureInError } from './disclosure';

/** Whom the command names. To tell a unit that is kept from the case is refused as for one that is not there; that it learned something is recorded. */
@Injectable()
class TellingHandler<C extends MakeDisclosure | RecordDisclosureInError> extends CaseHandler<C> {
  protected override async facts({ type, input }: C, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    const { case: id, receiver } = input;
    if (receiver === undefined) return {};
    const unit = await this.directory.unit(receiver);
    const institution = unit?.opened.institution ?? receiver;
    const excluded = type === 'MakeDisclosure' && (await this.recorder.standing.exclusions(id, { institution, ...(unit && { unit: receiver }) })).length > 0;
    const told = excluded ? undefined : await codes.party(receiver);
    const kind = await this.directory.mandate(receiver);
    return { ...(told && { told }), ...(kind && { toldKind: kind }) };
  }
}

@CommandHandler(MakeDisclosure)
class MakeDisclosureHandler extends TellingHandler<MakeDisclosure> {
  override async execute({ input, meta }: MakeDisclosure): Promise<Outcome> {
    const disclosure = eventId(meta.actor.client, 'new-disclosure', meta.id, 0);
    return created(disclosure, await super.execute(new MakeDisclosure({ ...input, disclosure }, meta)));
  }
}
@CommandHandler(RecordDisclosureInError)
class RecordDisclosureInErrorHandler extends TellingHandler<RecordDisclosureInError> {}
@CommandHandler(LapseDisclosure)
class LapseDisclosureHandler extends CaseHandler<LapseDisclosure> {}

export const disclosureHandlers = [MakeDisclosureHandler, LapseDisclosureHandler, RecordDisclosureInErrorHandler];
