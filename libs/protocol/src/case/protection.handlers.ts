import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { Outcome } from '../recorder.handlers';
import { caseSlice, caseStream, type CaseFacts } from './case';
import { CaseHandler, created } from './case.handlers';
import { AssessAge, DetermineBestInterests, LinkDependant } from './child';
import { AppointGuardian, AppointLegalRepresentative, RecordGuardianConflict } from './guardianship';
import { AssessRisk, ClearRiskFlag, ExplainRights, RaiseRiskFlag, RecordAlias } from './protection';

/** A guardian's name is sealed under keys of the guardian's own, made before it is. */
@CommandHandler(AppointGuardian)
class AppointGuardianHandler extends CaseHandler<AppointGuardian> {
  override async execute({ input, meta }: AppointGuardian): Promise<Outcome> {
    const guardian = eventId(meta.actor.client, 'new-guardian', meta.id, 0);
    return created(guardian, await super.execute(new AppointGuardian({ ...input, guardian }, meta)));
  }

  protected override before({ input, meta }: AppointGuardian): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.guardian, meta);
  }
}
@CommandHandler(RecordGuardianConflict)
class RecordGuardianConflictHandler extends CaseHandler<RecordGuardianConflict> {}

@CommandHandler(AppointLegalRepresentative)
class AppointLegalRepresentativeHandler extends CaseHandler<AppointLegalRepresentative> {
  override async execute({ input, meta }: AppointLegalRepresentative): Promise<Outcome> {
    const representative = eventId(meta.actor.client, 'new-representative', meta.id, 0);
    return created(representative, await super.execute(new AppointLegalRepresentative({ ...input, representative }, meta)));
  }

  protected override before({ input, meta }: AppointLegalRepresentative): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.representative, meta);
  }
}

@CommandHandler(AssessAge)
class AssessAgeHandler extends CaseHandler<AssessAge> {}

@CommandHandler(DetermineBestInterests)
class DetermineBestInterestsHandler extends CaseHandler<DetermineBestInterests> {
  protected override async facts({ meta }: DetermineBestInterests): Promise<Partial<CaseFacts>> {
    return { ofChildrensCouncil: (await this.directory.institution(meta.actor.institution ?? ''))?.registered?.kind === 'CHILDREN' };
  }
}

@CommandHandler(LinkDependant)
class LinkDependantHandler extends CaseHandler<LinkDependant> {
  protected override async facts({ input, meta }: LinkDependant): Promise<Partial<CaseFacts>> {
    const { state } = await this.recorder.load(caseSlice, caseStream(input.dependant));
    if (!state.opened || (await this.recorder.standing.isExcluded(input.dependant, meta.actor))) return {};
    const { kind, careOf, lead } = state.opened;
    // Each case has its own codes for a residential unit: who leads it is compared in its terms.
    const { by } = await this.directory.codes(input.dependant, meta).actor();
    const own = (await this.directory.party(lead, input.dependant))?.compartment === by.compartment;
    return { dependant: { kind, ageBand: state.ageBand, own, ...(careOf !== undefined && { careOf }) } };
  }
}

@CommandHandler(RaiseRiskFlag)
class RaiseRiskFlagHandler extends CaseHandler<RaiseRiskFlag> {
  override async execute({ input, meta }: RaiseRiskFlag): Promise<Outcome> {
    const flag = eventId(meta.actor.client, 'new-risk-flag', meta.id, 0);
    return created(flag, await super.execute(new RaiseRiskFlag({ ...input, flag }, meta)));
  }
}
@CommandHandler(ClearRiskFlag)
class ClearRiskFlagHandler extends CaseHandler<ClearRiskFlag> {}
@CommandHandler(ExplainRights)
class ExplainRightsHandler extends CaseHandler<ExplainRights> {}
@CommandHandler(AssessRisk)
class AssessRiskHandler extends CaseHandler<AssessRisk> {}
@CommandHandler(RecordAlias)
class RecordAliasHandler extends CaseHandler<RecordAlias> {}

export const protectionHandlers = [
  AppointGuardianHandler,
  RecordGuardianConflictHandler,
  AppointLegalRepresentativeHandler,
  AssessAgeHandler,
  DetermineBestInterestsHandler,
  LinkDependantHandler,
  ExplainRightsHandler,
  AssessRiskHandler,
  RaiseRiskFlagHandler,
  ClearRiskFlagHandler,
  RecordAliasHandler,
];
