import { Args, Field, Int, ObjectType, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import { Notary } from '@amparo/notary';

enum LogName {
  PROTOCOL = 'PROTOCOL',
  ACCESS = 'ACCESS',
}
registerEnumType(LogName, { name: 'LogName', description: 'PROTOCOL holds what was done, ACCESS what was looked at.' });

@ObjectType({ description: 'That one state of a log continues another (RFC 6962 §2.1.2).' })
class LogConsistency {
  @Field(() => Int)
  from: number;
  @Field(() => Int)
  to: number;
  @Field(() => [String], { description: 'Hashes in base64, in their order; none for equal sizes.' })
  proof: readonly string[];
}

const nameOf = (log: LogName): 'protocol' | 'access' => (log === LogName.PROTOCOL ? 'protocol' : 'access');

/** What anyone may ask, with or without a token: it names nobody and opens nothing. */
@Resolver()
export class Proofs {
  constructor(private readonly notary: Notary) {}

  @Query(() => String, { nullable: true, description: 'The newest signed state of a log (c2sp.org/tlog-checkpoint). Keep it: whoever holds it can show a rewritten log.' })
  checkpoint(@Args('log', { type: () => LogName, defaultValue: LogName.PROTOCOL }) log: LogName) {
    return this.notary.checkpoint(nameOf(log)) ?? null;
  }

  @Query(() => String, {
    nullable: true,
    description: 'The proof that an event is in the log (c2sp.org/tlog-proof), within 5 seconds of its recording; null until then and for a hash that is none.',
  })
  receipt(@Args('leafHash', { description: 'As a mutation returned it.' }) leafHash: string) {
    return this.notary.receipt(leafHash) ?? null;
  }

  @Query(() => LogConsistency, {
    nullable: true,
    description: 'The proof that the log of one size continues the log of a smaller one; null for sizes that no checkpoint covers. The header Known-Checkpoint asks for the same with any request.',
  })
  consistency(
    @Args('from', { type: () => Int, description: 'Size of the older checkpoint, at least 1.' }) from: number,
    @Args('to', { type: () => Int, nullable: true, description: 'Size of the newer one; absent: the newest.' }) to: number | null | undefined,
    @Args('log', { type: () => LogName, defaultValue: LogName.PROTOCOL }) log: LogName,
  ): LogConsistency | null {
    const found = this.notary.log(nameOf(log)).consistency(from, to ?? undefined);
    return found ? { ...found, proof: found.proof.map((hash) => Buffer.from(hash).toString('base64')) } : null;
  }
}
