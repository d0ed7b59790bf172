import { Injectable } from '@nestjs/common';
import type { Command, CommandMeta, DomainEvent, Refusal } from '@amparo/event-sourcing';
import { transact, type Accepted, type History, type Recording, type RecordingRefusal, type Slice, type TransactOptions } from '@amparo/event-store';
import { clocks as ownClocks, type ClockPolicy } from './clocks';
import type { Destruction } from './subject/erasure';

/** What a command's handler answers. */
export type Outcome = (Accepted & Readonly<{ created?: string }>) | Refusal;

/**
 * What surrounds a command that the server gives itself in a unit's stream because of one in a case: an actor, a purpose or a
 * cause there would tell who acted in which case, and when.
 */
export function inNobodysName(meta: CommandMeta, id: string): CommandMeta {
  const { authority: _authority, causation: _causation, late: _late, ...rest } = meta;
  return { ...rest, id, correlation: id, at: meta.receivedAt, purpose: 'RECORD', basis: { kind: 'LEGAL_OBLIGATION' }, actor: { client: 'amparo', assurance: 'AUTHENTICATED' } };
}

/** Keys and codes, as far as handlers need them. The vault keeps them. */
export abstract class SubjectKeys {
  /** Gives a subject the keys that it has not, or has no more; fulfils when something may be sealed under them. */
  abstract createSubjectKeys(subject: string, meta: CommandMeta): Promise<void>;
  /** Destroys a key that the log has condemned, and what was made with it, durably; again where it is destroyed already. */
  abstract destroy(kid: string): Promise<Destruction>;
  /** The code that stands for a residential unit, its agent or its client in one case. */
  abstract caseCode(caseId: string, stands: 'UNIT' | 'AGENT' | 'CLIENT', of: string): string;
}

/** Whose file is attached: the survivor's, and the key class it is sealed under and dies with. */
export type Under = Readonly<{ subject: string; keyClass: string }>;

/** Files that were uploaded to be named by a command, by their SHA-256 in hex. The vault keeps them. */
export abstract class Attachments {
  /** Whether a compartment's upload of this file waits to be named. */
  abstract waits(under: Under, compartment: string, digest: string): Promise<boolean>;
  /** Keeps what waits, durably, before the event that names it is there. @returns false when it does not wait any more. */
  abstract keep(under: Under, compartment: string, digest: string): Promise<boolean>;
}

/** Where no files are taken in, none is there to be named. */
class NoAttachments extends Attachments {
  override waits(): Promise<boolean> {
    return Promise.resolve(false);
  }
  override keep(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

/** Somebody as the directory or a case's events name them: a unit may be a code of that case. */
export type Somebody = Readonly<{ institution?: string; unit?: string; agent?: string }>;

/** How somebody stands to a case. Answers for the store as it is now, not as some view has it. */
export abstract class CaseStanding {
  /** Ids of the exclusions in force that name them or take them in, of a case or an investigation; those, too, that wait for her to be moved out of their house. */
  abstract exclusions(file: string, who: Somebody): Promise<readonly string[]>;
  /** Whether one keeps them from it now. None keeps the house she lives in from it before she has left (rule 8). */
  abstract isExcluded(file: string, who: Somebody): Promise<boolean>;
  /** Whether their compartment leads or led it, sent or was sent a referral of it, or has a part in a return or a permit of hers. */
  abstract isParty(caseId: string, who: Somebody): Promise<boolean>;
}

/** What every handler writes and reads through. */
@Injectable()
export class Recorder {
  constructor(
    readonly recording: Recording,
    readonly keys: SubjectKeys,
    readonly standing: CaseStanding,
    /** The deadlines in force. */
    readonly clocks: ClockPolicy = ownClocks,
    readonly attachments: Attachments = new NoAttachments(),
  ) {}

  transact<S, C extends Command, E extends DomainEvent, F, R extends string>(
    slice: Slice<S, C, E, F, R>,
    stream: string,
    command: C,
    options: TransactOptions<F> = {},
  ): Promise<Accepted | Refusal<R | RecordingRefusal>> {
    return transact(this.recording, slice, stream, command, options);
  }

  /** A stream's state as of now. `seq` is -1 for a stream that does not exist. */
  load<S, C extends Command, E extends DomainEvent, F, R extends string>(slice: Slice<S, C, E, F, R>, stream: string): Promise<History<S>> {
    return this.recording.histories.load(slice, stream);
  }
}
