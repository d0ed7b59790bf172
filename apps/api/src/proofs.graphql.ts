import { Args, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import { Notary } from '@amparo/notary';

enum LogName {
  PROTOCOL = 'PROTOCOL',
  ACCESS = 'ACCESS',
}
registerEnumType(LogName, { name: 'LogName', description: 'PROTOCOL holds what was done, ACCESS what was looked at.' });

/** What anyone may ask, with or without a token: it names nobody and opens nothing. */
@Resolver()
export class Proofs {
  constructor(private readonly notary: Notary) {}

  @Query(() => String, { nullable: true, description: 'The newest signed state of a log (c2sp.org/tlog-checkpoint). Keep it: whoever holds it can show a rewritten log.' })
  checkpoint(@Args('log', { type: () => LogName, defaultValue: LogName.PROTOCOL }) log: LogName) {
    return this.notary.checkpoint(log === LogName.PROTOCOL ? 'protocol' : 'access') ?? null;
  }

  @Query(() => String, {
    nullable: true,
    description: 'The proof that an event is in the log (c2sp.org/tlog-proof), within 5 seconds of its recording; null until then and for a hash that is none.',
  })
  receipt(@Args('leafHash', { description: 'As a mutation returned it.' }) leafHash: string) {
    return this.notary.receipt(leafHash) ?? null;
  }
}
