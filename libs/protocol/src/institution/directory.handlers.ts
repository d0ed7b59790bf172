import { Injectable } from '@nestjs/common';
import { eventId } from '@amparo/evidence';
import type { Actor, CommandMeta } from '@amparo/event-sourcing';
import type { Party } from '../party';
import { inNobodysName, Recorder, type SubjectKeys } from '../recorder.handlers';
import { type CodeStandsFor, IssueCaseCode, noFacts, type Unit, unitSlice, unitStream } from '../unit/unit';
import { type AgentStanding, type Institution, type InstitutionKind, institutionSlice, institutionStream } from './institution';
import { isMigrationControl } from './migration-control';

/** The text before the first hyphen of a client id names its institution. */
const institutionOf = (client: string): string => client.split('-')[0] ?? '';
const isCaseCode = (code: string): boolean => code.startsWith('cc-');

/**
 * How units, agents and clients stand in the events of one case: by directory code, or, of a residential unit, by codes random to
 * the case. Those that were asked for are issued together, before the events that name them.
 */
export class CaseCodes {
  private readonly asked = new Map<string, Readonly<{ unit: string; stands: CodeStandsFor; of: string }>>();

  constructor(
    private readonly directory: Directory,
    private readonly keys: SubjectKeys,
    private readonly caseId: string,
    private readonly meta: CommandMeta,
  ) {}

  async party(code: string): Promise<Party | undefined> {
    const party = await this.directory.party(code, this.caseId);
    if (party && isCaseCode(party.unit) && !isCaseCode(code)) this.code(code, 'UNIT', code);
    return party;
  }

  async agent(agent: string, unit: string): Promise<string> {
    return (await this.directory.unit(unit))?.opened.residential ? this.code(unit, 'AGENT', agent) : agent;
  }

  /**
   * The person behind an agent, as a code in this case: four eyes compare it, whatever the person acts for. It is never issued, so
   * it leads to nobody.
   */
  async person(institution: string, agent: string): Promise<string> {
    return this.keys.caseCode(this.caseId, 'AGENT', (await this.directory.agent(institution, agent))?.person ?? agent);
  }

  /** The person who acts, so. */
  hand({ actor }: CommandMeta): Promise<string> {
    return this.person(actor.institution ?? '', actor.agent ?? actor.client);
  }

  /**
   * The actor as it stands in the case's events, and the party it acts for. Of a residential unit nothing stays but codes, its
   * authority not even so: that names a stream of the institution, and so the house.
   */
  async actor(): Promise<{ meta: CommandMeta; by: Party }> {
    const { client, agent, unit = '', institution, ...rest } = this.meta.actor;
    const opened = (await this.directory.unit(unit))?.opened;
    if (!opened?.residential) return { meta: this.meta, by: { unit, compartment: opened?.compartment ?? institution ?? '' } };
    const code = this.code(unit, 'UNIT', unit);
    const coded: Actor = {
      ...rest,
      client: this.code(unit, 'CLIENT', client),
      unit: code,
      ...(agent !== undefined && { agent: this.code(unit, 'AGENT', agent) }),
    };
    const { authority: _authority, ...others } = this.meta;
    return { meta: { ...others, actor: coded }, by: { unit: code, compartment: code } };
  }

  async issue(): Promise<void> {
    for (const [code, { unit, stands, of }] of this.asked) await this.directory.issue(unit, code, stands, of, this.meta);
  }

  private code(unit: string, stands: CodeStandsFor, of: string): string {
    const code = this.keys.caseCode(this.caseId, stands, of);
    this.asked.set(code, { unit, stands, of });
    return code;
  }
}

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

  /** The compartment that somebody acts for, as the directory has it. */
  async compartment({ unit, institution }: Actor): Promise<string> {
    return (unit === undefined ? undefined : (await this.unit(unit))?.opened.compartment) ?? institution ?? '';
  }

  /**
   * Whether the unit can answer in a system: a client of its owner or its operator reaches its compartment. Of a house where survivors
   * live nobody else is told, or may say, what it answers: it counts as one that can.
   */
  async hasSystem(code: string): Promise<boolean> {
    const opened = (await this.unit(code))?.opened;
    if (!opened || opened.residential) return true;
    const behind = await Promise.all([opened.institution, opened.operator].map((one) => this.institution(one)));
    return behind.some((institution) => Object.values(institution?.clients ?? {}).includes(opened.compartment));
  }

  /** The mandates of who owns and who runs a unit; of an institution, its own. */
  async kinds(code: string): Promise<readonly InstitutionKind[]> {
    const opened = (await this.unit(code))?.opened;
    const behind = opened ? [...new Set([opened.institution, opened.operator])] : [code];
    const found = await Promise.all(behind.map((one) => this.institution(one)));
    return found.flatMap((institution) => institution?.registered?.kind ?? []);
  }

  /**
   * The mandate under which a unit, or a whole institution, is told something: its owner's, or migration control's wherever rule 3
   * limits it.
   */
  async mandate(code: string): Promise<InstitutionKind | undefined> {
    const kinds = await this.kinds(code);
    return isMigrationControl((await this.unit(code))?.opened.kind, kinds) ? 'MIGRATION_CONTROL' : kinds[0];
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

  /** Names for one command in one case; what stands for a residential unit is issued when the command is recorded. */
  codes(caseId: string, meta: CommandMeta): CaseCodes {
    return new CaseCodes(this, this.recorder.keys, caseId, meta);
  }

  async issue(unit: string, code: string, stands: CodeStandsFor, of: string, meta: CommandMeta): Promise<void> {
    const { state } = await this.recorder.load(unitSlice, unitStream(unit));
    if (state.codes[code]) return;
    const command = new IssueCaseCode({ unit, code, stands, of }, inNobodysName(meta, eventId('amparo', code, meta.id, 0)));
    await this.recorder.transact(unitSlice, unitStream(unit), command, { facts: () => Promise.resolve(noFacts) });
  }
}
