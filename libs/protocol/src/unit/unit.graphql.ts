import { Args, Field, InputType, Int, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { ArrayMaxSize, IsOptional, Matches, Max, Min } from 'class-validator';
import { AccessibilityType, CodeField, LanguagesField, ServiceType, SexType, TextField, WeekdayType } from '../inputs.graphql';
import type { Service } from '../service';
import { AuthoriseOvercapacity, HoldPlace, overcapacityReasons } from './places';
import type { Accessibility, Weekday } from './offer';
import {
  CloseUnit,
  closingOfUnit,
  DeclareCapacity,
  DeclareDutyLine,
  OfferService,
  OpenUnit,
  SetCriteria,
  type Sex,
  SuspendService,
  type UnitKind,
  unitKinds,
} from './unit';

const UnitKindType = enumOf('UnitKind', unitKinds, 'What a unit is.');
const OvercapacityReasonType = enumOf('OvercapacityReason', overcapacityReasons, 'Why a unit takes in more than it has places for.');
const UnitClosingReasonType = enumOf('UnitClosingReason', closingOfUnit, 'Why a unit closes.');

@InputType({ isAbstract: true })
abstract class OfUnitInput extends CommandInput {
  @CodeField({ description: 'Code of the unit.' })
  unit: string;
}

@InputType()
export class OpenUnitInput extends OfUnitInput {
  @TextField(200)
  name: string;

  @CodeField({ description: 'The owner.' })
  institution: string;

  @CodeField({ nullable: true, description: 'Who runs it, where that is another institution.' })
  operator?: string;

  @Field(() => UnitKindType)
  kind: UnitKind;

  @Field({ description: 'Whether survivors live there: then its place and its agents stay secret.' })
  residential: boolean;

  @TextField(20, { nullable: true, description: 'Territory code of the National Statistics Office.' })
  territory?: string;

  @Field({ nullable: true, description: 'Made up for a demonstration.' })
  illustrative?: boolean;
}
@InputType()
export class CloseUnitInput extends OfUnitInput {
  @Field(() => UnitClosingReasonType)
  reason: (typeof closingOfUnit)[number];
}
@InputType({ description: 'Hours of a day, by the clock of Santo Domingo.' })
export class OpeningHoursInput {
  @Field(() => WeekdayType)
  day: Weekday;

  @Field({ description: 'Such as 08:00.' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/)
  from: string;

  @Field({ description: 'Such as 16:30; 24:00 is the end of the day.' })
  @Matches(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
  until: string;
}
@InputType()
export class OfferServiceInput extends OfUnitInput {
  @Field(() => ServiceType)
  service: Service;

  @LanguagesField()
  languages: string[];

  @Field(() => [OpeningHoursInput], { nullable: true, description: 'When it can be had. Left out: nothing is known of it.' })
  @IsOptional()
  @ArrayMaxSize(28)
  schedule?: OpeningHoursInput[];

  @Field(() => [AccessibilityType], { nullable: true, description: 'For whom who needs it so. Left out: nothing is known of it.' })
  @IsOptional()
  @ArrayMaxSize(20)
  accessibility?: Accessibility[];
}
@InputType()
export class SuspendServiceInput extends OfUnitInput {
  @Field(() => ServiceType)
  service: Service;
}
@InputType({ description: 'Absent means no limit. Ages in completed years.' })
export class CriteriaInput {
  @Field(() => [SexType], { nullable: true })
  sexes?: Sex[];

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @Min(0)
  @Max(120)
  ageFrom?: number;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @Min(0)
  @Max(120)
  ageTo?: number;

  @Field({ nullable: true })
  dependants?: boolean;
}
@InputType()
export class SetCriteriaInput extends OfUnitInput {
  @Field(() => CriteriaInput)
  criteria: CriteriaInput;
}
@InputType()
export class DeclareCapacityInput extends OfUnitInput {
  @Field(() => Int)
  @Min(0)
  @Max(10_000)
  places: number;
}
@InputType()
export class DeclareDutyLineInput extends OfUnitInput {
  @Field({ description: 'A number that is answered day and night, such as *212 or +1 809 555 0147. Everybody reads it.' })
  @Matches(/^[*+]?\d[\d -]{1,18}\d$/)
  telephone: string;
}
@InputType()
export class HoldPlaceInput extends OfUnitInput {}
@InputType()
export class AuthoriseOvercapacityInput extends OfUnitInput {
  @Field(() => OvercapacityReasonType)
  reason: (typeof overcapacityReasons)[number];
}

const OpenUnitPayload = payloadOf('OpenUnit');
const CloseUnitPayload = payloadOf('CloseUnit');
const OfferServicePayload = payloadOf('OfferService');
const SuspendServicePayload = payloadOf('SuspendService');
const SetCriteriaPayload = payloadOf('SetCriteria');
const DeclareCapacityPayload = payloadOf('DeclareCapacity');
const DeclareDutyLinePayload = payloadOf('DeclareDutyLine');
const HoldPlacePayload = payloadOf('HoldPlace');
const AuthoriseOvercapacityPayload = payloadOf('AuthoriseOvercapacity');

@Resolver()
export class UnitMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => OpenUnitPayload, { description: 'Opens a unit of an institution.' })
  openUnit(@Args('input') input: OpenUnitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(OpenUnit, input, caller);
  }

  @Mutation(() => CloseUnitPayload, { description: 'Closes a unit.' })
  closeUnit(@Args('input') input: CloseUnitInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(CloseUnit, input, caller);
  }

  @Mutation(() => OfferServicePayload, { description: 'From now on the unit offers a service, as it says here: what was said of the offer before does not hold any more.' })
  offerService(@Args('input') input: OfferServiceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(OfferService, input, caller);
  }

  @Mutation(() => SuspendServicePayload, { description: 'From now on it does not.' })
  suspendService(@Args('input') input: SuspendServiceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(SuspendService, input, caller);
  }

  @Mutation(() => SetCriteriaPayload, { description: 'Says whom the unit takes in.' })
  setCriteria(@Args('input') input: SetCriteriaInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(SetCriteria, input, caller);
  }

  @Mutation(() => DeclareCapacityPayload, { description: 'Says how many places a residential unit has.' })
  declareCapacity(@Args('input') input: DeclareCapacityInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DeclareCapacity, input, caller);
  }

  @Mutation(() => DeclareDutyLinePayload, { description: 'States the telephone at which the unit is reached day and night. Not of a house where survivors live: it would lead there.' })
  declareDutyLine(@Args('input') input: DeclareDutyLineInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DeclareDutyLine, input, caller);
  }

  @Mutation(() => HoldPlacePayload, { description: 'Holds a place for six hours, for nobody in particular. The id returned is the hold’s.' })
  holdPlace(@Args('input') input: HoldPlaceInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(HoldPlace, input, caller);
  }

  @Mutation(() => AuthoriseOvercapacityPayload, {
    description: 'Who directs a full residential unit holds one place more for six hours, for an emergency and with a reason. The id returned is the hold’s.',
  })
  authoriseOvercapacity(@Args('input') input: AuthoriseOvercapacityInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AuthoriseOvercapacity, input, caller);
  }
}
