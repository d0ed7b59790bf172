import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { Actor } from '@amparo/event-sourcing';
import { eventId } from '@amparo/evidence';
import { Directory } from '../institution/directory.handlers';
import { NoteAgreement, institutionSlice, institutionStream } from '../institution/institution';
import { administratorOf } from '../institution/institution.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import {
  agreementSlice,
  agreementStream,
  DenounceAgreement,
  LapseAgreement,
  partiesOf,
  ProposeAgreement,
  SignAgreement,
  type AgreementCommand,
  type AgreementFacts,
} from './agreement';
import type { Sharing, Terms } from './limited-by';

/**
 * The agreements in force to which one of these institutions is a party, from the institutions' own streams and the agreements':
 * no view, no lag. Their dates are for the decision to check.
 */
async function agreementsInForce(recorder: Recorder, directory: Directory, institutions: readonly string[]): Promise<readonly Terms[]> {
  const named = await Promise.all(institutions.map(async (code) => (await directory.institution(code))?.agreements ?? []));
  const states = await Promise.all([...new Set(named.flat())].map(async (id) => (await recorder.load(agreementSlice, agreementStream(id))).state));
  return states.flatMap((state) => (state.status === 'IN_FORCE' ? [state.terms] : []));
}

/**
 * What agreements stand between who acts and a unit or a whole institution, both by their directory codes: what limits a shelter are
 * the agreements of who owns and who runs it.
 */
export async function sharingBetween(recorder: Recorder, directory: Directory, { unit = '', institution }: Actor, to: string): Promise<Sharing> {
  const behind = async (code: string): Promise<readonly string[]> => {
    const opened = (await directory.unit(code))?.opened;
    return opened ? [opened.institution, opened.operator] : [];
  };
  const from = [...new Set([...(await behind(unit)), ...(institution === undefined ? [] : [institution])])];
  const theirs = await behind(to);
  return { agreements: await agreementsInForce(recorder, directory, from), from, to: theirs.length > 0 ? [...new Set(theirs)] : [to] };
}

@Injectable()
class AgreementHandler<C extends AgreementCommand> {
  constructor(
    private readonly recorder: Recorder,
    private readonly directory: Directory,
  ) {}

  execute(command: C): Promise<Outcome> {
    return this.recorder.transact(agreementSlice, agreementStream(command.input.agreement), command, {
      facts: () => this.facts(command),
      before: () => this.before(command),
    });
  }

  private async facts(command: AgreementCommand): Promise<AgreementFacts> {
    const { input, meta, type } = command;
    const { institution = '' } = meta.actor;
    const administrator = await administratorOf(this.directory, meta, institution);
    const { state } = await this.recorder.load(agreementSlice, agreementStream(input.agreement));
    const signed = state.status === 'NONE' ? [] : Object.entries(state.signed);
    const signers = await Promise.all(signed.map(async ([party, agent]) => (await this.directory.agent(party, agent))?.person ?? agent));
    const others = await Promise.all(type === 'ProposeAgreement' ? input.with.map((code) => this.directory.institution(code)) : []);
    return { institutionsKnown: others.every((one) => one !== undefined), signers, ...(administrator && { by: { institution, person: administrator.person } }) };
  }

  /** Each party's stream names the agreement before it is there, so that none in force is ever missed. */
  private async before({ type, input, meta }: AgreementCommand): Promise<void> {
    if (type !== 'ProposeAgreement') return;
    const { agreement } = input;
    for (const institution of partiesOf(meta.actor.institution ?? '', input.with)) {
      const id = eventId('amparo', institutionStream(institution), agreement, 0);
      const { authority: _authority, late: _late, ...rest } = meta;
      const note = new NoteAgreement(
        { institution, agreement },
        { ...rest, id, at: meta.receivedAt, purpose: 'RECORD', basis: { kind: 'LEGAL_OBLIGATION' }, actor: { client: 'amparo', assurance: 'AUTHENTICATED' } },
      );
      await this.recorder.transact(institutionSlice, institutionStream(institution), note, { facts: () => Promise.resolve({}) });
    }
  }
}

@CommandHandler(ProposeAgreement)
class ProposeAgreementHandler extends AgreementHandler<ProposeAgreement> {
  override execute({ input, meta }: ProposeAgreement): Promise<Outcome> {
    return super.execute(new ProposeAgreement({ ...input, agreement: eventId(meta.actor.client, 'new-agreement', meta.id, 0) }, meta));
  }
}
@CommandHandler(SignAgreement)
class SignAgreementHandler extends AgreementHandler<SignAgreement> {}
@CommandHandler(DenounceAgreement)
class DenounceAgreementHandler extends AgreementHandler<DenounceAgreement> {}
@CommandHandler(LapseAgreement)
class LapseAgreementHandler extends AgreementHandler<LapseAgreement> {}

export const agreementHandlers = [ProposeAgreementHandler, SignAgreementHandler, DenounceAgreementHandler, LapseAgreementHandler];
