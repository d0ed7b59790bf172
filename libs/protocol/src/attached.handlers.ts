import { refuse, type Actor, type Refusal } from '@amparo/event-sourcing';
import type { AttachedRefusal, Digests } from './attached';
import { keyClassOf, type DataCategory } from './data-category';
import type { Directory } from './institution/directory.handlers';
import type { Recorder } from './recorder.handlers';

/**
 * The files a command names: uploads of the actor's compartment for this survivor, under the key class of the field that will name
 * them. They are kept before the event is there; kept in vain they are files that nobody can reach.
 */
export class NamedFiles {
  constructor(
    private readonly recorder: Recorder,
    private readonly directory: Directory,
  ) {}

  /** Whether one of them is not there to be named. @param actor uncoded. */
  async unknown(digests: Digests | undefined, subject: string, category: DataCategory, actor: Actor): Promise<boolean> {
    if (!digests || digests.length === 0) return false;
    const compartment = await this.directory.compartment(actor);
    const waiting = await Promise.all(digests.map((digest) => this.recorder.attachments.waits(under(subject, category), compartment, digest)));
    return waiting.includes(false);
  }

  /** Keeps them; a refusal where one was swept meanwhile. */
  async keep(digests: Digests | undefined, subject: string, category: DataCategory, actor: Actor): Promise<Refusal<AttachedRefusal> | undefined> {
    if (!digests || digests.length === 0) return undefined;
    const compartment = await this.directory.compartment(actor);
    for (const digest of digests) {
      if (!(await this.recorder.attachments.keep(under(subject, category), compartment, digest))) return refuse('ATTACHMENT_UNKNOWN', 'the upload is over: upload it again');
    }
    return undefined;
  }
}

const under = (subject: string, category: DataCategory) => ({ subject, keyClass: keyClassOf(category) });
