import fc from 'fast-check';
import { cosigner } from './cosignature';
import { Frontier } from './frontier';
import { MerkleTree } from './merkle-tree';
import { cosignaturesOf, parsePolicy, PolicyError, witnessed, type WitnessRole } from './policy';
import { noteSigner, signNote, vkeyOf } from './signed-note';

const text = 'amparo.test/protocol\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
const log = noteSigner('amparo.test/protocol', Buffer.alloc(32, 1));
const note = signNote(text, log);
const keys = Array.from({ length: 12 }, (_, i) => cosigner(`w${i}.example`, Buffer.alloc(32, 100 + i)));
const line = (organisation: string, role: WitnessRole, key: number): string => `witness ${organisation} ${role} ${keys[key]!.vkey}`;
const file = (...lines: string[]): string => lines.map((one) => `${one}\n`).join('');

const good = file(line('mmujer', 'plain', 0), line('pgr', 'auditing', 1), line('conani', 'plain', 2), line('mirex', 'auditing', 3), 'operator mirex', 'quorum 2 3 0');

const refusal = (policy: string, others?: string[]): string => {
  try {
    parsePolicy(policy, others);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.message;
  }
};

describe('a policy file', () => {
  it('names witnesses, the operator and the quorum, in any order', () => {
    const policy = parsePolicy(good);
    expect(policy.witnesses.map(({ organisation, role, verifier }) => [organisation, role, verifier.name])).toEqual([
      ['mmujer', 'plain', 'w0.example'],
      ['pgr', 'auditing', 'w1.example'],
      ['conani', 'plain', 'w2.example'],
      ['mirex', 'auditing', 'w3.example'],
    ]);
    expect(policy).toMatchObject({ operator: 'mirex', quorum: { k: 2, n: 3, f: 0 } });
    expect(refusal(file(...good.trimEnd().split('\n').reverse()))).toBe('accepted');
  });

  it.each([
    ['without the last LF', good.slice(0, -1), 'policy line 6: malformed_line'],
    ['with an empty line', good.replace('operator', '\noperator'), 'policy line 5: malformed_line'],
    ['with a comment', `# ours\n${good}`, 'policy line 1: malformed_line'],
    ['with two spaces', good.replace('quorum 2', 'quorum  2'), 'policy line 6: malformed_line'],
    ['with CR', good.replaceAll('\n', '\r\n'), 'policy line 1: malformed_vkey'],
    ['with another role', good.replace('plain', 'silent'), 'policy line 1: malformed_line'],
    ['with a key of a log', good.replace(keys[2]!.vkey, log.vkey), 'policy line 3: malformed_vkey'],
    ['with a key of small order', good.replace(keys[2]!.vkey, vkeyOf('w', 4, Buffer.alloc(32))), 'policy line 3: malformed_vkey'],
    ['with a leading zero', good.replace('quorum 2', 'quorum 02'), 'policy line 6: malformed_line'],
    ['with one number too many', good.replace('2 3 0', '2 3 0 1'), 'policy line 6: malformed_line'],
    ['with two operators', good + file('operator pgr'), 'policy line 7: second_operator'],
    ['with two quorums', good + file('quorum 2 3 0'), 'policy line 7: second_quorum'],
    ['without operator', good.replace('operator mirex\n', ''), 'policy: missing_operator'],
    ['without quorum', good.replace('quorum 2 3 0\n', ''), 'policy: missing_quorum'],
    ['that is empty', '', 'policy: missing_operator'],
    ['that counts the operator', good.replace('2 3 0', '3 4 0'), 'policy line 6: wrong_number_of_organisations'],
    ['that wants more than there are', good.replace('2 3 0', '4 3 0'), 'policy line 6: wrong_number_of_organisations'],
    ['whose quorum two histories could reach', good.replace('2 3 0', '1 3 0'), 'policy line 6: quorum_too_small'],
    ['that counts on one dishonest organisation more than its quorum bears', good.replace('2 3 0', '2 3 1'), 'policy line 6: quorum_too_small'],
    ['with a key twice, under one name', good + file(line('pgr', 'plain', 0)), 'policy line 7: key_seen_twice'],
    ['with a key twice, under two names', good + file(`witness pgr plain ${cosigner('other.example', Buffer.alloc(32, 100)).vkey}`), 'policy line 7: key_seen_twice'],
  ])('%s is refused with the line', (_what, policy, says) => expect(refusal(policy)).toBe(says));

  it('with the key of a log as a witness is refused: one key, one use', () => {
    const both = cosigner('w.example', Buffer.alloc(32, 1));
    expect(refusal(good.replace(keys[2]!.vkey, both.vkey), [log.vkey])).toBe('policy line 3: key_seen_twice');
    expect(refusal(good, [log.vkey])).toBe('accepted');
  });

  it('never lets two histories both reach the quorum while at most f organisations are dishonest', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 12 }), (n, k, f) => {
        const policy = file(...Array.from({ length: n }, (_, i) => line(`o${i}`, 'plain', i)), 'operator mirex', `quorum ${k} ${n} ${f}`);
        // The fewest organisations that two quorums can have in common is 2k − n; all of them dishonest would be a fork.
        expect(refusal(policy) === 'accepted').toBe(k <= n && 2 * k - n > f);
      }),
    ));
});

describe('the cosignatures of a note under a policy', () => {
  const policy = parsePolicy(good);
  const cosigned = (...by: [key: number, time: number][]): string => note + by.map(([key, time]) => keys[key]!.cosign(text, time)).join('');
  const told = (signed: string) => witnessed(cosignaturesOf(signed, policy), policy);

  it('tell which organisations cosigned, when, and whether they are k of n', () => {
    expect(told(note)).toEqual({ organisations: new Map(), quorum: false, audited: false });
    expect(told(cosigned([0, 50]))).toEqual({ organisations: new Map([['mmujer', 50]]), quorum: false, audited: false, newest: 50 });
    expect(told(cosigned([0, 50], [2, 40]))).toEqual({ organisations: new Map([['mmujer', 50], ['conani', 40]]), quorum: true, audited: false, newest: 50 });
    expect(told(cosigned([0, 50], [1, 60]))).toMatchObject({ quorum: true, audited: true, newest: 60 });
  });

  it('do not count the operator, neither for the quorum nor as an auditor', () => {
    expect(told(cosigned([0, 50], [3, 60]))).toEqual({ organisations: new Map([['mmujer', 50]]), quorum: false, audited: false, newest: 50 });
  });

  it('count an organisation once, and a key once: the first line of it', () => {
    const twoKeys = parsePolicy(good + file(line('mmujer', 'auditing', 4)));
    expect(witnessed(cosignaturesOf(cosigned([0, 50], [4, 60]), twoKeys), twoKeys)).toEqual({ organisations: new Map([['mmujer', 60]]), quorum: false, audited: true, newest: 60 });
    expect(told(cosigned([0, 50], [0, 90]))).toMatchObject({ organisations: new Map([['mmujer', 50]]), quorum: false });
  });

  it('pass over unknown keys, and refuse a wrong cosignature by a known one', () => {
    expect(told(cosigned([7, 50], [8, 50], [0, 50]))).toMatchObject({ organisations: new Map([['mmujer', 50]]) });
    const other = keys[0]!.cosign(text.replace('7', '8'), 50);
    expect(() => cosignaturesOf(note + other, policy)).toThrow('bad_signature');
  });

  it('reach the quorum exactly when k organisations of the policy are among those who signed', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 11 })), (by) => {
        const { quorum, audited, organisations } = told(cosigned(...by.map((key): [number, number] => [key, 10 + key])));
        const counted = by.filter((key) => key < 3);
        expect([...organisations.keys()].sort()).toEqual(counted.map((key) => ['mmujer', 'pgr', 'conani'][key]!).sort());
        expect(quorum).toBe(counted.length >= 2);
        expect(audited).toBe(counted.includes(1));
      }),
    ));
});

describe('the right edge of a tree', () => {
  it('has the root of the tree at every size, also when it goes on from what was kept', () => {
    const tree = new MerkleTree();
    let edge = new Frontier();
    for (let size = 0; size < 130; size++) {
      expect(Buffer.from(edge.root()).equals(tree.root())).toBe(true);
      tree.append(Buffer.alloc(32, size));
      edge = new Frontier(edge.size, edge.hashes());
      edge.append(Buffer.alloc(32, size));
    }
    expect(() => new Frontier(3, edge.hashes().slice(0, 1))).toThrow(RangeError);
  });
});
