import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import { Directory } from '../institution/directory.handlers';
import { administratorOf } from '../institution/institution.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import { AuthoriseOvercapacity, ExpirePlaceHold, FreePlaces, HoldPlace } from './places';
import {
  CloseUnit,
  DeclareCapacity,
  DeclareDutyLine,
  OfferService,
  OpenUnit,
  SetCriteria,
  SuspendService,
  unitSlice,
  unitStream,
  type UnitCommand,
  type UnitFacts,
} from './unit';

const directing = ['supervisor', 'shelter_manager'];

@Injectable()
class UnitHandler<C extends UnitCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  execute(command: C): Promise<Outcome> {
    return this.recorder.transact(unitSlice, unitStream(command.input.unit), command, { facts: () => this.facts(command) });
  }

  private async facts(command: UnitCommand): Promise<UnitFacts> {
    const { unit } = command.input;
    const { actor } = command.meta;
    const opened = (await this.directory.unit(unit))?.opened;
    const named = command.type === 'OpenUnit' ? command.input : { institution: opened?.institution ?? '', operator: opened?.operator };
    const institution = await this.directory.institution(named.institution);
    const operator = named.operator === undefined ? institution : await this.directory.institution(named.operator);
    const own = actor.unit === undefined ? undefined : await this.directory.unit(actor.unit);
    return {
      administers: (await administratorOf(this.directory, command.meta, named.institution)) !== undefined,
      directs: directing.includes(actor.role ?? '') && own !== undefined && own.opened.compartment === opened?.compartment,
      institutionKnown: institution !== undefined,
      operatorKnown: operator !== undefined,
      walled: institution?.walls.includes(unit) === true,
      clocks: this.recorder.clocks,
    };
  }
}

@CommandHandler(OpenUnit)
class OpenUnitHandler extends UnitHandler<OpenUnit> {}
@CommandHandler(CloseUnit)
class CloseUnitHandler extends UnitHandler<CloseUnit> {}
@CommandHandler(OfferService)
class OfferServiceHandler extends UnitHandler<OfferService> {}
@CommandHandler(SuspendService)
class SuspendServiceHandler extends UnitHandler<SuspendService> {}
@CommandHandler(SetCriteria)
class SetCriteriaHandler extends UnitHandler<SetCriteria> {}
@CommandHandler(DeclareCapacity)
class DeclareCapacityHandler extends UnitHandler<DeclareCapacity> {}
@CommandHandler(DeclareDutyLine)
class DeclareDutyLineHandler extends UnitHandler<DeclareDutyLine> {}
@CommandHandler(ExpirePlaceHold)
class ExpirePlaceHoldHandler extends UnitHandler<ExpirePlaceHold> {}
@CommandHandler(FreePlaces)
class FreePlacesHandler extends UnitHandler<FreePlaces> {}

/** The hold's id comes of the command: sent again it is the same hold. */
@Injectable()
class NewHoldHandler<C extends HoldPlace | AuthoriseOvercapacity> extends UnitHandler<C> {
  override async execute(command: C): Promise<Outcome> {
    const { input, meta } = command;
    const hold = eventId(meta.actor.client, 'new-hold', meta.id, 0);
    const held = new (command.constructor as new (input: object, meta: CommandMeta) => C)({ ...input, hold }, meta);
    const outcome = await super.execute(held);
    return 'refused' in outcome ? outcome : { ...outcome, created: hold };
  }
}
@CommandHandler(HoldPlace)
class HoldPlaceHandler extends NewHoldHandler<HoldPlace> {}
@CommandHandler(AuthoriseOvercapacity)
class AuthoriseOvercapacityHandler extends NewHoldHandler<AuthoriseOvercapacity> {}

export const unitHandlers = [
  OpenUnitHandler,
  CloseUnitHandler,
  OfferServiceHandler,
  SuspendServiceHandler,
  SetCriteriaHandler,
  DeclareCapacityHandler,
  DeclareDutyLineHandler,
  ExpirePlaceHoldHandler,
  FreePlacesHandler,
  HoldPlaceHandler,
  AuthoriseOvercapacityHandler,
];
