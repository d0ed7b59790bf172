import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf, RoleType } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, ArrayMinSize, Matches } from 'class-validator';
import { AgentField, CodeField, IdField, InstitutionKindType, TextField } from '../inputs.graphql';
import type { Role } from '../role';
import { AccreditAgent, RevokeAccreditation } from './accreditation';
import {
  AdmitClient,
  AppointAgent,
  AssignAgent,
  type InstitutionKind,
  ProposeAgentAppointment,
  RegisterInstitution,
  ReinstateAgent,
  SuspendAgent,
  suspensionReasons,
  WallCompartment,
  type WallKind,
  wallKinds,
} from './institution';

const WallKindType = enumOf('WallKind', wallKinds, 'Why a compartment is walled off.');
const SuspensionReasonType = enumOf('SuspensionReason', suspensionReasons, 'Why an agent is suspended.');
const accreditations = ['IDENTIFICATION'] as const;
const AccreditationType = enumOf('Accreditation', accreditations, 'What an agent is accredited for.');

@InputType({ isAbstract: true })
abstract class OfInstitutionInput extends CommandInput {
  @CodeField({ description: 'Code of the institution.' })
  institution: string;
}
@InputType({ isAbstract: true })
abstract class OfAgentInput extends OfInstitutionInput {
  @AgentField()
  agent: string;
}

@InputType()
export class RegisterInstitutionInput extends CommandInput {
  @Field({ description: 'Lower-case letters and digits.' })
  @Matches(/^[a-z][a-z0-9]{1,30}$/)
  institution: string;

  @TextField(200)
  name: string;

  @Field(() => InstitutionKindType)
  kind: InstitutionKind;

  @Field({ nullable: true, description: 'Made up for a demonstration.' })
  illustrative?: boolean;
}
@InputType()
export class WallCompartmentInput extends OfInstitutionInput {
  @CodeField({ description: 'The code that its unit will have.' })
  compartment: string;

  @Field(() => WallKindType)
  kind: WallKind;
}
@InputType()
export class AdmitClientInput extends OfInstitutionInput {
  @CodeField({ description: "Begins with the institution's code and a hyphen." })
  client: string;

  @CodeField()
  compartment: string;
}
@InputType()
export class ProposeAgentAppointmentInput extends OfInstitutionInput {
  @IdField({ nullable: true, description: 'For a person who is an agent already: their subject id.' })
  person?: string;

  @TextField(200)
  agentName: string;

  @Field(() => [RoleType])
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  roles: Role[];

  @CodeField({ nullable: true })
  unit?: string;
}
@InputType()
export class AppointAgentInput extends OfAgentInput {}
@InputType()
export class AssignAgentInput extends OfAgentInput {
  @CodeField()
  unit: string;
}
@InputType()
export class RevokeAccreditationInput extends OfAgentInput {
  @Field(() => AccreditationType)
  accreditation: (typeof accreditations)[number];
}
@InputType()
export class AccreditAgentInput extends RevokeAccreditationInput {
  @IdField({ nullable: true, description: 'The course whose certificate the agent holds. Needed.' })
  course?: string;

  @IdField({ nullable: true, description: 'The certificate that the accreditation rests on: when it is revoked, so is the accreditation. Needed.' })
  certificate?: string;
}
@InputType()
export class SuspendAgentInput extends OfAgentInput {
  @Field(() => SuspensionReasonType)
  reason: (typeof suspensionReasons)[number];
}
@InputType()
export class ReinstateAgentInput extends OfAgentInput {}

const RegisterInstitutionPayload = payloadOf('RegisterInstitution');
const WallCompartmentPayload = payloadOf('WallCompartment');
const AdmitClientPayload = payloadOf('AdmitClient');
const ProposeAgentAppointmentPayload = payloadOf('ProposeAgentAppointment');
const AppointAgentPayload = payloadOf('AppointAgent');
const AssignAgentPayload = payloadOf('AssignAgent');
const AccreditAgentPayload = payloadOf('AccreditAgent');
const RevokeAccreditationPayload = payloadOf('RevokeAccreditation');
const SuspendAgentPayload = payloadOf('SuspendAgent');
const ReinstateAgentPayload = payloadOf('ReinstateAgent');

@Resolver()
export class InstitutionMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => RegisterInstitutionPayload, { description: 'Adds an institution to the directory. Founding administrators only.' })
  registerInstitution(@Args('input') input: RegisterInstitutionInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RegisterInstitution, input, caller);
  }

  @Mutation(() => WallCompartmentPayload, { description: 'Gives a part of an institution a file of its own, walled off from the rest.' })
  wallCompartment(@Args('input') input: WallCompartmentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(WallCompartment, input, caller);
  }

  @Mutation(() => AdmitClientPayload, { description: 'Lets a partner system act for a compartment.' })
  admitClient(@Args('input') input: AdmitClientInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AdmitClient, input, caller);
  }

  @Mutation(() => ProposeAgentAppointmentPayload, { description: 'Proposes a person as an agent; another person appoints. The id returned is the agent’s.' })
  proposeAgentAppointment(@Args('input') input: ProposeAgentAppointmentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ProposeAgentAppointment, input, caller);
  }

  @Mutation(() => AppointAgentPayload, { description: 'Appoints who was proposed; by another person than the proposer.' })
  appointAgent(@Args('input') input: AppointAgentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AppointAgent, input, caller);
  }

  @Mutation(() => AssignAgentPayload, { description: 'Moves an agent to a unit.' })
  assignAgent(@Args('input') input: AssignAgentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AssignAgent, input, caller);
  }

  @Mutation(() => AccreditAgentPayload, { description: 'Lets an agent take identification decisions, on a certificate of the agent’s own.' })
  accreditAgent(@Args('input') input: AccreditAgentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AccreditAgent, input, caller);
  }

  @Mutation(() => RevokeAccreditationPayload, { description: 'Takes that back.' })
  revokeAccreditation(@Args('input') input: RevokeAccreditationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RevokeAccreditation, input, caller);
  }

  @Mutation(() => SuspendAgentPayload, { description: 'From now on the agent does nothing.' })
  suspendAgent(@Args('input') input: SuspendAgentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(SuspendAgent, input, caller);
  }

  @Mutation(() => ReinstateAgentPayload, { description: 'Ends a suspension.' })
  reinstateAgent(@Args('input') input: ReinstateAgentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReinstateAgent, input, caller);
  }
}
