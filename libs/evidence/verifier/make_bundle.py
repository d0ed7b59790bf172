"""Makes evidence bundles for the tests of verify.py, from the specification alone: a log, its proofs, witnesses, stamps, a seal.

Keys are fixed and worthless. Certificates are made afresh by openssl in a temporary folder. Spoilt bundles come from two places:
options of `build` (a dishonest or broken operator), and changes to the finished files (whoever had the bundle afterwards)."""
import base64
import copy
import hashlib
import json
import os
import struct
import subprocess
import tempfile
import time
import zlib

import verify as v


def sha(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def url(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip('=')


def std(raw):
    return base64.b64encode(raw).decode()


def canon(value):  # every member name used here is ASCII, so that sorting by code points is sorting by UTF-16
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()


def uid(text):
    raw = bytearray(sha(text.encode())[:16])
    raw[6], raw[8] = raw[6] & 15 | 0x40, raw[8] & 63 | 0x80
    text = raw.hex()
    return '-'.join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def when(ms):
    return time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(ms // 1000)) + '.%03dZ' % (ms % 1000)


class Key:
    def __init__(self, name, kind=1):
        self.name, self.kind = name, kind
        digest = hashlib.sha512(sha(name.encode(), bytes([kind]))).digest()
        self.scalar = int.from_bytes(digest[:32], 'little') & ((1 << 254) - 8) | (1 << 254)
        self.prefix, self.public = digest[32:], v._encode_point(v._times(self.scalar, v.BASE))
        self.id = sha(name.encode(), b'\n', bytes([kind]), self.public)[:4]
        self.vkey = '%s+%s+%s' % (name, self.id.hex(), std(bytes([kind]) + self.public))

    def sign(self, message):  # RFC 8032 section 5.1.6
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), 'little') % v.L
        point = v._encode_point(v._times(r, v.BASE))
        k = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), 'little') % v.L
        return point + ((r + k * self.scalar) % v.L).to_bytes(32, 'little')

    def line(self, text, at=None):
        if self.kind == 1:
            return '\u2014 %s %s\n' % (self.name, std(self.id + self.sign(text)))
        stamp = struct.pack('>Q', at // 1000)
        return '\u2014 %s %s\n' % (self.name, std(self.id + stamp + self.sign(b'cosignature/v1\ntime %d\n' % (at // 1000) + text)))


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(hashes):
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return sha(b'\x01', root(hashes[:k]), root(hashes[k:]))


def path(m, hashes):  # RFC 6962 section 2.1.1
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    return path(m, hashes[:k]) + [root(hashes[k:])] if m < k else path(m - k, hashes[k:]) + [root(hashes[:k])]


def consistency(m, hashes, whole=True):  # RFC 6962 section 2.1.2
    n = len(hashes)
    if m == n:
        return [] if whole else [root(hashes)]
    k = split(n)
    if m <= k:
        return consistency(m, hashes[:k], whole) + [root(hashes[k:])]
    return consistency(m - k, hashes[k:], False) + [root(hashes[:k])]


class Log:
    def __init__(self, origin):
        self.origin, self.key, self.leaves, self.heads, self.where = origin, Key(origin), [], {}, {}

    def append(self, stream, kind, data, at, case=None, sealed=None, edit=None, investigation=None, client='mmujer-desk'):
        seq, prev, _ = self.heads.get(stream, (-1, bytes(32), None))
        seq += 1
        command = uid('%s %d command' % (stream, seq))
        tail = sha(b'amparo/event/v1', canon([client, stream, command, 0]))[:10]
        raw = bytearray(bytes.fromhex(command.replace('-', ''))[:6] + tail)
        raw[6], raw[8] = raw[6] & 15 | 0x80, raw[8] & 63 | 0x80
        text = raw.hex()
        event = {'v': 1, 'id': '-'.join((text[:8], text[8:12], text[12:16], text[16:20], text[20:])), 'stream': stream, 'seq': seq,
                 'prev': url(prev), 'type': kind, 'schema': 1, 'at': when(at), 'recordedAt': when(at), 'purpose': 'PROTECTION',
                 'actor': {'client': client, 'agent': 'ag-0012', 'assurance': 'ASSERTED'}, 'basis': {'kind': 'CONSENT'},
                 'command': {'id': command, 'digest': url(sha(b'digest'))}, 'correlation': command,
                 'nonce': url(sha(stream.encode(), bytes([seq]))[:16]), 'data': data}
        if case:
            event['case'] = case
        if investigation:
            event['investigation'] = investigation
        if sealed:
            event['sealed'] = sealed
        leaf = canon(event)
        if edit:
            changed = edit(event)
            leaf = changed if isinstance(changed, bytes) else canon(event)
        self.leaves.append(leaf)
        head = sha(b'\x02', prev, sha(b'\x00', leaf))
        owner = event.get('investigation') if stream.startswith(('investigation-', 'exhibit-')) else event.get('case', '')
        self.heads[stream] = (seq, head, owner)
        self.where[stream, seq] = len(self.leaves) - 1
        return leaf

    def hashes(self, size=None):
        return [sha(b'\x00', leaf) for leaf in self.leaves[:size]]

    def text(self, size=None):
        hashes = self.hashes(size)
        return ('%s\n%d\n%s\n' % (self.origin, len(hashes), std(root(hashes)))).encode()

    def note(self, size=None, cosigners=(), key=None):
        text = self.text(size)
        return text + ('\n' + (key or self.key).line(text) + ''.join(witness.line(text, at) for witness, at in cosigners)).encode()

    def proof(self, index, note, size=None):
        lines = ''.join(std(h) + '\n' for h in path(index, self.hashes(size)))
        return ('c2sp.org/tlog-proof@v1\nindex %d\n%s\n' % (index, lines)).encode() + note

    def growth(self, old):
        return ''.join(std(h) + '\n' for h in consistency(old, self.hashes())).encode()


class Authority:
    """A time-stamping authority and a sealing institution, each below a root of its own, in a folder of openssl's files."""

    def __init__(self, name='ours'):
        self.kept = tempfile.TemporaryDirectory()
        self.folder, self.tokens, self.seals = self.kept.name, {}, {}
        for use, usage in (('tsa', 'critical,timeStamping'), ('seal', 'emailProtection')):
            self.run('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', use + '-ca.key',
                     '-out', use + '-ca.pem', '-days', '30', '-subj', '/CN=%s %s root' % (name, use))
            self.run('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', use + '.key', '-out', use + '.csr',
                     '-subj', '/CN=%s %s' % (name, use))
            self.write('ext', 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=' + usage + '\n')
            self.run('x509', '-req', '-in', use + '.csr', '-CA', use + '-ca.pem', '-CAkey', use + '-ca.key', '-CAcreateserial', '-days', '20',
                     '-extfile', 'ext', '-out', use + '.pem')
        self.write('serial', '01\n')
        self.write('ts.cnf', '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\n'
                   'default_policy=1.2.3.4\ndigests=sha256\nordering=yes\ntsa_name=no\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n')

    def write(self, name, text):
        with open(os.path.join(self.folder, name), 'wb') as handle:
            handle.write(text if isinstance(text, bytes) else text.encode())

    def read(self, name):
        with open(os.path.join(self.folder, name), 'rb') as handle:
            return handle.read()

    def run(self, *arguments):
        subprocess.run(('openssl',) + arguments, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def token(self, data):
        if data not in self.tokens:
            self.write('data', data)
            self.run('ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'q.tsq')
            self.run('ts', '-reply', '-config', 'ts.cnf', '-queryfile', 'q.tsq', '-out', 'r.tsr')
            self.tokens[data] = self.read('r.tsr')
        return self.tokens[data]

    def seal(self, data, extra=None):
        if (data, extra) not in self.seals:
            self.write('data', data)
            more = []
            if extra:
                self.write('extra.pem', extra)
                more = ['-certfile', 'extra.pem']
            self.run('cms', '-sign', '-binary', '-in', 'data', '-signer', 'seal.pem', '-inkey', 'seal.key', '-outform', 'DER', '-out', 'o.p7s', *more)
            self.seals[data, extra] = self.read('o.p7s')
        return self.seals[data, extra]


OPERATOR = Key('operator.example/w', 4)
FISCALIA, DEFENSORIA, ONG = Key('fiscalia.example/w', 4), Key('defensoria.example/audit', 4), Key('ong.example/w', 4)
POLICY = ['witness amparo plain ' + OPERATOR.vkey, 'witness fiscalia plain ' + FISCALIA.vkey,
          'witness defensoria auditing ' + DEFENSORIA.vkey, 'witness ong plain ' + ONG.vkey, 'operator amparo', 'quorum 2 3 0']
ATTACHMENT = b'%PDF a scanned complaint'


def ids():
    """A case whose hash lies between those of two others, so that it has both neighbours in the heads."""
    three = sorted((uid('case %d' % i) for i in range(3)), key=lambda c: url(sha(c.encode())))
    return three[1], three[0], three[2]


CASE, CASE_B, CASE_C = ids()
STREAM, REFERRAL, OTHER = 'case-' + CASE, 'referral-' + uid('referral'), 'case-' + CASE_B
SUBJECT, ACCESS = 'subject-' + uid('subject'), 'access-mmujer-2026-11-25-w1'
EXPORT = uid('export')


def sealed_part(kid, fields):
    lines = [url(canon([url(sha(kid.encode(), name.encode())[:16]), name, value])) for name, value in fields]
    return {'kid': kid, 'ctHash': url(sha(kid.encode())), 'names': [name for name, _ in fields],
            '_sd': [url(sha(line.encode())) for line in lines]}, lines


KIDS = sorted((uid('kid health'), uid('kid identity')))
PARTS = [sealed_part(KIDS[0], [('health', {'urgent': True, 'weeks': 12})]),
         sealed_part(KIDS[1], [('familyName', 'N\u00fa\u00f1ez'), ('givenName', '\u00c1na')])]
LINES = PARTS[0][1] + PARTS[1][1]


class Bundle:
    """`files` by path; `log`, `access` the logs; `now` milliseconds."""

    def __init__(self, authority, now=None, **options):
        def option(name, default=None):
            return options.get(name, default)
        self.now, self.authority = now or int(time.time()) * 1000, authority
        now, files, edits = self.now, {}, option('edits', {})
        log = self.log = Log(option('origin', 'amparo.example/protocol'))

        def add(stream, kind, data, case=None, sealed=None, **more):
            at = option('times', {}).get((stream, log.heads.get(stream, (-1,))[0] + 1), now - 60000)
            return log.append(stream, kind, data, at, case, copy.deepcopy(sealed), edits.get((stream, log.heads.get(stream, (-1,))[0] + 1)), **more)
        stamped = []

        def stamp(size):
            body = log.text(size)
            token = authority.token(option('stamp_over', lambda text: text)(body))
            leaf = add('log-protocol', 'CheckpointStamped', {'size': option('stamp_size', size), 'body': body.decode(), 'cosignatures': [],
                                                             'token': url(token)})
            stamped.append((size, body, token, leaf, len(log.leaves) - 1))
        add('log-protocol', 'LogOpened', {'origin': log.origin, 'vkey': log.key.vkey, 'formats': ['c2sp.org/tlog-checkpoint']})
        stamp(1)
        add(STREAM, 'CaseOpened', {'kind': 'SURVIVOR'}, CASE)
        add(OTHER, 'CaseOpened', {'kind': 'SURVIVOR'}, CASE_B)
        add(STREAM, 'SurvivorDescribed', {'ageBand': '18-20'}, CASE, [part for part, _ in PARTS])
        add(REFERRAL, 'ReferralRequested', {'document': hashlib.sha256(ATTACHMENT).hexdigest()}, CASE)
        add('unit-casa-malala', 'CapacityDeclared', {'places': 12})
        add(STREAM, 'NoteWritten', {}, CASE)
        add(REFERRAL, 'ReferralAccepted', {}, CASE)
        add(OTHER, 'CaseClosed', {}, CASE_B)
        add(STREAM, 'SafetyPlanned', {}, CASE)
        add('case-' + CASE_C, 'CaseOpened', {}, CASE_C)
        add(SUBJECT, 'SubjectKeyDestroyed', {'kid': uid('gone')})
        stamp(len(log.leaves))
        as_of = len(log.leaves)
        rows = [{'file': url(sha(owner.encode())), 'stream': url(sha(name.encode())), 'seq': seq, 'head': url(head)}
                for name, (seq, head, owner) in log.heads.items() if name not in option('not_in_heads', ())]
        rows.sort(key=lambda row: (row['file'], row['stream']))
        if option('swap_heads'):
            mine = [i for i, row in enumerate(rows) if row['file'] == url(sha(CASE.encode()))]
            rows[mine[0]], rows[mine[1]] = rows[mine[1]], rows[mine[0]]
        self.rows, self.row_hashes = rows, [sha(b'\x00', canon(row)) for row in rows]
        heads_leaf = add('log-protocol', 'StreamHeads', {'asOf': option('as_of', as_of), 'root': url(root(self.row_hashes)), 'size': len(rows)})
        heads_index = len(log.leaves) - 1
        add('unit-casa-malala', 'CapacityDeclared', {'places': 11})
        if option('late_stream'):
            add('transport-' + uid('late'), 'TransportAsked', {}, CASE)
        if option('late_event'):
            add(STREAM, 'NoteWritten', {}, CASE)
        cosigners = option('cosigners', [(OPERATOR, now), (FISCALIA, now), (DEFENSORIA, now)])
        note = self.note = log.note(None, cosigners, option('log_key')) if not option('note') else option('note')(log)
        files['data/checkpoint'] = note
        withheld = option('withheld', [(STREAM, 2, 'THIRD_PARTY')])
        names = [STREAM, REFERRAL] + [name for name in log.heads if name.startswith('transport-')] + option('more_streams', [])
        for place, source, names, proof_note in (('data', log, names, note), ('data/erasures', log, [SUBJECT], note)):
            self.put_streams(files, place, source, names, proof_note, withheld)
        files['data/streams/%s/disclosures/000001.txt' % STREAM] = ''.join(line + '\n' for line in LINES).encode()
        access = self.access = Log(log.origin.replace('/protocol', '/access'))
        access.append('log-access', 'LogOpened', {'origin': access.origin, 'vkey': access.key.vkey, 'formats': []}, now - 60000)
        access.append(ACCESS, 'RecordsRead', {'operation': 'case', 'count': 1}, now - 60000)
        access.append(ACCESS, 'RecordsRead', {'operation': 'case', 'count': 1}, now - 60000)
        files['data/erasures/checkpoint'] = note
        files['data/access/checkpoint'] = access.note(None, option('access_cosigners', [(FISCALIA, now), (DEFENSORIA, now)]))
        self.put_streams(files, 'data/access', access, [ACCESS], files['data/access/checkpoint'], withheld)
        for size, body, token, leaf, index in stamped:
            base = 'data/stamps/%06d.' % size
            files.update({base + 'body': body, base + 'tsr': token, base + 'json': leaf, base + 'tlog-proof': log.proof(index, note),
                          base + 'consistency': log.growth(size)})
        files['data/heads/heads.json'], files['data/heads/heads.tlog-proof'] = heads_leaf, log.proof(heads_index, note)
        mine = [i for i, row in enumerate(rows) if row['file'] == url(sha(CASE.encode()))]
        self.files = files
        self.put_range(max(min(mine) - 1, 0), min(max(mine) + 1, len(rows) - 1))
        files['data/checkpoint.prev'], files['data/consistency.txt'] = log.note(5), log.growth(5)
        files['data/scope.json'] = canon({'file': CASE, 'export': EXPORT, 'exportedAt': when(option('exported', now)), 'purpose': 'PROSECUTION',
                                          'withheld': [{'reason': reason, 'seq': seq, 'stream': stream} for stream, seq, reason in withheld]})
        files['data/custody.json'], files['data/timeline.html'] = b'[]', b'<!doctype html><title>timeline</title>\n'
        files['data/attachments/' + hashlib.sha256(ATTACHMENT).hexdigest()] = ATTACHMENT
        files['bagit.txt'] = b'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'
        for name in ('VERIFY.md', 'verify.py', 'certification/system-description.md', 'certification/custodian-certificate.md',
                     'certification/hash-certificate.md'):
            files[name] = b'text\n'
        files['trust/log.vkey'] = (log.key.vkey + '\n' + access.key.vkey + '\n').encode()
        files['trust/policy'] = ('\n'.join(POLICY) + '\n').encode()
        self.manifests()
        if option('seal', True):
            self.seal()

    def put_streams(self, files, place, log, names, note, withheld):
        for name in names:
            base = '%s/streams/%s/' % (place, name)
            for seq in range(log.heads[name][0] + 1):
                index = log.where[name, seq]
                if any((stream, at) == (name, seq) for stream, at, _ in withheld):
                    files[base + 'withheld/%06d.leafhash' % seq] = sha(b'\x00', log.leaves[index]).hex().encode() + b'\n'
                else:
                    files[base + 'events/%06d.json' % seq] = log.leaves[index]
                files[base + 'proofs/%06d.tlog-proof' % seq] = log.proof(index, note)

    def put_range(self, first, last):
        span = range(first, last + 1)
        self.files['data/heads/range.json'] = canon({'first': first, 'leaves': [self.rows[i] for i in span],
                                                     'proofs': [[url(h) for h in path(i, self.row_hashes)] for i in span]})

    def manifests(self, files=None):
        files = self.files if files is None else files
        payload = sorted(p for p in files if p.startswith('data/'))
        files['bag-info.txt'] = ('Payload-Oxum: %d.%d\n' % (sum(len(files[p]) for p in payload), len(payload))).encode()

        def lines(paths):
            return ''.join('%s  %s\n' % (hashlib.sha256(files[p]).hexdigest(), p) for p in paths).encode()
        files['manifest-sha256.txt'] = lines(payload)
        files['tagmanifest-sha256.txt'] = lines(sorted(p for p in files if not p.startswith(('data/', 'tagmanifest'))))

    def seal(self, authority=None, extra=None, files=None):
        authority, files = authority or self.authority, self.files if files is None else files
        files[v.SEAL] = authority.seal(files['tagmanifest-sha256.txt'], extra)
        files[v.SEAL_TOKEN] = authority.token(files[v.SEAL])

    def trust(self):
        return {'log.vkey': (self.log.key.vkey + '\n' + self.access.key.vkey + '\n').encode(), 'policy': ('\n'.join(POLICY) + '\n').encode(),
                'tsa-chain.pem': self.authority.read('tsa-ca.pem'), 'seal-chain.pem': self.authority.read('seal-ca.pem')}


def write_folder(files, folder):
    for name, raw in files.items():
        full = os.path.join(folder, name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, 'wb') as handle:
            handle.write(raw)
    return folder


def zip_bytes(entries, method=0, mode=0o100644, clock=0, pack=None):
    """A zip of (name, bytes) in the given order, written by hand so that every field can be spoilt."""
    body, central = b'', b''
    for name, raw in entries:
        packed = pack(raw) if pack else raw
        at, common = len(body), struct.pack('<5H3L2H', 20, 0, method, clock, 0x21, zlib.crc32(raw), len(packed), len(raw), len(name), 0)
        body += b'PK\x03\x04' + common + name.encode() + packed
        central += b'PK\x01\x02' + struct.pack('<H', 0x314) + common + struct.pack('<3H2L', 0, 0, 0, mode << 16, at) + name.encode()
    return body + central + b'PK\x05\x06' + struct.pack('<4H2LH', 0, 0, len(entries), len(entries), len(central), len(body), 0)


def archive(files, top='evidence_%s_%s' % (CASE, EXPORT)):
    return sorted((top + '/' + name, raw) for name, raw in files.items())
