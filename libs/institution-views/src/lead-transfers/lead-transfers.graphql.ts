import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { mayReadDue, type Caller } from '@amparo/access';
import { CurrentCaller, enumOf, PurposeType } from '@amparo/access/access.graphql';
import { DateTime } from '@amparo/access/scalars.graphql';
import type { Purpose } from '@amparo/protocol';
import type { Held } from '../case-reader.graphql';
import { connectionOf, ListReader, type Connection } from '../list-reader.graphql';
import { transferLists, type TransferList, type TransferRow } from './lead-transfers';

const TransferListType = enumOf('LeadTransferList', transferLists, 'TO_US: what waits for your answer. ASKED: what was asked for in cases you lead.');

@ObjectType({ description: 'A request that another unit lead a case.' })
export class LeadTransfer {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  case: string;

  @Field({ description: 'The unit that led when it was asked, or its code in this case.' })
  from: string;

  @Field({ description: 'The unit asked, or its code in this case.' })
  to: string;

  @Field()
  reason: string;

  @Field({ description: 'REQUESTED, ACCEPTED, DECLINED, or SUPERSEDED: another was asked for, or another unit leads.' })
  status: string;

  @Field(() => DateTime)
  requestedAt: string;

  @Field(() => DateTime, { nullable: true })
  endedAt?: string;

  @Field(() => String, { nullable: true, description: 'Why it was declined.' })
  declined?: string;
}
const LeadTransferConnection = connectionOf(LeadTransfer);

const node = ({ transfer: id, ...row }: TransferRow): LeadTransfer => Object.assign(new LeadTransfer(), { id }, row);

@Resolver()
export class LeadTransferQueries {
  constructor(private readonly lists: ListReader) {}

  @Query(() => LeadTransferConnection, { description: 'Requests to lead a case: of your unit, to who sees the whole compartment of all its units. What waits for an answer comes first, the oldest first.' })
  leadTransfers(
    @CurrentCaller() caller: Caller,
    @Args('list', { type: () => TransferListType, defaultValue: 'TO_US' }) list: TransferList,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('purpose', { type: () => PurposeType, nullable: true }) purpose?: Purpose,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast?: string,
  ): Promise<Connection<LeadTransfer>> {
    const gate = (row: TransferRow, held: Held): boolean => (list === 'TO_US' ? isFor(caller, row.to) : held.leads && asksFor(caller, row, held));
    return this.lists.page<TransferRow, LeadTransfer>(caller, { kind: 'leadTransfer', list, operation: 'leadTransfers', category: 'STATUS', gate }, { first, after, purpose, atLeast }, node);
  }
}

// Whom an exclusion keeps from the file, the gate of the file stops before.
const isFor = (caller: Caller, unit: string): boolean => mayReadDue(caller, { categories: ['STATUS'], units: [unit], excluded: [] });

const asksFor = (caller: Caller, { from }: TransferRow, { row: { lead = from, assigned } }: Held): boolean =>
  mayReadDue(caller, { categories: ['STATUS'], units: [from, lead], excluded: [], ...(assigned !== undefined && { agent: assigned }) });
