import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import { refuse, type CommandMeta } from '@amparo/event-sourcing';
import { caseSlice, caseStream } from '../case/case';
import { Directory } from '../institution/directory.handlers';
import type { Party } from '../party';
import { Recorder, type Outcome, type Somebody } from '../recorder.handlers';
import {
  CloseContact,
  contactSlice,
  contactStream,
  DescribeCaller,
  EnterContactInError,
  GiveOrientation,
  LinkContactToCase,
  ReceiveContact,
  RedirectContact,
  TakeComplaint,
  TriageThreat,
  UnlinkContactFromCase,
  type Contact,
  type ContactCommand,
  type ContactFacts,
} from './contact';
import { EscalateContact } from './contact-clocks';
import { DeclineHandOver, HandOverContact, isDoor, TakeBackHandOver, TakeContact } from './hand-over';

const noSuchContact: Outcome = refuse('NOT_FOUND', 'there is no such contact, or it is not yours');

@Injectable()
class ContactHandler<C extends ContactCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  async execute(command: C): Promise<Outcome> {
    const stream = contactStream(command.input.contact);
    // Before anything else, retries included: who is kept from a case is kept from the calls that belong to it.
    if (await this.isKeptFrom((await this.recorder.load(contactSlice, stream)).state, command.meta.actor)) return noSuchContact;
    return this.recorder.transact(contactSlice, stream, command, {
      before: () => this.before(command),
      facts: async () => {
        const { state } = await this.recorder.load(contactSlice, stream);
        return {
          by: await this.by(command.meta),
          clocks: this.recorder.clocks,
          standsIn: command.meta.actor.role === 'supervisor',
          compartments: await this.compartments(state),
          ...(await this.facts(command, state)),
        };
      },
    });
  }

  /** What must be there before the events are. */
  protected before(_command: C): Promise<void> {
    return Promise.resolve();
  }

  /** What else this command must know. */
  protected facts(_command: C, _state: Contact): Promise<Partial<ContactFacts>> {
    return Promise.resolve({});
  }

  protected async by({ actor }: CommandMeta): Promise<Party> {
    const { unit = '', institution = '' } = actor;
    return { unit, compartment: (await this.directory.unit(unit))?.opened.compartment ?? institution };
  }

  protected async isKeptFrom(state: Contact, who: Somebody): Promise<boolean> {
    if (state.status === 'NONE') return false;
    for (const id of state.cases) if (await this.recorder.standing.isExcluded(id, who)) return true;
    return false;
  }

  protected async compartments(state: Contact): Promise<Record<string, string>> {
    if (state.status === 'NONE') return {};
    const { held, offeredTo, declined } = state.desk;
    const compartments: Record<string, string> = {};
    for (const code of new Set([...held, offeredTo, declined?.unit])) {
      const unit = code === undefined ? undefined : await this.directory.unit(code);
      if (code !== undefined && unit) compartments[code] = unit.opened.compartment;
    }
    return compartments;
  }
}

/** Ids of the contact and of whom it is about come of the command, so that a retry meets its own; the subject's keys come first. */
@CommandHandler(ReceiveContact)
class ReceiveContactHandler extends ContactHandler<ReceiveContact> {
  override async execute({ input, meta }: ReceiveContact): Promise<Outcome> {
    const id = eventId(meta.actor.client, 'new-first-contact', meta.id, 0);
    const subject = eventId(meta.actor.client, 'new-caller', meta.id, 0);
    return super.execute(new ReceiveContact({ ...input, contact: id, subject }, meta));
  }

  protected override before({ input, meta }: ReceiveContact): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.subject, meta);
  }

  protected override async facts({ input, meta }: ReceiveContact): Promise<Partial<ContactFacts>> {
    const own = meta.actor.unit === undefined ? undefined : await this.directory.unit(meta.actor.unit);
    return {
      ...(own && { unit: { door: isDoor(own.opened), closed: own.closed } }),
      ...(input.repeats !== undefined && { repeatsOwn: await this.isOwn(input.repeats, meta) }),
    };
  }

  private async isOwn(earlier: string, meta: CommandMeta): Promise<boolean> {
    const { state } = await this.recorder.load(contactSlice, contactStream(earlier));
    if (state.status === 'NONE' || (await this.isKeptFrom(state, meta.actor))) return false;
    const compartments = await this.compartments(state);
    const { compartment } = await this.by(meta);
    return state.desk.held.some((unit) => compartments[unit] === compartment);
  }
}

@CommandHandler(HandOverContact)
class HandOverContactHandler extends ContactHandler<HandOverContact> {
  protected override async facts({ input }: HandOverContact, state: Contact): Promise<Partial<ContactFacts>> {
    const unit = await this.directory.unit(input.to);
    if (!unit || unit.closed) return {};
    const { institution, compartment } = unit.opened;
    // To hand it to who is kept from its case would show it to them: to the contact there is no such unit.
    if (await this.isKeptFrom(state, { unit: input.to, institution })) return {};
    return { to: { unit: input.to, compartment, door: isDoor(unit.opened), migrationControl: (await this.directory.mandate(input.to)) === 'MIGRATION_CONTROL' } };
  }
}

@Injectable()
class LinkingHandler<C extends LinkContactToCase | UnlinkContactFromCase> extends ContactHandler<C> {
  override async execute(command: C): Promise<Outcome> {
    if (await this.recorder.standing.isExcluded(command.input.case, command.meta.actor)) return noSuchContact;
    return super.execute(command);
  }

  protected override async facts({ input, meta }: C): Promise<Partial<ContactFacts>> {
    const { state } = await this.recorder.load(caseSlice, caseStream(input.case));
    const lead = state.opened && (await this.directory.party(state.opened.lead, input.case));
    return { leads: lead !== undefined && lead.compartment === (await this.by(meta)).compartment };
  }
}
@CommandHandler(LinkContactToCase)
class LinkContactToCaseHandler extends LinkingHandler<LinkContactToCase> {}
@CommandHandler(UnlinkContactFromCase)
class UnlinkContactFromCaseHandler extends LinkingHandler<UnlinkContactFromCase> {}

@CommandHandler(DescribeCaller)
class DescribeCallerHandler extends ContactHandler<DescribeCaller> {}
@CommandHandler(TriageThreat)
class TriageThreatHandler extends ContactHandler<TriageThreat> {}
@CommandHandler(TakeComplaint)
class TakeComplaintHandler extends ContactHandler<TakeComplaint> {}
@CommandHandler(GiveOrientation)
class GiveOrientationHandler extends ContactHandler<GiveOrientation> {}
@CommandHandler(TakeContact)
class TakeContactHandler extends ContactHandler<TakeContact> {}
@CommandHandler(DeclineHandOver)
class DeclineHandOverHandler extends ContactHandler<DeclineHandOver> {}
@CommandHandler(TakeBackHandOver)
class TakeBackHandOverHandler extends ContactHandler<TakeBackHandOver> {}
@CommandHandler(RedirectContact)
class RedirectContactHandler extends ContactHandler<RedirectContact> {}
@CommandHandler(CloseContact)
class CloseContactHandler extends ContactHandler<CloseContact> {}
@CommandHandler(EnterContactInError)
class EnterContactInErrorHandler extends ContactHandler<EnterContactInError> {}

@CommandHandler(EscalateContact)
class EscalateContactHandler extends ContactHandler<EscalateContact> {}

export const contactHandlers = [
  EscalateContactHandler,
  ReceiveContactHandler,
  DescribeCallerHandler,
  TriageThreatHandler,
  TakeComplaintHandler,
  GiveOrientationHandler,
  HandOverContactHandler,
  TakeContactHandler,
  DeclineHandOverHandler,
  TakeBackHandOverHandler,
  RedirectContactHandler,
  LinkContactToCaseHandler,
  UnlinkContactFromCaseHandler,
  CloseContactHandler,
  EnterContactInErrorHandler,
];
