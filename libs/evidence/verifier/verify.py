#!/usr/bin/env python3
"""Checks an evidence bundle of Amparo, offline, trusting nobody but the keys that you bring.

    python3 verify.py <bundle folder or .zip> [--trust <folder>] [--checkpoint <file you hold>] [--json]

The trust folder holds what you obtained elsewhere than from this bundle: log.vkey (the keys of the logs, one a line), policy (the
witnesses and how many must agree), tsa-chain.pem (who may stamp times), seal-chain.pem (who may seal). All but log.vkey may be absent.

First line of the answer: a stable reason and the place it concerns. Exit code:
   0  witnessed and complete           10  unchanged, but not everything is proven
  20  no trust was given               30  contradicts a checkpoint that you hold
   1  invalid                           2  unreadable            64  wrongly called, or the trust folder is malformed
Precedence 2, 1, 30, 20, 10, 0. Reasons are listed in the README beside this file's library.

Proven by 0: these are the events of this file, in this order, all of them up to the time of the export, recorded at the times bounded
by the stamps; nobody has changed, removed or inserted one since. NOT proven by any verdict: that the named agent acted; that what was
said is true. This copy came with the bundle: compare its SHA-256 with the published one before you rely on it.

Python standard library only (3.9 or newer). `openssl`, the command, is called for RFC 3161 tokens and the CMS seal alone; where it is
absent those are unproven. Written from the published specification, apart from the program that writes bundles.
"""
import argparse
import base64
import binascii
import calendar
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
import zlib

# Limits. What exceeds one is refused before it is read.
MAX_FILES = 65535              # also the most that a zip without extensions can name
MAX_TOTAL = 4 * 1024 ** 3 - 1  # bytes of the whole bundle
MAX_FILE = 64 * 1024 ** 2      # bytes of any file but an attachment
MAX_LEAF = 65535               # bytes of one event
MAX_NOTE = 1024 ** 2           # bytes of a checkpoint or a proof
MAX_SIGNATURES = 100           # signature lines of a checkpoint
MAX_DEPTH = 32                 # nesting of JSON; the outermost value counts as 1
MAX_INTEGER = 2 ** 53 - 1      # integers beyond are rounded by some readers
MIN5, MIN10 = 5 * 60 * 1000, 10 * 60 * 1000  # milliseconds

WITNESSED, INTEGRITY_ONLY, NO_TRUST, DIVERGES, INVALID, UNREADABLE, USAGE = 0, 10, 20, 30, 1, 2, 64


class Fault(Exception):
    """Ends the check: a stable reason, the place (a path inside the bundle), the verdict."""

    def __init__(self, reason, place, verdict=INVALID):
        super().__init__(reason)
        self.reason, self.place, self.verdict = reason, place, verdict


# ---------------------------------------------------------------------------------------------------------------------------------
# Bytes and encodings
# ---------------------------------------------------------------------------------------------------------------------------------
def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def b64(text, place, reason, length=None):
    """Standard base64 (RFC 4648 section 4), padded, as in C2SP text files; only the one canonical spelling is accepted."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Fault(reason, place)
    if base64.b64encode(raw).decode() != text or (length is not None and len(raw) != length):
        raise Fault(reason, place)
    return raw


def b64url(text, length=None):
    """base64url without padding (RFC 4648 section 5), unused bits zero. None where the text is anything else."""
    if not isinstance(text, str) or not re.fullmatch(r'[A-Za-z0-9_-]*', text):
        return None
    try:
        raw = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return raw if to_b64url(raw) == text and (length is None or len(raw) == length) else None


def to_b64url(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip('=')


UUID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
STREAM = re.compile(r'[a-z]+(-[a-z0-9]+)+')


def is_uuid(value):
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def is_stream(value):
    return isinstance(value, str) and len(value) <= 128 and STREAM.fullmatch(value) is not None


def is_int(value, least=0):
    return type(value) is int and value >= least


def millis(text):
    """Milliseconds since 1970 of YYYY-MM-DDTHH:mm:ss.sssZ; None where the text is no such time, or no such day exists."""
    if not isinstance(text, str) or not re.fullmatch(r'[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z', text):
        return None
    try:
        seconds = calendar.timegm(time.strptime(text[:19], '%Y-%m-%dT%H:%M:%S'))
    except ValueError:
        return None
    if time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds)) != text[:19]:
        return None  # 60th seconds would be read as the next minute
    return seconds * 1000 + int(text[20:23])


# ---------------------------------------------------------------------------------------------------------------------------------
# JSON: RFC 8785 (JCS), strict. Two readers must never understand the same bytes differently.
# ---------------------------------------------------------------------------------------------------------------------------------
class NotOurs(ValueError):
    """JSON that is refused; the text is the reason."""


def _members(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotOurs('not_canonical')  # a member twice
    return found


def _integer(text):
    if len(text) > 17 or abs(int(text)) > MAX_INTEGER or text == '-0':
        raise NotOurs('not_integer')
    return int(text)


def _refuse_number(_):
    raise NotOurs('not_integer')


def _depth(text):
    """Deepest nesting, counted without recursion, before any parser sees the text."""
    depth = deepest = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"?|[\[{\]}]', text, re.DOTALL):
        if token.group() in '[{':
            depth += 1
            deepest = max(deepest, depth)
        elif token.group() in ']}':
            depth -= 1
    return deepest


def parse_json(raw):
    """The value of strict JSON bytes. NotOurs: no UTF-8, BOM, a member twice, NaN, a float, an integer beyond 2^53, too deep."""
    try:
        text = raw.decode('utf-8')
    except UnicodeDecodeError:
        raise NotOurs('not_json')
    if _depth(text) > MAX_DEPTH:
        raise NotOurs('too_deep')
    try:
        return json.loads(text, object_pairs_hook=_members, parse_float=_refuse_number, parse_int=_integer, parse_constant=_refuse_number)
    except NotOurs:
        raise
    except ValueError:
        raise NotOurs('not_json')


_ESCAPES = {'\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\'}


def _jcs_string(text):
    # RFC 8785 section 3.2.2.2
    return '"' + re.sub(r'[\x00-\x1f"\\]', lambda m: _ESCAPES.get(m.group(), '\\u%04x' % ord(m.group())), text) + '"'


def _jcs_text(value):
    if value is None or value is True or value is False:
        return {None: 'null', True: 'true', False: 'false'}[value]
    if isinstance(value, str):
        return _jcs_string(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return '[' + ','.join(_jcs_text(item) for item in value) + ']'
    # RFC 8785 section 3.2.3: members are sorted by their UTF-16 code units
    names = sorted(value, key=lambda name: name.encode('utf-16-be', 'surrogatepass'))
    return '{' + ','.join(_jcs_string(name) + ':' + _jcs_text(value[name]) for name in names) + '}'


def jcs(value):
    """The canonical bytes. NotOurs where a string holds a lone surrogate: it has no UTF-8."""
    try:
        return _jcs_text(value).encode('utf-8')
    except UnicodeEncodeError:
        raise NotOurs('not_canonical')


def read_json(raw, place, kind=dict):
    """The value of canonical JSON bytes; any other spelling of it is a fault."""
    try:
        value = parse_json(raw)
        if jcs(value) != raw:
            raise NotOurs('not_canonical')
    except NotOurs as refused:
        raise Fault(str(refused), place)
    if not isinstance(value, kind):
        raise Fault('malformed_member', place)
    return value


# ---------------------------------------------------------------------------------------------------------------------------------
# Ed25519, RFC 8032 section 5.1.7, without cofactor: encode(S*B - k*A) must be the very bytes of R, and S < L.
# ---------------------------------------------------------------------------------------------------------------------------------
P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def _add(a, b):
    # RFC 8032 section 5.1.4, extended homogeneous coordinates (X, Y, Z, T)
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def _times(scalar, point):
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _is_identity(point):
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def _decode_point(raw):
    """The point of 32 bytes, or None: not on the curve, y not reduced, or the sign of a zero x set (RFC 8032 section 5.1.3)."""
    y = int.from_bytes(raw, 'little')
    sign, y = y >> 255, y & (2 ** 255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P != 0:
        x = x * SQRT_M1 % P
        if (v * x * x - u) % P != 0:
            return None
    if x == 0 and sign:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _encode_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, 'little')


BASE = _decode_point(bytes.fromhex('58' + '66' * 31))


def good_key(raw):
    """Whether 32 bytes are a key to load: canonical, on the curve, not of small order."""
    point = _decode_point(raw) if len(raw) == 32 else None
    return point is not None and not _is_identity(_times(8, point))


def ed25519_verify(key, message, signature):
    if len(signature) != 64 or not good_key(key):
        return False
    scalar = int.from_bytes(signature[32:], 'little')
    if scalar >= L:
        return False
    x, y, z, t = _decode_point(key)
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), 'little') % L
    return _encode_point(_add(_times(scalar, BASE), _times(k, (P - x, y, z, P - t)))) == signature[:32]


# ---------------------------------------------------------------------------------------------------------------------------------
# Merkle tree, RFC 6962 section 2.1; proofs by RFC 9162 sections 2.1.3.2 and 2.1.4.2
# ---------------------------------------------------------------------------------------------------------------------------------
def leaf_hash(raw):
    return sha256(b'\x00', raw)


def node_hash(left, right):
    return sha256(b'\x01', left, right)


def inclusion_holds(index, size, leaf, proof, root):
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistency_holds(size1, root1, size2, root2, proof):
    if size1 < 1 or size1 > size2:
        return False
    if size1 == size2:
        return not proof and root1 == root2
    if not proof:
        return False
    path = [root1] + proof if size1 & (size1 - 1) == 0 else list(proof)
    fn, sn = size1 - 1, size2 - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == root1 and sr == root2


# ---------------------------------------------------------------------------------------------------------------------------------
# Signed notes and checkpoints: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof
# ---------------------------------------------------------------------------------------------------------------------------------
LOG_KEY, WITNESS_KEY = 1, 4  # signature types: Ed25519 and cosignature/v1


class VerifierKey:
    """A vkey `name+id+base64(type || key)`; id = first four bytes of SHA-256(name || LF || type || key)."""

    def __init__(self, text, kind, place, verdict=INVALID):
        match = re.fullmatch(r'([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)', text)
        if match is None:
            raise Fault('key_malformed', place, verdict)
        self.name, self.id = match.group(1), bytes.fromhex(match.group(2))
        try:
            raw = b64(match.group(3), place, 'key_malformed', 33)
        except Fault:
            raise Fault('key_malformed', place, verdict)
        self.key = raw[1:]
        if raw[0] != kind or sha256(self.name.encode(), b'\n', raw)[:4] != self.id or not good_key(self.key):
            raise Fault('key_malformed', place, verdict)


def decimal(text):
    """A decimal without leading zeros, at most 2^53 - 1; None for anything else."""
    if not re.fullmatch(r'0|[1-9][0-9]{0,15}', text) or int(text) > MAX_INTEGER:
        return None
    return int(text)


class Checkpoint:
    """A checkpoint note: `text` (origin, size, root, no extension lines) and its signature lines."""

    def __init__(self, raw, place, signed=True):
        def bad():
            return Fault('checkpoint_malformed', place)
        if len(raw) > MAX_NOTE:
            raise bad()
        try:
            whole = raw.decode('utf-8')
        except UnicodeDecodeError:
            raise bad()
        if any((ord(char) < 32 and char != '\n') or ord(char) == 127 for char in whole):
            raise bad()
        self.raw, self.signatures = raw, []
        text = whole
        if signed:
            cut = whole.rfind('\n\n')
            if cut < 0 or not whole.endswith('\n') or cut + 2 >= len(whole):
                raise bad()
            text, lines = whole[:cut + 1], whole[cut + 2:-1].split('\n')
            if len(lines) > MAX_SIGNATURES:
                raise bad()
            for line in lines:
                match = re.fullmatch('\u2014 ([^+\\s]+) ([A-Za-z0-9+/=]+)', line)
                if match is None:
                    raise bad()
                signature = b64(match.group(2), place, 'checkpoint_malformed')
                if len(signature) < 5:
                    raise bad()
                self.signatures.append((match.group(1), signature[:4], signature[4:]))
        lines = text.split('\n')
        if len(lines) != 4 or lines[3] != '' or not re.fullmatch(r'[^+\s]+', lines[0]):
            raise bad()
        size = decimal(lines[1])
        if not size:  # a log of ours is never empty: leaf 0 is LogOpened
            raise bad()
        self.text, self.origin, self.size = text.encode(), lines[0], size
        self.root = b64(lines[2], place, 'checkpoint_malformed', 32)

    def check_log_signature(self, key, place):
        found = False
        for name, key_id, signature in self.signatures:
            if name == key.name and key_id == key.id:
                if not ed25519_verify(key.key, self.text, signature):
                    raise Fault('signature_invalid', place)
                found = True
        if self.origin != key.name or not found:
            raise Fault('signature_missing', place)

    def cosigned_at(self, key, place):
        """Times (ms) at which the key cosigned: cosignature/v1, message `cosignature/v1`, `time <seconds>`, then the text."""
        times = []
        for name, key_id, signature in self.signatures:
            if name == key.name and key_id == key.id:
                if len(signature) != 72:
                    raise Fault('cosignature_invalid', place)
                seconds = int.from_bytes(signature[:8], 'big')
                if not ed25519_verify(key.key, b'cosignature/v1\ntime %d\n' % seconds + self.text, signature[8:]):
                    raise Fault('cosignature_invalid', place)
                times.append(seconds * 1000)
        return times


def read_hashes(raw, place, reason):
    """Proof hashes, one base64 hash a line; no bytes at all for an empty proof."""
    if len(raw) > MAX_NOTE:
        raise Fault(reason, place)
    try:
        text = raw.decode('ascii')
    except UnicodeDecodeError:
        raise Fault(reason, place)
    if text and not text.endswith('\n'):
        raise Fault(reason, place)
    hashes = [b64(line, place, reason, 32) for line in text.split('\n')[:-1]]
    if len(hashes) > 128:
        raise Fault(reason, place)
    return hashes


def read_proof(raw, checkpoint, place):
    """(index, hashes) of a tlog-proof that ends in the very bytes of the checkpoint. No `extra` line."""
    head = b'c2sp.org/tlog-proof@v1\nindex '
    cut = raw.find(b'\n\n')
    if len(raw) > 2 * MAX_NOTE or not raw.startswith(head) or cut < 0:
        raise Fault('proof_malformed', place)
    number, _, hashes = raw[len(head):cut + 1].partition(b'\n')
    index = decimal(number.decode('latin-1'))
    if index is None:
        raise Fault('proof_malformed', place)
    hashes = read_hashes(hashes, place, 'proof_malformed')
    if raw[cut + 2:] != checkpoint.raw:
        raise Fault('checkpoint_differs', place)
    return index, hashes


# ---------------------------------------------------------------------------------------------------------------------------------
# What the verifier brings: keys, the witness policy, certificate chains
# ---------------------------------------------------------------------------------------------------------------------------------
class Trust:
    """Keys and policy of a folder. A fault in it is the caller's (64), not the bundle's."""

    def __init__(self, read, verdict):
        self.logs, self.witnesses, self.operators, self.quorum, self.tsa, self.seal = {}, [], set(), None, None, None
        seen = set()

        def load(text, kind, place):
            key = VerifierKey(text, kind, place, verdict)
            if key.key in seen:
                raise Fault('key_repeated', place, verdict)  # one key, one use
            seen.add(key.key)
            return key
        for line in self._lines(read('log.vkey'), 'log.vkey', verdict):
            key = load(line, LOG_KEY, 'log.vkey')
            if key.name in self.logs:
                raise Fault('key_repeated', 'log.vkey', verdict)
            self.logs[key.name] = key
        for line in self._lines(read('policy'), 'policy', verdict):
            words = line.split(' ')
            if len(words) == 4 and words[0] == 'witness' and words[1] and words[2] in ('plain', 'auditing'):
                key = load(words[3], WITNESS_KEY, 'policy')
                if any(key.name == other.name for _, _, other in self.witnesses):
                    raise Fault('key_repeated', 'policy', verdict)
                self.witnesses.append((words[1], words[2], key))
            elif len(words) == 2 and words[0] == 'operator' and words[1]:
                self.operators.add(words[1])
            elif len(words) == 4 and words[0] == 'quorum' and self.quorum is None and None not in map(decimal, words[1:]):
                self.quorum = tuple(map(decimal, words[1:]))
            else:
                raise Fault('policy_malformed', 'policy', verdict)
        if read('policy') is not None:
            # k of n distinct organisations, the operator not counted, 2k > n + f
            independent = {organisation for organisation, _, _ in self.witnesses} - self.operators
            if self.quorum is None or not self.operators:
                raise Fault('policy_malformed', 'policy', verdict)
            k, n, f = self.quorum
            if n != len(independent) or not 1 <= k <= n or 2 * k <= n + f:
                raise Fault('policy_malformed', 'policy', verdict)
        self.tsa, self.seal = read('tsa-chain.pem'), read('seal-chain.pem')

    @staticmethod
    def _lines(raw, place, verdict):
        if raw is None:
            return []
        try:
            text = raw.decode('utf-8')
        except UnicodeDecodeError:
            raise Fault('trust_malformed', place, verdict)
        if not text.endswith('\n') or '\r' in text:
            raise Fault('trust_malformed', place, verdict)
        return text[:-1].split('\n')


# ---------------------------------------------------------------------------------------------------------------------------------
# The container: a folder, or an uncompressed zip. Every byte is read here, so that "unreadable" comes before every other verdict.
# ---------------------------------------------------------------------------------------------------------------------------------
class Contents:
    """Files by path: the bytes, but for attachments only their SHA-256 and length."""

    def __init__(self):
        self.bytes, self.digest, self.size, self.total, self.folder = {}, {}, {}, 0, None

    def begin(self, path, size):
        attachment = path.startswith('data/attachments/')
        self.total += size
        if len(self.size) >= MAX_FILES or self.total > MAX_TOTAL or (size > MAX_FILE and not attachment):
            raise Fault('too_much', path, UNREADABLE)
        self.size[path] = size
        return attachment

    def take(self, path, handle, size, crc=None):
        attachment, digest, kept, left, check = self.begin(path, size), hashlib.sha256(), [], size, 0
        while left:
            block = handle.read(min(left, 1024 ** 2))
            if not block:
                raise Fault('unreadable', path, UNREADABLE)
            left -= len(block)
            digest.update(block)
            check = zlib.crc32(block, check)
            if not attachment:
                kept.append(block)
        if crc is not None and check != crc:
            raise Fault('archive_damaged', path, UNREADABLE)
        self.digest[path] = digest.digest()
        if not attachment:
            self.bytes[path] = b''.join(kept)

    def under(self, prefix):
        return sorted(path for path in self.size if path.startswith(prefix))


def safe_path(path):
    return re.fullmatch(r'[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*', path) is not None and not any(
        part in ('.', '..') for part in path.split('/'))


def read_folder(root):
    contents = Contents()

    def walk(folder, prefix):
        names = sorted(os.listdir(folder))
        if not names:
            raise Fault('foreign_file', prefix or '.')
        for name in names:
            path, full = prefix + name, os.path.join(folder, name)
            if not safe_path(path):
                raise Fault('path_unsafe', path.encode('unicode_escape').decode())  # nothing may write into the answer
            mode = os.lstat(full).st_mode
            if stat.S_ISDIR(mode):
                if path.count('/') > 6:
                    raise Fault('foreign_file', path)
                walk(full, path + '/')
            elif not stat.S_ISREG(mode):
                raise Fault('link', path)  # symbolic links, devices, pipes: never followed, never opened
            else:
                with open(full, 'rb') as handle:
                    contents.take(path, handle, os.fstat(handle.fileno()).st_size)
                    if handle.read(1):
                        raise Fault('unreadable', path, UNREADABLE)  # it grew while it was read
    walk(root, '')
    return contents


def read_zip(file):
    """An uncompressed zip, sorted, all entries in one folder, one time for all, no gap between them in which bytes could hide."""
    def damaged(place='.'):
        return Fault('archive_damaged', place, UNREADABLE)
    contents = Contents()
    with open(file, 'rb') as handle:
        length = os.fstat(handle.fileno()).st_size
        if length > MAX_TOTAL:
            raise Fault('too_much', '.', UNREADABLE)
        if length < 22:
            raise damaged()
        handle.seek(length - 22)
        magic, disk, start_disk, here, count, central_size, central_at, comment = struct.unpack('<4s4H2LH', handle.read(22))
        if magic != b'PK\x05\x06' or disk or start_disk or here != count or comment or central_at + central_size != length - 22:
            raise damaged()
        handle.seek(central_at)
        central, at, entries = handle.read(central_size), 0, []
        while at < len(central):
            if at + 46 > len(central) or central[at:at + 4] != b'PK\x01\x02':
                raise damaged()
            (_, _, flags, method, clock, date, crc, packed, size, name_len, extra, note, disk, _, outer, local_at) = struct.unpack(
                '<6H3L5H2L', central[at + 4:at + 46])
            when = (clock, date)
            raw_name = central[at + 46:at + 46 + name_len]
            if len(raw_name) != name_len or extra or note or disk:
                raise damaged()
            entries.append((raw_name, flags, method, when, crc, packed, size, outer, local_at))
            at += 46 + name_len
        if len(entries) != count or not entries:
            raise damaged()
        position, seen, last, seen_time = 0, set(), b'', entries[0][3]
        for raw_name, flags, method, when, crc, packed, size, outer, local_at in entries:
            name = raw_name.decode('latin-1').encode('unicode_escape').decode()
            if not safe_path(name) or '/' not in name:
                raise Fault('path_unsafe', name)
            folder, path = name.split('/', 1)
            contents.folder = contents.folder or folder
            if folder != contents.folder:
                raise Fault('path_unsafe', name)
            if stat.S_IFMT(outer >> 16) not in (0, stat.S_IFREG):
                raise Fault('link', path)
            if raw_name in seen:
                raise Fault('archive_duplicate', path)
            if raw_name < last:
                raise Fault('archive_not_sorted', path)
            if method != 0 or packed != size or flags & ~0x0800:
                raise Fault('archive_compressed', path, UNREADABLE)
            if when != seen_time:
                raise Fault('archive_times', path)
            seen.add(raw_name)
            last = raw_name
            handle.seek(position)
            header = handle.read(30)
            if local_at != position or len(header) != 30:
                raise damaged(path)
            fields = struct.unpack('<4s5H3L2H', header)
            if fields != (b'PK\x03\x04', fields[1], flags, 0, when[0], when[1], crc, size, size, len(raw_name), 0):
                raise damaged(path)
            if handle.read(len(raw_name)) != raw_name:
                raise damaged(path)
            position += 30 + len(raw_name) + size
            if position > central_at:
                raise damaged(path)
            contents.take(path, handle, size, crc)
        if position != central_at:
            raise damaged()
    return contents


# The closed layout. What is neither required nor allowed is refused.
REQUIRED = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt', 'VERIFY.md', 'verify.py',
            'certification/system-description.md', 'certification/custodian-certificate.md', 'certification/hash-certificate.md',
            'trust/log.vkey', 'data/scope.json', 'data/checkpoint', 'data/custody.json', 'data/timeline.html']
SEAL, SEAL_TOKEN = 'tagmanifest-sha256.txt.p7s', 'tagmanifest-sha256.txt.p7s.tsr'
HEADS = ['data/heads/heads.json', 'data/heads/heads.tlog-proof', 'data/heads/range.json']
ALLOWED = REQUIRED + HEADS + [SEAL, SEAL_TOKEN, 'trust/log.pub.pem', 'trust/witnesses.vkeys', 'trust/policy', 'trust/tsa-chain.pem',
                              'trust/seal-chain.pem', 'data/checkpoint.prev', 'data/consistency.txt',
                              'data/access/checkpoint', 'data/erasures/checkpoint']
STREAM_FILE = re.compile(r'(data|data/access|data/erasures)/streams/([a-z0-9-]+)/'
                         r'(events/([0-9]{6,})\.json|proofs/([0-9]{6,})\.tlog-proof|disclosures/([0-9]{6,})\.txt|withheld/([0-9]{6,})\.leafhash)')
STAMP_FILE = re.compile(r'data/stamps/([0-9]{6,})\.(body|tsr|consistency|json|tlog-proof)')
ATTACHMENT = re.compile(r'data/attachments/([0-9a-f]{64})')


def numbered(text):
    """The number of a file name of six digits or more; None where it is padded further, or beyond 2^53."""
    return int(text) if len(text) <= 16 and '%06d' % int(text) == text and int(text) <= MAX_INTEGER else None


class Layout:
    """streams[(folder, stream)] = {'events': {seq}, 'proofs': …, 'disclosures': …, 'withheld': …}; stamps = sizes."""

    def __init__(self, contents):
        self.streams, self.stamps = {}, {}
        for path in contents.under(''):
            match, stamp = STREAM_FILE.fullmatch(path), STAMP_FILE.fullmatch(path)
            if path in ALLOWED or ATTACHMENT.fullmatch(path):
                continue
            if match and is_stream(match.group(2)):
                kind = match.group(3).split('/')[0]
                seq = numbered(next(group for group in match.groups()[3:] if group))
                if seq is not None:
                    empty = {'events': set(), 'proofs': set(), 'disclosures': set(), 'withheld': set()}
                    self.streams.setdefault((match.group(1), match.group(2)), empty)[kind].add(seq)
                    continue
            elif stamp and numbered(stamp.group(1)):
                self.stamps.setdefault(numbered(stamp.group(1)), set()).add(stamp.group(2))
                continue
            raise Fault('foreign_file', path)
        for path in REQUIRED:
            if path not in contents.size:
                raise Fault('missing_file', path)
        if not any(folder == 'data' for folder, _ in self.streams):
            raise Fault('missing_file', 'data/streams')
        if any(path in contents.size for path in HEADS):
            for path in HEADS:
                if path not in contents.size:
                    raise Fault('missing_file', path)
        for size, found in sorted(self.stamps.items()):
            for kind in ('body', 'tsr', 'consistency', 'json', 'tlog-proof'):
                if kind not in found:
                    raise Fault('missing_file', 'data/stamps/%06d.%s' % (size, kind))
        if 'data/consistency.txt' in contents.size and 'data/checkpoint.prev' not in contents.size:
            raise Fault('missing_file', 'data/checkpoint.prev')
        for part in ('data/access', 'data/erasures'):
            inside = contents.under(part + '/')
            if inside and part + '/checkpoint' not in inside:
                raise Fault('missing_file', part + '/checkpoint')
            if inside == [part + '/checkpoint']:
                raise Fault('missing_file', part + '/streams')


# ---------------------------------------------------------------------------------------------------------------------------------
# The envelope: one event, the leaf of the log
# ---------------------------------------------------------------------------------------------------------------------------------
MEMBERS = {'v', 'id', 'stream', 'seq', 'prev', 'type', 'schema', 'case', 'investigation', 'at', 'recordedAt', 'actor', 'purpose',
           'basis', 'authority', 'command', 'correlation', 'causation', 'nonce', 'data', 'sealed'}
MAY_BE_ABSENT = {'case', 'investigation', 'authority', 'causation', 'sealed'}
ACTOR = {'client', 'agent', 'unit', 'institution', 'role', 'assurance'}


def _texts(value, required, optional=()):
    return isinstance(value, dict) and set(required) <= set(value) <= set(required) | set(optional) and all(
        isinstance(text, str) and text for text in value.values())


def _walk_strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _walk_strings(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _walk_strings(item)


def _utf16(text):
    return text.encode('utf-16-be')


def read_event(raw, place):
    """The envelope of exact leaf bytes. Every member is checked; what is not named in the specification is refused."""
    if len(raw) > MAX_LEAF:
        raise Fault('too_large', place)
    event = read_json(raw, place)
    if any(unicodedata.normalize('NFC', text) != text for text in _walk_strings(event)):
        raise Fault('not_nfc', place)
    if not set(event) <= MEMBERS:
        raise Fault('unknown_member', place)
    if not MEMBERS - MAY_BE_ABSENT <= set(event):
        raise Fault('missing_member', place)
    authority, command, data = event.get('authority'), event['command'], event['data']
    investigative = isinstance(event['stream'], str) and re.match(r'(investigation|exhibit)-', event['stream'])
    well_formed = (
        type(event['v']) is int and event['v'] == 1 and is_uuid(event['id']) and is_stream(event['stream']) and is_int(event['seq'])
        and b64url(event['prev'], 32) is not None and is_int(event['schema'], 1)
        and all(isinstance(event[name], str) and event[name] for name in ('type', 'purpose'))
        and ('case' not in event or is_uuid(event['case'])) and ('investigation' not in event or is_uuid(event['investigation']))
        and millis(event['at']) is not None and millis(event['recordedAt']) is not None
        and _texts(event['actor'], ['client'], ACTOR) and _texts(event['basis'], ['kind'], ['ref'])
        and isinstance(command, dict) and set(command) == {'id', 'digest'} and is_uuid(command['id'])
        and b64url(command['digest'], 32) is not None and is_uuid(event['correlation'])
        and ('causation' not in event or is_uuid(event['causation'])) and b64url(event['nonce'], 16) is not None
        and isinstance(data, dict) and ('sealed' not in event or _sealed_is_good(event['sealed'], data))
        and ('authority' not in event or (isinstance(authority, dict) and set(authority) == {'event', 'stream', 'seq'}
             and is_uuid(authority['event']) and is_stream(authority['stream']) and is_int(authority['seq'])))
        and (not investigative or 'investigation' in event))
    if not well_formed:
        raise Fault('malformed_member', place)
    return event


def _sealed_is_good(sealed, data):
    if not isinstance(sealed, list) or not sealed:
        return False
    kids, names, digests = [], [], []
    for part in sealed:
        if not isinstance(part, dict) or set(part) != {'kid', 'ctHash', 'names', '_sd'} or not is_uuid(part['kid']):
            return False
        if b64url(part['ctHash'], 32) is None or not isinstance(part['names'], list) or not isinstance(part['_sd'], list):
            return False
        if not part['names'] or len(part['names']) != len(part['_sd']):
            return False
        if not all(isinstance(name, str) and name for name in part['names']):
            return False
        if any(_utf16(a) >= _utf16(b) for a, b in zip(part['names'], part['names'][1:])):
            return False
        if not all(b64url(digest, 32) is not None for digest in part['_sd']):
            return False
        kids.append(part['kid'])
        names += part['names']
        digests += part['_sd']
    # RFC 9901 section 7.1: no digest twice, no name that collides with a clear one
    return (all(a < b for a, b in zip(kids, kids[1:])) and len(set(names)) == len(names) and len(set(digests)) == len(digests)
            and not set(names) & set(data))


def id_is_derived(event):
    """UUID version 8: six bytes of the command id, ten of SHA-256(`amparo/event/v1` || JCS([client, stream, commandId, index])).

    The index is the event's place among those of one command, hence at most its seq; it is not in the leaf and is searched for."""
    command_id = event['command']['id']
    wanted = bytes.fromhex(event['id'].replace('-', ''))
    for index in range(event['seq'] + 1):
        tail = sha256(b'amparo/event/v1', jcs([event['actor']['client'], event['stream'], command_id, index]))[:10]
        raw = bytearray(bytes.fromhex(command_id.replace('-', ''))[:6] + tail)
        raw[6], raw[8] = raw[6] & 0x0f | 0x80, raw[8] & 0x3f | 0x80
        if bytes(raw) == wanted:
            return True
    return False


def file_of(event):
    """The id of the file an event belongs to: investigation, case, or none (empty)."""
    if event['stream'].startswith(('investigation-', 'exhibit-')):
        return event['investigation']
    return event.get('case', '')


def read_disclosures(raw, event, place):
    """Values by name. A line is base64url of `["salt","name",value]`; its digest stands in `_sd` at that name (RFC 9901 section 4.2)."""
    try:
        text = raw.decode('ascii')
    except UnicodeDecodeError:
        raise Fault('disclosure_malformed', place)
    if not text.endswith('\n'):
        raise Fault('disclosure_malformed', place)
    digests = {name: digest for part in event.get('sealed', []) for name, digest in zip(part['names'], part['_sd'])}
    found = {}
    for line in text[:-1].split('\n'):
        decoded = b64url(line)
        try:
            value = parse_json(decoded) if decoded else None
            jcs(value)
        except NotOurs:
            raise Fault('disclosure_malformed', place)
        if not isinstance(value, list) or len(value) != 3 or b64url(value[0], 16) is None or not isinstance(value[1], str):
            raise Fault('disclosure_malformed', place)
        digest = to_b64url(sha256(line.encode()))
        if digest not in digests.values():
            raise Fault('disclosure_unreferenced', place)
        if digests.get(value[1]) != digest:
            raise Fault('disclosure_misplaced', place)
        if value[1] in found:
            raise Fault('disclosure_repeated', place)
        found[value[1]] = value[2]
    return found


# ---------------------------------------------------------------------------------------------------------------------------------
# RFC 3161 tokens and the CMS seal: what a token says is read here, who says it is checked by openssl
# ---------------------------------------------------------------------------------------------------------------------------------
def _der(raw, at, tag):
    """(start, end) of the contents of the DER element at `at`."""
    if at + 2 > len(raw) or raw[at] != tag:
        raise ValueError
    length, start = raw[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7f
        if not 1 <= count <= 4 or start + count > len(raw):
            raise ValueError
        length, start = int.from_bytes(raw[start:start + count], 'big'), start + count
    if start + length > len(raw):
        raise ValueError
    return start, start + length


def read_token(raw, place):
    """(imprint, time in ms) of a TimeStampResp (RFC 3161 section 2.4.2) over SHA-256."""
    try:
        at, end = _der(raw, 0, 0x30)
        if end != len(raw):
            raise ValueError
        status, status_end = _der(raw, at, 0x30)
        first, last = _der(raw, status, 0x02)
        if raw[first:last] not in (b'\x00', b'\x01'):  # granted, grantedWithMods
            raise ValueError
        at, _ = _der(raw, status_end, 0x30)            # ContentInfo
        _, at = _der(raw, at, 0x06)
        at, _ = _der(raw, at, 0xa0)
        at, _ = _der(raw, at, 0x30)                    # SignedData
        _, at = _der(raw, at, 0x02)
        _, at = _der(raw, at, 0x31)
        at, _ = _der(raw, at, 0x30)                    # EncapsulatedContentInfo
        first, last = _der(raw, at, 0x06)
        if raw[first:last] != bytes.fromhex('2a864886f70d0109100104'):  # id-ct-TSTInfo
            raise ValueError
        at, _ = _der(raw, last, 0xa0)
        at, _ = _der(raw, at, 0x04)
        at, _ = _der(raw, at, 0x30)                    # TSTInfo
        _, at = _der(raw, at, 0x02)
        _, at = _der(raw, at, 0x06)
        imprint_at, imprint_end = _der(raw, at, 0x30)
        algorithm, algorithm_end = _der(raw, imprint_at, 0x30)
        first, last = _der(raw, algorithm, 0x06)
        if raw[first:last] != bytes.fromhex('608648016503040201'):  # SHA-256
            raise ValueError
        first, last = _der(raw, algorithm_end, 0x04)
        imprint = raw[first:last]
        _, at = _der(raw, imprint_end, 0x02)           # serial number
        first, last = _der(raw, at, 0x18)
        match = re.fullmatch(r'([0-9]{14})(?:\.([0-9]{1,9}))?Z', raw[first:last].decode('ascii'))
        if match is None:
            raise ValueError
        seconds = calendar.timegm(time.strptime(match.group(1), '%Y%m%d%H%M%S'))
        return imprint, seconds * 1000 + int(((match.group(2) or '') + '000')[:3])
    except ValueError:
        raise Fault('token_malformed', place)


def openssl(arguments, files):
    """Whether `openssl <arguments>` agrees; None where the command is absent. `{name}` in the arguments is a file with those bytes."""
    command = shutil.which('openssl')
    if command is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for name, raw in files.items():
            with open(os.path.join(folder, name), 'wb') as handle:
                handle.write(raw)
        filled = [os.path.join(folder, argument[1:-1]) if argument[:1] == '{' else argument for argument in arguments]
        try:
            done = subprocess.run([command] + filled, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  timeout=60, env={'PATH': os.environ.get('PATH', ''), 'OPENSSL_CONF': os.devnull,
                                                   'SSL_CERT_FILE': os.devnull, 'SSL_CERT_DIR': os.devnull})
        except (OSError, subprocess.TimeoutExpired):
            return None
    return done.returncode == 0


def token_holds(data, token, at, chain):
    """Judged at the token's own time. openssl picks the signer by ESSCertID, so a certificate slipped in first changes nothing."""
    return openssl(['ts', '-verify', '-data', '{data}', '-in', '{tsr}', '-CAfile', '{chain}', '-attime', str(at // 1000)],
                   {'data': data, 'tsr': token, 'chain': chain})


def seal_holds(content, seal, at, chain):
    return openssl(['cms', '-verify', '-binary', '-inform', 'DER', '-in', '{seal}', '-content', '{content}', '-CAfile', '{chain}',
                    '-purpose', 'any', '-attime', str(at // 1000), '-out', os.devnull],
                   {'content': content, 'seal': seal, 'chain': chain})


# ---------------------------------------------------------------------------------------------------------------------------------
# The check, in a fixed order: scope, checkpoint, streams, heads, stamps, earlier checkpoints, access and erasures, attachments,
# manifests, seal. Within an event: proof, inclusion, canonical form, members, place, id, chain, times, disclosures.
# ---------------------------------------------------------------------------------------------------------------------------------
class Check:
    def __init__(self, contents, trust, held):
        self.contents, self.trust, self.held = contents, trust, held
        self.layout = Layout(contents)
        self.proven, self.unproven, self.short = [], [], []  # short: (verdict, reason, place)
        self.events, self.indexes, self.named = [], {}, set()  # (index, recordedAt, place); index -> place; hex strings shown

    def file(self, path):
        return self.contents.bytes[path]

    def lacks(self, reason, place, sentence, verdict=INTEGRITY_ONLY):
        self.short.append((verdict, reason, place))
        self.unproven.append(sentence)

    def run(self):
        self.check_scope()
        if self.trust is None:
            self.lacks('no_trust', '.', 'who runs the log, who witnessed it, who stamped and sealed: you gave no trust folder', NO_TRUST)
        elif not self.trust.logs:
            self.lacks('no_trust', '.', 'who runs the log: your trust folder has no log.vkey', NO_TRUST)
        self.checkpoint = self.check_checkpoint('data/checkpoint', 'protocol')
        self.heads_of = self.check_streams('data', self.checkpoint)
        self.check_heads()
        self.check_stamps()
        self.check_earlier()
        self.check_other_logs()
        self.check_withheld_list()
        self.check_attachments()
        self.check_manifests()
        self.check_seal()
        self.unproven.append('that the named agents acted, and that what was said is true: no verdict covers this')
        self.unproven.append('files that no event and no proof covers: the prose of data/scope.json, data/custody.json, '
                             'data/timeline.html, certification/, VERIFY.md, verify.py, trust/')
        for verdict in (DIVERGES, NO_TRUST, INTEGRITY_ONLY):
            for short in self.short:
                if short[0] == verdict:
                    return short
        return WITNESSED, 'witnessed', '.'

    # -- scope ----------------------------------------------------------------------------------------------------------------
    def check_scope(self):
        place = 'data/scope.json'
        scope = read_json(self.file(place), place)
        withheld = scope.get('withheld')
        if not is_uuid(scope.get('file')) or not is_uuid(scope.get('export')) or millis(scope.get('exportedAt')) is None:
            raise Fault('malformed_member', place)
        if not isinstance(withheld, list) or not all(
                isinstance(item, dict) and set(item) == {'reason', 'seq', 'stream'} and isinstance(item['reason'], str)
                and item['reason'] and is_int(item['seq']) and is_stream(item['stream']) for item in withheld):
            raise Fault('malformed_member', place)
        pairs = [(item['stream'], item['seq']) for item in withheld]
        if any(a >= b for a, b in zip(pairs, pairs[1:])):
            raise Fault('malformed_member', place)
        self.scope, self.exported, self.listed = scope, millis(scope['exportedAt']), pairs
        if self.contents.folder is not None and self.contents.folder != 'evidence_%s_%s' % (scope['file'], scope['export']):
            raise Fault('folder_name', self.contents.folder)

    # -- checkpoints ----------------------------------------------------------------------------------------------------------
    def log_keys(self):
        if self.trust is not None and self.trust.logs:
            return self.trust.logs
        # Without trust the copy in the bundle serves to find faults; it never raises the verdict.
        return Trust(lambda name: self.file('trust/log.vkey') if name == 'log.vkey' else None, INVALID).logs

    def check_checkpoint(self, place, log):
        checkpoint, keys = Checkpoint(self.file(place), place), self.log_keys()
        checkpoint.newest = None
        if not checkpoint.origin.endswith('/' + log):
            raise Fault('checkpoint_other_log', place)
        if log == 'access' and not any(name.endswith('/access') for name in keys):
            self.lacks('access_unproven', place, 'who runs the log of reads: its key is not in log.vkey')
            return checkpoint
        if checkpoint.origin not in keys:
            raise Fault('signature_missing', place)
        key = keys[checkpoint.origin]
        checkpoint.check_log_signature(key, place)
        trusted = self.trust is not None and bool(self.trust.logs)
        if trusted:
            self.proven.append('%s was signed by %s (size %d)' % (place, checkpoint.origin, checkpoint.size))
        if not trusted or self.trust.quorum is None:
            self.lacks('unwitnessed', place, 'that others saw the same log: no witness policy was given for %s' % place)
            return checkpoint
        timely, audited, times = set(), False, []
        for organisation, kind, witness in self.trust.witnesses:
            at = checkpoint.cosigned_at(witness, place)
            times += at
            # exportedAt is declared by the bundle itself; the cosignatures tie it to what the witnesses' clocks said
            if organisation not in self.trust.operators and any(-MIN10 <= t - self.exported <= MIN5 for t in at):
                timely.add(organisation)
                audited = audited or kind == 'auditing'
        checkpoint.newest = max(times) if times else None
        k, n, _ = self.trust.quorum
        if len(timely) < k:
            self.lacks('unwitnessed', place, 'that others saw the same log: %d of the %d organisations needed cosigned %s in time'
                       % (len(timely), k, place))
        elif not audited:
            self.lacks('unaudited', place, 'that the streams do not fork: no auditing witness outside the operator cosigned %s' % place)
        else:
            self.proven.append('%d of %d organisations, an auditing one among them, cosigned %s at the time of the export, which the '
                               'bundle itself declares as %s' % (len(timely), n, place, self.scope['exportedAt']))
        return checkpoint

    # -- streams --------------------------------------------------------------------------------------------------------------
    def check_included(self, leaf, proof_path, checkpoint, place):
        index, hashes = read_proof(self.file(proof_path), checkpoint, proof_path)
        if not inclusion_holds(index, checkpoint.size, leaf, hashes, checkpoint.root):
            raise Fault('inclusion_mismatch', place)
        return index

    def check_not_later(self, recorded, checkpoint, place):
        if recorded > self.exported + MIN5 or (checkpoint.newest is not None and recorded > checkpoint.newest + MIN5):
            raise Fault('time_after_export', place)

    def check_streams(self, folder, checkpoint):
        """Heads and last seq by stream name. Stops at the first fault."""
        heads, shown, hidden = {}, 0, 0
        for _, stream in sorted(key for key in self.layout.streams if key[0] == folder):
            files = self.layout.streams[folder, stream]
            base = '%s/streams/%s/' % (folder, stream)
            in_access = stream == 'log-access' or stream.startswith('access-')
            if in_access != checkpoint.origin.endswith('/access'):
                raise Fault('stream_other_log', base[:-1])
            if any((other, stream) in self.layout.streams for other in ('data', 'data/access', 'data/erasures') if other != folder):
                raise Fault('stream_repeated', base[:-1])
            both, either = files['events'] & files['withheld'], files['events'] | files['withheld']
            if both:
                raise Fault('shown_and_withheld', base + 'withheld/%06d.leafhash' % min(both))
            for seq in sorted(files['proofs'] - either):
                raise Fault('foreign_file', base + 'proofs/%06d.tlog-proof' % seq)
            for seq in sorted(files['disclosures'] - files['events']):
                raise Fault('disclosure_misplaced', base + 'disclosures/%06d.txt' % seq)
            for seq in sorted(either - files['proofs']):
                raise Fault('missing_file', base + 'proofs/%06d.tlog-proof' % seq)
            if not either:
                raise Fault('missing_file', base + 'events/000000.json')
            head, last_index, latest, case, place = bytes(32), -1, None, None, base
            for seq in range(max(either) + 1):
                proof_path = base + 'proofs/%06d.tlog-proof' % seq
                if seq in files['withheld']:
                    place, event = base + 'withheld/%06d.leafhash' % seq, None
                    if not re.fullmatch(rb'[0-9a-f]{64}\n', self.file(place)):
                        raise Fault('leafhash_malformed', place)
                    leaf = bytes.fromhex(self.file(place)[:64].decode())
                    hidden += 1
                elif seq in files['events']:
                    place, event = base + 'events/%06d.json' % seq, True
                    leaf = leaf_hash(self.file(place))
                    shown += 1
                else:
                    raise Fault('seq_gap', base + 'events/%06d.json' % seq)
                index = self.check_included(leaf, proof_path, checkpoint, place)
                recorded = None
                if event:
                    event = read_event(self.file(place), place)
                    if event['stream'] != stream or event['seq'] != seq:
                        raise Fault('event_misplaced', place)
                    if not id_is_derived(event):
                        raise Fault('id_mismatch', place)
                    if b64url(event['prev']) != head:
                        raise Fault('chain_broken', place)
                # an index once per log, rising within a stream: the log holds one order for all
                if index <= last_index or (checkpoint.origin, index) in self.indexes:
                    raise Fault('order_mismatch', place)
                if event:
                    recorded = millis(event['recordedAt'])
                    if latest is not None and recorded < latest - MIN5:
                        raise Fault('time_falls', place)
                    latest = recorded if latest is None else max(latest, recorded)
                    self.check_not_later(recorded, checkpoint, place)
                    if case is not None and file_of(event) != case:
                        raise Fault('case_differs', place)
                    case = file_of(event)
                    if folder == 'data' and case != self.scope['file']:
                        raise Fault('file_differs', place)
                    self.named.update(_walk_strings(event['data']))
                    if seq in files['disclosures']:
                        opened = base + 'disclosures/%06d.txt' % seq
                        self.named.update(_walk_strings(read_disclosures(self.file(opened), event, opened)))
                if folder == 'data':
                    self.events.append((index, recorded, place))
                self.indexes[checkpoint.origin, index] = place
                last_index = index
                head = sha256(b'\x02', head, leaf)
            heads[stream] = (max(either), head, place)
        self.proven.append('%s: %d events shown and %d withheld in %d streams are in the log, unbroken from their first'
                           % (folder, shown, hidden, len(heads)))
        return heads

    # -- completeness ---------------------------------------------------------------------------------------------------------
    def check_heads(self):
        place, proof_path, range_path = HEADS
        self.heads_index = self.as_of = None
        if place not in self.contents.size:
            self.lacks('heads_missing', place, 'that no event and no stream of the file is missing: the bundle has no heads')
            return
        raw = self.file(place)
        index = self.check_included(leaf_hash(raw), proof_path, self.checkpoint, place)
        event = self.check_own_event(raw, place, 'StreamHeads', {'asOf', 'root', 'size'})
        data, root = event['data'], b64url(event['data']['root'], 32)
        as_of, size = data['asOf'], data['size']
        if not is_int(as_of, 1) or not is_int(size, 1) or size > as_of or root is None:
            raise Fault('malformed_member', place)
        if as_of > index:
            raise Fault('heads_mismatch', place)
        recorded = millis(event['recordedAt'])
        self.check_not_later(recorded, self.checkpoint, place)
        span = read_json(self.file(range_path), range_path)
        if set(span) != {'first', 'leaves', 'proofs'} or not is_int(span['first']) or not isinstance(span['leaves'], list) \
                or not isinstance(span['proofs'], list) or len(span['leaves']) != len(span['proofs']) or not span['leaves']:
            raise Fault('malformed_member', range_path)
        first, rows = span['first'], span['leaves']
        for offset, (row, proof) in enumerate(zip(rows, span['proofs'])):
            hashes = [b64url(text, 32) for text in proof] if isinstance(proof, list) else [None]
            if None in hashes or not isinstance(row, dict) or set(row) != {'file', 'head', 'seq', 'stream'} or not is_int(row['seq']) \
                    or any(b64url(row[name], 32) is None for name in ('file', 'head', 'stream')):
                raise Fault('malformed_member', range_path)
            if not inclusion_holds(first + offset, size, leaf_hash(jcs(row)), hashes, root):
                raise Fault('heads_mismatch', range_path)
        order = [(row['file'], row['stream']) for row in rows]
        if any(a >= b for a, b in zip(order, order[1:])):
            raise Fault('heads_not_sorted', range_path)
        # The rows of this file lie together; one neighbour on each side shows that the range is whole.
        mine = to_b64url(sha256(self.scope['file'].encode()))
        before, after = [row for row in rows if row['file'] < mine], [row for row in rows if row['file'] > mine]
        if len(before) > 1 or len(after) > 1 or (not before and first != 0) or (not after and first + len(rows) != size):
            raise Fault('heads_neighbour', range_path)
        listed = {row['stream']: row for row in rows if row['file'] == mine}
        names = {to_b64url(sha256(stream.encode())): stream for stream in self.heads_of}
        if set(listed) - set(names):
            raise Fault('stream_missing', range_path)
        for digest, stream in sorted(names.items(), key=lambda item: item[1]):
            last, head, last_place = self.heads_of[stream]
            if digest not in listed:
                raise Fault('stream_unlisted', 'data/streams/' + stream)
            if listed[digest]['seq'] > last:
                raise Fault('events_missing', 'data/streams/%s/events/%06d.json' % (stream, last + 1))
            if listed[digest]['seq'] != last or listed[digest]['head'] != to_b64url(head):
                raise Fault('heads_mismatch', last_place)
        for event_index, _, event_place in self.events:
            if event_index >= as_of:
                raise Fault('index_beyond_heads', event_place)
        if recorded < self.exported - MIN10:
            self.lacks('heads_old', place, 'that nothing was added between %s and the export: the heads are that old' % event['recordedAt'])
        else:
            self.proven.append('complete: no event and no stream of the file is missing up to log index %d' % (as_of - 1))

    def check_own_event(self, raw, place, kind, members):
        """An event of the protocol log's own stream."""
        event = read_event(raw, place)
        if event['stream'] != 'log-protocol' or event['type'] != kind or file_of(event) != '':
            raise Fault('event_misplaced', place)
        if not id_is_derived(event):
            raise Fault('id_mismatch', place)
        if set(event['data']) != members:
            raise Fault('malformed_member', place)
        return event

    # -- trusted time ---------------------------------------------------------------------------------------------------------
    def check_stamps(self):
        chain = self.trust.tsa if self.trust is not None else None
        bounds, missing_tool = [], False  # (size, index of the stamp's event, time)
        for size in sorted(self.layout.stamps):
            base = 'data/stamps/%06d.' % size
            body = self.file(base + 'body')
            stamped = Checkpoint(body, base + 'body', signed=False)
            if stamped.origin != self.checkpoint.origin:
                raise Fault('checkpoint_other_log', base + 'body')
            if stamped.size != size:
                raise Fault('checkpoint_malformed', base + 'body')
            hashes = read_hashes(self.file(base + 'consistency'), base + 'consistency', 'proof_malformed')
            if not consistency_holds(size, stamped.root, self.checkpoint.size, self.checkpoint.root, hashes):
                raise Fault('consistency_mismatch', base + 'consistency')
            place, token = base + 'json', self.file(base + 'tsr')
            index = self.check_included(leaf_hash(self.file(place)), base + 'tlog-proof', self.checkpoint, place)
            event = self.check_own_event(self.file(place), place, 'CheckpointStamped', {'size', 'body', 'cosignatures', 'token'})
            data = event['data']
            if not is_int(data['size'], 1) or not isinstance(data['cosignatures'], list) or not all(
                    isinstance(line, str) for line in data['cosignatures']):
                raise Fault('malformed_member', place)
            if data['size'] != size or not isinstance(data['body'], str) or data['body'].encode() != body \
                    or data['token'] != to_b64url(token) or index < size:
                raise Fault('stamp_mismatch', place)
            imprint, at = read_token(token, base + 'tsr')
            if imprint != sha256(body):
                raise Fault('imprint_mismatch', base + 'tsr')
            self.check_not_later(millis(event['recordedAt']), self.checkpoint, place)
            if self.held is not None and self.held.size == size and self.held.root != stamped.root:
                self.lacks('diverges', base + 'body', 'that this is the log you know: the stamped state contradicts yours', DIVERGES)
            if chain is None:
                continue
            held = token_holds(body, token, at, chain)
            if held is None:
                missing_tool = True
            elif not held:
                raise Fault('token_invalid', base + 'tsr')
            else:
                bounds.append((size, index, at))
        if chain is None:
            self.unproven.append('when the events were recorded: you gave no tsa-chain.pem')
            return
        if missing_tool or not bounds:
            self.lacks('stamp_unproven' if missing_tool else 'stamp_missing', 'data/stamps',
                       'when the events were recorded: ' + ('openssl is not on this machine' if missing_tool else 'the bundle has no stamps'))
            return
        open_above, open_below = [], []
        for index, recorded, place in self.events:
            above = [at for size, _, at in bounds if size > index]
            below = [at for _, stamp_index, at in bounds if stamp_index < index]
            if recorded is not None and ((above and recorded > min(above) + MIN5) or (below and recorded < max(below) - MIN5)):
                raise Fault('time_outside_stamps', place)
            if not above:
                open_above.append(place)
            if not below:
                open_below.append(place)
        if open_below:
            self.lacks('stamp_missing', open_below[0], 'that %d events were not recorded earlier: no stamp before them is given' % len(open_below))
        if open_above:
            self.unproven.append('by a stamp, that %d events after the last stamp were recorded by then' % len(open_above))
        self.proven.append('%d of %d events lie between two trusted times' % (
            len(self.events) - len(set(open_above) | set(open_below)), len(self.events)))

    # -- earlier states of the log --------------------------------------------------------------------------------------------
    def check_earlier(self):
        place, proof_path, earlier = 'data/checkpoint.prev', 'data/consistency.txt', None
        if place in self.contents.size:
            earlier = Checkpoint(self.file(place), place)
            if earlier.origin != self.checkpoint.origin:
                raise Fault('checkpoint_other_log', place)
            earlier.check_log_signature(self.log_keys()[self.checkpoint.origin], place)
            if proof_path not in self.contents.size:
                self.lacks('consistency_missing', proof_path, 'that the log only grew since data/checkpoint.prev: the proof is missing')
                proved = False
            else:
                hashes = read_hashes(self.file(proof_path), proof_path, 'proof_malformed')
                if not consistency_holds(earlier.size, earlier.root, self.checkpoint.size, self.checkpoint.root, hashes):
                    raise Fault('consistency_mismatch', proof_path)
                proved = True
                self.proven.append('the log only grew since data/checkpoint.prev (size %d)' % earlier.size)
        if self.held is None:
            return
        if self.held.origin != self.checkpoint.origin:
            self.lacks('checkpoint_other_log', 'data/checkpoint', 'that this is the log you know: your checkpoint is of another log')
            return
        for state, where in ((self.checkpoint, 'data/checkpoint'), (earlier, place)):
            if state is not None and state.size == self.held.size and state.root != self.held.root:
                self.lacks('diverges', where, 'that this is the log you know: it contradicts the checkpoint you hold', DIVERGES)
                return
        same = self.checkpoint.size == self.held.size or (earlier is not None and earlier.size == self.held.size and proved)
        if same:
            self.proven.append('the log is the one whose checkpoint you hold (size %d)' % self.held.size)
        else:
            self.lacks('consistency_missing', proof_path, 'that this is the log you know: no proof leads from your checkpoint to this one')

    # -- reads and erasures ---------------------------------------------------------------------------------------------------
    def check_other_logs(self):
        if 'data/access/checkpoint' in self.contents.size:
            place = 'data/access/checkpoint'
            checkpoint = self.check_checkpoint(place, 'access')
            if checkpoint.origin[:-len('access')] != self.checkpoint.origin[:-len('protocol')]:
                raise Fault('checkpoint_other_log', place)
            self.check_streams('data/access', checkpoint)
            self.unproven.append('that the reads shown are all reads: the auditor attests this, no proof covers it')
        else:
            self.unproven.append('who read the file: the bundle has no data/access')
        if 'data/erasures/checkpoint' in self.contents.size:
            place = 'data/erasures/checkpoint'
            if self.file(place) != self.checkpoint.raw:
                raise Fault('checkpoint_differs', place)
            self.check_streams('data/erasures', self.checkpoint)

    def check_withheld_list(self):
        present = sorted((stream, seq) for (_, stream), files in self.layout.streams.items() for seq in files['withheld'])
        if present != self.listed:
            raise Fault('withheld_differs', 'data/scope.json')

    def check_attachments(self):
        for path in self.contents.under('data/attachments/'):
            name = path.rsplit('/', 1)[1]
            if self.contents.digest[path].hex() != name:
                raise Fault('attachment_mismatch', path)
            if name not in self.named:
                raise Fault('attachment_unnamed', path)
        read_json(self.file('data/custody.json'), 'data/custody.json', (dict, list))

    # -- BagIt 1.0, RFC 8493 --------------------------------------------------------------------------------------------------
    def check_manifests(self):
        if self.file('bagit.txt') != b'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n':
            raise Fault('bag_malformed', 'bagit.txt')
        payload = self.contents.under('data/')
        not_covered = ('tagmanifest-sha256.txt', SEAL, SEAL_TOKEN)
        tags = [path for path in self.contents.under('') if not path.startswith('data/') and path not in not_covered]
        for place, paths in (('manifest-sha256.txt', payload), ('tagmanifest-sha256.txt', tags)):
            listed = self.read_manifest(place)
            for path in paths:
                if path not in listed:
                    raise Fault('manifest_incomplete', path)
            for path in sorted(set(listed) - set(paths)):
                raise Fault('missing_file', path)
            for path in paths:
                if listed[path] != self.contents.digest[path]:
                    raise Fault('digest_mismatch', path)
        try:
            info = self.file('bag-info.txt').decode('utf-8')
        except UnicodeDecodeError:
            raise Fault('bag_malformed', 'bag-info.txt')
        oxum = '%d.%d' % (sum(self.contents.size[path] for path in payload), len(payload))
        for line in info.split('\n')[:-1]:
            if not re.fullmatch(r'[^:\s][^:\r]*: [^\r]*', line) or (line.startswith('Payload-Oxum:') and line != 'Payload-Oxum: ' + oxum):
                raise Fault('bag_malformed', 'bag-info.txt')
        if not info.endswith('\n'):
            raise Fault('bag_malformed', 'bag-info.txt')

    def read_manifest(self, place):
        """sha256sum form: 64 hex digits, two spaces, path, LF; sorted, no path twice."""
        try:
            text = self.file(place).decode('ascii')
        except UnicodeDecodeError:
            raise Fault('manifest_malformed', place)
        listed, last = {}, ''
        if not text.endswith('\n'):
            raise Fault('manifest_malformed', place)
        for line in text[:-1].split('\n'):
            match = re.fullmatch(r'([0-9a-f]{64})  ([^\s\\]+)', line)
            if match is None or not safe_path(match.group(2)) or match.group(2) <= last:
                raise Fault('manifest_malformed', place)
            last = match.group(2)
            listed[last] = bytes.fromhex(match.group(1))
        return listed

    # -- the seal of the exporting institution, RFC 5652 -------------------------------------------------------------------------
    def check_seal(self):
        chain = self.trust.seal if self.trust is not None else None
        tsa = self.trust.tsa if self.trust is not None else None
        if SEAL not in self.contents.size:
            if SEAL_TOKEN in self.contents.size:
                raise Fault('missing_file', SEAL)
            self.lacks('seal_missing', SEAL, 'who exported this bundle: it bears no seal')
            return
        seal, at, timed = self.file(SEAL), self.exported, False
        if SEAL_TOKEN in self.contents.size:
            token = self.file(SEAL_TOKEN)
            imprint, stamped_at = read_token(token, SEAL_TOKEN)
            if imprint != sha256(seal):
                raise Fault('imprint_mismatch', SEAL_TOKEN)
            if tsa is not None:
                held = token_holds(seal, token, stamped_at, tsa)
                if held is False:
                    raise Fault('token_invalid', SEAL_TOKEN)
                if held and stamped_at < self.exported - MIN5:
                    raise Fault('seal_before_export', SEAL_TOKEN)
                timed = bool(held)
                at = stamped_at if held else at
        if chain is None:
            self.lacks('seal_unproven', SEAL, 'who exported this bundle: you gave no seal-chain.pem')
            return
        held = seal_holds(self.file('tagmanifest-sha256.txt'), seal, at, chain)
        if held is None:
            self.lacks('seal_unproven', SEAL, 'who exported this bundle: openssl is not on this machine')
        elif not held:
            raise Fault('seal_invalid', SEAL)
        elif tsa is not None and not timed:
            self.lacks('seal_unproven', SEAL_TOKEN, 'when the bundle was sealed: its time stamp is missing or could not be checked')
        else:
            self.proven.append('the seal over all files is valid against the chain you gave' if timed else
                               'the seal over all files is valid against the chain you gave, at the time the bundle itself declares')


# ---------------------------------------------------------------------------------------------------------------------------------
def trust_reader(folder):
    if not os.path.isdir(folder):
        raise Fault('trust_missing', '--trust', USAGE)

    def read(name):
        path = os.path.join(folder, name)
        if not os.path.lexists(path):
            return None
        if os.path.getsize(path) > MAX_NOTE:
            raise Fault('trust_malformed', name, USAGE)
        with open(path, 'rb') as handle:
            return handle.read()
    return read


def verify(bundle, trust_folder=None, checkpoint_file=None):
    """(verdict, reason, place, proven, unproven). Never raises."""
    check = None
    try:
        trust = held = None
        try:
            if trust_folder is not None:
                trust = Trust(trust_reader(trust_folder), USAGE)
            if checkpoint_file is not None:
                with open(checkpoint_file, 'rb') as handle:
                    held = Checkpoint(handle.read(MAX_NOTE + 1), '--checkpoint')
                if trust is not None and held.origin in trust.logs:
                    held.check_log_signature(trust.logs[held.origin], '--checkpoint')
        except Fault as fault:
            return USAGE, fault.reason, fault.place, [], []
        except OSError:
            return USAGE, 'trust_missing', '--checkpoint' if checkpoint_file else '--trust', [], []
        if os.path.isdir(bundle):
            contents = read_folder(bundle)
        elif os.path.isfile(bundle):
            contents = read_zip(bundle)
        else:
            raise Fault('unreadable', '.', UNREADABLE)
        check = Check(contents, trust, held)
        verdict, reason, place = check.run()
        return verdict, reason, place, check.proven, check.unproven
    except Fault as fault:
        # what was found before a fault is not repeated: of an invalid bundle nothing is proven
        return fault.verdict, fault.reason, fault.place, [], ['anything: the bundle is not valid']
    except OSError:
        return UNREADABLE, 'unreadable', '.', [], ['anything: the bundle could not be read']
    except Exception as unexpected:  # fail closed: an unforeseen case is never a pass
        return UNREADABLE, 'internal_error', type(unexpected).__name__, [], ['anything: the verifier met a case it does not know']


MEANING = {WITNESSED: 'witnessed and complete', INTEGRITY_ONLY: 'integrity only: unchanged, but not everything is proven',
           NO_TRUST: 'no trust given', DIVERGES: 'contradicts a checkpoint that you hold', INVALID: 'INVALID', UNREADABLE: 'unreadable',
           USAGE: 'wrongly called'}


class Parser(argparse.ArgumentParser):
    def error(self, message):
        print('usage .\n' + self.format_usage() + message)
        sys.exit(USAGE)


def main(arguments=None):
    parser = Parser(description='Checks an evidence bundle offline.')
    parser.add_argument('bundle')
    parser.add_argument('--trust', metavar='FOLDER')
    parser.add_argument('--checkpoint', metavar='FILE')
    parser.add_argument('--json', action='store_true')
    given = parser.parse_args(arguments)
    verdict, reason, place, proven, unproven = verify(given.bundle, given.trust, given.checkpoint)
    if given.json:
        print(json.dumps({'verdict': verdict, 'reason': reason, 'place': place, 'proven': proven, 'unproven': unproven}))
    else:
        print('%s %s\nverdict %d: %s' % (reason, place, verdict, MEANING[verdict]))
        for title, sentences in (('Proven:', proven), ('Not proven:', unproven)):
            if sentences:
                print('\n'.join(['', title] + ['  - ' + sentence for sentence in sentences]))
    return verdict


if __name__ == '__main__':
    sys.exit(main())
