import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealKey, sealOf } from './pki';

describe('a seal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-seal-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const pem = (name: string): string => readFileSync(at(name), 'utf8');
  const content = Buffer.from('0000  VERIFY.md\n');
  const verified = (seal: Uint8Array, of: Uint8Array = content, root = 'root.pem'): boolean => {
    writeFileSync(at('seal'), seal);
    writeFileSync(at('content'), of);
    return spawnSync('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'seal', '-content', 'content', '-CAfile', root, '-purpose', 'any', '-out', '/dev/null'], { cwd: folder }).status === 0;
  };

  beforeAll(() => {
    for (const name of ['root', 'other']) openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`, '-days', '30');
    openssl('req', '-newkey', 'rsa:3072', '-nodes', '-keyout', 'seal.key', '-out', 'seal.csr', '-subj', '/O=PGR/CN=Sello');
    openssl('x509', '-req', '-in', 'seal.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '30', '-out', 'seal.pem');
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'curve.key');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is what openssl finds good under the chain of who sealed, and under no other; the same bytes give the same seal', () => {
    const key = sealKey(pem('seal.key'), pem('seal.pem'));
    const seal = sealOf(content, key);
    expect([verified(seal), verified(seal, Buffer.from('0001  VERIFY.md\n')), verified(seal, content, 'other.pem')]).toEqual([true, false, false]);
    expect(sealOf(content, key)).toEqual(seal);
    const spoilt = Uint8Array.from(seal);
    spoilt[spoilt.length - 9]! ^= 1;
    expect(verified(spoilt)).toBe(false);
  });

  it('is made with an RSA key and its own certificate alone', () => {
    expect(() => sealKey(pem('curve.key'), pem('seal.pem'))).toThrow('RSA key of 2,048 bits');
    expect(() => sealKey(pem('other.key'), pem('seal.pem'))).toThrow('not of this key');
    expect(() => sealKey(pem('seal.key'), '')).toThrow('no certificate');
    expect(() => sealKey('', pem('seal.pem'))).toThrow();
  });
});
