import { spawn, type ChildProcess } from 'node:child_process';

/** A server of its own process, as `npm start` runs it. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
  ) {}

  /** Starts the compiled `main` and fulfils when it is ready. @throws with what it said, when it is not. */
  static async start(main: string, env: NodeJS.ProcessEnv, port: number): Promise<Server> {
    const child = spawn(process.execPath, [main], { env: { ...env, PORT: String(port), AMPARO_LOG: 'error' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4_000)));
    const address = `http://127.0.0.1:${port}`;
    for (let attempt = 0; attempt < 300; attempt++) {
      if (child.exitCode !== null) throw new Error(`the server did not start: ${said}`);
      const ready = await fetch(`${address}/health/ready`).then(({ ok }) => ok, () => false);
      if (ready) return new Server(child, address);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    child.kill('SIGKILL');
    throw new Error(`the server is not ready after 30 seconds: ${said}`);
  }

  /** SIGTERM lets it finish what has begun; SIGKILL does not. */
  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    return new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.kill(signal);
    });
  }
}
