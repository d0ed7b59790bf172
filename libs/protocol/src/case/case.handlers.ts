import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { refuse, type CommandMeta, type Refusal } from '@amparo/event-sourcing';
import { NamedFiles } from '../attached.handlers';
import { exclusionSlice, exclusionStream } from '../exclusion/exclusion';
import { Directory, type CaseCodes } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import {
  AssignCase,
  caseSlice,
  caseStream,
  CloseCase,
  CorrectEntry,
  DescribeSurvivor,
  OpenCase,
  ReassignLead,
  RecordLanguageNeed,
  RecordScreening,
  ReopenCase,
  type CaseCommand,
  type CaseFacts,
} from './case';
import { AgreeSafeContact, RevokeSafeContact } from './safe-contact';
import { EscalateCase } from './case-clocks';
import { GiveConsent, LapseConsent, RefuseConsent, WithdrawConsent } from './consent';
import { referralOfCase } from './serving.handlers';

/** The one answer for a case that is not there, not yours, or hidden from you. */
export const noSuchCase: Outcome = refuse('NOT_FOUND', 'there is no such case, or it is not yours');

type Again<C> = new (input: object, meta: CommandMeta) => C;

@Injectable()
export class CaseHandler<C extends CaseCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    const { case: id } = command.input;
    // Before anything else, retries included: to the excluded there is no such case.
    if (await this.recorder.standing.isExcluded(id, command.meta.actor)) return noSuchCase;
    return this.record(command, id);
  }

  protected async record(command: C, id: string): Promise<Outcome> {
    const codes = this.directory.codes(id, command.meta);
    const { meta, by } = await codes.actor();
    const inCase = new (command.constructor as Again<C>)(command.input, meta);
    return this.recorder.transact(caseSlice, caseStream(id), inCase, {
      case: id,
      before: async () => {
        const lost = await this.keepFiles(command);
        if (lost) return lost;
        await codes.issue();
        await this.before(inCase);
        return undefined;
      },
      facts: async () => {
        const { state } = await this.recorder.load(caseSlice, caseStream(id));
        const lead = state.opened && (await this.directory.party(state.opened.lead, id));
        const { under: named } = command.input as { under?: string };
        const under = named === undefined ? undefined : await referralOfCase(this.recorder, id, named);
        return { by, clocks: this.recorder.clocks, ...(lead && { lead }), ...(under && { under }), ...(await this.facts(command, codes)) };
      },
    });
  }

  /** Keeps the files that the command names, which is as it came: whose they are is found by the directory's own ids. */
  protected keepFiles(_command: C): Promise<Refusal | undefined> {
    return Promise.resolve(undefined);
  }

  /** What must be there before the events are; the command is in the case's terms, so that no key names a house. */
  protected before(_command: C): Promise<void> {
    return Promise.resolve();
  }

  /** What else this command must know. */
  protected facts(_command: C, _codes: CaseCodes): Promise<Partial<CaseFacts>> {
    return Promise.resolve({});
  }
}

/** Ids of the case and of its subject come of the command, so that a retry meets its own; the subject's keys come first. */
@CommandHandler(OpenCase)
class OpenCaseHandler extends CaseHandler<OpenCase> {
  override async execute({ input, meta }: OpenCase): Promise<Outcome> {
    const id = eventId(meta.actor.client, 'new-case', meta.id, 0);
    const subject = eventId(meta.actor.client, 'new-subject', meta.id, 0);
    if (await this.recorder.standing.isExcluded(id, meta.actor)) return noSuchCase;
    if (meta.actor.unit === undefined) return refuse('UNIT_REQUIRED', 'a case is opened by an agent of a unit');
    return this.record(new OpenCase({ ...input, case: id, subject }, meta), id);
  }

  protected override before({ input, meta }: OpenCase): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.subject, meta);
  }
}

@CommandHandler(AssignCase)
class AssignCaseHandler extends CaseHandler<AssignCase> {
  protected override async facts({ input, meta }: AssignCase, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    const standing = await this.directory.agent(meta.actor.institution ?? '', input.agent);
    const party = standing && !standing.suspended && standing.unit === input.unit ? await codes.party(input.unit) : undefined;
    return party ? { named: { ...party, agent: await codes.agent(input.agent, input.unit) } } : {};
  }
}

@CommandHandler(ReassignLead)
class ReassignLeadHandler extends CaseHandler<ReassignLead> {
  protected override async facts({ input, meta }: ReassignLead, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    const { standing } = this.recorder;
    const { state } = await this.recorder.load(exclusionSlice, exclusionStream(input.exclusion));
    const file = await this.recorder.load(caseSlice, caseStream(input.case));
    const ofLead = file.state.opened ? await standing.exclusions(input.case, { unit: file.state.opened.lead }) : [];
    const hands = state.status === 'CONFIRMED' ? [state.placedBy.person, state.confirmedBy?.person] : [];
    const mayReassign = ofLead.includes(input.exclusion) && hands.includes(meta.actor.agent ?? '');
    const unit = mayReassign ? await this.directory.unit(input.lead) : undefined;
    const named = unit && !unit.closed ? await codes.party(input.lead) : undefined;
    const namedExcluded = unit !== undefined && (await standing.exclusions(input.case, { unit: input.lead, institution: unit.opened.institution })).length > 0;
    return { mayReassign, namedExcluded, ...(named && { named }) };
  }
}

@Injectable()
class AskedConsentHandler<C extends GiveConsent | RefuseConsent> extends CaseHandler<C> {
  protected override async facts({ input }: C, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    const receiver = await codes.party(input.receiver);
    if (!receiver) return {};
    const kind = await this.directory.mandate(input.receiver);
    return { consent: { receiver, ...(kind && { receiverKind: kind }) } };
  }
}

/** Ids inside a case come of the command: sent again it is the same consent, contact, screening. */
@CommandHandler(GiveConsent)
class GiveConsentHandler extends AskedConsentHandler<GiveConsent> {
  override async execute({ input, meta }: GiveConsent): Promise<Outcome> {
    const consent = eventId(meta.actor.client, 'new-consent', meta.id, 0);
    return created(consent, await super.execute(new GiveConsent({ ...input, consent }, meta)));
  }

  protected override async facts(command: GiveConsent, codes: CaseCodes): Promise<Partial<CaseFacts>> {
    const { input, meta } = command;
    const formUnknown = await this.files().unknown(input.signedForm?.attachments, await this.subject(input.case), 'IDENTITY', meta.actor);
    return { ...(await super.facts(command, codes)), formUnknown };
  }

  protected override async keepFiles({ input, meta }: GiveConsent): Promise<Refusal | undefined> {
    return this.files().keep(input.signedForm?.attachments, await this.subject(input.case), 'IDENTITY', meta.actor);
  }

  private files(): NamedFiles {
    return new NamedFiles(this.recorder, this.directory);
  }

  private async subject(id: string): Promise<string> {
    return (await this.recorder.load(caseSlice, caseStream(id))).state.opened?.subject ?? '';
  }
}
@CommandHandler(RefuseConsent)
class RefuseConsentHandler extends AskedConsentHandler<RefuseConsent> {}

@CommandHandler(AgreeSafeContact)
class AgreeSafeContactHandler extends CaseHandler<AgreeSafeContact> {
  override async execute({ input, meta }: AgreeSafeContact): Promise<Outcome> {
    const contact = eventId(meta.actor.client, 'new-contact', meta.id, 0);
    return created(contact, await super.execute(new AgreeSafeContact({ ...input, contact }, meta)));
  }
}
@CommandHandler(RecordScreening)
class RecordScreeningHandler extends CaseHandler<RecordScreening> {
  override async execute({ input, meta }: RecordScreening): Promise<Outcome> {
    const screening = eventId(meta.actor.client, 'new-screening', meta.id, 0);
    return created(screening, await super.execute(new RecordScreening({ ...input, screening }, meta)));
  }
}

/** An id inside a case that the command made. */
export const created = (id: string, outcome: Outcome): Outcome => ('refused' in outcome ? outcome : { ...outcome, created: id });

@CommandHandler(DescribeSurvivor)
class DescribeSurvivorHandler extends CaseHandler<DescribeSurvivor> {}
@CommandHandler(RevokeSafeContact)
class RevokeSafeContactHandler extends CaseHandler<RevokeSafeContact> {}
@CommandHandler(RecordLanguageNeed)
class RecordLanguageNeedHandler extends CaseHandler<RecordLanguageNeed> {}
@CommandHandler(WithdrawConsent)
class WithdrawConsentHandler extends CaseHandler<WithdrawConsent> {}
@CommandHandler(LapseConsent)
class LapseConsentHandler extends CaseHandler<LapseConsent> {}
@CommandHandler(CorrectEntry)
class CorrectEntryHandler extends CaseHandler<CorrectEntry> {}
@CommandHandler(CloseCase)
class CloseCaseHandler extends CaseHandler<CloseCase> {}
@CommandHandler(ReopenCase)
class ReopenCaseHandler extends CaseHandler<ReopenCase> {}
@CommandHandler(EscalateCase)
class EscalateCaseHandler extends CaseHandler<EscalateCase> {}

export const caseHandlers = [
  OpenCaseHandler,
  AssignCaseHandler,
  DescribeSurvivorHandler,
  AgreeSafeContactHandler,
  RevokeSafeContactHandler,
  RecordLanguageNeedHandler,
  RecordScreeningHandler,
  GiveConsentHandler,
  RefuseConsentHandler,
  WithdrawConsentHandler,
  LapseConsentHandler,
  CorrectEntryHandler,
  CloseCaseHandler,
  ReopenCaseHandler,
  ReassignLeadHandler,
  EscalateCaseHandler,
];
