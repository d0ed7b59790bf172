import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CaseCodes } from '../institution/directory.handlers';
import type { Outcome } from '../recorder.handlers';
import type { CaseFacts } from './case';
import { CaseHandler, created } from './case.handlers';
import { EndEmergencyAccess, LapseEmergencyAccess, OpenEmergencyAccess, ReviewEmergencyAccess } from './emergency-access';

@CommandHandler(OpenEmergencyAccess)
class OpenEmergencyAccessHandler extends CaseHandler<OpenEmergencyAccess> {
  override async execute({ input, meta }: OpenEmergencyAccess): Promise<Outcome> {
    const access = eventId(meta.actor.client, 'new-emergency-access', meta.id, 0);
    return created(access, await super.execute(new OpenEmergencyAccess({ ...input, access }, meta)));
  }

  protected override async facts({ meta }: OpenEmergencyAccess, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    const mandates = await Promise.all([meta.actor.institution, meta.actor.unit].map((code) => this.directory.mandate(code ?? '')));
    return { hand: await codes.hand(meta), controlsMigration: mandates.includes('MIGRATION_CONTROL') };
  }
}
@CommandHandler(ReviewEmergencyAccess)
class ReviewEmergencyAccessHandler extends CaseHandler<ReviewEmergencyAccess> {
  protected override async facts({ meta }: ReviewEmergencyAccess, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    return { hand: await codes.hand(meta) };
  }
}
@CommandHandler(EndEmergencyAccess)
class EndEmergencyAccessHandler extends CaseHandler<EndEmergencyAccess> {}
@CommandHandler(LapseEmergencyAccess)
class LapseEmergencyAccessHandler extends CaseHandler<LapseEmergencyAccess> {}

export const emergencyHandlers = [OpenEmergencyAccessHandler, EndEmergencyAccessHandler, LapseEmergencyAccessHandler, ReviewEmergencyAccessHandler];
