import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Callers } from '@amparo/access/callers.handlers';
import { IssuedBundles } from '@amparo/institution-views/evidence-bundle/issued-bundles';
import { answered, Refusal } from './files';
import type { System } from './system';

/**
 * Evidence bundles that were issued, under the same tokens and headers as GraphQL:
 *
 *     GET /bundles/<id>    the archive (zip), for the very agent it was issued to, within 15 minutes
 */
export function serveBundles(app: NestFastifyApplication, { admission }: Pick<System, 'admission'>): void {
  const callers = app.get(Callers);
  const issued = app.get(IssuedBundles, { strict: false });
  app.getHttpAdapter().getInstance().get<{ Params: { id: string } }>('/bundles/:id', (request, reply) =>
    answered(callers, admission.isOpen, request, reply, (caller) => {
      const bundle = issued.find(request.params.id, caller);
      if (!bundle) throw new Refusal('NOT_FOUND');
      return Promise.resolve(
        reply
          .headers({ 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${bundle.name}.zip"`, 'cache-control': 'no-store' })
          .send(Buffer.from(bundle.archive)),
      );
    }),
  );
}
