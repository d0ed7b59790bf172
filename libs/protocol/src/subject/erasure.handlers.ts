import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { isRefusal, refuse, type CommandMeta } from '@amparo/event-sourcing';
import { caseSlice, caseStream } from '../case/case';
import { contactSlice, contactStream } from '../contact/contact';
import { Directory } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import type { ActingAgent } from './acting-agent';
import {
  ApproveErasure,
  erasureSlice,
  LiftLegalHold,
  PlaceLegalHold,
  RecordKeyDestroyed,
  RefuseErasure,
  ReopenSubject,
  RequestErasure,
  RequestLegalHoldLift,
  type ErasureCommand,
  type ErasureFacts,
} from './erasure';
import { subjectStream } from './matching';

/** The one answer for what is not there, or is kept from who acts. */
const noSuchFile: Outcome = refuse('NOT_FOUND', 'there is no such case or contact, or it is not yours');

/** The id of what a command begins comes of the command, so that a retry meets its own. */
const begun = (what: 'hold' | 'erasure', { actor, id }: CommandMeta): string => eventId(actor.client, `new-${what}`, id, 0);

/** Of whom a file is, and whether somebody still works with it. */
type File = Readonly<{ subject: string; open: boolean }>;

/** What a steward decides of the subject of a case or a contact, in that subject's stream. */
@Injectable()
class KeepingHandler<C extends Exclude<ErasureCommand, RecordKeyDestroyed>> {
  constructor(
    protected readonly recorder: Recorder,
    private readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    // Before anything else, retries included: to the excluded there is no such file.
    const file = await this.file(command);
    if (!file) return noSuchFile;
    const outcome = await this.record(file.subject, command);
    const { input } = command;
    const created = 'hold' in input ? input.hold : 'erasure' in input ? input.erasure : input.file;
    return isRefusal(outcome) ? outcome : { ...outcome, created };
  }

  protected record(subject: string, command: C): Promise<Outcome> {
    return this.recorder.transact(erasureSlice, subjectStream(subject), command, { facts: () => this.facts(command, subject) });
  }

  private async file({ input, meta }: C): Promise<File | undefined> {
    const { opened, closed } = (await this.recorder.load(caseSlice, caseStream(input.file))).state;
    if (opened) return (await this.recorder.standing.isExcluded(input.file, meta.actor)) ? undefined : { subject: opened.subject, open: closed === undefined };
    const contact = (await this.recorder.load(contactSlice, contactStream(input.file))).state;
    if (contact.status === 'NONE') return undefined;
    // Who is kept from a case is kept from the calls that belong to it.
    for (const id of contact.cases) if (await this.recorder.standing.isExcluded(id, meta.actor)) return undefined;
    return { subject: contact.subject, open: contact.status === 'OPEN' };
  }

  private async facts(command: C, subject: string): Promise<ErasureFacts> {
    const { actor } = command.meta;
    const { holds, erasures } = (await this.recorder.load(erasureSlice, subjectStream(subject))).state;
    const hands = [...Object.values(holds).flatMap(({ placedBy, liftAskedBy }) => [placedBy, ...(liftAskedBy ? [liftAskedBy] : [])]), ...Object.values(erasures).map(({ requestedBy }) => requestedBy)];
    const persons: Record<string, string> = {};
    for (const hand of hands) persons[hand.agent] = await this.person(hand);
    const institution = actor.institution ?? '';
    return { found: true, open: (await this.file(command))?.open ?? false, person: await this.person({ agent: actor.agent ?? actor.client, institution }), persons, institution };
  }

  private async person({ agent, institution }: ActingAgent): Promise<string> {
    return (await this.directory.agent(institution, agent))?.person ?? agent;
  }
}

@CommandHandler(PlaceLegalHold)
class PlaceLegalHoldHandler extends KeepingHandler<PlaceLegalHold> {
  override execute({ input, meta }: PlaceLegalHold): Promise<Outcome> {
    return super.execute(new PlaceLegalHold({ ...input, hold: begun('hold', meta) }, meta));
  }
}
@CommandHandler(RequestLegalHoldLift)
class RequestLegalHoldLiftHandler extends KeepingHandler<RequestLegalHoldLift> {}
@CommandHandler(LiftLegalHold)
class LiftLegalHoldHandler extends KeepingHandler<LiftLegalHold> {}

@CommandHandler(RequestErasure)
class RequestErasureHandler extends KeepingHandler<RequestErasure> {
  override execute({ input, meta }: RequestErasure): Promise<Outcome> {
    return super.execute(new RequestErasure({ ...input, erasure: begun('erasure', meta) }, meta));
  }
}
@CommandHandler(ApproveErasure)
class ApproveErasureHandler extends KeepingHandler<ApproveErasure> {}
@CommandHandler(RefuseErasure)
class RefuseErasureHandler extends KeepingHandler<RefuseErasure> {}

/** The keys come after the event that says why; sent again, the command finds what of both is there. */
@CommandHandler(ReopenSubject)
class ReopenSubjectHandler extends KeepingHandler<ReopenSubject> {
  protected override async record(subject: string, command: ReopenSubject): Promise<Outcome> {
    const outcome = await super.record(subject, command);
    if (!isRefusal(outcome)) await this.recorder.keys.createSubjectKeys(subject, command.meta);
    return outcome;
  }
}

/** Destroys a condemned key, and then says so: what failed is said too. */
@CommandHandler(RecordKeyDestroyed)
class RecordKeyDestroyedHandler {
  constructor(private readonly recorder: Recorder) {}

  async execute(command: RecordKeyDestroyed): Promise<Outcome> {
    const { subject, kid } = command.input;
    const { state } = await this.recorder.load(erasureSlice, subjectStream(subject));
    const condemned = Object.hasOwn(state.keys, kid) && state.keys[kid]!.status === 'CONDEMNED';
    const destruction = condemned ? await this.recorder.keys.destroy(kid) : undefined;
    return this.recorder.transact(erasureSlice, subjectStream(subject), command, {
      facts: () => Promise.resolve({ found: true, open: false, person: '', persons: {}, institution: '', ...(destruction && { destruction }) }),
    });
  }
}

export const erasureHandlers = [
  PlaceLegalHoldHandler,
  RequestLegalHoldLiftHandler,
  LiftLegalHoldHandler,
  RequestErasureHandler,
  ApproveErasureHandler,
  RefuseErasureHandler,
  ReopenSubjectHandler,
  RecordKeyDestroyedHandler,
];
