import { legalBases, purposes, type Purpose, type Role } from '@amparo/protocol';
import type { Caller, Language } from './caller';
import { TokenRefused, type Tokens } from './tokens.handlers';

/** What the directory knows of a partner system and of an agent, as far as access reads it. Read at every request: authority holds now or not at all. */
export interface Standing {
  client(client: string): Promise<Readonly<{ client: string; institution: string; compartment: string }> | undefined>;
  agent(institution: string, agent: string): Promise<AgentStanding | undefined>;
}

type AgentStanding = Readonly<{
  agent: string;
  person: string;
  unit?: string;
  compartment: string;
  roles: readonly Role[];
  suspended: boolean;
  authority: Readonly<{ event: string; stream: string; seq: number }>;
}>;

/** The header fields of a request that say who asks and what for. */
export type Credentials = Readonly<{
  authorization?: string | undefined;
  onBehalfOf?: string | undefined;
  purposeOfUse?: string | undefined;
  legalBasis?: string | undefined;
}>;

/** The named agent cannot be acted for: unknown, suspended, of another compartment. Which of these is nobody's business. */
export class AgentNotAccepted extends Error {}

/** A header that is not what it should be. */
export class BadHeader extends Error {
  constructor(readonly header: string) {
    super(`header ${header} is not one of the values it may have`);
  }
}

/** The better liked of the two languages spoken here; Spanish when neither is. */
export function languageOf(accepted: string | undefined): Language {
  let best: { language: Language; q: number } = { language: 'es', q: 0 };
  for (const range of (accepted ?? '').toLowerCase().split(',').slice(0, 20)) {
    const [tag = '', ...parameters] = range.trim().split(';');
    const language = tag.split('-')[0];
    const q = Number(parameters.map((one) => /^\s*q=([\d.]{1,5})$/.exec(one)?.[1]).find((one) => one !== undefined) ?? '1');
    if ((language === 'es' || language === 'en') && q > best.q) best = { language, q };
  }
  return best.language;
}

function purposeOf(header: string | undefined): Purpose | undefined {
  if (header === undefined || header === '') return undefined;
  const purpose = purposes.find((one) => one === header.toUpperCase());
  if (!purpose) throw new BadHeader('Purpose-Of-Use');
  return purpose;
}

/** `Legal-Basis: COURT_ORDER; 123-2026` */
function basisOf(header: string | undefined): Caller['basis'] {
  if (header === undefined || header === '') return undefined;
  const [kind = '', ref] = header.split(';', 2).map((part) => part.trim());
  if (!legalBases.some((one) => one === kind) || (ref !== undefined && !/^[\w ./-]{1,120}$/.test(ref))) throw new BadHeader('Legal-Basis');
  return { kind, ...(ref === undefined ? {} : { ref }) };
}

function bearer(authorization: string): string {
  const token = /^Bearer ([\w.~+/-]{1,8192}=*)$/i.exec(authorization)?.[1];
  if (!token) throw new TokenRefused('not a bearer token');
  return token;
}

/** Makes the caller of a request out of its token, its headers and the directory as it stands. */
export class Callers {
  constructor(
    private readonly tokens: Tokens,
    private readonly standing: Standing,
  ) {}

  /**
   * @returns undefined for a request without a token: it may ask for checkpoints and proofs.
   * @throws TokenRefused, KeysUnreachable, AgentNotAccepted, BadHeader
   */
  async identify(credentials: Credentials, language: Language, requestId: string): Promise<Caller | undefined> {
    if (credentials.authorization === undefined) return undefined;
    const claims = await this.tokens.verify(bearer(credentials.authorization));
    const purpose = purposeOf(credentials.purposeOfUse);
    const basis = basisOf(credentials.legalBasis);
    const name = this.agentNamed(claims.agent, credentials.onBehalfOf);
    const [client, agent] = await Promise.all([
      this.standing.client(claims.client),
      name === undefined ? undefined : this.standing.agent(claims.institution, name),
    ]);
    if (!client || client.institution !== claims.institution || client.compartment !== claims.compartment) {
      throw new TokenRefused('the directory does not know this client in this compartment');
    }
    const system = { client: client.client, institution: client.institution, compartment: client.compartment };
    const request = { ...(purpose ? { purpose } : {}), ...(basis ? { basis } : {}), language, requestId };
    const assurance = claims.agent === undefined ? 'ASSERTED' : 'AUTHENTICATED';
    if (name === undefined) return { ...system, roles: [], assurance, ...request };
    if (!agent || agent.suspended || agent.compartment !== client.compartment) throw new AgentNotAccepted();
    return {
      ...system,
      agent: agent.agent,
      person: agent.person,
      ...(agent.unit === undefined ? {} : { unit: agent.unit }),
      roles: agent.roles.filter((role) => claims.roles.includes(role)),
      assurance,
      authority: agent.authority,
      ...request,
    };
  }

  /** An agent's own token speaks for that agent alone. */
  private agentNamed(own: string | undefined, header: string | undefined): string | undefined {
    const named = header === undefined || header === '' ? undefined : header;
    if (own !== undefined && named !== undefined && own !== named) throw new AgentNotAccepted();
    if (named !== undefined && !/^ag-[0-9a-f]{16}$/.test(named)) throw new AgentNotAccepted();
    return own ?? named;
  }
}
