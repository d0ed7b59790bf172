import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { isRefusal, type Command, type CommandMeta, type Refusal } from '@amparo/event-sourcing';
import type { LegalBasis, Purpose } from '@amparo/protocol';
import { IsOptional, Matches, MaxLength } from 'class-validator';
import { apiError, enumOf, LegalBasisType, PurposeType, StoreEpoch, withPurpose } from './access.graphql';
import type { Caller } from './caller';
import { checkedInput } from './input-check.graphql';
import { positionText } from './position';
import { refusalText } from './refusals/refusals';
import { actsAs, mayIssue } from './roles';
import { DateTime } from './scalars.graphql';
import { ViewProgress } from './view-progress';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const lateReasons = ['PAPER_FORM', 'NO_CONNECTION', 'NOT_SAFE_TO_RECORD', 'LEARNED_LATER', 'MOVED_FROM_OTHER_SYSTEM'] as const;
export type LateReason = (typeof lateReasons)[number];
const LateReasonType = enumOf('LateReason', lateReasons, 'Why something is recorded more than 72 hours after it happened.');

@InputType({ description: 'The legal basis of an action.' })
export class BasisInput {
  @Field(() => LegalBasisType)
  kind: LegalBasis;

  @Field({ nullable: true, description: 'Number of the order, request or act.' })
  @IsOptional()
  @MaxLength(120)
  ref?: string;
}

/** What every command's input has. Inputs extend it and are named after their command: `RequestReferralInput`. */
@InputType({ isAbstract: true })
export abstract class CommandInput {
  @Field(() => ID, { description: 'A UUID of your own, best version 7. Repeat it to retry: the first answer comes back and nothing is written twice.' })
  @Matches(uuid)
  commandId: string;

  @Field(() => DateTime, { nullable: true, description: 'When it happened. Default: now. Never in the future.' })
  at?: string;

  @Field(() => LateReasonType, { nullable: true, description: 'Needed when it happened more than 72 hours ago.' })
  late?: LateReason;

  @Field(() => BasisInput, { nullable: true })
  basis?: BasisInput;

  @Field(() => PurposeType, { nullable: true, description: 'What for. Default: the header Purpose-Of-Use.' })
  purpose?: Purpose;
}

@ObjectType({ description: 'An event that was recorded.' })
export class RecordedEvent {
  @Field(() => ID)
  id: string;

  @Field()
  type: string;

  @Field(() => Int, { description: 'Its number in its stream.' })
  seq: number;

  @Field({ description: 'Ask receipt(leafHash) for its proof.' })
  leafHash: string;
}

@ObjectType({ description: 'What was asked is recorded, durably.' })
export class Recorded {
  @Field(() => ID, { description: 'Id of what the command made or changed.' })
  id: string;

  @Field({ description: 'Give it to a query as atLeast to read what was written.' })
  position: string;

  @Field({ description: "Leaf hash of the command's last event." })
  leafHash: string;

  @Field(() => [RecordedEvent], { description: 'Empty when it was so already.' })
  events: RecordedEvent[];
}

@ObjectType({ description: 'What was asked is not done, and why. Nothing was written.' })
export class Refused {
  @Field({ description: 'Stable, for programs.' })
  code: string;

  @Field({ description: 'For people, in the language of Accept-Language.' })
  message: string;
}

/** The payload of a mutation: `payloadOf('RequestReferral')` is the union `RequestReferralPayload`. */
export const payloadOf = (command: string): Recorded | Refused =>
  createUnionType({
    name: `${command}Payload`,
    types: () => [Recorded, Refused] as const,
    resolveType: (payload: object) => (payload instanceof Refused ? Refused : Recorded),
  });

type Accepted = Readonly<{
  stream: string;
  position: bigint;
  leafHash: string;
  events: readonly Readonly<{ id: string; type: string; seq: number; leafHash: string }>[];
  /** Id of what the command made, where that is not what the stream is named after. */
  created?: string;
}>;

/** What a command's handler answers: the store's answer read back, or a refusal. */
export type Outcome = Accepted | Refusal;

type CommandClass = new (input: never, meta: CommandMeta) => Command;

const surroundings = ['commandId', 'at', 'late', 'basis', 'purpose'] as const;

/** What all mutations have in common: check, permit, send to the command's handler, answer. */
@Injectable()
export class Mutations {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: ViewProgress,
    private readonly store: StoreEpoch,
  ) {}

  /**
   * Runs one command for the caller. Its input class is found by name: `${CommandClass.name}Input`.
   * @param extra members of the command's input that do not come from the client.
   * @throws PURPOSE_REQUIRED, FORBIDDEN_FOR_ROLE, OWN_TOKEN_REQUIRED or BAD_USER_INPUT before anything is looked at.
   */
  async run(type: CommandClass, input: CommandInput, caller: Caller, extra: object = {}): Promise<Recorded | Refused> {
    const { purpose } = withPurpose(caller, input.purpose);
    const rule = mayIssue[type.name];
    const role = actsAs(type.name, caller.roles);
    if (!rule || !role) throw apiError('FORBIDDEN_FOR_ROLE', caller.language);
    if (rule.ownTokenOnly && caller.assurance !== 'AUTHENTICATED') throw apiError('OWN_TOKEN_REQUIRED', caller.language);
    const receivedAt = new Date().toISOString();
    // What has not happened yet is recorded nowhere, and nothing is looked at for it.
    if (input.at && input.at > receivedAt) return this.refused('AT_IN_FUTURE', caller);
    const { value, bad } = checkedInput(`${type.name}Input`, input);
    if (bad.length > 0) throw apiError('BAD_USER_INPUT', caller.language, { fields: bad });

    const meta: CommandMeta = {
      id: input.commandId.toLowerCase(),
      actor: {
        client: caller.client,
        ...(caller.agent === undefined ? {} : { agent: caller.agent }),
        ...(caller.unit === undefined ? {} : { unit: caller.unit }),
        institution: caller.institution,
        role,
        assurance: caller.assurance,
      },
      purpose,
      basis: (value['basis'] as BasisInput | undefined) ?? { kind: rule.basis ?? 'LEGAL_OBLIGATION' },
      at: input.at ?? receivedAt,
      receivedAt,
      ...(input.late ? { late: input.late } : {}),
      correlation: caller.requestId,
      ...(caller.authority ? { authority: caller.authority } : {}),
    };
    const asked = Object.fromEntries(Object.entries(value).filter(([name]) => !surroundings.some((one) => one === name)));
    const outcome = await this.commands.execute<Command, Outcome>(new type({ ...asked, ...extra } as never, meta));
    if (isRefusal(outcome)) return this.refused(outcome.refused, caller);
    // Recorded it is, whatever the view does: a query with atLeast says when it cannot show it yet.
    await this.views.waitFor(caller.compartment, outcome.position, 1_000).catch(() => false);
    return this.recorded(outcome);
  }

  private refused(code: string, { language }: Caller): Refused {
    return Object.assign(new Refused(), { code, message: refusalText(code, language) });
  }

  private recorded({ stream, created, position, leafHash, events }: Accepted): Recorded {
    return Object.assign(new Recorded(), {
      id: created ?? stream.slice(stream.indexOf('-') + 1),
      position: positionText(this.store.epoch, position),
      leafHash,
      events: events.map(({ id, type, seq, leafHash: hash }) => ({ id, type, seq, leafHash: hash })),
    });
  }
}
