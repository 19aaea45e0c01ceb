// The view "Abfragen" of a table: DuckDB in this browser, loaded when it is asked for. Nothing that is asked leaves it.
import * as duckdb from "@duckdb/duckdb-wasm";

const SHOWN = 500;
const NUMBERS = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UBIGINT|UHUGEINT|FLOAT|DOUBLE|DECIMAL)/;

const root = document.querySelector("[data-sqltab]");
const part = (name) => root.querySelector(`[data-sqltab-${name}]`);
const words = root.dataset;
const text = (value) => `'${value.replaceAll("'", "''")}'`;
let database;
let connection;

/** Fill {n} of a sentence. */
function say(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function tell(sentence) {
  part("state").textContent = sentence;
}

/** Refuse in words of the page; what DuckDB says is English. */
function refuse(sentence, error) {
  const place = part("problem");
  place.replaceChildren();
  place.hidden = !sentence;
  if (!sentence) return;
  const lead = document.createElement("p");
  lead.textContent = sentence;
  place.append(lead);
  if (error) {
    const said = document.createElement("pre");
    said.lang = "en";
    said.textContent = String(error.message || error).slice(0, 2000);
    place.append(said);
  }
}

/** Start DuckDB and read the table into it, with the types that the portal knows. */
async function load() {
  // Whole addresses: inside the worker a path would have nothing to start from.
  const here = (path) => new URL(path, window.location.href).href;
  const worker = new Worker(here(words.worker));
  database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(here(words.wasm));
  connection = await database.connect();
  // It would look for extensions at a foreign address.
  await connection.query("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
  tell(words.reading);
  const answer = await fetch(words.data);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  await database.registerFileBuffer("tabelle.csv", new Uint8Array(await answer.arrayBuffer()));
  const columns = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const types = columns.map(([name, type]) => `${text(name)}: ${text(type)}`).join(", ");
  await connection.query(
    `CREATE TABLE tabelle AS FROM read_csv('tabelle.csv', header = true, delim = ',', quote = '"', escape = '"',
     nullstr = '', allow_quoted_nulls = false, auto_detect = false, max_line_size = 20000000, columns = {${types}})`,
  );
  await database.dropFile("tabelle.csv");
}

function question() {
  return part("sql").value.trim().replace(/;+\s*$/, "");
}

function row(kind, cells) {
  const line = document.createElement("tr");
  line.append(
    ...cells.map(([value, numeric]) => {
      const cell = document.createElement(kind);
      if (kind === "th") cell.scope = "col";
      if (numeric) cell.className = "num";
      cell.textContent = value;
      return cell;
    }),
  );
  return line;
}

function german(value, type) {
  return /^(FLOAT|DOUBLE|DECIMAL)/.test(type) && document.documentElement.lang === "de" ? value.replace(".", ",") : value;
}

function show(columns, records, total) {
  const numeric = columns.map(({ type }) => NUMBERS.test(type));
  part("head").replaceChildren(row("th", columns.map(({ name }, at) => [name, numeric[at]])));
  part("rows").replaceChildren(
    ...records.map((record) =>
      row("td", columns.map(({ type }, at) => [record[at] === null ? "" : german(record[at], type), numeric[at]])),
    ),
  );
  part("result").hidden = false;
  part("save").hidden = false;
  tell(say(total > records.length ? words.some : words.all, { total, shown: records.length }));
}

async function run() {
  refuse("");
  tell(words.running);
  const sql = question();
  try {
    const described = (await connection.query(`DESCRIBE (${sql}\n)`)).toArray();
    const columns = described.map((line) => ({ name: line.column_name, type: line.column_type }));
    await connection.query(`CREATE OR REPLACE TEMP TABLE ergebnis AS (${sql}\n)`);
    const total = Number((await connection.query("SELECT count(*) AS n FROM ergebnis")).toArray()[0].n);
    const found = await connection.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ergebnis LIMIT ${SHOWN}`);
    const vectors = columns.map((_, at) => found.getChildAt(at));
    const records = Array.from({ length: found.numRows }, (_, line) => vectors.map((vector) => vector.get(line)));
    show(columns, records, total);
  } catch (error) {
    tell("");
    refuse(words.refused, error);
  }
}

async function save() {
  await connection.query("COPY ergebnis TO 'ergebnis.csv' (FORMAT csv, HEADER)");
  const bytes = await database.copyFileToBuffer("ergebnis.csv");
  await database.dropFile("ergebnis.csv");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "text/csv" }));
  link.download = "ergebnis.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

part("start").hidden = false;
part("load").addEventListener("click", async () => {
  part("load").disabled = true;
  refuse("");
  tell(words.loading);
  try {
    await load();
    part("start").hidden = true;
    part("form").hidden = false;
    part("sql").focus();
    tell(words.ready);
  } catch (error) {
    part("load").disabled = false;
    tell("");
    refuse(words.failed, error);
  }
});
part("form").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
part("save").addEventListener("click", save);
