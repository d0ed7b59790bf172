import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, enumOf } from '@amparo/access/access.graphql';
import { Mutations, payloadOf, type Recorded, type Refused } from '@amparo/access/mutation.graphql';
import { IdField, TextField, UnderField } from '../inputs.graphql';
import { OfCaseInput } from './case.graphql';
import {
  DecideNonPunishment,
  incidentKinds,
  incidentSeverities,
  interviewAgainReasons,
  interviewPurposes,
  nonPunishmentDecisions,
  NoteInterview,
  RecordDeath,
  ReportSafetyIncident,
  RequestNonPunishment,
} from './safety';

const IncidentKindType = enumOf('IncidentKind', incidentKinds, 'What happened to her or those she loves.');
const IncidentSeverityType = enumOf('IncidentSeverity', incidentSeverities, 'How grave it is, as who reports it sees it.');
const InterviewPurposeType = enumOf('InterviewPurpose', interviewPurposes, 'What she was interviewed for.');
const InterviewAgainReasonType = enumOf('InterviewAgainReason', interviewAgainReasons, 'Why she was interviewed for the same again.');
const NonPunishmentDecisionType = enumOf('NonPunishmentDecision', nonPunishmentDecisions, 'What the prosecution decided.');

@InputType()
export class ReportSafetyIncidentInput extends OfCaseInput {
  @Field(() => IncidentKindType)
  kind: (typeof incidentKinds)[number];

  @Field(() => IncidentSeverityType)
  severity: (typeof incidentSeverities)[number];

  @TextField(4_000, { description: 'What happened. Never where she is.' })
  account: string;

  @UnderField()
  under?: string;
}
@InputType()
export class NoteInterviewInput extends OfCaseInput {
  @Field(() => InterviewPurposeType)
  for: (typeof interviewPurposes)[number];

  @Field(() => InterviewAgainReasonType, { nullable: true, description: 'Needed where she was interviewed for the same before.' })
  again?: (typeof interviewAgainReasons)[number];

  @TextField(400, { description: 'Who interviewed her, and who was with her.' })
  interviewer: string;

  @UnderField()
  under?: string;
}
@InputType()
export class RequestNonPunishmentInput extends OfCaseInput {
  @TextField(4_000, { description: 'What she is accused of, and how she was made to do it.' })
  offences: string;
}
@InputType()
export class DecideNonPunishmentInput extends OfCaseInput {
  @IdField()
  request: string;

  @Field(() => NonPunishmentDecisionType)
  decision: (typeof nonPunishmentDecisions)[number];

  @TextField(4_000)
  reasons: string;

  @UnderField()
  under?: string;
}
@InputType()
export class RecordDeathInput extends OfCaseInput {
  @TextField(4_000, { description: 'How it is known, and what is known of it.' })
  circumstances: string;
}

const ReportSafetyIncidentPayload = payloadOf('ReportSafetyIncident');
const NoteInterviewPayload = payloadOf('NoteInterview');
const RequestNonPunishmentPayload = payloadOf('RequestNonPunishment');
const DecideNonPunishmentPayload = payloadOf('DecideNonPunishment');
const RecordDeathPayload = payloadOf('RecordDeath');

@Resolver()
export class SafetyMutations {
  constructor(private readonly mutations: Mutations) {}

  @Mutation(() => ReportSafetyIncidentPayload, { description: 'Something happened that endangers her. By the lead, or by who serves her.' })
  reportSafetyIncident(@Args('input') input: ReportSafetyIncidentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(ReportSafetyIncident, input, caller);
  }

  @Mutation(() => NoteInterviewPayload, { description: 'She was interviewed: for what, when, by whom; not what she said. A second time for the same takes a reason.' })
  noteInterview(@Args('input') input: NoteInterviewInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(NoteInterview, input, caller);
  }

  @Mutation(() => RequestNonPunishmentPayload, { description: 'Asks that she is not punished for what she was made to do. The id returned is the request’s.' })
  requestNonPunishment(@Args('input') input: RequestNonPunishmentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RequestNonPunishment, input, caller);
  }

  @Mutation(() => DecideNonPunishmentPayload, { description: 'The prosecution decides such a request, in a case it leads or serves in. By another person than who asked, with a token of their own.' })
  decideNonPunishment(@Args('input') input: DecideNonPunishmentInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(DecideNonPunishment, input, caller);
  }

  @Mutation(() => RecordDeathPayload, { description: 'She died. Closes nothing by itself; what only she could give is not recorded any more.' })
  recordDeath(@Args('input') input: RecordDeathInput, @CurrentCaller() caller: Caller): Promise<Recorded | Refused> {
    return this.mutations.run(RecordDeath, input, caller);
  }
}
