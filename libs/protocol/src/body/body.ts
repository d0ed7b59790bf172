import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';

export const bodyStream = (code: string): string => `body-${code}`;

type Of = Readonly<{ body: string }>;

/** By a coordinator of the secretariat that will work for it: the body is coordinated by that unit's institution. */
export class ConstituteBody extends Command<'ConstituteBody', Of & { name: string }> {
  readonly type = 'ConstituteBody';
}
export class AdmitMember extends Command<'AdmitMember', Of & { institution: string }> {
  readonly type = 'AdmitMember';
}
export class ReleaseMember extends Command<'ReleaseMember', Of & { institution: string }> {
  readonly type = 'ReleaseMember';
}
export type BodyCommand = ConstituteBody | AdmitMember | ReleaseMember;

export type BodyEvent =
  | DomainEvent<'BodyConstituted', { code: string; name: string; institution: string; secretariat: string }>
  | DomainEvent<'MemberJoined', { institution: string }>
  | DomainEvent<'MemberLeft', { institution: string }>;

export const bodyEvents: EventDefinitions<BodyEvent['type']> = {
  BodyConstituted: {
    category: 'DIRECTORY',
    clear: { code: 'directory', name: 'directory', institution: 'directory', secretariat: 'escalation, who may act' },
  },
  MemberJoined: { category: 'DIRECTORY', clear: { institution: 'directory, plans' } },
  MemberLeft: { category: 'DIRECTORY', clear: { institution: 'directory, plans' } },
};

export type Body = Readonly<{
  constituted?: Readonly<{ name: string; institution: string; secretariat: string }>;
  /** Every institution that ever was a member, and since when it is one or is none. */
  members: Readonly<Record<string, Readonly<{ member: boolean; since: string }>>>;
}>;

export type BodyFacts = Readonly<{
  /** The unit that a coordinator acts for; absent when the agent is no coordinator of a secretariat. */
  secretariat?: Readonly<{ unit: string; institution: string }>;
  institutionKnown: boolean;
}>;

export type BodyRefusal = 'BODY_UNKNOWN' | 'NOT_THE_SECRETARIAT' | 'ALREADY_REGISTERED' | 'INSTITUTION_UNKNOWN' | 'COORDINATES_THE_BODY' | 'DATES_REVERSED';

type Decided = Decision<BodyEvent, BodyRefusal>;
const notSecretariat = refuse('NOT_THE_SECRETARIAT' as const, 'only a coordinator of the secretariat of the body may do this');

export const isMember = ({ members }: Body, institution: string): boolean => members[institution]?.member === true;

function decide(command: BodyCommand, state: Body, { secretariat, institutionKnown }: BodyFacts): Decided {
  if (command.type === 'ConstituteBody') {
    const { body, name } = command.input;
    if (!secretariat) return notSecretariat;
    const { unit, institution } = secretariat;
    if (!state.constituted) return [{ type: 'BodyConstituted', data: { code: body, name, institution, secretariat: unit } }];
    const same = state.constituted.secretariat === unit && state.constituted.name === name;
    return same ? [] : refuse('ALREADY_REGISTERED', 'a body of this code is there already');
  }
  if (!state.constituted) return refuse('BODY_UNKNOWN', 'there is no such body: constitute it first');
  if (secretariat?.unit !== state.constituted.secretariat) return notSecretariat;
  const { institution } = command.input;
  if (!institutionKnown) return refuse('INSTITUTION_UNKNOWN', 'register the institution first');
  const joins = command.type === 'AdmitMember';
  if (!joins && institution === state.constituted.institution) return refuse('COORDINATES_THE_BODY', 'the institution that coordinates a body is a member of it for as long');
  if (isMember(state, institution) === joins) return [];
  const earliest = state.members[institution]?.since ?? state.members[state.constituted.institution]?.since ?? '';
  if (command.meta.at < earliest) return refuse('DATES_REVERSED', 'nobody joins before the body was constituted, nor leaves before joining');
  return [{ type: joins ? 'MemberJoined' : 'MemberLeft', data: { institution } }];
}

function evolve(state: Body, { type, data, at }: Recorded<BodyEvent>): Body {
  const now = (institution: string, member: boolean): Body['members'] => ({ ...state.members, [institution]: { member, since: at } });
  switch (type) {
    case 'BodyConstituted': {
      const { name, institution, secretariat } = data;
      return { constituted: { name, institution, secretariat }, members: now(institution, true) };
    }
    case 'MemberJoined':
      return { ...state, members: now(data.institution, true) };
    case 'MemberLeft':
      return { ...state, members: now(data.institution, false) };
    default:
      return unreachable(type);
  }
}

export const body: Decider<Body, BodyCommand, BodyEvent, BodyFacts, BodyRefusal> = { initial: { members: {} }, decide, evolve };
export const bodySlice = { decider: body, forms: formsOf(bodyEvents) };
