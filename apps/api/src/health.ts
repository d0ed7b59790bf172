import { Controller, Get, Header, HttpCode, Res } from '@nestjs/common';

/** What readiness looks at. Each answers true when its part can do its work now. */
export abstract class Readiness {
  /** Part → whether it can do its work. */
  abstract parts(): Promise<Readonly<Record<string, boolean>>>;
}

type Reply = Readonly<{ code(status: number): unknown }>;

@Controller('health')
export class Health {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs. */
  @Get('live')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /** Every part it needs to answer is there; 503 names the ones that are not. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: Reply) {
    const parts = await this.readiness.parts();
    const ok = Object.values(parts).every(Boolean);
    reply.code(ok ? 200 : 503);
    return { status: ok ? 'ok' : 'unavailable', parts };
  }
}
