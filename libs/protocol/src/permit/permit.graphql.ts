import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import { CodeField, ErrorReasonType, IdField, IdsField, TextField } from '../inputs.graphql';
import type { ErrorReason } from '../referral/referral-reasons';
import {
  applicationWithdrawalReasons,
  ApplyForPermit,
  ApplyForRenewal,
  ApplyForUpgrade,
  EnterPermitInError,
  GrantPermit,
  permitClasses,
  permitRefusalReasons,
  permitRevocationReasons,
  RefusePermit,
  RenewPermit,
  RevokePermit,
  UpgradePermit,
  WithdrawPermitApplication,
  type PermitClass,
} from './permit';

const PermitClassType = enumOf('PermitClass', permitClasses, 'What kind of stay it gives.');
const PermitRefusalReasonType = enumOf('PermitRefusalReason', permitRefusalReasons, 'Why a permit, a renewal or an upgrade is refused.');
const PermitRevocationReasonType = enumOf('PermitRevocationReason', permitRevocationReasons, 'Why a permit is revoked.');
const ApplicationWithdrawalReasonType = enumOf('ApplicationWithdrawalReason', applicationWithdrawalReasons, 'Why an application is taken back.');

@InputType({ isAbstract: true })
abstract class OfPermitInput extends CommandInput {
  @IdField()
  permit: string;
}

@InputType()
export class ApplyForPermitInput extends CommandInput {
  @IdField()
  case: string;

  @CodeField({ description: 'Code of the unit of migration control.' })
  to: string;

  @Field(() => PermitClassType)
  class: PermitClass;

  @IdsField({ description: 'Her consents that name migration control, for the purpose RESIDENCE; empty on the order of a court.' })
  consents: string[];

  @TextField(4_000, { nullable: true, description: 'What the application says. Sealed.' })
  grounds?: string;
}
@InputType()
export class ApplyForRenewalInput extends OfPermitInput {
  @CodeField({ nullable: true, description: 'Default: the authority applied to before.' })
  to?: string;

  @IdsField({ description: 'Her consents that name migration control, for the purpose RESIDENCE; empty on the order of a court.' })
  consents: string[];

  @TextField(4_000, { nullable: true, description: 'What the application says. Sealed.' })
  grounds?: string;
}
@InputType()
export class ApplyForUpgradeInput extends OfPermitInput {
  @CodeField({ nullable: true, description: 'Default: the authority applied to before.' })
  to?: string;

  @Field(() => PermitClassType)
  class: PermitClass;

  @IdsField({ description: 'Her consents that name migration control, for the purpose RESIDENCE; empty on the order of a court.' })
  consents: string[];

  @TextField(4_000, { nullable: true, description: 'What the application says. Sealed.' })
  grounds?: string;
}
@InputType()
export class GrantPermitInput extends OfPermitInput {
  @Field(() => PermitClassType)
  class: PermitClass;

  @Field(() => LocalDate, { description: 'Its first day.' })
  from: string;

  @Field(() => LocalDate, { description: 'Its last day.' })
  until: string;

  @TextField(40, { nullable: true, description: 'Sealed.' })
  documentNumber?: string;
}
@InputType()
export class RenewPermitInput extends OfPermitInput {
  @Field(() => LocalDate, { description: 'Its first day.' })
  from: string;

  @Field(() => LocalDate, { description: 'Its last day.' })
  until: string;

  @TextField(40, { nullable: true, description: 'Sealed.' })
  documentNumber?: string;
}
@InputType()
export class UpgradePermitInput extends OfPermitInput {
  @Field(() => PermitClassType)
  class: PermitClass;

  @Field(() => LocalDate, { description: 'Its first day.' })
  from: string;

  @Field(() => LocalDate, { description: 'Its last day.' })
  until: string;

  @TextField(40, { nullable: true, description: 'Sealed.' })
  documentNumber?: string;
}
@InputType()
export class RefusePermitInput extends OfPermitInput {
  @Field(() => PermitRefusalReasonType)
  reason: (typeof permitRefusalReasons)[number];

  @TextField(4_000, { nullable: true, description: 'Sealed.' })
  note?: string;
}
@InputType()
export class WithdrawPermitApplicationInput extends OfPermitInput {
  @Field(() => ApplicationWithdrawalReasonType)
  reason: (typeof applicationWithdrawalReasons)[number];
}
@InputType()
export class RevokePermitInput extends OfPermitInput {
  @Field(() => PermitRevocationReasonType)
  reason: (typeof permitRevocationReasons)[number];

  @TextField(4_000, { nullable: true, description: 'Sealed.' })
  note?: string;
}
@InputType()
export class EnterPermitInErrorInput extends OfPermitInput {
  @Field(() => ErrorReasonType)
  reason: ErrorReason;
}

const ApplyForPermitPayload = payloadOf('ApplyForPermit');
const ApplyForRenewalPayload = payloadOf('ApplyForRenewal');
const ApplyForUpgradePayload = payloadOf('ApplyForUpgrade');
const GrantPermitPayload = payloadOf('GrantPermit');
const RenewPermitPayload = payloadOf('RenewPermit');
const UpgradePermitPayload = payloadOf('UpgradePermit');
const RefusePermitPayload = payloadOf('RefusePermit');
const WithdrawPermitApplicationPayload = payloadOf('WithdrawPermitApplication');
const RevokePermitPayload = payloadOf('RevokePermit');
const EnterPermitInErrorPayload = payloadOf('EnterPermitInError');

@Resolver()
export class PermitMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => ApplyForPermitPayload, { description: 'Applies for a stay at migration control. The id returned is the permit’s.' })
  applyForPermit(@Args('input') input: ApplyForPermitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ApplyForPermit, input, caller);
  }

  @Mutation(() => ApplyForRenewalPayload, { description: 'Applies for its renewal, at the latest 60 days before it ends.' })
  applyForRenewal(@Args('input') input: ApplyForRenewalInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ApplyForRenewal, input, caller);
  }

  @Mutation(() => ApplyForUpgradePayload, { description: 'Applies for a firmer stay in its place.' })
  applyForUpgrade(@Args('input') input: ApplyForUpgradeInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ApplyForUpgrade, input, caller);
  }

  @Mutation(() => GrantPermitPayload, { description: 'Migration control grants it.' })
  grantPermit(@Args('input') input: GrantPermitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(GrantPermit, input, caller);
  }

  @Mutation(() => RenewPermitPayload, { description: 'Migration control renews it.' })
  renewPermit(@Args('input') input: RenewPermitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RenewPermit, input, caller);
  }

  @Mutation(() => UpgradePermitPayload, { description: 'Migration control grants the firmer stay.' })
  upgradePermit(@Args('input') input: UpgradePermitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(UpgradePermit, input, caller);
  }

  @Mutation(() => RefusePermitPayload, { description: 'Migration control refuses what was applied for. What she has stays as it is.' })
  refusePermit(@Args('input') input: RefusePermitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RefusePermit, input, caller);
  }

  @Mutation(() => WithdrawPermitApplicationPayload, { description: 'The application is taken back. What she has stays as it is.' })
  withdrawPermitApplication(@Args('input') input: WithdrawPermitApplicationInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(WithdrawPermitApplication, input, caller);
  }

  @Mutation(() => RevokePermitPayload, { description: 'Migration control revokes it.' })
  revokePermit(@Args('input') input: RevokePermitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RevokePermit, input, caller);
  }

  @Mutation(() => EnterPermitInErrorPayload, { description: 'It should not have been entered. Nothing is removed.' })
  enterPermitInError(@Args('input') input: EnterPermitInErrorInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(EnterPermitInError, input, caller);
  }
}
