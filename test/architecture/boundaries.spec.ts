import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

type Rule = { name: string; comment?: string };
const rules: Rule[] = jest.requireActual<{ forbidden: Rule[] }>('./boundaries.cjs').forbidden;

/** One file per rule that breaks it, and what else must stand there for the import to resolve. */
const broken: Record<string, string> = {
  'libs/event-sourcing/src/decider.ts': "import 'node:crypto';",
  'libs/event-store/src/transact.ts': "import '../../vault/src/index';",
  'libs/protocol/src/referral/referral.ts': "import '@nestjs/common'; import './referral.handlers';",
  'libs/protocol/src/referral/rules.ts': "import '../../../event-store/src/index'; import 'date-holidays';",
  'libs/protocol/src/referral/referral.handlers.ts': "import '@nestjs/graphql'; import '../../../institution-views/src/index';",
  'libs/protocol/src/referral/referral.graphql.ts': "import '../../../vault/src/index';",
  'libs/protocol/src/case/case.handlers.ts': "import '../referral/referral.process'; import '../../../../apps/api/src/main';",
  'libs/protocol/src/referral/referral.process.ts': 'export {};',
  'libs/evidence/src/leaf.ts': "import 'node:fs'; import 'pkijs';",
  'libs/vault/src/index.ts': "import '../../protocol/src/index';",
  'libs/protocol/src/index.ts': "import '../../institution-views/src/visibility/intervals';",
  'libs/institution-views/src/index.ts': 'export {};',
  'libs/institution-views/src/visibility/intervals.ts': "import './memory';",
  'libs/institution-views/src/visibility/memory.ts': "import './intervals';",
  'libs/notary/src/sequencer.ts': "import '../../event-store/src/sqlite/sqlite';",
  'libs/event-store/src/sqlite/sqlite.ts': "import '../memory/memory';",
  'libs/event-store/src/memory/memory.ts': 'export {};',
  'libs/event-store/src/index.ts': 'export {};',
  'libs/access/src/gate.ts': "import './gate.spec'; import './utils/strings';",
  'libs/access/src/gate.spec.ts': 'export {};',
  'libs/access/src/utils/strings.ts': 'export {};',
  'apps/api/src/main.ts': 'export {};',
  'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext" } }',
};

function violations(cwd: string): { rule: string; from: string }[] {
  const depcruise = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [depcruise, '--config', resolve('test/architecture/boundaries.cjs'), '--output-type', 'json', 'apps', 'libs'];
  let json: string;
  try {
    json = execFileSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (failure) {
    json = (failure as { stdout: string }).stdout; // exits with the number of violations
  }
  const { summary } = JSON.parse(json) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}

describe('the import rules', () => {
  let tree: string;
  let found: { rule: string; from: string }[];
  beforeAll(() => {
    tree = mkdtempSync(resolve('test/architecture/.broken-'));
    for (const [file, text] of Object.entries(broken)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    }
    found = violations(tree);
  }, 60_000);
  afterAll(() => rmSync(tree, { recursive: true }));

  it.each(rules.map(({ name }) => name))('%s fires when it is broken', (name) => {
    expect(found.map(({ rule }) => rule)).toContain(name);
  });

  it('each say why', () => {
    expect(rules.filter(({ comment }) => !comment)).toEqual([]);
  });

  it('fire only where something is broken', () => {
    expect(found.map(({ from }) => from)).not.toContain('apps/api/src/main.ts');
  });
});
