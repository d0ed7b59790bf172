import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ArchiveError, isSafePath, packed, unpacked } from './archive';

const files = new Map([['data/b', Buffer.from('two')], ['data/a', Buffer.alloc(0)], ['bagit.txt', Buffer.from('ñ\n')]]);
const whole = packed('evidence_1', files);
const reasonOf = (bytes: Uint8Array): string => {
  try {
    unpacked(bytes);
    return 'taken';
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return error.reason;
  }
};

describe('an archive', () => {
  it('is the same bytes whatever order the files come in, and gives them back', () => {
    expect(packed('evidence_1', new Map([...files].reverse()))).toEqual(whole);
    expect(unpacked(whole)).toEqual({ folder: 'evidence_1', files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))) });
  });

  it('is a zip that another program opens', () => {
    const folder = mkdtempSync(join(tmpdir(), 'amparo-archive-'));
    try {
      writeFileSync(join(folder, 'a.zip'), whole);
      execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'a.zip'), folder]);
      expect(execFileSync('python3', ['-m', 'zipfile', '-t', join(folder, 'a.zip')]).toString()).toContain('Done testing');
      for (const [path, bytes] of files) expect(readFileSync(join(folder, 'evidence_1', path))).toEqual(bytes);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is refused with any byte changed, cut off or added: every byte is accounted for', () => {
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect([at, reasonOf(changed)]).not.toEqual([at, 'taken']);
      expect([at, reasonOf(whole.subarray(0, at))]).not.toEqual([at, 'taken']);
    }
    for (const more of [Buffer.concat([whole, Buffer.of(0)]), Buffer.concat([Buffer.of(0), whole]), new Uint8Array(0)]) expect(reasonOf(more)).not.toBe('taken');
  });

  it('climbs nowhere: names are plain, relative and said once', () => {
    for (const path of ['../x', '/x', 'a//b', 'a/./b', 'a/../b', 'a\\b', 'C:x', '.hidden', 'a/', '', 'ñ', 'a\0b', 'x'.repeat(500)]) {
      expect([path, isSafePath(path)]).toEqual([path, false]);
      expect(() => packed('evidence_1', new Map([[path, Buffer.from('x')]]))).toThrow('unsafe_path');
    }
    const twice = Buffer.from(packed('evidence_1', new Map([['a', Buffer.from('1')], ['b', Buffer.from('1')]])));
    for (const at of [...twice.keys()].filter((i) => twice.subarray(i, i + 12).toString('latin1') === 'evidence_1/b')) twice[at + 11] = 'a'.charCodeAt(0);
    expect(reasonOf(twice)).toBe('duplicate_file');
  });

  it('of any bytes throws nothing but what it is refused for', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expect(reasonOf(bytes)).not.toBe('taken')));
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 8 }), (at, bytes) => void reasonOf(Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at)]))));
  });
});
