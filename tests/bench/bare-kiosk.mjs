// The least that a kiosk in a browser can be: opens an encrypted database, writes one row, and serves one page that says so.
import { createServer } from 'node:http'
import Database from 'better-sqlite3'

const db = new Database(process.argv[2])
db.pragma(`cipher='sqlcipher'`)
db.pragma('legacy=4')
db.pragma(`key="x'${'ab'.repeat(32)}'"`)
db.pragma('journal_mode=WAL')
db.exec('CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY)')
db.prepare('INSERT INTO t DEFAULT VALUES').run()
const page = '<!doctype html><title>bare</title><h1>bare</h1>'
const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page))
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` })))
