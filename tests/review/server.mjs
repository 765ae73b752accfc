// server.mjs - a review desk on a copy of a prepared folder: started, killed, started again; and its database.
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export const verno = process.env.VERNO ?? 'verno';
const prepared = process.env.FOLDER;
const TOKEN = '00112233445566778899aabbccddeeff';

export class Folder {
  constructor() {
    this.top = mkdtempSync(join(tmpdir(), 'verno-review-'));
    this.path = join(this.top, 'folder');
    cpSync(prepared, this.path, {recursive: true});
    // The tests want addressees to ask for, however many of them the machine is sure of.
    for (const id of this.ids("f.name = 'addressee' AND f.status = 'accepted'"))
      this.setField(id, {status: "'review'", reasons: "'[\"low_confidence\"]'"});
  }

  sql(statement) {
    const text = execFileSync('sqlite3', ['-json', '-cmd', '.timeout 5000', join(this.path, 'verno.db'), statement], {encoding: 'utf8'});
    return text.trim() ? JSON.parse(text) : [];
  }

  // A field as the desk names it: the page's row times 1000 plus its place.
  field(id) {
    return this.sql(`SELECT p.id AS page, f.position, f.name, f.value, f.raw, f.confidence, f.status, f.reasons, json_extract(p.record, '$.form.id') AS form
      FROM fields f JOIN pages p ON p.id = f.page WHERE p.rowid * 1000 + f.position = ${id}`)[0];
  }

  ids(where) {
    return this.sql(`SELECT p.rowid * 1000 + f.position AS id FROM fields f JOIN pages p ON p.id = f.page
      WHERE ${where} ORDER BY id`).map((row) => row.id);
  }

  // Changes a field of the table and of the page's record, which must say the same. values: SQL literals.
  setField(id, values) {
    const {page, position} = this.field(id);
    const columns = Object.keys(values).filter((key) => key !== 'alternatives').map((key) => `${key} = ${values[key]}`).join(', ');
    const paths = Object.entries(values).map(([key, value]) =>
      `'$.fields[${position}].${key}', ${key === 'reasons' ? `json(${value})` : value}`).join(', ');
    this.sql(`UPDATE fields SET ${columns} WHERE page = '${page}' AND position = ${position};
      UPDATE pages SET record = json_set(record, ${paths}) WHERE id = '${page}'`);
  }

  decisions() {
    return this.sql('SELECT number, who, page, field, was, becomes, seconds, decision FROM corrections ORDER BY number');
  }

  // What verno itself says: it looks through the chain of hashes.
  sound() {
    const {status, stderr} = spawnSync(verno, ['status', '--json', this.path], {encoding: 'utf8'});
    return status === 0 && !stderr.includes('not as it was written');
  }

  remove() {
    rmSync(this.top, {recursive: true, force: true});
  }
}

export class Server {
  constructor(folder, options = []) {
    this.folder = folder;
    this.options = options;
    this.port = 0;
  }

  // Again on the same port and with the same token once it ran before.
  start() {
    this.child = spawn(verno, ['review', this.folder.path, '--port', String(this.port), '--token', TOKEN, ...this.options],
      {stdio: ['ignore', 'pipe', 'pipe']});
    let said = '';
    this.child.stderr.on('data', (data) => (said += data));
    return new Promise((resolve, reject) => {
      let text = '';
      const timer = setTimeout(() => reject(new Error(`no address: ${said}`)), 20000);
      this.child.on('exit', () => reject(new Error(`the desk ended: ${said}`)));
      this.child.stdout.on('data', (data) => {
        text += data;
        const address = /http:\/\/127\.0\.0\.1:(\d+)\/#(\w+)/.exec(text);
        if (!address) return;
        clearTimeout(timer);
        this.port = Number(address[1]);
        this.token = address[2];
        resolve();
      });
    });
  }

  get address() {
    return `http://127.0.0.1:${this.port}/`;
  }

  // kill -9, and gone when this returns.
  kill(signal = 'SIGKILL') {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.child.on('exit', resolve);
      this.child.kill(signal);
    });
  }

  // Asks as another browser would.
  async ask(who, path, body) {
    const answer = await fetch(this.address + path.slice(1), {
      method: body ? 'POST' : 'GET',
      headers: {'X-Verno-Token': this.token, 'X-Verno-Who': encodeURIComponent(who), ...(body && {'Content-Type': 'application/json'})},
      body: body && JSON.stringify(body),
    });
    return {status: answer.status, body: await answer.json()};
  }
}
