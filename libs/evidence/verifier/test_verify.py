"""python3 -m unittest, from this folder: published vectors, then good bundles, then bundles each spoilt by one change."""
import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
import zlib

import make_bundle as m
import verify as v

HERE = os.path.dirname(os.path.abspath(__file__))
VECTORS = os.path.join(HERE, '..', 'src', 'vectors')
AUTHORITY, STRANGER = m.Authority(), m.Authority('stranger')
S, R, D = 'data/streams/%s/' % m.STREAM, 'data/streams/%s/' % m.REFERRAL, 'data/erasures/streams/%s/' % m.SUBJECT
E0, E1, E2, E3 = (S + 'events/00000%d.json' % i for i in range(4))
P0, P1, P3, W2 = S + 'proofs/000000.tlog-proof', S + 'proofs/000001.tlog-proof', S + 'proofs/000003.tlog-proof', S + 'withheld/000002.leafhash'
R0, R1, X1 = R + 'events/000000.json', R + 'events/000001.json', S + 'disclosures/000001.txt'
CP, SCOPE, RANGE, STAMP = 'data/checkpoint', 'data/scope.json', 'data/heads/range.json', 'data/stamps/000001.'
ATT = 'data/attachments/' + hashlib.sha256(m.ATTACHMENT).hexdigest()
WITHHELD, NOW = [(m.STREAM, 2, 'THIRD_PARTY')], None
GOOD = m.Bundle(AUTHORITY)
NOW = GOOD.now
MIN = 60000


KEPT = tempfile.TemporaryDirectory()  # the trust folders that most bundles are judged by, and one file for the bundle itself


def folder_of(trust):
    folder = os.path.join(KEPT.name, hashlib.sha256(repr(sorted(trust.items())).encode()).hexdigest())
    return folder if os.path.isdir(folder) else m.write_folder(trust, folder)


def judge(files, trust=None, held=None):
    """(verdict, reason, place) of files in an archive; trust None means all of the good bundle's."""
    try:
        scope = json.loads(files[SCOPE].decode())
        top = 'evidence_%s_%s' % (scope['file'], scope['export'])
    except (KeyError, ValueError):
        top = 'evidence_x_x'
    return judge_zip(m.zip_bytes(m.archive(files, top)), trust, held)


def judge_zip(raw, trust=None, held=None):
    m.write_folder({'b.zip': raw, 'held': held or b''}, KEPT.name)
    return v.verify(os.path.join(KEPT.name, 'b.zip'), folder_of(GOOD.trust() if trust is None else trust),
                    os.path.join(KEPT.name, 'held') if held else None)[:3]


# -- changes to finished files ------------------------------------------------------------------------------------------------
def flip(path, at=None):
    def change(files):
        raw = bytearray(files[path])
        raw[len(raw) // 2 if at is None else at] ^= 1
        files[path] = bytes(raw)
    return change


def put(path, raw):
    return lambda files: files.__setitem__(path, raw(files) if callable(raw) else raw)


def drop(*prefixes):
    def change(files):
        for path in list(files):
            if path.startswith(prefixes):
                del files[path]
    return change


def swap(*pairs):
    def change(files):
        for a, b in pairs:
            files[a], files[b] = files[b], files[a]
    return change


def replaced(path, old, new):
    def change(files):
        assert old in files[path], (path, old)
        files[path] = files[path].replace(old, new, 1)
    return change


def both(*changes):
    return lambda files: [change(files) for change in changes]


def scope(**members):
    def change(files):
        value = json.loads(files[SCOPE])
        value.update(members)
        files[SCOPE] = m.canon(value)
    return change


def show_withheld(files):
    del files[W2]
    files[E2] = GOOD.log.leaves[GOOD.log.where[m.STREAM, 2]].replace(b'NoteWritten', b'NoteErased!')


def from_other_case(files):
    files[E0] = GOOD.log.leaves[GOOD.log.where[m.OTHER, 0]]
    files[P0] = GOOD.log.proof(GOOD.log.where[m.OTHER, 0], GOOD.note)


def broken_cosignature(files):
    lines = files[CP].decode().split(' ')
    raw = v.base64.b64decode(lines[-1])
    return ' '.join(lines[:-1] + [m.std(raw[:-1] + bytes([raw[-1] ^ 1]))]).encode() + b'\n'


def smaller_range(first, last):
    def change(files):
        rows = [i for i, row in enumerate(GOOD.rows) if row['file'] == m.url(m.sha(m.CASE.encode()))]
        spare = m.Bundle.__new__(m.Bundle)
        spare.files, spare.rows, spare.row_hashes = files, GOOD.rows, GOOD.row_hashes
        spare.put_range(min(rows) - 1 + first, max(rows) + 1 + last)
    return change


OTHER_TREE = m.Log('amparo.example/protocol')
for number in range(16):
    OTHER_TREE.append('unit-elsewhere', 'CapacityDeclared', {'places': number}, NOW - MIN)
UNIT_HASH = m.sha(b'\0', GOOD.log.leaves[6]).hex().encode() + b'\n'
ELSEWHERE = m.Bundle(AUTHORITY, origin='other.example/protocol', now=NOW)
FORGED = m.Key('amparo.example/protocol')
FORGED.scalar += 8
FORGED.public = v._encode_point(v._times(FORGED.scalar, v.BASE))

# name, change, verdict, reason, place. Whoever forges makes the manifests anew, unless the name says otherwise.
CHANGED = [
    ('a byte of an event flipped', flip(E1), 1, 'inclusion_mismatch', E1),
    ('a byte of the last event flipped', flip(E3), 1, 'inclusion_mismatch', E3),
    ('a byte of a withheld hash changed', replaced(W2, b'\n', b'0\n'), 1, 'leafhash_malformed', W2),
    ('a withheld hash in upper case', lambda f: f.__setitem__(W2, f[W2].upper()), 1, 'leafhash_malformed', W2),
    ('a withheld hash of something else', put(W2, b'0' * 64 + b'\n'), 1, 'inclusion_mismatch', W2),
    ('a withheld hash without its newline', put(W2, b'0' * 64), 1, 'leafhash_malformed', W2),
    ('an event pretty-printed', lambda f: f.__setitem__(E0, json.dumps(json.loads(f[E0])).encode()), 1, 'inclusion_mismatch', E0),
    ('an event with a newline at its end', lambda f: f.__setitem__(E0, f[E0] + b'\n'), 1, 'inclusion_mismatch', E0),
    ('an event with a byte order mark', lambda f: f.__setitem__(E0, b'\xef\xbb\xbf' + f[E0]), 1, 'inclusion_mismatch', E0),
    ('the first event dropped', drop(E0, P0), 1, 'seq_gap', E0),
    ('a middle event dropped', drop(E1, P1, X1), 1, 'seq_gap', E1),
    ('the last event dropped', drop(E3, P3), 1, 'events_missing', E3),
    ('a whole stream dropped', drop(R), 1, 'stream_missing', RANGE),
    ('all streams dropped', drop('data/streams/'), 1, 'missing_file', 'data/streams'),
    ('two events swapped', swap((E0, E3)), 1, 'inclusion_mismatch', E0),
    ('two events swapped with their proofs', swap((E0, E3), (P0, P3)), 1, 'event_misplaced', E0),
    ('an event of another case in the place of one', from_other_case, 1, 'event_misplaced', E0),
    ('a stream of another case slipped in', lambda f: GOOD.put_streams(f, 'data', GOOD.log, [m.OTHER], GOOD.note, []), 1, 'file_differs',
     'data/streams/%s/events/000000.json' % m.OTHER),
    ('an access stream in the protocol log', lambda f: [f.__setitem__(p.replace(m.REFERRAL, 'access-x'), f[p]) for p in list(f) if m.REFERRAL in p],
     1, 'stream_other_log', 'data/streams/access-x'),
    ('a withheld event that lies before its predecessor', both(drop(E3), put(S + 'withheld/000003.leafhash', UNIT_HASH), put(P3, GOOD.log.proof(6, GOOD.note))),
     1, 'order_mismatch', S + 'withheld/000003.leafhash'),
    ('a stream under another name', lambda f: [f.__setitem__(p.replace(m.REFERRAL, 'referral-x'), f.pop(p)) for p in list(f) if m.REFERRAL in p],
     1, 'event_misplaced', R0.replace(m.REFERRAL, 'referral-x')),
    ('a withheld event shown with other words', show_withheld, 1, 'inclusion_mismatch', E2),
    ('a shown event given as withheld', both(drop(E3), put(S + 'withheld/000003.leafhash', m.sha(b'\0', GOOD.files[E3]).hex().encode() + b'\n')),
     1, 'withheld_differs', SCOPE),
    ('an event both shown and withheld', put(E2, b'{}'), 1, 'shown_and_withheld', W2),
    ('a withheld event left out of the scope', scope(withheld=[]), 1, 'withheld_differs', SCOPE),
    ('a withheld event without a reason', scope(withheld=[{'reason': '', 'seq': 2, 'stream': m.STREAM}]), 1, 'malformed_member', SCOPE),
    ('a proof dropped', drop(P1), 1, 'missing_file', P1),
    ('a proof without its event', both(drop(E3)), 1, 'foreign_file', P3),
    ('a proof of another event', lambda f: f.__setitem__(P1, f[P0]), 1, 'inclusion_mismatch', E1),
    ('a proof of another tree', put(P1, OTHER_TREE.proof(4, GOOD.note)), 1, 'inclusion_mismatch', E1),
    ('a proof against another checkpoint', put(P1, GOOD.log.proof(4, GOOD.log.note())), 1, 'checkpoint_differs', P1),
    ('a proof with an extra line', replaced(P1, b'index', b'extra eA==\nindex'), 1, 'proof_malformed', P1),
    ('a proof with one hash too many', replaced(P1, b'\n\n', b'\n' + b'A' * 43 + b'=\n\n'), 1, 'inclusion_mismatch', E1),
    ('a proof hash with padding bits', replaced(P1, b'\n\n', b'\n' + b'A' * 42 + b'B=\n\n'), 1, 'proof_malformed', P1),
    ('a proof hash in base64url', replaced(P1, b'\n\n', b'\n' + b'_' * 42 + b'8=\n\n'), 1, 'proof_malformed', P1),
    ('a proof with an index of leading zeros', replaced(P1, b'index ', b'index 0'), 1, 'proof_malformed', P1),
    ('a proof with a huge index', replaced(P1, b'index ', b'index 9' * 1 + b'9' * 40), 1, 'proof_malformed', P1),
    ('a proof with CR LF', lambda f: f.__setitem__(P1, f[P1].replace(b'\n', b'\r\n')), 1, 'proof_malformed', P1),
    ('a checkpoint of another log', put(CP, ELSEWHERE.note), 1, 'signature_missing', CP),
    ('a checkpoint signed by another key', put(CP, GOOD.log.note(key=FORGED)), 1, 'signature_invalid', CP),
    ('a checkpoint with a changed root', lambda f: f.__setitem__(CP, f[CP].replace(f[CP].split(b'\n')[2], m.std(bytes(32)).encode(), 1)), 1,
     'signature_invalid', CP),
    ('a checkpoint with an extension line', replaced(CP, b'\n\n', b'\nmore\n\n'), 1, 'checkpoint_malformed', CP),
    ('a checkpoint without any signature', put(CP, GOOD.log.text()), 1, 'checkpoint_malformed', CP),
    ('a checkpoint with a broken cosignature', put(CP, broken_cosignature), 1, 'cosignature_invalid', CP),
    ('a checkpoint that is no UTF-8', replaced(CP, b'amparo', b'ampar\xff'), 1, 'checkpoint_malformed', CP),
    ('an access checkpoint of the protocol log', put('data/access/checkpoint', GOOD.note), 1, 'checkpoint_other_log', 'data/access/checkpoint'),
    ('an erasure checkpoint of its own', put('data/erasures/checkpoint', GOOD.log.note()), 1, 'checkpoint_differs', 'data/erasures/checkpoint'),
    ('an access event changed', flip('data/access/streams/%s/events/000001.json' % m.ACCESS), 1, 'inclusion_mismatch',
     'data/access/streams/%s/events/000001.json' % m.ACCESS),
    ('an erasure changed', flip(D + 'events/000000.json'), 1, 'inclusion_mismatch', D + 'events/000000.json'),
    ('an access stream among the others', lambda f: [f.__setitem__(p.replace('data/access/', 'data/'), f.pop(p)) for p in list(f)
                                                    if p.startswith('data/access/streams')], 1, 'missing_file', 'data/access/streams'),
    ('an erasure stream twice', lambda f: GOOD.put_streams(f, 'data', GOOD.log, [m.SUBJECT], GOOD.note, []), 1, 'stream_repeated',
     'data/streams/' + m.SUBJECT),
    ('a disclosure of another event', lambda f: f.__setitem__(R + 'disclosures/000000.txt', f[X1]), 1, 'disclosure_unreferenced',
     R + 'disclosures/000000.txt'),
    ('a disclosure changed', lambda f: f.__setitem__(X1, (m.url(m.canon([m.url(bytes(16)), 'health', 'good'])) + '\n').encode()), 1,
     'disclosure_unreferenced', X1),
    ('a disclosure twice', lambda f: f.__setitem__(X1, f[X1] + f[X1].split(b'\n')[0] + b'\n'), 1, 'disclosure_repeated', X1),
    ('a disclosure without its newline', lambda f: f.__setitem__(X1, f[X1][:-1]), 1, 'disclosure_malformed', X1),
    ('an empty file of disclosures', put(X1, b''), 1, 'disclosure_malformed', X1),
    ('a disclosure with padding', replaced(X1, b'\n', b'=\n'), 1, 'disclosure_malformed', X1),
    ('a disclosure of four values', put(X1, (m.url(b'["AAAAAAAAAAAAAAAAAAAAAA","health",1,2]') + '\n').encode()), 1, 'disclosure_malformed', X1),
    ('a disclosure for a withheld event', lambda f: f.__setitem__(S + 'disclosures/000002.txt', f[X1]), 1, 'disclosure_misplaced',
     S + 'disclosures/000002.txt'),
    ('the heads stripped', drop('data/heads/'), 10, 'heads_missing', 'data/heads/heads.json'),
    ('the range of the heads stripped', drop(RANGE), 1, 'missing_file', RANGE),
    ('the heads event changed', flip('data/heads/heads.json'), 1, 'inclusion_mismatch', 'data/heads/heads.json'),
    ('another event as heads', both(put('data/heads/heads.json', GOOD.files[E0]), put('data/heads/heads.tlog-proof', GOOD.files[P0])), 1,
     'event_misplaced', 'data/heads/heads.json'),
    ('the range without its left neighbour', smaller_range(1, 0), 1, 'heads_neighbour', RANGE),
    ('the range without its right neighbour', smaller_range(0, -1), 1, 'heads_neighbour', RANGE),
    ('the range with two neighbours', smaller_range(-1, 0), 1, 'heads_neighbour', RANGE),
    ('the range cut short with its stream', both(smaller_range(2, 0), drop(R)), 1, 'heads_neighbour', RANGE),
    ('a head of the range changed', replaced(RANGE, b'"seq":3', b'"seq":4'), 1, 'heads_mismatch', RANGE),
    ('the range renumbered', replaced(RANGE, b'"first":', b'"first":1'), 1, 'heads_mismatch', RANGE),
    ('an integer beyond 2^53', replaced(RANGE, b'"first":', b'"first":9007199254740992'), 1, 'not_integer', RANGE),
    ('an integer of a million digits', replaced(RANGE, b'"first":', b'"first":' + b'1' * 1000000), 1, 'not_integer', RANGE),
    ('a float', replaced(RANGE, b'"first":', b'"first":1.'), 1, 'not_integer', RANGE),
    ('a member twice', replaced(SCOPE, b'{', b'{"export":"x",'), 1, 'not_canonical', SCOPE),
    ('a space', replaced(SCOPE, b'{', b'{ '), 1, 'not_canonical', SCOPE),
    ('NaN', put('data/custody.json', b'[NaN]'), 1, 'not_integer', 'data/custody.json'),
    ('a lone surrogate', put('data/custody.json', b'["\\ud800"]'), 1, 'not_canonical', 'data/custody.json'),
    ('a byte order mark', lambda f: f.__setitem__(SCOPE, b'\xef\xbb\xbf' + f[SCOPE]), 1, 'not_json', SCOPE),
    ('UTF-16', lambda f: f.__setitem__(SCOPE, f[SCOPE].decode().encode('utf-16')), 1, 'not_json', SCOPE),
    ('brackets a million deep', put('data/custody.json', b'[' * 1000000), 1, 'too_deep', 'data/custody.json'),
    ('brackets 33 deep', put('data/custody.json', b'[' * 33 + b']' * 33), 1, 'too_deep', 'data/custody.json'),
    ('an export on a day that never was', scope(exportedAt='2026-02-30T12:00:00.000Z'), 1, 'malformed_member', SCOPE),
    ('a bundle said to be exported an hour later', scope(exportedAt=m.when(NOW + 60 * MIN)), 1, 'seal_before_export',
     v.SEAL_TOKEN),
    ('a bundle said to be exported before its events', scope(exportedAt=m.when(NOW - 20 * MIN)), 1, 'time_after_export', E0),
    ('the scope of another case', scope(file=m.CASE_B), 1, 'file_differs', E0),
    ('the stamps stripped', drop('data/stamps/'), 10, 'stamp_missing', 'data/stamps'),
    ('the first stamp stripped', drop(STAMP), 10, 'stamp_missing', E0),
    ('one file of a stamp stripped', drop(STAMP + 'tsr'), 1, 'missing_file', STAMP + 'tsr'),
    ('a stamp of another file', lambda f: f.__setitem__(STAMP + 'tsr', f['data/stamps/000013.tsr']), 1, 'stamp_mismatch', STAMP + 'json'),
    ('a stamp over another state', lambda f: f.__setitem__(STAMP + 'body', f['data/stamps/000013.body']), 1, 'checkpoint_malformed', STAMP + 'body'),
    ('a stamped state that the log does not grow from', lambda f: f.__setitem__(STAMP + 'body', OTHER_TREE.text(1)), 1, 'consistency_mismatch',
     STAMP + 'consistency'),
    ('a stamp with a byte flipped', flip(STAMP + 'tsr'), 1, 'stamp_mismatch', STAMP + 'json'),
    ('an earlier checkpoint with a wrong proof', put('data/consistency.txt', GOOD.log.growth(4)), 1, 'consistency_mismatch', 'data/consistency.txt'),
    ('an earlier checkpoint of another tree', put('data/checkpoint.prev', OTHER_TREE.note(5)), 1, 'consistency_mismatch', 'data/consistency.txt'),
    ('an earlier checkpoint of another log', put('data/checkpoint.prev', ELSEWHERE.log.note(5)), 1, 'checkpoint_other_log', 'data/checkpoint.prev'),
    ('an earlier checkpoint without its proof', drop('data/consistency.txt'), 10, 'consistency_missing', 'data/consistency.txt'),
    ('a proof of growth without the earlier checkpoint', drop('data/checkpoint.prev'), 1, 'missing_file', 'data/checkpoint.prev'),
    ('an attachment changed', put(ATT, b'another'), 1, 'attachment_mismatch', ATT),
    ('an attachment that nothing names', put('data/attachments/' + hashlib.sha256(b'x').hexdigest(), b'x'), 1, 'attachment_unnamed',
     'data/attachments/' + hashlib.sha256(b'x').hexdigest()),
    ('a foreign file', put('data/notes.txt', b'x'), 1, 'foreign_file', 'data/notes.txt'),
    ('a fetch.txt', put('fetch.txt', b'x'), 1, 'foreign_file', 'fetch.txt'),
    ('a number of five digits', put(S + 'events/00004.json', b'x'), 1, 'foreign_file', S + 'events/00004.json'),
    ('a number padded too far', put(S + 'events/0000004.json', b'x'), 1, 'foreign_file', S + 'events/0000004.json'),
    ('a stream in upper case', put('data/streams/Case-1/events/000000.json', b'x'), 1, 'foreign_file', 'data/streams/Case-1/events/000000.json'),
    ('a certificate missing', drop('certification/hash'), 1, 'missing_file', 'certification/hash-certificate.md'),
    ('VERIFY.md rewritten', put('VERIFY.md', b'all is well\n'), 1, 'seal_invalid', v.SEAL),
    ('the timeline rewritten', put('data/timeline.html', b'<p>all is well'), 1, 'seal_invalid', v.SEAL),
    ('the seal stripped', drop(v.SEAL), 10, 'seal_missing', v.SEAL),
    ('the time of the seal stripped', drop(v.SEAL_TOKEN), 10, 'seal_unproven', v.SEAL_TOKEN),
    ('a token without its seal', both(lambda f: f.pop(v.SEAL)), 1, 'missing_file', v.SEAL),
    ('a seal with a byte flipped', flip(v.SEAL), 1, 'imprint_mismatch', v.SEAL_TOKEN),
    ('a token of another file over the seal', put(v.SEAL_TOKEN, GOOD.files[STAMP + 'tsr']), 1, 'imprint_mismatch', v.SEAL_TOKEN),
    ('a token that is no token', put(v.SEAL_TOKEN, b'0\x80'), 1, 'token_malformed', v.SEAL_TOKEN),
    ('another version of BagIt', put('bagit.txt', b'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n'), 1, 'bag_malformed', 'bagit.txt'),
]
# The manifests left as they were, or spoilt themselves.
MANIFESTS = [
    ('a file changed, the manifest not', put('data/timeline.html', b'x'), 1, 'digest_mismatch', 'data/timeline.html'),
    ('a tag file changed, the manifest not', put('VERIFY.md', b'x'), 1, 'digest_mismatch', 'VERIFY.md'),
    ('the manifest changed, the tag manifest not', lambda f: f.__setitem__('manifest-sha256.txt', f['manifest-sha256.txt'].split(b'\n', 1)[1]), 1,
     'manifest_incomplete', 'data/access/checkpoint'),
    ('a manifest that names a missing file', lambda f: f.__setitem__('manifest-sha256.txt', f['manifest-sha256.txt'] + b'0' * 64 + b'  data/z\n'), 1,
     'missing_file', 'data/z'),
    ('a manifest that climbs', lambda f: f.__setitem__('manifest-sha256.txt', b'0' * 64 + b'  ../x\n' + f['manifest-sha256.txt']), 1,
     'manifest_malformed', 'manifest-sha256.txt'),
    ('a manifest in upper case', lambda f: f.__setitem__('manifest-sha256.txt', f['manifest-sha256.txt'].upper()), 1,
     'manifest_malformed', 'manifest-sha256.txt'),
    ('a manifest with a line twice', lambda f: f.__setitem__('manifest-sha256.txt', f['manifest-sha256.txt'].split(b'\n')[0] + b'\n'
                                                           + f['manifest-sha256.txt']), 1, 'manifest_malformed', 'manifest-sha256.txt'),
    ('a wrong Payload-Oxum', put('bag-info.txt', b'Payload-Oxum: 1.1\n'), 1, 'digest_mismatch', 'bag-info.txt'),
]


def edit(**members):
    return lambda event: event.update(members)


def less(*names):
    return lambda event: [event.pop(name) for name in names] and None


def spelt(old, new):
    return lambda event: m.canon(event).replace(old, new, 1)


def at(stream, seq, change):
    return {'edits': {(stream, seq): change}}


# A log that was written so: the operator himself, with every proof, manifest and seal in order.
WRITTEN = [
    ('an event with another prev', at(m.STREAM, 1, edit(prev=m.url(bytes(32)))), 1, 'chain_broken', E1),
    ('an event with another id', at(m.STREAM, 1, edit(id='01936b2e-7c02-84e3-985a-5dfc05841b37')), 1, 'id_mismatch', E1),
    ('an event of another client', at(m.STREAM, 1, lambda e: e['actor'].update(client='other')), 1, 'id_mismatch', E1),
    ('a leaf with a space', at(m.STREAM, 0, spelt(b'{', b'{ ')), 1, 'not_canonical', E0),
    ('a leaf with a member twice', at(m.STREAM, 0, spelt(b'{', b'{"v":1,')), 1, 'not_canonical', E0),
    ('a leaf with an escape too many', at(m.STREAM, 0, spelt(b'SURVIVOR', b'SURVIVO\\u0052')), 1, 'not_canonical', E0),
    ('a leaf with a float', at(m.STREAM, 0, spelt(b'"schema":1', b'"schema":1.0')), 1, 'not_integer', E0),
    ('a leaf with minus zero', at(m.STREAM, 0, spelt(b'"schema":1', b'"schema":-0')), 1, 'not_integer', E0),
    ('a leaf with text that is not NFC', at(m.STREAM, 0, edit(purpose='N\u0303')), 1, 'not_nfc', E0),
    ('a leaf too large', at(m.STREAM, 0, edit(data={'x': 'x' * 65535})), 1, 'too_large', E0),
    ('a leaf with a foreign member', at(m.STREAM, 0, edit(more=1)), 1, 'unknown_member', E0),
    ('a leaf without its nonce', at(m.STREAM, 0, less('nonce')), 1, 'missing_member', E0),
    ('a leaf with a null', at(m.STREAM, 0, edit(causation=None)), 1, 'malformed_member', E0),
    ('a leaf with true for one', at(m.STREAM, 0, edit(v=True)), 1, 'malformed_member', E0),
    ('a leaf with an empty sealed', at(m.STREAM, 0, edit(sealed=[])), 1, 'malformed_member', E0),
    ('a leaf whose parts are not sorted', at(m.STREAM, 1, lambda e: e['sealed'].reverse()), 1, 'malformed_member', E1),
    ('a leaf with a sealed name in the clear', at(m.STREAM, 1, lambda e: e['data'].update(health='good')), 1, 'malformed_member', E1),
    ('a leaf with a digest twice', at(m.STREAM, 1, lambda e: e['sealed'][1]['_sd'].__setitem__(0, e['sealed'][0]['_sd'][0])), 1, 'malformed_member', E1),
    ('digests of two fields exchanged', at(m.STREAM, 1, lambda e: e['sealed'][1]['_sd'].reverse()), 1, 'disclosure_misplaced', X1),
    ('a reserved jws', at(m.STREAM, 1, lambda e: e['command'].update(jws='x')), 1, 'malformed_member', E1),
    ('a leaf in another case than its stream', at(m.STREAM, 3, edit(case=m.CASE_B)), 1, 'case_differs', E3),
    ('a leaf without its case', at(m.STREAM, 0, less('case')), 1, 'file_differs', E0),
    ('time that falls by six minutes', {'times': {(m.STREAM, 1): NOW - 7 * MIN}}, 1, 'time_falls', E1),
    ('time before the stamp before it', {'times': {(m.STREAM, 0): NOW - 8 * MIN, (m.STREAM, 1): NOW - 4 * MIN}}, 1, 'time_outside_stamps', E0),
    ('time after the stamp that covers it', {'times': {(m.STREAM, 3): NOW + 7 * MIN}, 'exported': NOW + 8 * MIN,
                                             'cosigners': [(m.FISCALIA, NOW + 8 * MIN), (m.DEFENSORIA, NOW + 8 * MIN)],
                                             'access_cosigners': [(m.FISCALIA, NOW + 8 * MIN), (m.DEFENSORIA, NOW + 8 * MIN)]}, 1,
     'time_outside_stamps', E3),
    ('time after the newest cosignature', {'times': {(m.STREAM, 3): NOW + 3 * MIN}, 'cosigners': [(m.FISCALIA, NOW - 3 * MIN),
                                                                                                 (m.DEFENSORIA, NOW - 3 * MIN)]}, 1, 'time_after_export', E3),
    ('heads that are old', {'times': {('log-protocol', 3): NOW - 11 * MIN}}, 10, 'heads_old', 'data/heads/heads.json'),
    ('heads that name themselves', {'as_of': 99}, 1, 'heads_mismatch', 'data/heads/heads.json'),
    ('heads older than an event shown', {'as_of': 9}, 1, 'index_beyond_heads', E3),
    ('heads that leave a stream out', {'not_in_heads': [m.REFERRAL]}, 1, 'stream_unlisted', R[:-1]),
    ('heads out of order', {'swap_heads': True}, 1, 'heads_not_sorted', RANGE),
    ('a stream born after the heads', {'late_stream': True}, 1, 'stream_unlisted', 'data/streams/transport-' + m.uid('late')),
    ('an event after the heads', {'late_event': True}, 1, 'heads_mismatch', S + 'events/000004.json'),
    ('a stamp that names another size', {'stamp_size': 2}, 1, 'stamp_mismatch', STAMP + 'json'),
    ('a stamp over something else', {'stamp_over': lambda text: b'else'}, 1, 'imprint_mismatch', STAMP + 'tsr'),
    ('no witness', {'cosigners': []}, 10, 'unwitnessed', CP),
    ('one witness of two', {'cosigners': [(m.DEFENSORIA, NOW)]}, 10, 'unwitnessed', CP),
    ('one witness twice', {'cosigners': [(m.DEFENSORIA, NOW), (m.DEFENSORIA, NOW)]}, 10, 'unwitnessed', CP),
    ('the operator as a witness', {'cosigners': [(m.DEFENSORIA, NOW), (m.OPERATOR, NOW)]}, 10, 'unwitnessed', CP),
    ('a witness that nobody knows', {'cosigners': [(m.DEFENSORIA, NOW), (m.Key('nobody.example/w', 4), NOW)]}, 10, 'unwitnessed', CP),
    ('plain witnesses alone', {'cosigners': [(m.FISCALIA, NOW), (m.ONG, NOW)]}, 10, 'unaudited', CP),
    ('cosignatures of eleven minutes before', {'cosigners': [(m.FISCALIA, NOW), (m.DEFENSORIA, NOW - 11 * MIN)]}, 10, 'unwitnessed', CP),
    ('cosignatures of six minutes after', {'cosigners': [(m.FISCALIA, NOW), (m.DEFENSORIA, NOW + 6 * MIN)]}, 10, 'unwitnessed', CP),
    ('an access log that nobody witnessed', {'access_cosigners': []}, 10, 'unwitnessed', 'data/access/checkpoint'),
    ('a bundle of another log', {'origin': 'other.example/protocol'}, 1, 'signature_missing', CP),
    ('a bundle without a seal', {'seal': False}, 10, 'seal_missing', v.SEAL),
    ('the last event withheld', {'withheld': [(m.STREAM, 3, 'THIRD_PARTY')]}, 0, 'witnessed', '.'),
    ('a whole stream withheld', {'withheld': [(m.REFERRAL, 0, 'X'), (m.REFERRAL, 1, 'X')], 'no_attachment': True}, 0, 'witnessed', '.'),
    ('a read withheld', {'withheld': [(m.ACCESS, 0, 'DEFERRED')]}, 0, 'witnessed', '.'),
]


LEAN = {name: GOOD.trust()[name] for name in ('log.vkey', 'policy')}  # spares openssl where it has nothing to say
BY_OPENSSL = ('time_outside_stamps', 'seal_invalid', 'seal_before_export')


def trust_for(want):
    return LEAN if want[0] == 1 and want[1] not in BY_OPENSSL else None


class Spoilt(unittest.TestCase):
    def expect(self, name, got, want):
        with self.subTest(name):
            self.assertEqual(got, want)

    def test_each_change_of_a_finished_bundle_is_found_where_it_was_made(self):
        for name, change, *want in CHANGED:
            files = dict(GOOD.files)
            change(files)
            GOOD.manifests(files)
            if want[0] == 10 and v.SEAL in files and v.SEAL_TOKEN in files:
                GOOD.seal(files=files)  # only the institution itself can strip something and seal the rest
            self.expect(name, judge(files, trust_for(want)), tuple(want))

    def test_manifests_that_do_not_fit_are_found(self):
        for name, change, *want in MANIFESTS:
            files = dict(GOOD.files)
            change(files)
            self.expect(name, judge(files, trust_for(want)), tuple(want))

    def test_what_a_dishonest_operator_writes_is_found(self):
        for name, options, *want in WRITTEN:
            bundle = m.Bundle(AUTHORITY, NOW, **{'seal': want[0] != 1, **options})
            if options.get('no_attachment'):
                del bundle.files[ATT]
                bundle.manifests()
                bundle.seal()
            self.expect(name, judge(bundle.files, trust_for(want)), tuple(want))


class Seals(unittest.TestCase):
    def bundle(self):
        bundle = m.Bundle(AUTHORITY, NOW, seal=False)
        return bundle

    def test_the_seal_and_stamps_of_a_stranger_are_refused(self):
        bundle = self.bundle()
        bundle.files[v.SEAL] = STRANGER.seal(bundle.files['tagmanifest-sha256.txt'])
        bundle.files[v.SEAL_TOKEN] = AUTHORITY.token(bundle.files[v.SEAL])
        self.assertEqual(judge(bundle.files), (1, 'seal_invalid', v.SEAL))
        bundle.seal()
        bundle.files[v.SEAL_TOKEN] = STRANGER.token(bundle.files[v.SEAL])
        self.assertEqual(judge(bundle.files), (1, 'token_invalid', v.SEAL_TOKEN))
        stamps = m.Bundle(STRANGER, NOW)
        self.assertEqual(judge(stamps.files), (1, 'token_invalid', 'data/stamps/000001.tsr'))

    def test_a_certificate_slipped_into_a_seal_changes_nothing(self):
        bundle = self.bundle()
        bundle.seal(extra=STRANGER.read('seal.pem'))
        self.assertEqual(judge(bundle.files), (0, 'witnessed', '.'))
        bundle.seal(STRANGER, extra=AUTHORITY.read('seal.pem'))
        bundle.files[v.SEAL_TOKEN] = AUTHORITY.token(bundle.files[v.SEAL])
        self.assertEqual(judge(bundle.files), (1, 'seal_invalid', v.SEAL))

    def test_without_openssl_tokens_and_seal_are_unproven(self):
        kept = v.shutil.which
        v.shutil.which = lambda name: None
        try:
            self.assertEqual(judge(GOOD.files), (10, 'stamp_unproven', 'data/stamps'))
        finally:
            v.shutil.which = kept


class Trusting(unittest.TestCase):
    def test_less_trust_gives_a_lesser_verdict(self):
        trust = GOOD.trust()
        self.assertEqual(judge(GOOD.files), (0, 'witnessed', '.'))
        for missing, want in (('policy', (10, 'unwitnessed', CP)), ('seal-chain.pem', (10, 'seal_unproven', v.SEAL)),
                              ('log.vkey', (20, 'no_trust', '.')), ('tsa-chain.pem', (0, 'witnessed', '.'))):
            with self.subTest(missing):
                self.assertEqual(judge(GOOD.files, {name: raw for name, raw in trust.items() if name != missing}), want)
        only = {**trust, 'log.vkey': (GOOD.log.key.vkey + '\n').encode()}
        self.assertEqual(judge(GOOD.files, only), (10, 'access_unproven', 'data/access/checkpoint'))

    def test_keys_in_the_bundle_never_raise_the_verdict(self):
        with tempfile.TemporaryDirectory() as folder:
            m.write_folder(GOOD.files, folder)
            self.assertEqual(v.verify(folder)[:3], (20, 'no_trust', '.'))
            m.write_folder({'data/checkpoint': GOOD.log.note(key=FORGED)}, folder)
            self.assertEqual(v.verify(folder)[:3], (1, 'signature_invalid', CP))

    def test_a_malformed_policy_is_the_callers_fault(self):
        trust = GOOD.trust()
        small = m.std(b'\x04' + (1).to_bytes(32, 'little'))
        small_id = m.sha(b'x', b'\n', b'\x04' + (1).to_bytes(32, 'little'))[:4].hex()
        for name, lines, reason in (
                ('a key twice', POLICY_WITH('witness other plain ' + m.ONG.vkey), 'key_repeated'),
                ('too small a quorum', POLICY_LESS('quorum') + ['quorum 1 3 0'], 'policy_malformed'),
                ('too many liars', POLICY_LESS('quorum') + ['quorum 2 3 1'], 'policy_malformed'),
                ('a wrong n', POLICY_LESS('quorum') + ['quorum 2 2 0'], 'policy_malformed'),
                ('no operator', POLICY_LESS('operator'), 'policy_malformed'),
                ('no quorum', POLICY_LESS('quorum'), 'policy_malformed'),
                ('a foreign line', POLICY_WITH('hello'), 'policy_malformed'),
                ('a key of small order', POLICY_WITH('witness x plain x+%s+%s' % (small_id, small)), 'key_malformed'),
                ('a log key as a witness', POLICY_WITH('witness x plain ' + GOOD.log.key.vkey), 'key_malformed')):
            with self.subTest(name):
                self.assertEqual(judge(GOOD.files, {**trust, 'policy': ('\n'.join(lines) + '\n').encode()}), (64, reason, 'policy'))

    def test_a_checkpoint_that_you_hold_is_compared(self):
        fork = GOOD.log.note(7).replace(b'\n7\n', b'\n7\n')
        other = m.Log('amparo.example/protocol')
        for count in range(16):
            other.append('unit-x', 'CapacityDeclared', {'places': count}, NOW)
        for name, held, want in (('the same', GOOD.log.note(), (0, 'witnessed', '.')), ('the earlier one', GOOD.log.note(5), (0, 'witnessed', '.')),
                                 ('one without a proof', fork, (10, 'consistency_missing', 'data/consistency.txt')),
                                 ('a fork of this size', other.note(), (30, 'diverges', CP)),
                                 ('a fork of the earlier size', other.note(5), (30, 'diverges', 'data/checkpoint.prev')),
                                 ('a fork of a stamped size', other.note(13), (30, 'diverges', 'data/stamps/000013.body')),
                                 ('a fork signed by another key', other.note(key=FORGED), (64, 'signature_invalid', '--checkpoint')),
                                 ('another log', ELSEWHERE.log.note(), (10, 'checkpoint_other_log', CP)),
                                 ('no note', b'x', (64, 'checkpoint_malformed', '--checkpoint'))):
            with self.subTest(name):
                self.assertEqual(judge(GOOD.files, held=held), want)
        spoilt = dict(GOOD.files)
        spoilt[E0] += b' '
        self.assertEqual(judge(spoilt, held=other.note())[:2], (1, 'inclusion_mismatch'))  # 1 before 30


def POLICY_WITH(line):
    return m.POLICY + [line]


def POLICY_LESS(word):
    return [line for line in m.POLICY if not line.startswith(word)]


def another_time(archive):
    raw, central = bytearray(archive), int.from_bytes(archive[-6:-2], 'little')
    raw[10] ^= 1
    raw[central + 12] ^= 1
    return bytes(raw)


class Containers(unittest.TestCase):
    def test_the_archive_gives_the_verdict_of_the_folder(self):
        self.assertEqual(judge_zip(m.zip_bytes(m.archive(GOOD.files))), (0, 'witnessed', '.'))
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(v.verify(m.write_folder(GOOD.files, folder), folder_of(GOOD.trust()))[:3], (0, 'witnessed', '.'))

    def test_an_archive_that_is_not_as_specified_is_refused(self):
        entries = m.archive(GOOD.files)
        top = entries[0][0].split('/')[0]
        good = m.zip_bytes(entries)

        def packed(raw):
            squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
            return squeeze.compress(raw) + squeeze.flush()
        bomb = sorted(entries + [(top + '/zz', b'\0' * 10000000)])
        for name, raw, want in (
                ('an entry that climbs', m.zip_bytes(entries + [(top + '/../../x', b'x')]), (1, 'path_unsafe', top + '/../../x')),
                ('an absolute entry', m.zip_bytes([('/etc/x', b'x')] + entries), (1, 'path_unsafe', '/etc/x')),
                ('a backslash', m.zip_bytes(entries + [(top + '/z\\x', b'x')]), (1, 'path_unsafe', top + '/z\\\\x')),
                ('two folders', m.zip_bytes(entries + [('other/x', b'x')]), (1, 'path_unsafe', 'other/x')),
                ('a folder as an entry', m.zip_bytes(entries + [(top + '/z/', b'')]), (1, 'path_unsafe', top + '/z/')),
                ('an entry twice', m.zip_bytes(entries[:1] + entries), (1, 'archive_duplicate', entries[0][0].split('/', 1)[1])),
                ('entries not sorted', m.zip_bytes(entries[::-1]), (1, 'archive_not_sorted', entries[-2][0].split('/', 1)[1])),
                ('a link', m.zip_bytes(entries, mode=0o120777), (1, 'link', entries[0][0].split('/', 1)[1])),
                ('a compressed archive', m.zip_bytes(bomb, 8, pack=packed), (2, 'archive_compressed', bomb[0][0].split('/', 1)[1])),
                ('an entry of another time', another_time(good), (1, 'archive_times', entries[1][0].split('/', 1)[1])),
                ('another folder name', m.zip_bytes([(n.replace(top, 'evidence_x_y'), r) for n, r in entries]), (1, 'folder_name', 'evidence_x_y')),
                ('bytes before it', b'MZ' + good, (2, 'archive_damaged', '.')), ('bytes after it', good + b'x', (2, 'archive_damaged', '.')),
                ('the end cut off', good[:-1], (2, 'archive_damaged', '.')), ('the start cut off', good[1:], (2, 'archive_damaged', '.')),
                ('a flipped byte of content', good[:200] + bytes([good[200] ^ 1]) + good[201:], (2, 'archive_damaged', 'bag-info.txt')),
                ('no archive', b'hello', (2, 'archive_damaged', '.')), ('nothing', b'', (2, 'archive_damaged', '.'))):
            with self.subTest(name):
                self.assertEqual(judge_zip(raw), want)

    def test_what_would_fill_the_memory_is_refused_before_it_is_read(self):
        kept = v.MAX_FILE, v.MAX_TOTAL, v.MAX_FILES
        try:
            for name, limits in (('a large file', (10, kept[1], kept[2])), ('too much', (kept[0], 1000, kept[2])), ('too many', (kept[0], kept[1], 5))):
                v.MAX_FILE, v.MAX_TOTAL, v.MAX_FILES = limits
                with self.subTest(name):
                    self.assertEqual(judge(GOOD.files)[:2], (2, 'too_much'))
        finally:
            v.MAX_FILE, v.MAX_TOTAL, v.MAX_FILES = kept
        with tempfile.TemporaryDirectory() as folder:  # a file that holds nothing but says it is huge
            m.write_folder(GOOD.files, folder)
            with open(os.path.join(folder, E0), 'r+b') as handle:
                handle.truncate(1 << 34)
            self.assertEqual(v.verify(folder)[:3], (2, 'too_much', E0))

    def test_links_and_devices_in_a_folder_are_not_followed(self):
        with tempfile.TemporaryDirectory() as folder:
            m.write_folder(GOOD.files, folder)
            full = os.path.join(folder, E0)
            os.rename(full, full[:-4] + 'kept')
            os.symlink(full[:-4] + 'kept', full)
            self.assertEqual(v.verify(folder)[:3], (1, 'link', E0))
            os.unlink(full)
            os.mkfifo(full)
            self.assertEqual(v.verify(folder)[:3], (1, 'link', E0))
            os.unlink(full)
            os.rename(full[:-4] + 'kept', full)
            os.mkdir(os.path.join(folder, 'data', 'empty'))
            self.assertEqual(v.verify(folder)[:3], (1, 'foreign_file', 'data/empty/'))
            os.rmdir(os.path.join(folder, 'data', 'empty'))
            with open(os.path.join(folder, 'data', 'a\nb'), 'w'):
                pass
            self.assertEqual(v.verify(folder)[:3], (1, 'path_unsafe', 'data/a\\nb'))

    def test_what_is_not_there_is_unreadable(self):
        self.assertEqual(v.verify('/nowhere/at/all')[:3], (2, 'unreadable', '.'))

    def test_an_unforeseen_case_is_never_a_pass(self):
        kept = v.Check.check_seal
        v.Check.check_seal = lambda self: 1 // 0
        try:
            self.assertEqual(judge(GOOD.files), (2, 'internal_error', 'ZeroDivisionError'))
        finally:
            v.Check.check_seal = kept

    def test_the_command_answers_by_its_exit_code_and_first_line(self):
        with tempfile.TemporaryDirectory() as folder:
            bundle, trust = m.write_folder(GOOD.files, folder + '/b'), m.write_folder(GOOD.trust(), folder + '/t')
            for arguments, code, first in (([bundle, '--trust', trust], 0, 'witnessed .'), ([bundle], 20, 'no_trust .'), ([], 64, 'usage .'),
                                           ([bundle, '--nonsense'], 64, 'usage .'), ([bundle, '--trust', '/nowhere'], 64, 'trust_missing --trust'),
                                           ([folder + '/none'], 2, 'unreadable .')):
                done = subprocess.run([sys.executable, '-I', os.path.join(HERE, 'verify.py')] + arguments, stdout=subprocess.PIPE, text=True)
                self.assertEqual((done.returncode, done.stdout.split('\n')[0]), (code, first))
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                self.assertEqual(v.main([bundle, '--trust', trust, '--json']), 0)
            self.assertEqual(json.loads(out.getvalue())['reason'], 'witnessed')


class Flips(unittest.TestCase):
    def test_no_byte_of_the_evidence_can_be_flipped_unseen(self):
        seen = 0
        for path in sorted(GOOD.files):
            if path.startswith('data/') and not path.startswith(('data/timeline', 'data/custody')):
                files = dict(GOOD.files)
                flip(path, (seen * 7919) % len(files[path]))(files)
                GOOD.manifests(files)
                seen += 1
                with self.subTest(path):
                    self.assertEqual(judge(files, LEAN)[0], 1)
        self.assertGreater(seen, 25)


class Published(unittest.TestCase):
    def read(self, *names):
        with open(os.path.join(VECTORS, *names), 'rb') as handle:
            return handle.read()

    def test_ed25519_meets_rfc_8032_section_7_1_and_refuses_what_is_not_strict(self):
        for key, message, signature in (
                ('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
                 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'),
                ('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
                 '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'),
                ('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
                 '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a')):
            key, message, signature = map(bytes.fromhex, (key, message, signature))
            self.assertTrue(v.ed25519_verify(key, message, signature))
            self.assertFalse(v.ed25519_verify(key, message + b'x', signature))
            self.assertFalse(v.ed25519_verify(key, message, signature[:-1]))
            large = int.from_bytes(signature[32:], 'little') + v.L  # the same signature with S + L (RFC 8032 section 5.1.7)
            self.assertFalse(v.ed25519_verify(key, message, signature[:32] + large.to_bytes(32, 'little')))
        # small order: the identity, order 2, order 4; not canonical: p + 1, and the identity with its sign set
        for y in (1, v.P - 1, 0, v.P, v.P + 1, 1 + (1 << 255)):
            self.assertFalse(v.good_key(y.to_bytes(32, 'little')))
        self.assertFalse(v.ed25519_verify((1).to_bytes(32, 'little'), b'any', (1).to_bytes(32, 'little') + bytes(32)))

    def test_a_signature_that_only_holds_with_the_cofactor_is_refused(self):
        torsion = v._decode_point((0).to_bytes(32, 'little'))  # of order 4
        key = m.Key('torsion')
        public = v._encode_point(v._add(v._times(key.scalar, v.BASE), torsion))
        self.assertTrue(v.good_key(public))
        held = 0
        for number in range(16):
            message, r = b'm%d' % number, number + 5
            point = v._encode_point(v._times(r, v.BASE))
            k = int.from_bytes(hashlib.sha512(point + public + message).digest(), 'little') % v.L
            signature = point + ((r + k * key.scalar) % v.L).to_bytes(32, 'little')
            self.assertEqual(v.ed25519_verify(public, message, signature), k % 4 == 0)
            held += k % 4 == 0
        self.assertLess(held, 16)

    def test_canonical_json_meets_rfc_8785(self):
        for name in ('french', 'structures', 'unicode', 'weird'):
            raw = self.read('jcs-rfc8785', 'input', name + '.json')
            try:
                value = v.parse_json(raw)
            except v.NotOurs as refused:
                self.assertEqual((name, str(refused)), ('structures', 'not_integer'))
                continue
            self.assertEqual(v.jcs(value), bytes.fromhex(self.read('jcs-rfc8785', 'outhex', name + '.txt').decode().replace(' ', '').replace('\n', '')))

    def test_trees_and_proofs_meet_rfc_6962(self):
        tree = json.loads(self.read('merkle-rfc6962', 'tree-8-leaves.json'))
        hashes = [v.leaf_hash(bytes.fromhex(leaf)) for leaf in tree['leafInputsHex']]
        roots = [bytes.fromhex(text) for text in tree['rootHashesBySizeHex']]
        for size in range(1, 9):
            for index in range(size):
                proof = m.path(index, hashes[:size])
                self.assertTrue(v.inclusion_holds(index, size, hashes[index], proof, roots[size]))
                self.assertFalse(v.inclusion_holds(index + 1, size, hashes[index], proof, roots[size]))
                self.assertFalse(v.inclusion_holds(index, size, hashes[index], proof + [bytes(32)], roots[size]))
                self.assertFalse(v.inclusion_holds(index, size, bytes(32), proof, roots[size]))
            for old in range(1, size + 1):
                proof = m.consistency(old, hashes[:size])
                self.assertTrue(v.consistency_holds(old, roots[old], size, roots[size], proof))
                self.assertFalse(v.consistency_holds(old, bytes(32), size, roots[size], proof))
                self.assertFalse(v.consistency_holds(old, roots[old], size, roots[size], proof + [bytes(32)]))

    def test_the_worked_log_is_read_as_it_was_written(self):
        worked = json.loads(self.read('envelope', 'expected.json'))
        key = v.VerifierKey(worked['vkey'], v.LOG_KEY, 'vkey')
        checkpoint = v.Checkpoint(worked['checkpoint'].encode(), 'checkpoint')
        checkpoint.check_log_signature(key, 'checkpoint')
        index, hashes = v.read_proof(worked['tlogProof'].encode(), checkpoint, 'proof')
        self.assertTrue(v.inclusion_holds(index, 6, bytes.fromhex(worked['events'][index]['leafHash']), hashes, checkpoint.root))
        for listed in worked['events']:
            raw = listed['leafUtf8'].encode()
            event = v.read_event(raw, 'event')
            self.assertTrue(v.id_is_derived(event))
            self.assertEqual(v.leaf_hash(raw).hex(), listed['leafHash'])
            self.assertEqual(v.sha256(b'\x02', v.b64url(event['prev']), v.leaf_hash(raw)).hex(), listed['head'])
            lines = [line for part in listed['sealed'] for line in part['disclosures']]
            if lines:
                self.assertEqual(len(v.read_disclosures(('\n'.join(lines) + '\n').encode(), event, 'event')), len(lines))

    def test_malformed_proofs_of_the_published_set_are_refused(self):
        checkpoint = type('Plain', (), {'raw': b'checkpoint\n'})
        for text in json.loads(self.read('tlog-proof', 'tlog-proof.json'))['unmarshalErrors']:
            with self.assertRaises(v.Fault):
                v.read_proof(text.encode(), checkpoint, 'proof')
        self.assertEqual(v.read_proof(b'c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n', checkpoint, 'proof'), (0, []))


if __name__ == '__main__':
    unittest.main()
