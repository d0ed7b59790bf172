import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import { courseSlice, courseStream } from '../course/course';
import { Recorder, type Outcome } from '../recorder.handlers';
import { Directory } from './directory.handlers';
import { AccreditAgent, RevokeAccreditation, RevokeAccreditationsOnCertificate } from './accreditation';
import {
  AdmitClient,
  AppointAgent,
  AssignAgent,
  institutionSlice,
  institutionStream,
  ProposeAgentAppointment,
  RegisterInstitution,
  ReinstateAgent,
  SuspendAgent,
  WallCompartment,
  type InstitutionCommand,
  type InstitutionFacts,
} from './institution';

/** The administrator who acts: of the institution itself, or of the founding one. */
export async function administratorOf(directory: Directory, { actor }: CommandMeta, institution: string): Promise<InstitutionFacts['administrator']> {
  const own = actor.institution ?? '';
  const standing = actor.agent === undefined ? undefined : await directory.agent(own, actor.agent);
  if (!standing || standing.suspended || actor.role !== 'administrator') return undefined;
  const founding = (await directory.institution(own))?.registered?.founding === true;
  return own === institution || founding ? { person: standing.person, founding } : undefined;
}

@Injectable()
class InstitutionHandler<C extends InstitutionCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  execute(command: C): Promise<Outcome> {
    return this.recorder.transact(institutionSlice, institutionStream(command.input.institution), command, {
      facts: () => this.facts(command),
      before: () => this.before(command),
    });
  }

  /** What must be there before the events are. */
  protected before(_command: C): Promise<void> {
    return Promise.resolve();
  }

  private async facts({ input, meta, type }: InstitutionCommand): Promise<InstitutionFacts> {
    if (type === 'FoundInstitution' || type === 'RevokeAccreditationsOnCertificate' || type === 'NoteAgreement') return {};
    const administrator = await administratorOf(this.directory, meta, input.institution);
    const proposal = type === 'AppointAgent' ? (await this.directory.institution(input.institution))?.proposals[input.agent] : undefined;
    const named = 'unit' in input ? input.unit : proposal?.unit;
    const unit = named === undefined ? undefined : await this.directory.unit(named);
    const by = proposal?.proposedBy;
    const proposer = by && (await this.directory.agent(by.institution, by.agent))?.person;
    const compartmentTaken = type === 'WallCompartment' && (await this.taken(input.compartment, input.institution));
    const certificate = type === 'AccreditAgent' ? await this.certificate(input) : undefined;
    return {
      compartmentTaken,
      ...(administrator && { administrator }),
      ...(unit && { unit: unit.opened }),
      ...(proposer !== undefined && { proposer }),
      ...(certificate && { certificate }),
    };
  }

  private async taken(compartment: string, institution: string): Promise<boolean> {
    if (await this.directory.institution(compartment)) return true;
    const unit = await this.directory.unit(compartment);
    return unit !== undefined && unit.opened.institution !== institution;
  }

  private async certificate({ course, certificate }: AccreditAgent['input']): Promise<InstitutionFacts['certificate']> {
    if (course === undefined || certificate === undefined) return undefined;
    return (await this.recorder.load(courseSlice, courseStream(course))).state.certificates[certificate];
  }
}

@CommandHandler(RegisterInstitution)
class RegisterInstitutionHandler extends InstitutionHandler<RegisterInstitution> {}
@CommandHandler(WallCompartment)
class WallCompartmentHandler extends InstitutionHandler<WallCompartment> {}
@CommandHandler(AdmitClient)
class AdmitClientHandler extends InstitutionHandler<AdmitClient> {}
@CommandHandler(AppointAgent)
class AppointAgentHandler extends InstitutionHandler<AppointAgent> {}
@CommandHandler(AssignAgent)
class AssignAgentHandler extends InstitutionHandler<AssignAgent> {}
@CommandHandler(AccreditAgent)
class AccreditAgentHandler extends InstitutionHandler<AccreditAgent> {}
@CommandHandler(RevokeAccreditation)
class RevokeAccreditationHandler extends InstitutionHandler<RevokeAccreditation> {}
@CommandHandler(RevokeAccreditationsOnCertificate)
class RevokeAccreditationsOnCertificateHandler extends InstitutionHandler<RevokeAccreditationsOnCertificate> {}
@CommandHandler(SuspendAgent)
class SuspendAgentHandler extends InstitutionHandler<SuspendAgent> {}
@CommandHandler(ReinstateAgent)
class ReinstateAgentHandler extends InstitutionHandler<ReinstateAgent> {}

/** The name of who is appointed is sealed under the person's own key. */
@CommandHandler(ProposeAgentAppointment)
class ProposeAgentAppointmentHandler extends InstitutionHandler<ProposeAgentAppointment> {
  override async execute({ input, meta }: ProposeAgentAppointment): Promise<Outcome> {
    const agent = `ag-${eventId(meta.actor.client, 'new-agent', meta.id, 0).replaceAll('-', '').slice(-16)}`;
    const person = input.person ?? eventId(meta.actor.client, 'new-person', meta.id, 0);
    const outcome = await super.execute(new ProposeAgentAppointment({ ...input, agent, person }, meta));
    return 'refused' in outcome ? outcome : { ...outcome, created: agent };
  }

  protected override before({ input, meta }: ProposeAgentAppointment): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.person, meta);
  }
}

export const institutionHandlers = [
  RegisterInstitutionHandler,
  WallCompartmentHandler,
  AdmitClientHandler,
  ProposeAgentAppointmentHandler,
  AppointAgentHandler,
  AssignAgentHandler,
  AccreditAgentHandler,
  RevokeAccreditationHandler,
  RevokeAccreditationsOnCertificateHandler,
  SuspendAgentHandler,
  ReinstateAgentHandler,
];
