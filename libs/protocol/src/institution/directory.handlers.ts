import { Injectable } from '@nestjs/common';
import { eventId } from '@amparo/evidence';
import type { Actor, CommandMeta } from '@amparo/event-sourcing';
import type { Party } from '../party';
import { Recorder } from '../recorder.handlers';
import { IssueCaseCode, unitSlice, unitStream, type CodeStandsFor, type Unit } from '../unit/unit';
import { institutionSlice, institutionStream, type AgentStanding, type Institution } from './institution';

/** The text before the first hyphen of a client id names its institution. */
const institutionOf = (client: string): string => client.split('-')[0] ?? '';
const isCaseCode = (code: string): boolean => code.startsWith('cc-');

/** Who is who, read from the directory's own streams at the moment of asking: no view, no lag. */
@Injectable()
export class Directory {
  constructor(private readonly recorder: Recorder) {}

  async institution(code: string): Promise<Institution | undefined> {
    if (!/^[a-z][a-z0-9]*$/.test(code)) return undefined;
    const { state } = await this.recorder.load(institutionSlice, institutionStream(code));
    return state.registered && state;
  }

  async agent(institution: string, agent: string): Promise<AgentStanding | undefined> {
    return (await this.institution(institution))?.agents[agent];
  }

  async client(client: string): Promise<{ client: string; institution: string; compartment: string } | undefined> {
    const institution = institutionOf(client);
    const compartment = (await this.institution(institution))?.clients[client];
    return compartment === undefined ? undefined : { client, institution, compartment };
  }

  async unit(code: string): Promise<(Unit & Required<Pick<Unit, 'opened'>>) | undefined> {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(code) || code.length > 100) return undefined;
    const { state } = await this.recorder.load(unitSlice, unitStream(code));
    return state.opened && { ...state, opened: state.opened };
  }

  /** A unit, or a whole institution, as it stands in a case's events. */
  async party(code: string, caseId: string): Promise<Party | undefined> {
    if (isCaseCode(code)) return { unit: code, compartment: code };
    const unit = await this.unit(code);
    if (!unit) return (await this.institution(code)) && { unit: code, compartment: code };
    if (!unit.opened.residential) return { unit: code, compartment: unit.opened.compartment };
    const coded = this.recorder.keys.caseCode(caseId, 'UNIT', code);
    return { unit: coded, compartment: coded };
  }

  /** As `party`, and a residential unit's code is issued before an event names it. */
  async namedParty(code: string, caseId: string, meta: CommandMeta): Promise<Party | undefined> {
    const party = await this.party(code, caseId);
    if (party && isCaseCode(party.unit) && !isCaseCode(code)) await this.issue(code, party.unit, 'UNIT', code, meta);
    return party;
  }

  /** An agent of a unit as it stands in a case's events, its code issued before an event names it. */
  async namedAgent(agent: string, unit: string, caseId: string, meta: CommandMeta): Promise<string> {
    if (!(await this.unit(unit))?.opened.residential) return agent;
    const code = this.recorder.keys.caseCode(caseId, 'AGENT', agent);
    await this.issue(unit, code, 'AGENT', agent, meta);
    return code;
  }

  /**
   * The actor as it stands in a case's events, and the party it acts for. Of a residential unit nothing stays but codes random
   * to the case, its authority included: that names a stream of the institution, and so the house.
   */
  async inCase(caseId: string, meta: CommandMeta): Promise<{ meta: CommandMeta; by: Party }> {
    const { actor } = meta;
    const { client, agent, unit = '', institution: _institution, ...rest } = actor;
    const opened = (await this.unit(unit))?.opened;
    if (!opened?.residential) return { meta, by: { unit, compartment: opened?.compartment ?? actor.institution ?? '' } };
    const code = this.recorder.keys.caseCode(caseId, 'UNIT', unit);
    const codedClient = this.recorder.keys.caseCode(caseId, 'CLIENT', client);
    await this.issue(unit, code, 'UNIT', unit, meta);
    await this.issue(unit, codedClient, 'CLIENT', client, meta);
    const coded: Actor = {
      ...rest,
      client: codedClient,
      unit: code,
      ...(agent !== undefined && { agent: await this.namedAgent(agent, unit, caseId, meta) }),
    };
    const { authority: _authority, ...others } = meta;
    return { meta: { ...others, actor: coded }, by: { unit: code, compartment: code } };
  }

  private async issue(unit: string, code: string, stands: CodeStandsFor, of: string, meta: CommandMeta): Promise<void> {
    const { state } = await this.recorder.load(unitSlice, unitStream(unit));
    if (state.codes[code]) return;
    // Recorded by the server itself: the unit's own stream must not tell who acted in which case, and when.
    const id = eventId('amparo', code, meta.id, 0);
    const { authority: _authority, causation: _causation, late: _late, ...rest } = meta;
    const command = new IssueCaseCode(
      { unit, code, stands, of },
      { ...rest, id, correlation: id, at: meta.receivedAt, purpose: 'RECORD', basis: { kind: 'LEGAL_OBLIGATION' }, actor: { client: 'amparo', assurance: 'AUTHENTICATED' } },
    );
    const facts = { administers: false, directs: false, institutionKnown: true, operatorKnown: true, walled: true };
    await this.recorder.transact(unitSlice, unitStream(unit), command, { facts: () => Promise.resolve(facts) });
  }
}
