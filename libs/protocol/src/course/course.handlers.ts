import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { eventId } from '@amparo/evidence';
import type { CommandMeta } from '@amparo/event-sourcing';
import { Directory } from '../institution/directory.handlers';
import { administratorOf } from '../institution/institution.handlers';
import { Recorder, type Outcome } from '../recorder.handlers';
import { AwardCertificate, courseSlice, courseStream, heldBy, RevokeCertificate, ScheduleCourse, type CourseCommand, type CourseFacts } from './course';

@Injectable()
class CourseHandler<C extends CourseCommand> {
  constructor(
    protected readonly recorder: Recorder,
    protected readonly directory: Directory,
  ) {}

  execute(command: C): Promise<Outcome> {
    return this.record(command);
  }

  protected record(command: C, facts: Partial<CourseFacts> = {}): Promise<Outcome> {
    return this.recorder.transact(courseSlice, courseStream(command.input.course), command, {
      facts: async () => ({ ...(await this.facts(command)), ...facts }),
      before: () => this.before(command),
    });
  }

  /** What must be there before the events are. */
  protected before(_command: C): Promise<void> {
    return Promise.resolve();
  }

  private async facts(command: CourseCommand): Promise<CourseFacts> {
    const providers = command.type === 'ScheduleCourse' ? command.input.providers : ((await this.recorder.load(courseSlice, courseStream(command.input.course))).state.scheduled?.providers ?? []);
    const named = command.type === 'ScheduleCourse' ? providers : command.type === 'AwardCertificate' && command.input.institution !== undefined ? [command.input.institution] : [];
    const known = await Promise.all(named.map((code) => this.directory.institution(code)));
    const administrator = await this.administrator(command.meta, providers);
    return { institutionsKnown: known.every((institution) => institution !== undefined), ...(administrator && { administrator }) };
  }

  private async administrator(meta: CommandMeta, providers: readonly string[]): Promise<CourseFacts['administrator']> {
    for (const provider of providers) {
      const administrator = await administratorOf(this.directory, meta, provider);
      if (administrator) return administrator;
    }
    return undefined;
  }
}

@CommandHandler(ScheduleCourse)
class ScheduleCourseHandler extends CourseHandler<ScheduleCourse> {
  override execute({ input, meta }: ScheduleCourse): Promise<Outcome> {
    return this.record(new ScheduleCourse({ ...input, course: eventId(meta.actor.client, 'new-course', meta.id, 0) }, meta));
  }
}

/** Who is certified twice is one person: an agent's, an earlier holder's, or a new one. A client names none by subject id. */
@CommandHandler(AwardCertificate)
class AwardCertificateHandler extends CourseHandler<AwardCertificate> {
  override async execute({ input, meta }: AwardCertificate): Promise<Outcome> {
    const { client } = meta.actor;
    const certificate = eventId(client, 'new-certificate', meta.id, 0);
    const person = (await this.holder(input)) ?? eventId(client, 'new-person', meta.id, 0);
    const missing = person === 'AGENT_UNKNOWN' || person === 'CERTIFICATE_UNKNOWN' ? person : undefined;
    const outcome = await this.record(new AwardCertificate({ ...input, certificate, person }, meta), missing && { holderMissing: missing });
    if ('refused' in outcome) return outcome;
    // Held already: the certificate that stands.
    const { state } = await this.recorder.load(courseSlice, courseStream(input.course));
    return { ...outcome, created: outcome.events.length > 0 ? certificate : (heldBy(state, person)?.certificate ?? certificate) };
  }

  private async holder({ agent, institution, earlier }: AwardCertificate['input']): Promise<string | undefined> {
    const standing = agent === undefined ? undefined : await this.directory.agent(institution ?? '', agent);
    if (agent !== undefined && !standing) return 'AGENT_UNKNOWN';
    if (!earlier) return standing?.person;
    const { state } = await this.recorder.load(courseSlice, courseStream(earlier.course));
    const held = state.certificates[earlier.certificate]?.person;
    return held !== undefined && (standing === undefined || standing.person === held) ? held : 'CERTIFICATE_UNKNOWN';
  }

  protected override before({ input, meta }: AwardCertificate): Promise<void> {
    return this.recorder.keys.createSubjectKeys(input.person, meta);
  }
}

@CommandHandler(RevokeCertificate)
class RevokeCertificateHandler extends CourseHandler<RevokeCertificate> {
  override async execute(command: RevokeCertificate): Promise<Outcome> {
    const outcome = await super.execute(command);
    return 'refused' in outcome ? outcome : { ...outcome, created: command.input.certificate };
  }
}

export const courseHandlers = [ScheduleCourseHandler, AwardCertificateHandler, RevokeCertificateHandler];
