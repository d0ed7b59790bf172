import { parseArgs } from 'node:util';
import { witnessConfigFrom } from './configuration';
import { witnessRoles } from './memory';
import { newWitness, startWitness } from './running';

const usage = `witness init --name <name> [--role plain|auditing]   a key (mode 0400) and an empty memory; prints the verifier key
witness start                                        serves until it is told to stop

A name is a schema-less address, for example witness.pgr.example/w1. AMPARO_WITNESS_DATA (default witness/data) is what it
remembers, AMPARO_WITNESS_KEY (witness/key.json) its key, AMPARO_WITNESS_LOGS (witness/logs) the logs it knows, one a line:

  log <origin> <vkey> [<address of the log's tiles>]

An auditing witness needs the address, and where the leaves are guarded AMPARO_WITNESS_TOKEN, a file with a bearer token.
PORT (4100) and AMPARO_WITNESS_ADDRESS (127.0.0.1) say where it listens.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main([verb, ...args]: readonly string[]): Promise<number> {
  const config = witnessConfigFrom(process.env);
  if (verb === 'init') {
    const { values } = parseArgs({ args: [...args], options: { name: { type: 'string' }, role: { type: 'string', default: 'plain' } } });
    const role = witnessRoles.find((one) => one === values.role);
    if (values.name === undefined || !role) {
      process.stderr.write(`${usage}\n`);
      return 64;
    }
    const { vkey } = newWitness(config, values.name, role);
    say(`Key     ${config.keyFile}   back it up apart from the memory
Memory  ${config.data}   without it this key must not sign again

The line for policies:

  witness <organisation> ${role} ${vkey}`);
    return 0;
  }
  if (verb !== 'start' || args.length > 0) {
    process.stderr.write(`${usage}\n`);
    return verb === '--help' ? 0 : 64;
  }
  const running = await startWitness(config, (line) => say(JSON.stringify({ time: new Date().toISOString(), ...line })));
  say(JSON.stringify({ time: new Date().toISOString(), level: 'info', serves: running.address, role: running.identity.role, vkey: running.identity.vkey }));
  await new Promise<void>((stop) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop());
  });
  await running.close();
  return 0;
}

void main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`the witness does not start. ${error.message}\n`);
    process.exitCode = 1;
  },
);
