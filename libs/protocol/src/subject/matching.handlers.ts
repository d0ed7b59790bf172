import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { refuse } from '@amparo/event-sourcing';
import { caseSlice, caseStream } from '../case/case';
import { Directory } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import type { ActingAgent } from './acting-agent';
import { ConfirmMatch, EndMatch, matchingSlice, pairOf, ProposeFoundMatches, ProposeMatch, RejectMatch, subjectStream, type MatchFacts, type Pair } from './matching';

/** The one answer for cases that are not there, or of which one is kept from who acts. */
const noSuchCases: Outcome = refuse('NOT_FOUND', 'there are no such cases, or they are not yours');

/** What a steward says of two cases is decided in the stream of their two subjects. */
@Injectable()
class MatchHandler<C extends ProposeMatch | ConfirmMatch | RejectMatch> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    const { input, meta } = command;
    // Before anything else, retries included: to the excluded there is no such case.
    for (const id of [input.case, input.other]) if (await this.recorder.standing.isExcluded(id, meta.actor)) return noSuchCases;
    const pair = await this.pair(input.case, input.other);
    if (!pair) return noSuchCases;
    return this.recorder.transact(matchingSlice, subjectStream(pair.subject), command, { facts: () => this.facts(command, pair) });
  }

  private async pair(one: string, other: string): Promise<Pair | undefined> {
    const [first, second] = [await this.subjectOf(one), await this.subjectOf(other)];
    return first !== undefined && second !== undefined ? pairOf({ subject: first, case: one }, { subject: second, case: other }) : undefined;
  }

  private async subjectOf(id: string): Promise<string | undefined> {
    return (await this.recorder.load(caseSlice, caseStream(id))).state.opened?.subject;
  }

  private async facts({ meta: { actor } }: C, pair: Pair): Promise<MatchFacts> {
    const { state } = await this.recorder.load(matchingSlice, subjectStream(pair.subject));
    const match = Object.hasOwn(state, pair.other) ? state[pair.other] : undefined;
    const persons: Record<string, string> = {};
    for (const hand of [match?.proposedBy, match?.confirmedBy]) if (hand) persons[hand.agent] = await this.person(hand);
    return { pair, persons, person: await this.person({ agent: actor.agent ?? actor.client, institution: actor.institution ?? '' }) };
  }

  private async person({ agent, institution }: ActingAgent): Promise<string> {
    return (await this.directory.agent(institution, agent))?.person ?? agent;
  }
}

@CommandHandler(ProposeMatch)
class ProposeMatchHandler extends MatchHandler<ProposeMatch> {}
@CommandHandler(ConfirmMatch)
class ConfirmMatchHandler extends MatchHandler<ConfirmMatch> {}
@CommandHandler(RejectMatch)
class RejectMatchHandler extends MatchHandler<RejectMatch> {}

/** What process managers say of subjects, whom they know by their ids. */
@CommandHandler(ProposeFoundMatches)
class ProposeFoundMatchesHandler {
  constructor(private readonly recorder: Recorder) {}

  execute(command: ProposeFoundMatches): Promise<Outcome> {
    const { subject, found } = command.input;
    const cases = [...new Set(found.flatMap((pair) => [pair.case, pair.otherCase]))];
    return this.recorder.transact(matchingSlice, subjectStream(subject), command, {
      facts: async () => ({ sexes: Object.fromEntries(await Promise.all(cases.map(async (id) => [id, (await this.recorder.load(caseSlice, caseStream(id))).state.sex] as const))) }),
    });
  }
}
@CommandHandler(EndMatch)
class EndMatchHandler {
  constructor(private readonly recorder: Recorder) {}

  execute(command: EndMatch): Promise<Outcome> {
    return this.recorder.transact(matchingSlice, subjectStream(command.input.subject), command, { facts: () => Promise.resolve({}) });
  }
}

export const matchingHandlers = [ProposeMatchHandler, ConfirmMatchHandler, RejectMatchHandler, ProposeFoundMatchesHandler, EndMatchHandler];
