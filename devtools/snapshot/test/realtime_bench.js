// The surroundings of the realtime server in its tests: redis, a web server, browsers.
const assert = require("node:assert/strict");
const http = require("node:http");
const { io } = require("socket.io-client");
const { createClient } = require("@redis/client");
const { atEnd, makeBench, start, until, startRedis } = require("./support");

// Sessions by site, as two sites of one bench have them.
const SESSIONS = {
	localhost: {
		"sid-an": { user: "an@example.com", user_type: "System User" },
		"sid-binh": { user: "binh@example.com", user_type: "System User" },
		"sid-khach": { user: "khach@example.com", user_type: "Website User" },
	},
	"127.0.0.1": { "sid-an": { user: "an@example.com", user_type: "System User" } },
};

// What the three methods of frappe/realtime.py answer. An may read all; Binh no document "SECRET" and
// no DocType "Salary Slip". The DocType "Broken" makes the server fail.
function answer(method, query, who) {
	if (method === "get_user_info") return who ? [200, who] : [401];
	if (query.get("doctype") === "Broken") return [500];
	const hidden = query.get("docname") === "SECRET" || query.get("doctype") === "Salary Slip";
	return hidden && who.user !== "an@example.com" ? [403] : [200, true];
}

async function startWeb(t) {
	const asked = [];
	let lost = 0;
	const server = http.createServer((request, response) => {
		if (lost-- > 0) return request.socket.resetAndDestroy();
		const url = new URL(request.url, "http://web");
		const method = url.pathname.replace("/api/method/frappe.realtime.", "");
		const sid = decodeURIComponent(/sid=([^;]+)/.exec(request.headers.cookie)[1]);
		const site = request.headers["x-frappe-site-name"];
		asked.push({ site, sid, method });
		const [status, message] =
			site in SESSIONS ? answer(method, url.searchParams, SESSIONS[site][sid]) : [404];
		response
			.writeHead(status, { "Content-Type": "application/json" })
			.end(JSON.stringify({ message }));
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const stop = () => {
		server.closeAllConnections();
		server.close();
	};
	const lose = (times) => (lost = times);
	atEnd(t, stop);
	return { port: server.address().port, asked, stop, lose };
}

// Everything that a test needs: publish(event), connect(options), log().
async function startAll(t) {
	const redis = await startRedis(t, { password: "s3cret" });
	const web = await startWeb(t);
	const bench = makeBench(t, {
		webserver_port: web.port,
		socketio_port: 0,
		redis_queue: `${redis.url}/2`,
	});
	const realtime = start(t, process.execPath, ["apps/frappe/socketio.js"], { cwd: bench });
	const [, port] = await realtime.line(/listening on 127\.0\.0\.1:(\d+)/);
	const publisher = createClient({ url: redis.url });
	await publisher.connect();
	atEnd(t, () => publisher.disconnect());
	const publishText = (text) => publisher.publish("events", text);
	const publish = (fields) =>
		publishText(JSON.stringify({ namespace: "localhost", message: {}, ...fields }));
	await until(
		async () => (await publisher.publish("events", "{}")) > 0,
		() => "the server's subscription"
	);
	return {
		port: Number(port),
		web,
		realtime,
		publish,
		publishText,
		connect: connector(t, port),
	};
}

// Returns connect({ site, sid, host, origin, transport }) -> client; client.events lists what arrived.
// Only the websocket transport of the client for node lets a test choose the Host header.
function connector(t, port) {
	return ({
		site = "localhost",
		sid = "sid-an",
		host = site,
		origin = `http://${host}:8000`,
		transport = "websocket",
	} = {}) => {
		const headers = { Host: `${host}:${port}`, Origin: origin };
		if (sid) headers.Cookie = `full_name=An; sid=${sid}; user_id=x`;
		const options = {
			extraHeaders: headers,
			transports: [transport],
			forceNew: true,
			reconnection: false,
		};
		const client = io(`http://127.0.0.1:${port}/${site}`, options);
		atEnd(t, () => client.disconnect());
		client.events = [];
		client.onAny((event, message) => client.events.push({ event, ...message }));
		return client;
	};
}

// Resolves to null when the client is in, to the server's words when it is not.
function outcome(client) {
	return new Promise((resolve) => {
		client.on("connect", () => resolve(null));
		client.on("connect_error", (error) => resolve(error.message));
	});
}

async function joined(client) {
	assert.equal(await outcome(client), null);
	return client;
}

const names = (client) => client.events.map((one) => one.event);
const arrives = (client, event) =>
	until(
		() => names(client).includes(event),
		() => `${event}, got ${names(client)}`
	);

module.exports = { startAll, startWeb, outcome, joined, names, arrives };
