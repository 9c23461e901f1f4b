/** One small damage to the product, as somebody might do it by mistake or on purpose, and the test that must go red. */
export interface Damage {
  /** What is lost by it. */
  name: string
  file: string
  /** Stands once in the file. */
  from: string
  to: string
  /** The test file. */
  test: string
  /** A pattern of test names, where the file holds more than is asked. */
  only?: string
}

const at =
  (file: string, test: string) =>
  (name: string, from: string, to: string, only?: string): Damage => ({
    name,
    file,
    from,
    to,
    test,
    ...(only !== undefined && { only }),
  })

const key = at('src/station/keys/key-file.ts', 'src/station/keys/keys.test.ts')
const managed = at('src/station/start/managed-settings.ts', 'src/station/start/settings.test.ts')
const store = at('src/station/store/open-store.ts', 'src/station/store/open-store.test.ts')
const seal = at('src/station/seal/create-sealing.ts', 'src/station/seal/seal.test.ts')
const override = at('src/station/seal/override.ts', 'src/station/seal/seal.test.ts')
const rows = at('src/station/seal/sealed-rows.ts', 'src/station/seal/seal.test.ts')
const configuration = at('src/station/sync/configuration.ts', 'src/station/sync/sync.test.ts')
const sync = at('src/station/sync/held-loop.ts', 'src/station/sync/sync.test.ts')
const record = at('src/station/audit/record.ts', 'src/station/audit/audit.test.ts')
const auditFile = at('src/station/audit/verify-file.ts', 'src/station/audit/audit.test.ts')
const auditHead = at('src/station/audit/audit-head.ts', 'src/station/audit/audit.test.ts')
const toldHead = at('src/central/stations/audit-head.ts', 'src/central/stations/keys.test.ts')
const release = at('src/contract/release.ts', 'src/contract/release.test.ts')
const outdated = 'a kiosk opens no session past'
const update = (name: string, from: string, to: string) =>
  at('src/station/sync/standing.ts', 'tests/integration/station-central.test.ts')(name, from, to, outdated)
const remembered = (name: string, from: string, to: string) =>
  at('src/station/sync/update-of.ts', 'tests/integration/station-central.test.ts')(name, from, to, outdated)
const firstScreen = at('src/station/status/first-screen.ts', 'tests/integration/first-screen.test.ts')
const jwe = at('src/jose/jwe.ts', 'src/jose/jose.test.ts')
const jws = at('src/jose/jws.ts', 'src/jose/jose.test.ts')
const verify = at('src/jose/verify-jws.ts', 'src/jose/verify-jws.test.ts')
const authors = at('src/central/adjudication/author-rules.ts', 'tests/integration/forged-packets.test.ts')
const cases = at('src/central/adjudication/case-rules.ts', 'tests/integration/forged-packets.test.ts')
const closure = at('src/central/adjudication/judge.ts', 'tests/integration/forged-packets.test.ts')
const identifier = at('src/station/people/canonical-id.ts', 'src/station/people/operators.test.ts')
const nonce = at('src/central/auth/nonce.ts', 'src/central/auth/nonce.test.ts')
const serve = at('src/station/loopback/serve.ts', 'tests/integration/wire.test.ts')
const admission = at('src/station/loopback/admission.ts', 'src/station/loopback/admission.test.ts')
const visits = at('src/station/appointments/create-appointments.ts', 'src/station/appointments/appointments.test.ts')
const expired = at('src/station/appointments/wipe-expired.ts', 'src/station/appointments/appointments.test.ts')
const bundle = at('src/station/bundle/create-bundle.ts', 'src/station/bundle/bundle.test.ts')
const supervised = at('src/station/process/supervise.ts', 'src/station/process/supervise.test.ts')
const support = at('src/station/support/redact-log.ts', 'tests/integration/support.test.ts')
const drafts = at('src/station/drafts/create-drafts.ts', 'src/station/drafts/drafts.test.ts')
const auth = at('src/station/people/auth.ts', 'tests/integration/own-code.test.ts')
const unlock = at('src/station/people/unlock.ts', 'src/station/people/operators.test.ts')
const lockout = at('src/station/people/lockout.ts', 'src/station/people/operators.test.ts')

export const damages: Damage[] = [
  key(
    'a lost database is taken for a new station',
    "if (!hasDatabase) throw new Failure('store_corrupt'",
    "if (false) throw new Failure('store_corrupt'",
  ),
  key('a bare key is made in production', "keeper === 'none' && !options.mayBeBare", "keeper === 'none' && false"),
  managed(
    'what an account says goes before what is managed',
    '{ ...variables, ...variablesOf(managed) }',
    '{ ...variablesOf(managed), ...variables }',
  ),
  managed('managed settings that anybody can write are followed', '(mode & 0o022) !== 0', '(mode & 0o022) > 0o777'),
  key('a key that others may read is used', '(found.mode & 0o077) !== 0', '(found.mode & 0o077) > 0o777'),
  key(
    'a cut first start is never finished',
    'return { ...(await readKey(draft, wraps)), isNew: false, keep }',
    "throw new Failure('store_key_wrong')",
  ),
  store('what is deleted stays on the disk', "db.pragma('secure_delete=ON')", "db.pragma('secure_delete=OFF')"),
  store(
    'a commit does not wait for the disk',
    "db.pragma('synchronous=FULL')\n  db.pragma(`wal",
    "db.pragma('synchronous=NORMAL')\n  db.pragma(`wal",
  ),
  store('training opens the data of production', 'else if (found !== environment)', 'else if (found === null)'),
  store('a damaged page is not looked for', "if (answer !== 'ok')", "if (answer === '')"),
  store(
    'a half-made database keeps its name',
    'const draft = `${file}.new`\n  const remove',
    'const draft = file\n  const remove',
  ),
  {
    ...store('', 'commits.filter((index) => index > recovered).length', '0'),
    name: 'commits that a damaged log lost are not counted',
    file: 'src/station/store/lost-commits.ts',
  },
  store('a database that others can read stays so', 'besidesOf(file).forEach(ownFile)', 'void ownFile'),
  {
    ...store('', 'migration.name !== row.name || migration.sha256 !== row.sha256', 'migration.name !== row.name'),
    name: 'a changed migration passes for the applied one',
    file: 'src/station/store/migrate.ts',
  },
  seal('a seal leaves no record', 'audit.append(entryOf(payload, packet.sha256))', 'void entryOf'),
  seal(
    'a revoked operator seals',
    'author === null || author.operator.revokedAt !== null',
    'author === null',
    'revoked meanwhile',
  ),
  seal('an operator without training seals', '<= 0) throw', '<= -9_999) throw', 'revoked meanwhile'),
  seal(
    'the gates are not asked',
    'judgePayload(payload, evidence.part, facts.visit, parts.central.policyOn(payload.local_day))',
    '',
  ),
  {
    ...seal('', "optional[name as Optional] === 'informs' && ", ''),
    name: 'what decides is kept from a central of before',
    file: 'src/contract/packet-members.ts',
  },
  rows('the chain of packets stands still', 'chain.run(station_id, seq, packet.sha256)', 'void chain'),
  rows('a sealed packet is not kept', 'packets.run(position, packet.jwe)', 'void packets'),
  override(
    'a release of another case opens a gate',
    "if (!isThisCase) throw new Failure('override_required', 'signature')",
    'void isThisCase',
  ),
  override(
    'the enroller releases their own case',
    "if (isOwnHand(override.managerId, manager.code, enrollerId)) throw new Failure('override_own_case')",
    'void isOwnHand(override.managerId, manager.code, enrollerId)',
  ),
  auth(
    'a code that somebody else set opens the counter',
    "if (!operators.hasOwnCode(operatorId)) throw new Failure('pin_not_own')",
    'void operatorId',
  ),
  unlock(
    'a row that says whose code it is can be edited',
    "return `${owner} code ${isOwn ? 'first ' : ''}set by ${setBy}`",
    'return owner',
    'a row edited',
  ),
  override(
    'a clerk releases like a manager',
    "if (operator.role !== 'manager') throw new Failure('override_not_manager')",
    'void operator.role',
  ),
  {
    ...seal(
      '',
      "{ signer: input.stationSigner, header: { role: 'station' } }",
      "{ signer: input.operatorSigner, header: { role: 'station' } }",
    ),
    name: 'the operator signs for the station',
    file: 'src/station/seal/seal-packet.ts',
  },
  {
    ...sync(
      '',
      'table.postpone(packetId, now, result.failure instanceof Failure ? result.failure.code : null)',
      "table.markReceived(packetId, 'lost', now.toISOString())",
    ),
    name: 'a lost connection counts as received',
    file: 'src/station/sync/upload.ts',
  },
  {
    ...sync('', 'return isThisPacket ? parsed.data : null', 'return parsed.data'),
    name: 'a receipt for another packet counts',
    file: 'src/station/sync/verify-central.ts',
  },
  configuration(
    'central’s keys are taken from a stranger',
    'if (known.signingKeys.length > 0) return known.signingKeys',
    'if (known.signingKeys.length > 0) return namedBy(keys).signing_keys',
  ),
  configuration('central’s keys go back', 'if (!wentBack) return keySet', 'return keySet'),
  configuration('a policy goes back', 'if (policy.version < newest.version)', 'if (policy.version < 0)'),
  sync(
    'one answer stops sending for hours',
    'Math.min(retryAfterMs ?? 0, longestBackoffMs)',
    'retryAfterMs ?? 0',
    'however long central asks',
  ),
  sync('"send now" waits for what central asked for', 'void (heldUntilMs = -Infinity)', 'void heldUntilMs', 'send now'),
  {
    ...sync('', 'attempts = iif(@anew, 0, attempts)', 'attempts = attempts', 'has its attempts again'),
    name: 'a packet tried again parks at once',
    file: 'src/station/queue/outbox-table.ts',
  },
  {
    ...sync('', 'AND e.position < o.position', 'AND e.position > o.position'),
    name: 'an application’s packets change their order',
    file: 'src/station/queue/outbox-table.ts',
    test: 'src/station/queue/queue.test.ts',
  },
  {
    ...sync('', 'UPDATE operators SET wrapped_key = NULL', 'UPDATE operators SET wrapped_key = wrapped_key'),
    name: 'a wiped station keeps its operators’ keys',
    file: 'src/station/sync/wipe.ts',
    test: 'tests/integration/station-central.test.ts',
    only: 'wipe',
  },
  record(
    'a record need not follow the one before',
    'body.seq === head.seq + 1 && body.prev === head.hash',
    'body.seq === head.seq + 1',
  ),
  record('a changed record keeps its hash', '|| hash !== hashOf(body) ||', '||'),
  record('a record needs no signature', '|| !isSigned(kid, hash, signature)', '|| signature === null'),
  record('a log may lose its head', 'let anchored = start.seq === 0', 'let anchored = true'),
  update('a kiosk goes on past its deadline', "if (update()?.isOver === true) return 'station_outdated'", ''),
  firstScreen(
    'a new version opens sessions before its page was seen',
    'store.readMeta(metaKey) !== softwareVersion',
    'false',
  ),
  firstScreen('a page of another version is taken for the new one', 'version !== softwareVersion', 'false'),
  release(
    'the newest version that is asked for does not count',
    'newestFirst)[0]?.version',
    'newestFirst).at(-1)?.version',
  ),
  release(
    'a minimum version may fall at central',
    'compareVersions(required, version) < 0\n',
    'compareVersions(required, version) < -99\n',
  ),
  remembered('a kiosk forgets what it had to have', 'const required = isHigher ? now : before', 'const required = now'),
  auditFile(
    'a log without the record that central was told of verifies',
    "if (!isMet) return 'the record",
    "if (false) return 'the record",
  ),
  auditHead(
    'a log that lost its end starts without a word',
    'return found?.hash === known.hash ? null',
    'return found?.hash !== known.hash ? null',
  ),
  auditHead('the end of the log is never noted', 'if (!isDue) return', 'if (isDue) return'),
  toldHead('a log that was cut passes at central', 'const isCut = seq <= before.seq', 'const isCut = seq < 0'),
  toldHead(
    'another station speaks of this one’s log',
    'said?.station_id === station_id && said',
    "said?.station_id !== '' && said!",
  ),
  auditFile(
    'a log may lose its end',
    "return 'records are missing at the end'\n      if (!isMet)",
    'return null\n      if (!isMet)',
  ),
  auditFile(
    'a log may lose its last line feed',
    "return { ...verdict, ...broken(number, 'no end of line') }",
    'number += 0',
  ),
  jwe('an unknown critical extension is passed over', 'crit: z.undefined().optional(),\n  zip', 'zip'),
  jws('an HS256 token needs no secret', 'timingSafeEqual(expected, signature)', 'true'),
  verify('a signature of one type passes for another', 'header.data.typ !== type', 'header.data.typ === null'),
  verify('one signature has many texts', 'if (toBase64url(bytes) !== signature) return false', 'void toBase64url'),
  {
    ...verify('', 'return signature.length === 2 * half && verify(', 'return signature.length === 2 * half || verify('),
    name: 'any 64 bytes are a signature',
    file: 'src/jose/es256.ts',
  },
  nonce('a nonce never ages', 'ageMs <= validMs && ageMs >= -validMs', 'true'),
  nonce('anybody makes nonces', 'if (!timingSafeEqual(mac(secret, time), bytes.subarray(8))) return false', 'void mac'),
  authors(
    'a compromised station is believed',
    'const since = found.station.compromisedSince',
    'const since = null as Date | null',
    'a stolen station',
  ),
  authors(
    'a revoked operator is believed',
    "rule('operator_revoked', isAuthorRevoked)",
    "rule('operator_revoked', () => false)",
    'revoked before',
  ),
  authors(
    'an unknown key is believed',
    'personOf(found, operator_id)?.keys.includes(thumbprintOf(key)) !== true',
    'thumbprintOf(key) === operator_id',
    'a key nobody knows',
  ),
  authors(
    'a release without signature is believed',
    'overrides.some(({ signatureValid }) => !signatureValid)',
    'overrides.length < 0',
    'is rightly signed',
  ),
  cases(
    'a stolen document is accepted',
    "rule('document_reported_lost_or_stolen', ({ reportedLost }) => reportedLost)",
    "rule('document_reported_lost_or_stolen', () => false)",
    'a lost document',
  ),
  cases('an application is verified twice', "closedAs('verified')", "closedAs('open')", 'already verified'),
  closure(
    'a refusal leaves the application open',
    "payload.outcome === 'refused' && application?.status === 'open'",
    "payload.outcome === 'approved' && application?.status === 'open'",
    'a grounded refusal closes',
  ),
  serve('another host name is served', 'if (request.headers.host !== host) return refuse(response, 421)', 'void host'),
  serve(
    'a page from elsewhere speaks to the station',
    'request.headers.host === host && request.headers.origin === origin',
    'request.headers.host === host',
  ),
  serve('a second client takes the session over', 'client !== null && (await stillAnswers(client))', 'false'),
  serve(
    'a broken-off download keeps its descriptor',
    'await pipeline(file, response)\n  } finally {\n    file.destroy()\n    await unlink(content.path)',
    'await pipeline(file, response)\n  } finally {\n    void unlink',
  ),
  admission('a code opens the kiosk twice', '    code = null\n', ''),
  admission('a code never ages', 'nowMs() < code.until', 'code.until > 0'),
  {
    ...serve('', "if (account === 'own' || account === 'unknown') return", 'return'),
    name: 'another account of the machine is spoken to',
    test: 'tests/integration/loopback.test.ts',
    only: 'another account',
  },
  visits('who was visited stays readable all day', 'if (isClosing(outcome)) strip(appointmentId)', 'void strip'),
  expired(
    'a missed outcome can never be recorded',
    'if (stays(visit)) strip(visit.appointmentId)',
    'if (false) strip(visit.appointmentId)',
  ),
  visits(
    'a colleague’s visits are shown',
    'row = find.get(reference, operatorId)',
    'row = find.get(reference, reference)',
  ),
  bundle('a bundle may be changed on its way', "throw new Failure('bundle_invalid', 'signature')", 'void bundle'),
  bundle(
    'a full disk keeps its packets',
    "if (codeOf(error) !== 'store_disk_full') throw error",
    'throw error',
    'full in the middle',
  ),
  supervised(
    'a page is lost between two processes',
    "if (serving?.phase === 'ready') serving.process.post",
    'if (serving !== null) serving.process.post',
  ),
  supervised('who stood at the counter stays there after a crash', '    state = null\n', ''),
  {
    name: 'the process outlives the visit',
    file: 'src/station/reactions.ts',
    from: 'if (session === null) parts.renewal.begin()',
    to: 'void parts.renewal',
    test: 'tests/integration/secrets-leave.test.ts',
  },
  support('what an error quotes leaves with the report', "typeof value !== 'object'", 'value !== null'),
  support('whatever is logged leaves with the report', 'kept.has(name) && ', ''),
  drafts(
    'a draft opens for anybody',
    "if (row?.operator_id !== operatorId) throw new Failure('draft_unknown')",
    "if (row === undefined) throw new Failure('draft_unknown')",
  ),
  drafts('a draft never ends', 'return left > 2 * hoursMs() ? 0 : left', 'return Math.max(left, 1)'),
  lockout('PINs may be tried without end', 'if (waitMs > 0)', 'if (waitMs < 0)', 'wrong PINs and unknown identifiers'),
  identifier(
    '"ALICE" is a person beside "alice"',
    'PersonId.safeParse(typed).success && ',
    '',
    'what central gave, letter by letter',
  ),
  {
    ...lockout('', "formulaStart.test(cell) ? `'${cell}` : cell", 'cell'),
    name: 'a cell of the daily log runs as a formula',
    file: 'src/station/daily-log/csv-line.ts',
    test: 'src/station/daily-log/daily-log.test.ts',
  },
]
