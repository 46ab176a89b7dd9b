// Shared by the tests: a bench in a temporary folder, free ports, child processes that are reaped.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");

const SNAPSHOT = path.resolve(__dirname, "..");

const cleanups = new WeakMap();

// Like t.after, but last in, first out: a client leaves before its server, a process ends before its
// folder is removed.
function atEnd(t, cleanup) {
	if (!cleanups.has(t)) {
		cleanups.set(t, []);
		t.after(async () => {
			for (const one of cleanups.get(t).reverse()) await one();
		});
	}
	cleanups.get(t).push(cleanup);
}

// The folder that holds esbuild, socket.io and the rest; throws (fails the test) if there is none.
function nodeModules() {
	const inside = require.resolve("esbuild");
	return inside.slice(0, inside.lastIndexOf("node_modules") + "node_modules".length);
}

// A bench with frappe as bench lays it out: the files of this folder, without the Python part.
// Returns the bench folder, which is removed when the test ends.
function makeBench(t, config = {}) {
	const bench = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "snapshot-test-")));
	atEnd(t, () => fs.rmSync(bench, { recursive: true, force: true }));
	const frappe = path.join(bench, "apps", "frappe");
	fs.cpSync(SNAPSHOT, frappe, {
		recursive: true,
		filter: (source) => !["node_modules", "test"].includes(path.basename(source)),
	});
	fs.symlinkSync(nodeModules(), path.join(frappe, "node_modules"));
	write(bench, "sites/apps.txt", "frappe\n");
	write(bench, "sites/common_site_config.json", JSON.stringify(config));
	return bench;
}

function write(root, name, text) {
	const file = path.join(root, name);
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, text);
}

// Starts a process that ends with the test. Returns { child, output(), line(pattern), ended }.
// clean: variables of the surroundings that would point the programs at another bench.
function start(t, command, args, options = {}) {
	const clean = {
		FRAPPE_BENCH_ROOT: undefined,
		FRAPPE_REDIS_CACHE: undefined,
		FRAPPE_REDIS_QUEUE: undefined,
	};
	const env = { ...process.env, ...clean, FRAPPE_SOCKETIO_PORT: undefined, ...options.env };
	const child = spawn(command, args, { ...options, env, stdio: ["ignore", "pipe", "pipe"] });
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (chunk) => (output += chunk));
	const ended = new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (code) => resolve(code));
	});
	atEnd(t, async () => {
		child.kill("SIGTERM");
		await ended;
	});
	const line = (pattern) =>
		until(
			() => pattern.exec(output),
			() => `${pattern} in the output:\n${output}`
		);
	return { child, ended, line, output: () => output };
}

// Waits until probe() returns something true and returns that.
async function until(probe, what, milliseconds = 10_000) {
	const end = Date.now() + milliseconds;
	for (;;) {
		const value = await probe();
		if (value) return value;
		if (Date.now() > end) throw new Error(`waited in vain for ${what()}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

function freePort() {
	return new Promise((resolve, reject) => {
		const server = net.createServer().on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

async function startRedis(t, { password, port } = {}) {
	port ??= await freePort();
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), "snapshot-redis-"));
	atEnd(t, () => fs.rmSync(folder, { recursive: true, force: true }));
	const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
	const redis = start(t, "redis-server", password ? [...args, "--requirepass", password] : args);
	await redis.line(/Ready to accept connections/);
	return { ...redis, url: `redis://${password ? `:${password}@` : ""}127.0.0.1:${port}` };
}

module.exports = { atEnd, makeBench, write, start, until, startRedis };
