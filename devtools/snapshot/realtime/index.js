// Carries events from Frappe (redis channel "events", written by frappe.realtime.emit_via_redis) to
// browsers (socket.io). Every site is a namespace with its own sockets and rooms: /<site name>.
const http = require("http");
const { Server } = require("socket.io");
const { createClient } = require("@redis/client");
const { authenticate } = require("./authenticate");
const { addHandlers } = require("./handlers");

// Site names are folder names; this also is what may follow X-Frappe-Site-Name.
const SITE_NAMESPACE = /^\/[\w.-]+$/;

// Returns { port, close() }. Port 0 takes a free one.
async function startRealtime({ port, webUrl, redisUrl }) {
	const server = http.createServer();
	// Any origin may ask; authenticate() then lets in only the page's own host. No
	// cleanupEmptyChildNamespaces: it drops a namespace on which another tab is just connecting.
	const io = new Server(server, { cors: { origin: true, credentials: true } });
	io.of(SITE_NAMESPACE).use(authenticate(webUrl)).on("connection", addHandlers);
	await listen(server, port);
	const subscriber = subscribe(redisUrl, (text) => deliver(io, text));
	return {
		port: server.address().port,
		close: () => Promise.all([subscriber.disconnect(), new Promise((done) => io.close(done))]),
	};
}

function listen(server, port) {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", resolve);
	});
}

// The client reconnects by itself for as long as the process lives: bench starts redis and this
// server side by side, in any order.
function subscribe(redisUrl, onMessage) {
	const client = createClient({ url: redisUrl });
	let down = false;
	client.on("error", (error) => {
		if (!down) console.error(`realtime: redis: ${error.message || error.code}, trying again`);
		down = true; // once per outage, not once per attempt
	});
	client.on("ready", () => {
		if (down) console.log("realtime: redis is back");
		down = false;
	});
	client
		.connect()
		.then(() => client.subscribe("events", onMessage))
		.catch((error) => console.error(`realtime: cannot subscribe: ${error.message}`));
	return { disconnect: () => (client.isOpen ? client.disconnect() : undefined) };
}

// One bad message must not end the server. A name outside the pattern would make socket.io open a
// namespace without authenticate(), so it never reaches io.of().
function deliver(io, text) {
	try {
		const { namespace, room, event, message } = JSON.parse(text);
		const name = `/${namespace}`;
		if (!SITE_NAMESPACE.test(name) || !room || !event)
			throw new Error("needs namespace, room and event");
		io.of(name).to(room).emit(event, message);
	} catch (error) {
		console.error(`realtime: event dropped (${error.message}): ${String(text).slice(0, 200)}`);
	}
}

module.exports = { startRealtime };
