import { spawnSync } from 'node:child_process';

/** The verifier that goes into every bundle is Python, and so are its tests; python3 and openssl must be on the machine. */
test('the verifier in Python meets its vectors, passes good bundles and finds each spoilt one where it was spoilt', () => {
  const python = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  if (python.error) throw new Error('python3 is not on this machine: install it (Debian: apt-get install python3)');

  const run = spawnSync('python3', ['-B', '-m', 'unittest', '-v', 'test_verify'], { cwd: __dirname, encoding: 'utf8' });

  expect({ status: run.status, failures: run.status === 0 ? '' : run.stderr }).toEqual({ status: 0, failures: '' });
  expect(Number(/^Ran (\d+) tests/m.exec(run.stderr)?.[1])).toBeGreaterThanOrEqual(24);
}, 180_000);
