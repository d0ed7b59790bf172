import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Callers } from '@amparo/access/callers.handlers';
import { isStillOpen, Selection } from '@amparo/institution-views/evidence-bundle/evidence-bundle';
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
  const selection = app.get(Selection, { strict: false });
  app.getHttpAdapter().getInstance().get<{ Params: { id: string } }>('/bundles/:id', (request, reply) =>
    answered(callers, admission.isOpen, request, reply, async (caller) => {
      const bundle = issued.find(request.params.id, caller);
      // What was open when it was issued must be open still.
      if (!bundle || !isStillOpen(bundle.shows, (await selection.of(caller, bundle.file)) ?? [])) throw new Refusal('NOT_FOUND');
      return reply
        .headers({ 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${bundle.name}.zip"`, 'cache-control': 'no-store' })
        .send(Buffer.from(bundle.archive));
    }),
  );
}
