import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { attachers } from '@amparo/access';
import { Callers } from '@amparo/access/callers.handlers';
import { AttachmentReader } from '@amparo/institution-views/attachments/attachment-reader.graphql';
import { caseSlice, caseStream, dataCategories, keyClassOf } from '@amparo/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkedContent } from './content-type';
import { answered, Refusal } from './files';
import type { System } from './system';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const endings: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png', 'image/tiff': 'tif', 'text/plain': 'txt' };

/**
 * Files beside GraphQL, under the same tokens and headers. Ids stand in the query, which no log holds.
 *
 *     POST /attachments?case=…&category=PROTECTION   body: the file; Content-Digest (RFC 9530) is checked where it is given
 *     GET  /attachments?case=…&event=…&n=0           the n-th file that an entry names, streamed; the read is recorded first
 */
export class AttachmentEndpoints {
  private readonly callers: Callers;
  private readonly reader: AttachmentReader;

  constructor(
    app: NestFastifyApplication,
    private readonly system: System,
  ) {
    this.callers = app.get(Callers);
    this.reader = app.get(AttachmentReader, { strict: false });
  }

  async upload(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    return answered(this.callers, this.system.admission.isOpen, request, reply, async (caller) => {
      const { case: caseId = '', category } = request.query as Readonly<Record<string, string>>;
      const named = dataCategories.find((one) => one === category);
      if (!uuid.test(caseId) || !named) throw new Refusal('BAD_USER_INPUT');
      if (!caller.roles.some((role) => attachers.includes(role))) throw new Refusal('FORBIDDEN_FOR_ROLE');
      if (!this.reader.holds(caller, caseId)) throw new Refusal('NOT_FOUND');
      const opened = (await this.system.recording.histories.load(caseSlice, caseStream(caseId))).state.opened;
      if (!opened) throw new Refusal('NOT_FOUND');
      const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
      const expected = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(String(request.headers['content-digest'] ?? ''))?.[1];
      const accept = (digest: string): void => {
        if (expected !== undefined && Buffer.from(expected, 'base64').toString('hex') !== digest) throw new Refusal('ATTACHMENT_SPOILT');
      };
      const content = checkedContent((request.body as Readable).iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>, type, this.system.config.attachmentLimit);
      const under = { subject: opened.subject, keyClass: keyClassOf(named) };
      const { digest, size } = await this.system.attachments.upload(under, caller.compartment, type, content, accept);
      return reply.code(201).send({ digest, size });
    });
  }

  async download(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    return answered(this.callers, this.system.admission.isOpen, request, reply, async (caller) => {
      const { case: caseId = '', event = '', n = '0' } = request.query as Readonly<Record<string, string>>;
      const named = uuid.test(caseId) && /^\d{1,2}$/.test(n) ? await this.reader.find(caller, caseId, event, Number(n)) : undefined;
      const file = named ? await this.system.attachments.read(named.kid, named.digest) : 'ERASED';
      if (!named || file === 'ERASED') throw new Refusal('NOT_FOUND');
      return reply
        .headers({
          'content-type': file.type,
          'content-length': file.size,
          'content-disposition': `attachment; filename="${createHash('sha256').update(event).digest('hex').slice(0, 8)}-${n}.${endings[file.type] ?? 'bin'}"`,
          'repr-digest': `sha-256=:${Buffer.from(named.digest, 'hex').toString('base64')}:`,
          'content-security-policy': "default-src 'none'; sandbox",
        })
        .send(Readable.from(file.content));
    });
  }
}

/** Adds the endpoints to a server that does not listen yet. Bodies of theirs are streams; those of GraphQL stay what they were. */
export function serveAttachments(app: NestFastifyApplication, system: System): void {
  const endpoints = new AttachmentEndpoints(app, system);
  app.getHttpAdapter().getInstance().register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, parsed) => parsed(null, body));
    scope.post('/attachments', { bodyLimit: system.config.attachmentLimit }, (request, reply) => endpoints.upload(request, reply));
    scope.get('/attachments', (request, reply) => endpoints.download(request, reply));
    done();
  });
}
