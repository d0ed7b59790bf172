import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { Directory } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import { ConfirmExclusion, exclusionSlice, exclusionStream, LiftExclusion, PlaceExclusion, type ExclusionCommand, type ExclusionFacts } from './exclusion';

@Injectable()
class ExclusionHandler<C extends ExclusionCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  execute(command: C): Promise<Outcome> {
    const stream = exclusionStream(command.input.exclusion);
    return this.recorder.transact(exclusionSlice, stream, command, {
      facts: async () => {
        const { state } = await this.recorder.load(exclusionSlice, stream);
        const hands = state.status === 'NONE' ? [] : [state.placedBy, ...(state.confirmedBy ? [state.confirmedBy] : [])];
        const persons: Record<string, string> = {};
        for (const { person, institution } of hands) persons[person] = (await this.directory.agent(institution, person))?.person ?? person;
        const { agent = '', institution = '' } = command.meta.actor;
        const person = (await this.directory.agent(institution, agent))?.person ?? agent;
        return { by: { person, institution }, persons, partyKnown: await this.partyKnown(command) };
      },
    });
  }

  private async partyKnown(command: ExclusionCommand): Promise<ExclusionFacts['partyKnown']> {
    if (command.type !== 'PlaceExclusion') return true;
    const { kind, id } = command.input.party;
    if (kind === 'UNIT') return (await this.directory.unit(id)) !== undefined;
    if (kind === 'INSTITUTION') return (await this.directory.institution(id)) !== undefined;
    return /^ag-[0-9a-f]{16}$/.test(id); // an agent's id tells nothing of where it works; visibility reads it as it stands
  }
}

/** What is said about who is excluded is sealed under a file of its own, made first. */
@CommandHandler(PlaceExclusion)
class PlaceExclusionHandler extends ExclusionHandler<PlaceExclusion> {
  override async execute({ input, meta }: PlaceExclusion): Promise<Outcome> {
    const exclusion = eventId(meta.actor.client, 'new-exclusion', meta.id, 0);
    const subject = eventId(meta.actor.client, 'new-suspicion', meta.id, 0);
    await this.recorder.keys.createSubjectKeys(subject, meta);
    return super.execute(new PlaceExclusion({ ...input, exclusion, subject }, meta));
  }
}
@CommandHandler(ConfirmExclusion)
class ConfirmExclusionHandler extends ExclusionHandler<ConfirmExclusion> {}
@CommandHandler(LiftExclusion)
class LiftExclusionHandler extends ExclusionHandler<LiftExclusion> {}

export const exclusionHandlers = [PlaceExclusionHandler, ConfirmExclusionHandler, LiftExclusionHandler];
