import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { CommandMeta } from '@amparo/event-sourcing';
import { Directory } from '../institution/directory.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import { AdmitMember, bodySlice, bodyStream, ConstituteBody, ReleaseMember, type BodyCommand, type BodyFacts } from './body';

/** The secretariat that the agent coordinates for: a walled unit of that kind, which is open. */
export async function secretariatOf(directory: Directory, { actor }: CommandMeta): Promise<BodyFacts['secretariat']> {
  if (actor.role !== 'coordinator' || actor.unit === undefined) return undefined;
  const unit = await directory.unit(actor.unit);
  if (!unit || unit.closed || unit.opened.kind !== 'SECRETARIAT' || unit.opened.residential) return undefined;
  return { unit: actor.unit, institution: unit.opened.institution };
}

@Injectable()
class BodyHandler<C extends BodyCommand> {
  constructor(
    private readonly recorder: Recorder,
    private readonly directory: Directory,
  ) {}

  execute(command: C): Promise<Outcome> {
    return this.recorder.transact(bodySlice, bodyStream(command.input.body), command, { facts: () => this.facts(command) });
  }

  private async facts({ type, input, meta }: BodyCommand): Promise<BodyFacts> {
    const secretariat = await secretariatOf(this.directory, meta);
    const institutionKnown = type === 'ConstituteBody' || (await this.directory.institution(input.institution)) !== undefined;
    return { institutionKnown, ...(secretariat && { secretariat }) };
  }
}

@CommandHandler(ConstituteBody)
class ConstituteBodyHandler extends BodyHandler<ConstituteBody> {}
@CommandHandler(AdmitMember)
class AdmitMemberHandler extends BodyHandler<AdmitMember> {}
@CommandHandler(ReleaseMember)
class ReleaseMemberHandler extends BodyHandler<ReleaseMember> {}

export const bodyHandlers = [ConstituteBodyHandler, AdmitMemberHandler, ReleaseMemberHandler];
