import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const config = (folder: string, name: string): string => `
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[web]
extendedKeyUsage = critical,serverAuth
[loose]
extendedKeyUsage = timeStamping
[ts]
default_tsa = one
[one]
serial = ${folder}/${name}.serial
signer_cert = ${folder}/${name}.pem
signer_key = ${folder}/${name}.key
certs = ${folder}/chain.pem
signer_digest = sha256
digests = sha256,sha384
default_policy = 1.3.6.1.4.1.99999.1
ess_cert_id_alg = sha256
ess_cert_id_chain = no
`;

/** A time-stamping authority of RFC 3161 as OpenSSL makes one: a root, a certificate under it, and answers over HTTP. */
export class TimeAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'amparo-tsa-'));
  private server: Server | undefined;
  /** Requests that came. */
  readonly asked: Buffer[] = [];
  /** What is done to an answer before it goes out. */
  spoil: (answer: Buffer, request: Buffer) => { status?: number; body: Buffer } = (body) => ({ body });

  constructor(private readonly algorithm: readonly string[] = ['rsa:2048']) {
    this.issue('root', 'ca');
    writeFileSync(join(this.folder, 'chain.pem'), this.pem('root'));
    this.issue('authority', 'tsa', 'root');
  }

  /** A certificate of a name. @param days it is valid, from now. */
  issue(name: string, extensions: 'ca' | 'tsa' | 'web' | 'loose', by?: string, days = 30): void {
    const at = (ending: string): string => join(this.folder, `${name}.${ending}`);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(at('cnf'), `[req]\ndistinguished_name=dn\n[dn]\n${config(this.folder, name)}`);
    writeFileSync(at('serial'), '01\n');
    const subject = ['-subj', `/O=Amparo test/CN=${name}`, '-config', at('cnf')];
    this.openssl('req', '-new', '-newkey', ...this.algorithm, '-nodes', '-keyout', at('key'), '-out', at('csr'), ...subject);
    const signer = by === undefined ? ['-signkey', at('key')] : ['-CA', join(this.folder, `${by}.pem`), '-CAkey', join(this.folder, `${by}.key`), '-CAcreateserial'];
    this.openssl('x509', '-req', '-in', at('csr'), '-out', at('pem'), '-days', String(days), '-extfile', at('cnf'), '-extensions', extensions, ...signer);
  }

  pem(name: string): string {
    return readFileSync(join(this.folder, `${name}.pem`), 'utf8');
  }

  /** What an authority of that name answers to a request. */
  answer(request: Uint8Array, name = 'authority'): Buffer {
    const [query, reply] = [join(this.folder, 'query.tsq'), join(this.folder, 'reply.tsr')];
    writeFileSync(query, request);
    this.openssl('ts', '-reply', '-config', join(this.folder, `${name}.cnf`), '-section', 'one', '-queryfile', query, '-out', reply);
    return readFileSync(reply);
  }

  /** An answer with what another attests, signed by a certificate that OpenSSL's authority would refuse to sign with. @param more certificates put in beside it. */
  forged(answer: Uint8Array, name: string, more: readonly string[] = []): Buffer {
    const at = (file: string): string => join(this.folder, file);
    writeFileSync(at('good.tsr'), answer);
    this.openssl('ts', '-reply', '-in', at('good.tsr'), '-token_out', '-out', at('good.token'));
    this.openssl('cms', '-verify', '-noverify', '-inform', 'DER', '-in', at('good.token'), '-out', at('info'));
    writeFileSync(at('more.pem'), [this.pem('root'), ...more.map((one) => this.pem(one))].join(''));
    const kind = ['-econtent_type', '1.2.840.113549.1.9.16.1.4', '-nodetach', '-binary', '-cades', '-nosmimecap'];
    this.openssl('cms', '-sign', ...kind, '-outform', 'DER', '-in', at('info'), '-signer', at(`${name}.pem`), '-inkey', at(`${name}.key`), '-certfile', at('more.pem'), '-md', 'sha256', '-out', at('forged.token'));
    const token = readFileSync(at('forged.token'));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(token.length + 5);
    return Buffer.concat([Buffer.of(0x30, 0x82), length, Buffer.from('3003020100', 'hex'), token]);
  }

  /** OpenSSL's own verdict over an answer. */
  opensslVerifies(answer: Uint8Array, data: string): boolean {
    const [file, reply] = [join(this.folder, 'data'), join(this.folder, 'check.tsr')];
    writeFileSync(file, data);
    writeFileSync(reply, answer);
    return this.openssl('ts', '-verify', '-data', file, '-in', reply, '-CAfile', join(this.folder, 'root.pem')).includes('Verification: OK');
  }

  /** @param port one that it had before, or any. @returns its address. */
  async start(port = 0): Promise<URL> {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        const asked = Buffer.concat(parts);
        this.asked.push(asked);
        const { status = 200, body } = this.spoil(this.answer(asked), asked);
        response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body);
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(port, '127.0.0.1', resolve));
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/tsr`);
  }

  /** Stops answering; what is asked finds nobody. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
    this.server = undefined;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  openssl(...args: readonly string[]): string {
    return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  }
}
