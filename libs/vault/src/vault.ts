import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { base64url, canonicalJson, eventId, keyCommitment, openPart, sealPart, type SealedDescriptor, type SealedPart } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import { SubjectErased, transact, type EventIdentity, type Recording, type Seal } from '@amparo/event-store';
import { Attachments } from './attachments';
import { CreateKeys, keySlice } from './key-creation';
import { readKeyFile, type KeyFile } from './key-file';
import { FileKeyWrapper, KeyStore, type KeyRow } from './key-store';
import { RandomPool } from './random-pool';

/** Erased or held together: three key classes a subject. */
const keyClasses = ['identity', 'care', 'investigation'] as const;

/** How many unwrapped keys are kept at hand. */
const mostKeys = 5_000;

/** Keys per subject and class, and everything that is done with them. Data keys never leave it. */
export class Vault {
  private readonly byKid = new Map<string, KeyRow>();
  private readonly byOwner = new Map<string, KeyRow>();
  private readonly random = new RandomPool();

  private constructor(
    private readonly file: KeyFile,
    private readonly keys: KeyStore,
  ) {}

  /** @throws with what to do, when the key file is missing, readable by others, damaged, or not the one of these keys. */
  static open({ keyFile, keyStore }: { keyFile: string; keyStore: string }): Vault {
    const file = readKeyFile(keyFile);
    return new Vault(file, new KeyStore(keyStore, new FileKeyWrapper(file.id, file.kek)));
  }

  /** Seals the fields of one event: a part for each subject and key class, sorted by key id. @throws when a subject has no key yet. */
  readonly seal: Seal = (event, requests) => {
    const sealed = requests.map(({ subject, keyClass, fields }) => {
      const key = this.current(subject, keyClass);
      const salts = Object.fromEntries(Object.keys(fields).map((name) => [name, this.random.take(16)]));
      return sealPart({ dek: key.dek, kid: key.kid, event, fields, salts, iv: this.random.take(12) });
    });
    sealed.sort((a, b) => (a.part.kid < b.part.kid ? -1 : 1));
    return Promise.resolve({ descriptors: sealed.map(({ descriptor }) => descriptor), parts: sealed.map(({ part }) => part) });
  };

  /** The disclosures (RFC 9901) of a part, a field each in the order of the envelope, or ERASED when its key is gone. @throws as `open`. */
  disclose(event: EventIdentity, descriptor: SealedDescriptor, part: SealedPart): readonly string[] | 'ERASED' {
    const key = this.key(descriptor.kid);
    return key ? openPart({ dek: key.dek, descriptor, part, event }).disclosures : 'ERASED';
  }

  /** The fields of a part, or ERASED when its key is gone. @throws SealedPartError when the part is not what the envelope says. */
  open(event: EventIdentity, descriptor: SealedDescriptor, part: SealedPart): Record<string, unknown> | 'ERASED' {
    const key = this.key(descriptor.kid);
    return key ? openPart({ dek: key.dek, descriptor, part, event }).fields : 'ERASED';
  }

  /** Makes a subject findable by a text that is kept nowhere: only its keyed hash, which goes with the key of this class. */
  makeFindable(subject: string, keyClass: string, terms: readonly Readonly<{ kind: string; term: string }>[]): void {
    if (terms.length === 0) return;
    const { kid } = this.current(subject, keyClass);
    this.keys.keepBlind(terms.map((term) => ({ token: this.token(term), owner: subject, kid, kind: term.kind })));
  }

  /** The subjects that were made findable by this very term. */
  find(term: object): string[] {
    return this.keys.owners(this.token(term));
  }

  /**
   * Other subjects that were made findable by a term this one was made findable by, with the kinds of such terms: no term is known here.
   * A term of more than `most` subjects does not count.
   */
  alike(subject: string, most: number): ReadonlyMap<string, readonly string[]> {
    const kinds = new Map<string, string[]>();
    for (const { other, kind } of this.keys.sharers(subject, most)) if (kind !== '') kinds.set(other, [...(kinds.get(other) ?? []), kind]);
    return kinds;
  }

  private token(term: object): Buffer {
    return createHmac('sha256', this.file.blindIndex).update(canonicalJson(term)).digest();
  }

  /**
   * Gives a subject the keys of the classes of which it has none, or none any more: kept wrapped first, then logged, then read back;
   * only then is anything sealed under them. Sent again it finds them there. Keys whose logging was lost harm nothing.
   */
  async createSubjectKeys(recording: Recording, subject: string, meta: CommandMeta): Promise<void> {
    const stream = `subject-${subject}`;
    const known = await recording.histories.load(keySlice, stream);
    const missing = keyClasses.filter((keyClass) => !known.state.some((key) => key.class === keyClass));
    if (missing.length > 0) {
      const made = missing.map((keyClass) => ({ kid: randomUUID(), owner: subject, class: keyClass, dek: randomBytes(32) }));
      this.keys.keep(made);
      await this.log(recording, stream, meta, 'SubjectKeyCreated', made);
    }
    const { state } = await recording.histories.load(keySlice, stream);
    this.keys.confirm(state.map(({ kid }) => kid));
  }

  /** The key id under which reads of a compartment in a month (`2026-11`) are sealed; made and logged at its first use. */
  async accessKey(recording: Recording, compartment: string, month: string, meta: CommandMeta): Promise<string> {
    const owner = `access ${compartment}`;
    const there = this.cached(owner, month);
    if (there) return there.kid;
    const made = { kid: randomUUID(), owner, class: month, dek: randomBytes(32) };
    this.keys.keep([made]);
    await this.log(recording, 'log-access', meta, 'AccessKeyCreated', [made]);
    this.keys.confirm([made.kid]);
    return this.current(owner, month).kid;
  }

  /** Destroys a key, and every row by which what was sealed under it can be found. What was sealed under it opens nowhere any more. */
  destroy(kid: string): void {
    this.keys.destroy(kid);
    this.byKid.delete(kid);
    for (const [name, key] of this.byOwner) if (key.kid === kid) this.byOwner.delete(name);
  }

  /** Seals the cases that were read, under the access key of compartment and month. */
  readonly sealReads = (event: EventIdentity, compartment: string, month: string, fields: Readonly<Record<string, unknown>>): ReturnType<Seal> =>
    this.seal(event, [{ subject: `access ${compartment}`, keyClass: month, fields }]);

  /** Keyed digest of a command's input: tells two inputs apart and nothing of either. */
  readonly digest = (input: object): string => createHmac('sha256', this.file.inputDigest).update(canonicalJson(input)).digest('base64url');

  /** The code that stands for a residential unit, its agent or its client in the events of one case; the same each time, and in no other case. */
  caseCode(caseId: string, stands: 'UNIT' | 'AGENT' | 'CLIENT', of: string): string {
    const digest = createHmac('sha256', this.file.caseCode).update(canonicalJson([caseId, stands, of])).digest('hex');
    return `cc-${digest.slice(0, 24)}`;
  }

  /** Files of subjects in a folder beside the store, sealed under their keys. */
  attachments(folder: string): Attachments {
    return new Attachments(folder, { byKid: (kid) => this.key(kid), current: (subject, keyClass) => this.current(subject, keyClass) });
  }

  close(): void {
    this.byKid.clear();
    this.byOwner.clear();
    this.keys.close();
  }

  private async log(recording: Recording, stream: string, meta: CommandMeta, type: 'SubjectKeyCreated' | 'AccessKeyCreated', made: readonly KeyRow[]): Promise<void> {
    const logged = made.map(({ kid, class: keyClass, dek }) => ({
      kid,
      ...(type === 'SubjectKeyCreated' && { class: keyClass }),
      kc: base64url(keyCommitment(dek)),
    }));
    const id = eventId(meta.actor.client, stream, meta.id, made.length);
    await transact(recording, keySlice, stream, new CreateKeys({ type, keys: logged }, { ...meta, id, at: meta.receivedAt }));
  }

  private current(owner: string, keyClass: string): KeyRow {
    const key = this.cached(owner, keyClass);
    if (!key && this.keys.isDestroyed(owner, keyClass)) throw new SubjectErased();
    if (!key) throw new Error('nothing can be sealed for this subject: its keys are not created yet');
    return key;
  }

  private cached(owner: string, keyClass: string): KeyRow | undefined {
    const name = `${owner} ${keyClass}`;
    const known = this.byOwner.get(name) ?? this.keys.current(owner, keyClass);
    if (known) bounded(this.byOwner, name, known);
    return known;
  }

  private key(kid: string): KeyRow | undefined {
    const known = this.byKid.get(kid) ?? this.keys.key(kid);
    if (known) bounded(this.byKid, kid, known);
    return known;
  }
}

/** The newest last, the oldest out. */
function bounded(map: Map<string, KeyRow>, name: string, key: KeyRow): void {
  map.delete(name);
  map.set(name, key);
  if (map.size > mostKeys) map.delete(map.keys().next().value as string);
}
