import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { mayReadOverview, type Caller } from '@amparo/access';
import { apiError, CurrentCaller, enumOf, Freshness } from '@amparo/access/access.graphql';
import { CaseReader } from '../case-reader.graphql';
import { membersOf, type BodyRow } from '../coordination/bodies';
import { missedAt, missedKind, type MissedClocks } from './missed-clocks';
import { clockStates, countsAt, openKind, type ClockState, type OpenReferrals } from './overview';
import { unmetKind, type UnmetNeeds } from './unmet-needs';

const ClockStateType = enumOf('ClockState', clockStates, 'How the clock stands by which the next move is due. NONE: she is served, and nothing is due.');

@ObjectType({ description: 'Referrals counted by whose move is due, and how late. Of units, cases and persons it says nothing.' })
export class ReferralCounts {
  @Field({ description: 'The institution whose move it is, or that serves her: who was addressed must answer and begin, who sent it confirms and decides the next step.' })
  institution: string;

  @Field()
  service: string;

  @Field()
  priority: string;

  @Field(() => String, { nullable: true, description: 'ANSWER, SERVICE, OUTCOME or NEXT_STEP.' })
  clock?: string;

  @Field(() => ClockStateType)
  state: ClockState;

  @Field(() => Int)
  referrals: number;

  @Field(() => Int, { description: 'How many of them moved up to the coordination bodies.' })
  escalated: number;

  @Field(() => Int, { description: 'Whole days since the one that waits longest was due.' })
  daysOverdue: number;
}
@ObjectType({ description: 'Clocks that were missed by who must act and by their supervisor, and so moved up to the coordination bodies. Of a house it says whose it is.' })
export class MissedClockCounts {
  @Field({ description: 'The institution whose unit must act.' })
  institution: string;

  @Field({ description: 'ANSWER, REVIEW, RENEWAL, FOLLOW_UP, … as DueClock names them.' })
  clock: string;

  @Field(() => Int)
  missed: number;

  @Field(() => Int, { description: 'Whole days since the one that waits longest was due.' })
  days: number;
}
@ObjectType({ description: 'Services that nobody gives: as who asked decided when the referral had ended, and as was recorded in a case. Of a case each service counts once, however it was told, as it was told first.' })
export class UnmetNeedCounts {
  @Field({ description: 'The institution that asked, or that recorded the need.' })
  institution: string;

  @Field()
  service: string;

  @Field(() => Int)
  year: number;

  @Field(() => Int)
  needs: number;
}
@ObjectType({ description: 'What coordination bodies see: counts, never a person, a case or a house.' })
export class Overview {
  @Field(() => [ReferralCounts], { description: 'Referrals that are open, or have ended and wait for the next step.' })
  referrals: ReferralCounts[];

  @Field(() => [MissedClockCounts], { description: 'Of referrals too, where `referrals` says how many of them moved up.' })
  missedClocks: MissedClockCounts[];

  @Field(() => [UnmetNeedCounts])
  unmetNeeds: UnmetNeedCounts[];
}

@Resolver()
export class OverviewQueries {
  constructor(
    private readonly reader: CaseReader,
    private readonly freshness: Freshness,
  ) {}

  @Query(() => Overview, { description: 'What waits for whom, and what nobody could give: for the coordinators of coordination bodies.' })
  async overview(
    @CurrentCaller() caller: Caller,
    @Args('body', { type: () => ID, nullable: true, description: 'Code of a body: of its present members alone.' }) body?: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Overview> {
    if (!mayReadOverview(caller)) throw apiError('FORBIDDEN_FOR_ROLE', caller.language);
    await this.freshness.atLeast(caller, atLeast);
    const { visibility } = this.reader.views;
    const constituted = body ? visibility.row<BodyRow>('body', body) : undefined;
    const members = new Set(constituted ? membersOf(constituted) : []);
    const named = ({ institution }: Readonly<{ institution: string }>): boolean => !body || members.has(institution);
    const counts = countsAt(visibility.rows<OpenReferrals>(openKind).filter(named), new Date().toISOString());
    const needs = visibility.rows<UnmetNeeds>(unmetKind).filter(named);
    const missed = missedAt(visibility.rows<MissedClocks>(missedKind).filter(named), new Date().toISOString());
    return Object.assign(new Overview(), {
      missedClocks: missed.map((count) => Object.assign(new MissedClockCounts(), count)),
      referrals: counts.map((count) => Object.assign(new ReferralCounts(), count)),
      unmetNeeds: needs.map(({ count, ...need }) => Object.assign(new UnmetNeedCounts(), need, { needs: count })),
    });
  }
}
