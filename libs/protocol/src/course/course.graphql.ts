import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { CommandInput, Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import { ArrayMaxSize, ArrayMinSize, Matches } from 'class-validator';
import { AgentField, CodeField, IdField, TextField } from '../inputs.graphql';
import { AwardCertificate, certificateRevocations, RevokeCertificate, ScheduleCourse } from './course';

const CertificateRevocationType = enumOf('CertificateRevocation', certificateRevocations, 'Why a certificate does not count any more.');

@InputType()
export class ScheduleCourseInput extends CommandInput {
  @TextField(200, { description: 'Its name, with its code or number. Names no person: it is not sealed.' })
  title: string;

  @Field(() => [ID], { description: 'Codes of the institutions that give it. Their administrators record its certificates.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @Matches(/^[a-z][a-z0-9]{1,30}$/, { each: true })
  providers: string[];

  @Field(() => LocalDate, { description: 'Its first day.' })
  from: string;

  @Field(() => LocalDate, { description: 'Its last day. Certificates are of this day or later.' })
  until: string;
}
@InputType()
export class CertificateInput {
  @IdField()
  course: string;

  @IdField()
  certificate: string;
}
@InputType()
export class AwardCertificateInput extends CommandInput {
  @IdField()
  course: string;

  @TextField(200, { description: "Sealed under the person's own key." })
  holderName: string;

  @Field(() => LocalDate, { description: 'The day on the certificate.' })
  date: string;

  @CodeField({ nullable: true, description: 'Code of the institution the person works for, where it is in the directory.' })
  institution?: string;

  @AgentField({ nullable: true, description: 'The person, where an agent of that institution: an accreditation can rest on this certificate.' })
  agent?: string;

  @Field(() => CertificateInput, { nullable: true, description: 'A certificate the person was awarded before: who is certified twice is counted once.' })
  earlier?: CertificateInput;
}
@InputType()
export class RevokeCertificateInput extends CommandInput {
  @IdField()
  course: string;

  @IdField()
  certificate: string;

  @Field(() => CertificateRevocationType)
  reason: (typeof certificateRevocations)[number];
}

const ScheduleCoursePayload = payloadOf('ScheduleCourse');
const AwardCertificatePayload = payloadOf('AwardCertificate');
const RevokeCertificatePayload = payloadOf('RevokeCertificate');

@Resolver()
export class CourseMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => ScheduleCoursePayload, { description: 'Enters a course, also one of years ago. The id returned is the course’s.' })
  scheduleCourse(@Args('input') input: ScheduleCourseInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ScheduleCourse, input, caller);
  }

  @Mutation(() => AwardCertificatePayload, { description: 'Records a certificate of a course that is over. The id returned is the certificate’s.' })
  awardCertificate(@Args('input') input: AwardCertificateInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(AwardCertificate, input, caller);
  }

  @Mutation(() => RevokeCertificatePayload, { description: 'The certificate does not count any more; accreditations that rest on it are revoked by the server.' })
  revokeCertificate(@Args('input') input: RevokeCertificateInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RevokeCertificate, input, caller);
  }
}
