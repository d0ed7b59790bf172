import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { isReviewDay, type ClockPolicy } from '../clocks';
import type { EventDefinitions } from '../event-definition';
import type { Acting, Concept } from './concept';
import { sealedFields } from '../sealed-fields';

/** What she is told that she may have, and that none of it is the price of the other. */
export const rights = ['ASSISTANCE', 'RECOVERY_PERIOD', 'PRIVACY', 'INTERPRETER', 'LEGAL_AID', 'NON_PUNISHMENT', 'RESIDENCE', 'REPARATION', 'SAFE_RETURN', 'COMPLAINT'] as const;
export const riskLevels = ['LOW', 'MEDIUM', 'HIGH', 'EXTREME'] as const;
export const riskFlagKinds = ['TRAFFICKER_AT_LARGE', 'OFFICIAL_INVOLVED', 'FAMILY_INVOLVED', 'DEATH_THREAT', 'SELF_HARM', 'ABDUCTION', 'URGENT_MEDICAL', 'CHILD_AT_RISK'] as const;
export const flagClearings = ['NO_LONGER_SO', 'MITIGATED', 'RAISED_IN_ERROR'] as const;

type Of = Readonly<{ case: string; under?: string }>;

export class ExplainRights extends Command<'ExplainRights', Of & { rights: readonly (typeof rights)[number][]; language: string; textVersion: string; interpreterName?: string }> {
  readonly type = 'ExplainRights';
}
/** `reviewBy`: the day on which it is to be assessed again at the latest. */
export class AssessRisk extends Command<'AssessRisk', Of & { level: (typeof riskLevels)[number]; assessment: string; reviewBy?: string }> {
  readonly type = 'AssessRisk';
}
export class RaiseRiskFlag extends Command<'RaiseRiskFlag', Of & { flag: string; kind: (typeof riskFlagKinds)[number]; note?: string }> {
  readonly type = 'RaiseRiskFlag';
}
export class ClearRiskFlag extends Command<'ClearRiskFlag', Of & { flag: string; reason: (typeof flagClearings)[number]; note?: string }> {
  readonly type = 'ClearRiskFlag';
}
/** Another name she goes by, or was made to go by. */
export class RecordAlias extends Command<'RecordAlias', Of & { alias: string; usedWhere?: string }> {
  readonly type = 'RecordAlias';
}
export type ProtectionCommand = ExplainRights | AssessRisk | RaiseRiskFlag | ClearRiskFlag | RecordAlias;

/** How great a risk is and what a flag warns of is said about her, and sealed. */
export type ProtectionEvent =
  | DomainEvent<'RightsExplained', { rights: readonly (typeof rights)[number][]; language: string; textVersion: string; under?: string }>
  | DomainEvent<'RiskAssessed', { reviewBy?: string; under?: string }>
  | DomainEvent<'RiskFlagRaised', { flag: string; under?: string }>
  | DomainEvent<'RiskFlagCleared', { flag: string; reason: (typeof flagClearings)[number]; under?: string }>
  | DomainEvent<'AliasRecorded', { under?: string }>;

const protectionEvents: EventDefinitions<ProtectionEvent['type']> = {
  RightsExplained: {
    category: 'STATUS',
    clear: { rights: 'counts', language: 'rule 2', textVersion: 'audit', under: 'audit' },
    sealed: { interpreterName: 'IDENTITY' },
  },
  RiskAssessed: { category: 'PROTECTION', clear: { reviewBy: 'clock', under: 'audit' }, sealed: { level: 'PROTECTION', assessment: 'PROTECTION' } },
  RiskFlagRaised: { category: 'PROTECTION', clear: { flag: 'decision, rule 9', under: 'audit' }, sealed: { flagKind: 'PROTECTION', flagNote: 'PROTECTION' } },
  RiskFlagCleared: { category: 'PROTECTION', clear: { flag: 'decision, rule 9', reason: 'audit', under: 'audit' }, sealed: { flagNote: 'PROTECTION' } },
  AliasRecorded: { category: 'IDENTITY', clear: { under: 'audit' }, sealed: { alias: 'IDENTITY', usedWhere: 'IDENTITY' } },
};

export type RiskFlags = Readonly<Record<string, 'RAISED' | (typeof flagClearings)[number]>>;
export type ProtectionRefusal = 'LANGUAGE_NOT_HERS' | 'REVIEW_DAY' | 'FLAG_UNKNOWN' | 'ANSWERED_OTHERWISE';

type File = Readonly<{ opened?: Readonly<{ subject: string }>; languages: readonly string[]; riskFlags: RiskFlags }>;

type Facts = Readonly<{ clocks?: ClockPolicy }>;

function decide(command: ProtectionCommand, { opened, languages, riskFlags }: File, { serves, clocks }: Facts & Acting): Decision<ProtectionEvent, ProtectionRefusal> {
  const { subject } = opened!;
  const { under: named } = command.input;
  const under = serves && named !== undefined ? { under: named } : {};
  switch (command.type) {
    case 'ExplainRights': {
      const { rights: told, language, textVersion, interpreterName } = command.input;
      if (!languages.includes(language) && interpreterName === undefined) return refuse('LANGUAGE_NOT_HERS', 'what she does not understand was not explained to her');
      return [{ type: 'RightsExplained', data: { rights: [...new Set(told)].sort(), language, textVersion, ...under }, ...sealedFields(subject, { interpreterName }) }];
    }
    case 'AssessRisk': {
      const { level, assessment, reviewBy } = command.input;
      if (reviewBy !== undefined && !isReviewDay(reviewBy, command.meta.receivedAt, clocks)) return refuse('REVIEW_DAY', 'a risk is assessed again within a year from now');
      return [{ type: 'RiskAssessed', data: { ...(reviewBy !== undefined && { reviewBy }), ...under }, ...sealedFields(subject, { level, assessment }) }];
    }
    case 'RaiseRiskFlag': {
      const { flag, kind, note } = command.input;
      return riskFlags[flag] ? [] : [{ type: 'RiskFlagRaised', data: { flag, ...under }, ...sealedFields(subject, { flagKind: kind, flagNote: note }) }];
    }
    case 'ClearRiskFlag': {
      const { flag, reason, note } = command.input;
      const state = Object.hasOwn(riskFlags, flag) ? riskFlags[flag] : undefined;
      if (!state) return refuse('FLAG_UNKNOWN', 'no such flag was raised in this case');
      if (state === reason) return [];
      if (state !== 'RAISED') return refuse('ANSWERED_OTHERWISE', 'it was cleared for another reason; what is recorded stays');
      return [{ type: 'RiskFlagCleared', data: { flag, reason, ...under }, ...sealedFields(subject, { flagNote: note }) }];
    }
    case 'RecordAlias': {
      const { alias, usedWhere } = command.input;
      return [{ type: 'AliasRecorded', data: { ...under }, ...sealedFields(subject, { alias, usedWhere }) }];
    }
    default:
      return unreachable(command);
  }
}

function evolve(flags: RiskFlags, { type, data }: Recorded<ProtectionEvent>): RiskFlags {
  switch (type) {
    case 'RiskFlagRaised':
      return { ...flags, [data.flag]: 'RAISED' };
    case 'RiskFlagCleared':
      return { ...flags, [data.flag]: data.reason };
    case 'RightsExplained':
    case 'RiskAssessed':
    case 'AliasRecorded':
      return flags;
  }
}

export const protectionConcept: Concept<ProtectionCommand, ProtectionEvent, ProtectionRefusal, RiskFlags, File, Facts> = {
  // What endangers her waits for no reopening.
  rules: {
    ExplainRights: { serving: true },
    AssessRisk: { serving: true },
    RaiseRiskFlag: { serving: true, whenClosed: true },
    ClearRiskFlag: { serving: true, whenClosed: true },
    RecordAlias: { serving: true },
  },
  events: protectionEvents,
  initial: {},
  decide,
  evolve,
};
